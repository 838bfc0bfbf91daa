"""Numbers: small ones in words, larger ones in figures, in words again where one opens a sentence; as the profile says.

What is to change, and what is left alone (times, dates, measures, names, lists), is `subtitling.numbers`' to say: it is how
Picturelock writes its own captions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.editorial.numbers import MOST, Change, changes
from picturelock.subtitling.rules.text_base import LONGEST, clip
from picturelock.subtitling.subject import Event, Subject

LANGUAGES = ("en", "fr")
_WORD = re.compile(r"[^ \n]+")
_OPENING = re.compile(r"^(?:[-–—] ?|>> ?)(?=\S)", re.M)
_FIGURE = r"(?<![\w.,:/])\d{1,3}(?![\w:/]|[.,]\d)"
_SITES = {
    "en": re.compile(rf"{_FIGURE}|\b(?:eleven|twelve|\w{{2,5}}(?:teen|ty)|hundred|thousand)\b", re.I),
    "fr": re.compile(
        rf"{_FIGURE}|\b(?:onze|douze|treize|quatorze|quinze|seize|dix|vingts?|cents?|mille|\w{{4,7}}ante)\b", re.I
    ),
}
_CONTEXT = 4  # words of the captions around that say what a number counts


def stated(subject: Subject) -> bool:
    """True where the profile says how numbers are written, and the language is one whose numbers we know."""
    return subject.profile.says("numbers") in MOST and subject.language in LANGUAGES


def sites(subject: Subject) -> re.Pattern[str]:
    """Found in every caption whose numbers may have to change."""
    return _SITES[subject.language]


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    if not stated(subject):
        return
    most = MOST[subject.profile.says("numbers")]
    for event in subject.page.having(sites(subject)):
        if event.characters > LONGEST:
            continue
        for words in _turns(event.text):
            for change in _changes(event, words, subject):
                found = " ".join(word[0] for word in words[change.first : change.end])
                facts = {"found": clip(found), "expected": clip(change.text)}
                digits = "".join(sign for sign in found if sign.isdecimal())
                if not digits:
                    yield subject.remark("number-in-words", event, "info", "numbers", **facts)
                elif int(digits) > most:
                    yield subject.remark("number-opens", event, "warning", "numbers", **facts)
                else:
                    yield subject.remark("number-in-figures", event, "warning", "numbers", **facts)


def rewritten(event: Event, subject: Subject) -> str:
    """The caption with its numbers as the profile has them; French 1 stays, for nobody sees whether it is "un" or "une"."""
    text = event.text
    for words in reversed(_turns(text)):
        for change in reversed(list(_changes(event, words, subject))):
            start, end = words[change.first].start(), words[change.end - 1].end()
            if subject.language == "fr" and re.fullmatch(r"\W*1\W*", text[start:end]):
                continue
            broken = "\n" in text[start:end]
            rest = text[end:].removeprefix(" ") if broken else text[end:]
            text = text[:start] + change.text + ("\n" if broken and rest[:1] not in ("", "\n") else "") + rest
    return text


def _turns(text: str) -> list[list[re.Match[str]]]:
    """The words of each person who speaks in a caption, without the dashes that open their lines."""
    opened = list(_OPENING.finditer(text))
    if len(opened) == 1 and opened[0][0] == "-":
        opened = []  # of one line alone it may be a minus
    starts = [0, *(one.end() for one in opened)]
    ends = [*(one.start() for one in opened), len(text)]
    turns = [list(_WORD.finditer(text, start, end)) for start, end in zip(starts, ends, strict=True)]
    return [words for words in turns if words]


def _changes(event: Event, words: list[re.Match[str]], subject: Subject) -> Iterator[Change]:
    """Changes to what one person says, understood with the words around it."""
    before = _near(subject, event.number - 1)[-_CONTEXT:] if words[0].start() == 0 else []
    after = _near(subject, event.number + 1)[:_CONTEXT] if words[-1].end() == len(event.text) else []
    offset = len(before)
    near = [*before, *(word[0] for word in words), *after]
    for change in changes(near, subject.language, subject.profile.says("numbers")):
        first, end = change.first - offset, change.end - offset
        if first >= 0 and end <= len(words):
            yield Change(first, end, change.text)


def _near(subject: Subject, number: int) -> list[str]:
    return subject.events[number].text.split() if 0 <= number < len(subject.events) else []
