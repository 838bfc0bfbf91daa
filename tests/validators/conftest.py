"""A small real production that passes every check: four seconds of picture, a master with a tone at -23 LUFS, one caption."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from picturelock.library import Library
from picturelock.media import ffmpeg
from picturelock.production import Production, load

sys.path.insert(0, str(Path(__file__).parent))  # the modules beside the tests

PRODUCTION = """\
schema = "picturelock/production-1"
title = "La Lettre"
languages = ["en"]
cut = "cuts/v2.edl"
rate = 25
media = ["media"]
library = "library"
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
"""
EDL = """\
TITLE: v2
FCM: NON-DROP FRAME

001  A001     V     C        00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00
* FROM CLIP NAME: A001.mov
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
"""
SRT = "1\n00:00:01,000 --> 00:00:03,000\n[a steady tone]\n"
TONE = "0.0708*sin(2*PI*997*t)"


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("clean") / "La lettre é"
    for name, text in {
        "picturelock.toml": PRODUCTION,
        "cuts/v2.edl": EDL,
        "captions/v2.en.srt": SRT,
        "rights/clearances.toml": LEDGER,
        "rights/title.txt": "proof",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    Library(root / "library").close()
    (root / "media").mkdir()
    (root / "master").mkdir()
    picture = "testsrc2=size=64x36:rate=25:duration=4"
    options = {"vcodec": "libx264", "pix_fmt": "yuv420p", "timecode": "00:00:00:00", "preset": "ultrafast"}
    ffmpeg.render([ffmpeg.generated(picture)], root / "media" / "A001.mov", time_limit_s=60, **options)
    tone = ffmpeg.generated(f"aevalsrc={TONE}|{TONE}:s=48000:d=4")
    ffmpeg.render(
        [ffmpeg.generated(picture), tone], root / "master" / "v2.mov", time_limit_s=60, acodec="pcm_s24le", **options
    )
    return root


@pytest.fixture
def production(clean: Path, tmp_path: Path) -> Production:
    root = tmp_path / clean.name
    shutil.copytree(clean, root)
    return load(root)
