"""What differs between Blender 4.2, 4.5 and 5.0, and nothing else: the one place that knows versions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import bpy

CHANNELS = 128
LAST_FRAME = 1_048_574
"""MAXFRAME of Blender."""


SHOWN = (0.0, 1.0) if bpy.app.version < (4, 3) else (-0.5, 0.5) if bpy.app.version >= (4, 5) else (0.0, 0.5)
"""From where to where, around its number, a speed effect's curve shows a frame: 4.2 rounds down, 4.5 to the nearest, a half up
(rendered and measured); what lies between the two is right in both, and is used for the versions that were not measured."""


def current_scene() -> Any:
    """The scene whose sequencer is shown: Blender 5.0 has one that is not the window's."""
    return getattr(bpy.context, "sequencer_scene", None) or bpy.context.scene


def strips(owner: Any) -> Any:
    """The strips of a sequencer or of a meta strip."""
    return owner.strips if hasattr(owner, "strips") else owner.sequences


def new_effect(
    owner: Any, name: str, kind: str, channel: int, start: int, end: int, first: Any = None, second: Any = None
) -> Any:
    """A strip that is computed: "COLOR", "TEXT", "CROSS", "SPEED" ...; it lasts from `start` up to `end`."""
    make = strips(owner).new_effect
    span = {"length": end - start} if "length" in _parameters(strips(owner)) else {"frame_end": end}
    if first is None:
        return make(name=name, type=kind, channel=channel, frame_start=start, **span)
    one = _input_names(strips(owner))
    inputs = {one[0]: first} if second is None else {one[0]: first, one[1]: second}
    return make(name=name, type=kind, channel=channel, frame_start=start, **span, **inputs)


def _parameters(collection: Any) -> set[str]:
    return {parameter.identifier for parameter in collection.bl_rna.functions["new_effect"].parameters}


def _input_names(collection: Any) -> tuple[str, str]:
    return ("input1", "input2") if "input1" in _parameters(collection) else ("seq1", "seq2")


def curve_of(strip: Any, name: str) -> Any:
    """The animation curve of a strip's property, or None."""
    scene = strip.id_data
    action = scene.animation_data.action if scene.animation_data else None
    if action is None:
        return None
    path = strip.path_from_id(name)
    if hasattr(action, "fcurves"):
        return action.fcurves.find(path)
    for layer in action.layers:
        for part in layer.strips:
            for bag in part.channelbags:
                found = bag.fcurves.find(path)
                if found is not None:
                    return found
    return None


def set_movie(image_settings: Any) -> None:
    """Render into a movie file."""
    if hasattr(image_settings, "media_type"):
        image_settings.media_type = "VIDEO"
    image_settings.file_format = "FFMPEG"


def set_still(image_settings: Any) -> None:
    """Render into PNG files."""
    if hasattr(image_settings, "media_type"):
        image_settings.media_type = "IMAGE"
    image_settings.file_format = "PNG"


@contextmanager
def in_sequencer(scene: Any) -> Iterator[None]:
    """A context in which the sequencer's own operators work; the window is afterwards as it was."""
    window = bpy.context.window or bpy.context.window_manager.windows[0]
    area = next((one for one in window.screen.areas if one.type == "SEQUENCE_EDITOR"), None)
    borrowed = area or max(window.screen.areas, key=lambda one: one.width * one.height)
    kind = borrowed.type
    if area is None:
        borrowed.type = "SEQUENCE_EDITOR"
    region = next(one for one in borrowed.regions if one.type == "WINDOW")
    told = {"sequencer_scene": scene} if hasattr(bpy.context, "sequencer_scene") else {}
    before = window.scene
    window.scene = scene  # an override alone does not reach the operators
    try:
        with bpy.context.temp_override(window=window, area=borrowed, region=region, scene=scene, **told):
            yield
    finally:
        window.scene = before
        if area is None:
            borrowed.type = kind
