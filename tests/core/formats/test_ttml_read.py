"""Reading TTML: times, nesting, style, place and people, against values worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, Placement, Run
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.formats.ttml.imsc import IMSC
from picturelock.times import FrameRate, Span, Timecode, from_ms

FILE = Path("film.ttml")
SPACES = (
    'xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" '
    'xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" '
    'xmlns:itts="http://www.w3.org/ns/ttml/profile/imsc1#styling"'
)


def document(body: str, head: str = "", root: str = 'xml:lang="fr"') -> str:
    return f"<tt {SPACES} {root}><head>{head}</head><body>{body}</body></tt>"


def read(body: str, head: str = "", root: str = 'xml:lang="fr"') -> tuple[Captions, tuple[Finding, ...]]:
    return IMSC.read(document(body, head, root), FILE)


def times(body: str, root: str = "") -> list[tuple[Fraction, Fraction]]:
    second = 705_600_000
    found = read(f"<div>{body}</div>", root=root)[0].cues
    return [(Fraction(cue.span.start, second), Fraction(cue.span.end, second)) for cue in found]


def one(body: str, head: str = "") -> Cue:
    captions, findings = read(f"<div>{body}</div>", head)
    assert findings == ()
    (cue,) = captions.cues
    return cue


@pytest.mark.parametrize(
    ("root", "begin", "end", "wanted"),
    [
        ("", "00:00:01.5", "00:00:02.000", (Fraction(3, 2), Fraction(2))),
        ("", "1h", "61m", (Fraction(3600), Fraction(3660))),
        ("", "1500ms", "1.75s", (Fraction(3, 2), Fraction(7, 4))),
        ('ttp:frameRate="25"', "00:00:01:12", "100f", (Fraction(37, 25), Fraction(4))),
        (
            'ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001"',
            "24f",
            "00:00:02:12",
            (Fraction(1001, 1000), Fraction(2) + Fraction(1001, 2000)),
        ),
        (
            'ttp:frameRate="24" ttp:frameRateMultiplier="1000:1001"',
            "24f",
            "48f",
            (Fraction(1001, 1000), Fraction(1001, 500)),
        ),
        ('ttp:tickRate="10000000"', "15000000t", "20000000t", (Fraction(3, 2), Fraction(2))),
        ('ttp:frameRate="30" ttp:subFrameRate="2"', "00:00:01:15.1", "120t", (1 + Fraction(31, 60), Fraction(2))),
        (
            'ttp:timeBase="smpte" ttp:frameRate="25"',
            "10:00:00:05",
            "10:00:01:00",
            (36000 + Fraction(1, 5), Fraction(36001)),
        ),
    ],
)
def test_every_kind_of_time(root: str, begin: str, end: str, wanted: tuple[Fraction, Fraction]) -> None:
    assert times(f'<p begin="{begin}" end="{end}">x</p>', root) == [wanted]


@pytest.mark.parametrize("label", ["00:00:59:29", "00:01:00:02", "00:10:00:00", "01:00:00:00", "23:59:59:29"])
def test_drop_frame_labels_are_those_of_smpte(label: str) -> None:
    rate = FrameRate(30000, 1001)
    root = 'ttp:timeBase="smpte" ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001" ttp:dropMode="dropNTSC"'
    captions, _ = read(f'<div><p begin="{label}" end="{label}">x</p></div>', root=root)
    assert captions.cues[0].span.start == Timecode.parse(label, rate, drop=True).time
    assert captions.drop and captions.rate == rate


def test_times_nest_and_sequences_follow_one_another() -> None:
    nested = '<p begin="1s" end="3s">a</p><p begin="2s" dur="50s">b</p>'
    assert times(f'</div><div begin="10s" end="20s">{nested}') == [(11, 13), (12, 20)]
    seq = '</div><div timeContainer="seq" begin="5s"><p dur="2s">a</p><p begin="1s" dur="2s">b</p><p end="3s">c</p>'
    assert times(seq) == [(5, 7), (8, 10), (10, 13)]
    deep = '</div><div timeContainer="seq"><div><p end="4s">a</p><p end="6s">b</p></div><div><p dur="1s">c</p></div>'
    assert times(deep.replace("<div><p", "<div ><p")) == [(0, 4), (0, 6), (6, 7)]


def test_a_caption_outside_its_parent_or_without_end_is_kept_and_found() -> None:
    captions, findings = read(
        '<div end="5s"><p begin="7s" end="9s">a</p><p begin="1s">b</p></div><div><p begin="6s">c</p></div>'
    )
    assert [(cue.text, cue.span.start, cue.span.end) for cue in captions.cues] == [
        ("b", from_ms(1000), from_ms(5000)),
        ("c", from_ms(6000), from_ms(7000)),
        ("a", from_ms(7000), from_ms(7000)),
    ]
    assert [found.rule for found in findings] == [
        "captions.outside",
        "captions.endless",
        "captions.order",
        "captions.order",
    ]


def test_times_inside_a_paragraph_give_a_caption_for_each_state() -> None:
    captions, findings = read(
        '<div><p xml:id="a" begin="10s" end="20s"><span begin="0s" end="2s">un</span><br/><span begin="1s">deux</span></p></div>'
    )
    shown = [
        (cue.id, cue.span.start // from_ms(1000), cue.span.end // from_ms(1000), cue.text) for cue in captions.cues
    ]
    assert shown == [("a", 10, 11, "un"), ("a-2", 11, 12, "un\ndeux"), ("a-3", 12, 20, "deux")]
    assert [(found.rule, found.severity) for found in findings] == [("captions.split-paragraph", "info")]


def test_text_whose_time_lies_outside_its_paragraph_is_said() -> None:
    captions, findings = read(
        '<div><p begin="1s" end="3s">un <span begin="5s" end="6s">deux</span></p></div>'
        '<div><p begin="4s" end="4s"><span begin="0s" end="1s">trois</span></p></div>'
    )
    assert [(cue.text, cue.span.duration) for cue in captions.cues] == [("un", from_ms(2000)), ("trois", 0)]
    assert [(found.evidence["what"], found.evidence["count"]) for found in findings] == [("hidden-text", 1)]


def test_the_last_caption_without_an_end_lasts_a_while() -> None:
    captions, findings = read('<div><p begin="1s" end="2s">a</p><p begin="5s">b</p></div>')
    assert captions.cues[-1].span == Span(from_ms(5000), from_ms(9000))
    assert [dict(found.evidence) for found in findings] == [{"cue": "", "seconds": 4}]


def test_style_is_inherited_referred_to_and_overridden() -> None:
    head = (
        '<styling><style xml:id="base" tts:fontStyle="italic" tts:color="#ffff00"/>'
        '<style xml:id="more" style="base" tts:textDecoration="underline"/></styling>'
    )
    cue = one(
        '<p style="more" end="1s">a<span tts:fontWeight="bold" tts:fontStyle="normal">b</span>'
        '<span tts:color="white" tts:backgroundColor="#ff000080">c<span tts:textDecoration="noUnderline">d</span></span></p>',
        head,
    )
    assert cue.lines == (
        (
            Run("a", italic=True, underline=True, color="#ffff00"),
            Run("b", bold=True, underline=True, color="#ffff00"),
            Run("c", italic=True, underline=True, background="#ff000080"),
            Run("d", italic=True, background="#ff000080"),
        ),
    )


def test_styles_that_refer_to_each_other_end() -> None:
    chain = "".join(f'<style xml:id="s{n}" style="s{n + 1}"/>' for n in range(3000))
    circle = '<style xml:id="a" style="b" tts:fontStyle="italic"/><style xml:id="b" style="a" tts:fontWeight="bold"/>'
    cue = one('<p end="1s" style="a s0">x</p>', f"<styling>{chain}{circle}</styling>")
    assert cue.lines == ((Run("x", italic=True, bold=True),),)


def test_white_space_counts_as_the_file_says() -> None:
    pretty = '<p end="1s">\n  un   <span tts:fontStyle="italic"> deux </span>\n trois <br/>\n quatre\n</p>'
    assert one(pretty).plain_lines == ("un deux trois", "quatre")
    kept = one('<p end="1s" xml:space="preserve">  a  b \n c</p>')
    assert kept.plain_lines == ("  a  b ", " c")
    assert one('<p end="1s">a<br/><br/>b<br/></p>').plain_lines == ("a", "", "b", "")


@pytest.mark.parametrize(
    ("region", "wanted"),
    [
        ('tts:origin="10% 10%" tts:extent="80% 80%" tts:displayAlign="after"', None),
        ('tts:origin="0% 80%" tts:extent="100% 15%" tts:displayAlign="after"', None),
        ('tts:origin="10% 10%" tts:extent="80% 20%"', Placement(None, "top")),
        ('tts:origin="10% 5%" tts:extent="80% 20%" tts:displayAlign="before"', Placement(Fraction(1, 20), "top")),
        (
            'tts:origin="10% 40%" tts:extent="40% 20%" tts:displayAlign="center"',
            Placement(None, "middle", Fraction(1, 10), Fraction(2, 5)),
        ),
        (
            'tts:origin="64px 36px" tts:extent="320px 72px"',
            Placement(Fraction(1, 20), "top", Fraction(1, 20), Fraction(1, 4)),
        ),
        (
            'tts:origin="8c 3c" tts:extent="16c 3c" tts:displayAlign="after"',
            Placement(Fraction(2, 5), "bottom", Fraction(1, 4), Fraction(1, 2)),
        ),
        (
            'tts:position="right 10% top 20%" tts:extent="30% 10%"',
            Placement(Fraction(9, 50), "top", Fraction(63, 100), Fraction(3, 10)),
        ),
        (
            'tts:position="center" tts:extent="50% 50%"',
            Placement(Fraction(1, 4), "top", Fraction(1, 4), Fraction(1, 2)),
        ),
        ('tts:position="0% 50%" tts:extent="50rw 50rh"', Placement(Fraction(1, 4), "top", Fraction(0), Fraction(1, 2))),
    ],
)
def test_regions_say_where_text_stands(region: str, wanted: Placement | None) -> None:
    text = document(
        '<div><p region="r" end="1s" tts:textAlign="center">x</p></div>',
        f'<layout><region xml:id="r" {region}/></layout>',
        'tts:extent="1280px 720px"',
    )
    captions, findings = IMSC.read(text, FILE)
    assert findings == ()
    assert captions.cues[0].placement == wanted
    assert captions.cues[0].region == "r" and list(captions.regions) == ["r"]


def test_text_without_a_region_is_found_where_there_are_regions() -> None:
    head = '<layout><region xml:id="r"/></layout>'
    _, findings = read('<div><p end="1s">a</p><p region="gone" end="1s">b</p><p region="r" end="1s">c</p></div>', head)
    assert [(found.rule, found.evidence["count"]) for found in findings] == [("captions.no-region", 2)]


def test_alignment_is_what_a_player_would_do() -> None:
    head = '<layout><region xml:id="r" tts:textAlign="end"/><region xml:id="s"/></layout>'
    captions, _ = read(
        '<div><p region="r" end="1s">a</p><p region="s" end="1s">b</p>'
        '<p region="r" end="1s" tts:textAlign="center">c</p></div>',
        head,
    )
    assert [cue.align for cue in captions.cues] == ["end", "start", None]
    assert one('<p end="1s">nobody says anything</p>').align is None


def test_people_languages_and_titles_survive() -> None:
    head = (
        "<metadata><ttm:title>Le  Café</ttm:title><ttm:agent xml:id='a' type='person'><ttm:name type='full'>Claire"
        "</ttm:name></ttm:agent></metadata>"
    )
    captions, findings = read(
        '<div><p end="1s" ttm:agent="a">Bonjour <span xml:lang="en">my dear</span></p>'
        '<p end="2s"><span ttm:agent="a">Toi</span> et moi</p></div>',
        head,
    )
    assert findings == () and captions.language == "fr" and captions.extras == (("ttml.title", "Le Café"),)
    assert captions.cues[0].speaker == "Claire"
    assert captions.cues[0].lines == ((Run("Bonjour "), Run("my dear", tags=(("lang", "en"),))),)
    assert captions.cues[1].lines == ((Run("Toi", tags=(("v", "Claire"),)), Run(" et moi")),)


def test_forced_captions_are_marked() -> None:
    some, _ = read('<div><p end="1s" itts:forcedDisplay="true">a</p><p end="1s">b</p></div>')
    assert some.kind == "sub" and [cue.extras for cue in some.cues] == [(("ttml.forced", "true"),), ()]
    every, _ = read('<div itts:forcedDisplay="true"><p end="1s">a</p></div>')
    assert every.kind == "forced" and every.cues[0].extras == ()


def test_what_is_not_kept_is_counted() -> None:
    captions, findings = read(
        '<div><metadata/><p end="1s" tts:fontSize="80%"><set tts:color="red"/>'
        '<span tts:ruby="container"><span tts:ruby="base">漢</span><span tts:ruby="text">kan</span></span>'
        '<span tts:visibility="hidden">caché</span></p></div>'
    )
    assert captions.cues[0].text == "漢"
    counted = {found.evidence["what"]: (found.evidence["count"], found.severity) for found in findings}
    assert counted == {
        "typography": (1, "info"),
        "metadata": (1, "info"),
        "animations": (1, "warning"),
        "ruby": (1, "warning"),
        "hidden-text": (1, "warning"),
    }


def test_drafts_and_files_without_a_namespace_are_read() -> None:
    draft = document('<div><p begin="0:00:01,5" end="2s" tts:fontStyle="italic">x</p></div>').replace(
        "http://www.w3.org/ns/ttml", "http://www.w3.org/2006/10/ttaf1"
    )
    captions, findings = IMSC.read(draft, FILE)
    assert captions.cues[0].lines == ((Run("x", italic=True),),) and captions.cues[0].span.start == from_ms(1500)
    assert [found.rule for found in findings] == ["captions.bad-time"]
    bare, _ = IMSC.read('<tt><body><div><p begin="1s" end="2s">x</p></div></body></tt>', FILE)
    assert bare.cues[0].text == "x" and bare.language == "und"


def test_an_unreadable_time_is_found_with_its_line() -> None:
    _, findings = read('<div>\n<p begin="soon" end="2s">x</p></div>')
    assert [(found.rule, found.place.line, found.evidence) for found in findings] == [
        ("captions.unknown-time", 2, {"quote": "soon"})
    ]


def test_a_file_cut_short_is_read_as_far_as_it_goes() -> None:
    whole = document('<div>\n<p begin="1s" end="2s">un</p>\n<p begin="3s" end="4s">deux</p></div>')
    captions, findings = IMSC.read(whole[: whole.index("deux")], FILE)
    assert [cue.text for cue in captions.cues] == ["un"]
    assert [(found.rule, found.severity, found.place.line) for found in findings] == [
        ("captions.broken-xml", "error", 3)
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not well-formed XML"),
        ("1\n00:00:01,000 --> 00:00:02,000\nx", "not well-formed XML"),
        ("<fcpxml/>", "<fcpxml>, not <tt>"),
        (document("<div><metadata/><image/></div>"), "pictures"),
    ],
)
def test_what_is_no_ttml_text_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        IMSC.read(text, FILE)
