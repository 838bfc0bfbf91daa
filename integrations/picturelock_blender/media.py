"""A shot's media as a strip: a movie, a sound, a still, or a colour for what an editing system makes itself."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import Any

import bpy
from picturelock.cut import Shot, Source
from picturelock.timeline.base import Losses
from picturelock.timeline.references import is_sequence, local_form

from picturelock_blender.sequencer import CHANNELS, new_effect, strips

STILLS = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".exr", ".dpx", ".tga", ".bmp", ".webp"})
NOWHERE = "//"
"""Blender's way to say: beside the .blend file."""


def make_strip(owner: Any, shot: Shot, start: int, losses: Losses) -> Any:
    """A strip for a shot's media, whole and at a frame, on the highest channel: Blender would move one that overlaps another.

    A file that is not there makes a strip that says so, as ever in Blender. None where Blender has no sound at all.
    """
    name, where = shot.name or shot.source.name, file_of(shot.source)
    if shot.source.generated:
        if shot.source.name.lower() != "black":
            losses.add(f"generators: {shot.source.name}"[:60], shot.id, shot.record_span)
        strip = new_effect(owner, name, "COLOR", CHANNELS, start, start + 1)
        strip.color = (0.0, 0.0, 0.0)
        return strip
    if not Path(where).is_file():
        losses.add("media", shot.id, shot.record_span)
    if shot.kind == "audio":
        try:
            return strips(owner).new_sound(name=name, filepath=where, channel=CHANNELS, frame_start=start)
        except RuntimeError:  # a Blender without sound, as the 4.2 module on PyPI is
            losses.add("audio", shot.id, shot.record_span)
            return None
    if PurePath(where).suffix.lower() in STILLS or is_sequence(where):
        if is_sequence(PurePath(where).name):
            losses.add("media", shot.id, shot.record_span)
        return strips(owner).new_image(name=name, filepath=where, channel=CHANNELS, frame_start=start)
    return strips(owner).new_movie(name=name, filepath=where, channel=CHANNELS, frame_start=start)


def file_of(source: Source) -> str:
    """Where a source's media are, as Blender is told."""
    if source.path is not None:
        return str(source.path)
    return local_form(source.url) or NOWHERE + source.name


def reversed_start(strip: Any, first: int) -> int:
    """Which frame of a reversed strip shows a frame of its file."""
    return int(strip.frame_duration) - 1 - first


def path_of(strip: Any) -> Path:
    """The file of a movie, a sound or a still, absolute where it can be."""
    if strip.type == "SOUND":
        return _absolute(strip.sound.filepath if strip.sound else "")
    if strip.type == "IMAGE":
        return _absolute(strip.directory) / (strip.elements[0].filename if len(strip.elements) else "")
    return _absolute(strip.filepath)


def _absolute(path: str) -> Path:
    """A path that may start at the .blend file, as "//../media" does."""
    return Path(os.path.normpath(bpy.path.abspath(path)))
