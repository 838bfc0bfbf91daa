from __future__ import annotations

import importlib
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import profiles
from picturelock.spoken import RecordWord
from picturelock.subtitling.segmentation import syntax
from picturelock.subtitling.segmentation.layout import Layout
from picturelock.subtitling.segmentation.split import split
from picturelock.subtitling.typography import tokens
from picturelock.times import FrameRate, Span, from_ms

TEXT = "yesterday zorbo Ada Lovelace haz seen nebst harbours beyond London"
KINDS = {
    "zorbo": "DET", "ada": "PROPN", "lovelace": "PROPN", "haz": "AUX", "seen": "VERB", "nebst": "ADP",
    "harbours": "NOUN", "beyond": "ADP", "london": "PROPN",
}  # fmt: skip
"""Words that no list of ours holds: only the model knows what they are."""


def words(text: str, language: str = "en") -> list[RecordWord]:
    return [
        RecordWord(part, Span(from_ms(400 * i), from_ms(400 * i + 380)), language, "a", "A1:1")
        for i, part in enumerate(text.split())
    ]


def installed() -> bool:
    return any(syntax._package(language) for language in syntax.FAMILIES)


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A small real pipeline, saved as the package that people install."""
    if installed():
        pytest.skip("not proven: a model of spaCy is installed here already")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import spacy

        pipeline = spacy.blank("en")
        ruler = pipeline.add_pipe("attribute_ruler")
        for text, kind in KINDS.items():
            ruler.add(patterns=[[{"LOWER": text}]], attrs={"POS": kind})  # type: ignore[attr-defined]
        pipeline.meta["name"], pipeline.meta["version"] = "core_web_sm", "0.1.0"
        package = tmp_path / "en_core_web_sm"
        package.mkdir()
        pipeline.to_disk(package / "en_core_web_sm-0.1.0")
    meta = (package / "en_core_web_sm-0.1.0" / "meta.json").read_text(encoding="utf-8")
    (package / "meta.json").write_text(meta, encoding="utf-8")
    (package / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n\n\n"
        "def load(**overrides):\n    return load_model_from_init_py(__file__, **overrides)\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    syntax._model.cache_clear()
    yield "en_core_web_sm"
    syntax._model.cache_clear()
    sys.modules.pop("en_core_web_sm", None)


def tied(text: str, language: str = "en") -> list[str]:
    spans = tokens(words(text, language))
    return [f"{spans[i].text} {spans[i + 1].text}" for i in sorted(syntax.ties(spans))]


def test_what_a_parser_ties(model: str) -> None:
    assert tied(TEXT) == ["zorbo Ada", "Ada Lovelace", "haz seen", "nebst harbours", "beyond London"]
    assert tied("I saw Ada, Lovelace") == []
    assert tied(TEXT, "fr") == []
    assert syntax.used("en") == syntax.used("en-ca") == "en_core_web_sm 0.1.0" and syntax.used("fr") == ""


def test_ties_are_found_far_into_a_long_text(model: str) -> None:
    assert len(tied(" ".join([TEXT] * 30))) >= 5 * 30 - 2


def test_a_sentence_is_parsed_by_itself(model: str) -> None:
    assert tied("zorbo. Ada Lovelace") == ["Ada Lovelace"]
    two = [replace(one, speaker=name) for one, name in zip(words("Ada Lovelace"), ("ANNA", "PAUL"), strict=True)]
    assert syntax.ties(tokens(two)) == frozenset()


def test_text_that_no_parser_takes_is_left_to_the_word_lists(model: str) -> None:
    assert tied("zorbo " + "x" * 1_100_000 + " Ada") == []


def test_no_caption_ends_between_what_is_tied(model: str) -> None:
    spans = tokens(words(TEXT))
    without, helped = Layout(spans, 42, 2), Layout(spans, 42, 2, syntax.ties(spans))
    assert without.break_costs[6] < 12 and helped.break_costs[6] == 12
    captions, _ = split(words(" ".join([TEXT] * 6)), profiles.load("netflix-en"), FrameRate(25), "en")
    ends = {line.split()[-1] for cue in captions.cues for line in cue.plain_lines}
    assert not ends & {"zorbo", "Ada", "haz", "nebst", "beyond"}


def test_a_model_that_cannot_be_loaded_leaves_it_to_the_word_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if installed():
        pytest.skip("not proven: a model of spaCy is installed here already")
    (tmp_path / "fr_core_news_md.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    assert syntax._package("fr") == "fr_core_news_md"
    assert tied("la lettre", "fr") == [] and syntax.used("fr") == ""
    sys.modules.pop("fr_core_news_md", None)


def test_without_a_model_spacy_is_not_imported() -> None:
    if installed():
        pytest.skip("not proven: a model of spaCy is installed here already")
    code = (
        "import sys; from picturelock import profiles; from picturelock.spoken import RecordWord\n"
        "from picturelock.subtitling.segmentation import syntax; from picturelock.subtitling.segmentation.split import split\n"
        "from picturelock.times import FrameRate, Span\n"
        "words = [RecordWord('the', Span(0, 9), 'en', 'a', 's'), RecordWord('end.', Span(9, 99), 'en', 'a', 's')]\n"
        "split(words, profiles.load('netflix-en'), FrameRate(25), 'en')\n"
        "assert syntax.used('en') == '' and 'spacy' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=_environment())
    assert (done.returncode, done.stderr) == (0, "")


def _environment() -> dict[str, str]:
    import os

    import picturelock

    return {**os.environ, "PYTHONPATH": str(Path(picturelock.__file__).parents[1])}
