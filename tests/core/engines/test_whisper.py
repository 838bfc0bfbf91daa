"""What is faster-whisper's own: broken models, devices, what a model says of itself, text that comes without times."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from picturelock.engines import hearing
from picturelock.engines.base import NOT_SPEECH, RATE, Samples
from picturelock.engines.whisper import WhisperEngine, _texts, cuda_devices
from picturelock.errors import InputError, SetupError, UnknownName
from picturelock.times import Flicks, from_ms, from_samples


@pytest.fixture
def copied(model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model, tmp_path / "modèle"))


def first(engine: WhisperEngine, samples: Samples) -> object:
    return next(engine.recognise(samples, "en", lambda done: None), None)


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json", "vocabulary.json"])
@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"{}"])
def test_a_broken_model_is_one_sentence(copied: Path, english: Samples, name: str, content: bytes) -> None:
    (copied / name).write_bytes(content)
    try:
        first(WhisperEngine(copied), english)
    except InputError as error:
        assert str(copied) in error.message and "\n" not in error.message


@pytest.mark.parametrize("content", ["{}", "[]", '{"suppress_ids": 1, "suppress_ids_begin": []}'])
def test_settings_that_would_crash_the_library_are_refused_before(copied: Path, content: str) -> None:
    (copied / "config.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="suppress_ids"):
        WhisperEngine(copied)


def test_a_model_that_lies_about_itself_is_refused(copied: Path) -> None:
    (copied / "picturelock-model.json").write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(InputError, match=r"picturelock-model\.json"):
        WhisperEngine(copied).caution("take", 0)


def test_a_model_that_says_nothing_is_a_real_one(copied: Path) -> None:
    (copied / "picturelock-model.json").unlink()
    assert WhisperEngine(copied).caution("take", 0) == ""
    assert WhisperEngine(copied).fixture_notice("fr") == ""


def test_a_stand_in_knows_its_takes(copied: Path) -> None:
    about = {"name": "x", "fixture": True, "notice_en": "e", "notice_fr": "f", "takes": {"A001": 10.5}}
    (copied / "picturelock-model.json").write_text(json.dumps(about), encoding="utf-8")
    engine = WhisperEngine(copied)
    known, other = from_ms(10_540), from_ms(10_700)
    assert engine.caution("A001", known) == ""
    assert engine.caution("A001", other) == engine.caution("A002", known) == "transcription.fixture-model"
    assert (engine.fixture_notice("en"), engine.fixture_notice("fr"), engine.fixture_notice("de")) == ("e", "f", "e")


def test_a_gpu_that_is_not_there_is_a_matter_of_setup(model: Path, english: Samples) -> None:
    if cuda_devices():
        pytest.skip("not proven: this machine has a GPU")
    with pytest.raises(SetupError, match="GPU"):
        first(WhisperEngine(model, device="cuda"), english)
    with pytest.raises(UnknownName):
        WhisperEngine(model, device="tpu")


def test_what_changes_the_result_is_a_parameter(model: Path) -> None:
    plain = WhisperEngine(model)
    for other in (
        WhisperEngine(model, beam_size=1), WhisperEngine(model, compute_type="float32"), WhisperEngine(model, vad=False),
        WhisperEngine(model, temperatures=(0.0,)), WhisperEngine(model, max_new_tokens=8), WhisperEngine(model, batch=4),
    ):  # fmt: skip
        assert other.parameters != plain.parameters and other.weights == plain.weights


def test_batches_hear_the_same_words(model: Path, english: Samples) -> None:
    long = np.concatenate([english] * 4)

    def texts(engine: WhisperEngine) -> list[str]:
        return [segment.text for segment in engine.recognise(long, "en", lambda done: None)]

    assert texts(WhisperEngine(model, batch=4)) == texts(WhisperEngine(model))


def test_progress_is_told_batch_by_batch(model: Path, english: Samples) -> None:
    """A run that goes on from there then makes the same batches."""
    long = np.concatenate([english] * 24)

    def told(engine: WhisperEngine, since: Flicks = 0) -> list[Flicks]:
        found: list[Flicks] = []
        list(engine.recognise(long, "en", found.append, since))
        return found[:-1]

    single = told(WhisperEngine(model))
    assert len(single) >= 4
    pairs = told(WhisperEngine(model, batch=2))
    assert pairs == single[1::2] + ([] if len(single) % 2 == 0 else single[-1:])
    assert told(WhisperEngine(model, batch=2), pairs[0]) == pairs[1:]


def test_text_without_word_times_is_spread_over_its_segment() -> None:
    speech = hearing.Speech(np.zeros(4 * RATE, np.float32), [(0, 4 * RATE)])
    segment = SimpleNamespace(words=[], text=" oh no", start=1.0, end=2.0, avg_logprob=-0.1, no_speech_prob=0.1)
    pieces = _texts(segment, speech, 0)
    assert [piece.text for piece in pieces] == [" oh", " no"]
    assert all(piece.confidence == pytest.approx(0.905, abs=0.001) for piece in pieces)
    doubted = SimpleNamespace(**{**vars(segment), "avg_logprob": -1.2, "no_speech_prob": 0.7})
    assert [piece.confidence for piece in _texts(doubted, speech, 0)] == [NOT_SPEECH, NOT_SPEECH]
    assert pieces[1].span.end == from_samples(2 * RATE, RATE)
