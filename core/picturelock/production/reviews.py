"""That a person has read a text that a machine made: `X.srt.review.json` beside `X.srt`, in the schema "picturelock/review-1".

It holds the hash of what was read, so that it counts for these words alone: in their order, whatever their times, line breaks
and styles. Captions that are only moved along, or set in other lines, have been read all the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from picturelock.cues import Captions, Cue
from picturelock.errors import InputError
from picturelock.formats.files import write_text
from picturelock.textfile import read_json

SCHEMA = "picturelock/review-1"
SUFFIX = ".review.json"
_KEYS = {"schema", "file", "person", "on", "hash", "captions"}
_MOST_BYTES = 8_000_000
_HASH = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_SHORT = 12
"""Hex digits by which a single caption is known again; the hash of the whole decides whether anything changed."""


@dataclass(frozen=True, slots=True)
class Review:
    """Who read a text, when, and what it said then."""

    person: str
    on: dt.date
    hash: str
    """Of all its words (`hash_of`)."""
    captions: tuple[str, ...]
    """Of each caption in order: only to tell what changed since."""

    @property
    def told(self) -> str:
        """ "A. Tremblay, 2026-11-02"."""
        return f"{self.person}, {self.on.isoformat()}"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a text since it was read."""

    first: Cue | None
    """The first caption that nobody has read; None where captions are only gone, or stand in another order."""
    unread: int
    """Captions that are new or changed."""
    gone: int


def review_path(file: Path) -> Path:
    """Where the review of a caption file lies."""
    return file.with_name(file.name + SUFFIX)


def read_review(file: Path) -> Review | None:
    """The review of a caption file; None without one. Raises InputError for what is none."""
    path = review_path(file)
    if path.is_symlink():
        raise InputError("is a link; expected a file beside its captions.", file=path)
    if not path.exists():
        return None
    data = read_json(path, _MOST_BYTES, "the review of a text")
    try:
        if set(data) != _KEYS or data["schema"] != SCHEMA:
            raise ValueError
        person, hashes = data["person"].strip(), data["captions"]
        if not person or not _HASH.fullmatch(data["hash"]) or not all(isinstance(one, str) for one in hashes):
            raise ValueError
        return Review(person, dt.date.fromisoformat(data["on"]), data["hash"], tuple(hashes))
    except (TypeError, ValueError, AttributeError):
        raise InputError("is not the review of a text.", file=path) from None


def write_review(file: Path, captions: Captions, person: str, on: dt.date) -> Path:
    """Note that a person has read a caption file as it is now, over an earlier review. Raises OutputError."""
    path = review_path(file)
    cues = _in_order(captions)
    document = {
        "schema": SCHEMA,
        "file": file.name,
        "person": " ".join(person.split()),
        "on": on.isoformat(),
        "hash": hash_of(captions),
        "captions": [_digest(_words(cue))[:_SHORT] for cue in cues],
    }
    write_text(path, json.dumps(document, ensure_ascii=False) + "\n", overwrite=True)
    return path


def change_since(review: Review, captions: Captions) -> Change | None:
    """What is not as it was read; None where every word is."""
    if review.hash == hash_of(captions):
        return None
    left, first, unread = Counter(review.captions), None, 0
    for cue in _in_order(captions):
        digest = _digest(_words(cue))[:_SHORT]
        if left[digest] > 0:
            left[digest] -= 1
        else:
            first, unread = first or cue, unread + 1
    return Change(first, unread, left.total())


def hash_of(captions: Captions) -> str:
    """The SHA-256 of all words of a text and who says them, "sha256:" and 64 hex digits."""
    return f"sha256:{_digest(' '.join(filter(None, map(_words, _in_order(captions)))))}"


def _in_order(captions: Captions) -> list[Cue]:
    return sorted(captions.cues, key=lambda cue: cue.span)


def _words(cue: Cue) -> str:
    said = f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text
    return " ".join(unicodedata.normalize("NFC", said).split())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
