"""Dashes: how the lines of two people in one caption open, by the profile; both lines, and only where two speak."""

from __future__ import annotations

import re
from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.rules.text_base import GAP, Correction, check_all, clip
from picturelock.subtitling.subject import Event, Subject

OPENINGS = {"-Text": "-", "- Text": "- ", "– Text": "– ", ">> Text": ">> "}
"""What opens a line, by what the profile says of `dual_speaker`."""

_OPEN = re.compile(rf"(?:[-–—‐−](?![-–—>\d])|-{GAP}(?=\d)|>>?(?!>)){GAP}*(?=\S)")
_ANY_OPEN = re.compile(r"^[-–—‐−>]", re.M)
_SENTENCE_END = re.compile(r"[.?!…][\"”»’)\]]*$|--$|[—–]$|[)\]♪]$")
_TURN = re.compile(rf"(?<=[.?!…\"”»)\]]){GAP}+[-–—]{GAP}?(?=[A-ZÀ-ÖØ-Þ\"“«(\[])")


def _wanted(subject: Subject) -> str:
    return OPENINGS.get(subject.profile.says("dual_speaker"), "")


def _dashed(subject: Subject) -> bool:
    return bool(_wanted(subject))


def _opened(lines: list[str]) -> list[bool]:
    return [bool(_OPEN.match(line)) for line in lines]


def _restyle(line: str, wanted: str) -> str:
    match = _OPEN.match(line)
    if match is None or match[0].replace("\N{NO-BREAK SPACE}", " ") == wanted:
        return line
    return wanted + line[match.end() :]


def _style(event: Event, subject: Subject) -> str:
    lines, wanted = event.text.split("\n"), _wanted(subject)
    if sum(_opened(lines)) < 2:
        return event.text
    return "\n".join(_restyle(line, wanted) for line in lines)


def _complete(event: Event, subject: Subject) -> str:
    """The second line opens and the first, a whole sentence, does not."""
    lines, wanted = event.text.split("\n"), _wanted(subject)
    if _opened(lines) != [False, True] or not _SENTENCE_END.search(lines[0]):
        return event.text
    return f"{wanted}{lines[0]}\n{_restyle(lines[1], wanted)}"


def _alone(lines: list[str]) -> bool:
    return bool(_OPEN.match(lines[0])) and sum(_opened(lines)) == 1 and not _TURN.search(lines[0])


def _unneeded(event: Event, _: Subject) -> str:
    """One person's caption without its dash; left where the second line may be another person's."""
    lines = event.text.split("\n")
    match = _OPEN.match(lines[0])
    if match is None or not _alone(lines) or (len(lines) > 1 and _SENTENCE_END.search(lines[0])):
        return event.text
    text = event.text[match.end() :]
    while (again := _OPEN.match(text)) is not None:  # "> - Yes."
        text = text[again.end() :]
    return text


def _two_in_one(event: Event, subject: Subject) -> str:
    """Two people on one line, set on two."""
    lines, wanted = event.text.split("\n"), _wanted(subject)
    turns = list(_TURN.finditer(event.text))
    if len(lines) != 1 or len(turns) != 1 or (subject.limits.max_lines or 2) < 2:
        return event.text
    first, second = event.text[: turns[0].start()], event.text[turns[0].end() :]
    return f"{_restyle(first, wanted)}\n{wanted}{second}"


def _one_speaker_style(subject: Subject) -> bool:
    """Where a dash says that two speak; in French a dash may open every new speaker's caption."""
    return subject.profile.says("dual_speaker") == "-Text" and subject.language != "fr"


STYLE = Correction("dash-style", _ANY_OPEN, _style, "dual_speaker", "error", _dashed)
MISSING = Correction("dash-missing", re.compile(r"\n[-–—‐−>]"), _complete, "dual_speaker", applies=_dashed)
ALONE = Correction("dash-alone", _ANY_OPEN, _unneeded, "dual_speaker", applies=_one_speaker_style)
INLINE = Correction("dash-inline", re.compile(rf"^[-–—>].*[.?!…\"”»)\]]{GAP}+[-–—]", re.M), _two_in_one, "dual_speaker",
                    applies=_dashed)  # fmt: skip


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. What is not clear enough to correct is found all the same."""
    yield from check_all(subject, STYLE, MISSING)
    if _one_speaker_style(subject):
        for event in subject.page.having(_ANY_OPEN):
            if _alone(event.text.split("\n")):
                yield subject.remark("dash-alone", event, "warning", "dual_speaker", text=clip(event.text))
    if _dashed(subject):
        for event in subject.page.having(INLINE.sites):
            if any(_OPEN.match(line) and _TURN.search(line) for line in event.lines):
                yield subject.remark("dash-inline", event, "warning", "dual_speaker", text=clip(event.text))
