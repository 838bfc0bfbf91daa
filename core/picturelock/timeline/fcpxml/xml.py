"""An FCPXML file as a tree of its elements: guarded, bounded, and only what a cut is made of.

Entities are refused and nothing is fetched. Subtrees that say nothing of the edit (bookmarks, effect parameters, collections)
are passed over while the file is read; what is left may be as large as a long film and no larger.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from picturelock.errors import InputError
from picturelock.timeline.xml_feed import feed, guarded_parser

MAX_BYTES = 300_000_000
"""A hundred thousand clips with their metadata have about 100 MB."""
MAX_ELEMENTS = 1_500_000
MAX_DEPTH = 120
_MAX_ATTRIBUTES = 100
_MAX_TEXT = 100_000
_SKIPPED = frozenset(
    {
        "array", "bookmark", "collection-folder", "data", "import-options", "keyframeAnimation", "keyword-collection",
        "mask-isolation", "mask-shape", "object-tracker", "param", "reserved", "smart-collection", "text-style-def",
    }
)  # fmt: skip
_TEXTS = frozenset(("note", "text", "text-style"))
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
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InputError(
                f"is {file.stat().st_size // 1_000_000} MB; a timeline of more than {MAX_BYTES // 1_000_000} MB is not read.",
                file=path,
                hint="Export the project alone, without the library's other clips.",
            )
        root = _Tree(path).read(file)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}.", file=path) from error
    if root is None or root.tag != "fcpxml":
        found = f"<{root.tag[:40]}>" if root is not None else "nothing"
        raise InputError(f"holds {found}; expected <fcpxml>.", file=path, hint=_other(root))
    return root


def _other(root: Node | None) -> str:
    if root is not None and root.tag == "xmeml":
        return "This is the XML of Final Cut Pro 7 and Premiere: give it the ending .xml."
    return "Export the project from Final Cut Pro or DaVinci Resolve as FCPXML."


class _Tree:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._root: Node | None = None
        self._open: list[Node] = []
        self._skipping = 0
        self._count = 0
        self._parser = guarded_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self, file: Path) -> Node | None:
        feed(self._parser, file, self._path, "FCPXML")
        return self._root

    def _place(self) -> str:
        return f"line {self._parser.CurrentLineNumber}"

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._skipping:
            self._skipping += 1
            return
        if tag in _SKIPPED or tag.startswith("match-"):
            self._skipping = 1
            return
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH or len(attributes) > _MAX_ATTRIBUTES:
            self._too_much(len(attributes))
        node = Node(tag, attributes, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node
        self._open.append(node)

    def _too_much(self, attributes: int) -> None:
        what = f"holds more than {MAX_ELEMENTS:,} elements" if self._count > MAX_ELEMENTS else ""
        deep = f"nests elements more than {MAX_DEPTH} levels deep" if attributes <= _MAX_ATTRIBUTES else ""
        message = f"{what or deep or 'gives one element hundreds of attributes'}; no editing system writes that."
        raise InputError(message, file=self._path, place=self._place(), hint="Export the project alone.")

    def _end(self, _tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
        else:
            self._open.pop()

    def _text(self, text: str) -> None:
        if not self._skipping and self._open and self._open[-1].tag in _TEXTS:
            node = self._open[-1]
            if len(node.text) < _MAX_TEXT:
                node.text += text
