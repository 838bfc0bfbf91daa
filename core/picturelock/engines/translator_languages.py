"""What translation models call languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from picturelock.engines.base import primary

THREE_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "ar": "arb", "bg": "bul", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
        "es": "spa", "et": "est", "eu": "eus", "fa": "pes", "fi": "fin", "fr": "fra", "ga": "gle", "he": "heb", "hi": "hin",
        "hr": "hrv", "ht": "hat", "hu": "hun", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn", "ko": "kor", "lt": "lit",
        "lv": "lvs", "mk": "mkd", "nb": "nob", "nl": "nld", "nn": "nno", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus",
        "sk": "slk", "sl": "slv", "sq": "als", "sr": "srp", "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie",
        "zh": "zho",
    }
)  # fmt: skip
"""ISO 639-1 to the ISO 639-3 codes that NLLB-200 and OPUS-MT use, for the languages that films are most often captioned in."""

ENGLISH_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "de": "German", "en": "English", "en-ca": "Canadian English", "en-gb": "British English", "en-us": "American English",
        "es": "Spanish", "es-419": "Latin American Spanish", "fr": "French", "fr-ca": "Canadian French (Québec)",
        "fr-fr": "French as written in France", "it": "Italian", "nl": "Dutch", "pt": "Portuguese",
        "pt-br": "Brazilian Portuguese", "sv": "Swedish", "zh": "Chinese",
    }
)  # fmt: skip
"""Languages as a language model is told them; any other by its code."""

_TWO = {three: two for two, three in THREE_LETTERS.items()} | {"ara": "ar", "lav": "lv", "sqi": "sq", "fas": "fa"}
_NLLB = re.compile(r"([a-z]{3})_[A-Z][a-z]{3}")
_M2M = re.compile(r"__([a-z]{2,3})__")
_MBART = re.compile(r"([a-z]{2})_[A-Z]{2}")
_OPUS = re.compile(r">>([a-z]{2,3})(?:_[A-Za-z]{2,4})?<<")
_T5 = re.compile(r"<2([a-z]{2,3})(?:_[A-Za-z]{2,4})?>")
_BOTH = (_NLLB, _M2M, _MBART)
_TARGET_ONLY = (_OPUS, _T5)
_FEWEST = 2
"""Tokens of one manner by which a model is known to name its languages so."""


class Tongues:
    """How a model is told its languages: by tokens that its vocabulary has, or not at all."""

    def __init__(self, tokens: Collection[str]) -> None:
        self._names: dict[str, str] = {}
        self.source_named = False
        """The source language is named too, and the target opens the translation instead of the source."""
        for pattern in (*_BOTH, *_TARGET_ONLY):
            found = sorted((match[1], token) for token in tokens if (match := pattern.fullmatch(token)))
            if len(found) >= _FEWEST or (found and pattern is _OPUS):
                self._add(found)
                self.source_named = pattern in _BOTH
                break

    def _add(self, found: list[tuple[str, str]]) -> None:
        for code, token in found:
            self._names.setdefault(code_of(code), token)
            region = token.strip("<>2_").partition("_")[2].lower()
            if len(region) == 2:
                self._names.setdefault(f"{code_of(code)}-{region}", token)

    @property
    def codes(self) -> frozenset[str]:
        """Primary languages that it can be told; empty where it knows one pair only."""
        return frozenset(code for code in self._names if "-" not in code)

    def token(self, language: str) -> str | None:
        """The token of a language: that of its country if there is one."""
        return self._names.get(language.lower().replace("_", "-")) or self._names.get(primary(language))

    def has(self, language: str) -> bool:
        """True where the model knows the language of that very country."""
        return language.lower().replace("_", "-") in self._names


def code_of(code: str) -> str:
    """The two-letter code of a language, where it has one here."""
    return _TWO.get(code.lower(), code.lower())


def english_name(language: str) -> str:
    """A language as a language model is told it."""
    tag = language.lower().replace("_", "-")
    name = ENGLISH_NAMES.get(tag) or ENGLISH_NAMES.get(primary(tag))
    return f"{name} ({language})" if name else language
