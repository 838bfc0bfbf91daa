"""The master's loudness and true peak against its destination's limits."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from picturelock import specs
from picturelock.errors import InputError, UnknownName
from picturelock.findings import Fact, Finding, Place
from picturelock.media.loudness import Loudness, measure
from picturelock.media.probe import AudioStream, MediaInfo
from picturelock.production import Dossier
from picturelock.times import nearest


def check(dossier: Dossier) -> Iterator[Finding]:
    """Measures the programme: the first audio stream, or the first two together where both are mono (left and right).

    No master, or one without sound: `qc.master` says so. A programme that cannot be measured is an error, not a pass.
    """
    path, master = dossier.production.delivery.master, dossier.master
    if path is None or master is None or not master.audio:
        return
    place = Place(file=dossier.production.relative(path))
    try:
        spec = specs.load(dossier.production.delivery.spec)
    except UnknownName as error:
        facts: dict[str, Fact] = {"spec": dossier.production.delivery.spec, "known": ", ".join(specs.names())}
        yield Finding("qc.spec-unknown", "error", Place(file=dossier.production.file.name), facts, error.message)
        return
    if not {"loudness", "true_peak"} & set(spec.by_name):
        return
    if _unlabelled(master.audio[0]):
        channels: dict[str, Fact] = {"file": place.file, "channels": master.audio[0].channels}
        yield Finding("qc.audio-layout", "error", place, channels, "ITU-R BS.1770: channels weigh by their place")
        return
    try:
        measured = measure(path, right=_right(master))
    except InputError as error:
        yield Finding("qc.loudness-unmeasured", "error", place, {"file": place.file, "reason": error.reason})
        return
    yield from judge(measured, spec, place)


def judge(measured: Loudness, spec: specs.Spec, place: Place) -> Iterator[Finding]:
    """Findings on one measurement. Values are compared as meters show them, to 0.1 (a half goes up)."""
    facts: dict[str, Fact] = {"file": place.file, "spec": spec.title, "channels": measured.channels}
    if measured.integrated_lufs is None:
        yield Finding("qc.loudness-silent", "error", place, facts, "ITU-R BS.1770: nothing passes the gate at -70 LUFS")
        return
    target, tolerance, peak = (spec.by_name.get(name) for name in ("loudness", "loudness_tolerance", "true_peak"))
    integrated = _tenth(measured.integrated_lufs)
    if target and tolerance and abs(integrated - target.amount) > tolerance.amount:
        found = {
            **facts,
            "integrated_lufs": float(integrated),
            "target_lufs": float(target.amount),
            "tolerance_lu": float(tolerance.amount),
            "change_db": float(target.amount - integrated),
            "range_lu": round(measured.range_lu, 1),
        }
        unconfirmed = not (target.confirmed and tolerance.confirmed)
        yield Finding("qc.loudness-integrated", "error", place, found, tolerance.source, unconfirmed)
    if peak and measured.true_peak_dbtp is not None and _tenth(measured.true_peak_dbtp) > peak.amount:
        found = {**facts, "true_peak_dbtp": float(_tenth(measured.true_peak_dbtp)), "limit_dbtp": float(peak.amount)}
        yield Finding("qc.true-peak", "error", place, found, peak.source, not peak.confirmed)


def _right(master: MediaInfo) -> int | None:
    """The stream of the right channel where a stereo programme is laid down as two mono streams."""
    first, *rest = master.audio
    mono_pair = first.channels == 1 and rest and rest[0].channels == 1 and rest[0].sample_rate == first.sample_rate
    return rest[0].index if mono_pair else None


def _unlabelled(stream: AudioStream) -> bool:
    """More than two channels, and no word on which is the centre or the LFE: their loudness cannot be summed."""
    return stream.channels > 2 and stream.layout == f"{stream.channels} channels"


def _tenth(value: float) -> Fraction:
    return Fraction(nearest(Fraction(value) * 10), 10)
