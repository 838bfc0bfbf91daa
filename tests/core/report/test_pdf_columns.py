"""Columns of a PDF's tables: as wide as their words, and timecodes, dates and words in one piece."""

from __future__ import annotations

from itertools import pairwise

import pytest
from picturelock.report.paper import Heading, Table
from picturelock.report.paper_pdf import to_pdf
from picturelock.report.pdf_columns import PADDING, SIZES, _measured, lay_out

NAME = "Cinematheque_de_la_Vallee_Archive_1987_bobine03_v12_etalonne_ProRes4444.mov"
TEXT = "00:00:01:05 – 00:00:02:05; 00:00:53:05 – 00:00:53:17"
HEAD = ("Source", "Où", "Ayant droit", "Modes d’exploitation", "Fenêtre")
ROW = (NAME, TEXT, "Office national du film du Canada", "télédiffusion, VàD par abonnement", "2026-05-14 – 2030-12-31")


@pytest.mark.parametrize("width", [760.0, 515.0, 330.0])
def test_words_stay_whole_and_nothing_is_lost(width: float) -> None:
    grid = lay_out([HEAD, *[ROW] * 40], width)
    assert abs(sum(grid.widths) - width) < 0.01 and grid.size in SIZES
    for text, lines, room in zip(ROW, grid.rows[1], grid.widths, strict=True):
        assert "".join("".join(lines).split()) == "".join(text.split())
        for word in text.split():
            if word != NAME:
                assert any(word in line.split() for line in lines), (word, lines)
        assert all(_measured(line, "Vera") * grid.size <= room - 2 * PADDING + 2 for line in lines)
    name = grid.rows[1][0]
    assert all(line.endswith("_") or after.startswith(".") for line, after in pairwise(name)), name


def test_letters_get_smaller_before_a_word_is_broken() -> None:
    wide = [tuple(f"Überschrift{n}" for n in range(14)), tuple("00:00:00:00" for _ in range(14))]
    large, small = lay_out(wide, 1400), lay_out(wide, 760)
    assert large.size == SIZES[0] and small.size < SIZES[0]
    assert all(cell == ("00:00:00:00",) for cell in small.rows[1])


@pytest.mark.parametrize(
    "text", ["", " ", "x" * 5000, "日本語" * 300, "\U0001f3ac" * 50, "a\nb", "_" * 300, "- " * 300, "\u00a0" * 90]
)
def test_any_text_is_laid_out(text: str) -> None:
    grid = lay_out([("a", "b"), (text, "c")], 300)
    assert "".join("".join(grid.rows[1][0]).split()) == "".join(text.split())
    assert to_pdf([Heading(1, "x"), Table(("a", "b"), ((text, "c"),))], "fr").startswith(b"%PDF")


def test_more_columns_than_there_is_room_for() -> None:
    grid = lay_out([("Überschrift",) * 60, ("télédiffusion",) * 60], 500)
    assert abs(sum(grid.widths) - 500) < 0.01 and "".join(grid.rows[1][0]) == "télédiffusion"
