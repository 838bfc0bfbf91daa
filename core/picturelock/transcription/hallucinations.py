"""Words that nobody said: recognisers repeat themselves without end, and write on silence. They are dropped and reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from picturelock.engines.base import NOT_SPEECH, RATE, Samples
from picturelock.findings import Fact, Finding, Severity
from picturelock.speech import Segment, Word
from picturelock.times import FLICKS_PER_SECOND, Flicks, from_ms, to_ms, to_samples
from picturelock.transcription.windows import FRAME, energy

LONGEST_PHRASE = 16
"""Words of a phrase whose repetition is looked for."""
LEAST_REPEATS = 4
LEAST_WORDS = 12
"""In all repetitions together: a single word must come 12 times, a phrase of 3 words 4 times."""
LONGEST_PAUSE: Flicks = FLICKS_PER_SECOND
"""Between any two words of a loop: an actor who says a line again takes longer."""

MARGIN: Flicks = from_ms(300)
"""Around a word: its times may be off by that much."""
MOST_MISPLACED = 2
"""Words over silence that are kept where heard ones are at most `LONGEST_PAUSE` away."""
SILENT_DB = -90.0
"""dBFS in the loudest 20 ms: below the last bit of a 16-bit recording nothing was said, whatever the level."""
FAINT_DB = -60.0
FAINT_UNDER_DB = 45.0
"""Silent as well: below FAINT_DB, and this much below the loud parts of the window."""
_LOUD_PART = 95  # per cent of the window's frames are quieter than what is called loud

Levels = npt.NDArray[np.float64]

_QUOTED = 120  # characters


@dataclass(frozen=True, slots=True)
class _Heard:
    segment: int
    word: Word
    token: str


def screen(
    segments: Sequence[Segment], samples: Samples, offset: Flicks = 0
) -> tuple[tuple[Segment, ...], tuple[Finding, ...]]:
    """The segments of a window without such words, and a finding for each run of words dropped.

    Times are those of the array; `offset` is where it starts in the file, for the findings. Of a loop the first round stays.
    """
    heard = [_Heard(number, word, _token(word)) for number, segment in enumerate(segments) for word in segment.words]
    if not heard:
        return tuple(segments), ()
    audible, silent = _over_silence(heard, samples, offset)
    kept, loops = _without_loops(audible, offset)
    if not silent and not loops:
        return tuple(segments), ()
    return _rebuilt(segments, kept), (*silent, *loops)


def _over_silence(heard: Sequence[_Heard], samples: Samples, offset: Flicks) -> tuple[list[_Heard], list[Finding]]:
    """Words over digital silence, or so faint beside the rest of the window that nobody can have said them."""
    levels = _decibels(samples)
    loud = float(np.percentile(levels, _LOUD_PART)) if len(levels) else 0.0
    doubted = [item.word.confidence == NOT_SPEECH for item in heard]
    silent = [doubt or _is_silent(_level(item.word, levels), loud) for item, doubt in zip(heard, doubted, strict=True)]
    kept: list[_Heard] = []
    findings: list[Finding] = []
    at = 0
    while at < len(heard):
        end = next((index for index in range(at, len(heard)) if silent[index] != silent[at]), len(heard))
        if silent[at] and (any(doubted[at:end]) or not _misplaced(heard, at, end)):
            severity: Severity = (
                "warning" if any(doubted[at:end]) else "info"
            )  # sound was there: a person may want to listen
            findings.append(_finding("transcription.silence-dropped", severity, heard[at:end], offset))
        else:
            kept += heard[at:end]
        at = end
    return kept, findings


def _misplaced(heard: Sequence[_Heard], at: int, end: int) -> bool:
    """True for a word or two beside words that are heard: more likely said, and timed badly, than made up."""
    if end - at > MOST_MISPLACED:
        return False
    before = at > 0 and heard[at].word.span.start - heard[at - 1].word.span.end <= LONGEST_PAUSE
    after = end < len(heard) and heard[end].word.span.start - heard[end - 1].word.span.end <= LONGEST_PAUSE
    return before or after


def _is_silent(level: float, loud: float) -> bool:
    return level <= SILENT_DB or (level <= FAINT_DB and level <= loud - FAINT_UNDER_DB)


def _decibels(samples: Samples) -> Levels:
    """The level of each frame of 20 ms; the last, incomplete one is filled with silence."""
    padded = np.pad(samples, (0, -len(samples) % FRAME))
    return 10 * np.log10(np.maximum(energy(padded) / (1 << 40), 1e-12))


def _level(word: Word, levels: Levels) -> float:
    first = to_samples(max(0, word.span.start - MARGIN), RATE) // FRAME
    last = to_samples(word.span.end + MARGIN, RATE) // FRAME + 1
    around = levels[first:last]
    return float(around.max()) if len(around) else -120.0


def _without_loops(heard: Sequence[_Heard], offset: Flicks) -> tuple[list[_Heard], list[Finding]]:
    kept: list[_Heard] = []
    findings: list[Finding] = []
    at = 0
    while at < len(heard):
        length, repeats = _loop(heard, at)
        kept += heard[at : at + length]
        if repeats > 1:
            dropped = heard[at + length : at + length * repeats]
            findings.append(
                _finding("transcription.loop-dropped", "warning", dropped, offset, phrase=length, repeats=repeats)
            )
        at += length * repeats
    return kept, findings


def _loop(heard: Sequence[_Heard], at: int) -> tuple[int, int]:
    """Words of the phrase that starts here, and how often it comes in a row; (1, 1) where it is no loop."""
    for length in range(1, min(LONGEST_PHRASE, (len(heard) - at) // LEAST_REPEATS) + 1):
        repeats = 1
        while _repeats(heard, at + length * (repeats - 1), length):
            repeats += 1
        if repeats >= LEAST_REPEATS and repeats * length >= LEAST_WORDS:
            return length, repeats
    return 1, 1


def _repeats(heard: Sequence[_Heard], at: int, length: int) -> bool:
    """True where the phrase at `at` comes again at once, with no pause before it nor inside."""
    again = at + length
    if again + length > len(heard):
        return False
    if any(heard[at + step].token != heard[again + step].token for step in range(length)):
        return False
    words = [item.word for item in heard[at : again + length]]
    return all(after.span.start - before.span.end <= LONGEST_PAUSE for before, after in pairwise(words))


def _rebuilt(segments: Sequence[Segment], kept: Sequence[_Heard]) -> tuple[Segment, ...]:
    left: dict[int, list[Word]] = {}
    for item in kept:
        left.setdefault(item.segment, []).append(item.word)
    return tuple(replace(segments[number], words=tuple(words)) for number, words in left.items())


def _finding(rule: str, severity: Severity, words: Sequence[_Heard], offset: Flicks, **facts: int) -> Finding:
    text = " ".join(item.word.text for item in words)
    start, end = offset + words[0].word.span.start, offset + words[-1].word.span.end
    evidence: dict[str, Fact] = {
        "text": text if len(text) <= _QUOTED else text[:_QUOTED] + "…",
        "words": len(words),
        "at": clock(start),
        "start_ms": to_ms(start),
        "end_ms": to_ms(end),
        **facts,
    }
    return Finding(rule, severity, evidence=evidence, source="Picturelock")


def clock(time: Flicks) -> str:
    """A time in a file as people read it, to the second: "0:01:23"."""
    seconds = time // FLICKS_PER_SECOND
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _token(word: Word) -> str:
    """The word without case and punctuation; its text where nothing else is left."""
    return "".join(sign for sign in word.text.casefold() if sign.isalnum()) or word.text
