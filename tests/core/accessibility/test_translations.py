"""Translations that hold nothing, or something else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from picturelock.accessibility.translations import judge
from picturelock.cues import Cue, plain
from picturelock.findings import Finding
from picturelock.spoken import RecordWord
from picturelock.times import Span, from_ms

SAID = [
    "Yesterday we met Margaret near the harbour",
    "She had bought 25 chairs from Lefebvre",
    "Nobody in Halifax remembers any of this",
    "Ask Nakamura whether the boat is ready",
    "It cost 4800 dollars and one summer",
    "So now Margaret wants to leave Halifax",
]
FRENCH = [
    "Hier, on a croisé Margaret au port",
    "Elle avait acheté 25 chaises à Lefebvre",
    "Personne à Halifax ne s’en souvient",
    "Demande à Nakamura si le bateau est prêt",
    "Ça a coûté 4800 dollars et un été",
    "Alors Margaret veut quitter Halifax",
]
WORDS = [
    RecordWord(text, Span(from_ms(10_000 * n + 400 * k), from_ms(10_000 * n + 400 * k + 380)), "en", "a", "A1:1")
    for n, line in enumerate(SAID)
    for k, text in enumerate(line.split())
]


def found(lines: Sequence[str], language: str = "fr") -> list[Finding]:
    cues = [
        Cue(Span(from_ms(10_000 * n), from_ms(10_000 * n + 3000)), plain(line), str(n + 1))
        for n, line in enumerate(lines)
    ]
    return list(judge(cues, WORDS, language, "fr.srt"))


def test_a_translation() -> None:
    assert found(FRENCH) == []


@pytest.mark.parametrize(
    "lines", [["TODO"] * 6, ["…"] * 6, [*["Bonjour"] * 4, *FRENCH[4:]], ["Oui", "Non", "Ah", "Eh", "Bon", "Si"]]
)
def test_a_placeholder(lines: Sequence[str]) -> None:
    (one,) = found(lines)
    assert (one.rule, one.severity, one.evidence["heard"]) == ("accessibility.translation-hollow", "error", 42)


def test_sounds_are_no_placeholder() -> None:
    assert found([*FRENCH, *["[le vent]"] * 20]) == []


def test_another_order_is_told_by_names_and_numbers() -> None:
    (one,) = found([FRENCH[(n + 2) % 6] for n in range(6)])
    assert (one.rule, one.evidence["names"]) == ("accessibility.translation-elsewhere", 8)
    assert one.evidence["elsewhere"] == 8 and one.place.cue == "1"


def test_without_names_nobody_can_tell() -> None:
    plain_lines = [
        "On marchait",
        "Elle parlait",
        "Personne ici",
        "Demande donc",
        "Un été",
        "Alors partons, dit-elle enfin",
    ]
    assert found([*plain_lines[3:], *plain_lines[:3]]) == []
