"""The wheel: everything the program reads is in it, the demo is not, and it says so."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as built from this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    program = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    with zipfile.ZipFile(folder / done.stdout.split()[-1]) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def run(site: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    """The program from the wheel, away from the checkout."""
    command = [sys.executable, "-c", "import sys; from picturelock_cli.main import main; sys.exit(main())", *argv]
    env = {**os.environ, "PYTHONPATH": str(site), "PICTURELOCK_LANG": "en"}
    return subprocess.run(command, cwd=site, env=env, capture_output=True, text=True, check=False)


def test_every_file_that_the_program_reads_is_in_it(unpacked: Path) -> None:
    for root in ("core", "integrations", "validators"):
        for path in (ROOT / root).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert (unpacked / path.relative_to(ROOT / root)).is_file(), path


def test_it_ships_nothing_else(unpacked: Path) -> None:
    shipped = {path.name for path in unpacked.iterdir()} - {"__pycache__"}
    named = {name for name in shipped if not name.endswith(".dist-info")}
    packages = {"picturelock", "picturelock_blender", "picturelock_cli", "picturelock_otio", "picturelock_validators"}
    assert named == packages


def test_it_runs_from_there(unpacked: Path) -> None:
    done = run(unpacked, "profiles", "list")
    assert done.returncode == 0, done.stderr
    assert "netflix-fr-ca" in done.stdout
    where = run(unpacked, "spec", "show", "ebu-r128", "--json")
    assert '"-23 LUFS"' in where.stdout


def test_the_demo_says_where_to_get_its_files(unpacked: Path, tmp_path: Path) -> None:
    done = run(unpacked, "demo", "-o", str(tmp_path / "out"))
    assert done.returncode == 4
    assert "python3 installers demo" in done.stderr
    assert not (tmp_path / "out").exists()
