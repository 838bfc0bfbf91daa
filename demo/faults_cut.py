"""Faults in the cut and its media."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import faults_master
import film
from cuts import Clip, Cut, flat
from faults import Fault
from timelines import clip_json

FLASH_FRAMES, GAP_FRAMES = 2, 6
_FLASHED, _INTRUDER = "A001C002_S012T02", Clip("A001C004_S007T01", 226, FLASH_FRAMES)
_HOLED = "B001C002_S004T02"
_LOST = "C001C003_CLOCK"


def plant(folder: Path, cut: Cut) -> list[Fault]:
    """Edit the cut, take away a file of the media, and spoil the master, which shows the edited cut."""
    path = folder / "cuts" / f"{cut.name}.otio"
    timeline = json.loads(path.read_text(encoding="utf-8"))
    picture = next(track for track in timeline["tracks"]["children"] if track["name"] == "Video 1")
    flash, gap = _flash(picture["children"]), _gap(picture["children"])
    path.write_text(json.dumps(timeline, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    exported = faults_master.Edits(_INTRUDER, _frames(flash), _frames(gap))
    spoilt = faults_master.plant(folder, folder / "master" / f"{cut.name}.mov", exported)
    return [flash, gap, _offline(folder, cut), *spoilt]


def _frames(fault: Fault) -> tuple[int, int]:
    return fault.record_start_frame or 0, fault.record_end_frame or 0


def _flash(items: list[dict[str, Any]]) -> Fault:
    """The last frames of a shot, after its words, become frames of another take."""
    start = _replace_tail(items, _FLASHED, clip_json(_INTRUDER), FLASH_FRAMES)
    intruder = film.sources()[_INTRUDER.source]
    return Fault(
        "continuity.flash-frame",
        f"{FLASH_FRAMES} frames of {intruder.name} left at the end of a shot, at {_timecode(start)}",
        f"{FLASH_FRAMES} images de {intruder.name} oubliées à la fin d’un plan, à {_timecode(start)}",
        record_start_frame=start,
        record_end_frame=start + FLASH_FRAMES,
        source=intruder.file,
        severity="warning",
    )


def _gap(items: list[dict[str, Any]]) -> Fault:
    """The last frames of a shot, after its words, become nothing."""
    nothing = {"OTIO_SCHEMA": "Gap.1", "metadata": {}, "name": "", "effects": [], "markers": [], "enabled": True}
    start = _replace_tail(items, _HOLED, nothing | {"source_range": _range(0, GAP_FRAMES)}, GAP_FRAMES)
    return Fault(
        "continuity.gap",
        f"{GAP_FRAMES} frames of nothing on V1, at {_timecode(start)}",
        f"{GAP_FRAMES} images de vide sur V1, à {_timecode(start)}",
        record_start_frame=start,
        record_end_frame=start + GAP_FRAMES,
    )


def _replace_tail(items: list[dict[str, Any]], name: str, new: dict[str, Any], length: int) -> int:
    """Put `new` in place of the last frames of the last shot of a source; returns its first record frame."""
    index, end = [(number, end) for number, (item, end) in enumerate(_ends(items)) if item["name"] == name][-1]
    found = items[index]["source_range"]
    found["duration"]["value"] -= length
    first = int(found["start_time"]["value"] + found["duration"]["value"]) - film.sources()[name].start
    if any(line.start < first + length and first < line.end for line in film.utterances(name)):
        raise ValueError(f"someone speaks at the end of the last shot of {name}")
    items.insert(index + 1, new)
    return end - length


def _ends(items: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], int]]:
    """Each item of a track with the record frame at which it ends."""
    at = 0
    for item in items:
        at += int(item["source_range"]["duration"]["value"]) if "source_range" in item else 0
        yield item, at


def _range(start: int, length: int) -> dict[str, Any]:
    time = {"OTIO_SCHEMA": "RationalTime.1", "rate": float(film.RATE)}
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": time | {"value": float(start)},
        "duration": time | {"value": float(length)},
    }


def _offline(folder: Path, cut: Cut) -> Fault:
    """A file that the cut shows is gone."""
    lost = film.sources()[_LOST]
    (folder / "media" / lost.file).unlink()
    start, end = first_use(cut, _LOST)
    return Fault(
        "continuity.offline",
        f"{lost.file} is not in the media folder",
        f"{lost.file} n’est pas dans le dossier des médias",
        record_start_frame=start,
        record_end_frame=end,
        source=lost.file,
    )


def first_use(cut: Cut, source: str) -> tuple[int, int]:
    """The record frames of the first clip of a source."""
    every = (placed for track, items in cut.tracks.items() for placed in flat(items, track))
    return min((placed.record, placed.end) for placed in every if placed.clip.source == source)


def _timecode(frame: int) -> str:
    return film.label(frame + film.RECORD_START)
