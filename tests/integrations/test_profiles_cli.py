"""`picturelock profiles`: every entry of every profile has a sentence in both languages, and it fits a terminal."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock import profiles
from picturelock.catalogue import Quantity
from picturelock.limits import FACTS, UNITS
from picturelock.wording import LANGUAGES, limit_name, quantity, table
from picturelock_cli.main import main
from picturelock_cli.profile_words import amount, title

NBSP = "\N{NO-BREAK SPACE}"
OWN = """title = "Our house"
extends = "netflix-fr"
[limits]
max_cps = { limit = "15 cps", source = "our memo of May", read = 2026-05-04 }
[forced]
max_lines = { limit = "1 lines", source = "our memo of May", status = "unconfirmed" }
"""


@pytest.fixture
def production(tmp_path: Path) -> Path:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "maison.toml").write_text(OWN, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_a_profile_may_hold_has_its_words(language: str) -> None:
    words = table(language, "ui")
    for name in (*UNITS, *FACTS):
        assert words[f"profile_{name}"] and limit_name(name, language) != name
        assert limit_name(f"sdh.{name}", language) != limit_name(name, language)
    said = words["profile_says"]
    assert {name: tuple(said[name]) for name in said} == dict(profiles.CONVENTIONS)
    assert tuple(words["profile_titles"]) == profiles.NAMES


def test_our_titles_are_those_of_the_files() -> None:
    assert [title(profiles.load(name), "en") for name in profiles.NAMES] == [
        profiles.load(name).title for name in profiles.NAMES
    ]


@pytest.mark.parametrize("name", profiles.NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_profile_in_words(
    name: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["profiles", "show", name, "--lang", language]) == 0
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 80
    assert main(["profiles", "show", name, "--lang", language, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    profile = profiles.load(name)
    assert [entry["name"] for entry in document["limits"] if "." not in entry["name"]] == [
        limit.name for limit in profile.limits() if "." not in limit.name
    ]
    assert len(document["limits"]) == len(list(profile.limits()))
    assert {entry["name"] for entry in document["style"]} == set(profile.style)
    assert len(document["facts"]) == len(profile.facts)
    everything = document["limits"] + document["style"]
    assert sum(not entry["confirmed"] for entry in everything) == document["unconfirmed"] == profile.unconfirmed()
    assert told.count("\n  ? ") == profile.unconfirmed() + bool(profile.unconfirmed()), "each, and what the mark means"
    flat = " ".join(told.replace(NBSP, " ").split())
    for entry in everything + document["facts"]:
        assert " ".join(entry["says"].replace(NBSP, " ").split()) in flat
        assert " ".join(entry["source"].split()) in flat


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("1/2 s", "half a second", "une demi-seconde"),
        ("5/6 s", "5/6 of a second", "5/6 de seconde"),
        ("1 s", "1 second", "1 seconde"),
        ("3/2 s", "1.5 seconds", "1,5 seconde"),
        ("7.007 s", "7.007 seconds", "7,007 secondes"),
        ("83 ms", "83 milliseconds", "83 millisecondes"),
        ("2 f", "2 frames", "2 images"),
        ("68 %", "68%", "68 %"),
        ("2 bytes", "2 bytes", "2 octets"),
        ("62.5 wpm", "62.5 words per minute", "62,5 mots par minute"),
    ],
)
def test_amounts_as_people_say_them(text: str, english: str, french: str) -> None:
    assert amount(Quantity.parse(text), "en").replace(NBSP, " ") == english
    assert amount(Quantity.parse(text), "fr").replace(NBSP, " ") == french


def test_a_finding_says_a_table_in_words() -> None:
    text = profiles.load("charte-sme").general["reading_table"].text
    assert quantity(text, "en").replace(NBSP, " ").startswith("12 characters in 1 s, 20 characters in 2 s, ")
    assert quantity(text, "fr").replace(NBSP, " ").endswith(", 60 caractères en 4 s")


def test_a_third_stays_a_third() -> None:
    assert amount(Quantity(Fraction(4, 3), "s"), "en").replace(NBSP, " ") == "4/3 of a second"
    assert amount(Quantity(Fraction(1, 3), "f"), "en").replace(NBSP, " ") == "1/3 frames"


def test_a_productions_own_are_listed_and_shown(production: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles", "list", "--production", str(production), "--lang", "en"]) == 0
    assert "This production's own" in (told := capsys.readouterr().out) and "maison" in told
    assert main(["profiles", "list", "--production", str(production), "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)["entries"]
    assert entries["maison"] | {"entries": 0} == {
        "title": "Our house", "extends": "netflix-fr", "languages": ["fr"], "spacing": "fr-FR",
        "own": True, "entries": 0, "unconfirmed": profiles.load("netflix-fr").unconfirmed() + 1,
    }  # fmt: skip
    assert not entries["netflix-en"]["own"]
    assert main(["profiles", "show", "maison", "--production", str(production), "--lang", "fr"]) == 0
    told = capsys.readouterr().out
    assert "Our house" in told and "vient de Netflix, français" in told.replace("\n", " ")
    assert "our memo of May, lu le" in told and "Sous-titres forcés" in told


def test_the_production_around_the_current_folder_counts(
    production: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (production / "picturelock.toml").write_text("", encoding="utf-8")
    (production / "cuts").mkdir()
    monkeypatch.chdir(production / "cuts")
    assert main(["profiles", "show", "maison"]) == 0
    assert "Our house" in capsys.readouterr().out


def test_what_is_wrong_is_said(production: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (production / "profiles" / "bad.toml").write_text("title = 1", encoding="utf-8")
    assert main(["profiles", "show", "bad", "--production", str(production)]) == 3
    assert "bad.toml, title: is missing" in capsys.readouterr().err
    assert main(["profiles", "show", "maison", "--production", str(production / "profiles")]) == 2
    assert "is no production" in capsys.readouterr().err
    assert main(["profiles", "show", "netflix-eng"]) == 2
    assert "Did you mean netflix-en?" in capsys.readouterr().err
