"""Translations that hold nothing, or something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
    told = "repeated" if lines.count(lines[0]) > 3 else "hollow"
    assert (one.rule, one.severity) == (f"accessibility.translation-{told}", "error")
    assert one.evidence.get("same") == {"Bonjour": 4, "Oui": None}.get(lines[0], 6)


def test_sounds_are_no_placeholder() -> None:
    assert found([*FRENCH, *["[le vent]"] * 20]) == []


def test_songs_are_translated_between_notes() -> None:
    assert found([*[f"♪ {line} ♪" for line in FRENCH[:5]], "Merci."]) == []
    assert found([*["♪ [un homme chante] ♪"] * 5, "Merci."]) == []


def test_people_who_are_called_by_name() -> None:
    said = ["Paul, come here.", "I saw Paul with Marie there.", "Marie, what did you say?", "Paul, are you there?"]
    said += ["Marie, wait for me.", "Paul, stop that."]
    french = [
        "Paul, viens.",
        "J’ai vu Paul avec Marie.",
        "Marie, qu’as-tu dit ?",
        "Paul, tu es là ?",
        "Marie, attends.",
    ]
    words = [replace(word, text=text) for n, line in enumerate(said) for word, text in line_of(n, line)]
    cues = [
        Cue(Span(from_ms(10_000 * n), from_ms(10_000 * n + 3000)), plain(line), str(n + 1))
        for n, line in enumerate([*french, "Paul, arrête."])
    ]
    assert list(judge(cues, words, "fr", "fr.srt")) == []


def line_of(n: int, line: str) -> list[tuple[RecordWord, str]]:
    return [
        (replace(WORDS[0], span=Span(from_ms(10_000 * n + 400 * k), from_ms(10_000 * n + 400 * k + 380))), text)
        for k, text in enumerate(line.split())
    ]


def test_where_only_some_names_are_elsewhere_it_warns() -> None:
    (one,) = found([FRENCH[n] for n in (0, 4, 3, 2, 1, 5)])
    assert (one.rule, one.severity) == ("accessibility.translation-elsewhere", "warning")
    assert (one.evidence["names"], one.evidence["elsewhere"]) == (8, 5)


def test_another_order_is_told_by_names_and_numbers() -> None:
    (one,) = found([FRENCH[(n + 2) % 6] for n in range(6)])
    assert (one.rule, one.evidence["names"]) == ("accessibility.translation-elsewhere", 8)
    assert (one.evidence["elsewhere"], one.place.cue, one.severity) == (8, "1", "error")


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
