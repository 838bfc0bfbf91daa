"""The fixes of lines: set again within one caption or, where its words fit no screen, as several captions in a row."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise

from picturelock.cues import Captions, Cue, Line
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.fixes.styled import restyled, visible, with_text
from picturelock.subtitling.rules.text_dashes import on_two_lines, turns
from picturelock.subtitling.rules.text_lines import better, overfull, runs_on
from picturelock.subtitling.segmentation.layout import Layout
from picturelock.subtitling.subject import Event, Subject
from picturelock.subtitling.typography import Token
from picturelock.times import Span

_MOST_PIECES = 4
_MOST_WORDS = 120
_FAR = 6.0  # cost of pieces as unlike as can be


def _lines(subject: Subject) -> Captions:
    cues = list(subject.captions.cues)
    for event in subject.events:
        text = better(event, subject)
        if text is None and overfull(event, subject):
            text = on_two_lines(event, subject)
        if text is not None and text != event.text:
            cues[event.number] = with_text(cues[event.number], text)
    return replace(subject.captions, cues=tuple(cues))


def _split(subject: Subject) -> Captions:
    """Time is shared in proportion to characters, on whole frames, with the profile's gap between.

    Where several people speak, no piece holds more than one of them, and none needs a dash.
    """
    cues: list[Cue] = []
    for cue, event in zip(subject.captions.cues, subject.events, strict=True):
        said = turns(event.text) if overfull(event, subject) else []
        hopeless = len(said) > 1 or (bool(said) and runs_on(event) and better(event, subject) is None)
        cues += _pieces(cue, event, said, subject) if hopeless else [cue]
    return replace(subject.captions, cues=tuple(cues))


def _pieces(cue: Cue, event: Event, said: list[str], subject: Subject) -> list[Cue]:
    texts = said if len(said) > 1 else [" ".join(event.lines)]
    words = [word for text in texts for word in text.split(" ")]
    joints = set(accumulate(len(text.split(" ")) for text in texts))
    limits = subject.limits
    if not 1 < len(words) <= _MOST_WORDS:
        return [cue]
    tokens = [Token(word, Span(0, 0), subject.language) for word in words]
    layout = Layout(tokens, limits.max_characters, limits.max_lines, count=subject.count)
    for count in range(2, _MOST_PIECES + 1):
        edges = _edges(layout, len(words), count, joints)
        times = _times(event, [layout.width(a, b) for a, b in pairwise(edges)], subject) if edges else []
        if times:
            lines = _cut(cue, words, edges, layout)
            spans = [Span(subject.rate.time_of(start), subject.rate.time_of(end)) for start, end in times]
            first, *rest = zip(spans, lines, strict=True)
            later = [replace(cue, span=span, lines=own, id="", extras=_settings(cue)) for span, own in rest]
            return [replace(cue, span=first[0], lines=first[1]), *later]
    return [cue]


def _settings(cue: Cue) -> tuple[tuple[str, str], ...]:
    """What the later pieces of a caption share with it: all but the notes that stood before it."""
    return tuple(extra for extra in cue.extras if extra[0] != "note")


def _edges(layout: Layout, words: int, count: int, joints: set[int]) -> list[int]:
    """Where the pieces begin, and the end of all, at the least cost; [] where so many pieces cannot be set.

    joints: places that no piece may run over.
    """
    ideal = layout.width(0, words) / count
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for piece in range(count):
        ends = range(1, words + 1) if piece + 1 < count else [words]
        found: dict[int, tuple[float, list[int]]] = {}
        for end in ends:
            for first, (cost, edges) in best.items():
                if first >= end or any(first < one < end for one in joints) or layout.set(first, end) is None:
                    continue
                uneven = _FAR * abs(layout.width(first, end) - ideal) / ideal
                total = cost + (layout.cost_after(end) if end < words else 0.0) + uneven
                if end not in found or total < found[end][0]:
                    found[end] = total, [*edges, end]
        best = found
    return best[words][1] if words in best else []


def _times(event: Event, widths: list[int], subject: Subject) -> list[tuple[int, int]]:
    """First and end frame of each piece; [] where one would be too short."""
    rate, limits = subject.rate, subject.limits
    gap = rate.nearest(limits.min_gap)
    shortest = max(rate.nearest(limits.min_duration or 0), 1)
    room, done, total = event.frames - gap * (len(widths) - 1), 0, sum(widths)
    found: list[tuple[int, int]] = []
    start = event.start
    for number, width in enumerate(widths):
        done += width
        end = event.start + room * done // total + gap * number
        if end - start < shortest:
            return []
        found.append((start, end))
        start = end + gap
    return found


def _cut(cue: Cue, words: list[str], edges: list[int], layout: Layout) -> list[tuple[Line, ...]]:
    """The lines of each piece, in their styles."""
    counts: list[int] = []
    texts: list[str] = []
    for first, end in pairwise(edges):
        setting = layout.set(first, end)
        inner = (first, *(setting.breaks if setting else ()), end)
        counts.append(len(inner) - 1)
        texts += [" ".join(words[a:b]) for a, b in pairwise(inner)]
    lines = iter(restyled(visible(cue), "\n".join(texts)))
    return [tuple(next(lines) for _ in range(count)) for count in counts]


LINES = Fix(
    "lines",
    (
        "captions.line-length",
        "captions.lines",
        "captions.one-line",
        "captions.line-break",
        "captions.line-balance",
    ),
    _lines,
)
SPLIT = Fix("split", ("captions.line-length", "captions.lines"), _split)
