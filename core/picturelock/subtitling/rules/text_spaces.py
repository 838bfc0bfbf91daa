"""White space: doubled, at the ends of lines, before and after punctuation, and as French sets it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from picturelock.findings import Fact, Finding
from picturelock.subtitling.rules.text_apostrophes import closed_up
from picturelock.subtitling.rules.text_base import GAP, LONGEST, Correction, clip, settled, text_only
from picturelock.subtitling.rules.text_ellipses import ELLIPSES
from picturelock.subtitling.rules.text_gaps import Gaps, shown
from picturelock.subtitling.subject import Event, Subject
from picturelock.subtitling.typography import NBSP, dress, spacing_of

STRAY = "Picturelock: spaces that say nothing count as characters to read (one of Netflix' quality checks)"
NO_SPACE = "Picturelock: no space stands before a comma or a full stop, nor inside brackets"
ONE_SPACE = "Picturelock: a space follows a sentence and a comma"
OQLF = "Office québécois de la langue française, Banque de dépannage linguistique, article 22039"

THIN = "\N{NARROW NO-BREAK SPACE}"
_RUN = re.compile(rf"{GAP}{{2,}}|\t")
_EDGES = re.compile(rf"{GAP}{{2,}}|\t|^{GAP}|{GAP}$", re.M)
_CLOSING = r"[)\]]"
_INSIDE = re.compile(rf"(?<=[(\[]){GAP}+(?=\S)|(?<=\S){GAP}+(?={_CLOSING})", re.M)
_BEFORE = re.compile(rf"(?<=\S){GAP}+(?=,(?!\d)|\.(?=\s|$)|[;!?](?!\w)|:(?=\s|$))", re.M)
_BEFORE_LOW = re.compile(rf"(?<=\S){GAP}+(?=,(?!\d)|\.(?=\s|$))", re.M)
_MOVED = re.compile(rf"(?<=\w){GAP}+,(?=[^\W\d_])")
"""A comma whose space stands on its wrong side."""
_LINE_OPENS = re.compile(rf"(?<=\w){GAP}*\n{GAP}*([,;:!?]+|\.(?!\.))(?:{GAP}+|(?=\n)|$)")
"""A mark that was parted from its word by the end of a line."""
_ANY_BEFORE = re.compile(rf"\n[,;:!?.]|[(\[“\"]{GAP}|{GAP}[,.;:!?)\]”\"]|{GAP}['’]|['’]{GAP}")
_SMALL, _CAPITAL = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
# The marks come first, so that they are found without a look at every letter.
_AFTER = re.compile(
    rf"[,.?!:;](?:(?<=[^\W\d_]{{2}},)(?=[^\W_])|(?<=[^\W\d_][{_SMALL}]\.)(?=[{_CAPITAL}][{_SMALL}])"
    rf"|(?<=[{_SMALL}][?!])(?=[^\W\d_]{{2}})|(?<=[^\W\d_]{{3}}[:;])(?=[^\W\d_]{{2}}))"
)
_ADDRESS = re.compile(r"//|@|www\.|\.\w{2,4}/|&\w{1,8};|::", re.I)
_AROUND = 60  # characters looked at for an address around a mark
_OPENING_DOTS = re.compile(r" (?=(?:…|\.{3})\w)")
_UNITS = frozenset("%‰€$£")
_FRENCH_MARKS = re.compile(rf"[;:!?«»]|{GAP}[.,…]")
_FRENCH = re.compile(rf"[;:!?«»%‰€$£\d{THIN}]|{GAP}[.,…]|\b(?:M|Mme|Mlle|Me|Dr|Pr)s?\b")


def _single(match: re.Match[str]) -> str:
    return next((sign for sign in match[0] if sign in (NBSP, THIN)), " ")


def _tidy(text: str) -> str:
    return "\n".join(_RUN.sub(_single, line.strip()) for line in text.split("\n"))


def _pulled_up(match: re.Match[str]) -> str:
    last = match.end() == len(match.string) or match.string[match.end()] == "\n"
    return match[1] + ("" if last else "\n")


def _close_up(event: Event, subject: Subject) -> str:
    """French has its own rule for the spaces before marks, and other languages may; a comma and a full stop have none."""
    text = _LINE_OPENS.sub(_pulled_up, event.text)
    text = closed_up(_MOVED.sub(", ", _INSIDE.sub("", text)), subject.language)
    if subject.language == "fr":
        return text
    return (_BEFORE if subject.language == "en" else _BEFORE_LOW).sub("", text)


def _spread(text: str) -> str:
    def space(match: re.Match[str]) -> str:
        start, end = max(match.start() - _AROUND, 0), match.end() + _AROUND
        left, right = text[start : match.start()].split(), text[match.end() : end].split()
        word = (left[-1] if left else "") + match[0] + (right[0] if right else "")
        return match[0] if _ADDRESS.search(word) else match[0] + " "

    return _AFTER.sub(space, text)


WHITE_SPACE = Correction("white-space", _EDGES, text_only(settled(_tidy)), STRAY)
SPACE_BEFORE = Correction("space-before", _ANY_BEFORE, _close_up, NO_SPACE)
MISSING_SPACE = Correction("missing-space", _AFTER, text_only(_spread), ONE_SPACE)


def _dress(event: Event, subject: Subject) -> str:
    """French text with its no-break spaces. Where one stands already, a thin one is as good; a carrier without them has any."""
    spacing = spacing_of(subject.captions.language, subject.profile.spacing)
    plain = subject.profile.says("characters") in ("cea-608", "teletext")
    set_ = settled(lambda text: dress(text, spacing))
    lines = []
    for line in event.text.split("\n"):
        # A space before an ellipsis that opens what follows parts two words.
        dressed = " ".join(set_(part) for part in _OPENING_DOTS.split(line))
        same = _comparable(line, plain) == _comparable(dressed, plain)
        lines.append(line if same else dressed)
    return "\n".join(lines)


def _comparable(line: str, plain: bool) -> str:
    line = line.replace(THIN, NBSP)
    return line.replace(NBSP, " ") if plain else line


FRENCH_SPACING = Correction("french-spacing", _FRENCH, _dress, OQLF, applies=lambda subject: subject.language == "fr")


def finished(event: Event, subject: Subject) -> str:
    """The text with all its spaces right, as the fixes write it."""
    text = event.text
    for one in _all(subject):
        text = one.mend(_with_text(event, text), subject)
    return text


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. Each place is found once, and shown as all fixes together leave it.

    An ordinary space where French has a no-break space is worth a note only; inside numbers and after titles, which no client
    asks for, it is not found.
    """
    wanted = [one.sites for one in (WHITE_SPACE, SPACE_BEFORE, MISSING_SPACE)]
    if subject.language == "fr":
        wanted.append(_FRENCH_MARKS)
    events = {event.number: event for sites in wanted for event in subject.page.having(sites)}
    for number in sorted(events):
        if events[number].characters <= LONGEST:
            yield from _Spaces(events[number], subject).findings()


def _all(subject: Subject) -> tuple[Correction, ...]:
    every = (WHITE_SPACE, SPACE_BEFORE, MISSING_SPACE)
    return (*every, FRENCH_SPACING) if subject.language == "fr" else every


def _with_text(event: Event, text: str) -> Event:
    return replace(event, lines=tuple(text.split("\n")))


class _Spaces:
    """The places of one caption whose gap is wrong, each given to one rule."""

    def __init__(self, event: Event, subject: Subject) -> None:
        self._event, self._subject = event, subject
        # An ellipsis of parted dots is the ellipsis rule's where the profile has one.
        text = ELLIPSES.mend(event, subject) if ELLIPSES.applies(subject) else event.text
        self._text = _with_text(event, text)
        self._last = finished(self._text, subject)
        self._old, self._new = Gaps.of(text), Gaps.of(self._last)

    def findings(self) -> Iterator[Finding]:
        left = [at for at in self._old.changed(self._new) if self._counts(at)] if self._last != self._text.text else []
        if not left:
            return
        tidy = Gaps.of(WHITE_SPACE.mend(self._text, self._subject))
        done = [at for at in left if tidy.signs == self._new.signs and not self._differ(tidy, at)]
        for one in (SPACE_BEFORE, MISSING_SPACE, FRENCH_SPACING, WHITE_SPACE):
            if one not in _all(self._subject):
                continue
            changed = self._old.changed(Gaps.of(one.mend(self._text, self._subject)))
            own = [at for at in left if at in changed and (one is WHITE_SPACE or at not in done)]
            if own:
                left = [at for at in left if at not in own]
                yield self._finding(one, own)

    def _counts(self, at: int) -> bool:
        """False for a no-break space that French has elsewhere than at its punctuation."""
        if self._subject.language != "fr" or not self._differ(self._old, at):
            return self._differ(self._old, at)
        mark, before = self._old.signs[at : at + 1], self._old.signs[at - 1 : at] if at else ""
        changed = self._old.gaps[at].replace(NBSP, " ") != self._new.gaps[at].replace(NBSP, " ")
        return (changed and mark not in _UNITS) or mark in ";:!?»" or before == "«"

    def _differ(self, gaps: Gaps, at: int) -> bool:
        plain = self._subject.profile.says("characters") in ("cea-608", "teletext")
        return _comparable(gaps.gaps[at], plain) != _comparable(self._new.gaps[at], plain)

    def _finding(self, one: Correction, places: Sequence[int]) -> Finding:
        event, old, new = self._event, self._old, self._new
        line = sum(gap.count("\n") for gap in new.gaps[: places[0] + 1])
        lines = self._last.split("\n")
        found = event.lines[line] if len(lines) == len(event.lines) else event.text
        facts: dict[str, Fact] = {
            "found": clip(found),
            "expected": clip(lines[line] if len(lines) == len(event.lines) else self._last),
        }
        severity = one.severity
        if one is FRENCH_SPACING:
            facts |= {"place": old.around(places[0]), "shown": shown(new.around(places[0]))}
            only_kind = all(old.gaps[at] and new.gaps[at] for at in places)
            severity = "info" if only_kind else severity
        stated = one is FRENCH_SPACING and "spacing" in self._subject.profile.style
        return self._subject.remark(one.rule, event, severity, "spacing" if stated else one.source, **facts)
