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
from picturelock.subtitling import grammar
from picturelock.subtitling.segmentation import syntax
from picturelock.subtitling.segmentation.layout import Layout
from picturelock.subtitling.segmentation.split import split
from picturelock.subtitling.typography import tokens
from picturelock.times import FrameRate, Span, from_ms

TEXT = "yesterday Zorbo Ambrel saw the nebst of London l'haz and seven glorps."
KINDS = {"zorbo": "PROPN", "ambrel": "PROPN", "nebst": "VERB", "haz": "ADV", "the": "PRON", "glorps": "ADJ"}
"""Words that no list of ours holds, but for "the": only the model knows what they are."""


def words(text: str, language: str = "en") -> list[RecordWord]:
    return [
        RecordWord(part, Span(from_ms(400 * i), from_ms(400 * i + 380)), language, "a", "A1:1")
        for i, part in enumerate(text.split())
    ]


def installed() -> bool:
    return any(syntax._package(language) for language in syntax.FAMILIES)


def forget() -> None:
    syntax._model.cache_clear()
    syntax._package.cache_clear()


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
            form = "VerbForm=Inf" if kind == "VERB" else ""
            ruler.add(patterns=[[{"LOWER": text}]], attrs={"POS": kind, "MORPH": form})  # type: ignore[attr-defined]
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
    forget()
    yield "en_core_web_sm"
    forget()
    sys.modules.pop("en_core_web_sm", None)


def named(text: str, language: str = "en") -> dict[str, tuple[str, str]]:
    spans = tokens(words(text, language))
    return {spans[at].text: kind for at, kind in syntax.kinds(spans).items() if any(kind)}


def test_what_a_parser_says_of_each_part_of_a_word(model: str) -> None:
    assert named(TEXT) == {
        "Zorbo": ("PROPN", "PROPN"), "Ambrel": ("PROPN", "PROPN"), "nebst": ("VERB Inf", "VERB Inf"),
        "the": ("PRON", "PRON"), "glorps.": ("ADJ", "ADJ"),
    }  # fmt: skip
    assert named(TEXT, "fr") == {}
    assert named("un-haz,haz") == {"un-haz,haz": ("", "ADV")}
    assert syntax.used("en") == syntax.used("en-ca") == "en_core_web_sm 0.1.0" and syntax.used("fr") == ""


def test_words_are_named_far_into_a_long_text(model: str) -> None:
    spans = tokens(words(" ".join([TEXT.rstrip(".")] * 30)))
    assert [spans[at].text for at, kind in syntax.kinds(spans).items() if kind[0] == "VERB Inf"] == ["nebst"] * 30


def test_text_that_no_parser_takes_is_left_to_the_word_lists(model: str) -> None:
    assert named("zorbo " + "x" * 1_100_000 + " nebst") == {}
    assert named("-- ... !") == {} == dict(syntax.kinds([]))


def test_a_break_costs_what_the_parser_makes_of_words_that_no_list_holds(model: str) -> None:
    spans = tokens(words("we glorps the nebst harbours"))
    without, helped = Layout(spans, 42, 2).break_costs, Layout(spans, 42, 2, syntax.kinds(spans)).break_costs
    own = grammar.table("en").costs
    after_the = own["plain cost"] + own["after article"]
    assert without[2] == pytest.approx(after_the + own["before word"])
    assert helped[2] == pytest.approx(after_the + own["before verb"]), "the article is in a list, and stays one"
    assert helped[1] - without[1] == pytest.approx(own["after adjective"] - own["after word"])


def test_an_ending_that_agrees_with_the_parser_is_kept() -> None:
    english, french = grammar.table("en"), grammar.table("fr")
    assert english.told(grammar.role("climbing", "en"), "VERB Part", "VERB Part").first == "ing"
    assert english.told(grammar.role("climbing", "en"), "NOUN", "NOUN").first == "word"
    assert english.told(grammar.role("threw", "en"), "VERB Fin", "VERB Fin").last == "verb"
    assert french.told(grammar.role("fini", "fr"), "VERB Part", "VERB Part").last == "participle"
    assert french.told(grammar.role("l'hiver", "fr"), "VERB", "NOUN") == replace(
        grammar.role("l'hiver", "fr"), last="word"
    )
    for text, kind in (("le", "PRON"), ("24", "NOUN"), ("quand", "X"), ("pierre", ""), ("pierre", "INTJ")):
        known = grammar.role(text, "fr")
        assert french.told(known, kind, kind) is known


def test_captions_keep_their_words_with_a_model(model: str) -> None:
    captions, _ = split(words(" ".join([TEXT] * 6)), profiles.load("netflix-en"), FrameRate(25), "en")
    assert " ".join(cue.text for cue in captions.cues).split() == TEXT.split() * 6


def test_each_installed_model_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(syntax, "find_spec", asked.append)
    forget()
    for _ in range(5):
        assert named("Nobody came.") == {}
    forget()
    assert asked == [f"en_core_web_{size}" for size in syntax.SIZES]


def test_a_model_that_cannot_be_loaded_leaves_it_to_the_word_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if installed():
        pytest.skip("not proven: a model of spaCy is installed here already")
    (tmp_path / "fr_core_news_md.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    forget()
    assert syntax._package("fr") == "fr_core_news_md"
    assert named("la lettre", "fr") == {} and syntax.used("fr") == ""
    forget()
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
