"""One fault is one finding, whichever rules look at it; and what professionals write is none."""

from __future__ import annotations

import random

import pytest
from picturelock import profiles
from picturelock.cues import Captions, Cue, plain
from picturelock.subtitling.judge import judge
from picturelock.subtitling.subject import Subject
from picturelock.subtitling.typography import NBSP, dress
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)


def rules(profile: str, language: str, *texts: str, times: tuple[tuple[int, int], ...] = ()) -> list[str]:
    spans = times or tuple((150 * at, 150 * at + 125) for at in range(len(texts)))
    cues = tuple(
        Cue(Span(RATE.time_of(start), RATE.time_of(end)), plain(text), str(number))
        for number, ((start, end), text) in enumerate(zip(spans, texts, strict=True), start=1)
    )
    subject = Subject(Captions(cues, language, rate=RATE), profiles.load(profile), RATE)
    return [one.rule.removeprefix("captions.") for one in judge(subject)]


@pytest.mark.parametrize(
    ("profile", "text", "expected"),
    [
        ("netflix-en", "Wait.... What?", ["ellipsis"]),
        ("picturelock", "Wait.... What?", ["stray-mark"]),
        ("netflix-en", "Hello , my friend.", ["space-before"]),
        ("netflix-en", "Hello.There you are.", ["missing-space"]),
        ("netflix-fr", "Bonjour , dit-il.", ["french-spacing"]),
        ("netflix-fr", "Ah!Non.", ["missing-space"]),
        ("netflix-fr", "Le domaine .ca", []),
        ("netflix-fr", f"Il dit{NBSP}: «{NBSP}C’est “fini”.{NBSP}»", []),
        ("netflix-fr", "Il parle de de Gaulle.", []),
        ("netflix-fr", "Il parle de de livres.", ["repeated-word"]),
        ("netflix-fr", "Les 3 s’aiment, les 2 m’attendent.", []),
        ("netflix-en", "What it is is a mess.", []),
        ("netflix-en", "Visit us. www.example.com is new.", []),
        ("netflix-en", "All systems go, i.e. we launch.", []),
        ("netflix-en", "You are the one\nthat I want.", ["one-line"]),
        ("bbc-online", "You are the one\nthat I want.", []),
    ],
)
def test_one_fault_is_one_finding(profile: str, text: str, expected: list[str]) -> None:
    language = "fr" if "fr" in profile else "en"
    assert [one for one in rules(profile, language, text) if one != "number-in-figures"] == expected


def test_a_quotation_over_captions_keeps_the_english_marks_inside() -> None:
    texts = f"Il a dit{NBSP}: «{NBSP}Elle criait", f"“assez” sans arrêt.{NBSP}»", "Puis “assez” encore."
    assert rules("netflix-fr", "fr", *texts) == ["french-quotes"]


@pytest.mark.parametrize(
    ("texts", "times", "expected"),
    [
        (("Hello there.", "Hello there."), ((0, 50), (0, 50)), ["duplicate"]),
        (("Hello there.", "How are you?"), ((0, 50), (45, 100)), ["overlap"]),
        (("Hello there.", "How are you?"), ((0, 50), (45, 55)), ["overlap", "too-short"]),
        (("Hello there.", ""), ((0, 50), (155, 156)), ["empty"]),
        (("Hello there, my very best friend of all.",), ((0, 10),), ["reading-speed", "too-short"]),
    ],
)
def test_times_are_found_once(texts: tuple[str, ...], times: tuple[tuple[int, int], ...], expected: list[str]) -> None:
    assert sorted(rules("netflix-en", "en", *texts, times=times)) == expected


@pytest.mark.parametrize(
    ("text", "france", "canada"),
    [
        ("1::", f"1{NBSP}::", f"1{NBSP}::"),
        ("!!!", "!!!", "!!!"),
        ("«»", f"«{NBSP}»", f"«{NBSP}»"),
        ("Quoi ? !", f"Quoi{NBSP}?{NBSP}!", "Quoi?!"),
        ("- ?!", "- ?!", "- ?!"),
        ("Salut ;)", "Salut ;)", "Salut ;)"),
        ("https://a.ca/x?y=1;z", "https://a.ca/x?y=1;z", "https://a.ca/x?y=1;z"),
        ("En 2010 200 films", "En 2010 200 films", "En 2010 200 films"),
        ("Oui !:", f"Oui{NBSP}!:", "Oui!:"),
    ],
)
def test_marks_on_hard_cases(text: str, france: str, canada: str) -> None:
    assert (dress(text, "fr-FR"), dress(text, "fr-CA")) == (france, canada)


def test_dressing_twice_is_dressing_once() -> None:
    chance, signs = random.Random(7), ' :;!?.…«»“”()[]-1a0%€h5Mn°,’"\u00a0\u202f'
    for _ in range(5000):
        text = "".join(chance.choice(signs) for _ in range(chance.randint(1, 9)))
        for spacing in ("fr-FR", "fr-CA", ""):
            once = dress(text, spacing)
            assert dress(once, spacing) == once, (text, spacing)
