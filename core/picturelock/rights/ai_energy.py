"""What making the machine-made artefacts of a delivery drew and emitted: every figure with its method and its range."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from picturelock.energy import EXCLUDED, Figure, Range, Zone, by_meter, emissions, from_seconds, zone
from picturelock.energy.assumptions import assumed, source_of
from picturelock.energy.estimate import recorded
from picturelock.energy.model import METHODS, ZERO, weakest
from picturelock.production import Dossier
from picturelock.production.orders import EnergyOrder
from picturelock.report.paper import Block, Bullets, Heading, Paragraph, Table
from picturelock.rights.ai_ledger import Entry, ledger
from picturelock.rights.tables import to_csv
from picturelock.wording import say, table, term, whose

SCHEMA = "picturelock/energy-1"
_FEW_KILOGRAMS = 0.1
"""Less is told in grams."""
_HEAD = ("artefact", "kind", "tool", "seconds", "kwh", "method")


@dataclass(frozen=True, slots=True)
class Line:
    """One artefact."""

    entry: Entry
    figure: Figure | None
    """None where nobody knows how long it took."""


@dataclass(frozen=True, slots=True)
class Account:
    """The energy of a delivery's machine-made artefacts."""

    lines: tuple[Line, ...]
    order: EnergyOrder
    where: Zone | None
    """None where the production names no zone, or one of which no factor is known."""

    @property
    def total(self) -> Figure:
        """Of the lines that have a figure."""
        known = [line.figure for line in self.lines if line.figure is not None]
        kwh = sum((figure.kwh for figure in known), ZERO)
        return Figure(kwh, weakest(figure.method for figure in known))

    @property
    def kilograms(self) -> Range | None:
        """CO2 equivalent; None without a zone."""
        return emissions(self.total.kwh, self.where) if self.where is not None else None


def account(dossier: Dossier) -> Account:
    """One line for each entry of the AI-use ledger."""
    order = dossier.production.energy
    lines = tuple(Line(entry, _figure(entry, order)) for entry in ledger(dossier))
    return Account(lines, order, zone(order.zone) if order.zone else None)


def to_json(found: Account) -> bytes:
    """`picturelock/energy-1`."""
    where, kilograms = found.where, found.kilograms
    document = {
        "schema": SCHEMA,
        "entries": [_entry(line) for line in found.lines],
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


def to_table(found: Account) -> bytes:
    """One line for each artefact, as a spreadsheet: kWh low, central and high, and the method."""
    rows = []
    for line in found.lines:
        made, figure = line.entry.provenance, line.figure
        amounts_ = [float(f"{value:.4g}") for value in _bounds(figure.kwh)] if figure else [None, None, None]
        tool = f"{made.tool} {made.version}".strip()
        known = figure.method if figure else METHODS[-1]
        rows.append((line.entry.artefact, line.entry.kind, line.entry.language, tool, made.seconds, *amounts_, known))
    return to_csv(("artefact", "kind", "language", "tool", "seconds", "kwh_low", "kwh", "kwh_high", "method"), rows)


def paper(found: Account, title: str, language: str) -> Iterator[Block]:
    """The account for people: kWh first, then what they emit, then what is in no figure."""
    yield Heading(1, say("energy_title", language, production=title))
    yield Paragraph(say("energy_about", language))
    if not found.lines:
        yield Paragraph(say("energy_nothing", language))
        return
    head = tuple(say(f"energy_head_{name}", language) for name in _HEAD)
    yield Table(head, tuple(_row(line, language) for line in found.lines))
    total = found.total
    yield Heading(2, say("energy_total", language))
    if total.method == METHODS[-1]:
        yield Paragraph(say("energy_unknown", language))
    else:
        yield Paragraph(
            say("energy_sum", language, kwh=amounts(total.kwh, "kWh", language), method=method(total, language))
        )
        left_out = sum(line.figure is None for line in found.lines)
        if left_out:
            yield Paragraph(say("energy_left_out", language, count=left_out))
        yield from _emitted(found, language)
    yield Heading(2, say("energy_assumed", language))
    yield Bullets(tuple(_assumption(name, language) for name in _assumptions(found)))
    yield Heading(2, say("energy_excluded", language))
    yield Bullets(tuple(say(f"energy_excluded_{name}", language) for name in EXCLUDED))


def amounts(kwh: Range, unit: str, language: str) -> str:
    """ "0.0012 kWh (0.0004 to 0.003)": central, then low and high, to two significant digits."""
    low, central, high = (_short(value, language) for value in (kwh.low, kwh.central, kwh.high))
    return say("energy_range", language, low=low, central=central, high=high, unit=unit)


def method(figure: Figure, language: str) -> str:
    """How a figure is known, in words."""
    return str(table(language, "ui")["energy_methods"][figure.method])


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


def _figure(entry: Entry, order: EnergyOrder) -> Figure | None:
    """A measurement of its own; else a meter's; else what was estimated when it was made; else from its duration."""
    made = entry.provenance
    own, kwh = made.energy.method, made.energy.kwh
    known = own in METHODS[:-1] and kwh is not None and 0 <= kwh < float("inf")
    if known and own.startswith("measured"):
        return recorded(kwh or 0.0, weakest((own,)))
    timed = 0 < made.seconds < float("inf")
    if order.watts is not None and timed:
        return by_meter(order.watts, made.seconds)
    if known:
        return recorded(kwh or 0.0, weakest((own,)))
    return from_seconds(made.seconds) if timed else None


def _assumptions(found: Account) -> tuple[str, ...]:
    """The assumptions that the figures rest on."""
    used = []
    for line in found.lines:
        if line.figure is None:
            continue
        known = line.figure.method.startswith("measured") or line.figure.method == "estimated_tdp"
        if known:
            used.append(f"spread.{line.figure.method}")
        else:
            own = line.entry.provenance.energy.kwh is not None
            used += ["thread", "rest", "spread.recorded"] if own else ["machine"]
    return tuple(dict.fromkeys([*used, "pue"]))


def _assumption(name: str, language: str) -> str:
    key = name.replace(".", "_")
    low, central, high = (_short(value, language) for value in _bounds(assumed(name)))
    return say(f"energy_assumed_{key}", language, low=low, central=central, high=high)


def _row(line: Line, language: str) -> tuple[str, ...]:
    entry, made = line.entry, line.entry.provenance
    took = f"{made.seconds:.1f}"
    return (
        f"{entry.artefact} ({entry.language})" if entry.language else entry.artefact,
        term("kinds", entry.kind, language),
        f"{made.tool} {made.version}".strip(),
        (took.replace(".", ",") if language == "fr" else took) if made.seconds else "–",
        amounts(line.figure.kwh, "kWh", language) if line.figure else "–",
        method(line.figure, language) if line.figure else str(table(language, "ui")["energy_methods"]["unmeasured"]),
    )


def _entry(line: Line) -> dict[str, object]:
    made = line.entry.provenance
    return {
        "artefact": line.entry.artefact,
        "kind": line.entry.kind,
        "language": line.entry.language,
        "tool": f"{made.tool} {made.version}".strip(),
        "weights": made.weights,
        "made": made.made,
        "seconds": made.seconds,
        **(_figure_json(line.figure) if line.figure else {"method": "unmeasured", "kwh": None}),
    }


def _figure_json(figure: Figure) -> dict[str, object]:
    known = figure.method != METHODS[-1]
    return {"method": figure.method, "kwh": _range(figure.kwh) if known else None}


def _range(amount: Range) -> dict[str, float | str]:
    low, central, high = (float(f"{value:.4g}") for value in _bounds(amount))
    return {"low": low, "central": central, "high": high}


def _bounds(amount: Range) -> tuple[float, float, float]:
    return amount.low, amount.central, amount.high


def _short(value: float, language: str) -> str:
    """Two significant digits at least, never in powers of ten."""
    if value == 0:
        return "0"
    digits = 0
    while digits < 12 and abs(value) * 10**digits < 9.5:
        digits += 1
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if language == "fr" else text
