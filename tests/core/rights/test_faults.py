"""What is wrong with a ledger is told in full: each cell by sheet, row and the heading that its owner gave it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from picturelock.errors import InputError
from picturelock.rights.coverage import check
from picturelock.rights.faults import MOST, LedgerFaults, days_meant, findings_of
from picturelock.rights.ledger import read_ledger
from picturelock.wording import LANGUAGES, fix, message, title

Make = Callable[..., Any]
HEAD = "Élément;Nature;Ayant droit;Pays;Supports;Échéance;Réserves;Nb diffusions"
COLUMNS = {"runs": "Nb diffusions"}


def faults(path: Path, **columns: str) -> list[tuple[str, str, str]]:
    with pytest.raises(LedgerFaults) as caught:
        read_ledger(path, columns)
    for found in findings_of(caught.value, path.name):
        assert found.severity == "error" and found.place.file == path.name
        for language in LANGUAGES:
            assert title(found.rule, language) and message(found, language) and fix(found, language)
    return [(one.what.removeprefix("ledger-"), one.where, one.column) for one in caught.value.faults]


def table(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "registre.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def test_every_bad_cell_is_told_at_once_under_its_own_heading(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "A*;tournage;ONF;CA;tv;31/12/2030;;3",
        "B*;tournages;;UK;;05/06/2030;x | y | z | a | b;trois",
        "C*;tournage;X;CA, FR;tv;bientôt;FR | svod | 2027-02-01 | 2027-01-01;3;en trop",
        'D*;tournage;X;"-US";tv;perpétuité;;3',
        "E*;=A1;X;CA;tv;perpétuité;;3",
    )
    assert faults(path, **COLUMNS) == [
        ("date-form", "line 2", "Échéance"),
        ("word", "line 3", "Nature"),
        ("empty", "line 3", "Ayant droit"),
        ("territory", "line 3", "Pays"),
        ("empty", "line 3", "Supports"),
        ("date-order", "line 3", "Échéance"),
        ("form", "line 3", "Réserves"),
        ("number", "line 3", "Nb diffusions"),
        ("stray", "line 4", ""),
        ("separator", "line 4", "Pays"),
        ("end", "line 4", "Échéance"),
        ("order", "line 4", "Réserves"),
        ("territories-none", "line 5", "Pays"),
        ("formula", "line 6", "Nature"),
    ]


def test_a_workbook_names_sheet_cell_and_heading(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Droits"
    for row in (
        ["Élément", "Nature", "Cédant", "Pays", "Supports", "Échéance"],
        ["A*", "x", "=A1", "CA", "tv", "1/2/2030"],
    ):
        book.active.append(row)
    book.active.append(["B*", "music", "X", "ZZ", "tv", "31/12/2030"])
    book.save(tmp_path / "l.xlsx")
    assert sorted(faults(tmp_path / "l.xlsx"), key=lambda one: one[1]) == [
        ("word", "Droits!B2", "Nature"),
        ("formula", "Droits!C2", "Cédant"),
        ("territory", "Droits!D3", "Pays"),
        ("date-order", "Droits!F2", "Échéance"),
        ("date-form", "Droits!F3", "Échéance"),
    ]


def test_headings_that_are_wrong_do_not_hide_the_cells_below(tmp_path: Path) -> None:
    path = table(tmp_path, "A*;nope;X;CA;tv;31/12/2030", head="Élément;Nature;Wer;Territoires;Supports;Échéance")
    assert faults(path) == [
        ("column", "line 1", "Wer"),
        ("column-missing", "line 1", "owner"),
        ("word", "line 2", "Nature"),
        ("date-form", "line 2", "Échéance"),
    ]
    near = table(tmp_path, "A*;tournage;X;CA;tv;perpétuité", head="Élément;Nature;Ayant-droits;Pays;Supports;Échéance")
    with pytest.raises(LedgerFaults) as caught:
        read_ledger(near)
    assert "ayant droit" in str(caught.value.faults[0].facts["known"])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("31/12/2030", ("2030-12-31",)), ("12/31/2030", ("2030-12-31",)), ("5.6.2030", ("2030-06-05", "2030-05-06")),
        ("06-06-2030", ("2030-06-06",)), ("2030/12/31", ("2030-12-31",)), ("20301231", ("2030-12-31",)),
        ("2030-2-5", ("2030-02-05",)), ("31/12/30", ()), ("32/13/2030", ()), ("2030-02-31", ()), ("31/12-2030", ()),
        ("", ()), ("1" * 5000, ()), ("00/00/0000", ()), ("٣١/12/2030", ()),
    ],
)  # fmt: skip
def test_what_a_date_may_mean(text: str, meant: tuple[str, ...]) -> None:
    assert days_meant(text) == meant


def test_what_to_write_is_said_in_the_readers_language(tmp_path: Path) -> None:
    path = table(tmp_path, "A*;costume;ONF;CA;tv;31/12/2030;;")
    with pytest.raises(LedgerFaults) as caught:
        read_ledger(path, COLUMNS)
    word, date = findings_of(caught.value, "registre.csv")
    assert message(date, "en").startswith("registre.csv, line 2, “Échéance”: “31/12/2030” is a date")
    assert message(date, "fr").startswith(
        "registre.csv, ligne 2, «\u00a0Échéance\u00a0»\u00a0: «\u00a031/12/2030\u00a0» est une date"
    )
    assert fix(date, "en").startswith("Write 2030-12-31.") and fix(date, "fr").startswith("Écrivez 2030-12-31.")
    assert "prises de vues, archives, musique" in message(word, "fr") and "footage, archive" in message(word, "en")


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "cp850", "utf-16"])
def test_a_table_in_another_encoding_is_not_guessed_at(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "l.csv"
    path.write_bytes(f"{HEAD}\nA*;tournage;Société Brûlé;CA;tv;perpétuité;;\n".encode(encoding))
    assert faults(path) == [("encoding", "line 1", "")]
    with pytest.raises(LedgerFaults) as caught:
        read_ledger(path)
    told = findings_of(caught.value, "l.csv")[0]
    assert "CSV UTF-8" in fix(told, "en") and "CSV UTF-8" in fix(told, "fr")
    assert ("Élément" in message(told, "en")) == (encoding in ("cp1252", "utf-16"))


def test_many_faults_are_counted(make_dossier: Make, make_shot: Make, tmp_path: Path) -> None:
    rows = [f"A{number}*;tournage;X;CA;tv;31/12/2030" for number in range(MOST + 20)]
    text = "\n".join(["Élément;Nature;Ayant droit;Pays;Supports;Échéance", *rows, "Z.mov;tournage;X;CA;tv;perpétuité"])
    found = list(check(make_dossier([make_shot("Z.mov")], text, "l.csv")))
    assert len(found) == MOST + 1 and all(one.severity == "error" for one in found)
    assert (found[-1].rule, found[-1].evidence["count"]) == ("rights.ledger-more", 20)
    for language in LANGUAGES:
        assert "20" in message(found[-1], language) and fix(found[-1], language)


def test_an_entry_with_a_fault_clears_nothing_and_is_never_left_out(make_dossier: Make, make_shot: Make) -> None:
    good = 'asset = "A.mov"\nkind = "footage"\nowner = "X"\nterritories = "WORLD"\nmedia = "all"\nend = "perpetual"\n'
    text = f"[[clearance]]\n{good}[[clearance]]\n{good}exclusiv = true\nseconds = 0\nminor = 'perhaps'\n"
    rules = [one.rule for one in check(make_dossier([make_shot("A.mov")], text))]
    assert rules == ["rights.ledger-key", "rights.ledger-number", "rights.ledger-yes"]


def test_faults_come_back_from_another_process(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_ledger(table(tmp_path, "A*;x;ONF;CA;tv;perpétuité;;"), COLUMNS)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.faults == caught.value.faults and str(again) == str(caught.value)


def test_languages_are_codes(tmp_path: Path) -> None:
    head = "Élément;Nature;Ayant droit;Pays;Supports;Échéance;Langues"
    rows = [
        f'A*;tournage;X;CA;tv;perpétuité;"{said}"' for said in ("français", "fr; en-CA", "toutes", "anglais;fr", "")
    ]
    assert faults(table(tmp_path, *rows, head=head)) == [
        ("language", "line 2", "Langues"),
        ("language", "line 5", "Langues"),
    ]
