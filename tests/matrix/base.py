"""Planted faults: each alone in a clean production, each with the rule under which it must be found."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from picturelock import registry
from picturelock.dossier import collect
from picturelock.findings import Finding
from picturelock.findings import found as said
from picturelock.library import Library
from picturelock.media import ffmpeg
from picturelock.production import load

PRODUCTION = """\
schema = "picturelock/production-1"
title = "La Lettre"
languages = ["en"]
cut = "cuts/v2.edl"
rate = 25
media = ["media"]
library = "library"
speechless = ["A001*", "B002*"]
[[captions]]
language = "en"
kind = "sdh"
profile = "netflix-en"
file = "captions/v2.en.srt"
origin = "human"
[rights]
ledger = "rights/clearances.toml"
[delivery]
spec = "ebu-r128"
master = "master/v2.mov"
territories = ["CA"]
media = ["vod"]
start = 2026-12-01
end = 2028-11-30
"""
SPEECHLESS = 'speechless = ["A001*", "B002*"]\n'
EDL = """\
TITLE: v2
FCM: NON-DROP FRAME

001  A001     V     C        00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00
* FROM CLIP NAME: A001.mov
002  B002     V     C        00:00:01:00 00:00:05:00 00:00:04:00 00:00:08:00
* FROM CLIP NAME: B002.mov
"""
LEDGER = """\
[[clearance]]
asset = "A001*"
kind = "footage"
owner = "Les Films du Quai"
territories = "WORLD"
media = "all"
end = "perpetual"
evidence = "rights/title.txt"

[[clearance]]
asset = "B002*"
kind = "archive"
owner = "Cinémathèque de la Vallée"
territories = ["CA", "FR"]
media = ["vod", "broadcast"]
start = 2026-01-01
end = 2030-12-31
evidence = "rights/licence.txt"
"""
SRT = "1\n00:00:01,000 --> 00:00:03,000\n[a steady tone]\n\n2\n00:00:05,000 --> 00:00:07,000\n[the tone goes on]\n"
TONE = "0.0708*sin(2*PI*997*t)"
FILES = {
    "picturelock.toml": PRODUCTION,
    "cuts/v2.edl": EDL,
    "captions/v2.en.srt": SRT,
    "rights/clearances.toml": LEDGER,
    "rights/title.txt": "Les Films du Quai owns A001.",
    "rights/licence.txt": "Cinémathèque de la Vallée licenses B002.",
}
_PICTURE = {"vcodec": "libx264", "pix_fmt": "yuv420p", "preset": "ultrafast"}
_SOURCES = {"A001.mov": "testsrc2=size=128x72:rate=25:duration=4", "B002.mov": "testsrc=size=128x72:rate=25:duration=6"}


@dataclass(frozen=True)
class Scene:
    """A production folder that passes every check, about to be spoilt.

    Eight seconds at 25 fps: A001.mov (own footage), then B002.mov from its second second (archive, licensed until 2030 for CA
    and FR), each with a tone in which nobody speaks; a master that is exactly that cut, with its tone at -23 LUFS; English SDH
    captions; a ledger with papers.
    """

    root: Path

    def text(self, name: str) -> str:
        """A file's text."""
        return (self.root / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """A file, new or instead of what was there."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """One place of a file's text; it must be there exactly once."""
        text = self.text(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def append(self, name: str, text: str) -> None:
        """Text at the end of a file."""
        self.write(name, self.text(name) + text)

    def before(self, name: str, mark: str, text: str) -> None:
        """Text before a mark that stands there once: TOML wants `[[files]]` before `[delivery]` or after it, alike."""
        self.replace(name, mark, text + mark)


def judge(scene: Scene) -> list[Finding]:
    """What reading the production and every check of the registry say of it."""
    dossier = collect(load(scene.root))
    found = list(dossier.findings)
    for track in dossier.captions:
        found += track.findings
    for file in dossier.files:
        found += file.findings
    for entry in registry.CHECKS:
        found += said(registry.load(entry)(dossier))
    return found


@dataclass(frozen=True)
class Fault:
    """One mechanism by which a delivery is wrong."""

    id: str
    """Its own name in the matrix; parameter variants of one mechanism are one fault."""
    what: str
    """A sentence for people."""
    plant: Callable[[Scene], object]
    rule: str
    """Under which it must be found."""
    also: frozenset[str] = field(default_factory=frozenset)
    """Rules that the same mischief necessarily breaks as well."""
    prepare: Callable[[Scene], object] | None = None
    """What the clean control needs before the fault can be planted: more papers, another spec. It must stay clean."""
    judge: Callable[[Scene], Iterable[Finding]] = judge
    needs: str = ""
    """A module that an installation may lack, and without which the check says that it cannot judge."""


def make_control(root: Path) -> Scene:
    """Build the clean production once."""
    scene = Scene(root)
    for name, text in FILES.items():
        scene.write(name, text)
    for name, picture in _SOURCES.items():
        (root / "media").mkdir(exist_ok=True)
        sound = ffmpeg.generated(f"aevalsrc={TONE}|{TONE}:s=48000:d={picture.rpartition('=')[2]}")
        ffmpeg.render(
            [ffmpeg.generated(picture), sound],
            root / "media" / name,
            time_limit_s=60,
            acodec="pcm_s24le",
            timecode="00:00:00:00",
            **_PICTURE,
        )
    Library(root / "library").close()
    make_master(scene)
    return scene


def make_master(scene: Scene) -> None:
    """Render the master of the cut: both sources as they are cut, and the tone."""
    (scene.root / "master").mkdir(exist_ok=True)
    first = "testsrc2=size=128x72:rate=25:duration=4[a]"
    second = "testsrc=size=128x72:rate=25:duration=6,trim=start=1:end=5,setpts=PTS-STARTPTS[b]"
    picture = ffmpeg.generated(f"{first};{second};[a][b]concat=n=2:v=1:a=0")
    tone = ffmpeg.generated(f"aevalsrc={TONE}|{TONE}:s=48000:d=8")
    target = scene.root / "master" / "v2.mov"
    ffmpeg.render([picture, tone], target, time_limit_s=60, acodec="pcm_s24le", timecode="00:00:00:00", **_PICTURE)


def copy(control: Scene, root: Path) -> Scene:
    """The control again, with what lies beside its folder (keys, certificates), for one fault to spoil."""
    shutil.copytree(control.root, root)
    for beside in control.root.parent.iterdir():
        if beside.is_file():
            shutil.copy2(beside, root.parent)
    return Scene(root)
