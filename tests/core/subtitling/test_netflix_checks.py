"""Subtitle Edit's 17 checks for Netflix, each with a caption that its counterpart here minds and one that it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from picturelock import profiles
from picturelock.cues import Captions, Cue, Kind, Run, plain
from picturelock.subtitling.judge import judge
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span

FPS24 = FrameRate(24)
LINE = "This line has exactly forty-two characters"


@dataclass(frozen=True)
class Case:
    check: str
    """Subtitle Edit's name of it, without "NetflixCheck"."""
    rule: str
    bad: tuple[tuple[int, int, str], ...]
    """First frame, end frame and text of each caption."""
    good: tuple[tuple[int, int, str], ...]
    profile: str = "netflix-en"
    kind: Kind = "sub"
    cuts: tuple[int, ...] = ()


def one(text: str) -> tuple[tuple[int, int, str], ...]:
    """A caption of three seconds."""
    return ((0, 72, text),)


def pair(end: int, start: int) -> tuple[tuple[int, int, str], ...]:
    """Two captions with a gap between."""
    return ((0, end, "I saw him."), (start, start + 72, "He saw me too."))


CASES = (
    Case("BridgeGaps", "close-gap", pair(72, 83), pair(72, 84)),
    Case("BridgeGaps", "close-gap", pair(72, 75), pair(72, 74), "netflix-fr"),
    Case("DialogHyphenSpace", "dash-style", one("- Coffee?\n- Please."), one("-Coffee?\n-Please.")),
    Case("DialogHyphenSpace", "dash-style", one("-Un café ?\n-Volontiers."), one("- Un café ?\n- Volontiers."), "netflix-fr"),
    Case("DialogHyphenSpace", "dash-missing", one("Coffee?\n-Please."), one("Coffee for two,\n-5 degrees outside")),
    Case("DialogHyphenSpace", "dash-inline", one("Coffee? - Please."), one("Coffee - black - please.")),
    Case("EllipsesNotThreeDots", "ellipsis", one("Well..."), one("Well…")),
    Case("EllipsesNotThreeDots", "ellipsis", one("Eh bien..."), one("Eh bien…"), "netflix-fr-ca"),
    Case("Glyph", "glyph", one("Good \N{GRINNING FACE}"), one("Good ♪ “naïve” œuvre 5 €")),
    Case("MaxCps", "reading-speed", ((0, 24, "Twenty-one signs here"),), ((0, 24, "Twenty signs in here"),)),
    Case("MaxCps", "reading-speed", ((0, 24, "Il y en a dix-huit"),), ((0, 24, "En voici dix-sept"),), "netflix-fr"),
    Case("MaxCps", "reading-speed", ((0, 24, "Cela en fait vingt-un"),), ((0, 24, "Il y en a dix-huit…"),), "netflix-fr", "sdh"),
    Case("MaxDuration", "too-long", ((0, 169, "I see."),), ((0, 168, "I see."),)),
    Case("MaxLineLength", "line-length", one(LINE + "s"), one(LINE)),
    Case("MaxLineLength", "line-length", one("Cette ligne-ci compte quarante-trois signes"), one(LINE), "netflix-fr"),
    Case("MinDuration", "too-short", ((0, 19, "No."),), ((0, 20, "No."),)),
    Case("NumberOfLines", "lines", one("One,\ntwo,\nthree."), one("One of these two\nis a very great deal too long for this.")),
    Case("NumberOfLines", "one-line", one("I saw\nhim there."), one("-I saw him.\n-There?")),
    Case("NumbersOneToTenSpellOut", "number-in-figures", one("I have 2 dogs."), one("I have two dogs and 12 cats.")),
    Case("NumbersOneToTenSpellOut", "number-in-figures", one("Only 10?"), one("At 10:30, on page 7, version 2.5")),
    Case("NumbersOneToTenSpellOut", "number-in-figures", one("-Really?\n-5 of them."), one("-Really?\n-Five of them.")),
    Case("ShotChange", "in-after-cut", ((31, 103, "I saw him."),), ((30, 102, "I saw him."),), cuts=(30,)),
    Case("ShotChange", "in-before-cut", ((29, 103, "I saw him."),), ((18, 103, "I saw him."),), cuts=(30,)),
    Case("ShotChange", "out-before-cut", ((0, 97, "I saw him."),), ((0, 98, "I saw him."),), cuts=(100,)),
    Case("ShotChange", "out-on-cut", ((0, 100, "I saw him."),), ((0, 98, "I saw him."),), cuts=(100,)),
    Case("ShotChange", "out-after-cut", ((0, 111, "I saw him."),), ((0, 112, "I saw him."),), cuts=(100,)),
    Case("StartNumberSpellOut", "number-opens", one("12 men came."), one("Then 12 men came.")),
    Case("StartNumberSpellOut", "number-opens", one("We won. 12 men\ncame to see."), one("We won, 12 men saw it.")),
    Case("TextForHiUseBrackets", "sound-label", one("(door slams)"), one("[door slams]"), kind="sdh"),
    Case("TextForHiUseBrackets", "sound-label", one("{door slams}"), one("He left (in a hurry)."), kind="sdh"),
    Case("TextForHiUseBrackets", "sound-label", one("-(laughs)\n-(coughs)"), one("-[laughs]\n-[coughs]"), kind="sdh"),
    Case("TextForHiUseBrackets", "sound-label", one("(the door slams\nfar away)"), one("[the door slams\nfar away]"), kind="sdh"),
    Case("TwoFramesGap", "gap", pair(72, 73), pair(72, 74)),
    Case("TwoFramesGap", "overlap", pair(72, 71), pair(72, 74)),
    Case("WhiteSpace", "white-space", one("Hello  there"), one("Hello there")),
    Case("WhiteSpace", "white-space", one(" Hello there"), one("Hello,\nthere")),
    Case("WhiteSpace", "space-before", one("Hello there !"), one("Hello there!")),
    Case("WhiteSpace", "french-spacing", one("Bonjour!"), one("Bonjour\N{NO-BREAK SPACE}!"), "netflix-fr"),
    Case("WhiteSpace", "french-spacing", one("Bonjour\N{NO-BREAK SPACE}!"), one("Bonjour!"), "netflix-fr-ca"),
)  # fmt: skip
ELSEWHERE = ("Italics", "TimedTextFrameRate")
"""Those that are not about the text of captions: the tests below."""


def subject(case: Case, cues: tuple[tuple[int, int, str], ...]) -> Subject:
    language = {"netflix-en": "en", "netflix-fr": "fr-FR", "netflix-fr-ca": "fr-CA"}[case.profile]
    captions = tuple(
        Cue(Span(FPS24.time_of(start), FPS24.time_of(end)), plain(text), str(number))
        for number, (start, end, text) in enumerate(cues, start=1)
    )
    cuts = tuple(map(FPS24.time_of, case.cuts))
    return Subject(Captions(captions, language, case.kind), profiles.load(case.profile), FPS24, "a.srt", cuts=cuts)


def rules(held: Subject) -> set[str]:
    return {finding.rule.removeprefix("captions.") for finding in judge(held)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check}-{case.rule}-{case.profile}")
def test_what_it_minds(case: Case) -> None:
    assert case.rule in rules(subject(case, case.bad))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check}-{case.rule}-{case.profile}")
def test_what_it_leaves(case: Case) -> None:
    assert case.rule not in rules(subject(case, case.good))


def test_italics() -> None:
    """Netflix has them in English and French, and their tags come in pairs; a carrier without them may not have any."""
    base = subject(CASES[0], one("I saw him."))
    slanted = replace(base.captions.cues[0], lines=((Run("I saw him.", italic=True),),))
    loose = replace(base.captions.cues[0], lines=((Run("I saw him."), Run("", tags=(("srt.raw", "</i>"),))),))
    in_italics = replace(base, captions=replace(base.captions, cues=(slanted,)))
    assert not {"italics", "loose-tag"} & rules(in_italics)
    assert "italics" in rules(replace(in_italics, profile=profiles.load("teletext")))
    assert "loose-tag" in rules(replace(base, captions=replace(base.captions, cues=(loose,))))


@pytest.mark.parametrize(
    ("rate", "unusual"), [("12", True), ("48", True), ("23.976", False), ("25", False), ("59.94", False)]
)
def test_frame_rate_of_the_timed_text(rate: str, unusual: bool) -> None:
    base = subject(CASES[0], one("I saw him."))
    held = replace(base, captions=replace(base.captions, rate=FrameRate.parse(rate)))
    assert ("unusual-rate" in rules(held)) is unusual


def test_every_check_has_its_counterpart() -> None:
    assert len({case.check for case in CASES} | set(ELSEWHERE)) == 17
