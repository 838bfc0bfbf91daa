"""What a waiver of a rights finding holds on to: the licences of its source, their papers, and where the film goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.production import Dossier
from picturelock.rights.destination import destination_of
from picturelock.rights.ledger import read_ledger
from picturelock.rights.model import Clearance
from picturelock.rights.sources import match, used_sources

_WHERE = frozenset({"place", "line"})
"""Where an entry stands in its ledger; another line is the same licence."""


def held(finding: Finding, dossier: Dossier) -> tuple[Any, tuple[str, ...]]:
    """Plain values, and the names of papers relative to the production; of a finding without a source, of all sources."""
    destination, _ = destination_of(dossier)
    clearances = _clearances(finding.place.source, dossier)
    order = dossier.production.delivery
    where = [order.runs, order.handles, plain_value(destination)]
    values = sorted((plain_value(one) for one in clearances), key=repr)
    papers = sorted({one.evidence for one in clearances if one.evidence})
    return [where, values], tuple(papers)


def _clearances(source: str, dossier: Dossier) -> tuple[Clearance, ...]:
    file = dossier.production.ledger
    if file is None or not file.is_file():
        return ()
    try:
        ledger = read_ledger(file, dossier.production.columns)
    except InputError:
        return ()
    if not source:
        return ledger.clearances
    uses = [use for use in used_sources(dossier) if use.label == source]
    matched = match(uses, ledger.clearances)
    return tuple({id(one): one for found in matched.values() for one in found}.values())


def plain_value(value: Any) -> Any:
    """A value of the ledger's as JSON has it, always the same for the same."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain_value(getattr(value, item.name)) for item in fields(value) if item.name not in _WHERE}
    if isinstance(value, Mapping):
        return {str(key): plain_value(one) for key, one in sorted(value.items())}
    if isinstance(value, frozenset | set):
        return sorted((plain_value(one) for one in value), key=repr)
    if isinstance(value, tuple | list):
        return [plain_value(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)
