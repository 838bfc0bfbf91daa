"""What was measured of a delivery's files, good or bad: the rows of a QC report. Nothing is decoded for it a second time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from picturelock.errors import InputError, SetupError
from picturelock.media.probe import MediaInfo
from picturelock.media.scan.facts import Facts, read_facts
from picturelock.media.scan.model import PictureScan, ProgrammeScan, Scan
from picturelock.production import Dossier
from picturelock.production.master_scan import scan_master
from picturelock.qc.common import Where, file_of
from picturelock.qc.inside import heard
from picturelock.qc.levels import percent
from picturelock.qc.loudness import tenth
from picturelock.qc.sections import leading_black, trailing_black
from picturelock.times import Timecode

_CHANNELS = (
    "qc.channels-missing", "qc.channel-not-silent", "qc.programme-silent", "qc.channel-silent", "qc.channel-order",
    "qc.channels-unasked", "qc.channels-spare",
)  # fmt: skip
_UNHEARD = ("qc.loudness-unmeasured", "qc.loudness-silent")


@dataclass(frozen=True, slots=True)
class Measure:
    """One line: what was measured, and under which rules a check would have found fault with it."""

    name: str
    """As specs have it, "picture.raster" or "true_peak"; else "duration", "first_frame", "last_frame", "captions"."""
    value: str
    """A label, a word of the specs' vocabulary, or an amount with its unit: "-22.9 LUFS"; "" = the file does not say."""
    check: str
    """Which one judges it: "qc.raster"."""
    rules: tuple[str, ...]
    asked: str = ""
    """What the production itself asks, where no spec does; of captions, their profile."""
    of: str = ""
    """Which channels or which file, where there are several."""
    language: str = ""


def measures(dossier: Dossier) -> Iterator[Measure]:
    """What the master is and measures, then each caption file. What could not be measured is left out: a check says so."""
    master = dossier.master
    if master is not None:
        told = Facts()
        with suppress(InputError):
            told = read_facts(master.path)
        scan = None
        with suppress(InputError, SetupError):
            scan = scan_master(dossier)
        yield from _file(dossier, master, told)
        yield from _action(dossier, scan.picture if scan is not None else None)
        if master.audio:
            streams = (stream.layout for stream in master.audio)
            yield Measure("layout", ", ".join(streams), "qc.channels", _CHANNELS, of=file_of(dossier))
        if scan is not None:
            yield from _scanned(dossier, scan)
    yield from _captions(dossier)


def _file(dossier: Dossier, master: MediaInfo, told: Facts) -> Iterator[Measure]:
    file, cut = file_of(dossier), dossier.cut
    if not master.video:
        return
    video, where = master.video[0], Where(dossier, master.rate or cut.rate)
    length = str(Timecode(cut.rate.nearest(where.before + cut.duration), cut.rate))
    made = str(Timecode(where.rate.nearest(master.duration), where.rate))
    yield Measure("duration", made, "qc.master", ("qc.master-duration",), length, file)
    yield Measure("picture.raster", f"{video.width}x{video.height}", "qc.raster", ("qc.raster",), of=file)
    rate = video.rate.label if video.rate is not None and not video.vfr else ""
    yield Measure(
        "picture.rate", rate, "qc.master", ("qc.rate", "qc.master-rate", "qc.master-vfr"), cut.rate.label, file
    )
    yield Measure("picture.scan", told.scan, "qc.raster", ("qc.scan", "qc.scan-seen"), of=file)
    yield Measure("picture.codec", video.codec, "qc.container", ("qc.codec",), of=file)
    start = where.label(where.first) if master.start_timecode is not None else ""
    wrong = ("qc.timecode-start", "qc.timecode-missing", "qc.master-start-timecode")
    yield Measure("picture.timecode_start", start, "qc.timecode", wrong, of=file)


def _action(dossier: Dossier, picture: PictureScan | None) -> Iterator[Measure]:
    """The first and the last frame that is not black, as far as the production says where the programme lies."""
    if picture is None:
        return
    where, file = Where(dossier, picture.rate), file_of(dossier)
    black = leading_black(picture)
    first = where.first or (black if black < picture.frames else 0)
    last = max(0, picture.frames - 1 - trailing_black(picture))
    rules = ("qc.first-frame", "qc.head-action")
    yield Measure("first_frame", where.label(first), "qc.head_tail", rules, where.label(where.first), file)
    rules = ("qc.master-duration", "qc.picture-ends-early")
    yield Measure("last_frame", where.label(last), "qc.master", rules, where.label(max(0, where.last - 1)), file)


def _scanned(dossier: Dossier, scan: Scan) -> Iterator[Measure]:
    for programme in heard(dossier, scan):
        if not programme.problem:
            yield from _heard(programme)
    if scan.picture is not None and len(scan.picture.low):
        low, high = min(scan.picture.low.values()), max(scan.picture.high.values())
        yield Measure("level_lowest", f"{_tenths(percent(low))} %", "qc.levels", ("qc.level-low",))
        yield Measure("level_highest", f"{_tenths(percent(high))} %", "qc.levels", ("qc.level-high",))


def _heard(programme: ProgrammeScan) -> Iterator[Measure]:
    of = ", ".join(map(str, programme.group.channels))
    loud, peak = programme.integrated, programme.true_peak
    if loud is not None:
        told = f"{_tenths(Fraction(loud))} LUFS"
        yield Measure("loudness", told, "qc.loudness", ("qc.loudness-integrated", *_UNHEARD), of=of)
        told = f"{_tenths(Fraction(programme.range_lu))} LU"
        yield Measure("loudness_range_highest", told, "qc.loudness", ("qc.loudness-range",), of=of)
    if peak is not None:
        yield Measure("true_peak", f"{_tenths(Fraction(peak))} dBTP", "qc.loudness", ("qc.true-peak",), of=of)


def _captions(dossier: Dossier) -> Iterator[Measure]:
    for track in dossier.captions:
        file = dossier.production.relative(track.order.file)
        count = str(len(track.captions.cues)) if track.captions is not None else ""
        profile, language = track.order.profile, track.order.language
        yield Measure("captions", count, "subtitling.checks", (), profile, file, language)


def _tenths(value: Fraction) -> str:
    return f"{float(tenth(float(value))):.1f}"
