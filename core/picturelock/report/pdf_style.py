"""How the PDF report looks: sizes, colours and paragraph styles."""

from __future__ import annotations

from functools import cache
from typing import Any

from picturelock.findings import Severity
from picturelock.report.fonts import BOLD, REGULAR, prepare

INK, SOFT, LINE, PANEL = "#15181c", "#4d5661", "#d5dae0", "#f3f5f7"
COLORS: dict[Severity, str] = {"error": "#a3171f", "warning": "#7a4a00", "info": "#1d4f7c"}
WAIVED = "#6b4e00"
STATES = {"open": "#0b5a32", "unmet": "#8a4b00", "waived": "#6b4e00", "closed": "#a3171f", "none": "#3b2a63"}
SIGNS: dict[Severity, str] = {"error": "✕", "warning": "▲", "info": "●"}
WAIVED_SIGN, IDLE_SIGN, OK_SIGN = "✎", "○", "✓"
"""Shapes as well as colours."""
MARGIN_MM = 14


@cache
def sized(name: str, size: float) -> Any:
    """A style with letters of a size, whose lines are broken already."""
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(f"{name}-{size}", parent=styles()[name], fontSize=size, leading=size * 1.3, splitLongWords=0)


@cache
def styles() -> dict[str, Any]:
    """Paragraph styles by name."""
    from reportlab.lib.styles import ParagraphStyle

    prepare()
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=8.2, leading=11, textColor=INK, splitLongWords=1)

    def like(name: str, **changes: Any) -> Any:
        return ParagraphStyle(name, parent=body, **changes)

    made = (
        body,
        like("soft", textColor=SOFT, fontSize=7.2, leading=9.6),
        like("small", textColor=SOFT, fontSize=5.8, leading=7.6),
        like("kind", textColor=SOFT, fontSize=7.5, leading=10),
        like("title", fontName=BOLD, fontSize=19, leading=23, spaceAfter=3),
        like("h2", fontName=BOLD, fontSize=12.5, leading=16, spaceBefore=11, spaceAfter=4, keepWithNext=1),
        like("h3", fontName=BOLD, fontSize=9.5, leading=13, spaceBefore=7, spaceAfter=3, keepWithNext=1),
        like("head", fontName=BOLD, fontSize=7.2, leading=9.4, textColor=SOFT),
        like("cell", fontSize=7.2, leading=9.4),
        like("strong", fontName=BOLD),
        like("state", fontName=BOLD, fontSize=16, leading=20, textColor="#ffffff"),
        like("reason", textColor="#ffffff", fontSize=8.6, leading=11.5),
    )
    return {style.name: style for style in made}
