"""The parts of the PDF report."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from picturelock.report.cells import Cell, Word, worded
from picturelock.report.fonts import marked
from picturelock.report.page import Page, Row, Table, Trade
from picturelock.report.pdf_columns import PADDING, lay_out, paragraphs
from picturelock.report.pdf_style import (
    COLORS,
    IDLE_SIGN,
    INK,
    LINE,
    OK_SIGN,
    SIGNS,
    STATES,
    WAIVED,
    WAIVED_SIGN,
    styles,
)
from picturelock.wording import terms

_CHECK_COLUMNS = 3
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
        (words["judged"], page.judged),
    )
    rows = [(body(name, "head"), body(text, "cell")) for name, text in facts if text]
    yield _table(rows, [width * 0.18, width * 0.82], [("BOTTOMPADDING", (0, 0), (-1, -1), 1)])
    yield _space(6)
    yield _verdict(page, width)
    yield _space(4)
    yield soft(words["checks_found"])
    yield _checks(page, width)
    yield from _idle(page)


def _verdict(page: Page, width: float) -> Any:
    words = page.words
    tally = " · ".join(
        f"{count} {words['tallies'][severity + _plural(count, page.language)]}"
        for severity, count in page.counts.items()
    )
    said = (page.ran, page.follows, tally)
    cells = [[body(page.headline, "state")], *([body(text, "reason")] for text in said)]
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
        if check.idle:
            told.append(soft(f"{check.name}{words['colon']} {IDLE_SIGN}"))
        elif check.answered:
            told.append(_check_cell(check.name, check.counts, words))
        else:
            told.append(body(f"{check.name}{words['colon']} {words['no_answer']}. {check.problem}", "strong"))
    told += [_check_cell(f"{trade.name} ({words['outside_checks']})", trade.counts, words) for trade in page.noticed]
    rows = [told[start : start + _CHECK_COLUMNS] for start in range(0, len(told), _CHECK_COLUMNS)]
    if rows:
        rows[-1] += [""] * (_CHECK_COLUMNS - len(rows[-1]))
    lines = ("GRID", (0, 0), (-1, -1), 0.4, _color(LINE))
    return _table(rows or [[""]], [width / _CHECK_COLUMNS] * _CHECK_COLUMNS, [lines])


def _idle(page: Page) -> Iterator[Any]:
    """The checks that had nothing to judge, by reason."""
    by_reason: dict[str, list[str]] = {}
    for check in page.checks:
        if check.idle:
            by_reason.setdefault(check.idle, []).append(check.name)
    if by_reason:
        yield _space(3)
        yield soft(page.words["idle_heading"])
    for reason, names in by_reason.items():
        yield soft(f"{IDLE_SIGN} {', '.join(names)}{page.words['colon']} {reason}")


def _check_cell(name: str, counts: Mapping[Any, int], words: Mapping[str, Any]) -> Any:
    from reportlab.platypus import Paragraph

    colors = {"waived": WAIVED} | {str(severity): color for severity, color in COLORS.items()}
    signs = {"waived": WAIVED_SIGN} | {str(severity): sign for severity, sign in SIGNS.items()}
    found = " ".join(
        f'<font color="{colors[kind]}">{marked(signs[kind])} <b>{count}</b></font>'
        for kind, count in counts.items()
        if count
    )
    return Paragraph(f"{marked(name)}{marked(words['colon'])} {found or marked(OK_SIGN)}", styles()["cell"])


def findings(trade: Trade, page: Page, width: float) -> Iterator[Any]:
    """One trade's findings, each with its number, place, sentence, rule and picture; none is split where a page can hold it."""
    from reportlab.platypus import KeepTogether

    for number, row in enumerate(trade.rows):
        mark = ("LINEBEFORE", (0, 0), (0, 0), 2, _color(COLORS[row.severity]))
        line = ("LINEABOVE", (0, 0), (-1, -1), 0.4, _color(LINE))
        told = _table([_finding(row, page)], [width * share for share in (0.165, 0.11, 0.205, 0.52)], [line, mark])
        # The heading of a trade stays with its first finding.
        yield KeepTogether([heading(trade.name, "h3"), told] if number == 0 else [told])


def _finding(row: Row, page: Page) -> list[Any]:
    from reportlab.platypus import Paragraph

    words = page.words
    named = marked(words["severities"][row.severity])
    badge = f'<font color="{COLORS[row.severity]}">{marked(SIGNS[row.severity])} <b>{named}</b></font>'
    number = marked(words["finding_number"].format(number=row.number))
    where: list[Any] = [body(f"{words['places'][word]}{words['colon']} {text}", "cell") for word, text in row.where]
    if row.thumbnail:
        where.append(_picture(row.thumbnail))
    what: list[Any] = [body(row.title, "strong"), body(row.message)]
    if row.fix:
        what.append(Paragraph(f"<b>{marked(words['to_do'])}</b> {marked(row.fix.replace('`', ''))}", styles()["body"]))
    if row.waived:
        what.append(body(f"{WAIVED_SIGN} {row.waived}", "strong"))
    if row.waivable:
        what.append(soft(row.waivable))
    source = f"{words['source']} {row.source or words['house_rule']} · "
    source += f"{words['demanded']} {row.demanded} · " if row.demanded else ""
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
    rows = [[page.words["columns"][column] for column in table.columns]]
    yield _listing([*rows, *(_told(row, table.columns, missing, page) for row in table.rows)], width)


def _told(row: Sequence[Cell], columns: Sequence[str], missing: str, page: Page) -> list[str]:
    """A row of a table; of a tail of missing cells only the first says so."""
    known = max((index for index, value in enumerate(row, start=1) if value is not None), default=0)
    told = [_cell(value, column, missing, page) for value, column in zip(row, columns, strict=True)]
    return [*told[: known + 1], *([""] * len(told[known + 1 :]))]


def _listing(rows: list[list[str]], width: float) -> Any:
    """A table of texts, of which the first row is the head."""
    laid = lay_out(rows, width)
    lines = ("LINEABOVE", (0, 1), (-1, -1), 0.4, _color(LINE))
    sides = [(f"{side}PADDING", (0, 0), (-1, -1), PADDING) for side in ("LEFT", "RIGHT")]
    return _table(paragraphs(laid), list(laid.widths), [lines, *sides], repeat=1)


def unsaid(page: Page) -> Iterator[Any]:
    """What the destination did not say, so that nobody judged it."""
    from reportlab.platypus import KeepTogether

    words = page.words
    told = [soft(f"• {name}{words['colon']} {things}") for name, things in page.subject.unsaid]
    if told:
        yield KeepTogether([heading(words["unsaid"]), *told])


def not_proven(page: Page) -> Iterator[Any]:
    """What the report does not prove."""
    from reportlab.platypus import KeepTogether

    told = [soft(f"• {sentence}") for sentence in page.words["limits_of_proof"].values()]
    yield KeepTogether([heading(page.words["not_proven"]), *told])


def sign_off(page: Page, width: float) -> Iterator[Any]:
    """What a person signs and the hash of the verdict, kept on one page."""
    from reportlab.platypus import KeepTogether

    words = page.words
    names = [soft(words[key]) for key in ("name", "role", "date", "signature")]
    signed = [
        [
            body(one.person, "strong"),
            body(one.role),
            body(made),
            body(f"{OK_SIGN} {words['signed_with'].format(key=one.key, file=one.file)}"),
        ]
        for one, made in page.signatures
    ]
    shares = (0.2, 0.17, 0.19, 0.44)
    over = ("LINEABOVE", (0, -1), (-1, -1), 0.8, _color(INK))
    lines = _table([*signed, names], [width * share for share in shares], [over])
    space = _space(8 if signed else 34)
    rests = words["inputs_elsewhere"].format(count=len(page.verdict.inputs), hash=page.hash) + " " + words["footer"]
    yield KeepTogether([heading(words["sign_off"]), body(page.sign_off), space, lines, _space(8), body(rests, "small")])


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
