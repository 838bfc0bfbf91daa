"""What captions are held against a profile with: the captions, frame by frame, and all that is known around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

from picturelock.cues import Captions, Cue
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.formats.cea608.text import columns
from picturelock.glossary import Glossary
from picturelock.profiles import Limits, Profile
from picturelock.spoken import RecordWord
from picturelock.subtitling.typography import count_characters
from picturelock.times import Flicks, FrameRate, Span, divide_nearest

# Signs of which each is one character, alone and beside any other of them: no combining mark, nothing invisible.
_SINGLE = re.compile(r"[\x00-\xac\xae-\u02ff\u2010-\u2027\u202f\u2030-\u205e\u20ac\u2669-\u266f]*")


@dataclass(frozen=True, slots=True)
class Event:
    """A caption with what every rule asks of it, worked out once. Times are whole frames of the cut, each the nearest."""

    number: int
    """Its place among the captions, from 0."""
    cue: Cue
    """With an id: the number, from 1, where the file gave none."""
    lines: tuple[str, ...]
    """Plain text of the lines that hold any."""
    widths: tuple[int, ...]
    """Characters of each line, as `counter` counts them."""
    start: int
    end: int

    @property
    def frames(self) -> int:
        return self.end - self.start

    @property
    def characters(self) -> int:
        return sum(self.widths)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Graphic:
    """Text or a face that is in the picture and must not be covered."""

    span: Span
    """Record time."""
    top: float
    bottom: float
    """Height, 0 = top edge of the picture, 1 = bottom edge."""
    name: str = ""


@dataclass(frozen=True)
class Subject:
    """Captions of one file and everything that a rule may look at. What is None or empty is not known, and not judged."""

    captions: Captions
    profile: Profile
    rate: FrameRate
    file: str = ""
    """Named in the findings."""
    end: Flicks | None = None
    """Of the cut."""
    cuts: Sequence[Flicks] = ()
    """Record times of picture cuts, in order."""
    words: Sequence[RecordWord] | None = None
    """What is heard in the captions' language, in order; None where there is no transcript."""
    glossary: Glossary = field(default_factory=Glossary)
    graphics: Sequence[Graphic] = ()
    speech: Sequence[Span] | None = None
    """When anybody is heard to speak, in any language, in order and apart; also where nobody knows. None = not known at all."""

    @cached_property
    def limits(self) -> Limits:
        return self.profile.at(self.rate, self.captions.kind)

    @cached_property
    def language(self) -> str:
        """Primary language of the captions: "en", "fr"; "und" where nobody said."""
        return self.captions.language.lower().replace("_", "-").split("-")[0]

    @property
    def count(self) -> Callable[[str], int]:
        """How many characters a text has."""
        return counter(self.profile)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        frame, count = self.rate.frame, self.count
        count = _width if count is count_characters else count
        return tuple(_event(number, cue, frame, count) for number, cue in enumerate(self.captions.cues))

    @cached_property
    def page(self) -> Page:
        """The text of all captions, to be searched at once."""
        return Page(self.events)

    def finding(self, rule: str, event: Event, limit: str = "", source: str = "", /, **facts: Fact) -> Finding:
        """An error about one caption; a warning where its limit could not be confirmed.

        rule: without its trade. limit: the name of the profile's limit that is broken, which gives its text and source; else
        `source` says whose rule it is.
        """
        whose = self.limits.by_name.get(limit)
        cue = event.cue
        return Finding(
            f"captions.{rule}",
            "error",
            Place(file=self.file, record=self.span(event), cue=cue.id),
            {"cue": cue.id, **({"limit": whose.text} if whose else {}), **facts},
            whose.source if whose else source,
            unconfirmed=bool(whose and not whose.confirmed),
        )

    def remark(self, rule: str, event: Event, severity: Severity, source: str, /, **facts: Fact) -> Finding:
        """A finding about one caption that no limit of the profile made. rule: without its trade.

        source: whose rule it is, or the name of a convention of the profile, which then gives its text (`wanted`) and source.
        """
        convention = self.profile.style.get(source)
        cue = event.cue
        return Finding(
            f"captions.{rule}",
            severity,
            Place(file=self.file, record=self.span(event), cue=cue.id),
            {"cue": cue.id, **({"wanted": convention.text} if convention else {}), **facts},
            convention.source if convention else source,
            unconfirmed=bool(convention and not convention.confirmed),
        )

    def span(self, event: Event) -> Span:
        """An event's span, on whole frames."""
        return Span(self.rate.time_of(event.start), self.rate.time_of(event.end))


class Page:
    """The lines of all captions one after the other, so that a rule looks for what it minds in one search, not in thousands.

    Lines end with a line feed, captions with two; `^` and `$` of a multiline pattern are the ends of a line.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        texts = [event.text for event in events]
        self.text = "\n\n".join(texts)
        self._events = events
        self._starts = tuple(accumulate((len(text) + 2 for text in texts), initial=0))[:-1]
        self._counts: dict[re.Pattern[str], int] = {}

    def search(self, pattern: re.Pattern[str]) -> Iterator[tuple[Event, re.Match[str]]]:
        """Every match with the caption that it starts in; one that runs over into the next caption is left out."""
        starts, events, text = self._starts, self._events, self.text
        for match in pattern.finditer(text):
            at = bisect_right(starts, match.start()) - 1
            if events and (at + 1 == len(starts) or match.end() <= starts[at + 1] - 2):
                yield events[at], match

    def count(self, pattern: re.Pattern[str]) -> int:
        """How often a pattern is found; counted once."""
        if pattern not in self._counts:
            self._counts[pattern] = sum(1 for _ in pattern.finditer(self.text))
        return self._counts[pattern]

    def having(self, pattern: re.Pattern[str]) -> Iterator[Event]:
        """Every caption that a pattern is found in, once."""
        latest = None
        for event, _ in self.search(pattern):
            if event is not latest:
                latest = event
                yield event


def counter(profile: Profile) -> Callable[[str], int]:
    """How the characters of a line are counted: as a viewer does; on line 21 as they are sent, where "œ" is two columns."""
    return columns if profile.says("characters") == "cea-608" else count_characters


def _event(number: int, cue: Cue, frame: Flicks, count: Callable[[str], int]) -> Event:
    lines = tuple([line for line in cue.plain_lines if line and not line.isspace()])
    named = cue if cue.id else replace(cue, id=str(number + 1))
    start, end = divide_nearest(cue.span.start, frame), divide_nearest(cue.span.end, frame)
    return Event(number, named, lines, tuple(map(count, lines)), start, end)


def _width(line: str) -> int:
    return len(line) if line.isascii() or _SINGLE.fullmatch(line) else count_characters(line)
