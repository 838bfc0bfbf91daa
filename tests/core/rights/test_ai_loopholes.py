"""Ways around the declarations: another role, another kind, a whole film, a paper for something else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from picturelock.production import Dossier
from picturelock.production.delivery_files import DeliveryFile
from picturelock.production.orders import DIGITAL_SOURCES, AiElement, CredentialsOrder, FileOrder
from picturelock.rights.ai_elements import BY_PEOPLE, GENERATED, MAY_HOLD, placed, speaks_of
from picturelock.rights.ai_use import check
from picturelock.rights.sources import used_sources

Make = Callable[..., Any]
SKY = AiElement("Sky", "picture", "SkyGen", "2", "trainedAlgorithmicMedia", asset="sky*", authored_by="A. Tremblay")
VOICE = AiElement(
    "Letter", "voice", "VoiceGen", "1", "trainedAlgorithmicMedia", start="00:00:00:00", end="00:00:02:00",
    person="J. Roy", consent="roy.pdf", authored_by="A. Tremblay",
)  # fmt: skip
ENTRY = """
[[clearance]]
asset = "{asset}"
kind = "{kind}"
owner = "J. Roy"
territories = {territories}
media = "all"
end = {end}
evidence = "{paper}"
consent = {consent}
scope = "La Lettre"
"""


def entry(**said: str) -> str:
    return ENTRY.format(
        **{
            "asset": "roy", "kind": "performer", "territories": '"WORLD"', "end": '"perpetual"', "paper": "roy.pdf",
            "consent": '["digital-replica", "voice"]',
        } | said
    )  # fmt: skip


@pytest.fixture
def scene(make_dossier: Make, make_shot: Make, tmp_path: Path) -> Callable[..., Dossier]:
    (tmp_path / "roy.pdf").write_text("Yes.", encoding="utf-8")

    def make(*elements: AiElement, ledger: str | None = None, rules: tuple[str, ...] = (), **more: Any) -> Dossier:
        made: Dossier = make_dossier([make_shot("sky.png", 0, 25), make_shot("house.mov", 25, 50)], ledger)
        return replace(made, production=replace(made.production, ai=elements, ai_rules=rules, **more))

    return make


def rules(dossier: Dossier) -> list[str]:
    return [finding.rule for finding in check(dossier)]


def test_the_vocabulary_is_the_iptcs() -> None:
    """cv.iptc.org/newscodes/digitalsourcetype, 17 terms in force since 2024-10-23; three more are retired."""
    assert set(DIGITAL_SOURCES) == {
        "digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm", "print", "humanEdits",
        "compositeWithTrainedAlgorithmicMedia", "algorithmicallyEnhanced", "digitalCreation", "dataDrivenMedia",
        "trainedAlgorithmicMedia", "algorithmicMedia", "screenCapture", "virtualRecording", "composite",
        "compositeCapture", "compositeSynthetic",
    }  # fmt: skip
    assert GENERATED - {"trainedAlgorithmicData"} | MAY_HOLD | BY_PEOPLE < set(DIGITAL_SOURCES)
    assert not GENERATED & BY_PEOPLE and not MAY_HOLD & (GENERATED | BY_PEOPLE)


@pytest.mark.parametrize(("kind", "doubtful"), [("composite", False), ("compositeSynthetic", False), ("print", True)])
def test_what_people_made_is_no_element(kind: str, doubtful: bool, scene: Callable[..., Dossier]) -> None:
    found = rules(scene(replace(SKY, digital_source=kind)))
    assert found == (["ai-use.source-type-doubtful"] if doubtful else [])


def test_calling_it_temporary_is_no_way_around_an_approval(scene: Callable[..., Dossier]) -> None:
    left = scene(
        replace(SKY, role="temporary", authored_by="", digital_source=""), rules=("netflix-genai", "crtc-2025-299")
    )
    severities = {finding.rule: finding.severity for finding in check(left)}
    assert severities["ai-use.not-final-in-cut"] == severities["ai-use.source-type-missing"] == "error"
    assert {"ai-use.approval-missing", "ai-use.authorship-missing"} <= severities.keys()
    away = scene(replace(SKY, role="temporary", asset="moon*", authored_by=""), rules=("crtc-2025-299",))
    assert rules(away) == []


def test_a_voice_over_a_picture_does_not_speak_of_the_picture(scene: Callable[..., Dossier]) -> None:
    dossier = scene(VOICE, replace(SKY, asset="", start="00:00:00:00", end="00:00:00:10"))
    voice, sky = placed(dossier)
    still = used_sources(dossier)[0]
    assert still.label == "sky.png" and not speaks_of(voice, still) and speaks_of(sky, still)


def test_an_element_for_the_whole_film_declares_no_entry_of_the_ledger(scene: Callable[..., Dossier]) -> None:
    grade = AiElement("Grade", "effect", "G", "1", "algorithmicallyEnhanced")
    made = entry(asset="sky*", kind="ai", consent="[]")
    assert rules(scene(grade, ledger=made)) == ["ai-use.undeclared-entry"]
    assert rules(scene(grade, SKY, ledger=made)) == []
    replica = entry(asset="house*", kind="voice-replica")
    assert rules(scene(replace(VOICE, start="", end=""), ledger=replica)) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, []),
        ({"consent": '["voice"]'}, ["ai-use.consent-kind"]),
        ({"consent": "[]"}, ["ai-use.consent-kind"]),
        ({"territories": '["CA"]'}, ["ai-use.consent-narrow"]),
        ({"end": "2027-01-31"}, ["ai-use.consent-narrow"]),
        ({"paper": "other.pdf", "territories": '["CA"]'}, ["ai-use.consent-narrow"]),
        ({"paper": "other.pdf", "consent": '["voice"]'}, []),  # another paper of theirs: for their own performance
    ],
)
def test_a_paper_is_as_wide_as_the_ledger_says(
    said: dict[str, str], found: list[str], scene: Callable[..., Dossier]
) -> None:
    assert rules(scene(VOICE, ledger=entry(**said))) == found


def test_an_enhancement_is_no_share_of_a_generated_film(scene: Callable[..., Dossier]) -> None:
    grade = AiElement("Grade", "effect", "G", "1", "algorithmicallyEnhanced", authored_by="A. Tremblay")
    assert rules(scene(grade, rules=("manitoba-film-music",))) == []
    assert rules(scene(replace(grade, digital_source="composite"), rules=("manitoba-film-music",))) == [
        "ai-use.mostly-generated"
    ]


def test_nobody_allows_training_on_what_others_do_not(scene: Callable[..., Dossier], tmp_path: Path) -> None:
    order = CredentialsOrder(tmp_path / "c.pem", tmp_path / "k.pem", training="allowed")
    assert rules(scene(credentials=order)) == ["ai-use.training-not-cleared"]
    allowed = entry(asset="*", kind="footage", consent='["ai-training"]')
    assert rules(scene(credentials=order, ledger=allowed)) == []
    mixed = entry(asset="sky*", kind="footage", consent='["ai-training"]') + entry(asset="house*", kind="footage")
    (finding,) = check(scene(credentials=order, ledger=mixed))
    assert finding.evidence["sources"] == "house.mov" and finding.severity == "error"
    assert rules(scene(credentials=replace(order, training="not-allowed"))) == []


def test_credentials_that_the_destination_asks_for_are_asked_for(scene: Callable[..., Dossier], tmp_path: Path) -> None:
    from picturelock.specs.reader import from_toml

    text = {"title": "Ours", "kind": "broadcaster", "ai": {"credentials": {
        "requirement": "required", "source": "sheet of the channel, page 2", "read": dt.date(2026, 11, 22)}}}  # fmt: skip
    spec = from_toml("ours", text)
    (finding,) = check(replace(scene(), spec=spec))
    assert (finding.rule, finding.severity) == ("ai-use.credentials-missing", "error")
    order = CredentialsOrder(tmp_path / "c.pem", tmp_path / "k.pem")
    assert rules(replace(scene(credentials=order), spec=spec)) == []


def test_a_label_is_found_however_its_accents_are_written(scene: Callable[..., Dossier], tmp_path: Path) -> None:
    dossier = scene(SKY, rules=("eu-ai-act-50",))
    file = DeliveryFile(
        FileOrder("credits", tmp_path / "credits.txt"), text="Vallée ge\u0301ne\u0301re\u0301e par  l'IA"
    )
    assert rules(dossier) == ["ai-use.label-missing"] and rules(replace(dossier, files=(file,))) == []


def test_the_sidecar_of_a_source_is_its_mark(make_dossier: Make, make_shot: Make, tmp_path: Path) -> None:
    (tmp_path / "a.mxf").write_bytes(b"an MXF that nobody looks into")
    dossier = make_dossier([make_shot("a.mxf", path=tmp_path / "a.mxf")])
    assert rules(dossier) == []
    address = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    (tmp_path / "a.xmp").write_text(f'<rdf Iptc4xmpExt:DigitalSourceType="{address}"/>', encoding="utf-8")
    assert rules(dossier) == ["ai-use.undeclared-mark"]
    enhanced = AiElement("a", "picture", "A", "1", "algorithmicallyEnhanced", asset="a*")
    assert rules(replace(dossier, production=replace(dossier.production, ai=(enhanced,)))) == [
        "ai-use.mark-contradicts"
    ]
