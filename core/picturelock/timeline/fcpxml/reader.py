"""An FCPXML project as a `Cut`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from picturelock.cut import Cut, Extras
from picturelock.errors import InputError, UsageError
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.timeline.base import Findings
from picturelock.timeline.choice import chosen
from picturelock.timeline.fcpxml.book import Book
from picturelock.timeline.fcpxml.clock import MAX_SECONDS
from picturelock.timeline.fcpxml.resources import Reading, Resources
from picturelock.timeline.fcpxml.xml import Node, read_tree
from picturelock.timeline.references import clean
from picturelock.times import FLICKS_PER_SECOND, FrameRate

_HOLDERS = ("library", "event")
_SEVERITIES: dict[str, Severity] = {
    "timeline.fcpxml-smooth-speed": "warning",
    "timeline.fcpxml-hidden-markers": "info",
    "timeline.fcpxml-missing-resource": "warning",
    "timeline.fcpxml-no-drop-rate": "warning",
}
_HINT = "In Final Cut Pro, select the project that you want and choose File > Export XML."


def read(path: Path, rate: FrameRate | None = None, wanted: str = "") -> tuple[Cut, Findings]:
    """The one project of a file, or the one `wanted` (`choice.chosen`). `rate`: where it says none.

    Raises InputError, and UsageError where no rate is known.
    """
    root = read_tree(path)
    reading = Reading(path)
    resources = Resources(root, reading)
    project = _project(root, path, wanted)
    sequence = project.find("sequence")
    if sequence is None:
        raise reading.wrong(project, "has no sequence.")
    own = resources.rate(sequence.get("format"))
    if rate is None and own is None:
        raise UsageError(
            f"{path} does not say a frame rate that we know.", hint="Give it: --rate 23.976, 24, 25, 29.97 ..."
        )
    book = Book(reading, resources)
    try:
        cut, _ = book.sequence(sequence, clean(project.get("name")) or path.stem, own or rate)
        book.weigh(cut)
    except RecursionError as error:
        raise InputError("nests clips too deeply; no editing system writes that.", file=path) from error
    if cut.duration > MAX_SECONDS * FLICKS_PER_SECOND:
        raise InputError(f"lasts more than {MAX_SECONDS} seconds; no timeline does.", file=path)
    if not cut.shots:
        raise InputError("holds no clips: its project is empty.", file=path)
    return replace(cut, path=path, extras=_extras(sequence, resources)), tuple(_findings(reading))


def _project(root: Node, path: Path, wanted: str) -> Node:
    projects = list(_projects(root))
    if not projects:
        raise InputError("holds clips but no project; expected one project with a timeline.", file=path, hint=_HINT)
    names = [clean(project.get("name")) for project in projects]
    return chosen(projects, names, wanted, path, "projects", _HINT)


def _projects(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.tag == "project":
            yield child
        elif child.tag in _HOLDERS:
            yield from _projects(child)


def _extras(sequence: Node, resources: Resources) -> Extras:
    """The size of the picture, which a writer needs and a cut has no field for."""
    found = resources.node(sequence.get("format"), "format")
    size = {name: found.get(name)[:6] for name in ("width", "height") if found.get(name)} if found is not None else {}
    return {"fcpxml": size} if size else {}


def _findings(reading: Reading) -> Iterator[Finding]:
    file = str(reading.path)
    for kind, count in sorted(reading.left_out.items()):
        if count:
            yield Finding(
                "timeline.fcpxml-left-out", "info", Place(file), {"kind": kind, "count": count}, source="Picturelock"
            )
    for rule, count in sorted(reading.counts.items()):
        line, name = reading.first[rule]
        evidence: dict[str, Fact] = {"count": count, "name": name}
        severity = _SEVERITIES[rule]
        yield Finding(rule, severity, Place(file, line), evidence, source="Picturelock")
