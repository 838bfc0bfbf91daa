"""The statement and the account of energy: they say what the data hold, in both languages, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from picturelock.production import Dossier
from picturelock.production.orders import AiElement, EnergyOrder
from picturelock.report.paper import Bullets, Heading, Paragraph, Table, to_html, to_markdown
from picturelock.report.paper_pdf import to_pdf
from picturelock.rights import ai_energy
from picturelock.rights.ai_statement import statement, statement_files
from picturelock.speech import Energy, Provenance
from picturelock.wording import LANGUAGES

Make = Callable[..., Any]
HOSTILE = 'Sky | <script>alert("x")</script> *bold* `code` [a](http://b) \n# Title'
SKY = AiElement(HOSTILE, "picture", "SkyGen", digital_source="trainedAlgorithmicMedia", asset="sky*")
MACHINE = Provenance(
    "captions", "machine", "picturelock caption", "0.3", "xxh128:ab", made="2026-11-19T10:00:00+00:00", seconds=3600.0
)


@pytest.fixture
def dossier(make_dossier: Make, make_shot: Make, with_captions: Make) -> Dossier:
    made: Dossier = with_captions(make_dossier([make_shot("sky.png", 0, 30)]), MACHINE)
    return replace(made, production=replace(made.production, ai=(SKY,), ai_rules=("netflix-genai", "hats")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_says_what_is_known_and_what_is_not(language: str, dossier: Dossier) -> None:
    text = to_markdown(statement(dossier, language))
    unsaid = {"en": "not stated", "fr": "non précisé"}[language]
    seconds = {"en": "1.2", "fr": "1,2"}[language]
    assert "{" not in text and "trainedAlgorithmicMedia" in text and unsaid in text
    assert f"{seconds}\N{NO-BREAK SPACE}s" in text and "00:00:00:00" in text and "00:00:01:05" in text
    assert "xxh128:ab" in text and "Netflix" in text and "hats" in text
    assert "A. Tremblay" not in text


def test_a_review_and_a_paper_are_said_with_their_names(dossier: Dossier, with_captions: Make, tmp_path: Path) -> None:
    (tmp_path / "roy.txt").write_text("Yes.", encoding="utf-8")
    voice = AiElement("Voice", "voice", "V", "1", "trainedAlgorithmicMedia", person="J. Roy", consent="roy.txt")
    gone = replace(voice, name="Other", consent="gone.txt")
    production = replace(dossier.production, ai=(voice, gone))
    read = with_captions(
        replace(dossier, production=production), MACHINE, reviewed_by="L. Roy", reviewed_on="2026-11-20"
    )
    text = to_markdown(statement(read, "en"))
    assert "L. Roy, 2026-11-20" in text and "J. Roy; consent: roy.txt" in text and "consent not found: gone.txt" in text


def test_nothing_declared_is_said_as_that(make_dossier: Make, make_shot: Make) -> None:
    text = to_markdown(statement(make_dossier([make_shot("a.mov")]), "en"))
    assert "No element of the delivered film is declared" in text and "None was made by a machine." in text
    assert "Neither the destination nor the production" in text
    assert statement_files(make_dossier([make_shot("a.mov")])) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_from_outside_is_no_markup(language: str, dossier: Dossier) -> None:
    blocks = statement(dossier, language)
    page, text = to_html(blocks, language), to_markdown(blocks)
    assert "<script>" not in page and "&lt;script&gt;" in page and f'lang="{language}"' in page
    assert "\\| \\<script\\>" in text and "\n# Title" not in text
    rows = [line for line in text.splitlines() if line.startswith("| Sky")]
    assert len(rows) == 1 and rows[0].replace("\\|", "").count("|") == 11


def test_a_package_gets_it_in_both_languages(dossier: Dossier) -> None:
    made = statement_files(dossier)
    assert set(made) == {f"ai-statement.{language}.{form}" for language in LANGUAGES for form in ("html", "pdf")}
    assert all(data.startswith(b"%PDF-" if name.endswith("pdf") else b"<!doctype html>") for name, data in made.items())
    assert statement_files(dossier) == made


def test_a_paper_of_every_block_can_be_written_each_way() -> None:
    long = "mot " * 4000
    blocks = (
        Heading(1, "Titre « à l’essai »"), Paragraph("Ligne\nseconde \x07"), Bullets(("un", "deux ✓ 日本")), Heading(3, ""),
        Table(("a", "b"), (("x" * 500, long), ("", "€"))), Table(("seul",), ()),
    )  # fmt: skip
    assert to_markdown(blocks).startswith("# Titre « à l’essai »\n\nLigne seconde\n")
    assert to_pdf(blocks, "fr") == to_pdf(blocks, "fr") and "–" in to_html(blocks, "fr")


def with_energy(dossier: Dossier, with_captions: Make, made: Provenance, **order: Any) -> ai_energy.Account:
    own = with_captions(dossier, made)
    return ai_energy.account(replace(own, production=replace(own.production, energy=EnergyOrder(**order))))


@pytest.mark.parametrize(
    ("energy", "order", "method", "kwh"),
    [
        (Energy("measured_rapl", 0.02), {"watts": 180.0}, "measured_rapl", 0.02),
        (Energy("estimated_constant", 0.02), {"watts": 180.0}, "measured_wall_meter", 0.18),
        (Energy(), {"watts": 180.0}, "measured_wall_meter", 0.18),
        (Energy("estimated_tdp", 0.02), {}, "estimated_tdp", 0.02),
        (Energy(), {}, "estimated_constant", 0.065),
        (Energy("guessed", 0.02), {}, "estimated_constant", 0.065),
        (Energy("measured_rapl", float("inf")), {}, "estimated_constant", 0.065),
        (Energy("measured_rapl", -3.0), {}, "estimated_constant", 0.065),
    ],
)
def test_the_best_that_is_known_is_told_with_how_it_is(
    energy: Energy, order: dict[str, Any], method: str, kwh: float, dossier: Dossier, with_captions: Make
) -> None:
    found = with_energy(dossier, with_captions, replace(MACHINE, energy=energy), **order)
    assert found.total.method == method and found.total.kwh.central == pytest.approx(kwh)
    assert found.total.kwh.low <= found.total.kwh.central <= found.total.kwh.high and found.kilograms is None


def test_emissions_say_their_zone_year_and_source(dossier: Dossier, with_captions: Make) -> None:
    found = with_energy(dossier, with_captions, MACHINE, zone="CA-QC", watts=1000.0)
    document = json.loads(ai_energy.to_json(found))
    assert document["schema"] == "picturelock/energy-1" and document["grid"]["year"] == 2023
    assert document["kg_co2e"]["central"] == pytest.approx(0.0039) and document["kg_co2e"]["high"] > 0.03
    assert "training" in document["excluded"] and document["pue"]["central"] == 1
    text = to_markdown(tuple(ai_energy.paper(found, "La Lettre", "fr")))
    assert "Québec" in text and "2023" in text and "3,9" in text and "1 kWh" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert text.index("kWh") < text.index("CO₂e")


def test_no_zone_is_no_figure_of_emissions(dossier: Dossier, with_captions: Make) -> None:
    for zone in ("", "MOON"):
        found = with_energy(dossier, with_captions, MACHINE, zone=zone)
        text = to_markdown(tuple(ai_energy.paper(found, "La Lettre", "en")))
        assert found.kilograms is None and "CO₂e" not in text and "no emissions are given" in text


def test_what_nobody_timed_is_left_out_and_said_to_be(dossier: Dossier, with_captions: Make) -> None:
    found = with_energy(dossier, with_captions, replace(MACHINE, seconds=0.0))
    text = to_markdown(tuple(ai_energy.paper(found, "La Lettre", "en")))
    assert found.total.method == "unmeasured" and "there is no figure" in text and "unmeasured" in text
    assert json.loads(ai_energy.to_json(found))["total"]["kwh"] is None
    rows = list(csv.DictReader(io.StringIO(ai_energy.to_table(found, "en").decode("utf-8-sig"))))
    assert rows[0]["method"] == "unmeasured" and rows[0]["kwh"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_of_energy_stands_without_its_method(language: str, dossier: Dossier, with_captions: Make) -> None:
    found = with_energy(dossier, with_captions, replace(MACHINE, energy=Energy("estimated_constant", 3e-7)), zone="FR")
    blocks = tuple(ai_energy.paper(found, "La Lettre", language))
    table = next(block for block in blocks if isinstance(block, Table))
    assert all("kWh" in row[4] and "(" in row[4] and row[5] for row in table.rows)
    assert not re.search(r"\de-\d", to_markdown(blocks))
    assert "0.0000003" in to_markdown(blocks).replace(",", ".")
