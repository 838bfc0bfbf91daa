"""White space, punctuation, dashes, apostrophes, quotation marks and brackets."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from picturelock import profiles, registry, wording
from picturelock.cues import Captions, Cue, plain
from picturelock.findings import Finding
from picturelock.profiles import Convention
from picturelock.subtitling.fixes.run import mend, select
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span

RATE = FrameRate(24000, 1001)
NBSP, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
MODULES = ("spaces", "marks", "dashes", "quotes", "pairs")


def found(language: str, *texts: str, confirmed: bool = True, **says: str) -> list[Finding]:
    """What the rules of these modules find in captions of three seconds, two frames apart."""
    style = {name: Convention(name, text, "A guide, read 2026-11-22", confirmed) for name, text in says.items()}
    base = profiles.load("netflix-fr" if language == "fr" else "picturelock")
    cues = tuple(
        Cue(Span(RATE.time_of(74 * at), RATE.time_of(74 * at + 72)), plain(text), str(at + 1))
        for at, text in enumerate(texts)
    )
    subject = Subject(Captions(cues, language), replace(base, style=MappingProxyType(style)), RATE, "a.srt")
    return [
        one for name in MODULES for one in registry.load(f"picturelock.subtitling.rules.text_{name}:check")(subject)
    ]


def rules(language: str, *texts: str, **says: str) -> list[str]:
    return [finding.rule.removeprefix("captions.") for finding in found(language, *texts, **says)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Hello there.", None),
        ("en", "Hello  there.", "Hello there."),
        ("en", " Hello there.", "Hello there."),
        ("en", "Hello\tthere.", "Hello there."),
        ("fr", f"Non{NBSP} !", f"Non{NBSP}!"),
    ],
)
def test_white_space(language: str, text: str, expected: str | None) -> None:
    spaced = [one.evidence["expected"] for one in found(language, text) if one.rule == "captions.white-space"]
    assert spaced == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Hello , you", ["space-before"]),
        ("en", "Hello ,you", ["space-before"]),
        ("en", "What ?", ["space-before"]),
        ("en", "( aside )", ["space-before"]),
        ("und", "Quoi ?", []),
        ("en", "Wait …and then", []),
        ("en", "About .5 of it", []),
        ("en", "1 ,5", []),
        ("en", "Hello,world", ["missing-space"]),
        ("en", "It ended.Then it began.", ["missing-space"]),
        ("en", "Visit www.Example.org,please", []),
        ("en", "At 10,000 feet", []),
        ("en", "The U.S.A. is", []),
        ("en", "anna@Example.com", []),
    ],
)
def test_spaces_around_marks(language: str, text: str, expected: list[str]) -> None:
    assert rules(language, text) == expected


@pytest.mark.parametrize(
    ("language", "text", "severity", "expected"),
    [
        ("fr", "Quoi?", "warning", f"Quoi{NBSP}?"),
        ("fr", "Quoi ?", "info", f"Quoi{NBSP}?"),
        ("fr", f"Quoi{NBSP}?", None, None),
        ("fr", f"Quoi{THIN}?", None, None),
        ("fr", "«Non»", "warning", f"«{NBSP}Non{NBSP}»"),
        ("fr", "À 12:30", None, None),
        ("fr", "Il a dit …peut-être", None, None),
        ("en", "What?", None, None),
        ("fr-CA", f"Quoi{NBSP}?", "warning", "Quoi?"),
        ("fr-CA", "Quoi?", None, None),
    ],
)
def test_french_spacing(language: str, text: str, severity: str | None, expected: str | None) -> None:
    if language == "fr-CA":
        base = profiles.load("netflix-fr-ca")
        subject = Subject(Captions((Cue(Span(0, RATE.time_of(72)), plain(text), "1"),), language), base, RATE)
        got = list(registry.load("picturelock.subtitling.rules.text_spaces:check")(subject))
    else:
        got = [one for one in found(language, text) if one.rule == "captions.french-spacing"]
    assert [(one.severity, one.evidence["expected"]) for one in got] == ([(severity, expected)] if severity else [])


@pytest.mark.parametrize(
    "text", ["M. Untel et Mme X", "Le Dr Petit", "Il a 20 000 euros", "Il y a 5 % de plus, 3 km", "n° 5", "50€"]
)
def test_french_is_held_to_its_punctuation_only(text: str) -> None:
    assert rules("fr", text) == []


def test_a_person_sees_which_french_space_is_wrong() -> None:
    (one,) = found("fr", f"Le Dr X vient{NBSP}: «{NBSP}Quoi ?{NBSP}»")
    assert (one.evidence["place"], one.evidence["shown"]) == ("Quoi ?", "Quoi⍽?")
    assert "⍽" in wording.fix(one, "fr") and "⍽" in wording.fix(one, "en")


@pytest.mark.parametrize(
    ("language", "text", "rule", "expected"),
    [
        ("fr", "Oui ,non.", "space-before", "Oui, non."),
        ("en", "Hello ,you", "space-before", "Hello, you"),
        ("en", "Hello  , you", "space-before", "Hello, you"),
        ("fr", "Bon . . .", "ellipsis", "Bon…"),
        ("en", "Well. . .", "ellipsis", "Well…"),
        ("fr", "Salut!Toi", "missing-space", f"Salut{NBSP}! Toi"),
    ],
)
def test_one_place_is_one_finding_with_what_the_fixes_write(language: str, text: str, rule: str, expected: str) -> None:
    got = found(language, text, ellipsis="…")
    assert [(one.rule, one.evidence["expected"]) for one in got] == [(f"captions.{rule}", expected)]
    base = profiles.load("netflix-fr" if language == "fr" else "picturelock")
    style = {"ellipsis": Convention("ellipsis", "…", "A guide, read 2026-11-22", True)}
    cue = Cue(Span(0, RATE.time_of(72)), plain(text), "1")
    subject = Subject(Captions((cue,), language), replace(base, style=MappingProxyType(style)), RATE)
    assert mend(subject, select()).captions.cues[0].text == expected


def test_a_carrier_without_no_break_spaces_has_ordinary_ones() -> None:
    assert rules("fr", "Quoi ?", characters="cea-608") == []
    assert rules("fr", "Quoi?", characters="cea-608") == ["french-spacing"]


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        ("…", "Well...", "Well…"),
        ("…", "Well. . .", "Well…"),
        ("…", "Well…", None),
        ("...", "Well… no", "Well... no"),
        ("...", "Well...", None),
        ("", "Well...", None),
    ],
)
def test_ellipsis(wanted: str, text: str, expected: str | None) -> None:
    got = [
        one for one in found("en", text, **({"ellipsis": wanted} if wanted else {})) if one.rule == "captions.ellipsis"
    ]
    assert [one.evidence["expected"] for one in got] == ([expected] if expected else [])
    assert all(one.severity == "error" and one.source == "A guide, read 2026-11-22" for one in got)


def test_an_unconfirmed_convention_only_warns() -> None:
    (one,) = found("en", "Well...", confirmed=False, ellipsis="…")
    assert one.severity == "warning" and one.unconfirmed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What?.", ["stray-mark"]),
        ("No,, yes", ["stray-mark"]),
        ("No,.", ["stray-mark"]),
        ("Well….", ["stray-mark"]),
        ("Well..", ["double-stop"]),
        ("Well... What?! No!!", []),
        ("What?..", []),
    ],
)
def test_marks_too_many(text: str, expected: list[str]) -> None:
    assert rules("en", text) == expected


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        ("--", "I was going to-", "I was going to--"),
        ("--", "I was going to —", "I was going to--"),
        ("--", "I was going to--", None),
        ("--", "Self-\nesteem", None),
        ("…", "Je voulais--", "Je voulais…"),
        ("--", "-I was going to–\n-Stop.", "-I was going to--"),
        ("--", "-", None),
    ],
)
def test_interruption(wanted: str, text: str, expected: str | None) -> None:
    got = [one.evidence["expected"] for one in found("en", text, interruption=wanted)]
    assert got == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        ("-Text", "- Hi.\n- Bye.", ["dash-style"]),
        ("-Text", "-Hi.\n-Bye.", []),
        ("-Text", "–Hi.\n–Bye.", ["dash-style"]),
        ("- Text", "-Hi.\n-Bye.", ["dash-style"]),
        ("- Text", f"-{NBSP}Hi.\n-{NBSP}Bye.", []),
        (">> Text", ">>Hi.\n>>Bye.", ["dash-style"]),
        ("-Text", "Hi.\n-Bye.", ["dash-missing"]),
        ("-Text", "It is twenty\n-five.", []),
        ("-Text", "-Alone.", ["dash-alone"]),
        ("- Text", "- Seule.", []),
        ("-Text", "-5 degrees", []),
        ("-Text", "-Hi. -Bye.", ["dash-inline"]),
        ("-Text", "Hi - bye.", []),
        ("colour", "- Hi.\n- Bye.", []),
        ("", "- Hi.\n-Bye.", []),
    ],
)
def test_dashes(wanted: str, text: str, expected: list[str]) -> None:
    assert rules("en", text, **({"dual_speaker": wanted} if wanted else {})) == expected


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("en", ["It's mine.", "It's yours."], []),
        ("en", ["It's mine.", "It’s yours.", "It's his."], ["mixed-apostrophes"]),
        ("fr", ["l´été"], ["false-apostrophe"]),
        ("en", ["''Quoted''"], ["doubled-apostrophe"]),
        ("en", ["the dogs' '70s"], []),
        ("en", ['"One" and', '"two"', "“three”"], ["mixed-quotes"]),
        ("en", ["“One” and “two”"], []),
        ("fr", ['"Non", dit-il.'], ["french-quotes"]),
        ("fr", [f"«{NBSP}Non{NBSP}»"], []),
        ("en", ["[door slams"], ["unpaired-bracket"]),
        ("en", ["a) tea", "Hello :)", "8-)"], []),
        ("en", ["(one [two] three)"], []),
        ("en", ["(one [two) three]"], ["unpaired-bracket"]),
        ("en", ['"It goes on', "and on", 'and ends."'], []),
        ("en", ['"It goes on', *["and on"] * 20], ["unpaired-quote"]),
        ("en", ["it ends”"], ["unpaired-quote"]),
        ("en", ["“One paragraph", "“and another”"], []),
    ],
)
def test_quotes_and_brackets(language: str, texts: list[str], expected: list[str]) -> None:
    assert rules(language, *texts) == expected
