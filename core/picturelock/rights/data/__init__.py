"""The vocabularies of rights, as data: TOML files in this folder."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """One of the files, by its name without ending."""
    return tomllib.loads(files("picturelock.rights.data").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
