"""A short paper (`report.paper`) as a PDF: A4, lying, because its tables are wide."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from picturelock.report.fonts import REGULAR, marked, plain
from picturelock.report.paper import Block, Bullets, Heading, Paragraph, Signing, Table
from picturelock.report.pdf_columns import PADDING, lay_out, paragraphs
from picturelock.report.pdf_style import INK, LINE, MARGIN_MM, PANEL, SOFT, styles

_NEAREST = str.maketrans({"₂": "2"})
_STYLES = {1: "title", 2: "h2", 3: "h3"}


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
        elif isinstance(block, Signing):
            yield _signing(block, width)
        else:
            yield _table(block, width)
            yield Spacer(1, 5)


def _text(text: str, style: str) -> Any:
    from reportlab.platypus import Paragraph as Flowing

    return Flowing(marked(text.translate(_NEAREST)), styles()[style])


def _table(table: Table, width: float) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import LongTable, TableStyle

    grid = lay_out(
        [table.head, *(tuple((cell or "–").translate(_NEAREST) for cell in row) for row in table.rows)], width
    )
    made = LongTable(paragraphs(grid), colWidths=grid.widths, repeatRows=1, hAlign="LEFT", splitInRow=1)
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
                ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
                ("GRID", (0, 0), (-1, -1), 0.4, HexColor(LINE)),
                ("BACKGROUND", (0, 0), (-1, 0), HexColor(PANEL)),
            ]
        )
    )
    return made


def _signing(block: Signing, width: float) -> Any:
    """What is signed and the lines for it, never split between pages."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.units import mm
    from reportlab.platypus import KeepTogether, TableStyle
    from reportlab.platypus import Table as Grid

    rows = [[_text(label, "body"), ""] for label in block.labels]
    made = Grid(rows, colWidths=[32 * mm, 100 * mm], rowHeights=[11 * mm] * len(rows), hAlign="LEFT")
    made.setStyle(
        TableStyle([("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LINEBELOW", (1, 0), (1, -1), 0.6, HexColor(INK))])
    )
    return KeepTogether([*_story(block.heading, width), made])
