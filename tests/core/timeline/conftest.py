"""Timelines made for the tests, and small media for them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import imageio_ffmpeg
import pytest

Json = dict[str, Any]


def time(value: float, rate: float = 24) -> Json:
    return {"OTIO_SCHEMA": "RationalTime.1", "value": value, "rate": rate}


def span(start: float, duration: float, rate: float = 24) -> Json:
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": time(start, rate), "duration": time(duration, rate)}


def warp(scalar: float) -> Json:
    return {
        "OTIO_SCHEMA": "LinearTimeWarp.1", "name": "", "effect_name": "LinearTimeWarp", "metadata": {}, "time_scalar": scalar,
    }  # fmt: skip


def media(url: str, available: Json | None = None) -> Json:
    return {
        "OTIO_SCHEMA": "ExternalReference.1",
        "name": "",
        "target_url": url,
        "available_range": available,
        "metadata": {},
    }


def clip(name: str, shown: Json | None, reference: Json | None = None, **more: Any) -> Json:
    reference = reference or {
        "OTIO_SCHEMA": "MissingReference.1",
        "name": name,
        "available_range": None,
        "metadata": {},
    }
    return {
        "OTIO_SCHEMA": "Clip.2", "name": name, "source_range": shown, "effects": [], "markers": [], "enabled": True,
        "metadata": {}, "media_references": {"DEFAULT_MEDIA": reference}, "active_media_reference_key": "DEFAULT_MEDIA", **more,
    }  # fmt: skip


def gap(duration: float, rate: float = 24) -> Json:
    return {
        "OTIO_SCHEMA": "Gap.1", "name": "", "source_range": span(0, duration, rate), "effects": [], "markers": [],
        "enabled": True, "metadata": {},
    }  # fmt: skip


def transition(before: float, after: float) -> Json:
    return {
        "OTIO_SCHEMA": "Transition.1", "name": "dissolve", "transition_type": "SMPTE_Dissolve", "metadata": {},
        "in_offset": time(before), "out_offset": time(after),
    }  # fmt: skip


def marker(at: float, name: str = "note", duration: float = 0, rate: float = 24, **more: Any) -> Json:
    return {
        "OTIO_SCHEMA": "Marker.2", "name": name, "color": "GREEN", "comment": "", "metadata": {},
        "marked_range": span(at, duration, rate), **more,
    }  # fmt: skip


def track(*children: Json, kind: str = "Video", **more: Any) -> Json:
    return {
        "OTIO_SCHEMA": "Track.1", "name": kind, "kind": kind, "children": list(children), "source_range": None,
        "effects": [], "markers": [], "enabled": True, "metadata": {}, **more,
    }  # fmt: skip


def stack(*children: Json, **more: Any) -> Json:
    return {
        "OTIO_SCHEMA": "Stack.1", "name": "", "children": list(children), "source_range": None, "effects": [],
        "markers": [], "enabled": True, "metadata": {}, **more,
    }  # fmt: skip


def timeline(*tracks: Json, start: Json | None = None, **more: Any) -> Json:
    return {
        "OTIO_SCHEMA": "Timeline.1", "name": "cut v1", "global_start_time": start, "metadata": {},
        "tracks": stack(*tracks, name="tracks", **more),
    }  # fmt: skip


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """Parts of a timeline as JSON: test files cannot import this one."""
    parts = (time, span, warp, media, clip, gap, transition, marker, track, stack, timeline)
    return SimpleNamespace(**{part.__name__: part for part in parts})


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a timeline's JSON, or an edit list's text, and gives its path."""

    def written(content: Json | str | bytes, name: str = "") -> Path:
        path = tmp_path / (name or ("cut.otio" if isinstance(content, dict) else "cut.edl"))
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(json.dumps(content) if isinstance(content, dict) else content, encoding="utf-8")
        return path

    return written


@pytest.fixture(scope="session")
def movie(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes small films, once each: two seconds at 25 frames a second unless asked otherwise."""
    folder = tmp_path_factory.mktemp("films")
    made: dict[tuple[str, int, float], Path] = {}

    def film(timecode: str = "", rate: int = 25, seconds: float = 2.0) -> Path:
        key = (timecode, rate, seconds)
        if key not in made:
            path = folder / f"film{len(made)}.mov"
            picture = f"testsrc2=size=64x36:rate={rate}:duration={seconds}"
            stamp = ["-timecode", timecode] if timecode else []
            # Without its own seed, films of one kind would be the same bytes.
            comment = ["-metadata", f"comment={key}"]
            command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", picture, "-c:v", "mpeg4"]
            subprocess.run([*command, *stamp, *comment, str(path)], check=True, timeout=60)
            made[key] = path
        return made[key]

    return film
