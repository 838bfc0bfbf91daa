"""Which rules can be waived, and by whom: `rules.toml`. A rule that is not listed there cannot."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Rules:
    """What `rules.toml` says."""

    roles: Mapping[str, frozenset[str]]
    """How productions call each role, folded."""
    waivable: Mapping[str, tuple[str, ...]]
    """The roles that may waive a rule."""
    hard: frozenset[str]
    """Rules that nobody may waive."""
    longest_days: int
    """How long a waiver may hold."""
    whole_source: frozenset[str]
    """Trades whose findings concern all that a cut uses of a source, wherever they point."""
    of_master: frozenset[str]
    """Trades whose findings are measurements of the master, wherever they point."""

    def may_waive(self, rule: str, role: str) -> bool:
        """True where somebody whom the production calls so may waive a rule."""
        called = folded(role)
        return self.can_be_waived(rule) and any(called in self.roles[name] for name in self.waivable[rule])

    def names_of(self, role: str) -> tuple[str, ...]:
        """What `rules.toml` calls the role that a production calls so; () = it is none that it knows."""
        called = folded(role)
        return tuple(name for name, others in self.roles.items() if called in others)

    def can_be_waived(self, rule: str) -> bool:
        """False for a hard rule, and for one that is not listed."""
        return rule in self.waivable and rule not in self.hard

    def roles_for(self, rule: str) -> tuple[str, ...]:
        """Who may waive a rule; nobody for a hard one."""
        return self.waivable.get(rule, ()) if self.can_be_waived(rule) else ()


@cache
def load() -> Rules:
    """The rules, read once."""
    data = tomllib.loads(files("picturelock.waivers").joinpath("rules.toml").read_text(encoding="utf-8"))
    roles = {name: frozenset(map(folded, (name, *called))) for name, called in data["roles"].items()}
    waivable = {rule: tuple(group["roles"]) for group in data["waivable"] for rule in group["rules"]}
    return Rules(
        roles=roles,
        waivable=waivable,
        hard=frozenset(data["hard"]["rules"]),
        longest_days=data["longest_days"],
        whole_source=frozenset(data["whole_source"]),
        of_master=frozenset(data["of_master"]),
    )


def roles_for(rule: str) -> tuple[str, ...]:
    """The roles that may waive a rule, by their names in `rules.toml`; () = a hard one, which nobody may."""
    return load().roles_for(rule)


def folded(text: str) -> str:
    """A role as it is compared: without capitals, doubled spaces and hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("-", " ").split())
