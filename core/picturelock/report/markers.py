"""Findings as markers on the cut, for editing systems."""

from __future__ import annotations

from collections.abc import Iterable

from picturelock.cut import Marker
from picturelock.findings import Finding
from picturelock.wording import fix, message, say, title

COLORS = {"error": "RED", "warning": "YELLOW", "info": "CYAN"}
WAIVED = "PURPLE"


def to_markers(findings: Iterable[Finding], language: str) -> list[Marker]:
    """A marker for each finding that has a place in record time, in order; the others have nowhere to stand."""
    placed = [finding for finding in findings if finding.place.record is not None]
    return sorted((_marker(finding, language) for finding in placed), key=lambda marker: marker.span)


def _marker(finding: Finding, language: str) -> Marker:
    assert finding.place.record is not None
    note = " → ".join(part for part in (message(finding, language), fix(finding, language)) if part)
    name, color = title(finding.rule, language), COLORS[finding.severity]
    if finding.waived is not None:
        name, color = say("marker_waived", language, person=finding.waived.person, title=name), WAIVED
    return Marker(finding.place.record, name, f"{note} [{finding.rule}]", color)
