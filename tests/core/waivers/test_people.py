"""Who somebody is: a name, a role and a key that are theirs alone, and days that are over for everybody."""

from __future__ import annotations

import base64
import datetime as dt
import time
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.errors import InputError, UsageError
from picturelock.production import load
from picturelock.waivers import keys, make, rules
from picturelock.waivers.model import end_of
from waiver_desk import EXPIRES, NOW, Desk

SMALL = (
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
)


def test_keys_for_which_anybody_can_sign_are_none() -> None:
    for text in SMALL:
        public = keys.PREFIX + base64.b64encode(bytes.fromhex(text)).decode()
        assert not keys.is_public(public)
        for point in SMALL:
            signature = keys.PREFIX + base64.b64encode(bytes.fromhex(point) + bytes(32)).decode()
            assert not any(keys.is_signed(public, signature, bytes([one])) for one in range(20))


@pytest.mark.parametrize(
    "name",
    ["A. Tremblay", "a.  tremblay", "А. Тrеmblay", "Α. Tremblay", "Ａ. Tremblay", "A. Tremblay\u200b", "\u202eyalbmerT"],
    ids=["same", "capitals", "cyrillic", "greek", "wide", "unseen", "backwards"],
)  # fmt: skip
def test_two_people_of_one_name(desk: Desk, name: str) -> None:
    public = keys.make(desk.root.parent / "other.pem")
    desk.edit(
        "picturelock.toml", lambda text: text + f'[[people]]\nname = "{name}"\nrole = "producer"\nkey = "{public}"\n'
    )
    with pytest.raises(InputError, match=r"people(: lists|\[3\].name)"):
        load(desk.root)


def test_two_people_of_one_key(desk: Desk) -> None:
    public = keys.public_of(desk.keys["A. Tremblay"])
    desk.edit(
        "picturelock.toml", lambda text: text + f'[[people]]\nname = "C. Roy"\nrole = "producer"\nkey = "{public}"\n'
    )
    with pytest.raises(InputError, match=r"people\[3\].key: is another person's"):
        load(desk.root)


def test_a_role_that_only_looks_like_one_waives_nothing(desk: Desk) -> None:
    desk.edit("picturelock.toml", lambda text: text.replace('"post supervisor"', '"pоst supervisor"'))  # a Cyrillic о
    with pytest.raises(UsageError, match="may not waive"):
        desk.waive(desk.finding())


def test_another_key_in_a_persons_place_ends_what_they_signed(desk: Desk) -> None:
    """Who exchanges the listed key cannot keep the waivers of the one before."""
    desk.waive(desk.finding())
    other = keys.make(desk.root.parent / "other.pem")
    desk.edit("picturelock.toml", lambda text: text.replace(keys.public_of(desk.keys["A. Tremblay"]), other))
    applied = desk.apply(desk.finding())
    assert not applied.findings[0].waived and [one.rule for one in applied.said] == ["waivers.forged"]


@pytest.mark.parametrize("zone", ["UTC", "UTC+12", "UTC-14"])
def test_the_last_day_holds_until_it_is_over_everywhere(desk: Desk, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    """Wherever the machine stands: a person on the last day's evening in Honolulu, and one on the next day's noon in Sydney."""
    if not hasattr(time, "tzset"):
        pytest.skip("not proven: this system sets no time zone for one process")
    desk.waive(desk.finding())
    over = dt.datetime.combine(EXPIRES + dt.timedelta(days=1), dt.time(12), dt.UTC)
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        last = desk.apply(desk.finding(), now=over - dt.timedelta(seconds=1))
        gone = desk.apply(desk.finding(), now=over.astimezone(dt.timezone(dt.timedelta(hours=11))))
    time.tzset()
    assert last.findings[0].waived and not gone.findings[0].waived
    assert [one.rule for one in gone.said] == ["waivers.expired"]


def test_a_day_that_is_not_over_everywhere_can_still_be_named(desk: Desk) -> None:
    dossier = desk.dossier()
    person = dossier.production.people[0]
    day = dt.date(2026, 11, 21)
    noon = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    assert end_of(day) == noon and end_of(dt.date.max) > noon
    make.draft(desk.finding(), dossier, person, "So.", day, noon - dt.timedelta(seconds=1))
    with pytest.raises(UsageError, match="is over"):
        make.draft(desk.finding(), dossier, person, "So.", day, noon)


def test_who_may_waive_is_told_by_rule() -> None:
    assert rules.roles_for("captions.line-length") == ("captions", "post")
    assert rules.roles_for("rights.no-clearance") == rules.roles_for("no.such-rule") == ()


def test_a_private_key_that_is_a_link_or_huge(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "huge.pem"
    file.write_bytes(b"-----BEGIN PRIVATE KEY-----\n" + b"A" * 30_000)
    file.chmod(0o600)
    with pytest.raises(InputError, match="larger"):
        keys.read(file, lambda: "")


def test_a_waiver_of_another_delivery_of_the_same_film(desk: Desk) -> None:
    """Signed for one delivery, its name altered to another's: the signature covers it."""
    waiver = desk.waive(desk.finding())
    stolen = replace(waiver, delivery="tv")
    assert not keys.is_signed(keys.public_of(desk.keys["A. Tremblay"]), waiver.signature, stolen.signed())
    assert waiver.over > NOW
