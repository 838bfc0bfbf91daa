"""What is signed is shown; what is signed no more is said; several deliveries, and findings that say who may waive them."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from picturelock_cli.main import main

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "matrix"))

import base

Run = Callable[..., tuple[int, dict[str, Any]]]
LONG = "[a steady tone that goes on, and on, and on]"


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> base.Scene:
    return base.make_control(tmp_path_factory.mktemp("signing-cli") / "control")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*words: str | Path) -> tuple[int, dict[str, Any]]:
        code = main([*map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return go


@pytest.fixture
def scene(control: base.Scene, tmp_path: Path, run: Run) -> base.Scene:
    made = base.copy(control, tmp_path / "La lettre é")
    _, document = run("keys", "new", "A. Tremblay", "-o", tmp_path / "at.pem", "--no-passphrase")
    made.append(
        "picturelock.toml", f'[[people]]\nname = "A. Tremblay"\nrole = "producer"\nkey = "{document["public"]}"\n'
    )
    return made


def test_a_closed_gate_is_signed_only_if_that_is_meant(scene: base.Scene, run: Run, tmp_path: Path) -> None:
    scene.write("rights/clearances.toml", base.LEDGER.partition("\n\n")[0])
    words = ("sign", scene.root, "--key", tmp_path / "at.pem", "--yes", "--lang", "fr")
    code, document = run(*words)
    assert code == 2 and "bloquée" in document["error"]["message"] and "--closed" in document["error"]["hint"]
    assert not (scene.root / "signoffs").exists()
    code, document = run(*words, "--closed")
    assert code == 1 and document["statement"]["open"] is False


def test_what_is_signed_is_shown_in_words(
    scene: base.Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene.replace("captions/v2.en.srt", "[a steady tone]", LONG)
    words = ["sign", str(scene.root), "--key", str(tmp_path / "at.pem"), "--yes", "--closed", "--lang", "en"]
    assert main(words) == 1
    said = capsys.readouterr().out
    assert "captions.reading-speed" in said and "the gate is closed" in said and "May be waived by" in said
    assert main(["deliver", str(scene.root), "-o", str(tmp_path / "out"), "--lang", "en"]) == 1
    assert "Signed by A. Tremblay (producer)" in capsys.readouterr().out
    words[1] = str(tmp_path / "out.report.json")
    assert main([*words, "--for", str(scene.root)]) == 1
    said = capsys.readouterr().out
    assert "captions.reading-speed" in said and "1. " in said


def test_a_signature_that_died_is_said(scene: base.Scene, run: Run, tmp_path: Path) -> None:
    code, document = run("deliver", scene.root, "-o", tmp_path / "one")
    assert code == 0 and document["signatures"] == [] and any("Not signed" in note for note in document["notes"])
    assert run("sign", scene.root, "--key", tmp_path / "at.pem", "--yes")[0] == 0
    code, document = run("sign", "list", scene.root)
    assert code == 0 and [one["holds"] for one in document["signatures"]] == [True]
    scene.replace("captions/v2.en.srt", "steady", "quiet")
    code, document = run("deliver", scene.root, "-o", tmp_path / "two", "--lang", "fr")
    assert code == 0 and document["signatures"][0]["changed"] == ["captions/v2.en.srt"]
    assert any("caduque" in note and "captions/v2.en.srt" in note for note in document["notes"])
    (scene.root / "history.jsonl").unlink()
    (scene.root / "history.head").unlink()
    code, document = run("sign", "list", scene.root)
    assert code == 1 and [one["rule"] for one in document["findings"]] == ["signoff.history-gone"]


def test_one_number_everywhere(scene: base.Scene, run: Run, tmp_path: Path) -> None:
    scene.replace("captions/v2.en.srt", "[a steady tone]", LONG)
    scene.write("rights/clearances.toml", base.LEDGER.partition("\n\n")[0])
    code, document = run("deliver", scene.root, "-o", tmp_path / "out", "--lang", "en")
    told = {one["number"]: (one["rule"], one["severity"]) for one in document["findings"]}
    written = json.loads((tmp_path / "out.report.json").read_text(encoding="utf-8"))["findings"]
    assert code == 1 and {one["number"]: (one["rule"], one["severity"]) for one in written} == told
    lines = (tmp_path / "out.report.csv").read_text(encoding="utf-8-sig").splitlines()
    codes = {"Error": "error", "Warning": "warning", "Note": "info"}
    listed = [(int(row["number"]), (row["rule"], codes[row["severity"]])) for row in csv.DictReader(lines)]
    assert dict(listed) == told and [number for number, _ in listed] == sorted(told)
    page = (tmp_path / "out.report.html").read_text(encoding="utf-8")
    for number, (rule, _) in told.items():
        row = page[page.index(f'id="finding-{number}"') :]
        assert rule in row.partition("</tr>")[0]
    by_rule = {one["rule"]: one.get("waivable") for one in document["findings"]}
    assert by_rule["rights.no-clearance"] == "hard" and by_rule["captions.reading-speed"] == ["captions", "post"]
    number = next(number for number, (rule, _) in told.items() if rule == "captions.reading-speed")
    words = ("--reason", "So.", "--expires", "2099-01-01", "--key", tmp_path / "at.pem", "--yes", "--lang", "fr")
    code, document = run("waive", scene.root, "--finding", str(number), *words)
    said = document["error"]["message"]
    assert code == 2 and "captions.reading-speed" in said and "supervision des sous-titres" in said
    code, document = run("waive", scene.root, "--finding", "rights.no-clearance", *words)
    assert code == 2 and "personne ne peut y déroger" in document["error"]["message"]


def test_it_is_said_which_delivery_is_judged(scene: base.Scene, run: Run) -> None:
    text = scene.text("picturelock.toml")
    start, end = text.index("[delivery]"), text.index("[[people]]")
    order = text[start:end].replace("[delivery]", "[[delivery]]\nname = @")
    scene.write(
        "picturelock.toml", text[:start] + order.replace("@", '"tv"') + order.replace("@", '"web"') + text[end:]
    )
    code, document = run("check", scene.root)
    assert code == 0 and document["verdict"]["delivery"] == "tv" and document["verdict"]["not_judged"] == ["web"]
    assert any("tv" in note and "web" in note for note in document["notes"])


def test_a_spec_that_nobody_named_is_said(scene: base.Scene, run: Run) -> None:
    scene.replace("picturelock.toml", 'spec = "ebu-r128"\n', "")
    code, document = run("check", scene.root)
    found = [one for one in document["findings"] if one["rule"] == "gate.spec-assumed"]
    assert code == 0 and [one["severity"] for one in found] == ["warning"] and "ebu-r128" in found[0]["message"]
    code, document = run("check", scene.root, "--spec", "ebu-r128")
    assert "gate.spec-assumed" not in [one["rule"] for one in document["findings"]]


TOO_LONG = {
    "master": ('master = "master/v2.mov"', 'master = "{}.mov"'),
    "library": ('library = "library"', 'library = "{}"'),
    "ledger": ('ledger = "rights/clearances.toml"', 'ledger = "{}"'),
    "captions": ('file = "captions/v2.en.srt"', 'file = "{}.srt"'),
}


@pytest.mark.parametrize("length", [300, 5000])
@pytest.mark.parametrize("key", TOO_LONG)
def test_names_that_no_disk_holds(scene: base.Scene, run: Run, key: str, length: int) -> None:
    old, new = TOO_LONG[key]
    scene.replace("picturelock.toml", old, new.format("é" * (length // 2)))
    code, document = run("check", scene.root)
    assert code == 3 and "longer than a disk can hold" in document["error"]["message"]


def test_markers_of_an_edl_become_a_timeline(scene: base.Scene, run: Run, tmp_path: Path) -> None:
    from picturelock.timeline.read import read_cut

    scene.replace("captions/v2.en.srt", "[a steady tone]", LONG)
    code, document = run("check", scene.root, "--markers", tmp_path / "marked.otio")
    cut, _ = read_cut(tmp_path / "marked.otio", None)
    placed = [one for one in document["findings"] if "record" in one]
    assert code == 1 and len(cut.shots) == 2 and len(cut.markers) == len(placed) > 0
