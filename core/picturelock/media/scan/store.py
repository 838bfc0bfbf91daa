"""A scan as bytes, to keep it: JSON in zlib, every field by its name and every class by its own."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import fields, is_dataclass
from typing import Any

from picturelock.media.scan import model
from picturelock.media.scan.model import Scan
from picturelock.times import FrameRate, Span

MOST_BYTES = 512 << 20
"""Of a scan, unpacked: 64 channels over ten hours need less."""

_CLASSES: dict[str, type[Any]] = {
    one.__name__: one
    for one in (
        model.ChannelScan, model.Curve, model.Damage, model.FlashScan, model.Frames, model.FullRange, model.Group,
        model.Interlace, model.PairScan, model.PictureScan, model.ProgrammeScan, model.Request, model.Scan,
        model.StreamScan, FrameRate, Span,
    )
}  # fmt: skip


def pack(scan: Scan) -> bytes:
    """The scan as bytes."""
    return zlib.compress(json.dumps(_plain(scan), separators=(",", ":")).encode(), 6)


def unpack(data: bytes) -> Scan:
    """The scan that `pack` made these of. Raises ValueError for any others."""
    packer = zlib.decompressobj()
    try:
        text = packer.decompress(data, MOST_BYTES)
        if packer.unconsumed_tail:
            raise ValueError("more than a scan can hold")
        scan = _made(json.loads(text))
    except (zlib.error, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a scan: {error}") from error
    if not isinstance(scan, Scan) or scan.version != model.VERSION:
        raise ValueError("not a scan of this version")
    return scan


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": b64encode(value).decode()}
    if is_dataclass(value):
        return {"class": type(value).__name__, **{one.name: _plain(getattr(value, one.name)) for one in fields(value)}}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(one) for one in value)
    if not isinstance(value, dict):
        return value
    if "bytes" in value:
        return b64decode(value["bytes"], validate=True)
    kind = _CLASSES[value["class"]]
    names = {one.name for one in fields(kind)}
    if set(value) - {"class"} != names:
        raise ValueError(f"a {kind.__name__} of another shape")
    return kind(**{name: _made(value[name]) for name in names})
