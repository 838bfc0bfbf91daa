"""Known words on the sound itself: a human recording at once and in windows, a synthetic voice with known times."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest
from picturelock import registry
from picturelock.errors import InputError, UsageError
from picturelock.subtitling.align import audio
from picturelock.subtitling.align.audio import place_words
from picturelock.times import to_seconds

ROOT = Path(__file__).resolve().parents[4]
SPEECH = ROOT / "tests" / "data" / "speech"
JFK = ROOT.parent / "shared" / "samples" / "speech" / "jfk.flac"
SENTENCE = (
    "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country."
)
ALIGNER = registry.choose("aligner", registry.ALIGNERS, "pocketsphinx")()


@pytest.fixture
def jfk() -> Path:
    if not JFK.is_file():
        pytest.skip("not proven: the human recording jfk.flac is not here")
    return JFK


def test_a_human_voice_at_once(jfk: Path) -> None:
    words, findings = place_words(jfk, SENTENCE.split(), "en", ALIGNER)
    assert findings == () and [word.text for word in words] == SENTENCE.split()
    starts = {at: to_seconds(words[at].span.start) for at in (0, 5, 7, 14)}
    assert starts == pytest.approx({0: 0.3, 5: 3.25, 7: 5.37, 14: 8.15}, abs=0.15)


def test_longer_sound_is_cut_in_its_silences_and_the_words_divided(jfk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_MOST_S", 7), ("_LEAST_S", 3)):
        monkeypatch.setattr(audio, name, value)
    rough = registry.choose("engine", registry.ENGINES, "pocketsphinx")()
    job = audio._Job(jfk, SENTENCE.split(), "en", lambda *_: None)
    assert [len(window.samples) > 0 for window in job.windows()] == [True, True]
    told: list[tuple[int, int]] = []
    words, _ = place_words(
        jfk, SENTENCE.split(), "en", ALIGNER, rough, lambda stage, done, total, note="": told.append((done, total))
    )
    starts = {at: to_seconds(words[at].span.start) for at in (0, 5, 7, 14)}
    assert starts == pytest.approx({0: 0.3, 5: 3.25, 7: 5.37, 14: 8.15}, abs=0.15)
    assert told == sorted(told) and told[-1][0] == told[-1][1]


def test_words_that_had_to_be_divided_in_proportion_are_told(jfk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_MOST_S", 7), ("_LEAST_S", 3), ("_CAP_S", 4)):
        monkeypatch.setattr(audio, name, value)
    words, findings = place_words(jfk, SENTENCE.split(), "en", ALIGNER)  # nobody hears it roughly
    assert [finding.rule for finding in findings][:1] == ["captions.align-divided"] and len(words) == 22


def test_a_synthetic_voice_within_a_tenth_of_a_second() -> None:
    truth = [
        word
        for utterance in json.loads((SPEECH / "short_en.json").read_text(encoding="utf-8"))["utterances"]
        for word in utterance["words"]
    ]
    words, findings = place_words(SPEECH / "short_en.flac", [word["text"] for word in truth], "en", ALIGNER)
    assert findings == ()
    assert [to_seconds(word.span.start) for word in words] == pytest.approx(
        [word["start_s"] for word in truth], abs=0.1
    )


def test_another_language_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="language of pocketsphinx"):
        place_words(tmp_path / "not-there.wav", ["bonjour"], "fr", ALIGNER)


def test_sound_in_which_nobody_speaks_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "silence.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16000)
        out.writeframes(b"\0\0" * 32000)
    with pytest.raises(InputError, match="does not fit"):
        place_words(file, SENTENCE.split(), "en", ALIGNER)
