"""OpenShot imports our EDL with its own parser, and its own library renders what it imported."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from picturelock.timeline.write import write_timeline

spec = spec_from_file_location("frames", Path(__file__).with_name("frames.py"))
assert spec is not None
assert spec.loader is not None
frames = sys.modules.setdefault("frames", module_from_spec(spec))
spec.loader.exec_module(frames)

NAME = "straight cuts"
NUDGE = 0.01 / 24
"""A hundredth of a frame: libopenshot 0.2 keeps in-points as 32-bit floats and cuts off what is after the point."""


def run(folder: Path, edl: Path, nudge: float) -> dict[str, Any]:
    total = len(frames.truth(NAME))
    command = [
        "/usr/bin/python3",
        str(frames.HERE / "openshot_import.py"),
        str(edl),
        str(total),
        str(folder),
        str(nudge),
    ]
    env = frames.environment(QT_QPA_PLATFORM="offscreen", HOME=str(folder))
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=240, check=False)
    assert "RESULT " in done.stdout, done.stderr[-1000:]
    found: dict[str, Any] = json.loads(done.stdout.partition("RESULT ")[2])
    return found


def test_openshot_imports_every_event_and_shows_every_frame(
    host: Callable[..., str], proof: Callable[..., None], tmp_path: Path
) -> None:
    host("openshot-qt")
    edl = tmp_path / "cut.edl"
    write_timeline(frames.with_reel_and_path(frames.programme(NAME, frames.media(tmp_path))), edl)
    rows = frames.PROGRAMMES[NAME]
    for nudge, remark in ((0.0, "as imported; libopenshot truncates in-points"), (NUDGE, "in-points + 1/100 frame")):
        folder = tmp_path / f"frames{bool(nudge)}"
        folder.mkdir()
        found = run(folder, edl, nudge)
        events = [tuple(round(value * 24, 6) for value in clip) for clip in found["clips"]]
        assert events == [(row.start, row.first, row.first + row.end - row.start) for row in rows]
        right, total, wrong = frames.right(NAME, list(frames.barcode.shown(folder / "%05d.png")))
        proof("OpenShot", found["version"], f"`.edl`, {NAME}", right, total, remark)
    assert wrong == []
