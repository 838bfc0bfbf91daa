"""`rights init` puts no ledger aside unsaid, several -o are all written, and what is wrong with a ledger is told by its lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from picturelock.rights.ledger import read_ledger
from picturelock.wording import LANGUAGES
from picturelock_cli.main import main

EDL = """\
TITLE: v1
FCM: NON-DROP FRAME

001  A001     V     C        00:00:00:00 00:00:04:00 01:00:00:00 01:00:04:00
* FROM CLIP NAME: A001.mxf
002  M001     A     C        00:00:00:00 00:00:02:05 01:00:00:00 01:00:02:05
* FROM CLIP NAME: M001_THEME.wav
"""
ENTRY = (
    '[[clearance]]\nasset = "A001*"\nkind = "footage"\nowner = "X"\nterritories = ["CA"]\nmedia = ["vod"]\n'
    'end = "perpetual"\n'
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    film = tmp_path / "film"
    (film / "rights").mkdir(parents=True)
    (film / "v1.edl").write_text(EDL)
    (film / "rights/l.toml").write_text(ENTRY)
    (film / "picturelock.toml").write_text(
        'title = "T"\nlanguages = ["en"]\ncut = "v1.edl"\nrate = 25\n[rights]\nledger = "rights/l.toml"\n'
        '[delivery]\nspec = "ebu-r128"\nterritories = ["CA"]\nmedia = ["vod"]\n'
    )
    return film


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_ledger_that_holds_something_is_not_put_aside(
    root: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = root / "rights/new.xlsx"
    words = ["rights", "init", str(root), "-o", str(other), "--lang", language]
    assert main(words) == 2 and not other.exists()
    said = capsys.readouterr().err
    assert "rights/l.toml" in said and " 1 " in said and "--aside" in said
    assert main([*words, "--aside"]) == 0 and other.exists() and (root / "rights/l.toml").read_text() == ENTRY
    assert main(["rights", "init", str(root)]) == 0  # what is named is added to, and stays
    assert (root / "rights/l.toml").read_text().startswith(ENTRY) and len(
        read_ledger(root / "rights/l.toml").clearances
    ) == 3


def test_an_empty_one_may_be_followed_by_another(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "rights/l.toml").write_text("# nothing yet\n")
    assert main(["rights", "init", str(root), "-o", str(root / "rights/new.csv")]) == 0
    assert 'ledger = "rights/new.csv"' in capsys.readouterr().out
    assert main(["rights", "init", str(root), "-o", str(tmp_path / "r1.csv")]) == 0
    said = capsys.readouterr().out
    assert (
        "outside the production" in said
        and 'ledger = "rights/r1.csv"' in said
        and str(tmp_path / "r1.csv") + '"' not in said
    )


@pytest.mark.parametrize("ending", ["toml", "csv", "xlsx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_music_is_drafted_twice_in_the_language_of_the_person(root: Path, language: str, ending: str) -> None:
    (root / "rights/l.toml").write_text("")
    file = root / f"rights/new.{ending}"
    assert main(["rights", "init", str(root), "-o", str(file), "--lang", language]) == 0
    picture, composition, recording = read_ledger(file).clearances
    assert (picture.asset, composition.asset, recording.asset) == ("A001.mxf", "M001_THEME.wav", "M001_THEME.wav")
    assert (composition.kind, recording.kind) == ("music", "recording")
    assert all(one.drafted for one in (picture, composition, recording))
    assert composition.note.startswith(
        "2.2 s; 01:00" if language == "en" else "2,2\N{NO-BREAK SPACE}s\N{NO-BREAK SPACE}; 01:00"
    )
    if ending != "xlsx":
        text = file.read_text(encoding="utf-8-sig")
        assert ("pending" in text, "en attente" in text) == (language == "en", language == "fr")


def test_every_output_that_is_named_is_written(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for verb, endings in (("statement", ("pdf", "html", "md")), ("energy", ("csv", "json", "md"))):
        files = [out / f"{verb}.{ending}" for ending in endings]
        words = ["ai", verb, str(root), *(word for file in files for word in ("-o", str(file)))]
        assert main(words) == 0 and all(file.stat().st_size for file in files)
        assert main(words) == 7 and main([*words, "--force"]) == 0
        assert main(["ai", verb, str(root), "-o", str(out / "x.doc"), "-o", str(out / "x.md")]) == 2
        assert not (out / "x.md").exists()


def test_a_ledger_that_cannot_be_read_is_told_by_its_lines_and_nothing_else_is_shown(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = root / "rights/l.csv"
    sheet.write_text(
        "asset,kind,owner,territories,media,end,status\n"
        "A001*,footage,X,CA,vod,2030-13-01,signed\nM*,music,Y,ZZ,vod,perpetual,signed\nM*,nonsense,Z,CA,vod,perpetual,ok\n"
    )
    words = ["rights", "report", str(root), "--ledger", str(sheet)]
    assert main([*words, "-o", str(root / "r.html"), "--json"]) == 1
    found = [(one["rule"], one["line"]) for one in json.loads(capsys.readouterr().out)["findings"]]
    assert sorted({line for _, line in found}) == [2, 3, 4] and ("rights.ledger-word", 4) in found
    assert not (root / "r.html").exists()
    assert main(words) == 1
    shown = [line for line in capsys.readouterr().out.splitlines() if line.startswith("✗")]
    assert [line.split(":")[1].split()[0] for line in shown] == ["2", "3", "4", "4"] and "A001.mxf" not in "".join(
        shown
    )
