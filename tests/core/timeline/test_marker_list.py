"""Lists of markers beside a timeline: what is written comes back, and what other systems write is understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.cut import Cut, Marker
from picturelock.errors import InputError, OutputError
from picturelock.timeline.marker_edl import marker_edl
from picturelock.timeline.marker_list import read_markers, write_markers_of
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
CUT = Cut("v12", RATE, (), RATE.time_of(90000), duration=RATE.time_of(1000))


def at(first: int, last: int | None = None) -> Span:
    return Span(RATE.time_of(first), RATE.time_of(first if last is None else last))


MARKERS = (
    Marker(at(0), "Début", "à vérifier ; “sous-titre”", "GREEN"),
    Marker(at(250, 300), "=SUM(A1)", "", "BLUE"),
)


@pytest.mark.parametrize("ending", [".csv", ".edl", ".txt"])
def test_what_is_written_comes_back(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"marqueurs é{ending}"
    write_markers_of(CUT, MARKERS, path, overwrite=False)
    found = read_markers(path, CUT)
    assert [(one.span.start, one.color) for one in found] == [(one.span.start, one.color) for one in MARKERS]
    if ending == ".csv":
        assert found == MARKERS
    with pytest.raises(OutputError, match="exists already"):
        write_markers_of(CUT, MARKERS, path, overwrite=False)


def test_a_table_disarms_formulas(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    write_markers_of(CUT, MARKERS, path, overwrite=False)
    assert ",'=SUM(A1)," in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "text",
    [
        "Marker Name,Description,In,Out\nName,Note,01:00:01:00,01:00:02:00\n",
        "Nom;Commentaire;Entrée;Sortie\nName;Note;01:00:01:00;01:00:02:00\n",
        "Timecode\tName\tNotes\tEnd\n01:00:01:00\tName\tNote\t01:00:02:00\n",
    ],
)
def test_tables_of_other_systems(tmp_path: Path, text: str) -> None:
    path = tmp_path / "m.csv"
    path.write_text(text, encoding="utf-8")
    assert read_markers(path, CUT) == (Marker(at(25, 50), "Name", "Note", "RED"),)


def test_a_marker_list_of_avid(tmp_path: Path) -> None:
    path = tmp_path / "m.txt"
    path.write_text("Anne\t01:00:04:00\tV1\tcyan\tRefaire le raccord\t1\t\tcyan\n", encoding="utf-16")
    assert read_markers(path, CUT) == (Marker(at(100), "Refaire le raccord", "", "CYAN"),)


def test_a_marker_edl_of_resolve(tmp_path: Path) -> None:
    path = tmp_path / "m.edl"
    path.write_text(
        "TITLE: v12\nFCM: NON-DROP FRAME\n\n"
        "001  001      V     C        01:00:04:00 01:00:04:01 01:00:04:00 01:00:04:01  \n"
        " Trop court |C:ResolveColorBlue |M:Plan 3 |D:1\n",
        encoding="utf-8",
    )
    assert read_markers(path, CUT) == (Marker(at(100), "Plan 3", "Trop court", "BLUE"),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no column of times"),
        ("a,b\n1,2\n", "no column of times"),
        ("In,Name\n", "holds no marker"),
        ("In,Name\n02:00:00:00,late\n", "within the cut"),
        ("In,Name\n\0", "not text"),
        ('In,Name\n"' + "x" * 200_000, "not a table"),
    ],
)
def test_what_is_no_list_says_why(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "m.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        read_markers(path, CUT)


def test_the_author_and_the_colour_of_a_marker_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "m.txt"
    path.write_text("Jean\t01:00:02:00\tV1\tGreen\tÉtalonnage\t1\r\n", encoding="utf-8")
    (marker,) = read_markers(path, CUT)
    assert (marker.author, marker.color, marker.name) == ("Jean", "GREEN", "Étalonnage")
    for ending in (".txt", ".csv"):
        out = tmp_path / f"out{ending}"
        assert write_markers_of(CUT, [marker], out, overwrite=False) == ()
        (back,) = read_markers(out, CUT)
        assert (back.author, back.color) == ("Jean", "GREEN")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8").startswith("Jean\t01:00:02:00\tV1\tGreen\t")
    (lost,) = write_markers_of(CUT, [marker], tmp_path / "out.edl", overwrite=False)
    assert (lost.rule, lost.evidence["authors"]) == ("timeline.marker-authors", "Jean")


def test_a_note_that_two_markers_share_is_said_once() -> None:
    twice = [Marker(at(0), name, "Its head is trimmed.") for name in ("picture", "sound")]
    assert "Its head is trimmed. |C:ResolveColorRed |M:picture + sound |D:1" in marker_edl(CUT, twice)
