"""Drop-outs of the master's sound, apart from holes that were made so: gated music, keyed tones, a voice in digital silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.media.scan.model import BLOCK, ChannelScan, Scan
from picturelock.qc.common import HOUSE, Where, facts_of, file_of, listed
from picturelock.qc.inside import programme_span
from picturelock.qc.rhythm import is_buffer, rhythms_of
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span

_BLOCK: Flicks = int(BLOCK * FLICKS_PER_SECOND)
_NEAR_S = 5
"""Seconds before and after a hole in which the pauses count."""
_PAUSES, _TIMES = 2, 1
_KEYED_LEAST: Flicks = 55 * FLICKS_PER_SECOND // 1000
"""Shorter holes are no silence between two sounds."""
_KEYED_NEAR: Flicks = FLICKS_PER_SECOND * 5 // 2
_SILENT = 8000
"""1/100 dB below full scale."""
_GROUP, _GROUP_APART = 3, 4 * FLICKS_PER_SECOND

Holes = Mapping[Span, Sequence[ChannelScan]]


def dropouts(scan: Scan, where: Where) -> Iterator[Finding]:
    """A hole at the same place in several channels is one. Holes that were made so, it seems, only warn: many as one.

    Made so: on one grid of beats; or between sounds that begin and end in silence; or, where the sound does not run at its
    full level up to the hole and on from it, in a voice that is full of short digital silence around there.
    """
    holes: dict[Span, list[ChannelScan]] = {}
    sharp: set[Span] = set()
    inside = programme_span(where)
    for channel in scan.channels:
        abrupt = channel.abrupt or (False,) * len(channel.dropouts)
        for span, full in zip(channel.dropouts, abrupt, strict=True):
            if inside.intersect(span) is not None:
                holes.setdefault(span, []).append(channel)
                sharp |= {span} if full else set()
    rate = max((channel.sample_rate for channel in scan.channels), default=48000)
    rows = rhythms_of(sorted(holes), rate)
    beats = {hole for row in rows for hole in row}
    groups = list(_keyed({span: holes[span] for span in holes if span not in beats}, rate))
    yield from listed(_made_so(group, holes, where) for group in sorted([*rows, *groups]))

    def told(span: Span) -> Finding:
        gated = span not in sharp and all(_is_gated(span, channel) for channel in holes[span])
        return _dropout(span, holes[span], where, "warning" if gated else "error")

    yield from listed(told(span) for span in sorted(set(holes) - beats.union(*groups)))
    untold = sum(channel.dropout_count - len(channel.dropouts) for channel in scan.channels)
    if untold:
        facts: dict[str, Fact] = {"file": file_of(where.dossier), "rule": "qc.dropout", "count": untold}
        yield Finding("qc.more-places", "error", Place(file=file_of(where.dossier)), facts, HOUSE)


def _is_gated(span: Span, channel: ChannelScan) -> bool:
    """True where short silence is how the sound around was made, so that one cut a little sharper is probably no drop-out."""
    first, last = span.start // FLICKS_PER_SECOND - _NEAR_S, span.end // FLICKS_PER_SECOND + _NEAR_S + 1
    pauses = sum(channel.pauses.values()[max(0, first) : max(0, last)])
    near = Span(first * FLICKS_PER_SECOND, last * FLICKS_PER_SECOND)
    return pauses >= max(_PAUSES, _TIMES * sum(near.overlaps(hole) for hole in channel.dropouts))


def _keyed(holes: Holes, rate: int) -> Iterator[list[Span]]:
    """Groups of holes in sound that begins in silence and ends in silence, as keyed tones do."""
    groups: list[list[Span]] = []
    for hole in sorted(holes):
        if hole.duration < _KEYED_LEAST or is_buffer([hole], rate):
            continue
        if groups and hole.start - groups[-1][-1].end <= _GROUP_APART:
            groups[-1].append(hole)
        else:
            groups.append([hole])
    for group in groups:
        before = Span(group[0].start - _KEYED_NEAR, group[0].start)
        after = Span(group[-1].end + _BLOCK, group[-1].end + _BLOCK + _KEYED_NEAR)
        first, last = holes[group[0]], holes[group[-1]]
        begins = before.start < 0 or all(_has_silence(channel, before) for channel in first)
        if len(group) >= _GROUP and begins and all(_has_silence(channel, after) for channel in last):
            yield group


def _has_silence(channel: ChannelScan, span: Span) -> bool:
    blocks = range(max(0, span.start // _BLOCK), min(span.end // _BLOCK, len(channel.level)))
    return any(channel.level[at] >= _SILENT for at in blocks)


def _made_so(row: Sequence[Span], holes: Holes, where: Where) -> Finding:
    span = Span(row[0].start, row[-1].end)
    numbers = sorted({channel.number for hole in row for channel in holes[hole]})
    facts = facts_of(where.dossier, **where.timed(span), **_named(numbers), count=len(row))
    return Finding("qc.gated-sound", "warning", where.at(span), facts, HOUSE)


def _dropout(span: Span, channels: Sequence[ChannelScan], where: Where, severity: Severity) -> Finding:
    named = _named([channel.number for channel in channels])
    milliseconds = round(1000 * span.duration / FLICKS_PER_SECOND, 1)
    facts = facts_of(where.dossier, **where.timed(span), **named, milliseconds=milliseconds)
    return Finding("qc.dropout", severity, where.at(span), facts, HOUSE)


def _named(numbers: Sequence[int]) -> dict[str, Fact]:
    return {"channels": ", ".join(map(str, numbers)), "of": len(numbers)}
