"""Words as data: media and what is part of them, groups of countries, identifiers with their check digits."""

from __future__ import annotations

import pytest
from picturelock.errors import UnknownName
from picturelock.rights.data import load
from picturelock.rights.identifiers import is_valid, iswc_digits
from picturelock.rights.media import covers, meet, plain
from picturelock.rights.territories import CODES, GROUPS, expand
from picturelock.rights.usage import societies, society, usage_word
from picturelock.wording import LANGUAGES, table


@pytest.mark.parametrize(
    ("granted", "asked", "covered"),
    [
        ("all", "svod", True), ("vod", "svod", True), ("svod", "vod", False), ("online", "pvod", True),
        ("tv", "broadcast", True), ("broadcast", "tv", True), ("télédiffusion", "cable", True), ("cable", "tv", False),
        ("vod", "est", False), ("vod", "catch-up", False), ("tv", "catch-up", False), ("kiosk", "kiosk", True),
        ("kiosk", "tv", False), ("airline", "in-flight", True), ("svod", "all", False),
    ],
)  # fmt: skip
def test_a_broader_word_covers_a_narrower_one_and_never_the_reverse(granted: str, asked: str, covered: bool) -> None:
    assert covers({plain(granted)}, plain(asked)) is covered


def test_what_is_forbidden_meets_either_way() -> None:
    assert meet({"svod"}, "vod") and meet({"vod"}, "svod") and meet(set(), "tv") and not meet({"tv"}, "svod")


def test_every_medium_leads_to_one_that_is_there() -> None:
    words = load("media")["words"]
    others = [other for entry in words.values() for other in entry.get("same", ())]
    assert {b for entry in words.values() for b in entry.get("broader", ())} <= set(words)
    assert len(others) == len(set(others)) and not set(others) & set(words)
    for language in LANGUAGES:
        assert set(words) <= set(table(language, "report")["media_words"])


def test_groups_are_codes_and_can_be_left_out() -> None:
    assert len(GROUPS["EU"]) == 27 and len(GROUPS["EEA"]) == 30 and len(GROUPS["NORDICS"]) == 8
    assert all(codes <= CODES for codes in GROUPS.values()) and GROUPS["EU"] < GROUPS["EEA"]
    assert expand(["EEA", "-EU"]) == {"IS", "LI", "NO"} and "GB" not in GROUPS["EU"]
    for name in ("FRANCOPHONIE", "-WORLD", "", "-"):
        with pytest.raises(ValueError, match="^" + name):
            expand([name])


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("iswc", "T-034.524.680-1", "T-034.524.680-2"), ("iswc", "T0345246801", "T034524681"),
        ("ipi", "00014107338", "00014107339"), ("ipi", "14107338", "0"), ("isrc", "CA-B01-24-00001", "CA-B01-24-0001"),
        ("isan", "0000-0000-3A8D-0000-Z-0000-0000-6", "0000-0000-3A8D-0000-Z-0000-0000-7"),
        ("eidr", "10.5240/7791-8534-2C23-9030-8610-5", "10.5240/7791-8534-2C23-9030-8611-5"),
        ("isni", "0000 0001 2146 438X", "0000 0001 2146 4380"), ("isrc", "CAB012400001", "x" * 500),
    ],
)  # fmt: skip
def test_a_number_that_cannot_exist_is_told(kind: str, good: str, bad: str) -> None:
    assert is_valid(kind, good) and not is_valid(kind, bad) and not is_valid(kind, "٣" * 11)


def test_codes_of_usages_say_where_they_are_from() -> None:
    assert society("socan").name == "SOCAN" and not society("generic").confirmed
    assert all(society(name).source for name in societies())
    with pytest.raises(UnknownName):
        society("GEMA?")
    assert usage_word("BI") == "background-instrumental" and usage_word("générique de fin") == "theme-closing"
    assert usage_word("") == "" and usage_word("loud") == ""
    assert iswc_digits("t-034.524.680-1") == "T0345246801"
    for language in LANGUAGES:
        assert set(table(language, "ui")["usages"]) == set(load("usage")["words"])
