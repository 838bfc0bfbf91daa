"""The master's audio channels against the layout that the destination accepts: there, alive, in order, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.media.probe import MediaInfo
from picturelock.media.scan.model import BLOCK, ChannelScan, PairScan, Scan
from picturelock.production import Dossier
from picturelock.production.master_scan import layout_of
from picturelock.qc.common import HOUSE, facts_of, file_of, found, measured
from picturelock.specs import Programme

ACTIVE_LEVEL = 6000
"""1/100 dB below full scale: a channel that is louder for ACTIVE_S in all carries something."""
ACTIVE_S = Fraction(1, 2)
LFE_HIGHEST_HZ = 250.0
"""Where the middle of its energy may lie: an LFE channel ends at 120 Hz (ITU-R BS.775), speech begins there."""
LFE_LOWEST_HZ = 180.0
_LFE = 3
_LFE_CHANNELS = 6, 8
_SAME = 19_990
"""Correlation of a pair that is one channel twice."""


def check(dossier: Dossier) -> Iterator[Finding]:
    """Nothing where the destination accepts any layout; a master without sound is the word of `qc.master`."""
    spec, master = dossier.spec, dossier.master
    if spec is None or not spec.layouts or master is None or not master.audio:
        return
    layout = layout_of(spec, master)
    count = sum(stream.channels for stream in master.audio)
    yield from _missing(dossier, layout, count)
    scan, problem = measured(dossier, "qc.channels")
    yield from problem
    if scan is None:
        return
    for programme in layout:
        channels = [one for number in programme.channels if (one := scan.channel(number)) is not None]
        if len(channels) == len(programme.channels):
            yield from _programme(dossier, programme, channels, scan)
    yield from _unnamed(dossier, layout, scan, master)


def is_active(channel: ChannelScan) -> bool:
    """True where a channel carries something."""
    loud = sum(level < ACTIVE_LEVEL for level in channel.level.values())
    return loud * BLOCK >= min(ACTIVE_S, len(channel.level) * BLOCK / 2)


def _missing(dossier: Dossier, layout: tuple[Programme, ...], count: int) -> Iterator[Finding]:
    for programme in layout:
        if programme.required and max(programme.channels) > count:
            facts = facts_of(dossier, carries=programme.carries, channels=_numbers(programme.channels), count=count)
            yield found("qc.channels-missing", Place(file=file_of(dossier)), facts, programme)


def _programme(dossier: Dossier, programme: Programme, channels: list[ChannelScan], scan: Scan) -> Iterator[Finding]:
    place = Place(file=file_of(dossier))
    active = [is_active(channel) for channel in channels]
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
        yield from _order(programme, channels, active, place, facts)
    elif len(channels) == 2:
        yield from _doubled(programme, channels, scan, place, facts)


def _order(
    programme: Programme, channels: list[ChannelScan], active: list[bool], place: Place, facts: dict[str, Fact]
) -> Iterator[Finding]:
    """The channel for low frequencies carries high ones: the channels stand in another order."""
    centre = channels[_LFE].centre_hz
    if not active[_LFE] or centre is None or centre <= LFE_HIGHEST_HZ:
        return
    low = [one.number for one in channels if one.centre_hz is not None and one.centre_hz < LFE_LOWEST_HZ]
    told = {
        **facts,
        "channel": channels[_LFE].number,
        "centre_hz": round(centre),
        "lowest": _numbers(tuple(low)) or "-",
    }
    yield found("qc.channel-order", place, told, programme)


def _doubled(
    programme: Programme, channels: list[ChannelScan], scan: Scan, place: Place, facts: dict[str, Fact]
) -> Iterator[Finding]:
    """A pair that is one channel twice: often wanted, so it is only said."""
    pair = pair_of(scan, programme.channels)
    values = [value for value in pair.correlation.values() if value <= 20_000] if pair else []
    same = values and min(values) >= _SAME and channels[0].level == channels[1].level
    if same and programme.carries in ("stereo", "left-total-right-total"):
        yield found("qc.stereo-is-mono", place, facts, programme, "info")


def _unnamed(dossier: Dossier, layout: tuple[Programme, ...], scan: Scan, master: MediaInfo) -> Iterator[Finding]:
    """Channels of which the layout says nothing."""
    named = {number for programme in layout for number in programme.channels}
    extra = [channel for channel in scan.channels if channel.number not in named]
    if not extra:
        return
    loud = tuple(channel.number for channel in extra if is_active(channel))
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
