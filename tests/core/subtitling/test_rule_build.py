"""Captions that must be sent before they are shown: the rule against the writer that sends them, and our own captions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import profiles
from picturelock.cues import Captions, Cue, plain
from picturelock.formats.cea608.scc import SCC
from picturelock.spoken import RecordWord
from picturelock.subtitling.rules import timing_build
from picturelock.subtitling.segmentation.sending import Channel, first_at, frame_of
from picturelock.subtitling.segmentation.split import split
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span, from_ms

LINE_21 = profiles.load("cea-608")
RATES = [FrameRate(24), FrameRate(24000, 1001), FrameRate(25), FrameRate(30000, 1001), FrameRate(50)]
LATE = {"captions.build-time", "captions.not-built"}
TEXT = "Où est-elle allée, l’été dernier, pendant que tout le monde attendait le bateau du soir ? Personne ne le sait."


def cue(rate: FrameRate, start: int, end: int, text: str, name: str = "") -> Cue:
    return Cue(Span(rate.time_of(start), rate.time_of(end)), plain(text), name)


def judged(cues: list[Cue], rate: FrameRate) -> list[tuple[str, str | None, object, object, object]]:
    found = timing_build.check(Subject(Captions(tuple(cues), rate=rate), LINE_21, rate))
    return [_told(one.rule, one.place.cue, one.evidence) for one in found]


def _told(rule: str, name: str | None, facts: object) -> tuple[str, str | None, object, object, object]:
    assert hasattr(facts, "__getitem__")
    return rule, name, facts["needed"], facts["available"], facts["late"]


def test_a_caption_that_follows_too_soon_is_found() -> None:
    rate = FrameRate(30000, 1001)
    two = [cue(rate, 100, 118, "Yes."), cue(rate, 120, 200, "And then nobody came back\nto the harbour that night.")]
    # 4 words open it, each row takes 4, and 25 and 26 characters 13 each; 2 frames erase the one before.
    assert judged(two, rate) == [("captions.build-time", "2", 4 + 8 + 26, 18, 20 + 2)]
    (found,) = timing_build.check(Subject(Captions(tuple(two), rate=rate), LINE_21, rate))
    assert found.severity == "warning" and found.unconfirmed and "not read" in found.source
    assert found.evidence["limit"] == "2 bytes"
    assert judged([two[0], replace(two[1], span=Span(rate.time_of(140), rate.time_of(200)))], rate) == []


def test_other_carriers_send_nothing_beforehand() -> None:
    cues = (cue(RATES[0], 0, 20, "x" * 30), cue(RATES[0], 21, 60, "x" * 30))
    assert list(timing_build.check(Subject(Captions(cues), profiles.load("netflix-en"), RATES[0]))) == []


@settings(deadline=None, max_examples=150)
@given(
    rate=st.sampled_from(RATES),
    steps=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 60), st.integers(0, 100)), max_size=12),
)
def test_the_rule_finds_what_the_writer_finds(rate: FrameRate, steps: list[tuple[int, int, int]]) -> None:
    cues, at = [], 0
    for number, (pause, length, characters) in enumerate(steps, start=1):
        at += pause
        text = "\n".join(part for part in (TEXT[:characters][:32].strip(), TEXT[:characters][32:60].strip()) if part)
        cues.append(cue(rate, at, at + length, text or " ", str(number)))
        at += length
    told = SCC.write(Captions(tuple(cues), rate=rate))[1]
    written = [_told(one.rule, one.place.cue, one.evidence) for one in told if one.rule in LATE]
    assert judged(cues, rate) == written


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("name", ["cea-608", "cea-608-fr", "crtc-fr"])
def test_our_own_captions_can_always_be_sent(name: str, rate: FrameRate) -> None:
    profile, language = profiles.load(name), "fr" if name.endswith("fr") else "en"
    said = ["Oui.", "Non.", "Va-t’en !", *TEXT.split(), "Quoi ?"] * 8
    at, words = 20, []
    for text in said:
        words.append(RecordWord(text, Span(from_ms(at), from_ms(at + 45 * len(text))), language, "a", "A1:1"))
        at += 50 * len(text)
    captions, findings = split(words, profile, rate, language)
    assert not {one.rule for one in findings} & LATE
    assert not {one.rule for one in SCC.write(captions)[1]} & LATE
    starts = [one.span.start for one in captions.cues]
    assert starts == sorted(starts) and all(one.span.duration > 0 for one in captions.cues)


@given(frame=st.integers(0, 10**7), rate=st.sampled_from(RATES))
def test_the_first_frame_that_is_written_at_a_frame_of_line_21(frame: int, rate: FrameRate) -> None:
    found = first_at(frame, rate)
    assert frame_of(found, rate) >= frame and (found == 0 or frame_of(found - 1, rate) < frame)


def test_a_narrower_channel_takes_longer() -> None:
    one = cue(RATES[3], 0, 50, "Where is it?")
    assert Channel(Fraction(1)).needed(one) == 2 * Channel(Fraction(2)).needed(one) > 0
    assert Channel(Fraction(2)).needed(cue(RATES[3], 0, 50, " ")) == Channel(Fraction(2)).needed() == 0
