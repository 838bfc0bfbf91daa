"""What in a caption is not speech: labels of sounds and speakers, notes of music, the dash of somebody else.

Subtitles write much that looks like a label: "at 8:30", "he said: go", a dash before each of two speakers. Who speaks is
named by a capital or by a role, right before the words; a dash parts two people and names nobody. Round brackets hold sounds in
some houses, and whispers and asides in others (Charte SME, 2011): what ends as a sentence does is said, unless it has a word
that only sounds have. By that charter sounds are red and music is magenta; the BBC writes sounds in capitals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from picturelock.cues import Cue
from picturelock.formats.colors import rgb
from picturelock.spoken import parts

_SQUARE = re.compile(r"\[[^\[\]]{1,200}\]|\{[^{}\\]{1,200}\}")
_ROUND = re.compile(r"\(([^()]{1,200})\)")
_NOTE = re.compile(r"[♪♫♬♩]")
_HASHED = re.compile(r"^#[^#\n]{1,200}#$", re.M)
_STARRED = re.compile(r"^\*[^*\n]{1,200}\*$", re.M)
_MUSIC = re.compile(r"^(?:MUSIC|MUSIQUE)\b")
_DASH = re.compile(r"^\s{0,3}(?:[-–—]\s?\S|>{2,3})", re.M)
_CHEVRONS = re.compile(r"^\s{0,3}>{2,3}", re.M)
_OPENING = r"^[ \t]{0,3}(?:[-–—>]{0,3}[ \t]?)"
_BLANK = "[ \t\u00a0\u202f]"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_BEFORE_WORDS = re.compile(rf"{_OPENING}[\[(]([^\[\]()\n]{{1,40}})[\])](?={_BLANK}{{0,3}}\S)", re.M)
_ON_ITS_OWN = re.compile(rf"{_OPENING}[\[(]([^\[\]()\n]{{1,40}})[\])]{_BLANK}{{0,3}}\n(?=[^\[(\n])", re.M)
_COLON = re.compile(
    rf"{_OPENING}({_CAPITAL}[\w.'’-]{{0,28}}(?: {_CAPITAL}[\w.'’-]{{0,28}}){{0,2}}(?: \d{{1,2}})?)"
    rf"(?: \([\w.]{{1,12}}\))?{_BLANK}?:(?!\d)(?={_BLANK}{{0,3}}\S)",
    re.M,
)
_ENDS = (".", "!", "?", "…")
_ROLES = frozenset(
    {
        *("man", "woman", "boy", "girl", "child", "narrator", "announcer", "reporter", "host", "both", "all", "crowd"),
        *("homme", "femme", "garçon", "fille", "enfant", "narrateur", "narratrice", "animateur", "animatrice"),
        *("journaliste", "tous", "toutes", "ensemble", "foule"),
    }
)
"""Who speaks where nobody has a name; such labels may be written without a capital."""
_ASIDE = 3
"""Words in round brackets from which they may be an aside, where it is safer to think so."""
_WHITE = (255, 255, 255)
_SOUNDS = frozenset(
    {
        *("music", "laughter", "applause", "thunder", "footsteps", "sirens", "gunshot", "gunshots", "slams"),
        *("creaks", "howls", "laughs", "sighs", "knocks", "barks", "chuckles", "musique", "rires"),
        *("applaudissements", "tonnerre", "sonnerie", "sirene", "sirenes", "bruit", "bruits", "aboiements"),
        *("claque", "grince", "aboie", "rit", "soupire"),
    }
)
"""Words that name sounds, and that nobody whispers."""
_SONGS = frozenset(
    {
        *("sings", "singing", "sing", "song", "songs", "lyrics", "chante", "chantent", "chant", "chants"),
        *("chanson", "chansons", "paroles"),
    }
)


class Usual(NamedTuple):
    """What most captions of a file have, and what therefore says nothing of one of them."""

    color: str | None = None
    left: Fraction | None = None
    capitals: bool = False


def has_sound(cue: Cue) -> bool:
    """True where a caption names a sound or music: a note, or a label that is not only who says what follows."""
    if any(sign.search(cue.text) for sign in (_NOTE, _HASHED, _STARRED, _MUSIC)):
        return True
    text = _BEFORE_WORDS.sub(lambda found: found[0] if _may_sound(found[1]) else "", cue.text)
    return bool(_SQUARE.search(text)) or any(not _is_sentence(found[1]) for found in _ROUND.finditer(text))


def names_sound(cue: Cue, usual: Usual) -> bool:
    """True where it names a sound, or may: in the colour of sounds, or in capitals that the file has else not."""
    runs = [run for line in cue.lines for run in line if run.text.strip()]
    coloured = any(run.color != usual.color and _is_sound_color(run.color) for run in runs)
    return has_sound(cue) or coloured or (not usual.capitals and _in_capitals(cue))


def names_song(cue: Cue) -> bool:
    """True where it has nobody say or sing words, and says that somebody sings."""
    return not is_voiced(cue) and (bool(_NOTE.search(cue.text)) or bool(set(parts(cue.text, "und")) & _SONGS))


def usual_of(cues: Sequence[Cue]) -> Usual:
    """The colour and the place of most captions of a file."""
    colors = Counter(run.color for cue in cues for line in cue.lines for run in line if run.text.strip())
    places = Counter(_left(cue) for cue in cues)
    if not colors:
        return Usual()
    capitals = 2 * sum(map(_in_capitals, cues)) > len(cues)
    return Usual(colors.most_common(1)[0][0], places.most_common(1)[0][0], capitals)


def has_label(cue: Cue, usual: Usual = Usual()) -> bool:  # noqa: B008 (it is frozen)
    """True where a caption says anything that subtitles for the hearing do not: who speaks, what sounds."""
    return has_sound(cue) or bool(names(cue) or _CHEVRONS.search(cue.text)) or _stands_out(cue, usual.color)


def names_speaker(cue: Cue, usual: Usual = Usual()) -> bool:  # noqa: B008
    """True where it tells who speaks, or at least that somebody else does: a name, a dash, a colour or place of its own."""
    placed = _left(cue) is not None and _left(cue) != usual.left
    return placed or bool(_DASH.search(cue.text) or names(cue)) or _stands_out(cue, usual.color)


def names(cue: Cue) -> list[str]:
    """Whom a caption names as speaking, as it writes them."""
    tagged = [value for line in cue.lines for run in line for tag, value in run.tags if tag == "v" and value]
    return [name for name in (cue.speaker or "", *tagged, *_written(cue.text)) if name.strip()]


def parts_speakers(cue: Cue) -> bool:
    """True where what two people say in one caption is told apart: dashes or names on its lines, or two colours."""
    colours = {run.color for line in cue.lines for run in line if run.text.strip()}
    return bool(_DASH.search(cue.text) or names(cue)) or len(colours) > 1


def is_styled(cue: Cue) -> bool:
    """True where any of it is set in italics or in a colour of its own."""
    return any(run.italic for line in cue.lines for run in line) or _stands_out(cue, None)


def said(cue: Cue) -> str:
    """Its text without labels and without what is sung; "" where nothing of it is speech."""
    text = _ROUND.sub(lambda found: found[1] if _is_sentence(found[1]) else " ", _SQUARE.sub(" ", cue.text))
    return "\n".join(line for line, sung in _lines(text) if not sung).strip("-–— \n>")


def is_voiced(cue: Cue) -> bool:
    """True where somebody may speak or sing during it: round brackets and notes may hold what is said."""
    text = _ROUND.sub(
        lambda found: found[1] if _is_sentence(found[1]) or len(found[1].split()) >= _ASIDE else " ",
        _SQUARE.sub(" ", cue.text),
    )
    return any(sign.isalnum() for sign in text)


def said_parts(cue: Cue, language: str) -> list[str]:
    """The words that it has somebody say, as `spoken.parts` gives them."""
    return parts(said(cue), language)


def _written(text: str) -> Iterator[str]:
    """Names before the words of a line, and those on a line of their own above them."""
    for found in _BEFORE_WORDS.finditer(text):
        if _is_person(found[1]):
            yield found[1]
    for found in _ON_ITS_OWN.finditer(text):
        if _is_person(found[1]) and (" " not in found[1].strip() or not found[1].isupper()):
            yield found[1]
    yield from (found[1] for found in _COLON.finditer(text))


def _may_sound(label: str) -> bool:
    """No person's name; several words in capitals may be either."""
    return not _is_person(label) or (label.isupper() and " " in label.strip())


def _is_person(label: str) -> bool:
    """A label that opens with a capital, or names a role."""
    first = label.split()[:1]
    if label.rstrip().endswith(_ENDS) and set(parts(label, "und")) & _SOUNDS:
        return False
    return bool(first) and (label.strip()[:1].isupper() or first[0].casefold() in _ROLES)


def _is_sentence(text: str) -> bool:
    """Something said, rather than a sound."""
    return text.rstrip().endswith(_ENDS) and not set(parts(text, "und")) & _SOUNDS


def _in_capitals(cue: Cue) -> bool:
    return cue.text.isupper() and " " in cue.text.strip()


def _is_sound_color(color: str | None) -> bool:
    """Red or magenta."""
    found = rgb(color) if color else None
    return found is not None and found[0] > 150 and found[1] < 100 and (found[2] < 100 or found[2] > 150)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is sung: it has a note, or stands between two lines that have one each."""
    inside = False
    for line in text.split("\n"):
        notes = len(_NOTE.findall(line))
        inside = inside and not _DASH.match(line)
        yield line, inside or bool(notes) or bool(_HASHED.match(line))
        inside ^= bool(notes % 2)


def _left(cue: Cue) -> Fraction | None:
    return cue.placement.left if cue.placement is not None else None


def _stands_out(cue: Cue, usual: str | None) -> bool:
    """True where some of it has a colour that is neither white nor the usual one."""
    seen = {run.color for line in cue.lines for run in line if run.text.strip()}
    return any(color != usual and _coloured(color) for color in seen) or (
        _coloured(usual) and any(color != usual for color in seen)
    )


def _coloured(color: str | None) -> bool:
    found = rgb(color) if color else None
    return found is not None and found[:3] != _WHITE
