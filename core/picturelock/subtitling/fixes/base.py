"""What an automatic fix is: captions in, captions out, and what was done to each.

To add one:

1. Write a module in `subtitling/fixes/` with a function `(Subject) -> Captions` and one `Fix` that names it. It changes what
   its rules find and nothing else; run twice, it changes nothing the second time; it never makes another rule's finding.
2. Add its line to `registry.CAPTION_FIXES`, in the place where it must run.
3. Word it: `fix_NAME` in `wording/LANGUAGE/ui.fixes.toml`, one sentence that says what it does.
4. The suite in `tests/core/subtitling/test_fixes.py` then runs over it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from picturelock.cues import Captions
from picturelock.subtitling.subject import Subject


@dataclass(frozen=True, slots=True)
class Fix:
    """One automatic fix."""

    name: str
    """As in `registry.CAPTION_FIXES`: "dashes", "gaps"."""
    rules: tuple[str, ...]
    """The rules whose findings it mends, with their trade: "captions.gap"."""
    apply: Callable[[Subject], Captions]
    words: bool = False
    """True where it may change words (numbers in figures, a name's spelling): it then runs only when it is asked for by name."""
