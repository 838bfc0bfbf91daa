"""What a terminal shows of a verdict: the destination first, findings by number with their rules, the verdict in words last."""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import registry, specs
from picturelock.cut import Cut
from picturelock.findings import CheckRun, Finding, Place, Verdict, Waived
from picturelock.production import DeliveryOrder, Dossier, Production
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span
from picturelock_cli.console import Console
from picturelock_cli.signing import choose_finding
from picturelock_validators.gate import Outcome

RATE = FrameRate(24000, 1001)
PHASE = Finding(
    "qc.phase",
    "error",
    Place(file="a.mov", record=Span(16 * FLICKS_PER_SECOND, 18 * FLICKS_PER_SECOND)),
    {"file": "a.mov", "channels": "1, 2", "start": "10:00:15:23", "end": "10:00:17:22", "correlation": -1.0}
    | {"limit": "0 correlation", "spec": "CBC/Radio-Canada, programmes", "seconds": 2.0, "frames": 48},
    "house",
)  # fmt: skip
BY = Waived("waivers/a.toml", "A. Tremblay", "post", "So.", dt.date(2027, 1, 1), "sha256:0")
SIZES = {"file": "a.mov", "found": "1x1", "wanted": "2x2", "spec": "x"}
RASTER = Finding("qc.raster", "error", Place(file="a.mov"), SIZES, unconfirmed=True)


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    production = Production(
        tmp_path, "La lettre", ("fr",), tmp_path / "c.otio", (), (), None, DeliveryOrder("cbc-radio-canada")
    )
    cut = Cut("c", RATE, (), start=RATE.time_of(86400), duration=30 * FLICKS_PER_SECOND)
    return Dossier(production, cut, {}, {}, (), None, spec=specs.load("cbc-radio-canada"))


def verdict_on(*found: Finding) -> Verdict:
    return Verdict(registry.CHECKS, tuple(CheckRun(check, 0.1) for check in registry.CHECKS), found, {}, "2026-11-22")


def shown(
    found: tuple[Finding, ...], dossier: Dossier, capsys: pytest.CaptureFixture[str], language: str = "en"
) -> list[str]:
    console = Console(argparse.Namespace(lang=language, json=False, progress="none"))
    console.verdict(found, dossier)
    console.answers(verdict_on(*found))
    console.conclusion(verdict_on(*found))
    return capsys.readouterr().out.replace("\xa0", " ").splitlines()


def test_the_first_line_names_the_destination_and_the_last_one_is_the_verdict(
    dossier: Dossier, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shown((RASTER,), dossier, capsys, "fr")
    assert lines[0] == "La lettre → CBC/Radio-Canada, émissions (cbc-radio-canada)"
    assert lines[-1].startswith("Livraison autorisée ; 1 exigence")
    assert shown((PHASE,), dossier, capsys)[-1].startswith("Gate closed. Nothing goes out until 1 error is mended")


def test_findings_come_by_number_and_say_whose_rule_they_are(
    dossier: Dossier, capsys: pytest.CaptureFixture[str]
) -> None:
    house = Finding("gate.spec-assumed", "warning", evidence={"spec": "x"}, source="Picturelock: the gate fails closed")
    lines = shown((RASTER, house, PHASE), dossier, capsys)
    numbers = [line.split()[1] for line in lines if line[:1] in "✗!i✎" and line[1:2] == " "]
    assert numbers == ["1.", "2.", "3."]
    assert sum(line.strip().startswith("Rule: ") for line in lines) == 3
    assert "      Rule: Picturelock: the gate fails closed" in lines


def test_what_is_waived_has_neither_a_cross_nor_advice(dossier: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown((replace(PHASE, waived=BY),), dossier, capsys)
    (line,) = (line for line in lines if "[qc.phase]" in line)
    assert line.startswith("✎ 1. 01:00:15:23") and "A. Tremblay" in line and not any("→" in one for one in lines[1:])


@pytest.mark.parametrize("code", ["01:00:15:23", "01:00:17:23", "01:00:16:00", "10:00:15:23", "10:00:17:22"])
def test_a_finding_is_named_by_any_timecode_that_was_shown(dossier: Dossier, code: str) -> None:
    assert choose_finding(f"qc.phase@{code}", Outcome(dossier, verdict_on(PHASE)), None) is PHASE
