"""Brackets and quotation marks that are opened and not closed, or closed and not opened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from picturelock.findings import Finding
from picturelock.subtitling.rules.text_base import clip
from picturelock.subtitling.rules.text_quotes import REACH
from picturelock.subtitling.rules.text_repeats import same
from picturelock.subtitling.subject import Event, Subject

PAIRED = "Picturelock: what is opened is closed (one of Subtitle Edit's common errors)"

_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_ANY_BRACKET = re.compile(r"[()\[\]{}]")
_LIST_ITEM = re.compile(r"(?:^|(?<=\s))\w{1,2}\)|[:;=8]['-]?[()\[\]]", re.M)  # "a) tea", and faces
_LABEL_END = re.compile(r"(?P<dash>[-–] ?)?[^\W\d_]{3,20}(?: [^\W\d_]{1,20}){0,2}(?P<closing>[)\]]) (?=[A-ZÀ-ÖØ-Þ])")
_QUOTES = {"straight": re.compile(r'"'), "curly": re.compile(r"[“”]"), "guillemets": re.compile(r"[«»]")}
_OPENING = "“«"


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. Brackets are closed in their own caption; a quotation may run over several."""
    for event in subject.page.having(_ANY_BRACKET):
        odd = _unpaired(event.text)
        if odd:
            yield subject.remark("unpaired-bracket", event, "warning", PAIRED, mark=odd, text=clip(event.text))
    for pattern in _QUOTES.values():
        for event, mark in _open_quotes(subject, pattern):
            yield subject.remark("unpaired-quote", event, "warning", PAIRED, mark=mark, text=clip(event.text))


def closed(event: Event, _: Subject) -> str:
    """A caption with a bracketed label of which one bracket is missing, with both; anything else as it is.

    Only where there is no doubt: the one bracket is the caption's first or last sign and no sentence ends inside, or it
    closes a label of three words or fewer before the first sentence ("sighs] Look out!").
    """
    text = event.text
    signs = _ANY_BRACKET.findall(text)
    if len(signs) == 1 and (label := _LABEL_END.match(text)) is not None:
        opening = next(a for a, b in _BRACKETS.items() if label["closing"] == b)
        return f"{label['dash'] or ''}{opening}{text[len(label['dash'] or '') :]}"
    if len(signs) != 1 or re.search(r"[.?!…:][\"”»’]?(?:\s|$)", text.rstrip(")]}")):
        return text
    if text[0] in _BRACKETS:
        return text + _BRACKETS[text[0]]
    opening = next((a for a, b in _BRACKETS.items() if text[-1] == b), "")
    return opening + text if opening and not _LIST_ITEM.search(text) else text


SITES = re.compile(r"^[(\[{]|[)\]}](?=$| [A-ZÀ-ÖØ-Þ])", re.M)


def _unpaired(text: str) -> str:
    """The first bracket without its other half, or ""."""
    stack: list[str] = []
    for sign in _ANY_BRACKET.findall(_LIST_ITEM.sub("", text)):
        if sign in _BRACKETS:
            stack.append(sign)
        elif not stack or _BRACKETS[stack.pop()] != sign:
            return str(sign)
    return stack[0] if stack else ""


def _open_quotes(subject: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[Event, str]]:
    """Captions whose quotation is never closed, or was never opened, within reach."""
    opened: Event | None = None
    for event, marks in _by_event(subject, pattern):
        if opened is not None and event.number - opened.number > REACH:
            yield opened, _mark_of(pattern)
            opened = None
        for mark in marks:
            opens = opened is None if mark == '"' else mark in _OPENING
            if not opens and opened is None:
                yield event, mark
            # Each new caption of a long quotation may open it again.
            opened = event if opens else None
    if opened is not None:
        yield opened, _mark_of(pattern)


def _by_event(subject: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[Event, Sequence[str]]]:
    """Every caption with such marks; the second of two that are the same, at the same time, is not read again."""
    before: Event | None = None
    for event in subject.page.having(pattern):
        if before is None or not same(before, event):
            yield event, pattern.findall(event.text)
        before = event


def _mark_of(pattern: re.Pattern[str]) -> str:
    return next(sign for sign in '"“«' if pattern.match(sign))
