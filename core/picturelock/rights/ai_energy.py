"""What making the machine-made artefacts of a delivery drew and emitted: every figure with its method and its range."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from picturelock.energy import EXCLUDED, Figure, Range, Zone, emissions, plain, zone
from picturelock.energy.assumptions import assumed, source_of
from picturelock.energy.model import METHODS, ZERO, weakest
from picturelock.production import Dossier
from picturelock.production.orders import EnergyOrder
from picturelock.report.paper import Block, Bullets, Heading, Paragraph, Table
from picturelock.rights.ai_ledger import Entry, ledger
from picturelock.spreadsheet import Cell, sheet
from picturelock.wording import say, table, term, whose

SCHEMA = "picturelock/energy-1"
COLUMNS = (
    "artefact", "kind", "language", "tool", "seconds", "kwh_low", "kwh", "kwh_high", "method", "zone", "year",
    "g_per_kwh_low", "g_per_kwh", "g_per_kwh_high", "kg_co2e_low", "kg_co2e", "kg_co2e_high",
)  # fmt: skip
_FEW_KILOGRAMS = 0.1
"""Less is told in grams."""
_HEAD = ("artefact", "kind", "tool", "seconds", "kwh", "method")


@dataclass(frozen=True, slots=True)
class Account:
    """The energy of a delivery's machine-made artefacts."""

    entries: tuple[Entry, ...]
    order: EnergyOrder
    where: Zone | None
    """None where the production names no zone, or one of which no factor is known."""

    @property
    def total(self) -> Figure:
        """Of the entries that have a figure."""
        known = [entry.energy.figure for entry in self.entries if entry.energy is not None]
        kwh = sum((figure.kwh for figure in known), ZERO)
        return Figure(kwh, weakest(figure.method for figure in known))

    @property
    def kilograms(self) -> Range | None:
        """CO2 equivalent; None without a zone, or without a figure."""
        known = self.where is not None and self.total.method != METHODS[-1]
        return emissions(self.total.kwh, self.where) if known and self.where is not None else None


def account(dossier: Dossier) -> Account:
    """Over the entries of the AI-use ledger, with the figures that they have there."""
    order = dossier.production.energy
    return Account(ledger(dossier), order, zone(order.zone) if order.zone else None)


def to_json(found: Account) -> bytes:
    """`picturelock/energy-1`."""
    where, kilograms = found.where, found.kilograms
    document = {
        "schema": SCHEMA,
        "entries": [_entry(entry) for entry in found.entries],
        "total": _figure_json(found.total),
        "kg_co2e": _range(kilograms) if kilograms is not None else None,
        "grid": {
            "zone": where.id, "year": where.year, "g_per_kwh": _range(where.grams), "source": where.source,
        } if where is not None else {"zone": found.order.zone, "known": False},
        "pue": _range(assumed("pue")) | {"source": source_of("pue")},
        "assumptions": {name: source_of(name) for name in _assumptions(found)},
        "excluded": list(EXCLUDED),
    }  # fmt: skip
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def to_table(found: Account, language: str) -> bytes:
    """One row for each artefact and one for all, as the spreadsheets of a language open it."""
    words = table(language, "ui")
    rows = [_cells(entry, found.where, language) for entry in found.entries]
    if rows:
        total = found.total
        kwh = total.kwh if total.method != METHODS[-1] else None
        rows.append(
            (say("energy_total", language), *("",) * 3, None, *_amounts(kwh, total.method, found.where, language))
        )
    return sheet([str(words["energy_columns"][name]) for name in COLUMNS], rows, language).encode()


def _cells(entry: Entry, where: Zone | None, language: str) -> tuple[Cell, ...]:
    made = entry.provenance
    tool = f"{made.tool} {made.version}".strip()
    kwh = entry.energy.figure.kwh if entry.energy else None
    named = (entry.artefact, term("kinds", entry.kind, language), entry.language, tool, made.seconds or None)
    return (*named, *_amounts(kwh, entry.method, where, language))


def _amounts(kwh: Range | None, how: str, where: Zone | None, language: str) -> tuple[Cell, ...]:
    """From kwh_low on."""
    nothing = (None,) * 3
    said = str(table(language, "ui")["energy_methods"][how])
    grid = (where.id, where.year, *_digits(where.grams)) if where is not None else (None, None, *nothing)
    emitted = _digits(emissions(kwh, where)) if kwh is not None and where is not None else nothing
    return (*(_digits(kwh) if kwh is not None else nothing), said, *grid, *emitted)


def paper(found: Account, title: str, language: str) -> Iterator[Block]:
    """The account for people: kWh first, then what they emit, then what is in no figure."""
    yield Heading(1, say("energy_title", language, production=title))
    yield Paragraph(say("energy_about", language))
    if not found.entries:
        yield Paragraph(say("energy_nothing", language))
        return
    head = tuple(say(f"energy_head_{name}", language) for name in _HEAD)
    yield Table(head, tuple(_row(entry, language) for entry in found.entries))
    total = found.total
    yield Heading(2, say("energy_total", language))
    if total.method == METHODS[-1]:
        yield Paragraph(say("energy_unknown", language))
    else:
        yield Paragraph(
            say("energy_sum", language, kwh=amounts(total.kwh, "kWh", language), method=method(total.method, language))
        )
        left_out = sum(entry.energy is None for entry in found.entries)
        if left_out:
            yield Paragraph(say("energy_left_out", language, count=left_out))
        yield from _emitted(found, language)
    yield Heading(2, say("energy_assumed", language))
    yield Bullets(tuple(_assumption(name, language) for name in _assumptions(found)))
    yield Heading(2, say("energy_excluded", language))
    yield Bullets(tuple(say(f"energy_excluded_{name}", language) for name in EXCLUDED))


def amounts(kwh: Range, unit: str, language: str) -> str:
    """ "0.0012 kWh (0.0004 to 0.003)": central, then low and high, to two significant digits."""
    low, central, high = (_short(value, language) for value in _bounds(kwh))
    if kwh.low == kwh.high:
        return say("energy_one", language, central=central, unit=unit)
    return say("energy_range", language, low=low, central=central, high=high, unit=unit)


def method(how: str, language: str) -> str:
    """How a figure is known, in words."""
    return str(table(language, "ui")["energy_methods"][how])


def told(entry: Entry, language: str) -> str:
    """An entry's energy in a few words: its amount with its range, and how that is known."""
    if entry.energy is None:
        return method(entry.method, language)
    return f"{amounts(entry.energy.figure.kwh, 'kWh', language)}, {method(entry.method, language)}"


def _emitted(found: Account, language: str) -> Iterator[Block]:
    where, kilograms = found.where, found.kilograms
    if where is None or kilograms is None:
        key = "energy_zone_unknown" if found.order.zone else "energy_no_zone"
        yield Paragraph(say(key, language, zone=found.order.zone))
        return
    few = kilograms.central < _FEW_KILOGRAMS
    amount = amounts(kilograms * 1000 if few else kilograms, f"{'g' if few else 'kg'}\N{NO-BREAK SPACE}CO₂e", language)
    yield Paragraph(
        say(
            "energy_emitted", language, amount=amount, zone=where.names[language],
            factor=amounts(where.grams, "g/kWh", language), year=str(where.year), source=whose(where.source, language),
        )
    )  # fmt: skip


def _assumptions(found: Account) -> tuple[str, ...]:
    """The assumptions that the figures rest on."""
    used = [name for entry in found.entries if entry.energy is not None for name in entry.energy.assumed]
    return tuple(dict.fromkeys([*used, "pue"]))


def _assumption(name: str, language: str) -> str:
    key = name.replace(".", "_")
    low, central, high = (_short(value, language) for value in _bounds(assumed(name)))
    return say(f"energy_assumed_{key}", language, low=low, central=central, high=high)


def _row(entry: Entry, language: str) -> tuple[str, ...]:
    made = entry.provenance
    took = f"{made.seconds:.1f}"
    return (
        f"{entry.artefact} ({entry.language})" if entry.language else entry.artefact,
        term("kinds", entry.kind, language),
        f"{made.tool} {made.version}".strip(),
        (took.replace(".", ",") if language == "fr" else took) if made.seconds else "–",
        amounts(entry.energy.figure.kwh, "kWh", language) if entry.energy else "–",
        method(entry.method, language),
    )


def _entry(entry: Entry) -> dict[str, object]:
    made = entry.provenance
    return {
        "artefact": entry.artefact,
        "kind": entry.kind,
        "language": entry.language,
        "tool": f"{made.tool} {made.version}".strip(),
        "weights": made.weights,
        "made": made.made,
        "seconds": made.seconds,
        **(_figure_json(entry.energy.figure) if entry.energy else {"method": entry.method, "kwh": None}),
    }


def _figure_json(figure: Figure) -> dict[str, object]:
    known = figure.method != METHODS[-1]
    return {"method": figure.method, "kwh": _range(figure.kwh) if known else None}


def _range(amount: Range) -> dict[str, float | str]:
    low, central, high = _digits(amount)
    return {"low": low, "central": central, "high": high}


def _digits(amount: Range) -> tuple[float, float, float]:
    """Four significant ones."""
    low, central, high = (float(f"{value:.4g}") for value in _bounds(amount))
    return low, central, high


def _bounds(amount: Range) -> tuple[float, float, float]:
    return amount.low, amount.central, amount.high


def _short(value: float, language: str) -> str:
    text = plain(value)
    return text.replace(".", ",") if language == "fr" else text
