"""Cue sheets: one cue for one stretch of one work, to the frame, whatever edits it is made of."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from picturelock.production import Dossier
from picturelock.rights.cue_sheet import CueSheet, make_cue_sheet
from picturelock.rights.cue_sheet_files import clock, cue_csv, cue_json, cue_xlsx, iso
from picturelock.rights.ledger import Ledger, read_ledger
from picturelock.rights.usage import society
from picturelock.times import FLICKS_PER_SECOND, FrameRate
from picturelock.wording import LANGUAGES, message

Make = Callable[..., Any]
RATE = FrameRate(25)
LEDGER = """
[film]
title = "La Lettre"
isan = "0000-0000-3A8D-0000-Z-0000-0000-6"
[[clearance]]
asset = "THEME*"
kind = "music"
title = "Thème"
owner = "Brume"
territories = "WORLD"
media = "all"
end = "perpetual"
iswc = "T-034.524.680-1"
usage = "OT"
contributors = [
    { name = "J. Lind", role = "C", share = 50, society = "SOCAN", ipi = "14107338" },
    { name = "Brume", role = "E", share = 50 },
]
[[clearance]]
asset = "THEME*"
kind = "recording"
owner = "Disques"
territories = "WORLD"
media = "all"
end = "perpetual"
isrc = "CA-B01-24-00001"
artist = "Orchestre"
[[clearance]]
asset = "SONG_FR*"
kind = "music"
title = "=Chanson"
owner = "@X"
territories = "WORLD"
media = "all"
languages = ["fr"]
end = "perpetual"
[[clearance]]
asset = "SONG*"
kind = "music"
title = "Song"
owner = "X"
territories = "WORLD"
media = "all"
end = "perpetual"
"""


def ledger_of(dossier: Dossier) -> Ledger:
    assert dossier.production.ledger is not None
    return read_ledger(dossier.production.ledger)


def sheet_of(dossier: Dossier, **more: Any) -> CueSheet:
    return make_cue_sheet(dossier, ledger_of(dossier), society("generic"), **more)[0]


def spans(sheet: CueSheet) -> list[tuple[str, int, int]]:
    return [(cue.title, RATE.nearest(cue.span.start), RATE.nearest(cue.span.end)) for cue in sheet.cues]


@pytest.fixture
def heard(make_dossier: Make, make_shot: Make) -> Dossier:
    def audio(name: str, start: int, end: int, track: str = "A1") -> Any:
        return make_shot(name, start, end, track=track, kind="audio")

    shots = [
        make_shot("P.mxf", 0, 100), audio("THEME.wav", 0, 30), audio("THEME_alt.wav", 30, 50), audio("THEME.wav", 20, 40, "A2"),
        audio("THEME.wav", 53, 60), audio("SONG_FR_L.wav", 70, 90), audio("SONG_FR_R.wav", 70, 90, "A2"),
        replace(audio("THEME.wav", 95, 99), enabled=False), audio("BIRDS.wav", 0, 100, "A3"),
    ]  # fmt: skip
    made: Dossier = make_dossier(shots, LEDGER)
    return made


def test_cues_are_joined_across_edits_tracks_and_files(heard: Dossier) -> None:
    sheet = sheet_of(heard)
    assert spans(sheet) == [("Thème", 0, 50), ("Thème", 53, 60), ("=Chanson", 70, 90)]
    assert sheet.cues[0].sources == ("THEME.wav", "THEME_alt.wav") and sheet.cues[2].sources == (
        "SONG_FR_L.wav",
        "SONG_FR_R.wav",
    )
    assert (RATE.nearest(sheet.music), RATE.nearest(sheet.listed)) == (77, 77)
    assert spans(sheet_of(heard, gap=3)) == [("Thème", 0, 60), ("=Chanson", 70, 90)]
    assert spans(sheet_of(heard, gap=2))[0] == ("Thème", 0, 50)


def test_each_language_version_has_its_own_entry(heard: Dossier) -> None:
    assert [cue.title for cue in sheet_of(heard, language="en").cues] == ["Thème", "Thème", "Song"]
    assert [cue.title for cue in sheet_of(heard, language="fr").cues] == ["Thème", "Thème", "=Chanson"]


def test_the_recording_completes_the_composition(heard: Dossier) -> None:
    document = json.loads(cue_json(sheet_of(heard, language="fr")))
    first = document["cues"][0]
    assert (first["ISWC"], first["ISRC"], first["DisplayArtist"]) == ("T0345246801", "CAB012400001", "Orchestre")
    assert (first["CueStartTime"], first["CueDuration"], first["UseCode"]) == ("PT0S", "PT2S", "OT")
    assert first["Contributors"][0] == {
        "PartyName": "J. Lind", "Role": "C", "RightShare": "50", "Society": "SOCAN", "IPINameNumber": "00014107338",
    }  # fmt: skip
    assert document["usage_codes"]["confirmed"] is False and document["programme"]["isan"]
    assert sum(cue["frames"] for cue in document["cues"]) == document["totals"]["listed_frames"] == 77


@pytest.mark.parametrize("language", LANGUAGES)
def test_spreadsheets_run_nothing_and_hold_the_same(heard: Dossier, language: str) -> None:
    sheet = sheet_of(heard)
    text = cue_csv(sheet, language).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if language == "fr" else ","))
    assert [row[7] for row in rows[1:]] == ["50", "7", "20"] and rows[3][1] == "'=Chanson" and rows[3][17] == "'@X"
    assert rows[1][8] == ("2,0" if language == "fr" else "2.0")
    page = openpyxl.load_workbook(io.BytesIO(cue_xlsx(sheet, language))).active
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    head = next(number for number, row in enumerate(cells) if row[1] == rows[0][1])
    assert page.freeze_panes == f"A{head + 2}"
    assert [row[7] for row in cells[head + 1 :]] == [50, 7, 20]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_what_a_society_will_ask_back_for(heard: Dossier) -> None:
    _, findings = make_cue_sheet(heard, ledger_of(heard), society("SOCAN"))
    assert [(one.rule, one.severity) for one in findings] == [("rights.cue-incomplete", "warning")]
    assert "auteurs et éditeurs" in message(findings[0], "fr")


def test_times_are_whole_frames_at_any_rate() -> None:
    assert iso(FLICKS_PER_SECOND * 3723 + FLICKS_PER_SECOND // 25) == "PT1H2M3.04S" and iso(0) == "PT0S"
    assert iso(FrameRate(24000, 1001).time_of(24)) == "PT1.001S"


def test_a_cut_without_music(make_dossier: Make, make_shot: Make, tmp_path: Path) -> None:
    sheet = sheet_of(make_dossier([make_shot("P.mxf")], LEDGER))
    assert sheet.cues == () and sheet.music == 0 and clock(sheet, 0) == "00:00:00:00"
    assert json.loads(cue_json(sheet))["cues"] == [] and cue_csv(sheet, "fr") and cue_xlsx(sheet, "en")
