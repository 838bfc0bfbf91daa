"""The cut as a strip in the PDF report: tracks, shots, and a mark for each finding."""

from __future__ import annotations

from typing import Any

from picturelock.findings import SEVERITIES, Severity
from picturelock.report.fonts import REGULAR, plain
from picturelock.report.fonts import SIGNS as SIGNS_FONT
from picturelock.report.pdf_style import COLORS, SIGNS, SOFT
from picturelock.report.strip import WIDTH, Strip

_ROW, _LANE, _AXIS, _GUTTER = 11.0, 10.0, 11.0, 44.0
_FILLS = {"video": "#9fb4c9", "audio": "#a9c4b1"}
_MOST_ROWS = 24


def strip_drawing(strip: Strip, width: float) -> Any:
    """A drawing as wide as the page; of very many tracks the first ones."""
    from reportlab.graphics.shapes import Drawing

    lanes: list[Severity] = [one for one in reversed(SEVERITIES) if any(tick.severity == one for tick in strip.ticks)]
    rows = strip.rows[:_MOST_ROWS]
    height = len(lanes) * _LANE + len(rows) * _ROW + _AXIS
    scale = (width - _GUTTER - 4) / WIDTH
    drawing = Drawing(width, height)
    for index, row in enumerate(rows):
        bottom = height - len(lanes) * _LANE - (index + 1) * _ROW + 1
        drawing.add(_text(0, bottom + 2, row.track, 6.5))
        for bar in row.bars:
            drawing.add(_bar(_GUTTER + bar.x * scale, bottom, max(bar.width * scale - 0.3, 0.2), row.kind))
    for index, severity in enumerate(lanes):
        middle = height - (index + 0.75) * _LANE
        for tick in strip.ticks:
            if tick.severity == severity:
                x = _GUTTER + tick.x * scale
                drawing.add(_line(x, middle - 1, _AXIS, COLORS[severity]))
                drawing.add(_text(x, middle, SIGNS[severity], 7, COLORS[severity], SIGNS_FONT, "middle"))
    for mark in strip.axis:
        drawing.add(_text(_GUTTER + mark.x * scale, 1, mark.label, 6, SOFT, REGULAR, mark.anchor))
    return drawing


def _text(
    x: float, y: float, text: str, size: float, color: str = SOFT, font: str = REGULAR, anchor: str = "start"
) -> Any:
    from reportlab.graphics.shapes import String
    from reportlab.lib.colors import HexColor

    return String(
        x,
        y,
        text if font == SIGNS_FONT else plain(text),
        fontName=font,
        fontSize=size,
        fillColor=HexColor(color),
        textAnchor=anchor,
    )


def _bar(x: float, y: float, width: float, kind: str) -> Any:
    from reportlab.graphics.shapes import Rect
    from reportlab.lib.colors import HexColor

    return Rect(
        x, y, width, _ROW - 2, fillColor=HexColor(_FILLS.get(kind, _FILLS["video"])), strokeWidth=0, strokeColor=None
    )


def _line(x: float, top: float, bottom: float, color: str) -> Any:
    from reportlab.graphics.shapes import Line
    from reportlab.lib.colors import HexColor

    return Line(x, top, x, bottom, strokeColor=HexColor(color), strokeWidth=0.4)
