from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from picturelock.cut import Cut, Shot, ShotKind, Source
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.spoken import RecordWord, _merge, is_rough, speaks, spoken
from picturelock.times import FrameRate, Span, from_ms

RATE = FrameRate(25)
MADE = Provenance("transcript", "machine", "test", "1")


def transcript(
    text: str, language: str = "en", step_ms: int = 400, start_ms: int = 0, confidence: float = 0.9
) -> Transcript:
    """Words that follow each other, each `step_ms` long."""
    words = tuple(
        Word(word, Span(from_ms(start_ms + i * step_ms), from_ms(start_ms + (i + 1) * step_ms)), confidence)
        for i, word in enumerate(text.split())
    )
    return Transcript("pl1:x", (Segment(words, language),), MADE, language=language)


def shot(name: str, source_ms: tuple[int, int], record_ms: int, track: str = "A1", kind: ShotKind = "audio") -> Shot:
    start, end = (from_ms(time) for time in source_ms)
    span = Span(from_ms(record_ms), from_ms(record_ms) + end - start)
    return Shot(f"{track}:{record_ms}", track, kind, name, Source(name, fingerprint=name), Span(start, end), span)


def cut(*shots: Shot) -> Cut:
    return Cut("cut", RATE, shots, duration=max(one.record_span.end for one in shots))


def test_words_of_several_shots_come_in_record_order() -> None:
    film = cut(shot("a", (400, 1200), 2000), shot("b", (0, 800), 0))
    words, findings = spoken(film, {"a": transcript("one two three four"), "b": transcript("five six")})
    assert [(word.text, word.span.start, word.shot) for word in words] == [
        ("five", 0, "A1:0"), ("six", from_ms(400), "A1:0"),
        ("two", from_ms(2000), "A1:2000"), ("three", from_ms(2400), "A1:2000"),
    ]  # fmt: skip
    assert findings == ()


def test_speed_and_reverse() -> None:
    fast = replace(shot("a", (0, 1600), 0), speed=Fraction(2), record_span=Span(0, from_ms(800)))
    backwards = replace(shot("a", (0, 1600), 1000), reverse=True)
    words, findings = spoken(cut(fast, backwards), {"a": transcript("one two three four")})
    assert [word.span.start for word in words] == [0, from_ms(200), from_ms(400), from_ms(600)]
    assert [(found.rule, found.severity, found.evidence["words"], found.place.shot) for found in findings] == [
        ("captions.reverse-speech", "info", 4, "A1:1000")
    ]


def test_one_source_on_two_tracks_counts_once() -> None:
    film = cut(shot("a", (0, 800), 0, "A1"), shot("a", (0, 800), 0, "A2"))
    words, findings = spoken(film, {"a": transcript("one two")})
    assert [word.text for word in words] == ["one", "two"] and findings == ()


def test_two_microphones_are_one_speech() -> None:
    film = cut(shot("boom", (0, 4000), 0, "A1"), shot("lav", (0, 4000), 0, "A2"))
    said = {
        "boom": transcript("Where did you put the letter Paul"),
        "lav": transcript("where did you but the letter", start_ms=120),
    }
    words, findings = spoken(film, said)
    assert " ".join(word.text for word in words) == "Where did you put the letter Paul"
    assert [(found.rule, found.severity, dict(found.evidence)) for found in findings] == [
        ("captions.merged-sources", "info", {"kept": "boom", "dropped": "lav", "words": 6})
    ]


def test_two_people_at_once_are_both_heard() -> None:
    film = cut(shot("claire", (0, 2000), 0, "A1"), shot("paul", (0, 2000), 0, "A2"))
    words, findings = spoken(
        film, {"claire": transcript("where did you put it"), "paul": transcript("I left the keys there")}
    )
    assert len(words) == 10 and findings == ()


def test_what_only_the_second_microphone_hears_stays() -> None:
    film = cut(shot("boom", (0, 4000), 0, "A1"), shot("lav", (0, 8000), 0, "A2"))
    words, _ = spoken(
        film, {"boom": transcript("one two three four five"), "lav": transcript("one two three four five six seven")}
    )
    assert [word.text for word in words] == ["one", "two", "three", "four", "five", "six", "seven"]


def test_languages_are_taken_by_segment() -> None:
    said = transcript("one two")
    mixed = replace(
        said, segments=(*said.segments, Segment((Word("trois", Span(from_ms(900), from_ms(1200))),), "fr-ca"))
    )
    film = cut(shot("a", (0, 2000), 0))
    assert [word.text for word in spoken(film, {"a": mixed}, "fr")[0]] == ["trois"]
    assert [word.text for word in spoken(film, {"a": mixed}, "en")[0]] == ["one", "two"]
    assert len(spoken(film, {"a": mixed})[0]) == 3


@pytest.mark.parametrize(
    ("heard", "wanted", "answer"),
    [
        ("fr", "fr-ca", True),
        ("fr-CA", "fr", True),
        ("fr-ca", "fr-fr", False),
        ("en", "fr", False),
        ("und", "fr", True),
        ("fr", "und", True),
    ],
)
def test_which_speech_belongs_to_a_language(heard: str, wanted: str, answer: bool) -> None:
    assert speaks(heard, wanted) is answer


def test_nothing_said() -> None:
    assert spoken(cut(shot("a", (0, 800), 0)), {}) == ((), ())
    assert spoken(Cut("empty", RATE, ()), {}) == ((), ())


class Counting(list[RecordWord]):
    """Counts how often a word is looked at."""

    looks = 0

    def __getitem__(self, index: Any) -> Any:
        self.looks += 1
        return super().__getitem__(index)


def microphones(count: int, shots: int) -> Counting:
    """Boom and lavalier that hear the same words but for each fifth; the lavalier is cut into `shots` pieces."""
    words = []
    for i in range(count):
        for mic, late in (("boom", 0), ("lav", 40)):
            text = f"x{i}{mic}" if i % 5 == 0 else f"w{i % 50}"
            span = Span(from_ms(400 * i + late), from_ms(400 * i + late + 350))
            name = "A1:1" if mic == "boom" else f"A2:{i * shots // count}"
            words.append(RecordWord(text, span, "en", mic, name))
    return Counting(words)


@pytest.mark.parametrize("pieces", [1, 100])
def test_merging_two_microphones_costs_the_words_not_their_square(pieces: int) -> None:
    looks = []
    for count in (1000, 4000):
        words = microphones(count, pieces * count // 1000)
        kept, _ = _merge(words, {"boom": "boom", "lav": "lav"})
        assert len(kept) == count
        looks.append(words.looks / count)
    assert looks[1] < looks[0] * 1.3 and looks[1] < 80


def test_the_order_of_transcripts_and_shots_changes_nothing() -> None:
    one, two = shot("boom", (0, 4000), 0, "A1"), shot("lav", (0, 4000), 0, "A2")
    said = {"boom": transcript("one two three four"), "lav": transcript("one two tree four", start_ms=90)}
    expected = spoken(cut(one, two), said)
    assert spoken(cut(two, one), dict(reversed(said.items()))) == expected
    assert all(found.source for found in expected[1])


@pytest.mark.parametrize(
    ("tool", "parameters", "reviewed", "answer"),
    [
        ("pocketsphinx", (), "", True),
        ("pocketsphinx", (), "A. Tremblay, 2026-11-02", False),
        ("faster-whisper", (("fixture", "transcription.fixture-model"),), "", True),
        ("faster-whisper", (("rough", "yes"),), "", True),
        ("faster-whisper", (("rough", "no"), ("vad", "silero")), "", False),
    ],
)
def test_which_transcripts_are_rough(
    tool: str, parameters: tuple[tuple[str, str], ...], reviewed: str, answer: bool
) -> None:
    made = Provenance("transcript", "machine", tool, "1", parameters=parameters, reviewed=reviewed)
    assert is_rough(replace(transcript("one two"), provenance=made)) is answer
