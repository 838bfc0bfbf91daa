from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.engines.whisper import WhisperEngine
from picturelock.glossary import Glossary, Term
from picturelock.media.audio import read_audio
from picturelock.transcription.steering import MOST_BYTES, steer

ROOT = Path(__file__).resolve().parents[3]
MODEL = ROOT / "demo" / "tiny-whisper"
TERMS = (
    Term("gaffer"),
    Term("The Globe and Mail", "keep"),
    Term("Séraphine  Tremblay", "name"),
    Term("Québec", "name"),
)


def test_names_come_first_then_what_is_kept_then_terms() -> None:
    steering = steer(Glossary(TERMS))
    assert steering.text == "Séraphine Tremblay, Québec, The Globe and Mail, gaffer"
    assert (steering.told, steering.entries) == (4, 4)
    assert steer(Glossary()).text == ""


def test_only_as_much_as_a_recogniser_takes_and_no_half_names() -> None:
    many = tuple(Term(f"Éléonore Désautels-{number}", "name") for number in range(200))
    steering = steer(Glossary(many))
    assert len(steering.text.encode()) <= MOST_BYTES < len(steering.text.encode()) + 30
    assert 0 < steering.told < steering.entries == 200
    assert set(steering.text.split(", ")) <= {term.text for term in many}
    assert steer(Glossary((Term("é" * 300, "name"), Term("Ana", "name")))).text == "Ana"


def test_another_glossary_is_another_transcript() -> None:
    if not (MODEL / "model.bin").is_file():
        pytest.skip("not proven: demo/tiny-whisper holds no model")
    plain, one, two = (
        WhisperEngine(MODEL),
        WhisperEngine(MODEL, hotwords="Tremblay"),
        WhisperEngine(MODEL, hotwords="Roy"),
    )
    assert len({plain.parameters, one.parameters, two.parameters}) == 3
    assert dict(one.parameters)["hotwords"] == "Tremblay" and "hotwords" not in dict(plain.parameters)


def test_the_model_is_told_and_still_hears() -> None:
    if not (MODEL / "model.bin").is_file():
        pytest.skip("not proven: demo/tiny-whisper holds no model")
    samples = next(iter(read_audio(ROOT / "tests" / "data" / "speech" / "short_en.flac")))
    engine = WhisperEngine(MODEL, hotwords=steer(Glossary(TERMS)).text)
    seen: list[object] = []
    whole = engine._model.get_prompt

    def told(*args: object, **options: object) -> object:
        seen.append(options.get("hotwords"))
        return whole(*args, **options)

    engine._model.get_prompt = told
    list(engine.recognise(samples, "en", lambda done: None))
    assert seen and set(seen) == {engine.hotwords}
