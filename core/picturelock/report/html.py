"""The report that a post supervisor reads, prints and signs: one HTML file that needs nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from importlib.resources import files
from typing import Any

from picturelock.findings import SEVERITIES, Verdict
from picturelock.report.cells import Cell, Word, worded
from picturelock.report.page import Page, Subject, gather, input_name
from picturelock.report.strip import WIDTH
from picturelock.wording import terms

TEMPLATE = "template.html.j2"
SCRIPT = "report.js"
"""Sorts the tables. The page allows no other script, by its hash."""
SYMBOLS = {
    "error": "✕",
    "waived": "✎",
    "warning": "▲",
    "info": "●",
}  # shapes as well as colours: not everyone sees the latter


_WHOLE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{2}:\d{2}:\d{2}[:;]\d{2}", re.ASCII)
_BREAK = re.compile(r"(?<=[\w.-])/(?=[\w.])")
_UNDERSCORE = re.compile(r"(?<=\w)_(?=\w)")


def render(subject: Subject, verdict: Verdict, language: str = "en") -> str:
    """The whole page, in a language. Every text from outside is escaped; nothing is fetched from anywhere."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    page = gather(subject, verdict, language)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["cell"] = _cell_in(page)
    environment.filters["rich"] = _rich
    environment.filters["path"] = _path
    environment.filters["terms"] = partial(terms, language=language)
    environment.filters["plural"] = _plural_in(language)
    environment.filters["input"] = lambda name: input_name(name, page.words)
    environment.filters["known"] = _known
    environment.filters["worst"] = _worst
    environment.tests["quiet"] = lambda value: isinstance(value, Word)
    environment.filters["number"] = _number_in(language)
    environment.filters["base64"] = lambda data: b64encode(data).decode()
    script = files("picturelock.report").joinpath(SCRIPT).read_text(encoding="utf-8").strip()
    source = files("picturelock.report").joinpath(TEMPLATE).read_text(encoding="utf-8")
    return environment.from_string(source).render(
        page=page,
        words=page.words,
        symbols=SYMBOLS,
        width=WIDTH,
        script=Markup(script),
        script_hash=f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}",
    )


def _rich(text: str) -> Any:
    """A sentence, escaped: dates and timecodes stay on one line, paths may break at a slash, backquotes become code."""
    from markupsafe import Markup, escape

    escaped = _BREAK.sub(r"\g<0><wbr>", str(escape(text)))
    whole = _WHOLE.sub(r'<span class="nb">\g<0></span>', escaped)
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", whole))


def _path(text: str) -> Any:
    """A file's name or path, which may break at its slashes and underscores."""
    from markupsafe import Markup

    return Markup(_UNDERSCORE.sub(r"\g<0><wbr>", str(_rich(text))))


def _known(row: Sequence[Cell]) -> int:
    """How many cells there are before a tail of missing ones, which is shown as one."""
    return max((index for index, value in enumerate(row, start=1) if value is not None), default=0)


def _worst(counts: Mapping[str, int]) -> str:
    """The gravest severity of which there is any that nobody waived; "ok" where there is none."""
    return next((severity for severity in reversed(SEVERITIES) if counts[severity]), "ok")


def _plural_in(language: str) -> Callable[[int], str]:
    """Which form of a counted word: in French, nothing is singular."""
    return lambda count: "_one" if count == 1 or (language == "fr" and count == 0) else "_many"


def _cell_in(page: Page) -> Callable[[Cell, str], str]:
    number = _number_in(page.language)

    def cell(value: Cell, column: str) -> Any:
        if isinstance(value, Word):
            return page.words[value.key]
        if isinstance(value, bool):
            return page.words["yes" if value else "no"]
        if isinstance(value, int | float):
            return number(value)
        text = worded(str(value), column, page.language)
        return _path(text) if column in ("source", "artefact", "evidence") else _rich(text)

    return cell


def _number_in(language: str) -> Callable[[float], str]:
    def number(value: float) -> str:
        text = f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        return text.replace(".", ",") if language == "fr" else text

    return number
