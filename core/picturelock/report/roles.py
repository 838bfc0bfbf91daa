"""Who may waive a rule, in words."""

from __future__ import annotations

from collections.abc import Sequence

from picturelock.wording import say


def named(roles: Sequence[str], language: str) -> str:
    """ "post supervision, production": the roles of `waivers/rules.toml`; "nobody" of a hard rule, which has none."""
    return ", ".join(say(f"role_{role}", language) for role in roles) or say("csv_hard", language)


def who_may_waive(roles: Sequence[str], language: str) -> str:
    """The same as a sentence."""
    return say("waivable_by", language, roles=named(roles, language)) if roles else say("waivable_hard", language)
