"""The plug-in files, unchanged, under a real Python 3.9 where our core cannot be imported: plain pyblish, and AYON's rules."""

from __future__ import annotations

import ast
import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bridging import AYON, PLUGINS, PUBLISH, install, old_packages, old_python, run_old
from picturelock import registry
from picturelock.production import Production
from picturelock_validators import bridge, listing

NAMES = sorted(
    entry.partition(":")[2]
    for entry in (
        *listing.VALIDATORS.values(), listing.COLLECTOR, listing.VERDICT, listing.EXTRACTOR, listing.INTEGRATOR
    )
)  # fmt: skip
LONG = "1\n00:00:01,000 --> 00:00:03,000\n[a steady tone that is heard for a very long time]\n"


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return old_packages(tmp_path_factory.mktemp("packages"))


@pytest.fixture
def old(receipt: Path, packages: Path, production: Production) -> Callable[..., Any]:
    python = old_python()

    def run(program: str, **env: str) -> Any:
        given = {"PICTURELOCK_PRODUCTION": str(production.root), "PICTURELOCK_RECEIPT": str(receipt)} | env
        return run_old(python, program, packages, **{key: value for key, value in given.items() if value != "-"})

    return run


def test_plain_pyblish_finds_all_of_them_and_a_clean_production_passes(old: Callable[..., Any]) -> None:
    said = old(PUBLISH)
    assert said["found"] == NAMES and said["failed"] == [] and set(said["ran"]) == set(NAMES)


def test_plain_pyblish_shows_what_our_gate_finds(old: Callable[..., Any], production: Production) -> None:
    (production.root / "rights/clearances.toml").write_text("")
    (production.root / "captions/v2.en.srt").write_text(LONG)
    said = old(PUBLISH)
    assert said["failed"] == [
        "ValidatePicturelockCaptions", "ValidatePicturelockRights", "ValidatePicturelockVerdict"
    ]  # fmt: skip
    assert any("cleared" in error or "clear" in error for error in said["errors"])


def test_ayon_finds_all_of_them_and_no_setting_switches_one_off(old: Callable[..., Any]) -> None:
    said = old(AYON)
    assert said["crashed_files"] == {} and said["duplicates"] == [] and said["has_crashed"] == ""
    assert sorted(said["found"]) == NAMES and said["shown"] == [] and set(said["ran"]) == set(NAMES)
    assert said["actions"]["ValidatePicturelockCaptions"] == ["RepairAction"] and said["theirs"] is True


def test_ayon_shows_a_page_of_help_for_each(old: Callable[..., Any], production: Production) -> None:
    (production.root / "rights/clearances.toml").write_text("")
    said = old(AYON)
    assert said["has_crashed"] == ""
    assert [name for name, *_ in said["shown"]] == ["ValidatePicturelockRights", "ValidatePicturelockVerdict"]
    _, message, title, description = said["shown"][0]
    assert "A001" in message and title and "rights.no-clearance" in description and "waive" in description


def test_ayon_repairs_captions(old: Callable[..., Any], production: Production) -> None:
    file = production.root / "captions/v2.en.srt"
    file.write_text(
        "1\n00:00:01,000 --> 00:00:03,000\n[a steady tone]  \n\n2\n00:00:03,010 --> 00:00:03,600\nWait...\n"
    )
    before = file.read_text()
    said = old(AYON, TRY_REPAIR="1")
    assert said["has_crashed"] == "" and said["shown"][0][0] == "ValidatePicturelockCaptions"
    assert file.read_text() != before


DEAD = {
    "no receipt": {"PICTURELOCK_RECEIPT": "/nowhere/receipt.json"},
    "no production": {"PICTURELOCK_PRODUCTION": "/nowhere"},
    "a name that is empty": {"PICTURELOCK_PRODUCTION": " "},
    "too little time": {"PICTURELOCK_TIMEOUT_S": "0.05"},
    "time that is no number": {"PICTURELOCK_TIMEOUT_S": "nan"},
}


@pytest.mark.parametrize("how", DEAD)
def test_without_an_answer_the_instance_fails(old: Callable[..., Any], how: str) -> None:
    said = old(PUBLISH, **DEAD[how])
    assert len(said["failed"]) == len(registry.CHECKS) + 1 and all("No verdict" in error for error in said["errors"])


def fake(tmp_path: Path, body: str) -> dict[str, str]:
    """An environment whose Python is a program of ours that says something else."""
    program = tmp_path / "python"
    program.write_text(f"#!{sys.executable}\nimport json, os, sys, time\n{body}\n")
    program.chmod(0o755)
    receipt = tmp_path / "receipt.json"
    receipt.write_text(json.dumps({"schema": "picturelock/receipt-1", "python": str(program), "version": "0"}))
    return {"PICTURELOCK_RECEIPT": str(receipt)}


def sound(folder: str) -> dict[str, Any]:
    checks = list(registry.CHECKS)
    ran = [{"check": check, "seconds": 0, "problem": "", "idle": "", "findings": []} for check in checks]
    verdict = {
        "hash": "", "open": True, "spec": "x", "made": "", "expected": checks, "missing": [], "ran": ran, "waivers": [],
        "inputs": {"a": "b"}, "production": folder, "challenge": "@",
    }  # fmt: skip
    return {"schema": "picturelock/report-1", "exit": 0, "findings": [], "verdict": verdict}


ERROR = {"rule": "rights.no-clearance", "severity": "error", "message": "m", "evidence": {}}
FORGED: dict[str, Callable[[dict[str, Any]], object]] = {
    "another schema": lambda d: d.update(schema="picturelock/report-2"),
    "an error document": lambda d: d.update(error={"message": "It broke."}),
    "another run's": lambda d: d["verdict"].update(challenge="0" * 32),
    "another production's": lambda d: d["verdict"].update(production="/elsewhere"),
    "no checks expected": lambda d: d["verdict"].update(expected=[], ran=[]),
    "one invented check": lambda d: d["verdict"].update(
        expected=["a:b"], ran=[{"check": "a:b", "seconds": 0, "problem": "", "idle": "", "findings": []}]
    ),
    "a check left out of both lists": lambda d: (d["verdict"]["expected"].pop(), d["verdict"]["ran"].pop()),
    "rests on nothing": lambda d: d["verdict"].update(inputs={}),
    "a check that never ran": lambda d: d["verdict"]["ran"].pop(),
    "a check that crashed": lambda d: d["verdict"]["ran"][0].update(problem="boom"),
    "idle, and found something": lambda d: d["verdict"]["ran"][0].update(idle="not-asked", findings=[0]),
    "nothing judged, and open": lambda d: [run.update(idle="not-asked") for run in d["verdict"]["ran"]],
    "a check twice": lambda d: d["verdict"]["ran"].append(d["verdict"]["ran"][0]),
    "open with an error": lambda d: d["findings"].append(ERROR),
    "a grave word that is none": lambda d: d["findings"].append({**ERROR, "severity": "fatal"}),
    "waived by nobody": lambda d: d["findings"].append({**ERROR, "waived": {"waiver": "", "person": "x"}}),
    "another exit": lambda d: d.update(exit=1),
    "open said in words": lambda d: d["verdict"].update(open="yes"),
    "no verdict": lambda d: d.pop("verdict"),
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_report_is_no_verdict(how: str, tmp_path: Path) -> None:
    document = sound(str(tmp_path))
    bridge.require_sound(document, 0, "@", str(tmp_path))
    FORGED[how](document)
    with pytest.raises(bridge.NoVerdict):
        bridge.require_sound(document, 0, "@", str(tmp_path))


def test_a_canned_report_is_refused_for_real(old: Callable[..., Any], tmp_path: Path, production: Production) -> None:
    told = sound(str(production.root))
    body = f"print({json.dumps(json.dumps(told))}.replace('\"@\"', '\"deadbeef\"'))"
    said = old(PUBLISH, **fake(tmp_path, body))
    assert len(said["failed"]) == len(registry.CHECKS) + 1 and "not of this run" in said["errors"][0]
    body = f"print({json.dumps(json.dumps(told))}.replace('@', os.environ['PICTURELOCK_CHALLENGE'])); sys.exit(3)"
    assert "ended with 3" in old(PUBLISH, **fake(tmp_path, body))["errors"][0]


@pytest.mark.parametrize("body", ["print('{')", "print('[' * 100000)", "sys.exit(0)", "print('[]')", "os._exit(0)"])
def test_what_is_no_report_is_no_verdict(old: Callable[..., Any], tmp_path: Path, body: str) -> None:
    assert len(old(PUBLISH, **fake(tmp_path, body))["failed"]) == len(registry.CHECKS) + 1


def test_what_is_put_before_our_core_is_not_run(old: Callable[..., Any], tmp_path: Path, packages: Path) -> None:
    """PYTHONPATH of the host does not reach the installed environment, and an old core of that name is not ours."""
    for name in ("picturelock", "picturelock_cli"):
        (tmp_path / "evil" / name).mkdir(parents=True)
        (tmp_path / "evil" / name / "__init__.py").write_text("raise SystemExit('run')")
    program = PUBLISH.replace("assert sys", "os.environ['PYTHONPATH'] = os.environ['EVIL']\nassert sys")
    assert old(program, EVIL=str(tmp_path / "evil"))["failed"] == []


def test_a_plug_in_imports_the_standard_library_and_pyblish_only() -> None:
    for file in sorted(PLUGINS.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 9))
        for node in tree.body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            assert all(name.partition(".")[0] in {*sys.stdlib_module_names, "pyblish"} for name in names), file.name
            assert "__future__" not in names, file.name


@pytest.mark.parametrize("file", ["bridge.py", "receipt.py", "listing.py"])
def test_the_bridge_is_python_3_9_and_the_standard_library(file: str) -> None:
    tree = ast.parse((PLUGINS.parent / file).read_text(encoding="utf-8"), feature_version=(3, 9))
    found = {name for node in tree.body if isinstance(node, ast.Import) for name in (a.name for a in node.names)}
    found |= {str(node.module) for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in found} <= set(sys.stdlib_module_names)


def test_every_validator_has_its_page_of_help() -> None:
    for entry in (*listing.VALIDATORS.values(), listing.VERDICT):
        module = entry.partition(":")[0].rpartition(".")[2]
        root = ElementTree.parse(PLUGINS / "help" / f"{module}.xml").getroot()
        description = root.findtext("error/description") or ""
        assert root.findtext("error/title") and description.format(findings="x") != description


def test_nothing_makes_a_plug_in_optional() -> None:
    for entry in (*listing.VALIDATORS.values(), listing.VERDICT, listing.COLLECTOR):
        module, _, name = entry.partition(":")
        plugin = getattr(importlib.import_module(module), name)
        assert plugin.optional is False and plugin.active is True
        plugin.apply_settings({"x": {"publish": {name: {"enabled": False, "active": False}}}})
        assert plugin.active is True and getattr(plugin, "enabled", True) is True
