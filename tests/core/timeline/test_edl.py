"""What a CMX 3600 list shows, and when: against times computed by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cut import Cut, Shot
from picturelock.errors import InputError, UsageError
from picturelock.findings import Finding
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate, Timecode
from picturelock.wording import LANGUAGES, fix, message

Write = Callable[..., Path]
RATE = FrameRate(24)
HEAD = "TITLE: reel 1\nFCM: NON-DROP FRAME\n\n"


def read(write: Write, text: str, rate: str = "24") -> tuple[Cut, tuple[Finding, ...]]:
    cut, findings = read_cut(write(HEAD + text), FrameRate.parse(rate))
    assert all(
        "{" not in message(finding, language) + fix(finding, language) for finding in findings for language in LANGUAGES
    )
    return cut, findings


def shown(cut: Cut, shot: Shot) -> tuple[str, tuple[int, int], tuple[str, str]]:
    """Record frames and source timecodes."""
    record = cut.rate.nearest(shot.record_span.start), cut.rate.nearest(shot.record_span.end)
    source = [str(Timecode.at(time, cut.rate)) for time in (shot.source_span.start, shot.source_span.end)]
    return shot.id, record, (source[0], source[1])


def test_events_reels_and_names(write: Write) -> None:
    cut, findings = read(
        write,
        "001  A001C003_240101_R1AB V     C        01:00:04:05 01:00:05:12 10:00:00:00 10:00:01:07\n"
        "* FROM CLIP NAME:  Scene 12 take 3\n"
        "* SOURCE FILE: /Volumes/raid/A001C003.mov\n"
        "* ANYTHING ELSE: is kept quiet\n"
        "002  AX       V     C        00:00:00:00 00:00:01:00 10:00:02:00 10:00:03:00\n"
        "FROM CLIP NAME: titles.mov\n",
    )
    assert (cut.name, findings) == ("reel 1", ())
    assert [shown(cut, shot) for shot in cut.shots] == [
        ("V1:1", (0, 31), ("01:00:04:05", "01:00:05:12")),
        ("V1:2", (48, 72), ("00:00:00:00", "00:00:01:00")),  # the gap between stays
    ]
    one, two = cut.shots
    assert (one.name, one.source.name, one.source.reel) == ("Scene 12 take 3", "A001C003.mov", "A001C003_240101_R1AB")
    assert one.source.url == "/Volumes/raid/A001C003.mov"
    assert (two.name, two.source.name, two.source.reel) == ("titles.mov", "titles.mov", "")
    assert one.source.start is None, "a list never says where the file starts"
    assert (str(Timecode.at(cut.start, RATE)), RATE.floor(cut.duration)) == ("10:00:00:00", 72)


@pytest.mark.parametrize(
    ("channel", "tracks"),
    [
        ("V", ["V1"]),
        ("V2", ["V2"]),
        ("A", ["A1"]),
        ("A2", ["A2"]),
        ("AA", ["A1", "A2"]),
        ("AA/V", ["V1", "A1", "A2"]),
        ("A2/V", ["V1", "A2"]),
        ("B", ["V1", "A1"]),
        ("NONE", []),
    ],
)
def test_channels(write: Write, channel: str, tracks: list[str]) -> None:
    cut, _ = read(write, f"001 R1 {channel} C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n")
    assert [shot.track for shot in cut.shots] == tracks


def test_an_aud_line_adds_channels(write: Write) -> None:
    cut, _ = read(write, "001 R1 NONE C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\nAUD  3 4\n")
    assert [(shot.track, shot.kind) for shot in cut.shots] == [("A3", "audio"), ("A4", "audio")]


def test_a_dissolve_leaves_the_outgoing_shot_on_screen(write: Write) -> None:
    cut, _ = read(
        write,
        "001  A  V  C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n"
        "* FROM CLIP NAME: a\n"
        "002  A  V  C        01:00:02:00 01:00:02:00 01:00:02:00 01:00:02:00\n"
        "002  B  V  D    012 05:00:00:00 05:00:03:00 01:00:02:00 01:00:05:00\n"
        "* FROM CLIP NAME: a\n* TO CLIP NAME: b\n"
        "003  B  V  C        05:00:03:00 05:00:03:00 01:00:05:00 01:00:05:00\n"
        "003  C  V  W001 024 06:00:00:00 06:00:02:00 01:00:05:00 01:00:07:00\n",
    )
    assert [shown(cut, shot) for shot in cut.shots] == [
        ("V1:1", (0, 48), ("01:00:00:00", "01:00:02:00")),
        ("V1:2", (48, 120), ("05:00:00:00", "05:00:03:00")),
        ("V1:3", (120, 168), ("06:00:00:00", "06:00:02:00")),
    ]
    assert [[(e.kind, e.name, RATE.floor(e.handle)) for e in shot.effects] for shot in cut.shots] == [
        [("transition-out", "dissolve", 12)],
        [("transition-in", "dissolve", 0), ("transition-out", "wipe 001", 24)],
        [("transition-in", "wipe 001", 0)],
    ]
    assert [shot.name for shot in cut.shots] == ["a", "b", "C"]


def test_the_rest_of_a_dissolved_shot_is_no_edit(write: Write) -> None:
    cut, _ = read(
        write,
        "001  A  V  C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n"
        "002  A  V  C        01:00:02:00 01:00:02:00 01:00:02:00 01:00:02:00\n"
        "002  B  V  D    012 05:00:00:00 05:00:00:12 01:00:02:00 01:00:02:12\n"
        "003  B  V  C        05:00:00:12 05:00:03:00 01:00:02:12 01:00:05:00\n",
    )
    assert [shown(cut, shot) for shot in cut.shots] == [
        ("V1:1", (0, 48), ("01:00:00:00", "01:00:02:00")),
        ("V1:2", (48, 120), ("05:00:00:00", "05:00:03:00")),
    ]


def test_speed_from_m2(write: Write) -> None:
    cut, findings = read(
        write,
        # Twice as fast: 24 record frames show 48 of the source.
        "001  R1  V  C  01:00:00:00 01:00:02:00 01:00:00:00 01:00:01:00\nM2   R1   048.0   01:00:00:00\n"
        # A freeze.
        "002  R1  V  C  01:00:05:00 01:00:05:01 01:00:01:00 01:00:02:00\nM2   R1   000.0   01:00:05:00\n"
        "003  R1  V  C  01:00:06:00 01:00:06:01 01:00:02:00 01:00:03:00\n* * FREEZE FRAME\n"
        # In reverse; the list names the whole stretch.
        "004  R1  V  C  01:00:10:00 01:00:11:00 01:00:03:00 01:00:04:00\nM2   R1  -024.0   01:00:10:00\n"
        # In reverse, as Avid writes it: from one frame backwards, 24 of them.
        "005  R1  V  C  01:00:20:00 01:00:20:01 01:00:04:00 01:00:05:00\nM2   R1  -024.0   01:00:20:00\n",
    )
    assert findings == ()
    assert [shown(cut, shot)[2] for shot in cut.shots] == [
        ("01:00:00:00", "01:00:02:00"),
        ("01:00:05:00", "01:00:05:00"),
        ("01:00:06:00", "01:00:06:00"),
        ("01:00:10:00", "01:00:11:00"),
        ("01:00:19:01", "01:00:20:01"),
    ]
    assert [(shot.speed, shot.reverse) for shot in cut.shots] == [
        (Fraction(2), False),
        (Fraction(0), False),
        (Fraction(0), False),
        (Fraction(1), True),
        (Fraction(1), True),
    ]


@pytest.mark.parametrize(
    ("m2", "rate", "speed"),
    [
        ("048.0", "23.976", Fraction(2)),
        ("047.9", "23.976", Fraction(2)),  # 47.952, cut off after one decimal
        ("038.9", "23.976", Fraction(389, 240)),
        ("023.98", "23.976", Fraction(1)),
        ("059.94", "29.97", Fraction(2)),
        ("060.0", "29.97", Fraction(2)),
        ("012.5", "25", Fraction(1, 2)),
    ],
)
def test_speeds_at_ntsc_rates(write: Write, m2: str, rate: str, speed: Fraction) -> None:
    frames = round(10 * speed)
    source = Timecode(frames, FrameRate.parse(rate))
    cut, findings = read(
        write, f"001 R1 V C 00:00:00:00 {source} 01:00:00:00 01:00:00:10\nM2 R1 {m2} 00:00:00:00\n", rate
    )
    assert (cut.shots[0].speed, findings) == (speed, ())


def test_an_m2_line_finds_its_side_of_a_transition(write: Write) -> None:
    cut, _ = read(
        write,
        "001  AX  V  C        01:00:00:00 01:00:00:00 01:00:00:00 01:00:00:00\n"
        "001  R2  V  D    012 10:00:00:00 10:00:03:00 01:00:00:00 01:00:01:00\n"
        "M2   AX             024.0 01:00:00:00\nM2   R2             072.0 10:00:00:00\n",
    )
    assert [(shot.source.reel, shot.speed) for shot in cut.shots] == [("R2", Fraction(3))]


def test_lengths_that_disagree_are_said(write: Write) -> None:
    cut, findings = read(
        write,
        "001  R1  V  C  01:00:00:00 01:00:02:00 01:00:00:00 01:00:01:00\n"
        "002  R1  V  C  01:00:05:00 01:00:06:00 01:00:01:00 01:00:02:00\nM2  R1  048.0  01:00:05:00\n",
    )
    # Record rules, and a speed where there is one.
    assert [shown(cut, shot)[2] for shot in cut.shots] == [
        ("01:00:00:00", "01:00:01:00"),
        ("01:00:05:00", "01:00:07:00"),
    ]
    assert {finding.place.file for finding in findings} == {str(cut.path)}
    assert [(f.rule, f.place.line, f.evidence["source_frames"], f.evidence["used_frames"]) for f in findings] == [
        ("timeline.length-mismatch", 4, 48, 24),
        ("timeline.retime-disagrees", 5, 24, 48),
    ]


def test_locators_are_in_record_time(write: Write) -> None:
    cut, findings = read(
        write,
        "001  R1  V  C  05:00:00:00 05:00:02:00 01:00:00:00 01:00:02:00\n"
        "* LOC: 01:00:01:00 YELLOW  FIX NEEDED\n*LOC: 01:00:01:12 GREEN\n* LOC: 05:00:00:10 RED in source time\n",
    )
    assert [(RATE.floor(m.span.start), m.color, m.name) for m in cut.markers] == [
        (24, "YELLOW", "FIX NEEDED"),
        (36, "GREEN", ""),
    ]
    assert [(finding.rule, finding.evidence["count"]) for finding in findings] == [("timeline.markers-outside", 1)]


def test_black_is_made_by_the_system(write: Write) -> None:
    cut, findings = read(write, "001  BL  V  C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:02:00\n")
    assert cut.shots[0].source.generated
    assert findings == ()


def test_a_key_lies_above_its_background(write: Write) -> None:
    cut, _ = read(
        write,
        "001  R1  V  K B      01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n"
        "001  R2  V  K    000 02:00:00:00 02:00:02:00 01:00:00:00 01:00:02:00\n",
    )
    assert [(shot.track, shot.source.reel) for shot in cut.shots] == [("V1", "R1"), ("V2", "R2")]


def test_drop_frame(write: Write) -> None:
    text = (
        "TITLE: df\nFCM: DROP FRAME\n"
        "001  R1  V  C  00:00:00;00 00:02:00;02 01:00:00;00 01:02:00;02\n"  # a label count of 3598: 2 minutes less 2 labels
    )
    rate = FrameRate.parse("29.97")
    cut, findings = read_cut(write(text), rate)
    # 2 minutes are 3600 labels; two are left out after the first minute, and the label itself is two past the second.
    assert rate.nearest(cut.duration) == 3598
    assert (cut.drop, findings) == (True, ())
    assert str(Timecode.at(cut.start, rate, cut.drop)) == "01:00:00;00"
    plain, _ = read_cut(write(text.replace("DROP FRAME", "NON-DROP FRAME").replace(";", ":")), rate)
    assert (rate.nearest(plain.duration), plain.drop) == (3602, False)
    # A list at 30 that says so is one at 29.97: to read it at 30 would add two frames a minute.
    with pytest.raises(InputError, match="drop frame") as caught:
        read_cut(write(text), FrameRate(30))
    assert "--rate 29.97" in caught.value.hint
    with pytest.raises(InputError, match="leaves that label out"):
        read_cut(write(text.replace("01:02:00;02", "01:02:00;00")), rate)


@pytest.mark.parametrize("rate", ["23.976", "24", "25", "50"])
def test_drop_frame_where_there_is_none_is_read_as_non_drop(write: Write, rate: str) -> None:
    event = "00{}  R1  V  C  00:00:00{}00 00:00:01:00 01:00:5{}{}00 01:00:5{}:00\n"
    text = "TITLE: df\nFCM: DROP FRAME\n" + event.format(1, ";", 8, ";", 9)
    text += "FCM: DROP FRAME\n" + "002  R1  V  C  00:00:00:00 00:00:02:00 01:00:59:00 01:01:01;00\n"
    path = write(text)
    cut, findings = read_cut(path, FrameRate.parse(rate))
    # No label is left out: 58 to 61 seconds are three of them.
    assert cut.rate.nearest(cut.duration) == 3 * cut.rate.nominal
    assert not cut.drop
    assert [(f.rule, f.severity, f.place.file, f.place.line) for f in findings] == [
        ("timeline.no-drop-frame", "warning", str(path), 2)
    ]
    assert all("{" not in message(findings[0], language) + fix(findings[0], language) for language in LANGUAGES)
    assert rate in message(findings[0], "en")


def test_a_programme_that_runs_past_midnight(write: Write) -> None:
    cut, _ = read(
        write,
        "001  R1  V  C  23:59:59:00 00:00:01:00 23:59:58:00 00:00:00:00\n"
        "002  R2  V  C  01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00\n",
    )
    assert [shown(cut, shot)[1] for shot in cut.shots] == [(0, 48), (48, 72)]
    assert RATE.floor(cut.duration) == 72


def test_a_list_out_of_order_is_put_in_order(write: Write) -> None:
    cut, _ = read(
        write,
        "001  R1  V  C  01:00:00:00 01:00:01:00 01:00:05:00 01:00:06:00\n"
        "002  R2  V  C  01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00\n",
    )
    assert [(shot.source.reel, shown(cut, shot)[1]) for shot in cut.shots] == [("R2", (0, 24)), ("R1", (120, 144))]


def test_source_times_in_frames_of_the_file(write: Write) -> None:
    cut, _ = read(write, "001  AX       V     C        9           64          00:00:00:00 00:00:02:07\n")
    assert shown(cut, cut.shots[0]) == ("V1:1", (0, 55), ("00:00:00:09", "00:00:02:16"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_line_ends_and_encodings(write: Write, end: str, encoding: str) -> None:
    text = "TITLE: scène 1\n001 R1 V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n* FROM CLIP NAME: été.mov\n"
    cut, _ = read_cut(write(text.replace("\n", end).encode(encoding), "cut.EDL"), RATE)
    assert (cut.name, cut.shots[0].name) == ("scène 1", "été.mov")


def test_no_list_says_its_rate(write: Write) -> None:
    path = write(HEAD + "001 R1 V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n")
    with pytest.raises(UsageError, match="frame rate") as caught:
        read_cut(path)
    assert "--rate" in caught.value.hint


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("001  R1  V  C  00:00:00:00 00:00:01:00 01:00:00:00", "cannot be read as an event"),
        ("001  R1  V  C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:0", "expected a timecode"),
        ("001  R1  V", "cannot be read as an event"),
        ("001  R1  V  X  00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00", "cannot be read as an event"),
        ("001  R1  V  C  00:00:00:00 00:00:01:00 01:00:00:24 01:00:02:00", "out of range"),
        ("001  R1  V  C  00:00:00:00 00:00:01:00 01:00:02:00 01:00:01:00", "before it starts"),
        ("001  R1  V  C  00:00:00:00 00:00:01:00 x 01:00:01:00", "expected a timecode"),
    ],
)
def test_an_event_that_cannot_be_read_names_its_line(write: Write, line: str, reason: str) -> None:
    good = "001 R1 V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
    with pytest.raises(InputError, match=reason) as caught:
        read(write, good + line + "\n" + good)
    assert caught.value.place == "line 5"


def test_a_speed_that_cannot_be_read_names_its_line(write: Write) -> None:
    with pytest.raises(InputError, match="expected M2"):
        read(write, "001 R1 V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\nM2 R1 fast 00:00:00:00\n")
