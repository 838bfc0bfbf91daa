"""What a person sets in the panel, and what the panel shows of the work."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bpy
from picturelock import profiles

from picturelock_blender.job import Job
from picturelock_blender.tasks import Wishes
from picturelock_blender.words import say

DEFAULT_PROFILE = "netflix-en"


@dataclass
class Work:
    """The one command that runs, and what the last one had to say. There is one Blender, so there is one of it."""

    what: str = ""
    job: Job | None = None
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=12))
    report: str = ""
    """A page that says more, or ""."""


work = Work()
_kept: list[tuple[str, str, str]] = []


def settings_of(scene: Any) -> Any:
    """The panel's settings, kept with the scene."""
    return scene.picturelock


def wishes_of(scene: Any) -> Wishes:
    """What is chosen."""
    chosen = settings_of(scene)
    return Wishes(chosen.profile, chosen.language.strip(), chosen.kind)


def folder_of(path: str) -> Path | None:
    """A folder as a person named it in Blender; None where nobody did."""
    return Path(bpy.path.abspath(path)) if path.strip() else None


def _profiles(_settings: Any, _context: Any) -> list[tuple[str, str, str]]:
    if not _kept:  # Blender reads the texts again later, so they must stay
        _kept.extend((name, name, "") for name in profiles.names())
    return _kept


def make() -> type:
    """The class of the settings, its texts in the person's language."""
    kinds = [(kind, say(f"kind_{kind}"), "") for kind in ("sub", "sdh", "forced")]
    names = profiles.names()
    first = names.index(DEFAULT_PROFILE) if DEFAULT_PROFILE in names else 0
    properties = bpy.props
    return type(
        "PICTURELOCK_PG_settings",
        (bpy.types.PropertyGroup,),
        {
            "__annotations__": {
                "profile": properties.EnumProperty(
                    name=say("profile"), description=say("profile_hint"), items=_profiles, default=first
                ),
                "language": properties.StringProperty(
                    name=say("language"), description=say("language_hint"), maxlen=35
                ),
                "kind": properties.EnumProperty(name=say("kind"), description=say("kind_hint"), items=kinds),
                "production": properties.StringProperty(
                    name=say("production"), description=say("production_hint"), subtype="DIR_PATH"
                ),
                "package": properties.StringProperty(
                    name=say("package"), description=say("package_hint"), subtype="DIR_PATH"
                ),
            }
        },
    )
