"""`picturelock timeline convert`: a timeline from any format to any other, and what was lost on the way."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS, OutputError, UsageError

from picturelock_cli.outputs import require_free, require_other

if TYPE_CHECKING:
    from picturelock.cut import Cut
    from picturelock.findings import Finding
    from picturelock.timeline.base import Findings

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


_FOLDERS = (".otiod", ".fcpxmld")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.timeline_options import add_reading

    parser.add_argument("input", nargs="?", type=Path, metavar="IN", help=text("opt_exchange_input"))
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help=text("opt_exchange_output"))
    parser.add_argument("--to", metavar="FORMAT", help=text("opt_exchange_to"))
    parser.add_argument("--tracks", metavar="V1,A1", help=text("opt_exchange_tracks"))
    add_reading(parser, text)
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))
    parser.add_argument("--formats", action="store_true", help=text("opt_convert_formats"))


def run(args: argparse.Namespace) -> int:
    """Convert one timeline; exit 0 also where something was lost, which is listed; 1 for a list read at a wrong rate."""
    from picturelock.timeline.read import format_of
    from picturelock.timeline.write import write_timeline

    from picturelock_cli.console import Console
    from picturelock_cli.cut_header import say_rate, told_elsewhere
    from picturelock_cli.cut_rate import RATE_IMPROBABLE
    from picturelock_cli.outputs import say_new_folder
    from picturelock_cli.timeline_written import say_lost

    console = Console(args)
    if args.formats:
        return _list(console)
    _require_two_files(args)
    target = format_of(args.output, args.to)
    cut, found = _read(args, console)
    if args.tracks:
        cut = _only(cut, args.tracks)
    say_new_folder(console, args.output)
    lost = _placed(write_timeline(cut, args.output, args.force, name=args.to), args.output)
    findings = [*found, *lost]
    say_rate(console, findings)
    clips = _say_written(console, args, cut, target.name)
    if told_elsewhere(findings):
        console.findings(told_elsewhere(findings), cut)
    if getattr(args, "all_findings", False):
        say_lost(console, lost, cut)
    code = EXIT_FINDINGS if any(one.rule == RATE_IMPROBABLE for one in findings) else 0
    console.document(code, findings, cut, output=str(args.output), clips=clips, format=target.name)
    return code


def _say_written(console: Console, args: argparse.Namespace, cut: Cut, target: str) -> int | None:
    """Say what the file holds, as it says itself; returns how many clips or events."""
    from picturelock_cli.timeline_written import is_list, written

    clips = written(args.output, cut, args.to)
    if clips is None:
        console.say("exchange_done_plain", "bold", format=target, file=str(args.output))
    else:
        key = "exchange_done_edl" if is_list(args.output, args.to) else "exchange_done"
        console.say(key, "bold", clips=clips, format=target, file=str(args.output))
    return clips


def _read(args: argparse.Namespace, console: Console) -> tuple[Cut, Findings]:
    """The timeline; with its media where folders are named, or a production around it names them."""
    from picturelock.timeline.locate import locate
    from picturelock.timeline.read import read_timeline

    from picturelock_cli.cut_rate import asked_rate
    from picturelock_cli.options import folders_of, production_around

    around = production_around(args.input, console)
    rate, strict = asked_rate(args.rate, around)
    cut, found = read_timeline(args.input, rate, args.from_format, strict=strict, project=args.project)
    folders = folders_of(args.media, around)
    if not folders:
        return cut, found
    cut, _, more = locate(cut, folders)
    return cut, (*found, *more)


def _only(cut: Cut, wanted: str) -> Cut:
    """The cut with some of its tracks. Raises UsageError for one that it does not have."""
    names = {name.strip().upper() for name in wanted.split(",") if name.strip()}
    held = {shot.track for shot in cut.shots} | {track.id for track in cut.tracks}
    unknown = sorted(names - held)
    if unknown or not names:
        raise UsageError(
            f"--tracks: the timeline has no track {', '.join(unknown) or repr(wanted)}; it has {', '.join(sorted(held))}."
        )
    return replace(
        cut,
        shots=tuple(shot for shot in cut.shots if shot.track in names),
        tracks=tuple(track for track in cut.tracks if track.id in names),
    )


def _placed(lost: Iterable[Finding], file: Path) -> list[Finding]:
    """What a writer says, with the file that it wrote: it knew only a temporary name."""
    return [replace(one, place=replace(one.place, file=str(file))) for one in lost]


def _require_two_files(args: argparse.Namespace) -> None:
    """Raise UsageError unless there is something to read and another place to write it."""
    if args.input is None or args.output is None:
        missing = "a timeline to read" if args.input is None else "where to write, with -o"
        raise UsageError(f"picturelock timeline convert: name {missing}.", hint="`picturelock timeline convert --help`")
    require_other(args.output, args.input)
    # A bundle is a folder, which may be there to be replaced.
    if args.output.suffix.lower() in _FOLDERS and args.output.exists():
        if not args.force:
            raise OutputError(
                f"{args.output} exists already.", hint="Choose another name, or add --force to replace it."
            )
        return
    require_free(args.output, args.force, "-o", ".otio")


def _list(console: Console) -> int:
    from picturelock import registry

    rows, documents = [], []
    for name, entry in registry.TIMELINES.items():
        found = registry.load(entry)
        endings = [suffix for suffix in found.suffixes if registry.TIMELINE_SUFFIXES.get(suffix[1:]) == name]
        directions = "_".join(sorted(found.directions))
        rows.append([name, " ".join(endings), console.text(f"convert_{directions}"), found.name])
        documents.append({"name": name, "endings": endings, "directions": sorted(found.directions)})
    headings = [console.text(f"convert_{key}") for key in ("name", "endings", "directions", "about")]
    console.rows(headings, rows)
    console.document(0, (), formats=documents)
    return 0
