"""Ledgers that are tables: columns under any known heading, and whatever is not plain is named by its cell."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from picturelock.errors import InputError
from picturelock.rights.data import load
from picturelock.rights.ledger import read_ledger
from picturelock.rights.model import COLUMNS
from picturelock.rights.words import folded, headings
from picturelock.spreadsheet import as_meant, column_name, disarmed
from picturelock.spreadsheet.workbook_reader import read_xlsx
from picturelock.spreadsheet.workbook_writer import Page, to_xlsx, with_rows
from picturelock.wording import LANGUAGES, table

HEAD = ["asset", "kind", "owner", "territories", "media", "end"]
ROW: list[Any] = ["A001*", "footage", "ONF", "CA;FR", "vod", dt.date(2030, 12, 31)]


def book(folder: Path, change: Callable[[Any], object] | None = None, rows: list[list[Any]] | None = None) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Droits"
    for row in rows or [HEAD, ROW]:
        sheet.append(row)
    if change is not None:
        change(made)
    made.save(folder / "l.xlsx")
    return folder / "l.xlsx"


def refused(path: Path, **more: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        read_ledger(path, **more)
    return caught.value


def test_a_workbook_reads_as_a_table(tmp_path: Path) -> None:
    (one,) = read_ledger(book(tmp_path)).clearances
    assert (one.place, one.line, one.end, one.territories) == (
        "Droits!A2", 2, dt.date(2030, 12, 31), {"CA", "FR"},
    )  # fmt: skip


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    def mac(made: Any) -> None:
        made.epoch = CALENDAR_MAC_1904

    assert read_ledger(book(tmp_path, mac)).clearances[0].end == dt.date(2030, 12, 31)


@pytest.mark.parametrize(
    ("cell", "value", "place", "said"),
    [
        ("C2", "=A1", "Droits!C2", "formula"),
        ("F2", "=TODAY()", "Droits!F2", "formula"),
        ("F2", "31/12/2030", "Droits!F2", "date in another form"),
        ("F2", 47848, "Droits!F2", "neither a date nor"),
        ("F2", dt.datetime(2030, 12, 31, 10, 30), "Droits!F2", "time of day"),
        ("C2", "#REF!", "Droits!C2", "#REF!"),
        ("D2", "CA;EUROPE", "Droits!D2", "not a territory"),
        ("H2", "stray", "Droits!H2", "without a heading"),
        ("G1", "Wer", "Droits!1", "that heading is not known"),
        ("G1", "fin", "Droits!1", "second column for `end`"),
        ("B1", None, "Droits!1", "kind"),
        ("A1", None, "Droits!1", "asset"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said_of_that_cell(
    tmp_path: Path, cell: str, value: Any, place: str, said: str
) -> None:
    def change(made: Any) -> None:
        made.active[cell] = value
        made.active[cell].number_format = "General" if type(value) is int else made.active[cell].number_format
        if value == "#REF!":
            made.active[cell].data_type = "e"

    error = refused(book(tmp_path, change))
    assert error.place == place and said in error.reason


def test_merged_cells_are_not_guessed(tmp_path: Path) -> None:
    error = refused(book(tmp_path, lambda made: made.active.merge_cells("A2:A4")))
    assert error.place == "Droits!A2:A4" and "merged" in error.reason


def test_a_title_above_the_headings_may_be_merged(tmp_path: Path) -> None:
    path = book(tmp_path, lambda made: made.active.merge_cells("A1:F1"), [["Droits du film"], [], HEAD, ROW])
    assert [one.place for one in read_ledger(path).clearances] == ["Droits!A4"]


def test_one_sheet_is_the_ledger(tmp_path: Path) -> None:
    def second(made: Any) -> None:
        for row in (HEAD, ROW):
            made.create_sheet("Autre").append(row) if "Autre" not in made.sheetnames else made["Autre"].append(row)

    assert "several sheets" in refused(book(tmp_path, second)).reason
    hidden = book(tmp_path, lambda made: (second(made), setattr(made["Autre"], "sheet_state", "hidden")))
    assert len(read_ledger(hidden).clearances) == 1


def test_columns_are_found_by_the_productions_headings(tmp_path: Path) -> None:
    rows = [["Élément no", "Nature", "Ayant droit", "Pays", "Supports", "Échéance", "(Prix)"], [*ROW, 100]]
    path = book(tmp_path, rows=rows)
    (one,) = read_ledger(path, {"asset": "élément NO"}).clearances
    assert one.asset == "A001*" and one.owner == "ONF"
    error = refused(path, columns={"wat": "Nature", "asset": "Élément no"})
    assert "“wat”: `[rights] columns` names a column that Picturelock does not have" in error.reason


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator_of_a_csv_is_told_by_its_headings(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "l.csv"
    lines = [separator.join(HEAD), separator.join(["A*", "musique", "X", "EU", "tous", "perpétuité"])]
    path.write_text("sep=;\n" * (separator == ";") + "\n".join(lines) + "\n", encoding="utf-8")
    (one,) = read_ledger(path).clearances
    assert (one.kind, one.media, one.end, len(one.territories)) == ("music", {"all"}, None, 27)


def test_a_formula_in_a_csv_is_refused_and_a_guarded_text_read_back(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text(";".join(HEAD) + "\nA*;music;=1+1;CA;all;perpetual\n", encoding="utf-8")
    assert refused(path).place == "line 2, owner"
    path.write_text(";".join(HEAD) + "\nA*;music;'=1+1;'-CA WORLD;all;perpetual\n", encoding="utf-8")
    assert refused(path).place == "line 2, territories"
    path.write_text(";".join(HEAD) + '\nA*;music;\'=1+1;"WORLD;-CA";all;perpetual\n', encoding="utf-8")
    assert read_ledger(path).clearances[0].owner == "=1+1"


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "l.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert (tmp_path / "l.xlsx").stat().st_size < 100_000
    assert "unpacks to 60 MB" in refused(tmp_path / "l.xlsx").reason


def _without(name: str) -> bytes:
    source, out = zipfile.ZipFile(io.BytesIO(to_xlsx([Page("a", ("b",), ())]))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in source.namelist():
            archive.writestr(part, b"<x" if part == name else source.read(part))
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"x", b"PK\x03\x04" + b"\0" * 50, b"\xd0\xcf\x11\xe0" + b"\0" * 600, _without("xl/workbook.xml"),
        _without("xl/worksheets/sheet1.xml"), _without("[Content_Types].xml"),
    ],
)  # fmt: skip
def test_what_is_no_workbook(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "l.xlsx").write_bytes(data)
    assert refused(tmp_path / "l.xlsx").reason


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{"&" + a + ";" * 1}&{a};&{a};&{a};">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    out = io.BytesIO()
    source = zipfile.ZipFile(book(tmp_path))
    with zipfile.ZipFile(out, "w") as archive:
        for part in source.namelist():
            text = source.read(part)
            if part.endswith("sheet1.xml"):
                text = lol.encode() + b"]><worksheet>&i;</worksheet>"
            archive.writestr(part, text)
    (tmp_path / "l.xlsx").write_bytes(out.getvalue())
    assert refused(tmp_path / "l.xlsx").reason


def test_a_workbook_of_ours_runs_nothing_and_reads_back() -> None:
    rows = (("=1+1", 3, dt.date(2026, 1, 2), 2.5), ("\x01@x", None, True, "-é"))
    data = to_xlsx([Page("a/b:c" * 20, ("h", "i", "j", "k"), rows, (("above",), ()))])
    (sheet,) = read_xlsx(data, Path("x.xlsx"))
    assert sheet.rows[2][:4] == ("h", "i", "j", "k")
    assert sheet.rows[3:] == (("=1+1", 3, dt.date(2026, 1, 2), 2.5), ("@x", None, True, "-é"))
    assert openpyxl.load_workbook(io.BytesIO(data)).active["A4"].data_type == "s"
    assert [column_name(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", " =1", "\t=1", "\u200b=1", "＝1"])
def test_what_would_run_is_shown(text: str) -> None:
    assert disarmed(text) == f"'{text}" and as_meant(str(disarmed(text))) == text


@pytest.mark.parametrize("text", ["a=1", "'", "'a", "l’été", ""])
def test_what_would_not_run_stays(text: str) -> None:
    assert disarmed(text) == text and as_meant(text) == text


def test_every_heading_means_one_column() -> None:
    said = [folded(one) for name, listed in load("headings").items() for one in {name, *listed}]
    ours = {folded(name) for name in COLUMNS}
    assert set(load("headings")) == set(COLUMNS) and ours <= set(said)
    doubled = {one for one in said if said.count(one) > 1 and headings()[one] is None}
    assert doubled == set()
    for language in LANGUAGES:
        for name, heading in table(language, "ui")["rights_draft_columns"].items():
            assert headings()[folded(heading)] == name
    for name, listed in load("headings").items():
        for heading in listed:
            assert headings()[folded(heading)] == name, heading


def altered(path: Path, part: str, old: bytes, new: bytes) -> Path:
    source, out = zipfile.ZipFile(path), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            assert name != part or old in data
            archive.writestr(name, data.replace(old, new) if name == part else data)
    path.write_bytes(out.getvalue())
    return path


SHEET = "xl/worksheets/sheet1.xml"
WHOLE = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'


def test_a_workbook_that_claims_to_be_endless_is_read_at_once(tmp_path: Path) -> None:
    far = b'</row><row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    assert len(read_ledger(altered(book(tmp_path), SHEET, b"</row></sheetData>", far)).clearances) == 1
    lying = altered(book(tmp_path), SHEET, b'<dimension ref="A1:F2"', b'<dimension ref="A1:A1"')
    assert len(read_ledger(lying).clearances) == 1


@pytest.mark.parametrize("more", [WHOLE, WHOLE.replace(b"A1", b"&#65;1"), WHOLE.replace(b' ref="A1:XFD1048576"', b"")])
def test_merges_of_a_whole_sheet_are_not_laid_out(tmp_path: Path, more: bytes) -> None:
    error = refused(altered(book(tmp_path), SHEET, b"</sheetData>", b"</sheetData>" + more))
    assert "erge" in error.reason or "cannot be read" in error.reason


def test_ranges_of_a_whole_sheet_are_not_laid_out_to_add_a_row(tmp_path: Path) -> None:
    link = b'</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'
    path = altered(book(tmp_path), SHEET, b"</sheetData>", link)
    assert len(read_ledger(path).clearances) == 1
    with pytest.raises(InputError, match="very many cells"):
        with_rows(path.read_bytes(), "Droits", [("a",)], path)


def test_rows_that_are_hidden_or_struck_through_clear_nothing(tmp_path: Path) -> None:
    def hide(made: Any) -> None:
        made.active.row_dimensions[2].hidden = True

    def strike(made: Any) -> None:
        made.active["C2"].font = Font(strike=True)

    told = refused(book(tmp_path, hide))
    assert told.place == "Droits!A2" and "hidden" in told.message
    told = refused(book(tmp_path, strike))
    assert told.place == "Droits!C2" and "struck through" in told.message

    def beside(made: Any) -> None:
        made.active.row_dimensions[9].hidden = True
        made.active["A1"].font = Font(strike=True)

    assert len(read_ledger(book(tmp_path, beside)).clearances) == 1
