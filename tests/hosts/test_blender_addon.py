"""The add-on as Blender itself installs it from its zip, and every button pressed without a window."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("bpy", reason="not proven: bpy (Blender as a module) is not installed")

ROOT = Path(__file__).resolve().parents[2]
ROOTS = [str(ROOT / name) for name in ("core", "integrations", "validators")]
HEAVY = (
    "opentimelineio",
    "pysrt",
    "av",
    "ffmpeg",
    "faster_whisper",
    "spacy",
    "rich",
    "jinja2",
    "pyblish",
    "docx",
    "webvtt",
)
WORDS = ["The", "letter", "never", "arrived.", "Nobody", "asked", "me", "why."]

PROGRAM = f"""
import json, os, sys
from pathlib import Path
sys.path[:] = [entry for entry in sys.path if entry not in {ROOTS!r} and not entry.startswith({str(ROOT / ".venv")!r} + os.sep)]
import bpy
bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.extensions.package_install_files(filepath=os.environ["ZIP"], repo="user_default", enable_on_install=True)
out = {{}}
addon = bpy.context.preferences.addons["bl_ext.user_default.picturelock"]
import picturelock_blender
from picturelock_blender.settings import work
from picturelock_blender.host import BlenderHost
from picturelock_blender import captions, panel
out["from"] = picturelock_blender.__file__

def press(name, **more):
    result = getattr(bpy.ops.picturelock, name)(**more)
    out.setdefault("said", {{}})[name] = [sorted(result), list(work.lines), work.report]
    return result

scene = bpy.context.scene
press("check")
out["nothing"] = out["said"].pop("check")
addon.preferences.program = "/nowhere/picturelock"
press("open", filepath=os.environ["CUT"])
out["no program"] = out["said"].pop("open")
addon.preferences.program = os.environ["COMMAND"]
press("open", filepath="/nowhere/cut.otio")
out["no file"] = out["said"].pop("open")
press("open", filepath=os.environ["CUT"])
scene = bpy.context.window.scene
out["scene"] = scene.name
scene.picturelock.profile, scene.picturelock.language = "netflix-en", "en"
press("transcribe")
press("caption")
out["captions"] = [cue.text for cue in captions.read_captions(scene, "en", "sub").cues]
press("check")
host = BlenderHost(scene)
out["markers"] = [[m.id.partition(":")[0], m.name, m.color] for m in host.markers()]
press("check")
out["again"] = len(host.markers())
press("save", filepath=os.environ["SAVED"])
press("deliver")
out["no folder"] = out["said"].pop("deliver")
scene.picturelock.production, scene.picturelock.package = os.environ["PRODUCTION"], os.environ["PACKAGE"]
press("deliver")

class Layout:
    "Takes what the panel draws."
    def __init__(self): self.shown = []
    enabled = True
    def prop(self, _owner, name): self.shown.append(name)
    def operator(self, name, text="", icon=""): self.shown.append(name); return self
    def label(self, text, icon=""): self.shown.append(text)
    def column(self, align=False): return self
    def box(self): return self

layout = Layout()
panel.draw(layout, scene.picturelock)
out["panel"] = layout.shown
out["heavy"] = sorted(name for name in {HEAVY!r} if name in sys.modules)
bpy.ops.preferences.addon_disable(module="bl_ext.user_default.picturelock")
out["gone"] = not hasattr(bpy.types.Scene, "picturelock")
Path(os.environ["OUT"]).write_text(json.dumps(out), encoding="utf-8")
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What happened in one Blender, from the installation to the last button."""
    folder = tmp_path_factory.mktemp("addon")
    command = launcher(folder)
    done = subprocess.run(
        [sys.executable, str(ROOT / "installers"), "blender", str(folder / "picturelock.zip")],
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    cut, production = edit(folder, command)
    env = {
        **os.environ, "BLENDER_USER_RESOURCES": str(folder / "blender"), "XDG_DATA_HOME": str(folder / "data"),
        "HF_HUB_OFFLINE": "1", "XDG_CACHE_HOME": str(folder / "cache"), "PICTURELOCK_LANG": "en", "PYTHONPATH": "",
        "ZIP": str(folder / "picturelock.zip"), "COMMAND": str(command), "CUT": str(cut), "OUT": str(folder / "out.json"),
        "SAVED": str(folder / "saved.fcpxml"), "PRODUCTION": str(production), "PACKAGE": str(folder / "package"),
    }  # fmt: skip
    (folder / "blender").mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=env, cwd=folder, capture_output=True, text=True, timeout=400, check=False
    )
    assert (folder / "out.json").is_file(), ran.stdout[-3000:] + ran.stderr[-3000:]
    found: dict[str, object] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    found["folder"] = str(folder)
    return found


def launcher(folder: Path) -> Path:
    """The `picturelock` command of this checkout, as an installation has it."""
    path = folder / "picturelock"
    path.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path[:0] = {ROOTS!r}\nfrom picturelock_cli.main import main\nsys.exit(main())\n"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def edit(folder: Path, command: Path) -> tuple[Path, Path]:
    """A cut of a movie whose words are in the library, and a production around it."""
    from fractions import Fraction
    from importlib.util import module_from_spec, spec_from_file_location

    from picturelock.cut import Cut, Shot, Source, Track
    from picturelock.timeline.write import write_timeline
    from picturelock.times import FrameRate, Span

    spec = spec_from_file_location("barcode", Path(__file__).with_name("barcode.py"))
    assert spec is not None and spec.loader is not None
    barcode = module_from_spec(spec)
    spec.loader.exec_module(barcode)
    production = folder / "production"
    (production / "media").mkdir(parents=True)
    media = barcode.make(production / "media" / "A001.mov", 1, 240, Fraction(24), sound=True)
    rate = FrameRate(24)
    lines = (" ".join(WORDS[:4]), " ".join(WORDS[4:]))
    times = ("00:00:00,500 --> 00:00:03,000", "00:00:05,000 --> 00:00:08,000")
    text = "".join(f"{n}\n{time}\n{line}\n\n" for n, (time, line) in enumerate(zip(times, lines, strict=True), start=1))
    (folder / "words.srt").write_text(text, encoding="utf-8")
    run = [str(command), "transcribe", str(media), "--from", str(folder / "words.srt"), "--language", "en", "--json"]
    done = subprocess.run(
        run, env={**os.environ, "XDG_DATA_HOME": str(folder / "data")}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    of = Source("A001.mov", "A001", media, media.as_uri(), 0, Span(0, rate.time_of(240)), rate)

    def shot(number: int, track: str, start: int, end: int) -> Shot:
        kind = "video" if track[0] == "V" else "audio"
        span = Span(rate.time_of(start), rate.time_of(end))
        return Shot(f"{track}:{number}", track, kind, f"s{number}", of, span, span)

    shots = (shot(1, "V1", 0, 100), shot(2, "V1", 102, 240), shot(1, "A1", 0, 240))
    tracks = (Track("V1", "video"), Track("A1", "audio"))
    cut = Cut("Letter v3", rate, shots, rate.time_of(86400), duration=rate.time_of(240), tracks=tracks)
    write_timeline(cut, production / "cut.otio")
    (production / "picturelock.toml").write_text("this is no TOML", encoding="utf-8")
    return production / "cut.otio", production


Said = dict[str, list[object]]


def said(told: dict[str, object], name: str) -> tuple[list[str], list[str], str]:
    result, lines, report = told["said"][name]  # type: ignore[index]
    return result, lines, report


def test_blender_installs_the_zip_and_nothing_heavy_is_loaded(told: dict[str, object]) -> None:
    assert str(told["from"]).startswith(str(Path(str(told["folder"])) / "blender"))
    assert told["heavy"] == []
    assert told["gone"] is True


def test_what_is_missing_is_said(told: dict[str, object]) -> None:
    for key, part in (
        ("nothing", "no strips in the sequencer"), ("no program", "/nowhere/picturelock is no program"),
        ("no file", "/nowhere/cut.otio"), ("no folder", "Name the production"),
    ):  # fmt: skip
        result, lines, _ = told[key]  # type: ignore[misc]
        assert result == ["CANCELLED"], key
        assert part in lines[0], key


def test_a_timeline_is_opened_and_saved(told: dict[str, object]) -> None:
    assert said(told, "open")[0] == ["FINISHED"], said(told, "open")
    assert told["scene"] == "Letter v3"
    assert said(told, "save")[0] == ["FINISHED"], said(told, "save")
    assert (Path(str(told["folder"])) / "saved.fcpxml").read_text(encoding="utf-8").count("<asset-clip") >= 2


def test_without_a_model_transcribing_says_so(told: dict[str, object]) -> None:
    result, lines, _ = said(told, "transcribe")
    assert result == ["CANCELLED"]
    assert "model" in lines[0]


def test_captions_come_as_text_strips(told: dict[str, object]) -> None:
    assert said(told, "caption")[0] == ["FINISHED"], said(told, "caption")
    assert " ".join(" ".join(told["captions"]).split()) == " ".join(WORDS)  # type: ignore[arg-type]


def test_a_check_puts_markers_and_puts_them_once(told: dict[str, object]) -> None:
    result, lines, _ = said(told, "check")
    assert result == ["FINISHED"], lines
    assert told["markers"]
    assert {group for group, _, _ in told["markers"]} == {"check"}  # type: ignore[attr-defined]
    assert told["again"] == len(told["markers"])  # type: ignore[arg-type]


def test_a_production_that_cannot_be_delivered_is_told_why(told: dict[str, object]) -> None:
    result, lines, _ = said(told, "deliver")
    assert result == ["CANCELLED"]
    assert "picturelock.toml" in lines[0]


def test_the_panel_offers_everything(told: dict[str, object]) -> None:
    assert [f"picturelock.{n}" for n in ("transcribe", "caption", "check", "deliver", "open", "save")] == [
        one for one in told["panel"] if str(one).startswith("picturelock.")  # type: ignore[attr-defined]
    ]  # fmt: skip
