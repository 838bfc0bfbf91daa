"""A real CTranslate2 model of some kilobytes that translates word by word: its weights are written by hand.

A word and its place are one-hot. The encoder passes them on; the decoder's attention looks at the word at its own place,
and its projection is the dictionary. So what comes out is known, and every step of the library is the real one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from ctranslate2 import specs

PLACES = 40
SPECIAL = ("<s>", "</s>", "<unk>")
LOUD = 40.0


def build(folder: Path, dictionary: Mapping[str, str], languages: Sequence[str] = (), **settings: object) -> Path:
    """Write the model. languages: tokens as NLLB and M2M-100 have them; the first place of both sides is then theirs."""
    words = [*SPECIAL, *languages, *dict.fromkeys([*dictionary, *dictionary.values()])]
    count, number = len(words), {word: at for at, word in enumerate(words)}
    size = count + PLACES + 1
    spec = specs.TransformerSpec.from_config((1, 1), 1, pre_norm=True)
    table = np.zeros((count, size), np.float32)
    table[np.arange(count), np.arange(count)] = 1
    places = np.zeros((PLACES, size), np.float32)
    places[np.arange(PLACES), count + np.arange(PLACES)] = 1
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = table
        side.scale_embeddings = False
        side.position_encodings.encodings = places
        _norm(side.layer_norm, size)
        for layer in side.layer:
            _quiet(layer.self_attention, size)
            _silent_ffn(layer.ffn, size)
    _looking(spec.decoder.layer[0].attention, size, count)
    spec.decoder.projection.weight = _dictionary(dictionary, number, count, size)
    spec.decoder.projection.bias = np.zeros(count, np.float32)
    spec.config.decoder_start_token = "</s>" if not languages else "<s>"
    for key, value in settings.items():
        setattr(spec.config, key, value)
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.validate()
    spec.optimize()
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    _tokenizer(folder, number)
    return folder


def _norm(layer: object, size: int) -> None:
    layer.gamma, layer.beta = np.ones(size, np.float32), np.zeros(size, np.float32)  # type: ignore[attr-defined]


def _linear(layer: object, weight: np.ndarray) -> None:
    layer.weight, layer.bias = weight.astype(np.float32), np.zeros(len(weight), np.float32)  # type: ignore[attr-defined]


def _quiet(attention: object, size: int) -> None:
    _norm(attention.layer_norm, size)  # type: ignore[attr-defined]
    _linear(attention.linear[0], np.zeros((3 * size, size)))  # type: ignore[attr-defined]
    _linear(attention.linear[1], np.zeros((size, size)))  # type: ignore[attr-defined]


def _silent_ffn(ffn: object, size: int) -> None:
    _norm(ffn.layer_norm, size)  # type: ignore[attr-defined]
    _linear(ffn.linear_0, np.zeros((8, size)))  # type: ignore[attr-defined]
    _linear(ffn.linear_1, np.zeros((size, 8)))  # type: ignore[attr-defined]


def _looking(attention: object, size: int, count: int) -> None:
    """Query and key are the place, the value is the word."""
    _norm(attention.layer_norm, size)  # type: ignore[attr-defined]
    place, word = np.zeros((size, size)), np.zeros((size, size))
    at = np.arange(count, size)
    place[at, at] = 10
    at = np.arange(count)
    word[at, at] = 1
    _linear(attention.linear[0], place)  # type: ignore[attr-defined]
    _linear(attention.linear[1], np.concatenate([place, word]))  # type: ignore[attr-defined]
    _linear(attention.linear[2], LOUD * np.eye(size))  # type: ignore[attr-defined]


def _dictionary(dictionary: Mapping[str, str], number: Mapping[str, int], count: int, size: int) -> np.ndarray:
    weight = np.zeros((count, size), np.float32)
    for word, at in number.items():
        weight[number[dictionary.get(word, word)], at] += LOUD
    return weight


def _tokenizer(folder: Path, number: Mapping[str, int]) -> None:
    """Words and marks parted at spaces."""
    document = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": dict(number), "unk_token": "<unk>"},
    }
    (folder / "tokenizer.json").write_text(json.dumps(document), encoding="utf-8")
