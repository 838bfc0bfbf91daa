"""The delivery's master against its cut: is it there and whole, as long, at the same rate, from the same timecode."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.cut import Cut
from picturelock.findings import Fact, Finding, Place
from picturelock.media.probe import MediaInfo
from picturelock.production import Dossier
from picturelock.times import FrameRate, Timecode

SOURCE = "Picturelock: a master is the cut it was made from"
TOLERANCE_FRAMES = 1
"""Many programs round the last frame up or down; more than this is another cut."""


def check(dossier: Dossier) -> Iterator[Finding]:
    """Findings on the master file; one that is absent or cannot be read is an error, since nothing else can be judged."""
    path = dossier.production.delivery.master
    if path is None:
        yield Finding("qc.master-unnamed", "error", Place(file=dossier.production.file.name), source=SOURCE)
        return
    file = dossier.production.relative(path)
    if dossier.master is not None:
        yield from _compare(dossier.master, dossier.cut, Place(file=file))
    elif not path.is_file():
        yield Finding("qc.master-missing", "error", Place(file=file), {"file": file}, SOURCE)
    elif not any(finding.rule == "qc.master-unreadable" for finding in dossier.findings):
        facts: dict[str, Fact] = {"file": file, "reason": "it was not read"}
        yield Finding("qc.master-unreadable", "error", Place(file=file), facts, SOURCE)


def _compare(master: MediaInfo, cut: Cut, place: Place) -> Iterator[Finding]:
    file: dict[str, Fact] = {"file": place.file}
    if not master.video:
        yield Finding("qc.master-no-picture", "error", place, file, SOURCE)
    if not master.has_audio:
        yield Finding("qc.master-no-audio", "error", place, file, SOURCE)
    if master.vfr:
        yield Finding("qc.master-vfr", "error", place, file, SOURCE)
    if master.rate is not None and master.rate != cut.rate:
        facts = {**file, "master_fps": master.rate.label, "cut_fps": cut.rate.label}
        yield Finding("qc.master-rate", "error", place, facts, SOURCE)
    yield from _length(master, cut, place)
    yield from _start(master, cut, place)


def _length(master: MediaInfo, cut: Cut, place: Place) -> Iterator[Finding]:
    """Whole frames of the cut's rate, nearest."""
    made, expected = cut.rate.nearest(master.duration), cut.rate.nearest(cut.duration)
    if abs(made - expected) > TOLERANCE_FRAMES:
        facts: dict[str, Fact] = {
            "file": place.file,
            "master_frames": made,
            "cut_frames": expected,
            "difference_frames": made - expected,
        }
        yield Finding("qc.master-duration", "error", place, facts, SOURCE)


def _start(master: MediaInfo, cut: Cut, place: Place) -> Iterator[Finding]:
    """A warning: packagers often restripe the timecode, but captions and reports are read against it."""
    rate: FrameRate = cut.rate
    if master.start_timecode is None or master.rate != rate:
        return
    expected = Timecode.at(cut.start, rate, cut.drop)
    if rate.nearest(master.start) != expected.frames or master.start_timecode.drop != cut.drop:
        facts: dict[str, Fact] = {
            "file": place.file,
            "master_timecode": str(master.start_timecode),
            "cut_timecode": str(expected),
            "difference_frames": rate.nearest(master.start) - expected.frames,
        }
        yield Finding("qc.master-start-timecode", "warning", place, facts, SOURCE)
