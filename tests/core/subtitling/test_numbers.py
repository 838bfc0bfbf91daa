from __future__ import annotations

import re
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.subtitling.editorial.numbers import changes
from picturelock.subtitling.editorial.spelling import LARGEST, in_words

PARTS = "3 12 twenty one hundred and et vingt cent un quatre-vingt-dix thousand the. at 5, May to or ou à 1. -5 point euros h"


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
        ("On a scale of 1 to 10.", "On a scale of one to ten."),
        ("We saw twenty to thirty people", "We saw 20 to 30 people"),
        ("At odds of fifty to one hundred", "At odds of 50 to 100"),
        ("There were eleven, twelve, thirteen", "There were 11, 12, 13"),
        ("We have 3 or twelve of them", "We have 3 or 12 of them"),
        ("It took 5 hours and 10 minutes", "It took five hours and ten minutes"),
        ("He took 5 pills", "He took five pills"),
        ("I read the book 3 times", "I read the book three times"),
        ("And I've 3 dogs", "And I've three dogs"),
        ("We may 5 times", "We may five times"),
        ("3. 2. 1. Go!", "Three. Two. One. Go!"),
        ("In 1995, 5 people came", "In 1995, five people came"),
        ("One of twenty people came", "One of 20 people came"),
    ],
)
def test_numbers_that_belong_together_are_written_alike(said: str, expected: str) -> None:
    assert written(said, "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        "It is fifty to one", "It is twenty to twelve now", "Between five and twelve people", "See pages 5 and 6",
        "See pages 3, 4 and 5", "At 5:30 or 6", "July 4 and 5", "In room 5, 6 and 7", "So nine out of twenty",
        "She came in twenty second of all", "That twenty first one", "It has twelve and a half", "It is eleven oh five",
        "It is twelve point five", "It is 2 point 5", "He is five foot eleven", "He is 5 feet and 10 inches",
        "It cost five dollars fifty", "It is 5 plus 10 is 15", "It is 5 past 8", "It is 5 twelve", "He's 5'10\" tall",
        "So 3 < 4 holds", "-5 outside", "It was -5 outside", "It is 5 μm wide", "It is 5 µm wide", "It is 5 °C",
        "It was 5 per cent", "It costs US$ 5", "The '84 model, or '05", "We won 3-2", "1) Open it.", "1. Open it. 2. Close it.",
        "So see No. 5 there", "He said no. 5 is it", "On p. 5 it says", "Chapter 5 begins", "10 Downing Street is it",
        "It's in 3 D now", "Here is my iPhone 5 again", "May 5 was it", "I have twenty odd of them", "It weighs 5 lbs",
    ],
)  # fmt: skip
def test_english_figures_and_words_that_are_more_than_a_number_stay(text: str) -> None:
    assert written(text, "en") == text


@pytest.mark.parametrize(
    "text",
    [
        "De 1 à 10 personnes", "Il y a 1 ou 2 chats", "C'est à 5 h 30", "Il est cinq heures vingt", "Il a 2,5 ans",
        "Il est dix-sept heures trente", "Il est cinq heures moins vingt", "Il est midi vingt", "Ça coûte 5 $ ou 6 $",
        "Il est minuit moins vingt", "Ça coûte trois euros cinquante", "Il y en a 1 000 ici", "C'est 2 virgule 5",
        "C'est au no 5", "C'est au nº 5", "Voir p. 5", "Du 3 au 5 mai", "Le 5 ou le 6", "Le vingt et unième",
        "Le vingt deuxième", "Il en a douze et demi", "Ça fait 5 p. 100", "Il y en a 5 Go ici", "Il fait -5 dehors",
        "Il fait 5 degrés", "Il mesure 5 μm", "À la page 5 ou 6", "J'ai eu dix sur vingt",
        "Il en a douze millions cinq cent mille",
        "Au 5 rue des Lilas", "5, rue Mouffetard", "1er et 2e", "C'est le 450 555 1234", "Il a 5 m²", "Il est 17 h 5",
    ],
)  # fmt: skip
def test_french_figures_and_words_that_are_more_than_a_number_stay(text: str) -> None:
    assert written(text, "fr-CA") == written(text, "fr-FR") == text


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("De 2 à 10 personnes", "De deux à dix personnes"),
        ("Ils sont 5, 6 ou 7.", "Ils sont cinq, six ou sept."),
        ("Ça coûte douze euros cinquante", "Ça coûte 12 euros 50"),
        ("J'ai eu douze sur vingt", "J'ai eu 12 sur 20"),
        ("Au moins 5 personnes", "Au moins cinq personnes"),
        ("Oui, vingt secondes", "Oui, 20 secondes"),
    ],
)
def test_french_numbers_that_belong_together_are_written_alike(said: str, expected: str) -> None:
    assert written(said, "fr-CA") == expected


def test_one_language_has_not_the_units_of_the_other() -> None:
    assert written("I have 3 to go", "en") == "I have three to go"
    assert written("Il y en a 3 to", "fr") == "Il y en a 3 to"


@pytest.mark.parametrize(
    "words", [["5,"] * 20_000, ["twelve", "or"] * 10_000, ["1.", "A"] * 10_000, ["5", "km"] * 10_000]
)
def test_long_rows_of_numbers_take_little_time(words: list[str]) -> None:
    began = process_time()
    found = list(changes(words, "en", "1-10"))
    assert all(a.end <= b.first for a, b in pairwise(found))
    assert process_time() - began < 5


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
