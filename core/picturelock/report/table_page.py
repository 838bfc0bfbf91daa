"""A page that is one table, for people to read, sort out on paper and file: one HTML file that needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

TEMPLATE = "table_page.html.j2"


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell, in words."""

    text: str
    marked: bool = False
    """Something is wrong with it."""
    number: bool = False


@dataclass(frozen=True, slots=True)
class TablePage:
    """Everything on the page."""

    title: str
    about: tuple[str, ...]
    """Sentences under the title."""
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]


def render(page: TablePage, language: str = "en") -> str:
    """The whole page, in a language of the interface. Every text from outside is escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    source = files("picturelock.report").joinpath(TEMPLATE).read_text(encoding="utf-8")
    return environment.from_string(source).render(page=page, language=language)
