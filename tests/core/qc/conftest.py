"""Dossiers around masters made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from picturelock import specs, wording
from picturelock.cut import Cut
from picturelock.findings import Finding
from picturelock.media import ffmpeg
from picturelock.media.probe import probe
from picturelock.production import DeliveryOrder, Dossier, Production
from picturelock.times import FrameRate, Timecode

RATE = FrameRate(25)
START = Timecode.parse("10:00:00:00", RATE).time


@pytest.fixture
def dossier(tmp_path: Path) -> Callable[..., Dossier]:
    """`dossier(master, frames=, start=, spec=)`: a delivery of a cut at 25 fps from 10:00:00:00, 50 frames long."""

    def build(
        master: Path | None,
        *,
        before: int = 0,
        frames: int = 50,
        rate: FrameRate = RATE,
        start: int = START,
        spec: str | specs.Spec = "ebu-r128",
    ) -> Dossier:
        name = spec if isinstance(spec, str) else spec.id
        order = DeliveryOrder(spec=name, master=master, seconds_before=before)
        production = Production(tmp_path, "The Letter", ("en",), tmp_path / "cut.otio", (), (), None, order)
        cut = Cut("v2", rate, (), start=start, duration=rate.time_of(frames))
        info = probe(master) if master is not None and master.is_file() else None
        return Dossier(production, cut, {}, {}, (), info, spec=specs.load(spec) if isinstance(spec, str) else spec)

    return build


@pytest.fixture
def master(tmp_path: Path) -> Callable[..., Path]:
    """`master(name, sound=, picture=, **options)`: two seconds at 25 fps from 10:00:00:00, unless told otherwise."""

    def build(
        name: str = "film.mov",
        *,
        sound: str = "sine=r=48000:d=2",
        picture: str = "rate=25:duration=2",
        size: str = "64x48",
        **options: Any,
    ) -> Path:
        inputs = [ffmpeg.generated(f"testsrc2=size={size}:{picture}")] if picture else []
        inputs += [ffmpeg.generated(sound)] if sound else []
        chosen = {"timecode": "10:00:00:00", "acodec": "pcm_s24le", "vcodec": "mpeg4", **options}
        path = tmp_path / name
        ffmpeg.render(inputs, path, time_limit_s=60, **{key: value for key, value in chosen.items() if value})
        return path

    return build


@pytest.fixture(autouse=True)
def every_finding_can_be_worded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Render each finding that a test of this folder makes, in both languages."""
    made: list[Finding] = []
    original = Finding.__post_init__

    def note(finding: Finding) -> None:
        original(finding)
        made.append(finding)

    monkeypatch.setattr(Finding, "__post_init__", note)
    yield
    for finding in made:
        if finding.evidence or finding.rule == "qc.master-unnamed":
            for language in wording.LANGUAGES:
                assert wording.message(finding, language)
                assert wording.fix(finding, language)
