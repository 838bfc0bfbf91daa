"""What captions are held against a profile with: the captions, frame by frame, and all that is known around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from picturelock.cues import Captions, Cue
from picturelock.findings import Fact, Finding, Place
from picturelock.glossary import Glossary
from picturelock.profiles import Limits, Profile
from picturelock.spoken import RecordWord
from picturelock.subtitling.typography import count_characters
from picturelock.times import Flicks, FrameRate, Span


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
    """Characters of each line, as a viewer counts them."""
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

    @cached_property
    def limits(self) -> Limits:
        return self.profile.at(self.rate, self.captions.kind)

    @cached_property
    def language(self) -> str:
        """Primary language of the captions: "en", "fr"; "und" where nobody said."""
        return self.captions.language.lower().replace("_", "-").split("-")[0]

    @cached_property
    def events(self) -> tuple[Event, ...]:
        return tuple(_event(number, cue, self.rate) for number, cue in enumerate(self.captions.cues))

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

    def span(self, event: Event) -> Span:
        """An event's span, on whole frames."""
        return Span(self.rate.time_of(event.start), self.rate.time_of(event.end))


def _event(number: int, cue: Cue, rate: FrameRate) -> Event:
    lines = tuple(line for line in cue.plain_lines if line.strip())
    named = cue if cue.id else replace(cue, id=str(number + 1))
    start = rate.nearest(cue.span.start)
    return Event(number, named, lines, tuple(map(count_characters, lines)), start, rate.nearest(cue.span.end))
