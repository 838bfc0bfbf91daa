"""Who may waive a rule, in words."""

from __future__ import annotations


def roles_for(rule: str) -> tuple[str, ...]:
    """The roles that may waive a rule; () = nobody."""
    from picturelock.waivers import rules

    return rules.load().roles_for(rule)


def who_may_waive(rule: str, language: str) -> str:
    """Who may waive a rule, as a sentence."""
    from picturelock.report import roles

    return roles.who_may_waive(roles_for(rule), language)
