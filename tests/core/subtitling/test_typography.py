from __future__ import annotations

from dataclasses import replace

import pytest
from picturelock.spoken import RecordWord
from picturelock.subtitling.typography import count_characters, dress, tokens
from picturelock.times import Span, from_ms


def words(text: str, language: str) -> list[RecordWord]:
    return [
        RecordWord(part, Span(from_ms(i * 300), from_ms(i * 300 + 250)), language, "a", "A1:1")
        for i, part in enumerate(text.split(" "))
    ]


@pytest.mark.parametrize(
    ("text", "france", "canada", "english"),
    [
        ("Bonjour !", "Bonjour\u00a0!", "Bonjour!", "Bonjour!"),
        ("Bonjour!", "Bonjour\u00a0!", "Bonjour!", "Bonjour!"),
        ("Quoi ?!", "Quoi\u00a0?!", "Quoi?!", "Quoi?!"),
        ("Oui ;", "Oui\u00a0;", "Oui;", "Oui;"),
        ("Paul :", "Paul\u00a0:", "Paul\u00a0:", "Paul:"),
        ("14:30", "14:30", "14:30", "14:30"),
        ("https://a.fr/?q", "https://a.fr/?q", "https://a.fr/?q", "https://a.fr/?q"),
        ("«Oui»", "«\u00a0Oui\u00a0»", "«\u00a0Oui\u00a0»", "«Oui»"),
        ("« Oui ! »", "«\u00a0Oui\u00a0!\u00a0»", "«\u00a0Oui!\u00a0»", "« Oui! »"),
        ("20%", "20\u00a0%", "20\u00a0%", "20%"),
        ("Bon …", "Bon…", "Bon…", "Bon…"),
        ("(!)", "(!)", "(!)", "(!)"),
        ("Quoi ?...", "Quoi\u00a0?...", "Quoi?...", "Quoi?..."),
        ("Attends !…", "Attends\u00a0!…", "Attends!…", "Attends!…"),
        ("5 €", "5\u00a0€", "5\u00a0€", "5 €"),
        ("5€.", "5\u00a0€.", "5\u00a0€.", "5€."),
        ("10 $ !", "10\u00a0$\u00a0!", "10\u00a0$!", "10 $!"),
        ("3 km,", "3\u00a0km,", "3\u00a0km,", "3 km,"),
        ("3 kilos", "3 kilos", "3 kilos", "3 kilos"),
        ("5 maisons", "5 maisons", "5 maisons", "5 maisons"),
        ("n° 5", "n°\u00a05", "n°\u00a05", "n° 5"),
        ("20 000 €", "20\u00a0000\u00a0€", "20\u00a0000\u00a0€", "20 000 €"),
        ("12 h 30", "12\u00a0h\u00a030", "12\u00a0h\u00a030", "12 h 30"),
        ("M. Roy", "M.\u00a0Roy", "M.\u00a0Roy", "M. Roy"),
        ("Mme Roy", "Mme\u00a0Roy", "Mme\u00a0Roy", "Mme Roy"),
        ("le film. Roy", "le film. Roy", "le film. Roy", "le film. Roy"),
    ],
)
def test_spaces_before_signs(text: str, france: str, canada: str, english: str) -> None:
    assert (dress(text, "fr-FR"), dress(text, "fr-CA"), dress(text, "")) == (france, canada, english)


def test_dressing_twice_changes_nothing() -> None:
    for text in ("Quoi ?! « Non » : 20 %", "Bonjour!", "M. Roy, n° 5, 12 h 30, 20 000 €, quoi ?..."):
        for spacing in ("fr-FR", "fr-CA", ""):
            assert dress(dress(text, spacing), spacing) == dress(text, spacing)


def test_stray_punctuation_goes_to_its_word_and_stretches_it() -> None:
    found = tokens(words("« Où est la lettre ? » dit-elle .", "fr"), "fr-FR")
    assert [token.text for token in found] == ["«\u00a0Où", "est", "la", "lettre\u00a0?\u00a0»", "dit-elle."]
    assert found[3].span == Span(from_ms(1200), from_ms(6 * 300 + 250))


@pytest.mark.parametrize(
    ("said", "set_as"),
    [
        ("Ça coûte 20 000 € , M. Roy !", ["Ça", "coûte", "20\u00a0000\u00a0€,", "M.\u00a0Roy\u00a0!"]),
        ("À 12 h 30 au n° 5 .", ["À", "12\u00a0h\u00a030", "au", "n°\u00a05."]),
        ("Il en a 5 , km par km", ["Il", "en", "a", "5,", "km", "par", "km"]),
    ],
)
def test_no_line_ends_inside_a_number_or_after_a_title(said: str, set_as: list[str]) -> None:
    found = tokens(words(said, "fr"), "fr-FR")
    assert [token.text for token in found] == set_as
    assert found[-1].span.end == words(said, "fr")[-1].span.end


def test_numbers_of_two_people_stay_apart() -> None:
    said = words("J'en ai 20 000 ici", "fr")
    said[3] = replace(said[3], source="b")
    assert [token.text for token in tokens(said)] == ["J'en", "ai", "20", "000", "ici"]


def test_the_country_of_the_words_decides_where_the_profile_says_nothing() -> None:
    assert tokens(words("Quoi ?", "fr-ca"))[0].text == "Quoi?"
    assert tokens(words("Quoi ?", "fr"))[0].text == "Quoi\u00a0?"
    assert tokens(words("What ?", "en"), "fr-FR")[0].text == "What?"


def test_only_punctuation_and_nothing() -> None:
    assert [token.text for token in tokens(words("!", "fr"))] == ["!"]
    assert tokens(words("", "fr")) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [("abc d.", 6), ("e\u0301te\u0301", 3), ("a\u200bb", 2), ("你好", 2), ("«\u00a0a\u00a0»", 5), ("", 0)],
)
def test_characters_as_a_viewer_counts_them(text: str, count: int) -> None:
    assert count_characters(text) == count
