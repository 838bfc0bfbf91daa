"""The parts of the PDF report."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from picturelock.findings import SEVERITIES
from picturelock.report.cells import Cell, Word, worded
from picturelock.report.fonts import marked
from picturelock.report.page import Page, Row, Table, Trade
from picturelock.report.pdf_style import COLORS, LINE, SIGNS, STATES, styles
from picturelock.wording import terms

_CHECK_COLUMNS = 3
_WIDE_COLUMNS = {
    "source": 1.5,
    "artefact": 1.5,
    "evidence": 1.4,
    "owner": 1.3,
    "owner_of_limit": 2.6,
    "limit": 1.3,
    "held_by": 1.2,
    "hash": 1.6,
}
"""How wide a column is beside one of 1."""
_THUMB = 62.0


def body(text: str, style: str = "body") -> Any:
    """A paragraph of plain text."""
    from reportlab.platypus import Paragraph

    return Paragraph(marked(text.replace("`", "")), styles()[style])


def soft(text: str) -> Any:
    return body(text, "soft")


def heading(text: str, style: str = "h2") -> Any:
    return body(text, style)


def opening(page: Page, width: float) -> Iterator[Any]:
    """Title, facts, verdict, and what each check found."""
    words, subject = page.words, page.subject
    yield body(words["report"], "kind")
    yield body(subject.title, "title")
    destination = " · ".join(
        filter(None, (terms(subject.territories, page.language), terms(subject.media, page.language)))
    )
    facts = (
        (
            words["cut"],
            f"{subject.cut.name}, {page.start} – {page.end}, {page.rate} {words['fps']}{' DF' if subject.cut.drop else ''}",
        ),
        (words["spec"], subject.spec),
        (words["languages"], subject.languages),
        (words["destination"], destination),
        (words["window"], subject.window),
        (words["judged"], f"{page.verdict.made[:16].replace('T', ' ')} UTC"),
    )
    rows = [(body(name, "head"), body(text, "cell")) for name, text in facts if text]
    yield _table(rows, [width * 0.18, width * 0.82], [("BOTTOMPADDING", (0, 0), (-1, -1), 1)])
    yield _space(6)
    yield _verdict(page, width)
    yield _space(4)
    yield soft(words["checks_found"])
    yield _checks(page, width)


def _verdict(page: Page, width: float) -> Any:
    words = page.words
    answered = sum(check.answered for check in page.checks)
    reason = words["reasons"][page.state].format(
        answered=answered,
        expected=len(page.checks),
        errors=page.counts["error"] - page.waived,
        silent=len(page.checks) - answered,
        waived=page.waived,
    )
    tally = " · ".join(
        f"{count} {words['tallies'][severity + _plural(count, page.language)]}"
        for severity, count in page.counts.items()
    )
    cells = [[body(words["states"][page.state], "state")], [body(reason, "reason")], [body(tally, "reason")]]
    fill = ("BACKGROUND", (0, 0), (-1, -1), _color(STATES[page.state]))
    return _table(
        cells,
        [width],
        [
            fill,
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, 0), 7),
            ("BOTTOMPADDING", (0, -1), (-1, -1), 8),
        ],
    )


def _checks(page: Page, width: float) -> Any:
    words = page.words
    told = []
    for check in page.checks:
        if check.answered:
            told.append(_check_cell(check.name, check.counts, words))
        else:
            told.append(body(f"{check.name}{words['colon']} {words['no_answer']}. {check.problem}", "strong"))
    told += [_check_cell(f"{trade.name} ({words['outside_checks']})", trade.counts, words) for trade in page.noticed]
    rows = [told[start : start + _CHECK_COLUMNS] for start in range(0, len(told), _CHECK_COLUMNS)]
    if rows:
        rows[-1] += [""] * (_CHECK_COLUMNS - len(rows[-1]))
    lines = ("GRID", (0, 0), (-1, -1), 0.4, _color(LINE))
    return _table(rows or [[""]], [width / _CHECK_COLUMNS] * _CHECK_COLUMNS, [lines])


def _check_cell(name: str, counts: Mapping[Any, int], words: Mapping[str, Any]) -> Any:
    from reportlab.platypus import Paragraph

    found = " ".join(
        f'<font color="{COLORS[severity]}"><b>{SIGNS[severity]} {counts[severity]}</b></font>'
        for severity in reversed(SEVERITIES)
        if counts[severity]
    )
    return Paragraph(f"{marked(name)}{marked(words['colon'])} {found or marked('√')}", styles()["cell"])


def findings(trade: Trade, page: Page, width: float) -> Iterator[Any]:
    """One trade's findings, each with its number, place, sentence, rule and picture."""
    words = page.words
    yield heading(trade.name, "h3")
    head = [body(words[key], "head") for key in ("severity", "timecode", "where", "what")]
    rows: list[list[Any]] = [head, *(_finding(row, page) for row in trade.rows)]
    marks = [
        ("LINEBEFORE", (0, number), (0, number), 2, _color(COLORS[row.severity]))
        for number, row in enumerate(trade.rows, start=1)
    ]
    lines = ("LINEABOVE", (0, 1), (-1, -1), 0.4, _color(LINE))
    yield _table(rows, [width * share for share in (0.145, 0.11, 0.205, 0.54)], [lines, *marks], repeat=1)


def _finding(row: Row, page: Page) -> list[Any]:
    from reportlab.platypus import Paragraph

    words = page.words
    named = marked(words["severities"][row.severity])
    badge = f'<font color="{COLORS[row.severity]}"><b>{SIGNS[row.severity]} {named}</b></font>'
    number = marked(words["finding_number"].format(number=row.number))
    where: list[Any] = [body(f"{words['places'][word]}{words['colon']} {text}", "cell") for word, text in row.where]
    if row.thumbnail:
        where.append(_picture(row.thumbnail))
    what: list[Any] = [body(row.title, "strong"), body(row.message)]
    if row.fix:
        what.append(Paragraph(f"<b>{marked(words['to_do'])}</b> {marked(row.fix.replace('`', ''))}", styles()["body"]))
    if row.waived:
        what.append(body(row.waived, "strong"))
    source = f"{words['source']} {row.source} · " if row.source else ""
    doubt = f"{words['unconfirmed']} " if row.unconfirmed else ""
    what.append(soft(f"{doubt}{source}{row.rule}"))
    times = [text for text in (row.start, row.end) if text]
    when = [body(text, "cell") for text in times] or [soft(words["no_timecode"])]
    return [[Paragraph(badge, styles()["cell"]), Paragraph(number, styles()["soft"])], when, where or "", what]


def _picture(data: bytes) -> Any:
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image

    across, down = ImageReader(io.BytesIO(data)).getSize()
    return Image(io.BytesIO(data), width=_THUMB, height=_THUMB * down / across, hAlign="LEFT")


def grid(title: str, caption: str, table: Table, missing: str, page: Page, width: float) -> Iterator[Any]:
    """A table that another trade handed in."""
    yield heading(title)
    if not table.rows:
        yield body(page.words["nothing_to_list"])
        return
    yield soft(caption)
    shares = [_WIDE_COLUMNS.get(column, 1.0) for column in table.columns]
    rows = [[body(page.words["columns"][column], "head") for column in table.columns]]
    rows += [
        [body(_cell(value, column, missing, page), "cell") for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    lines = ("LINEABOVE", (0, 1), (-1, -1), 0.4, _color(LINE))
    yield _table(rows, [width * share / sum(shares) for share in shares], [lines], repeat=1)


def inputs(page: Page, width: float) -> Iterator[Any]:
    """What the verdict rests on."""
    words = page.words
    yield heading(words["inputs"])
    yield soft(words["inputs_caption"])
    rows = [[body(words["columns"]["file"], "head"), body(words["columns"]["hash"], "head")]]
    rows += [[body(file, "cell"), body(value, "cell")] for file, value in page.verdict.inputs.items()]
    lines = ("LINEABOVE", (0, 1), (-1, -1), 0.4, _color(LINE))
    yield _table(rows, [width * 0.5, width * 0.5], [lines], repeat=1)


def sign_off(page: Page, width: float) -> Iterator[Any]:
    """What a person signs, kept on one page."""
    from reportlab.platypus import KeepTogether

    words, subject = page.words, page.subject
    text = words["sign_off_text"][page.state].format(
        title=subject.title, made=page.verdict.made[:10], spec=subject.spec or "—"
    )
    names = [soft(words[key]) for key in ("name", "role", "date", "signature")]
    shares = (0.32, 0.22, 0.16, 0.30)
    over = ("LINEABOVE", (0, 0), (-1, -1), 0.8, _color("#15181c"))
    lines = _table([names], [width * share for share in shares], [over])
    yield KeepTogether([heading(words["sign_off"]), body(text), _space(34), lines, _space(8), soft(words["footer"])])


def _cell(value: Cell, column: str, missing: str, page: Page) -> str:
    if value is None:
        return missing
    if isinstance(value, Word):
        return str(page.words[value.key])
    if isinstance(value, bool):
        return str(page.words["yes" if value else "no"])
    if isinstance(value, int | float):
        text = f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        return text.replace(".", ",") if page.language == "fr" else text
    return worded(str(value), column, page.language)


def _plural(count: int, language: str) -> str:
    return "_one" if count == 1 or (language == "fr" and count == 0) else "_many"


def _table(rows: list[Any], widths: list[float], commands: list[Any], repeat: int = 0) -> Any:
    from reportlab.platypus import LongTable, TableStyle

    plain = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
    table = LongTable(rows, colWidths=widths, repeatRows=repeat, hAlign="LEFT", splitInRow=1)
    table.setStyle(TableStyle([*plain, *commands]))
    return table


def _space(points: float) -> Any:
    from reportlab.platypus import Spacer

    return Spacer(1, points)


def _color(code: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(code)
