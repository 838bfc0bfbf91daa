"""Text from files on its way to a terminal."""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """Text that cannot move a terminal's cursor, change its title or turn its reading order, whatever it came from."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
