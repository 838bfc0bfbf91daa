"""`picturelock rights cue-sheet`: the music of the cut, timed to the frame, as societies and broadcasters ask for it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_CLEAN, EXIT_FINDINGS, InputError, UsageError

if TYPE_CHECKING:
    from picturelock_cli.options import Text

ENDINGS = (".csv", ".xlsx", ".json")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.verbs.rights_input import add_input

    add_input(parser, text)
    parser.add_argument("--ledger", type=Path, metavar="FILE", help=text("opt_rights_ledger"))
    parser.add_argument("--society", default="generic", metavar="NAME", help=text("opt_rights_cue_society"))
    parser.add_argument("--language", default="", metavar="L", help=text("opt_rights_cue_version"))
    parser.add_argument("--gap", type=int, default=0, metavar="FRAMES", help=text("opt_rights_cue_gap"))
    parser.add_argument(
        "-o", "--output", action="append", type=Path, default=[], metavar="OUT", help=text("opt_rights_cue_output")
    )
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


def run(args: argparse.Namespace) -> int:
    """Show the cues and write them where asked; exit 1 where shares are no whole."""
    from picturelock.rights import cue_sheet_files as files
    from picturelock.rights.cue_sheet import make_cue_sheet
    from picturelock.rights.faults import LedgerFaults
    from picturelock.rights.ledger import read_ledger
    from picturelock.rights.usage import society
    from picturelock.wording import table

    from picturelock_cli.console import Console
    from picturelock_cli.outputs import require_endings, write_all
    from picturelock_cli.verbs.rights_input import dossier_of, tell_faults, with_ledger

    console = Console(args)
    if args.gap < 0:
        raise UsageError("--gap: expected a number of frames, 0 or more.")
    codes = society(args.society)
    require_endings(args.output, ENDINGS, (), args.force)
    dossier, _ = dossier_of(args, console)
    dossier = with_ledger(dossier, args.ledger)
    ledger = dossier.production.ledger
    if ledger is None:
        hint = "Name it with --ledger, or draft one: picturelock rights init"
        raise InputError("has no rights ledger, which says what music it is.", file=args.path, hint=hint)
    try:
        listed = read_ledger(ledger, dossier.production.columns)
    except LedgerFaults as error:
        return tell_faults(console, dossier, error)
    sheet, findings = make_cue_sheet(dossier, listed, codes, args.language, args.gap)
    words = table(console.language, "ui")
    shown = ("number", "title", "code", "in", "out", "duration")
    entries = [
        (
            str(cue.number), cue.title or ", ".join(cue.sources), cue.code, sheet.timecode(cue.span.start),
            sheet.timecode(cue.span.end), files.clock(sheet, cue.span.duration),
        )
        for cue in sheet.cues
    ]  # fmt: skip
    if entries:
        console.rows([str(words["cue_columns"][name]) for name in shown], entries)
    console.say("cue_sheet_told", "bold", count=len(sheet.cues), music=files.clock(sheet, sheet.music))
    if not codes.confirmed:
        console.say("cue_codes_unconfirmed", "yellow", society=codes.name, source=codes.source)
    language = console.language
    writers = {
        ".csv": lambda: files.cue_csv(sheet, language),
        ".xlsx": lambda: files.cue_xlsx(sheet, language),
        ".json": lambda: files.cue_json(sheet),
    }
    write_all(console, args.output, writers, args.force)
    if findings:
        console.findings(findings, dossier.cut)
    code = EXIT_FINDINGS if any(finding.severity == "error" for finding in findings) else EXIT_CLEAN
    console.document(code, findings, dossier.cut, cues=[files.cue_entry(sheet, cue) for cue in sheet.cues])
    return code
