"""Stills of a finished film: one frame as PNG in full quality, as JPEG, and as a small JPEG for the web."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picturelock.delivery.photo_metadata import Caption, into_jpeg, into_png
from picturelock.errors import InputError
from picturelock.formats.files import write_bytes
from picturelock.media import ffmpeg
from picturelock.media.probe import MediaInfo, VideoStream
from picturelock.times import FLICKS_PER_SECOND, Flicks, divide_floor

WEB_PIXELS = 1600
"""The longer edge of a still for the web."""
_TIME_LIMIT_S = 300
_MICROSECONDS = 1_000_000
_MATRICES = {
    "bt709": "bt709", "bt470bg": "bt601", "smpte170m": "bt601", "fcc": "fcc", "smpte240m": "smpte240m",
    "bt2020nc": "bt2020", "bt2020c": "bt2020",
}  # fmt: skip
_HDR = ("smpte2084", "arib-std-b67")
_HD_LINES = 720
"""From this height on an untagged picture is taken for BT.709, below for BT.601, as players do."""


@dataclass(frozen=True, slots=True)
class Still:
    """The files of one still."""

    png: Path
    jpeg: Path
    web: Path


def make_still(master: MediaInfo, time: Flicks, stem: Path, caption: Caption) -> Still:
    """Write the frame that is on screen at a time of the file (0 = its first frame) as STEM.png, STEM.jpg and STEM-web.jpg.

    Pixels are made square, interlaced frames whole, and pictures of high dynamic range are mapped to a screen's (Hable), in
    16 bits where the film has more than 8. Raises InputError where there is no such frame, OutputError for what exists.
    """
    video, rate = master.video[0], master.rate
    if rate is None or not 0 <= time < master.duration:
        raise InputError("has no frame there.", file=master.path, place=f"{time // FLICKS_PER_SECOND} s")
    start = max(
        0, rate.time_of(rate.floor(time)) - rate.frame // 2
    )  # half a frame before: no rounding lands on another
    still = Still(*(stem.with_name(stem.name + ending) for ending in (".png", ".jpg", "-web.jpg")))
    picture = _square(_whole(ffmpeg.source(master.path, ss=_seconds(start)).video, video), video)
    deep = any(depth in video.pixel_format for depth in ("10", "12", "14", "16"))
    _render(_to_screen(picture, video).filter("format", "rgb48be" if deep else "rgb24"), still.png)
    if not still.png.is_file():
        raise InputError("has no frame there.", file=master.path, place=f"{time // FLICKS_PER_SECOND} s")
    for path, edge, quality in ((still.jpeg, 0, 2), (still.web, WEB_PIXELS, 4)):
        made = ffmpeg.source(still.png, formats=("png_pipe",), f="png_pipe").video
        if edge:
            made = made.filter("scale", f"min({edge},iw)", f"min({edge},ih)", force_original_aspect_ratio="decrease")
        made = made.filter("scale", "iw", "ih", out_color_matrix="bt601", out_range="pc", flags="lanczos+accurate_rnd")
        _render(made.filter("format", "yuvj420p" if edge else "yuvj444p"), path, **{"q:v": quality})
    write_bytes(still.png, into_png(still.png.read_bytes(), caption), overwrite=True)
    for path in (still.jpeg, still.web):
        write_bytes(path, into_jpeg(path.read_bytes(), caption), overwrite=True)
    return still


def _render(picture: Any, path: Path, **options: Any) -> None:
    ffmpeg.render(
        picture, path, time_limit_s=_TIME_LIMIT_S, vframes=1, update=1, format="image2", map_metadata=-1, **options
    )


def _whole(picture: Any, video: VideoStream) -> Any:
    """Both fields of an interlaced frame as one picture; others pass."""
    return picture.filter("bwdif", mode="send_frame", deint="interlaced") if video.rate else picture


def _square(picture: Any, video: VideoStream) -> Any:
    if video.sample_aspect == 1:
        return picture
    width = max(1, divide_floor(video.width * video.sample_aspect.numerator, video.sample_aspect.denominator))
    return picture.filter("scale", width, video.height).filter("setsar", 1)


def _to_screen(picture: Any, video: VideoStream) -> Any:
    """As RGB of a screen, by the colours that the file names."""
    if video.color_space == "rgb":
        return picture
    if video.color_transfer in _HDR:
        linear = picture.filter("zscale", t="linear", npl=100).filter("format", "gbrpf32le").filter("zscale", p="bt709")
        return linear.filter("tonemap", "hable", desat=0).filter("zscale", t="bt709", m="gbr", r="full")
    matrix = _MATRICES.get(video.color_space) or ("bt709" if video.height >= _HD_LINES else "bt601")
    return picture.filter("scale", "iw", "ih", in_color_matrix=matrix, flags="lanczos+accurate_rnd+full_chroma_int")


def _seconds(time: Flicks) -> str:
    micro = divide_floor(time * _MICROSECONDS, FLICKS_PER_SECOND)
    return f"{micro // _MICROSECONDS}.{micro % _MICROSECONDS:06d}"
