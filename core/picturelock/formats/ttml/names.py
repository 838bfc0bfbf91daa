"""Names in TTML: namespaces to short prefixes, and our names of captions and regions as xml:id and back."""

from __future__ import annotations

import re
from functools import lru_cache

NAMESPACES = {
    "": "http://www.w3.org/ns/ttml",
    "tts": "http://www.w3.org/ns/ttml#styling",
    "ttp": "http://www.w3.org/ns/ttml#parameter",
    "ttm": "http://www.w3.org/ns/ttml#metadata",
    "itts": "http://www.w3.org/ns/ttml/profile/imsc1#styling",
    "ittp": "http://www.w3.org/ns/ttml/profile/imsc1#parameter",
    "ebutts": "urn:ebu:tt:style",
    "ebuttm": "urn:ebu:tt:metadata",
}
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {"http://www.w3.org/XML/1998/namespace": "xml"}
_DRAFT = re.compile(r"http://www\.w3\.org/2006/(?:02|04|10)/ttaf1(#[a-z]{1,20})?")
_SMPTE = re.compile(r"http://www\.smpte-ra\.org/schemas/2052-1/\d{4}/smpte-tt")

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_RESERVED = re.compile(r"p\d|(?:cue|region|style|agent)\.", re.ASCII)
_ESCAPE = re.compile(r"_x([0-9a-f]{1,6})_")
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_OUR_CUE = re.compile(r"cue\.\d+", re.ASCII)


@lru_cache(4096)
def short(name: str) -> str:
    """A name as the parser gives it ("uri}local") with the usual prefix ("tts:color"); a stranger's stays as it is.

    The drafts of TTML that DFXP files use count as TTML, and so does a name without a namespace.
    """
    uri, brace, local = name.rpartition("}")
    draft = _DRAFT.fullmatch(uri)
    if draft:
        uri = NAMESPACES[""] + (draft[1] or "")
    prefix = "smpte" if _SMPTE.fullmatch(uri) else _PREFIXES.get(uri) if brace else ""
    if prefix is None:
        return name
    return f"{prefix}:{local}" if prefix else local


def xml_id(name: str) -> str:
    """The name of a caption or region as an xml:id. Every name has one of its own: a number N is "pN"."""
    if _NUMBER.fullmatch(name):
        return "p" + name
    if _PLAIN.fullmatch(name) and not _RESERVED.match(name) and not _ESCAPE.search(name):
        return name
    first = "" if _PLAIN.match(name) and not _RESERVED.match(name) else f"_x{ord(name[0]):x}_" if name else "_"
    rest = name[1:] if first else name
    return first + "".join(sign if _safe(sign) else f"_x{ord(sign):x}_" for sign in rest)


def name_of(identifier: str) -> str:
    """The reverse of `xml_id`; "" for those that a writer had to invent."""
    if identifier[:1] == "p" and _NUMBER.fullmatch(identifier, 1):
        return identifier[1:]
    if "_x" in identifier:
        return _ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), identifier)
    return "" if _OUR_CUE.fullmatch(identifier) else identifier


def _safe(sign: str) -> bool:
    # An underscore could begin what reads as an escape.
    return sign != "_" and bool(_PLAIN.fullmatch("a" + sign))
