"""What a ledger holds: one permission for each entry, what it is for, and what it does not allow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from picturelock.rights.data import load
from picturelock.rights.media import ALL
from picturelock.times import Flicks

_KINDS = load("kinds")
KINDS: tuple[str, ...] = tuple(_KINDS["kinds"])
RELEASES = frozenset(kind for kind, entry in _KINDS["kinds"].items() if entry.get("release"))
"""Kinds of what a person, a place or a mark allows: each must, whatever the others do."""
PERSONAL = frozenset(kind for kind, entry in _KINDS["kinds"].items() if entry.get("person"))
"""Kinds of what a person allows."""
CLEARS: Mapping[str, frozenset[str]] = MappingProxyType(
    {kind: frozenset(entry.get("clears", ())) for kind, entry in _KINDS["kinds"].items()}
)
"""What of a source a kind of permission is for: "picture", "sound", "music" (a composition, which is no recording)."""
CONSENTS: tuple[str, ...] = tuple(_KINDS["consents"])
STATUSES: tuple[str, ...] = tuple(_KINDS["status"])
EDITS: tuple[str, ...] = tuple(_KINDS["edits"])
WRITERS, PUBLISHERS = frozenset(_KINDS["roles"]["writers"]), frozenset(_KINDS["roles"]["publishers"])
REQUIRED = ("asset", "kind", "owner", "territories", "media", "end")
IDENTIFIERS = ("isrc", "iswc", "isan", "eidr", "isni")
COLUMNS = (
    *REQUIRED, "languages", "start", "evidence", "note", "title", "exclusive", "holdbacks", "runs", "seconds", "edits",
    "credit", "hash", "consent", "needs", "person", "people", "minor", "guardian", "scope", "status", "approved_cut",
    "approved_hash",
    *IDENTIFIERS, "contributors", "usage", "origin", "artist", "label", "catalogue",
)  # fmt: skip
"""Keys of an entry, and columns of a table."""
PENDING = "pending"
EXPIRED = "expired"
SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Holdback:
    """Where and when something may not be shown. What it leaves open, it forbids altogether."""

    territories: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who shares in a piece of music."""

    name: str
    role: str = ""
    """One of WRITERS or PUBLISHERS; "" = not said."""
    share: Fraction | None = None
    """Percent; None = not said."""
    society: str = ""
    ipi: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What identifies a work, and what a cue sheet says of it."""

    title: str = ""
    artist: str = ""
    usage: str = ""
    """A word of `data/usage.toml`, or a society's own code."""
    origin: str = ""
    label: str = ""
    catalogue: str = ""
    identifiers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By IDENTIFIERS, as they are written."""
    contributors: tuple[Contributor, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a permission does not allow, and what it asks for."""

    exclusive: bool = False
    holdbacks: tuple[Holdback, ...] = ()
    runs: int | None = None
    """How many times it may be broadcast; None = not counted."""
    seconds: Flicks | None = None
    """How much of it may be on screen or heard; None = all."""
    edits: frozenset[str] = frozenset()
    """Of EDITS: what may not be done to it."""
    credit: str = ""
    """The line that the end credits must have."""
    hash: str = ""
    """Of the paper when it was approved: "sha256:" or "xxh128:" and hex digits."""
    status: str = ""
    """One of STATUSES; "" = the paper alone says."""
    approved_cut: str = ""
    """The cut against which it was approved, relative to the production; "" = none in particular."""
    approved_hash: str = ""
    """Of that cut's file when it was approved, as `hash`."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agrees to."""

    kinds: frozenset[str] = frozenset()
    """Of CONSENTS; empty = not said."""
    needs: frozenset[str] = frozenset()
    """Of CONSENTS: what this use needs that person's consent for."""
    person: str = ""
    people: tuple[str, ...] = ()
    """Who is seen or heard in it, and must have consented."""
    minor: bool = False
    guardian: str = ""
    scope: str = ""
    """What for, in words."""


@dataclass(frozen=True, slots=True)
class Clearance:
    """One permission. What it does not say, it does not give: only languages and start may be left open."""

    asset: str
    kind: str
    owner: str
    territories: frozenset[str]
    media: frozenset[str]
    """Lower case; {"all"} = every medium."""
    languages: frozenset[str] = frozenset()
    """BCP 47, lower case; empty = every language."""
    start: dt.date | None = None
    """First day; None = begun."""
    end: dt.date | None = None
    """Last day, included; None = perpetual."""
    evidence: str = ""
    """The paper that proves it, relative to the production."""
    note: str = ""
    place: str = ""
    """Where in the ledger: "entry 3", "line 7", "Droits!A7"."""
    line: int | None = None
    terms: Terms = Terms()
    consent: Consent = Consent()
    work: Work = Work()
    drafted: bool = False
    """Pending, and not all of it said yet: it gives nothing."""

    @property
    def group(self) -> tuple[str, str]:
        """Permissions of one group complete each other; each group must cover the delivery by itself."""
        if self.kind not in RELEASES:
            return self.kind, ""
        return self.kind, (self.consent.person or self.owner).casefold()


@dataclass(frozen=True, slots=True)
class Ledger:
    """All clearances of a production, in the order of the file."""

    file: Path
    clearances: tuple[Clearance, ...]
    film: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What `[film]` says of the film itself: title, isan, eidr, producer, country, year."""


__all__ = ("ALL", "Clearance", "Consent", "Contributor", "Holdback", "Ledger", "Terms", "Work")
