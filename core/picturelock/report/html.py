"""The report that a post supervisor reads, prints and signs: one HTML file that needs nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
    environment.filters["rich"] = _rich
    environment.filters["plural"] = _plural_in(language)
    environment.filters["known"] = _known
    environment.filters["number"] = _number_in(language)
    source = files("picturelock.report").joinpath(TEMPLATE).read_text(encoding="utf-8")
    return environment.from_string(source).render(page=page, words=page.words, symbols=SYMBOLS, width=WIDTH)


def _rich(text: str) -> Any:
    """A sentence, escaped; its dates kept on one line, and what stands in backquotes set as code."""
    from markupsafe import Markup, escape

    escaped = str(escape(text))
    dated = re.sub(r"\d{4}-\d{2}-\d{2}", r'<span class="nb">\g<0></span>', escaped)
    return Markup(re.sub(r"`([^`<]+)`", r"<code>\1</code>", dated))


def _known(row: Sequence[Fact | None]) -> int:
    """How many cells there are before a tail of missing ones, which is shown as one."""
    return max((index for index, value in enumerate(row, start=1) if value is not None), default=0)


def _plural_in(language: str) -> Callable[[int], str]:
    """Which form of a counted word: in French, nothing is singular."""
    return lambda count: "_one" if count == 1 or (language == "fr" and count == 0) else "_many"


def _cell_in(page: Page) -> Callable[[Fact], Fact]:
    number = _number_in(page.language)

    def cell(value: Fact) -> Fact:
        if isinstance(value, bool):
            return str(page.words["yes" if value else "no"])
        return number(value) if isinstance(value, int | float) else _rich(value)

    return cell


def _number_in(language: str) -> Callable[[float], str]:
    def number(value: float) -> str:
        text = f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        return text.replace(".", ",") if language == "fr" else text

    return number
