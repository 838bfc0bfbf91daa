"""Listing and showing entries of a catalogue of limits: profiles and specs print alike."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import Protocol


class Limit(Protocol):
    """One limit and whose it is."""

    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def confirmed(self) -> bool: ...


class Entry(Protocol):
    """A profile or a spec."""

    @property
    def title(self) -> str: ...

    def limits(self) -> Iterable[Limit]:
        """Every limit, in the order of the file."""


def show_catalogue(args: argparse.Namespace, names: Iterable[str], load: Callable[[str], Entry]) -> int:
    """Print all entries with their titles, or one entry's limits with their sources."""
    from picturelock_cli.console import Console

    console = Console(args)
    if args.action == "list":
        entries = {name: load(name).title for name in names}
        console.rows([console.text("column_id"), console.text("column_title")], list(entries.items()))
        console.document(0, (), entries=entries)
        return 0
    entry = load(args.id)
    rows = [
        (limit.name, limit.text, limit.source + ("" if limit.confirmed else f" ({console.text('unconfirmed')})"))
        for limit in entry.limits()
    ]
    console.line(entry.title, "bold")
    console.rows([console.text("column_limit"), console.text("column_value"), console.text("column_source")], rows)
    console.document(
        0,
        (),
        id=args.id,
        title=entry.title,
        limits=[dict(zip(("name", "value", "source"), row, strict=True)) for row in rows],
    )
    return 0
