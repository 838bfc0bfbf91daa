"""Known words placed on the sound itself, where there is no transcript: for what an `Aligner` knows (English).

Sound of up to a minute and a half is aligned at once. Longer sound is cut in its silences. To know which words belong
between two cuts, a rough recogniser hears it first: it takes about as long as the sound lasts, and one word in four that it
gets right is enough. Where it recognises nothing around a silence no cut is made; after five minutes one is made all the
same, in proportion. The words must be those that are spoken: others are forced onto the sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from picturelock.engines.base import RATE, Aligner, Engine, Samples
from picturelock.engines.hearing import find_speech
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.host import Progress, silent
from picturelock.media.audio import audio_duration, read_audio
from picturelock.spoken import RecordWord
from picturelock.subtitling.align.match import matches
from picturelock.subtitling.align.tell import clock
from picturelock.subtitling.align.tokens import heard, written
from picturelock.times import Flicks, from_samples

STAGE = "align"
SOURCE = "Picturelock: words are placed where they are heard"
_MOST_S, _LEAST_S = 90, 45
"""Length of a window: cut in its longest silence between these."""
_CAP_S = 300
_MOST_BETWEEN = 8
"""Script words around a silence that the recogniser may have missed, for a cut to be made there."""
_DOUBTFUL, _WRONG = 20, 50
"""Per cent of words without a place of their own: it is said; it is refused."""


@dataclass(frozen=True, slots=True)
class _Window:
    start: int
    """In samples."""
    samples: Samples

    @property
    def end(self) -> int:
        return self.start + len(self.samples)


def place_words(
    media: Path,
    texts: Sequence[str],
    language: str,
    aligner: Aligner,
    rough: Engine | None = None,
    progress: Progress = silent,
) -> tuple[tuple[RecordWord, ...], tuple[Finding, ...]]:
    """Every word with its time in a media file. rough: hears sound that is too long to be aligned at once.

    Raises InputError where the words do not fit the sound, and UsageError for a language that the aligner does not know.
    """
    aligner.align(np.zeros(0, np.float32), ("a",), language)  # another language is refused before any work
    job = _Job(media, texts, language, progress)
    cuts = job.plan(rough) if job.total > from_samples(_MOST_S * RATE, RATE) else {}
    words = tuple(job.align(aligner, cuts))
    guessed = sum(word.confidence == 0 for word in words)
    if not words or 100 * guessed >= _WRONG * len(words):
        raise InputError(
            "does not fit the words it is to be aligned with.", file=media,
            hint="Is it what is said there, word for word? `picturelock transcribe` finds out what is.",
        )  # fmt: skip
    return words, tuple(_doubts(media, guessed, len(words), job.guessed))


def _doubts(media: Path, guessed: int, words: int, divided: Sequence[Flicks]) -> Iterator[Finding]:
    place = Place(file=str(media), source=media.name)
    for edge in divided:
        yield Finding("captions.align-divided", "warning", place, {"at": clock(edge)}, SOURCE)
    if 100 * guessed >= _DOUBTFUL * words:
        facts: dict[str, Fact] = {"count": guessed, "words": words}
        yield Finding("captions.align-forced", "warning", place, facts, SOURCE)


class _Job:
    """One script on one sound."""

    def __init__(self, media: Path, texts: Sequence[str], language: str, progress: Progress) -> None:
        self.media, self.texts, self.language, self.progress = media, list(texts), language, progress
        self.total = audio_duration(media, 0) or 0
        self.guessed: list[Flicks] = []
        """Where the words were divided in proportion."""

    def windows(self) -> Iterator[_Window]:
        """The sound, cut in silences."""
        start, held = 0, np.zeros(0, np.float32)
        for block in read_audio(self.media, rate=RATE):
            held = np.concatenate([held, block])
            while len(held) > _MOST_S * RATE:
                cut = _silence(held[: _MOST_S * RATE])
                yield _Window(start, held[:cut])
                start, held = start + cut, held[cut:]
        if len(held):
            yield _Window(start, held)

    def plan(self, rough: Engine | None) -> dict[int, int]:
        """Where the words are divided: at which sample, and before which word."""
        said, edges = self._roughly(rough)
        text, speech = written(self.texts, self.language), heard(said)
        found, _ = matches(text.tokens, speech.tokens)
        places = zip(text.owners, found, strict=True)
        pairs = [(word, said[speech.owners[place]].span) for word, place in places if place >= 0]
        cuts: dict[int, int] = {}
        last, before = 0, 0
        for sample in edges[:-1]:
            edge = from_samples(sample, RATE)
            low = max((word for word, span in pairs if span.end <= edge), default=-1)
            high = min((word for word, span in pairs if span.start >= edge), default=len(self.texts))
            sure = bool(pairs) and 0 <= high - low - 1 <= _MOST_BETWEEN
            if not sure and sample - last > _CAP_S * RATE:
                self.guessed.append(edge)
            if sure or sample - last > _CAP_S * RATE:
                word = (low + 1 + high) // 2 if sure else len(self.texts) * sample // edges[-1]
                cuts[sample] = before = min(max(word, before), len(self.texts))
                last = sample
        return cuts

    def _roughly(self, rough: Engine | None) -> tuple[list[RecordWord], list[int]]:
        """What a rough recogniser hears, and the ends of the windows in samples."""
        found: list[RecordWord] = []
        edges: list[int] = []
        for window in self.windows():
            edges.append(window.end)
            offset = from_samples(window.start, RATE)

            def tell(done: Flicks, offset: Flicks = offset) -> None:
                self.progress(STAGE, (offset + done) // 2, self.total, self.media.name)

            for segment in rough.recognise(window.samples, self.language, tell) if rough else ():
                for word in segment.words:
                    found.append(RecordWord(word.text, word.span.shift(offset), self.language, "", ""))
        return found, edges

    def align(self, aligner: Aligner, cuts: dict[int, int]) -> Iterator[RecordWord]:
        """The words of each stretch between two cuts, aligned."""
        held: list[Samples] = []
        start, first = 0, 0
        end = 0
        for window in self.windows():
            held.append(window.samples)
            end = window.end
            if end in cuts:
                yield from self._stretch(aligner, held, start, self.texts[first : cuts[end]])
                held, start, first = [], end, cuts[end]
        if held:
            yield from self._stretch(aligner, held, start, self.texts[first:])
        self.progress(STAGE, self.total, self.total, self.media.name)

    def _stretch(self, aligner: Aligner, held: list[Samples], start: int, texts: list[str]) -> Iterator[RecordWord]:
        offset = from_samples(start, RATE)
        self.progress(STAGE, (self.total + offset) // 2, self.total, self.media.name)
        for word in aligner.align(np.concatenate(held), texts, self.language) if texts else ():
            yield RecordWord(
                word.text, word.span.shift(offset), self.language, self.media.name, "", word.confidence, word.speaker
            )


def _silence(samples: Samples) -> int:
    """The middle of the longest silence in the later half of a window; its end where there is none."""
    speech = [(0, 0), *find_speech(samples, _MOST_S), (len(samples), len(samples))]
    gaps = [
        (max(0, min(b, len(samples)) - max(a, _LEAST_S * RATE)), (max(a, _LEAST_S * RATE) + b) // 2)
        for (_, a), (b, _) in pairwise(speech)
    ]
    length, middle = max(gaps)
    return middle if length > 0 else len(samples)
