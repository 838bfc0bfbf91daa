from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, Run
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.formats.srt import SRT
from picturelock.times import Span, from_ms

FILE = Path("film.srt")


def read(text: str) -> tuple[Captions, dict[str, Finding]]:
    captions, findings = SRT.read(text, FILE)
    return captions, {finding.rule: finding for finding in findings}


def test_tags_position_and_coordinates_survive_to_the_letter() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,500 X1:40 X2:600 Y1:20 Y2:50\n"
        "{\\an8}<i>On the <b>roof</b></i>\n<font color=\"#ffff00\">- Who?</font> <u>me</u>\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\n<font face=\"Arial\">old</font> {\\i1}style <i>over\ntwo lines</i>\n\n"
    )  # fmt: skip
    captions, findings = read(text)
    assert not findings
    first = captions.cues[0]
    assert first.plain_lines == ("On the roof", "- Who? me")
    assert first.lines[0] == (Run("On the ", italic=True), Run("roof", italic=True, bold=True))
    assert first.lines[1][0].color == "#ffff00"
    assert dict(first.extras) == {"srt.an": "8", "srt.coordinates": "X1:40 X2:600 Y1:20 Y2:50"}
    assert SRT.write(captions) == (text, ())


def test_less_than_is_text() -> None:
    captions, findings = read("1\n00:00:01,000 --> 00:00:02,000\nI <3 you & <he> {too}\n\n")
    assert not findings and captions.cues[0].text == "I <3 you & <he> {too}"


def test_a_block_that_lost_its_times_is_quoted_with_its_line() -> None:
    captions, findings = read(
        "1\n00:00:01,000 --> 00:00:02,000\none\n\n2\ntwo\n\n3\n00:00:05,000 --> 00:00:06,000\nthree\n"
    )
    assert [cue.text for cue in captions.cues] == ["one", "three"]
    lost = findings["captions.bad-block"]
    assert (lost.severity, lost.place.line, lost.evidence["quote"]) == ("error", 5, "2 / two")


def test_missing_empty_line_does_not_swallow_a_cue() -> None:
    captions, findings = read("1\n00:00:01,000 --> 00:00:02,000\none\n2\n00:00:03,000 --> 00:00:04,000\ntwo\n")
    assert [cue.text for cue in captions.cues] == ["one", "two"]
    assert set(findings) == {"captions.missing-blank-line"}


def test_empty_line_inside_a_cue_keeps_its_text() -> None:
    captions, findings = read(
        "1\n00:00:01,000 --> 00:00:02,000\none\n\nstill one\n\n2\n00:00:03,000 --> 00:00:04,000\ntwo\n"
    )
    assert captions.cues[0].plain_lines == ("one", "", "still one")
    assert findings["captions.blank-line"].place.line == 4
    text, losses = SRT.write(captions)
    assert "one\nstill one\n" in text and losses[0].evidence["what"] == "empty-lines"


@pytest.mark.parametrize(
    ("written", "start_ms"),
    [
        ("00:00:01.500", 1500),
        ("0:0:1,5", 1500),
        ("00:00:06.5", 6500),
        ("00:00:07", 7000),
        ("00:00:01.5006", 1501),
        ("00:00:01:500", 1500),
        ("00:00:61,500", 61_500),
        ("100:00:01,500", 360_001_500),
    ],
)
def test_times_that_others_write_are_understood_and_noted(written: str, start_ms: int) -> None:
    captions, findings = read(f"1\n{written} --> 101:00:00,000\nx\n")
    assert captions.cues[0].span.start == from_ms(start_ms)
    assert findings["captions.bad-time"].severity == "warning"


def test_negative_time_is_kept_found_and_written_as_zero() -> None:
    captions, findings = read("1\n-00:00:01,000 --> 00:00:02,000\nx\n")
    assert captions.cues[0].span.start == from_ms(-1000)
    assert findings["captions.negative-time"].severity == "error"
    text, losses = SRT.write(captions)
    assert "00:00:00,000 --> 00:00:02,000" in text and len(losses) == 1


@pytest.mark.parametrize(("index", "expected"), [("7", 1), ("one", 1), ("", 1), ("0", 1)])
def test_numbers_out_of_sequence_are_noted_once(index: str, expected: int) -> None:
    text = (f"{index}\n" if index else "") + "00:00:01,000 --> 00:00:02,000\nx\n\n"
    follow = int(index) + 1 if index.isdigit() else 2
    text += f"{follow}\n00:00:03,000 --> 00:00:04,000\ny\n"
    _, findings = SRT.read(text, FILE)
    assert [found.evidence["expected"] for found in findings if found.rule == "captions.index"] == [expected]


def test_no_captions_at_all() -> None:
    assert list(read("")[1]) == ["captions.no-cues"]
    with pytest.raises(InputError, match=r"film\.srt: holds no caption; expected times such as"):
        SRT.read("Dear Sir,\n\nplease find enclosed\n", FILE)


def test_what_srt_cannot_hold_is_said() -> None:
    run = Run("Hi", tags=(("v", "Claire"), ("c", "loud")))
    cue = Cue(
        Span(0, from_ms(900)),
        ((run,),),
        "intro",
        region="top",
        align="start",
        extras=(("vtt.settings", "size:40%"), ("note", "n")),
    )
    text, losses = SRT.write(Captions((cue,), regions={"top": "id:top"}, extras=(("vtt.style", "x"),)))
    assert text == "1\n00:00:00,000 --> 00:00:00,900\nHi\n\n"
    kinds = {str(found.evidence["what"]) for found in losses}
    assert kinds == {
        "positions",
        "notes",
        "caption-names",
        "speakers",
        "tags: <c>",
        "header",
        "regions",
    }
    assert {found.rule for found in losses} == {"captions.lost"}


def test_text_cannot_forge_times() -> None:
    cue = Cue(Span(0, from_ms(900)), ((Run("00:00:05,000 --> 00:00:06,000"),),), "1")
    text, losses = SRT.write(Captions((cue,)))
    read_back, _ = SRT.read(text, FILE)
    assert len(read_back.cues) == 1 and losses[0].rule == "captions.lost"
