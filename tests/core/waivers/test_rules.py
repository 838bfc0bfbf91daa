"""Every worded rule is put on one side or the other: hard, or waivable by somebody."""

from __future__ import annotations

from picturelock import wording
from picturelock.waivers import rules

NEVER_JUDGED = {"conform", "package", "ui", "gate", "report", "transcription"}
"""Trades whose findings no verdict holds; those of the gate itself are hard because they are listed nowhere."""


def worded() -> set[str]:
    found = set()
    for file in (wording._FOLDER / "en").glob("*.toml"):
        trade = file.stem.partition(".")[0]
        entries = wording.table("en", trade).items()
        found |= {f"{trade}.{name}" for name, entry in entries if isinstance(entry, dict) and "message" in entry}
    return {rule for rule in found if rule.partition(".")[0] not in NEVER_JUDGED}


def test_every_rule_is_listed_once() -> None:
    known = rules.load()
    assert known.hard & known.waivable.keys() == set()
    listed = known.hard | known.waivable.keys()
    assert worded() - listed == set(), "put these into waivers/rules.toml"
    assert listed - worded() == set(), "these are no rules any more"


def test_a_rule_that_is_not_listed_is_hard() -> None:
    known = rules.load()
    for rule in ("gate.empty-cut", "waivers.forged", "history.altered", "rights.brand-new"):
        assert not known.can_be_waived(rule) and not known.may_waive(rule, "post supervisor")


def test_every_waivable_rule_is_somebodys_and_every_role_is_known() -> None:
    known = rules.load()
    for rule, roles in known.waivable.items():
        assert roles and set(roles) <= known.roles.keys(), rule


def test_roles_are_known_in_both_languages_and_whatever_their_capitals() -> None:
    known = rules.load()
    for role in ("Post Supervisor", "post-supervisor", "POST  SUPERVISOR", "Superviseuse de postproduction"):
        assert known.may_waive("captions.line-length", role), role
    for role in ("", "runner", "post", "postsupervisor"):
        assert known.may_waive("captions.line-length", role) is (role == "post"), role
