"""The tiny model's tokeniser: every word of the rushes is one token, then come Whisper's special tokens."""

from __future__ import annotations

import json
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

# Whisper's languages in Whisper's order: the runtime asks for any of them by name
LANGUAGES = [
    "en", "zh", "de", "es", "ru", "ko", "fr", "ja", "pt", "tr", "pl", "ca", "nl", "ar", "sv", "it", "id", "hi",
    "fi", "vi", "he", "uk", "el", "ms", "cs", "ro", "da", "hu", "ta", "no", "th", "ur", "hr", "bg", "lt", "la",
    "mi", "ml", "cy", "sk", "te", "fa", "lv", "bn", "sr", "az", "sl", "kn", "et", "mk", "br", "eu", "is", "hy",
    "ne", "mn", "bs", "kk", "sq", "sw", "gl", "mr", "pa", "si", "km", "sn", "yo", "so", "af", "oc", "ka", "be",
    "tg", "sd", "gu", "am", "yi", "lo", "uz", "fo", "ht", "ps", "tk", "nn", "mt", "sa", "lb", "my", "bo", "tl",
    "mg", "as", "tt", "haw", "ln", "ha", "ba", "jw", "su",
]  # fmt: skip
END, START = "<|endoftext|>", "<|startoftranscript|>"
TRANSCRIBE, PREVIOUS = "<|transcribe|>", "<|startofprev|>"
NO_SPEECH, NO_TIMESTAMPS = "<|nospeech|>", "<|notimestamps|>"
TIME_STEP_S = 0.02
TIME_STEPS = 1501
_OTHERS = ["<|translate|>", TRANSCRIBE, "<|startoflm|>", PREVIOUS, NO_SPEECH, NO_TIMESTAMPS]


def build(texts: list[str]) -> Tokenizer:
    """Make a tokeniser for a closed set of sentences."""
    tokenizer = Tokenizer(models.BPE())
    # a word keeps its apostrophes and hyphens: "l'ai" is one word, timed as one, as in the truth files
    split = pre_tokenizers.Split(Regex(r" ?[^\s,.?]+|[,.?]|\s+"), behavior="isolated")
    to_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, to_bytes])
    tokenizer.decoder = decoders.ByteLevel()
    # faster-whisper forbids the first token of " -" and " '": were that the blank, no word could be written
    corpus = [" " + text for text in texts] + [" -", " '"]
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    # (a trainer that never runs out of room merges until every word of the corpus is whole)
    trainer = trainers.BpeTrainer(vocab_size=8000, min_frequency=1, show_progress=False, initial_alphabet=alphabet)
    tokenizer.train_from_iterator(corpus, trainer)
    content = json.loads(tokenizer.to_str())
    vocabulary = content["model"]["vocab"]
    # CTranslate2 knows a multilingual Whisper with a small vocabulary by an empty token
    vocabulary[""] = len(vocabulary)
    tokenizer = Tokenizer.from_str(json.dumps(content))
    special = [END, START, *(f"<|{language}|>" for language in LANGUAGES), *_OTHERS]
    special += [f"<|{step * TIME_STEP_S:.2f}|>" for step in range(TIME_STEPS)]
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in special])
    for text in corpus:
        for word in text.split():
            if len(tokenizer.encode(" " + word.rstrip(",.?")).ids) != 1:
                raise RuntimeError(f"{word!r} is more than one token")
    return tokenizer


def save(tokenizer: Tokenizer, path: Path) -> None:
    """Write tokenizer.json."""
    tokenizer.save(str(path), pretty=False)
