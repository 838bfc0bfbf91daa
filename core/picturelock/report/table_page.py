"""A page that is one table, for people to read, sort out on paper and file: one HTML file that needs nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

TEMPLATE = "table_page.html.j2"
_AFTER = re.compile(r"(?<=[_/\\.])(?=\S)")


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell, in words."""

    text: str
    """Lines are kept."""
    marked: bool = False
    """Something is wrong with it."""
    number: bool = False
    kept: bool = False
    """Its lines are never broken: timecodes, dates."""


@dataclass(frozen=True, slots=True)
class TablePage:
    """Everything on the page."""

    title: str
    about: tuple[str, ...]
    """Sentences under the title."""
    notes: tuple[str, ...]
    """What is wrong with all of it, above the table."""
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]


def render(page: TablePage, language: str = "en") -> str:
    """The whole page, in a language of the interface. Every text from outside is escaped."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup, escape

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    # A long name may be broken after its signs, and nothing else within a word.
    environment.filters["breakable"] = lambda text: Markup("<wbr>").join(map(escape, _AFTER.split(text)))
    source = files("picturelock.report").joinpath(TEMPLATE).read_text(encoding="utf-8")
    return environment.from_string(source).render(page=page, language=language)
