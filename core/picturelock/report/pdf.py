"""The delivery report as a PDF, to file and to sign: the same page as the HTML one, laid out on A4.

The same verdict gives the same bytes: nothing in it is of the moment in which it was written.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from picturelock.findings import Verdict
from picturelock.report import pdf_parts as parts
from picturelock.report.fonts import REGULAR, plain
from picturelock.report.page import Page, Subject, Table, gather
from picturelock.report.pdf_strip import strip_drawing
from picturelock.report.pdf_style import MARGIN_MM, SOFT

_ROOM = 150
"""Points that a heading and the first lines under it take."""


def render_pdf(subject: Subject, verdict: Verdict, language: str = "en") -> bytes:
    """The report of a verdict in a language, tagged with its title and language."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    page = gather(subject, verdict, language)
    margin, (width, height) = MARGIN_MM * mm, A4
    target = io.BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        title=f"{page.headline} · {subject.title}",
        author="Picturelock",
        subject=page.words["report"],
        lang=language,
        invariant=1,
        displayDocTitle=1,
    )
    frame = Frame(margin, margin + 5 * mm, width - 2 * margin, height - 2 * margin - 6 * mm, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=_Footer(page, margin))])
    document.build(list(_flowing(_story(page, width - 2 * margin))), canvasmaker=_counting())
    return target.getvalue()


def _story(page: Page, width: float) -> Iterator[Any]:
    words = page.words
    yield from parts.opening(page, width)
    if page.strip:
        yield parts.heading(words["strip"])
        yield strip_drawing(page.strip, width)
        yield parts.soft(words["strip_legend"])
    yield parts.heading(words["findings"])
    if not page.trades:
        yield parts.body(words["no_findings" if page.state != "none" else "no_findings_no_verdict"])
    for trade in page.trades:
        yield from parts.findings(trade, page, width)
    if page.subject.measured is not None:
        yield from _table("measured", page.subject.measured, "unknown", page, width)
    yield from parts.unsaid(page)
    yield from parts.not_proven(page)
    yield from parts.sign_off(page, width)
    for name, table, missing in (
        ("rights", page.subject.rights, "not_cleared"),
        ("ai_use", page.subject.ai_use, "not_reviewed"),
        ("limits", page.subject.limits, "unknown"),
    ):
        if table is not None:
            yield from _table(name, table, missing, page, width)


def _table(name: str, table: Table, missing: str, page: Page, width: float) -> Iterator[Any]:
    words = page.words
    yield from parts.grid(words[name], words[f"{name}_caption"], table, words[missing], page, width)


def _flowing(story: Iterator[Any]) -> Iterator[Any]:
    """A heading stays with the beginning of what follows, not with all of it: a long table begins on the page it is on."""
    from reportlab.platypus import CondPageBreak, LongTable

    held: list[Any] = []
    for part in story:
        if getattr(getattr(part, "style", None), "name", "") in ("h2", "h3", "soft"):
            held.append(part)
            continue
        if isinstance(part, LongTable) and any(one.style.name != "soft" for one in held):
            yield CondPageBreak(_ROOM)
            for one in held:
                one.keepWithNext = 0
        yield from held
        held.clear()
        yield part
    yield from held


class _Footer:
    """What stands under every page; the number of pages is filled in once it is known."""

    def __init__(self, page: Page, margin: float) -> None:
        self.text = plain(f"{page.subject.title} · {page.headline} · {page.judged}")
        self.margin = margin

    def __call__(self, canvas: Any, _document: Any) -> None:
        canvas.setFont(REGULAR, 6.8)
        canvas.setFillColor(SOFT)
        canvas.drawString(self.margin, self.margin - 2, self.text[:110])


def _counting() -> type:
    from reportlab.pdfgen.canvas import Canvas

    class Counting(Canvas):  # type: ignore[misc]
        """Writes "3 / 9" on each page once all are made."""

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self._made: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._made.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, state in enumerate(self._made, start=1):
                self.__dict__.update(state)
                self.setFont(REGULAR, 6.8)
                self.setFillColor(SOFT)
                self.drawRightString(
                    self._pagesize[0] - MARGIN_MM * 2.8346, MARGIN_MM * 2.8346 - 2, f"{number} / {len(self._made)}"
                )
                super().showPage()
            super().save()

    return Counting
