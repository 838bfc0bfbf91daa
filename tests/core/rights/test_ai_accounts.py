"""One account of energy for every paper, and tables that the spreadsheets of a language open."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from picturelock.production import Dossier
from picturelock.production.orders import EnergyOrder
from picturelock.report.paper import Table
from picturelock.rights import ai_energy
from picturelock.rights.ai_ledger import HEADER, ledger, ledger_csv, ledger_json
from picturelock.speech import Energy, Provenance

Make = Callable[..., Any]
MADE = Provenance("captions", "machine", "whisper", "1", seconds=3600.0, energy=Energy("estimated_constant", 0.02))


@pytest.fixture
def scene(make_dossier: Make, make_shot: Make, with_captions: Make) -> Callable[..., Dossier]:
    def make(made: Provenance = MADE, **order: Any) -> Dossier:
        own = with_captions(make_dossier([make_shot("a.mov")]), made)
        return replace(own, production=replace(own.production, energy=EnergyOrder(**order)))

    return make


@pytest.mark.parametrize("order", [{}, {"watts": 180.0}, {"zone": "CA-QC", "watts": 90.0}])
def test_the_ledger_and_the_account_say_the_same(order: dict[str, Any], scene: Callable[..., Dossier]) -> None:
    dossier = scene(**order)
    (entry,), found = ledger(dossier), ai_energy.account(dossier)
    told = json.loads(ai_energy.to_json(found))["entries"][0]
    listed = json.loads(ledger_json((entry,)))["entries"][0]
    low, central, high = (listed[name] for name in ("energy_kwh_low", "energy_kwh", "energy_kwh_high"))
    assert told["kwh"] == {"low": low, "central": central, "high": high} and low < central < high
    assert told["method"] == listed["energy_method"]
    table = next(one for one in ai_energy.paper(found, "La Lettre", "en") if isinstance(one, Table))
    assert ai_energy.told(entry, "en") == ", ".join(table.rows[0][4:])


def test_a_short_row_never_has_a_bare_number(scene: Callable[..., Dossier]) -> None:
    (entry,) = ledger(scene(watts=180.0))
    assert entry.short_row[8] == "0.18 kWh (0.16–0.2, measured_wall_meter)"
    tiny = ledger(scene(replace(MADE, energy=Energy("estimated_tdp", 3e-7))))[0]
    assert tiny.short_row[8] == "0.0000003 kWh (0.00000015–0.0000006, estimated_tdp)"
    (unknown,) = ledger(scene(replace(MADE, seconds=0.0, energy=Energy())))
    assert unknown.short_row[8] == "unmeasured" and unknown.kwh == (None, None, None)


def test_the_tables_are_what_french_spreadsheets_expect(scene: Callable[..., Dossier]) -> None:
    dossier = scene(zone="CA-QC", watts=180.0)
    energy = ai_energy.to_table(ai_energy.account(dossier), "fr").decode()
    listed = ledger_csv(ledger(dossier), "fr").decode()
    for text in (energy, listed):
        assert text.startswith("\ufeffÉlément;Nature;Langue;") and "0,18" in text and "0.18" not in text
    rows = list(csv.DictReader(io.StringIO(energy.lstrip("\ufeff")), delimiter=";"))
    assert rows[0]["Méthode"] == "d’après un compteur à la prise" and rows[0]["Nature"] == "sous-titres"
    assert (rows[0]["Zone du réseau"], rows[0]["Année du facteur"], rows[0]["g/kWh"]) == ("CA-QC", "2023", "3,9")
    assert rows[1]["Élément"] == "Total" and rows[1]["kWh"] == rows[0]["kWh"] and rows[1]["kg CO₂e (haut)"]
    row = next(csv.DictReader(io.StringIO(listed.lstrip("\ufeff")), delimiter=";"))
    assert row["Livré"] == "oui" and row["Méthode (énergie)"] == "d’après un compteur à la prise"


def test_the_english_tables_have_every_bound(scene: Callable[..., Dossier]) -> None:
    dossier = scene(zone="FR", watts=100.0)
    row = next(csv.DictReader(io.StringIO(ai_energy.to_table(ai_energy.account(dossier), "en").decode("utf-8-sig"))))
    assert tuple(row) == ai_energy.COLUMNS
    assert [float(row[name]) for name in ("kwh_low", "kwh", "kwh_high")] == pytest.approx([0.09, 0.1, 0.11])
    assert float(row["kg_co2e"]) == pytest.approx(0.0056) and row["year"] == "2023"
    assert tuple(csv.DictReader(io.StringIO(ledger_csv((), "en").decode("utf-8-sig"))).fieldnames or ()) == HEADER


def test_without_a_zone_or_a_figure_nothing_is_emitted(scene: Callable[..., Dossier]) -> None:
    no_zone = ai_energy.account(scene(watts=100.0))
    row = next(csv.DictReader(io.StringIO(ai_energy.to_table(no_zone, "en").decode("utf-8-sig"))))
    assert row["kwh"] and not row["zone"] and not row["kg_co2e"]
    unknown = ai_energy.account(scene(replace(MADE, seconds=0.0, energy=Energy()), zone="FR"))
    assert unknown.kilograms is None and json.loads(ai_energy.to_json(unknown))["kg_co2e"] is None


def test_a_figure_rests_on_what_it_was_made_of(scene: Callable[..., Dossier]) -> None:
    """An amount that cannot be is no amount: the figure comes from the duration then, and says so."""
    broken = ai_energy.account(scene(replace(MADE, energy=Energy("estimated_constant", float("inf")))))
    assert set(json.loads(ai_energy.to_json(broken))["assumptions"]) == {"machine", "pue"}
    kept = ai_energy.account(scene())
    assert set(json.loads(ai_energy.to_json(kept))["assumptions"]) == {"thread", "rest", "spread.recorded", "pue"}


def test_a_factor_without_a_range_says_so(scene: Callable[..., Dossier]) -> None:
    from picturelock.report.paper import to_markdown

    text = to_markdown(tuple(ai_energy.paper(ai_energy.account(scene(zone="FR")), "La Lettre", "en")))
    assert "56 g/kWh (no range is known)" in text and "(56 to 56)" not in text
