"""A set of rules on AI, read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from picturelock.production.orders import AiElement

WHAT = ("disclosure", "approval", "consent", "authorship", "notice", "label", "share")
"""disclosure: it is told, with what `needs` lists. approval: in writing, before it is delivered. consent: a paper of the person.
authorship: a person shaped it. notice: something that no file proves, such as 48 hours before a replica is made. label: the
audience is told. share: how much of the film may be generated."""
NEEDS = ("version", "digital_source", "authored_by", "note", "person")
"""Fields of an element that a disclosure may need; its name, kind and tool are always there."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked."""

    what: str
    """One of WHAT."""
    kinds: frozenset[str]
    """Empty = all."""
    roles: frozenset[str]
    """Empty = all."""
    person: bool
    """Only of what is, or may be, somebody's voice or likeness."""
    needs: tuple[str, ...]
    share: float
    mention: tuple[str, ...]
    """In lower case."""
    text: Mapping[str, str]
    """By language of the interface."""
    source: str
    confirmed: bool

    def concerns(self, element: AiElement, of_person: bool) -> bool:
        """True where an element is meant by it."""
        kind = not self.kinds or element.kind in self.kinds
        role = not self.roles or element.role in self.roles
        return kind and role and (of_person or not self.person)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What one body asks."""

    id: str
    title: Mapping[str, str]
    to: Mapping[str, str]
    """Whom one tells."""
    since: dt.date | None
    """None = nobody could find when it began; it holds."""
    note: Mapping[str, str]
    """What else people should know of it; may be empty."""
    asks: tuple[Ask, ...]

    def holds(self, day: dt.date) -> bool:
        """True where it is in force on a day."""
        return self.since is None or self.since <= day
