"""`picturelock conform changes`: what changed between two versions of a cut, and the lists that follow from it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock_cli.options import Text

_LISTS = ("html", "csv", "change_edl", "timeline", "pull", "discard")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("old", type=Path, metavar="OLD", help=text("opt_changes_old"))
    parser.add_argument("new", type=Path, metavar="NEW", help=text("opt_changes_new"))
    parser.add_argument(
        "--captions", nargs=2, action="append", type=Path, default=[], metavar=("OLD", "NEW"),
        help=text("opt_changes_captions"),
    )  # fmt: skip
    parser.add_argument("--handles", type=int, default=0, metavar="FRAMES", help=text("opt_changes_handles"))
    parser.add_argument("--tracks", metavar="V1,V2", help=text("opt_changes_tracks"))
    parser.add_argument("--all", action="store_true", help=text("opt_changes_all"))
    parser.add_argument("--html", type=Path, metavar="OUT", help=text("opt_changes_html"))
    parser.add_argument("--csv", type=Path, metavar="OUT", help=text("opt_changes_csv"))
    parser.add_argument("--change-edl", type=Path, metavar="OUT", help=text("opt_changes_edl"))
    parser.add_argument("--timeline", type=Path, metavar="OUT", help=text("opt_changes_timeline"))
    parser.add_argument("--pull", type=Path, metavar="OUT", help=text("opt_changes_pull"))
    parser.add_argument("--discard", type=Path, metavar="OUT", help=text("opt_changes_discard"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_changes_rate"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


def run(args: argparse.Namespace) -> int:
    """Tell the changes and write the lists asked for; exit 0, whatever changed."""
    from picturelock.conform.changes.caption_rows import caption_rows
    from picturelock.conform.changes.compare import compare
    from picturelock.conform.changes.frame import notes
    from picturelock.conform.changes.headline import headline
    from picturelock.conform.changes.rows import rows

    from picturelock_cli.change_captions import with_captions
    from picturelock_cli.change_lists import require_endings, write_lists
    from picturelock_cli.change_table import changes_told, markers_told, show
    from picturelock_cli.conform_cuts import both_cuts, require_apart, tracks_of
    from picturelock_cli.console import Console

    console = Console(args)
    if args.handles < 0:
        raise UsageError("--handles: expected a number of frames, 0 or more.")
    asked = {name: path for name in _LISTS if (path := getattr(args, name)) is not None}
    require_endings(asked)
    beside = [path for pair in args.captions for path in pair]
    require_apart((args.old, args.new, *beside), tuple(asked.values()), args.force)
    old, new, doubts = both_cuts(args.old, args.new, args.media, args.rate, console)
    found, read = with_captions(compare(old, new, handles=new.rate.time_of(args.handles)), args.captions)
    tracks = tracks_of(args.tracks, old, new)
    listed = tuple(row for row in rows(found, console.language) if {s.track for s in (row.old, row.new) if s} & tracks)
    listed += caption_rows(found, console.language)
    about = tuple(notes(old, new, console.language))
    headlined = headline(found, console.language)
    console.line(headlined, "bold")
    for sentence in about:
        console.line(sentence)
    show(console, found, listed, every=args.all)
    lost = write_lists(console, found, listed, asked, args)
    findings = [*doubts, *read, *lost]
    if findings:
        console.findings(findings, new)
    if console.json:
        told = {"headline": headlined, "about": list(about)}
        console.document(0, findings, new, **told, changes=changes_told(found, listed), markers=markers_told(found))
    return 0
