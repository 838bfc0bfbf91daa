"""Profiles: the limits that captions keep, as data (`profiles/ID.toml`). No limit is a literal in code.

    title = "Netflix, English"
    extends = "netflix"                      # limits that this file does not name
    languages = ["en"]
    spacing = "fr-FR"                        # French punctuation: "fr-FR", "fr-CA"; left out for other languages

    [limits]
    max_cps = { limit = "20 cps", source = "whose rule, where", read = 2026-09-26 }
    [sdh]                                    # where subtitles for the deaf and hard of hearing differ
    max_cps = { limit = "20 cps", source = "...", status = "unconfirmed" }

A limit without a source, or with neither the date it was read nor a status, is refused.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from picturelock.cues import Kind
from picturelock.errors import UnknownName
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, nearest

NAMES: tuple[str, ...] = ("netflix", "netflix-en", "netflix-fr", "netflix-fr-ca", "social-9x16")
"""Every profile there is; the tests compare it with the folder."""

SPACINGS = ("", "fr-FR", "fr-CA")
TIME_UNITS = ("s", "ms", "f")
UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "max_characters": ("characters",),
        "max_lines": ("lines",),
        "max_cps": ("cps",),
        "min_duration": TIME_UNITS,
        "max_duration": TIME_UNITS,
        "min_gap": TIME_UNITS,
        "close_gap": TIME_UNITS,
        "linger": TIME_UNITS,
        "cut_zone": TIME_UNITS,
        "max_wpm": ("wpm",),
        "min_per_word": TIME_UNITS,
        "early": TIME_UNITS,
        "late": TIME_UNITS,
        "hang": TIME_UNITS,
        "bytes_per_frame": ("bytes",),
    }
)
"""The limits there are, in the order in which people are shown them, and the units that each may have.

max_characters: of a line; spaces and punctuation count. max_cps: characters per second, counted the same way.
close_gap: a gap between two captions that is shorter than this is closed to min_gap. linger: how long a caption may stay
after the last word. cut_zone: how near a picture cut the start or end of a caption is moved to it. max_wpm: words per
minute. min_per_word: time that each word needs. early, late: how long before or after its first word a caption may come.
hang: how long after its last word it may go. bytes_per_frame: what a channel carries, which makes captions take time to build.
"""

CONVENTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "dual_speaker": ("-Text", "- Text", "– Text", ">> Text", "colour", "none"),
        "ellipsis": ("…", "..."),
        "interruption": ("--", "…", "...", "—", "–"),
        "numbers": ("1-10", "1-9", "figures", "any"),
        "sound_label": ("[sound]", "(sound)", "[SOUND]", "(SOUND)", "SOUND"),
        "speaker_label": ("[Name]", "[NAME]", "(Name)", "(NAME)", "NAME:", "Name:", "colour", "none"),
        "music": ("♪ text ♪", "♫ text ♫", "♪ text", "# text #"),
        "characters": ("any", "netflix", "latin", "cea-608", "teletext"),
        "italics": ("yes", "no"),
        "colours": ("none", "bbc", "sme"),
        "position": ("any", "top or bottom", "bottom"),
    }
)
"""The conventions there are, and what each may say.

dual_speaker: how the lines of two people in one caption open. interruption: what ends a line that is cut off. numbers: which
are written in words. characters: the set that the carrier holds. colours: the scheme that colours follow.
"""

_QUANTITY = re.compile(r"(\d{1,6}(?:\.\d{1,6}|/[1-9]\d{0,5})?)\s*([a-z]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount with its unit, as a limit is written: "42 characters", "20 cps", "5/6 s", "2 f"."""

    amount: Fraction
    unit: str

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Raises ValueError for anything but a number, a fraction or a decimal, and a unit."""
        match = _QUANTITY.fullmatch(text.strip())
        if match is None:
            raise ValueError(
                f"{text!r} is not a limit; expected a number and a unit, such as 42 characters, 5/6 s or 2 f"
            )
        return cls(Fraction(match[1]), match[2])

    def flicks(self, rate: FrameRate) -> Flicks:
        """A duration at a frame rate, to the nearest flick. Raises ValueError if it is none."""
        per_unit = {"s": FLICKS_PER_SECOND, "ms": FLICKS_PER_SECOND // 1000, "f": rate.frame}.get(self.unit)
        if per_unit is None:
            raise ValueError(f"{self.unit} is not a unit of time")
        return nearest(self.amount * per_unit)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit, whose it is, and when it was read there."""

    name: str
    """As in `UNITS`; "sdh.max_cps" for one that holds for SDH only."""
    text: str
    quantity: Quantity
    source: str
    confirmed: bool
    """False: nobody could read it at its source; it can only warn."""


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

    def reading_time(self, characters: int, words: int) -> Flicks:
        """The shortest time in which text may be read, by whichever limit asks for most; rounded up to a flick."""
        times = [0]
        if self.max_cps:
            times.append(-(-characters * FLICKS_PER_SECOND * self.max_cps.denominator // self.max_cps.numerator))
        if self.max_wpm:
            times.append(-(-words * 60 * FLICKS_PER_SECOND * self.max_wpm.denominator // self.max_wpm.numerator))
        if self.min_per_word:
            times.append(words * self.min_per_word)
        return max(times)


@dataclass(frozen=True, slots=True)
class Convention:
    """How a client wants something written, whose rule it is, and when it was read there."""

    name: str
    """As in `CONVENTIONS`."""
    text: str
    """One of what `CONVENTIONS` allows."""
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """The limits of one client or platform."""

    id: str
    title: str
    languages: tuple[str, ...]
    """Primary languages it was written for; empty = any."""
    spacing: str
    """French punctuation spacing: "fr-FR", "fr-CA", or "" for other languages."""
    general: Mapping[str, Limit]
    sdh: Mapping[str, Limit]
    """Where SDH differs."""
    style: Mapping[str, Convention] = field(default_factory=lambda: MappingProxyType({}))
    """By name; what the client does not state is left out."""

    def says(self, convention: str) -> str:
        """What the profile says of a convention, or "" where it says nothing. Raises KeyError for one there is not."""
        if convention not in CONVENTIONS:
            raise KeyError(convention)
        found = self.style.get(convention)
        return found.text if found else ""

    def limits(self) -> Iterator[Limit]:
        """Every limit, as people are shown them."""
        for name in UNITS:
            if name in self.general:
                yield self.general[name]
            if name in self.sdh:
                yield self.sdh[name]

    def at(self, rate: FrameRate, kind: Kind = "sub") -> Limits:
        """The limits that hold for one kind of captions at a frame rate; times are exact, not whole frames."""
        chosen = {**self.general, **(self.sdh if kind == "sdh" else {})}

        def time(name: str) -> Flicks | None:
            return chosen[name].quantity.flicks(rate) if name in chosen else None

        def count(name: str) -> int | None:
            return int(chosen[name].quantity.amount) if name in chosen else None

        return Limits(
            by_name=MappingProxyType(chosen),
            max_characters=count("max_characters"),
            max_lines=count("max_lines"),
            max_cps=chosen["max_cps"].quantity.amount if "max_cps" in chosen else None,
            min_duration=time("min_duration"),
            max_duration=time("max_duration"),
            min_gap=time("min_gap") or 0,
            close_gap=time("close_gap") or 0,
            linger=time("linger") or 0,
            cut_zone=time("cut_zone") or 0,
            max_wpm=chosen["max_wpm"].quantity.amount if "max_wpm" in chosen else None,
            min_per_word=time("min_per_word"),
            early=time("early"),
            late=time("late"),
            hang=time("hang"),
            bytes_per_frame=chosen["bytes_per_frame"].quantity.amount if "bytes_per_frame" in chosen else None,
        )


def names() -> tuple[str, ...]:
    """The ids of all profiles."""
    return NAMES


@cache
def load(profile_id: str) -> Profile:
    """A profile by its id. Raises UnknownName, listing those there are."""
    if profile_id not in NAMES:
        raise UnknownName("caption profile", profile_id, NAMES)
    text = files("picturelock").joinpath("profiles", f"{profile_id}.toml").read_text(encoding="utf-8")
    return from_toml(profile_id, tomllib.loads(text))


def from_toml(profile_id: str, data: Mapping[str, Any]) -> Profile:
    """A profile from its file's tables. Raises ValueError naming the key at fault: these files are ours, and tested."""
    unknown = set(data) - {"title", "extends", "languages", "spacing", "limits", "sdh"}
    if unknown:
        raise ValueError(f"{profile_id}: {', '.join(sorted(unknown))} is not a key of a profile")
    parent = load(data["extends"]) if "extends" in data else None
    own, own_sdh = _limits(data.get("limits", {}), profile_id, ""), _limits(data.get("sdh", {}), profile_id, "sdh.")
    spacing = data.get("spacing", parent.spacing if parent else "")
    if spacing not in SPACINGS:
        raise ValueError(f"{profile_id}: spacing is {spacing!r}; expected one of {SPACINGS}")
    profile = Profile(
        profile_id,
        str(data["title"]),
        tuple(data.get("languages", ())),
        spacing,
        MappingProxyType(own),
        MappingProxyType(own_sdh),
    )
    if parent is None:
        return profile
    return replace(
        profile, general=MappingProxyType({**parent.general, **own}), sdh=MappingProxyType({**parent.sdh, **own_sdh})
    )


def _limits(table: Mapping[str, Any], profile_id: str, prefix: str) -> dict[str, Limit]:
    return {name: _limit(name, entry, f"{profile_id}: {prefix}{name}", prefix) for name, entry in table.items()}


def _limit(name: str, entry: Mapping[str, Any], where: str, prefix: str) -> Limit:
    if name not in UNITS:
        raise ValueError(f"{where} is not a limit; expected one of {', '.join(UNITS)}")
    unknown = set(entry) - {"limit", "source", "read", "status"}
    if unknown:
        raise ValueError(f"{where} has {', '.join(sorted(unknown))}; expected limit, source, and read or status")
    quantity = Quantity.parse(entry["limit"])
    if quantity.unit not in UNITS[name]:
        raise ValueError(f"{where} is in {quantity.unit}; expected {' or '.join(UNITS[name])}")
    source, read, status = str(entry.get("source", "")).strip(), entry.get("read"), entry.get("status")
    if not source:
        raise ValueError(f"{where} has no source")
    if status not in (None, "unconfirmed") or (status is None) != isinstance(read, dt.date):
        raise ValueError(f'{where} needs either read (the date it was read) or status = "unconfirmed"')
    whose = f"{source}, read {read.isoformat()}" if isinstance(read, dt.date) else source
    return Limit(prefix + name, entry["limit"], quantity, whose, status is None)
