"""What Blender loads: the add-on proper is in the wheel beside this file."""

from __future__ import annotations


def register() -> None:
    from picturelock_blender import addon

    addon.register(__package__)


def unregister() -> None:
    from picturelock_blender import addon

    addon.unregister()
