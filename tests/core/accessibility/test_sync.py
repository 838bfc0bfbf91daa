"""Captions that come too late or too early in a part of the film, by words and captions that are written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from picturelock.accessibility.shown import Shown
from picturelock.accessibility.sync import beside, find, shift, steps
from picturelock.cues import Cue, plain
from picturelock.spoken import RecordWord
from picturelock.times import Flicks, Span, from_ms, to_seconds

LINES = [
    f"{one} {two} {three} every {four} morning"
    for one, two, three, four in zip(
        ("We", "Nobody", "My", "Then", "There", "Let", "Could", "Those", "Write", "Snow"),
        ("walked", "told", "brother", "bring", "was", "us", "you", "letters", "something", "covers"),
        ("along", "anything", "keeps", "chairs", "music", "carry", "open", "arrive", "about", "roofs"),
        ("cold", "grey", "warm", "late", "early", "long", "short", "dull", "bright", "quiet"),
        strict=True,
    )
]


def heard(lines: Sequence[str] = LINES) -> list[RecordWord]:
    """A line of three seconds every eight, half a second for each word."""
    return [
        RecordWord(text, Span(from_ms(8000 * n + 500 * k), from_ms(8000 * n + 500 * k + 450)), "en", "a", "A1:1")
        for n, line in enumerate(lines)
        for k, text in enumerate(line.split())
    ]


def shown(*late_ms: int, lines: Sequence[str] = LINES) -> list[Cue]:
    """A caption for each line, each so late."""
    times = [8000 * n + late for n, late in enumerate(late_ms)]
    return [
        Cue(Span(from_ms(at), from_ms(at + 3000)), plain(line), str(n))
        for n, (at, line) in enumerate(zip(times, lines, strict=True), 1)
    ]


def told(cues: Sequence[Cue]) -> list[tuple[float, int, float]]:
    return [
        (round(to_seconds(one.late), 1), one.captions, to_seconds(one.speech.start))
        for one in steps(find(cues, heard(), "en"))
    ]


def test_captions_in_step_and_those_that_lead_a_little() -> None:
    assert told(shown(*[0] * 10)) == told(shown(*[-300, 200] * 5)) == []


@pytest.mark.parametrize("late", [1200, 2400, -2000, 6000, -600])
def test_a_reel_that_was_not_shifted(late: int) -> None:
    assert told(shown(*[0] * 6, *[late] * 4)) == [(late / 1000, 4, 48.0)]


def test_two_reels_are_two_stretches() -> None:
    assert told(shown(*[1500] * 5, *[-1500] * 5)) == [(1.5, 5, 0.0), (-1.5, 5, 40.0)]


def test_a_drift_is_one_stretch_and_every_word_is_known_to_have_its_caption() -> None:
    cues = shown(*range(0, 3000, 300))
    (one,) = steps(find(cues, heard(), "en"))
    on_screen = Shown(cues)
    bare = [word for word in heard() if not on_screen.covers(word)]
    assert one.captions == 8 and len(bare) > 5
    assert [word for word in bare if not one.says(word, on_screen)] == []


def test_a_caption_that_is_missing_in_a_late_reel_is_not_thought_to_be_there() -> None:
    cues = [cue for cue in shown(*[1500] * 10) if cue.id != "4"]
    (one,) = steps(find(cues, heard(), "en"))
    on_screen = Shown(cues)
    bare = [word for word in heard() if not on_screen.covers(word) and not one.says(word, on_screen)]
    assert " ".join(word.text for word in bare) == LINES[3]


def test_captions_of_something_else_are_not_late() -> None:
    assert told(shown(*[0] * 10, lines=["Quite another thing was spoken here"] * 10)) == []
    assert steps(find([], heard(), "en")) == steps(find(shown(*[0] * 10), [], "en")) == []


@pytest.mark.parametrize("off", [(0, 0), (-400, -400), (500, 500), (400, -300), (-300, 900)])
def test_a_caption_that_leaves_out_how_a_sentence_begins_is_in_step(off: tuple[int, int]) -> None:
    long = [f"To be honest with you {line.lower()}" for line in LINES]  # six seconds with the line's own words last
    cues = [
        Cue(Span(from_ms(8000 * n + 500 + off[0]), from_ms(8000 * n + 5900 + off[1])), plain(line), str(n))
        for n, line in enumerate(LINES, 1)
    ]
    words = [replace(word, span=word.span.shift(from_ms(8500))) for word in heard(long)]
    found = find(cues, words, "en")
    assert [one.late for one in found] == [0] * 10 and steps(found) == []
    assert {word.text for word in beside(found, words, from_ms(500))} >= {"morning"}


def test_and_is_out_of_step_where_it_is_gone_before_its_words() -> None:
    long = [f"To be honest with you {line.lower()}" for line in LINES]
    assert [one.late for one in steps(find(shown(*[0] * 10), heard(long), "en"))] == [from_ms(3000 - 5450)]


def test_what_a_late_caption_leaves_out_belongs_to_it() -> None:
    short = [" ".join(line.split()[:3]) for line in LINES]
    (one,) = steps(find(shown(*[1200] * 10, lines=short), heard(), "en"))
    assert all(one.holds(word) for word in heard())


def test_words_beside_a_caption_are_those_of_its_sentence() -> None:
    said = [
        RecordWord(text, Span(from_ms(400 * n), from_ms(400 * n + 380)), "en", "a", "A1:1")
        for n, text in enumerate(["So", "bring", "the", "chairs", "inside.", "No!"])
    ]
    found = find([Cue(Span(from_ms(400), from_ms(2000)), plain("Bring the chairs inside."), "1")], said, "en")
    assert [word.text for word in said if word in beside(found, said, from_ms(500))] == [
        "So",
        *("bring", "the", "chairs", "inside."),
    ]
    assert beside([], said, from_ms(500)) == frozenset()


def test_a_paraphrase_within_a_late_reel_parts_nothing_but_other_text_does() -> None:
    other = "A zebra danced beneath purple umbrellas"
    one_other = [*LINES[:4], other, *LINES[5:]]
    (one,) = steps(find(shown(*[1200] * 10, lines=one_other), heard(), "en"))
    assert one.captions == 9
    assert {word.text for word in heard() if not one.holds(word)} == set(LINES[4].split())
    more = [*LINES[:4], other, other, *LINES[6:]]
    assert told(shown(*[1200] * 10, lines=more)) == [(1.2, 4, 0.0), (1.2, 4, 48.0)]


def translation(*late_ms: int) -> list[Cue]:
    return shown(*late_ms, lines=[f"Tout autre chose numéro {n}" for n in range(len(late_ms))])


def moved(cues: Sequence[Cue]) -> tuple[float, Flicks] | None:
    one = shift(cues, heard(), Shown(cues))
    return (round(to_seconds(one.late), 1), one.speech.start) if one is not None else None


@pytest.mark.parametrize("late", [1400, 3000, -2500, 5000])
def test_a_translation_that_is_late_as_a_whole_or_from_some_point_on(late: int) -> None:
    whole, half = moved(translation(*[late] * 10)), moved(translation(*[0] * 5, *[late] * 5))
    assert whole is not None and half is not None
    assert whole[0] == half[0] == late / 1000
    assert half[1] >= from_ms(40_000)


def test_a_translation_in_step_or_with_holes_is_not_late() -> None:
    assert moved(translation(*[200] * 10)) is None
    assert moved([cue for cue in translation(*[0] * 10) if cue.id not in ("3", "4", "7")]) is None
    assert moved([]) is None
