"""The zip that Blender installs."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tomllib
import zipfile
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from picturelock import __version__

ROOT = Path(__file__).resolve().parents[3]


def make(target: Path, *more: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(ROOT / "installers"), "blender", str(target), *more]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PATH": "", "PICTURELOCK_LANG": language}
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("zip") / "picturelock.zip"
    done = make(target)
    assert done.returncode == 0, done.stdout + done.stderr
    assert str(target) in done.stdout
    return target


def test_it_is_what_blender_asks_of_an_extension(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        manifest = tomllib.loads(opened.read("blender_manifest.toml").decode())
        receipt = json.loads(opened.read("receipt.json"))
    assert manifest["version"] == __version__
    assert manifest["schema_version"] == "1.0.0"
    assert manifest["id"] == "picturelock"
    assert [f"./{name}" for name in names if name.startswith("wheels/")] == manifest["wheels"]
    assert not manifest["tagline"].endswith("."), "Blender refuses a tagline with a full stop"
    assert len(manifest["tagline"]) <= 64
    assert receipt["command"].startswith(str(ROOT))
    assert "__init__.py" in names


def test_its_wheel_holds_the_core_and_the_adapter_and_says_so(archive: Path) -> None:
    with zipfile.ZipFile(archive) as outer:
        wheel = next(name for name in outer.namelist() if name.endswith(".whl"))
        inner = zipfile.ZipFile(io.BytesIO(outer.read(wheel)))
    record = dict(
        line.rsplit(",", 2)[:2]
        for line in inner.read(f"picturelock-{__version__}.dist-info/RECORD").decode().splitlines()
    )
    assert set(record) == set(inner.namelist())
    for name, told in record.items():
        if told:
            digest = urlsafe_b64encode(hashlib.sha256(inner.read(name)).digest()).rstrip(b"=").decode()
            assert told == f"sha256={digest}", name
    assert {"picturelock/host.py", "picturelock_blender/host.py", "picturelock/wording/fr/ui.blender.toml"} <= set(
        record
    )
    assert not any("__pycache__" in name or "/extension/" in name for name in record)


def test_the_same_checkout_makes_the_same_zip(archive: Path, tmp_path: Path) -> None:
    make(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_it_replaces_nothing_and_says_what_it_needs(archive: Path, tmp_path: Path) -> None:
    before = archive.read_bytes()
    done = make(archive, language="fr")
    assert (done.returncode, archive.read_bytes()) == (7, before)
    assert "existe déjà. Ajoutez --force" in done.stdout
    assert make(tmp_path / "no" / "folder.zip").returncode == 7
    assert make(tmp_path / "a.zip", "b.zip").returncode == 2
    assert list(tmp_path.iterdir()) == []
    stale = tmp_path / "old.zip"
    stale.write_bytes(b"last week")
    assert make(stale, "--force").returncode == 0 and stale.read_bytes() == before
