"""`picturelock waive list`: the waivers of a production, and whether each holds."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS, InputError

if TYPE_CHECKING:
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.options import add_production

    add_production(parser, text)


def run(args: argparse.Namespace) -> int:
    """Judge the production and list its waivers; exit 1 where one of them is no good."""
    from picturelock.findings import at_least
    from picturelock.waivers.waiver_file import files_of, read_waiver

    from picturelock_cli.console import Console
    from picturelock_cli.signing import judged

    console = Console(args)
    outcome = judged(args.production, args, console)
    production, verdict = outcome.dossier.production, outcome.verdict
    rows: list[tuple[str, ...]] = []
    for file in files_of(production):
        name = production.relative(file)
        holds = console.text("waiver_holds" if name in verdict.waivers else "waiver_holds_not")
        try:
            waiver = read_waiver(file, production)
            rows.append((name, holds, waiver.rule, waiver.person, waiver.expires.isoformat(), waiver.reason))
        except InputError:
            rows.append((name, holds, "?", "?", "?", "?"))
    headings = [console.text(f"waiver_{word}") for word in ("file", "state", "rule", "person", "expires", "reason")]
    console.rows(headings, rows) if rows else console.say("waivers_none")
    said = [finding for finding in verdict.findings if finding.rule.startswith(("waivers.", "history."))]
    if said:
        console.findings(said, outcome.dossier.cut)
    code = EXIT_FINDINGS if at_least(said, "error") else 0
    keys = ("file", "holds", "rule", "person", "expires", "reason")
    listed = [dict(zip(keys, (row[0], row[0] in verdict.waivers, *row[2:]), strict=True)) for row in rows]
    console.document(code, said, outcome.dossier.cut, waivers=listed)
    return code
