"""What was written in another way than it was given, in a format that has not every character."""

from __future__ import annotations

from dataclasses import dataclass, field

from picturelock.findings import Fact
from picturelock.formats.base import Notes


@dataclass(slots=True)
class Replacements:
    """Counts them. A space of another width is a space to those who read it, and is no loss."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    """By sign and what stands for it."""
    first: dict[str, str] = field(default_factory=dict)
    """By sign that has no equal: the caption in which it came first."""

    def add(self, sign: str, written: str, count: int = 1) -> None:
        if not (sign.isspace() and written.isspace()):
            self.counts[sign, written] = self.counts.get((sign, written), 0) + count

    def add_unequal(self, sign: str, written: str, cue: str, count: int = 1) -> None:
        """Nothing says the same as the sign, and what is written only shows that something is missing."""
        self.first.setdefault(sign, cue)
        self.add(sign, written, count)

    def tell(self, notes: Notes, format_name: str) -> None:
        """A finding for each sign: an error where nothing says the same, a warning for letters."""
        for (sign, written), count in sorted(self.counts.items()):
            facts: dict[str, Fact] = {
                "format": format_name,
                "character": _name(sign),
                "replacement": _name(written),
                "count": count,
            }
            if sign in self.first:
                notes.add("no-equal", "error", None, self.first[sign], cue=self.first[sign], **facts)
            else:
                notes.add("transliterated", "warning" if sign.isalpha() else "info", None, **facts)


def _name(text: str) -> str:
    """As people can see it in a sentence."""
    return text if text.isprintable() and not text.isspace() else " ".join(f"U+{ord(sign):04X}" for sign in text)
