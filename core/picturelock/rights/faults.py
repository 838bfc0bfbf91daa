"""What is wrong with a ledger, cell by cell: all of it at once, each with where it stands, what it says and what was expected."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.wording import message

MOST = 100
"""Faults of a ledger that are told; of the others, how many there are."""
_DAY_OR_MONTH_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([./-]?)(\d{1,2})\2(\d{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where."""

    what: str
    """A rule of rights: "ledger-date"."""
    where: str
    """ "line 7", "Droits!F7", "entry 3"."""
    line: int | None = None
    column: str = ""
    """As the heading of the table or the key of the file calls it; "" where none is meant."""
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))

    def finding(self, file: str) -> Finding:
        """An error. file: the ledger, as reports show it."""
        said: dict[str, Fact] = {"file": file, "where": self.where, "column": self.column, **self.facts}
        return Finding(f"rights.{self.what}", "error", Place(file=file, line=self.line), said)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a ledger as it is written, before anything is made of it."""

    place: str
    line: int | None
    values: Mapping[str, Any]
    """By the name of our columns."""
    places: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Where each value is, by column, if not after the entry's own place: "Droits!C7"."""
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What a column is called by its owner, if not as we do."""
    told: frozenset[str] = frozenset()
    """Columns whose faults are told elsewhere."""

    def fault(self, what: str, key: str, **facts: Fact) -> Fault:
        """What is wrong with one value of it."""
        return Fault(what, self.places.get(key, self.place), self.line, self.columns.get(key, key), facts)


class LedgerFaults(InputError):
    """A ledger that is not read because of what stands in it."""

    def __init__(self, file: Path, faults: Sequence[Fault]) -> None:
        first = faults[0]
        place = first.where if not first.column or "!" in first.where else f"{first.where}, {first.column}"
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        hint = "picturelock rights report lists everything that is wrong with a ledger."
        super().__init__(message(first.finding(str(file)), "en") + more, file=file, place=place, hint=hint)
        self.message = self.reason
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[Any, ...]:
        return LedgerFaults, (self.file, self.faults)


def findings_of(error: InputError, file: str) -> tuple[Finding, ...]:
    """Why a ledger cannot be read, in full. file: as reports show it."""
    if not isinstance(error, LedgerFaults):
        facts: dict[str, Fact] = {"file": file, "where": error.place or file, "reason": error.reason}
        return (Finding("rights.ledger-unreadable", "error", Place(file=file), facts),)
    told = [fault.finding(file) for fault in error.faults[:MOST]]
    if len(error.faults) > MOST:
        facts = {"file": file, "count": len(error.faults) - MOST, "shown": MOST}
        told.append(Finding("rights.ledger-more", "error", Place(file=file), facts))
    return tuple(told)


def is_unread(finding: Finding) -> bool:
    """True for a finding by which there is no ledger to look in."""
    return finding.rule.startswith("rights.ledger-")


def date_fault(row: Row, key: str, value: object) -> Fault:
    """What is wrong with a date, and what to write instead where only one or two days can be meant."""
    text = str(value).strip()
    if isinstance(value, dt.datetime):
        return row.fault("ledger-time", key, found=text[:60])
    meant = days_meant(text)
    if len(meant) == 1:
        return row.fault("ledger-date-form", key, found=text[:60], written=meant[0])
    if meant:
        return row.fault("ledger-date-order", key, found=text[:60], day_first=meant[0], month_first=meant[1])
    return row.fault("ledger-end" if key == "end" else "ledger-date", key, found=text[:60])


def days_meant(text: str) -> tuple[str, ...]:
    """The days that a date in figures may mean, as 2030-12-31: the one with the day first before that with the month."""
    if match := _YEAR_FIRST.fullmatch(text):
        found = [(match[1], match[3], match[4])]
    elif match := _DAY_OR_MONTH_FIRST.fullmatch(text):
        found = [(match[4], match[3], match[1]), (match[4], match[1], match[3])]
    else:
        return ()
    days = []
    for year, month, day in found:
        try:
            days.append(dt.date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return tuple(dict.fromkeys(days))
