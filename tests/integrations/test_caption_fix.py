"""`picturelock caption fix`: shows every change, writes only where it was asked to, and never changes a word unnoticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from picturelock.formats.sidecar import read, write_sidecar
from picturelock.speech import Provenance
from picturelock_cli.fix_diff import visible
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
    assert "(taken away)" in text and "Nothing was written" in text
    assert "captions.number-in-figures (1): its fix may change words; ask for it with --fix numbers." in text
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
    assert "its fix was not asked for (--fix ellipses)" in capsys.readouterr().out


def test_an_existing_file_is_safe(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix(srt, "--in-place") == 2
    assert fix(srt, "-o", srt) == 7
    assert fix(srt, "-o", srt, "--in-place") == 2
    assert srt.read_text(encoding="utf-8") == SRT
    assert fix(srt, "--in-place", "--force", "--diff") == 0
    assert srt.read_text(encoding="utf-8") == SRT
    assert fix(srt, "--in-place", "--force") == 0
    assert srt.read_text(encoding="utf-8").startswith("1\n00:00:01,000 --> 00:00:03,000\nHello there, you.\n")
    capsys.readouterr()


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
