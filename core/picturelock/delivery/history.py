"""Reading the ASC MHL history of a package that may come from anywhere.

ascmhl's own readers trust their input: they resolve entities, follow the paths that a manifest names and read what these lead
to. So they are not used here; the tests hold our reading against theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import MappingProxyType
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from picturelock.delivery.hashing import MHL, hash_file
from picturelock.delivery.paths import composed, safe
from picturelock.findings import Finding, Place

FOLDER = "ascmhl"
CHAIN = "ascmhl_chain.xml"
MAX_BYTES = 64_000_000
MAX_NESTED = 1000
SOURCE = "ASC MHL 2.0"
TOOL = "picturelock"
"""What our manifests call what made them."""
_CHAIN_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<ascmhldirectory xmlns="urn:ASC:MHL:DIRECTORY:v2.0">\n'

Record = Mapping[str, str]
"""Hashes of a file as they were first written down, by name of the algorithm."""
_NONE: Mapping[str, Record] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class History:
    """All generations of a package's manifest, taken together, with those of the histories nested in it."""

    records: Mapping[str, Record] = field(default_factory=lambda: _NONE)
    """By path in the package, with forward slashes, as it was first written down; never empty without findings."""
    files: frozenset[str] = frozenset()
    """The histories' own files, as paths in the package."""
    folders: frozenset[str] = frozenset()
    """Folders that a manifest lists for themselves."""
    left_out: frozenset[str] = frozenset()
    """Patterns of names that the last generation does not account for."""
    generations: tuple[str, ...] = ()
    """The manifests of the package's own history, oldest first."""
    findings: tuple[Finding, ...] = ()
    """Why there is nothing to compare with, then all else is empty; or that a chain was touched."""


class _Bad(Exception):
    """The history cannot be used; the finding says why."""

    def __init__(self, what: str, file: str, **facts: str) -> None:
        super().__init__(what)
        self.finding = Finding(f"package.{what}", "error", Place(file=file), {"file": file, **facts}, SOURCE)


def read_history(folder: Path) -> History:
    """The history of a package, or findings that say why it has none that can be trusted."""
    reading = _Reading(folder)
    try:
        generations = reading.history(PurePosixPath())
        if not reading.records:  # a package that lists nothing would pass whatever it holds
            raise _Bad("empty-manifest", f"{FOLDER}/{CHAIN}")
    except _Bad as bad:
        return History(findings=(bad.finding,))
    return History(
        MappingProxyType(reading.records),
        frozenset(reading.files),
        frozenset(reading.folders),
        frozenset(reading.left_out),
        generations,
        tuple(reading.findings),
    )


class _Reading:
    """What was gathered so far of a history and of those nested in it. All paths are in the package."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._nested: set[PurePosixPath] = set()
        self.records: dict[str, Record] = {}
        self.files: set[str] = set()
        self.folders: set[str] = set()
        self.left_out: set[str] = set()
        self.findings: list[Finding] = []

    def history(self, at: PurePosixPath) -> tuple[str, ...]:
        """Read the history of the folder at a path; gives the names of its manifests."""
        home = self._root / at / FOLDER
        chain = (at / FOLDER / CHAIN).as_posix()
        if _linked(self._root, at / FOLDER) or not (home / CHAIN).is_file():
            raise _Bad("no-manifest", chain)
        generations = [element for element in self._parse(chain) if _tag(element) == "hashlist"]
        if not generations:
            raise _Bad("no-manifest", chain)
        self.files.add(chain)
        names, tool = [], ""
        for generation in generations:
            name = _text(generation, "path")
            if not name.endswith(".mhl") or PurePosixPath(name).name != name or PureWindowsPath(name).name != name:
                raise _Bad("unsafe-path", chain, path=name[:200])
            file = (at / FOLDER / name).as_posix()
            self._require_unaltered(file, _hashes(generation))
            tool = self._generation(file, at)
            self.files.add(file)
            names.append(name)
        if tool == TOOL and (self._root / chain).read_bytes() != _as_written(generations):
            self.findings.append(Finding("package.chain-touched", "error", Place(file=chain), {"file": chain}, SOURCE))
        return tuple(names)

    def _generation(self, file: str, at: PurePosixPath) -> str:
        """Read a manifest; gives the name of the tool that made it."""
        root = self._parse(file)
        earlier = set(map(composed, self.records))
        for section in root:
            for element in section if _tag(section) == "hashes" else ():
                if _tag(element) == "hash":
                    self._record(element, file, at, earlier)
                elif _tag(element) == "directoryhash":
                    self.folders.add(self._safe(_text(element, "path"), file, at))
            for element in section if _tag(section) == "references" else ():
                self._reference(element, file, at)
            if _tag(section) == "processinfo" and not at.parts:
                patterns = [part for ignore in section if _tag(ignore) == "ignore" for part in ignore]
                self.left_out = {one.text for one in patterns if one.text and one.text.strip("/") != FOLDER}
        return next((one.text or "" for one in root.iter() if _tag(one) == "tool"), "")

    def _record(self, element: Element, file: str, at: PurePosixPath, earlier: set[str]) -> None:
        record = _hashes(element)
        if not record:  # a file without a hash would pass whatever it holds
            raise _Bad("manifest-altered", file)
        path = self._safe(_text(element, "path"), file, at)
        before = next((child.text for child in element if _tag(child) == "previousPath"), None)
        if before is not None:  # it was renamed since, and is still held against what was first written down
            old = self._safe(before, file, at)
            self.records[path] = self.records.pop(old, record)
        # A later generation, made from a copy, may encode the accents of a file anew: it is the same file.
        elif path in self.records or composed(path) not in earlier:
            # What came first counts; a later generation can only add an algorithm.
            self.records[path] = MappingProxyType({**record, **self.records.get(path, {})})

    def _reference(self, element: Element, file: str, at: PurePosixPath) -> None:
        """A manifest of a history nested in this one: unaltered, and read in its own right."""
        manifest = PurePosixPath(self._safe(_text(element, "path"), file, at, own=True))
        if manifest.suffix != ".mhl" or manifest.parent.name != FOLDER or len(manifest.parts) < 3:
            raise _Bad("unsafe-path", file, path=manifest.as_posix()[:200])
        self._require_unaltered(manifest.as_posix(), _hashes(element))
        nested = manifest.parent.parent
        if nested not in self._nested:
            self._nested.add(nested)
            if len(self._nested) > MAX_NESTED:
                raise _Bad("manifest-altered", file)
            self.history(nested)

    def _require_unaltered(self, name: str, expected: Record) -> None:
        file = self._root / name
        if not file.is_file() or _linked(self._root, PurePosixPath(name)):
            raise _Bad("manifest-missing", name)
        if not expected or file.stat().st_size > MAX_BYTES:
            raise _Bad("manifest-altered", name)
        if hash_file(file, tuple(expected)) != dict(expected):
            raise _Bad("manifest-altered", name)

    def _parse(self, name: str) -> Element:
        """The root of an XML file that may be hostile: no document type, no entities, no endless file."""
        from defusedxml.ElementTree import fromstring

        file = self._root / name
        try:
            if _linked(self._root, PurePosixPath(name)) or file.stat().st_size > MAX_BYTES:
                raise ValueError
            root: Element = fromstring(file.read_bytes(), forbid_dtd=True)
        except (SyntaxError, ValueError, LookupError, OSError) as error:
            raise _Bad("manifest-altered", name) from error
        return root

    def _safe(self, path: str, file: str, at: PurePosixPath, *, own: bool = False) -> str:
        """A path in the package; raises for one that leaves it, or, unless `own`, that is of the history itself."""
        found = safe(path)
        if found is None or (not own and FOLDER in PurePosixPath(found).parts):
            raise _Bad("unsafe-path", file, path=path[:200])
        return (at / found).as_posix()


def _as_written(generations: Sequence[Element]) -> bytes:
    """A chain as ascmhl writes it for us. Nothing holds a hash of the chain itself, so each of its bytes is compared."""
    entries = (
        f'  <hashlist sequencenr="{number}">\n    <path>{escape(_text(one, "path"))}</path>\n'
        f"    <c4>{_text(one, 'c4')}</c4>\n  </hashlist>\n"
        for number, one in enumerate(generations, start=1)
    )
    return f"{_CHAIN_HEAD}{''.join(entries)}</ascmhldirectory>\n".encode()


def _linked(root: Path, path: PurePosixPath) -> bool:
    """True where a part of a path is a link, which may lead anywhere."""
    return any((root / PurePosixPath(*path.parts[:depth])).is_symlink() for depth in range(1, len(path.parts) + 1))


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: Element, tag: str) -> str:
    return next((child.text or "" for child in element if _tag(child) == tag), "")


def _hashes(element: Element) -> Record:
    found = {_tag(child): (child.text or "").strip() for child in element if _tag(child) in MHL}
    return MappingProxyType({name: value if name == "c4" else value.lower() for name, value in found.items() if value})
