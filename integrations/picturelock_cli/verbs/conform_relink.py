"""`picturelock conform relink`: the media of a cut in other folders, by contents, reel and timecode, and name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS, UsageError

if TYPE_CHECKING:
    from picturelock.conform.relink.model import Relinked, Way
    from picturelock.conform.relink.relink import Ask
    from picturelock.cut import Cut
    from picturelock.findings import Finding

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("cut", type=Path, metavar="CUT", help=text("opt_relink_cut"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_relink_media"))
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help=text("opt_relink_output"))
    parser.add_argument("--by", metavar="WAY,WAY", help=text("opt_relink_by"))
    parser.add_argument("--handles", type=int, default=0, metavar="FRAMES", help=text("opt_relink_handles"))
    parser.add_argument("--decisions", type=Path, metavar="CSV", help=text("opt_relink_decisions"))
    parser.add_argument("--choose", type=Path, metavar="CSV", help=text("opt_relink_choose"))
    parser.add_argument("--ask", action="store_true", help=text("opt_relink_ask"))
    parser.add_argument("--deep", action="store_true", help=text("opt_relink_deep"))
    parser.add_argument("--index", type=Path, metavar="FILE", help=text("opt_relink_index"))
    parser.add_argument("--fresh", action="store_true", help=text("opt_relink_fresh"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


def run(args: argparse.Namespace) -> int:
    """Find the media, write the cut and the open questions where asked; exit 1 where anything is missing, ambiguous or short."""
    from picturelock.conform.relink.decisions import read_decisions
    from picturelock.conform.relink.index import MediaIndex
    from picturelock.conform.relink.relink import Settings, relink
    from picturelock.findings import at_least
    from picturelock.host import silent

    from picturelock_cli.console import Console
    from picturelock_cli.relink_table import ask_on, links_told, show

    console = Console(args)
    ways = _ways(args.by)
    _require(args)
    cut, read, folders = _read(args, console)
    choices = read_decisions(args.choose) if args.choose else {}
    index = MediaIndex(folders, args.index, fresh=args.fresh)
    asking: Ask | None = ask_on(console) if args.ask else None
    settings = Settings(args.handles, ways, args.deep, choices, asking)
    with console.progress() as progress:
        found = relink(cut, folders, index, settings, silent if asking else progress)
    findings: list[Finding] = [*read, *found.findings, *_unused(choices, found, args.choose)]
    show(console, found, every=getattr(args, "all_findings", False))
    findings += _written(args, found, console)
    if findings:
        console.findings(findings, cut)
    code = EXIT_FINDINGS if found.open or at_least(findings, "error") else 0
    output = str(args.output) if args.output else None
    console.document(code, findings, cut, output=output, counts=dict(found.counts), links=links_told(found))
    return code


def _ways(asked: str | None) -> tuple[Way, ...]:
    from picturelock.conform.relink.model import WAYS

    if asked is None:
        return WAYS
    names = [name.strip().lower() for name in asked.split(",") if name.strip()]
    unknown = [name for name in names if name not in WAYS]
    if unknown or not names:
        raise UsageError(
            f"--by: {', '.join(unknown) or repr(asked)} is no way to find media; expected {', '.join(WAYS)}."
        )
    return tuple(way for name in dict.fromkeys(names) for way in WAYS if way == name)


def _require(args: argparse.Namespace) -> None:
    """Raise UsageError or OutputError for what cannot work, before any work is done."""
    from picturelock.timeline.read import format_of

    from picturelock_cli.outputs import require_free, require_other

    if not 0 <= args.handles <= 100_000:
        raise UsageError("--handles: expected a number of frames, 0 or more.")
    if args.ask and not sys.stdin.isatty():
        raise UsageError(
            "--ask: there is nobody to ask; it needs a terminal.", hint="Use --decisions and --choose instead."
        )
    inputs = [path for path in (args.cut, args.choose) if path is not None]
    if args.output is not None:
        require_free(args.output, args.force, "-o", ".otio")
        format_of(args.output)
        require_other(args.output, *inputs)
    if args.decisions is not None:
        same = args.choose is not None and args.decisions.resolve() == args.choose.resolve()
        require_free(args.decisions, args.force or same, "--decisions")
        require_other(args.decisions, args.cut)
        if args.output is not None and args.output.resolve() == args.decisions.resolve():
            raise UsageError("-o and --decisions: these are one file; name them apart.")


def _read(args: argparse.Namespace, console: Console) -> tuple[Cut, tuple[Finding, ...], tuple[Path, ...]]:
    """The cut, what reading it had to say, and the folders to search."""
    from picturelock.timeline.read import read_timeline

    from picturelock_cli.cut_rate import asked_rate
    from picturelock_cli.options import folders_of, production_around

    around = production_around(args.cut, console)
    rate, strict = asked_rate(args.rate, around)
    folders = folders_of(args.media, around)
    if not folders:
        raise UsageError("picturelock conform relink: name the folders to look in, with --media DIR.")
    cut, read = read_timeline(args.cut, rate, strict=strict)
    return cut, tuple(one for one in read if one.severity != "info"), folders


def _written(args: argparse.Namespace, found: Relinked, console: Console) -> list[Finding]:
    """Write what was asked for; what the format could not hold."""
    from picturelock.conform.relink.decisions import decisions_csv
    from picturelock.formats.files import write_bytes
    from picturelock.timeline.write import write_timeline

    from picturelock_cli.outputs import say_new_folder

    lost: list[Finding] = []
    say_new_folder(console, *(path for path in (args.output, args.decisions) if path is not None))
    if args.output is not None:
        told = write_timeline(found.cut, args.output, args.force)
        lost = [replace(one, place=replace(one.place, file=str(args.output))) for one in told]
        console.say("relink_written", file=str(args.output))
    if args.decisions is not None:
        table = decisions_csv(found.links, found.cut.rate, console.language)
        # A name that is no text (some disks have them) cannot be chosen in a table, and must not lose the table.
        write_bytes(args.decisions, table.encode("utf-8", errors="replace"), overwrite=True)
        console.say("relink_decisions", file=str(args.decisions))
    return lost


def _unused(choices: Mapping[tuple[str, str, str, str], Path], found: Relinked, file: Path | None) -> Sequence[Finding]:
    """Choices for sources that the cut does not have: perhaps the table is that of another cut."""
    from picturelock.findings import Finding, Place

    keys = {link.need.key for link in found.links}
    keys |= {(*key[:3], "") for key in keys}
    return [
        Finding("timeline.relink-choice-unused", "warning", Place(str(file or ""), source=key[0]), {"source": key[0]})
        for key in choices
        if key not in keys
    ]
