"""The sources of a cut, with what of them it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from picturelock.cut import Cut, Source
from picturelock.cutmap import union
from picturelock.times import Flicks, Span

Way = Literal["fingerprint", "reel", "reference", "name"]
"""By what two sources were found to be one: contents, reel and timecode, media reference, name."""


@dataclass(slots=True)
class Media:
    """One source of a cut."""

    key: str
    source: Source
    uses: list[Span] = field(default_factory=list)
    """What its shots show, in source time."""
    clips: set[str] = field(default_factory=set)
    """What its shots are called."""
    _spans: tuple[Span, ...] | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """What is shown of it, in order and apart from each other. A freeze shows a flick."""
        if self._spans is None:
            self._spans = union(Span(use.start, max(use.end, use.start + 1)) for use in self.uses)
        return self._spans


@dataclass(frozen=True, slots=True)
class Pairing:
    """Sources of the old cut and of the new one that are one; several where a list names the parts of one reel."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    way: Way


def media_of(cut: Cut) -> dict[str, Media]:
    """Sources by key, without those that the editing system makes itself."""
    found: dict[str, Media] = {}
    for shot in cut.shots:
        if shot.source.generated:
            continue
        key = shot.source.key
        media = found.get(key)
        if media is None:
            media = found[key] = Media(key, shot.source)
        media.uses.append(shot.source_span)
        media.clips.add(shot.name)
    return found


def shared(ours: Sequence[Span], theirs: Sequence[Span]) -> Flicks:
    """How much time two lists of stretches share; both are in order and apart from each other."""
    total = at = 0
    for span in ours:
        while at < len(theirs) and theirs[at].end <= span.start:
            at += 1
        other = at
        while other < len(theirs) and theirs[other].start < span.end:
            total += min(span.end, theirs[other].end) - max(span.start, theirs[other].start)
            other += 1
    return total
