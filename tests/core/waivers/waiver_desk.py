"""Where waivers are made in tests: a production on disk, with two people who may sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.dossier import collect
from picturelock.findings import Finding, Place
from picturelock.production import Dossier, load
from picturelock.times import Span
from picturelock.waivers import make
from picturelock.waivers.apply import Applied, apply
from picturelock.waivers.model import Waiver
from picturelock.waivers.withdrawal import withdraw

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
"""The history is dated by the real clock."""
EXPIRES = NOW.date() + dt.timedelta(days=100)
PEOPLE = (("A. Tremblay", "post supervisor"), ("B. Côté", "editor"))


@dataclass
class Desk:
    """Where waivers are made: a production on disk, and the keys of its people."""

    root: Path
    keys: dict[str, Ed25519PrivateKey]

    def dossier(self) -> Dossier:
        return replace(collect(load(self.root)), today=NOW.date())

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        file = self.root / name
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")

    def finding(self, rule: str = "continuity.flash-frame", start: int = 25, end: int = 50, **facts: int) -> Finding:
        rate = self.dossier().cut.rate
        place = Place(record=Span(rate.time_of(start), rate.time_of(end)), track="V1", shot="V1:1")
        return Finding(rule, "error", place, {"frames": 3, **facts}, "a house rule")

    def caption(self, cue: str = "1", rule: str = "captions.line-length") -> Finding:
        track = self.dossier().captions[0].captions
        assert track is not None
        span = next(one.span for one in track.cues if one.id == cue)
        return Finding(
            rule,
            "error",
            Place(file="captions/v2.en.srt", cue=cue, record=span),
            {"cue": cue, "characters": 50, "limit": "42 characters", "text": "x"},
        )

    def paper(self) -> Finding:
        return Finding(
            "rights.window", "error", Place(file="rights/licence.txt", source="B002.mov"), {"missing": "2031"}
        )

    def waive(self, finding: Finding, who: str = "A. Tremblay", **changes: object) -> Waiver:
        dossier = self.dossier()
        person = next(one for one in dossier.production.people if one.name == who)
        drafted = make.draft(finding, dossier, person, "It is meant so.", EXPIRES, NOW)
        return make.issue(replace(drafted, **changes), dossier, self.keys[who], NOW)  # type: ignore[arg-type]

    def withdraw(self, name: str, who: str = "A. Tremblay") -> Path:
        """Take a waiver back in somebody's name; gives where it is kept."""
        production = self.dossier().production
        return withdraw(production, name, make.person_of(production, self.keys[who]), self.keys[who], NOW)

    def apply(self, *findings: Finding, now: dt.datetime = NOW) -> Applied:
        return apply(replace(self.dossier(), today=now.date()), findings, now)
