"""The one door to spaCy: what a language model says that words are, of which no list knows it. Right without a model.

A model is used where the user has installed one for the language of the words (`en_core_web_*`, `fr_core_news_*`); it is
loaded when words are set for the first time, once. Without one spaCy is not even imported, and the word lists of
`grammar` decide alone. A sentence is read by itself: its captions do not depend on what is said around it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING

from picturelock.subtitling.grammar import ends_sentence, primary
from picturelock.subtitling.typography import Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token as Part

FAMILIES: Mapping[str, str] = MappingProxyType({"en": "en_core_web", "fr": "fr_core_news"})
"""Of models, by primary language; the best size that is installed is taken."""
SIZES = ("lg", "md", "sm", "trf")  # the last wants a library and a machine of its own

_NO_USE = ["parser", "senter", "ner", "lemmatizer"]
_MOST = 100
"""Tokens read at a time: sentences are shorter, and memory grows with it."""
_MOST_CHARACTERS = 4000
"""Of them together: longer ones are no sentence, and spaCy refuses what is longer than a million."""


def kinds(tokens: Sequence[Token]) -> Mapping[int, tuple[str, str]]:
    """What a model says that the first and the last part of a token are, by its index: "NOUN", "VERB Inf".

    Universal Dependencies' parts of speech, and the form of a verb; nothing where no model is installed.
    """
    models = {token.language: model for token in tokens if (model := _model(_package(primary(token.language))))}
    found: dict[int, tuple[str, str]] = {}
    for first, end in _sentences(tokens) if models else ():
        model = models.get(tokens[first].language)
        if model is not None:
            found.update(enumerate(_kinds(model, [token.text for token in tokens[first:end]]), start=first))
    return found


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """First and end token of each run that is read by itself: a sentence of one person, or what is said before another."""
    first = 0
    for at, token in enumerate(tokens, start=1):
        if at < len(tokens):
            after = tokens[at]
            same = (token.language, token.speaker, token.dual) == (after.language, after.speaker, after.dual)
            if same and at - first < _MOST and not ends_sentence(token.text, token.language):
                continue
        yield first, at
        first = at


def used(language: str) -> str:
    """Name and version of the model that helps with a language, for the provenance of captions; "" = none does."""
    model = _model(_package(primary(language)))
    return f"{model.meta['lang']}_{model.meta['name']} {model.meta['version']}" if model is not None else ""


@cache
def _package(language: str) -> str:
    """The model package that is installed for a primary language, or ""; nothing of it is imported."""
    family = FAMILIES.get(language)
    names = [f"{family}_{size}" for size in SIZES] if family else []
    return next((name for name in names if find_spec(name) is not None), "")


@cache
def _model(package: str) -> Language | None:
    """The model, without what we have no use for; None where there is none or it cannot be loaded here."""
    if not package:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # spaCy's own: of its dependencies, and of models a version older
        try:
            from spacy.util import load_model_from_package

            return load_model_from_package(package, exclude=_NO_USE)
        except (ImportError, OSError, ValueError, AttributeError, TypeError):
            return None  # made for another spaCy: the word lists decide


def _kinds(model: Language, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What each text's first and last part are; nothing of texts that no model takes."""
    whole = " ".join(texts)
    if len(whole) > _MOST_CHARACTERS:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        doc = model(whole)
    parts = [part for part in doc if not (part.is_punct or part.is_space)]
    at = end = 0
    for text in texts:
        end += len(text) + 1
        first = at
        while at < len(parts) and parts[at].idx < end:
            at += 1
        yield (_kind(parts[first]), _kind(parts[at - 1])) if at > first else ("", "")


def _kind(part: Part) -> str:
    form = part.morph.get("VerbForm", []) if part.pos_ == "VERB" else []
    return f"{part.pos_} {form[0]}" if form else part.pos_
