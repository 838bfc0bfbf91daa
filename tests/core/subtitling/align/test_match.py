"""Which word of one text is which of another: order, chance, repetition, and time that grows with the words only."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.subtitling.align.match import matches
from picturelock.subtitling.align.tokens import said, written

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "the", "of", "letter", "table"]), max_size=60)


@given(WORDS, WORDS)
@settings(max_examples=150, deadline=None)
def test_places_rise_and_name_the_same_word(a: list[str], b: list[str]) -> None:
    found, _ = matches(a, b)
    assert len(found) == len(a)
    placed = [(word, place) for word, place in zip(a, found, strict=True) if place >= 0]
    assert all(b[place] == word for word, place in placed)
    places = [place for _, place in placed]
    assert places == sorted(set(places))


def test_the_same_text_is_found_whole_and_words_put_in_or_left_out_are_stepped_over() -> None:
    text = [
        "where",
        "did",
        "you",
        "put",
        "the",
        "letter",
        "my",
        "father",
        "gave",
        "you",
        "i",
        "left",
        "it",
        "on",
        "the",
        "table",
    ]
    assert matches(text, text)[0] == list(range(len(text)))
    heard = [*text[:4], "uh", *text[4:7], *text[8:]]
    found, sure = matches(text, heard)
    assert found == [0, 1, 2, 3, 5, 6, 7, -1, *range(8, len(heard))] and sure > 0


def test_a_lone_word_in_common_is_chance() -> None:
    french = ["voici", "une", "table", "dans", "la", "cuisine", "où", "on", "mange"]
    english = ["there", "is", "a", "letter", "on", "the", "table", "and", "nobody", "can", "read", "it"]
    assert set(matches(french, english)[0]) == {-1}


@pytest.mark.parametrize("pattern", [["go"], ["a", "b"], [f"w{n}" for n in range(5000)]])
def test_time_grows_with_the_words_only(pattern: list[str]) -> None:
    text = (pattern * 20000)[:20000]
    began = time.process_time()
    matches(text, text[::-1])
    matches(text, text)
    assert time.process_time() - began < 5


def test_tokens_are_what_is_said() -> None:
    assert written([said("PAUL: It's 21, [door slams] “Été” ♪")], "en").tokens == ("it", "s", "twenty", "one", "ete")
    assert written(["81 ans"], "fr-CA").tokens == ("quatre", "vingt", "un", "ans")
    assert said("- MARIE-ÈVE : Oui.").split() == ["Oui."]
    assert said("Remember: no.") == "Remember: no."
    assert written(["", "a", "", ""], "en").firsts(4) == [0, 0, 1, 1, 1]
    began = time.process_time()
    for hostile in (
        "[" * 200_000,
        "(" * 200_000 + ")",
        ":" * 200_000,
        "A" * 200_000 + ":",
        "1" * 200_000,
        "- " * 100_000,
    ):
        written([said(hostile)], "en")
    assert time.process_time() - began < 3
