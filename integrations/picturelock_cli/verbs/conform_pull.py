"""`picturelock conform pull`: what must be pulled for a cut, with handles, merged where stretches meet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock.conform.pull import Pull
    from picturelock.cut import Cut

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

COLUMNS = ("source", "reel", "in", "out", "frames", "shots")


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

    from picturelock_cli.change_lists import write_pulls
    from picturelock_cli.conform_cuts import both_cuts, one_cut, require_apart, tracks_of
    from picturelock_cli.console import Console

    console = Console(args)
    if args.handles < 0:
        raise UsageError("--handles: expected a number of frames, 0 or more.")
    inputs = tuple(path for path in (args.cut, args.old) if path is not None)
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
    console.document(0, findings, cut, pulls=[_entry(pull, cut) for pull in found])
    return 0


def _show(console: Console, found: tuple[Pull, ...], cut: Cut) -> None:
    if found:
        entries = [_entry(pull, cut) for pull in found]
        console.rows(
            [console.text(f"pull_column_{name}") for name in COLUMNS],
            [[_cell(entry[name]) for name in COLUMNS] for entry in entries],
        )
    console.say("pull_shown", "bold", count=len(found), frames=sum(_frames(pull, cut) for pull in found))


def _entry(pull: Pull, cut: Cut) -> dict[str, object]:
    from picturelock.times import Timecode

    rate = pull.source.rate or cut.rate
    drop = cut.drop and bool(rate.drop_labels)
    return {
        "source": pull.source.name,
        "reel": pull.source.reel,
        "in": str(Timecode.at(pull.span.start, rate, drop)),
        "out": str(Timecode.at(pull.span.end, rate, drop)),
        "frames": _frames(pull, cut),
        "short_head": rate.nearest(pull.short_head),
        "short_tail": rate.nearest(pull.short_tail),
        "shots": list(pull.shots),
    }


def _frames(pull: Pull, cut: Cut) -> int:
    return (pull.source.rate or cut.rate).nearest(pull.span.duration)


def _cell(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
