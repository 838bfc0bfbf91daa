"""`picturelock rights`: a ledger from a cut, the report, the cue sheet; nothing is overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from picturelock_cli.main import main

EDL = """\
TITLE: v1
FCM: NON-DROP FRAME

001  A001     V     C        00:00:00:00 00:00:04:00 01:00:00:00 01:00:04:00
* FROM CLIP NAME: A001.mxf
002  THEME    A     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: THEME.wav
"""


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    (tmp_path / "v1.edl").write_text(EDL)
    (tmp_path / "picturelock.toml").write_text(
        'title = "T"\nlanguages = ["en"]\ncut = "v1.edl"\nrate = 25\n[rights]\nledger = "rights/l.toml"\n'
        '[delivery]\nterritories = ["CA"]\nmedia = ["vod"]\n'
    )
    return tmp_path / "v1.edl"


def test_init_report_and_cue_sheet(cut: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, ledger = cut.parent, cut.parent / "rights" / "l.toml"
    assert main(["rights", "init", str(root), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["added"] == ["A001.mxf", "THEME.wav", "THEME.wav"]
    before = ledger.read_text()
    assert main(["rights", "init", str(root)]) == 0 and ledger.read_text() == before
    capsys.readouterr()
    out = root / "r.html"
    assert main(["rights", "report", str(root), "--json", "-o", str(out), "-o", str(root / "r.xlsx")]) == 1
    document = json.loads(capsys.readouterr().out)
    assert {one["rule"] for one in document["findings"]} == {"rights.unsigned"} and out.stat().st_size
    assert [one["source"] for one in document["rights"]["sources"]] == ["A001.mxf", "THEME.wav"]
    assert (
        main(["rights", "report", str(root), "-o", str(out)]) == 7
        and main(["rights", "report", str(root), "-o", "r.doc"]) == 2
    )
    ledger.write_text(before.replace('kind = "music"', 'title = "Thème"\nkind = "music"'))
    capsys.readouterr()
    assert main(["rights", "cue-sheet", str(cut), "--json", "--language", "fr", "-o", str(root / "c.csv")]) == 0
    (cue,) = [one for one in json.loads(capsys.readouterr().out)["cues"] if one["files"] == ["THEME.wav"]]
    assert (cue["CueDuration"], cue["timecode_in"], cue["timecode_out"]) == ("PT2S", "01:00:00:00", "01:00:02:00")
    assert (root / "c.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("action", ["", "init", "report", "cue-sheet"])
def test_help_says_what_it_does(lang: str, action: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["rights", *([action] if action else []), "--help", "--lang", lang])
    assert "rights" in capsys.readouterr().out


def test_what_cannot_work_is_said(cut: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rights", "cue-sheet", str(cut), "--society", "nobody"]) == 2
    assert main(["rights", "cue-sheet", str(cut), "--gap", "-1"]) == 2
    assert main(["rights", "cue-sheet", str(cut)]) == 3  # no ledger yet
    assert main(["rights", "report", str(cut), "--delivery", "tv"]) == 2
    assert main(["rights", "report", str(cut), "--ledger", str(tmp_path / "gone.csv")]) == 3
    assert main(["rights", "init", str(cut), "-o", str(tmp_path / "x.pdf")]) == 2
    assert "Traceback" not in capsys.readouterr().err
