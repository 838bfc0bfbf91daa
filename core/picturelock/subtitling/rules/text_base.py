"""What most rules about text are: a correction. What it would change is the fault, so that a rule and its fix never disagree.

A rule looks for its sites over the text of all captions at once (`Subject.page`), and corrects only the captions that have one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from picturelock.findings import Finding, Severity
from picturelock.subtitling.subject import Event, Subject

GAP = r"[^\S\n]"
"""White space inside a line, in a pattern."""
LETTER = r"[^\W\d_]"

LONGEST = 2000
"""Characters of a caption whose text is looked at closely; a longer one is none, whatever else it is."""

_SHOWN = 60  # characters of a line that a finding quotes
_ROUNDS = 8

Mend = Callable[[Event, Subject], str]
"""The text of a caption as it should be: its lines, without the empty ones, joined by line feeds."""


def always(_: Subject) -> bool:
    """For corrections that any file is held to."""
    return True


def english(subject: Subject) -> bool:
    return subject.language == "en"


def french(subject: Subject) -> bool:
    return subject.language == "fr"


def states(*conventions: str) -> Callable[[Subject], bool]:
    """True where the profile says something of one of these conventions."""
    return lambda subject: any(subject.profile.says(one) for one in conventions)


@dataclass(frozen=True, slots=True)
class Correction:
    """A rule whose fault can be put right from the text alone."""

    rule: str
    """Without its trade."""
    sites: re.Pattern[str]
    """Found in every caption that the correction may change; linear, multiline."""
    mend: Mend
    source: str
    """Whose rule it is, or a convention of the profile."""
    severity: Severity = "warning"
    applies: Callable[[Subject], bool] = always


def check_all(subject: Subject, *corrections: Correction) -> Iterator[Finding]:
    """Every caption that a correction would change, correction by correction."""
    for one in corrections:
        for event, text in corrected(subject, one):
            found, expected = difference(event.text, text)
            yield subject.remark(one.rule, event, one.severity, one.source, found=found, expected=expected)


def corrected(subject: Subject, one: Correction) -> Iterator[tuple[Event, str]]:
    """Every caption that a correction changes, with its new text."""
    if not one.applies(subject):
        return
    for event in subject.page.having(one.sites):
        text = one.mend(event, subject) if event.characters <= LONGEST else event.text
        if text != event.text:
            yield event, text


def difference(before: str, after: str) -> tuple[str, str]:
    """The first line that differs, of both; all lines where their count differs."""
    olds, news = before.split("\n"), after.split("\n")
    if len(olds) != len(news):
        return clip(before), clip(after)
    at = next((index for index, (a, b) in enumerate(zip(olds, news, strict=True)) if a != b), 0)
    return clip(olds[at]), clip(news[at])


def clip(text: str) -> str:
    """A short quotation on one line."""
    line = text.replace("\n", " / ")
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def settled(once: Callable[[str], str]) -> Callable[[str], str]:
    """The same correction until nothing changes (eight times at most): one mark taken away may lay another bare."""

    def repeat(text: str) -> str:
        for _ in range(_ROUNDS):
            after = once(text)
            if after == text:
                break
            text = after
        return text

    return repeat


def text_only(once: Callable[[str], str]) -> Mend:
    """A correction that looks at nothing but the text."""
    return lambda event, _: once(event.text)
