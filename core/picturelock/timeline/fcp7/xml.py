"""An xmeml file as a tree of its elements: guarded, bounded, and only what a cut is made of.

Entities are refused and nothing is fetched. An element that holds only text becomes a value of the one around it; subtrees that
say nothing of the edit (codecs, parameters of effects) are passed over while the file is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from picturelock.errors import InputError
from picturelock.timeline.references import clean
from picturelock.timeline.xml_feed import Attributes, Dialect, Elements

_MAX_TEXT = 4000
_SKIPPED = frozenset(
    {
        "appspecificdata", "codec", "filmdata", "importoptions", "inputs", "itemhistory", "metadata", "outputs", "privatestate",
        "qtcodec", "valuelist",
    }
)  # fmt: skip
DIALECT = Dialect(
    "Final Cut Pro 7 XML",
    max_bytes=300_000_000,  # a hundred thousand clips as Premiere writes them have about 200 MB
    max_elements=4_000_000,
    max_depth=700,  # a sequence within a sequence is five elements deeper
    skipped=_SKIPPED,
    alone="Export the sequence alone, without the project's other clips.",
)
_NODES = frozenset(("audio", "bin", "children", "clip", "clipitem", "media", "project", "sequence", "track", "video"))
"""Elements that are there although they hold nothing."""


class Node:
    """One element."""

    __slots__ = ("attributes", "children", "line", "tag", "text", "values")

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node] = []
        self.values: dict[str, str] = {}
        """Of its elements that hold only text: the first of each kind."""
        self.line = line
        self.text = ""

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    @property
    def empty(self) -> bool:
        """True for a mere reference, `<file id="file-1"/>`."""
        return not self.children and not self.values

    def get(self, tag: str) -> str:
        """The text of an element that it holds; "" where there is none."""
        return self.values.get(tag, "")

    def find(self, *tags: str) -> Node | None:
        """The first element of that kind, or of the kind within the kind."""
        found: Node | None = self
        for tag in tags:
            found = next((child for child in found.children if child.tag == tag), None) if found is not None else None
        return found

    def all(self, *tags: str) -> Iterator[Node]:
        """The elements of those kinds."""
        return (child for child in self.children if child.tag in tags)


def read_tree(path: Path) -> Node:
    """The `xmeml` element of a file. Raises InputError."""
    if not path.is_file():
        raise InputError("does not exist, or is no file.", file=path)
    tree = _Tree(path, DIALECT)
    tree.read(path)
    root = tree.root
    if root is None or root.tag != "xmeml":
        found = f"<{_bare(root)[:40]}>" if root is not None else "nothing"
        raise InputError(f"holds {found}; expected <xmeml> (Final Cut Pro 7 XML).", file=path, hint=_other(root))
    return root


def _other(root: Node | None) -> str:
    tag = _bare(root) if root is not None else ""
    if tag == "fcpxml":
        return "This is the XML of Final Cut Pro X: give it the ending .fcpxml."
    if tag == "tt":
        return "These are captions (TTML): give the file the ending .ttml, or use it with `picturelock caption`."
    return "Export the sequence as Final Cut Pro XML (Premiere), or as FCP 7 XML V5 (DaVinci Resolve)."


def _bare(node: Node) -> str:
    """Its tag without a name space."""
    return clean(node.tag[-300:].rpartition("}")[2].rpartition(":")[2])


class _Tree(Elements):
    """Makes nodes; `root` is the first."""

    root: Node | None = None

    def __init__(self, path: Path, dialect: Dialect) -> None:
        super().__init__(path, dialect)
        self._open: list[Node] = []

    def is_skipped(self, tag: str) -> bool:
        """As `Elements.is_skipped`; never the whole file."""
        return bool(self._open) and super().is_skipped(tag)

    def opened(self, tag: str, attributes: Attributes, line: int) -> None:
        """As `Elements.opened`."""
        self._open.append(Node(tag, attributes, line))

    def closed(self) -> None:
        """As `Elements.closed`."""
        node = self._open.pop()
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if node.children or node.values or node.tag in _NODES or "id" in node.attributes:
            node.text = ""
            if node.tag == "effect" and node.get("effectid") != "timeremap" and node.get("effecttype") != "generator":
                node.children = [child for child in node.children if child.tag != "parameter"]
            parent.children.append(node)
        else:
            parent.values.setdefault(node.tag, node.text.strip())

    def said(self, text: str) -> None:
        """As `Elements.said`."""
        node = self._open[-1]
        if not node.children and not node.values and len(node.text) < _MAX_TEXT:
            node.text += text[:_MAX_TEXT]
