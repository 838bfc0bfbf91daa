"""The delivery's master against its cut: is it there and whole, as long, at the same rate, from the same timecode."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Fact, Finding, Place
from picturelock.media.probe import MediaInfo
from picturelock.production import Dossier
from picturelock.production.leader import leader
from picturelock.qc.common import measured
from picturelock.qc.sections import trailing_black
from picturelock.times import Timecode

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
        yield from _compare(dossier, dossier.master, Place(file=file))
    elif not path.is_file():
        yield Finding("qc.master-missing", "error", Place(file=file), {"file": file}, SOURCE)
    elif not any(finding.rule == "qc.master-unreadable" for finding in dossier.findings):
        facts: dict[str, Fact] = {"file": file, "reason": "it was not read"}
        yield Finding("qc.master-unreadable", "error", Place(file=file), facts, SOURCE)


def _compare(dossier: Dossier, master: MediaInfo, place: Place) -> Iterator[Finding]:
    cut = dossier.cut
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
    yield from _length(dossier, master, place)
    yield from _start(dossier, master, place)


def _length(dossier: Dossier, master: MediaInfo, place: Place) -> Iterator[Finding]:
    """Whole frames of the cut's rate, nearest: what comes before the programme, the cut, and black that the tail may have."""
    cut = dossier.cut
    before = leader(dossier)
    made, expected = cut.rate.nearest(master.duration), cut.rate.nearest(before + cut.duration)
    surplus = made - expected
    if surplus > TOLERANCE_FRAMES and surplus <= _tail(dossier) + TOLERANCE_FRAMES:
        return
    if abs(surplus) > TOLERANCE_FRAMES:
        facts: dict[str, Fact] = {
            "file": place.file,
            "master_frames": made,
            "cut_frames": expected,
            "difference_frames": surplus,
        }
        yield Finding("qc.master-duration", "error", place, facts, SOURCE)


def _tail(dossier: Dossier) -> int:
    """Black frames at the end, where the destination asks for some: they are no part of the cut. Of the cut's rate."""
    if dossier.spec is None or "black_tail" not in dossier.spec.by_name:
        return 0
    scan, _ = measured(dossier, "qc.master")
    if scan is None or scan.picture is None:
        return 0
    return dossier.cut.rate.nearest(scan.picture.rate.time_of(trailing_black(scan.picture)))


def _start(dossier: Dossier, master: MediaInfo, place: Place) -> Iterator[Finding]:
    """A warning: packagers often restripe the timecode, but captions and reports are read against it."""
    cut, rate = dossier.cut, dossier.cut.rate
    if master.start_timecode is None or master.rate != rate:
        return
    begins = master.start + leader(dossier)
    expected = Timecode.at(cut.start, rate, cut.drop)
    made = Timecode.at(begins, rate, master.start_timecode.drop)
    if str(made) != str(expected):  # labels wrap at midnight: a leader may begin the day before
        facts: dict[str, Fact] = {
            "file": place.file,
            "master_timecode": str(made),
            "cut_timecode": str(expected),
            "difference_frames": rate.nearest(begins) - expected.frames,
        }
        yield Finding("qc.master-start-timecode", "warning", place, facts, SOURCE)
