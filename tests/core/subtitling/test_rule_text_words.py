"""Characters, damage, numbers, capitals and repetitions."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from picturelock import profiles, registry, wording
from picturelock.cues import Captions, Cue, Kind, plain
from picturelock.findings import Finding
from picturelock.profiles import Convention
from picturelock.subtitling.rules.text_number_words import in_words
from picturelock.subtitling.rules.text_sets import lacking, plainer, transliterated
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span

RATE = FrameRate(30000, 1001)
MODULES = ("glyphs", "damage", "numbers", "case", "repeats")


def found(language: str, *texts: str, kind: Kind = "sub", **says: str) -> list[Finding]:
    style = {name: Convention(name, text, "A guide, read 2026-11-22", True) for name, text in says.items()}
    profile = replace(profiles.load("picturelock"), style=MappingProxyType(style))
    cues = tuple(
        Cue(Span(RATE.time_of(92 * at), RATE.time_of(92 * at + 90)), plain(text), str(at + 1))
        for at, text in enumerate(texts)
    )
    subject = Subject(Captions(cues, language, kind), profile, RATE, "a.srt")
    return [
        one for name in MODULES for one in registry.load(f"picturelock.subtitling.rules.text_{name}:check")(subject)
    ]


def rules(language: str, *texts: str, kind: Kind = "sub", **says: str) -> list[str]:
    return [one.rule.removeprefix("captions.") for one in found(language, *texts, kind=kind, **says)]


@pytest.mark.parametrize(
    ("characters", "text", "signs"),
    [
        ("cea-608", "Où est l’été ? « Là » — ♪ à â ç ê î ô û ü", ""),
        ("cea-608", "Cœur… 5 €", "œ (U+0153), … (U+2026), € (U+20AC)"),
        ("cea-608", "non\u00a0! non\u202f!", ""),
        ("teletext", "Œuvre, ñandú, čeština, ♪", ""),
        ("teletext", "日", "日 (U+65E5)"),
        ("latin", "Déjà vu, naïve", ""),
        ("latin", "Œuvre", "Œ (U+0152)"),
        ("netflix", "日本語 العربية — … ♪ № ½ e\u0301", ""),
        ("netflix", "Fine 😀", "😀 (U+1F600)"),
        ("any", "😀", ""),
        ("cea-608", "e\u0301te\u0301", ""),
    ],
)
def test_characters_of_the_carrier(characters: str, text: str, signs: str) -> None:
    got = [one.evidence["signs"] for one in found("xx", text, characters=characters)]
    assert got == ([signs] if signs else [])


def test_what_a_carrier_lacks_is_written_otherwise() -> None:
    assert lacking("cea-608", "œœ–") == ("œ", "–")
    assert (plainer("cea-608", "…"), plainer("cea-608", "œ"), plainer("teletext", "…")) == ("...", "œ", "...")
    assert [transliterated("cea-608", one) for one in "œÆÿč日"] == ["oe", "AE", "y", "c", "日"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u200bb", ["invisible"]),
        ("\ufeffHello", ["invisible"]),
        ("co\u00adop", ["invisible"]),
        ("שלום\u200f!", []),
        ("Hello\u200e", ["invisible"]),
        ("👨\u200d👩\u200d👧", []),
        ("caf\ufffd", ["lost-letter"]),
    ],
)
def test_what_nobody_sees(text: str, expected: list[str]) -> None:
    assert rules("xx", text) == expected


@pytest.mark.parametrize(
    ("language", "text", "rule", "expected"),
    [
        ("fr", "CafÃ©", "mojibake", "Café"),
        ("en", "Itâ€™s", "mojibake", "It’s"),
        ("fr", "CÅ“ur Â«", "mojibake", "Cœur «"),
        ("fr", "« ÉTÉ» Âge, Ã", None, ""),
        ("pt", "Não, mãe, IRMÃ", None, ""),
        ("en", "Tom &amp; Anna", "entity", "Tom & Anna"),
        ("en", "&amp;amp; &#39;", "entity", "& '"),
        ("en", "AT&T; &c; & more", None, ""),
        ("en", "&nosuch;", None, ""),
        ("en", "<i>Hello</i>", "tag-in-text", "Hello"),
        ("en", "{\\an8}Up", "tag-in-text", "Up"),
        ("en", "1 < 2 <3 a <b or> c {x}", None, ""),
        ("en", "l'm | think", "misread", "I'm I think"),
        ("en", "He said heIIo to aII", "misread", "He said hello to all"),
        ("en", "McIntyre, MacIntyre, WiFi, HDMI, iPad, WWII, Pius II", None, ""),
        ("fr", "l'eau", None, ""),
        ("fr", "lls sont là, ll pleut", "misread", "Ils sont là, Il pleut"),
        ("fr", "À 1O heures", "misread", "À 10 heures"),
        ("en", "lBM sold 1O0", "misread", "IBM sold 100"),
        ("en", "I'll, O2, H2O, 10, CO2, 3D", None, ""),
        ("fr", "all, l-là, ll-b", None, ""),
    ],
)
def test_damage(language: str, text: str, rule: str | None, expected: str) -> None:
    got = [(one.rule, one.evidence["expected"]) for one in found(language, text)]
    assert got == ([(f"captions.{rule}", expected)] if rule else [])


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("en", ["I have 3 cats."], [("number-in-figures", "three")]),
        ("en", ["I have three cats and 14 dogs."], []),
        ("en", ["At 5 p.m. on May 3, 7% of 10:30"], []),
        ("en", ["We have twenty-five dogs."], [("number-in-words", "25")]),
        ("en", ["Twenty-five people came."], []),
        ("en", ["25 people came."], [("number-opens", "Twenty-five")]),
        ("en", ["There were only", "25 people there."], []),
        ("fr", ["Il a 5 chats."], [("number-in-figures", "cinq")]),
        ("fr", ["J’ai vingt-deux chats."], [("number-in-words", "22")]),
        ("de", ["Ich habe 3 Katzen."], []),
    ],
)
def test_numbers(language: str, texts: list[str], expected: list[tuple[str, str]]) -> None:
    got = [
        (one.rule.removeprefix("captions."), one.evidence["expected"])
        for one in found(language, *texts, numbers="1-10")
    ]
    assert got == expected
    assert [rule for rule in rules(language, *texts) if rule.startswith("number")] == []


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (0, "zero", "zéro"), (21, "twenty-one", "vingt et un"), (71, "seventy-one", "soixante et onze"),
        (80, "eighty", "quatre-vingts"), (81, "eighty-one", "quatre-vingt-un"), (99, "ninety-nine", "quatre-vingt-dix-neuf"),
        (100, "one hundred", "cent"), (200, "two hundred", "deux cents"), (342, "three hundred and forty-two",
        "trois cent quarante-deux"), (1000, "", ""),
    ],
)  # fmt: skip
def test_numbers_in_words(number: int, english: str, french: str) -> None:
    assert (in_words(number, "en"), in_words(number, "fr"), in_words(number, "de")) == (english, french, "")


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("en", ["so i think i'm late"], ["lower-case-i"]),
        ("en", ["i.e. this, chapter i) and x-i"], []),
        ("fr", ["un i et un point"], []),
        ("en", ["He left. then she came."], ["sentence-case"]),
        ("en", ["Mr. smith, etc. and so on, at 5 p.m. then"], []),
        ("en", ["Wait... and then… well"], []),
        ("en", ["It is an ad. iPhone users"], []),
        ("en", ["Really? yes."], ["sentence-case"]),
        ("fr", ["Ah ! bon ? oui. il vient."], ["sentence-case"]),
        ("fr", ["Ah ! bon ? oui."], []),
        ("en", ["He left.", "then she came."], ["sentence-case"]),
        ("en", ["He left", "then she came."], []),
        ("en", ["He left… ", "then she came."], []),
        ("en", ["♪ he left. then ♪"], []),
        ("en", ["STOP DOING THAT", "No.", "Why?"], ["shouting"]),
        ("en", ["[DOOR SLAMS SHUT]", "BBC NEWS", "No."], []),
        ("en", ["ALL OF THEM ARE", "WRITTEN THIS WAY"], []),
        ("en", ["it is the the best"], ["repeated-word"]),
        ("en", ["it is the\nthe best"], ["repeated-word"]),
        ("en", ["He had had it, that that was no no"], []),
        ("fr", ["le le chat"], ["repeated-word"]),
        ("fr", ["Nous nous aimons"], []),
        ("en", ["The same again.", "The same again."], ["repeated-text"]),
        ("en", ["No.", "No."], []),
    ],
)
def test_capitals_and_repetitions(language: str, texts: list[str], expected: list[str]) -> None:
    assert rules(language, *texts) == expected


def test_forced_narratives_are_in_capitals() -> None:
    assert rules("en", "THREE YEARS LATER", "No.", "Why?", kind="forced") == []


def test_a_caption_twice_at_once() -> None:
    cue = Cue(Span(0, RATE.time_of(60)), plain("Hello."))
    subject = Subject(Captions((cue, cue), "en"), profiles.load("picturelock"), RATE)
    got = list(registry.load("picturelock.subtitling.rules.text_repeats:check")(subject))
    assert [(one.rule, one.evidence["before"], one.place.cue) for one in got] == [("captions.duplicate", "1", "2")]


@pytest.mark.parametrize(
    "text",
    ["See it. http://Example.org", "See it. www.example.org", "See it. https://x.y", "See it. @anna", "See it. #anna"],
)
def test_addresses_and_handles_keep_their_small_letters(text: str) -> None:
    assert rules("en", text) == []


def test_a_french_pronoun_twice_is_found() -> None:
    (one,) = found("fr", "Je je pars.")
    assert (one.rule, one.evidence["expected"]) == ("captions.repeated-word", "Je pars.")
    assert rules("fr", "Nous nous levons. Vous vous trompez.") == []


def test_a_character_is_shown_with_what_the_fixes_write() -> None:
    (one,) = found("en", "Cœur… \N{SLIGHTLY SMILING FACE}", characters="cea-608")
    assert (one.evidence["fixable"], one.evidence["instead"]) == (2, "… → ..., œ → oe")
    assert wording.fix(one, "en").endswith("(`picturelock caption fix --fix characters --fix letters`)")
    (none,) = found("en", "\N{SLIGHTLY SMILING FACE}", characters="cea-608")
    assert wording.fix(none, "en") == "Nothing in the set says the same: rephrase."
