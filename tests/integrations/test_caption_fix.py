"""`picturelock caption fix`: shows every change, writes only where it was asked to, and never changes a word unnoticed."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, Placement, plain
from picturelock.cut import Cut
from picturelock.formats.files import read_captions
from picturelock.formats.sidecar import read, write_sidecar
from picturelock.speech import Provenance
from picturelock.subtitling.fixes.run import Change, Mended
from picturelock.times import FrameRate, Span, from_ms
from picturelock_cli.console import Console
from picturelock_cli.fix_diff import Diff, visible
from picturelock_cli.main import main

SRT = """1
00:00:01,000 --> 00:00:03,000
 Hello  there, you.

2
00:00:03,080 --> 00:00:05,000
- Hi...
- <i>Bye</i> .

3
00:00:05,080 --> 00:00:07,000
I have 3 cats.

4
00:00:07,080 --> 00:00:09,000


"""


@pytest.fixture
def srt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PICTURELOCK_LANG", "en")
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "library.sqlite"))
    path = tmp_path / "a.srt"
    path.write_text(SRT, encoding="utf-8")
    return path


def fix(path: Path, *argv: str | Path) -> int:
    return main(
        ["caption", "fix", str(path), "--profile", "netflix-en", "--rate", "25", "--language", "en", *map(str, argv)]
    )


def test_without_a_file_to_write_it_only_shows(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix(srt) == 0
    text = capsys.readouterr().out
    assert "@@ 1  00:00:01:00  spaces\n- ·Hello··there, you.\n+ Hello there, you.\n" in text
    assert "@@ 2  00:00:03:02  spaces, ellipses, dashes\n- - Hi...\n- - /Bye/ .\n+ -Hi…\n+ -/Bye/.\n" in text
    assert "(removed)" in text and "Nothing was written" in text
    assert "captions.number-in-figures (1): the fix may change words; request it with --fix numbers." in text
    assert srt.read_text(encoding="utf-8") == SRT and list(srt.parent.iterdir()) == [srt]


def test_words_change_only_where_asked_and_are_marked(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = srt.with_name("b.srt")
    assert fix(srt, "-o", out, "--words") == 0
    text = capsys.readouterr().out
    assert "numbers  [CHANGES WORDS]\n- I have 3 cats.\n+ I have three cats.\n" in text
    assert "Words may have changed in 1 caption" in text
    assert out.read_text(encoding="utf-8") == (
        "1\n00:00:01,000 --> 00:00:03,000\nHello there, you.\n\n"
        "2\n00:00:03,080 --> 00:00:05,000\n-Hi…\n-<i>Bye</i>.\n\n"
        "3\n00:00:05,080 --> 00:00:07,000\nI have three cats.\n\n"
    )
    capsys.readouterr()
    assert fix(out) == 0
    assert "0 captions changed; 0 findings before, 0 after." in capsys.readouterr().out


def test_by_name(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = srt.with_name("b.srt")
    assert fix(srt, "--fix", "numbers", "-o", out) == 1  # the ellipsis, the dashes and the empty caption are errors
    written = out.read_text(encoding="utf-8")
    assert "I have three cats." in written and "- Hi..." in written
    assert "the fix was not requested (--fix ellipses)" in capsys.readouterr().out


def test_an_existing_file_is_safe(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix(srt, "-o", srt) == fix(srt, "-o", srt, "--force") == 2
    (srt.parent / "old.srt").touch()
    assert fix(srt, "-o", srt.parent / "old.srt") == 7
    (srt.parent / "old.srt").unlink()
    assert fix(srt, "-o", srt.parent) == 2
    assert fix(srt, "-o", srt, "--in-place") == 2
    assert srt.read_text(encoding="utf-8") == SRT
    assert fix(srt, "--in-place", "--diff") == 0
    assert srt.read_text(encoding="utf-8") == SRT
    assert list(srt.parent.iterdir()) == [srt]
    assert fix(srt, "--in-place") == 0
    mended = srt.read_text(encoding="utf-8")
    assert mended.startswith("1\n00:00:01,000 --> 00:00:03,000\nHello there, you.\n")
    assert srt.with_name("a.srt.bak").read_text(encoding="utf-8") == SRT
    capsys.readouterr()
    assert fix(srt, "--in-place") == 0
    assert "was not written" in capsys.readouterr().out
    assert sorted(one.name for one in srt.parent.iterdir()) == ["a.srt", "a.srt.bak"]
    assert fix(srt, "--in-place", "--words") == 0
    assert srt.with_name("a.srt.bak").read_text(encoding="utf-8") == SRT
    assert srt.with_name("a.srt.bak2").read_text(encoding="utf-8") == mended
    capsys.readouterr()


def test_in_place_puts_a_file_right_whose_captions_are(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "7\n00:00:01.000 --> 00:00:03.000\nHello there, you.\n\n"
    srt.write_text(text, encoding="utf-8")
    assert fix(srt, "--in-place") == 0
    assert "Put right by writing the file anew" in capsys.readouterr().out
    assert srt.read_text(encoding="utf-8") == text.replace(".000", ",000")
    assert srt.with_name("a.srt.bak").read_text(encoding="utf-8") == text
    made = Provenance("captions", "machine", "picturelock caption", "1")
    sidecar = write_sidecar(srt, made).read_bytes()
    srt.write_bytes(srt.read_bytes().replace(b"\n", b"\r\n"))
    crlf = srt.read_bytes()
    assert fix(srt, "--in-place") == 0
    assert srt.read_bytes() == crlf and srt.with_name("a.srt.provenance.json").read_bytes() == sidecar
    capsys.readouterr()


@pytest.mark.parametrize("rate", ["29.97", "25", "23.976"])
def test_what_a_format_undoes_is_not_written_again_and_again(
    srt: Path, rate: str, capsys: pytest.CaptureFixture[str]
) -> None:
    scc = srt.with_name("a.scc")
    assert main(["caption", "convert", str(srt), "-o", str(scc), "--rate", "29.97"]) == 0
    again = ["caption", "fix", str(scc), "--profile", "netflix-en", "--rate", rate, "--language", "en", "--in-place"]
    main(again)
    once, files = scc.read_bytes(), sorted(scc.parent.iterdir())
    capsys.readouterr()
    for _ in range(2):
        main(again)
        assert "was not written" in capsys.readouterr().out
    assert scc.read_bytes() == once and sorted(scc.parent.iterdir()) == files


def test_the_document(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix(srt, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    first = document["changes"][0]
    assert first["captions"] == [{"place": 1, "id": "1", "text": " Hello  there, you."}]
    assert [one["text"] for one in first["became"]] == ["Hello there, you."]
    assert (first["fixes"], first["words"], document["output"]) == (["spaces"], False, None)
    assert document["left"] == {"captions.number-in-figures": "words"}
    assert [one["rule"] for one in document["findings"]] == ["captions.number-in-figures"]


def test_where_captions_came_from_goes_along(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = Provenance("captions", "machine", "picturelock caption", "1", parameters=(("profile", "netflix-en"),))
    write_sidecar(srt, made)
    out = srt.with_name("b.srt")
    assert fix(srt, "-o", out) == 0
    carried = read(out)
    assert carried is not None and not carried.edited
    told = dict(carried.provenance.parameters)
    assert told["fixes"] == "empty, spaces, ellipses, dashes" and told["profile"] == "netflix-en"
    assert carried.provenance.origin == "machine"
    capsys.readouterr()


def test_the_list_names_every_fix_and_needs_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["caption", "fix", "--list", "--json"]) == 0
    fixes = {one["name"]: one for one in json.loads(capsys.readouterr().out)["fixes"]}
    assert fixes["numbers"]["words"] and not fixes["spaces"]["words"]
    assert main(["caption", "fix", "--list", "--lang", "fr"]) == 0
    assert "points de suspension" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["--fix", "spaecs"], 2),
        (["--rate", "0"], 2),
        (["--profile", "nobody"], 2),
        (["-o", "b"], 2),
        (["-o", "b.xyz"], 2),
    ],
)
def test_mistakes_are_one_sentence(srt: Path, argv: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix(srt, *argv) == code
    assert "Traceback" not in capsys.readouterr().err
    assert main(["caption", "fix"]) == 2
    assert main(["caption", "fix", str(srt.with_name("no.srt"))]) == 3
    assert main(["caption", "fix", str(srt)]) == 2  # no frame rate
    capsys.readouterr()


def test_a_language_that_nobody_said_is_told(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["caption", "fix", str(srt), "--rate", "25"]) in (0, 1)
    assert "does not say its language" in capsys.readouterr().out


def test_what_cannot_be_seen_is_shown() -> None:
    assert visible(" a  b\u00a0!\u200b\t") == "·a··b⍽!<U+200B>⇥"
    assert visible("a b") == "a b"


EDL = """TITLE: v2
FCM: NON-DROP FRAME

001  A001     AA/V  C        00:00:00:00 00:00:10:00 01:00:00:00 01:00:10:00
"""
LATE = """1
01:00:01,010 --> 01:00:02,490
{\\an8}Where is it?

2
01:00:04,000 --> 01:00:06,000
Hello ,  you

"""


def test_beside_its_cut_a_file_keeps_its_own_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late, cut = tmp_path / "v2.en.srt", tmp_path / "v2.edl"
    late.write_text(LATE, encoding="utf-8")
    cut.write_text(EDL, encoding="utf-8")
    beside = ["--cut", str(cut), "--rate", "25", "--json"]
    assert main(["check", str(late), *beside]) in (0, 1)
    checked = len(json.loads(capsys.readouterr().out)["findings"])
    srt, stl = tmp_path / "out.srt", tmp_path / "out.stl"
    assert main(["caption", "fix", str(late), *beside, "--kind", "SUB", "-o", str(srt)]) == 0
    shown = capsys.readouterr()
    document = json.loads(shown.out)
    assert checked and document["findings_before"] == checked
    assert shown.err == "" and any("out.srt" in note for note in document["notes"])
    assert srt.read_text(encoding="utf-8") == LATE.replace(" ,  ", ", ").replace(",010", ",000").replace(",490", ",480")
    assert main(["caption", "fix", str(late), *beside, "-o", str(stl)]) == 0
    captions, _ = read_captions(stl)
    assert (captions.start, captions.cues[0].span.start) == (from_ms(3_600_000), from_ms(1000))
    capsys.readouterr()
    assert main(["caption", "fix", str(late), *beside[:-1]]) == 0
    told = capsys.readouterr().out
    assert "@@ 2  01:00:04:00  spaces" in told and "count from 01:00:00.000" in told
    assert "- 01:00:01.010 – 01:00:02.490" in told and "+ 01:00:01.000 – 01:00:02.480" in told


def test_a_rule_names_the_fix_that_answers_it(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix(srt, "--fix", "captions.number-in-figures") == 1
    assert "I have three cats." in capsys.readouterr().out
    assert fix(srt, "--fix", "spaecs") == 2
    assert "Did you mean spaces?" in capsys.readouterr().err


def test_a_change_of_place_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    args = argparse.Namespace(lang="en", json=False, progress="none")
    low = Cue(Span(0, from_ms(1000)), plain("Hi"), "1")
    high = replace(low, placement=Placement(Fraction(1, 10), "top"))
    change = Change(((0, low),), (high,), ("move",), False)
    Diff(Console(args), Captions((low,)), Cut("a", FrameRate(25), ())).show(
        Mended(Captions((high,)), (change,), (), ())
    )
    assert "  bottom → top (10 %)\n" in capsys.readouterr().out
