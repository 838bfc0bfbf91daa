"""What a file is by its content, whatever its name says: as far as a deliverable or a paper can be told from anything else."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

Look = Literal["picture", "document", "text", "blank", "cut short", "unknown"]

MAX_TEXT = 2_000_000
_CHUNK = 1 << 20
_OVERLAP = 200
_MOST_SEARCHED = 64 << 20
"""Bytes of a file in which a key is looked for; keys are small, and films are not read twice for them."""
_TAIL = 1 << 16
"""Cameras and programs write more behind the end of a picture or a PDF."""
_PICTURES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"SDPX", b"XPDS", b"\x76\x2f\x31\x01", b"8BPS",
    b"\0\0\0\x0cjP  ",
)  # fmt: skip
"""PNG, JPEG, TIFF (and camera raw built on it), DPX, OpenEXR, Photoshop, JPEG 2000."""
_ENDS = {b"\x89PNG": b"IEND", b"\xff\xd8\xff": b"\xff\xd9"}
_BRANDS = (b"heic", b"heix", b"mif1", b"avif")
_OLE, _RTF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY|PuTTY-User-Key-File|AGE-SECRET-KEY-1")
_KEY_STORES = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")
"""Java's."""
_ENCRYPTED = (b"\x2a\x86\x48\x86\xf7\x0d\x01\x05", b"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01")
"""PKCS #5 and PKCS #12, by which a key in DER says that a passphrase protects it."""


def look_of(path: Path) -> Look:
    """What a file's bytes say. Raises OSError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL)
    if head.startswith(_PICTURES) or _is_named_picture(head):
        end = next((end for begin, end in _ENDS.items() if head.startswith(begin)), b"")
        return "picture" if end in tail else "cut short"
    if b"%PDF-" in head[:1024]:
        return "document" if b"startxref" in tail else "cut short"
    if head.startswith(b"PK\x03\x04"):
        return "document" if _is_archive(path) else "cut short"
    if head.startswith((_OLE, _RTF)):
        return "document"
    text = text_of(path) if size <= MAX_TEXT else None
    if text is None:
        return "unknown"
    return "text" if any(sign.isalnum() for sign in text) else "blank"


def text_of(path: Path) -> str | None:
    """The text of a file that is one: UTF-8, UTF-16 with its mark, or an older encoding; None where it is none."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if b"\0" in data:
        return None
    text = _decoded(data, "utf-8-sig")
    if text is None:
        text = _decoded(data, "cp1252")
    strange = sum(ord(sign) < 32 and sign not in "\t\n\r\f\v" for sign in text or "")
    return None if text is None or strange > len(text) // 100 else text


def holds_private_key(path: Path) -> bool:
    """True for a key by which somebody signs: PEM (ours are), PuTTY's, PKCS #8, #1 and #12, Java's. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        if head.startswith(_KEY_STORES) or _is_key_in_der(head):
            return True
        file.seek(0)
        return any(_PEM.search(piece) or _PEM.search(piece.replace(b"\0", b"")) for piece in _pieces(file))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """A file in pieces that overlap; a text in UTF-16 is searched without its zeros."""
    before, done = b"", 0
    while done < _MOST_SEARCHED and (chunk := file.read(_CHUNK)):
        yield before + chunk
        before, done = chunk[-_OVERLAP:], done + len(chunk)


def _is_key_in_der(head: bytes) -> bool:
    """A SEQUENCE that begins as keys do: a version of 0, 1 or 3, or the algorithm that protects it."""
    if len(head) < 20 or head[0] != 0x30:
        return False
    long = head[1] & 0x7F if head[1] & 0x80 else 0
    if long > 4:
        return False
    inner = head[2 + long :]
    plain = inner.startswith((b"\x02\x01\x00\x30", b"\x02\x01\x00\x02", b"\x02\x01\x01\x04", b"\x02\x01\x01\x30"))
    return plain or inner.startswith(b"\x02\x01\x03\x30") or (inner[:1] == b"\x30" and inner[4:].startswith(_ENCRYPTED))


def _is_named_picture(head: bytes) -> bool:
    webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return webp or (head[4:8] == b"ftyp" and head[8:12] in _BRANDS)


def _is_archive(path: Path) -> bool:
    """Office documents are archives, and so are several papers in one."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
