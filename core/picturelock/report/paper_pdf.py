"""A short paper (`report.paper`) as a PDF: A4, lying, because its tables are wide."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from picturelock.report.fonts import REGULAR, marked, plain
from picturelock.report.paper import Block, Bullets, Heading, Paragraph, Table
from picturelock.report.pdf_style import LINE, MARGIN_MM, PANEL, SOFT, styles

_NEAREST = str.maketrans({"₂": "2"})
_STYLES = {1: "title", 2: "h2", 3: "h3"}
_LONGEST_WORD, _LONGEST_CELL = 26, 80
"""Letters; what is longer is broken."""


def to_pdf(blocks: Sequence[Block], language: str) -> bytes:
    """The paper, tagged with its title and language. The same blocks give the same bytes."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.units import mm
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    margin, (width, height) = MARGIN_MM * mm, landscape(A4)
    target = io.BytesIO()
    document = BaseDocTemplate(
        target, pagesize=landscape(A4), title=title, author="Picturelock", lang=language, invariant=1, displayDocTitle=1
    )

    def footer(canvas: Any, _: Any) -> None:
        canvas.setFont(REGULAR, 6.8)
        canvas.setFillColor(SOFT)
        canvas.drawString(margin, margin - 2, plain(title)[:140])
        canvas.drawRightString(width - margin, margin - 2, str(canvas.getPageNumber()))

    frame = Frame(margin, margin + 4 * mm, width - 2 * margin, height - 2 * margin - 5 * mm, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=footer)])
    document.build(list(_story(blocks, width - 2 * margin)))
    return target.getvalue()


def _story(blocks: Sequence[Block], width: float) -> Iterator[Any]:
    from reportlab.platypus import Spacer

    for block in blocks:
        if isinstance(block, Heading):
            yield _text(block.text, _STYLES.get(block.level, "h3"))
        elif isinstance(block, Paragraph):
            yield _text(block.text, "body")
            yield Spacer(1, 3)
        elif isinstance(block, Bullets):
            for item in block.items:
                yield _text(f"•\N{NO-BREAK SPACE}{item}", "body")
                yield Spacer(1, 2)
        else:
            yield _table(block, width)
            yield Spacer(1, 5)


def _text(text: str, style: str) -> Any:
    from reportlab.platypus import Paragraph as Flowing

    return Flowing(marked(text.translate(_NEAREST)), styles()[style])


def _table(table: Table, width: float) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import LongTable, TableStyle

    rows = [
        [_text(cell, "head") for cell in table.head],
        *([_text(cell or "–", "cell") for cell in row] for row in table.rows),
    ]
    columns = list(zip(table.head, *table.rows, strict=True))
    weights = [_weight(column) for column in columns]
    made = LongTable(
        rows, colWidths=[width * weight / sum(weights) for weight in weights], repeatRows=1, hAlign="LEFT", splitInRow=1
    )
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("GRID", (0, 0), (-1, -1), 0.4, HexColor(LINE)),
                ("BACKGROUND", (0, 0), (-1, 0), HexColor(PANEL)),
            ]
        )
    )
    return made


def _weight(column: Sequence[str]) -> float:
    """Room for the longest word of a column, and some more for what is longer than a word."""
    word = max(len(part) for cell in column for part in cell.split(" ")) + 2
    whole = max(map(len, column))
    word = min(word, _LONGEST_WORD)
    return word + 0.3 * max(0, min(whole, _LONGEST_CELL) - word)
