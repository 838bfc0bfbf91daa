"""`picturelock ai report`: what machines made, where it is in the cut, where each rule stands, and what is wrong."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from picturelock.errors import EXIT_FINDINGS

if TYPE_CHECKING:
    from picturelock.production import Dossier
    from picturelock.rights.ai_elements import Placed
    from picturelock.rights.ai_ledger import Entry
    from picturelock.rights.ai_standing import Answer

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.verbs.ai_input import add_production

    add_production(parser, text)


def run(args: argparse.Namespace) -> int:
    """Exit 1 where the check of AI use finds an error."""
    from picturelock.findings import at_least
    from picturelock.rights.ai_elements import placed
    from picturelock.rights.ai_ledger import HEADER, SHORT_HEADER, ledger
    from picturelock.rights.ai_standing import answers
    from picturelock.rights.ai_use import check
    from picturelock.wording import table

    from picturelock_cli.console import Console
    from picturelock_cli.verbs.ai_input import dossier_of

    console = Console(args)
    dossier = dossier_of(args, console)
    elements, entries = placed(dossier), ledger(dossier)
    standings = answers(dossier, elements)
    _show_elements(elements, dossier, console)
    if entries:
        words = table(console.language, "report")["columns"]
        console.line()
        console.rows(
            [str(words.get(name, name)) for name in SHORT_HEADER],
            [[_cell(value, console) for value in _row(entry, console)] for entry in entries],
        )
    if standings:
        _show_standings(standings, console)
    findings = list(check(dossier))
    console.line()
    console.findings(findings, dossier.cut)
    code = EXIT_FINDINGS if at_least(findings, "error") else 0
    told: dict[str, Any] = {
        "elements": [_element_json(item, dossier) for item in elements],
        "ledger": [dict(zip(HEADER, entry.row, strict=True)) for entry in entries],
        "asked": [_answer_json(answer) for answer in standings],
    }
    console.document(code, findings, dossier.cut, **told)
    return code


def _show_elements(elements: tuple[Placed, ...], dossier: Dossier, console: Console) -> None:
    from picturelock.rights.ai_places import shown_for
    from picturelock.wording import decimal

    from picturelock_cli.console import timecode

    if not elements:
        console.say("ai_no_elements")
        return
    cut = dossier.cut
    rows = [
        (
            item.element.name,
            f"{item.element.tool} {item.element.version}".strip(),
            item.element.role,
            timecode(item.spans[0].start, cut.rate, cut.start, cut.drop) if item.spans else "–",
            decimal(f"{shown_for(item):.2f}", console.language) if item.located else "–",
        )
        for item in elements
    ]
    heads = ("ai_column_element", "statement_head_tool", "ai_column_role", "ai_column_where", "ai_column_seconds")
    words = _words(console, "ai_roles")
    console.rows(
        [console.text(name) for name in heads],
        [(name, tool, words.get(role, role), where, seconds) for name, tool, role, where, seconds in rows],
    )


def _show_standings(standings: tuple[Answer, ...], console: Console) -> None:
    from picturelock.rights.ai_statement import said

    console.line()
    rows = []
    for answer in standings:
        doubt = "" if answer.confirmed else f" ({console.text('unconfirmed')})"
        standing = said(answer, console.language).removeprefix("→ ")
        rows.append((answer.asked.rules.title[console.language], answer.ask.text[console.language] + doubt, standing))
    heads = ("ai_column_rules", "ai_column_asks", "ai_column_standing")
    console.rows([console.text(name) for name in heads], rows)


def _cell(value: str | int | float | bool | None, console: Console) -> str:
    if isinstance(value, bool):
        return console.text("statement_yes" if value else "statement_no")
    return "–" if value is None else str(value)


def _row(entry: Entry, console: Console) -> tuple[str | int | float | bool | None, ...]:
    """A ledger's entry, its energy as `picturelock ai energy` tells it."""
    from picturelock.rights.ai_energy import told
    from picturelock.rights.ai_ledger import SHORT_HEADER
    from picturelock.wording import quantity, term

    row = dict(zip(SHORT_HEADER, entry.short_row, strict=True))
    row["kind"] = term("kinds", entry.kind, console.language)
    row["duration"] = quantity(str(row["duration"]), console.language)
    row["energy"] = told(entry, console.language)
    return tuple(row.values())


def _words(console: Console, kind: str) -> dict[str, str]:
    from picturelock.wording import table

    return dict(table(console.language, "ui")[kind])


def _element_json(item: Placed, dossier: Dossier) -> dict[str, Any]:
    from dataclasses import asdict

    from picturelock.rights.ai_places import seconds
    from picturelock.times import frame_label

    seen, heard = item.seconds
    rate = dossier.cut.rate
    return {
        **asdict(item.element),
        "spans": [{"start": frame_label(s.start, rate), "end": frame_label(s.end, rate)} for s in item.spans],
        "seen_seconds": seconds(seen),
        "heard_seconds": seconds(heard),
    }


def _answer_json(answer: Answer) -> dict[str, Any]:
    return {
        "rules": answer.asked.rules.id,
        "by": answer.asked.by,
        "what": answer.ask.what,
        "standing": answer.standing,
        "missing": list(answer.missing),
        "source": answer.ask.source,
        "confirmed": answer.confirmed,
    }
