"""The facts of the demo's film: its sources, their timecodes and frames, and what is said in them.

Everything is counted in frames of 24000/1001 fps (23.976, non-drop) or in samples of 48 kHz: one frame is exactly
2002 samples. Nothing in this folder imports picturelock: what it states must be independent of what it tests.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RUSHES = HERE / "rushes"
TITLE = "La lettre – The Letter"
RATE = Fraction(24000, 1001)
NOMINAL = 24
SAMPLE_RATE = 48_000
FRAME_SAMPLES = 2002
WIDTH, HEIGHT = 640, 360
RECORD_START = 1 * 3600 * NOMINAL
"""01:00:00:00."""


@dataclass(frozen=True)
class Source:
    """A file of `media/`: `start` is the timecode of its first frame, in frames; `frames` its length."""

    name: str
    file: str
    reel: str
    start: int
    frames: int
    card: str
    """The picture's drawing, in `cards.py`; "" for sound alone."""
    label: str
    """Burnt in, top left."""
    speech: bool
    """A take of the rushes; others have no speech."""
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """Red, green and blue of the light."""
    digital_source: str = ""
    """The IPTC's digital source type that the file says of itself; "" = it says nothing."""


@dataclass(frozen=True)
class Utterance:
    """A spoken line: its words with the first and last frame (exclusive) in which they are heard, from the file's start."""

    take: str
    language: str
    speaker: str
    text: str
    start: int
    end: int


def frames(label: str) -> int:
    """The count of frames that a non-drop timecode names."""
    hours, minutes, seconds, rest = (int(field) for field in label.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * NOMINAL + rest


def label(count: int) -> str:
    """The non-drop timecode of a count of frames."""
    seconds, rest = divmod(count, NOMINAL)
    return f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{rest:02}"


_STARTS = {
    "A001C001_S012T01": ("10:12:03:05", "kitchen-wide"),
    "A001C002_S012T02": ("10:14:41:18", "kitchen-paul"),
    "A001C003_S012T03": ("10:17:20:02", "kitchen-claire"),
    "A001C004_S007T01": ("11:03:12:11", "platform-wide"),
    "A001C005_S007T02": ("11:05:50:00", "platform-wide"),
    "A001C006_S007T03": ("11:08:31:21", "platform-claire"),
    "B001C001_S004T01": ("14:22:07:13", "kitchen-claire"),
    "B001C002_S004T02": ("14:25:44:06", "kitchen-paul"),
    "B001C003_S004T03": ("14:28:19:23", "kitchen-wide"),
    "B001C004_S009T01": ("15:40:02:17", "platform-claire"),
    "B001C005_S009T02": ("15:42:33:09", "platform-wide"),
    "B001C006_S009T03": ("15:45:58:20", "platform-claire"),
}
_PICTURES = {
    "C001C001_RIVER": ("08:05:10:00", 240, "river"),
    "C001C002_LETTER": ("08:21:44:12", 168, "letter"),
    "C001C003_CLOCK": ("08:33:02:07", 168, "clock"),
    "C001C004_HOUSE": ("08:47:20:15", 192, "house"),
}
_THEME = ("M001_THEME", 66 * NOMINAL)
GENERATED_CLIP = "C001C002_LETTER"
"""In the story, a model wrote the letter's hand: its file says so, and the production declares it. Nothing here did."""
_GENERATED = "compositeWithTrainedAlgorithmicMedia"


@cache
def rushes() -> dict[str, Any]:
    """What is said in each take, with the time of every word, as the synthesiser spoke it."""
    takes: dict[str, Any] = json.loads((RUSHES / "truth.json").read_text(encoding="utf-8"))["takes"]
    return takes


@cache
def sources() -> dict[str, Source]:
    """Every file of `media/`, by its name without the suffix."""
    found = {name: _take(name) for name in _STARTS}
    for name, (start, length, card) in _PICTURES.items():
        reel, what = name.split("_")
        mark = _GENERATED if name == GENERATED_CLIP else ""
        label = f"{reel}  {what}"
        found[name] = Source(name, f"{name}.mov", reel, frames(start), length, card, label, False, digital_source=mark)
    name, length = _THEME
    found[name] = Source(name, f"{name}.wav", "M001", 0, length, "", "", False)
    return found


def _take(name: str) -> Source:
    start, card = _STARTS[name]
    reel, slate = name.split("_")
    length = -int(-Fraction(str(rushes()[name]["duration_s"])) * RATE // 1)
    scene, take = int(slate[1:4]), int(slate[5:7])
    if rushes()[name]["language"] == "fr":
        text, tint = f"{reel}  SÉQUENCE {scene}  PRISE {take}", (1.12, 0.98, 0.80)
    else:
        text, tint = f"{reel}  SCENE {scene}  TAKE {take}", (1.0, 1.0, 1.0)
    return Source(name, f"{name}.mov", reel, frames(start), length, card, text, True, tint)


def utterances(take: str) -> list[Utterance]:
    """The lines of a take in order; the first is its slate."""
    entry = rushes()[take]
    return [
        Utterance(take, entry["language"], one["speaker"], one["text"], _floor(one["start_s"]), _ceil(one["end_s"]))
        for one in entry["utterances"]
    ]


def _floor(seconds: float) -> int:
    return int(Fraction(str(seconds)) * RATE // 1)


def _ceil(seconds: float) -> int:
    return -int(-Fraction(str(seconds)) * RATE // 1)
