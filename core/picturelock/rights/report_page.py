"""The rights report as one page for people: narrow enough that a screen and a lying A4 show all of it."""

from __future__ import annotations

from picturelock.report.table_page import TableCell, TablePage, render
from picturelock.rights.report import COLUMNS, PROBLEMS_APART, RightsReport, about, rows, said
from picturelock.wording import message, table

PAGE_COLUMNS = ("source", "used", "owner", "rights", "window", "paper", "problems")
_MOST_PLACES = 6
"""Places of a source that the page names; the table has more, and the data all."""


def report_html(report: RightsReport, language: str) -> str:
    """One page that needs nothing else."""
    words = table(language, "ui")["rights_report"]
    bad = {line.use.label for line in report.lines if line.problems or not (line.clearances or line.generated)}
    used = sum(not line.generated for line in report.lines)
    counts = words["counts"].format(sources=used, wrong=len(bad), unused=len(report.unused))
    columns = tuple(str(words["columns"][name]) for name in PAGE_COLUMNS)
    cells = tuple(
        _cells(
            dict(zip(COLUMNS, (said(value, language) for value in row), strict=True)),
            str(row[0]) in bad,
            words,
            language,
        )
        for row in rows(report, language)
    )
    page = TablePage(
        f"{words['heading']} – {report.title}",
        (*about(report, language), counts),
        tuple(message(finding, language) for finding in report.notes),
        columns,
        cells,
    )
    return render(page, language)


def _cells(row: dict[str, str], bad: bool, words: dict[str, str], language: str) -> tuple[TableCell, ...]:
    lasting = [words[name].format(amount=row[name]) for name in ("seen", "heard", "frames") if row[name] != "0"]
    places = row["where"].split("; ")
    more = ["…"] if len(places) > _MOST_PLACES else []
    window = f"{row['start'] or '…'} –\n{row['end']}" if row["end"] else ""
    stacked = (
        (row["source"], row["kind"]),
        (*lasting, *places[:_MOST_PLACES], *more),
        (row["owner"], row["title"]),
        (row["territories"], row["media"], row["languages"]),
        (window,),
        (row["status"], row["evidence"], row["entry"]),
        row["problems"].split(PROBLEMS_APART[language]),
    )
    texts = ["\n".join(filter(None, lines)) for lines in stacked]
    kept = (PAGE_COLUMNS.index("used"), PAGE_COLUMNS.index("window"))
    last = len(texts) - 1
    return tuple(
        TableCell(text, marked=bad and number == last, kept=number in kept) for number, text in enumerate(texts)
    )
