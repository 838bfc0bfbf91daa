"""`picturelock spec`: every entry has its words in both languages, what is wrong is told with its line, what is missing too."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from picturelock import registry, specs
from picturelock.report.spec_words import channels, known_values, label, title, value
from picturelock.specs.vocabulary import CARRIES
from picturelock.wording import LANGUAGES, limit_name, table
from picturelock_cli.main import main

NBSP = "\N{NO-BREAK SPACE}"
PRODUCTION = """\
schema = "picturelock/production-1"
title = "La Lettre"
languages = ["en", "fr"]
cut = "cuts/v2.edl"
rate = 25
media = ["media"]
[[captions]]
language = "en"
kind = "sdh"
profile = "crtc-en"
file = "captions/v2.en.scc"
[[captions]]
language = "fr"
kind = "sdh"
profile = "crtc-fr"
file = "captions/v2.fr.scc"
[[files]]
kind = "described-video"
file = "master/dv.wav"
[[delivery]]
name = "web"
spec = "youtube"
territories = ["WORLD"]
[[delivery]]
name = "tv"
spec = "cbc-radio-canada"
master = "master/v2.mov"
territories = ["CA"]
media = ["broadcast"]
"""
OWN = """\
title = "Maison"
kind = "broadcaster"
extends = "ebu-r128"
[picture]
codec = { one_of = ["proress"], source = "our memo", read = 2026-05-04 }
"""
BAD = """\
title = "Maison"
[limits]
loudnes = { limit = "-23 LUFS", source = "our memo", read = 2026-05-04 }
[picture]
codec = { one_of = ["ProRes"], source = "our memo", read = 2026-05-04 }
"""


@pytest.fixture
def production(tmp_path: Path) -> Path:
    for name, text in {
        "picturelock.toml": PRODUCTION, "specs/maison.toml": OWN, "captions/v2.en.scc": "Scenarist_SCC V1.0\n",
        "master/v2.mov": "x", "master/dv.wav": "",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_a_spec_may_ask_has_its_words(language: str) -> None:
    words = table(language, "ui")
    assert {section: tuple(words["spec_labels"][section]) for section in specs.SECTIONS} == {
        section: (*forms, *(("layout",) if section == "audio" else ())) for section, forms in specs.SECTIONS.items()
    }
    assert tuple(words["spec_sections"]) == ("limits", *specs.SECTIONS)
    assert tuple(words["spec_requirements"]) == specs.REQUIREMENTS
    assert tuple(words["spec_kinds"]) == specs.KINDS and tuple(words["spec_carries"]) == CARRIES
    assert tuple(words["spec_titles"]) == specs.NAMES
    assert all(limit_name(name, language) != name for name in specs.UNITS)
    assert all(units == "%" or unit for name, units in specs.UNITS.items() for unit in units)


@pytest.mark.parametrize("name", specs.NAMES)
def test_every_value_that_we_ask_for_has_its_words(name: str) -> None:
    for asked in specs.load(name).entries():
        known = known_values(asked.name)
        assert not known or set(asked.values) <= set(known), asked.name
        if asked.name in ("captions.profile", "captions.languages"):
            assert all(value(asked.name, one, "fr") != one for one in asked.values if one != "arte"), asked.name


def test_what_has_words_has_them_for_every_closed_set() -> None:
    for name in ("picture.container", "picture.codec", "picture.scan", "audio.codec", "captions.format", "ai.rules"):
        assert len(known_values(name)) > 2, name
    assert set(known_values("captions.format")) == set(registry.FORMATS)
    assert set(known_values("package.layout")) == {"folders", "flat", "bagit"}


def test_our_titles_are_those_of_the_files() -> None:
    assert [title(specs.load(name), "en") for name in specs.NAMES] == [specs.load(name).title for name in specs.NAMES]


@pytest.mark.parametrize("name", specs.NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_spec_in_words(
    name: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["spec", "show", name, "--lang", language]) == 0
    told = capsys.readouterr().out
    long = [line.split() for line in told.splitlines() if len(line) > 80]
    assert all(max(map(len, words)) > 60 for words in long), "nothing but an address may be wider than the terminal"
    assert main(["spec", "show", name, "--lang", language, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    spec = specs.load(name)
    said = [*document["limits"], *(entry for entries in document["sections"].values() for entry in entries)]
    assert len(said) == document["entries"] == spec.count()
    assert sum(not entry["confirmed"] for entry in said) == document["unconfirmed"] == spec.unconfirmed()
    assert told.count("\n  ? ") == spec.unconfirmed() + bool(spec.unconfirmed())
    flat = " ".join(told.replace(NBSP, " ").split())
    for entry in said:
        assert " ".join(entry["source"].replace(NBSP, " ").split()) in flat
        assert entry["said_by"] == name or f"{entry['said_by']})" in flat
    assert document["unsaid"] == {section: list(names) for section, names in spec.unsaid().items()}


def test_the_list_is_by_kind(production: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spec", "list", "--production", str(production), "--lang", "fr"]) == 0
    told = capsys.readouterr().out
    assert told.index("Télédiffuseurs") < told.index("netflix") < told.index("ebu-r128") < told.index("maison")
    assert main(["spec", "list", "--production", str(production), "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)["entries"]
    assert entries["maison"] == {
        "title": "Maison", "kind": "broadcaster", "extends": ["ebu-r128"], "own": True, "entries": 4, "unconfirmed": 0,
    }  # fmt: skip
    assert set(entries) == {*specs.NAMES, "maison"}
    (production / "specs" / "bad.toml").write_text(BAD, encoding="utf-8")
    assert main(["spec", "list", "--production", str(production)]) == 3
    assert "maison" in (told := capsys.readouterr().out) and "bad.toml" in told
    assert main(["spec", "list", "--production", str(production / "master")]) == 2


def test_what_is_wrong_with_a_spec_is_told_with_its_line(production: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = production / "specs" / "bad.toml"
    file.write_text(BAD, encoding="utf-8")
    assert main(["spec", "check", str(file), "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    wrong = {(one["line"], one["evidence"]["key"]) for one in findings if one["rule"] == "spec.wrong"}
    assert wrong == {(3, "limits.loudnes"), (5, "picture.codec")}
    file.write_text("title = ", encoding="utf-8")
    assert main(["spec", "check", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["line"] == 1
    assert main(["spec", "check", str(file.with_name("nowhere.toml"))]) == 3


def test_what_is_doubtful_and_unsaid_is_told_beside(production: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spec", "check", str(production / "specs" / "maison.toml"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    told = {one["rule"]: one for one in document["findings"]}
    assert told["spec.strange"]["line"] == 5 and "prores" in told["spec.strange"]["evidence"]["known"]
    assert sum(one["rule"] == "spec.unsaid" for one in document["findings"]) == len(specs.SECTIONS) + 1
    assert main(["spec", "check", str(production / "specs" / "maison.toml"), "--lang", "fr"]) == 0
    assert "est valable" in capsys.readouterr().out


def test_what_a_production_has_to_bring(production: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spec", "show", "cbc-radio-canada", "--for", str(production), "--json"]) == 0
    items = {item["name"]: item for item in json.loads(capsys.readouterr().out)["checklist"]}
    assert items["master"]["state"] == "present", "of the delivery that goes there"
    assert items["accessibility.sdh"]["state"] == "missing" and items["accessibility.sdh"]["missing"] == ["fr"]
    assert items["accessibility.described_video"]["state"] == "missing", "an empty file brings nothing"
    assert items["captions.format"]["state"] == items["rights.territories"]["state"] == "present"
    assert main(["spec", "show", "cbc-radio-canada", "--for", str(production), "--lang", "fr"]) == 0
    told = capsys.readouterr().out
    assert "Ce que La Lettre doit fournir" in told and "français" in told
    assert main(["spec", "show", "maison", "--for", str(production)]) == 0, "its own specs count"


def test_two_specs_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spec", "show", "ebu-r128", "--diff", "atsc-a85", "--json"]) == 0
    differences = {one["says"]: one for one in json.loads(capsys.readouterr().out)["differences"]}
    assert differences["Programme loudness"]["ebu-r128"].replace(NBSP, " ") == "-23 LUFS"
    assert differences["Programme loudness"]["atsc-a85"].endswith("?")
    assert main(["spec", "show", "ebu-r128", "--diff", "ebu-r128", "--lang", "en"]) == 0
    assert "the same" in capsys.readouterr().out


def test_channels_in_a_row_are_a_range() -> None:
    assert channels((1, 2, 3, 4, 5, 6)) == "1–6" and channels((7, 8)) == "7, 8" and channels((1, 3, 4, 5)) == "1, 3–5"


def test_names_are_told_in_words() -> None:
    assert label("picture.codec", "fr") == "Codec" and label("loudness", "en") == "Programme loudness"
    assert (
        value("picture.rate", "23.976", "fr") == "23,976\N{NO-BREAK SPACE}i/s"
        and value("picture.codec", "new", "fr") == "new"
    )
    assert value("rights.territories", "WORLD", "fr") == "monde entier"


def test_no_word_is_left_over() -> None:
    for language in LANGUAGES:
        path = Path(str(specs.folder.__file__)).parents[1] / "wording" / language / "ui.spec.toml"
        words = tomllib.loads(path.read_text(encoding="utf-8"))
        named = {name.rpartition(".")[2] for section, forms in specs.SECTIONS.items() for name in forms}
        assert set(words["spec_values"]) <= named and set(words["spec_labels"]) == set(specs.SECTIONS)
