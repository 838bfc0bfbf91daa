"""A small cut, findings on it and a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from picturelock import registry
from picturelock.cut import Cut, Shot, Source
from picturelock.findings import CheckRun, Finding, Place, Verdict
from picturelock.times import FrameRate, Span

RATE = FrameRate(30000, 1001)


def span(start: int, end: int) -> Span:
    return Span(RATE.time_of(start), RATE.time_of(end))


LOUDNESS = "picturelock.qc.loudness:check"
TRADES = {"picturelock.rights.coverage:check": "rights.", "picturelock.rights.ai_use:check": "ai-use."}


def _of(check: str, found: tuple[Finding, ...]) -> Iterator[int]:
    """Which of the findings a check gave."""
    for index, finding in enumerate(found):
        if finding.rule.startswith(TRADES.get(check, "nothing")):
            yield index


@pytest.fixture
def cut() -> Cut:
    shots = (
        Shot("V1:1", "V1", "video", "A<1>.mov", Source("A<1>.mov"), span(0, 60), span(0, 60)),
        Shot("A1:1", "A1", "audio", "A<1>.mov", Source("A<1>.mov"), span(0, 60), span(0, 60)),
        Shot("V1:2", "V1", "video", "B.mov", Source("B.mov"), span(0, 40), span(60, 100)),
    )
    return Cut("été.otio", RATE, shots, start=RATE.time_of(107892), drop=True, duration=RATE.time_of(100))


@pytest.fixture
def findings() -> tuple[Finding, ...]:
    where = Place(file="l.toml", record=span(60, 100), track="V1", shot="V1:2", source="B<script>.mov")
    unused = {"asset": "Z*", "entry": "entry 1", "owner": "X"}
    unread = {"file": "fr.srt", "language": "fr", "tool": "x"}
    return (
        Finding("rights.unused-entry", "info", Place(file="l.toml", line=7), unused, "us"),
        Finding("rights.no-clearance", "error", where, {"source": "B<script>alert(1)</script>.mov"}, "l.toml"),
        Finding("ai-use.unreviewed", "error", Place(file="fr.srt"), unread, "us", unconfirmed=True),
    )


@pytest.fixture
def make_verdict(findings: tuple[Finding, ...]) -> Callable[..., Verdict]:
    def make(found: tuple[Finding, ...] = findings, problem: str = "") -> Verdict:
        ran = tuple(
            CheckRun(check, 0.5, problem if check == LOUDNESS else "", tuple(_of(check, found)))
            for check in registry.CHECKS
        )
        inputs = {"cuts/<été>.otio": "xxh128:" + "0" * 32}
        return Verdict(registry.CHECKS, ran, found, inputs, "2026-11-22T04:15:33+00:00", "ebu-r128")

    return make
