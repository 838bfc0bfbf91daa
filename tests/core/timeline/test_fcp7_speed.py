"""Time Remap effects as Final Cut Pro, Premiere and Hiero write them; the numbers are from their own files."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cut import Shot
from picturelock.errors import InputError
from picturelock.timeline.fcp7.clock import decimal, percent
from picturelock.timeline.read import read_timeline
from picturelock.times import FrameRate

R25 = FrameRate(25)
TICKS = 254_016_000_000 // 25
RATE = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>"
Key = tuple[float, float, str]


def parameter(name: str, value: object, more: str = "", app: str = "") -> str:
    return f"<parameter{app}><parameterid>{name}</parameterid><value>{value}</value>{more}</parameter>"


def remap(speed: object, keys: Sequence[Key] = (), reverse: bool = False, variable: bool = False, app: str = "") -> str:
    def key(when: float, value: float, marks: str) -> str:
        flags = "".join(f"<{mark}>TRUE</{mark}>" for mark in marks.split())
        return f"<keyframe><when>{when}</when><value>{value}</value>{flags}</keyframe>"

    held = parameter("variablespeed", int(variable)) + parameter("speed", speed, app=app)
    held += parameter("reverse", str(reverse).upper())
    held += parameter("graphdict", 0, "".join(key(*one) for one in keys)) if keys else ""
    return f"<filter><effect><name>Time Remap</name><effectid>timeremap</effectid>{held}</effect></filter>"


def virtual(flag: str) -> str:
    return f"speedvirtualkf speedkf{flag}"


def graph(start: Key, first: Key, last: Key, end: Key) -> list[Key]:
    marks = ("start", "in", "out", "end")
    return [(w, v, virtual(mark)) for (w, v, _), mark in zip((start, first, last, end), marks, strict=True)]


def read(folder: Path, place: tuple[int, int, int, int, int], held: str) -> tuple[Shot, set[str]]:
    start, end, first, last, duration = place
    path = folder / "cut.xml"
    path.write_text(
        f'<xmeml version="5"><sequence><name>s</name>{RATE}<media><video><track><clipitem><name>a</name><start>{start}</start>'
        f"<end>{end}</end><in>{first}</in><out>{last}</out><duration>{duration}</duration>{RATE}<file><name>a.mov</name></file>"
        f"{held}</clipitem></track></video></media></sequence></xmeml>"
    )
    cut, findings = read_timeline(path)
    return cut.shots[0], {finding.rule for finding in findings}


def frames(shot: Shot) -> tuple[float, float]:
    span = shot.source_span
    return round(span.start / R25.frame, 3), round(span.end / R25.frame, 3)


def ticks(low: float, high: float) -> str:
    return f"<pproTicksIn>{round(low * TICKS)}</pproTicksIn><pproTicksOut>{round(high * TICKS)}</pproTicksOut>"


def test_final_cut_says_at_the_in_point_what_frame_it_is(tmp_path: Path) -> None:
    keys = graph((0, 0.3997, ""), (10136, 6082, ""), (10283, 6170.2, ""), (27616, 16570.4, ""))
    shot, _ = read(tmp_path, (9220, 9367, 10136, 10283, 27616), remap(60, keys))
    assert (shot.speed, shot.reverse, frames(shot)) == (Fraction(3, 5), False, (6082, 6170.2))


def test_final_cut_counts_reverse_keyframes_one_higher(tmp_path: Path) -> None:
    """Apple, "Constant Reverse Adjustment": the value is the frame shown plus 1; here frames 306 down to 270."""
    keys = graph((0, 637, ""), (329, 307, ""), (366, 270, ""), (636, 1, ""))
    shot, _ = read(tmp_path, (26415, 26452, 329, 366, 636), remap(100, keys, reverse=True))
    assert (shot.speed, shot.reverse, frames(shot)) == (1, True, (270, 307))
    keys = graph((0, 93.1998, ""), (355, 21.1998, ""), (409, 10.3998, ""), (456, 1.1998, ""))
    shot, _ = read(tmp_path, (23284, 23338, 355, 409, 456), remap(20, keys, reverse=True))
    assert frames(shot) == (9.6, 20.4)


def test_premieres_ticks_are_the_media_time_where_in_was_rounded(tmp_path: Path) -> None:
    keys = graph((0, 0, ""), (912, 1824, ""), (955, 1910, ""), (956, 1912, ""))
    shot, _ = read(tmp_path, (14441, 14484, 912, 955, 956), remap(200, keys) + ticks(1825, 1911))
    assert frames(shot) == (1825, 1911)
    shot, _ = read(tmp_path, (592, 627, 227, 262, 550), remap(461.842) + ticks(1053, 1214.6447))
    assert (frames(shot)[0], shot.speed) == (1053, Fraction("4.61842"))


def test_premiere_reverses_from_the_end_of_what_it_shows(tmp_path: Path) -> None:
    keys = graph((0, 340, ""), (349, 60, ""), (370, 44, ""), (425, 1, ""))
    app = ' authoringApp="PremierePro"'
    place = (22993, 23014, 55, 76, 425)
    shot, _ = read(tmp_path, place, remap(80, keys, reverse=True, app=app) + ticks(44.7, 61.5))
    assert (shot.reverse, frames(shot)) == (True, (44.7, 61.5))
    shot, _ = read(tmp_path, place, remap(80, keys, reverse=True, app=app))
    assert frames(shot) == (44, 60.8)


def test_a_speed_without_a_graph(tmp_path: Path) -> None:
    """in and out count the clip's frames after its speed (OpenTimelineIO #876)."""
    shot, _ = read(tmp_path, (1109, 1305, 2933, 3129, 4852), remap(50))
    assert frames(shot) == (1466.5, 1564.5)
    shot, _ = read(tmp_path, (0, 40, 60, 100, 200), remap(-200))
    assert (shot.speed, shot.reverse, frames(shot)) == (2, True, (200, 280))


def test_hieros_speed_is_a_factor(tmp_path: Path) -> None:
    shot, rules = read(tmp_path, (1085, 1324, 326400, 326639, 400), remap(0.25))
    assert (shot.speed, frames(shot)) == (Fraction(1, 4), (81600, 81659.75))
    assert rules == {"timeline.fcp7-speed-factor"}
    shot, rules = read(tmp_path, (0, 230, 0, 230, 312000), remap(0.1))
    assert (shot.speed, rules) == (Fraction(1, 1000), set())


def test_a_freeze(tmp_path: Path) -> None:
    keys = graph((0, 77, ""), (10, 77, ""), (60, 77, ""), (90, 77, ""))
    shot, _ = read(tmp_path, (0, 50, 10, 60, 90), remap(0, keys))
    assert (shot.speed, frames(shot)) == (0, (77, 77))
    shot, _ = read(tmp_path, (0, 50, 33, 83, 90), remap(0))
    assert frames(shot) == (33, 33)


def test_final_cuts_ramp_with_what_its_curve_comes_to_at_the_edges(tmp_path: Path) -> None:
    keys: list[Key] = [
        (0, 0, virtual("start")), (417, 411.771, virtual("in")), (435, 435, ""), (456, 511, ""), (480, 540.177, virtual("out")),
        (1399, 1399, virtual("end")),
    ]  # fmt: skip
    shot, _ = read(tmp_path, (23940, 24003, 417, 480, 1399), remap(205, keys, variable=True))
    knots = [(knot.record / R25.frame, round(knot.source / R25.frame, 3)) for knot in shot.ramp]
    assert knots == [(0, 411.771), (18, 435), (39, 511), (63, 540.177)]


def test_premieres_virtual_keyframes_are_not_followed(tmp_path: Path) -> None:
    keys: list[Key] = [
        (0, 0, virtual("start")), (524, 524, virtual("in")), (542, 542, ""), (557, 605, "pproRampEnd"),
        (565, -1815255671, virtual("out")), (730, 1883, virtual("end")),
    ]  # fmt: skip
    app = ' authoringApp="PremierePro"'
    shot, _ = read(tmp_path, (13454, 13495, 524, 565, 730), remap(258, keys, variable=True, app=app) + ticks(524, 565))
    knots = [(knot.record / R25.frame, round(knot.source / R25.frame, 3)) for knot in shot.ramp]
    assert knots == [(0, 524), (18, 542), (33, 605), (41, round(605 + 8 * 1278 / 173, 3))]
    shot, _ = read(tmp_path, (13454, 13495, 524, 565, 730), remap(258, keys, variable=True))
    assert shot.ramp[-1].source > 0, "a value outside its neighbours' is no part of a curve"


def test_a_curve_is_said(tmp_path: Path) -> None:
    keys: list[Key] = [(0, 0, virtual("start")), (20, 40, ""), (50, 60, virtual("end"))]
    held = remap(100, keys, variable=True)
    curve = held.replace("<value>40</value>", "<value>40</value><outbez><horiz>3.5</horiz><vert>0</vert></outbez>")
    assert read(tmp_path, (0, 50, 0, 50, 50), held)[1] == set()
    assert read(tmp_path, (0, 50, 0, 50, 50), curve)[1] == {"timeline.fcp7-smooth-speed"}


def test_a_remap_that_is_off_or_does_nothing(tmp_path: Path) -> None:
    off = remap(200).replace("<filter>", "<filter><enabled>FALSE</enabled>")
    for held in (off, remap(100)):
        assert (read(tmp_path, (0, 50, 7, 57, 90), held)[0].speed, frames(read(tmp_path, (0, 5, 7, 12, 90), held)[0])) == (
            1, (7, 12),
        )  # fmt: skip


@pytest.mark.parametrize("speed", ["fast", "1e99", "nan"])
def test_a_speed_that_is_no_number(tmp_path: Path, speed: str) -> None:
    with pytest.raises(InputError, match="a speed that is no number"):
        read(tmp_path, (0, 50, 7, 57, 90), remap(speed))


@pytest.mark.parametrize(
    "speed", [Fraction(7, 9), Fraction(25, 24), Fraction(1001, 1000), Fraction(123457, 100003), Fraction(2)]
)
def test_a_speed_in_percent_comes_back_exact(speed: Fraction) -> None:
    assert percent(decimal(speed * 100, 20)) == speed


def test_a_speed_that_people_wrote_is_taken_at_its_word() -> None:
    assert percent("33.33") == Fraction(3333, 10000)
    assert percent("99.42") == Fraction(9942, 10000)
