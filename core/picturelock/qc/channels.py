"""The master's audio channels against the layout that the destination accepts: there, alive, in order, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from picturelock.findings import Fact, Finding, Idle, Place, Severity
from picturelock.media.probe import MediaInfo
from picturelock.media.scan.model import BLOCK, ChannelScan, PairScan, Scan
from picturelock.media.scan.within import centre_within, levels_within
from picturelock.production import Dossier
from picturelock.production.master_scan import layout_of
from picturelock.qc.common import HOUSE, facts_of, file_of, found, measured, unasked, unseen
from picturelock.qc.inside import programme_span, where_of
from picturelock.specs import Programme
from picturelock.times import FLICKS_PER_SECOND, Span

ACTIVE_LEVEL = 6000
"""1/100 dB below full scale: a channel that is louder for ACTIVE_S in all carries something."""
ACTIVE_S = Fraction(1, 2)
LFE_HIGHEST_HZ = 250.0
"""Where the middle of its energy may lie: an LFE channel ends at 120 Hz (ITU-R BS.775), speech begins there."""
LFE_LOWEST_HZ = 180.0
_LFE = 3
_LFE_CHANNELS = 6, 8
_MIXES = ("mono", "stereo", "5.1", "7.1", "left-total-right-total")
_ALIKE = 2
"""1/100 dB: two copies of one mix, coded by themselves, differ by no more."""
_SAME = 19_990
"""Correlation of a pair that is one channel twice."""


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Where the destination names the layouts that it accepts. The programme counts: tone before it is no sound of it."""
    spec, master = dossier.spec, dossier.master
    idle = unseen(dossier, "sound") if spec is not None and spec.layouts else unasked(dossier, ())
    if idle or spec is None or master is None:
        yield idle or Idle("no-master")
        return
    layout = layout_of(spec, master)
    count = sum(stream.channels for stream in master.audio)
    yield from _missing(dossier, layout, count)
    scan, problem = measured(dossier, "qc.channels")
    yield from problem
    if scan is None:
        return
    span = programme_span(where_of(dossier, scan))
    for programme in layout:
        channels = [one for number in programme.channels if (one := scan.channel(number)) is not None]
        if len(channels) == len(programme.channels):
            yield from _programme(dossier, programme, channels, scan, span)
    yield from _with_voices(dossier, layout, scan, span)
    yield from _unnamed(dossier, layout, scan, span, master)


def _with_voices(dossier: Dossier, layout: tuple[Programme, ...], scan: Scan, span: Span) -> Iterator[Finding]:
    """Music and effects that are, block by block, as loud as a mix of the programme: it is that mix, with its voices."""
    for programme in layout:
        mixes = (one for one in layout if one.carries in _MIXES and len(one.channels) == len(programme.channels))
        same = (mix for mix in mixes if _is_copy(programme, mix, scan, span))
        mix = next(same, None) if programme.carries == "music-effects" else None
        if mix is not None:
            facts = facts_of(dossier, channels=_numbers(programme.channels), mix=_numbers(mix.channels))
            yield found("qc.music-effects-mixed", Place(file=file_of(dossier)), facts, programme)


def _is_copy(own: Programme, mix: Programme, scan: Scan, span: Span) -> bool:
    """True where every channel has the levels and the spectral middle of the other's, and one can be heard."""
    heard = False
    for a, b in zip(own.channels, mix.channels, strict=True):
        one, other = scan.channel(a), scan.channel(b)
        if one is None or other is None:
            return False
        mine, theirs = levels_within(one, span)[0], levels_within(other, span)[0]
        alike = len(mine) == len(theirs) and all(abs(x - y) <= _ALIKE for x, y in zip(mine, theirs, strict=True))
        if not alike or abs((centre_within(one, span) or 0) - (centre_within(other, span) or 0)) > 1:
            return False
        heard = heard or is_active(one, span)
    return heard


def is_active(channel: ChannelScan, span: Span) -> bool:
    """True where a channel carries something in a part of the master."""
    levels, _ = levels_within(channel, span)
    loud = sum(level < ACTIVE_LEVEL for level in levels)
    return loud > 0 and loud * BLOCK >= min(ACTIVE_S, len(levels) * BLOCK / 2)


def _missing(dossier: Dossier, layout: tuple[Programme, ...], count: int) -> Iterator[Finding]:
    for programme in layout:
        if programme.required and max(programme.channels) > count:
            facts = facts_of(dossier, carries=programme.carries, channels=_numbers(programme.channels), count=count)
            yield found("qc.channels-missing", Place(file=file_of(dossier)), facts, programme)


def _programme(
    dossier: Dossier, programme: Programme, channels: list[ChannelScan], scan: Scan, span: Span
) -> Iterator[Finding]:
    place = Place(file=file_of(dossier))
    active = [is_active(channel, span) for channel in channels]
    facts = facts_of(dossier, carries=programme.carries, channels=_numbers(programme.channels))
    if programme.carries == "silence":
        loud = tuple(channel.number for channel, alive in zip(channels, active, strict=True) if alive)
        if loud:
            yield found("qc.channel-not-silent", place, {**facts, "channels": _numbers(loud)}, programme)
        return
    if not any(active):
        if programme.required:
            yield found("qc.programme-silent", place, facts, programme)
        return
    surround = len(channels) in _LFE_CHANNELS
    for position, (channel, alive) in enumerate(zip(channels, active, strict=True)):
        if not alive and not (surround and position == _LFE):
            severe: Severity = "error" if position < 2 else "warning"
            yield found("qc.channel-silent", place, {**facts, "channel": channel.number}, programme, severe)
    if surround:
        if active[_LFE]:
            yield from _order(programme, channels, span, place, facts)
    elif len(channels) == 2:
        yield from _doubled(programme, channels, scan, span, facts)


def _order(
    programme: Programme, channels: list[ChannelScan], span: Span, place: Place, facts: dict[str, Fact]
) -> Iterator[Finding]:
    """The channel for low frequencies carries high ones: the channels stand in another order."""
    centres = {one.number: centre_within(one, span) for one in channels}
    centre = centres[channels[_LFE].number]
    if centre is None or centre <= LFE_HIGHEST_HZ:
        return
    low = [number for number, one in centres.items() if one is not None and one < LFE_LOWEST_HZ]
    told = {
        **facts,
        "channel": channels[_LFE].number,
        "centre_hz": round(centre),
        "lowest": _numbers(tuple(low)) or "-",
    }
    yield found("qc.channel-order", place, told, programme)


def _doubled(
    programme: Programme, channels: list[ChannelScan], scan: Scan, span: Span, facts: dict[str, Fact]
) -> Iterator[Finding]:
    """A pair that is one channel twice: often wanted, so it is only said."""
    pair = pair_of(scan, programme.channels)
    first, last = span.start // FLICKS_PER_SECOND, -(-span.end // FLICKS_PER_SECOND)
    values = [value for value in pair.correlation.values()[first:last] if value <= 20_000] if pair else []
    same = values and min(values) >= _SAME and levels_within(channels[0], span) == levels_within(channels[1], span)
    if same and programme.carries in ("stereo", "left-total-right-total"):
        yield found("qc.stereo-is-mono", Place(file=str(facts["file"])), facts, programme, "info")


def _unnamed(
    dossier: Dossier, layout: tuple[Programme, ...], scan: Scan, span: Span, master: MediaInfo
) -> Iterator[Finding]:
    """Channels of which the layout says nothing."""
    named = {number for programme in layout for number in programme.channels}
    extra = [channel for channel in scan.channels if channel.number not in named]
    if not extra:
        return
    loud = tuple(channel.number for channel in extra if is_active(channel, span))
    facts = facts_of(
        dossier,
        channels=_numbers(loud or tuple(channel.number for channel in extra)),
        count=sum(stream.channels for stream in master.audio),
    )
    rule = "qc.channels-unasked" if loud else "qc.channels-spare"
    yield Finding(
        rule,
        "error" if loud else "warning",
        Place(file=file_of(dossier)),
        facts,
        layout[0].source or HOUSE,
        not layout[0].confirmed,
    )


def pair_of(scan: Scan, channels: tuple[int, ...]) -> PairScan | None:
    """The measured pair of these two channels."""
    return next((pair for pair in scan.pairs if (pair.left, pair.right) == channels), None)


def _numbers(channels: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in channels)
