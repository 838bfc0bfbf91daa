"""Faults of a master that shows, or lets hear, what its cut does not name; and of a cut that nothing can be held against."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from matrix.base import EDL, Fault, Scene
from matrix.qc_scenes import TONE, A, B, master, of_qc, stereo
from matrix.rights_scenes import several, swap
from picturelock.media import ffmpeg

CUT, ORDER = "cuts/v2.edl", "picturelock.toml"
SECOND = "002  B002     V     C        00:00:01:00 00:00:05:00 00:00:04:00 00:00:08:00\n* FROM CLIP NAME: B002.mov\n"
SLUG = "002  BL       V     C        00:00:00:00 00:00:04:00 00:00:04:00 00:00:08:00\n"
OTHER = "mandelbrot=size=128x72:rate=25,trim=duration=8"
SLOW = """\
TITLE: v2
FCM: NON-DROP FRAME

001  A001     V     C        00:00:00:00 00:00:03:21 00:00:00:00 00:00:04:00
M2   A001             024.0                00:00:00:00
* FROM CLIP NAME: A001.mov
002  B002     V     C        00:00:01:00 00:00:04:21 00:00:04:00 00:00:08:00
M2   B002             024.0                00:00:01:00
* FROM CLIP NAME: B002.mov
"""
FROZEN = """\
TITLE: v2
FCM: NON-DROP FRAME

001  A001     V     C        00:00:00:00 00:00:00:01 00:00:00:00 00:00:08:00
M2   A001             000.0                00:00:00:00
* FROM CLIP NAME: A001.mov
"""
_SLOWED = "setpts=PTS/0.96,fps=25,trim=end_frame=100,setpts=PTS-STARTPTS"
SLOW_FILM = f"{A},{_SLOWED}[a];{B},{_SLOWED}[b];[a][b]concat=n=2:v=1:a=0"
_STILL = "trim=end_frame=1,loop=loop=199:size=1,setpts=N/25/TB"


def written(text: str) -> Callable[[Scene], None]:
    return lambda scene: scene.write(CUT, text)


def made(picture: str) -> Callable[[Scene], object]:
    return lambda scene: master(scene, picture=picture)


def heard_only(scene: Scene) -> None:
    """Every event of the cut is of its sound."""
    scene.write(CUT, EDL.replace(" V     C", " A     C"))


def generated(*clips: tuple[str, int]) -> Callable[[Scene], None]:
    """A cut of generators, and of A001.mov, each with its length in frames."""

    def time(value: int) -> dict[str, Any]:
        return {"OTIO_SCHEMA": "RationalTime.1", "rate": 25.0, "value": float(value)}

    def clip(name: str, frames: int) -> dict[str, Any]:
        media: dict[str, Any] = {
            "OTIO_SCHEMA": "GeneratorReference.1",
            "generator_kind": "SolidColor",
            "parameters": {},
        }
        if name.endswith(".mov"):
            media = {"OTIO_SCHEMA": "ExternalReference.1", "target_url": f"../media/{name}"}
        span = {"OTIO_SCHEMA": "TimeRange.1", "start_time": time(0), "duration": time(frames)}
        return {
            "OTIO_SCHEMA": "Clip.2",
            "name": name,
            "source_range": span,
            "active_media_reference_key": "DEFAULT_MEDIA",
            "media_references": {"DEFAULT_MEDIA": {"name": name, **media}},
        }

    def plant(scene: Scene) -> None:
        track = {"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "children": [clip(*one) for one in clips]}
        stack = {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [track]}
        start = time(0)
        cut = {"OTIO_SCHEMA": "Timeline.1", "name": "v2", "global_start_time": start, "tracks": stack}
        scene.write("cuts/v2.otio", json.dumps(cut))
        scene.replace(ORDER, CUT, "cuts/v2.otio")

    return plant


def silenced(scene: Scene) -> None:
    """The sources without their sound."""
    for name in ("A001.mov", "B002.mov"):
        path = scene.root / "media" / name
        silent = path.with_name(f"silent-{name}")
        kept = ffmpeg.source(path).video
        ffmpeg.render([kept], silent, time_limit_s=60, vcodec="copy", timecode="00:00:00:00")
        silent.replace(path)


def of_cut(
    name: str, what: str, plant: Callable[[Scene], object], rule: str, prepare: Any = None, also: str = ""
) -> Fault:
    return Fault(f"qc.{name}", what, plant, f"qc.{rule}", frozenset(also.split()), prepare)


def copied(scene: Scene) -> None:
    """The channels of music and effects hold the main mix."""
    master(scene, sound=(stereo(), stereo()))


EFFECTS = """\
[[layout]]
programmes = [{ channels = [1, 2], carries = "stereo" }, { channels = [3, 4], carries = "music-effects" }]
source = "house"
read = 2026-11-22
"""
_OTHER_TONE = TONE.replace("997", "440")

FAULTS: tuple[Fault, ...] = (
    of_cut(
        "slug",
        "a shot is written as black in the cut, and stands in the master",
        swap(CUT, SECOND, SLUG),
        "shown-not-in-cut",
    ),
    of_cut("no-video", "the cut has no picture, and the master has", heard_only, "shown-not-in-cut"),
    of_cut(
        "gap",
        "the master shows something in a gap of the cut",
        swap(CUT, "00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00", "00:00:00:00 00:00:03:00 00:00:00:00 00:00:03:00"),
        "shown-not-in-cut",
        also="continuity.gap captions.out-on-cut captions.out-before-cut",
    ),
    of_cut("generated", "a film of one generator", generated(("Solid", 200)), "timeline-nothing"),
    of_cut(
        "mostly-generated",
        "most of a film is generated",
        generated(("A001.mov", 60), ("Solid", 140)),
        "timeline-compared",
    ),
    of_cut(
        "retimed",
        "a cut at 96 % of its speed, and another film",
        made(OTHER),
        "picture-differs",
        several(written(SLOW), made(SLOW_FILM)),
    ),
    of_cut(
        "frozen",
        "one freeze, and another film",
        made(OTHER),
        "picture-differs",
        several(written(FROZEN), made(f"{A},{_STILL}")),
    ),
    of_qc(
        "effects-mixed",
        "the channels of music and effects hold the main mix",
        copied,
        "music-effects-mixed",
        layout=EFFECTS,
        made={"sound": (stereo(), stereo(_OTHER_TONE, _OTHER_TONE))},
    ),
    of_cut("sound-of-nowhere", "sources without sound, and a master that has some", silenced, "sound-not-in-cut"),
)
