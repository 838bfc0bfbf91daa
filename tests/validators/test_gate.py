"""The gate on a real production: it opens, it closes, it packages, and it says why."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import registry
from picturelock.delivery.manifest import verify
from picturelock.errors import GateError, InputError, OutputError
from picturelock.findings import Verdict
from picturelock.production import Production, load
from picturelock_validators import gate


def errors(verdict: Verdict) -> list[str]:
    return [finding.rule for finding in verdict.findings if finding.severity == "error"]


def uncleared(production: Production) -> Production:
    (production.root / "rights/clearances.toml").write_text("")
    return production


def test_a_clean_production_is_delivered(
    production: Production, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stages: list[str] = []

    def progress(stage: str, done: int, total: int, note: str = "") -> None:
        assert 0 <= done <= total or total == 0
        stages.append(stage)

    outcome = gate.deliver(production, tmp_path / "out", language="fr", progress=progress)
    assert [run.problem for run in outcome.verdict.ran if run.problem] == [] == errors(outcome.verdict)
    assert outcome.verdict.open and outcome.package == tmp_path / "out"
    assert [run.check for run in outcome.verdict.ran] == list(registry.CHECKS) == list(outcome.verdict.expected)
    assert gate.exit_code(outcome.verdict) == 0 and verify(tmp_path / "out") == ()
    assert (tmp_path / "out/master/v2.mov").read_bytes() == (production.root / "master/v2.mov").read_bytes()
    assert outcome.verdict.inputs.keys() >= {
        "picturelock.toml",
        "cuts/v2.edl",
        "master/v2.mov",
        "rights/title.txt",
        "captions/v2.en.srt",
    }
    assert {"check", "package", "hash"} <= set(stages)
    captured = capsys.readouterr()
    assert captured.out == "" and "Traceback" not in captured.err
    with pytest.raises(OutputError, match="exists already"):
        gate.deliver(production, tmp_path / "out")


def test_an_error_closes_it(production: Production, tmp_path: Path) -> None:
    outcome = gate.deliver(uncleared(production), tmp_path / "out")
    assert not outcome.verdict.open and outcome.package is None and not (tmp_path / "out").exists()
    assert errors(outcome.verdict) == ["rights.no-clearance"] and outcome.verdict.missing == ()
    assert gate.exit_code(outcome.verdict) == 1
    page, data, markers = gate.write_reports(outcome, tmp_path / "why", "fr")
    assert "Livraison bloquée" in page.read_text(encoding="utf-8")
    assert "|C:ResolveColorRed" in markers.read_text(encoding="utf-8")
    assert gate.write_reports(outcome, tmp_path / "why") == (page, data, markers)
    report = json.loads(data.read_text(encoding="utf-8"))
    assert report["exit"] == 1 and report["verdict"]["open"] is False
    assert gate.summary(outcome.verdict)["missing"] == []
    (tmp_path / "mine.html").write_text("<p>mine</p>")
    with pytest.raises(OutputError, match="not a report"):
        gate.write_reports(outcome, tmp_path / "mine")
    assert not (tmp_path / "mine.json").exists()
    with pytest.raises(OutputError):
        gate.write_reports(outcome, tmp_path / "mine.html" / "x")


def test_what_was_noticed_while_reading_counts_once(production: Production) -> None:
    (production.root / "captions/v2.en.srt").unlink()
    verdict = gate.run(production)
    assert errors(verdict).count("captions.missing-file") == 1 and not verdict.open


def test_another_spec_may_be_asked_for(production: Production) -> None:
    assert gate.run(production, "atsc-a85").spec == "atsc-a85"


def test_a_cut_that_cannot_be_read_is_no_verdict(production: Production) -> None:
    production.cut.unlink()
    with pytest.raises(InputError, match=r"v2\.edl"):
        gate.run(production)


def test_a_spec_that_does_not_exist_closes_it(production: Production) -> None:
    verdict = gate.run(replace(production, delivery=replace(production.delivery, spec="nowhere")))
    assert not verdict.open and gate.exit_code(verdict) == 1
    assert "qc.spec-unknown" in {finding.rule for finding in verdict.findings}


def test_inputs_that_change_while_it_judges_are_not_delivered(production: Production, tmp_path: Path) -> None:
    def meddle(stage: str, done: int, total: int, note: str = "") -> None:
        if stage == "check" and done == total:
            (production.root / "rights/title.txt").write_text("another")

    with pytest.raises(GateError, match="title"):
        gate.deliver(production, tmp_path / "out", progress=meddle)
    assert not (tmp_path / "out").exists()


def test_logging_is_left_as_it_was(production: Production, caplog: pytest.LogCaptureFixture) -> None:
    before = (logging.root.level, logging.root.manager.disable, logging.getLogger("pyblish").propagate)
    gate.run(uncleared(production))
    assert (logging.root.level, logging.root.manager.disable, logging.getLogger("pyblish").propagate) == before
    assert not [record for record in caplog.records if record.name.startswith("pyblish")]


def test_it_ignores_what_pyblish_is_told_elsewhere(production: Production, monkeypatch: pytest.MonkeyPatch) -> None:
    assert gate.run(production).open
    import pyblish.api

    pyblish.api.register_target("nonsense")
    try:
        assert gate.run(production).open
    finally:
        pyblish.api.deregister_target("nonsense")


def test_the_production_is_loaded_from_anywhere(
    production: Production, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(production.root)
    outcome = gate.deliver(load(Path()), Path("../relative out"))
    assert outcome.package == tmp_path / "relative out" or (
        outcome.package and outcome.package.samefile(tmp_path / "relative out")
    )
