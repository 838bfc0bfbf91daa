"""An xmeml file as a tree of its elements: guarded, bounded, and only what a cut is made of.

Entities are refused and nothing is fetched. An element that holds only text becomes a value of the one around it; subtrees that
say nothing of the edit (codecs, parameters of effects) are passed over while the file is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from picturelock.errors import InputError
from picturelock.timeline.references import clean
from picturelock.timeline.xml_feed import feed, guarded_parser

MAX_BYTES = 300_000_000
"""A hundred thousand clips as Premiere writes them have about 200 MB."""
MAX_ELEMENTS = 4_000_000
MAX_DEPTH = 700
"""A sequence within a sequence is five elements deeper."""
_MAX_ATTRIBUTES = 100
_MAX_TEXT = 4000
_SKIPPED = frozenset(
    {
        "appspecificdata", "codec", "filmdata", "importoptions", "inputs", "itemhistory", "metadata", "outputs", "privatestate",
        "qtcodec", "valuelist",
    }
)  # fmt: skip
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
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(
                f"is {path.stat().st_size // 1_000_000} MB; a timeline of more than {MAX_BYTES // 1_000_000} MB is not read.",
                file=path,
                hint="Export the sequence alone, without the project's other clips.",
            )
        root = _Tree(path).read()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}.", file=path) from error
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

    def read(self) -> Node | None:
        feed(self._parser, self._path, self._path, "Final Cut Pro 7 XML")
        return self._root

    def _place(self) -> str:
        return f"line {self._parser.CurrentLineNumber}"

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._skipping:
            self._skipping += 1
            return
        if tag in _SKIPPED and self._open:
            self._skipping = 1
            return
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH or len(attributes) > _MAX_ATTRIBUTES:
            self._too_much(len(attributes))
        self._open.append(Node(tag, attributes, self._parser.CurrentLineNumber))

    def _too_much(self, attributes: int) -> None:
        what = f"holds more than {MAX_ELEMENTS:,} elements" if self._count > MAX_ELEMENTS else ""
        deep = f"nests elements more than {MAX_DEPTH} levels deep" if attributes <= _MAX_ATTRIBUTES else ""
        message = f"{what or deep or 'gives one element hundreds of attributes'}; no editing system writes that."
        raise InputError(message, file=self._path, place=self._place(), hint="Export the sequence alone.")

    def _end(self, _tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        node = self._open.pop()
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if node.children or node.values or node.tag in _NODES or "id" in node.attributes:
            node.text = ""
            if node.tag == "effect" and node.get("effectid") != "timeremap" and node.get("effecttype") != "generator":
                node.children = [child for child in node.children if child.tag != "parameter"]
            parent.children.append(node)
        else:
            parent.values.setdefault(node.tag, node.text.strip())

    def _text(self, text: str) -> None:
        if not self._skipping and self._open:
            node = self._open[-1]
            if not node.children and not node.values and len(node.text) < _MAX_TEXT:
                node.text += text[:_MAX_TEXT]
