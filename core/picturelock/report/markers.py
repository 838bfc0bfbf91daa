"""Findings as markers on the cut, for editing systems."""

from __future__ import annotations

from collections.abc import Iterable

from picturelock.cut import Marker
from picturelock.findings import Finding
from picturelock.report.frames import whole
from picturelock.times import FrameRate
from picturelock.wording import fix, message, say, title

COLORS = {"error": "RED", "warning": "YELLOW", "info": "CYAN"}
WAIVED = "PURPLE"


def to_markers(findings: Iterable[Finding], language: str, rate: FrameRate) -> list[Marker]:
    """A marker for each finding that has a place in record time, on the frames that reports name; the others have nowhere
    to stand. rate: of the cut."""
    placed = [finding for finding in findings if finding.place.record is not None]
    return sorted((_marker(finding, language, rate) for finding in placed), key=lambda marker: marker.span)


def _marker(finding: Finding, language: str, rate: FrameRate) -> Marker:
    assert finding.place.record is not None
    advice = fix(finding, language) if finding.waived is None else ""
    note = " → ".join(part for part in (message(finding, language), advice) if part)
    name, color = title(finding.rule, language), COLORS[finding.severity]
    if finding.waived is not None:
        name, color = say("marker_waived", language, person=finding.waived.person, title=name), WAIVED
    return Marker(whole(finding.place.record, rate), name, f"{note} [{finding.rule}]", color)
