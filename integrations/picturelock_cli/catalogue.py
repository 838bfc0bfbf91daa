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
    from picturelock.wording import limit_name, quantity, whose

    from picturelock_cli.console import Console

    console = Console(args)
    if args.action == "list":
        entries = {name: load(name).title for name in names}
        console.rows([console.text("column_id"), console.text("column_title")], list(entries.items()))
        console.document(0, (), entries=entries)
        return 0
    entry = load(args.id)
    limits = list(entry.limits())
    doubts = ["" if limit.confirmed else f" ({console.text('unconfirmed')})" for limit in limits]
    language = console.language
    rows = [
        (limit_name(limit.name, language), quantity(limit.text, language), whose(limit.source, language) + doubt)
        for limit, doubt in zip(limits, doubts, strict=True)
    ]
    console.line(entry.title, "bold")
    console.rows([console.text("column_limit"), console.text("column_value"), console.text("column_source")], rows)
    console.document(
        0,
        (),
        id=args.id,
        title=entry.title,
        limits=[
            {"name": limit.name, "value": limit.text, "source": limit.source + doubt}
            for limit, doubt in zip(limits, doubts, strict=True)
        ],
    )
    return 0
