"""Sets of rules on AI: ours are whole, sourced and known; a production's own are read, and told where they cannot stand."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from pathlib import Path

import pytest
from picturelock.errors import InputError, UnknownName
from picturelock.production.orders import AiElement
from picturelock.rights.ai_elements import concerns_person
from picturelock.rights.ai_rules import NAMES, load, names

OWN = """\
title = { en = "Ours", fr = "Les nôtres" }
to = { en = "us", fr = "nous" }
since = 2026-01-01
[[asks]]
what = "approval"
kinds = ["voice"]
roles = ["final"]
text = { en = "Ask us.", fr = "Demandez-nous." }
source = "Us, on paper"
read = 2026-11-22
"""


def test_the_list_is_what_the_folder_holds() -> None:
    folder = files("picturelock.rights.ai_rules")
    held = {entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")}
    assert held == set(NAMES) and len(NAMES) == len(held)


@pytest.mark.parametrize("name", NAMES)
def test_each_of_ours_says_whose_it_is_in_both_languages(name: str) -> None:
    rules = load(name)
    assert rules.asks and set(rules.title) == set(rules.to) == {"en", "fr"}
    for ask in rules.asks:
        assert len(ask.source) > 15 and set(ask.text) == {"en", "fr"}
        assert ask.confirmed == ("read 2026" in ask.source)
        assert ask.needs or ask.what != "disclosure"
        assert (ask.share > 0) == (ask.what == "share") and bool(ask.mention) == (ask.what == "label")


def test_what_could_not_be_confirmed_can_only_warn() -> None:
    for name in ("sag-aftra-2023", "cnc", "eu-ai-act-50"):
        assert not any(ask.confirmed for ask in load(name).asks), name
    assert not next(ask for ask in load("manitoba-film-music").asks if ask.what == "share").confirmed


def test_a_set_holds_from_its_day_on() -> None:
    rules = load("eu-ai-act-50")
    assert not rules.holds(dt.date(2026, 8, 1)) and rules.holds(dt.date(2026, 8, 2))
    assert load("netflix-genai").since is None and load("netflix-genai").holds(dt.date(2020, 1, 1))


def test_what_is_asked_concerns_what_it_names() -> None:
    temporary = next(ask for ask in load("netflix-genai").asks if ask.what == "approval" and ask.person)
    voice = AiElement("a", "voice", "T", role="temporary")
    assert temporary.concerns(voice, concerns_person(voice))
    assert not temporary.concerns(AiElement("b", "picture", "T", role="temporary"), False)
    assert not temporary.concerns(AiElement("c", "voice", "T"), True)


def test_a_productions_own_are_read(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(OWN, encoding="utf-8")
    rules = load("ours", tmp_path)
    assert rules.title["fr"] == "Les nôtres" and rules.since == dt.date(2026, 1, 1)
    assert names(tmp_path) == (*NAMES, "ours") and names(None) == names(tmp_path / "nowhere") == NAMES
    with pytest.raises(UnknownName, match="ours"):
        load("theirs", tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('title = { en = "Ours", fr = "Les nôtres" }', 'title = { en = "Ours" }', "title"),
        ('to = { en = "us", fr = "nous" }', "to = 5", "to"),
        ("since = 2026-01-01", 'since = "soon"', "since"),
        ('what = "approval"', 'what = "everything"', "what"),
        ('["voice"]', '["hats"]', "kinds"),
        ('["voice"]', '"voice"', "kinds"),
        ('roles = ["final"]', "share = 7", "share"),
        ('roles = ["final"]', 'person = "yes"', "person"),
        ('roles = ["final"]', 'hats = "yes"', "hats"),
        ('source = "Us, on paper"\n', "", "asks"),
        ("read = 2026-11-22", 'status = "sure"', "asks"),
        ("read = 2026-11-22", 'read = "yesterday"', "asks"),
        ("[[asks]]", "[asks]", "asks"),
        ('text = { en = "Ask us.", fr = "Demandez-nous." }', 'text = { en = "", fr = "" }', "text"),
    ],
)
def test_one_that_cannot_stand_says_where(old: str, new: str, place: str, tmp_path: Path) -> None:
    assert old in OWN
    (tmp_path / "ours.toml").write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load("ours", tmp_path)
    assert place in error.value.place and error.value.reason.endswith(".")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a = ", b"asks = []\n", b"[" * 5000, b"x" * 200_000])
def test_a_hostile_file_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_bytes(content)
    with pytest.raises(InputError):
        load("ours", tmp_path)
