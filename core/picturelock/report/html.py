"""The report that a post supervisor reads, prints and signs: one HTML file that needs nothing else."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from picturelock.findings import Fact, Verdict
from picturelock.report.page import Page, Subject, gather
from picturelock.report.strip import WIDTH

TEMPLATE = "template.html.j2"
SYMBOLS = {"error": "✕", "warning": "▲", "info": "●"}  # shapes as well as colours: not everyone sees the latter


def render(subject: Subject, verdict: Verdict, language: str = "en") -> str:
    """The whole page, in a language. Every text from outside is escaped; nothing is fetched from anywhere."""
    from jinja2 import Environment, StrictUndefined

    page = gather(subject, verdict, language)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["cell"] = _cell_in(page)
    environment.filters["number"] = _number_in(page)
    source = files("picturelock.report").joinpath(TEMPLATE).read_text(encoding="utf-8")
    return environment.from_string(source).render(page=page, words=page.words, symbols=SYMBOLS, width=WIDTH)


def _cell_in(page: Page) -> Any:
    def cell(value: Fact | None) -> str:
        if isinstance(value, bool):
            return str(page.words["yes" if value else "no"])
        if isinstance(value, int | float):
            return str(number(value))
        return "" if value is None else str(value)

    number = _number_in(page)
    return cell


def _number_in(page: Page) -> Any:
    def number(value: float) -> str:
        text = f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        return text.replace(".", ",") if page.language == "fr" else text

    return number
