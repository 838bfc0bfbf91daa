"""What a caption file looks like, whatever its name says: for a hint, never for a decision."""

from __future__ import annotations

import re

_START = 4000
_SRT = re.compile(rb"\d:\d\d[,.]\d{1,3}[ \t]+-->[ \t]+\d")
_SBV = re.compile(rb"^\s*\d{1,2}:\d\d:\d\d\.\d{3},\d{1,2}:\d\d:\d\d\.\d{3}\s*$", re.MULTILINE)


def looks_like(data: bytes) -> str | None:
    """The name of the format that a file's first bytes are, as in `registry.FORMATS`, or None."""
    start = data[:_START].removeprefix(b"\xef\xbb\xbf").lstrip()
    lower = start.lower()
    if start.startswith(b"WEBVTT"):
        return "vtt"
    if data[3:6] == b"STL":
        return "stl"
    if start.startswith(b"Scenarist_SCC"):
        return "scc"
    if start.startswith(b"File Format=MacCaption_MCC"):
        return "mcc"
    if lower.startswith((b"[script info]", b"; script", b"[v4")) or b"\n[v4+ styles]" in lower:
        return "ass"
    if b"<sami" in lower:
        return "sami"
    if b"http://www.w3.org/ns/ttml" in lower or lower.startswith(b"<tt"):
        return "imsc"
    if _SRT.search(start):
        return "srt"
    return "sbv" if _SBV.search(start) else None


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 that does not say so: "utf-16-le" or "utf-16-be" where every other byte is mostly NUL, as in Latin text."""
    start = data[:_START]
    even, odd = start[::2].count(0), start[1::2].count(0)
    most = len(start) * 3 // 10 if len(start) >= 40 else 0
    if most and odd > most and even <= odd // 10:
        return "utf-16-le"
    return "utf-16-be" if most and even > most and odd <= even // 10 else None
