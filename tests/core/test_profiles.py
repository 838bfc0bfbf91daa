"""Profiles are data: every limit says whose it is, and a production's own are held to the same."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from picturelock import profiles
from picturelock.catalogue import EntryError
from picturelock.cues import KINDS
from picturelock.errors import InputError, UnknownName
from picturelock.times import FLICKS_PER_SECOND, FrameRate

READ = dt.date(2026, 11, 22)
OWN = 'title = "Ours"\nextends = "netflix-en"\n[limits]\nmax_cps = { limit = "15 cps", source = "memo", read = 2026-11-22 }\n'


def entry(text: str, **changes: Any) -> dict[str, Any]:
    return {"limit": text, "source": "a guide", "read": READ, **changes}


def way(text: str) -> dict[str, Any]:
    return {"says": text, "source": "a guide", "read": READ}


def made(**tables: Any) -> profiles.Profile:
    return profiles.from_toml("test", {"title": "T", **tables})


def test_the_table_is_the_folder() -> None:
    folder = Path(str(files("picturelock"))) / "profiles"
    assert sorted(profiles.names()) == sorted(file.stem for file in folder.glob("*.toml"))


@pytest.mark.parametrize("name", profiles.names())
def test_every_entry_has_a_source_and_was_read_or_says_that_it_was_not(name: str) -> None:
    profile = profiles.load(name)
    limits = list(profile.limits())
    assert limits and profile.title and profile.id == name
    for found in (*limits, *profile.style.values(), *profile.facts.values()):
        assert found.source.strip()
        assert (", read 2" in found.source) == found.confirmed
    assert profile.unconfirmed() == sum(not one.confirmed for one in (*limits, *profile.style.values()))


@pytest.mark.parametrize("name", profiles.names())
@pytest.mark.parametrize("rate", [FrameRate(24000, 1001), FrameRate(25), FrameRate(30000, 1001)])
def test_every_profile_can_be_kept_at_every_rate(name: str, rate: FrameRate) -> None:
    for kind in KINDS:
        for audience in ("adult", "child"):
            limits = profiles.load(name).at(rate, kind, audience)
            assert limits.max_characters and limits.max_lines, "without them the segmenter would fill the screen"
            assert (limits.min_duration or 0) < (limits.max_duration or 1 << 60)
            assert limits.min_gap <= limits.close_gap or not limits.close_gap


@pytest.mark.parametrize(
    ("name", "kind", "audience", "cps"),
    [
        ("netflix-en", "sub", "adult", 20), ("netflix-en", "sdh", "child", 17),
        ("netflix-fr", "sub", "adult", 17), ("netflix-fr", "sub", "child", 13),
        ("netflix-fr", "sdh", "adult", 20), ("netflix-fr-ca", "sdh", "child", 17),
        ("prime-video-fr", "sub", "adult", 17), ("arte", "sub", "child", 20),
    ],
)  # fmt: skip
def test_reading_speeds(name: str, kind: Any, audience: Any, cps: int) -> None:
    assert profiles.load(name).at(FrameRate(24), kind, audience).max_cps == cps


def test_a_childs_limit_keeps_its_own_name_and_source() -> None:
    profile = profiles.load("netflix-fr")
    assert profile.at(FrameRate(25), "sub", "child").by_name["max_cps"].name == "max_cps_child"
    assert "max_cps_child" not in profile.at(FrameRate(25)).by_name
    assert profiles.load("dcmp").at(FrameRate(25), audience="child").max_wpm == 130


def test_limits_at_a_rate() -> None:
    limits = profiles.load("netflix-fr").at(FrameRate(24))
    assert (limits.max_characters, limits.max_lines, limits.max_cps) == (42, 2, 17)
    assert limits.min_duration == FrameRate(24).time_of(20)
    assert limits.max_duration == 7 * FLICKS_PER_SECOND
    assert limits.min_gap == FrameRate(24).time_of(2)
    assert profiles.load("netflix-fr").at(FrameRate(60)).min_gap == FrameRate(60).time_of(2)


def test_sdh_has_its_own_reading_speed_and_inherits_the_rest() -> None:
    sdh = profiles.load("netflix-fr").at(FrameRate(25), "sdh")
    assert (sdh.max_cps, sdh.max_characters) == (20, 42)
    assert sdh.by_name["max_cps"].name == "sdh.max_cps"
    forced = made(limits={"max_cps": entry("17 cps")}, forced={"max_cps": entry("12 cps")})
    assert forced.at(FrameRate(25), "forced").max_cps == 12 and forced.at(FrameRate(25), "sdh").max_cps == 17


def test_a_chain_of_profiles_takes_over_what_is_not_changed() -> None:
    french = profiles.load("crtc-fr")
    assert (french.extends, french.spacing, french.languages) == ("cea-608-fr", "fr-CA", ("fr",))
    assert french.general["max_characters"].amount == 32 and french.says("characters") == "cea-608"
    assert french.general["max_cps"].source == "Picturelock, house convention"
    assert french.facts["live_lag"].text == "5 s"
    bbc = profiles.load("bbc-online-vertical").at(FrameRate(25))
    assert (bbc.max_lines, bbc.min_gap, bbc.close_gap) == (3, 0, FLICKS_PER_SECOND)
    assert bbc.max_width is not None and bbc.max_width * 10 == 9


@pytest.mark.parametrize(
    ("name", "says", "confirmed"),
    [("netflix-fr", "fr-FR", False), ("netflix-fr-ca", "fr-CA", False), ("crtc-fr", "fr-CA", True)],
)
def test_spacing_is_a_convention_with_a_source(name: str, says: str, confirmed: bool) -> None:
    profile = profiles.load(name)
    stated = profile.style["spacing"]
    assert (profile.spacing, stated.text, stated.confirmed) == (says, says, confirmed) and stated.source
    assert profiles.load("netflix-en").spacing == ""


@pytest.mark.parametrize("name", profiles.names())
def test_no_convention_stands_outside_style(name: str) -> None:
    text = files("picturelock").joinpath("profiles", f"{name}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert set(data) <= {"title", "extends", "languages", "limits", "sdh", "forced", "style", "facts"}
    for way_ in data.get("style", {}).values():
        assert way_["source"].strip() and ("read" in way_) != ("status" in way_)


def test_facts_are_not_limits() -> None:
    profile = profiles.load("crtc-en")
    assert profile.facts and not {limit.name for limit in profile.limits()} & set(profiles.FACTS)


def test_conventions() -> None:
    assert profiles.load("netflix-en").says("dual_speaker") == "-Text"
    assert profiles.load("netflix-fr").says("dual_speaker") == "- Text"
    assert profiles.load("netflix-en").says("position") == "top or bottom", "taken over from the general profile"
    assert profiles.load("arte").says("ellipsis") == ""
    with pytest.raises(KeyError):
        profiles.load("arte").says("font")


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"colour": 1}, "colour is not a key"),
        ({"title": ""}, "title is missing"),
        ({"title": 5}, "title is missing"),
        ({"extends": 5}, "expected the id"),
        ({"languages": "en"}, "expected a list"),
        ({"languages": ["en-GB"]}, "expected a list"),
        ({"spacing": "fr-FR"}, "spacing stands alone, without a source"),
        ({"style": {"spacing": way("fr-CH")}}, "style.spacing says 'fr-CH'"),
        ({"style": {"spacing": "fr-FR"}}, "style.spacing is 'fr-FR'; expected"),
        ({"style": {"spacing": {"says": "fr-FR", "read": READ}}}, "style.spacing has no source"),
        ({"limits": []}, "expected a table"),
        ({"limits": {"max_words": entry("1 s")}}, "max_words is not a limit"),
        ({"limits": {"max_lines": entry("2 lines", source="")}}, "max_lines has no source"),
        ({"sdh": {"max_lines": entry("2 lines", read=None)}}, "sdh.max_lines needs either read"),
        ({"forced": {"max_lines": "2 lines"}}, "forced.max_lines is '2 lines'"),
        ({"limits": {"max_lines": entry("0 lines")}}, "is 0"),
        ({"limits": {"max_lines": entry("2.5 lines")}}, "whole number"),
        ({"limits": {"max_width": entry("101 %")}}, "at most 100"),
        ({"limits": {"min_duration": entry("8 s"), "max_duration": entry("7 s")}}, "shorter than min_duration"),
        ({"limits": {"max_duration": entry("2 s")}, "sdh": {"min_duration": entry("3 s")}}, "sdh.max_duration"),
        ({"limits": {"reading_beyond": entry("15 cps")}}, "stands alone"),
        ({"style": {"font": way("Arial")}}, "style.font is not a convention"),
        ({"style": {"italics": way("maybe")}}, "style.italics says 'maybe'"),
        ({"style": {"italics": {"says": "yes", "read": READ}}}, "style.italics has no source"),
        ({"facts": {"max_lines": entry("2 lines")}}, "facts.max_lines is not a limit"),
    ],
)
def test_what_cannot_stand_is_refused(tables: dict[str, Any], message: str) -> None:
    with pytest.raises(EntryError, match=message):
        made(**tables)


def test_an_unknown_profile_lists_the_others(tmp_path: Path) -> None:
    for name in ("../../etc/passwd", "netflix-EN", "", "\0"):
        with pytest.raises(UnknownName, match="netflix-en"):
            profiles.load(name, tmp_path)


def test_a_production_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "série.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "child.toml").write_text('title = "Child"\nextends = "série"\n', encoding="utf-8")
    (tmp_path / ".hidden.toml").write_text("nothing", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    assert profiles.own_names(tmp_path) == ("child", "série")
    assert profiles.names(tmp_path) == (*profiles.NAMES, "child", "série")
    child = profiles.load("child", tmp_path)
    assert (child.title, child.languages, child.extends) == ("Child", ("en",), "série")
    assert child.at(FrameRate(25)).max_cps == 15 and child.at(FrameRate(25), "sdh").max_cps == 20
    assert profiles.load("netflix-en", tmp_path) is profiles.load("netflix-en")
    with pytest.raises(UnknownName):
        profiles.load("child")
    assert profiles.own_names(tmp_path / "none") == () == profiles.own_names(None)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('title = "T"\nextends = "nope"', "extends", "no such profile; known: netflix"),
        ('title = "T"\nextends = "mine"', "extends", "back to itself: mine → mine"),
        ('title = "T"\nextends = "other"', "extends", "mine → other → mine"),
        ('title = "T"\n[limits]\nmax_cps = { limit = "15 cps" }', "max_cps", "no source"),
        ('title = "T"\n[limits]\nmax_cps = { limit = "15 cps", source = "memo" }', "max_cps", "needs either read"),
        ('title = "T"\nlimit = 1', "limit", "not a key of a profile"),
        ("[limits]", "title", "is missing"),
        ("title = ", "", "not valid TOML"),
    ],
)
def test_a_profile_of_theirs_that_cannot_stand_names_file_and_key(
    tmp_path: Path, text: str, place: str, message: str
) -> None:
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    (tmp_path / "other.toml").write_text('title = "O"\nextends = "mine"', encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        profiles.load("mine", tmp_path)
    assert caught.value.place == place
    assert caught.value.file.name == ("other.toml" if "other" in message else "mine.toml")


@pytest.mark.parametrize("name", ["netflix-en", "Netflix-EN"])
def test_no_profile_of_theirs_bears_the_name_of_ours(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.toml").write_text(OWN, encoding="utf-8")
    with pytest.raises(InputError, match="nobody could tell which is meant") as caught:
        profiles.load("netflix-fr", tmp_path)
    assert 'extends = "netflix-en"' in caught.value.hint


def test_a_folder_or_a_chain_without_end_is_refused(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"p{number}.toml").write_text(f'title = "T"\nextends = "p{number + 1}"', encoding="utf-8")
    with pytest.raises(InputError, match="more than 16"):
        profiles.load("p0", tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        profiles.names(tmp_path / "p0.toml")


def test_the_page_on_profiles_names_everything() -> None:
    page = (Path(__file__).parents[2] / "docs" / "profiles.md").read_text(encoding="utf-8")
    for name in (*profiles.NAMES, *profiles.UNITS, *profiles.FACTS, *profiles.CONVENTIONS):
        assert f"`{name}`" in page, name
    for values in profiles.CONVENTIONS.values():
        assert all(f"`{value}`" in page for value in values)
    for name in profiles.NAMES:
        row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
        assert row.split("|")[-2].strip().strip("`") == profiles.load(name).extends
    example = page.partition("```toml\n")[2].partition("```")[0]
    assert profiles.from_toml("our-house", tomllib.loads(example)).at(FrameRate(25)).max_characters == 38
