from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.subtitling.editorial.numbers import changes
from picturelock.subtitling.editorial.spelling import LARGEST, in_words

PARTS = "3 12 twenty one hundred and et vingt cent un quatre-vingt-dix thousand the. at 5, May"


def written(text: str, language: str, convention: str = "1-10") -> str:
    words, out, at = text.split(" "), [], 0
    for change in changes(words, language, convention):
        out += [*words[at : change.first], change.text]
        at = change.end
    return " ".join([*out, *words[at:]])


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (0, "zero", "zéro"),
        (11, "eleven", "onze"),
        (17, "seventeen", "dix-sept"),
        (20, "twenty", "vingt"),
        (21, "twenty-one", "vingt et un"),
        (61, "sixty-one", "soixante et un"),
        (70, "seventy", "soixante-dix"),
        (71, "seventy-one", "soixante et onze"),
        (77, "seventy-seven", "soixante-dix-sept"),
        (80, "eighty", "quatre-vingts"),
        (81, "eighty-one", "quatre-vingt-un"),
        (91, "ninety-one", "quatre-vingt-onze"),
        (99, "ninety-nine", "quatre-vingt-dix-neuf"),
        (100, "one hundred", "cent"),
        (101, "one hundred and one", "cent un"),
        (200, "two hundred", "deux cents"),
        (280, "two hundred and eighty", "deux cent quatre-vingts"),
        (1000, "one thousand", "mille"),
        (1001, "one thousand and one", "mille un"),
        (80_000, "eighty thousand", "quatre-vingt mille"),
        (200_300, "two hundred thousand three hundred", "deux cent mille trois cents"),
    ],
)
def test_numbers_spelt(number: int, english: str, french: str) -> None:
    assert (in_words(number, "en"), in_words(number, "fr")) == (english, french)


def test_every_number_has_its_own_words() -> None:
    for language in ("en", "fr"):
        assert len({in_words(number, language) for number in range(3000)}) == 3000


@pytest.mark.parametrize(("number", "language"), [(-1, "en"), (LARGEST + 1, "fr"), (1, "de")])
def test_what_cannot_be_spelt(number: int, language: str) -> None:
    with pytest.raises(ValueError, match="cannot be put in words"):
        in_words(number, language)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I have 3 dogs and twenty cats.", "I have three dogs and 20 cats."),
        ("3 dogs. 12 people. 120 more.", "Three dogs. Twelve people. 120 more."),
        ("We paid one hundred and five dollars, then eleven.", "We paid 105 dollars, then 11."),
        ("He was 10, 9 or 8.", "He was ten, nine or eight."),
        ("I (3) know", "I (three) know"),
        ("Eleven came. Then twelve.", "Eleven came. Then 12."),
    ],
)
def test_english_numbers(said: str, expected: str) -> None:
    assert written(said, "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        "We left at 3 p.m. sharp", "See you at 5.", "It was May 3 or so", "That is 3 km away", "It costs $3",
        "It was nineteen eighty-four then", "It was twelve o'clock", "It was half past eleven", "We saw 5 or 12 people",
        "Call 5 5 5 1 2", "It is two thousand twenty now", "We saw Ocean's Eleven", "A hundred times", "It is 007",
        "About 3.5 or 1st", "In chapter 3", "With Apollo 8", "He said one two three", "Some twenty and five",
    ],
)  # fmt: skip
def test_times_dates_measures_names_and_doubts_stay(text: str) -> None:
    assert written(text, "en") == text


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("J'ai 3 chats et vingt et un chiens.", "J'ai trois chats et 21 chiens."),
        ("Elle a soixante et onze ans ; lui quatre-vingt-dix-sept !", "Elle a 71 ans ; lui 97 !"),
        ("Il y en a deux cent cinquante.", "Il y en a 250."),
        ("Il en a vingt-et-un.", "Il en a 21."),
        ("7 ou 8 jours.", "Sept ou huit jours."),
        ("« 4 »", "« quatre »"),
    ],
)
def test_french_numbers(said: str, expected: str) -> None:
    assert written(said, "fr-CA") == expected


@pytest.mark.parametrize(
    "text",
    ["Viens à 5 heures", "C'est le 3 mai", "Cela fait 20 000 €", "Il y en a deux mille vingt", "Je l'ai dit cent fois",
     "Il est douze heures", "Ça fait 5 pour cent", "Au n° 5", "Il en reste 1 seule", "Il a neuf ans",
     "J'en ai vingt et deux"],
)  # fmt: skip
def test_french_times_dates_and_genders_stay(text: str) -> None:
    assert written(text, "fr") == text


def test_what_a_house_says_decides() -> None:
    assert written("I have ten of them, and of 9 I know", "en", "1-9") == "I have 10 of them, and of nine I know"
    assert written("I have 10 here", "en", "1-9") == "I have 10 here"
    assert written("I have 3 and twelve", "en", "figures") == "I have 3 and 12"
    assert written("I have 3 and twelve", "en", "any") == "I have 3 and twelve"
    assert written("Ich habe 3 Hunde", "de") == "Ich habe 3 Hunde"


@settings(max_examples=200, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(PARTS.split()),
        max_size=12,
    ),
    language=st.sampled_from(["en", "fr"]),
)
def test_changes_are_in_order_apart_and_settle(words: list[str], language: str) -> None:
    end = 0
    for change in changes(words, language, "1-10"):
        assert end <= change.first < change.end <= len(words) and re.search(r"\w", change.text)
        end = change.end
    once = written(" ".join(words), language) if words else ""
    twice = written(once, language) if words else ""
    assert written(twice, language) == twice
