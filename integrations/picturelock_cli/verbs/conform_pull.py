"""`picturelock conform pull`: what must be pulled for a cut, with handles, merged where stretches meet."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import EXIT_FINDINGS, UsageError

if TYPE_CHECKING:
    from picturelock.conform.pull import Pull
    from picturelock.cut import Cut

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

COLUMNS = ("source", "clips", "reel", "in", "out", "frames", "short", "shots", "event")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("cut", type=Path, metavar="CUT", help=text("opt_pull_cut"))
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help=text("opt_pull_output"))
    parser.add_argument("--old", type=Path, metavar="OLD", help=text("opt_pull_old"))
    parser.add_argument("--whole-shots", action="store_true", help=text("opt_changes_whole"))
    parser.add_argument("--handles", type=int, default=0, metavar="FRAMES", help=text("opt_pull_handles"))
    parser.add_argument("--tracks", metavar="V1,V2", help=text("opt_pull_tracks"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_changes_rate"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


def run(args: argparse.Namespace) -> int:
    """Show the list, and write it where asked; exit 1 for cuts that are unrelated, or read at a wrong rate, else 0."""
    from picturelock.conform.changes.compare import compare
    from picturelock.conform.changes.missing import missing
    from picturelock.conform.pull import pulls

    from picturelock_cli.change_lists import require_endings, write_pulls
    from picturelock_cli.conform_cuts import both_cuts, pulled_tracks, require_apart
    from picturelock_cli.console import Console
    from picturelock_cli.cut_header import say_cut, say_cuts, told_elsewhere
    from picturelock_cli.cut_rate import RATE_IMPROBABLE
    from picturelock_cli.outputs import say_new_folder
    from picturelock_cli.pull_table import pulls_told
    from picturelock_cli.unrelated import is_unrelated, refuse

    console = Console(args)
    if args.handles < 0:
        raise UsageError("--handles: expected a number of frames, 0 or more.")
    inputs = tuple(path for path in (args.cut, args.old) if path is not None)
    outputs = (args.output,) if args.output else ()
    require_endings({"pull": args.output} if args.output else {}, "-o")
    require_apart(inputs, outputs, args.force)
    pair = both_cuts(args.old or args.cut, args.cut, args.media, args.rate, console)
    cut, findings = pair.new.cut, list(pair.doubts)
    tracks = pulled_tracks(args.tracks, cut)
    handles = cut.rate.time_of(args.handles)
    if args.old is None:
        say_cut(console, pair.new, pair.doubts, args.handles)
        found = pulls((shot for shot in cut.shots if shot.enabled and shot.track in tracks), handles, cut.rate)
    else:
        say_cuts(console, pair, args.handles)
        changes = compare(pair.old.cut, cut, handles=handles)
        if is_unrelated(changes):
            return refuse(console, pair, pulls=[])
        needed = [one for one in changes.changes if one.new and one.new.enabled and one.new.track in tracks]
        found = missing(needed, handles, cut.rate, whole=args.whole_shots)
    _show(console, found, cut)
    say_new_folder(console, *outputs)
    findings += write_pulls(console, found, cut, "pull", args.output, args.force) if args.output else ()
    if told_elsewhere(findings):
        console.findings(told_elsewhere(findings), cut)
    code = EXIT_FINDINGS if any(one.rule == RATE_IMPROBABLE for one in findings) else 0
    console.document(code, findings, cut, pulls=pulls_told(found, cut))
    return code


def _show(console: Console, found: tuple[Pull, ...], cut: Cut) -> None:
    from picturelock_cli.pull_table import frames_of, pulls_told, say_short

    if found:
        entries = pulls_told(found, cut)
        # Columns that would say nothing, or the same as another, are left out.
        empty = {name for name in ("event", "short") if not any(_cell(name, entry, console) for entry in entries)}
        empty |= {"clips"} if all(entry["clips"] in ([], [entry["source"]]) for entry in entries) else set()
        columns = [name for name in COLUMNS if name not in empty]
        console.rows(
            [console.text(f"pull_column_{name}") for name in columns],
            [[_cell(name, entry, console) for name in columns] for entry in entries],
        )
    console.say("pull_shown", "bold", count=len(found), frames=sum(frames_of(pull, cut.rate) for pull in found))
    say_short(console, found)


def _cell(name: str, entry: Mapping[str, Any], console: Console) -> str:
    from picturelock_cli.pull_table import short_handles

    if name == "short":
        return short_handles(entry["short_head"], entry["short_tail"], console)
    value = entry[name]
    return ", ".join(value) if isinstance(value, list) else str(value)
