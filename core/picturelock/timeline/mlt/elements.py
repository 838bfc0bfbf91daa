"""MLT's XML elements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def element(parent: Element | None, tag: str, /, **attributes: str | int) -> Element:
    """A new element, the last of its parent."""
    texts = {name: plain(str(value)) for name, value in attributes.items()}
    return Element(tag, texts) if parent is None else SubElement(parent, tag, texts)


def properties(parent: Element, values: Mapping[str, str | int]) -> None:
    """MLT's properties of an element."""
    for name, value in values.items():
        SubElement(parent, "property", {"name": name}).text = plain(str(value))


def plain(text: str) -> str:
    """Text without what XML cannot hold."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def document(root: Element) -> bytes:
    """The whole file."""
    indent(root, " ")
    text: str = tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
