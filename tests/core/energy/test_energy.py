"""Energy: counters that wrap, estimates that are what their assumptions make them, and never a bare number."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from picturelock.energy import EXCLUDED, METHODS, Figure, Meter, Range, by_meter, emissions, weakest, zone, zones
from picturelock.energy.assumptions import assumed, source_of
from picturelock.energy.counters import Nvml, Rapl, power_limit
from picturelock.energy.estimate import from_counters, from_limit, from_seconds, from_threads, recorded, scaled

JOULES_PER_KWH = 3_600_000


@pytest.fixture
def powercap(tmp_path: Path) -> Path:
    """Two packages, one core domain and one platform domain, as Linux lays them out."""
    for name, kind, energy in (
        ("intel-rapl:0", "package-0", 1_000_000),
        ("intel-rapl:0:0", "core", 7_000_000),
        ("intel-rapl:1", "package-1", 5_000_000),
        ("intel-rapl:2", "psys", 9_000_000),
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "name").write_text(f"{kind}\n")
        (folder / "energy_uj").write_text(f"{energy}\n")
        (folder / "max_energy_range_uj").write_text("10000000\n")
        (folder / "constraint_0_power_limit_uw").write_text("65000000\n")
    return tmp_path


def bounds(amount: Range) -> object:
    return pytest.approx((amount.low, amount.central, amount.high))


def test_packages_are_added_and_their_parts_are_not(powercap: Path) -> None:
    rapl = Rapl(powercap)
    assert rapl.available and rapl.joules() == 0
    (powercap / "intel-rapl:0" / "energy_uj").write_text("3000000\n")
    (powercap / "intel-rapl:0:0" / "energy_uj").write_text("9000000\n")
    (powercap / "intel-rapl:1" / "energy_uj").write_text("5500000\n")
    assert rapl.joules() == pytest.approx(2.5)


def test_a_counter_that_wraps_goes_on(powercap: Path) -> None:
    rapl = Rapl(powercap)
    (powercap / "intel-rapl:1" / "energy_uj").write_text("9000000\n")
    assert rapl.joules() == pytest.approx(4)
    (powercap / "intel-rapl:1" / "energy_uj").write_text("500000\n")
    assert rapl.joules() == pytest.approx(5.5)


def test_a_counter_that_stops_answering_is_none(powercap: Path) -> None:
    rapl = Rapl(powercap)
    (powercap / "intel-rapl:1" / "energy_uj").write_text("secret\n")
    assert rapl.joules() is None and rapl.joules() is None
    assert not Rapl(powercap / "nowhere").available and Rapl(powercap / "nowhere").joules() is None


def test_the_power_limit_can_be_read_where_the_counters_cannot(powercap: Path) -> None:
    assert power_limit(powercap) == pytest.approx(130)
    assert power_limit(powercap / "nowhere") is None


def test_a_machine_without_a_card_has_no_card_counter() -> None:
    cards = Nvml()
    assert cards.joules() is None if not cards.available else (cards.joules() or 0) >= 0


def test_a_meter_measures_where_there_are_counters(powercap: Path) -> None:
    meter = Meter(powercap=powercap)
    time.sleep(0.05)
    (powercap / "intel-rapl:0" / "energy_uj").write_text("4600000\n")
    meter.tick()
    figure = meter.figure(0.05)
    assert figure.method == "measured_rapl"
    assert 0 < figure.kwh.central <= 3.6 / JOULES_PER_KWH < figure.kwh.high * 2


def test_what_another_process_began_is_estimated(powercap: Path, tmp_path: Path) -> None:
    assert Meter(powercap=powercap).energy(3600.0).method == "estimated_tdp"
    made = Meter(powercap=tmp_path / "nowhere").energy(3600.0)
    assert made.method == "estimated_constant" and made.kwh is not None and made.kwh > 0


def test_an_unreadable_machine_is_estimated_by_its_processor_time(tmp_path: Path) -> None:
    meter = Meter(powercap=tmp_path)
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass
    figure = meter.figure(0.1)
    rest = assumed("rest")
    assert figure.method == "estimated_constant"
    assert figure.kwh.low > rest.low * 0.1 / JOULES_PER_KWH and figure.kwh.high < (20 + rest.high) / JOULES_PER_KWH


def test_estimates_are_what_their_assumptions_make_them() -> None:
    hour = 3600.0
    assert by_meter(180, hour).kwh.central == pytest.approx(0.18)
    assert bounds(from_counters(3_600_000, "measured_rapl").kwh) == (1, 1, 2)
    assert bounds(from_seconds(hour).kwh) == (0.015, 0.065, 0.35)
    assert from_threads(2 * hour, hour).kwh.central == pytest.approx((2 * 4 + 20) / 1000)
    assert from_limit(100, hour, 0.5).kwh.central == pytest.approx((50 + 20) / 1000)
    assert from_limit(100, hour, 7).kwh.central == pytest.approx((100 + 20) / 1000)
    assert bounds(recorded(0.002, "estimated_constant").kwh) == (0.001, 0.002, 0.004)
    assert bounds(scaled(Figure(Range(1, 2, 3), "measured_nvml"), 0.5).kwh) == (0.5, 1, 1.5)
    assert by_meter(-5, hour).kwh == from_seconds(-1).kwh == Range(0, 0, 0)


def test_two_threads_and_memory_draw_what_another_tool_says_of_them() -> None:
    """CodeCarbon 3.3.2 (machine mode, 2 threads it does not know) told 4.45e-5 kWh of 6 seconds: 8 W and 20 W."""
    assert from_threads(12, 6).kwh.central == pytest.approx(4.45e-5, rel=0.06)


def test_a_sum_is_known_no_better_than_its_weakest_part() -> None:
    assert weakest(["measured_rapl", "estimated_constant", "measured_nvml"]) == "estimated_constant"
    assert weakest([]) == weakest(["guessed"]) == "unmeasured"
    total = Figure(Range(1, 1, 1), "measured_rapl") + Figure(Range(0, 1, 2), "estimated_tdp")
    assert total == Figure(Range(1, 2, 3), "estimated_tdp")


@pytest.mark.parametrize("wrong", [(-1, 0, 1), (0, 2, 1), (3, 2, 4), (0, 0, float("nan"))])
def test_a_range_is_in_order(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="no range"):
        Range(*wrong)


def test_every_assumption_says_whose_it_is() -> None:
    names = ["thread", "rest", "machine", "pue", "spread.recorded", *(f"spread.{name}" for name in METHODS[:4])]
    assert all(len(source_of(name)) > 30 and assumed(name).high > 0 for name in names)
    assert len(set(EXCLUDED)) == len(EXCLUDED)


def test_every_zone_has_its_names_its_year_and_its_source() -> None:
    found = [zone(name) for name in zones()]
    assert len(found) > 20
    for one in found:
        assert one is not None and set(one.names) == {"en", "fr"} and 2020 < one.year < 2030
        assert (
            1 < one.grams.low <= one.grams.high < 1000
            and "CodeCarbon 3.3.2" in one.source
            and "read 2026" in one.source
        )


def test_factors_are_those_that_were_read() -> None:
    known = {"FR": 56.0, "CA": 170.0, "CA-QC": 3.9, "CA-AB": 627.7, "US": 369.5}
    assert {name: zone(name.lower()).grams.central for name in known} == known  # type: ignore[union-attr]
    assert zone("XX") is None and zone("") is None


def test_emissions_are_the_product_bound_by_bound() -> None:
    quebec = zone("CA-QC")
    assert quebec is not None
    assert bounds(emissions(Range(1, 2, 3), quebec)) == (0.0039, 0.0078, 0.0936)
