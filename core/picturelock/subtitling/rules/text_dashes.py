"""Dashes: how the lines of two people in one caption open, by the profile; both lines, and only where two speak."""

from __future__ import annotations

import re
from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.rules.text_base import GAP, LONGEST, Correction, check_all, clip
from picturelock.subtitling.subject import Event, Subject
from picturelock.subtitling.typography import count_characters

OPENINGS = {"-Text": "-", "- Text": "- ", "– Text": "– ", ">> Text": ">> "}
"""What opens a line, by what the profile says of `dual_speaker`."""

_OPEN = re.compile(rf"(?:[-–—‐−](?![-–—>\d])|-{GAP}(?=\d)|>>?(?!>)){GAP}*(?=\S)")
_ANY_OPEN = re.compile(r"^[-–—‐−>]", re.M)
_SENTENCE_END = re.compile(r"[.?!…][\"”»’)\]]*$|--$|[—–]$|[)\]♪]$")
_BREAK = rf"(?:{GAP}*\n)?{GAP}*"
_INLINE = (
    rf"(?:(?<=[.?!…]){_BREAK}|(?<=[\"”»)\]])(?=\s){_BREAK})[-–—]{_BREAK}(?=[A-ZÀ-ÖØ-Þ\"“«(\[])"
    rf"|(?<=\w[-–—]){GAP}+[-–]{_BREAK}(?=[A-ZÀ-ÖØ-Þ])"
)
_TURN = re.compile(rf"\n(?:[-–—‐−]|>>?){GAP}*(?=\S)|{_INLINE}")
"""Where the next of several speakers begins, in a caption that opens with a dash: on a line of its own, or within one."""
_ANSWER = re.compile(rf"(?<=[.?!…]){GAP}+[-–]{GAP}(?=[A-ZÀ-ÖØ-Þ])")
"""The same where the first speaker has no dash; a long dash would more likely be an aside, a bracket the label of a sound."""
_SITES_INLINE = re.compile(rf"[.?!…\"”»)\]\-–—]{_BREAK}[-–—]")


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
    opened = _opened(lines)
    at = opened.index(True) if sum(opened) == 1 else 0
    if not at or not _SENTENCE_END.search(lines[at - 1]):
        return event.text
    return "\n".join((wanted + lines[0], *lines[1:at], _restyle(lines[at], wanted), *lines[at + 1 :]))


def _alone(lines: list[str]) -> bool:
    return bool(_OPEN.match(lines[0])) and sum(_opened(lines)) == 1 and not _inline("\n".join(lines))


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


def turns(text: str) -> list[str]:
    """What each person in a caption says, without line breaks and without the dashes that part them.

    A text of more than `LONGEST` signs is taken for one person's.
    """
    if len(text) > LONGEST:
        return [text]
    match = _OPEN.match(text)
    parts = _TURN.split(text[match.end() :]) if match else _ANSWER.split(text)
    return [re.sub(rf"{GAP}*\n{GAP}*", " ", part).strip(" ") for part in parts]


def on_two_lines(event: Event, subject: Subject) -> str:
    """What two people say, each on one line; the caption as it is where they are not two, or a line would be too long."""
    said, limits, wanted = turns(event.text), subject.limits, _wanted(subject)
    lines = [wanted + one for one in said]
    if len(said) != 2 or not all(said) or not wanted or (limits.max_lines or 2) < 2:
        return event.text
    return "\n".join(lines) if max(map(count_characters, lines)) <= (limits.max_characters or LONGEST) else event.text


def _inline(text: str) -> bool:
    """True where a speaker begins within a line."""
    found = _TURN.finditer(text) if _OPEN.match(text) else _ANSWER.finditer(text)
    return any(match[0][0] != "\n" for match in found)


def _two_in_one(event: Event, subject: Subject) -> str:
    """Two people on one line, set on two."""
    return on_two_lines(event, subject) if _inline(event.text) else event.text


def _one_speaker_style(subject: Subject) -> bool:
    """Where a dash says that two speak; in French a dash may open every new speaker's caption."""
    return subject.profile.says("dual_speaker") == "-Text" and subject.language != "fr"


STYLE = Correction("dash-style", _ANY_OPEN, _style, "dual_speaker", "error", _dashed)
MISSING = Correction("dash-missing", re.compile(r"\n[-–—‐−>]"), _complete, "dual_speaker", applies=_dashed)
ALONE = Correction("dash-alone", _ANY_OPEN, _unneeded, "dual_speaker", applies=_one_speaker_style)
INLINE = Correction("dash-inline", _SITES_INLINE, _two_in_one, "dual_speaker", applies=_dashed)


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. What is not clear enough to correct is found all the same."""
    yield from check_all(subject, STYLE, MISSING)
    if _one_speaker_style(subject):
        for event in subject.page.having(_ANY_OPEN):
            if _alone(event.text.split("\n")):
                yield subject.remark("dash-alone", event, "warning", "dual_speaker", text=clip(event.text))
    if _dashed(subject):
        for event in subject.page.having(INLINE.sites):
            if _inline(event.text):
                yield subject.remark("dash-inline", event, "warning", "dual_speaker", text=clip(event.text))
