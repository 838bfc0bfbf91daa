from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from picturelock.subtitling.grammar import TIED, break_cost, break_costs, ends_sentence, role, table

NEVER = {
    "en": """the|harbour a|man my|father these|four Mr.|Harding Ada|Lovelace will|go has|been I|know he|has don't|think to|leave
    of|bread and|then that|she because|he very|old saw|him father's|house gave|up didn't|not""",
    "fr": """le|port un|homme ma|mère ces|gens M.|Durand Ada|Lovelace avons|trouvé je|sais il|a ne|pense de|partir des|murs
    et|puis que|tu parce|que très|vieux l'|ami se|lève d'un|port qu'il|vient n'a|pas à|manger""",
}
GOOD = {
    "en": "table,|next home|because found|when place|and bridge|that people|who waiting|for years|before",
    "fr": "table,|près rentré|parce trouvé|quand maison|et pont|qui gens|dont attend|depuis années|avant",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_belongs_together_costs_more_than_every_good_break(language: str) -> None:
    bad = {pair: break_cost(*pair.split("|"), language) for pair in NEVER[language].split()}
    good = {pair: break_cost(*pair.split("|"), language) for pair in GOOD[language].split()}
    assert min(bad.values()) > max(good.values()), (sorted(bad.items(), key=lambda i: i[1])[:4], good)


@pytest.mark.parametrize(
    ("text", "language", "ends"),
    [
        ("letter.", "en", True), ("you?", "en", True), ("go!”", "en", True), ("so…", "fr", True), ("Mr.", "en", False),
        ("M.", "fr", False), ("table,", "en", False), ("U.S.", "en", False), ("word", "zh", False), ("...", "en", True),
        ("", "en", False), ("?!?!", "xx", True), ("", "", False),
    ],
)  # fmt: skip
def test_ends_of_sentences(text: str, language: str, ends: bool) -> None:
    assert ends_sentence(text, language) is ends


def test_a_word_with_two_parts_is_one_to_the_left_and_another_to_the_right() -> None:
    assert (role("qu'il", "fr").first, role("qu'il", "fr").last) == ("que", "subject")
    assert (role("I've", "en").first, role("I've", "en").last) == ("subject", "auxiliary")
    assert role("father’s", "en").last == "possessive"


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    at_start, inside = break_costs(["Paris", "sleeps", "now."], ["en"] * 3), break_cost("Paris", "sleeps", "en")
    assert at_start[1] == break_cost("sleeps", "now.", "en") and 0 <= inside < TIED


@pytest.mark.parametrize("language", ["de", "und", "../../en", "", "x" * 300, "é"])
def test_a_language_without_a_table_breaks_at_punctuation(language: str) -> None:
    assert break_cost("ja,", "aber", language) < break_cost("ja", "aber", language) < TIED


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_cost_is_of_a_class_that_words_can_have(language: str) -> None:
    text = files("picturelock").joinpath("subtitling", "joints", f"{language}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    known = {*data["classes"], *data["suffixes"], "name", "word", "possessive", "elided", "number"}
    assert {*data["after"], *data["before"], *(part for pair in data["between"] for part in pair.split())} <= known
    costly = {*data["after"], *data["before"], "word"}
    assert {*data["classes"], *data["suffixes"]} - costly == set(data["alike"]) - costly
    assert set(data["alike"].values()) <= costly and set(data["alike"]) <= known
    for bond in data["bonds"]:
        named = " ".join(bond.get(key, "") for key in ("from", "through", "to", "unless_after")).split()
        assert set(named) <= known and 2 * TIED / 3 <= bond["cost"] <= 2 * TIED
    assert all(-20 < cost <= 2 * TIED for cost in table(language).costs.values())
