"""What a waiver holds on to beside its place: the master, the licences, one file, and its own line in the history."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest
from picturelock import wording
from picturelock.findings import CheckRun, Finding, Place, Verdict
from picturelock.production import journal
from picturelock.waivers import make, signoff
from picturelock.waivers.apply import Applied
from waiver_desk import NOW, Desk


def said(applied: Applied) -> list[str]:
    for finding in applied.said:
        assert wording.message(finding, "fr") and wording.message(finding, "en")
    return [finding.rule for finding in applied.said]


def dead(desk: Desk, *findings: Finding) -> list[str]:
    applied = desk.apply(*findings)
    assert not any(finding.waived for finding in applied.findings)
    return said(applied)


def right(desk: Desk) -> Finding:
    desk.edit("picturelock.toml", lambda text: text.replace('"post supervisor"', '"producer"'))
    shot = desk.dossier().cut.shots[1]
    place = Place("rights/clearances.toml", 10, shot.record_span, "V1", shot.id, source="B002.mov")
    return Finding("rights.territory", "error", place, {"missing": "BE"})


@pytest.mark.parametrize("rule", ["qc.picture-differs", "qc.freeze"])
def test_another_master_was_not_waived(desk: Desk, rule: str) -> None:
    finding = desk.finding(rule, start=100, end=200)
    desk.waive(finding)
    assert desk.apply(finding).findings[0].waived
    with (desk.root / "master/v2.mov").open("r+b") as master:
        master.seek(2000)
        master.write(b"blue")
    assert dead(desk, finding) == ["waivers.file-changed"]


LICENCE: dict[str, tuple[str, Callable[[str], str]]] = {
    "owner": ("rights/clearances.toml", lambda t: t.replace("Cinémathèque de la Vallée", "Someone")),
    "paper": ("rights/licence.txt", lambda t: t + " Not for Belgium."),
    "kind": ("rights/clearances.toml", lambda t: t.replace('"archive"', '"footage"')),
    "media": ("rights/clearances.toml", lambda t: t.replace('["vod", "broadcast"]', '["vod"]')),
    "an entry more": (
        "rights/clearances.toml",
        lambda t: t + t[t.rindex("[[clearance]]") :].replace("archive", "music"),
    ),
    "last day of the delivery": ("picturelock.toml", lambda t: t.replace("2028-11-30", "2029-11-30")),
    "territories of the delivery": ("picturelock.toml", lambda t: t.replace('["CA"]', '["CA", "FR"]')),
}


@pytest.mark.parametrize("what", LICENCE)
def test_other_terms_were_not_waived(desk: Desk, what: str) -> None:
    finding = right(desk)
    desk.waive(finding)
    assert desk.apply(finding).findings[0].waived
    desk.edit(*LICENCE[what])
    assert dead(desk, finding) == ["waivers.terms-changed"]


def test_anothers_licence_and_another_line_change_nothing(desk: Desk) -> None:
    finding = right(desk)
    desk.waive(finding)
    desk.edit("rights/clearances.toml", lambda text: "# a remark\n" + text.replace("Les Films du Quai", "Le Quai"))
    moved = replace(finding, place=replace(finding.place, line=11))
    assert desk.apply(moved).findings[0].waived


def test_one_waiver_covers_one_of_two_files_alike(desk: Desk) -> None:
    caption = desk.caption()
    desk.waive(caption)
    shutil.copy(desk.root / "captions/v2.en.srt", desk.root / "captions/v3.en.srt")
    first = 'file = "captions/v2.en.srt"\norigin = "human"\n'
    entry = '[[captions]]\nlanguage = "en"\nkind = "sdh"\nprofile = "netflix-en"\n'
    second = entry + first.replace("v2", "v3")
    desk.edit("picturelock.toml", lambda text: text.replace(first, first + second))
    copy = replace(caption, place=replace(caption.place, file="captions/v3.en.srt"))
    assert [bool(one.waived) for one in desk.apply(copy, caption).findings] == [False, True]
    assert [bool(one.waived) for one in desk.apply(copy).findings] == [False]


def test_the_next_version_of_a_caption_file_takes_its_waiver_over(desk: Desk) -> None:
    caption = desk.caption()
    desk.waive(caption)
    (desk.root / "captions/v2.en.srt").rename(desk.root / "captions/v3.en.srt")
    desk.edit("picturelock.toml", lambda text: text.replace("v2.en.srt", "v3.en.srt"))
    copy = replace(caption, place=replace(caption.place, file="captions/v3.en.srt"))
    assert [bool(one.waived) for one in desk.apply(copy, copy).findings] == [True, False]


def test_a_withdrawn_waiver_does_not_come_back(desk: Desk) -> None:
    waiver = desk.waive(desk.finding())
    kept = desk.withdraw(waiver.file)
    shutil.copy(kept, desk.root / waiver.file)
    assert dead(desk, desk.finding()) == ["waivers.withdrawn"]
    shutil.copy(kept, desk.root / "waivers/other-name.toml")
    assert dead(desk, desk.finding()) == ["waivers.withdrawn"] * 2


def test_a_copy_under_another_name_is_none(desk: Desk) -> None:
    waiver = desk.waive(desk.finding())
    (desk.root / waiver.file).rename(desk.root / "waivers/other.toml")
    assert dead(desk, desk.finding()) == ["waivers.not-in-history"]


def test_the_whole_history_is_deleted(desk: Desk) -> None:
    desk.waive(desk.finding())
    (desk.root / journal.FILE).unlink()
    (desk.root / journal.HEAD).unlink()
    assert dead(desk, desk.finding()) == ["waivers.not-in-history"]


def test_a_sign_off_without_its_line_is_none(desk: Desk) -> None:
    production, key = desk.dossier().production, desk.keys["A. Tremblay"]
    verdict = Verdict(("a:b",), (CheckRun("a:b"),), (), {}, "2026-11-22T12:00:00+00:00", "ebu-r128")
    signoff.sign(production, signoff.statement(verdict, production), make.person_of(production, key), key, NOW)
    assert signoff.holding(production, verdict)
    (desk.root / journal.FILE).unlink()
    (desk.root / journal.HEAD).unlink()
    assert not signoff.holding(production, verdict)
    found = signoff.read_all(production)[1]
    assert [one.rule for one in found] == ["signoff.not-in-history"] and wording.message(found[0], "fr")


def test_media_that_goes_and_comes_back(desk: Desk) -> None:
    finding = desk.finding(start=110, end=120)
    desk.waive(finding)
    media = desk.root / "media/B002.mov"
    media.rename(desk.root / "B002.away")
    assert dead(desk, finding) == ["waivers.media-gone"]
    (desk.root / "B002.away").rename(media)
    assert desk.apply(finding).findings[0].waived


def test_media_that_nobody_had_seen(desk: Desk) -> None:
    media, away = desk.root / "media/B002.mov", desk.root / "B002.away"
    media.rename(away)
    finding = desk.finding(start=110, end=120)
    desk.waive(finding)
    assert desk.apply(finding).findings[0].waived
    away.rename(media)
    assert dead(desk, finding) == ["waivers.media-found"]
