"""Signs that the carrier lacks, that nobody sees, and that stand where a letter was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from picturelock.findings import Fact, Finding, Severity
from picturelock.subtitling.rules.text_base import Correction, clip, states
from picturelock.subtitling.rules.text_sets import lacking, missing, plainer, suspects, transliterated
from picturelock.subtitling.subject import Event, Subject

UNSEEN = "Picturelock: signs that nobody sees count, break searches, and show as boxes in some players"
LOST = "Picturelock: U+FFFD stands where a letter could not be read"

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb"
_DIRECTION = r"\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(f"[{_CONTROL}]")
_INVISIBLE_HERE = re.compile(f"[{_CONTROL}{_DIRECTION}]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SPACING = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_REPLACEMENT = re.compile("\ufffd")


def _see(event: Event, _: Subject) -> str:
    text = _SPACING.sub(" ", event.text)
    return (_INVISIBLE if _RIGHT_TO_LEFT.search(text) else _INVISIBLE_HERE).sub("", text)


def _carriable(event: Event, subject: Subject) -> str:
    """Punctuation that the carrier lacks, in the plainest that says the same."""
    name = subject.profile.says("characters")
    return "".join(plainer(name, sign) if missing(name, sign) else sign for sign in event.text)


def _spellable(event: Event, subject: Subject) -> str:
    """Letters that the carrier lacks, transliterated."""
    name = subject.profile.says("characters")
    return "".join(transliterated(name, sign) if missing(name, sign) else sign for sign in event.text)


_ANY = re.compile(r"[^\x20-\x5f\x61-\x7e\n]")
INVISIBLE = Correction("invisible", _INVISIBLE_HERE, _see, UNSEEN)
PUNCTUATION = Correction("glyph", _ANY, _carriable, "characters", applies=states("characters"))
LETTERS = Correction("glyph", _ANY, _spellable, "characters", applies=states("characters"))


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. What is invisible or a lost letter is found as that, whatever the carrier holds."""
    for event in subject.page.having(INVISIBLE.sites):
        if _see(event, subject) != event.text:
            signs = set(_INVISIBLE_HERE.findall(event.text))
            yield subject.remark("invisible", event, "warning", UNSEEN, signs=_codes(sorted(signs)))
    for event in subject.page.having(_REPLACEMENT):
        yield subject.remark("lost-letter", event, "error", LOST, text=clip(event.text))
    yield from _missing(subject)


def _missing(subject: Subject) -> Iterator[Finding]:
    name = subject.profile.says("characters")
    pattern = suspects(name)
    if pattern is None:
        return
    severity: Severity = "warning" if name == "netflix" else "error"
    for event in subject.page.having(pattern):
        signs = [sign for sign in lacking(name, event.text) if sign != "\ufffd" and not _INVISIBLE_HERE.match(sign)]
        if signs:
            shown = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs[:8])
            facts: dict[str, Fact] = {"signs": shown, "count": len(signs), **_instead(name, signs)}
            yield subject.remark("glyph", event, severity, "characters", **facts)


def _instead(name: str, signs: list[str]) -> dict[str, Fact]:
    """What the fixes write in place of signs, and how they are asked for."""
    marks = [(sign, plainer(name, sign)) for sign in signs]
    letters = [(sign, transliterated(name, sign)) for sign, mark in marks if sign == mark]
    pairs = [(sign, other) for sign, other in (*marks, *letters) if sign != other]
    fixes = ("characters", marks), ("letters", letters)
    asked = " ".join(f"--fix {fix}" for fix, changes in fixes if any(a != b for a, b in changes))
    return {
        "fixable": len(pairs),
        "instead": ", ".join(f"{sign} → {other}" for sign, other in pairs[:8]),
        "asked": f" (`picturelock caption fix {asked}`)" if pairs else "",
    }


def _codes(signs: list[str]) -> str:
    return ", ".join(f"U+{ord(sign):04X}" for sign in signs[:8])
