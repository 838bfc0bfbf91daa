"""Inline tags in formats that have no equal: who speaks by them, and what is lost, counted as often as a tag opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from picturelock.cues import Cue, Line
from picturelock.formats.inline import MARKS, Tag, base

_KEYS: dict[str, str | None] = {
    "at": "text-times",
    "rt": "ruby",
    "ass": "animations",
    "background": "backgrounds",
    "ruby": None,  # what is lost is the text above, its "rt"
    "v": None,  # see `names_of`
}
"""Keys of the losses, by the base name of a tag; None for what is counted otherwise."""
_LONGEST = 40  # characters of a tag's name in a finding


def names_of(cue: Cue) -> set[str]:
    """The speakers of a cue, whether a field or voice tags name them."""
    said = (value for line in cue.lines for run in line for name, value in run.tags if base(name) == "v")
    return {" ".join(name.split()) for name in (*said, cue.speaker or "")} - {""}


def count_tag(name: str, losses: Counter[str]) -> None:
    """Count a tag or mark that cannot be written."""
    key = _KEYS.get(base(name), "tags" if name in MARKS else f"tags: <{base(name)[:_LONGEST]}>")
    if key is not None:
        losses[key] += 1


def count_tags(lines: Iterable[Line], losses: Counter[str], held: Collection[str] = ()) -> None:
    """Count the tags that open in the lines, but for those whose base name (or whole name, of a mark) is held."""
    before: tuple[Tag, ...] = ()
    for line in lines:
        for run in line:
            tags = run.tags
            same = 0
            while same < min(len(before), len(tags)) and before[same] == tags[same]:
                same += 1
            marked = bool(tags) and tags[-1][0] in MARKS
            if marked:
                same = min(same, len(tags) - 1)
            for name, _ in tags[same:]:
                if name not in held and base(name) not in held:
                    count_tag(name, losses)
            before = tags[:-1] if marked else tags
