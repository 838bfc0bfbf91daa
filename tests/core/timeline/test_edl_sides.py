"""What of a list is easily lost: keys without a length, outgoing clips that no event shows, odd numbers and channels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.cut import Cut, Effect
from picturelock.findings import Finding
from picturelock.timeline.read import read_cut, read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span
from picturelock.wording import LANGUAGES, fix, message

Write = Callable[..., Path]
RATE = FrameRate(24)
DISSOLVE = Effect("transition-out", "dissolve")


def read(write: Write, text: str) -> tuple[Cut, list[Finding]]:
    cut, findings = read_cut(write("TITLE: t\nFCM: NON-DROP FRAME\n\n" + text), RATE)
    for one in findings:
        assert not any("{" in message(one, language) + fix(one, language) for language in LANGUAGES)
    return cut, list(findings)


def spans(cut: Cut) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Of each shot: its reel, and its record and source frames."""
    return [
        (one.source.reel or one.source.name, *(_frames(span) for span in (one.record_span, one.source_span)))
        for one in cut.shots
    ]


def _frames(span: Span) -> tuple[int, int]:
    return RATE.nearest(span.start), RATE.nearest(span.end)


def test_a_key_that_lasts_no_time_is_as_long_as_its_background(write: Write) -> None:
    text = (
        "002        AX V     K B      00:01:06:06 00:01:08:03 01:00:04:10 01:00:06:07\n"
        "002        AX V     K    000 00:00:03:08 00:00:03:08 01:00:04:10 01:00:04:10\n"
        "* FROM CLIP NAME:  BG.MOV\n* KEY CLIP NAME:  FG.MOV\n"
    )
    cut, findings = read(write, text)
    assert [(one.track, one.name, _frames(one.record_span), _frames(one.source_span)) for one in cut.shots] == [
        ("V1", "BG.MOV", (0, 45), (1590, 1635)),
        ("V2", "FG.MOV", (0, 45), (80, 125)),
    ]
    assert [(f.rule, f.evidence["lines"]) for f in findings] == [("timeline.edl-key-length", "5")]


def test_a_key_over_nothing_and_an_event_without_a_channel_are_told(write: Write) -> None:
    text = (
        "001 T1 V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n"
        "002 T2 V K 000 00:00:03:08 00:00:03:08 01:00:01:00 01:00:01:00\n"
        "003 T3 NONE C 01:00:00:00 01:00:02:00 01:00:02:00 01:00:04:00\n"
    )
    cut, findings = read(write, text)
    assert spans(cut) == [("T1", (0, 48), (86400, 86448))]
    assert [(f.rule, f.evidence["lines"]) for f in findings] == [("timeline.edl-left-out", "5, 6")]


FROM_ELSEWHERE = (
    "001  T1 V C     01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n"
    "002  T9 V C     05:00:00:00 05:00:00:00 01:00:02:00 01:00:02:00\n"
    "002  T2 V D 024 02:00:00:00 02:00:02:00 01:00:02:00 01:00:04:00\n"
)


def test_a_dissolve_from_a_clip_that_no_event_shows(write: Write, tmp_path: Path) -> None:
    """T9 is on screen for the 24 frames that it takes to go, and T2 from its first frame on, before its own edge."""
    cut, findings = read(write, FROM_ELSEWHERE)
    assert spans(cut) == [
        ("T1", (0, 48), (86400, 86448)),
        ("T9", (48, 72), (432000, 432024)),
        ("T2", (72, 96), (172824, 172848)),
    ]
    assert [one.effects for one in cut.shots] == [
        (),
        (DISSOLVE,),
        (Effect("transition-in", "dissolve", RATE.time_of(24)),),
    ]
    assert findings == []
    write_timeline(cut, tmp_path / "again.edl")
    lines = [line.split() for line in (tmp_path / "again.edl").read_text().splitlines() if line[:1] == "0"]
    assert lines == [[word.replace("C0", "C") for word in line.split()] for line in FROM_ELSEWHERE.splitlines()]
    assert spans(read_timeline(tmp_path / "again.edl", RATE)[0]) == spans(cut)


def test_a_list_that_starts_with_a_dissolve(write: Write) -> None:
    cut, findings = read(write, "".join(FROM_ELSEWHERE.splitlines(keepends=True)[1:]))
    assert spans(cut) == [("T9", (0, 24), (432000, 432024)), ("T2", (24, 48), (172824, 172848))]
    assert findings == []


def test_a_fade_out_of_a_clip_that_no_event_shows(write: Write) -> None:
    text = (
        "001 T9 V C 05:00:00:00 05:00:00:00 01:00:00:00 01:00:00:00\n"
        "001 BL V D 024 00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00\n"
    )
    cut, _ = read(write, text)
    assert spans(cut)[0] == ("T9", (0, 24), (432000, 432024))
    assert cut.shots[0].effects == (Effect("transition-out", "dissolve", inside=RATE.time_of(24)),)


@pytest.mark.parametrize(
    "side",
    [
        "002  T1 V C     01:00:02:00 01:00:02:00 01:00:02:00 01:00:02:00",  # as lists have it
        "002  t1 V C     00:00:00:00 00:00:00:00 01:00:02:00 01:00:02:00",  # no timecode, another spelling
        "002  T2 V C     01:00:02:00 01:00:02:00 01:00:02:00 01:00:02:00",  # the incoming reel, the outgoing timecode
        "002  AX V C     00:00:00:00 00:00:00:00 01:00:02:00 01:00:02:00",  # no reel at all
    ],
)
def test_the_outgoing_side_that_is_the_shot_before(write: Write, side: str) -> None:
    first, _, last = FROM_ELSEWHERE.splitlines()
    cut, findings = read(write, f"{first}\n{side}\n{last}\n")
    assert spans(cut) == [("T1", (0, 48), (86400, 86448)), ("T2", (48, 96), (172800, 172848))]
    assert cut.shots[0].effects == (Effect("transition-out", "dissolve", RATE.time_of(24)),)
    assert findings == []


def test_an_outgoing_clip_without_room_is_told(write: Write) -> None:
    cut, findings = read(write, FROM_ELSEWHERE.replace("D 024", "D 048"))
    assert [one[0] for one in spans(cut)] == ["T1", "T2"]
    assert [(f.rule, f.evidence["lines"]) for f in findings] == [("timeline.edl-outgoing", "6")]


def test_an_event_number_with_a_letter(write: Write) -> None:
    text = (
        "001A TAPE1 V C 01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00\n"
        "001B TAPE2 V C 01:00:00:00 01:00:01:00 01:00:01:00 01:00:02:00\n"
    )
    assert [one[:2] for one in spans(read(write, text)[0])] == [("TAPE1", (0, 24)), ("TAPE2", (24, 48))]


def test_a_remark_that_starts_with_a_number_is_no_event(write: Write) -> None:
    text = "001 T1 V C 01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00\n2K SCAN V2 OF T1\n"
    assert [one[0] for one in spans(read(write, text)[0])] == ["T1"]


def test_a_shot_with_remarks_keeps_its_event(write: Write, tmp_path: Path) -> None:
    """It could go without one, being all dissolve, but nothing else would carry what is said of it."""
    cut, _ = read(write, FROM_ELSEWHERE)
    told = replace(cut.shots[1], comments=("circled",))
    lost = write_timeline(replace(cut, shots=(cut.shots[0], told, cut.shots[2])), tmp_path / "c.edl")
    assert "* COMMENT: circled" in (tmp_path / "c.edl").read_text()
    assert "transition-handles" in {one.evidence["what"] for one in lost}


@pytest.mark.parametrize(
    ("channel", "tracks"),
    [
        ("A12V", ["V1", "A1", "A2"]),
        ("A1A2V", ["V1", "A1", "A2"]),
        ("VA1", ["V1", "A1"]),
        ("AV", ["V1", "A1"]),
        ("AAV", ["V1", "A1", "A2"]),
        ("BV", ["V1", "A1"]),
        ("VA1234", ["V1", "A1", "A2", "A3", "A4"]),
        ("V/AA", ["V1", "A1", "A2"]),
        ("A12", ["A12"]),
    ],
)
def test_channels_that_are_joined(write: Write, channel: str, tracks: list[str]) -> None:
    cut, findings = read(write, f"001 R1 {channel} C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n")
    assert [shot.track for shot in cut.shots] == tracks
    assert {shot.source.reel for shot in cut.shots} == {"R1"}
    assert findings == []


@pytest.mark.parametrize("reel", ["A12V", "VA1", "B_CAM", "A001", "AAA", "V" * 40])
def test_a_reel_that_looks_like_channels_stays_one(write: Write, reel: str) -> None:
    for channel in ("V ", ""):
        (shot,) = read(write, f"001 {reel} {channel}C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n")[0].shots
        assert (shot.source.reel, shot.track) == (reel, "V1")


@pytest.mark.parametrize(
    ("comments", "files"),
    [
        (("FROM CLIP NAME: a", "SOURCE FILE: /a.mov", "TO CLIP NAME: b", "SOURCE FILE: /b.mov"), ["/a.mov", "/b.mov"]),
        (("FROM CLIP NAME: a", "TO CLIP NAME: b", "SOURCE FILE: /a.mov", "SOURCE FILE: /b.mov"), ["/a.mov", "/b.mov"]),
        (("FROM CLIP NAME: a", "TO CLIP NAME: b", "SOURCE FILE: /b.mov"), ["", "/b.mov"]),
        (("FROM CLIP NAME: a", "SOURCE FILE: /a.mov", "TO CLIP NAME: b"), ["/a.mov", ""]),
        (("FROM CLIP NAME: a", "SOURCE FILE: (NULL)", "TO CLIP NAME: b", "SOURCE FILE: /b.mov"), ["", "/b.mov"]),
    ],
)
def test_whose_file_it_is(write: Write, comments: tuple[str, ...], files: list[str]) -> None:
    text = FROM_ELSEWHERE + "".join(f"* {comment}\n" for comment in comments)
    assert [one.source.url for one in read(write, text)[0].shots] == ["", *files]


def test_a_transition_from_a_clip_without_a_file_names_none(write: Write, tmp_path: Path) -> None:
    text = FROM_ELSEWHERE + "* FROM CLIP NAME: a\n* TO CLIP NAME: b\n* SOURCE FILE: /b.mov\n"
    cut, _ = read(write, text)
    write_timeline(cut, tmp_path / "again.edl")
    assert "NULL" not in (tmp_path / "again.edl").read_text()
    back = read_timeline(tmp_path / "again.edl", RATE)[0]
    assert [one.source.url for one in back.shots] == ["", "", "/b.mov"]
