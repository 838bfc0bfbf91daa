"""What the production declares that machines made, and where the cut shows or plays it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate

from picturelock.cutmap import union
from picturelock.production import Dossier
from picturelock.production.orders import AiElement
from picturelock.production.record_times import record_time
from picturelock.rights.shown import Spans, total
from picturelock.rights.sources import Use, plain, used_sources
from picturelock.times import Flicks, Span

GENERATED = frozenset(
    {
        "trainedAlgorithmicMedia",
        "compositeWithTrainedAlgorithmicMedia",
        "compositeSynthetic",
        "trainedAlgorithmicData",
    }
)
"""IPTC digital source types that say that a trained model made at least a part (cv.iptc.org/newscodes/digitalsourcetype);
"trainedAlgorithmicData" is C2PA's own."""
MAY_HOLD = frozenset({"composite", "virtualRecording"})
"""Those of which a model may have made a part, by their definitions."""
BY_PEOPLE = frozenset(
    {
        "humanEdits", "digitalCapture", "digitalCreation", "screenCapture", "negativeFilm", "positiveFilm", "print",
        "compositeCapture", "dataDrivenMedia",
    }
)  # fmt: skip
"""Those of DIGITAL_SOURCES that say that no machine decided anything; computationalCapture may have AI that generates nothing."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One declared element, and where it is."""

    element: AiElement
    number: int
    """Of its `[[ai]]` entry, from 1."""
    uses: tuple[Use, ...] = ()
    """The sources in the cut that its pattern matches."""
    seen: Spans = ()
    """Record time for which it is on screen."""
    heard: Spans = ()
    problem: str = ""
    """"" or why its place is none: "unknown", "backwards" or "outside"."""

    @property
    def spans(self) -> Spans:
        """Record time for which it is seen or heard."""
        return union((*self.seen, *self.heard))

    @property
    def seconds(self) -> tuple[Flicks, Flicks]:
        """How long it is seen, and heard."""
        return total(self.seen), total(self.heard)

    @property
    def located(self) -> bool:
        """It names a clip or a place, and does not hold for the film as a whole."""
        return bool(self.element.asset or self.element.start)

    @property
    def in_cut(self) -> bool:
        """The cut shows or plays it; for one that names no clip, so the production says."""
        return bool(self.spans) if self.located else True

    @property
    def generated(self) -> bool:
        """A model made it, or a part of it, or may have: nobody says otherwise."""
        return not self.element.digital_source or self.element.digital_source in GENERATED | MAY_HOLD

    @property
    def delivered(self) -> bool:
        """It is in what goes out: declared so, or in the cut whatever it is declared as."""
        return self.in_cut if self.element.role == "final" else bool(self.uses and self.spans)


def placed(dossier: Dossier, uses: tuple[Use, ...] | None = None) -> tuple[Placed, ...]:
    """Every `[[ai]]` of the production, in its order. uses: `used_sources` of the cut, where they are at hand."""
    if not dossier.production.ai:
        return ()
    found = used_sources(dossier) if uses is None else uses
    return tuple(
        _place(element, number, found, dossier) for number, element in enumerate(dossier.production.ai, start=1)
    )


def concerns_person(element: AiElement) -> bool:
    """It is somebody's voice or likeness, or may be."""
    return bool(element.person) or element.kind in ("voice", "likeness")


def speaks_of(item: Placed, use: Use) -> bool:
    """An element that names the clip, or a place at which the clip is seen or, where it has no picture, heard.

    One for the whole film speaks of no clip, and a voice over a picture not of the picture.
    """
    if item.element.asset:
        return any(use.source.key == own.source.key for own in item.uses)
    return _meet(item.seen, use.seen) if use.seen else _meet(item.heard, use.heard)


def _meet(one: Spans, other: Spans) -> bool:
    return any(span.overlaps(own) for span in one for own in other)


def _place(element: AiElement, number: int, uses: tuple[Use, ...], dossier: Dossier) -> Placed:
    if element.asset:
        pattern = re.compile(translate(plain(element.asset)))
        own = tuple(use for use in uses if any(map(pattern.match, use.names)))
        seen = union(span for use in own for span in use.seen)
        heard = union(span for use in own for span in use.heard)
        return Placed(element, number, own, *_within(seen, heard, element, dossier))
    if not element.start:
        return Placed(element, number)
    span, problem = _span(element, dossier)
    if span is None:
        return Placed(element, number, problem=problem)
    spans = (span,)
    audible = element.kind in ("voice", "music", "sound")
    return Placed(element, number, seen=() if audible else spans, heard=spans if audible else ())


def _within(seen: Spans, heard: Spans, element: AiElement, dossier: Dossier) -> tuple[Spans, Spans]:
    """An element that names a clip and a place is that clip there only."""
    span, _ = _span(element, dossier) if element.start else (None, "")
    if span is None:
        return seen, heard
    seen, heard = (union(part for one in spans if (part := one.intersect(span)) is not None) for spans in (seen, heard))
    return seen, heard


def _span(element: AiElement, dossier: Dossier) -> tuple[Span | None, str]:
    try:
        start, end = record_time(element.start, dossier.cut), record_time(element.end, dossier.cut)
    except ValueError:
        return None, "unknown"
    if end <= start:
        return None, "backwards"
    if start < 0 or end > dossier.cut.duration:
        return None, "outside"
    return Span(start, end), ""
