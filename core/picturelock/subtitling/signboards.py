"""Signs and titles in the picture that an editor noted on the timeline for the viewer to read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from picturelock.cues import Cue
from picturelock.cut import Cut, Marker
from picturelock.cutmap import subtract, union
from picturelock.findings import Fact, Finding, Place
from picturelock.profiles import Limits
from picturelock.spoken import RecordWord
from picturelock.subtitling.editorial.labels import marker_label
from picturelock.subtitling.editorial.manner import Manner
from picturelock.subtitling.segmentation.layout import Layout
from picturelock.subtitling.typography import Token, runs, tokens
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span

COVERED = "Netflix, Timed Text Style Guides, forced narratives: dialogue takes precedence over text on screen"


def signs(cut: Cut, manner: Manner, limits: Limits, taken: Sequence[Span]) -> tuple[list[Cue], list[Finding]]:
    """A caption for each marker that is a forced narrative, as long as the marker (for a point: as reading takes).

    taken: when captions of speech are up. A sign gives way to them; one that has no time left is a finding.
    """
    found: list[Cue] = []
    lost: list[Finding] = []
    spoken = union(_padded(span, limits, cut.rate) for span in taken)
    shown: list[Span] = []  # signs that may still be up
    for marker in sorted(cut.markers, key=lambda marker: (marker.span, marker.name)):
        kind, text = marker_label(marker) or ("", "")
        if kind != "forced":
            continue
        words = tokens(
            [RecordWord(part, marker.span, manner.language, "", "") for part in text.split()], manner.spacing
        )
        wanted = _wanted(marker, text, limits, cut)
        shown = [one for one in shown if one.end > wanted.start]
        parts = [part for quiet in subtract(wanted, spoken) for part in subtract(quiet, union(shown))]
        span = max(parts, key=lambda part: (part.duration, -part.start), default=Span(0, 0))
        shortest = min(cut.rate.nearest(limits.min_duration or 0), cut.rate.nearest(wanted.duration))
        if cut.rate.nearest(span.duration) < max(shortest, 1):
            facts: dict[str, Fact] = {"text": text}
            lost.append(Finding("captions.sign-covered", "warning", Place(record=marker.span), facts, COVERED))
            continue
        cues = _cues(words, span, limits, cut.rate)
        found += cues
        shown += [_padded(cue.span, limits, cut.rate) for cue in cues]
    return found, lost


def _wanted(marker: Marker, text: str, limits: Limits, cut: Cut) -> Span:
    """When a sign should be up, in whole frames of the cut."""
    rate = cut.rate
    reading = max(limits.min_duration or FLICKS_PER_SECOND, limits.reading_time(len(text), len(text.split())))
    length = rate.ceil(marker.span.duration or reading)
    if limits.max_duration is not None:
        length = min(length, rate.floor(limits.max_duration))
    start = max(0, rate.nearest(marker.span.start))
    end = min(start + length, rate.ceil(cut.duration)) if cut.duration else start + length
    return Span(rate.time_of(start), rate.time_of(max(start, end)))


def _padded(span: Span, limits: Limits, rate: FrameRate) -> Span:
    gap = rate.time_of(rate.ceil(limits.min_gap))
    return Span(span.start - gap, span.end + gap)


def _cues(words: Sequence[Token], span: Span, limits: Limits, rate: FrameRate) -> list[Cue]:
    """A sign as one caption; as several, one after the other, where it has more text than one holds."""
    layout = Layout(words, limits.max_characters, limits.max_lines)
    pieces: list[tuple[int, int, tuple[int, ...]]] = []
    first = 0
    while first < len(words):
        end = first + 1
        breaks: tuple[int, ...] = ()
        for at in range(first + 1, len(words) + 1):
            setting = layout.set(first, at)
            if setting is None:
                break
            end, breaks = at, setting.breaks
        pieces.append((first, end, breaks))
        first = end
    total = max(1, layout.width(0, len(words)))
    gap = rate.time_of(rate.ceil(limits.min_gap))
    cues: list[Cue] = []
    for first, end, breaks in pieces:
        start = rate.snap(span.start + span.duration * (layout.width(0, first) + 1 if first else 0) // total)
        out = (
            span.end
            if end == len(words)
            else rate.snap(span.start + span.duration * layout.width(0, end) // total) - gap
        )
        lines = tuple(runs(words[a:b]) for a, b in pairwise((first, *breaks, end)))
        cues.append(Cue(Span(start, max(out, start + rate.frame)), lines))
    return cues
