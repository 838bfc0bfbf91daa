"""Who is heard and not seen, and in which colour each voice is written.

Charte SME (CSA, 2011): white for who is seen, yellow for off-screen voices, cyan for thoughts and commentary, green for
foreign languages, red for sounds, magenta for music and songs. BBC, Subtitle Guidelines: white, yellow, cyan and green for
speakers, the narrator yellow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from picturelock.cut import Cut
from picturelock.cutmap import union
from picturelock.spoken import RecordWord, speaks
from picturelock.subtitling.editorial.manner import Manner
from picturelock.subtitling.typography import PLAIN, Look
from picturelock.times import Span

YELLOW, CYAN, GREEN, RED, MAGENTA = "#ffff00", "#00ffff", "#00ff00", "#ff0000", "#ff00ff"
_BBC = (None, YELLOW, CYAN, GREEN)

_START, _END = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_NARRATOR = r"NARR(?:\.|ATOR|ATEUR|ATRICE|ATION)?|V\.\s?O\.?|V/O|VOICE[ _-]?OVER|VOIX[ _-]?OFF"
_SPEAKER = re.compile(rf"{_START}(?:{_NARRATOR}|VO){_END}", re.I)
_CLIP = re.compile(rf"{_START}(?:{_NARRATOR}){_END}", re.I)
"""Not "VO" alone: to many editors it is the original version."""
_MARKER = re.compile(rf"\s*(?:{_NARRATOR}|VO)\s*(?::.*)?", re.I)
_OFF_SCREEN = re.compile(rf"{_START}(?:O\.\s?S\.?|O/S|OFF[ _-]?SCREEN|HORS[ _-]?CHAMP|\(OFF\)|OFF){_END}", re.I)
_MINORITY = 5
"""Where nobody says what the film's languages are, speech in another than the track's is foreign if it has less than one
word in so many."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """What the cut says of voices that are not in the picture."""

    shots: frozenset[str] = frozenset()
    """`Shot.id` of clips that hold commentary."""
    spans: tuple[Span, ...] = ()
    """Record time under a marker that says so."""

    def holds(self, word: RecordWord) -> bool:
        middle = (word.span.start + word.span.end) // 2
        return word.shot in self.shots or any(span.contains(middle) for span in self.spans)


def unseen(cut: Cut) -> Unseen:
    """Commentary by the names of clips and media, and by markers with a duration that are named V.O. or NARR."""
    clips = frozenset(s.id for s in cut.shots if _CLIP.search(s.name) or _CLIP.search(s.source.name))
    marked = (marker.span for marker in cut.markers if _MARKER.fullmatch(marker.name))
    return Unseen(clips, union(marked))


def is_narrator(speaker: str | None) -> bool:
    """True for a speaker who is named as a voice that is not seen."""
    return bool(speaker) and _SPEAKER.search(speaker or "") is not None


def foreign_languages(words: Iterable[RecordWord], track: str, spoken_in: Sequence[str]) -> frozenset[str]:
    """The languages that are foreign to a track. spoken_in: those of the film, where the production says them."""
    counts = Counter(word.language for word in words)
    home = [track, *spoken_in]
    others = {language for language in counts if not any(speaks(language, own) for own in home)}
    if spoken_in:
        return frozenset(others)
    return frozenset(language for language in others if counts[language] * _MINORITY < counts.total())


class Looks:
    """How each word is shown: italics for voices that are not seen, foreign words and songs; colours as the manner says."""

    def __init__(self, manner: Manner, hidden: Unseen, foreign: frozenset[str], speakers: Iterable[str | None]) -> None:
        self._manner, self._hidden, self._foreign = manner, hidden, foreign
        self._colours = _by_speaker(speakers) if manner.colours == "bbc" else {}
        self._plain = not manner.italics and not manner.colours

    def of(self, word: RecordWord, sung: bool = False) -> Look:
        """Of a word that is said or sung."""
        if self._plain:
            return PLAIN
        narrated = is_narrator(word.speaker) or self._hidden.holds(word)
        foreign = word.language in self._foreign
        colour = self._colours.get(word.speaker)
        if self._manner.colours == "sme":
            off = bool(word.speaker) and _OFF_SCREEN.search(word.speaker or "") is not None
            colour = MAGENTA if sung else CYAN if narrated else GREEN if foreign else YELLOW if off else None
        italic = self._manner.italics and (narrated or foreign or sung)
        return Look(italic, colour) if italic or colour else PLAIN

    def of_label(self, music: bool) -> Look:
        """Of a sound or of music."""
        return Look(color=MAGENTA if music else RED) if self._manner.colours == "sme" else PLAIN

    def of_name(self, word: RecordWord) -> Look:
        """Of the label that says who speaks: the voice's colour, upright."""
        return Look(color=self.of(word).color)


def _by_speaker(speakers: Iterable[str | None]) -> dict[str | None, str | None]:
    """The BBC's colours in order of appearance; a fifth voice is white again."""
    order = [speaker for speaker in dict.fromkeys(speakers) if speaker]
    narrators = [speaker for speaker in order if is_narrator(speaker)]
    free = [colour for colour in _BBC if not narrators or colour != YELLOW]
    others = [speaker for speaker in order if speaker not in narrators]
    return {
        **dict.fromkeys(narrators, YELLOW),
        **{speaker: free[at] if at < len(free) else None for at, speaker in enumerate(others)},
    }
