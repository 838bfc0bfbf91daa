"""`picturelock conform pull`: what must be pulled for a cut, with handles, merged where stretches meet."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock.conform.pull import Pull
    from picturelock.cut import Cut

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

COLUMNS = ("source", "reel", "in", "out", "frames", "short", "shots")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("cut", type=Path, metavar="CUT", help=text("opt_pull_cut"))
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help=text("opt_pull_output"))
    parser.add_argument("--old", type=Path, metavar="OLD", help=text("opt_pull_old"))
    parser.add_argument("--handles", type=int, default=0, metavar="FRAMES", help=text("opt_pull_handles"))
    parser.add_argument("--tracks", metavar="V1,V2", help=text("opt_pull_tracks"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_changes_rate"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


def run(args: argparse.Namespace) -> int:
    """Show the list, and write it where asked; exit 0."""
    from picturelock.conform.pull import pulls

    from picturelock_cli.change_lists import require_endings, write_pulls
    from picturelock_cli.conform_cuts import both_cuts, one_cut, require_apart, tracks_of
    from picturelock_cli.console import Console
    from picturelock_cli.pull_table import pulls_told

    console = Console(args)
    if args.handles < 0:
        raise UsageError("--handles: expected a number of frames, 0 or more.")
    inputs = tuple(path for path in (args.cut, args.old) if path is not None)
    if args.output:
        require_endings({"pull": args.output}, "-o")
    require_apart(inputs, (args.output,) if args.output else (), args.force)
    if args.old is None:
        cut, doubts = one_cut(args.cut, args.media, args.rate, console)
        needed = [shot for shot in cut.shots if shot.enabled]
    else:
        from picturelock.conform.changes.compare import compare

        old, cut, doubts = both_cuts(args.old, args.cut, args.media, args.rate, console)
        changes = compare(old, cut, handles=cut.rate.time_of(args.handles)).changes
        needed = [change.new for change in changes if change.pull and change.new is not None and change.new.enabled]
    pictures = any(shot.kind == "video" for shot in cut.shots)
    tracks = tracks_of(args.tracks or ("V" if pictures else None), cut)
    needed = [shot for shot in needed if shot.track in tracks]
    found = pulls(needed, cut.rate.time_of(args.handles), cut.rate)
    _show(console, found, cut)
    lost = write_pulls(console, found, cut, "pull", args.output, args.force) if args.output else ()
    findings = [*doubts, *lost]
    if findings:
        console.findings(findings, cut)
    console.document(0, findings, cut, pulls=pulls_told(found, cut))
    return 0


def _show(console: Console, found: tuple[Pull, ...], cut: Cut) -> None:
    from picturelock_cli.pull_table import frames_of, pulls_told, say_short

    if found:
        entries = pulls_told(found, cut)
        console.rows(
            [console.text(f"pull_column_{name}") for name in COLUMNS],
            [[_cell(name, entry, console) for name in COLUMNS] for entry in entries],
        )
    console.say("pull_shown", "bold", count=len(found), frames=sum(frames_of(pull, cut.rate) for pull in found))
    say_short(console, found)


def _cell(name: str, entry: Mapping[str, Any], console: Console) -> str:
    from picturelock_cli.pull_table import short_handles

    if name == "short":
        return short_handles(entry["short_head"], entry["short_tail"], console)
    value = entry[name]
    return ", ".join(value) if isinstance(value, list) else str(value)
