"""Files of a delivery that are something else of the production already: its own papers, its film, or one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.media.fingerprint import full_hash
from picturelock.production import journal
from picturelock.production.file_looks import MAX_TEXT, text_of
from picturelock.production.model import AI_RULES, Production
from picturelock.production.orders import FileOrder
from picturelock.production.reviews import SUFFIX

SOURCE = "Picturelock: each thing that is delivered is a thing of its own"
MIX = "described-video"
"""That it differs from the master, and where, is measured."""


@dataclass(frozen=True, slots=True)
class _Known:
    file: Path
    what: str
    language: str = ""


def own(order: FileOrder, production: Production) -> Finding | None:
    """An error for a file by which the production itself is made or judged: it proves nothing, and is nobody else's."""
    file = order.file
    papers = [production.file, production.ledger, production.glossary, production.cut, production.library]
    papers += [*production.delivery.policies, production.root / journal.FILE, production.root / journal.HEAD]
    if production.credentials is not None:
        papers += [production.credentials.key, production.credentials.certificate]
    folders = (
        production.profiles,
        production.specs,
        production.waivers,
        production.root / AI_RULES,
        production.library,
    )
    inside = any(folder is not None and file.is_relative_to(folder) for folder in folders)
    if inside or file.name.endswith(SUFFIX) or any(paper is not None and _is(file, paper) for paper in papers):
        return _finding("files.own", order, production)
    return None


def same(orders: Sequence[FileOrder], production: Production) -> dict[int, Finding]:
    """An error for each file, by its number, that holds the same as one before it that is meant as another thing."""
    known: list[_Known] = []
    if production.delivery.master is not None:
        known.append(_Known(production.delivery.master, "master"))
    known += [_Known(one.file, f"captions-{one.kind}", one.language) for one in production.captions]
    sums = _Sums()
    found: dict[int, Finding] = {}
    for number, order in enumerate(orders):
        twin = next((one for one in known if _may_not(order, one) and sums.agree(order.file, one.file)), None)
        if twin is not None:
            other = {"other": production.relative(twin.file), "other_kind": twin.what}
            found[number] = _finding("files.same", order, production, **other)
        known.append(_Known(order.file, order.kind, order.language))
    return found


def _may_not(order: FileOrder, one: _Known) -> bool:
    """False where one file may well be both: a described mix is measured, and captions can serve as a transcript."""
    if (order.kind, order.language) == (one.what, one.language):
        return False
    if order.kind == MIX and one.what == "master":
        return False
    return not (order.kind == "transcript" and one.what.startswith("captions-"))


class _Sums:
    """Files compared by what they hold, each read once, and only where their sizes or their words may agree."""

    def __init__(self) -> None:
        self._texts: dict[Path, str] = {}
        self._hashes: dict[Path, str] = {}

    def agree(self, a: Path, b: Path) -> bool:
        try:
            if _is(a, b):
                return True
            if a.stat().st_size == b.stat().st_size:
                return self._hash(a) == self._hash(b)
            words = self._words(a)
            return bool(words) and words == self._words(b)
        except (OSError, InputError):
            return False  # which is told of the file itself

    def _hash(self, file: Path) -> str:
        if file not in self._hashes:
            self._hashes[file] = full_hash(file)
        return self._hashes[file]

    def _words(self, file: Path) -> str:
        """The words of a text; "" where it is none."""
        if file not in self._texts:
            text = text_of(file) if file.stat().st_size <= MAX_TEXT else None
            self._texts[file] = " ".join((text or "").split()).casefold()
        return self._texts[file]


def _is(a: Path, b: Path) -> bool:
    try:
        return a.resolve() == b.resolve() or a.samefile(b)
    except (OSError, RuntimeError, ValueError):
        return False


def _finding(rule: str, order: FileOrder, production: Production, **more: Fact) -> Finding:
    file = production.relative(order.file)
    facts: dict[str, Fact] = {"file": file, "kind": order.kind, **more}
    return Finding(rule, "error", Place(file=file), facts, SOURCE)


def findings(orders: Sequence[FileOrder], production: Production) -> Iterator[tuple[int, Finding]]:
    """Every error of this module, each with the number of its file."""
    mine = {number: one for number, order in enumerate(orders) if (one := own(order, production)) is not None}
    yield from mine.items()
    yield from ((number, one) for number, one in same(orders, production).items() if number not in mine)
