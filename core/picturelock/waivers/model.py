"""What a waiver says, and the bytes of it that are signed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from picturelock.findings import Fact

SCHEMA = "picturelock/waiver-1"
SUFFIX = ".toml"
CUTS = "cuts"
"""The folder, in that of the waivers, of the cuts that they were made on."""
WITHDRAWN = "withdrawn"
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Held:
    """The place of the finding that is waived."""

    file: str = ""
    """Relative to the production."""
    record: tuple[int, int] | None = None
    """Record time in flicks, on the cut that the waiver keeps."""
    track: str = ""
    shot: str = ""
    cue: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """That a person takes one finding upon themselves. Every field but `file` and `signature` is signed."""

    file: str
    """Relative to the production."""
    production: str
    """Its title."""
    delivery: str
    """Its name; "" where the production has one only."""
    spec: str
    rule: str
    place: Held
    evidence: Mapping[str, Fact]
    reason: str
    person: str
    role: str
    made: dt.datetime
    """In UTC, to the second."""
    expires: dt.date
    """The last day on which it holds: until that day is over everywhere on earth."""
    subject: Mapping[str, str]
    """What is waived, hashed: "facts", and what of "frames", "caption", "files", "terms" lies under the finding (`subject`)."""
    cut: str
    """Hash of the cut that it was made on, kept in the folder `cuts`."""
    history: str
    """Where the production's history stood: a count of lines and the hash of the last, or ""."""
    signature: str = ""

    def signed(self) -> bytes:
        """The bytes that are signed: a line with the schema, then all fields as JSON.

        Keys are in order of their code points, without white space, UTF-8 and nothing escaped that JSON does not ask for;
        dates as ISO 8601; what a field leaves out is null. `docs/waivers.md` shows an example.
        """
        place = self.place
        return canonical(
            SCHEMA,
            {
                "production": self.production,
                "delivery": self.delivery,
                "spec": self.spec,
                "rule": self.rule,
                "place": {
                    "file": place.file,
                    "record": list(place.record) if place.record else None,
                    "track": place.track,
                    "shot": place.shot,
                    "cue": place.cue,
                    "source": place.source,
                },
                "evidence": dict(self.evidence),
                "reason": self.reason,
                "person": self.person,
                "role": self.role,
                "made": instant(self.made),
                "expires": self.expires.isoformat(),
                "subject": dict(self.subject),
                "cut": self.cut,
                "history": self.history,
            },
        )

    @property
    def over(self) -> dt.datetime:
        """When it holds no more, whatever this machine's time zone: its last day then is over everywhere on earth."""
        return end_of(self.expires)

    @property
    def digest(self) -> str:
        """What the production's history knows it by: the hash of all that was signed, with the signature."""
        return hash_bytes(self.signed() + self.signature.encode("utf-8", "surrogatepass"))

    @property
    def whole(self) -> str:
        """One hash for the whole subject."""
        return hash_of(dict(self.subject))


def canonical(schema: str, fields: Mapping[str, Any]) -> bytes:
    """Fields as the bytes that are signed or hashed. Raises ValueError for a number that JSON has not."""
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"{schema}\n{text}".encode("utf-8", "surrogatepass")


def hash_of(value: Any) -> str:
    """The SHA-256 of a JSON value in its one canonical form, "sha256:" and 64 hex digits."""
    return hash_bytes(canonical("", {"value": value}))


def hash_bytes(data: bytes) -> str:
    """The SHA-256 of some bytes, "sha256:" and 64 hex digits."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def end_of(day: dt.date) -> dt.datetime:
    """When a day is over everywhere on earth: at midnight in UTC-12, the last time zone, which is noon of the next day in UTC."""
    return dt.datetime.combine(day, dt.time(12), dt.UTC) + dt.timedelta(days=1) if day < dt.date.max else _NEVER


def instant(time: dt.datetime) -> str:
    """A time as it is signed: UTC, whole seconds, "2026-11-22T13:00:00Z"."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
