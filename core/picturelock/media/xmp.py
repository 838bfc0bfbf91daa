"""The IPTC's digital source type, as the XMP of a file says it: in stills, and in QuickTime and MP4 files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from picturelock.errors import InputError
from picturelock.media.boxes import ENDINGS, boxes
from picturelock.media.container import check_file

STILLS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".gif", ".dng", ".heic", ".avif", ".psd", ".xmp")
_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_MOST_BYTES = 16_000_000
_TYPE = re.compile(rb"DigitalSourceType[^<]{0,80}?/newscodes/digitalsourcetype/([A-Za-z]{3,60})")


def source_types(path: Path) -> frozenset[str]:
    """The types that it names, without their address; empty for a file of another kind. Raises InputError.

    Of a still its first 16 MB are looked through; of a film, the boxes that hold XMP.
    """
    if path.suffix.lower() not in (*STILLS, *ENDINGS):
        return frozenset()
    check_file(path)
    try:
        return frozenset(match[1].decode("ascii") for part in _parts(path) for match in _TYPE.finditer(part))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=path) from error


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        if path.suffix.lower() in STILLS:
            yield file.read(_MOST_BYTES)
            return
        for box in boxes(file):
            if box.kind == b"moov" or (box.kind == b"uuid" and box.uuid == _UUID):
                file.seek(box.start)
                yield file.read(min(box.size, _MOST_BYTES))
