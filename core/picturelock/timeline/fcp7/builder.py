"""XML text, element by element: a hundred thousand clips need no tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.sax.saxutils import escape, quoteattr

from picturelock.times import FrameRate

Attributes = Mapping[str, str]


class Builder:
    """Collects the lines of a document."""

    def __init__(self) -> None:
        self.lines: list[str] = ['<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE xmeml>"]
        self._indent = ""

    @contextmanager
    def element(self, tag: str, attributes: Attributes | None = None) -> Iterator[None]:
        """An element that holds others."""
        self.lines.append(f"{self._indent}<{tag}{_written(attributes)}>")
        before, self._indent = self._indent, self._indent + " "
        yield
        self._indent = before
        self.lines.append(f"{before}</{tag}>")

    def leaf(self, tag: str, text: str | int) -> None:
        """An element that holds text."""
        held = escape(text) if isinstance(text, str) else text
        self.lines.append(f"{self._indent}<{tag}>{held}</{tag}>")

    def flag(self, tag: str, value: bool) -> None:
        """An element that says yes or no."""
        self.leaf(tag, "TRUE" if value else "FALSE")

    def empty(self, tag: str, attributes: Attributes) -> None:
        """An element that only refers to another."""
        self.lines.append(f"{self._indent}<{tag}{_written(attributes)}/>")

    def rate(self, rate: FrameRate) -> None:
        """A frame rate."""
        ntsc = "TRUE" if rate.den == 1001 else "FALSE"
        self.lines.append(f"{self._indent}<rate><timebase>{rate.nominal}</timebase><ntsc>{ntsc}</ntsc></rate>")

    @property
    def text(self) -> str:
        """The whole document."""
        return "\n".join([*self.lines, ""])


def _written(attributes: Attributes | None) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items()) if attributes else ""
