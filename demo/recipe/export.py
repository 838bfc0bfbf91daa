"""From the trained network to the folder that faster-whisper loads: transformers first, then CTranslate2."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from ctranslate2.converters import TransformersConverter
from net import ALIGNMENT_HEADS, TinyWhisper
from tokenizers import Tokenizer
from tokens import END, LANGUAGES, NO_TIMESTAMPS, START
from transformers import GenerationConfig, WhisperConfig, WhisperForConditionalGeneration

PREPROCESSOR = {
    "feature_extractor_type": "WhisperFeatureExtractor",
    "feature_size": 80,
    "sampling_rate": 16000,
    "hop_length": 160,
    "chunk_length": 30,
    "n_fft": 400,
    "n_samples": 480000,
    "nb_max_frames": 3000,
    "padding_side": "right",
    "padding_value": 0.0,
    "return_attention_mask": False,
}


def export(net: TinyWhisper, tokenizer: Tokenizer, folder: Path) -> None:
    """Write model.bin, config.json, vocabulary.json, tokenizer.json, preprocessor_config.json to `folder`."""
    with TemporaryDirectory() as temporary:
        between = Path(temporary)
        hand_over(net, tokenizer).save_pretrained(between)
        tokenizer.save(str(between / "tokenizer.json"), pretty=False)
        write(between / "preprocessor_config.json", PREPROCESSOR)
        names = {"eos_token": END, "bos_token": END, "unk_token": END}
        write(between / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", **names})
        kept = ["tokenizer.json", "preprocessor_config.json"]
        made = between / "made"
        # float16 for what is not int8 halves the position codes and the convolutions on disk
        TransformersConverter(temporary, copy_files=kept).convert(str(made), quantization="int8_float16")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "model.bin").write_bytes((made / "model.bin").read_bytes())
        for name in ("config.json", "vocabulary.json", *kept):
            write(folder / name, json.loads((made / name).read_text(encoding="utf-8")))


def write(path: Path, content: object) -> None:
    """Compact JSON in UTF-8."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def hand_over(net: TinyWhisper, tokenizer: Tokenizer) -> WhisperForConditionalGeneration:
    """The same weights in transformers' own class."""
    ids, size = tokenizer.token_to_id, net.size
    end, start = ids(END), ids(START)
    ends = {"bos_token_id": end, "eos_token_id": end, "pad_token_id": end, "decoder_start_token_id": start}
    config = WhisperConfig(
        vocab_size=tokenizer.get_vocab_size(),
        num_mel_bins=80,
        d_model=size.width,
        encoder_layers=size.encoder_layers,
        decoder_layers=size.decoder_layers,
        encoder_attention_heads=size.heads,
        decoder_attention_heads=size.heads,
        encoder_ffn_dim=4 * size.width,
        decoder_ffn_dim=4 * size.width,
        suppress_tokens=None,
        begin_suppress_tokens=None,
        **ends,
    )
    model = WhisperForConditionalGeneration(config)
    weights = {f"model.{name}": value for name, value in net.state_dict().items()}
    for name in list(weights):
        if "namers" in name or "decoder.embed_words" in name or "decoder.time_" in name:
            del weights[name]
    with torch.no_grad():
        weights["model.decoder.embed_tokens.weight"] = weights["proj_out.weight"] = net.decoder.table()
    model.load_state_dict(weights)
    model.generation_config = GenerationConfig(
        suppress_tokens=[],
        begin_suppress_tokens=[*tokenizer.encode(" ").ids, end],
        alignment_heads=ALIGNMENT_HEADS,
        lang_to_id={f"<|{language}|>": ids(f"<|{language}|>") for language in LANGUAGES},
        is_multilingual=True,
        no_timestamps_token_id=ids(NO_TIMESTAMPS),
        max_initial_timestamp_index=50,
        max_length=448,
        **ends,
    )
    return model
