"""Measures of every pixel, by FFmpeg's own filters: asked for by a destination, for they cost more than decoding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from picturelock.media.scan.model import Curve, FullRange, Interlace, Measure

_IDET, _STRAY = "idet.txt", "stray.txt"
_VERDICTS = {"undetermined": 0, "progressive": 1, "tff": 2, "bff": 3}
_LONGEST = 1000


def filters(picture: Any, measures: tuple[Measure, ...]) -> Any:
    """The picture, on its way through the filters; each leaves a text file in the folder where ffmpeg works."""
    if "interlace" in measures:
        picture = picture.filter("idet").filter(
            "metadata", mode="print", key="lavfi.idet.multiple.current_frame", file=_IDET
        )
    if "range" in measures:
        picture = picture.filter("signalstats", stat="tout").filter(
            "metadata", mode="print", key="lavfi.signalstats.TOUT", file=_STRAY
        )
    return picture


def interlace(folder: Path) -> Interlace:
    """What idet left."""
    return Interlace(Curve.of([_VERDICTS.get(value, 0) for value in _values(folder / _IDET)]))


def full_range(folder: Path) -> FullRange:
    """What signalstats left."""
    return FullRange(_shares(folder / _STRAY))


def _shares(path: Path) -> Curve:
    return Curve.of([min(10_000, round(10_000 * float(value))) for value in _values(path)])


def _values(path: Path) -> Iterator[str]:
    """The values that a metadata filter printed, in order: "frame:0 ..." and "key=value", a line each."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        while line := file.readline(_LONGEST):
            _, mark, value = line.strip().partition("=")
            if mark:
                yield value
