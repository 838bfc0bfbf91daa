"""French as it is written in Canada and in France: spaces, apostrophes, accents on capitals, ligatures, ordinals, dashes."""

from __future__ import annotations

import pytest
from picturelock import profiles
from picturelock.cues import Captions, Cue, plain
from picturelock.subtitling.fixes.run import mend, select
from picturelock.subtitling.judge import judge
from picturelock.subtitling.rules.text_spaces import OQLF
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
PROFILES = {"fr-FR": "netflix-fr", "fr-CA": "netflix-fr-ca"}


def subject(text: str, language: str, profile: str = "") -> Subject:
    cue = Cue(Span(0, RATE.time_of(125)), plain(text.replace("~", "\N{NO-BREAK SPACE}")), "1")
    return Subject(Captions((cue,), language), profiles.load(profile or PROFILES[language]), RATE, "a.srt")


def rules(held: Subject) -> set[str]:
    return {finding.rule.removeprefix("captions.") for finding in judge(held)}


def mended(held: Subject, words: bool = True) -> str:
    return mend(held, select(words=words)).captions.cues[0].text.replace("\N{NO-BREAK SPACE}", "~")


@pytest.mark.parametrize("wrong", ["{}?", "{} ?", "{}!", "{};"])
def test_the_marks_that_france_sets_apart_and_canada_does_not(wrong: str) -> None:
    mark = wrong[-1]
    text, tail = wrong.format("Tu viens"), " oui" if mark == ";" else ""
    assert mended(subject(text + tail, "fr-FR")) == f"Tu viens~{mark}{tail}"
    assert mended(subject(text + tail, "fr-CA")) == f"Tu viens{mark}{tail}"
    assert "french-spacing" not in rules(subject(f"Tu viens~{mark}{tail}", "fr-FR"))
    assert "french-spacing" not in rules(subject(f"Tu viens{mark}{tail}", "fr-CA"))
    assert "french-spacing" in rules(subject(f"Tu viens~{mark}{tail}", "fr-CA"))


@pytest.mark.parametrize(
    ("profile", "unconfirmed"),
    [("netflix-fr", True), ("netflix-fr-ca", True), ("crtc-fr", False), ("picturelock", False)],
)
def test_spacing_that_no_guide_was_read_for_only_warns(profile: str, unconfirmed: bool) -> None:
    held = subject("Il dit: oui", "fr", profile)
    [told] = [one for one in judge(held) if one.rule == "captions.french-spacing"]
    assert (told.severity, told.unconfirmed) == ("warning", unconfirmed)
    stated = held.profile.style.get("spacing")
    assert told.source == (stated.source if stated else OQLF) and told.source


@pytest.mark.parametrize("language", PROFILES)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il dit: oui", "Il dit~: oui"),
        ("Il dit : oui", "Il dit~: oui"),
        ("Il dit:oui", "Il dit~: oui"),
        ("«Oui»", "«~Oui~»"),
        ("« Oui »", "«~Oui~»"),
        ('"Oui", dit-il', "«~Oui~», dit-il"),
        ("<< Oui >>", "«~Oui~»"),
        ("«~Il a dit “oui”~»", "«~Il a dit “oui”~»"),
        ("Il est 12:30", "Il est 12:30"),
        ("Oui , non", "Oui, non"),
        ("Oui ,non .", "Oui, non."),
        ("20 %, 5 $ et 1 000 000", "20~%, 5~$ et 1~000~000"),
        ("M. Roy, n° 5, 12 h 30", "M.~Roy, n°~5, 12~h~30"),
        ("l' été, d 'abord, qu' il", "l'été, d'abord, qu'il"),
        ("aujourd' hui", "aujourd'hui"),
        ("l´été", "l'été"),
        ("C'est l’été d'ici", "C'est l'été d'ici"),
        ("- Oui. - Non.", "- Oui.\n- Non."),
        ("-Oui.\n-Non.", "- Oui.\n- Non."),
        ("– Oui.\n– Non.", "- Oui.\n- Non."),
        ("Oui.\n- Non.", "- Oui.\n- Non."),
        ("- Oui, dit-il.", "- Oui, dit-il."),
        ("A bientôt. Ca va. Etes-vous là", "À bientôt. Ça va. Êtes-vous là"),
        ("ETAT D'URGENCE, CA VA MAL", "ÉTAT D'URGENCE, ÇA VA MAL"),
        ("Les Etats-Unis, l'Ecole, l'Ile", "Les États-Unis, l'École, l'Île"),
        ("Mon coeur, ma soeur, une OEUVRE, un Oeil", "Mon cœur, ma sœur, une ŒUVRE, un Œil"),
        ("La 1ère fois, la 2ème, les 3èmes, au XXème", "La 1re fois, la 2e, les 3es, au XXe"),
        ("I'état, iI dort, ll part", "L'état, il dort, Il part"),
    ],
)
def test_what_both_write_alike(language: str, text: str, expected: str) -> None:
    held = subject(text, language)
    assert mended(held) == expected
    assert mended(subject(expected, language)) == expected


@pytest.mark.parametrize("language", PROFILES)
@pytest.mark.parametrize(
    "text",
    [
        "A-t-il faim", "A quitté Paris", "LA CA ET LE CA", "ENAP, REER", "Eric et Emile", "Été comme hiver", "À Paris",
        "ECOUTE", "AGE", "EQUIPE", "moelle, coefficient, Noël, poète, Groenland", "1er, 1re, 2e, XIXe", "la Xième fois",
        "5 h", "Elle est là", "C'est l'été", "vingt-cinq", "10:30", "Que vient-il faire…", "Jean-Paul II est là",
    ],
)  # fmt: skip
def test_what_is_right_is_left(language: str, text: str) -> None:
    minded = {
        "capital-accent",
        "ligature",
        "ordinal",
        "misread",
        "space-before",
        "missing-space",
        "dash-style",
        "dash-inline",
    }
    assert not minded & rules(subject(text, language))


def test_letters_are_not_changed_unasked() -> None:
    assert mended(subject("Etes-vous ma soeur", "fr-CA"), words=False) == "Etes-vous ma soeur"


def test_a_carrier_without_the_letter_is_not_asked_for_it() -> None:
    held = subject("Etat de ma soeur", "fr-CA", "cea-608-fr")
    assert "capital-accent" in rules(held) and "ligature" not in rules(held)


def test_english_is_held_to_none_of_it() -> None:
    cue = Cue(Span(0, RATE.time_of(125)), plain("Ca Etat coeur 2ème: yes?"), "1")
    held = Subject(Captions((cue,), "en"), profiles.load("netflix-en"), RATE, "a.srt")
    assert not {"capital-accent", "ligature", "ordinal", "french-spacing"} & rules(held)
