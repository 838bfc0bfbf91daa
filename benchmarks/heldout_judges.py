"""The limits of a profile worked out a second time, from its file alone, to judge captions beside the product's own checks.

Nothing here uses `picturelock`: profiles are read with `tomllib`, and times are fractions of a second. A limit in seconds that
no whole number of frames keeps is allowed half a frame where two limits meet (a gap to be closed, the zone of a picture cut).
What a text alone does not show is left out: the width of a picture that a line takes.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "core" / "picturelock" / "profiles"
_NUMBER = re.compile(r"(\d+(?:[./]\d+)?) *([a-z%]+)")
_NO_WORDS = ("-", "–", "—", "♪", "♫", "#")
_DASHES = {"-Text": "-", "- Text": "- ", "– Text": "– "}


@dataclass(frozen=True)
class Shown:
    """A caption as a viewer sees it; seconds. `said`: when its first word starts and its last one ends. `turns`: speakers."""

    name: str
    start: Fraction
    end: Fraction
    lines: tuple[str, ...]
    said: tuple[Fraction, Fraction]
    turns: int

    @property
    def seconds(self) -> Fraction:
        return self.end - self.start


@cache
def tables(profile: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The limits and the conventions of a profile for subtitles, as its file and those that it extends write them."""
    data = tomllib.loads((FOLDER / f"{profile}.toml").read_text(encoding="utf-8"))
    limits, style = tables(data["extends"]) if "extends" in data else ({}, {})
    own = {name: entry["limit"] for name, entry in data.get("limits", {}).items()}
    return {**limits, **own}, {**style, **{name: entry["says"] for name, entry in data.get("style", {}).items()}}


def judged(shown: Sequence[Shown], profile: str, fps: Fraction, cuts: Sequence[Fraction]) -> Iterator[tuple[str, str]]:
    """The name of a limit and of the caption that breaks it."""
    limits, style = tables(profile)
    for one in shown:
        yield from ((name, one.name) for name in _alone(one, limits, style, fps))
    for before, after in pairwise(shown):
        yield from ((name, after.name) for name in _between(before, after, limits, fps, cuts))
    yield from _at_cuts(shown, limits, fps, sorted(cuts))


def _alone(one: Shown, limits: Mapping[str, str], style: Mapping[str, str], fps: Fraction) -> Iterator[str]:
    widths = [_width(line) for line in one.lines]
    words = sum(word not in _NO_WORDS for line in one.lines for word in line.split())
    most = {
        "max_characters": max(widths),
        "max_lines": len(widths),
        "max_rows": len(widths),
        "max_duration": one.seconds,
    }
    yield from (name for name, value in most.items() if name in limits and value > _amount(limits[name], fps))
    if (one.start * fps).denominator != 1 or (one.end * fps).denominator != 1:
        yield "frames"
    if one.seconds < _amount(limits.get("min_duration", "0 s"), fps):
        yield "min_duration"
    needs = {
        "max_cps": sum(widths) / _amount(limits.get("max_cps", "1000 cps"), fps),
        "max_wpm": 60 * words / _amount(limits.get("max_wpm", "9000 wpm"), fps),
        "min_per_word": words * _amount(limits.get("min_per_word", "0 s"), fps),
        "reading_table": _by_table(sum(widths), limits),
    }
    yield from (name for name, needed in needs.items() if one.seconds < needed)
    if "late" in limits and one.start - one.said[0] > _amount(limits["late"], fps):
        yield "late"
    if "early" in limits and one.said[0] - one.start > _amount(limits["early"], fps):
        yield "early"
    stays = max(one.said[0] + _amount(limits.get("min_duration", "0 s"), fps), one.said[1])
    if "hang" in limits and one.end - stays > _amount(limits["hang"], fps) + 1 / fps:
        yield "hang"
    opening = _DASHES.get(style.get("dual_speaker", ""))
    if one.turns > 1 and opening and not all(line.startswith(opening) for line in one.lines):
        yield "dual_speaker"
    if style.get("characters") in ("cea-608", "teletext") and any(
        sign in line for line in one.lines for sign in "\xa0\u202f"
    ):
        yield "characters"


def _between(
    before: Shown, after: Shown, limits: Mapping[str, str], fps: Fraction, cuts: Sequence[Fraction]
) -> Iterator[str]:
    gap, half = after.start - before.end, 1 / fps / 2
    least, closed = (_amount(limits.get(name, "0 s"), fps) for name in ("min_gap", "close_gap"))
    if gap < 0:
        yield "overlap"
    elif gap < least:
        yield "min_gap"
    # One that goes before a picture cut leaves a gap up to the caption behind it.
    elif least + half < gap < closed - half and not any(before.end <= cut <= after.start for cut in cuts):
        yield "close_gap"


def _at_cuts(
    shown: Sequence[Shown], limits: Mapping[str, str], fps: Fraction, cuts: Sequence[Fraction]
) -> Iterator[tuple[str, str]]:
    zone, gap, half = (
        _amount(limits.get("cut_zone", "0 s"), fps),
        _amount(limits.get("min_gap", "0 s"), fps),
        1 / fps / 2,
    )
    starts = [Fraction(round(cut * fps)) / fps for cut in cuts] if zone else []
    for at, one in enumerate(shown):
        near = starts[bisect_left(starts, one.start - zone) : bisect_left(starts, one.start + zone)]
        if near and one.start not in near and min(abs(cut - one.start) for cut in near) < zone - half:
            yield "in near a cut", one.name
        if at + 1 < len(shown) and shown[at + 1].start - one.end <= gap + half:
            continue
        near = starts[bisect_left(starts, one.end - zone) : bisect_left(starts, one.end + zone)]
        if near and one.end + gap not in near and min(abs(cut - one.end) for cut in near) < zone - half:
            yield "out near a cut", one.name


def _by_table(characters: int, limits: Mapping[str, str]) -> Fraction:
    """Seconds that a table of reading times asks for, in straight lines between its steps."""
    if "reading_table" not in limits:
        return Fraction(0)
    steps = [(0, Fraction(0))]
    steps += [(int(a), Fraction(b)) for a, b in re.findall(r"(\d+)/(\d+)", limits["reading_table"])]
    counted = characters / (1 + _amount(limits.get("reading_tolerance", "0 %"), Fraction(1)) / 100)
    for (a, low), (b, high) in pairwise(steps):
        if counted <= b:
            return low + (counted - a) * (high - low) / (b - a)
    last, seconds = steps[-1]
    speed = _amount(limits["reading_beyond"], Fraction(1)) if "reading_beyond" in limits else last / seconds
    return seconds + (counted - last) / speed


def _amount(text: str, fps: Fraction) -> Fraction:
    """Times in seconds; anything else as it is counted."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError(text)
    number = Fraction(found[1])
    return number / 1000 if found[2] == "ms" else number / fps if found[2] == "f" else number


def _width(line: str) -> int:
    return sum(
        not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf"
        for sign in unicodedata.normalize("NFC", line)
    )
