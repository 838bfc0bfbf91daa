"""The gate on a real production: it opens, it closes, it packages, and it says why."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import registry
from picturelock.delivery.verify import verify
from picturelock.errors import GateError, InputError, OutputError
from picturelock.findings import Verdict
from picturelock.formats.sidecar import sidecar_path, write_sidecar
from picturelock.library import Library
from picturelock.media.fingerprint import full_hash
from picturelock.production import Production, load
from picturelock.speech import Provenance
from picturelock.transcription.imports import import_transcript
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
    written = gate.write_reports(outcome, tmp_path / "why", "fr")
    page, data, markers = written["html"], written["json"], written["markers.edl"]
    assert "Livraison bloquée" in page.read_text(encoding="utf-8")
    assert "|C:ResolveColorRed" in markers.read_text(encoding="utf-8")
    assert gate.write_reports(outcome, tmp_path / "why") == written and all(path.is_file() for path in written.values())
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
    assert "spec.unknown" in {finding.rule for finding in verdict.findings}


def test_inputs_that_change_while_it_judges_are_not_delivered(production: Production, tmp_path: Path) -> None:
    def meddle(stage: str, done: int, total: int, note: str = "") -> None:
        if stage == "check" and done == total:
            (production.root / "rights/title.txt").write_text("another")

    with pytest.raises(GateError, match="title"):
        gate.deliver(production, tmp_path / "out", progress=meddle)
    assert not (tmp_path / "out").exists()


HELD = "captions/v2.en.srt"
UNREADABLE = "1\n00:00:01,000 --> 00:00:01,100\n" + "much too long to be read in the time that it is there " * 5 + "\n"


def at(stage: str, act: Callable[[], object], late: bool = False) -> Callable[..., None]:
    """A progress that acts once, at the first (or last) call of a stage."""
    done: list[bool] = []

    def progress(now: str, count: int, total: int, note: str = "") -> None:
        if now == stage and not done and (not late or count == total):
            done.append(True)
            act()

    return progress


@pytest.mark.parametrize(
    "name", ["picturelock.toml", "cuts/v2.edl", HELD, "master/v2.mov", "rights/clearances.toml", "rights/title.txt"]
)
@pytest.mark.parametrize("stage", ["locate", "check"])
@pytest.mark.parametrize("how", ["change", "remove"])
def test_a_file_that_changes_while_it_is_read_is_no_verdict(
    production: Production, tmp_path: Path, name: str, stage: str, how: str
) -> None:
    path = production.root / name

    def meddle() -> None:
        path.unlink() if how == "remove" else path.write_bytes(path.read_bytes() + b"\n")

    with pytest.raises((GateError, InputError), match=path.stem):
        gate.deliver(production, tmp_path / "out", progress=at(stage, meddle))
    assert not (tmp_path / "out").exists()


def test_what_is_packaged_is_what_was_judged(production: Production, tmp_path: Path) -> None:
    """Captions overwritten at the first hash are those that are read; they do not pass for the good ones."""
    meddle = at("hash", lambda: (production.root / HELD).write_text(UNREADABLE))
    outcome = gate.deliver(production, tmp_path / "out", progress=meddle)
    assert outcome.verdict.inputs[HELD] == full_hash(production.root / HELD)
    assert any(rule.startswith("captions.") for rule in errors(outcome.verdict)) and outcome.package is None


def test_a_file_that_comes_while_it_judges(production: Production) -> None:
    def meddle() -> None:
        made = Provenance("captions", "machine", "x", "1", made="2026-11-20T10:00:00+00:00")
        write_sidecar(production.root / HELD, made)

    for stage in ("locate", "check"):
        with pytest.raises(GateError, match="provenance"):
            gate.run(production, progress=at(stage, meddle))
        sidecar_path(production.root / HELD).unlink()


def test_an_order_that_was_changed_after_it_was_read(production: Production) -> None:
    production.file.write_text(
        production.file.read_text(encoding="utf-8").replace('["CA"]', '["CA", "FR"]'), encoding="utf-8"
    )
    with pytest.raises(GateError, match=r"picturelock\.toml has changed"):
        gate.run(production)
    assert gate.run(load(production.root)).open


@pytest.mark.parametrize("what", ["pipe", "link", "loop", "folder"])
def test_a_provenance_that_is_no_file_of_the_production(production: Production, tmp_path: Path, what: str) -> None:
    sidecar = sidecar_path(production.root / HELD)
    if what == "pipe":
        os.mkfifo(sidecar)
    elif what == "folder":
        sidecar.mkdir()
    else:
        write_sidecar(production.root / HELD, Provenance("captions", "imported", "x", "1")).replace(tmp_path / "x.json")
        sidecar.symlink_to(tmp_path / "x.json" if what == "link" else sidecar.name)
    assert errors(gate.run(production)).count("captions.sidecar") == 1


@pytest.mark.parametrize("value", [HELD, "captions/loop.srt", "captions/\\u0000.srt"])
def test_links_do_not_lead_out_of_a_production(production: Production, tmp_path: Path, value: str) -> None:
    path = production.root / HELD
    path.replace(tmp_path / "x.srt")
    path.symlink_to(tmp_path / "x.srt")
    (production.root / "captions/loop.srt").symlink_to("loop.srt")
    production.file.write_text(production.file.read_text(encoding="utf-8").replace(HELD, value), encoding="utf-8")
    with pytest.raises(InputError, match="inside"):
        load(production.root)


def test_an_order_that_is_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "picturelock.toml")
    with pytest.raises(InputError, match="not an ordinary file"):
        load(tmp_path)


def test_transcripts_are_among_what_a_verdict_rests_on(production: Production, tmp_path: Path) -> None:
    words = tmp_path / "words.srt"
    words.write_text("1\n00:00:01,200 --> 00:00:02,000\na steady tone\n")
    with Library(production.library) as shelf:
        import_transcript(words, production.root / "media/A001.mov", shelf, "en")
    outcome = gate.deliver(production, tmp_path / "out")
    assert outcome.package is not None, errors(outcome.verdict)
    assert outcome.verdict.inputs["transcript of A001.mov"].startswith("xxh128:")


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
