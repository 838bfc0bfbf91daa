"""How text looks in TTML: style attributes, references to styles, inheritance (https://www.w3.org/TR/ttml2/#semantics-style-resolution)."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Protocol

from picturelock.formats.colors import rgb
from picturelock.formats.ttml.names import short

_TYPOGRAPHY_NAMES = """
    tts:fontFamily tts:fontSize tts:lineHeight tts:textOutline tts:textShadow tts:textEmphasis tts:fontKerning
    tts:fontShear tts:fontSelectionStrategy tts:fontVariant tts:letterSpacing tts:lineShear tts:shear tts:lineAreaGap
    tts:textCombine tts:textOrientation tts:unicodeBidi tts:direction tts:wrapOption tts:opacity tts:padding tts:border
    tts:luminanceGain tts:disparity tts:rubyAlign tts:rubyPosition tts:rubyReserve itts:fillLineGap
    ebutts:multiRowAlign ebutts:linePadding
"""
TYPOGRAPHY = frozenset(_TYPOGRAPHY_NAMES.split())
"""What is read over: presentation that captions here do not hold."""
_HELD_NAMES = """
    tts:origin tts:extent tts:position tts:displayAlign tts:writingMode tts:showBackground tts:overflow tts:zIndex
    tts:fontStyle tts:fontWeight tts:textDecoration tts:color tts:backgroundColor tts:textAlign tts:display
    tts:visibility tts:ruby itts:forcedDisplay
"""
_KNOWN = TYPOGRAPHY | frozenset(_HELD_NAMES.split())
OUR_STYLE = "style.text"
"""Of all text in a file that was written here: nothing is lost with it, it is written again."""
_DEEPEST_REFERENCE = 24  # styles that refer to styles
_HIDDEN_RUBY = ("text", "textContainer", "delimiter")

Written = tuple[tuple[str, str], ...]
"""Attributes of one element, named as the parser names them."""
Attributes = Mapping[str, str]
"""Of one element, under their short names."""


class Names(Protocol):
    """What the head of a document gives names to."""

    styles: Styles
    agents: dict[str, str]
    """Names of people, by xml:id."""
    ebu: bool
    """Whether the file says that it is EBU-TT-D."""


class Styles:
    """The styles of a document by their xml:id, each with what it refers to worked in."""

    def __init__(self) -> None:
        self._written: dict[str, Attributes] = {}
        self._resolved: dict[str, Attributes] = {}

    def add(self, attributes: Attributes) -> None:
        name = attributes.get("xml:id")
        if name is not None:
            self._written.setdefault(name, attributes)

    def referred(self, attributes: Attributes, depth: int = 0) -> dict[str, str]:
        """The style attributes that an element has by reference; a later style wins. Circles and endless chains end."""
        found: dict[str, str] = {}
        for name in attributes.get("style", "").split():
            if name not in self._resolved and name in self._written and depth < _DEEPEST_REFERENCE:
                self._resolved[name] = {}  # what refers back to itself adds nothing
                written = self._written[name]
                self._resolved[name] = self.referred(written, depth + 1) | styling(written)
            found |= self._resolved.get(name, {})
        return found


def styling(attributes: Attributes) -> dict[str, str]:
    """Those of an element's attributes that are style."""
    return {name: value.strip() for name, value in attributes.items() if name in _KNOWN}


class Look:
    """How text looks at one place of the document. Looks that derive alike from one are one object."""

    __slots__ = (
        "_children",
        "align",
        "background",
        "bold",
        "color",
        "forced",
        "hidden",
        "italic",
        "lang",
        "preserve",
        "reason",
        "speaker",
        "tags",
        "underline",
        "unheld",
        "unseen",
    )

    def __init__(self, lang: str = "", preserve: bool = False) -> None:
        self.italic = self.bold = self.underline = self.forced = False
        self.color: str | None = None
        self.background: str | None = None
        self.align: str | None = None
        self.hidden = ""
        """Why neither this nor anything in it is shown: a key of the losses, or ""."""
        self.unseen = False
        """Whether tts:visibility hides it; what is in it may show itself again."""
        self.reason = ""
        """Why its text is not shown: a key of the losses, or ""."""
        self.lang, self.preserve = lang, preserve
        self.speaker: str | None = None
        self.tags: tuple[tuple[str, str], ...] = ()
        self.unheld: tuple[str, ...] = ()
        """Keys of the losses that this very element adds."""
        self._children: dict[Any, Look] = {}

    def derive(self, written: Written, element: str, head: Names) -> Look:
        """The look inside an element that has these attributes."""
        key = (element, written)
        found = self._children.get(key)
        if found is None:
            found = self._children[key] = self._derive(written, element, head)
        return found

    def _derive(self, written: Written, element: str, head: Names) -> Look:
        new = copy.copy(self)
        new._children = {}
        attributes = {short(name): value for name, value in written}
        own = styling(attributes)
        new.unheld = tuple("typography" for name in own if name in TYPOGRAPHY)
        for name, value in (head.styles.referred(attributes) | own).items():
            new._style(name, value, head.ebu)
        if "xml:space" in attributes:
            new.preserve = attributes["xml:space"] == "preserve"
        if "xml:lang" in attributes:
            new.lang = attributes["xml:lang"].strip()
        names = [head.agents[word] for word in attributes.get("ttm:agent", "").split() if word in head.agents]
        if names:
            new._speaks(", ".join(names), element)
        if element == "span" and new.lang != self.lang:
            new._tag("lang", new.lang or "und")
        if "smpte:backgroundImage" in attributes:
            new.unheld += ("pictures",)
        new.reason = new.hidden or ("hidden-text" if new.unseen else "")
        return new

    def _style(self, name: str, value: str, ebu: bool) -> None:
        if name == "tts:fontStyle":
            self.italic = value in ("italic", "oblique", "reverseOblique")
        elif name == "tts:fontWeight":
            self.bold = value == "bold"
        elif name == "tts:textDecoration":
            self._decorate(value.split())
        elif name == "tts:color":
            # White is what TTML shows where nobody names a colour.
            self.color = None if rgb(value) == (255, 255, 255, 255) else value
        elif name == "tts:backgroundColor":
            # Black is what EBU-TT-D has behind all text unless it says otherwise, as white is the text itself.
            color = rgb(value)
            clear = color is not None and (color[3] == 0 or (ebu and color == (0, 0, 0, 255)))
            self.background = None if clear else value
        elif name == "tts:textAlign":
            self.align = value
        elif name == "tts:display":
            self.hidden = self.hidden or ("hidden-text" if value == "none" else "")
        elif name == "tts:visibility":
            self.unseen = value == "hidden"
        elif name == "tts:ruby":
            self.hidden = self.hidden or ("ruby" if value in _HIDDEN_RUBY else "")
        elif name == "itts:forcedDisplay":
            self.forced = value == "true"

    def _decorate(self, words: list[str]) -> None:
        if "underline" in words:
            self.underline = True
        elif "noUnderline" in words or "none" in words:
            self.underline = False
        self.unheld += tuple("typography" for word in words if word in ("lineThrough", "overline"))

    def _speaks(self, name: str, element: str) -> None:
        if element == "span":
            self._tag("v", name)
        else:
            self.speaker = name

    def _tag(self, name: str, value: str) -> None:
        self.tags = (*(tag for tag in self.tags if tag[0] != name), (name, value))
