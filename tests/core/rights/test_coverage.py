"""Coverage: what is missing is named exactly, and what several permissions give together counts together."""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from picturelock.cut import Cut
from picturelock.rights.grid import Destination, find_holes
from picturelock.rights.ledger import Clearance
from picturelock.rights.summary import rights_rows, short_rows
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate

Make = Callable[..., Any]


def test_a_cleared_source_is_silent(make_dossier: Make, make_shot: Make, entry: Make, found: Make) -> None:
    assert found(make_dossier([make_shot("A.mov"), make_shot("A.mov", 30, 40)], entry())) == []


def test_a_source_that_nothing_clears(make_dossier: Make, make_shot: Make, entry: Make, only: Make) -> None:
    shots = [make_shot("B.mov", 60, 80), make_shot("B.mov", 30, 40, track="A1", kind="audio"), make_shot("A.mov")]
    finding = only(make_dossier(shots, entry()))
    assert (finding.rule, finding.severity) == ("rights.no-clearance", "error")
    assert (
        finding.place.source == "B.mov"
        and finding.place.track == "A1"
        and finding.place.file == "rights/clearances.toml"
    )
    assert finding.place.record == shots[1].record_span


def test_what_is_off_or_empty_needs_nothing(make_dossier: Make, make_shot: Make, entry: Make, found: Make) -> None:
    assert (
        found(make_dossier([make_shot("A.mov"), make_shot("B.mov", enabled=False), make_shot("C.mov", 5, 5)], entry()))
        == []
    )


EDL = """\
TITLE: v2
FCM: NON-DROP FRAME

001  BL       V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00
002  A001     V     C        00:00:00:00 00:00:01:00 00:00:01:00 00:00:02:00
* FROM CLIP NAME: A.mov
"""


def of_edl(folder: Path) -> Cut:
    (folder / "cut.edl").write_text(EDL)
    return read_cut(folder / "cut.edl", FrameRate(25))[0]


def of_otio(folder: Path) -> Cut:
    import opentimelineio as otio

    second = otio.opentime.TimeRange(otio.opentime.RationalTime(0, 25), otio.opentime.RationalTime(25, 25))
    timeline = otio.schema.Timeline("v2")
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    # Called like the real source after it: what is generated must not stand for what was shot.
    track.append(otio.schema.Clip("bars", otio.schema.GeneratorReference("A.mov", "SMPTEBars"), second))
    track.append(otio.schema.Clip("a", otio.schema.ExternalReference("A.mov"), second))
    timeline.tracks.append(track)
    otio.adapters.write_to_file(timeline, str(folder / "cut.otio"))
    return read_cut(folder / "cut.otio", FrameRate(25))[0]


@pytest.mark.parametrize("read", [of_edl, of_otio])
def test_what_the_editing_system_generates_needs_no_clearance(
    make_dossier: Make, tmp_path: Path, read: Callable[[Path], Cut], entry: Make, found: Make
) -> None:
    cut = read(tmp_path)
    assert [shot.source.generated for shot in cut.shots] == [True, False]
    assert found(replace(make_dossier([], entry()), cut=cut)) == []
    uncleared = replace(make_dossier([], ""), cut=cut)
    assert [(finding.rule, finding.place.source) for finding in found(uncleared)] == [("rights.no-clearance", "A.mov")]
    label = cut.shots[0].source.name
    assert [row[:4] for row in rights_rows(uncleared)] == [
        ("A.mov", "00:00:01:00", None, None),
        (label, "00:00:00:00", "generated", ""),
    ]
    assert short_rows(uncleared)[1][3:] == ("",) * 6 and short_rows(uncleared)[0][7] is None


@pytest.mark.parametrize("name", ["clearances.toml", "clearances.csv"])
def test_a_ledger_that_is_a_pipe(make_dossier: Make, make_shot: Make, tmp_path: Path, name: str, only: Make) -> None:
    dossier = make_dossier([make_shot("A.mov")], "", name)
    (tmp_path / "rights" / name).unlink()
    os.mkfifo(tmp_path / "rights" / name)
    finding = only(dossier)
    assert finding.rule == "rights.ledger-unreadable" and "not an ordinary file" in str(finding.evidence["reason"])


@pytest.mark.parametrize(
    ("keys", "rule", "missing"),
    [
        ({"territories": '["CA"]'}, "rights.territory", "FR"),
        ({"territories": '["WORLD", "-FR", "-CA"]'}, "rights.territory", "CA, FR"),
        ({"media": '["vod"]'}, "rights.medium", "broadcast"),
        ({"languages": '["fr"]'}, "rights.language", "en"),
        ({"languages": '["en-ca"]'}, "rights.language", "en"),
        ({"end": "2027-05-31"}, "rights.window", "2027-06-01 – 2027-11-30 (CA, FR; broadcast; en)"),
        ({"start": "2026-12-02"}, "rights.window", "2026-12-01 (CA, FR; broadcast; en)"),
        (
            {"start": "2020-01-01", "end": "2020-12-31"},
            "rights.window",
            "2026-12-01 – 2027-11-30 (CA, FR; broadcast; en)",
        ),
    ],
)
def test_each_dimension_names_what_is_missing(
    make_dossier: Make, make_shot: Make, keys: dict[str, str], rule: str, missing: str, entry: Make, only: Make
) -> None:
    finding = only(make_dossier([make_shot("A.mov")], entry(**keys)))
    assert (finding.rule, finding.evidence["missing"]) == (rule, missing)


def test_one_finding_for_each_dimension(make_dossier: Make, make_shot: Make, entry: Make, found: Make) -> None:
    ledger = entry(territories='["CA"]', media='["vod"]', languages='["fr"]')
    rules = [finding.rule for finding in found(make_dossier([make_shot("A.mov")], ledger))]
    assert rules == ["rights.territory", "rights.medium", "rights.language"]


def test_several_entries_cover_together(make_dossier: Make, make_shot: Make, entry: Make, found: Make) -> None:
    ledger = (
        entry(territories='["CA"]')
        + entry("a*", territories='["FR"]', end="2027-03-31")
        + entry("*.mov", territories='["FR"]', start="2027-04-01")
    )
    assert found(make_dossier([make_shot("A.mov")], ledger)) == []


def test_a_day_between_two_licences(make_dossier: Make, make_shot: Make, entry: Make, only: Make) -> None:
    ledger = entry(end="2027-03-30") + entry(start="2027-04-01")
    assert only(make_dossier([make_shot("A.mov")], ledger)).evidence["missing"] == "2027-03-31 (CA, FR; broadcast; en)"


def test_rights_that_do_not_meet(make_dossier: Make, make_shot: Make, entry: Make, only: Make) -> None:
    ledger = entry(territories='["CA"]', media='["broadcast"]') + entry(territories='["FR"]', media='["vod"]')
    finding = only(make_dossier([make_shot("A.mov")], ledger, territories=("CA",), media=("vod",)))
    assert (finding.rule, finding.evidence["missing"]) == ("rights.combination", "CA; vod; en")


@pytest.mark.parametrize("asset", ["a001*", "*/archive/*", "MEDIA/archive/É*.mov", "É*", "REEL7"])
def test_patterns_match_name_reel_and_path(
    make_dossier: Make, make_shot: Make, tmp_path: Path, asset: str, entry: Make, found: Make
) -> None:
    name = "A001.mov" if asset == "a001*" else unicodedata.normalize("NFD", "Été.mov")
    used = make_shot(name, reel="reel7", path=tmp_path / "media" / "archive" / name)
    assert found(make_dossier([used], entry(asset))) == []


def test_without_a_window_only_what_holds_for_ever_is_judged(
    make_dossier: Make, make_shot: Make, entry: Make, found: Make
) -> None:
    unsaid, finding = found(make_dossier([make_shot("A.mov")], entry(end="2026-11-21"), start=None, end=None))
    assert unsaid.rule == "rights.window-unsaid" and finding.rule == "rights.window"
    assert finding.evidence["missing"] == "2026-11-22 (CA, FR; broadcast; en)"
    ends = make_dossier([make_shot("A.mov")], entry(end="2026-11-22"), start=None, end=None)
    assert [one.rule for one in found(ends)] == ["rights.window-unsaid"]
    assert found(make_dossier([make_shot("A.mov")], entry(), start=None, end=None)) == []


@pytest.mark.parametrize(
    ("order", "rules"),
    [
        ({"territories": ()}, ["rights.no-destination"]),
        ({"territories": ("-US",)}, ["rights.no-destination"]),
        ({"media": ()}, ["rights.no-destination"]),
        ({"media": (" ",), "territories": ()}, ["rights.no-destination", "rights.no-destination"]),
        ({"territories": ("UK", "CA")}, ["rights.unknown-territory"]),
    ],
)
def test_without_a_destination_there_is_no_judging(
    make_dossier: Make, make_shot: Make, order: dict[str, Any], rules: list[str], entry: Make, found: Make
) -> None:
    findings = found(make_dossier([make_shot("A.mov")], entry(), **order))
    assert [finding.rule for finding in findings] == rules
    assert all(finding.severity == "error" for finding in findings)


def test_the_whole_world_is_asked_for(make_dossier: Make, make_shot: Make, entry: Make, only: Make) -> None:
    finding = only(make_dossier([make_shot("A.mov")], entry(territories='["WORLD", "-US"]'), territories=("WORLD",)))
    assert finding.evidence["missing"] == "US"


@pytest.mark.parametrize(
    "evidence",
    [
        '"missing.pdf"',
        '"../outside.pdf"',
        '"/etc/hostname"',
        '"rights"',
        '"empty.pdf"',
        '"link.pdf"',
        '"a\\u0000b"',
        '"loop.pdf"',
    ],
)
def test_evidence_is_a_file_inside_the_production(
    make_dossier: Make, make_shot: Make, tmp_path: Path, evidence: str, entry: Make, only: Make
) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "loop.pdf").symlink_to("loop.pdf")
    (tmp_path / "link.pdf").symlink_to("/etc/hostname")
    (tmp_path.parent / "outside.pdf").write_bytes(b"x")
    assert only(make_dossier([make_shot("A.mov")], entry(evidence=evidence))).rule == "rights.evidence-missing"


def test_evidence_that_nobody_names_is_an_error(make_dossier: Make, make_shot: Make, entry: Make, only: Make) -> None:
    finding = only(make_dossier([make_shot("A.mov")], entry(evidence="")))
    assert (finding.rule, finding.severity, finding.place.line) == ("rights.evidence-unnamed", "error", 1)


def test_entries_that_match_nothing_are_told(make_dossier: Make, make_shot: Make, entry: Make, only: Make) -> None:
    finding = only(make_dossier([make_shot("A.mov")], entry() + entry("Z*", evidence='"gone.pdf"')))
    assert (finding.rule, finding.severity) == ("rights.unused-entry", "info")


def test_no_ledger_and_a_broken_one(make_dossier: Make, make_shot: Make, entry: Make, only: Make) -> None:
    assert only(make_dossier([make_shot("A.mov")])).rule == "rights.ledger-missing"
    finding = only(make_dossier([make_shot("A.mov")], entry().replace('"A.mov"', "1")))
    assert finding.rule == "rights.ledger-text" and finding.severity == "error"


DAYS = [dt.date(2026, 12, number) for number in range(1, 7)]
some = lambda values: st.frozensets(st.sampled_from(values), min_size=1)  # noqa: E731


@st.composite
def clearances(draw: Any) -> list[Clearance]:
    made = []
    for _ in range(draw(st.integers(0, 4))):
        start, end = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))
        made.append(
            Clearance(
                "*",
                "footage",
                "X",
                draw(some(["CA", "FR", "US"])),
                draw(some(["all", "tv", "vod"])),
                draw(st.frozensets(st.sampled_from(["en", "fr"]))),
                start,
                end,
            )
        )
    return made


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(clearances(), some(["CA", "FR", "US"]), some(["tv", "vod"]), some(["en", "fr"]))
def test_holes_are_those_found_day_by_day(
    given_rights: list[Clearance], ts: frozenset[str], ms: frozenset[str], ls: frozenset[str]
) -> None:
    holes = find_holes(given_rights, Destination(ts, ms, ls, (DAYS[0], DAYS[-1])))
    said = set()
    for hole in (*holes.together, *holes.days):
        said |= {
            (t, m, lang, day)
            for t in hole.territories
            for m in hole.media
            for lang in hole.languages
            for a, b in hole.days
            for day in DAYS
            if a <= day <= b
        }
    for t in ts:
        for m in ms:
            for lang in ls:
                for day in DAYS:
                    covered = any(
                        t in c.territories
                        and ("all" in c.media or m in c.media)
                        and (not c.languages or lang in c.languages)
                        and c.start <= day <= c.end
                        for c in given_rights
                    )
                    whole = t in holes.territories or m in holes.media or lang in holes.languages
                    assert covered != (whole or (t, m, lang, day) in said)


def test_a_huge_ledger_is_quick(make_dossier: Make, make_shot: Make, entry: Make, found: Make) -> None:
    import time

    ledger = "".join(entry(f"A{number:04}*") for number in range(2000))
    shots = [make_shot(f"A{number:04}_001.mov", number, number + 1) for number in range(2000)]
    start = time.monotonic()
    assert found(make_dossier(shots, ledger)) == []
    assert time.monotonic() - start < 20
