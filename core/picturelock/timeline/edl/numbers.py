"""The event numbers of an edit decision list, by which people name its shots on the telephone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from picturelock.cut import ShotKind

_EVENT = re.compile(r"(\d{1,6}[A-Z]?)\s", re.ASCII)
_TIME = re.compile(r"(?<![\d:;.])\d{1,2}[:;.]\d\d[:;.]\d\d[:;.,]\d{2,3}(?![\d:;.])", re.ASCII)
_CHANNEL = re.compile(r"\s(V\d{0,2}|A\d{0,2}V?|AA(?:/V)?|B|VA\d?|V/\S{1,4}|A\d{0,2}/V|NONE)\s", re.ASCII)
_LONGEST, _MOST = 500, 50_000_000

EventNumbers = Mapping[tuple[ShotKind, str], str]
"""By kind, and the timecode of the first frame as `plain_time` writes it."""


def event_numbers(path: Path) -> EventNumbers:
    """The number of each event of picture and of sound, by where it starts in record; none of what is no such list."""
    found: dict[tuple[ShotKind, str], str] = {}
    try:
        if path.suffix.lower() != ".edl" or path.stat().st_size > _MOST:
            return found
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return found
    for line in text.splitlines():
        number = _EVENT.match(line.strip()[:_LONGEST])
        times = _TIME.findall(line[:_LONGEST]) if number else []
        if number is None or len(times) < 4 or times[-2] == times[-1]:
            continue
        channel = _CHANNEL.search(line[:_LONGEST])
        said = channel[1] if channel else "V"
        kinds: list[ShotKind] = ["video"] if "V" in said or said == "B" else []
        kinds += ["audio"] if said.strip("V/0123456789") or said == "B" else []
        for kind in kinds:
            found.setdefault((kind, plain_time(times[-2])), number[1])
    return found


def plain_time(label: str) -> str:
    """A timecode with colons only, however a list sets its drop frame apart."""
    return label.replace(";", ":").replace(".", ":").replace(",", ":").rjust(11, "0")
