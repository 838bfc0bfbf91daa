"""`picturelock conform changes`: what changed between two versions of a cut, and the lists that follow from it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS, UsageError

if TYPE_CHECKING:
    from picturelock.conform.changes.model import ChangeList
    from picturelock.findings import Finding

    from picturelock_cli.conform_cuts import Pair
    from picturelock_cli.console import Console
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
    parser.add_argument("--whole-shots", action="store_true", help=text("opt_changes_whole"))
    parser.add_argument("--discard", type=Path, metavar="OUT", help=text("opt_changes_discard"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_changes_rate"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


def run(args: argparse.Namespace) -> int:
    """Tell the changes and write the lists asked for; exit 1 for cuts that are unrelated, or read at a wrong rate, else 0."""
    from picturelock.conform.changes.compare import compare

    from picturelock_cli.change_captions import with_captions
    from picturelock_cli.change_lists import endings_of, require_endings
    from picturelock_cli.conform_cuts import both_cuts, require_apart
    from picturelock_cli.console import Console
    from picturelock_cli.cut_header import say_cuts
    from picturelock_cli.outputs import say_new_folder
    from picturelock_cli.unrelated import is_unrelated, refuse

    console = Console(args)
    if args.handles < 0:
        raise UsageError("--handles: expected a number of frames, 0 or more.")
    asked = {name: path for name in _LISTS if (path := getattr(args, name)) is not None}
    require_endings(asked)
    beside = [path for pair in args.captions for path in pair]
    require_apart((args.old, args.new, *beside), tuple(asked.values()), args.force, endings_of(asked))
    pair = both_cuts(args.old, args.new, args.media, args.rate, console)
    old, new = pair.old.cut, pair.new.cut
    say_cuts(console, pair, args.handles or None)
    found = compare(old, new, handles=new.rate.time_of(args.handles))
    if is_unrelated(found):
        return refuse(console, pair, changes=[], markers=[])
    found, read = with_captions(found, args.captions)
    say_new_folder(console, *asked.values())
    return _tell(console, found, pair, asked, args, read)


def _tell(
    console: Console,
    found: ChangeList,
    pair: Pair,
    asked: Mapping[str, Path],
    args: argparse.Namespace,
    read: Sequence[Finding],
) -> int:
    from picturelock.conform.changes.caption_rows import caption_rows
    from picturelock.conform.changes.frame import notes
    from picturelock.conform.changes.headline import headline
    from picturelock.conform.changes.rows import rows

    from picturelock_cli.change_lists import Lists, of_tracks, write_lists
    from picturelock_cli.change_table import changes_told, markers_told, numbered_rows, show
    from picturelock_cli.conform_cuts import pulled_tracks, tracks_of
    from picturelock_cli.cut_header import cuts_told, told_elsewhere
    from picturelock_cli.cut_rate import RATE_IMPROBABLE

    old, new = pair.old.cut, pair.new.cut
    tracks = tracks_of(args.tracks, old, new)
    # Numbers are those of the whole list: a change has the same one whatever is shown beside it.
    listed = tuple(row for row in rows(found, console.language) if {s.track for s in (row.old, row.new) if s} & tracks)
    listed = numbered_rows(listed, old.path, new.path) + caption_rows(found, console.language)
    part = of_tracks(found, tracks)
    about = tuple(notes(old, new, console.language))
    headlined = headline(part, console.language)
    console.line(headlined, "bold")
    for sentence in about:
        console.line(sentence)
    show(console, found, listed, every=args.all)
    asked_tracks = tracks if args.tracks else None
    pulled = pulled_tracks(args.tracks, old, new)
    lists = Lists(part, listed, pair, pulled, found, asked_tracks, args.whole_shots)
    lost = write_lists(console, lists, asked, args)
    findings = [*pair.doubts, *read, *lost]
    if told_elsewhere(findings):
        console.findings(told_elsewhere(findings), new)
    code = EXIT_FINDINGS if any(one.rule == RATE_IMPROBABLE for one in findings) else 0
    if console.json:
        told = {"headline": headlined, "about": list(about), "cuts": cuts_told(pair)}
        console.document(code, findings, new, **told, changes=changes_told(found, listed), markers=markers_told(found))
    return code
