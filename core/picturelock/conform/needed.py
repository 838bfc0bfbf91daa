"""Where the new cut wants a caption that nobody has made: as places to be worked through, beside the carried captions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from picturelock.conform.spans import Stretches
from picturelock.findings import Finding
from picturelock.times import Span

Reason = Literal["uncaptioned", "no_room", "untranslated", "untranscribed"]
_REASONS: dict[str, Reason] = {
    "conform.uncaptioned": "uncaptioned",
    "conform.uncaptioned-beside": "uncaptioned",
    "conform.no-room": "no_room",
    "conform.untranslated": "untranslated",
}


@dataclass(frozen=True, slots=True)
class Needed:
    """A place without a caption, and why it wants one: new speech, a new caption of the main file, or sound unknown."""

    span: Span
    """Record time of the new cut."""
    words: str
    """What is said there; "" where nobody knows."""
    reason: Reason


def needed(findings: Iterable[Finding], unknown: Iterable[Span] = ()) -> list[Needed]:
    """Every place that findings of one file name, in order. unknown: new sound of which no transcript is known."""
    told = [
        Needed(one.place.record, str(one.evidence["text"]), _REASONS[one.rule])
        for one in findings
        if one.rule in _REASONS and one.place.record is not None
    ]
    told += [Needed(span, "", "untranscribed") for span in Stretches(unknown).all()]
    return sorted(told, key=lambda one: (one.span, one.words))
