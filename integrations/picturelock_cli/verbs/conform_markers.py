"""`picturelock conform markers`: the markers and notes of one version of a cut, on the frames where they belong in the next."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import EXIT_FINDINGS, UsageError

if TYPE_CHECKING:
    from picturelock.conform.markers import CarriedMarker
    from picturelock.cut import Cut, Marker
    from picturelock.findings import Finding

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

COLUMNS = ("name", "color", "state", "old", "new", "note")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=text("opt_markers_file"))
    parser.add_argument("--from", dest="old", type=Path, required=True, metavar="OLD", help=text("opt_changes_old"))
    parser.add_argument("--to", dest="new", type=Path, required=True, metavar="NEW", help=text("opt_changes_new"))
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help=text("opt_markers_output"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_changes_rate"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


def run(args: argparse.Namespace) -> int:
    """Carry the markers, say what became of each, and write them; exit 0, also where some have no frame left.

    Exit 1 for cuts that are unrelated, where nothing is written, and for lists that were read at a wrong rate.
    """
    from picturelock.conform.carry import Carrier
    from picturelock.conform.markers import carry_markers
    from picturelock.conform.match import same_sources

    from picturelock_cli.change_lists import require_endings
    from picturelock_cli.conform_cuts import both_cuts, require_apart
    from picturelock_cli.console import Console
    from picturelock_cli.cut_header import cuts_told, say_cuts, told_elsewhere
    from picturelock_cli.cut_rate import RATE_IMPROBABLE
    from picturelock_cli.outputs import say_new_folder
    from picturelock_cli.unrelated import refuse

    console = Console(args)
    inputs = tuple(path for path in (args.old, args.new, args.file) if path is not None)
    require_endings({"markers": args.output}, "-o")
    require_apart(inputs, (args.output,), args.force)
    pair = both_cuts(args.old, args.new, args.media, args.rate, console)
    old, new = pair.old.cut, pair.new.cut
    say_cuts(console, pair)
    markers = _markers(args, old)
    if not markers:
        raise UsageError(console.text("markers_none"))
    carrier = Carrier(*same_sources(old, new))
    if not carrier.related:
        return refuse(console, pair, markers=[])
    carried = carry_markers(markers, new, carrier)
    _show(console, carried, old, new)
    say_new_folder(console, args.output)
    findings = [*pair.doubts, *_write(args, new, carried)]
    _say_written(console, args.output, carried)
    if told_elsewhere(findings):
        console.findings(told_elsewhere(findings), new)
    code = EXIT_FINDINGS if any(one.rule == RATE_IMPROBABLE for one in findings) else 0
    told = {"cuts": cuts_told(pair), "output": str(args.output)}
    console.document(code, findings, new, **told, markers=[_entry(one, old, new) for one in carried])
    return code


def _say_written(console: Console, output: Path, carried: Sequence[CarriedMarker]) -> None:
    """How many markers the file has from this command, and what became of the old ones."""
    from picturelock.conform.markers import STATES

    counts = Counter(one.state for one in carried)
    told = ", ".join(console.text(f"marker_state_{state}", count=counts[state]) for state in STATES if counts[state])
    console.say("markers_carried", "bold", count=len(_listed(output, carried)), file=str(output), told=told)


def _markers(args: argparse.Namespace, old: Cut) -> tuple[Marker, ...]:
    """The markers of a file beside the old cut, or those of the old cut itself."""
    if args.file is None:
        return old.markers
    from picturelock.timeline.marker_list import read_markers

    return read_markers(args.file, old)


def _added(carried: Sequence[CarriedMarker]) -> list[Marker]:
    return [one.new for one in carried if one.new is not None and one.state != "there"]


def _listed(output: Path, carried: Sequence[CarriedMarker]) -> list[Marker]:
    """The markers that are written: a list holds those that the new cut has already, too."""
    from picturelock.timeline.marker_list import SUFFIXES

    listed = output.suffix.lower() in SUFFIXES
    return [one.new for one in carried if one.new is not None] if listed else _added(carried)


def _write(args: argparse.Namespace, new: Cut, carried: Sequence[CarriedMarker]) -> list[Finding]:
    from picturelock.timeline.marker_list import SUFFIXES, write_markers_of
    from picturelock.timeline.read import read_timeline
    from picturelock.timeline.write import write_timeline

    if args.output.suffix.lower() in SUFFIXES:
        write_markers_of(new, _listed(args.output, carried), args.output, args.force)
        return []
    whole = read_timeline(args.new, new.rate)[0]
    added = (replace(marker, shot="") for marker in _added(carried))
    lost = write_timeline(replace(whole, markers=(*whole.markers, *added)), args.output, args.force)
    return [replace(one, place=replace(one.place, file=str(args.output))) for one in lost]


def _show(console: Console, carried: Sequence[CarriedMarker], old: Cut, new: Cut) -> None:
    entries = [_entry(one, old, new) for one in carried]
    rows = [[console.text(f"marker_is_{e['state']}") if n == "state" else str(e[n]) for n in COLUMNS] for e in entries]
    console.rows([console.text(f"marker_column_{name}") for name in COLUMNS], rows)


def _entry(one: CarriedMarker, old: Cut, new: Cut) -> dict[str, Any]:
    from picturelock_cli.console import timecode

    return {
        "name": one.old.name,
        "note": one.old.note,
        "color": one.old.color,
        "state": one.state,
        "old": timecode(one.old.span.start, old.rate, old.start, old.drop),
        "new": timecode(one.new.span.start, new.rate, new.start, new.drop) if one.new else "",
        "copies": one.copies,
    }
