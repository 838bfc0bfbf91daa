"""`picturelock spec list`: the destinations that we know, and a production's own, by kind."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from picturelock.errors import InputError
    from picturelock.specs import Spec

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("--production", type=Path, metavar="DIR", help=text("opt_spec_production"))


def run(args: argparse.Namespace) -> int:
    """Print the specs by kind, destinations first. Of a production's own, one that cannot stand is told, and exits 3."""
    from picturelock import specs
    from picturelock.errors import InputError
    from picturelock.report.spec_words import kind

    from picturelock_cli.console import Console
    from picturelock_cli.paragraphs import paragraph
    from picturelock_cli.spec_folder import own_folder

    console, own = Console(args), own_folder(args.production)
    theirs = specs.own_names(own)
    ours = [specs.load(name) for name in specs.NAMES]
    for name in (*specs.KINDS[1:], specs.KINDS[0]):
        console.line(kind(name, console.language), "bold cyan")
        _table(console, [spec for spec in ours if spec.kind == name])
        console.line()
    stand, broken = _own(theirs, own)
    if theirs:
        console.say("spec_own", "bold", folder=str(own))
        _table(console, stand)
        for error in broken:
            console.failure(error)
        console.line()
    paragraph(console, console.text("spec_list_hint"), "dim")
    code = InputError.exit_code if broken else 0
    entries = {spec.id: facts(spec, console.language, spec.id in theirs) for spec in (*ours, *stand)}
    console.document(code, (), entries=entries, broken=[error.message for error in broken])
    return code


def _own(names: Sequence[str], own: Path | None) -> tuple[list[Spec], list[InputError]]:
    """A production's own specs that stand, and why the others do not."""
    from picturelock import specs
    from picturelock.errors import InputError

    stand: list[Spec] = []
    broken: list[InputError] = []
    for name in names:
        try:
            stand.append(specs.load(name, own))
        except InputError as error:
            broken.append(error)
    return stand, broken


def _table(console: Console, entries: Sequence[Spec]) -> None:
    from picturelock.report.spec_words import title

    columns = [console.text(f"column_{name}") for name in ("id", "title", "entries", "unconfirmed")]
    rows = [(spec.id, title(spec, console.language), str(spec.count()), str(spec.unconfirmed())) for spec in entries]
    console.rows(columns, rows)


def facts(spec: Spec, language: str, own: bool) -> dict[str, Any]:
    """What a spec is, for programs."""
    from picturelock.report.spec_words import title

    return {
        "title": title(spec, language),
        "kind": spec.kind,
        "extends": list(spec.extends),
        "own": own,
        "entries": spec.count(),
        "unconfirmed": spec.unconfirmed(),
    }
