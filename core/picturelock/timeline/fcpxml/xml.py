"""An FCPXML file as a tree of its elements: guarded, bounded, and only what a cut is made of.

Entities are refused and nothing is fetched. Subtrees that say nothing of the edit (bookmarks, effect parameters, collections)
are passed over while the file is read; what is left may be as large as a long film and no larger.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from picturelock.errors import InputError
from picturelock.timeline.xml_feed import Attributes, Dialect, Elements

_MAX_TEXT = 100_000
_SKIPPED = frozenset(
    {
        "array", "bookmark", "collection-folder", "data", "import-options", "keyframeAnimation", "keyword-collection",
        "mask-isolation", "mask-shape", "object-tracker", "param", "reserved", "smart-collection", "text-style-def",
    }
)  # fmt: skip
_TEXTS = frozenset(("note", "text", "text-style"))
DIALECT = Dialect(
    "FCPXML",
    max_bytes=300_000_000,  # a hundred thousand clips with their metadata have about 100 MB
    max_elements=1_500_000,
    max_depth=120,
    skipped=_SKIPPED,
    alone="Export the project alone, without the library's other clips.",
)
INFO = "Info.fcpxml"
"""The document inside an .fcpxmld bundle."""


class Node:
    """One element."""

    __slots__ = ("attributes", "children", "line", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node] = []
        self.line = line
        self.text = ""

    def get(self, name: str) -> str:
        """An attribute; "" where there is none."""
        return self.attributes.get(name, "")

    def find(self, tag: str) -> Node | None:
        """The first child of that kind."""
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, tag: str) -> Iterator[Node]:
        """The children of that kind."""
        return (child for child in self.children if child.tag == tag)


def read_tree(path: Path) -> Node:
    """The `fcpxml` element of a file, or of the document in an .fcpxmld bundle. Raises InputError."""
    file = path / INFO if path.is_dir() else path
    if not file.is_file():
        message = f"is a folder without {INFO}; expected an FCPXML file or bundle." if path.is_dir() else ""
        raise InputError(message or "does not exist, or is no file.", file=path)
    tree = _Tree(path, DIALECT)
    tree.read(file)
    root = tree.root
    if root is None or root.tag != "fcpxml":
        found = f"<{root.tag[:40]}>" if root is not None else "nothing"
        raise InputError(f"holds {found}; expected <fcpxml>.", file=path, hint=_other(root))
    return root


def _other(root: Node | None) -> str:
    if root is not None and root.tag == "xmeml":
        return "This is the XML of Final Cut Pro 7 and Premiere: give it the ending .xml."
    return "Export the project from Final Cut Pro or DaVinci Resolve as FCPXML."


class _Tree(Elements):
    """Makes nodes; `root` is the first."""

    root: Node | None = None

    def __init__(self, path: Path, dialect: Dialect) -> None:
        super().__init__(path, dialect)
        self._open: list[Node] = []

    def is_skipped(self, tag: str) -> bool:
        """As `Elements.is_skipped`: also the rules of smart collections."""
        return super().is_skipped(tag) or tag.startswith("match-")

    def opened(self, tag: str, attributes: Attributes, line: int) -> None:
        """As `Elements.opened`."""
        node = Node(tag, attributes, line)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def closed(self) -> None:
        """As `Elements.closed`."""
        self._open.pop()

    def said(self, text: str) -> None:
        """As `Elements.said`."""
        node = self._open[-1]
        if node.tag in _TEXTS and len(node.text) < _MAX_TEXT:
            node.text += text
