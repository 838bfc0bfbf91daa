"""A short paper for people, in blocks, as Markdown and as one HTML page that needs nothing else (`paper_pdf` has its PDF)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_LINE = "_" * 40
_CSS = """\
:root{color-scheme:light}body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;
background:#fff}h1{font-size:1.6rem;margin:0 0 .2rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;break-after:avoid}
h3{font-size:1rem;margin:1.2rem 0 .3rem;break-after:avoid}p{margin:.4rem 0}ul{margin:.4rem 0;padding-left:1.2rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.86rem}th,td{border:1px solid #b8b8b8;padding:.3rem .45rem;
text-align:left;vertical-align:top;overflow-wrap:break-word}th{background:#f0f0f0}tr{break-inside:avoid}.wide{overflow-x:auto}
section{break-inside:avoid}.sign{width:32rem}.sign th{width:9rem;background:none}
.sign th,.sign td{border:0;border-bottom:1px solid #1b1b1b;height:2.4rem;
vertical-align:bottom}@media print{body{margin:0;max-width:none;font-size:10pt}}"""


@dataclass(frozen=True, slots=True)
class Heading:
    """level: 1 for the title, 2 for a part, 3 within it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short sentences beside each other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, all as text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """What somebody signs, on one page with the lines that they fill in."""

    title: str
    text: str
    labels: tuple[str, ...]
    """"Name:", "Date:" ..."""

    @property
    def heading(self) -> tuple[Heading, Paragraph]:
        """What stands above the lines."""
        return Heading(2, self.title), Paragraph(self.text)


Block = Heading | Paragraph | Bullets | Table | Signing


def to_markdown(blocks: Iterable[Block]) -> str:
    """The paper as Markdown; nothing from outside becomes markup."""
    parts = [_markdown(block) for block in blocks]
    return "\n\n".join(parts) + "\n"


def to_html(blocks: Sequence[Block], language: str) -> str:
    """The paper as a page, printable, without scripts or anything to fetch."""
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    body = "\n".join(_html(block) for block in blocks)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{_inline(title)}</title>\n'
        f"<style>{_CSS}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_plain(block.text)}"
    if isinstance(block, Paragraph):
        return _plain(block.text)
    if isinstance(block, Bullets):
        return "\n".join(f"- {_plain(item)}" for item in block.items)
    if isinstance(block, Signing):
        above = (_markdown(one) for one in block.heading)
        return "\n\n".join([*above, *(f"{_plain(label)} {_LINE}" for label in block.labels)])
    lines = [block.head, tuple("---" for _ in block.head), *block.rows]
    return "\n".join(f"| {' | '.join(cell if row is lines[1] else _plain(cell) for cell in row)} |" for row in lines)


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", _CONTROL.sub(" ", text)).strip() or "–"


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{_inline(block.text)}</h{block.level}>"
    if isinstance(block, Paragraph):
        return f"<p>{_inline(block.text)}</p>"
    if isinstance(block, Bullets):
        return f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in block.items)}</ul>"
    if isinstance(block, Signing):
        lines = "".join(f'<tr><th scope="row">{_inline(label)}</th><td></td></tr>\n' for label in block.labels)
        above = "\n".join(_html(one) for one in block.heading)
        return f'<section>{above}\n<table class="sign"><tbody>\n{lines}</tbody></table></section>'
    head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in block.head)
    rows = "".join(f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>\n" for row in block.rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table></div>'


def _inline(text: str) -> str:
    return escape(_CONTROL.sub(" ", text).strip()) or "–"
