"""A sequence of a Final Cut Pro 7 XML file as a `Cut`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from picturelock.cut import Cut, Extras
from picturelock.errors import InputError, UsageError
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.timeline.base import Findings
from picturelock.timeline.choice import chosen
from picturelock.timeline.fcp7.book import Book
from picturelock.timeline.fcp7.clock import picture_rate
from picturelock.timeline.fcp7.files import Files, Reading
from picturelock.timeline.fcp7.xml import Node, read_tree
from picturelock.timeline.references import clean
from picturelock.times import FrameRate

_HOLDERS = ("bin", "children", "project")
_SEVERITIES: dict[str, Severity] = {
    "timeline.fcp7-edge-guessed": "warning",
    "timeline.fcp7-hidden-markers": "info",
    "timeline.fcp7-length-differs": "warning",
    "timeline.fcp7-missing-media": "warning",
    "timeline.fcp7-no-drop-rate": "warning",
    "timeline.fcp7-smooth-speed": "warning",
    "timeline.fcp7-speed-factor": "warning",
}
_HINT = "In the editing system, select the sequence that you want and export it alone."


def read(path: Path, rate: FrameRate | None = None, wanted: str = "") -> tuple[Cut, Findings]:
    """The one sequence of a file, or the one `wanted` (`choice.chosen`). `rate`: where it says none.

    Raises InputError, and UsageError where no rate is known.
    """
    root = read_tree(path)
    reading = Reading(path)
    files = Files(root, reading)
    sequence = _sequence(root, files, path, wanted)
    if rate is None and picture_rate(sequence) is None:
        raise UsageError(
            f"{path} does not say a frame rate that we know.", hint="Give it: --rate 23.976, 24, 25, 29.97 ..."
        )
    try:
        cut = Book(files, reading).cut(sequence, rate=rate)
    except RecursionError as error:
        raise InputError("nests sequences too deeply; no editing system writes that.", file=path) from error
    if not cut.shots:
        raise InputError("holds no clips: its sequence is empty.", file=path)
    return replace(cut, name=cut.name or path.stem, path=path, extras=_extras(sequence)), tuple(_findings(reading))


def _sequence(root: Node, files: Files, path: Path, wanted: str) -> Node:
    """The sequence to read: the only one, or the only one that no other shows."""
    found = list(_sequences(root))
    if len(found) > 1 and not wanted:
        found = [node for node in found if id(node) not in files.nested] or found
    if not found:
        raise InputError("holds no sequence; expected one.", file=path, hint=_HINT)
    return chosen(found, [clean(node.get("name")) for node in found], wanted, path, "sequences", _HINT)


def _sequences(root: Node) -> Iterator[Node]:
    """The sequences of a file in its own order, not those within clips."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.tag == "sequence":
            if not node.empty:
                yield node
        else:
            waiting.extend(reversed([child for child in node.children if child.tag in (*_HOLDERS, "sequence")]))


def _extras(sequence: Node) -> Extras:
    """The size of the picture, which a writer needs and a cut has no field for."""
    form = sequence.find("media", "video", "format", "samplecharacteristics")
    size = {name: form.get(name)[:6] for name in ("width", "height") if form.get(name)} if form is not None else {}
    return {"fcp7": size} if size else {}


def _findings(reading: Reading) -> Iterator[Finding]:
    file = str(reading.path)
    for kind, count in sorted(reading.left_out.items()):
        evidence: dict[str, Fact] = {"kind": kind, "count": count}
        yield Finding("timeline.fcp7-left-out", "info", Place(file), evidence, source="Picturelock")
    for rule, count in sorted(reading.counts.items()):
        line, name = reading.first[rule]
        yield Finding(rule, _SEVERITIES[rule], Place(file, line), {"count": count, "name": name}, source="Picturelock")
