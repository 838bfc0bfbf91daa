"""The statement's sentences, for none, one and several, and the lines that a producer fills in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from picturelock.production import Dossier
from picturelock.production.orders import AiElement
from picturelock.report.paper import Signing, Table, to_html, to_markdown
from picturelock.report.paper_pdf import to_pdf
from picturelock.rights.ai_statement import statement
from picturelock.speech import Provenance
from picturelock.wording import LANGUAGES

Make = Callable[..., Any]
NBSP = "\N{NO-BREAK SPACE}"
SKY = AiElement("Sky", "picture", "SkyGen", "2", "trainedAlgorithmicMedia", asset="sky*", authored_by="A. Tremblay")
MACHINE = Provenance("captions", "machine", "whisper", "1", made="2026-11-19T23:30:00-05:00")


@pytest.fixture
def scene(make_dossier: Make, make_shot: Make) -> Callable[..., Dossier]:
    def make(*elements: AiElement, rules: tuple[str, ...] = ()) -> Dossier:
        made: Dossier = make_dossier([make_shot("sky.png", 0, 25), make_shot("house.mov", 25, 50)])
        return replace(made, production=replace(made.production, ai=elements, ai_rules=rules))

    return make


def paragraphs(dossier: Dossier, language: str) -> list[str]:
    return to_markdown(statement(dossier, language)).replace(NBSP, " ").split("\n\n")


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "No element of the delivered film is declared as made or altered by AI.",
         "Aucun élément du film livré n’est déclaré comme produit ou modifié par l’IA."),
        (1, "1 element of the delivered film is declared as made or altered by AI.",
         "1 élément du film livré est déclaré comme produit ou modifié par l’IA."),
        (3, "3 elements of the delivered film are declared as made or altered by AI.",
         "3 éléments du film livré sont déclarés comme produits ou modifiés par l’IA."),
    ],
)  # fmt: skip
def test_elements_are_counted_in_a_sentence(
    count: int, english: str, french: str, scene: Callable[..., Dossier]
) -> None:
    dossier = scene(*(replace(SKY, name=f"Sky {number}") for number in range(count)))
    assert paragraphs(dossier, "en")[2] == english and paragraphs(dossier, "fr")[2] == french


def test_what_is_in_the_cut_is_counted_whatever_it_is_declared_as(scene: Callable[..., Dossier]) -> None:
    gone, left = replace(SKY, asset="moon*"), replace(SKY, role="temporary")
    lost = replace(SKY, kind="voice", asset="", start="00:00:09:00", end="00:00:10:00")
    for elements, count in (((gone,), "No"), ((left,), "1"), ((lost,), "1"), ((gone, left, lost), "2")):
        assert paragraphs(scene(*elements), "en")[2].startswith(f"{count} element")


def test_texts_are_counted_in_a_sentence(scene: Callable[..., Dossier], with_captions: Make) -> None:
    unread = with_captions(scene(), MACHINE)
    read = with_captions(scene(), MACHINE, reviewed_by="L. Roy", reviewed_on="2026-11-20")
    both = replace(unread, captions=(*unread.captions, *read.captions, *read.captions))
    told = {
        "en": [
            "No machine-made text is delivered with the film.",
            "1 machine-made text is delivered with the film; nobody has reviewed it.",
            "1 machine-made text is delivered with the film; a person has reviewed it.",
            "3 machine-made texts are delivered with the film; 1 of them has not been reviewed by anybody.",
        ],
        "fr": [
            "Aucun texte produit par une machine n’est livré avec le film.",
            "1 texte produit par une machine est livré avec le film ; personne ne l’a relu.",
            "1 texte produit par une machine est livré avec le film ; une personne l’a relu.",
            "3 textes produits par une machine sont livrés avec le film, dont 1 que personne n’a relu.",
        ],
    }
    for language in LANGUAGES:
        assert [paragraphs(one, language)[3] for one in (scene(), unread, read, both)] == told[language]
    assert "2026-11-20 04:30" in "".join(paragraphs(unread, "en"))  # in UTC, as the heading says


@pytest.mark.parametrize(("language", "labels"), [("en", "Name: Role: Date:"), ("fr", "Nom : Fonction : Date :")])
def test_a_producer_has_a_place_to_sign(language: str, labels: str, scene: Callable[..., Dossier]) -> None:
    blocks = statement(scene(SKY), language)
    last = blocks[-1]
    assert isinstance(last, Signing) and " ".join(last.labels[:3]).replace(NBSP, " ") == labels
    text = to_markdown(blocks)
    assert all(f"{label} {'_' * 40}" in text for label in last.labels)
    assert to_html(blocks, language).count('<th scope="row">') == 4
    assert len(to_pdf(blocks, language)) > len(to_pdf(blocks[:-1], language))


def test_what_is_missing_is_said_in_words(scene: Callable[..., Dossier]) -> None:
    bare = replace(SKY, version="", authored_by="")
    text = to_markdown(statement(scene(bare, rules=("manitoba-film-music", "eu-ai-act-50")), "en"))
    assert "Not stated yet: Sky (version of the tool, who shaped it)." in text
    assert "Nobody is named for: Sky." in text and "In force since 2026-08-02." in text
    assert "No text of end credits that mentions it was found; it concerns: Sky." in text
    french = to_markdown(statement(scene(rules=("hats",)), "fr"))
    assert "La production demande les règles sur l’IA" in french and "\n\nproduction demande" not in french


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_digital_source_type_that_is_used_is_explained(language: str, scene: Callable[..., Dossier]) -> None:
    from picturelock.production.orders import DIGITAL_SOURCES

    blocks = statement(scene(*(replace(SKY, name=name, digital_source=name) for name in DIGITAL_SOURCES)), language)
    text = to_markdown(blocks).replace(NBSP, " ")
    rows = next(block for block in blocks if isinstance(block, Table)).rows
    assert [row[3] for row in rows] == list(DIGITAL_SOURCES)
    colon = " : " if language == "fr" else ": "
    assert all(f"- {name}{colon}" in text for name in DIGITAL_SOURCES)
