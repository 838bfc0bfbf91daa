"""pocketsphinx: a rough recogniser of English that needs no download, and a good aligner of known words."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from picturelock.engines import hearing
from picturelock.engines.base import LEAST_CONFIDENCE, RATE, UNDECIDED, OnProgress, Samples, primary
from picturelock.engines.letters import guess
from picturelock.engines.words import Piece, in_order, spread
from picturelock.errors import UnknownName
from picturelock.media.fingerprint import full_hash
from picturelock.speech import Segment, Word
from picturelock.times import Flicks, Span, from_samples

NAME = "pocketsphinx"
LANGUAGE = "en"
PIECE_S = 10.0
"""Decoded at once, at about the speed of the speech itself: this is how long Ctrl-C may wait."""

WIDE_BEAM = 1e-200
"""For a second try of the aligner: with the usual 1e-48 one word that does not sound as expected loses them all."""

_FRAME = RATE // 100
_LEAST_SAMPLES = RATE // 10  # anything shorter holds no word, and an empty buffer is an IndexError
_VARIANT = re.compile(r"\(\d+\)$")
_NOT_IN_WORD = re.compile(r"[^a-z0-9'\-]+")
_FILLERS = ("<", "[", "+")  # <s>, <sil>, [NOISE], ++BREATH++


class SphinxEngine:
    """English speech to words, roughly: for finding a take offline, not for captions.

    On clear human speech about one word in four is wrong (measured on eleven seconds of J. F. Kennedy's inaugural
    address: 6 of 22), on synthetic voices nearly all are. It is never chosen unless it is named.
    """

    @property
    def name(self) -> str:
        return NAME

    @property
    def version(self) -> str:
        return importlib.metadata.version("pocketsphinx")

    @cached_property
    def weights(self) -> str:
        return _weights()

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        return (("model", "en-us"), ("piece_s", str(PIECE_S)), ("vad", hearing.MODEL))

    @property
    def languages(self) -> frozenset[str] | None:
        return frozenset({LANGUAGE})

    def caution(self, media: str, duration: Flicks) -> str:  # noqa: ARG002
        return "transcription.rough-engine"

    def fixture_notice(self, language: str) -> str:  # noqa: ARG002
        return ""

    def detect(self, samples: Samples) -> tuple[str, float]:
        """English wherever somebody speaks: it knows nothing else."""
        return (LANGUAGE, 1.0) if hearing.find_speech(hearing.sound(samples), PIECE_S) else (UNDECIDED, 0.0)

    def recognise(
        self, samples: Samples, language: str | None, on_progress: OnProgress, since: Flicks = 0
    ) -> Iterator[Segment]:
        _only_english(language)
        samples = hearing.sound(samples)
        for start, stop in hearing.find_speech(samples, PIECE_S):
            until = from_samples(stop, RATE)
            if until <= since:
                continue
            words = in_order(self._decode(samples[start:stop], start), since, until)
            if words:
                yield Segment(words, LANGUAGE)
            on_progress(since := until)
        on_progress(from_samples(len(samples), RATE))

    def _decode(self, samples: Samples, offset: int) -> list[Piece]:
        if len(samples) < _LEAST_SAMPLES:
            return []
        _process(self._decoder, samples)
        return [
            Piece(_VARIANT.sub("", item.word), _span(item, offset), min(1.0, max(LEAST_CONFIDENCE, float(item.prob))))
            for item in self._decoder.seg() or ()
            if not item.word.startswith(_FILLERS)
        ]

    @cached_property
    def _decoder(self) -> Any:
        from pocketsphinx import Decoder

        return Decoder(samprate=RATE, loglevel="FATAL")


class SphinxAligner:
    """Finds when known English words are spoken, much faster than they are (40 times on 2 cores).

    A word that the dictionary does not have is split at hyphens and apostrophes, then sounded out by its letters; one
    that has none ("—") is placed between its neighbours. The words must be those that are spoken:
    others are forced onto the sound all the same. Memory grows with the array: give it minutes, not hours.
    """

    @property
    def name(self) -> str:
        return NAME

    @property
    def version(self) -> str:
        return importlib.metadata.version("pocketsphinx")

    @cached_property
    def weights(self) -> str:
        return _weights()

    def align(self, samples: Samples, words: Sequence[str], language: str) -> tuple[Word, ...]:
        _only_english(language)
        samples = hearing.sound(samples)
        end = from_samples(len(samples), RATE)
        texts = ["\u00a0".join(word.split()) for word in words]
        spoken = [self._tokens(text) for text in texts]
        tokens = [token for group in spoken for token in group]
        spans = _fit(self._narrow, samples, tokens)
        if len(spans) < len(tokens):
            spans = max(spans, _fit(self._wide, samples, tokens), key=len)
        if not spans:
            return in_order(spread(texts, _speech_span(samples), 0.0), 0, end)
        rest = iter(spans)
        placed: list[Piece | None] = []
        for text, group in zip(texts, spoken, strict=True):
            own = [span for _, span in zip(group, rest, strict=False)]
            sure = 0.0 if any(token.sounds for token in group) else None
            placed.append(
                Piece(text, Span(own[0].start, own[-1].end), sure) if own and len(own) == len(group) else None
            )
        return in_order(_between(texts, placed, end), 0, end)

    def _tokens(self, word: str) -> list[_Token]:
        """What sounds like a word; nothing for what has neither letters nor digits."""
        plain = _NOT_IN_WORD.sub("", word.lower().replace("’", "'").replace("‐", "-").replace("‑", "-")).strip("-'")
        knows = self._narrow.lookup_word
        if knows(plain):
            return [_Token(plain)]
        parts = [part for part in re.split(r"[-']", plain) if part]
        if len(parts) > 1 and all(knows(part) for part in parts):
            return [_Token(part) for part in parts]
        sounds = guess(plain)
        return [_Token("sounds-" + "-".join(sounds), " ".join(sounds))] if sounds else []

    @cached_property
    def _narrow(self) -> Any:
        return self._decoder()

    @cached_property
    def _wide(self) -> Any:
        """Finds a way through where one word does not sound as expected; places the others a little worse."""
        return self._decoder(beam=WIDE_BEAM, pbeam=WIDE_BEAM, wbeam=WIDE_BEAM)

    def _decoder(self, **options: float) -> Any:
        from pocketsphinx import Decoder

        return Decoder(samprate=RATE, lm=None, loglevel="FATAL", **options)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the dictionary, or one to add to it."""

    text: str
    sounds: str = ""
    """As guessed by its letters; "" for a word that the dictionary has."""


def _fit(decoder: Any, samples: Samples, tokens: Sequence[_Token]) -> list[Span]:
    """Spans of the tokens from the first on, as far as they fit the sound; none where they do not."""
    if not tokens or len(samples) < _LEAST_SAMPLES:
        return []
    for token in tokens:
        if token.sounds and not decoder.lookup_word(token.text):
            decoder.add_word(token.text, token.sounds)
    try:
        decoder.set_align_text(" ".join(token.text for token in tokens))
        _process(decoder, samples)
    except RuntimeError:
        return []
    found = [item for item in decoder.seg() or () if not item.word.startswith(_FILLERS)]
    spans = [_span(item, 0) for item in found]
    if [_VARIANT.sub("", item.word) for item in found] != [token.text for token in tokens[: len(found)]]:
        return []
    return spans if len(spans) == len(tokens) else spans[:-1]  # the last that fits takes all the sound that is left


def _only_english(language: str | None) -> None:
    if language is not None and primary(language) != LANGUAGE:
        raise UnknownName(f"language of {NAME}", language, (LANGUAGE,))


def _weights() -> str:
    """Of the language model; the acoustic model and the dictionary come in the same wheel."""
    from pocketsphinx import get_model_path

    return full_hash(Path(get_model_path("en-us/en-us.lm.bin")))


def _process(decoder: Any, samples: Samples) -> None:
    """Decode one array; the decoder's utterance is closed whatever happens."""
    decoder.reinit_feat()  # it remembers the level of what it heard before, and words would depend on that
    decoder.start_utt()
    try:
        decoder.process_raw((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes(), full_utt=True)
    finally:
        decoder.end_utt()


def _span(item: Any, offset: int) -> Span:
    """Of a segment of the decoder, whose last frame is its own."""
    start, end = offset + item.start_frame * _FRAME, offset + (item.end_frame + 1) * _FRAME
    return Span(from_samples(start, RATE), from_samples(end, RATE))


def _speech_span(samples: Samples) -> Span:
    """From the first speech to the last; all of it where there is none."""
    found = hearing.find_speech(samples) or [(0, len(samples))]
    return Span(from_samples(found[0][0], RATE), from_samples(found[-1][1], RATE))


def _between(texts: Sequence[str], placed: Sequence[Piece | None], end: Flicks) -> list[Piece]:
    """Every word: those without a place share the room between their neighbours."""
    found: list[Piece] = []
    index = 0
    while index < len(placed):
        piece = placed[index]
        if piece is not None:
            found.append(piece)
            index += 1
            continue
        after = next((at for at in range(index, len(placed)) if placed[at] is not None), len(placed))
        neighbour = placed[after] if after < len(placed) else None
        start = found[-1].span.end if found else 0
        room = Span(start, max(start, neighbour.span.start if neighbour else end))
        found += spread(texts[index:after], room, 0.0)
        index = after
    return found
