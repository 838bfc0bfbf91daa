"""The ledger of clearances: TOML and CSV read alike, and whatever is wrong is named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from picturelock.errors import InputError
from picturelock.rights.ledger import read_ledger
from picturelock.rights.territories import CODES, expand, label

TOML = """
[[clearance]]
asset = "A001*"
kind = "footage"
owner = "Office national du film"
territories = ["CA", "FR"]
media = ["Broadcast", "vod"]
languages = ["en", "fr"]
start = 2026-01-01
end = 2030-12-31
evidence = "rights/onf.pdf"
note = "été"

[[clearance]]
asset = "music/*"
kind = "music"
owner = "Éditions Brume"
territories = "WORLD"
media = "all"
end = "perpetual"
"""
CSV = """asset;kind;owner;territories;media;languages;start;end;evidence;note
A001*;footage;Office national du film;"CA;FR";"Broadcast;vod";"en;fr";2026-01-01;2030-12-31;rights/onf.pdf;été

music/*;music;Éditions Brume;WORLD;all;;;perpetual;;
"""


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_toml_says_everything(tmp_path: Path) -> None:
    first, second = read_ledger(write(tmp_path, "l.toml", TOML)).clearances
    assert (first.asset, first.kind, first.owner, first.evidence, first.note) == (
        "A001*", "footage", "Office national du film", "rights/onf.pdf", "été",
    )  # fmt: skip
    assert first.territories == {"CA", "FR"} and first.media == {"broadcast", "vod"} and first.languages == {"en", "fr"}
    assert (first.start, first.end) == (dt.date(2026, 1, 1), dt.date(2030, 12, 31))
    assert (first.place, first.line) == ("entry 1", 2)
    assert second.territories == CODES and second.end is None and second.languages == frozenset() and second.line == 14


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_reads_as_toml_does(tmp_path: Path, mark: bytes, newline: str) -> None:
    from dataclasses import replace

    rows = read_ledger(write(tmp_path, "l.csv", mark + CSV.replace("\n", newline).encode())).clearances
    tables = read_ledger(write(tmp_path, "l.toml", TOML)).clearances
    assert [row.place for row in rows] == ["line 2", "line 4"]
    assert [replace(row, place="", line=None) for row in rows] == [
        replace(table, place="", line=None) for table in tables
    ]


def test_csv_with_commas(tmp_path: Path) -> None:
    text = 'asset,kind,owner,territories,media,end\n"a, b.mov",still,"X, Inc.","CA;FR",all,2030-01-01\n'
    (row,) = read_ledger(write(tmp_path, "l.csv", text)).clearances
    assert row.asset == "a, b.mov" and row.owner == "X, Inc." and row.territories == {"CA", "FR"}


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ('kind = "footage"', 'kind = "footag"', "entry 1, kind", "“footag” is not one of the words"),
        ('"CA", "FR"', '"CA", "UK"', "entry 1, territories", "“UK” is not a territory"),
        ('["CA", "FR"]', "[]", "entry 1, territories", "this cell is empty"),
        ('["CA", "FR"]', '["-US"]', "entry 1, territories", "leaves no territory"),
        ('["CA", "FR"]', "[1]", "entry 1, territories", "[1] is not text"),
        ("end = 2030-12-31", "end = 2025-12-31", "entry 1, end", "before the first, 2026-01-01"),
        ("end = 2030-12-31", 'end = "soon"', "entry 1, end", "perpetual"),
        ("end = 2030-12-31", "end = 2030-12-31T00:00:00", "entry 1, end", "time of day"),
        ("end = 2030-12-31\n", "", "entry 1, end", "until when"),
        ('asset = "A001*"', 'asset = " "', "entry 1, asset", "this cell is empty"),
        ('asset = "A001*"', f'asset = "{"*a" * 300}"', "entry 1, asset", "more than 500"),
        ('note = "été"', "notes = 1", "entry 1, notes", "that key is not known"),
        ("[[clearance]]", "[clearance]", "", ""),
        ("[[clearance]]", "[[clearances]]", "clearances", "not a key"),
    ],
)
def test_toml_errors_name_entry_and_key(tmp_path: Path, old: str, new: str, place: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_ledger(write(tmp_path, "l.toml", TOML.replace(old, new)))
    assert said in caught.value.reason
    assert not place or caught.value.place == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"", ""),
        (b"asset;kind\n", "line 1"),
        (b"asset;asset\n", "line 1"),
        (b"asset;wat\n", "line 1"),
        (CSV.replace("2030-12-31", "31/12/2030").encode(), "line 2, end"),
        (CSV.replace("2030-12-31", "2030-02-31").encode(), "line 2, end"),
        (CSV.replace("2030-12-31", "20301231").encode(), "line 2, end"),
        (CSV.replace('"CA;FR"', "CA;FR").encode(), "line 2"),
        (CSV.replace('"CA;FR"', '"CA, FR"').encode(), "line 2, territories"),
        (CSV.replace("footage", "foo\0tage").encode(), "line 2"),
        (CSV.encode("utf-16"), "line 1"),
        (CSV.encode("cp1252"), "line 2"),
        (CSV.replace('"CA;FR"', '"CA;FR').encode(), "line 2"),
        (b"a" * 200_000, "line 1"),
    ],
)
def test_csv_errors_name_the_line(tmp_path: Path, text: bytes, place: str) -> None:
    with pytest.raises(InputError) as caught:
        read_ledger(write(tmp_path, "é l.csv", text))
    assert caught.value.place.startswith(place)


@pytest.mark.parametrize("name", ["l.xlsx", "l", "missing.csv", "missing.toml"])
def test_what_is_no_ledger(tmp_path: Path, name: str) -> None:
    if not name.startswith("missing"):
        write(tmp_path, name, "x")
    with pytest.raises(InputError):
        read_ledger(tmp_path / name)


def test_territories_are_exact() -> None:
    assert len(CODES) == 249
    assert expand(["world", "-US", "-ca"]) == CODES - {"US", "CA"}
    assert (
        label(CODES) == "WORLD"
        and label(CODES - {"US"}) == "WORLD -US"
        and label({"FR", "CA"}) == "CA, FR"
        and label([]) == ""
    )
    with pytest.raises(ValueError, match="EUR"):
        expand(["EUR"])
