"""What a model that only stands in for one says of itself, in `picturelock-model.json` beside it.

    {"name": "tiny", "fixture": true, "notice_en": "...", "notice_fr": "...", "takes": ["A001C001"]}

`takes`: names, without suffix, of the recordings that it knows. A real model has no such file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from picturelock.errors import InputError

FILE = "picturelock-model.json"


@dataclass(frozen=True, slots=True)
class About:
    """Of a stand-in; all empty of a real model."""

    name: str = ""
    notices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What to tell people, by language."""
    takes: frozenset[str] = frozenset()


def read_about(folder: Path) -> About:
    """What the model in a folder says of itself. Raises InputError for a file that says nothing."""
    file = folder / FILE
    if not file.is_file():
        return About()
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if not data["fixture"]:
            return About()
        notices = {code: str(data[f"notice_{code}"]) for code in ("en", "fr")}
        return About(str(data["name"]), MappingProxyType(notices), frozenset(map(str, data.get("takes", ()))))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"does not say what the model is: {error!r}.", file=file) from error
