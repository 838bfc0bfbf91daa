"""The limits that captions may have: their names, their units, and what they come to at a frame rate.

A table of reading times is written in steps, characters/seconds: "12/1 20/2 36/3 60/4 characters/s" allows 12 characters in
one second, 20 in two. Between two steps the time grows in a straight line, from nothing to the first as well; after the last
it grows as `reading_beyond` says, or at the speed that the last step comes to. `reading_tolerance` allows so much more text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from picturelock.catalogue import TIME_UNITS, EntryError, Limit, Quantity, Step, read_limit, read_sourced
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, divide_ceil

UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "max_characters": ("characters",),
        "max_width": ("%",),
        "max_lines": ("lines",),
        "max_rows": ("rows",),
        "max_cps": ("cps",),
        "max_cps_child": ("cps",),
        "max_wpm": ("wpm",),
        "max_wpm_child": ("wpm",),
        "reading_table": ("characters/s",),
        "reading_tolerance": ("%",),
        "reading_beyond": ("cps",),
        "min_per_word": TIME_UNITS,
        "min_duration": TIME_UNITS,
        "max_duration": TIME_UNITS,
        "min_gap": TIME_UNITS,
        "close_gap": TIME_UNITS,
        "linger": TIME_UNITS,
        "cut_zone": TIME_UNITS,
        "early": TIME_UNITS,
        "late": TIME_UNITS,
        "hang": TIME_UNITS,
        "bytes_per_frame": ("bytes",),
    }
)
"""The limits there are, in the order in which people are shown them, and the units that each may have.

max_characters: of a line; spaces and punctuation count. max_width: of a line, in the width of the picture. max_rows: of the
carrier's grid, from which a caption takes its lines. max_cps: characters per second, counted like max_characters.
max_cps_child, max_wpm_child: in programmes for children. max_wpm: words per minute. min_per_word: time that each word needs.
close_gap: a gap between two captions that is shorter than this is closed to min_gap. linger: how long a caption may stay
after the last word. cut_zone: how near a picture cut the start or end of a caption is moved to it. early, late: how long
before or after its first word a caption may come. hang: how long after its last word it may go. bytes_per_frame: what a
channel carries, which makes captions take time to build.
"""
FACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "accuracy": ("%",),
        "live_accuracy": ("%",),
        "live_ner": ("%",),
        "live_lag": TIME_UNITS,
        "live_lines": ("lines",),
    }
)
"""What a client asks for beyond the captions of one file: people are shown it, nothing is judged by it.

accuracy: of captions made beforehand, against what is said. live_accuracy, live_ner: of live captions, in words or by the
NER model. live_lag: their mean delay. live_lines: how many lines they may have.
"""

MAY_BE_NONE = frozenset({"min_gap", "close_gap", "linger", "cut_zone", "early", "late", "hang", "reading_tolerance"})
"""Limits that may be 0; any other limit of 0 would forbid every caption, or none."""
MOST_STEPS = 20
MOST_CHARACTERS = 1000
"""Of a table of reading times: more than any caption holds."""

_TABLE = re.compile(r"\d{1,4}/\d{1,4}(?: \d{1,4}/\d{1,4}){0,40} characters/s", re.ASCII)
_CHILD = {"max_cps": "max_cps_child", "max_wpm": "max_wpm_child"}


def read_limits(table: Mapping[str, Any], prefix: str = "") -> dict[str, Limit]:
    """The limits of one table of a profile. Raises EntryError. prefix: of the table's own limits, "sdh."."""
    return {name: _checked(_read(name, entry, prefix), name) for name, entry in table.items()}


def _read(name: str, entry: Any, prefix: str) -> Limit:
    if name != "reading_table":
        return read_limit(name, entry, UNITS, prefix)
    key = prefix + name
    text, source, confirmed = read_sourced(key, entry, "limit")
    if not _TABLE.fullmatch(text):
        raise EntryError(key, f"= {text!r:.60} is not a table; expected steps such as 12/1 20/2 36/3 characters/s")
    steps = tuple(Step(int(a), Fraction(b)) for a, b in re.findall(r"(\d+)/(\d+)", text))
    stairs = (Step(0, Fraction(0)), *steps)
    if not all(a.characters < b.characters and a.seconds < b.seconds for a, b in pairwise(stairs)):
        raise EntryError(key, "has steps that do not grow; expected more characters in more time, step by step")
    if len(steps) > MOST_STEPS or steps[-1].characters > MOST_CHARACTERS:
        raise EntryError(key, f"has more than {MOST_STEPS} steps, or more than {MOST_CHARACTERS} characters")
    speed = Quantity(steps[-1].characters / steps[-1].seconds, "cps")
    return Limit(key, text, speed, source, confirmed, steps)


def _checked(limit: Limit, name: str) -> Limit:
    amount, unit = limit.amount, limit.unit
    if amount == 0 and name not in MAY_BE_NONE:
        raise EntryError(limit.name, "is 0, which no caption can keep; leave the limit out where there is none")
    if unit in ("characters", "lines", "rows") and amount.denominator != 1:
        raise EntryError(limit.name, f"is {limit.text!r}; expected a whole number of {unit}")
    if unit == "%" and amount > 100:
        raise EntryError(limit.name, f"is {limit.text!r}; expected at most 100 %")
    return limit


def require_coherent(limits: Mapping[str, Limit], key: str) -> None:
    """Raise EntryError for limits that no caption can keep together, or that say nothing without another."""
    film = FrameRate(24)
    if {"min_duration", "max_duration"} <= set(limits):
        least, most = (limits[name].quantity.flicks(film) for name in ("min_duration", "max_duration"))
        if least > most:
            raise EntryError(f"{key}max_duration", "is shorter than min_duration")
    for name in ("reading_tolerance", "reading_beyond"):
        if name in limits and "reading_table" not in limits:
            raise EntryError(key + name, "stands alone; expected a reading_table that it belongs to")


@dataclass(frozen=True, slots=True)
class Limits:
    """A profile's limits at one frame rate. None = no such limit."""

    by_name: Mapping[str, Limit]
    max_characters: int | None
    max_lines: int | None
    max_cps: Fraction | None
    min_duration: Flicks | None
    max_duration: Flicks | None
    min_gap: Flicks
    close_gap: Flicks
    linger: Flicks
    cut_zone: Flicks
    max_wpm: Fraction | None = None
    min_per_word: Flicks | None = None
    early: Flicks | None = None
    late: Flicks | None = None
    hang: Flicks | None = None
    bytes_per_frame: Fraction | None = None
    max_width: Fraction | None = None
    """Share of the picture's width, 0 to 1."""
    max_rows: int | None = None
    reading_table: tuple[Step, ...] = ()
    reading_tolerance: Fraction = Fraction(0)
    """Share of text beyond the table that is still allowed: 1/5."""
    reading_beyond: Fraction | None = None
    """Characters per second after the table's last step."""
    _per_character: tuple[int, int] = field(init=False, repr=False, compare=False)
    _per_word: tuple[int, int] = field(init=False, repr=False, compare=False)
    """Flicks, as numerator and denominator: `reading_time` is asked millions of times, and integers are fast."""
    _table: tuple[Flicks, ...] = field(init=False, repr=False, compare=False)
    """Time for 0, 1, 2 ... characters, up to the table's last step."""
    _beyond: tuple[int, int, int] = field(init=False, repr=False, compare=False)
    """Time for n characters after it: (n x first + second) / third."""

    def __post_init__(self) -> None:
        per_character = FLICKS_PER_SECOND / self.max_cps if self.max_cps else Fraction(0)
        by_rate = 60 * FLICKS_PER_SECOND / self.max_wpm if self.max_wpm else Fraction(0)
        table, beyond = _times(self.reading_table, 1 + self.reading_tolerance, self.reading_beyond)
        derived = {
            "_per_character": per_character.as_integer_ratio(),
            "_per_word": max(by_rate, Fraction(self.min_per_word or 0)).as_integer_ratio(),
            "_table": table,
            "_beyond": beyond,
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def reading_time(self, characters: int, words: int) -> Flicks:
        """The shortest time in which text may be read, by whichever limit asks for most; rounded up to a flick."""
        flicks, per = self._per_character
        other, each = self._per_word
        time = max(-(-characters * flicks // per), -(-words * other // each))
        return max(time, self._by_table(characters)) if self._table else time

    def reading_limit(self, characters: int, words: int) -> str:
        """The name of the limit that asks for that time; "" where none asks for any."""
        asks = {
            "max_cps": characters * FLICKS_PER_SECOND / self.max_cps if self.max_cps else 0,
            "reading_beyond": self._by_table(characters) if characters >= len(self._table) else 0,
            "reading_table": self._by_table(characters) if self._table else 0,
            "max_wpm": words * 60 * FLICKS_PER_SECOND / self.max_wpm if self.max_wpm else 0,
            "min_per_word": words * (self.min_per_word or 0),
        }
        most = max((name for name in asks if name in self.by_name), key=lambda name: asks[name], default="")
        return most if most and asks[most] else ""

    def _by_table(self, characters: int) -> Flicks:
        if characters < len(self._table):
            return self._table[characters]
        slope, base, divisor = self._beyond
        return -(-(characters * slope + base) // divisor)


def limits_at(chosen: Mapping[str, Limit], rate: FrameRate, audience: str) -> Limits:
    """The limits at a frame rate; times are exact, not whole frames."""
    held = {name: limit for name, limit in chosen.items() if name not in _CHILD.values()}
    if audience == "child":
        held |= {name: chosen[child] for name, child in _CHILD.items() if child in chosen}

    def time(name: str) -> Flicks | None:
        return held[name].quantity.flicks(rate) if name in held else None

    def count(name: str) -> int | None:
        return int(held[name].amount) if name in held else None

    def amount(name: str) -> Fraction | None:
        return held[name].amount if name in held else None

    table, width = held.get("reading_table"), amount("max_width")
    return Limits(
        by_name=MappingProxyType(held),
        max_characters=count("max_characters"),
        max_lines=count("max_lines"),
        max_cps=amount("max_cps"),
        min_duration=time("min_duration"),
        max_duration=time("max_duration"),
        min_gap=time("min_gap") or 0,
        close_gap=time("close_gap") or 0,
        linger=time("linger") or 0,
        cut_zone=time("cut_zone") or 0,
        max_wpm=amount("max_wpm"),
        min_per_word=time("min_per_word"),
        early=time("early"),
        late=time("late"),
        hang=time("hang"),
        bytes_per_frame=amount("bytes_per_frame"),
        max_width=width / 100 if width is not None else None,
        max_rows=count("max_rows"),
        reading_table=table.steps if table else (),
        reading_tolerance=(amount("reading_tolerance") or Fraction(0)) / 100,
        reading_beyond=amount("reading_beyond"),
    )


def _times(
    steps: Sequence[Step], allowed: Fraction, beyond: Fraction | None
) -> tuple[tuple[Flicks, ...], tuple[int, int, int]]:
    """Reading times by count of characters, and those after the last step. allowed: text that counts as one."""
    if not steps:
        return (), (0, 0, 1)
    known = (Step(0, Fraction(0)), *steps)
    last = known[-1]
    times = []
    for characters in range(int(last.characters * allowed) + 1):
        counted = characters / allowed
        a, b = next((a, b) for a, b in pairwise(known) if counted <= b.characters)
        part = (counted - a.characters) / (b.characters - a.characters)
        exact = FLICKS_PER_SECOND * (a.seconds + part * (b.seconds - a.seconds))
        times.append(divide_ceil(exact.numerator, exact.denominator))
    speed = beyond or last.characters / last.seconds
    slope, base = FLICKS_PER_SECOND / (allowed * speed), FLICKS_PER_SECOND * (last.seconds - last.characters / speed)
    divisor = slope.denominator * base.denominator
    return tuple(times), (int(slope * divisor), int(base * divisor), divisor)
