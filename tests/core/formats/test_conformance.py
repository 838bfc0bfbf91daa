"""One suite for every caption format in the registry."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import registry
from picturelock.cues import Captions, Cue, Run
from picturelock.formats.base import Format
from picturelock.times import Span, from_ms

FILE = Path("film.xyz")
FORMATS = [registry.load(entry) for entry in registry.FORMATS.values()]
each_format = pytest.mark.parametrize("caption_format", FORMATS, ids=lambda found: found.name)

_LETTERS = st.sampled_from("abcXYZ éçœÀ«»’…!?.,;:-0123456789\u00a0\u202f你עﷺ𝄞♪&/\u2028")
_WORDS = st.text(_LETTERS, min_size=1, max_size=12).filter(lambda text: text.strip() and "--" not in text)


@st.composite
def lines(draw: st.DrawFn) -> tuple[Run, ...]:
    """Runs of which no two neighbours look alike."""
    runs: list[Run] = []
    for text in draw(st.lists(_WORDS, min_size=1, max_size=3)):
        run = Run(text, italic=draw(st.booleans()), bold=draw(st.booleans()), underline=draw(st.booleans()))
        if not runs or (run.italic, run.bold, run.underline) != (runs[-1].italic, runs[-1].bold, runs[-1].underline):
            runs.append(run)
    return tuple(runs)


@st.composite
def captions(draw: st.DrawFn) -> Captions:
    cues: list[Cue] = []
    start = 0
    for number in range(1, draw(st.integers(1, 5)) + 1):
        start += draw(st.integers(0, 4_000_000))
        end = start + draw(st.integers(0, 10_000))
        text = tuple(draw(st.lists(lines(), min_size=1, max_size=3)))
        cues.append(Cue(Span(from_ms(start), from_ms(end)), text, str(number)))
    return Captions(tuple(cues))


@each_format
@settings(deadline=None, max_examples=120)
@given(data=st.data())
def test_what_is_written_is_read_back_alike_and_without_findings(caption_format: Format, data: st.DataObject) -> None:
    given_captions = data.draw(captions())
    text, losses = caption_format.write(given_captions)
    read, findings = caption_format.read(text, FILE)
    assert read == given_captions
    assert losses == () and findings == ()


@each_format
@settings(deadline=None, max_examples=150)
@given(text=st.text(st.sampled_from("WEBVTT 0123456789:,.->\n\r{}\\<>iabv/&;\tNOTE🎬"), max_size=200))
def test_no_text_makes_it_crash_and_nothing_readable_is_lost_by_writing(caption_format: Format, text: str) -> None:
    from picturelock.errors import InputError

    try:
        read, _ = caption_format.read(text, FILE)
    except InputError as error:
        assert str(FILE) in str(error)
        return
    starts = [cue.span.start for cue in read.cues]
    assert starts == sorted(starts)
    again, _ = caption_format.read(caption_format.write(read)[0], FILE)
    assert len(again.cues) == len(read.cues)


@each_format
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_change_nothing(caption_format: Format, ending: str) -> None:
    wanted = Captions((Cue(Span(0, from_ms(1500)), ((Run("Bonjour"),), (Run("Paul"),)), "1"),))
    text = caption_format.write(wanted)[0].replace("\n", ending)
    assert caption_format.read(text, FILE) == (wanted, ())


@each_format
def test_a_cue_that_ends_before_it_starts_is_kept_and_found(caption_format: Format) -> None:
    wanted = Captions((Cue(Span(from_ms(5000), from_ms(6000)), ((Run("Seul"),),), "1"),))
    text = caption_format.write(wanted)[0].replace("00:00:06", "00:00:04")
    read, findings = caption_format.read(text, FILE)
    assert [cue.text for cue in read.cues] == ["Seul"]
    assert read.cues[0].span == Span(from_ms(5000), from_ms(5000))
    assert [(found.rule, found.severity) for found in findings] == [("captions.reversed-times", "error")]


@each_format
def test_cues_out_of_order_are_sorted_and_found(caption_format: Format) -> None:
    late = Cue(Span(from_ms(9000), from_ms(9500)), ((Run("late"),),), "1")
    early = Cue(Span(from_ms(1000), from_ms(2000)), ((Run("early"),),), "2")
    read, findings = caption_format.read(caption_format.write(Captions((late, early)))[0], FILE)
    assert [cue.text for cue in read.cues] == ["early", "late"]
    assert [(found.rule, found.place.cue) for found in findings] == [("captions.order", "2")]


@each_format
def test_thousands_of_faults_are_counted_not_listed(caption_format: Format) -> None:
    cues = tuple(Cue(Span(from_ms(n), from_ms(n)), ((Run("x"),),), str(n)) for n in range(300, 0, -1))
    _, findings = caption_format.read(caption_format.write(Captions(cues))[0], FILE)
    order = [found for found in findings if found.rule == "captions.order"]
    more = {str(found.evidence["rule"]): found.evidence["count"] for found in findings if found.rule == "captions.more"}
    assert len(order) == 100 and more["captions.order"] == 199
