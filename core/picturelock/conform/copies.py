"""What a caption says where the new cut has it, or a part of it, once more: the text of what is heard there.

Words that are known decide; else the parts between which the caption itself was divided; else time, where a repeat lies in
several places. What none of them can part stands whole, and holds more than is heard.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from picturelock.conform.bridges import ROUNDING
from picturelock.conform.divide import divide
from picturelock.conform.known import KnownWords
from picturelock.conform.runs import SLIVER, Run
from picturelock.conform.spans import Stretches
from picturelock.cues import Cue
from picturelock.times import Flicks, Span

Part = tuple[Cue, Run]
"""A part of a caption: its text, and where it went."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A caption, or a part of one, where the new cut has it once more."""

    cue: Cue
    """With its text; times are the caller's."""
    run: Run
    wanting: Flicks = 0
    """Old time of which it has the text, but not the sound."""


def copies_of(cue: Cue, again: Sequence[Run], parts: Sequence[Part], words: KnownWords) -> Iterator[Copy]:
    """Each copy of a caption; none where its words are known and none of them is heard.

    again: where the new cut has it once more, whole or in part. parts: what it was divided into.
    """
    for repeat in _repeats(again):
        if len(repeat) == 1 and cue.span.duration - repeat[0].old.duration <= ROUNDING:
            yield Copy(cue, repeat[0])
        elif words.are_of(cue):
            yield from _by_words(cue, repeat, words)
        else:
            yield from _by_parts(cue, repeat, parts, words)


def _repeats(again: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs that make up one repeat, in order of old time: no moment of the caption is in one of them twice."""
    repeat: list[Run] = []
    covered = Stretches()
    for run in sorted(again, key=lambda run: run.new.start):
        if sum(span.duration for span in covered.within(run.old)) > ROUNDING:
            yield sorted(repeat, key=lambda run: run.old.start)
            repeat, covered = [], Stretches()
        repeat.append(run)
        covered.add(run.old)
    if repeat:
        yield sorted(repeat, key=lambda run: run.old.start)


def _copy(cue: Cue, text: Cue, run: Run) -> Copy:
    whole = text.lines == cue.lines
    return Copy(text, run, max(cue.span.duration - run.old.duration, 0) if whole else 0)


def _by_words(cue: Cue, repeat: Sequence[Run], words: KnownWords) -> Iterator[Copy]:
    """The text of what is heard in each run, beside what is heard in none of them."""
    spans: list[Span] = []
    at = cue.span.start
    for run in repeat:
        spans += [Span(at, run.old.start)] * (run.old.start > at) + [run.old]
        at = run.old.end
    spans += [Span(at, cue.span.end)] * (cue.span.end > at)
    heard = [len(words.within(span)) for span in spans]
    texts = dict(zip(spans, divide(cue, spans, heard), strict=True))
    for run in repeat:
        text = texts[run.old]
        if text is not None:
            all_heard = len(words.within(run.old)) == sum(heard)
            yield Copy(text, run) if all_heard else _copy(cue, text, run)
        elif not words.covers(run):
            yield _copy(cue, cue, run)


def _by_parts(cue: Cue, repeat: Sequence[Run], parts: Sequence[Part], words: KnownWords) -> Iterator[Copy]:
    """The text of the parts that each run has something of; where several have something of the same, it is divided."""
    divided = any(text.lines != cue.lines for text, _ in parts)
    by_text: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for run in repeat:
        by_text[_held(run, parts) if divided else (0, 0)].append(run)
    for (first, end), runs in by_text.items():
        text = _text_of(cue, parts, first, end, words)
        whole = cue.span.duration
        if text.lines != cue.lines:
            whole = sum(run.old.duration for _, run in parts[first:end])
        for own, run in zip(divide(text, [run.old for run in runs], [0] * len(runs)), runs, strict=True):
            yield Copy(own or text, run, max(whole - run.old.duration, 0) if own == text else 0)


def _held(run: Run, parts: Sequence[Part]) -> tuple[int, int]:
    """The parts [first, end) that a run has something of, apart from a few frames; (0, 0) where that is none."""
    shared = [_shared(run, part) for _, part in parts]
    held = [at for at, (_, part) in enumerate(parts) if shared[at] and not _is_little(shared[at], run, part)]
    if not held and any(shared):
        held = [max(range(len(parts)), key=lambda at: shared[at])]
    return (held[0], held[-1] + 1) if held else (0, 0)


def _shared(run: Run, part: Run) -> Flicks:
    both = run.old.intersect(part.old)
    return both.duration if both else 0


def _is_little(shared: Flicks, run: Run, part: Run) -> bool:
    return shared < SLIVER and 3 * shared < min(run.old.duration, part.old.duration)


def _text_of(cue: Cue, parts: Sequence[Part], first: int, end: int, words: KnownWords) -> Cue:
    """The text of parts [first, end) as one, which breaks where theirs did; all of it where that is none."""
    if end - first == 1:
        return parts[first][0]
    if end == first:
        return cue
    groups = [group for group in (parts[:first], parts[first:end], parts[end:]) if group]
    lengths = [sum(run.old.duration for _, run in group) for group in groups]
    heard = [sum(len(words.within(run.old)) for _, run in group) for group in groups]
    texts = divide(cue, [Span(0, length) for length in lengths], heard)
    return texts[1 if first else 0] or cue
