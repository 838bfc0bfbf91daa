"""What every engine must do, whichever it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from picturelock import registry
from picturelock.engines.base import RATE, UNDECIDED, Engine, Samples
from picturelock.errors import UsageError
from picturelock.library import Library
from picturelock.speech import Segment
from picturelock.times import Flicks, from_samples
from picturelock.transcription.run import transcribe
from picturelock.transcription.windows import Limits

SPEECHLESS = ("nothing", "one-sample", "silence", "tone", "white-noise", "clicks", "no-numbers")


@pytest.fixture(scope="module", params=sorted(registry.ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    make = registry.choose("engine", registry.ENGINES, request.param)
    options = {"faster-whisper": {"model": "model"}, "pocketsphinx": {}}[request.param]
    made: Engine = make(**{name: request.getfixturevalue(fixture) for name, fixture in options.items()})
    return made


def nothing(done: Flicks) -> None: ...


def heard(engine: Engine, samples: Samples, language: str | None = "en") -> list[Segment]:
    return list(engine.recognise(samples, language, nothing))


def test_it_says_what_it_is(engine: Engine) -> None:
    assert engine.name in registry.ENGINES
    assert engine.version
    assert re.fullmatch(r"xxh128:[0-9a-f]{32}(\+[0-9a-f]{16})?", engine.weights)
    assert engine.parameters == tuple(sorted(engine.parameters))


def test_words_lie_in_order_inside_the_array(engine: Engine, english: Samples) -> None:
    end = from_samples(len(english), RATE)
    words = [word for segment in heard(engine, english) for word in segment.words]
    assert words
    assert all(0 <= word.span.start < word.span.end <= end for word in words)
    assert all(before.span.end <= after.span.start for before, after in pairwise(words))
    assert all(word.text and word.text == " ".join(word.text.split()) for word in words)
    assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in words)


def test_speech_that_is_cut_off_at_both_ends_stays_inside(engine: Engine, english: Samples) -> None:
    loud = np.flatnonzero(np.abs(english) > 0.05)
    part = english[loud[0] + RATE // 10 : loud[0] + 3 * RATE]
    end = from_samples(len(part), RATE)
    assert all(0 <= word.span.start <= word.span.end <= end for s in heard(engine, part) for word in s.words)


def test_the_same_array_gives_the_same_words(engine: Engine, english: Samples) -> None:
    assert heard(engine, english) == heard(engine, english.copy())


def test_progress_never_goes_back_and_ends_at_the_end(engine: Engine, english: Samples) -> None:
    told: list[Flicks] = []
    list(engine.recognise(english, "en", told.append))
    assert told == sorted(told)
    assert told[-1] == from_samples(len(english), RATE)


@pytest.mark.parametrize("kind", SPEECHLESS)
def test_no_words_where_nobody_speaks(engine: Engine, speechless: dict[str, Samples], kind: str) -> None:
    told: list[Flicks] = []
    assert list(engine.recognise(speechless[kind], None, told.append)) == []
    assert engine.detect(speechless[kind]) == (UNDECIDED, 0.0)
    assert told[-1] == from_samples(len(speechless[kind]), RATE)


def test_language_is_detected(engine: Engine, english: Samples, french: Samples) -> None:
    language, probability = engine.detect(english)
    assert language == "en" and probability > 0.5
    if engine.languages is None or "fr" in engine.languages:
        language, probability = engine.detect(french)
        assert language == "fr" and probability > 0.5


def test_a_language_that_it_does_not_know_is_refused(engine: Engine, english: Samples) -> None:
    with pytest.raises(UsageError, match="tlh"):
        heard(engine, english, "tlh")


def test_a_region_is_accepted(engine: Engine, english: Samples) -> None:
    assert [s.text for s in heard(engine, english, "en-CA")] == [s.text for s in heard(engine, english, "en")]


def test_what_was_heard_is_not_heard_again(engine: Engine, english: Samples, french: Samples) -> None:
    """From any time that progress was told on, the words are those of the whole run, and so is the progress."""
    pause = np.zeros(RATE, np.float32)
    foreign = engine.languages is None or "fr" in engine.languages
    long = np.concatenate([english, pause] + ([french, pause, english, pause] * 3 if foreign else [english]))
    whole: list[tuple[Flicks, int]] = []
    segments: list[Segment] = []
    for segment in engine.recognise(long, "en", lambda done: whole.append((done, len(segments)))):
        segments.append(segment)
    assert len(segments) >= 2 and len(whole) >= 3
    for number, (since, before) in enumerate(whole):
        told: list[Flicks] = []
        assert list(engine.recognise(long, "en", told.append, since)) == segments[before:]
        assert told[:-1] == [done for done, _ in whole[number + 1 : -1]] and told[-1] == whole[-1][0]
        assert all(segment.span.end <= since for segment in segments[:before])
        assert all(segment.span.start >= since for segment in segments[before:])


def test_the_array_is_left_as_it_was(engine: Engine, english: Samples) -> None:
    before = english.copy()
    heard(engine, english)
    assert (before == english).all()


def test_cancel_is_heard_and_the_engine_still_works(engine: Engine, english: Samples) -> None:
    def cancel(done: Flicks) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(engine.recognise(english, "en", cancel))
    assert heard(engine, english)


def test_a_run_that_was_cancelled_is_taken_up_again(engine: Engine, english: Samples, tmp_path: Path) -> None:
    file, limits = tmp_path / "take é.wav", Limits(5, 10)
    soundfile.write(file, np.concatenate([english, english]), RATE)

    def cancel_after(share: float) -> Callable[..., None]:
        def progress(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
            if done > share * total:
                raise KeyboardInterrupt

        return progress

    with Library(tmp_path / "whole.sqlite") as library:
        whole = transcribe(file, engine, library, language="en", limits=limits)
    told: list[tuple[Flicks, Flicks]] = []

    def watch(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        told.append((done, total))

    with Library(tmp_path / "broken.sqlite") as library:
        with pytest.raises(KeyboardInterrupt):
            transcribe(file, engine, library, language="en", limits=limits, progress=cancel_after(0.6))
        rest = transcribe(file, engine, library, language="en", limits=limits, progress=watch)
    assert rest.transcript.segments == whole.transcript.segments
    assert told[0][0] >= 4 * told[0][1] // 10, "the first window was heard again"
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
