from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pysubs2
import pytest
from picturelock.cues import Captions, Cue, Placement, Run, plain
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.formats.ass.format import ASS, SSA
from picturelock.formats.srt import SRT
from picturelock.times import Span, from_ms

FILE = Path("film.ass")
HEAD = """\
[Script Info]
Title: La Lettre
PlayResX: 1000
PlayResY: 1000

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,40,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,2,0,2,10,10,10,1
Style: Signs,Arial,40,&H0000FFFF,&H000000FF,&H00000000,&H00000000,-1,0,0,0,100,100,0,0,1,2,0,8,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def read(*events: str) -> tuple[Captions, dict[str, Finding]]:
    captions, findings = ASS.read(HEAD + "\n".join(events) + "\n", FILE)
    return captions, {finding.rule: finding for finding in findings}


def line(text: str, style: str = "Default", times: str = "0:00:01.00,0:00:02.50") -> str:
    return f"Dialogue: 0,{times},{style},,0,0,0,,{text}"


def test_styles_overrides_and_line_breaks_become_runs() -> None:
    captions, findings = read(line(r"Il dit {\i1}oui{\i0}\Net {\b1\c&H0000FF&}part\h!"), line("Sortie", "Signs"))
    assert not findings
    assert captions.cues[0].lines == (
        (Run("Il dit "), Run("oui", italic=True)),
        (Run("et "), Run("part\u00a0!", bold=True, color="#ff0000")),
    )
    sign = captions.cues[1]
    assert sign.lines == ((Run("Sortie", bold=True, color="#ffff00"),),)
    assert (sign.style, sign.placement, captions.cues[0].style) == ("Signs", Placement(edge="top"), None)
    assert captions.cues[0].span == Span(from_ms(1000), from_ms(2500))
    assert ("title", "La Lettre") in captions.extras


@pytest.mark.parametrize(
    ("codes", "placement", "align"),
    [
        ("", None, None),
        (r"{\an8}", Placement(edge="top"), None),
        (r"{\a6}", Placement(edge="top"), None),
        (r"{\an1}", Placement(edge="bottom"), "start"),
        (r"{\pos(500,700)}", Placement(Fraction(7, 10), "bottom"), None),
        (r"{\an7\pos(200,100)}", Placement(Fraction(1, 10), "top", Fraction(1, 5), Fraction(4, 5)), "start"),
    ],
)
def test_a_place_goes_both_ways(codes: str, placement: Placement | None, align: str | None) -> None:
    captions, findings = read(line(codes + "Là"))
    assert not findings and captions.cues[0].text == "Là"
    assert (captions.cues[0].placement, captions.cues[0].align) == (placement, align)
    text, losses = ASS.write(captions)
    assert losses == () and f",{codes.replace('a6', 'an8')}Là\n" in text


def test_a_file_comes_back_with_all_it_says() -> None:
    captions, _ = read(
        "Comment: 0,0:00:00.00,0:00:00.00,Default,,0,0,0,,à voir",
        r"Dialogue: 3,0:00:01.00,0:00:02.00,Signs,Claire,5,6,7,fx,{\fad(100,200)}{\k20}La {\k30}la",
        r"Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\p1}m 0 0 l 10 10{\p0}C:\⁠News \{ok\}",
    )
    assert captions.cues[0].speaker == "Claire" and captions.cues[0].text == "La la"
    assert captions.cues[1].text == "C:\\News {ok}"
    text, losses = ASS.write(captions)
    assert losses == ()
    again, findings = ASS.read(text, FILE)
    assert findings == () and again == captions
    _, lost_in_srt = SRT.write(captions)
    said = {str(found.evidence["what"]) for found in lost_in_srt}
    assert said == {"notes", "animations", "header", "speakers", "styles"}


def test_a_moved_caption_is_written_where_it_stands() -> None:
    captions, _ = read(line(r"{\an8\pos(500,100)}Haut"))
    cue = captions.cues[0]
    moved = Captions((Cue(cue.span, cue.lines, cue.id, extras=cue.extras),), extras=captions.extras)
    assert ",Haut\n" in ASS.write(moved)[0]


def test_faulty_lines_are_quoted_and_the_others_live() -> None:
    captions, findings = read(
        line("Un"),
        "Dialogue: 0,0:00:xx.00,0:00:02.00,Default,,0,0,0,,Deux",
        "Dialogue: nonsense",
        "Style: ,Arial",
        line("Trois", times="0:00:05.00,0:00:04.00"),
    )
    assert [cue.text for cue in captions.cues] == ["Un", "Trois"]
    assert findings["captions.bad-block"].severity == "error"
    assert findings["captions.reversed-times"].place.line == 17


def test_another_order_of_fields_is_understood() -> None:
    text = "[Script Info]\n[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,Un, deux\n"
    assert [cue.text for cue in ASS.read(text, FILE)[0].cues] == ["Un, deux"]


def test_the_older_version_is_read_and_written() -> None:
    captions = Captions((Cue(Span(0, from_ms(900)), plain("Haut"), "1", placement=Placement(edge="top")),))
    text, losses = SSA.write(captions)
    assert "[V4 Styles]" in text and losses == ()
    again, findings = ASS.read(text, FILE)
    assert findings == () and again.cues[0].placement == Placement(edge="top")
    assert any(name == "ass.style" for name, _ in again.extras)


def test_fonts_survive_and_cannot_swallow_the_captions() -> None:
    text = HEAD.replace("[Events]", "[Fonts]\nfontname: a.ttf\n!!!!\n")
    captions, _ = ASS.read(text + line("Un") + "\n", FILE)
    assert [cue.text for cue in captions.cues] == ["Un"]
    assert ("ass.font", "a.ttf\n!!!!") in captions.extras
    assert ASS.read(ASS.write(captions)[0], FILE)[0] == captions


@pytest.mark.parametrize("text", ["", "Dear Sir,\n", "1\n00:00:01,000 --> 00:00:02,000\nx\n"])
def test_what_is_no_ass_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not SubStation Alpha"):
        ASS.read(text, FILE)


def test_times_are_clamped_and_said() -> None:
    cue = Cue(Span(from_ms(-500), from_ms(40_000_000)), plain("x"), "1")
    text, losses = ASS.write(Captions((cue,)))
    assert "0:00:00.00,9:59:59.99" in text and [found.evidence["what"] for found in losses] == ["times"]


def test_times_are_rounded_once() -> None:
    cue = Cue(Span(44_600 * 705_600, 45_400 * 705_600), plain("x"), "1")
    assert "0:00:44.60,0:00:45.40" in ASS.write(Captions((cue,)))[0]
    fine = Cue(Span(446 * 70_560, 454 * 70_560), plain("x"), "1")  # 44.6 ms and 45.4 ms
    assert "0:00:00.04,0:00:00.05" in ASS.write(Captions((fine,)))[0]


def test_a_style_colour_that_ends_in_an_ampersand_is_a_colour() -> None:
    style = "Style: Loud,Arial,40,&H0000FFFF&,&H000000FF&,&H0&,&H0&,0,0,0,0,100,100,0,0,1,2,0,2,10,10,10,1\n"
    captions, findings = ASS.read(HEAD.replace("[Events]", style + "[Events]") + line("Oui", "Loud"), FILE)
    assert findings == () and captions.cues[0].lines == ((Run("Oui", color="#ffff00"),),)


@pytest.mark.parametrize(
    ("written", "milliseconds"),
    [
        ("0:00:01.5", 1500),
        ("0:00:01.05", 1050),
        ("0:00:01:50", 1500),
        (" 1:02:03.004 ", 3_723_004),
        ("-0:00:01.00", -1000),
    ],
)
def test_times_as_programs_write_them(written: str, milliseconds: int) -> None:
    captions, _ = read(line("Oui", times=f"{written},0:00:09.00" if milliseconds < 9000 else f"{written},9:00:00.00"))
    assert captions.cues[0].span.start == from_ms(milliseconds)


def test_pysubs2_reads_the_events_that_are_written_here() -> None:
    cues = (
        Cue(Span(from_ms(1230), from_ms(4560)), ((Run("Oui, "), Run("toi", italic=True)), (Run("{a}"),)), "1", speaker="Claire"),
        Cue(Span(from_ms(35_000_000), from_ms(35_001_000)), plain("Haut"), "2", placement=Placement(edge="top")),
    )  # fmt: skip
    for target in (ASS, SSA):
        text, _ = target.write(Captions(cues))
        first, second = pysubs2.SSAFile.from_string(text).events
        assert (first.start, first.end, first.style, first.name) == (1230, 4560, "Default", "Claire")
        assert first.text == r"Oui, {\i1}toi\N{\i0}\{a\}"
        assert (second.start, second.text) == (35_000_000, r"{\an8}Haut")


def test_no_line_of_the_script_info_becomes_an_event() -> None:
    text = HEAD.replace("Title:", "Dialogue : 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Deux\nTitle:") + line("Un")
    captions, _ = ASS.read(text, FILE)
    again, _ = ASS.read(ASS.write(captions)[0], FILE)
    assert [cue.text for cue in again.cues] == [cue.text for cue in captions.cues] == ["Un"]
