"""White space: doubled, at the ends of lines, before and after punctuation, and as French sets it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.rules.text_base import GAP, LONGEST, Correction, check_all, difference, settled, text_only
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
_ANY_BEFORE = re.compile(rf"[(\[]{GAP}|{GAP}[,.;:!?)\]]")
_SMALL, _CAPITAL = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
# The marks come first, so that they are found without a look at every letter.
_AFTER = re.compile(
    rf"[,.?!](?:(?<=[^\W\d_],)(?=[^\W\d_]{{2}})|(?:(?<=[{_SMALL}]{{3}}\.)|(?<=[{_SMALL}][?!]))(?=[{_CAPITAL}][{_SMALL}]))"
)
_ADDRESS = re.compile(r"//|@|www\.|\.\w{2,4}/", re.I)
_AROUND = 60  # characters looked at for an address around a mark
_OPENING_DOTS = re.compile(r" (?=(?:…|\.{3})\w)")
_FRENCH = re.compile(rf"[;:!?«»%‰€$£\d{THIN}]|{GAP}[.,…]|\b(?:M|Mme|Mlle|Me|Dr|Pr)s?\b")


def _single(match: re.Match[str]) -> str:
    return next((sign for sign in match[0] if sign in (NBSP, THIN)), " ")


def _tidy(text: str) -> str:
    return "\n".join(_RUN.sub(_single, line.strip()) for line in text.split("\n"))


def _close_up(event: Event, subject: Subject) -> str:
    """French has its own rule for the spaces before marks, and other languages may; a comma and a full stop have none."""
    text = _INSIDE.sub("", event.text)
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


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. An ordinary space where French has a no-break space is worth a note only."""
    yield from check_all(subject, WHITE_SPACE, SPACE_BEFORE, MISSING_SPACE)
    if subject.language != "fr":
        return
    for event in subject.page.having(_FRENCH):
        text = _dress(event, subject) if event.characters <= LONGEST else event.text
        if text != event.text:
            found, expected = difference(event.text, text)
            kind_only = _comparable(_tidy(event.text), True) == _comparable(text, True)
            yield subject.remark(
                "french-spacing", event, "info" if kind_only else "warning", OQLF, found=found, expected=expected
            )
