"""Lines of a caption: sentences before commas, three lines alike, and lines counted as line 21 sends them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from picturelock import profiles
from picturelock.cues import Captions, Cue, plain
from picturelock.formats.cea608.text import columns
from picturelock.spoken import RecordWord
from picturelock.subtitling.fixes.run import mend, select
from picturelock.subtitling.judge import judge
from picturelock.subtitling.segmentation.layout import Layout
from picturelock.subtitling.segmentation.split import split
from picturelock.subtitling.subject import Subject
from picturelock.subtitling.typography import Token, count_characters
from picturelock.times import FrameRate, Span, from_ms

RATE = FrameRate.parse("29.97")
SISTER = "Ma sœur a mis un œuf et un bœuf,"


def lines(text: str, width: int, most: int, language: str = "en") -> list[str]:
    words = text.split(" ")
    setting = Layout([Token(word, Span(0, 0), language) for word in words], width, most).set(0, len(words))
    assert setting is not None
    return [" ".join(words[a:b]) for a, b in pairwise((0, *setting.breaks, len(words)))]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You got me that time, Mac. / This American is good.", "en"),
        ("Look at him, standing there. / Who does he think he is?", "en"),
        ("Non, je ne sais pas, Marc. / Cet Américain est fort.", "fr"),
        ("Oh. What are you going / to do about it then?", "en"),  # a line of "Oh." is no line
        ("We still have time, / the train leaves the station at nine.", "en"),
    ],
)
def test_a_sentence_ends_its_line_before_a_comma_does(text: str, language: str) -> None:
    assert lines(text.replace(" /", ""), 42, 2, language) == text.split(" / ")


def test_the_first_of_three_lines_is_no_longer_than_it_must_be() -> None:
    text = "Somebody must have told them all that nobody else in town would ever come to see them again"
    first, *below = lines(text, 37, 3)
    assert len(below) == 2 and len(first) <= max(map(len, below))


def test_line_21_counts_a_ligature_as_it_is_sent() -> None:
    assert (count_characters(SISTER), columns(SISTER)) == (32, 35)
    profile, span = profiles.load("cea-608-fr"), Span(0, from_ms(3000))
    given = Subject(Captions((Cue(span, plain(SISTER)),), "fr"), profile, RATE)
    (event,) = given.events
    assert event.widths == (35,)
    assert "captions.line-length" in {one.rule for one in judge(given)}
    mended = mend(given, select(["lines"])).captions.cues[0]
    assert all(columns(line) <= 32 for line in mended.plain_lines) and len(mended.lines) == 2
    (seen,) = Subject(given.captions, profiles.load("netflix-fr"), RATE).events
    assert seen.widths == (32,)


def test_captions_for_line_21_fit_its_columns() -> None:
    said = ("Ma sœur a mis un œuf et un bœuf, puis Œdipe a ouvert son cœur à l'œil nu de la manœuvre " * 6).split()
    words = [
        RecordWord(text, Span(from_ms(500 * at), from_ms(500 * at + 450)), "fr", "a", "A1:1")
        for at, text in enumerate(said)
    ]
    captions, _ = split(words, profiles.load("cea-608-fr"), RATE, "fr")
    shown = [line for cue in captions.cues for line in cue.plain_lines]
    assert any("œ" in line for line in shown) and max(map(columns, shown)) <= 32


def test_two_people_on_line_21_have_room_for_what_is_sent() -> None:
    said = {"a": "Ma sœur a vu un œuf et un bœuf.", "b": "Le cœur de la manœuvre en Œdipe."}
    words = sorted(
        (
            RecordWord(text, Span(from_ms(300 * at), from_ms(300 * at + 280)), "fr", source, source)
            for source, line in said.items()
            for at, text in enumerate(line.split())
        ),
        key=lambda word: word.span.start,
    )
    captions, _ = split(words, profiles.load("cea-608-fr"), RATE, "fr")
    shown = [line for cue in captions.cues for line in cue.plain_lines]
    assert sum(map(len, shown)) >= 50 and max(map(columns, shown)) <= 32
