"""Where the `picturelock` command is: named by the person, else as the add-on was made, else on the path."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from picturelock.errors import SetupError

RECEIPT = "receipt.json"
"""Beside the add-on: which command belongs to it. `python3 installers blender` writes it."""
_PYTHON = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONNOUSERSITE", "VIRTUAL_ENV")


def find(named: str, folder: Path) -> list[str]:
    """The command's first words. named: by the person, "" for none; folder: of the add-on. Raises SetupError."""
    if named:
        found = shutil.which(os.path.expanduser(named))  # noqa: PTH111
        if found is None:
            raise SetupError(f"{named} is no program.", hint="Correct the path in the add-on's preferences.")
        return [found]
    for candidate in (_receipt(folder), "picturelock"):
        found = shutil.which(candidate) if candidate else None
        if found is not None:
            return [found]
    raise SetupError(
        "The picturelock command is not on this machine.",
        hint="Run `python3 installers setup` in the Picturelock folder, then name its .venv/bin/picturelock in the add-on's "
        "preferences.",
    )


def environment(of: Mapping[str, str]) -> dict[str, str]:
    """An environment for another Python than Blender's."""
    return {**{name: value for name, value in of.items() if name not in _PYTHON}, "PYTHONIOENCODING": "utf-8"}


def _receipt(folder: Path) -> str:
    try:
        found = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    command = found.get("command") if isinstance(found, dict) else None
    return command if isinstance(command, str) else ""
