"""What a still says of itself, where picture desks look: XMP in PNG, XMP and IPTC-IIM in JPEG.

IPTC Photo Metadata Standard (https://iptc.org/standards/photo-metadata/); XMP specification, parts 1 and 3; PNG 11.3.3.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

_PNG = b"\x89PNG\r\n\x1a\n"
_HEADER_END = 8 + 25
"""Where the first chunk of a PNG, its header, ends."""
_XMP_JPEG = b"http://ns.adobe.com/xap/1.0/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_MOST_SEGMENT = 65_000
_UTF8 = b"\x1b%G"
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
_SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said of a still."""

    title: str
    """Of the film."""
    description: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What is seen, by language; the first is the one where only one can be said."""
    credit: str = ""
    digital_source: str = ""
    """IPTC digital source type, where a machine made or changed what is seen."""


def into_png(data: bytes, caption: Caption) -> bytes:
    """A PNG with the caption in it. Raises ValueError for what is no PNG."""
    if not data.startswith(_PNG):
        raise ValueError("not a PNG")
    text = b"XML:com.adobe.xmp\0\0\0\0\0" + _xmp(caption)
    chunk = struct.pack(">I", len(text)) + b"iTXt" + text + struct.pack(">I", zlib.crc32(b"iTXt" + text))
    return data[:_HEADER_END] + chunk + data[_HEADER_END:]


def into_jpeg(data: bytes, caption: Caption) -> bytes:
    """A JPEG with the caption in it, after its own header. Raises ValueError for what is no JPEG."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("not a JPEG")
    at = 2
    while data[at : at + 2] == b"\xff\xe0":  # JFIF stays first
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    records = _iim(caption)
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records + b"\0" * (len(records) % 2)
    segments = _segment(b"\xff\xe1", _XMP_JPEG + _xmp(caption)) + _segment(b"\xff\xed", _PHOTOSHOP + resource)
    return data[:at] + segments + data[at:]


def _segment(marker: bytes, content: bytes) -> bytes:
    if len(content) > _MOST_SEGMENT:
        raise ValueError("too long a caption for a JPEG")
    return marker + struct.pack(">H", len(content) + 2) + content


def _iim(caption: Caption) -> bytes:
    """Records of IPTC-IIM 4.2, in UTF-8; each is cut at the length that the standard gives it."""
    first = next(iter(caption.description.values()), "")
    values = ((5, caption.title, 64), (105, caption.title, 256), (110, caption.credit, 32), (120, first, 2000))
    records = b"\x1c\x01\x5a" + struct.pack(">H", len(_UTF8)) + _UTF8 + b"\x1c\x02\x00\x00\x02\x00\x04"
    for number, text, most in values:
        if text:
            value = text.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore").encode()
            records += struct.pack(">BBBH", 0x1C, 2, number, len(value)) + value
    return records


def _xmp(caption: Caption) -> bytes:
    spaces = " ".join(f"xmlns:{name}={quoteattr(uri)}" for name, uri in _NAMESPACES.items())
    parts = [_languages("dc:title", {"x-default": caption.title})]
    if caption.description:
        default = next(iter(caption.description.values()))
        parts.append(_languages("dc:description", {"x-default": default, **caption.description}))
    parts.append(f"<photoshop:Headline>{_text(caption.title)}</photoshop:Headline>")
    if caption.credit:
        parts.append(f"<photoshop:Credit>{_text(caption.credit)}</photoshop:Credit>")
    if caption.digital_source:
        uri = _text(_SOURCES + caption.digital_source)
        parts.append(f"<Iptc4xmpExt:DigitalSourceType>{uri}</Iptc4xmpExt:DigitalSourceType>")
    body = "".join(parts)
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces}>{body}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    )
    return packet.encode()


def _languages(name: str, texts: Mapping[str, str]) -> str:
    entries = "".join(f"<rdf:li xml:lang={quoteattr(lang)}>{_text(text)}</rdf:li>" for lang, text in texts.items())
    return f"<{name}><rdf:Alt>{entries}</rdf:Alt></{name}>"


def _text(text: str) -> str:
    return escape("".join(sign for sign in text if sign.isprintable() or sign in "\n\t"))
