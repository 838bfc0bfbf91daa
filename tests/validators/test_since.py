"""A second delivery that holds only what changed since the first."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from picturelock.delivery.redelivery import verify_together
from picturelock.errors import InputError
from picturelock.production import load
from picturelock_validators import gate


def test_only_what_changed_goes_out_again(clean: Path, tmp_path: Path) -> None:
    root = tmp_path / "La lettre é"
    shutil.copytree(clean, root)
    first = gate.deliver(load(root), tmp_path / "first").package
    assert first is not None
    captions = root / "captions" / "v2.en.srt"
    captions.write_text(captions.read_text(encoding="utf-8").replace("steady", "quiet"), encoding="utf-8")
    second = gate.deliver(load(root), tmp_path / "second", since=first).package
    assert second is not None
    held = {path.relative_to(second).as_posix() for path in second.rglob("*") if path.is_file()}
    assert any(name.startswith("captions/") for name in held)
    assert not any(name.startswith(("master/", "timeline/")) for name in held)
    assert verify_together(second, (first,)) == ()


def test_nothing_is_left_to_a_package_that_was_altered(clean: Path, tmp_path: Path) -> None:
    root = tmp_path / "La lettre é"
    shutil.copytree(clean, root)
    first = gate.deliver(load(root), tmp_path / "first").package
    assert first is not None
    with (first / "master/v2.mov").open("r+b") as master:
        master.seek(500)
        master.write(b"other")
    captions = root / "captions" / "v2.en.srt"
    captions.write_text(captions.read_text(encoding="utf-8").replace("steady", "quiet"), encoding="utf-8")
    with pytest.raises(InputError, match=r"not as it was delivered: master/v2\.mov"):
        gate.deliver(load(root), tmp_path / "second", since=first)
    assert not (tmp_path / "second").exists()
