"""A transcript as a Word document (.docx) for the paper edit: written, never read back. The only door to python-docx.

One table, a row for each caption: number, timecode in and out, speaker, text, and a column for the editor's notes. The
header row is marked as such and repeated on each page, and the language is set, so that screen readers read it rightly.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock import wording
from picturelock.cues import Captions, Cue
from picturelock.errors import UsageError
from picturelock.formats.base import WRITE_ONLY, Findings, extra, lost
from picturelock.formats.transcript_text import count_losses, moment

if TYPE_CHECKING:
    from docx.document import Document

_HEADINGS = ("paper_number", "paper_in", "paper_out", "paper_speaker", "paper_text", "paper_notes")
_WIDTHS_CM = (1.2, 2.6, 2.6, 2.6, 9.5, 6.0)
_LONGEST = 255  # characters of a document's property
_LOCALES = {"fr": "fr-FR", "en": "en-US"}


@dataclass(frozen=True, slots=True)
class PaperEdit:
    """The paper edit as .docx."""

    name: str = "Word"
    suffixes: tuple[str, ...] = (".docx",)
    directions = WRITE_ONLY
    timecode = True

    def read_bytes(self, data: bytes, file: Path) -> tuple[Captions, Findings]:  # noqa: ARG002
        """Raises UsageError: a paper edit has no times that can be trusted any more."""
        raise UsageError(f"{file} is a Word document, which is written here and not read.", hint="Read SRT or WebVTT.")

    def write_bytes(self, captions: Captions) -> tuple[bytes, Findings]:
        """See `Format.write`. Times are timecode where the captions have a rate, else hours to milliseconds."""
        from docx import Document

        document = Document()
        language = "fr" if captions.language.startswith("fr") else "en"
        title = _clean(extra(captions, "title") or "") or wording.say("paper_title", language)
        _set_up(document, captions, title)
        document.add_heading(title, 0)
        if extra(captions, "title"):
            document.add_paragraph(wording.say("paper_title", language))
        if cut := extra(captions, "cut"):
            document.add_paragraph(_clean(wording.say("paper_cut", language, cut=cut)))
        count = len(captions.cues)
        document.add_paragraph(wording.say("paper_captions", language, count=count, code=captions.language))
        _table(document, captions, [wording.say(key, language) for key in _HEADINGS])
        buffer = io.BytesIO()
        document.save(buffer)
        losses = count_losses(captions, timed=True)
        losses["rich-text"] = 0
        losses["colors"] = sum(any(run.color for line in cue.lines for run in line) for cue in captions.cues)
        return buffer.getvalue(), lost(self.name, +losses)


DOCX = PaperEdit()


def _set_up(document: Document, captions: Captions, title: str) -> None:
    """A landscape page, the title in the properties, and the language of the text."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    page: Any = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = Cm(2)
    properties = document.core_properties
    properties.title, properties.author = title[:_LONGEST], ""
    locale = _locale(captions.language)
    if locale is None:
        return
    properties.language = locale
    normal: Any = document.styles.element.find(qn("w:docDefaults"))
    run_properties = normal.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    mark = run_properties.find(qn("w:lang"))
    if mark is None:
        mark = OxmlElement("w:lang")
        run_properties.append(mark)
    mark.set(qn("w:val"), locale)


def _table(document: Document, captions: Captions, headings: list[str]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table: Any = document.add_table(rows=len(captions.cues) + 1, cols=len(headings), style="Table Grid")
    for column, width in zip(table.columns, _WIDTHS_CM, strict=True):
        column.width = Cm(width)
    # python-docx finds a cell by walking the table each time; its rows are walked once here.
    rows = iter(table._tbl.tr_lst)
    first = next(rows)
    first.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, heading in zip(first.tc_lst, headings, strict=True):
        _write(table, cell, heading, bold=True)
    for number, (row, cue) in enumerate(zip(rows, captions.cues, strict=True), start=1):
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        number_cell, start, end, speaker, text, _ = row.tc_lst
        _write(table, number_cell, str(number))
        _write(table, start, moment(cue.span.start, captions))
        _write(table, end, moment(cue.span.end, captions))
        _write(table, speaker, cue.speaker or "")
        _write_text(table, text, cue)


def _write(table: Any, cell: Any, text: str, bold: bool = False) -> None:
    from docx.text.paragraph import Paragraph

    Paragraph(cell.p_lst[0], table).add_run(_clean(text)).bold = bold or None


def _write_text(table: Any, cell: Any, cue: Cue) -> None:
    """The caption's lines, italics and the like kept."""
    from docx.text.paragraph import Paragraph

    paragraph = Paragraph(cell.p_lst[0], table)
    for number, line in enumerate(cue.lines):
        for run in line:
            written = paragraph.add_run(_clean(run.text))
            written.italic, written.bold, written.underline = (
                run.italic or None,
                run.bold or None,
                run.underline or None,
            )
        if number + 1 < len(cue.lines):
            paragraph.add_run().add_break()


def _clean(text: str) -> str:
    """Text without the control characters that XML has no place for."""
    return "".join(
        sign for sign in text if sign >= " " and sign not in "\ufffe\uffff" and not "\ud800" <= sign <= "\udfff"
    )


def _locale(language: str) -> str | None:
    """The language as Word writes it, "fr-CA"; None where it is not known."""
    base, _, region = language.partition("-")
    if base in ("", "und"):
        return None
    return f"{base.lower()}-{region.upper()}" if region else _LOCALES.get(base, base)
