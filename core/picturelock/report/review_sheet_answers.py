"""What a person answered on a review sheet, read back and put into the captions. Every file is taken for hostile."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from picturelock.cues import Captions, Cue
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.report.review_sheet import SCHEMA
from picturelock.report.review_sheet_marks import is_mixed, marked, with_marked
from picturelock.textfile import read_json

MAX_BYTES = 32_000_000
"""A sheet of 100,000 captions answers in some 20 MB."""
MOST_CHARACTERS = 2000
MOST_LINES = 20
STALE = "Picturelock: a review answers what its sheet shows, and nothing else"
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_HINT = "Save the answers on the review sheet again, and apply the file as it was saved."


@dataclass(frozen=True, slots=True)
class Answer:
    """To one caption."""

    index: int
    """Its place in the file, from 0."""
    id: str
    was: str
    """The text that the sheet showed."""
    text: str
    comment: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """One file of them."""

    file: str
    """Name of the translation."""
    hash: str
    """Of the translation, as the sheet was made for it."""
    count: int
    """Its captions."""
    reviewer: str
    profile: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of it."""

    captions: Captions
    changes: tuple[tuple[Cue, Cue | None], ...]
    """Captions that changed, before and after; None = taken away, for its text was."""
    comments: tuple[tuple[Cue, str], ...]
    ticked: int
    total: int
    stale: tuple[Finding, ...]
    """Answers that were left out."""
    findings: tuple[Finding, ...]
    """These, and what a change could not keep."""

    @property
    def complete(self) -> bool:
        """True where every caption was ticked and no answer was left out."""
        return self.total > 0 and self.ticked == self.total and not self.stale


def read_answers(path: Path) -> Answers:
    """The answers of a file. Raises InputError that names the entry at fault."""
    data = read_json(path, MAX_BYTES, "the answers of a review sheet")
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        told = data.get("schema") if isinstance(data, dict) else None
        raise InputError(f"has the schema {told!r:.60}; expected {SCHEMA!r}.", file=path, hint=_HINT)
    reader = _Reader(path)
    about = data.get("translation")
    if not isinstance(about, dict):
        raise reader.wrong("translation", "is missing")
    count = about.get("cues")
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise reader.wrong("translation.cues", "is no count")
    entries = data.get("cues")
    if not isinstance(entries, list):
        raise reader.wrong("cues", "is no list")
    answers = tuple(reader.answer(entry, f"cues[{at}]", count) for at, entry in enumerate(entries))
    if len({answer.index for answer in answers}) < len(answers):
        raise reader.wrong("cues", "answers one caption twice")
    return Answers(
        file=reader.text(about, "file", "translation."),
        hash=reader.text(about, "hash", "translation."),
        count=count,
        reviewer=" ".join(reader.text(data, "reviewer", "", "").split()),
        profile=reader.text(data, "profile", "", ""),
        answers=answers,
    )


def apply(answers: Answers, captions: Captions, file_hash: str, file: Path, force: bool = False) -> Applied:
    """The captions with the answers in them; every caption keeps its time.

    file_hash: of the translation as it is now. Raises InputError where the sheet was made for another file or for an earlier
    state of this one; with `force`, answers to captions that still read as the sheet shows them are taken.
    """
    if answers.hash != file_hash and not force:
        raise InputError(
            f"is not the file that these answers are for ({answers.file}), or has changed since the sheet was made.",
            file=file, hint="Make a new review sheet, or add --force to take the answers of captions that have not changed.",
        )  # fmt: skip
    if answers.count != len(captions.cues):
        raise InputError(
            f"has {len(captions.cues)} captions, and the answers are for {answers.count}.", file=file,
            hint="Make a new review sheet.",
        )  # fmt: skip
    cues: list[Cue | None] = list(captions.cues)
    changes: list[tuple[Cue, Cue | None]] = []
    comments: list[tuple[Cue, str]] = []
    stale: list[Finding] = []
    ticked = 0
    for answer in answers.answers:
        cue = captions.cues[answer.index]
        if _plain(marked(cue.lines)) != _plain(answer.was):
            stale.append(_stale(cue, answer, file))
            continue
        ticked += answer.reviewed
        if answer.comment:
            comments.append((cue, answer.comment))
        if _plain(answer.text) != _plain(answer.was):
            new = with_marked(cue, _plain(answer.text)) if answer.text.strip() else None
            cues[answer.index] = new
            changes.append((cue, new))
    kept = tuple(cue for cue in cues if cue is not None)
    mixed = [cue for cue, new in changes if new is not None and is_mixed(cue)]
    found = (*stale, *((_unstyled(mixed, file),) if mixed else ()))
    edited = replace(captions, cues=kept)
    return Applied(edited, tuple(changes), tuple(comments), ticked, len(captions.cues), tuple(stale), found)


class _Reader:
    """Values of the file, each checked."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def answer(self, entry: Any, where: str, count: int) -> Answer:
        if not isinstance(entry, dict):
            raise self.wrong(where, "is no answer")
        index = entry.get("n")
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < count:
            raise self.wrong(f"{where}.n", f"is no caption of the {count}")
        reviewed = entry.get("reviewed", False)
        if not isinstance(reviewed, bool):
            raise self.wrong(f"{where}.reviewed", "is neither true nor false")
        text = self.text(entry, "text", f"{where}.")
        if text.count("\n") >= MOST_LINES:
            raise self.wrong(f"{where}.text", f"has more than {MOST_LINES} lines")
        return Answer(
            index=index,
            id=self.text(entry, "id", f"{where}.", ""),
            was=self.text(entry, "was", f"{where}."),
            text=text,
            comment=self.text(entry, "comment", f"{where}.", "").strip(),
            reviewed=reviewed,
        )

    def text(self, entry: Mapping[str, Any], key: str, where: str = "", default: str | None = None) -> str:
        value = entry.get(key, default)
        if not isinstance(value, str):
            raise self.wrong(where + key, "is no text")
        if len(value) > MOST_CHARACTERS:
            raise self.wrong(where + key, f"is longer than {MOST_CHARACTERS} characters")
        if any(0xD800 <= ord(sign) <= 0xDFFF for sign in value):
            raise self.wrong(where + key, "is no Unicode text")
        return _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))

    def wrong(self, place: str, what: str) -> InputError:
        return InputError(f"{what}; expected the answers of a review sheet.", file=self._file, place=place, hint=_HINT)


def _plain(text: str) -> str:
    """Text as the sheet compares it: no empty lines, no spaces around a line, nothing that no person types."""
    lines: Sequence[str] = [_CONTROLS.sub("", line).strip(" ") for line in text.split("\n")]
    return "\n".join(line for line in lines if line)


def _stale(cue: Cue, answer: Answer, file: Path) -> Finding:
    place = Place(file=str(file), record=cue.span, cue=cue.id)
    facts = {"cue": cue.id or str(answer.index + 1), "text": answer.text[:120]}
    return Finding("captions.review-stale", "warning", place, facts, STALE)


def _unstyled(mixed: Sequence[Cue], file: Path) -> Finding:
    facts: dict[str, Fact] = {"count": len(mixed), "text": " / ".join(mixed[0].plain_lines)[:120]}
    place = Place(file=str(file), record=mixed[0].span, cue=mixed[0].id)
    return Finding("captions.translation-style", "info", place, facts, STALE)
