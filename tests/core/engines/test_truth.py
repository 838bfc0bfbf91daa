"""The demo's tiny model against the truth of what the synthesiser said: that is what it is for."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from picturelock.engines.whisper import WhisperEngine
from picturelock.media.audio import read_audio
from picturelock.times import from_ms, from_seconds, to_ms

ROOT = Path(__file__).resolve().parents[3]
RUSHES = ROOT / "demo" / "rushes"
TAKES = json.loads((RUSHES / "truth.json").read_text(encoding="utf-8"))["takes"]


@pytest.fixture(scope="module")
def engine(model: Path) -> WhisperEngine:
    return WhisperEngine(model)


def truth(take: str) -> list[tuple[str, float]]:
    return [(word["text"], word["start_s"]) for said in TAKES[take]["utterances"] for word in said["words"]]


def hear(engine: WhisperEngine, file: Path) -> tuple[str, list[tuple[str, float]]]:
    samples = np.concatenate(list(read_audio(file)))
    segments = list(engine.recognise(samples, None, lambda done: None))
    words = [word for segment in segments for word in segment.words]
    assert all(before.span.end <= after.span.start for before, after in pairwise(words))
    return segments[0].language, [(word.text, to_ms(word.span.start) / 1000) for word in words]


@pytest.fixture(scope="module")
def heard(engine: WhisperEngine) -> dict[str, tuple[str, list[tuple[str, float]]]]:
    return {take: hear(engine, RUSHES / entry["file"]) for take, entry in TAKES.items()}


def test_no_word_of_the_rushes_is_wrong(heard: dict[str, tuple[str, list[tuple[str, float]]]]) -> None:
    for take, (language, words) in heard.items():
        assert [text for text, _ in words] == [text for text, _ in truth(take)], take
        assert language == TAKES[take]["language"], take


def test_words_start_when_they_are_said(heard: dict[str, tuple[str, list[tuple[str, float]]]]) -> None:
    """Of all words: half within 100 ms, nine of ten within 300 ms."""
    late = sorted(
        abs(start - said)
        for take, (_, words) in heard.items()
        for (_, start), (_, said) in zip(words, truth(take), strict=True)
    )
    assert median(late) <= 0.1
    assert late[int(0.9 * len(late))] <= 0.3


def test_it_says_that_it_is_a_stand_in(engine: WhisperEngine) -> None:
    assert engine.fixture_notice("en") and engine.fixture_notice("fr") != engine.fixture_notice("en")
    assert engine.caution("somebody-elses-interview", from_ms(10_000)) == "transcription.fixture-model"
    assert all(engine.caution(take, from_seconds(TAKES[take]["duration_s"])) == "" for take in TAKES)
