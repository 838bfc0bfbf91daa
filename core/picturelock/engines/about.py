"""What a model that only stands in for one says of itself, in `picturelock-model.json` beside it.

    {"name": "tiny", "fixture": true, "notice_en": "...", "notice_fr": "...", "takes": {"A001C001": 10.85}}

`takes`: the recordings that it knows, by name without suffix, with their length in seconds: a name alone would let any
recording pass for one of them. A real model has no such file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from picturelock.errors import InputError
from picturelock.times import Flicks, to_seconds

FILE = "picturelock-model.json"
SAME_LENGTH_S = 0.1
"""A picture's sound may be a frame longer or shorter than the recording it was made from."""


@dataclass(frozen=True, slots=True)
class About:
    """Of a stand-in; all empty of a real model."""

    name: str = ""
    notices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What to tell people, by language."""
    takes: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def knows(self, media: str, duration: Flicks) -> bool:
        """True for a recording of that name and length."""
        seconds = self.takes.get(media)
        return seconds is not None and abs(to_seconds(duration) - seconds) <= SAME_LENGTH_S


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
        takes = {str(name): float(seconds) for name, seconds in data.get("takes", {}).items()}
        return About(str(data["name"]), MappingProxyType(notices), MappingProxyType(takes))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"does not say what the model is: {error!r}.", file=file) from error
