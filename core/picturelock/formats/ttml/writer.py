"""What writers of TTML share: escaping, names, regions, people, the frame of the document.

The document is put together as text: ttconv's model takes ten seconds for 100,000 captions. The tests read it with ttconv.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from picturelock.cues import Captions, Cue, Placement, Run
from picturelock.formats.base import extras
from picturelock.formats.colors import hex_of
from picturelock.formats.inline import base
from picturelock.formats.tags import count_tag
from picturelock.formats.ttml.names import NAMESPACES, xml_id
from picturelock.formats.ttml.regions import BOTTOM, DEFAULT, PICTURE, TOP, Box, Region, region_for

_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff\n]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": " ", "\r": "&#13;"}
_METADATA = {"ttml.title": "title", "ttml.desc": "desc", "ttml.copyright": "copyright"}
_HEX = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})", re.ASCII)
_NAMES = "black silver gray white maroon red purple fuchsia magenta green lime olive yellow navy blue teal aqua cyan"
_NAMED = frozenset(_NAMES.split())
"""The names of colours that TTML has."""
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}", re.ASCII)
ALIGNS = frozenset(("start", "end", "left", "right", "center"))
_SAID_ELSEWHERE = frozenset(
    (
        "ttml.forced",
        "vtt.settings",
        "vtt.region",
        "srt.an",
        "srt.coordinates",
        "cea608.at",
        "ass.at",
        "stl.vp",
        "stl.jc",
    )
)
"""Extras that are written in another way, or that a placement says as well."""
_LOST = {
    "note": "notes",
    "ass.layer": "layers",
    "ass.effect": "animations",
    "ass.margins": "positions",
    "stl.height": "typography",
}
"""Keys of the losses for other formats' extras; "tags" for all further ones."""

HELD = ("v", "lang")
"""Inline tags that become attributes."""


class Names:
    """Hands out each xml:id once."""

    def __init__(self, losses: Counter[str]) -> None:
        self._losses, self._used = losses, set[str]()

    def of(self, name: str) -> str | None:
        """The xml:id of a name; None where there is no name, or another has it already."""
        if not name:
            return None
        found = xml_id(name)
        if found in self._used:
            self._losses["caption-names"] += 1
            return None
        self._used.add(found)
        return found


class Regions:
    """Chooses the region of each caption: the one that it came with while that still says where it stands, else our own."""

    def __init__(
        self, captions: Captions, names: Names, losses: Counter[str], line_height: Fraction, limits: Box = PICTURE
    ) -> None:
        self._losses, self._line, self._limits = losses, line_height, limits
        self._given: dict[str, tuple[str, Region]] = {}
        for name, body in captions.regions.items():
            region = Region.of_body(name, body)
            identifier = names.of(name) if region and region.inside(limits) else None
            if region and identifier:
                self._given[name] = (identifier, region)
            else:
                losses["regions"] += 1
        self._says: dict[tuple[str, str | None], Placement | None] = {}
        self._rows: dict[Placement | None, int] = {}
        for cue in captions.cues:
            if cue.region is None or not self._fits(cue):
                rows = self._rows.get(cue.placement, 2)
                self._rows[cue.placement] = max(rows, len(cue.lines))
        self._made: dict[Placement | None, str] = {}
        self.used: dict[str, Region] = {}

    def of(self, cue: Cue) -> str:
        """The xml:id of the caption's region."""
        if cue.region is not None and self._fits(cue):
            identifier, region = self._given[cue.region]
            self.used.setdefault(identifier, region)
            return identifier
        known = self._made.get(cue.placement)
        return known if known is not None else self._make(cue.placement)

    def default(self) -> None:
        """Define the region at the bottom, for a document that has no caption and needs a region all the same."""
        self._make(None)

    def _fits(self, cue: Cue) -> bool:
        key = (cue.region or "", cue.align)
        if key[0] not in self._given:
            return False
        if key not in self._says:
            self._says[key] = self._given[key[0]][1].placement(cue.align)
        return self._says[key] == cue.placement

    def _make(self, placement: Placement | None) -> str:
        identifier = DEFAULT if placement is None else f"region.{len(self._made) + 1}"
        height = min(self._rows.get(placement, 2) * self._line, BOTTOM - TOP)
        self.used[identifier], exact = region_for(placement, identifier, height, self._limits)
        self._losses["positions"] += not exact
        self._made[placement] = identifier
        return identifier


class People:
    """The speakers of a document as ttm:agent."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def of(self, name: str) -> str:
        return self._ids.setdefault(name, f"agent.{len(self._ids) + 1}")

    def elements(self, losses: Counter[str]) -> list[str]:
        return [
            f'<ttm:agent xml:id="{identifier}" type="person"><ttm:name type="full">{escape(name, losses)}</ttm:name></ttm:agent>'
            for name, identifier in self._ids.items()
        ]


def escape(text: str, losses: Counter[str]) -> str:
    """Text for an element or an attribute in double quotes; what XML cannot hold becomes U+FFFD, and is counted."""
    if _SPECIAL.search(text) is None:
        return text

    def written(match: re.Match[str]) -> str:
        found = _ENTITIES.get(match[0])
        losses["characters"] += found is None
        return "\ufffd" if found is None else found

    return _SPECIAL.sub(written, text)


def attributes(values: Mapping[str, str], losses: Counter[str]) -> str:
    """Attributes of an element, each with a space before it."""
    return "".join(f' {name}="{escape(value, losses).replace(chr(34), "&quot;")}"' for name, value in values.items())


def color_of(text: str, losses: Counter[str], kind: Literal["colors", "backgrounds"], *, hex_only: bool = False) -> str:
    """A colour as TTML writes it; "" for what is no colour, which is counted."""
    if _HEX.fullmatch(text) or (text in _NAMED and not hex_only):
        return text
    found = hex_of(text)
    losses[kind] += found is None
    return found or ""


def inline_tags(run: Run, people: People, losses: Counter[str]) -> dict[str, str] | None:
    """The attributes that the inline marks of a run become; None where the run is a mark without text to write.

    Tags that become none are counted for the whole cue: see `HELD`.
    """
    found: dict[str, str] = {}
    for name, value in run.tags:
        if base(name) == "v" and value:
            found["ttm:agent"] = people.of(" ".join(value.split()))
        elif base(name) == "lang" and language(value):
            found["xml:lang"] = value
        elif base(name) == "lang":
            count_tag(name, losses)
    return found if run.text or not run.tags else None


def language(text: str) -> str:
    """A language tag that an xml:lang may hold, or ""."""
    return text if _LANGUAGE.fullmatch(text) else ""


def metadata(captions: Captions, people: People, losses: Counter[str], more: Iterable[str] = ()) -> str:
    """Copyright and metadata, as a head begins with them; "" where there are none."""
    said = {
        key: [f"<ttm:{element}>{escape(value, losses)}</ttm:{element}>" for value in extras(captions, key)]
        for key, element in _METADATA.items()
    }
    owner = said.pop("ttml.copyright")
    inside = [*said["ttml.title"], *said["ttml.desc"], *owner[1:], *more, *people.elements(losses)]
    found = "".join(f"{element}\n" for element in owner[:1])
    return found + ("<metadata>\n" + "\n".join(inside) + "\n</metadata>\n" if inside else "")


def count_unwritten(captions: Captions, losses: Counter[str]) -> None:
    """What other formats kept and TTML has no place for."""
    losses["header"] += sum(1 for name, _ in captions.extras if name not in _METADATA)
    for cue in captions.cues:
        losses["styles"] += cue.style is not None
        for name, value in cue.extras:
            if name not in _SAID_ELSEWHERE:
                losses[_LOST.get(name, "tags")] += 1
            elif name == "vtt.settings":
                losses["vertical-text"] += "vertical:" in value


def from_zero(captions: Captions, losses: Counter[str]) -> Captions:
    """The captions with no time below zero, which TTML cannot write."""
    if all(cue.span.start >= 0 for cue in captions.cues):
        return captions
    cues = []
    for cue in captions.cues:
        if cue.span.start < 0:
            losses["times"] += 1
            cue = replace(cue, span=replace(cue.span, start=0, end=max(0, cue.span.end)))
        cues.append(cue)
    return replace(captions, cues=tuple(cues))


def region_element(identifier: str, values: Mapping[str, str], losses: Counter[str]) -> str:
    return f'<region xml:id="{identifier}"{attributes(values, losses)}/>'


def document(root: Mapping[str, str], head: str, body: str, cues: Iterable[str], losses: Counter[str]) -> str:
    """The whole file. Nothing may stand between the tags inside a p: white space counts. Without captions it has no body."""
    spaces = {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in NAMESPACES.items()}
    used = f"{head}{body}{' '.join(root)}"
    declared = {name: uri for name, uri in spaces.items() if name in ("xmlns", "xmlns:tts") or f"{name[6:]}:" in used}
    inside = "\n".join(cues)
    content = f"<body{body}>\n<div>\n{inside}\n</div>\n</body>\n" if inside else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<tt{attributes({**declared, **root}, losses)}>\n<head>\n{head}</head>\n"
        f"{content}</tt>\n"
    )
