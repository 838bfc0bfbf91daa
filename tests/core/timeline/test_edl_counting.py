"""Lists whose sources do not count as their record times do: drop and non-drop frame, other rates, speeds that disagree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cut import Cut, Shot, Source, Track
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.timeline.read import read_cut, read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span, Timecode
from picturelock.wording import LANGUAGES, fix, message

Write = Callable[..., Path]
R24, PAL, NTSC = FrameRate(24), FrameRate(25), FrameRate(30000, 1001)


def read(write: Write, text: str, rate: FrameRate = NTSC) -> tuple[Cut, list[Finding]]:
    cut, findings = read_cut(write("TITLE: t\n" + text), rate)
    for one in findings:
        assert not any("{" in message(one, language) + fix(one, language) for language in LANGUAGES)
    return cut, list(findings)


def test_a_non_drop_source_in_a_drop_list(write: Write) -> None:
    """01:03:10:00 is 3 790 s of 30 labels; drop frame would have left out 6 of them."""
    text = "FCM: DROP FRAME\n001 TAPE1 V C 01:03:10:00 01:03:15:00 01:00:00;00 01:00:05;00\n"
    (shot,), findings = (found := read(write, text))[0].shots, found[1]
    assert NTSC.nearest(shot.source_span.start) == 3790 * 30
    assert (shot.source.drop, shot.record_span, findings) == (False, Span(0, NTSC.time_of(150)), [])
    (drop,) = read(write, text.replace("01:03:10:00 01:03:15:00", "01:03:10;00 01:03:15;00"))[0].shots
    assert NTSC.nearest(drop.source_span.start) == 3790 * 30 - 2 * (63 - 6)
    assert drop.source.drop is None, "as the list"


def test_a_drop_source_in_a_non_drop_list(write: Write) -> None:
    text = "FCM: NON-DROP FRAME\n001 TAPE1 V C 00:01:00;02 00:01:02;02 01:00:00:00 01:00:02:00\n"
    (shot,) = read(write, text)[0].shots
    assert (NTSC.nearest(shot.source_span.start), shot.source.drop) == (1800, True)


def test_a_non_drop_label_that_drop_frame_leaves_out(write: Write) -> None:
    """With separators it is plainly non-drop; in a list of colons alone it says so of its whole source."""
    told = "FCM: DROP FRAME\n001 T1 V C 01:02:00:00 01:02:05:00 01:00:00;00 01:00:05;00\n"
    (shot,), findings = (found := read(write, told))[0].shots, found[1]
    assert (NTSC.nearest(shot.source_span.start), findings) == (3720 * 30, [])
    colons = told.replace(";", ":") + "002 T1 V C 01:05:10:00 01:05:11:00 01:00:05:00 01:00:06:00\n"
    cut, findings = read(write, colons)
    assert [NTSC.nearest(one.source_span.start) for one in cut.shots] == [3720 * 30, 3910 * 30]
    assert cut.drop
    assert [(f.rule, f.evidence["count"], f.place.line) for f in findings] == [("timeline.edl-non-drop", 2, 3)]


def test_record_times_keep_counting_as_the_list_began(write: Write) -> None:
    """FCM between events speaks of the source that follows: the record side of one tape has one count."""
    text = (
        "FCM: DROP FRAME\n001 T1 V C 01:00:00:00 01:00:10:00 10:09:55:00 10:10:05:00\n"
        "FCM: NON-DROP FRAME\n002 T2 V C 05:05:00:00 05:05:10:00 10:10:05:00 10:10:15:00\n"
        "FCM: DROP FRAME\n003 T3 V C 01:00:00:00 01:00:10:00 10:10:15:00 10:10:25:00\n"
    )
    cut, findings = read(write, text)
    assert [NTSC.nearest(one.record_span.start) for one in cut.shots] == [0, 300, 600]
    assert [one.source.drop for one in cut.shots] == [None, False, None]
    assert NTSC.nearest(cut.shots[1].source_span.start) == 18300 * 30
    assert findings == []
    gap = text.replace("10:10:05:00 10:10:15:00", "10:10:06:00 10:10:16:00")
    cut, findings = read(write, gap)
    assert [(f.rule, f.evidence["lines"]) for f in findings] == [("timeline.edl-fcm-changes", "5, 7")]


def test_a_record_label_that_does_not_exist_is_not_blamed_on_the_rate(write: Write) -> None:
    with pytest.raises(InputError, match="leaves that label out") as caught:
        read(write, "FCM: DROP FRAME\n001 T1 V C 01:00:00:00 01:00:01:00 01:02:00:00 01:02:01:00\n")
    assert "FCM" in caught.value.hint
    assert "--rate" not in caught.value.hint


def test_one_source_at_another_rate_does_not_refuse_the_list(write: Write) -> None:
    """Sound of 30 frames in a list of 24: 10 seconds and 28 frames, for two seconds of record."""
    text = "".join(
        f"{n:03} R{n} V C 01:00:00:00 01:00:02:00 01:00:{2 * n:02}:00 01:00:{2 * n + 2:02}:00\n" for n in (1, 2)
    )
    text += "003 WILD A C 00:00:10:28 00:00:12:28 01:00:02:00 01:00:04:00\n"
    text += "004 WILD A C 00:00:20:10 00:00:22:10 01:00:04:00 01:00:06:00\n"
    cut, findings = read(write, text, R24)
    wild = [one for one in cut.shots if one.kind == "audio"]
    second = FLICKS_PER_SECOND
    assert [one.source_span.start for one in wild] == [second * 328 // 30, second * 610 // 30]
    assert {one.source.rate for one in wild} == {FrameRate(30)}
    assert {(one.speed, one.source_span.duration) for one in wild} == {(Fraction(1), 2 * second)}
    assert [(f.rule, f.severity, f.evidence["own"], f.evidence["count"]) for f in findings] == [
        ("timeline.edl-source-rate", "warning", "30", 2)
    ]
    _, findings = read(write, "".join(text.splitlines(keepends=True)[2:]), R24)
    assert [f.severity for f in findings] == ["error"], "where most count otherwise, it is rather the list"
    with pytest.raises(InputError, match="out of range"):
        read(write, text.replace("10:28", "10:99"), R24)


def test_a_list_frame_for_frame_with_a_source_at_another_rate(write: Write) -> None:
    """50 frames of a source at 25 in 50 frames of a cut at 24: each lasts as long as one of the cut."""
    text = "001 R1 V C 00:00:03:24 00:00:05:24 01:00:00:00 01:00:02:02\n"
    (shot,) = read(write, text, R24)[0].shots
    assert (shot.speed, shot.source_span) == (Fraction(24, 25), Span(PAL.time_of(99), PAL.time_of(149)))


def pal_shot(first: int, frames: int, record: int, speed: Fraction = Fraction(1)) -> Cut:
    """A shot of a source at 25 in a cut at 24; first, frames: of the source."""
    film = Source("pal.mov", "P001", url="/m/pal.mov", rate=PAL)
    span = Span(PAL.time_of(first), PAL.time_of(first + frames))
    shot = Shot("V1:1", "V1", "video", "pal", film, span, Span(0, R24.time_of(record)), speed)
    return Cut("c", R24, (shot,), R24.time_of(86400), duration=R24.time_of(record), tracks=(Track("V1", "video"),))


@pytest.mark.parametrize(
    ("cut", "labels", "m2"),
    [
        (pal_shot(91, 50, 48), "00:00:03:16 00:00:05:16", ""),  # at its own pace
        (pal_shot(91, 68, 68, Fraction(24, 25)), "00:00:03:16 00:00:06:09", ""),  # each frame lasts one of the cut
        (pal_shot(91, 100, 48, Fraction(2)), "00:00:03:16 00:00:07:16", "048.0"),
    ],
)
def test_a_source_of_another_rate_is_named_by_its_own_timecode(cut: Cut, labels: str, m2: str, tmp_path: Path) -> None:
    path = tmp_path / "c.edl"
    lost = write_timeline(cut, path)
    text = path.read_text()
    assert f" C        {labels} 01:00:00:00" in text
    assert [line.split()[2] for line in text.splitlines() if line.startswith("M2")] == ([m2] if m2 else [])
    assert [(f.evidence["what"], f.severity) for f in lost] == [("rates", "warning")]
    (back,) = read_timeline(path, R24)[0].shots
    assert str(Timecode.at(back.source_span.start, R24)) == labels.split()[0]
    assert back.speed == (Fraction(2) if m2 else 1)


def test_times_before_zero_are_told_and_no_frame_is_lost(tmp_path: Path) -> None:
    film = Source("a.mov", "A", url="/m/a.mov", rate=R24)
    shot = Shot("V1:1", "V1", "video", "a", film, Span(R24.time_of(-24), R24.time_of(24)), Span(0, R24.time_of(48)))
    cut = Cut("c", R24, (shot,), duration=R24.time_of(48), tracks=(Track("V1", "video"),))
    for ending, text in (
        ("edl", "23:59:59:00 00:00:01:00 00:00:00:00 00:00:02:00"),
        ("ale", "23:59:59:00\t00:00:01:00\t"),
    ):
        path = tmp_path / f"c.{ending}"
        lost = write_timeline(cut, path)
        assert text in path.read_text()
        assert [f.severity for f in lost if f.evidence["what"] == "before-zero"] == ["warning"]
        (back,) = read_timeline(path, R24)[0].shots
        assert back.source_span.duration == R24.time_of(48)


def test_a_start_beyond_a_day_is_told(tmp_path: Path) -> None:
    film = Source("a.mov", "A", url="/m/a.mov", rate=R24)
    shot = Shot("V1:1", "V1", "video", "a", film, Span(0, R24.time_of(48)), Span(0, R24.time_of(48)))
    cut = Cut("c", R24, (shot,), R24.time_of(86400 * 24), duration=R24.time_of(48), tracks=(Track("V1", "video"),))
    told = [f.evidence["what"] for f in write_timeline(cut, tmp_path / "c.edl")]
    assert told == ["start-timecode"]
    assert write_timeline(replace(cut, start=R24.time_of(86399 * 24)), tmp_path / "d.edl") == ()


def test_a_reverse_that_disagrees_with_its_lengths_is_said(write: Write) -> None:
    text = "001 T1 V C 01:00:39:23 01:01:19:23 01:00:00:00 01:00:40:00\nM2 T1 -012.0 01:00:39:23\n"
    cut, findings = read(write, text, R24)
    assert [(f.rule, f.evidence["source_frames"], f.evidence["used_frames"]) for f in findings] == [
        ("timeline.retime-disagrees", 960, 480)
    ]
    named = Timecode.parse("01:00:39:23", R24).frames
    assert cut.shots[0].source_span == Span(R24.time_of(named - 479), R24.time_of(named + 1))


def test_a_reverse_of_half_a_frame_ends_with_the_frame_that_is_named(write: Write) -> None:
    """125 frames at -12.5 fps of 25 show 62.5 frames of the source, the last of them the one that is named."""
    text = "001 T1 V C 01:00:36:10 01:00:36:11 01:00:00:00 01:00:05:00\nM2 T1 -012.5 01:00:36:10\n"
    (shot,) = read(write, text, PAL)[0].shots
    end = Timecode.parse("01:00:36:11", PAL).time
    assert shot.source_span == Span(end - PAL.frame * 125 // 2, end)


@pytest.mark.parametrize("m2", ["+048.00000", "48.000000000", "048.0"])
def test_speeds_of_many_decimals(write: Write, m2: str) -> None:
    text = f"001 T1 V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:01:00\nM2 T1 {m2} 01:00:00:00\n"
    assert read(write, text, R24)[0].shots[0].speed == 2
