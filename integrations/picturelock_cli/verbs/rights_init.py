"""`picturelock rights init`: a ledger drafted from the cut, or the one that is there with entries for what it lacks."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock.production import Production

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

DEFAULT = Path("rights") / "clearances.toml"


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.verbs.rights_input import add_input

    add_input(parser, text)
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help=text("opt_rights_init_output"))
    parser.add_argument("--aside", action="store_true", help=text("opt_rights_init_aside"))


def run(args: argparse.Namespace) -> int:
    """Write the draft; what is in a ledger already is never touched."""
    from picturelock.errors import InputError, OutputError
    from picturelock.formats.files import write_bytes
    from picturelock.rights.draft import draft
    from picturelock.rights.faults import LedgerFaults
    from picturelock.rights.ledger import read_ledger

    from picturelock_cli.console import Console
    from picturelock_cli.outputs import require_file
    from picturelock_cli.verbs.rights_input import dossier_of, tell_faults

    console = Console(args)
    dossier, _ = dossier_of(args, console)
    production = dossier.production
    file = args.output or production.ledger or production.root / DEFAULT
    require_file(file)
    own = production.ledger is not None and file.resolve() == production.ledger
    columns = production.columns if own or args.output is None else {}
    try:
        if not own and not args.aside:
            _require_empty(production, console)
        made = draft(dossier, file, columns, console.language)
    except LedgerFaults as error:
        return tell_faults(console, dossier, error)
    if made.added or not file.exists():
        existed = file.exists()
        before = file.read_bytes() if existed else b""
        write_bytes(file, made.data, overwrite=existed)
        try:
            read_ledger(file, columns)  # what we write must read
        except InputError as error:
            write_bytes(file, before, overwrite=True)
            raise OutputError(f"{file} could not take the new entries: {error.reason}") from error
        console.say("rights_drafted", count=len(made.added), file=str(file), kept=made.kept)
    else:
        console.say("rights_nothing_to_draft", file=str(file))
    if not own:
        _say_place(file.resolve(), production, console)
    console.document(0, (), file=str(file), added=list(made.added), kept=made.kept)
    return 0


def _require_empty(production: Production, console: Console) -> None:
    """Raise UsageError where the production names another ledger that holds something: a new one would leave that out."""
    from picturelock.errors import UsageError
    from picturelock.rights.ledger import read_ledger

    ledger = production.ledger
    if ledger is None or not ledger.exists():
        return
    count = len(read_ledger(ledger, production.columns).clearances)
    if count:
        name = production.relative(ledger)
        raise UsageError(
            console.text("rights_other_ledger", ledger=name, count=count), hint=console.text("rights_other_ledger_hint")
        )


def _say_place(file: Path, production: Production, console: Console) -> None:
    """How the production comes to have a ledger that it does not name yet."""
    if file.is_relative_to(production.root):
        console.say("rights_name_ledger", file=file.relative_to(production.root).as_posix())
    else:
        place = (DEFAULT.parent / file.name).as_posix()
        console.say("rights_copy_ledger", "yellow", folder=str(production.root), file=place)
