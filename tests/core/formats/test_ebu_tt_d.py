"""EBU-TT-D: every rule of EBU Tech 3380 and of the BBC's checks that a file can break, checked on what is written."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from picturelock.cues import Captions, Cue, Edge, Placement, Run, plain
from picturelock.formats.ttml.ebu_tt_d import EBU_TT_D
from picturelock.formats.ttml.imsc import IMSC
from picturelock.times import FrameRate, Span, from_ms

FILE = Path("film.xml")
TT, TTS, TTP = (
    "{http://www.w3.org/ns/ttml}",
    "{http://www.w3.org/ns/ttml#styling}",
    "{http://www.w3.org/ns/ttml#parameter}",
)
EBUTTS, ID = "{urn:ebu:tt:style}", "{http://www.w3.org/XML/1998/namespace}id"
_HEX = re.compile(r"#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?")
_TIME = re.compile(r"\d\d:[0-5]\d:[0-5]\d\.\d{3}")
_PAIR = re.compile(r"(\d+(?:\.\d+)?)% (\d+(?:\.\d+)?)%")


def faults(text: str) -> list[str]:
    """What breaks a rule; the rules are those of EBU Tech 3380 and of bbc/ttml-validator, in the order of the file."""
    root = fromstring(text)
    said: list[str] = []

    def must(true: object, rule: str) -> None:
        if not true:
            said.append(rule)

    must(text.startswith("<?xml"), "an XML declaration, and no mark before it")
    must("\0" not in text, "no NUL")
    must(root.tag == f"{TT}tt" and root.get(f"{TTP}timeBase") == "media", "tt in media time")
    must(
        {name for name in root.attrib if TTP in name} <= {f"{TTP}timeBase", f"{TTP}cellResolution"},
        "no other parameter",
    )
    head, body = root
    must([child.tag for child in head] == [f"{TT}metadata", f"{TT}styling", f"{TT}layout"], "head in order")
    must("urn:ebu:tt:distribution:2018-04" in text, "says what it conforms to")
    identifiers = [element.get(ID) for element in root.iter() if element.get(ID)]
    must(len(identifiers) == len(set(identifiers)), "every xml:id once")
    must(all(re.fullmatch(r"[A-Za-z_][\w.-]*", name or "", re.ASCII) for name in identifiers), "xml:id is a name")
    _styles(head[1], must)
    for region in head[2]:
        _region(region, must)
    _content(root, body, must)
    return said


def _styles(styling: Element, must) -> None:  # type: ignore[no-untyped-def]
    must(len(styling) > 0, "at least one style")
    for style in styling:
        must(style.get(ID), "a style has a name")
        for name in ("color", "backgroundColor"):
            must(_HEX.fullmatch(style.get(TTS + name, "#000000")), "colours are hexadecimal")
        for name in ("fontSize", "lineHeight"):
            must(re.fullmatch(r"\d+(\.\d+)?%", style.get(TTS + name, "100%")), "sizes are percentages")
        padding = style.get(f"{EBUTTS}linePadding")
        must(padding is None or 0.3 <= float(padding.removesuffix("c")) <= 0.8, "line padding 0.3 to 0.8 c")


def _region(region: Element, must) -> None:  # type: ignore[no-untyped-def]
    origin, extent = (_PAIR.fullmatch(region.get(TTS + name, "")) for name in ("origin", "extent"))
    must(origin and extent, "a region has origin and extent in percent")
    must(region.get(f"{TTS}overflow") == "visible", "a region shows what overflows")
    if origin and extent:
        x, y, width, height = (Fraction(pair[n]) for pair in (origin, extent) for n in (1, 2))
        must(x >= Fraction("9.5") and x + width <= Fraction("91.5"), "a region keeps clear of the sides")
        must(y >= 5 and y + height <= 95, "a region keeps clear of top and bottom")


def _content(root: Element, body: Element, must) -> None:  # type: ignore[no-untyped-def]
    known = {element.get(ID) for element in root.iter() if element.tag in (f"{TT}style", f"{TT}region")}
    for element in body.iter():
        must(not any(name.startswith((TTS, EBUTTS)) for name in element.attrib), "no style on content but by reference")
        must(set(element.get("style", "").split()) <= known, "styles exist")
        must(element.tag == f"{TT}p" or not {"begin", "end", "dur"} & set(element.attrib), "only p has times")
    for p in body.iter(f"{TT}p"):
        must(p.get(ID), "p has an xml:id")
        must(p.get("region") in known, "p has a region")
        must(_TIME.fullmatch(p.get("begin", "")) and _TIME.fullmatch(p.get("end", "")), "times are hh:mm:ss.sss")
        must(len(p.findall(f"{TT}span")) > 0, "text stands in spans")
        must(not (p.text or "").strip() and not any((child.tail or "").strip() for child in p), "no text outside spans")
        for span in p.findall(f"{TT}span"):
            must(span.get("style") in known, "a span has a style")
            must(len(span) == 0, "no span in a span")


RATE = FrameRate(30000, 1001)
FULL = Captions(
    (
        Cue(Span(RATE.time_of(30), RATE.time_of(90)), ((Run("C’est "), Run("l’été", italic=True)), (Run("œuvre & <fin>"),)), "1"),
        Cue(
            Span(RATE.time_of(100), RATE.time_of(150)),
            ((Run("haut", bold=True, underline=True, color="yellow", background="rgba(0,0,255,128)"),),),
            "é",
            align="start",
            placement=Placement(edge="top"),
            speaker="Claire",
        ),
        Cue(Span(RATE.time_of(160), RATE.time_of(200)), ((Run("de biais", tags=(("lang", "en"),)),),), "é", align="right"),
        Cue(Span(RATE.time_of(210), RATE.time_of(240)), plain(""), placement=Placement(Fraction(1, 3), "middle", Fraction(1, 5))),
    ),
    "fr",
    rate=RATE,
    extras=(("ttml.title", "Été"),),
)  # fmt: skip


def test_nothing_that_is_written_breaks_a_rule() -> None:
    text, losses = EBU_TT_D.write(FULL)
    assert faults(text) == []
    assert [found.evidence["what"] for found in losses] == ["caption-names"]


def test_a_place_outside_the_safe_area_is_moved_into_it_and_said() -> None:
    edges: tuple[Edge, ...] = ("top", "middle", "bottom")
    corners = [(Fraction(n), Fraction(m)) for n in (0, 1) for m in (0, 1)]
    places = [Placement(line, edge, left, Fraction(1)) for line, left in corners for edge in edges]
    cues = tuple(Cue(Span(n, n), plain("x"), placement=place) for n, place in enumerate(places))
    text, losses = EBU_TT_D.write(Captions(cues, "fr"))
    assert faults(text) == []
    assert [(found.evidence["what"], found.evidence["count"]) for found in losses] == [("positions", len(places))]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('ttp:timeBase="media"', 'ttp:timeBase="smpte"', "tt in media time"),
        ('xml:id="p1" ', "", "p has an xml:id"),
        ('<span style="style.1">C’est </span>', "C’est ", "no text outside spans"),
        ('begin="00:00:01.001"', 'begin="1.001s"', "times are hh:mm:ss.sss"),
        ('tts:color="#ffff00"', 'tts:color="yellow"', "colours are hexadecimal"),
        ('tts:overflow="visible"', "", "a region shows what overflows"),
        ('tts:origin="10% ', 'tts:origin="5% ', "a region keeps clear of the sides"),
        ('<p xml:id="p1"', '<p xml:id="p1" tts:textAlign="start"', "no style on content but by reference"),
        ('">l’été</span>', '"><span style="style.2">l’été</span></span>', "no span in a span"),
    ],
)  # fmt: skip
def test_the_checker_sees_a_broken_rule(old: str, new: str, rule: str) -> None:
    text, _ = EBU_TT_D.write(FULL)
    assert old in text
    assert rule in faults(text.replace(old, new))


def test_times_are_the_millisecond_in_which_the_frame_starts() -> None:
    text, _ = EBU_TT_D.write(FULL)
    read, _ = EBU_TT_D.read(text, FILE)
    for was, now in zip(FULL.cues, read.cues, strict=True):
        for exact, written in ((was.span.start, now.span.start), (was.span.end, now.span.end)):
            assert 0 <= exact - written < from_ms(1) and RATE.snap(written) == exact


def test_style_place_and_people_come_back() -> None:
    read, findings = EBU_TT_D.read(EBU_TT_D.write(FULL)[0], FILE)
    assert findings == ()
    assert read.cues[0].lines == FULL.cues[0].lines
    top = read.cues[1]
    assert top.lines == ((Run("haut", bold=True, underline=True, color="#ffff00", background="#0000ff80"),),)
    assert (top.id, top.align, top.placement, top.speaker) == ("é", "start", Placement(edge="top"), "Claire")
    assert read.cues[2].lines == FULL.cues[2].lines and read.cues[2].align == "right"
    assert read.extras == FULL.extras and read.language == "fr"


def test_the_black_box_is_its_look_and_not_a_style_of_the_text() -> None:
    text, _ = EBU_TT_D.write(Captions((Cue(Span(0, from_ms(900)), plain("x"), "1"),), "fr"))
    assert 'tts:backgroundColor="#000000"' in text
    read, _ = IMSC.read(text, FILE)
    assert read.cues[0].lines == plain("x")


def test_letters_are_those_of_the_player_and_nobody_in_particular() -> None:
    text, _ = EBU_TT_D.write(FULL)
    assert re.findall(r'tts:fontFamily="([^"]*)"', text) == ["proportionalSansSerif"]


def test_a_document_without_captions_has_a_region_and_no_empty_div() -> None:
    text, losses = EBU_TT_D.write(Captions((), "fr"))
    root = fromstring(text)
    assert losses == () and [child.tag for child in root] == [f"{TT}head"]
    assert len(root.findall(f"{TT}head/{TT}layout/{TT}region")) == 1
    assert EBU_TT_D.read(text, Path("x"))[0].cues == ()
