"""Every profile there is, on speech of any speed, with turns, cuts and silences: what is not kept is said, and so is why."""

from __future__ import annotations

import random
import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import profiles
from picturelock.cues import Captions
from picturelock.findings import Finding
from picturelock.spoken import RecordWord
from picturelock.subtitling.segmentation.split import split
from picturelock.times import Flicks, FrameRate, Span, from_ms

RATES = [FrameRate(24), FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(50)]
TEXT = [
    *re.findall(
        r"\S+",
        "She told me, years later, that the letter had been there all along. Nobody asked. If you leave now, you might still "
        "catch the last ferry before they close the harbour for the night! What are we supposed to say to Mr. Harding?",
    )
]
NEEDS_WHY = {
    f"captions.{what}": kinds
    for kinds, names in {
        ("next", "speakers", "crowded", "end", "longest", "linger"): ("reading-speed", "reading-time", "too-short"),
        ("word",): ("line-length",),
        ("shot",): (
            "in-after-cut",
            "in-before-cut",
            "out-after-cut",
            "out-before-cut",
            "out-on-cut",
            "close-gap",
            "gap",
        ),
    }.items()
    for what in names
}
NEVER = {"captions.overlap", "captions.too-long", "captions.lines", "captions.empty", "captions.off-frame"}


def talk(seed: int, count: int, cps: float, language: str = "en") -> tuple[list[RecordWord], list[Flicks]]:
    """Words one after the other, with pauses, turns and picture cuts."""
    dice = random.Random(seed)
    words, at, speaker = [], dice.randrange(3000), "ANNA"
    for number in range(count):
        text = TEXT[number % len(TEXT)]
        length = round(1000 * (len(text) + 1) / cps * dice.uniform(0.8, 1.2))
        words.append(RecordWord(text, Span(from_ms(at), from_ms(at + length)), language, "a", "A1:1", 0.9, speaker))
        at += length + (dice.choice((0, 0, 40, 300, 900, 5000)) if text[-1] in ".,!?" else 0)
        speaker = dice.choice(("ANNA", "PAUL")) if text[-1] in ".!?" else speaker
    cuts, cut = [], 0
    while cut < at:
        cut += dice.randrange(200, 8000)
        cuts.append(from_ms(cut))
    return words, cuts


def hold(captions: Captions, findings: tuple[Finding, ...], words: list[RecordWord], rate: FrameRate) -> None:
    """What holds for captions of any profile."""
    said = "".join(one.text for one in words)
    shown = "".join("".join(cue.text.split()) for cue in captions.cues)
    assert sorted(sign for sign in shown if sign.isalnum()) == sorted(sign for sign in said if sign.isalnum())
    for cue in captions.cues:
        assert cue.span.start % rate.frame == 0 == cue.span.end % rate.frame and cue.span.duration > 0
    for a, b in pairwise(captions.cues):
        assert a.span.end <= b.span.start
    given = {(one.rule, one.place.cue) for one in findings}
    for one in findings:
        assert one.rule not in NEVER, one
        if one.rule in NEEDS_WHY:
            assert any((f"captions.why-{kind}", one.place.cue) in given for kind in NEEDS_WHY[one.rule]), one


@pytest.mark.parametrize("name", profiles.names())
@settings(deadline=None, max_examples=12)
@given(
    seed=st.integers(0, 10_000),
    cps=st.sampled_from([8.0, 12.0, 16.0, 20.0, 28.0]),
    rate=st.sampled_from(RATES),
    count=st.integers(1, 70),
)
def test_every_profile_is_kept_or_it_is_said_why(name: str, seed: int, cps: float, rate: FrameRate, count: int) -> None:
    profile = profiles.load(name)
    language = profile.languages[0] if profile.languages else "en"
    words, cuts = talk(seed, count, cps, language)
    captions, findings = split(words, profile, rate, language, cuts=cuts)
    hold(captions, findings, words, rate)
    assert split(words, profile, rate, language, cuts=cuts) == (captions, findings)


@pytest.mark.parametrize("name", profiles.names())
def test_slow_speech_breaks_no_limit_of_time_or_width(name: str) -> None:
    profile = profiles.load(name)
    language = profile.languages[0] if profile.languages else "en"
    words, _ = talk(1, 160, 8.0, language)
    words = [one for one in words if one.speaker == "ANNA"] or words
    _, findings = split(words, profile, FrameRate(25), language)
    assert {one.rule for one in findings} & {*NEEDS_WHY, *NEVER} == set()


def test_three_lines_are_used_only_where_two_do_not_do() -> None:
    words, _ = talk(3, 160, 11.0)
    captions, _ = split(words, profiles.load("bbc-online-vertical"), FrameRate(25), "en")
    assert {len(cue.lines) for cue in captions.cues} <= {1, 2, 3}
    assert sum(len(cue.lines) == 3 for cue in captions.cues) * 2 < len(captions.cues)


@pytest.mark.parametrize("language", ["de", "ar", "und", "he-IL", "x"])
def test_other_languages_break_at_punctuation_and_keep_their_order(language: str) -> None:
    latin = "Wir sind lange vor Tagesanbruch gekommen, doch niemand wartete dort auf uns."
    text = "لم نعد إلى هذا البيت القديم منذ الليلة، وما زلنا نحلم به" if language in ("ar", "he-IL") else latin
    words = [
        RecordWord(one, Span(from_ms(400 * at), from_ms(400 * at + 390)), language, "a", "A1:1")
        for at, one in enumerate(text.split())
    ]
    captions, _ = split(words, profiles.load("netflix"), FrameRate(25), language)
    assert " ".join(cue.text.replace("\n", " ") for cue in captions.cues) == text
    assert [line[-1] for cue in captions.cues for line in cue.plain_lines[:-1]] in (["،"], [","])


def test_a_long_track_costs_what_its_words_cost() -> None:
    def seconds(count: int) -> float:
        words, cuts = talk(5, count, 14.0)
        began = time.process_time()
        split(words, profiles.load("netflix-en"), FrameRate(25), "en", cuts=cuts)
        return time.process_time() - began

    seconds(300)
    small, large = seconds(1500), seconds(9000)
    assert large < 6 * small * 2.5


@pytest.mark.parametrize("name", profiles.names())
@pytest.mark.parametrize("text", ["a", "--", "...", "x" * 300, "é," * 20, "'"])
def test_words_that_are_no_speech_are_captioned_all_the_same(name: str, text: str) -> None:
    words = [RecordWord(text, Span(0, 0), "en", "a", "A1:1") for _ in range(40)]
    captions, findings = split(words, profiles.load(name), FrameRate(30000, 1001), "en", cuts=[0, from_ms(90)], end=1)
    assert captions.cues and all(cue.span.duration > 0 for cue in captions.cues)
    assert all(one.source for one in findings)
