"""Reading CEA-608: what a receiver shows, word by word."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cues import Captions, Placement, Run
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.formats.cea608.codes import PARITY, RATE
from picturelock.formats.cea608.scc import SCC
from picturelock.times import Timecode

FILE = Path("film.scc")


def words(*parts: bytes | str | int) -> str:
    """Words in hexadecimal: a number is a code sent twice, text is padded to whole words."""
    out = b""
    for part in parts:
        data = part.to_bytes(2, "big") * 2 if isinstance(part, int) else part
        data = data.encode("ascii") if isinstance(data, str) else data
        out += data + b"\0" * (len(data) % 2)
    return bytes(PARITY[byte] for byte in out).hex(" ", 2)


RCL, ENM, EDM, EOC, CR, BS, DER = 0x1420, 0x142E, 0x142C, 0x142F, 0x142D, 0x1421, 0x1424
RU2, RU3, RDC, TR = 0x1425, 0x1426, 0x1429, 0x142A
ROW14, ROW15 = 0x1450, 0x1470


def scc(*lines: tuple[str, str]) -> str:
    return "Scenarist_SCC V1.0\n\n" + "\n\n".join(f"{timecode}\t{sent}" for timecode, sent in lines) + "\n"


def read(*lines: tuple[str, str]) -> tuple[Captions, tuple[Finding, ...]]:
    return SCC.read(scc(*lines), FILE)


def frames(captions: Captions) -> list[tuple[int, int]]:
    return [(RATE.nearest(cue.span.start), RATE.nearest(cue.span.end)) for cue in captions.cues]


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [found.rule.removeprefix("captions.") for found in findings]


def test_a_pop_on_caption_is_there_from_its_showing_to_its_erasing() -> None:
    captions, findings = read(
        ("00:00:01:00", words(RCL, ENM, ROW14, "Hello,", ROW15, "world", EOC)), ("00:00:03:00", words(EDM))
    )
    assert [cue.text for cue in captions.cues] == ["Hello,\nworld"]
    assert frames(captions) == [(30 + 14, 90)]
    assert (captions.rate, captions.drop, findings) == (RATE, False, ())


def test_codes_sent_once_are_obeyed_too() -> None:
    once = scc(("00:00:01:00", "9420 94ae 9470 c1c2 942f"), ("00:00:03:00", "942c"))
    captions, findings = SCC.read(once, FILE)
    assert [cue.text for cue in captions.cues] == ["AB"]
    assert frames(captions) == [(34, 90)] and findings == ()


def test_a_third_repeat_counts_again() -> None:
    captions, _ = read(
        ("00:00:01:00", words(RCL, ENM, ROW15, 0x1137, 0x1137, 0x1137, EOC)), ("00:00:03:00", words(EDM))
    )
    assert captions.cues[0].text == "♪♪♪"


def test_drop_frame_timecode_is_real_time() -> None:
    captions, _ = read(("01:00:00;00", words(RCL, ROW15, "x", EOC)), ("01:00:10;00", words(EDM)))
    assert captions.drop
    assert captions.cues[0].span.end == Timecode.parse("01:00:10;00", RATE).time
    assert captions.cues[0].span.end < Timecode.parse("01:00:10:00", RATE).time


def test_the_next_caption_replaces_the_one_on_screen() -> None:
    captions, _ = read(
        ("00:00:01:00", words(RCL, ENM, ROW15, "one", EOC)),
        ("00:00:02:00", words(RCL, ENM, ROW15, "two", EOC)),
        ("00:00:03:00", words(EDM)),
    )
    assert [cue.text for cue in captions.cues] == ["one", "two"]
    assert frames(captions) == [(38, 68), (68, 90)]


def test_styles_in_the_row_take_a_cell() -> None:
    captions, _ = read(
        ("00:00:01:00", words(RCL, ENM, ROW15, "Il", 0x112E, "lit", 0x1120, "ici", 0x112B, "ou", EOC)),
        ("00:00:03:00", words(EDM)),
    )
    assert captions.cues[0].lines == (
        (Run("Il "), Run("lit ", italic=True), Run("ici "), Run("ou", underline=True, color="#ffff00")),
    )


def test_italics_keep_the_colour_of_the_row() -> None:
    captions, _ = read(
        ("00:00:01:00", words(RCL, ENM, 0x1462, "vert", 0x112E, "aussi", EOC)), ("00:00:03:00", words(EDM))
    )
    assert captions.cues[0].lines == ((Run("vert ", color="#00ff00"), Run("aussi", italic=True, color="#00ff00")),)


def test_an_extended_character_replaces_the_letter_before_it() -> None:
    captions, _ = read(
        ("00:00:01:00", words(RCL, ENM, ROW15, "E", 0x1221, "te", 0x1138, EOC)), ("00:00:03:00", words(EDM))
    )
    assert captions.cues[0].text == "Éteà"


def test_backspace_and_delete_to_the_end_of_the_row() -> None:
    sent = words(RCL, ENM, ROW15, "abcx", BS, "d", ROW14, "keep drop", 0x1452, 0x1721, DER, EOC)
    captions, _ = read(("00:00:01:00", sent), ("00:00:03:00", words(EDM)))
    assert captions.cues[0].plain_lines == ("keep", "abcd")


@pytest.mark.parametrize(("code", "row"), [(0x1140, 1), (0x1260, 4), (0x1040, 11), (0x1360, 13), (0x1470, 15)])
def test_rows_become_a_placement(code: int, row: int) -> None:
    captions, _ = read(("00:00:01:00", words(RCL, ENM, code, "x" * 32, EOC)), ("00:00:03:00", words(EDM)))
    expected = {
        1: Placement(edge="top"),
        4: Placement(Fraction(1, 10) + 3 * Fraction(4, 75), "top"),
        11: Placement(Fraction(1, 10) + 11 * Fraction(4, 75), "bottom"),
        13: Placement(Fraction(1, 10) + 13 * Fraction(4, 75), "bottom"),
        15: None,
    }
    assert captions.cues[0].placement == expected[row]


def test_columns_become_an_alignment() -> None:
    left, _ = read(("00:00:01:00", words(RCL, ENM, 0x1452, "one", 0x1472, "three", EOC)), ("00:00:03:00", words(EDM)))
    assert (left.cues[0].align, left.cues[0].placement) == ("left", Placement(left=Fraction(1, 5)))
    right, _ = read(
        ("00:00:01:00", words(RCL, ENM, 0x145C, 0x1723, "seven", 0x147E, "four", EOC)), ("00:00:03:00", words(EDM))
    )
    assert (right.cues[0].align, right.cues[0].placement) == ("right", None)
    middle, _ = read(("00:00:01:00", words(RCL, ENM, 0x1476, 0x1722, "four", EOC)), ("00:00:03:00", words(EDM)))
    assert (middle.cues[0].align, middle.cues[0].placement) == (None, None)


def test_two_blocks_far_apart_are_two_captions() -> None:
    captions, _ = read(
        ("00:00:01:00", words(RCL, ENM, 0x1140, "t" * 32, ROW15, "l" * 32, EOC)), ("00:00:03:00", words(EDM))
    )
    places = [(cue.text, cue.placement) for cue in captions.cues]
    assert places == [("t" * 32, Placement(edge="top")), ("l" * 32, None)]
    assert captions.cues[0].span == captions.cues[1].span


def test_roll_up_rows_come_once_each() -> None:
    captions, findings = read(
        ("00:00:01:00", words(RU3, CR, ROW15, "first row")),
        ("00:00:02:00", words(RU3, CR, ROW15, "second")),
        ("00:00:03:00", words(CR, "third")),
        ("00:00:05:00", words(EDM)),
    )
    assert [cue.text for cue in captions.cues] == ["first row", "second", "third"]
    assert frames(captions) == [(36, 62), (66, 90), (92, 150)]
    assert rules(findings) == ["roll-up"]


def test_paint_on_builds_on_what_is_there() -> None:
    captions, _ = read(
        ("00:00:01:00", words(RDC, ROW14, "upper")),
        ("00:00:02:00", words(RDC, ROW15, "lower")),
        ("00:00:03:00", words(EDM)),
    )
    assert [cue.text for cue in captions.cues] == ["upper", "upper\nlower"]
    assert frames(captions) == [(34, 64), (64, 90)]


def test_other_channels_and_text_mode_are_left_out_and_said() -> None:
    captions, findings = read(
        ("00:00:01:00", words(RCL, ENM, ROW15, "mine", EOC)),
        ("00:00:02:00", words(0x1C20, 0x1C2E, 0x1C70, "theirs", 0x1C2F)),
        ("00:00:03:00", words(TR, "page", RCL, EDM)),
    )
    assert [cue.text for cue in captions.cues] == ["mine"]
    assert rules(findings) == ["text-mode", "other-channel"]
    assert findings[1].evidence["channel"] == "CC2"


def test_a_file_of_another_channel_alone_is_read() -> None:
    captions, findings = read(
        ("00:00:01:00", words(0x1520, 0x152E, 0x1470, "third", 0x152F)), ("00:00:03:00", words(0x152C))
    )
    assert [cue.text for cue in captions.cues] == ["third"]
    assert rules(findings) == ["channel"] and findings[0].evidence["channel"] == "CC3"


def test_damage_is_named_by_line_and_read_around() -> None:
    text = scc(
        ("00:00:01:00", words(RCL, ENM, ROW15, "good") + " 94zz 12 4141 " + words(EOC)), ("00:00:03:00", words(EDM))
    )
    captions, findings = SCC.read(text + "\nrubbish here\n", FILE)
    assert captions.cues[0].text == "goodAA"
    assert [(found.rule.removeprefix("captions."), found.place.line) for found in findings] == [
        ("bad-word", 3),
        ("bad-word", 3),
        ("bad-block", 7),
        ("parity", 3),
    ]


def test_lines_out_of_order_are_read_in_order_of_time() -> None:
    captions, findings = read(
        ("00:00:05:00", words(EDM)), ("00:00:01:00", words(RCL, ENM, ROW15, "x", EOC)), ("00:00:06:00", words(EDM))
    )
    assert frames(captions) == [(37, 150)]
    assert [(found.rule, found.place.line) for found in findings] == [("captions.line-order", 5)]


def test_words_that_come_too_fast_are_delayed() -> None:
    captions, findings = read(
        ("00:00:01:00", words(RCL, ENM, ROW15, "x", EOC)), ("00:00:01:05", words(EDM)), ("00:00:02:00", words(EDM))
    )
    assert frames(captions) == [(37, 39)]
    assert findings[0].rule == "captions.line-overrun" and findings[0].evidence["late"] == 4


def test_labels_that_drop_frame_leaves_out_are_read_as_meant() -> None:
    captions, findings = read(("00:00:59;00", words(RCL, ROW15, "x", EOC)), ("00:01:00;00", words(EDM)))
    assert captions.cues[0].span.end == Timecode.parse("00:01:00;02", RATE).time
    assert rules(findings) == ["bad-time"]


def test_what_is_never_erased_ends_after_a_while() -> None:
    captions, findings = read(("00:00:01:00", words(RCL, ENM, ROW15, "end", EOC)))
    assert frames(captions) == [(38, 38 + 120)] and rules(findings) == ["no-erase"]


def test_a_row_past_the_last_column_keeps_its_words() -> None:
    captions, findings = read(("00:00:01:00", words(RCL, ENM, ROW15, "x" * 40, EOC)), ("00:00:05:00", words(EDM)))
    assert captions.cues[0].text == "x" * 40
    assert rules(findings) == ["columns"] and findings[0].evidence["columns"] == 40


def test_what_stands_far_beyond_the_last_column_is_left_out_and_said() -> None:
    captions, findings = read(("00:00:01:00", words(RCL, ENM, ROW15, "xy" * 40, EOC)), ("00:00:05:00", words(EDM)))
    assert captions.cues[0].text == "xy" * 32
    assert [dict(found.evidence) for found in findings if found.rule == "captions.beyond"] == [
        {"count": 16, "limit": 64}
    ]


@pytest.mark.parametrize("rest", [(), (ENM, ROW15, "seen", EOC, EDM), (RU2, ROW15, "rolled", CR)])
def test_text_that_is_loaded_and_never_shown_is_said(rest: tuple[str | int, ...]) -> None:
    _, findings = read(("00:00:01:00", words(RCL, ENM, ROW15, "lost", *rest)))
    told = [dict(found.evidence) for found in findings if found.rule == "captions.never-shown"]
    assert told == [{"count": 1, "quote": "lost"}]


ACCENT, NOTHING = 0x1221, b"\0\0"  # É


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (("E", ACCENT), "É"),
        (("E", RCL, ACCENT), "É"),
        (("aE", ACCENT), "aÉ"),
        (("E", NOTHING, ACCENT), "É"),
        ((ACCENT,), "É"),
        (("E", ACCENT, "E", ACCENT, "t"), "ÉÉt"),
        (("a", ACCENT, 0x1130), "É®"),
    ],
)
def test_an_extended_sign_takes_the_place_of_what_stands_before(sent: tuple[str | int | bytes, ...], text: str) -> None:
    captions, _ = read(("00:00:01:00", words(RCL, ENM, ROW15, *sent, EOC)), ("00:00:09:00", words(EDM)))
    assert captions.cues[0].text == text


def test_what_is_unusual_in_the_channel_that_is_read_is_said() -> None:
    second = [code + 0x0800 for code in (RCL, ENM, ROW15, EOC)]
    captions, findings = read(("00:00:01:00", words(*second[:3], "xy" * 20, second[3])))
    assert [cue.text for cue in captions.cues] == ["xy" * 20]
    assert sorted(rules(findings)) == ["channel", "columns", "no-erase"]


@pytest.mark.parametrize("sent", ["94", "94 2094", "942", "94 20", "9420 94", "9420 9", "94209420", "9420 94 20"])
def test_what_is_no_word_of_four_digits_is_named(sent: str) -> None:
    _, findings = SCC.read(scc(("00:00:01:00", sent)), FILE)
    wrong = [word for word in sent.split() if len(word) != 4]
    assert [found.evidence["word"] for found in findings if found.rule == "captions.bad-word"] == wrong


def test_mixed_timecode_and_a_missing_first_line_are_said() -> None:
    text = scc(("00:00:01:00", words(RCL, ROW15, "x", EOC)), ("00:00:03;00", words(EDM))).partition("\n\n")[2]
    assert rules(SCC.read(text, FILE)[1]) == ["no-header", "mixed-drop"]


@pytest.mark.parametrize("text", ["", "\n\n", "Scenarist_SCC V1.0\n"])
def test_nothing_to_read_is_said(text: str) -> None:
    captions, findings = SCC.read(text, FILE)
    assert captions.cues == () and rules(findings) == ["no-cues"]


@pytest.mark.parametrize("text", ["1\n00:00:01,000 --> 00:00:02,000\nx\n", "hello", "99:99:99:99\t9420"])
def test_what_is_no_scc_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"film\.scc"):
        SCC.read(text, FILE)


def test_a_programme_may_run_over_midnight() -> None:
    captions, findings = read(
        ("23:59:59;00", words(RCL, ENM, ROW15, "late", EOC)),
        ("00:00:01;00", words(RCL, ENM, ROW15, "early", EOC)),
        ("00:00:03;00", words(EDM)),
    )
    assert [cue.text for cue in captions.cues] == ["late", "early"] and findings == ()
    assert frames(captions)[1][1] - frames(captions)[0][0] == 4 * 30 - 8
