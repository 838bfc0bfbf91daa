"""One suite for every caption format in the registry: what it holds comes back, what it does not hold is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import registry
from picturelock.cues import Captions, Cue, Line, Placement, Run
from picturelock.errors import InputError, UsageError
from picturelock.findings import Finding
from picturelock.formats.base import ByteFormat, split_lines
from picturelock.formats.colors import hex_of
from picturelock.formats.placing import edges
from picturelock.times import FrameRate, Span, from_ms

FILE = Path("film.xyz")
ALL = {name: registry.load(entry) for name, entry in registry.FORMATS.items()}
UNICODE = "abcXYZéçœÀ«»’…!?.,;:-0123456789\u00a0\u202f你עﷺ𝄞♪&/<>{}\\\u2028"
LATIN = "abcXYZéçœÀÉùïŸæ«»’“”—!?.,;:-0123456789♪&/"
LINE_21 = "abcXYZéçÀÉùï«»!?.,;:-0123456789♪&/"


PAL, NTSC = FrameRate(25), FrameRate(30000, 1001)


@dataclass(frozen=True)
class Holds:
    """What survives in a format, as declared: the suite draws captions within it and asks for them back."""

    letters: str = UNICODE
    styles: tuple[str, ...] = ("italic", "bold", "underline")
    colors: tuple[str | None, ...] = (None, "#ffff00", "#00ffff")
    rate: FrameRate = PAL
    most_lines: int = 3
    most_words: int = 5


LIMITS = {
    "srt": Holds(),
    "vtt": Holds(),
    "ass": Holds(),
    "ssa": Holds(),
    "imsc": Holds(),
    "ebu-tt-d": Holds(),
    "stl": Holds(LATIN, ("italic", "underline")),
    "stl-teletext": Holds(LATIN, (), most_words=3),
    "scc": Holds(LINE_21, ("italic",), (None,), NTSC, most_lines=2, most_words=2),
}
TRUTH = {
    "sbv": (
        "0:00:01.000,0:00:02.500\nÀ demain\n[br]\n\n0:00:03.000,0:00:04.000\nOui\n",
        [(1000, 2500, "À demain"), (3000, 4000, "Oui")],
    ),
    "sami": (
        "<SAMI><BODY><SYNC Start=1000><P Class=FRCC>À demain<SYNC Start=2500><P Class=FRCC>&nbsp;"
        "<SYNC Start=3000><P Class=FRCC>Oui<SYNC Start=4000><P Class=FRCC>&nbsp;</BODY></SAMI>",
        [(1000, 2500, "À demain"), (3000, 4000, "Oui")],
    ),
}  # fmt: skip
ELSEWHERE = {"mcc": "its truth is in test_mcc.py: the file is ancillary data, which nobody writes by hand"}

BOTH = [name for name, found in ALL.items() if found.directions >= {"read", "write"}]
READ = [name for name, found in ALL.items() if "read" in found.directions]
WRITE = [name for name, found in ALL.items() if "write" in found.directions]
CLOCKED = ["srt", "vtt", "ass", "ssa"]
"""Those whose times are written as a clock, so that a test can spoil them."""


def written(name: str, captions: Captions) -> tuple[Any, tuple[Finding, ...]]:
    found = ALL[name]
    result: tuple[Any, tuple[Finding, ...]] = (
        found.write_bytes(captions) if isinstance(found, ByteFormat) else found.write(captions)
    )
    return result


def read(name: str, data: Any) -> tuple[Captions, tuple[Finding, ...]]:
    found = ALL[name]
    result: tuple[Captions, tuple[Finding, ...]] = (
        found.read_bytes(data, FILE) if isinstance(found, ByteFormat) else found.read(data, FILE)
    )
    return result


def look(line: Line) -> list[tuple[str, bool, bool, bool, str | None]]:
    """Every visible character with its looks: runs may be cut elsewhere, and spaces have none."""
    return [
        (sign, run.italic, run.bold, run.underline, hex_of(run.color) if run.color and hex_of(run.color) != "#ffffff" else None)
        for run in line for sign in run.text if not sign.isspace()
    ]  # fmt: skip


def seen(captions: Captions) -> list[tuple[int, int, list[Any], str]]:
    """What a viewer sees and when, by timecode."""
    return [
        (
            captions.start + cue.span.start,
            captions.start + cue.span.end,
            [look(line) for line in cue.lines],
            " / ".join(" ".join(line.split()) for line in cue.plain_lines),
        )
        for cue in captions.cues
    ]


@st.composite
def within(draw: st.DrawFn, holds: Holds) -> Captions:
    """Captions that a format holds wholly: style changes between words, and room between captions."""
    words = st.text(st.sampled_from(holds.letters.replace("\u2028", "")), min_size=1, max_size=8).filter(
        lambda text: text.strip() == text and "--" not in text and "\\" not in text
    )
    cues: list[Cue] = []
    frame = 100
    for number in range(1, draw(st.integers(1, 4)) + 1):
        lines: list[Line] = []
        for _ in range(draw(st.integers(1, holds.most_lines))):
            line: list[Run] = []
            for word in draw(st.lists(words, min_size=1, max_size=holds.most_words)):
                color = draw(st.sampled_from(holds.colors))
                on = {style: draw(st.booleans()) for style in holds.styles}
                if line:
                    last = line.pop()
                    line.append(Run(last.text + " ", last.italic, last.bold, last.underline, last.color))
                run = Run(word, color=color, **on)
                line.append(run)
            lines.append(tuple(line))
        length = draw(st.integers(30, 90))
        span = Span(holds.rate.time_of(frame), holds.rate.time_of(frame + length))
        cues.append(Cue(span, tuple(lines), str(number)))
        frame += length + draw(st.integers(120, 200))
    return Captions(tuple(cues), rate=holds.rate)


def test_the_suffixes_are_those_of_the_formats() -> None:
    assert set(registry.SUFFIXES) == {suffix[1:] for found in ALL.values() for suffix in found.suffixes}
    for suffix, name in registry.SUFFIXES.items():
        assert f".{suffix}" in ALL[name].suffixes, suffix


def test_every_format_is_held_to_something() -> None:
    assert set(BOTH) == set(LIMITS)
    assert set(READ) - set(BOTH) == set(TRUTH) | set(ELSEWHERE)
    for found in ALL.values():
        assert found.directions <= {"read", "write"} and found.directions


@pytest.mark.parametrize("name", list(ALL))
def test_the_other_direction_is_refused_with_advice(name: str) -> None:
    cue = Cue(Span(0, from_ms(1000)), ((Run("x"),),), "1")
    for direction, act in (
        ("read", lambda: read(name, b"" if isinstance(ALL[name], ByteFormat) else "")),
        ("write", lambda: written(name, Captions((cue,), rate=FrameRate(25)))),
    ):
        if direction not in ALL[name].directions:
            with pytest.raises(UsageError) as caught:
                act()
            assert caught.value.hint


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_what_is_only_read_is_read_as_it_is_written_by_hand(name: str) -> None:
    text, expected = TRUTH[name]
    captions, findings = read(name, text)
    found = [(cue.span.start, cue.span.end, cue.text.strip()) for cue in captions.cues]
    assert found == [(from_ms(start), from_ms(end), words) for start, end, words in expected]
    assert {finding.severity for finding in findings} <= {"warning"}


@pytest.mark.parametrize("name", BOTH)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_what_a_format_holds_comes_back_alike_and_without_findings(name: str, data: st.DataObject) -> None:
    given_captions = data.draw(within(LIMITS[name]))
    text, losses = written(name, given_captions)
    found, findings = read(name, text)
    assert [loss for loss in losses if loss.severity != "info"] == []
    assert [finding for finding in findings if finding.severity != "info"] == []
    assert seen(found) == seen(given_captions)


MAY_DIFFER = {
    "italic": {"italics", "rich-text", "word-styles"},
    "bold": {"bold", "rich-text", "word-styles"},
    "underline": {"underline", "rich-text", "word-styles"},
    "color": {"colors", "inexact-colors", "alpha", "rich-text", "word-styles"},
    "place": {"positions"},
    "speaker": {"speakers"},
}
"""What may come back otherwise if one of these losses was found."""


def said(findings: Iterable[Finding]) -> set[str]:
    return {
        str(found.evidence["what"]).partition(":")[0] if found.rule == "captions.lost" else found.rule
        for found in findings
    }


@pytest.mark.parametrize("name", BOTH)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_what_comes_back_otherwise_was_found(name: str, data: st.DataObject) -> None:
    """Anything at all in; whatever is not there any more is in the findings of the writer."""
    words = st.text(st.sampled_from(UNICODE.replace("\u2028", "")), min_size=1, max_size=10).filter(
        lambda text: text.strip()
    )
    shares = st.sampled_from([None, Fraction(1, 10), Fraction(1, 2), Fraction(17, 20)])
    place = st.builds(Placement, shares, st.sampled_from(["top", "middle", "bottom"]), shares)
    cue = Cue(
        Span(LIMITS[name].rate.time_of(200), LIMITS[name].rate.time_of(300)),
        ((Run(data.draw(words), data.draw(st.booleans()), data.draw(st.booleans()), data.draw(st.booleans()),
              data.draw(st.sampled_from([None, "#ff8800", "red", "no colour"]))), Run(" plain")),),
        "1",
        align=data.draw(st.sampled_from([None, "start", "end"])),
        placement=data.draw(st.none() | place),
        speaker=data.draw(st.none() | st.just("Claire")),
    )  # fmt: skip
    text, losses = written(name, Captions((cue,), rate=LIMITS[name].rate))
    back = read(name, text)[0].cues[0]
    found, (old, new) = said(losses), (cue.lines[0][0], back.lines[0][0])
    if _words(back, name) != _words(cue, name):
        assert losses, (back.text, cue.text)
        return
    for aspect in ("italic", "bold", "underline"):
        assert getattr(new, aspect) == getattr(old, aspect) or found & MAY_DIFFER[aspect], aspect
    assert _rgb(new.color) == _rgb(old.color) or found & MAY_DIFFER["color"]
    assert (back.speaker or None) == cue.speaker or found & MAY_DIFFER["speaker"]
    apart = abs(_middle(back) - _middle(cue)) > Fraction(1, 12)
    boxed = cue.placement is not None and cue.placement.left is not None  # a box may become an indent
    apart = apart or (not boxed and _side(back) != _side(cue))
    assert not apart or found & MAY_DIFFER["place"], (back.placement, back.align)


def _words(cue: Cue, name: str) -> str:
    """The text with one space for any; line 21 has one sign for both apostrophes."""
    text = " ".join(cue.text.split())
    return text.replace("’", "'") if name == "scc" else text


def _rgb(color: str | None) -> str | None:
    found = hex_of(color) if color else None
    return None if found == "#ffffff" else found


def _middle(cue: Cue) -> Fraction:
    """Where the middle of the text stands, as a share of the picture's height."""
    first, last = edges(cue.placement or Placement(), len(cue.lines))
    return (first + last) / 2


def _side(cue: Cue) -> str | None:
    return {"left": "start", "right": "end", "center": None}.get(cue.align or "center", cue.align)


TOKENS = {
    "scc": "Scenarist_SCC V1.0\n\n00:01;:\t9420 942c 80e9c",
    "imsc": "<tt xmlns='http://www.w3.org/ns/ttml'>/body div p begin=\"1s\" &lt;",
    "mcc": "File Format=MacCaption_MCC V1.0\n\n00:01;:\tT520S0G",
}


@pytest.mark.parametrize("name", READ)
@settings(deadline=None, max_examples=80)
@given(data=st.data())
def test_nothing_makes_it_crash_and_nothing_readable_is_lost_by_writing(name: str, data: st.DataObject) -> None:
    common = "WEBVTT 0123456789:,.->\n\r{}\\<>iabv/&;\tNOTE🎬[]=SYNC\u2028Dialogue"
    text: Any = data.draw(st.text(st.sampled_from(common + TOKENS.get(name, "")), max_size=200))
    if isinstance(ALL[name], ByteFormat):
        text = data.draw(st.binary(max_size=200))
    try:
        found, _ = read(name, text)
    except InputError as error:
        assert str(FILE) in str(error)
        return
    starts = [cue.span.start for cue in found.cues]
    assert starts == sorted(starts)
    if name in CLOCKED:
        again, _ = read(name, written(name, found)[0])
        assert len(again.cues) == len(found.cues)


@pytest.mark.parametrize("name", BOTH)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    cues = tuple(
        Cue(
            Span(LIMITS[name].rate.time_of(100 * n), LIMITS[name].rate.time_of(100 * n + 60)),
            ((Run(f"Cue {n}"),),),
            str(n),
        )
        for n in (1, 2, 3)
    )
    whole, _ = written(name, Captions(cues, rate=LIMITS[name].rate))
    raw = bytearray(whole if isinstance(whole, bytes) else whole.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(raw[: data.draw(st.integers(len(raw) // 2, len(raw)))])
    try:
        found, _ = read(
            name, cut if isinstance(whole, bytes) else cut.decode("utf-8", errors="replace").replace("\0", "")
        )
    except InputError as error:
        assert str(FILE) in str(error)
        return
    assert len(found.cues) <= 12


@pytest.mark.parametrize("name", [name for name in BOTH if not isinstance(ALL[name], ByteFormat)])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_change_nothing(name: str, ending: str) -> None:
    rate = LIMITS[name].rate
    cue = Cue(Span(rate.time_of(100), rate.time_of(150)), ((Run("Bonjour"),), (Run("Paul"),)), "1")
    text = written(name, Captions((cue,), rate=rate))[0]
    assert read(name, ending.join(split_lines(text)) + ending) == read(name, text)
    assert [found.text for found in read(name, text)[0].cues] == ["Bonjour\nPaul"]


@pytest.mark.parametrize("name", CLOCKED)
def test_a_cue_that_ends_before_it_starts_is_kept_and_found(name: str) -> None:
    wanted = Captions((Cue(Span(from_ms(5000), from_ms(6000)), ((Run("Seul"),),), "1"),))
    found, findings = read(name, written(name, wanted)[0].replace("0:00:06", "0:00:04"))
    assert [cue.text for cue in found.cues] == ["Seul"]
    assert found.cues[0].span == Span(from_ms(5000), from_ms(5000))
    assert [(finding.rule, finding.severity) for finding in findings] == [("captions.reversed-times", "error")]


@pytest.mark.parametrize("name", BOTH)
def test_cues_out_of_order_come_back_sorted(name: str) -> None:
    rate = LIMITS[name].rate
    late = Cue(Span(rate.time_of(500), rate.time_of(550)), ((Run("late"),),), "1")
    early = Cue(Span(rate.time_of(200), rate.time_of(250)), ((Run("early"),),), "2")
    found, findings = read(name, written(name, Captions((late, early), rate=rate))[0])
    assert [cue.text for cue in found.cues] == ["early", "late"]
    if name in CLOCKED:
        assert [finding.rule for finding in findings] == ["captions.order"]


@pytest.mark.parametrize("name", CLOCKED)
def test_thousands_of_faults_are_counted_not_listed(name: str) -> None:
    cues = tuple(Cue(Span(from_ms(10 * n), from_ms(10 * n)), ((Run("x"),),), str(n)) for n in range(300, 0, -1))
    _, findings = read(name, written(name, Captions(cues))[0])
    order = [found for found in findings if found.rule == "captions.order"]
    more = {str(found.evidence["rule"]): found.evidence["count"] for found in findings if found.rule == "captions.more"}
    assert len(order) == 100 and more["captions.order"] == 199


@pytest.mark.parametrize("name", BOTH)
def test_no_caption_is_lost_among_hundreds(name: str) -> None:
    rate = LIMITS[name].rate
    cues = tuple(
        Cue(Span(rate.time_of(75 * n), rate.time_of(75 * n + 60)), ((Run(f"Numéro {n}"),),), str(n))
        for n in range(2, 402)
    )
    found, findings = read(name, written(name, Captions(cues, rate=rate))[0])
    assert [cue.text for cue in found.cues] == [cue.text for cue in cues]
    assert [finding.rule for finding in findings if finding.severity == "error"] == []


@pytest.mark.parametrize("name", WRITE)
def test_nothing_to_write_is_written(name: str) -> None:
    data, losses = written(name, Captions((), rate=LIMITS.get(name, Holds()).rate))
    assert data is not None and {loss.severity for loss in losses} <= {"warning", "info"}
