"""Writing CEA-608: the words, where they stand, and when they are sent."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, Placement, Run, plain
from picturelock.formats.cea608.codes import RATE
from picturelock.formats.cea608.scc import SCC
from picturelock.formats.cea608.text import columns
from picturelock.formats.cea608.write import frames_to_send
from picturelock.times import FrameRate, Span, Timecode, from_ms

FILE = Path("film.scc")
FILM = FrameRate(24000, 1001)


def cue(start: int, end: int, text: str = "Hi", name: str = "1", **more: object) -> Cue:
    """A caption from frame to frame."""
    return Cue(Span(RATE.time_of(start), RATE.time_of(end)), plain(text), name, **more)  # type: ignore[arg-type]


def written(*cues: Cue, start: int = 0, drop: bool = False) -> list[str]:
    """The lines of words."""
    captions = Captions(cues, rate=RATE, start=RATE.time_of(start), drop=drop)
    return [line for line in SCC.write(captions)[0].split("\n")[1:] if line]


def again(*cues: Cue, start: int = 0) -> list[Cue]:
    captions = Captions(cues, rate=RATE, start=RATE.time_of(start))
    return list(SCC.read(SCC.write(captions)[0], FILE)[0].cues)


def frames(cues: list[Cue]) -> list[tuple[int, int]]:
    return [(RATE.nearest(one.span.start), RATE.nearest(one.span.end)) for one in cues]


def findings(*cues: Cue, start: int = 0) -> list[tuple[str, dict[str, object]]]:
    captions = Captions(cues, rate=RATE, start=RATE.time_of(start))
    return [(found.rule.removeprefix("captions."), dict(found.evidence)) for found in SCC.write(captions)[1]]


def test_the_words_of_one_caption() -> None:
    # RCL, ENM, row 15 indent 12, tab 3, "Hi", then EOC in its frame and EDM at its end, each code twice.
    assert SCC.write(Captions((cue(60, 90),), rate=RATE))[0] == (
        "Scenarist_SCC V1.0\n\n"
        "00:00:01:21\t9420 9420 94ae 94ae 9476 9476 9723 9723 c8e9\n\n"
        "00:00:02:00\t942f 942f\n\n"
        "00:00:03:00\t942c 942c\n"
    )


def test_extended_characters_follow_their_letter_and_special_ones_stand_alone() -> None:
    line = written(cue(90, 120, "Éàé"))[0]
    assert line.endswith(" 4580 92a1 92a1 9138 9138 dc80")


def test_equal_signs_in_a_row_are_kept_apart_from_repeats() -> None:
    assert written(cue(90, 120, "♪♪"))[0].endswith(" 9137 9137 9420 9420 9137 9137")
    assert again(cue(90, 120, "♪♪♪"))[0].text == "♪♪♪"


def test_timecode_is_drop_frame_where_the_captions_are() -> None:
    start = Timecode.parse("01:00:00;00", RATE).frames
    lines = written(cue(1800, 1830), start=start, drop=True)
    assert lines[1].startswith("01:01:00;02\t942f") and lines[2].startswith("01:01:01;02\t942c")


@pytest.mark.parametrize(
    ("rate", "label", "first"),
    [(FILM, "01:00:00:00", 108_000), (FrameRate(25), "10:00:00:00", 1_080_000), (FILM, "00:59:59:12", 107_985)],
)
def test_a_cut_of_another_rate_keeps_its_start_and_its_real_time(rate: FrameRate, label: str, first: int) -> None:
    time = rate.time_of(100)
    captions = Captions(
        (Cue(Span(time, time + rate.time_of(50)), plain("Hi"), "1"),), rate=rate, start=Timecode.parse(label, rate).time
    )
    read, _ = SCC.read(SCC.write(captions)[0], FILE)
    assert frames(list(read.cues)) == [(first + RATE.nearest(time), first + RATE.nearest(time + rate.time_of(50)))]


@pytest.mark.parametrize("label", ["00:01:00:00", "00:09:00:01", "00:10:00:00"])
def test_a_start_that_drop_frame_has_no_label_for(label: str) -> None:
    captions = Captions((cue(60, 90),), rate=FILM, start=Timecode.parse(label, FILM).time, drop=True)
    read, noted = SCC.read(SCC.write(captions)[0], FILE)
    first = Timecode.parse(label[:9] + ("02" if label[4] != "0" else "00"), RATE, True).frames
    assert frames(list(read.cues)) == [(first + 60, first + 90)] and noted == ()


def test_captions_that_follow_at_once_need_no_erasing() -> None:
    sent = written(cue(60, 90), cue(90, 120, name="2"))
    assert [line[:8] for line in sent if "942c" in line] == ["00:00:04"]
    assert frames(again(cue(60, 90), cue(90, 120, name="2"))) == [(60, 90), (90, 120)]


@pytest.mark.parametrize("gap", [1, 2, 3, 5, 8, 9, 20])
def test_loading_goes_around_the_erasing(gap: int) -> None:
    pair = (cue(60, 100), cue(100 + gap, 140, "Où çà, ♪♪", name="2"))
    assert frames(again(*pair)) == [(60, 100), (100 + gap, 140)]
    assert findings(*pair) == []


def test_a_caption_that_cannot_be_built_in_time_comes_late() -> None:
    pair = (cue(60, 70), cue(75, 120, "Tout ceci est bien long pour si peu.".ljust(30, "!")[:32], name="2"))
    (rule, evidence), *rest = findings(*pair)
    assert (rule, rest) == ("build-time", [])
    assert evidence == {"cue": "2", "needed": 22, "available": 13, "late": 11}
    assert frames(again(*pair)) == [(60, 70), (86, 131)]


def test_the_erasing_gives_way_before_a_caption_comes_late() -> None:
    # 9 words and 2 to erase do not fit into 9 or 10 frames after the showing.
    assert frames(again(cue(60, 66), cue(72, 90, name="2"))) == [(60, 66), (72, 90)]
    assert frames(again(cue(60, 65), cue(72, 90, name="2"))) == [(60, 66), (72, 90)]
    assert findings(cue(60, 65), cue(72, 90, name="2")) == [("erase-late", {"cue": "2"})]
    assert findings(cue(60, 65), cue(71, 90, name="2")) == [("no-blank", {"cue": "2", "blank": 6})]
    assert frames(again(cue(60, 65), cue(71, 90, name="2"))) == [(60, 71), (71, 90)]


def test_a_caption_that_would_come_far_too_late_is_left_out() -> None:
    many = [cue(60 + 3 * n, 63 + 3 * n, "x" * 32, str(n)) for n in range(30)]
    told = findings(*many)
    assert {rule for rule, _ in told} == {"build-time", "not-built"}
    kept = frames(again(*many))
    assert len(kept) + sum(rule == "not-built" for rule, _ in told) == 30
    assert all(start <= 60 + 3 * 30 + 60 for start, _ in kept)


def test_nothing_is_sent_before_the_programme_starts() -> None:
    first = Timecode.parse("01:00:00:00", RATE).frames
    lines = written(cue(0, 60), start=first)
    assert lines[0].startswith("01:00:00:00\t") and lines[1].startswith("01:00:00:09\t942f")
    assert findings(cue(0, 60), start=first)[0][1]["late"] == 9


def test_places_and_alignments_come_back() -> None:
    places = [
        (None, None),
        (Placement(edge="top"), None),
        (Placement(edge="top"), "left"),
        (None, "right"),
        (Placement(Fraction(1, 10) + 5 * Fraction(4, 75), "top"), "left"),
        (Placement(Fraction(1, 10) + 12 * Fraction(4, 75), "bottom", Fraction(1, 5)), "left"),
        (Placement(left=Fraction(1, 2)), "left"),
    ]
    cues = [
        cue(100 * n, 100 * n + 60, "un deux\ntrois", str(n), placement=place, align=align)
        for n, (place, align) in enumerate(places, start=1)
    ]
    assert [(one.placement, one.align) for one in again(*cues)] == places
    assert findings(*cues) == []


def test_a_file_keeps_its_rows_until_someone_moves_a_caption() -> None:
    sent = "00:00:02:00\t9420 9420 94ae 94ae 9452 9452 c8e9 94f8 94f8 c8ef 942f 942f\n\n00:00:05:00\t942c 942c\n"
    captions, _ = SCC.read(f"Scenarist_SCC V1.0\n\n{sent}", FILE)
    assert captions.cues[0].extras == (("cea608.at", "14.4 15.16"),)
    assert "9452 9452 c8e9 94f8 94f8 c8ef" in SCC.write(captions)[0]
    moved = replace(captions.cues[0], placement=Placement(edge="top"))
    assert "91d0 91d0 c8e9 9170 9170 c8ef" in SCC.write(Captions((moved,), rate=RATE))[0]


def test_captions_at_the_same_time_are_one_screen() -> None:
    both = (cue(60, 120, "up", placement=Placement(edge="top")), cue(60, 120, "low", "2"))
    assert [(one.text, one.placement) for one in again(*both)] == [("up", Placement(edge="top")), ("low", None)]
    assert findings(*both) == []
    clash = again(cue(60, 120, "one"), cue(60, 120, "two", "2"))
    assert [one.text for one in clash] == ["one\ntwo"]


def test_captions_that_overlap_replace_each_other_and_that_is_said() -> None:
    pair = (cue(60, 150), cue(120, 180, name="2"))
    assert frames(again(*pair)) == [(60, 120), (120, 180)]
    assert findings(*pair) == [("replaced", {"cue": "1", "by": "2", "frames": 30})]


def test_captions_that_start_together_go_together() -> None:
    pair = (cue(60, 150, "one"), cue(60, 120, "two", "2"))
    assert [(one.text, frames([one])) for one in again(*pair)] == [("one\ntwo", [(60, 150)])]
    assert findings(*pair) == [("stays", {"cue": "2", "other": "1", "frames": 30})]


def test_captions_that_the_screen_has_no_room_for_are_named() -> None:
    many = [cue(600, 700, "\n".join("abcd"), str(n)) for n in range(1, 6)]
    assert [evidence for rule, evidence in findings(*many) if rule == "no-room"] == [{"cue": "4"}, {"cue": "5"}]
    assert len(again(*many)[0].lines) == 12


def test_a_caption_that_starts_before_the_programme_is_cut_and_one_that_is_over_is_left_out() -> None:
    first = Timecode.parse("01:00:00:00", RATE).frames
    pair = (cue(-200, -100), cue(-100, 60, name="2"))
    assert frames(again(*pair, start=first)) == [(first + 9, first + 69)]
    rules = [(rule, evidence.get("cue"), evidence.get("what")) for rule, evidence in findings(*pair, start=first)]
    assert rules == [("over-before-start", "1", None), ("build-time", "2", None), ("lost", None, "times")]


RED, LIME = "#ff0000", "#00ff00"


@pytest.mark.parametrize(
    "line",
    [
        (Run("tout", italic=True),),
        (Run("un "), Run("deux ", italic=True), Run("trois")),
        (Run("rouge ", color=RED), Run("vert", color=LIME)),
        (Run("rouge ", color=RED), Run("encore", color=RED, italic=True)),
        (Run("souligné", underline=True),),
        (Run("x" * 31 + " ", italic=True), Run("suite")),
        (Run("vert penché", color=LIME, italic=True),),
    ],
)
@pytest.mark.parametrize("align", [None, "left", "right"])
def test_styles_come_back(line: tuple[Run, ...], align: str | None) -> None:
    given = Cue(Span(RATE.time_of(90), RATE.time_of(180)), (line,), "1", align=align)
    found = again(given)[0]
    joined = [run for row in found.lines for run in row]
    assert [(run.text.strip(), run.italic, run.underline, run.color) for run in joined] == [
        (run.text.strip(), run.italic, run.underline, run.color) for run in line
    ]


def test_a_change_inside_a_word_never_tears_it() -> None:
    line = (Run("l’"), Run("Odyssée", italic=True), Run(", oui"))
    given = Cue(Span(RATE.time_of(90), RATE.time_of(180)), (line,), "1")
    assert again(given)[0].lines == ((Run("l'Odyssée, ", italic=True), Run("oui")),)
    assert findings(given) == [("lost", {"format": "SCC", "what": "word-styles", "count": 1})]


def test_a_colour_at_the_left_edge_with_italics() -> None:
    full = Cue(Span(RATE.time_of(120), RATE.time_of(180)), ((Run("x" * 32, color=RED, italic=True),),), "1")
    assert again(full)[0].lines == ((Run("x" * 32, color=RED),),)
    assert findings(full) == [("lost", {"format": "SCC", "what": "italics", "count": 1})]


def test_what_it_cannot_hold_is_said() -> None:
    line = (Run("Hi", bold=True, color="orange", background="#000", tags=(("v", "Ann"),)),)
    given = Cue(Span(RATE.time_of(90), RATE.time_of(180)), (line,), "one", region="r1", speaker="Ann")
    empty = Cue(Span(0, 0), plain("x"), "2")
    blank = Cue(Span(0, from_ms(900)), plain(" "), "3")
    extras = (("vtt.settings", "vertical:rl"), ("ttml.forced", "true"))
    other = cue(300, 400, name="4", extras=extras, style="Titre")
    counts = {evidence["what"]: evidence["count"] for _, evidence in findings(given, empty, blank, other)}
    lost = "backgrounds bold caption-names empty-captions forced inexact-colors regions speakers styles vertical-text"
    assert counts == dict.fromkeys((*lost.split(), "zero-length"), 1)


def test_a_line_that_is_too_long_is_broken_and_said() -> None:
    long = cue(200, 300, "Voilà une ligne qui ne tient pas sur un seul rang, hélas")
    assert again(long)[0].plain_lines == ("Voilà une ligne qui ne tient pas", "sur un seul rang, hélas")
    assert findings(long)[0] == ("wrapped", {"cue": "1", "characters": 56, "limit": 32})
    assert again(cue(200, 300, "x" * 70))[0].plain_lines == ("x" * 32, "x" * 32, "x" * 6)


def test_more_rows_than_receivers_show_are_written_and_said() -> None:
    assert len(again(cue(900, 1000, "\n".join("abcde")))[0].lines) == 5
    assert findings(cue(900, 1000, "\n".join("abcde")))[0][0] == "rows"
    assert len(again(cue(900, 1000, "\n".join("x" * 20)))[0].lines) == 15


def test_replaced_signs_are_counted_and_what_has_no_equal_is_an_error() -> None:
    told = SCC.write(Captions((cue(200, 300, "Œuvre\u00a0: œ, œ… 你", "7"),), rate=RATE))[1]
    seen = [(found.rule, found.severity, found.evidence["character"], found.evidence["count"]) for found in told]
    assert seen == [
        ("captions.transliterated", "warning", "Œ", 1),
        ("captions.transliterated", "warning", "œ", 2),
        ("captions.transliterated", "info", "…", 1),
        ("captions.no-equal", "error", "你", 1),
    ]
    assert told[-1].place.cue == "7"
    assert again(cue(200, 300, "Œuvre\u00a0: œ, œ… 你", "7"))[0].text == "OEuvre : oe, oe... █"


def test_signs_that_end_a_line_elsewhere_part_words_here() -> None:
    assert again(cue(200, 300, "un\u2028deux\x0btrois\x85quatre"))[0].text == "un deux trois quatre"


def test_the_frames_that_a_caption_takes_are_known_beforehand() -> None:
    long = cue(200, 300, "Où est-elle\nallée, l’été ?")
    assert frames_to_send(long) == len(written(long)[0].split("\t")[1].split())
    assert frames_to_send(cue(200, 300, " ")) == 0
    assert findings(cue(5, 60, name=""))[0] == ("build-time", {"cue": "1", "needed": 9, "available": 5, "late": 4})


def test_the_columns_of_a_line_are_those_that_are_sent() -> None:
    for text, count in (("Œuvre", 6), ("cœur…", 8), ("Où\u202f?", 4), ("l’été", 5), ("", 0), ("ﬁn", 3)):
        assert columns(text) == count
        assert len(
            SCC.read(SCC.write(Captions((cue(200, 300, text or "-"),), rate=RATE))[0], FILE)[0].cues[0].text
        ) == (count or 1)
