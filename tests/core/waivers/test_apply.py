"""A waiver lives while its subject does, dies with it and says why; whatever is not exactly it has no effect."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import wording
from picturelock.errors import UsageError
from picturelock.findings import Finding, Place
from picturelock.waivers import keys
from picturelock.waivers.apply import Applied
from picturelock.waivers.waiver_file import write_waiver
from waiver_desk import EXPIRES, NOW, PEOPLE, Desk

EARLIER = """\
TITLE: v2
FCM: NON-DROP FRAME

001  B002     V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00
* FROM CLIP NAME: B002.mov
002  A001     V     C        00:00:00:00 00:00:04:00 00:00:01:00 00:00:05:00
* FROM CLIP NAME: A001.mov
003  B002     V     C        00:00:01:00 00:00:05:00 00:00:05:00 00:00:09:00
* FROM CLIP NAME: B002.mov
"""
AGAIN = (
    EARLIER
    + """\
004  A001     V     C        00:00:00:00 00:00:04:00 00:00:09:00 00:00:13:00
* FROM CLIP NAME: A001.mov
"""
)


def said(applied: Applied) -> list[str]:
    for finding in applied.said:
        assert wording.message(finding, "fr") and wording.message(finding, "en")
    return [finding.rule for finding in applied.said]


def moved(finding: Finding, frames: int, desk: Desk) -> Finding:
    record = finding.place.record
    assert record is not None
    return replace(finding, place=replace(finding.place, record=record.shift(desk.dossier().cut.rate.time_of(frames))))


def test_it_waives_its_finding_and_nothing_else(desk: Desk) -> None:
    finding, other = desk.finding(), desk.finding(start=110, end=120)
    waiver = desk.waive(finding)
    applied = desk.apply(finding, other, desk.caption())
    assert [bool(one.waived) for one in applied.findings] == [True, False, False] and applied.said == ()
    waived = applied.findings[0].waived
    assert waived is not None and applied.findings[0].severity == "error"
    assert (waived.waiver, waived.person, waived.role) == (waiver.file, "A. Tremblay", "post supervisor")
    assert waived.expires == EXPIRES and waived.subject == waiver.whole


def test_a_ripple_keeps_it_alive(desk: Desk) -> None:
    finding, caption = desk.finding(), desk.caption()
    desk.waive(finding)
    desk.waive(caption)
    desk.edit("cuts/v2.edl", lambda _: EARLIER)
    desk.edit(
        "captions/v2.en.srt", lambda text: text.replace("00:00:03,", "00:00:04,").replace("00:00:01,", "00:00:02,")
    )
    applied = desk.apply(moved(finding, 25, desk), desk.caption())
    assert all(one.waived for one in applied.findings) and said(applied) == []


def test_the_same_shot_used_again_is_another_place(desk: Desk) -> None:
    finding = desk.finding()
    desk.waive(finding)
    desk.edit("cuts/v2.edl", lambda _: AGAIN)
    applied = desk.apply(moved(finding, 25, desk), moved(finding, 225, desk))
    assert [bool(one.waived) for one in applied.findings] == [True, False]


TRIM = ("00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00", "00:00:00:12 00:00:04:00 00:00:00:12 00:00:04:00")
CHANGES: dict[str, tuple[Callable[[str], str], str, str]] = {
    "trimmed": (lambda t: t.replace(*TRIM), "waivers.shot-trimmed", "12"),
    "slipped": (
        lambda t: t.replace("00:00:00:00 00:00:04:00 00:00:00:00", "00:00:00:00 00:00:04:00 00:00:00:00")
        .replace("A001     V     C        00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00",
                 "A001     V     C        00:00:00:05 00:00:03:05 00:00:00:00 00:00:03:00"),
        "waivers.shot-", "",
    ),
    "replaced": (lambda t: t.replace("A001", "B002"), "waivers.shot", ""),
    "retimed": (
        lambda t: t.replace("* FROM CLIP NAME: A001.mov", "M2   A001  050.0  00:00:00:00\n* FROM CLIP NAME: A001.mov"),
        "waivers.shot", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", CHANGES)
def test_a_change_of_the_cut_kills_it_and_the_map_says_why(desk: Desk, how: str) -> None:
    finding = desk.finding(start=0, end=100)
    desk.waive(finding)
    change, rule, frames = CHANGES[how]
    desk.edit("cuts/v2.edl", change)
    applied = desk.apply(replace(finding, place=replace(finding.place, record=desk.dossier().cut.shots[0].record_span)))
    assert not applied.findings[0].waived and len(applied.said) == 1
    assert applied.said[0].rule.startswith(rule) and frames in wording.message(applied.said[0], "en")


def test_another_text_kills_a_captions_waiver(desk: Desk) -> None:
    desk.waive(desk.caption())
    desk.edit("captions/v2.en.srt", lambda text: text.replace("a steady", "an unsteady"))
    applied = desk.apply(desk.caption())
    assert not applied.findings[0].waived and said(applied) == ["waivers.caption-changed"]


def test_another_captions_text_does_not(desk: Desk) -> None:
    desk.waive(desk.caption())
    desk.edit("captions/v2.en.srt", lambda text: text.replace("goes on", "goes on and on"))
    assert desk.apply(desk.caption()).findings[0].waived


def test_another_paper_kills_it(desk: Desk) -> None:
    finding = replace(desk.paper(), place=Place(file="rights/licence.txt"))
    desk.edit("picturelock.toml", lambda text: text.replace('"post supervisor"', '"legal"'))
    desk.waive(finding)
    assert desk.apply(finding).findings[0].waived
    desk.edit("rights/licence.txt", lambda text: text + " ")
    applied = desk.apply(finding)
    assert not applied.findings[0].waived and said(applied) == ["waivers.file-changed"]


def test_a_source_used_more_kills_it(desk: Desk) -> None:
    finding = desk.paper()
    desk.edit("picturelock.toml", lambda text: text.replace('"post supervisor"', '"producer"'))
    desk.waive(finding)
    assert desk.apply(finding).findings[0].waived
    desk.edit("cuts/v2.edl", lambda _: EARLIER)
    assert said(desk.apply(finding)) == ["waivers.shots-changed"]


def test_another_measurement_kills_it(desk: Desk) -> None:
    desk.waive(desk.finding())
    applied = desk.apply(desk.finding(frames=4))
    assert not applied.findings[0].waived and said(applied) == ["waivers.facts-changed"]
    assert applied.said[0].evidence["before"] == "3" and applied.said[0].evidence["now"] == "4"


def test_what_it_waived_is_mended(desk: Desk) -> None:
    desk.waive(desk.finding())
    applied = desk.apply()
    assert said(applied) == ["waivers.unneeded"] and applied.said[0].severity == "info"


def test_a_shot_that_is_gone_takes_it_along(desk: Desk) -> None:
    desk.waive(desk.finding())
    desk.edit("cuts/v2.edl", lambda text: text.replace("A001", "C009"))
    assert desk.apply().said[0].severity == "info"


def alter(desk: Desk, old: str, new: str) -> None:
    file = next((desk.root / "waivers").glob("*.toml"))
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


ALTERED = {
    "rule": ('"continuity.flash-frame"', '"continuity.gap"'),
    "production": ('production = "La Lettre"', 'production = "Le Pont"'),
    "delivery": ('delivery = ""', 'delivery = "tv"'),
    "spec": ('spec = "ebu-r128"', 'spec = "atsc-a85"'),
    "reason": ("It is meant so.", "It is meant."),
    "role": ('role = "post supervisor"', 'role = "producer"'),
    "made": (f'made = "{NOW:%Y}', f'made = "{NOW.year - 1}'),
    "expires": (f"expires = {EXPIRES}", f"expires = {EXPIRES + dt.timedelta(days=1)}"),
    "evidence": ('"frames" = 3', '"frames" = 4'),
    "evidence kind": ('"frames" = 3', '"frames" = 3.0'),
    "record": ('"record" = [7056', '"record" = [7057'),
    "track": ('"track" = "V1"', '"track" = "V2"'),
    "shot": ('"shot" = "V1:1"', '"shot" = "V1:2"'),
    "history": ('history = ""', f'history = "1 sha256:{"0" * 64}"'),
}


@pytest.mark.parametrize("field", ALTERED)
def test_every_field_is_signed(desk: Desk, field: str) -> None:
    desk.waive(desk.finding())
    alter(desk, *ALTERED[field])
    applied = desk.apply(desk.finding())
    assert not applied.findings[0].waived and said(applied) == ["waivers.forged"]
    assert applied.said[0].severity == "error"


@pytest.mark.parametrize("key", ["subject", "cut"])
def test_hashes_are_signed_too(desk: Desk, key: str) -> None:
    waiver = desk.waive(desk.finding())
    old = waiver.cut if key == "cut" else waiver.subject["frames"]
    alter(desk, old, "sha256:" + "0" * 64)
    assert said(desk.apply(desk.finding())) == ["waivers.forged"]


MALFORMED = {
    "no TOML": lambda text: text + "\n[",
    "another schema": lambda text: text.replace("waiver-1", "waiver-2"),
    "an unknown key": lambda text: 'colour = "red"\n' + text,
    "no reason": lambda text: text.replace("It is meant so.", " "),
    "no expiry": lambda text: text.replace(f"expires = {EXPIRES}\n", ""),
    "expiry in words": lambda text: text.replace(f"expires = {EXPIRES}", 'expires = "never"'),
    "no subject": lambda text: text[: text.index("[subject]")],
    "a subject of facts alone": lambda text: "\n".join(line for line in text.split("\n") if not line.startswith('"frames" = "')),
    "a hash that is none": lambda text: text.replace("sha256:", "md5:"),
    "a place backwards": lambda text: text.replace('"record" = [', '"record" = [99999999999, '),
    "empty": lambda text: "",
    "huge": lambda text: text + "#" * 200_000,
}  # fmt: skip


@pytest.mark.parametrize("how", MALFORMED)
def test_what_is_no_waiver_is_said_to_be_none(desk: Desk, how: str) -> None:
    desk.waive(desk.finding())
    desk.edit("waivers/continuity-flash-frame-1.toml", MALFORMED[how])
    applied = desk.apply(desk.finding())
    assert not applied.findings[0].waived and said(applied) == ["waivers.unreadable"]


def test_unsigned_signed_by_nobody_known_or_by_another(desk: Desk) -> None:
    waiver = desk.waive(desk.finding())
    alter(desk, waiver.signature, "")
    assert said(desk.apply(desk.finding())) == ["waivers.unsigned"]
    alter(desk, 'signature = ""', f'signature = "{keys.sign(desk.keys["B. Côté"], waiver.signed())}"')
    assert said(desk.apply(desk.finding())) == ["waivers.forged"]
    alter(desk, 'person = "A. Tremblay"', 'person = "Nobody"')
    assert said(desk.apply(desk.finding())) == ["waivers.unknown-person"]


def test_a_key_that_was_taken_off_the_list(desk: Desk) -> None:
    desk.waive(desk.finding())
    desk.edit("picturelock.toml", lambda text: text.replace(keys.public_of(desk.keys["A. Tremblay"]), ""))
    assert said(desk.apply(desk.finding())) == ["waivers.unknown-person"]


def test_a_role_that_changed(desk: Desk) -> None:
    desk.waive(desk.finding())
    desk.edit("picturelock.toml", lambda text: text.replace('role = "post supervisor"', 'role = "runner"'))
    assert said(desk.apply(desk.finding())) == ["waivers.other-role"]


def test_another_production_delivery_and_place(desk: Desk) -> None:
    desk.waive(desk.finding())
    desk.edit("picturelock.toml", lambda text: text.replace('title = "La Lettre"', 'title = "Le Pont"'))
    assert said(desk.apply(desk.finding())) == ["waivers.other-production"]
    desk.edit("picturelock.toml", lambda text: text.replace('title = "Le Pont"', 'title = "La Lettre"'))
    desk.edit("picturelock.toml", lambda text: text.replace('spec = "ebu-r128"', 'spec = "atsc-a85"'))
    assert said(desk.apply(desk.finding())) == ["waivers.other-production"]


def test_replayed_for_another_place(desk: Desk) -> None:
    waiver = desk.waive(desk.finding())
    copy = desk.root / "waivers/again.toml"
    shutil.copy(desk.root / waiver.file, copy)
    there = desk.finding(start=30, end=55)
    assert not desk.apply(there).findings[0].waived
    assert [bool(one.waived) for one in desk.apply(desk.finding(), there).findings] == [True, False]


def test_it_expires_with_its_last_day(desk: Desk) -> None:
    desk.waive(desk.finding())
    last = dt.datetime.combine(EXPIRES, dt.time(22), dt.UTC)
    assert desk.apply(desk.finding(), now=last).findings[0].waived
    applied = desk.apply(desk.finding(), now=last + dt.timedelta(days=1))
    assert not applied.findings[0].waived and said(applied) == ["waivers.expired"]


def test_a_clock_that_was_set_back_brings_none_back(desk: Desk) -> None:
    """The waiver's own line in the history was written by the real clock, far behind which this one is."""
    desk.waive(desk.finding(), expires=NOW.date() + dt.timedelta(days=8))
    back = dt.datetime.now(dt.UTC) - dt.timedelta(days=400)
    applied = desk.apply(desk.finding(), now=back)
    assert not applied.findings[0].waived
    assert said(applied) == ["history.clock-back", "waivers.from-tomorrow"]


def test_hard_rules_and_other_peoples_rules(desk: Desk) -> None:
    hard = replace(desk.finding(), rule="continuity.offline")
    with pytest.raises(UsageError, match="hard failure"):
        desk.waive(hard)
    with pytest.raises(UsageError, match="may not waive"):
        desk.waive(desk.caption(), who="B. Côté")
    with pytest.raises(UsageError, match="no error"):
        desk.waive(replace(desk.finding(), severity="warning"))
    with pytest.raises(UsageError, match="hold on to"):
        desk.waive(Finding("rights.window", "error", Place(), {"a": 1}))


def signed(desk: Desk, who: str, **changes: object) -> None:
    """A waiver that its maker's own tools would refuse, with a true signature all the same."""
    waiver = desk.waive(desk.finding())
    whole = replace(waiver, person=who, role=dict(PEOPLE)[who], **changes)  # type: ignore[arg-type]
    whole = replace(whole, signature=keys.sign(desk.keys[who], whole.signed()))
    (desk.root / waiver.file).unlink()
    write_waiver(desk.root / waiver.file, whole)


def test_a_true_signature_is_not_enough(desk: Desk) -> None:
    signed(desk, "A. Tremblay", rule="continuity.offline")
    assert said(desk.apply(replace(desk.finding(), rule="continuity.offline"))) == ["waivers.hard-rule"]


def test_nor_for_a_rule_of_another_role(desk: Desk) -> None:
    signed(desk, "B. Côté", rule="captions.line-length")
    assert said(desk.apply(desk.finding())) == ["waivers.no-right"]


def test_nor_for_ever(desk: Desk) -> None:
    signed(desk, "A. Tremblay", expires=dt.date(2099, 1, 1))
    assert said(desk.apply(desk.finding())) == ["waivers.too-long"]


def test_the_cut_that_it_was_made_on_is_lost_or_altered(desk: Desk) -> None:
    desk.waive(desk.finding())
    kept = next((desk.root / "waivers/cuts").glob("*.plcut"))
    text = kept.read_text(encoding="utf-8")
    kept.write_text(text.replace('"A001.mov"', '"A002.mov"'), encoding="utf-8")
    assert said(desk.apply(desk.finding())) == ["waivers.cut-gone"]
    kept.unlink()
    assert said(desk.apply(desk.finding())) == ["waivers.cut-gone"]


@pytest.mark.parametrize("what", ["file", "cut"])
def test_links_are_not_followed(desk: Desk, tmp_path: Path, what: str) -> None:
    waiver = desk.waive(desk.finding())
    path = desk.root / waiver.file if what == "file" else next((desk.root / "waivers/cuts").glob("*"))
    path.replace(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert not desk.apply(desk.finding()).findings[0].waived
