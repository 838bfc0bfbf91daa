"""A press sheet as a PDF: A4, standing, with stills. What it says is given in sections, and nothing in them becomes markup."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from picturelock.report.fonts import BOLD, REGULAR, marked, plain
from picturelock.report.pdf_style import LINE, SOFT, styles

_MARGIN_MM, _GAP_MM, _FOOT_MM = 20, 4, 8
_TALLEST = 0.75
"""Height of a still to the width of the page, at most."""
_MOST_CAPTION = 300
"""Letters under a still; a still and its caption stay on one page."""
_HEADINGS = 0.28
"""Share of the page's width that the headings of rows have."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet: a heading, and paragraphs, rows or preformatted text under it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    verbatim: str = ""
    leads: bool = False
    """It stands above the first still, in larger letters."""


@dataclass(frozen=True, slots=True)
class Still:
    """A JPEG and what stands under it."""

    data: bytes
    caption: str


def press_pdf(title: str, parts: Sequence[Section], stills: Sequence[Still], heading: str, language: str) -> bytes:
    """The sheet, tagged with its title and language. heading: over the stills. The same content gives the same bytes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    margin, (width, height) = _MARGIN_MM * mm, A4
    target = io.BytesIO()
    document = BaseDocTemplate(
        target, pagesize=A4, title=title, author="Picturelock", lang=language, invariant=1, displayDocTitle=1
    )

    def footer(canvas: Any, _: Any) -> None:
        canvas.setFont(REGULAR, 7.5)
        canvas.setFillColor(SOFT)
        canvas.drawString(margin, margin - _FOOT_MM * mm, plain(title)[:90])
        canvas.drawRightString(width - margin, margin - _FOOT_MM * mm, str(canvas.getPageNumber()))

    frame = Frame(margin, margin, width - 2 * margin, height - 2 * margin, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=footer)])
    document.build(list(_story(title, parts, stills, heading, width - 2 * margin)))
    return target.getvalue()


def _story(title: str, parts: Sequence[Section], stills: Sequence[Still], heading: str, width: float) -> Iterator[Any]:
    from reportlab.platypus import Spacer

    yield _text(title, "title")
    yield Spacer(1, 8)
    for part in parts:
        if part.leads:
            yield from _section(part, width, "lead")
    if stills:
        yield Spacer(1, 6)
        yield from _still(stills[0], width)
    for part in parts:
        if not part.leads:
            yield from _section(part, width, "body")
    if len(stills) > 1:
        yield _text(heading, "heading")
        yield from _pairs(stills[1:], width)


def _section(part: Section, width: float, style: str) -> Iterator[Any]:
    from reportlab.platypus import Spacer

    yield _text(part.heading, "heading")
    for paragraph in part.paragraphs:
        yield _text(paragraph, style)
        yield Spacer(1, 5)
    if part.rows:
        yield _rows(part.rows, width)
    for line in part.verbatim.splitlines():
        indent = len(line) - len(line.lstrip())
        yield _text("\N{NO-BREAK SPACE}" * min(indent, 40) + line.strip(), "verbatim") if line.strip() else Spacer(1, 7)


def _rows(rows: Sequence[tuple[str, str]], width: float) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import Table, TableStyle

    made = Table(
        [[_text(name, "soft"), _text(value, "body")] for name, value in rows],
        colWidths=[width * _HEADINGS, width * (1 - _HEADINGS)],
        hAlign="LEFT",
        splitInRow=1,
    )
    look = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -2), 0.4, HexColor(LINE))]
    made.setStyle(TableStyle([*look, ("LEFTPADDING", (0, 0), (0, -1), 0)]))
    return made


def _still(still: Still, width: float) -> Iterator[Any]:
    from reportlab.platypus import KeepTogether, Spacer

    yield KeepTogether([_image(still.data, width), Spacer(1, 3), _caption(still), Spacer(1, 6)])


def _pairs(stills: Sequence[Still], width: float) -> Iterator[Any]:
    """Two beside each other."""
    from reportlab.lib.units import mm
    from reportlab.platypus import Table, TableStyle

    gap = _GAP_MM * mm
    each = (width - gap) / 2
    for at in range(0, len(stills), 2):
        pair = stills[at : at + 2]
        images: list[Any] = [_image(still.data, each) for still in pair] + [""] * (2 - len(pair))
        captions: list[Any] = [_caption(still) for still in pair] + [""] * (2 - len(pair))
        row = Table(
            [[images[0], "", images[1]], [captions[0], "", captions[1]]], colWidths=[each, gap, each], hAlign="LEFT"
        )
        edges = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP")]
        row.setStyle(TableStyle([*edges, ("VALIGN", (0, 0), (-1, 0), "BOTTOM"), ("NOSPLIT", (0, 0), (-1, -1))]))
        yield row


def _image(data: bytes, width: float) -> Any:
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image

    across, down = ImageReader(io.BytesIO(data)).getSize()
    scale = min(width / across, width * _TALLEST / down)
    return Image(io.BytesIO(data), across * scale, down * scale, hAlign="LEFT")


def _caption(still: Still) -> Any:
    text = still.caption
    return _text(text if len(text) <= _MOST_CAPTION else f"{text[: _MOST_CAPTION - 1]}…", "caption")


def _text(text: str, style: str) -> Any:
    from reportlab.platypus import Paragraph

    return Paragraph(marked(text), _styles()[style])


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle("press", parent=styles()["body"], fontSize=9.5, leading=14)

    def like(name: str, **changes: Any) -> Any:
        return ParagraphStyle(f"press-{name}", parent=body, **changes)

    return {
        "body": body,
        "title": like("title", fontName=BOLD, fontSize=24, leading=29),
        "lead": like("lead", fontSize=12.5, leading=18),
        "heading": like(
            "heading", fontName=BOLD, fontSize=11.5, leading=15, spaceBefore=14, spaceAfter=5, keepWithNext=1
        ),
        "soft": like("soft", textColor=SOFT),
        "caption": like("caption", textColor=SOFT, fontSize=8, leading=11),
        "verbatim": like("verbatim", fontSize=8.8, leading=12.5),
    }
