"""How bad a break between two words is. Small word lists for English and French; other languages break at punctuation.

After Netflix, Timed Text Style Guide: General Requirements, 4 (read 2026-11-22): break after punctuation, before
conjunctions and prepositions; keep noun and article, noun and adjective, first and last name, verb and subject pronoun,
verb and auxiliary, reflexive pronoun or negation together. Adjectives need a parser and are not kept together.
"""

from __future__ import annotations

import re

_END = re.compile(r"[.?!…]+[\"'»”’)\]\s]*$")
_PAUSE = re.compile(r"[,;:—–]+[\"'»”’)\]\s]*$")
_STRIP = re.compile(r"^\W+|\W+$")

SENTENCE, CLAUSE, BEFORE_LINK, PLAIN, BOUND, TIED = 0.0, 1.0, 2.5, 4.0, 8.0, 12.0
"""Costs of a break, from the end of a sentence to between an article and its noun."""

_TITLES = {"en": "mr mrs ms dr prof st", "fr": "m mme mlle me dr pr st ste"}
_TIED = {
    "en": "a an the my your his her its our their this these those some any no every each not i'm you're he's she's it's "
    "we're they're",
    "fr": "le la les un une des du au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur "
    "leurs quel quelle quels quelles chaque ne n' me te se l' d' qu'",
}
_BOUND = {
    "en": "i you he she it we they am is are was were be been have has had do does did will would can could shall should "
    "may might must of to in on at by for with from into and or but nor so that than as if who which very too",
    "fr": "je tu il elle on nous vous ils elles suis es est sommes êtes sont ai as a avons avez ont était étais étaient "
    "avait avais avaient de à en dans par pour sur sous avec sans chez vers et ou mais ni que qui si comme très trop plus "
    "y pas",
}
_LINKS = {
    "en": "and or but nor so because although though while when where until unless if that which who of to in on at by "
    "for with from into about after before between through under over without",
    "fr": "et ou mais ni car donc or que qui quand lorsque puisque parce pendant si comme de à en dans par pour sur sous "
    "avec sans chez vers avant après depuis entre dont où",
}
_SETS = {
    language: tuple(frozenset(table[language].split()) for table in (_TITLES, _TIED, _BOUND, _LINKS))
    for language in ("en", "fr")
}


def ends_sentence(text: str, language: str) -> bool:
    """True after a full stop, a question or an exclamation mark; not after "Mr."."""
    titles = _lists(language)[0]
    return bool(_END.search(text)) and _bare(text) not in titles


def break_cost(before: str, after: str, language: str) -> float:
    """The cost of ending a line or a caption between two words, 0 (end of a sentence) to 12 (article | noun)."""
    titles, tied, bound, links = _lists(language)
    left, right = _bare(before), _bare(after)
    if left in titles:
        return TIED
    if _END.search(before):
        return SENTENCE
    if _PAUSE.search(before):
        return CLAUSE
    if left in tied or left.endswith(("'", "’")):
        return TIED
    if left in bound:
        return BOUND
    if _is_name(before) and _is_name(after):
        return BOUND
    return BEFORE_LINK if right in links else PLAIN


def _is_name(text: str) -> bool:
    """A capital and then small letters; the first word of a sentence looks the same, and is kept with a name as well."""
    word = _STRIP.sub("", text)
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


def _bare(text: str) -> str:
    return _STRIP.sub("", text).casefold()


def _lists(language: str) -> tuple[frozenset[str], ...]:
    return _SETS.get(language.lower().split("-")[0], (frozenset(),) * 4)
