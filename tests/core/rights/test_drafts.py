"""Drafts of a ledger, and the report: nothing that was there changes, and what is written reads."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from picturelock.errors import InputError, UsageError
from picturelock.production import Dossier
from picturelock.rights.coverage import check
from picturelock.rights.draft import draft
from picturelock.rights.ledger import read_ledger
from picturelock.rights.report import report_csv, report_json, report_xlsx, rights_report
from picturelock.rights.report_page import report_html
from picturelock.rights.summary import rights_csv
from picturelock.wording import LANGUAGES

Make = Callable[..., Any]
NAMES = ["A.mxf", 'od"d [x]*.wav', "é\\n.mxf", "=1+1.mov"]


def dossier_of(make_dossier: Make, make_shot: Make) -> Dossier:
    made: Dossier = make_dossier([make_shot(name, 10 * n, 10 * n + 10) for n, name in enumerate(NAMES)])
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", ["toml", "csv", "xlsx"])
def test_a_draft_has_an_entry_for_each_source_and_is_added_to_only_once(
    make_dossier: Make, make_shot: Make, tmp_path: Path, ending: str, language: str
) -> None:
    dossier, file = dossier_of(make_dossier, make_shot), tmp_path / f"new.{ending}"
    made = draft(dossier, file, {}, language)
    file.write_bytes(made.data)
    clearances = read_ledger(file).clearances
    assert made.added == tuple(NAMES) and made.kept == 0 and all(one.drafted for one in clearances)
    again = draft(dossier, file, {}, language)
    assert again.added == () and again.kept == 4 and (again.data == made.data)
    found = list(check(replace(dossier, production=replace(dossier.production, ledger=file))))
    assert {finding.rule for finding in found} == {"rights.unsigned"} and len(found) == 4


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_a_csv_holds_stays_byte_for_byte(make_dossier: Make, make_shot: Make, tmp_path: Path, end: str) -> None:
    file = tmp_path / "l.csv"
    head = "Élément;(Prix);Nature;Ayant droit;Territoires;Supports;Échéance;Statut"
    text = f'{head}{end}A.mxf;12;archives;"X;""Y";CA;tv;perpetual;signé'
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    made = draft(dossier_of(make_dossier, make_shot), file, {}, "fr")
    assert made.data.startswith(b"\xef\xbb\xbf" + text.encode() + end.encode()) and made.kept == 1
    file.write_bytes(made.data)
    assert read_ledger(file).clearances[0].asset == "A.mxf" and len(made.added) == 3
    assert draft(dossier_of(make_dossier, make_shot), file, {}, "fr").added == ()


def test_what_a_workbook_holds_stays(make_dossier: Make, make_shot: Make, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["Registre"],
        ["asset", "kind", "owner", "territories", "media", "end", "status"],
        ["A*", "still", "X", "CA", "tv", "perpetual", "signed"],
    ):
        book.active.append(row)
    book.create_sheet("Notes")["B2"] = "à part"
    book.save(tmp_path / "l.xlsx")
    made = draft(dossier_of(make_dossier, make_shot), tmp_path / "l.xlsx", {}, "en")
    (tmp_path / "l.xlsx").write_bytes(made.data)
    back = openpyxl.load_workbook(tmp_path / "l.xlsx")
    assert back["Notes"]["B2"].value == "à part" and back.worksheets[0]["A3"].value == "A*"
    assert back.worksheets[0]["A6"].value == "=1+1.mov" and back.worksheets[0]["A6"].data_type == "s"
    assert len(read_ledger(tmp_path / "l.xlsx").clearances) == 4


def test_what_cannot_be_added_to(make_dossier: Make, make_shot: Make, tmp_path: Path) -> None:
    dossier = dossier_of(make_dossier, make_shot)
    (tmp_path / "l.csv").write_text("asset,kind,owner,territories,media,end\n", encoding="utf-8")
    with pytest.raises(InputError, match="status"):
        draft(dossier, tmp_path / "l.csv", {}, "en")
    (tmp_path / "l.toml").write_text("x = [", encoding="utf-8")
    with pytest.raises(InputError):
        draft(dossier, tmp_path / "l.toml", {}, "en")
    with pytest.raises(UsageError):
        draft(dossier, tmp_path / "l.pdf", {}, "en")


LEDGER = """
[[clearance]]
asset = "A.mxf"
kind = "archive"
title = "<b>x</b>"
owner = "=X"
territories = ["CA"]
media = ["tv"]
end = 2027-01-01
evidence = "p.pdf"
status = "signed"
[[clearance]]
asset = "nothing"
kind = "still"
owner = "Y"
territories = "WORLD"
media = "all"
end = "perpetual"
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_what_where_and_by_what(make_dossier: Make, make_shot: Make, language: str) -> None:
    shots = [make_shot("A.mxf", 0, 25), make_shot("A.mxf", 50, 60), make_shot("<i>B.mxf", 25, 50)]
    dossier = make_dossier(shots, LEDGER)
    assert dossier.production.ledger is not None
    report = rights_report(dossier, read_ledger(dossier.production.ledger), list(check(dossier)))
    data = json.loads(report_json(report, language))
    first = data["sources"][0]
    assert (first["frames"], first["seen_seconds"], [place["timecode"] for place in first["where"]]) == (
        35, 1.4, ["00:00:00:00", "00:00:02:00"],
    )  # fmt: skip
    assert {one["rule"] for one in first["problems"]} == {
        "rights.territory",
        "rights.window",
        "rights.evidence-missing",
    }
    assert [one["entry"] for one in data["unused"]] == ["entry 2"] and data["sources"][1]["cleared_by"] == []
    page = report_html(report, language)
    assert "<i>B" not in page and "<b>x" not in page and "&lt;b&gt;x" in page and 'class="marked"' in page
    assert "2026-11-22" in page and "CA, FR" in page and "2026-12-01" in page and "2027-11-30" in page
    assert page.count('scope="col"') == 7 and 'class="kept"' in page
    assert (data["made"], data["judged_against"]["end"]) == ("2026-11-22", "2027-11-30")
    assert "'=X" in report_csv(report, language).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(report, language)))
    assert len(book.worksheets) == 2 and all(
        c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_is_wrong_with_the_ledger_and_when_nothing_was_judged(
    make_dossier: Make, make_shot: Make, language: str
) -> None:
    dossier = make_dossier([make_shot("A.mxf")], LEDGER.replace('"CA"', '"UK"').replace('"WORLD"', '"ZZ"'))
    findings = list(check(dossier))
    page = report_html(rights_report(dossier, None, findings), language)
    assert [one.rule for one in findings] == ["rights.ledger-territory"] * 2
    assert page.count("<li>") == 2 and "UK" in page and "ZZ" in page
    cut = rights_report(dossier, None, judged=False)
    assert json.loads(report_json(cut, language))["judged_against"] is None and "2027" not in report_html(cut, language)


@pytest.mark.parametrize(
    ("language", "sign", "head"), [("en", ",", "Source,First use"), ("fr", ";", "Source;Première utilisation")]
)
def test_tables_open_in_the_spreadsheets_of_a_language(
    make_dossier: Make, make_shot: Make, language: str, sign: str, head: str
) -> None:
    dossier = make_dossier([make_shot("É.mxf", 0, 33)], LEDGER)
    text = rights_csv(dossier, language).decode()
    assert text.startswith(f"\ufeff{head}{sign}") and "É.mxf" in text
    report = rights_report(dossier, None)
    assert f"{sign}1{'.' if sign == ',' else ','}32{sign}" in report_csv(report, language).decode()
