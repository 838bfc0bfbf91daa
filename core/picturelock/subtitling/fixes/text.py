"""The fixes that correct text: each is one or more of the corrections that its rules are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from picturelock.cues import Captions
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.fixes.styled import with_text
from picturelock.subtitling.rules import (
    text_case,
    text_damage,
    text_dashes,
    text_ellipses,
    text_french,
    text_glyphs,
    text_labels,
    text_lookalikes,
    text_marks,
    text_pairs,
    text_quotes,
    text_repeats,
    text_spaces,
)
from picturelock.subtitling.rules.text_base import Correction, corrected
from picturelock.subtitling.rules.text_numbers import rewritten, sites, stated
from picturelock.subtitling.subject import Subject


def correcting(*corrections: Correction) -> Callable[[Subject], Captions]:
    """Captions with corrections made, one after the other."""

    def apply(subject: Subject) -> Captions:
        for one in corrections:
            subject = _corrected(subject, one)
        return subject.captions

    return apply


def _corrected(subject: Subject, one: Correction) -> Subject:
    cues = list(subject.captions.cues)
    changed = False
    for event, text in corrected(subject, one):
        cues[event.number] = with_text(cues[event.number], text)
        changed = True
    return replace(subject, captions=replace(subject.captions, cues=tuple(cues))) if changed else subject


def _fix(name: str, *corrections: Correction, words: bool = False) -> Fix:
    rules = tuple(dict.fromkeys(f"captions.{one.rule}" for one in corrections))
    return Fix(name, rules, correcting(*corrections), words)


def _numbers(subject: Subject) -> Captions:
    if not stated(subject):
        return subject.captions
    return correcting(Correction("number-in-figures", sites(subject), rewritten, "numbers"))(subject)


_CLOSED = Correction("unpaired-bracket", text_pairs.SITES, text_pairs.closed, text_pairs.PAIRED)

ENCODING = _fix("encoding", text_damage.MOJIBAKE, words=True)
ENTITIES = _fix("entities", text_damage.ENTITY)
INVISIBLE = _fix("invisible", text_glyphs.INVISIBLE)
FALSE_LETTERS = _fix("false-letters", text_lookalikes.FALSE_LETTER)
FRENCH_LETTERS = _fix(
    "french-letters", text_french.CAPITAL_ACCENT, text_french.LIGATURE, text_french.ORDINAL, words=True
)  # fmt: skip
MISREAD = _fix("misread", text_damage.SCANNED, words=True)
CHARACTERS = _fix("characters", text_glyphs.PUNCTUATION)
LETTERS = _fix("letters", text_glyphs.LETTERS, words=True)
SPACES = _fix("spaces", text_spaces.WHITE_SPACE, text_spaces.SPACE_BEFORE, text_spaces.MISSING_SPACE)
ELLIPSES = _fix("ellipses", text_ellipses.ELLIPSES)
MARKS = _fix("marks", text_marks.STRAY_MARK)
INTERRUPTIONS = _fix("interruptions", text_marks.INTERRUPTION)
DASHES = _fix("dashes", text_dashes.INLINE, text_dashes.MISSING, text_dashes.STYLE, text_dashes.ALONE)
LABELS = _fix("labels", text_labels.SOUND, text_labels.SPEAKER)
MUSIC = _fix("music", text_labels.MUSIC)
BRACKETS = _fix("brackets", _CLOSED)
APOSTROPHES = _fix(
    "apostrophes", text_quotes.FALSE_APOSTROPHE, text_quotes.MIXED_APOSTROPHES, text_quotes.DOUBLED
)  # fmt: skip
QUOTES = _fix("quotes", text_quotes.MIXED_QUOTES, text_quotes.FRENCH_QUOTES)
FRENCH_SPACING = _fix("french-spacing", text_spaces.FRENCH_SPACING)
CAPITAL_I = _fix("capital-i", text_case.LOWER_I)
CAPITALS = _fix("capitals", text_case.CAPITAL)
REPEATED_WORDS = _fix("repeated-words", text_repeats.EN, text_repeats.FR, words=True)
NUMBERS = Fix(
    "numbers",
    ("captions.number-in-figures", "captions.number-opens", "captions.number-in-words"),
    _numbers,
    words=True,
)
