"""Declared elements: found in the cut to the frame, and held against themselves, the cut, the papers and the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from picturelock.production import Dossier
from picturelock.production.orders import AiElement
from picturelock.rights.ai_elements import placed
from picturelock.rights.ai_use import check
from picturelock.times import FrameRate, Span
from picturelock.wording import LANGUAGES, fix, message

RATE = FrameRate(25)
Make = Callable[..., Any]
SKY = AiElement("Sky", "picture", "SkyGen", "2", "trainedAlgorithmicMedia", asset="sky*", authored_by="A. Tremblay")
VOICE = AiElement(
    "Letter", "voice", "VoiceGen", "1", "trainedAlgorithmicMedia", start="00:00:01:00", end="00:00:02:12",
    person="J. Roy", consent="papers/roy.txt",
)  # fmt: skip


@pytest.fixture
def scene(make_dossier: Make, make_shot: Make, tmp_path: Path) -> Callable[..., Dossier]:
    """A second of a sky, one of a house, and the sky's other half second under the house."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "roy.txt").write_text("Yes.", encoding="utf-8")

    def make(*elements: AiElement, rules: tuple[str, ...] = (), **more: Any) -> Dossier:
        shots = [make_shot("sky.png", 0, 25), make_shot("house.mov", 25, 50), make_shot("sky.png", 50, 62, track="V2")]
        dossier: Dossier = make_dossier(shots)
        return replace(dossier, production=replace(dossier.production, ai=elements, ai_rules=rules), **more)

    return make


def rules(dossier: Dossier) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in check(dossier)]


def frames(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    return [(RATE.floor(span.start), RATE.floor(span.end)) for span in spans]


def test_an_element_is_where_its_clips_are(scene: Callable[..., Dossier]) -> None:
    item = placed(scene(SKY))[0]
    assert frames(item.seen) == [(0, 25), (50, 62)] and item.in_cut and item.located
    assert item.uses[0].label == "sky.png"


def test_a_place_narrows_a_clip(scene: Callable[..., Dossier]) -> None:
    item = placed(scene(replace(SKY, start="10@25", end="55@25")))[0]
    assert frames(item.seen) == [(10, 25), (50, 55)]


def test_a_voice_at_a_place_is_heard_there(scene: Callable[..., Dossier]) -> None:
    item = placed(scene(VOICE))[0]
    assert (item.seen, frames(item.heard)) == ((), [(25, 62)])


def test_one_for_the_whole_film_is_at_no_place(scene: Callable[..., Dossier]) -> None:
    item = placed(scene(AiElement("Grade", "effect", "G", "1", "algorithmicallyEnhanced")))[0]
    assert not item.located and item.in_cut and item.spans == ()


def test_what_is_as_it_should_be_is_found_nothing_of(scene: Callable[..., Dossier]) -> None:
    assert rules(scene(SKY, VOICE)) == [] and rules(scene()) == []


@pytest.mark.parametrize(
    ("element", "found"),
    [
        (replace(SKY, asset="moon*"), ("ai-use.not-in-cut", "warning")),
        (replace(SKY, asset="sky["), ("ai-use.not-in-cut", "warning")),
        (replace(SKY, role="temporary"), ("ai-use.not-final-in-cut", "error")),
        (replace(SKY, role="reference"), ("ai-use.not-final-in-cut", "error")),
        (replace(SKY, asset="", role="temporary"), ("ai-use.temporary-unproven", "warning")),
        (replace(SKY, digital_source=""), ("ai-use.source-type-missing", "error")),
        (replace(SKY, digital_source="humanEdits"), ("ai-use.source-type-doubtful", "warning")),
        (replace(SKY, approved_by="N. Singh"), ("ai-use.approval-date", "error")),
        (replace(SKY, approved_on="2026-11-01"), ("ai-use.approval-date", "error")),
        (replace(SKY, approved_by="N. Singh", approved_on="2031-01-01"), ("ai-use.approval-date", "error")),
        (replace(VOICE, consent=""), ("ai-use.consent-missing", "error")),
        (replace(VOICE, consent="papers/none.txt"), ("ai-use.consent-gone", "error")),
        (replace(VOICE, consent="../../etc/hostname"), ("ai-use.consent-outside", "error")),
        (replace(VOICE, consent="/etc/hostname"), ("ai-use.consent-outside", "error")),
        (replace(VOICE, consent="papers/\0.txt"), ("ai-use.consent-outside", "error")),
        (replace(VOICE, consent="papers"), ("ai-use.consent-gone", "error")),
        (replace(VOICE, consent="", role="reference"), ("ai-use.consent-missing", "warning")),
        (replace(VOICE, person="", consent=""), ("ai-use.person-missing", "warning")),
        (replace(VOICE, kind="likeness", person="", consent=""), ("ai-use.person-missing", "error")),
        (replace(VOICE, end="00:00:01:00"), ("ai-use.no-place", "error")),
        (replace(VOICE, end="00:00:09:00"), ("ai-use.no-place", "error")),
        (replace(VOICE, end="00:00:02:25"), ("ai-use.no-place", "error")),
        (replace(VOICE, start="900@24", end="901@24"), ("ai-use.no-place", "error")),
    ],
)
def test_each_fault_is_found_alone(element: AiElement, found: tuple[str, str], scene: Callable[..., Dossier]) -> None:
    assert rules(scene(element)) == [found]


def test_a_voice_that_is_nobodys_says_so(scene: Callable[..., Dossier]) -> None:
    assert rules(scene(replace(VOICE, person="", consent="", note="a synthetic voice, nobody's"))) == []


def test_names_are_told_apart_as_people_do(scene: Callable[..., Dossier]) -> None:
    found = rules(scene(replace(SKY, name="Forêt"), replace(SKY, name="FORE\u0302T")))
    assert found == [("ai-use.duplicate-element", "warning")] * 2


@pytest.mark.parametrize(
    ("name", "element", "found"),
    [
        ("netflix-genai", SKY, [("ai-use.approval-missing", "error"), ("ai-use.by-hand", "warning")]),
        ("crtc-2025-299", replace(SKY, authored_by=""), [("ai-use.authorship-missing", "error")]),
        ("crtc-2025-299", replace(SKY, authored_by="", role="reference", asset="x"), []),
        ("manitoba-film-music", replace(SKY, version=""), [("ai-use.disclosure-incomplete", "error")]),
        ("cnc", replace(SKY, authored_by=""), [("ai-use.disclosure-incomplete", "warning")]),
        ("sag-aftra-2023", VOICE, [("ai-use.by-hand", "warning")]),
        ("sag-aftra-2023", SKY, []),
        ("eu-ai-act-50", SKY, [("ai-use.label-missing", "warning")]),
        ("eu-ai-act-50", replace(SKY, kind="effect"), []),
    ],
)
def test_each_set_of_rules_asks_for_its_own(
    name: str, element: AiElement, found: list[tuple[str, str]], scene: Callable[..., Dossier]
) -> None:
    assert rules(scene(element, rules=(name,))) == found


def test_a_film_that_is_mostly_generated_is_told(scene: Callable[..., Dossier]) -> None:
    dossier = scene(SKY, rules=("manitoba-film-music",))
    shorter = replace(dossier, cut=replace(dossier.cut, duration=RATE.time_of(62)))
    assert rules(shorter) == [("ai-use.mostly-generated", "warning")]
    found = next(iter(check(shorter)))
    assert found.evidence["percent"] == pytest.approx(59.7) and found.unconfirmed


def test_rules_that_begin_later_are_not_asked_yet(scene: Callable[..., Dossier]) -> None:
    from datetime import date

    dossier = scene(SKY, rules=("eu-ai-act-50",), today=date(2026, 7, 1))
    past = replace(dossier.production.delivery, start=None, end=None)
    assert rules(replace(dossier, production=replace(dossier.production, delivery=past))) == []
    assert rules(dossier) == [("ai-use.label-missing", "warning")]  # it is shown in December


def test_rules_that_nobody_knows_close_the_gate(scene: Callable[..., Dossier]) -> None:
    assert rules(scene(rules=("telefilm-2031", "../x", ""))) == [("ai-use.unknown-rules", "error")] * 3


def test_every_finding_is_said_in_both_languages(scene: Callable[..., Dossier]) -> None:
    every = (
        replace(SKY, digital_source="", version="", authored_by=""), replace(SKY, asset="moon"), replace(VOICE, consent=""),
        replace(VOICE, name="x", end="00:00:01:00"), replace(SKY, name="y", role="temporary", digital_source="humanEdits"),
    )  # fmt: skip
    found = list(check(scene(*every, rules=("netflix-genai", "manitoba-film-music", "eu-ai-act-50", "hats"))))
    assert len({finding.rule for finding in found}) >= 10
    for finding in found:
        told = {language: f"{message(finding, language)} {fix(finding, language)}" for language in LANGUAGES}
        assert told["en"] != told["fr"] and "{" not in told["en"] + told["fr"]
        assert finding.source and (finding.place.file or finding.place.source)
