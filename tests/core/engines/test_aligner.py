"""The aligner on a human voice, and on everything that scripts hold and dictionaries do not."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from picturelock import registry
from picturelock.engines.base import RATE, Aligner, Samples
from picturelock.engines.letters import guess
from picturelock.errors import UsageError
from picturelock.times import from_samples, to_seconds

SENTENCE = (
    "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country."
)


@pytest.fixture(scope="module", params=sorted(registry.ALIGNERS))
def aligner(request: pytest.FixtureRequest) -> Aligner:
    made: Aligner = registry.choose("aligner", registry.ALIGNERS, request.param)()
    return made


def test_all_words_of_a_human_recording_are_placed(aligner: Aligner, jfk: Samples) -> None:
    """Times heard and read off the waveform: the pauses lie at 2.2-3.2 s, 4.3-5.3 s and 7.7-8.1 s."""
    words = aligner.align(jfk, SENTENCE.split(), "en")
    assert [word.text for word in words] == SENTENCE.split()
    assert len(words) == 22 and all(word.confidence is None for word in words)
    assert all(before.span.end <= after.span.start for before, after in pairwise(words))
    assert all(0.05 <= to_seconds(word.span.duration) <= 1 for word in words)
    starts = {at: to_seconds(words[at].span.start) for at in (0, 5, 7, 14)}
    assert starts == pytest.approx({0: 0.3, 5: 3.25, 7: 5.37, 14: 8.15}, abs=0.15)
    assert to_seconds(words[-1].span.end) == pytest.approx(10.45, abs=0.2)


def test_an_unknown_name_is_placed_by_its_letters_and_the_others_stay(aligner: Aligner, jfk: Samples) -> None:
    known = aligner.align(jfk, SENTENCE.split(), "en")
    changed = aligner.align(jfk, SENTENCE.replace("fellow", "Phelloe").split(), "en-US")
    assert [word.confidence for word in changed].count(0.0) == 1
    for before, after in zip(known, changed, strict=True):
        assert to_seconds(after.span.start) == pytest.approx(to_seconds(before.span.start), abs=0.2)


@pytest.mark.parametrize("script", [
    "", "—", "1961", "... — ...", "Ünïcödé ça été", "don’t mother-in-law re‑use", "x" * 5000, "a\0b", "(what) [your] «it»",
    "hello " * 300, "日本語 русский", "<sil> [NOISE] (2) ++BREATH++ </s>",
])  # fmt: skip
def test_whatever_the_script_holds_every_word_comes_back_in_order(aligner: Aligner, jfk: Samples, script: str) -> None:
    words = aligner.align(jfk, script.split(), "en")
    assert [word.text for word in words] == script.split()
    assert all(0 <= word.span.start <= word.span.end <= from_samples(len(jfk), RATE) for word in words)
    assert all(before.span.end <= after.span.start for before, after in pairwise(words))


@pytest.mark.parametrize("count", [0, 1, 100, RATE])
def test_without_speech_places_are_guessed_and_say_so(aligner: Aligner, count: int) -> None:
    words = aligner.align(np.zeros(count, np.float32), SENTENCE.split(), "en")
    assert len(words) == 22
    assert all(word.confidence == 0 for word in words)
    assert all(word.span.end <= from_samples(count, RATE) for word in words)


def test_another_language_is_refused(aligner: Aligner, jfk: Samples) -> None:
    with pytest.raises(UsageError, match="fr"):
        aligner.align(jfk, ["bonjour"], "fr")


def test_letters_sound() -> None:
    assert guess("phelloe") == ["F", "EH", "L", "AA", "EH"]
    assert guess("50") == ["F", "AY", "V", "Z", "IH", "R", "OW"]
    assert guess("é—") == []
