"""The one door to spaCy: where a parser says that two words belong together. Right without a model.

A model is used where the user has installed one for the language of the words (`en_core_web_*`, `fr_core_news_*`); it is
loaded when words are set for the first time, once. Without one spaCy is not even imported, and the word lists of
`grammar` decide alone. A sentence is parsed by itself: its captions do not depend on what is said around it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from picturelock.subtitling.grammar import ends_sentence, primary
from picturelock.subtitling.typography import Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as Part

FAMILIES: Mapping[str, str] = MappingProxyType({"en": "en_core_web", "fr": "fr_core_news"})
"""Of models, by primary language; the best size that is installed is taken."""
SIZES = ("lg", "md", "sm", "trf")  # the last wants a library and a machine of its own

_MOST = 100
"""Tokens parsed at a time: sentences are shorter, and memory grows with it."""
_MOST_CHARACTERS = 4000
"""Of them together: longer ones are no sentence, and spaCy refuses what is longer than a million."""
_ENDS = tuple(".?!…;:,—–\"'»”)]")
_VERBS = ("VERB", "AUX")
_NOUNS = ("NOUN", "PROPN", "ADJ", "NUM")
_OBJECTS = (*_NOUNS, "PRON", "DET", "VERB")


def ties(tokens: Sequence[Token]) -> frozenset[int]:
    """Index of every token after which neither a line nor a caption should end; none where no model is installed."""
    found: set[int] = set()
    languages = {token.language for token in tokens}
    models = {language: model for language in languages if (model := _model(_package(primary(language))))}
    for first, end in _sentences(tokens) if models else ():
        model = models.get(tokens[first].language)
        if model is not None and end - first > 1:
            found.update(first + at for at in _tied(model, [token.text for token in tokens[first:end]]))
    return frozenset(found)


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """First and end token of each run that is parsed by itself: a sentence of one person, or what is said before another."""
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

            return load_model_from_package(package, exclude=["ner", "lemmatizer"])
        except (ImportError, OSError, ValueError, AttributeError, TypeError):
            return None  # made for another spaCy: the word lists decide


def _tied(model: Language, texts: Sequence[str]) -> Iterator[int]:
    """Index of each text that the parser ties to the next one."""
    whole = " ".join(texts)
    if len(whole) > _MOST_CHARACTERS:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        doc = model(whole)
    start = 0
    for index in range(len(texts) - 1):
        end = start + len(texts[index])
        if not texts[index].endswith(_ENDS) or texts[index].endswith(("'", "’")):
            left, right = _part(doc, end - 1), _part(doc, end + 1)
            if left is not None and right is not None and left.i < right.i and _belong(left, right):
                yield index
        start = end + 1


def _part(doc: Doc, at: int) -> Part | None:
    """spaCy's token at a character; one of ours may hold several ("l'ai")."""
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    return span[0] if span else None


def _belong(left: Part, right: Part) -> bool:
    """Determiner and noun, auxiliary and verb, preposition and object, first and last name."""
    kinds: tuple[Any, Any] = (left.pos_, right.pos_)
    return (
        (kinds[0] == "DET" and kinds[1] in _NOUNS)
        or (kinds[0] == "AUX" and kinds[1] in _VERBS)
        or (kinds[0] == "ADP" and kinds[1] in _OBJECTS)
        or kinds == ("PROPN", "PROPN")
        or (left.dep_ in ("det", "aux", "aux:pass", "auxpass", "case") and left.head.i == right.i)
        or (right.dep_ in ("pobj", "flat", "flat:name", "fixed") and right.head.i == left.i)
    )
