"""What holds for every spec of ours: it loads, every entry says whose it is, and nothing is invented or misspelt."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from picturelock import profiles, registry, specs
from picturelock.specs.spelling import require_spelling
from picturelock.specs.vocabulary import CARRIES, NAME_FIELDS
from picturelock.wording import LANGUAGES, quantity

FOLDER = files("picturelock").joinpath("specs")


def text_of(name: str) -> str:
    return FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8")


def entries(name: str) -> Iterator[tuple[str, Any]]:
    """Every entry of a file, by where it stands."""
    data = tomllib.loads(text_of(name))
    for section in ("limits", *specs.SECTIONS):
        yield from ((f"{section}.{key}", entry) for key, entry in data.get(section, {}).items())
    yield from ((f"layout[{number}]", entry) for number, entry in enumerate(data.get("layout", ()), start=1))


def test_names_are_the_files() -> None:
    found = {entry.name.removesuffix(".toml") for entry in FOLDER.iterdir() if entry.name.endswith(".toml")}
    assert found == set(specs.names()) and len(specs.NAMES) == len(set(specs.NAMES))


def test_every_destination_of_the_trade_is_there() -> None:
    kinds = {kind: {name for name in specs.NAMES if specs.load(name).kind == kind} for kind in specs.KINDS}
    assert {"cbc-radio-canada", "aptn", "tele-quebec", "tv5monde", "france-televisions", "arte"} <= kinds["broadcaster"]
    assert {"netflix", "prime-video", "youtube"} <= kinds["platform"]
    assert kinds["festival"] and kinds["archive"]
    assert all(specs.load(name).extends for kind in specs.KINDS[1:] for name in kinds[kind]), "each builds on something"


@pytest.mark.parametrize("name", specs.NAMES)
def test_it_loads_and_is_a_destination_or_a_rule(name: str) -> None:
    spec = specs.load(name)
    assert spec.id == name and spec.title and spec.count() > 0
    assert text_of(name).startswith(("# ", "title")) and "\t" not in text_of(name)
    assert set(spec.extends) <= set(specs.NAMES) and name not in spec.extends
    assert set(spec.said_by) == {*spec.by_name, *spec.asked, *(("layout",) if spec.layouts else ())}
    assert set(spec.said_by.values()) <= {name, *spec.extends}


@pytest.mark.parametrize("name", specs.NAMES)
def test_every_entry_says_whose_it_is_and_when_it_was_read_or_that_nobody_could(name: str) -> None:
    for key, entry in entries(name):
        assert len(entry["source"]) > 3 and entry["source"] == entry["source"].strip(), key
        assert ("read" in entry) != (entry.get("status") == "unconfirmed"), key
        if "read" in entry:
            assert "only its table of contents was read" not in entry["source"], f"{key}: nobody read the number"
            assert re.search(r"[a-z]\.[a-z]{2,3}\b", entry["source"]), f"{key}: where it stands"
    spec = specs.load(name)
    said = (*spec.limits(), *spec.entries(), *(layout[0] for layout in spec.layouts))
    assert all((", read 20" in one.source) == one.confirmed for one in said)
    assert spec.unconfirmed() == sum(not one.confirmed for one in said) and spec.count() == len(said)


@pytest.mark.parametrize("name", specs.NAMES)
def test_what_is_our_own_is_never_called_confirmed(name: str) -> None:
    for key, entry in entries(name):
        if entry["source"].startswith("Picturelock"):
            assert "read" not in entry, key


@pytest.mark.parametrize("name", specs.NAMES)
def test_units_are_those_of_the_vocabulary_and_have_words(name: str) -> None:
    for limit in specs.load(name).limits():
        assert limit.unit in specs.UNITS[limit.name]
        assert all(quantity(limit.text, language) for language in LANGUAGES)


@pytest.mark.parametrize("name", specs.NAMES)
def test_values_are_spelt_as_the_vocabulary_says_and_name_what_exists(name: str) -> None:
    spec = specs.load(name)
    for asked in spec.entries():
        section, _, key = asked.name.partition(".")
        form = specs.SECTIONS[section][key]
        if form == "requirement":
            assert asked.value in specs.REQUIREMENTS
        else:
            for value in asked.values:
                require_spelling(asked.name, value)
    for asked, known in (("captions.profile", profiles.names()), ("captions.format", registry.FORMATS)):
        found = spec.asks(asked)
        assert found is None or set(found.values) <= set(known)
    for programme in (one for layout in spec.layouts for one in layout):
        assert programme.carries in CARRIES and programme.channels == tuple(sorted(programme.channels))


@pytest.mark.parametrize("name", specs.NAMES)
def test_the_naming_pattern_renders(name: str) -> None:
    from picturelock.delivery.naming import named, pattern_of

    pattern = pattern_of(specs.load(name))
    if pattern is None:
        return
    facts = {field: f"{field} é" for field in NAME_FIELDS} | {"title": "L’été à Québec", "language": ""}
    first, second = named(pattern, [(".mov", facts), (".mov", facts)])
    assert first != second and first.isascii() and first.endswith(".mov") and "L" in first


def test_a_destination_that_is_no_rule_always_names_its_files() -> None:
    for name in specs.NAMES:
        spec = specs.load(name)
        if spec.kind != "recommendation":
            assert spec.asks("naming.pattern") and spec.asks("package.checksums") and spec.asks("package.layout")


def test_the_limits_of_r128() -> None:
    amounts = {limit.name: limit.text for limit in specs.load("ebu-r128").limits()}
    assert amounts == {"loudness": "-23 LUFS", "loudness_tolerance": "0.2 LU", "true_peak": "-1 dBTP"}


def test_what_the_first_parent_says_holds() -> None:
    france = specs.load("france-televisions")
    assert france.extends[:2] == ("cst-rt-040", "france-television")
    assert france.said_by["loudness"] == "france-television" and france.said_by["true_peak"] == "ebu-r128"
    assert france.wants("accessibility.sdh") == "required" and france.said_by["accessibility.sdh"] == france.id
    assert specs.load("cst-rt-040").wants("accessibility.sdh") == "advisory"
    assert specs.load("cst-rt-040").said_by["accessibility.sdh"] == "france-television"


def test_no_limit_is_a_literal_in_code() -> None:
    numbers = {limit.text.split()[0].lstrip("-") for name in specs.NAMES for limit in specs.load(name).limits()}
    telling = {number for number in numbers if len(number) > 1}
    for module in (entry for entry in FOLDER.iterdir() if entry.name.endswith(".py")):
        code = re.sub(r'"""[\s\S]*?"""|#.*|"[^"\n]*"|\'[^\'\n]*\'', "", module.read_text(encoding="utf-8"))
        assert not telling & set(re.findall(r"\d+(?:\.\d+)?", code)) - {"16", "60", "200"}, module.name
