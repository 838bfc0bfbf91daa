"""The real library on a real model whose dictionary is known: folders, tokens, languages, and everything that can be wrong."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from picturelock import registry
from picturelock.engines import translator_models
from picturelock.engines.translator_ctranslate2 import BATCH, CTranslate2Translator
from picturelock.engines.translator_languages import Tongues, english_name
from picturelock.errors import InputError, SetupError, UsageError

_SPEC = importlib.util.spec_from_file_location("tiny_translator", Path(__file__).with_name("tiny_translator.py"))
assert _SPEC and _SPEC.loader
tiny = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(tiny)

WORDS = {"Hello": "Bonjour", "my": "mon", "friend.": "ami.", "Anna": "Anna", "No.": "Non."}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny.build(folder / "opus-mt-en-fr", WORDS)
    tiny.build(folder / "own", WORDS)
    tiny.build(folder / "ends", WORDS, add_source_eos=True)
    tiny.build(folder / "nllb", WORDS, languages=("eng_Latn", "fra_Latn", "deu_Latn"))
    tiny.build(folder / "m2m", WORDS, languages=("__en__", "__fr__"))
    return folder


def translated(engine: CTranslate2Translator, texts: Sequence[str], target: str = "fr-CA") -> tuple[str, ...]:
    return engine.translate(texts, "en", target, (), lambda done: None)


@pytest.mark.parametrize("name", ["opus-mt-en-fr", "own", "ends", "nllb", "m2m"])
def test_each_family_of_models_translates(models: Path, name: str) -> None:
    engine = CTranslate2Translator(models / name)
    assert translated(engine, ["Hello my friend.", "Anna", "No."]) == ("Bonjour mon ami.", "Anna", "Non.")
    assert engine.name in registry.TRANSLATORS and engine.version[0].isdigit()
    assert engine.weights.startswith("xxh128:") and len(engine.weights.partition("+")[2]) == 16
    assert list(engine.parameters) == sorted(engine.parameters)


def test_every_sentence_has_its_place_and_what_cannot_be_translated_is_empty(models: Path) -> None:
    engine = CTranslate2Translator(models / "own")
    texts = ["Hello"] * BATCH + ["", "Anna", "Hello " * 1000]
    seen: list[int] = []
    found = engine.translate(texts, "en", "fr", (), lambda done: seen.append(len(done)))
    assert found == ("Bonjour",) * BATCH + ("", "Anna", "")
    assert seen == [BATCH, BATCH + 3]
    assert engine.translate([], "en", "fr", (), lambda done: None) == ()


def test_a_cancel_stops_after_the_batch(models: Path) -> None:
    def cancel(done: Sequence[str]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        CTranslate2Translator(models / "own").translate(["Hello"], "en", "fr", (), cancel)


def test_what_a_model_knows(models: Path) -> None:
    assert CTranslate2Translator(models / "opus-mt-en-fr").pairs == {("en", "fr")}
    assert CTranslate2Translator(models / "own").pairs is None
    many = CTranslate2Translator(models / "nllb")
    assert many.pairs is not None and ("de", "fr") in many.pairs and ("fr", "fr") not in many.pairs
    assert many.writes("fr-CA") == "fr"
    with pytest.raises(UsageError, match="does not translate en into sv"):
        translated(many, ["Hello"], "sv")
    with pytest.raises(UsageError, match="it knows en → fr"):
        CTranslate2Translator(models / "opus-mt-en-fr").translate(["Hello"], "de", "fr", (), lambda done: None)


@pytest.mark.parametrize(
    ("tokens", "language", "token", "named"),
    [
        ({"eng_Latn", "fra_Latn"}, "fr-CA", "fra_Latn", True),
        ({"__en__", "__fr__"}, "fr", "__fr__", True),
        ({"en_XX", "fr_XX"}, "fr", "fr_XX", True),
        ({">>fra<<", ">>fr_CA<<"}, "fr-CA", ">>fr_CA<<", False),
        ({"<2en>", "<2fr>"}, "fr", "<2fr>", False),
        ({"hello", "eng_Latn"}, "fr", None, False),
    ],
)
def test_models_name_languages_in_their_own_ways(
    tokens: set[str], language: str, token: str | None, named: bool
) -> None:
    tongues = Tongues(tokens)
    assert (tongues.token(language), tongues.source_named) == (token, named)


def test_the_variety_of_a_country_is_known_where_the_model_has_it() -> None:
    assert Tongues({">>fra<<", ">>fr_CA<<"}).has("fr-CA") and not Tongues({"eng_Latn", "fra_Latn"}).has("fr-CA")
    assert english_name("fr-CA").startswith("Canadian French") and english_name("tlh") == "tlh"


def test_a_model_is_found_by_path_by_name_and_by_its_languages(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(translator_models.ENVIRONMENT, str(models))
    assert translator_models.find("opus-mt-en-fr", "en", "fr").name == "opus-mt-en-fr"
    assert translator_models.find(str(models / "own"), "en", "fr").name == "own"
    assert translator_models.find(None, "en", "fr-CA").name in ("ends", "m2m", "nllb", "opus-mt-en-fr", "own")
    monkeypatch.setenv("HF_HUB_CACHE", str(models / "none"))
    with pytest.raises(SetupError, match="nobody/nothing is not on this machine") as caught:
        translator_models.find("nobody/nothing", "en", "fr")
    assert "PICTURELOCK_MODELS" in caught.value.hint and "--engine endpoint" in caught.value.hint
    monkeypatch.setenv(translator_models.ENVIRONMENT, str(models / "none"))
    with pytest.raises(SetupError, match="translates en into fr-CA"):
        translator_models.find(None, "en", "fr-CA")


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json", "shared_vocabulary.json"])
def test_what_is_missing_is_named(models: Path, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(models / "own", tmp_path / "copy"))
    (folder / name).unlink()
    with pytest.raises(InputError, match=f"is not a translation model: .*{name}"):
        CTranslate2Translator(folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.bin", b""),
        ("model.bin", b"\x06\x00\x00\x00\x0c\x00WhisperSpec\x00" + b"\0" * 100),
        ("model.bin", b"\x06\x00\x00\x00\x10\x00TransformerSpec\x00" + b"\xff" * 50),
        ("config.json", b"[]"),
        ("config.json", b"\xff"),
        ("tokenizer.json", b"{}"),
        ("shared_vocabulary.json", b"{"),
        ("shared_vocabulary.json", b'{"a": 1}'),
        ("shared_vocabulary.json", b'["a", "b"]'),
    ],
)
def test_a_broken_model_is_an_error_that_names_it(models: Path, tmp_path: Path, name: str, content: bytes) -> None:
    folder = Path(shutil.copytree(models / "own", tmp_path / "copy"))
    (folder / name).write_bytes(content)
    with pytest.raises(InputError):
        translated(CTranslate2Translator(folder), ["Hello"])


def test_a_sentencepiece_model_names_the_library_that_it_needs(models: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(models / "own", tmp_path / "copy"))
    (folder / "tokenizer.json").unlink()
    (folder / "source.spm").write_bytes(b"no model")
    with pytest.raises(InputError, match="is missing beside source"):
        translated(CTranslate2Translator(folder), ["Hello"])
    (folder / "target.spm").write_bytes(b"no model")
    if importlib.util.find_spec("sentencepiece"):
        with pytest.raises(InputError, match="is not a SentencePiece model"):
            translated(CTranslate2Translator(folder), ["Hello"])
    else:
        with pytest.raises(SetupError, match="sentencepiece is not installed"):
            translated(CTranslate2Translator(folder), ["Hello"])


def test_the_tokenizer_says_the_languages_where_the_folder_does_not(models: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(models / "own", tmp_path / "copy"))
    about = {"source_lang": "eng", "target_lang": "fra"}
    (folder / "tokenizer_config.json").write_text(json.dumps(about), encoding="utf-8")
    assert CTranslate2Translator(folder).pairs == {("en", "fr")}
