"""The head of a TTML document: clock, screen, people, styles, regions, title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from picturelock.cues import Placement
from picturelock.formats.ttml.names import name_of
from picturelock.formats.ttml.regions import Region, Screen
from picturelock.formats.ttml.styles import OUR_STYLE, TYPOGRAPHY, Look, Styles, styling
from picturelock.formats.ttml.times import Clock

_CONTAINERS = ("head", "styling", "layout", "metadata", "ebuttm:documentMetadata")
_KEPT = {"ttm:title": "ttml.title", "ttm:desc": "ttml.desc", "ttm:copyright": "ttml.copyright"}
_ALIGN = {"start": "start", "end": "end", "left": "left", "right": "right", "justify": "start"}
_LONGEST = 2000  # characters of a title or a name


class Standing(NamedTuple):
    """What many captions have in common."""

    region: str | None
    align: str | None
    placement: Placement | None
    extras: tuple[tuple[str, str], ...]
    vertical: bool
    homeless: bool
    """Whether the region is not in the file."""


class Head:
    """Takes the elements before the body; answers what the body refers to."""

    def __init__(self, losses: Counter[str]) -> None:
        self.losses = losses
        self.styles = Styles()
        self.agents: dict[str, str] = {}
        """Names of people, by xml:id."""
        self.clock = Clock()
        self.screen = Screen()
        self.language = ""
        self.root = Look()
        self.titles: list[tuple[str, str]] = []
        self.ebu = False
        self.regions: dict[str, Region | None] = {}
        self._looks: dict[str, Look] = {}
        self._standings: dict[tuple[str | None, Look], Standing] = {}
        self._initial: dict[str, str] = {}
        self._region: dict[str, str] | None = None
        self._nested: dict[str, str] = {}
        self._agent = ""
        self._text: list[str] = []

    def root_element(self, attributes: Mapping[str, str]) -> None:
        self.clock, self.screen = Clock.of(attributes), Screen.of(attributes)
        self.language = attributes.get("xml:lang", "").strip()
        self.root = Look(self.language, attributes.get("xml:space") == "preserve")

    def start(self, kind: str, attributes: dict[str, str]) -> bool:
        """An element; False where it, and all in it, is to be read over."""
        self._text = []
        if kind in _CONTAINERS:
            pass
        elif kind == "style":
            self._style(attributes)
        elif kind == "initial":
            self._initial |= styling(attributes)
        elif kind == "region":
            self._region, self._nested = attributes, {}
        elif kind == "ttm:agent":
            self._agent = attributes.get("xml:id", "")
        elif kind not in ("ttm:name", "ebuttm:conformsToStandard", "ebuttm:documentEbuttVersion", *_KEPT):
            self.losses[_lost(kind)] += 1
            return False
        return True

    def text(self, text: str) -> None:
        self._text.append(text)

    def end(self, kind: str) -> None:
        said = " ".join("".join(self._text).split())[:_LONGEST]
        self._text = []
        if kind == "ttm:name" and self._agent and said:
            self.agents.setdefault(self._agent, said)
        elif kind in _KEPT and said:
            self.titles.append((_KEPT[kind], said))
        elif kind == "region" and self._region is not None:
            self._finish_region(self._region)
            self._region = None
        elif kind.startswith("ebuttm:"):
            self.ebu = self.ebu or "ebu:tt:distribution" in said or kind.endswith("documentEbuttVersion")

    def look_in(self, region: str | None) -> Look:
        """What text in a region looks like before anything in the body is said of it."""
        return self._looks.get(region or "") or self._base()

    def standing(self, region: str | None, look: Look) -> Standing:
        """What a caption of that look in a region has beside time and text."""
        key = (region, look)
        found = self._standings.get(key)
        if found is None:
            found = self._stand(self.regions.get(region or ""), look, region in self.regions)
            self._standings[key] = found
        return found

    def _stand(self, region: Region | None, look: Look, known: bool) -> Standing:
        # Where a file has no regions and says nothing of alignment, nothing is meant.
        align = _ALIGN.get(look.align) if look.align is not None else "start" if self.regions else None
        return Standing(
            region.name if region and not region.ours else None,
            align,
            region.placement(align) if region else None,
            (("ttml.forced", "true"),) if look.forced else (),
            region is not None and region.vertical,
            not known,
        )

    def _base(self) -> Look:
        if "" not in self._looks:
            written = tuple((f"{name}", value) for name, value in self._initial.items())
            self._looks[""] = self.root.derive(written, "initial", self) if written else self.root
        return self._looks[""]

    def _style(self, attributes: dict[str, str]) -> None:
        if attributes.get("xml:id") != OUR_STYLE:
            self.losses["typography"] += sum(1 for name in attributes if name in TYPOGRAPHY)
        if self._region is not None:
            self._nested |= self.styles.referred(attributes) | styling(attributes)
        else:
            self.styles.add(attributes)

    def _finish_region(self, attributes: dict[str, str]) -> None:
        identifier = attributes.get("xml:id")
        if identifier is None or identifier in self.regions:
            return
        self.losses["typography"] += sum(1 for name in attributes if name in TYPOGRAPHY)
        self.losses["animations"] += any(name in attributes for name in ("begin", "end", "dur"))
        self.losses["pictures"] += "smpte:backgroundImage" in attributes
        found = self.styles.referred(attributes) | self._nested | styling(attributes)
        region = self.regions[identifier] = Region.of(name_of(identifier), found, self.screen)
        self.losses["positions"] += region is None
        # What lies behind a whole region is no background of its text.
        inherited = {name: value for name, value in found.items() if name != "tts:backgroundColor"}
        self._looks[identifier] = self._base().derive(tuple(inherited.items()), "region", self)


def _lost(kind: str) -> str:
    """The key of the losses for an element that is read over."""
    if kind in ("set", "animate", "animation"):
        return "animations"
    return "pictures" if kind in ("image", "smpte:image", "resources") else "metadata"
