"""melt renders our MLT and Kdenlive files; Kdenlive opens them, saves them, and melt renders what it saved."""

from __future__ import annotations

import re
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

SCREEN = "-screen 0 1600x900x24"
DRIVE = r"""
kdenlive "$1" >/dev/null 2>&1 &
K=$!
D="dbus-send --session --dest=org.kde.kdenlive-$K --type=method_call --print-reply --reply-timeout=5000"
TITLE="org.freedesktop.DBus.Properties.Get string:org.qtproject.Qt.QWidget string:windowTitle"
for i in $(seq 90); do
  sleep 1; $D /kdenlive/MainWindow_1 $TITLE 2>/dev/null | grep -q "$(basename "$1" .kdenlive)" && break
done
sleep 6
for i in $(seq 20); do
  for a in add_marker_guide_quickly file_save; do
    $D /kdenlive/MainWindow_1 org.kde.KMainWindow.activateAction string:$a >/dev/null 2>&1; sleep 1
  done
  cmp -s "$1" "$2" || break
  sleep 2
done
kill $K; sleep 1; kill -9 $K 2>/dev/null; true
"""
"""Opens a project, waits for its clips, changes it (else there is nothing to save) and saves it."""


def version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=False)
    found = re.search(r"\d+\.\d+[\d.]*", done.stdout + done.stderr)
    return found[0] if found else "?"


def render(melt: str, project: Path, length: int) -> list[object]:
    out = project.with_suffix(".mkv")
    # A size given to the consumer would set the rest of the profile back to 25 frames a second.
    screen = ["xvfb-run", "-a"] if project.suffix == ".kdenlive" else []
    command = [*screen, melt, str(project), "in=0", f"out={length - 1}", "-consumer", f"avformat:{out}"]
    # Silent, else it listens for keys, and may take whatever its input is for "stop".
    options = ["vcodec=libx264", "preset=ultrafast", "crf=8", "acodec=pcm_s16le", "real_time=-1", "-silent"]
    subprocess.run([*command, *options], stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=True)
    return list(frames.barcode.shown(out))


@pytest.mark.parametrize("name", list(frames.PROGRAMMES))
def test_melt_shows_every_frame(
    name: str, host: Callable[..., str], proof: Callable[..., None], tmp_path: Path
) -> None:
    melt = host("melt")
    path = tmp_path / "cut.mlt"
    write_timeline(frames.programme(name, frames.media(tmp_path)), path)
    right, total, wrong = frames.right(name, render(melt, path, len(frames.truth(name))))
    proof("melt", version(melt), f"`.mlt`, {name}", right, total)
    assert wrong == []


def test_melt_fades_from_black_and_back(host: Callable[..., str], proof: Callable[..., None], tmp_path: Path) -> None:
    melt = host("melt")
    path = tmp_path / "cut.mlt"
    write_timeline(frames.faded(frames.media(tmp_path)), path)
    render(melt, path, 72)
    levels = frames.brightest(path.with_suffix(".mkv"))
    assert levels[:12] == sorted(levels[:12])
    assert levels[60:] == sorted(levels[60:], reverse=True)
    assert all(40 < level < 250 for level in (levels[4], levels[7], levels[64], levels[67]))
    assert min(levels[12:60]) > 250
    proof("melt", version(melt), "`.mlt`, fades", 72, 72)


@pytest.mark.parametrize("name", list(frames.PROGRAMMES))
def test_kdenlive_opens_and_saves_it(
    name: str, host: Callable[..., str], proof: Callable[..., None], tmp_path: Path
) -> None:
    host("kdenlive", "melt", "xvfb-run", "dbus-run-session", "dbus-send")
    path = tmp_path / "cut.kdenlive"
    write_timeline(frames.programme(name, frames.media(tmp_path)), path)
    before = tmp_path / "before.kdenlive"
    before.write_bytes(path.read_bytes())
    home, run = tmp_path / "home", tmp_path / "run"
    (home / ".config").mkdir(parents=True)
    run.mkdir(mode=0o700)
    # Without it the first start asks questions.
    (home / ".config/kdenliverc").write_text("[version]\nversion=22.12.3\n", encoding="utf-8")
    places = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_RUNTIME_DIR": str(run),
        "TMPDIR": str(run),
    }
    command = ["xvfb-run", "-a", "-s", SCREEN, "dbus-run-session", "bash", "-c", DRIVE, "drive", str(path)]
    subprocess.run(
        [*command, str(before)],
        env=frames.environment(**places),
        capture_output=True,
        timeout=150,
        check=True,
    )
    assert path.read_bytes() != before.read_bytes(), "Kdenlive saved what it had opened"
    right, total, wrong = frames.right(name, render("melt", path, len(frames.truth(name))))
    proof("Kdenlive", _kdenlive(), f"`.kdenlive`, {name}; opened, changed, saved, rendered by melt", right, total)
    assert wrong == []


def _kdenlive() -> str:
    done = subprocess.run(
        ["xvfb-run", "-a", "kdenlive", "--version"], capture_output=True, text=True, timeout=60, check=False
    )
    found = re.search(r"kdenlive (\d+\.[\d.]+)", done.stdout)
    return found[1] if found else "?"
