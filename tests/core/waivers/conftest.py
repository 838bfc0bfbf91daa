"""A production with two people who may sign, and findings that somebody may waive."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from picturelock.waivers import keys

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2] / "matrix")]

import base  # noqa: E402
from waiver_desk import PEOPLE, Desk  # noqa: E402


@pytest.fixture(scope="session")
def control(tmp_path_factory: pytest.TempPathFactory) -> base.Scene:
    return base.make_control(tmp_path_factory.mktemp("waivers") / "control")


@pytest.fixture
def desk(control: base.Scene, tmp_path: Path) -> Desk:
    scene = base.copy(control, tmp_path / "production")
    made = {}
    for number, (name, role) in enumerate(PEOPLE):
        file = tmp_path / f"{number}.pem"
        public = keys.make(file)
        made[name] = keys.read(file, lambda: "")
        scene.append("picturelock.toml", f'[[people]]\nname = "{name}"\nrole = "{role}"\nkey = "{public}"\n')
    return Desk(scene.root, made)
