"""The add-on: what Blender is told when it is switched on and off."""

from __future__ import annotations

from typing import Any

import bpy

from picturelock_blender import operators, panel, running, settings
from picturelock_blender.words import say

_registered: list[type] = []


def register(package: str) -> None:
    """Switch the add-on on; package: its own name, under which its preferences lie."""
    running.package = package
    for operator in operators.CLASSES:
        operator.bl_label, operator.bl_description = say(operator.key), say(f"{operator.key}_hint")
    group = settings.make()
    for made in (_preferences(package), group, *operators.CLASSES, panel.PICTURELOCK_PT_panel):
        bpy.utils.register_class(made)
        _registered.append(made)
    bpy.types.Scene.picturelock = bpy.props.PointerProperty(type=group)


def unregister() -> None:
    """Switch it off; a command that runs is stopped."""
    if settings.work.job is not None:
        settings.work.job.cancel()
        settings.work.job = None
    del bpy.types.Scene.picturelock
    while _registered:
        bpy.utils.unregister_class(_registered.pop())


def _preferences(package: str) -> type:
    def draw(self: Any, _context: Any) -> None:
        self.layout.prop(self, "program")

    named = bpy.props.StringProperty(name=say("program"), description=say("program_hint"), subtype="FILE_PATH")
    return type(
        "PICTURELOCK_AP_preferences",
        (bpy.types.AddonPreferences,),
        {"bl_idname": package, "draw": draw, "__annotations__": {"program": named}},
    )
