"""The table of docs/timelines.md against what the formats say of themselves, which the conformance suite holds them to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from picturelock import registry, wording
from picturelock.timeline.base import TimelineFormat

PAGE = Path(__file__).resolve().parents[3] / "docs" / "timelines.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->"


def written() -> dict[str, TimelineFormat]:
    """The formats that are written; of several versions of one, the first."""
    found: dict[str, TimelineFormat] = {}
    for name, entry in registry.TIMELINES.items():
        one = registry.load(entry)
        if "write" in one.directions and not any(name.startswith(f"{other}-1") for other in found):
            found[name] = one
    return found


def table() -> Iterator[str]:
    formats = written()
    words = wording.table("en", "timeline")["losses"]
    keys = sorted({key for one in formats.values() for key in one.cannot_hold}, key=lambda key: words[key])
    yield f"| | {' | '.join(f'`{name}`' for name in formats)} |"
    yield "|---" * (len(formats) + 1) + "|"
    for key in keys:
        signs = ("×" if key in one.cannot_hold else "·" for one in formats.values())
        yield f"| {words[key]} | {' | '.join(signs)} |"


def test_the_table_is_what_the_formats_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    found = text[text.index(BEGIN) + len(BEGIN) : text.index(END)].strip()
    assert found.splitlines() == list(table()), "\n".join(table())
