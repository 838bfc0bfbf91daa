"""What the ledger says of works themselves: numbers that can exist, and shares that come to a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from picturelock.findings import Fact, Finding, Place
from picturelock.rights.case import Case
from picturelock.rights.identifiers import is_valid
from picturelock.rights.model import PUBLISHERS, WRITERS, Clearance, Contributor

WHOLE = Fraction(100)
_ROUNDING = Fraction(1, 10)
"""Percent that shares written to two places may be off."""


def check(case: Case) -> Iterator[Finding]:
    """Entries that nothing uses are left alone."""
    for key in ("isan", "eidr"):
        number = case.ledger.film.get(key, "")
        if number and not is_valid(key, number):
            facts: dict[str, Fact] = {"asset": "[film]", "entry": "[film]", "number": number, "kind": key.upper()}
            yield Finding("rights.identifier", "error", Place(file=case.file), facts, case.source)
    for clearance in case.used:
        yield from _numbers(case, clearance)
        wrong = share_sums(clearance.work.contributors)
        if wrong is not None:
            writers, publishers = (round(float(amount), 2) for amount in wrong)
            yield case.of_entry("shares", "error", clearance, {"writers": writers, "publishers": publishers})


def _numbers(case: Case, clearance: Clearance) -> Iterator[Finding]:
    numbers = [*clearance.work.identifiers.items()]
    numbers += [("ipi", one.ipi) for one in clearance.work.contributors if one.ipi]
    for kind, number in numbers:
        if not is_valid(kind, number):
            yield case.of_entry("identifier", "error", clearance, {"kind": kind.upper(), "number": number})


def share_sums(contributors: Sequence[Contributor]) -> tuple[Fraction, Fraction] | None:
    """What writers and publishers have in all, where that is no whole; None where it is right, or no share is said.

    Right is 100 % in all, or 100 % for the writers and 100 % for the publishers, if there are any.
    """
    shared = [one for one in contributors if one.share is not None]
    if not shared:
        return None
    writers = sum((one.share or Fraction(0) for one in shared if one.role in WRITERS or not one.role), Fraction(0))
    publishers = sum((one.share or Fraction(0) for one in shared if one.role in PUBLISHERS), Fraction(0))
    apart = _is_whole(writers) and (not publishers or _is_whole(publishers))
    return None if apart or _is_whole(writers + publishers) else (writers, publishers)


def _is_whole(amount: Fraction) -> bool:
    return abs(amount - WHOLE) <= _ROUNDING


__all__ = ("WHOLE", "WRITERS", "check", "share_sums")
