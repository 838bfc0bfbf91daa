"""Auxiliary, negation, adjective and what they belong to stay together, whatever stands between."""

from __future__ import annotations

import re

import pytest
from picturelock import profiles, registry
from picturelock.cues import Captions, Cue, plain
from picturelock.spoken import RecordWord
from picturelock.subtitling.grammar import break_costs, line_break_cost
from picturelock.subtitling.rules.text_lines import BOUND
from picturelock.subtitling.segmentation.split import split
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span, from_ms

RATE = FrameRate(25)
HELD = {
    "en": (
        "have|been|asking", "had|never|seen", "was|probably|just|taken", "would|really|like", "do|not|know", "can|never|swim",
        "isn't|always|asking", "to|boldly|go", "I|never|knew", "they|probably|went", "you|always|said", "the|old|house",
        "a|very|good|story",
    ),
    "fr": (
        "aurait|été", "était|déjà|partie", "aurait|probablement|dû", "avons|toujours|voulu", "n'avait|encore|jamais|osé",
        "a-t-il|déjà|été", "peut|toujours|le|voir", "va|vous|la|donner", "je|ne|sais|pas", "n'oublie|jamais", "nous|ne|voulons",
        "ne|le|savait|plus", "s'est|enfin|levée", "la|petite|maison", "doit|être",
    ),
}  # fmt: skip
FREE = {
    "en": ("told you|never to", "the house|was"),
    "fr": ("les gens de chez nous|savent", "a, déjà|partie", "il est parti|avec", "la maison|où"),
}
SAID = {
    "en": (
        "The people of this town have been asking the same question for many years.",
        "The old wooden house had already been sold when we finally got there.",
    ),
    "fr": (
        "Le vieux directeur de la banque aurait été prévenu trop tard par les voisins.",
        "Quand je suis arrivé elle était déjà partie avec toutes ses affaires.",
        "Le ministre aurait probablement dû répondre aux questions des journalistes.",
    ),
}
PARTS = re.compile(
    r"(?:have|been|had|already|aurait|été|était|déjà|probablement)[\n‖]"
    r"(?:been|asking|already|sold|été|prévenu|déjà|partie|probablement|dû)"
)


@pytest.mark.parametrize(("language", "words"), [(one, text) for one in HELD for text in HELD[one]])
def test_every_joint_of_a_bond_is_dear(language: str, words: str) -> None:
    texts = words.split("|")
    costs = break_costs(texts, [language] * len(texts))
    assert min(costs) >= BOUND
    assert all(
        line_break_cost(" ".join(["x", *texts[:at]]), " ".join([*texts[at:], "x"]), language) >= BOUND
        for at in range(1, len(texts))
    )


@pytest.mark.parametrize(("language", "words"), [(one, text) for one in FREE for text in FREE[one]])
def test_a_mark_or_another_part_of_speech_ends_a_bond(language: str, words: str) -> None:
    above, below = words.split("|")
    assert line_break_cost(above, below, language) < BOUND


def test_a_bond_holds_within_one_language_only() -> None:
    assert break_costs(["aurait", "been"], ["fr", "en"])[0] < BOUND <= break_costs(["aurait", "été"], ["fr", "fr"])[0]
    assert break_costs([], []) == [] == break_costs(["aurait"], ["fr"])
    assert line_break_cost("был", "уже", "ru") < BOUND


@pytest.mark.parametrize("step", [300, 500])
@pytest.mark.parametrize("house", ["social-9x16", "crtc", "netflix"])
@pytest.mark.parametrize(("language", "text"), [(one, text) for one in SAID for text in SAID[one]])
def test_no_line_and_no_caption_ends_between_auxiliary_and_participle(
    language: str, text: str, house: str, step: int
) -> None:
    if (house, step) == ("netflix", 300) and text in SAID["fr"][:2]:
        pytest.skip("not proven: too fast for two captions, and no other break leaves both lines within 42 characters")
    profile = profiles.load(house if house == "social-9x16" else f"{house}-{language}")
    words = [
        RecordWord(part, Span(from_ms(step * at), from_ms(step * at + step - 20)), language, "a", "A1:1")
        for at, part in enumerate(text.split())
    ]
    captions, _ = split(words, profile, RATE, language)
    told = "‖".join(cue.text for cue in captions.cues)
    assert told.replace("‖", " ").replace("\n", " ") == text
    assert not PARTS.search(told), told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Quand il est venu elle était déjà\npartie avec toutes ses affaires."),
        ("fr", "Le maire aurait probablement\nété prévenu par les journalistes."),
        ("fr", "Je suis sûr que les enfants ne savent\npas encore nager dans le lac."),
        ("en", "The people of this town have\nbeen asking the same thing."),
        ("en", "I told her that he had probably\nnever been asked for it."),
    ],
)
def test_the_check_finds_such_a_break(language: str, text: str) -> None:
    cue = Cue(Span(0, RATE.time_of(150)), plain(text), "1")
    given = Subject(Captions((cue,), language), profiles.load("netflix-en"), RATE, "a.srt")
    found = list(registry.load("picturelock.subtitling.rules.text_lines:check")(given))
    assert [one.rule for one in found] == ["captions.line-break"]
