from __future__ import annotations

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
    ],
)
def test_spaces_before_signs(text: str, france: str, canada: str, english: str) -> None:
    assert (dress(text, "fr-FR"), dress(text, "fr-CA"), dress(text, "")) == (france, canada, english)


def test_dressing_twice_changes_nothing() -> None:
    for text in ("Quoi ?! « Non » : 20 %", "Bonjour!"):
        for spacing in ("fr-FR", "fr-CA", ""):
            assert dress(dress(text, spacing), spacing) == dress(text, spacing)


def test_stray_punctuation_goes_to_its_word_and_stretches_it() -> None:
    found = tokens(words("« Où est la lettre ? » dit-elle .", "fr"), "fr-FR")
    assert [token.text for token in found] == ["«\u00a0Où", "est", "la", "lettre\u00a0?\u00a0»", "dit-elle."]
    assert found[3].span == Span(from_ms(1200), from_ms(6 * 300 + 250))


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
