"""Media that are no words that we know: taken at their word they are a medium of their own, which nothing else covers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from picturelock.findings import Fact, Finding, Place
from picturelock.rights.case import Case
from picturelock.rights.media import is_known, meant_by


def check(case: Case) -> Iterator[Finding]:
    """One warning for each such word of the delivery, and of the entries that are used."""
    yield from _told(case, case.dossier.production.delivery.media, case.order)
    told: set[str] = set()
    for clearance in case.used:
        yield from _told(case, clearance.media - told, case.file, clearance.line)
        told |= clearance.media


def _told(case: Case, words: Collection[str], file: str, line: int | None = None) -> Iterator[Finding]:
    for word in sorted(set(words)):
        if is_known(word) or not word.strip():
            continue
        facts: dict[str, Fact] = {"medium": word, "file": file}
        meant, place = meant_by(word), Place(file=file, line=line)
        if meant:
            yield Finding("rights.medium-spelling", "warning", place, {**facts, "meant": meant}, case.source)
        else:
            yield Finding("rights.medium-unknown", "warning", place, facts, case.source)
