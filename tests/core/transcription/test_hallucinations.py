from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from picturelock import wording
from picturelock.engines.base import NOT_SPEECH, RATE, Samples
from picturelock.speech import Segment, Word
from picturelock.times import Span, from_ms
from picturelock.transcription.hallucinations import screen

LOUD = (0.1 * np.random.default_rng(3).standard_normal(60 * RATE)).astype(np.float32)


def said(text: str, start_ms: int = 0, step_ms: int = 200) -> Segment:
    starts = [start_ms + step_ms * at for at in range(len(text.split()))]
    spans = [Span(from_ms(start), from_ms(start + step_ms - 20)) for start in starts]
    return Segment(tuple(Word(word, span) for word, span in zip(text.split(), spans, strict=True)), "en")


def texts(segments: tuple[Segment, ...]) -> list[str]:
    return [segment.text for segment in segments]


@pytest.mark.parametrize("text, kept", [
    ("well " + "you " * 12 + "know", "well you know"),
    ("so " + "thank you " * 30, "so thank you"),
    ("Thank you for watching. " * 4, "Thank you for watching."),
    ("a b c d e f g h i j k l m n o p " * 4, "a b c d e f g h i j k l m n o p"),
    ("no, no NO no No no no no no no no no no really", "no, really"),
])  # fmt: skip
def test_loops_are_dropped_but_for_the_first_round(text: str, kept: str) -> None:
    segments, findings = screen([said(text)], LOUD)
    assert texts(segments) == [kept]
    (finding,) = findings
    assert (finding.rule, finding.severity) == ("transcription.loop-dropped", "warning")
    assert finding.evidence["words"] == len(text.split()) - len(kept.split())


@pytest.mark.parametrize("text", [
    "no no no no no no no no no no no",
    "I know I know I know I know I know",
    "Action! Action! Action!",
    "to be or not to be that is the question to be or not to be that is the question",
    "one two three four five six seven eight nine ten eleven twelve",
    "",
])  # fmt: skip
def test_what_people_do_say_is_kept(text: str) -> None:
    given = [said(text)] if text else []
    assert screen(given, LOUD) == (tuple(given), ())


def test_a_line_taken_again_after_a_pause_is_no_loop() -> None:
    takes = [said("The train leaves in ten minutes.", 3000 * number) for number in range(8)]
    segments, findings = screen(takes, LOUD)
    assert len(segments) == 8 and not findings


def test_a_loop_is_seen_across_segments_and_what_is_left_of_them_stays() -> None:
    again = [said("Thanks for watching.", 1000 + 600 * number) for number in range(6)]
    segments, findings = screen([said("He left. Thanks for watching."), *again, said("Cut.", 4600)], LOUD)
    assert texts(segments) == ["He left. Thanks for watching.", "Cut."]
    assert findings[0].evidence["repeats"] == 7


def quiet_between(start_s: int, end_s: int, level: float = 0.0) -> Samples:
    samples = LOUD.copy()
    samples[start_s * RATE : end_s * RATE] *= level
    return samples


def test_words_over_digital_silence_are_dropped() -> None:
    segments, findings = screen(
        [said("Hello there.", 500), said("Thanks for watching!", 12_000)], quiet_between(10, 20)
    )
    assert texts(segments) == ["Hello there."]
    (finding,) = findings
    assert (finding.rule, finding.severity) == ("transcription.silence-dropped", "info")
    assert (finding.evidence["at"], finding.evidence["start_ms"]) == ("0:00:12", 12_000)


def test_findings_tell_the_time_in_the_file() -> None:
    _, findings = screen([said("Thanks for watching!", 12_000)], quiet_between(10, 20), offset=from_ms(3_600_000))
    assert (findings[0].evidence["at"], findings[0].evidence["end_ms"]) == ("1:00:12", 3_612_580)


def test_faint_room_tone_counts_as_silence_beside_loud_speech_only() -> None:
    faint = said("Thanks for watching!", 12_000)
    assert screen([faint], quiet_between(10, 20, 0.0005))[0] == ()
    whole = LOUD * np.float32(0.0005)  # a whole recording at that level: someone may well speak in it
    assert screen([faint], whole)[0] == (faint,)


def test_a_word_timed_badly_beside_heard_ones_is_kept() -> None:
    samples = quiet_between(10, 12)
    given = [said("And I said", 11_300, 300), said("so.", 12_250)]
    early = [Segment(given[0].words[:1] + said("I said so.", 12_000).words, "en")]
    assert screen(early, samples) == (tuple(early), ())


def test_words_beyond_the_end_do_no_harm() -> None:
    late = said("late words here", 70_000)
    assert screen([late], LOUD)[0] == ()
    assert screen([late], np.zeros(0, np.float32))[0] == ()


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_rule_has_its_words(language: str) -> None:
    loop = screen([said("Thank you for watching. " * 4)], LOUD)[1][0]
    silent = screen([said("Thanks for watching!", 12_000)], quiet_between(10, 20))[1][0]
    for finding in (loop, silent):
        assert "{" not in wording.message(finding, language) + wording.fix(finding, language)
        assert wording.title(finding.rule, language)


def test_what_the_engine_itself_takes_for_no_speech_is_dropped_and_reported() -> None:
    spoken, doubted = said("We go on."), said("Thanks for watching.", 2000)
    doubted = replace(doubted, words=tuple(replace(word, confidence=NOT_SPEECH) for word in doubted.words))
    segments, findings = screen([spoken, doubted], LOUD)
    assert texts(segments) == ["We go on."]
    (finding,) = findings
    assert (finding.rule, finding.severity) == ("transcription.silence-dropped", "warning")
    assert finding.evidence["text"] == "Thanks for watching."
