"""Nothing that a destination asks is left out of the table: every demand has a line, and a finding about it decides that line."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from matrix.test_every_demand import LIMITS, THINGS
from picturelock import profiles, registry, specs
from picturelock.cut import Cut
from picturelock.delivery.demanded import demanded_in
from picturelock.delivery.demands import SERVING, demands, lines
from picturelock.delivery.measured import measured_table, state
from picturelock.findings import CheckRun, Finding, Place, Verdict
from picturelock.production import CaptionOrder, DeliveryOrder, Dossier, Production
from picturelock.report.cells import Word
from picturelock.specs.vocabulary import INFORMATION, SECTIONS, UNITS
from picturelock.times import FrameRate
from picturelock.wording import LANGUAGES

SAID = {"source": "sheet, page 4", "read": dt.date(2026, 5, 4)}
COHERENT = {"level_lowest": "1 %", "level_highest": "99 %", "bit_rate_lowest": "1 Mb/s", "bit_rate_highest": "99 Mb/s"}
"""Together they can be met; the other table breaks each alone."""
ABOUT = {"papers": "paper", "deliverables": "deliverable"}


def everything() -> specs.Spec:
    """A destination that asks for all there is."""
    amounts = {name: said[0] for name, said in LIMITS.items()} | COHERENT
    tables: dict[str, Any] = {
        "title": "Channel",
        "limits": {name: {"limit": amounts[name], **SAID} for name in UNITS},
    }
    for name, (value, _, _) in (
        THINGS | {"accessibility.flashes": ("required", "", ""), "qc.measures": ("range", "", "")}
    ).items():
        section, _, key = name.partition(".")
        form = SECTIONS[section][key]
        tables.setdefault(section, {})[key] = {form: [value] if form in ("one_of", "all_of") else value, **SAID}
    tables["layout"] = [{"programmes": [{"channels": [1, 2], "carries": "stereo"}], **SAID}]
    return specs.from_toml("channel", tables)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """Of a production that has nothing at all."""
    rate, tmp_path = FrameRate(25), tmp_path_factory.mktemp("x")
    order = CaptionOrder("fr", "sdh", "netflix-fr", tmp_path / "a.srt")
    production = Production(tmp_path, "x", ("fr",), tmp_path / "c.otio", (), (order,), None, DeliveryOrder("channel"))
    return Dossier(production, Cut("c", rate, ()), {}, {}, (), None, spec=everything())


def verdict_on(*found: Finding) -> Verdict:
    return Verdict(registry.CHECKS, tuple(CheckRun(check, 0.1) for check in registry.CHECKS), found, {}, "2026-11-22")


def judged() -> list[str]:
    things = [f"{section}.{name}" for section, names in SECTIONS.items() for name in names]
    made = {name for name in INFORMATION if not name.startswith("papers.")}
    return [*(name for name in UNITS if name not in SERVING), *(name for name in things if name not in made), "layout"]


def test_every_demand_has_a_line(dossier: Dossier) -> None:
    assert dossier.spec is not None
    assert list(demands(dossier.spec)) == judged() == [one.name for one in lines(dossier)]
    for language in LANGUAGES:
        rows = measured_table(dossier, verdict_on(), language).rows
        labels = [str(row[0]) for row in rows]
        assert len(rows) == len(judged()) and len(set(labels)) == len(labels)
        assert all(isinstance(row[1], str) and row[1] for row in rows)


def test_a_finding_about_a_demand_decides_its_line(dossier: Dossier) -> None:
    made = {name for name in INFORMATION if name.startswith("papers.")}
    known, all_lines = LIMITS | THINGS, {one.name: one for one in lines(dossier)}
    for name in judged():
        if name not in known or name in made:
            continue
        section, _, bare = name.partition(".")
        about = {ABOUT[section]: bare} if section in ABOUT else {}
        line, rule = all_lines[name], known[name][2]
        if not line.rules:  # of the master; tests/core/qc/test_measured.py has one
            assert state(line, dossier, verdict_on()) == "unmeasured", name
            continue
        assert state(line, dossier, verdict_on(Finding(rule, "error", evidence=about))) == "unmet", name
        if about:
            other = Finding(rule, "error", evidence=dict.fromkeys(about, "other"))
            assert state(line, dossier, verdict_on(other)) == "met", name


def test_what_was_asked_and_not_measured_says_so_and_comes_before_what_is_met(dossier: Dossier) -> None:
    states = [row[3] for row in measured_table(dossier, verdict_on(), "en").rows]
    assert states[0] == Word("measured_unmeasured") and states.index(Word("measured_met")) > states.count(states[0]) - 1
    missing = Finding("rights.paper-missing", "error", evidence={"paper": "rating"})
    rows = measured_table(dossier, verdict_on(missing), "en").rows
    assert "ating" in str(rows[0][0]) and rows[0][3] == Word("measured_unmet") != rows[1][3]


def test_who_asks_for_it(dossier: Dossier) -> None:
    asked = demanded_in(dossier, "en")
    said = dossier.spec.by_name["true_peak"].source if dossier.spec else ""
    assert asked(Finding("qc.true-peak", "error", source=said)) == "Channel"
    assert asked(Finding("continuity.gap", "error", source="Picturelock, house convention")) == ""
    limit = next(one for one in profiles.load("netflix-fr").limits() if one.source.startswith("Netflix"))
    captions = Finding("captions.line-length", "error", Place(file="a.srt"), source=limit.source)
    assert asked(captions).startswith("the profile Netflix") and "which the production chose" in asked(captions)
