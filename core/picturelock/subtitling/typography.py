"""From words to the pieces of text that captions are set from, with the spaces that each language's punctuation has.

French spacing: a no-break space before ; ! ? : and inside « » in France; in Canada none before ; ! ? and one before :
(Office québécois de la langue française, Banque de dépannage linguistique, article 22039). In both also inside numbers,
between a number and its unit, after n° and after an abbreviated title. U+00A0 is used throughout: the thin U+202F is
missing from many players' fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from picturelock.cues import Line, Run
from picturelock.spoken import RecordWord
from picturelock.subtitling.editorial.signs import NO_BREAK_SPACE_MISSING
from picturelock.times import Flicks, Span

NBSP = "\u00a0"

_CLOSING_ONLY = re.compile(r"[?!:;,.…»)\]%”]+")
_LONGEST = 60  # characters of a token that more may be attached to: a file of nothing but "!" must not take hours
_MARKED = ("[", "(", "♪", "♫", "#")
_OPENING_ONLY = re.compile(r"[«(\[“¿¡]+")
_SPACE_BEFORE_POINT = re.compile(r"\s+(…|\.(?!\w)|,(?!\d))")
_SPACE_BEFORE_ANY = re.compile(r"\s+([?!:;.,…])")
_MARKS = re.compile(r"(?<=[^\s(\[«“?!;:–—-])\s*([?!;:]+(?:\s+[?!;:]+)*)(?=$|[\s»”]|(?<=[?!])(?:[)\]\"…]|\.\.))")
"""Marks that French sets apart. Not inside a word, a time or an address; not where they open a text, a line or a quotation."""
_GUILLEMETS = re.compile(r"(«)\s*(?=\S)|(?<=[^\s«])\s*(»)")
_TITLE = r"(?:M|MM|Mme|Mmes|Mlle|Mlles|Me|Dr|Pr)"
_NO_BREAK = (
    re.compile(r"(?<=\d)\s*(?=[%‰€$£])"),
    re.compile(
        r"(?<=\d)\s+(?=(?:[kcm]?m|[km]?g|[cm]?l|ms|s|min|h|j|[kMG]?Hz|[kMGT]?o|kW|°[CF]?|f|fps|dB|px)[²³]?(?![^\W_]|['’]))"
    ),
    re.compile(r"(?<=\d[\s\u00a0]h)\s+(?=\d)"),  # 12 h 30
    re.compile(r"(?<=\d)(?<!\d{4})\s(?=\d{3}(?!\d))"),  # 20 000
    re.compile(r"(?<=\b[nN][°º])\s*(?=\d)"),
)
"""Where French has a no-break space."""
_AFTER_TITLE = re.compile(rf"(?<!\w)({_TITLE}\.?)\s+(?=[A-ZÀ-ÖØ-Þ])")
_MAY_BIND = re.compile(rf"(?:\d|\d[\s\u00a0]h|[nN][°º]|(?<!\w){_TITLE}\.?)$")


Role = Literal["speech", "sound", "name"]
"""What a word is: said (or sung), the label of a sound, or the label of who speaks next."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a word is shown."""

    italic: bool = False
    color: str | None = None
    """As in `Run.color`."""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class EditedWord(RecordWord):
    """A word as an editor of captions sets it."""

    look: Look = PLAIN
    role: Role = "speech"


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is set: its punctuation is attached to it, and no line may break inside it."""

    text: str
    span: Span
    """Record time of the word."""
    language: str = "und"
    speaker: str | None = None
    shot: str = ""
    source: str = ""
    said: Flicks | None = None
    """When its word starts, where `span` had to be moved later; None = at the start of `span`."""
    dual: int = 0
    """Tokens of one number above 0 are the two lines of one caption, in which two people speak at once or in turn."""
    look: Look = PLAIN
    role: Role = "speech"
    parts: tuple[tuple[str, Look], ...] = ()
    """`text` in pieces, where it has several looks."""

    @property
    def stands_alone(self) -> bool:
        """True for the label of a sound that only a line of its own tells from what is said."""
        return self.role == "sound" and self.text[:1] not in _MARKED


def tokens(words: Iterable[RecordWord], spacing: str = "", characters: str = "any") -> list[Token]:
    """Words with stray punctuation attached.

    spacing: a profile's, for French words ("" = by the words' own language). characters: its carrier's set, of
    `CONVENTIONS["characters"]`; where that has no no-break space, a plain one stands inside the token.
    """
    found: list[Token] = []
    opening = ""
    for word in words:
        text = " ".join(word.text.split())
        if not text:
            continue
        rule = spacing_of(word.language, spacing)
        last = found[-1] if found and not opening and len(found[-1].text) < _LONGEST else None
        if _OPENING_ONLY.fullmatch(text):
            opening += text
        elif last and last.role == role_of(word) and (_CLOSING_ONLY.fullmatch(text) or _binds(last, text, word, rule)):
            span = Span(last.span.start, max(last.span.end, word.span.end))
            found[-1] = replace(last, text=dress(f"{last.text} {text}", rule), span=span)
        else:
            found.append(_token(dress(opening + text, rule), word))
            opening = ""
    if opening and found:
        found[-1] = replace(found[-1], text=f"{found[-1].text} {opening}")
    if characters in NO_BREAK_SPACE_MISSING:
        return [replace(token, text=token.text.replace(NBSP, " ")) if NBSP in token.text else token for token in found]
    return found


def _token(text: str, word: RecordWord) -> Token:
    token = Token(text, word.span, word.language, word.speaker, word.shot, word.source)
    return replace(token, look=word.look, role=word.role) if isinstance(word, EditedWord) else token


def role_of(word: RecordWord) -> Role:
    """The role of a word, edited or not."""
    return word.role if isinstance(word, EditedWord) else "speech"


def runs(line: Sequence[Token]) -> Line:
    """The tokens of one line as runs, one for each stretch of one look; the space between two looks is the plainer one's."""
    found: list[tuple[str, Look]] = []
    for token in line:
        for at, (text, look) in enumerate(token.parts or ((token.text, token.look),)):
            space = " " if found and at == 0 else ""
            if found and found[-1][1] == look:
                found[-1] = (found[-1][0] + space + text, look)
            elif space and found[-1][1] == PLAIN:
                found[-1] = (found[-1][0] + space, PLAIN)
                found.append((text, look))
            else:
                found.append((space + text, look))
    return tuple(Run(text, italic=look.italic, color=look.color) for text, look in found)


def speaker_of(tokens: Sequence[Token]) -> str | None:
    """Who speaks, where it is one person; the labels of sounds are nobody's."""
    names = {token.speaker for token in tokens if token.role != "sound"}
    return names.pop() if len(names) == 1 else None


def _binds(last: Token, text: str, word: RecordWord, rule: str) -> bool:
    """True where French lets no line end between two words: a number and its unit, a title and its name."""
    if not rule or not _MAY_BIND.search(last.text):
        return False
    if (last.language, last.speaker, last.source) != (word.language, word.speaker, word.source):
        return False
    joined = f"{last.text} {text}"
    return dress(joined, rule).count(" ") < joined.count(" ")


def dash(language: str, spacing: str = "") -> str:
    """What opens the line of each of two people who speak in one caption: "- " in French, "-" elsewhere."""
    return "- " if spacing_of(language, spacing) else "-"


def spacing_of(language: str, spacing: str = "") -> str:
    """The French spacing for text of a language: the profile's, else its country's; "" where the language is not French."""
    if language.lower().split("-")[0] != "fr":
        return ""
    return spacing or ("fr-CA" if language.lower() == "fr-ca" else "fr-FR")


def dress(text: str, spacing: str) -> str:
    """Text with the spaces that its punctuation has: "fr-FR", "fr-CA", or "" for none before any sign."""
    if not spacing:
        return _SPACE_BEFORE_ANY.sub(r"\1", text)
    text = _SPACE_BEFORE_POINT.sub(r"\1", text)
    text = _MARKS.sub(lambda found: _spaced(found[1], spacing), text)
    text = _GUILLEMETS.sub(lambda mark: f"«{NBSP}" if mark[1] else f"{NBSP}»", text)
    for place in _NO_BREAK:
        text = place.sub(NBSP, text)
    return _AFTER_TITLE.sub(r"\1" + NBSP, text)


def _spaced(marks: str, spacing: str) -> str:
    """Marks with what stands before each: nothing in Canada, but for a colon."""
    return "".join(NBSP + part if spacing == "fr-FR" or part[0] == ":" else part for part in marks.split())


def count_characters(text: str) -> int:
    """Characters as a viewer counts them: spaces and punctuation count, combining marks and invisible signs do not."""
    if text.isascii():
        return len(text)
    composed = unicodedata.normalize("NFC", text)
    return sum(1 for sign in composed if unicodedata.category(sign) not in ("Mn", "Me", "Cf"))
