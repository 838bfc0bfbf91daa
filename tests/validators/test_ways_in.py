"""Ways to get past the gate by what it is given to judge, and by ending it half-way: each is tried for real, and stays shut."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from attempts import RIGHTS, shut, stand_in
from picturelock import specs
from picturelock.errors import InputError, OutputError
from picturelock.findings import Finding
from picturelock.production import Dossier, Production, journal, load
from picturelock.specs import from_toml
from picturelock_validators import gate

LIMIT_S = 120


def edit(production: Production, old: str, new: str) -> Production:
    text = production.file.read_text(encoding="utf-8")
    assert old in text
    production.file.write_text(text.replace(old, new), encoding="utf-8")
    return load(production.root)


def test_the_ledger_was_emptied(production: Production, tmp_path: Path) -> None:
    (production.root / "rights/clearances.toml").write_text("")
    assert "rights.no-clearance" in shut(production, tmp_path, "closed")


def test_the_ledger_is_named_no_more(production: Production, tmp_path: Path) -> None:
    assert "rights." in shut(edit(production, 'ledger = "rights/clearances.toml"\n', ""), tmp_path, "closed")


def test_the_spec_asks_nothing(production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = from_toml("ebu-r128", {"title": "Nothing"})
    real = specs.load
    monkeypatch.setattr(
        "picturelock.dossier.specs.load", lambda name, *rest: bare if name == "ebu-r128" else real(name)
    )
    assert "gate.spec-asks-nothing" in shut(production, tmp_path, "closed")


def test_the_spec_is_another_name(production: Production, tmp_path: Path) -> None:
    said = shut(edit(production, 'spec = "ebu-r128"', 'spec = "ebu-r129"'), tmp_path, "closed")
    assert "spec.unknown" in said


def test_nothing_is_to_be_delivered(production: Production, tmp_path: Path) -> None:
    text = production.file.read_text(encoding="utf-8")
    start = text.index("[[captions]]")
    text = text[:start] + text[text.index("[rights]") :].replace('master = "master/v2.mov"\n', "")
    production.file.write_text(text, encoding="utf-8")
    assert "gate.nothing-to-deliver" in shut(load(production.root), tmp_path, "closed")


def test_captions_are_named_no_more(production: Production, tmp_path: Path) -> None:
    text = production.file.read_text(encoding="utf-8")
    production.file.write_text(text[: text.index("[[captions]]")] + text[text.index("[rights]") :], encoding="utf-8")
    assert "accessibility.captions-missing" in shut(load(production.root), tmp_path, "closed")


def test_the_cut_holds_no_shot(production: Production, tmp_path: Path) -> None:
    (production.root / "cuts/v2.edl").write_text("TITLE: v2\nFCM: NON-DROP FRAME\n")
    shut(production, tmp_path, "closed") if _readable(production) else shut(production, tmp_path, "error")


def _readable(production: Production) -> bool:
    from picturelock.timeline.read import read_cut

    try:
        read_cut(production.cut, production.rate)
    except InputError:
        return False
    return True


def test_every_clip_is_switched_off(production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from picturelock import dossier

    real = dossier.read_cut

    def off(*args: Any) -> Any:
        cut, findings = real(*args)
        return replace(cut, shots=tuple(replace(shot, enabled=False) for shot in cut.shots)), findings

    monkeypatch.setattr(dossier, "read_cut", off)
    assert "gate.empty-cut" in shut(production, tmp_path, "closed")


def test_the_master_is_swapped_between_verdict_and_package(
    production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from picturelock_validators import packaging

    real = packaging.staging

    def swap(*args: Any, **options: Any) -> Any:
        (production.root / "master/v2.mov").write_bytes(b"another film")
        return real(*args, **options)

    monkeypatch.setattr(packaging, "staging", swap)
    assert "v2.mov" in shut(production, tmp_path, "error")


def test_an_input_becomes_a_link_meanwhile(
    production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caption = production.root / "captions/v2.en.srt"

    def link(dossier: Dossier) -> list[Finding]:
        shutil.copy(caption, tmp_path / "outside.srt")
        (tmp_path / "outside.srt").write_text(caption.read_text() + "\n2\n00:00:03,200 --> 00:00:03,900\nHm.\n")
        caption.unlink()
        caption.symlink_to(tmp_path / "outside.srt")
        return []

    stand_in(monkeypatch, link)
    shut(production, tmp_path, "error")


def test_the_history_cannot_be_written(production: Production, tmp_path: Path) -> None:
    (production.root / journal.FILE).mkdir()
    with pytest.raises(OutputError):
        journal.require_writable(production.root)
    assert "history.unreadable" in shut(production, tmp_path, "closed")


def test_the_history_was_cut_short(production: Production, tmp_path: Path) -> None:
    import datetime as dt

    for _ in range(3):
        journal.append(production.root, "deliver", dt.datetime.now(dt.UTC))
    assert gate.run(production).open
    file = production.root / journal.FILE
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:1]))
    assert "history.truncated" in shut(production, tmp_path, "closed")


def test_a_package_that_is_there_is_not_overwritten(production: Production, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(OutputError):
        gate.deliver(production, tmp_path / "there")


def test_another_package_has_the_name_of_pyblish(tmp_path: Path, production: Production) -> None:
    """PYTHONPATH puts a pyblish first that runs nothing and calls it a success."""
    fake = tmp_path / "fake" / "pyblish"
    fake.mkdir(parents=True)
    for name in ("__init__", "api", "logic", "plugin"):
        (fake / f"{name}.py").write_text("class ContextPlugin: pass\nclass InstancePlugin: pass\n")
    done = deliver(production, tmp_path, PYTHONPATH=str(tmp_path / "fake"))
    assert done.returncode != 0 and "not the pyblish that is installed" in done.stderr
    assert not (tmp_path / "out").exists()


SLOW = """
import sys, time
from picturelock import registry
real = registry.load
def slow(entry):
    def check(dossier):
        print("here", file=sys.__stderr__, flush=True)
        {act}
        return []
    return check if entry == {check!r} else real(entry)
registry.load = slow
from picturelock_cli.main import main
sys.exit(main(["deliver", sys.argv[1], "-o", sys.argv[2]]))
"""


def command(production: Production, tmp_path: Path, act: str) -> list[str]:
    program = SLOW.format(check=RIGHTS, act=act)
    return [sys.executable, "-c", program, str(production.root), str(tmp_path / "out")]


def deliver(production: Production, tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, [env.pop("PYTHONPATH", ""), *sys.path]))
    words = [sys.executable, "-m", "picturelock_cli", "deliver", str(production.root), "-o", str(tmp_path / "out")]
    return subprocess.run(
        words,
        env={**os.environ, **env, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


@pytest.mark.parametrize(
    "act", ["import os; os.kill(os.getpid(), 9)", "import os; os.abort()", "import os; os._exit(0)"]
)
def test_a_process_that_ends_in_the_middle(production: Production, tmp_path: Path, act: str) -> None:
    done = subprocess.run(
        command(production, tmp_path, act), capture_output=True, text=True, timeout=LIMIT_S, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode != 0 and not (tmp_path / "out").exists() and not list(tmp_path.glob(".out.partial*"))


def test_a_check_that_never_ends(production: Production, tmp_path: Path) -> None:
    """Until it is stopped nothing is there, and nothing is left of it afterwards."""
    process = subprocess.Popen(
        command(production, tmp_path, "time.sleep(600)"), stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert process.stderr is not None
    try:
        assert any("here" in line for line in process.stderr)
        time.sleep(0.3)
        assert process.poll() is None and not (tmp_path / "out").exists()
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=30)
        process.stderr.close()
    assert code != 0 and not (tmp_path / "out").exists() and not list(tmp_path.glob(".out*partial*"))


def test_check_says_no_verdict_with_its_own_code(
    production: Production, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from picturelock_cli.main import main

    stand_in(monkeypatch, lambda dossier: None)
    assert main(["check", str(production.root), "--json"]) == 5
    document = json.loads(capsys.readouterr().out)
    assert document["exit"] == 5 and document["verdict"]["missing"] == [RIGHTS] and document["verdict"]["open"] is False


def test_a_finding_keeps_its_check(production: Production, capsys: pytest.CaptureFixture[str]) -> None:
    from picturelock_cli.main import main

    (production.root / "rights/clearances.toml").write_text("")
    assert main(["check", str(production.root), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    runs = {run["check"]: run["findings"] for run in document["verdict"]["ran"]}
    assert [document["findings"][number]["rule"] for number in runs[RIGHTS]] == ["rights.no-clearance"]
