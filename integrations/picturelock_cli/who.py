"""Who may waive a rule, in words."""

from __future__ import annotations

from picturelock.wording import say


def roles_for(rule: str) -> tuple[str, ...]:
    """The roles that may waive a rule; () = nobody."""
    from picturelock.waivers import rules

    return rules.load().roles_for(rule)


def who_may_waive(rule: str, language: str) -> str:
    """Who may waive a rule, as a sentence."""
    roles = ", ".join(say(f"role_{role}", language) for role in roles_for(rule))
    return say("waivable_by", language, roles=roles) if roles else say("waivable_hard", language)
