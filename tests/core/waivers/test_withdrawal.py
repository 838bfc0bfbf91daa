"""Who takes a waiver back signs for it; whatever a withdrawal says, it never lets a waiver live that is gone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from picturelock import wording
from picturelock.errors import OutputError, UsageError
from picturelock.production import journal
from picturelock.waivers import keys, withdrawal
from picturelock.waivers.waiver_file import write_waiver
from waiver_desk import PEOPLE, Desk


def said(desk: Desk) -> list[str]:
    applied = desk.apply(desk.finding())
    assert not applied.findings[0].waived
    assert all(wording.message(one, "fr") and wording.message(one, "en") for one in applied.said)
    return [one.rule for one in applied.said]


def edit(desk: Desk, change: Callable[[dict[str, Any]], object]) -> None:
    """Alter the one withdrawal on disk."""
    file = next((desk.root / "waivers/withdrawn").glob("*.json"))
    document = json.loads(file.read_text(encoding="utf-8"))
    change(document)
    file.write_text(json.dumps(document), encoding="utf-8")


def test_it_is_signed_kept_and_in_the_history(desk: Desk) -> None:
    waiver = desk.waive(desk.finding())
    kept = desk.withdraw(waiver.file)
    assert kept.is_file() and said(desk) == []
    entry = journal.read(desk.root).entries[-1]
    assert (entry.stage, entry.who, entry.inputs["waiver"]) == ("withdraw", "A. Tremblay", waiver.digest)
    (one,), doubts = withdrawal.read_all(desk.dossier().production)
    assert (one.person, one.hash, doubts) == ("A. Tremblay", waiver.digest, ())
    with pytest.raises(UsageError, match="no waiver named"):
        desk.withdraw("../x")
    assert desk.waive(desk.finding()).file != waiver.file


def test_another_who_may_waive_that_rule_may_take_it_back_and_nobody_else(desk: Desk) -> None:
    captions, flash = desk.waive(desk.caption()), desk.waive(desk.finding())
    with pytest.raises(UsageError, match=r"\(editor\) may not take back captions-line-length-1"):
        desk.withdraw(captions.file, "B. Côté")
    assert (desk.root / captions.file).is_file() and not (desk.root / "waivers/withdrawn").exists()
    desk.withdraw(flash.file, "B. Côté")  # an editor may waive a flash frame


def test_what_has_no_effect_anybody_who_may_sign_may_take_out(desk: Desk) -> None:
    waiver = desk.waive(desk.caption())
    for change in (lambda text: text.replace("It is meant", "It was meant"), lambda text: text + "\n["):
        desk.edit(waiver.file, change)
    desk.withdraw(waiver.file, "B. Côté")
    assert journal.read(desk.root).entries[-1].who == "B. Côté"


def test_a_withdrawal_outlives_the_history_that_held_it(desk: Desk) -> None:
    """The history is set back to before it, and the waiver put back: the signed withdrawal still stands against it."""
    waiver = desk.waive(desk.finding())
    before = {name: (desk.root / name).read_bytes() for name in (journal.FILE, journal.HEAD)}
    kept = desk.withdraw(waiver.file)
    shutil.copy(kept, desk.root / waiver.file)
    for name, data in before.items():
        (desk.root / name).write_bytes(data)
    assert said(desk) == ["waivers.withdrawn"]


def test_one_by_somebody_without_the_right_takes_nothing_back(desk: Desk) -> None:
    waiver = desk.waive(desk.caption())
    production, person = desk.dossier().production, "B. Côté"
    forged = withdrawal.Withdrawal(waiver.digest, person, dict(PEOPLE)[person])
    assert not forged.is_of(waiver) and production.people


FALSE: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "another person": (lambda one: one.update(person="B. Côté", role="editor"), "waivers.withdrawal-forged"),
    "nobody known": (lambda one: one.update(person="N. Body"), "waivers.withdrawal-forged"),
    "another role": (lambda one: one.update(role="producer"), "waivers.withdrawal-forged"),
    "another production": (lambda one: one.update(production="Le Pont"), "waivers.withdrawal-forged"),
    "another waiver": (lambda one: one.update(hash="sha256:" + "0" * 64), "waivers.withdrawal-forged"),
    "no signature": (lambda one: one.update(signature=""), "waivers.withdrawal-forged"),
    "a field more": (lambda one: one.update(colour="red"), "waivers.withdrawal-unreadable"),
    "another schema": (lambda one: one.update(schema="picturelock/waiver-1"), "waivers.withdrawal-unreadable"),
    "a number": (lambda one: one.update(person=7), "waivers.withdrawal-unreadable"),
}


@pytest.mark.parametrize("how", FALSE)
def test_a_false_withdrawal_is_told_and_opens_nothing(desk: Desk, how: str) -> None:
    desk.withdraw(desk.waive(desk.finding()).file)
    change, rule = FALSE[how]
    edit(desk, change)
    assert said(desk) == [rule, "waivers.taken-away"]


def test_a_waiver_that_was_just_deleted_is_told(desk: Desk) -> None:
    (desk.root / desk.waive(desk.finding()).file).unlink()
    assert said(desk) == ["waivers.taken-away"]


def test_an_old_withdrawal_that_nobody_signed_still_counts(desk: Desk) -> None:
    """As they were made before: a line in the history, and the file put aside; then put back."""
    waiver = desk.waive(desk.finding())
    journal.append(desk.root, "withdraw", waiver.made, who="", inputs={"waiver": waiver.digest})
    assert said(desk) == ["waivers.withdrawn"]


def test_links_and_a_broken_history(desk: Desk) -> None:
    waiver = desk.waive(desk.finding())
    (desk.root / "elsewhere").mkdir()
    (desk.root / "waivers/withdrawn").symlink_to(desk.root / "elsewhere")
    with pytest.raises(OutputError, match="is a link"):
        desk.withdraw(waiver.file)
    (desk.root / "waivers/withdrawn").unlink()
    (desk.root / journal.HEAD).unlink()
    with pytest.raises(OutputError, match="history"):
        desk.withdraw(waiver.file)
    assert (desk.root / waiver.file).is_file()


def test_a_true_waiver_of_a_hard_rule_may_be_taken_out_by_anybody_who_signs(desk: Desk) -> None:
    waiver = desk.waive(desk.finding())
    hard = replace(waiver, rule="continuity.offline")
    hard = replace(hard, signature=keys.sign(desk.keys["A. Tremblay"], hard.signed()))
    (desk.root / waiver.file).unlink()
    write_waiver(desk.root / waiver.file, hard)
    desk.withdraw(waiver.file, "B. Côté")
