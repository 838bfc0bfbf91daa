"""Where a programme of the master falls silent, and where one side of it does while the other plays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from picturelock.catalogue import Limit
from picturelock.findings import Finding, Severity
from picturelock.media.scan.model import BLOCK, ChannelScan, Group, Scan
from picturelock.media.scan.sides import FRONT, sides
from picturelock.media.scan.within import levels_within
from picturelock.production.master_scan import layout_of
from picturelock.qc.channels import is_active
from picturelock.qc.common import HOUSE, Sourced, Where, facts_of, found, listed, stretches
from picturelock.qc.inside import programme_span
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span

SILENT_LEVEL = 6000
"""1/100 dB below full scale: below -60 dBFS RMS nothing is heard. FFmpeg's silencedetect has the same by default."""
PLAYING_LEVEL = 5000
ONE_SIDED: Flicks = 10 * FLICKS_PER_SECOND
"""How long one side may be silent while the other plays, where the destination limits no silence; and from where on it is taken
for a fault, for sounds are placed hard on one side too."""
_TAIL: Flicks = FLICKS_PER_SECOND
"""What is silent up to here before the end of the programme does not come back."""
_BLOCK: Flicks = int(BLOCK * FLICKS_PER_SECOND)
_OFTEN_SILENT = "music-effects"
"""Where nobody plays and nothing moves it is silent by right: it is only warned of."""


@dataclass(frozen=True, slots=True)
class _Mix:
    """A programme to be heard through."""

    channels: tuple[ChannelScan, ...]
    pairs: tuple[tuple[int, int], ...]
    """Left and right, by number; the front ones first."""
    whose: Sourced | None
    """The layout that wants it; None = nobody said what the channels are."""
    severity: Severity = "error"


def silences(scan: Scan, where: Where, limit: Limit) -> Iterator[Finding]:
    """Every programme, between the first and the last frame of the cut. A wholly silent one is the word of `qc.channels`."""
    longest = limit.quantity.flicks(where.rate)
    for mix, silent in silent_runs(scan, where):
        runs = (run for run in silent if run.duration > longest)
        names = ", ".join(str(channel.number) for channel in mix.channels)
        yield from listed(
            found(
                "qc.silence",
                where.at(run),
                facts_of(where.dossier, **where.timed(run), limit=limit.text, channels=names),
                limit,
                mix.severity,
            )
            for run in runs
        )


def silent_runs(scan: Scan, where: Where) -> Iterator[tuple[_Mix, tuple[Span, ...]]]:
    """Each programme that is heard at all, and where it is silent, however shortly."""
    span = programme_span(where)
    for mix in _mixes(scan, where):
        parts = [levels_within(channel, span)[0] for channel in mix.channels]
        first = levels_within(mix.channels[0], span)[1]
        if mix.whose is not None and not any(is_active(channel, span) for channel in mix.channels):
            continue
        silent = [all(at >= len(part) or part[at] >= SILENT_LEVEL for part in parts) for at in range(_longest(parts))]
        yield mix, tuple(_runs(silent, first))


def one_sided(scan: Scan, where: Where, limit: Limit | None) -> Iterator[Finding]:
    """A side that is silent for longer than silence may last, while the other plays as long in that time.

    Without a limit of the destination the house's holds. An error only where the side does not come back, or not for ten
    seconds. Surrounds may well play alone: they only warn, and so does a master of which nobody said what it carries.
    """
    span = programme_span(where)
    for mix in _mixes(scan, where):
        by_number = {channel.number: channel for channel in mix.channels}
        for at, (left, right) in enumerate(mix.pairs):
            front = at < FRONT
            longest = limit.quantity.flicks(where.rate) if limit is not None else ONE_SIDED
            severity = mix.severity if front and (mix.whose or limit) else "warning"
            for one, other in ((left, right), (right, left)):
                if one in by_number and other in by_number and is_active(by_number[one], span):
                    runs = _alone(by_number[one], by_number[other], span, longest if front else max(longest, ONE_SIDED))
                    end = len(by_number[one].level) * _BLOCK
                    yield from listed(
                        _dropped(where, (one, other), run, limit, severity if _is_gone(run, span, end) else "warning")
                        for run in runs
                    )


def _alone(silent: ChannelScan, playing: ChannelScan, span: Span, longest: Flicks) -> Iterator[Span]:
    """Where one channel is silent for longer than that, and the other plays for as long in that time."""
    (levels, first), (others, _) = levels_within(silent, span), levels_within(playing, span)
    for run in stretches([level >= SILENT_LEVEL for level in levels]):
        heard = sum(level < PLAYING_LEVEL for level in others[run.start : run.end])
        if run.count * _BLOCK > longest and heard * _BLOCK > longest:
            yield Span((first + run.start) * _BLOCK, (first + run.end) * _BLOCK)


def _is_gone(run: Span, programme: Span, end: Flicks) -> bool:
    """True where a side is silent for ten seconds, or to the end of the programme, or of the sound."""
    return run.duration >= ONE_SIDED or run.end + _TAIL >= min(programme.end, end)


def _dropped(where: Where, channels: tuple[int, int], run: Span, limit: Limit | None, severity: Severity) -> Finding:
    """channels: the silent one, and the one that plays."""
    facts = {**where.timed(run), "channel": channels[0], "other": channels[1]}
    if limit is None:
        own = facts_of(where.dossier, **facts, spec="Picturelock", limit=f"{ONE_SIDED // FLICKS_PER_SECOND} s")
        return Finding("qc.channel-drops", severity, where.at(run), own, HOUSE)
    theirs = facts_of(where.dossier, **facts, limit=limit.text)
    return found("qc.channel-drops", where.at(run), theirs, limit, severity)


def _mixes(scan: Scan, where: Where) -> Iterator[_Mix]:
    """What the layout wants; else the programme that was measured; else all channels."""
    master = where.dossier.master
    layout = layout_of(where.dossier.spec, master) if master is not None else ()
    groups = {one.group.channels: one.group for one in scan.programmes}
    for programme in layout:
        channels = _channels(scan, programme.channels)
        if channels and programme.carries != "silence":
            pairs = _sides(groups.get(programme.channels), programme.channels)
            severity: Severity = "warning" if programme.carries == _OFTEN_SILENT else "error"
            yield _Mix(channels, pairs, programme, severity)
    if not layout:
        for group in groups.values():
            if channels := _channels(scan, group.channels):
                yield _Mix(channels, sides(group), None)
        if not groups and scan.channels:
            yield _Mix(scan.channels, (), None)


def _sides(group: Group | None, channels: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    if group is not None:
        return sides(group)
    return ((channels[0], channels[1]),) if len(channels) == 2 else ()


def _channels(scan: Scan, numbers: Sequence[int]) -> tuple[ChannelScan, ...]:
    return tuple(one for number in numbers if (one := scan.channel(number)) is not None)


def _longest(parts: Sequence[Sequence[int]]) -> int:
    return max(map(len, parts), default=0)


def _runs(marked: Sequence[bool], first: int) -> Iterator[Span]:
    for run in stretches(marked):
        yield Span((first + run.start) * _BLOCK, (first + run.end) * _BLOCK)
