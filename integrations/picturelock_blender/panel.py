"""The panel in the sequencer's sidebar."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import bpy

from picturelock_blender.running import progress
from picturelock_blender.sequencer import current_scene
from picturelock_blender.settings import settings_of, work
from picturelock_blender.words import say

_WIDTH = 48  # characters of a line of the sidebar


class PICTURELOCK_PT_panel(bpy.types.Panel):
    bl_label = "Picturelock"
    bl_space_type = "SEQUENCE_EDITOR"
    bl_region_type = "UI"
    bl_category = "Picturelock"

    def draw(self, _context: Any) -> None:
        draw(self.layout, settings_of(current_scene()))


def draw(layout: Any, chosen: Any) -> None:
    """Draw the buttons; while a command runs, how far it is and how to stop it."""
    for name in ("profile", "language", "kind"):
        layout.prop(chosen, name)
    column = layout.column(align=True)
    column.enabled = work.job is None
    for name in ("transcribe", "caption", "check"):
        column.operator(f"picturelock.{name}", text=say(name))
    layout.prop(chosen, "production")
    layout.prop(chosen, "package")
    row = layout.column(align=True)
    row.enabled = work.job is None
    for name in ("deliver", "open", "save"):
        row.operator(f"picturelock.{name}", text=say(name))
    if work.job is not None:
        layout.label(text=progress(), icon="TIME")
        if work.job.note:
            layout.label(text=work.job.note)
        layout.operator("picturelock.cancel", text=say("cancel"), icon="CANCEL")
    if work.lines:
        box = layout.box()
        for part in (part for line in work.lines for part in wrapped(line)):
            box.label(text=part)
    if work.report:
        layout.operator("wm.path_open", text=say("report"), icon="URL").filepath = work.report


def wrapped(text: str) -> list[str]:
    """A text in lines that fit into the sidebar, which cuts longer ones off."""
    return wrap(text, _WIDTH) or [""]
