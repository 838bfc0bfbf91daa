"""A described mix in a file of its own: its channels, drop-outs, loudness and peak, which nobody else measures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from picturelock.accessibility.common import BLOCK_TIME, HOUSE, label, place_of, spec_title
from picturelock.accessibility.described_mixes import Mix
from picturelock.accessibility.mixes import FLOOR, levels
from picturelock.catalogue import Limit
from picturelock.findings import Fact, Finding, Place
from picturelock.media.scan.model import ChannelScan, Curve
from picturelock.production import Dossier
from picturelock.specs import Spec
from picturelock.times import Span, nearest

LIKE_MAIN = "Picturelock: a described mix sounds from the channels from which the programme sounds"
_FAINT = 3.0
_ACTIVE_BLOCKS = 12
_FRONT = 2
_OPPOSITE, _BOTH_SOUND = 5_000, 20_000
"""Of a correlation curve: -0.5, and the highest that is no NOTHING."""
_MOSTLY = 0.5


def is_silent(mix: Mix) -> bool:
    """True where nothing in it could be heard."""
    return float(levels(mix.channels, mix.before).max(initial=FLOOR)) <= FLOOR + _FAINT


def judge_levels(dossier: Dossier, mix: Mix, main: Mix | None) -> Iterator[Finding]:
    """See the top of this module; channels of the master are measured with it."""
    if not mix.apart:
        return
    place, facts = Place(file=mix.file), mix.facts
    yield from _channels(mix, main, place, facts)
    yield from _dropouts(dossier, mix, main, facts)
    spec, measured = dossier.spec, mix.programme
    if spec is None or not {"loudness", "true_peak"} & set(spec.by_name):
        return
    if measured is None or measured.problem:
        reason = measured.problem if measured is not None else "its channels are not named"
        told = {**facts, "reason": reason}
        yield Finding("accessibility.described-unmeasured", "error", place, told, HOUSE)
        return
    if measured.integrated is None:
        yield Finding("accessibility.described-mute", "error", place, {"file": mix.file}, HOUSE)
        return
    yield from _loudness(dossier, spec, measured.integrated, place, facts)
    peak = spec.by_name.get("true_peak")
    if peak is not None and measured.true_peak is not None and _tenth(measured.true_peak) > peak.amount:
        told = {**facts, "true_peak_dbtp": float(_tenth(measured.true_peak)), "limit": peak.text, "spec": spec.title}
        yield _limited("accessibility.described-peak", place, told, peak)


def _channels(mix: Mix, main: Mix | None, place: Place, facts: dict[str, Fact]) -> Iterator[Finding]:
    """A dead channel, and two that cancel each other, unless the programme is so itself."""
    alike = main is not None and len(main.channels) == len(mix.channels)
    for position, channel in enumerate(mix.channels):
        expected = _is_active(main.channels[position]) if alike and main is not None else position < _FRONT
        if expected and len(mix.channels) > 1 and not _is_active(channel):
            told = {**facts, "channel": channel.number}
            yield Finding("accessibility.described-channel-silent", "error", place, told, LIKE_MAIN)
    usual = alike and main is not None and _is_opposite(main.correlation)
    if _is_opposite(mix.correlation) and not usual:
        yield Finding("accessibility.described-phase", "error", place, facts, LIKE_MAIN)


def _is_active(channel: ChannelScan) -> bool:
    return sum(code < -100 * FLOOR for code in channel.level.values()) >= min(_ACTIVE_BLOCKS, len(channel.level))


def _is_opposite(correlation: Curve) -> bool:
    """Most of the seconds in which both sound."""
    told = [value for value in correlation.values() if value <= _BOTH_SOUND]
    return bool(told) and sum(value <= _OPPOSITE for value in told) > _MOSTLY * len(told)


def _dropouts(dossier: Dossier, mix: Mix, main: Mix | None, facts: dict[str, Fact]) -> Iterator[Finding]:
    """Those that the programme does not have as well: `qc.sound` tells them there."""
    own = [_new(one, mix, main) for one in mix.channels]
    count = max((len(spans) for spans in own), default=0)  # one hole in several channels is one
    if not count:
        return
    first = min(span for spans in own for span in spans)
    shown = first.intersect(Span(0, max(1, dossier.cut.duration)))
    told = {**facts, "count": count, "start": label(max(0, first.start), dossier.cut)}
    at = place_of(shown, dossier, mix.file) if shown is not None else Place(file=mix.file)
    full = {hole for one in mix.channels for hole in _abrupt(one, mix)}
    torn = any(hole in full and (main is None or sounds_at(main, hole)) for spans in own for hole in spans)
    yield Finding("accessibility.described-dropouts", "error" if torn else "warning", at, told, HOUSE)


def sounds_at(main: Mix, hole: Span) -> bool:
    """Whether the programme sounds where the mix has a hole. Where it does not, a narrator's gate may have made it."""
    heard = levels(main.channels, main.before)
    around = heard[max(0, hole.start // BLOCK_TIME) : -(-hole.end // BLOCK_TIME)]
    return float(around.max(initial=FLOOR)) > FLOOR


def _abrupt(channel: ChannelScan, mix: Mix) -> list[Span]:
    """Drop-outs, in record time, up to which sound runs at its full level, and on from them: no gate leaves such."""
    return [hole.shift(-mix.before) for hole, full in zip(channel.dropouts, channel.abrupt, strict=True) if full]


def _new(channel: ChannelScan, mix: Mix, main: Mix | None) -> list[Span]:
    """Drop-outs of a channel, in record time, at which no channel of the main mix has one."""
    known = [hole.shift(-main.before) for one in main.channels for hole in one.dropouts] if main is not None else []
    near = [Span(hole.start - BLOCK_TIME, hole.end + BLOCK_TIME) for hole in known]
    holes = [hole.shift(-mix.before) for hole in channel.dropouts]
    return [hole for hole in holes if not any(hole.overlaps(one) for one in near)]


def _loudness(
    dossier: Dossier, spec: Spec, integrated: float, place: Place, facts: dict[str, Fact]
) -> Iterator[Finding]:
    """As meters show it, to 0.1 (a half goes up)."""
    target, tolerance = spec.by_name.get("loudness"), spec.by_name.get("loudness_tolerance")
    if target is None or tolerance is None:
        return
    found = _tenth(integrated)
    if abs(found - target.amount) > tolerance.amount:
        told = {
            **facts,
            "integrated_lufs": float(found),
            "target_lufs": float(target.amount),
            "tolerance_lu": float(tolerance.amount),
            "spec": spec_title(dossier),
        }
        unconfirmed = not (target.confirmed and tolerance.confirmed)
        yield Finding("accessibility.described-loudness", "error", place, told, target.source, unconfirmed)


def _limited(rule: str, place: Place, facts: dict[str, Fact], limit: Limit) -> Finding:
    return Finding(rule, "error", place, facts, limit.source, not limit.confirmed)


def _tenth(value: float) -> Fraction:
    return Fraction(nearest(Fraction(value) * 10), 10)
