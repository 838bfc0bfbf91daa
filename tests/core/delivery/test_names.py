"""Names: every system can hold them, nothing is written over, and the destination's pattern is kept to the letter."""

from __future__ import annotations

import unicodedata

import pytest
from picturelock.delivery.names import collision, part_of_name, problem
from picturelock.delivery.naming import Pattern, named
from picturelock.errors import UsageError
from picturelock.specs.vocabulary import NAME_FIELDS

VALUES = {
    "title": "L’été à Œuf-du-Loup",
    "version": "v02",
    "language": "fr",
    "raster": "1920x1080",
    "rate": "23.976",
    "kind": "master",
    "spec": "ebu-r128",
    "date": "20261122",
    "channels": "2",
}


@pytest.mark.parametrize(
    "name",
    [
        "a:b", 'a"b', "a?b", "a*b", "a|b", "a<b", "a\\b", "50%", "end.", "end ", " start", "CON", "con.mov", "Lpt1.srt",
        "COM¹", "NUL", "a/../b", "a//b", "/a", ".", "x\u202egnp.exe", "a\u200bb", "a\nb", "a\ud800b", "é" * 121, "",
    ],
)  # fmt: skip
def test_what_some_system_cannot_hold(name: str) -> None:
    assert problem(f"master/{name}" if name else name)


@pytest.mark.parametrize(
    "name", ["été.mov", "console.mov", "a b.mov", ".hidden", "ᐃᓄᒃ.mov", "film.v1.mov", "COM10", "é" * 120]
)
def test_what_every_system_holds(name: str) -> None:
    assert problem(name) == ""


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["a", "b/a", "b/c"], None),
        (["É.mov", "é.mov"], ("É.mov", "é.mov")),
        (["é.mov", unicodedata.normalize("NFD", "é.mov")], ("é.mov", unicodedata.normalize("NFD", "é.mov"))),
        (["straße", "STRASSE"], ("straße", "STRASSE")),
        (["a", "A/b"], ("a", "A/b")),
        (["a/b", "A"], ("a/b", "A")),
        (["a/b/c", "a/b/d", "a/B"], ("a/b/d", "a/B")),
    ],
)
def test_what_some_disk_does_not_keep_apart(paths: list[str], found: tuple[str, str] | None) -> None:
    assert collision(paths) == found


def test_a_value_becomes_part_of_a_name() -> None:
    assert part_of_name(" L’été : 50 % / fin. ") == "L’été_50_fin"
    assert part_of_name("L’été d’Œdipe – ß", fold=True) == "Lete_dOedipe_-_ss"
    assert part_of_name("ᐃᓄᒃ", fold=True) == "" and part_of_name("ᐃᓄᒃ") == "ᐃᓄᒃ"
    assert part_of_name("e\u0301") == "é"


@pytest.mark.parametrize(
    ("pattern", "stem"),
    [
        (Pattern("{title}_{version}_{kind}_{language}"), "L’été_à_Œuf-du-Loup_v02_master_fr"),
        (Pattern("{title}_{raster}_{rate}", fold=True), "Lete_a_Oeuf-du-Loup_1920x1080_23.976"),
        (Pattern("{spec}-{date}-{channels}ch", case="upper"), "EBU-R128-20261122-2CH"),
        (Pattern("{kind}.{language}", case="lower"), "master.fr"),
    ],
)
def test_a_pattern_is_filled(pattern: Pattern, stem: str) -> None:
    assert pattern.stem(VALUES) == stem


def test_an_empty_field_takes_its_sign_with_it() -> None:
    values = {**VALUES, "language": "", "version": "", "title": "F"}
    assert Pattern("{title}_{version}_{kind}_{language}").stem(values) == "F_master"
    assert Pattern("{version}_{title}").stem(values) == "F"
    assert Pattern("{title}-{n:03}").stem(values) == "F"


def test_files_are_counted_where_they_would_agree() -> None:
    still, other = {**VALUES, "kind": "still", "title": "F"}, {**VALUES, "kind": "master", "title": "F"}
    pattern = Pattern("{title}_{kind}_{n:02}")
    assert named(pattern, [(".png", still), (".mov", other), (".PNG", still), (".png", still)]) == (
        "F_still_01.png", "F_master_01.mov", "F_still_02.PNG", "F_still_03.png",
    )  # fmt: skip
    assert named(Pattern("{title}", case="lower"), [(".MOV", other)]) == ("f.mov",)


@pytest.mark.parametrize(
    "text",
    ["{titel}", "{title", "title}", "{}", "{title:x}", "a/{title}", "a\\b", "{title.__class__}", "x" * 201, "{0}"],
)
def test_a_pattern_that_is_none(text: str) -> None:
    with pytest.raises(UsageError, match="pattern"):
        Pattern(text)


def test_a_title_that_the_pattern_cannot_hold() -> None:
    with pytest.raises(UsageError, match="no letter"):
        Pattern("{title}", fold=True).stem({"title": "ᐃᓄᒃ"})
    with pytest.raises(UsageError, match="no name"):
        named(Pattern("{title}"), [(".mov", {})])


def test_every_field_of_the_vocabulary_may_be_named() -> None:
    for field in NAME_FIELDS:
        assert Pattern(f"{{{field}}}").text
