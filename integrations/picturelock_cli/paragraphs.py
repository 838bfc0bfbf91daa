"""Text within the width of a terminal."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock_cli.console import Console

WIDEST = 96
"""Columns of a paragraph; on a wide terminal a longer line is hard to read."""
_NARROWEST = 20


def paragraph(console: Console, text: str, style: str = "", lead: str = "") -> None:
    """Print text within the width of the terminal, its later lines under its first; an address stays in one piece."""
    width = min(WIDEST, shutil.get_terminal_size().columns)
    wrapped = textwrap.wrap(
        text,
        max(width, len(lead) + _NARROWEST),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
        break_long_words=False,
    )
    for line in wrapped:
        console.line(line, style)
