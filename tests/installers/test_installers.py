"""`python3 installers`: reuse, repair, and words that help. Installing itself is proved by the suite running at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INSTALLERS = ROOT / "installers"


def installers(*argv: str, root: Path = ROOT, code: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Run the installer as a person would; `code` runs before it, to make the machine poorer."""
    program = f"import sys, runpy; sys.argv = ['installers', *{argv!r}]\n{code}\n"
    program += f"runpy.run_path({str(root / 'installers')!r}, run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False, cwd="/",
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8", **env},
    )  # fmt: skip


def test_without_a_verb_it_explains_itself() -> None:
    done = installers()
    assert done.returncode == 2
    for verb in ("setup", "demo", "test", "check", "lock"):
        assert f"\n{verb}" in done.stdout


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "There is no verb 'dmeo'"), ("fr_CA.UTF-8", "Il n'y a pas de verbe 'dmeo'")]
)
def test_an_unknown_verb_is_answered_in_the_persons_language(language: str, expected: str) -> None:
    done = installers("dmeo", LANG=language)
    assert done.returncode == 2
    assert expected in done.stdout


def checkout(folder: Path) -> Path:
    """A copy of what the installer reads."""
    shutil.copytree(INSTALLERS, folder / "installers", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_where_ensurepip_is_missing_the_one_command_to_type_is_printed(tmp_path: Path) -> None:
    poorer = "import importlib.util as u; find = u.find_spec\n"
    poorer += "u.find_spec = lambda n, *a: None if n == 'ensurepip' else find(n, *a)"
    done = installers("setup", root=checkout(tmp_path), code=poorer)
    assert done.returncode == 4
    commands = [line.strip() for line in done.stdout.splitlines() if line.startswith("    ")]
    assert len(commands) == 1
    if shutil.which("apt-get"):
        assert commands == [f"sudo apt install python3.{sys.version_info[1]}-venv"]
    assert not (tmp_path / ".venv").exists()
    assert "Traceback" not in done.stderr


def test_a_failed_installation_says_why_and_leaves_no_stamp(tmp_path: Path) -> None:
    root = checkout(tmp_path / "déjà vu")
    (root / "installers" / "requirements.lock").write_text(
        "no-such-package-of-ours==9 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8"
    )
    done = installers("setup", root=root, PIP_NO_INDEX="1")
    assert done.returncode == 4
    assert "no-such-package-of-ours" in done.stdout
    assert not (root / ".venv" / "picturelock.stamp").exists()
    assert "Traceback" not in done.stderr


def test_a_prepared_environment_is_reused_without_running_pip(tmp_path: Path) -> None:
    sys.path.insert(0, str(INSTALLERS))
    try:
        import venv_setup
    finally:
        sys.path.remove(str(INSTALLERS))
    root = checkout(tmp_path)
    python = root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    python.parent.mkdir(parents=True)
    python.touch()
    for flavour, asked_for_dev in (("runtime", False), ("dev", False), ("dev", True)):
        (root / ".venv" / venv_setup.STAMP).write_text(venv_setup._fingerprint(root, python, flavour), encoding="utf-8")
        assert venv_setup.ensure(root, dev=asked_for_dev) == python
    before = venv_setup._fingerprint(root, python, "dev")
    with (root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert venv_setup._fingerprint(root, python, "dev") != before


def test_an_old_python_is_told_which_one_it_needs() -> None:
    done = installers("demo", code="import sys; sys.version_info = (3, 9, 2, 'final', 0)")
    assert "3.11" in done.stderr
    assert done.returncode == 1
