"""What the sound of the master measures, programme by programme."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from picturelock.media.probe import MediaInfo
from picturelock.media.scan.model import NOTHING, ProgrammeScan, Scan
from picturelock.media.scan.sides import sides
from picturelock.production import Dossier
from picturelock.qc.common import Where, file_of
from picturelock.qc.dialogue import dialogue_loudness, speech_spans
from picturelock.qc.inside import heard, programme_span, where_of
from picturelock.qc.loudness import tenth
from picturelock.qc.measure import Measure, asks, seconds, tenths
from picturelock.qc.silences import silent_runs
from picturelock.times import FLICKS_PER_SECOND

_CHANNELS = (
    "qc.channels-missing", "qc.channel-not-silent", "qc.programme-silent", "qc.channel-silent", "qc.channel-order",
    "qc.channels-unasked", "qc.channels-spare", "qc.stereo-is-mono",
)  # fmt: skip
_UNHEARD = ("qc.loudness-unmeasured", "qc.loudness-silent", "qc.audio-layout")
_DIALOGUE = ("qc.dialogue-loudness", "qc.dialogue-unmeasured")


def of_layout(dossier: Dossier, master: MediaInfo) -> Iterator[Measure]:
    """The channels that there are."""
    if master.audio:
        streams = (stream.layout for stream in master.audio)
        yield Measure("layout", ", ".join(streams), "qc.channels", _CHANNELS, of=file_of(dossier))


def of_sound(dossier: Dossier, scan: Scan) -> Iterator[Measure]:
    """Loudness and peaks of every programme; silence and phase where the destination limits them."""
    for programme in heard(dossier, scan):
        if not programme.problem:
            yield from _loudness(dossier, programme)
    where = where_of(dossier, scan)
    if asks(dossier, "silence_longest"):
        runs = [run for _, silent in silent_runs(scan, where) for run in silent]
        longest = max((run.duration for run in runs), default=0)
        yield Measure("silence_longest", seconds(longest), "qc.sound", ("qc.silence", "qc.channel-drops"))
    if asks(dossier, "phase_lowest"):
        yield from _phase(scan, where)


def _loudness(dossier: Dossier, programme: ProgrammeScan) -> Iterator[Measure]:
    of = ", ".join(map(str, programme.group.channels))
    loud, peak, short = programme.integrated, programme.true_peak, programme.short_term
    if loud is not None:
        told = f"{tenths(tenth(loud))} LUFS"
        yield Measure("loudness", told, "qc.loudness", ("qc.loudness-integrated", *_UNHEARD), of=of)
        told = f"{tenths(tenth(programme.range_lu))} LU"
        yield Measure("loudness_range_highest", told, "qc.loudness", ("qc.loudness-range",), of=of)
    if peak is not None:
        yield Measure("true_peak", f"{tenths(tenth(peak))} dBTP", "qc.loudness", ("qc.true-peak",), of=of)
    if short is not None and asks(dossier, "short_term_highest"):
        rules = ("qc.loudness-short-term",)
        yield Measure("short_term_highest", f"{tenths(tenth(short))} LUFS", "qc.loudness", rules, of=of)
    if asks(dossier, "dialogue_loudness"):
        said = dialogue_loudness(programme, speech_spans(dossier))
        told = f"{tenths(tenth(said))} LUFS" if said is not None else ""
        yield Measure("dialogue_loudness", told, "qc.loudness", _DIALOGUE, of=of)


def _phase(scan: Scan, where: Where) -> Iterator[Measure]:
    """The correlation below which some pair stays for two seconds, as the check counts it."""
    inside = programme_span(where)
    first, last = -(-inside.start // FLICKS_PER_SECOND), inside.end // FLICKS_PER_SECOND
    judged = {both for programme in scan.programmes for both in sides(programme.group)}
    found: list[int] = []
    for pair in scan.pairs:
        if scan.programmes and (pair.left, pair.right) not in judged:
            continue
        values = pair.correlation.values()[first:last]
        found += [max(two) for two in pairwise(values) if NOTHING not in two] or [v for v in values if v != NOTHING]
    told = f"{tenths(Fraction(min(found), 10_000) - 1, 2)} correlation" if found else ""
    yield Measure("phase_lowest", told, "qc.sound", ("qc.phase",))
