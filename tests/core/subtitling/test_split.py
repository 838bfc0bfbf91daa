from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import profiles
from picturelock.cues import Captions
from picturelock.profiles import Limits
from picturelock.spoken import RecordWord
from picturelock.subtitling.rules import judge
from picturelock.subtitling.split import split
from picturelock.times import FrameRate, Span, from_ms, nearest

RATES = [FrameRate(24), FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(60)]
EN = profiles.load("netflix-en")


def word(text: str, start_ms: int, end_ms: int, language: str = "en", speaker: str | None = None) -> RecordWord:
    return RecordWord(text, Span(from_ms(start_ms), from_ms(end_ms)), language, "a", "A1:1", 0.9, speaker)


def speech(
    text: str, cps: float = 14, pauses_ms: int = 800, start_ms: int = 0, language: str = "en"
) -> list[RecordWord]:
    """Words spoken one after the other at a speed, with a pause after each sentence."""
    words, at = [], float(start_ms)
    for part in text.split():
        length = 1000 * (len(part) + 1) / cps
        words.append(word(part, round(at), round(at + length), language))
        at += length + (pauses_ms if part[-1] in ".?!" else 0)
    return words


@st.composite
def any_speech(draw: st.DrawFn, most: int = 40) -> list[RecordWord]:
    """Words of any length, speed and overlap, some of them sentence ends."""
    words, at = [], draw(st.integers(0, 5000))
    for _ in range(draw(st.integers(0, most))):
        text = draw(st.text(st.sampled_from("abcdeéàç'"), min_size=1, max_size=15)) + draw(
            st.sampled_from(["", "", "", ",", ".", "?"])
        )
        length = draw(st.integers(0, 1500))
        words.append(word(text, at, at + length))
        at += max(0, length + draw(st.sampled_from([-200, 0, 0, 0, 20, 100, 700, 4000])))
    return words


@settings(deadline=None, max_examples=150)
@given(words=any_speech(), rate=st.sampled_from(RATES), cuts=st.lists(st.integers(0, 30_000), max_size=6))
def test_every_word_once_in_order_and_within_what_can_always_be_kept(
    words: list[RecordWord], rate: FrameRate, cuts: list[int]
) -> None:
    captions, findings = split(words, EN, rate, "en", cuts=[from_ms(cut) for cut in cuts])
    limits = EN.at(rate)
    assert " ".join(cue.text for cue in captions.cues).split() == [found.text for found in words]
    for cue in captions.cues:
        assert cue.span.start % rate.frame == 0 and cue.span.end % rate.frame == 0 and cue.span.duration > 0
        assert cue.span.duration <= 7 * 705_600_000
        assert len(cue.lines) <= 2 and all(len(line) <= 42 for line in cue.plain_lines)
    for a, b in pairwise(captions.cues):
        assert b.span.start - a.span.end >= limits.min_gap
    assert list(findings) == list(judge(captions, limits, rate))
    assert {found.rule for found in findings} <= {"captions.too-short", "captions.reading-speed"}
    assert split(words, EN, rate, "en", cuts=[from_ms(cut) for cut in cuts]) == (captions, findings)


def possible(words: Sequence[RecordWord], limits: Limits, rate: FrameRate) -> bool:
    """True if some division of the words keeps every limit, tried one by one."""
    starts = [rate.floor(found.span.start) for found in words]
    gap = rate.nearest(limits.min_gap)

    def fits(first: int, end: int) -> bool:
        texts = [found.text for found in words[first:end]]
        if not any(len(" ".join(texts[:at])) <= 42 and len(" ".join(texts[at:])) <= 42 for at in range(len(texts) + 1)):
            return False
        spoken_end = max(rate.ceil(found.span.end) for found in words[first:end])
        out = min(
            starts[end] - gap if end < len(words) else 1 << 40, starts[first] + rate.floor(limits.max_duration or 0)
        )
        if spoken_end - starts[first] > rate.floor(limits.max_duration or 0):
            return False
        readable = (min(out, spoken_end + rate.floor(limits.linger)) - starts[first]) * rate.frame
        characters = min(
            sum(map(len, texts)) + len(texts) - 1 - at for at in ((0, 1) if len(" ".join(texts)) > 42 else (0,))
        )
        return out - starts[first] >= rate.ceil(limits.min_duration or 0) and characters * 705_600_000 <= nearest(
            limits.max_cps * readable
        )  # type: ignore[operator]

    def divisions(first: int) -> Iterator[bool]:
        for end in range(first + 1, len(words) + 1):
            if fits(first, end):
                yield end == len(words) or any(divisions(end))

    return any(divisions(0))


@settings(deadline=None, max_examples=200)
@given(words=any_speech(most=8).filter(bool), rate=st.sampled_from(RATES))
def test_whenever_the_speech_allows_nothing_is_broken(words: list[RecordWord], rate: FrameRate) -> None:
    # Overlapping words are left to the other test: there the order of ends is not that of starts.
    words = [found for i, found in enumerate(words) if i == 0 or found.span.start >= max(w.span.end for w in words[:i])]
    limits = EN.at(rate)
    if possible(words, limits, rate):
        assert split(words, EN, rate, "en")[1] == ()


def texts(captions: Captions) -> list[str]:
    return [cue.text for cue in captions.cues]


def test_sentences_pauses_and_articles() -> None:
    said = speech(
        "Where did you put the letter my father gave you? I left it on the table, next to the keys. I never went back."
    )
    captions, findings = split(said, EN, FrameRate(25), "en")
    assert findings == ()
    assert texts(captions) == [
        "Where did you put\nthe letter my father gave you?", "I left it on the table, next to the keys.", "I never went back.",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_article_is_never_parted_from_its_noun(language: str) -> None:
    text = {
        "en": "the old man and the boy went down to the harbour before the sun had risen over the sea and the town still slept",
        "fr": "le vieil homme et le garçon sont descendus vers le port avant que le soleil ne se lève et la ville dormait encore",
    }[language]
    captions, _ = split(speech(text, language=language), EN, FrameRate(24), language)
    ends = [line.split()[-1] for cue in captions.cues for line in cue.plain_lines]
    assert not set(ends) & {"the", "a", "le", "la", "les", "un", "du"}


def test_in_and_out_times() -> None:
    rate = FrameRate(25)
    captions, _ = split([word("Yes.", 1010, 1300), word("No.", 5000, 5300)], EN, rate, "en")
    assert [rate.nearest(cue.span.start) for cue in captions.cues] == [25, 125]  # the frame in which it starts
    assert [rate.nearest(cue.span.end) - rate.nearest(cue.span.start) for cue in captions.cues] == [21, 21]  # 5/6 s


def test_small_gaps_are_closed_to_two_frames_and_large_ones_linger() -> None:
    rate = FrameRate(24)
    words = [word("One thing here.", 0, 1000), word("Another thing.", 1600, 3000), word("The last.", 6000, 7000)]
    captions, findings = split(words, EN, rate, "en")
    frames = [(rate.nearest(cue.span.start), rate.nearest(cue.span.end)) for cue in captions.cues]
    assert findings == () and frames == [(0, 36), (38, 84), (144, 180)]


def test_picture_cuts_pull_captions() -> None:
    rate = FrameRate(24)
    words = [word("Just after the cut.", 2200, 3500)]
    captions, _ = split(words, EN, rate, "en", cuts=[from_ms(2000), from_ms(4000)])
    assert [(rate.nearest(cue.span.start), rate.nearest(cue.span.end)) for cue in captions.cues] == [
        (48, 94)
    ]  # on the cut; two frames before


def test_nothing_lasts_beyond_the_cut() -> None:
    rate = FrameRate(24)
    captions, findings = split([word("The end.", 9000, 9900)], EN, rate, "en", end=from_ms(10_000))
    assert captions.cues[-1].span.end == from_ms(10_000) and findings == ()


def test_speech_that_is_too_fast_is_a_finding_with_its_source() -> None:
    captions, findings = split(
        speech("This is said far too fast for anyone who reads it to follow it.", cps=35), EN, FrameRate(25), "en"
    )
    assert {found.rule for found in findings} == {"captions.reading-speed"}
    assert (
        findings[0].severity == "error"
        and "Netflix" in findings[0].source
        and findings[0].place.record == captions.cues[0].span
    )


def test_a_word_longer_than_a_line_gets_its_own_and_is_found() -> None:
    captions, findings = split(
        [word("short", 0, 500), word("x" * 60, 500, 5000), word("end.", 5000, 5900)], EN, FrameRate(25), "en"
    )
    assert "x" * 60 in [line for cue in captions.cues for line in cue.plain_lines]
    assert [found.rule for found in findings] == ["captions.line-length"]


def test_two_speakers_never_share_a_caption() -> None:
    words = [word("Yes.", 0, 900, speaker="PAUL"), word("No.", 1000, 1900, speaker="CLAIRE")]
    captions, _ = split(words, EN, FrameRate(25), "en")
    assert [(cue.text, cue.speaker) for cue in captions.cues] == [("Yes.", "PAUL"), ("No.", "CLAIRE")]


def test_unconfirmed_limits_only_warn() -> None:
    _, findings = split([word("x" * 30, 0, 2000)], profiles.load("social-9x16"), FrameRate(25), "en")
    assert [(found.rule, found.severity, found.unconfirmed) for found in findings] == [
        ("captions.line-length", "warning", True)
    ]


def test_no_words() -> None:
    assert split([], EN, FrameRate(25), "en") == (Captions((), "en", "sub", FrameRate(25)), ())
