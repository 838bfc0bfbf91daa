"""What proves a clearance: the right kind of it, a pattern that names something, a paper, a window that is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from picturelock.cut import Source
from picturelock.rights.coverage import check
from picturelock.rights.model import KINDS
from picturelock.rights.report import rights_report, rows
from picturelock.rights.territories import CODES, expand
from picturelock.rights.words import folded, words_of
from picturelock.wording import LANGUAGES, table, title

Make = Callable[..., Any]


def test_a_window_that_is_over(make_dossier: Make, make_shot: Make, entry: Make, found: Make, only: Make) -> None:
    past = make_dossier([make_shot("A.mov")], entry(), start=dt.date(2019, 1, 1), end=dt.date(2026, 11, 21))
    assert only(past).rule == "rights.window-past"
    last = make_dossier([make_shot("A.mov")], entry(), start=dt.date(2019, 1, 1), end=dt.date(2026, 11, 22))
    assert found(last) == []


def test_where_the_machine_keeps_the_production_clears_nothing(
    make_dossier: Make, make_shot: Make, tmp_path: Path, entry: Make, found: Make
) -> None:
    inside = make_shot("A.mov", path=tmp_path / "media" / "A.mov")
    outside = make_shot("B.mov", 30, 40, path=tmp_path.parent / "elsewhere" / "B.mov")
    asset = f"*{tmp_path.parent.name}*"
    rules = [one.rule for one in found(make_dossier([inside, outside], entry(asset)))]
    assert rules.count("rights.no-clearance") == 2


@pytest.mark.parametrize("asset", ["*", "*.mov", "?*", "[!~]*"])
def test_a_pattern_that_matches_everything_is_told(
    make_dossier: Make, make_shot: Make, asset: str, entry: Make, found: Make, only: Make
) -> None:
    finding = only(make_dossier([make_shot("A.mov")], entry(asset)))
    assert (finding.rule, finding.severity) == ("rights.wildcard-only", "warning")
    assert finding.evidence["sources"] == "A.mov"
    assert found(make_dossier([make_shot("A.mov")], entry(asset) + entry("A*"))) == []


@pytest.mark.parametrize(
    "evidence", ['"rights/clearances.toml"', '"picturelock.toml"', '"cut.otio"', '"rights/../cut.otio"']
)
def test_the_production_is_no_evidence_of_itself(
    make_dossier: Make, make_shot: Make, tmp_path: Path, evidence: str, entry: Make, only: Make
) -> None:
    for name in ("picturelock.toml", "cut.otio"):
        (tmp_path / name).write_text("x")
    finding = only(make_dossier([make_shot("A.mov")], entry(evidence=evidence)))
    assert (finding.rule, finding.severity) == ("rights.evidence-itself", "error")


def test_papers_without_a_hash_are_told_once(make_dossier: Make, make_shot: Make, entry: Make, found: Make) -> None:
    dossier = make_dossier([make_shot("A.mov"), make_shot("B.mov", 30, 40)], entry() + entry("B*"))
    assert found(dossier) == []
    (finding,) = check(dossier)
    assert (finding.rule, finding.severity, finding.evidence["count"]) == ("rights.evidence-unhashed", "info", 2)


def test_a_list_that_calls_a_media_file_black(
    make_dossier: Make, make_shot: Make, entry: Make, found: Make, only: Make
) -> None:
    shot = make_shot("B002.mov")
    hidden = replace(shot, source=Source("BL", generated=True))
    assert only(make_dossier([hidden], "")).rule == "rights.no-clearance"
    assert found(make_dossier([hidden], entry("B002*"))) == []
    black = replace(hidden, name="BLACK")
    assert found(make_dossier([black], "")) == []


KINDS_OF_PICTURE = {"footage": [], "archive": [], "still": [], "ai": [], "music": ["picture"], "font": ["picture"]}


@pytest.mark.parametrize(
    ("kind", "missing"), [*KINDS_OF_PICTURE.items(), ("brand", ["picture"]), ("location", ["picture"])]
)
def test_a_release_or_a_song_clears_no_picture(
    make_dossier: Make, make_shot: Make, kind: str, missing: list[str], entry: Make, found: Make
) -> None:
    rules = [one.rule for one in found(make_dossier([make_shot("A.mov")], entry(kind=f'"{kind}"')))]
    assert rules == [f"rights.{name}-uncleared" for name in missing]
    assert found(make_dossier([make_shot("A.mov")], entry() + entry(kind=f'"{kind}"'))) == []


@pytest.mark.parametrize(
    ("kinds", "rule"),
    [
        (("music",), "recording"),
        (("music", "recording"), ""),
        (("still",), "sound"),
        (("footage",), ""),
        (("brand",), "sound"),
    ],
)
def test_what_is_heard_needs_its_own(
    make_dossier: Make, make_shot: Make, kinds: tuple[str, ...], rule: str, entry: Make, found: Make
) -> None:
    ledger = "".join(entry("S.wav", kind=f'"{kind}"') for kind in kinds)
    findings = found(make_dossier([make_shot("S.wav", track="A1", kind="audio")], ledger))
    assert [one.rule for one in findings] == ([f"rights.{rule}-uncleared"] if rule else [])


@pytest.mark.parametrize(
    ("word", "rule", "meant"),
    [
        ("boradcast", "rights.medium-spelling", "broadcast"),
        ("theatrcal", "rights.medium-spelling", "theatrical"),
        ("jukebox", "rights.medium-unknown", ""),
        ("fr", "rights.medium-unknown", ""),  # a country, in the wrong column
        ("télé", "", ""),
        ("vod", "", ""),
    ],
)
def test_a_medium_that_is_no_known_word_is_told(
    make_dossier: Make, make_shot: Make, word: str, rule: str, meant: str, entry: Make, found: Make
) -> None:
    findings = found(make_dossier([make_shot("A.mov")], entry(), media=(word,)))
    told = [(one.rule, one.evidence.get("meant", "")) for one in findings if one.severity == "warning"]
    assert told == ([(rule, meant)] if rule else [])
    findings = found(make_dossier([make_shot("A.mov")], entry() + entry(media=f'["{word}"]')))
    assert [one.rule for one in findings] == ([rule] if rule else [])


def test_what_the_reports_print_can_be_written_into_a_ledger(make_dossier: Make, make_shot: Make) -> None:
    for language in LANGUAGES:
        words = table(language, "report")
        for kind in KINDS:
            assert words_of("kinds")[folded(words["kinds"][kind])] == kind
        assert expand([words["world"]]) == CODES
    assert expand(["Canada", "-états-unis", "France"]) == {"CA", "FR"}
    with pytest.raises(ValueError, match="UK"):
        expand(["UK"])


def test_a_ledger_that_cannot_be_read_is_not_one_that_lacks_the_source(make_dossier: Make, make_shot: Make) -> None:
    dossier = make_dossier([make_shot("A.mov")], "[[clearance]]\nasset = 1\n")
    report = rights_report(dossier, None, list(check(dossier)))
    assert rows(report, "en")[0][-1] == title("rights.ledger-unreadable", "en")
    assert rows(rights_report(dossier, None), "en")[0][-1] == title("rights.no-clearance", "en")
