"""The gaps of a text, one before each of its signs, so that two corrections of its spaces can be compared place by place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from picturelock.subtitling.typography import NBSP

OPEN_BOX = "\N{SHOULDERED OPEN BOX}"
"""What a no-break space is shown as."""
_SIGN = re.compile(r"\S")
_REACH = 16  # signs of the word that a place is shown with


@dataclass(frozen=True, slots=True)
class Gaps:
    """A text taken apart; `gaps` has one more than `signs`, for the end of the text."""

    gaps: tuple[str, ...]
    signs: str

    @classmethod
    def of(cls, text: str) -> Gaps:
        return cls(tuple(_SIGN.split(text)), "".join(text.split()))

    def changed(self, other: Gaps) -> Sequence[int]:
        """The places whose gap is another one in a text of the same signs; none where the signs differ."""
        if self.signs != other.signs:
            return ()
        return [at for at, (a, b) in enumerate(zip(self.gaps, other.gaps, strict=True)) if a != b]

    def around(self, at: int) -> str:
        """The word and the mark on both sides of a place."""
        first, last = max(at - 1, 0), min(at, len(self.signs) - 1)
        while first and not self.gaps[first] and at - first < _REACH:
            first -= 1
        while (
            self.signs[at - 1 : at] == "«"
            and last + 1 < len(self.signs)
            and not self.gaps[last + 1]
            and last - at < _REACH
        ):
            last += 1
        text = "".join(self.gaps[one] + self.signs[one] for one in range(first, last + 1))
        return text.strip().replace("\n", " / ")


def shown(text: str) -> str:
    """Text whose no-break spaces a person sees."""
    return text.replace(NBSP, OPEN_BOX).replace("\N{NARROW NO-BREAK SPACE}", OPEN_BOX)
