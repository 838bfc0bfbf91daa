"""GStreamer Editing Services opens our .otio, .edl and .fcpxml through OpenTimelineIO, and renders them.

GES asks OpenTimelineIO for the adapter of a file's ending: `own_suffixes.json` makes that our own reader for .edl and .fcpxml.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from picturelock.timeline.write import write_timeline

spec = spec_from_file_location("frames", Path(__file__).with_name("frames.py"))
assert spec is not None
assert spec.loader is not None
frames = sys.modules.setdefault("frames", module_from_spec(spec))
spec.loader.exec_module(frames)

MANIFEST = frames.ROOT / "integrations/picturelock_otio/own_suffixes.json"
PACKAGES = "PICTURELOCK_HOSTS_GES"
"""A folder with OpenTimelineIO and its xges adapter, for the Python that GES starts."""
# Caps in the profile, not in --video-caps: with those, GES 1.22 drops a frame at some edits.
PROFILE = f"video/x-matroska:video/x-raw,format=I420,width={frames.WIDTH},height={frames.HEIGHT},framerate=24/1"


def render(ges: str, name: str, suffix: str, folder: Path) -> list[object]:
    packages = os.environ.get(PACKAGES, "")
    if not packages:
        pytest.skip("not proven: no OpenTimelineIO for the Python of GES")
    path, out = folder / f"cut.{suffix}", folder / "out.mkv"
    write_timeline(frames.programme(name, frames.media(folder)), path)
    paths = os.pathsep.join((packages, str(frames.ROOT / "core"), str(frames.ROOT / "integrations")))
    told = {
        "PYTHONPATH": paths,
        "OTIO_PLUGIN_MANIFEST_PATH": str(MANIFEST),
        "PICTURELOCK_RATE": "24",
        "HOME": str(folder),
        # The Python inside GES finds its home by the first python3 on the path, which must be the system's.
        "PATH": os.pathsep.join(("/usr/bin", "/bin", os.environ["PATH"])),
    }
    command = [ges, "-l", str(path), "-t", "video", "-f", PROFILE, "-o", str(out)]
    env = frames.environment(**told)
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert out.exists(), done.stderr[-1000:]
    assert out.stat().st_size, done.stderr[-1000:]
    return list(frames.barcode.shown(out))


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("straight cuts", "otio"),
        ("straight cuts", "edl"),
        ("straight cuts", "fcpxml"),
        ("tracks and gaps", "otio"),
        ("tracks and gaps", "fcpxml"),
    ],
)
def test_ges_shows_every_frame(
    name: str, suffix: str, host: Callable[..., str], proof: Callable[..., None], tmp_path: Path
) -> None:
    right, total, wrong = frames.right(name, render(host("ges-launch-1.0"), name, suffix, tmp_path))
    proof("GES", _version(), f"`.{suffix}`, {name}", right, total)
    assert wrong == []


def test_ges_plays_every_clip_at_normal_speed(
    host: Callable[..., str], proof: Callable[..., None], tmp_path: Path
) -> None:
    """Its own OpenTimelineIO adapter leaves speeds out: what we measure is that all clips are in their places."""
    name = "retimes"
    got = render(host("ges-launch-1.0"), name, "otio", tmp_path)
    right, total, _ = frames.right(name, got)
    proof("GES", _version(), f"`.otio`, {name}", right, total, "otio-xges-adapter 1.0.0 leaves out speeds")
    rows = frames.PROGRAMMES[name]
    assert [(row.source, row.first) for row in rows] == [got[row.start] for row in rows]
    assert len(got) == total


def _version() -> str:
    command = ["dpkg-query", "-W", "-f", "${Version}", "ges1.0-tools"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except FileNotFoundError:
        return "?"
    return done.stdout.partition("-")[0] or "?"
