"""`keys new`, `waive`, `waive list`, `waive withdraw`, `sign` and `deliver` under waivers: a day at the gate."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from picturelock.production import journal
from picturelock_cli.main import main

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "matrix"))

import base

Run = Callable[..., tuple[int, dict[str, Any]]]
LONG = "[a steady tone that goes on, and on, and on]"
EXPIRES = "2099-01-01"


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> base.Scene:
    return base.make_control(tmp_path_factory.mktemp("waivers-cli") / "control")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*words: str | Path) -> tuple[int, dict[str, Any]]:
        code = main([*map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return go


@pytest.fixture
def scene(control: base.Scene, tmp_path: Path, run: Run) -> base.Scene:
    made = base.copy(control, tmp_path / "La lettre é")
    code, document = run("keys", "new", "A. Tremblay", "-o", tmp_path / "at.pem", "--no-passphrase")
    assert code == 0
    person = f'[[people]]\nname = "A. Tremblay"\nrole = "producer"\nkey = "{document["public"]}"\n'
    made.append("picturelock.toml", person.replace("producer", "caption supervisor"))
    made.replace("captions/v2.en.srt", "[a steady tone]", LONG)
    return made


def soon() -> str:
    import datetime as dt

    return (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=60)).isoformat()


def waive(run: Run, scene: base.Scene, *more: str | Path, finding: str = "1") -> tuple[int, dict[str, Any]]:
    key = scene.root.parent / "at.pem"
    words = ("--finding", finding, "--reason", "It hums on.", "--expires", soon(), "--key", key)
    return run("waive", scene.root, *words, *(more or ("--yes",)))


def test_from_closed_to_delivered_under_waivers(scene: base.Scene, run: Run, tmp_path: Path) -> None:
    code, document = run("check", scene.root)
    errors = {one["number"]: one["rule"] for one in document["findings"] if one["severity"] == "error"}
    assert code == 1 and errors and all(rule.startswith("captions.") for rule in errors.values())
    assert all(one["waivable"] == ["captions", "post"] for one in document["findings"] if one["severity"] == "error")
    for number in errors:  # a waived one keeps its number
        code, document = waive(run, scene, finding=str(number))
        assert code == 0 and document["person"] == "A. Tremblay" and document["waiver"].startswith("waivers/captions-")
    code, document = run("check", scene.root)
    assert code == 6 and len(document["verdict"]["waivers"]) == len(errors) and document["verdict"]["open"] is True
    assert all(one["waived"]["reason"] == "It hums on." for one in document["findings"] if one["severity"] == "error")
    code, document = run("waive", "list", scene.root)
    assert code == 0 and [one["holds"] for one in document["waivers"]] == [True] * len(errors)
    code, document = run("sign", scene.root, "--key", tmp_path / "at.pem", "--yes")
    assert code == 6 and document["statement"]["open"] is True
    code, document = run("deliver", scene.root, "-o", tmp_path / "out")
    assert code == 6 and (tmp_path / "out/report.html").is_file()
    code, signed = run("sign", tmp_path / "out/report.json", "--for", scene.root, "--key", tmp_path / "at.pem", "--yes")
    assert code == 6 and signed["statement"]["verdict"] == document["verdict"]["hash"]
    stages = [entry.stage for entry in journal.read(scene.root).entries]
    assert stages == ["waive"] * len(errors) + ["sign", "deliver", "sign"] and not journal.read(scene.root).findings
    code, document = run(
        "waive", "withdraw", scene.root, "captions-reading-speed-1", "--key", tmp_path / "at.pem", "--yes"
    )
    assert code == 0 and run("check", scene.root)[0] == 1


def test_a_closed_delivery_is_in_the_history_too(scene: base.Scene, run: Run, tmp_path: Path) -> None:
    code, document = run("deliver", scene.root, "-o", tmp_path / "out")
    entry = journal.read(scene.root).entries[-1]
    assert code == 1 and entry.facts["open"] is False and entry.facts["verdict"] == document["verdict"]["hash"]


def test_nobody_signs_unasked(scene: base.Scene, run: Run, tmp_path: Path) -> None:
    code, document = waive(run, scene, "--lang", "en")
    assert code == 2 and "--yes" in document["error"]["message"]
    code, document = run("sign", scene.root, "--key", tmp_path / "at.pem")
    assert code == 2 and not (scene.root / "waivers").exists() and not (scene.root / "signoffs").exists()
    assert not (scene.root / journal.FILE).exists()


WRONG = {
    "no such finding": ({"finding": "99"}, 2, "no error"),
    "a rule that is not found": ({"finding": "captions.overlap"}, 2, "no error"),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_cannot_be_waived(scene: base.Scene, run: Run, how: str) -> None:
    options, code, said = WRONG[how]
    found, document = waive(run, scene, **options)
    assert found == code and said in document["error"]["message"]


def test_a_hard_failure(scene: base.Scene, run: Run) -> None:
    scene.write("rights/clearances.toml", "")
    code, document = waive(run, scene, finding="rights.no-clearance")
    assert code == 2
    scene.write("rights/clearances.toml", base.LEDGER.partition("\n\n")[0])
    code, document = waive(run, scene, finding="rights.no-clearance")
    assert code == 2 and "hard failure" in document["error"]["message"]


@pytest.mark.parametrize("date", ["soon", "2020-01-01", EXPIRES, "2027-02-30"])
def test_dates_that_will_not_do(scene: base.Scene, run: Run, date: str, tmp_path: Path) -> None:
    words = ("--finding", "1", "--reason", "So.", "--expires", date, "--key", tmp_path / "at.pem", "--yes")
    code, document = run("waive", scene.root, *words)
    assert code == 2 and "--expires" in document["error"]["message"]


def test_a_key_that_is_nobodys(scene: base.Scene, run: Run, tmp_path: Path) -> None:
    run("keys", "new", "X", "-o", tmp_path / "x.pem", "--no-passphrase")
    words = ("--finding", "1", "--reason", "So.", "--expires", soon(), "--key", tmp_path / "x.pem", "--yes")
    code, document = run("waive", scene.root, *words)
    assert code == 2 and "nobody's" in document["error"]["message"] and "ed25519:" in document["error"]["hint"]


def test_a_key_is_not_put_into_a_production(scene: base.Scene, run: Run) -> None:
    code, document = run("keys", "new", "X", "-o", scene.root / "keys/x.pem", "--no-passphrase")
    assert code == 2 and not (scene.root / "keys").exists() and "production" in document["error"]["message"]


def test_a_number_of_a_written_report(scene: base.Scene, run: Run, tmp_path: Path) -> None:
    run("deliver", scene.root, "-o", tmp_path / "out")
    report = tmp_path / "out.report.json"
    first = next(one for one in json.loads(report.read_text())["findings"] if one["severity"] == "error")
    code, document = waive(run, scene, "--report", report, "--yes")
    assert code == 0 and document["findings"][0]["rule"] == first["rule"]


def test_several_deliveries_have_waivers_of_their_own(scene: base.Scene, run: Run) -> None:
    text = scene.text("picturelock.toml")
    start = text.index("[delivery]")
    end = text.index("[[people]]")
    order = text[start:end].replace("[delivery]", "[[delivery]]\nname = @")
    both = order.replace("@", '"tv"') + order.replace("@", '"web"').replace("ebu-r128", "cbc-radio-canada")
    scene.write("picturelock.toml", text[:start] + both + text[end:])
    assert waive(run, scene, "--delivery", "tv", "--yes")[0] == 0
    _, document = run("check", scene.root, "--delivery", "web")
    assert document["verdict"]["waivers"] == []
    assert "waivers.other-delivery" in [one["rule"] for one in document["findings"]]
