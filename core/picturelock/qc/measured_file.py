"""What the master says that it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from picturelock.media.probe import MediaInfo
from picturelock.media.scan.facts import Facts
from picturelock.production import Dossier
from picturelock.qc.common import Where, file_of
from picturelock.qc.measure import Measure, asks, tenths
from picturelock.times import FLICKS_PER_SECOND, Timecode

_UNTOLD, _UNTAGGED = "qc.untold", "qc.untagged"
_MEGA = 1_000_000


def of_file(dossier: Dossier, master: MediaInfo, told: Facts) -> Iterator[Measure]:
    """Length, raster, rate, scanning, codec and timecode: of every master."""
    file, cut = file_of(dossier), dossier.cut
    if not master.video:
        return
    video, where = master.video[0], Where(dossier, master.rate or cut.rate)
    length = str(Timecode(cut.rate.nearest(where.before + cut.duration), cut.rate))
    made = str(Timecode(where.rate.nearest(master.duration), where.rate))
    yield Measure("duration", made, "qc.master", ("qc.master-duration",), length, file)
    raster = ("qc.raster", "qc.rotated", "qc.pixels-not-square", _UNTAGGED)
    yield Measure("picture.raster", f"{video.width}x{video.height}", "qc.raster", raster, of=file, tag="raster")
    rate = video.rate.label if video.rate is not None and not video.vfr else ""
    yield Measure(
        "picture.rate", rate, "qc.master", ("qc.rate", "qc.master-rate", "qc.master-vfr"), cut.rate.label, file
    )
    yield Measure("picture.scan", told.scan, "qc.raster", ("qc.scan", "qc.scan-seen", _UNTAGGED), of=file, tag="scan")
    yield Measure("picture.codec", video.codec, "qc.container", ("qc.codec", _UNTOLD), of=file, tag="codec")
    start = where.label(where.first) if master.start_timecode is not None else ""
    wrong = ("qc.timecode-start", "qc.timecode-missing", "qc.master-start-timecode")
    yield Measure("picture.timecode_start", start, "qc.timecode", wrong, of=file)


def of_tags(dossier: Dossier, master: MediaInfo, told: Facts) -> Iterator[Measure]:
    """Whatever else the destination asks of the file."""
    for one in (*_wrapped(master, told), *_colours(master), *_timecode(master), *_heard(master, told)):
        if asks(dossier, one.name):
            yield one


def _wrapped(master: MediaInfo, told: Facts) -> Iterator[Measure]:
    yield Measure("picture.container", master.container, "qc.container", ("qc.container",))
    for name, value, rule in (
        ("profile", told.profile, "qc.profile"),
        ("bits", str(told.bits or ""), "qc.bit-depth"),
        ("chroma", told.chroma, "qc.chroma"),
    ):
        if master.video:
            yield Measure(f"picture.{name}", value, "qc.container", (rule, _UNTOLD), tag=name)
    if master.duration:
        rate = Fraction(master.size * 8 * FLICKS_PER_SECOND, master.duration * _MEGA)
        for name, rule in (("bit_rate_lowest", "qc.bit-rate-low"), ("bit_rate_highest", "qc.bit-rate-high")):
            yield Measure(name, f"{tenths(rate, 2)} Mb/s", "qc.container", (rule,))


def _colours(master: MediaInfo) -> Iterator[Measure]:
    for video in master.video[:1]:
        aspect = f"{video.sample_aspect.numerator}:{video.sample_aspect.denominator}"
        tags = {
            "pixel_aspect": aspect,
            "primaries": video.color_primaries,
            "transfer": video.color_transfer,
            "matrix": video.color_space,
            "range": video.color_range,
        }
        for name, value in tags.items():
            bare = name.replace("_", "-")
            tag = name.replace("_", " ")
            yield Measure(f"picture.{name}", value, "qc.raster", (f"qc.{bare}", _UNTAGGED), tag=tag)


def _timecode(master: MediaInfo) -> Iterator[Measure]:
    start = master.start_timecode
    counted = ("drop" if start.drop else "non-drop") if start is not None else ""
    moot = start is not None and master.rate is not None and not master.rate.drop_labels
    wrong = ("qc.timecode-counting", "qc.timecode-missing")
    yield Measure("picture.timecode", counted, "qc.timecode", wrong, moot=moot)


def _heard(master: MediaInfo, told: Facts) -> Iterator[Measure]:
    if not master.audio:
        return
    codecs = (stream.codec for stream in master.audio)
    rates = (str(stream.sample_rate) for stream in master.audio)
    yield Measure("audio.codec", _each(codecs), "qc.container", ("qc.audio-codec",))
    yield Measure("audio.sample_rate", _each(rates), "qc.container", ("qc.sample-rate",))
    bits = _each(str(bits) for bits in told.audio_bits if bits)
    yield Measure("audio.bits", bits, "qc.container", ("qc.audio-bits",))


def _each(values: Iterable[str]) -> str:
    """What any stream has, once."""
    return ", ".join(dict.fromkeys(values))
