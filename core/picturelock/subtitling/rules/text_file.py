"""What a file declares that cannot be meant: a frame rate of no programme, and empty lines inside its captions."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Finding, Place
from picturelock.subtitling.rules.timing_order import RATES
from picturelock.subtitling.subject import Subject

NO_PROGRAMME = "Picturelock: film and television run at 23.976 to 60 fps (one of Subtitle Edit's checks for Netflix)"
NOTHING_THERE = (
    "Picturelock: an empty line moves its caption and is dropped by most formats (one of Subtitle Edit's common errors)"
)


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    rate = subject.captions.rate
    if rate is not None and rate not in RATES:
        facts = {"rate": rate.label, "usual": ", ".join(one.label for one in RATES)}
        yield Finding("captions.unusual-rate", "warning", Place(file=subject.file), facts, NO_PROGRAMME)
    for event in subject.events:
        if event.lines and len(event.lines) != len(event.cue.lines):
            empty = len(event.cue.lines) - len(event.lines)
            yield subject.remark("empty-line", event, "info", NOTHING_THERE, count=empty)
