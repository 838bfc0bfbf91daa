"""Where captions stand, between formats."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, Placement, plain
from picturelock.formats.placing import keypad, of_keypad
from picturelock.formats.srt import SRT
from picturelock.formats.vtt.format import WEBVTT
from picturelock.formats.vtt.placing import placement_of, placement_of_region, settings_of
from picturelock.times import Span, from_ms

FILE = Path("film")
HALF, FIFTH = Fraction(1, 2), Fraction(1, 5)


@pytest.mark.parametrize("digit", "123456789")
def test_the_keypad_goes_both_ways(digit: str) -> None:
    placement, align = of_keypad(digit)
    assert keypad(placement, align, 2) == (digit, True)
    text = f"1\n00:00:01,000 --> 00:00:02,000\n{{\\an{digit}}}Là\n\n"
    captions, _ = SRT.read(text, FILE)
    assert SRT.write(captions) == (text, ())


@pytest.mark.parametrize(
    ("placement", "align", "digit"),
    [
        (Placement(Fraction(1, 10), "top"), None, "8"),
        (Placement(Fraction(9, 10), "bottom"), None, "2"),
        (Placement(HALF, "middle"), "start", "4"),
        (Placement(Fraction(4, 5), "bottom", Fraction(0), FIFTH), None, "1"),
        (Placement(Fraction(4, 5), "bottom", Fraction(7, 10), FIFTH), "start", "3"),
    ],
)
def test_any_place_has_a_nearest_digit_and_says_that_it_is_not_exact(
    placement: Placement, align: str | None, digit: str
) -> None:
    assert keypad(placement, align, 1) == (digit, False)


@pytest.mark.parametrize(
    ("settings", "align", "placement"),
    [
        ("line:0", None, Placement(edge="top")),
        ("line:-1", None, Placement(edge="bottom")),
        ("line:2", None, Placement(Fraction(8, 75), "top")),
        ("line:-3", None, Placement(1 - Fraction(8, 75), "bottom")),
        ("line:10%", None, Placement(Fraction(1, 10), "top")),
        ("line:85%,end", None, Placement(Fraction(17, 20), "bottom")),
        ("line:50%,center", None, Placement(edge="middle")),
        ("size:40%", None, Placement(None, "bottom", Fraction(3, 10), Fraction(2, 5))),
        ("position:20% size:40%", "start", Placement(None, "bottom", FIFTH, Fraction(2, 5))),
        ("position:20%", None, Placement(None, "bottom", Fraction(0), Fraction(2, 5))),
        ("position:80%,line-right size:30%", None, Placement(None, "bottom", HALF, Fraction(3, 10))),
        ("vertical:rl line:0", None, None),
        ("line:101%", None, None),
        ("line:1e9 position:x", None, None),
        ("", "start", None),
    ],
)
def test_webvtt_settings_are_places(settings: str, align: str | None, placement: Placement | None) -> None:
    assert placement_of(settings, align) == placement
    if placement is not None:
        assert placement_of(settings_of(placement, align), align) in (placement, _to_a_hundredth(placement))


def _to_a_hundredth(placement: Placement) -> Placement:
    line = placement.line
    return placement if line is None else Placement(Fraction(round(line * 10_000), 10_000), placement.edge)


def test_a_region_is_a_place() -> None:
    body = "id:fred\nwidth:40%\nlines:3\nregionanchor:0%,100%\nviewportanchor:10%,90%"
    place = Placement(Fraction(9, 10), "bottom", Fraction(1, 10), Fraction(2, 5))
    assert placement_of_region(body) == place
    assert placement_of_region("<region/>") is None
    text = f"WEBVTT\n\nREGION\n{body}\n\n00:00:01.000 --> 00:00:02.000 region:fred\nOui\n"
    captions, _ = WEBVTT.read(text, FILE)
    assert captions.cues[0].placement == place
    assert WEBVTT.write(captions) == (text, ())


def test_a_moved_cue_leaves_its_region_and_its_settings() -> None:
    text = "WEBVTT\n\nREGION\nid:fred\n\n00:00:01.000 --> 00:00:02.000 line:85% region:fred\nOui\n"
    cue = WEBVTT.read(text, FILE)[0].cues[0]
    moved = Cue(cue.span, cue.lines, region=cue.region, placement=Placement(edge="top"), extras=cue.extras)
    written, losses = WEBVTT.write(Captions((moved,), regions={"fred": "id:fred"}))
    assert "00:00:02.000 line:0\n" in written and losses == ()


def test_the_regions_of_another_format_are_places_and_not_blocks() -> None:
    cue = Cue(Span(0, from_ms(900)), plain("x"), region="r1", placement=Placement(Fraction(1, 10), "top"))
    text, losses = WEBVTT.write(Captions((cue,), regions={"r1": "<region xml:id='r1'/>"}))
    assert "REGION" not in text and "line:10%\n" in text
    assert [found.evidence["what"] for found in losses] == ["regions"]
    unsaid = Cue(Span(0, from_ms(900)), plain("x"), region="r1")
    assert "region:" not in WEBVTT.write(Captions((unsaid,), regions={"r1": "<region/>"}))[0]


def test_colours_go_between_srt_and_webvtt() -> None:
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<c.yellow>Un</c> <c.bg_blue>deux</c> <c.lime.loud>trois</c>\n"
    captions, _ = WEBVTT.read(text, FILE)
    runs = [run for run in captions.cues[0].lines[0] if run.text.strip()]
    assert [(run.color, run.background, run.tags) for run in runs] == [
        ("yellow", None, ()),
        (None, "blue", ()),
        ("lime", None, (("c", "lime.loud"),)),
    ]
    assert WEBVTT.write(captions) == (text, ())
    srt, losses = SRT.write(captions)
    assert '<font color="yellow">Un</font> deux <font color="lime">trois</font>' in srt
    assert {str(found.evidence["what"]) for found in losses} == {"backgrounds", "tags: <c>"}
