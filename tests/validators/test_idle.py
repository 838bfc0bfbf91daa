"""A check that had nothing to judge says so, truly and alone; the gate holds it to that, and a verdict of nothing is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from attempts import RIGHTS, shut, stand_in
from picturelock import registry
from picturelock.dossier import collect
from picturelock.findings import CheckRun, Finding, Idle, Verdict
from picturelock.production import Dossier, Production, load
from picturelock.wording import LANGUAGES, table
from picturelock_validators import gate, idleness

ALWAYS = {"continuity.hygiene", "qc.master", "rights.coverage", "rights.ai_use"}
"""What every delivery is judged by, whatever it holds and whatever its destination asks."""
CLEAN = {
    "qc.container": "not-asked",
    "qc.raster": "not-asked",
    "qc.timecode": "not-asked",
    "qc.levels": "not-asked",
    "qc.channels": "not-asked",
    "qc.policies": "not-declared",
    "accessibility.described": "not-declared",
    "accessibility.script": "not-declared",
    "accessibility.legibility": "not-asked",
    "accessibility.flashes": "not-asked",
}
"""What EBU R 128 asks nothing of, in the clean production."""
LOUDNESS, SOUND = "picturelock.qc.loudness:check", "picturelock.qc.sound:check"


def short(check: str) -> str:
    return check.partition(":")[0].removeprefix("picturelock.")


def idle(dossier: Dossier) -> dict[str, str]:
    """Why each idle check had nothing to judge; each says so alone."""
    found: dict[str, str] = {}
    for check in registry.CHECKS:
        said = list(registry.load(check)(dossier))
        if any(isinstance(one, Idle) for one in said):
            (one,) = said
            assert idleness.is_true(check, one.reason, dossier), (check, one.reason)
            found[short(check)] = one.reason
    return found


def test_without_spec_master_and_captions_there_is_little_to_judge(production: Production) -> None:
    text = production.file.read_text(encoding="utf-8")
    text = text[: text.index("[[captions]]")] + text[text.index("[rights]") :]
    text = text.replace('master = "master/v2.mov"\n', "").replace('languages = ["en"]\n', "")
    production.file.write_text(text, encoding="utf-8")
    dossier = replace(collect(load(production.root)), spec=None)
    checks = {short(check) for check in registry.CHECKS}
    assert checks - idle(dossier).keys() == ALWAYS


def test_of_the_clean_production_all_is_judged_that_is_asked(production: Production) -> None:
    assert idle(collect(production)) == CLEAN


def test_a_master_with_a_picture_is_looked_at_whatever_the_cut_shows(production: Production) -> None:
    dossier = collect(production)
    heard = tuple(replace(shot, kind="audio", track="A1") for shot in dossier.cut.shots)
    of_sound = replace(dossier, cut=replace(dossier.cut, shots=heard))
    timeline = "picturelock.qc.timeline:check"
    said = list(registry.load(timeline)(of_sound))
    assert [one.rule for one in said if isinstance(one, Finding) and one.severity == "error"] == ["qc.shown-not-in-cut"]
    assert not idleness.is_true(timeline, "no-picture", of_sound)
    assert not idleness.is_true(timeline, "empty-cut", of_sound)
    off = tuple(replace(shot, enabled=False) for shot in dossier.cut.shots)
    assert idle(replace(dossier, cut=replace(dossier.cut, shots=off)))["qc.timeline"] == "empty-cut"


def test_every_reason_is_worded_and_can_be_given() -> None:
    for language in LANGUAGES:
        assert set(table(language, "report")["idle"]) == set(idleness.REASONS)
    assert {reason for reasons in idleness.MAY.values() for reason in reasons} == set(idleness.REASONS)
    assert {f"picturelock.{name}:check" for name in {*idleness.MAY, *idleness.JUDGED}} <= set(registry.CHECKS)


def says(*said: Finding | Idle) -> Callable[[Dossier], Any]:
    return lambda dossier: list(said)


FALSE = {
    "and a finding": (RIGHTS, says(Idle("no-spec"), Finding("rights.no-clearance", "info")), "gave Idle"),
    "twice": (LOUDNESS, says(Idle("no-master"), Idle("no-master")), "gave Idle"),
    "for no known reason": (LOUDNESS, says(Idle("tired")), "unknown reason"),
    "though the destination asks": (LOUDNESS, says(Idle("not-asked")), "not so"),
    "though there is a master": (SOUND, says(Idle("no-master")), "not so"),
    "though it always judges": (RIGHTS, says(Idle("not-declared")), "not so"),
}


@pytest.mark.parametrize("how", FALSE)
def test_a_check_that_claims_to_have_nothing_to_judge(
    production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    check, said, why = FALSE[how]
    stand_in(monkeypatch, said, check)
    assert why in shut(production, tmp_path, "no verdict")


def test_a_verdict_for_which_nothing_was_judged_is_none() -> None:
    ran = tuple(CheckRun(check, idle="not-asked") for check in registry.CHECKS)
    verdict = Verdict(registry.CHECKS, ran, (), {"a": "b"}, "2026-11-22T04:15:33+00:00")
    assert not verdict.open and gate.exit_code(verdict) == 5
    assert gate.exit_code(replace(verdict, ran=(replace(ran[0], idle=""), *ran[1:]))) == 0
