"""The page of a change list: both cuts drawn one above the other, every change coloured, and the table of events below.

One HTML file that needs nothing else and fetches nothing. A list of usual length is all in it as text, and scripts only add
zoom and filters; a long one is data, which the page draws where somebody looks (`change_page_data`).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from picturelock.times import FrameRate
from picturelock.wording import table

TEMPLATE, STYLE, SCRIPT, LONG_SCRIPT = (
    "change_page.html.j2", "change_page.css", "change_page.js", "change_page_long.js"
)  # fmt: skip
LONG = 400
"""A list of more events than this is drawn by the page."""
LANE, BAND = 30, 90
"""Pixels: the height of a track, and of the band in which the cuts are joined."""
MARKS: Mapping[str, str] = MappingProxyType(
    {
        "new": "+", "removed": "−", "replaced": "≠", "version": "v", "split": "÷", "joined": "∪", "moved": "⇄",
        "retracked": "↕", "reversed": "◂", "retimed": "%", "slipped": "~", "head": "[", "tail": "]", "transition": "×",
        "switched": "○", "shifted": "›", "unchanged": "", "caption-new": "+", "caption-removed": "−",
        "caption-cut": "×", "caption-split": "÷", "caption-joined": "∪",
        "caption-changed": "≠", "caption-retimed": "↔", "caption-moved": "›", "caption-unchanged": "",
    }
)  # fmt: skip
"""A sign beside each colour: not everyone sees the latter."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A shot as it is drawn. `left` and `width` are percent of the longer cut."""

    event: int
    kind: str
    label: str
    says: str
    """What the pointer is told."""
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A transition or a stretch of black as it is drawn over a track. `left` and `width` are percent of the longer cut."""

    says: str
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A track as it is drawn."""

    track: str
    clips: tuple[Clip, ...]
    fades: tuple[Stretch, ...] = ()
    black: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """The joint of a shot's two places, in thousandths of a percent of the longer cut."""

    event: int
    kind: str
    old_left: int
    old_right: int
    new_left: int
    new_right: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A timecode on a ruler, at percent of the longer cut."""

    left: str
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A transition, or else black, on a track: frames since the cut's first."""

    track: str
    start: int
    frames: int
    black: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """One of the cuts."""

    name: str
    file: str
    facts: str
    """Rate, start, length."""
    rate: FrameRate
    drop: bool
    first: int
    """The frame that its timecode starts at, as `Timecode` counts."""
    frames: int
    tracks: tuple[str, ...]
    """From top to bottom."""
    ticks: tuple[Tick, ...] = ()
    lanes: tuple[Lane, ...] = ()
    """Of `tracks`; ticks and lanes of a long list are left to the page."""
    marks: tuple[Mark, ...] = ()
    """Transitions and black, for the page that draws by itself."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an event is in one of the cuts: frames since the cut's first."""

    track: str
    clip: str
    start: int
    frames: int


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the table."""

    number: int
    kind: str
    what: str
    track: str
    clip: str
    reel: str
    old: str
    new: str
    frames: str
    why: str
    because: str
    was: Stand | None
    now: Stand | None
    edl: str = ""
    """Its numbers in the old and the new edit decision list."""


@dataclass(frozen=True, slots=True)
class MarkerRow:
    """A marker that changed."""

    what: str
    name: str
    old: str
    new: str
    note: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many events are of a kind."""

    kind: str
    name: str
    count: int
    quiet: bool
    """Hidden at first: nobody has to do anything about them."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Everything on the page, in words."""

    title: str
    """How many shots changed."""
    headline: str
    old: Drawn
    new: Drawn
    links: tuple[Link, ...]
    events: tuple[Event, ...]
    counts: tuple[Count, ...]
    facts: tuple[str, ...] = ()
    """What else holds of the whole list, in sentences: handles, another start, gaps."""
    markers: tuple[MarkerRow, ...] = ()

    @property
    def numbered(self) -> bool:
        """True where a cut is from a list that numbers its events."""
        return any(event.edl for event in self.events)

    @property
    def long(self) -> bool:
        """True where the page itself draws the list."""
        return len(self.events) > LONG


def render(page: ChangePage, language: str = "en") -> str:
    """The whole page, in a language of the interface. Every text from outside is escaped."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    from picturelock.report.change_page_data import data

    words = table(language, "ui")["change_page"]
    style, script = _asset(STYLE), _asset(LONG_SCRIPT if page.long else SCRIPT)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_asset(TEMPLATE)).render(
        page=page,
        words=words,
        language=language,
        lane=LANE,
        band=BAND,
        marks=MARKS,
        data=Markup(data(page, words)) if page.long else "",
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _asset(name: str) -> str:
    return files("picturelock.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"
