from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from picturelock.cues import Captions, Cue, Run, plain
from picturelock.errors import InputError, UsageError
from picturelock.formats.docx_text import DOCX
from picturelock.formats.files import read_captions
from picturelock.formats.transcript_text import TIMECODED, TRANSCRIPT
from picturelock.times import FrameRate, Span, from_ms

PAL = FrameRate(25)
CUES = (
    Cue(Span(from_ms(1000), from_ms(2000)), plain("Je pars\ndemain,"), "1", speaker="Claire"),
    Cue(Span(from_ms(2200), from_ms(3000)), plain("à l’aube."), "2", speaker="Claire"),
    Cue(Span(from_ms(3200), from_ms(4000)), plain("- Où ?\n- Loin."), "3"),
    Cue(Span(from_ms(9000), from_ms(9600)), ((Run("Plus", italic=True), Run(" tard."),),), "4", speaker="Paul"),
)  # fmt: skip
CAPTIONS = Captions(CUES, "fr", rate=PAL, start=PAL.time_of(90_000), extras=(("title", "La Lettre"), ("cut", "v12")))


def test_plain_text_has_a_paragraph_for_each_turn() -> None:
    text, losses = TRANSCRIPT.write(CAPTIONS)
    assert text == (
        "La Lettre\n\nClaire\u00a0: Je pars demain, à l’aube.\n\n- Où ?\n\n- Loin.\n\nPaul\u00a0: Plus tard.\n"
    )
    assert {str(found.evidence["what"]): found.evidence["count"] for found in losses} == {"timing": 4, "rich-text": 1}


def test_timecoded_text_says_when_in_the_programmes_timecode() -> None:
    text, losses = TIMECODED.write(CAPTIONS)
    assert "[01:00:01:00 – 01:00:03:00] Claire\u00a0: Je pars demain, à l’aube.\n" in text
    assert "[01:00:09:00 – 01:00:09:15] Paul\u00a0: Plus tard.\n" in text
    assert [found.evidence["what"] for found in losses] == ["rich-text"]
    assert "[00:00:01.000 – 00:00:03.000] " in TIMECODED.write(Captions(CUES, "en"))[0]


def test_a_long_speech_is_cut_where_an_editor_can_find_it() -> None:
    cues = tuple(
        Cue(Span(from_ms(n * 5000), from_ms(n * 5000 + 4900)), plain(f"phrase {n}"), str(n)) for n in range(20)
    )
    text, _ = TIMECODED.write(Captions(cues, rate=PAL))
    assert text.count("[") == 4
    assert TRANSCRIPT.write(Captions(cues, rate=PAL))[0].count("\n\n") == 0


def test_the_paper_edit_is_a_table_that_a_screen_reader_can_read() -> None:
    data, losses = DOCX.write_bytes(CAPTIONS)
    assert losses == ()
    document = Document(io.BytesIO(data))
    assert document.core_properties.title == "La Lettre" and document.core_properties.language == "fr-FR"
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "La Lettre", "Montage papier", "Montage\u00a0: v12", "4 sous-titres, langue\u00a0: fr",
    ]  # fmt: skip
    table = document.tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["N°", "Entrée", "Sortie", "Locuteur", "Texte", "Notes"]
    assert rows[1] == ["1", "01:00:01:00", "01:00:02:00", "Claire", "Je pars\ndemain,", ""]
    assert len(rows) == 5 and rows[4][3:5] == ["Paul", "Plus tard."]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[4].cells[4].paragraphs[0].runs[0].italic
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "fr-FR"


def test_the_paper_edit_speaks_english_for_all_other_captions() -> None:
    document = Document(io.BytesIO(DOCX.write_bytes(Captions(CUES, "en-gb"))[0]))
    assert document.paragraphs[0].text == "Paper edit" and document.core_properties.language == "en-GB"
    assert [cell.text for cell in document.tables[0].rows[0].cells][:3] == ["No.", "In", "Out"]


def test_characters_that_xml_has_no_place_for_do_not_break_it() -> None:
    cue = Cue(Span(0, from_ms(900)), ((Run("a\x00\x0b\ufffe\ud800b"),),), "1", speaker="\x01x")
    document = Document(io.BytesIO(DOCX.write_bytes(Captions((cue,), "en"))[0]))
    assert document.tables[0].rows[1].cells[4].text == "ab"


@pytest.mark.parametrize("name", ["film.txt", "film.docx"])
def test_they_are_written_and_never_read_back(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(InputError, match="written here and never read back"):
        read_captions(tmp_path / name)
    with pytest.raises(UsageError):
        TRANSCRIPT.read("x", tmp_path / name)
