"""Spoken words as an editor of captions writes them: sounds, songs, numbers, signs, italics, colours and names of speakers.

Before anything is divided into captions. What a person wrote or reviewed keeps its words; only its signs and spaces follow
the house. Every kind of change to words is one finding, with how many there were and the first of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from picturelock.cut import Marker
from picturelock.findings import Fact, Finding, Place
from picturelock.profiles import Limits
from picturelock.spoken import RecordWord
from picturelock.subtitling.editorial import numbers, signs
from picturelock.subtitling.editorial.labels import is_music, music_marks, sound_label, speaker_label
from picturelock.subtitling.editorial.manner import Manner
from picturelock.subtitling.editorial.marked import with_sounds
from picturelock.subtitling.editorial.roles import Looks, Unseen, foreign_languages
from picturelock.subtitling.editorial.songs import verses
from picturelock.subtitling.editorial.sounds import bracketed, songs
from picturelock.subtitling.grammar import ends_sentence
from picturelock.subtitling.segmentation.voices import DASH
from picturelock.subtitling.typography import EditedWord, Look
from picturelock.times import Flicks, Span, from_ms

HOUSE = "Picturelock: an editor is told of every word that captions change or leave out"
PAUSE: Flicks = from_ms(500)
"""Silence after which a speaker starts anew."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the words beyond themselves."""

    written: frozenset[str] = frozenset()
    """`Source.key` of every source whose words a person wrote or reviewed."""
    unseen: Unseen = field(default_factory=Unseen)
    languages: tuple[str, ...] = ()
    """Spoken in the film, as the production says; empty where it does not."""


def edit(
    words: Sequence[RecordWord], manner: Manner, limits: Limits, known: Known, markers: Iterable[Marker] = ()
) -> tuple[list[EditedWord], list[Finding]]:
    """The words in order of record time as they are to be set, and what was changed or left out.

    markers: of the cut; those that are labels of sounds stand among the words of SDH.
    """
    desk = _Desk(words, manner, limits, known)
    for group in desk.groups():
        desk.labels(group)
        desk.songs(group)
        desk.signs(group)
        if words[group[0]].source not in known.written:
            desk.run_ons(group)
            desk.numbers(group)
    edited = [word for word in desk.words if word is not None]
    edited, moved = with_sounds(edited, markers if manner.labels else (), manner, limits, desk.looks)
    return _named(edited, manner, desk.looks), [*desk.findings(), *moved]


class _Desk:
    """The words, each replaced or taken out (None) where it lies."""

    def __init__(self, words: Sequence[RecordWord], manner: Manner, limits: Limits, known: Known) -> None:
        foreign = foreign_languages(words, manner.language, known.languages)
        self.looks = Looks(manner, known.unseen, foreign, (word.speaker for word in words))
        self.words: list[EditedWord | None] = [_edited(word, self.looks.of(word)) for word in words]
        self._manner, self._limits = manner, limits
        self._changed: dict[str, list[tuple[Span, str]]] = defaultdict(list)

    def groups(self) -> list[list[int]]:
        """Indices of what one person says in one shot, in order."""
        found: dict[tuple[str, str, str | None], list[int]] = defaultdict(list)
        for index, word in enumerate(self.words):
            if word is not None:
                found[word.source, word.shot, word.speaker].append(index)
        return list(found.values())

    def _left(self, group: Sequence[int]) -> list[tuple[int, EditedWord]]:
        """What is still said in a group."""
        pairs = ((index, self.words[index]) for index in group)
        return [(index, word) for index, word in pairs if word is not None and word.role == "speech"]

    def labels(self, group: Sequence[int]) -> None:
        """Brackets of the transcript: labels as the house writes them, or nothing."""
        own = self._left(group)
        for found in bracketed([word.text for _, word in own]):
            self._label([index for index, _ in own[found.first : found.end]], found.text)

    def _label(self, indices: Sequence[int], text: str) -> None:
        taken = [word for index in indices if (word := self.words[index]) is not None]
        span = Span(taken[0].span.start, max(word.span.end for word in taken))
        for index in indices:
            self.words[index] = None
        label = sound_label(text, self._manner.sound) or music_marks(self._manner.music)[0].strip()
        if self._manner.labels and label:
            look = self.looks.of_label(is_music(text))
            self.words[indices[0]] = replace(taken[0], text=label, span=span, look=look, role="sound")
        else:
            self._changed["sounds-left-out"].append((span, text))

    def songs(self, group: Sequence[int]) -> None:
        """What stands between notes: sung, with the house's marks around each verse."""
        own = self._left(group)
        found = songs([word.text for _, word in own])
        for at in found.music:
            self._label([own[at][0]], own[at][1].text)
        for at in found.notes:
            self.words[own[at][0]] = None
        marks = music_marks(self._manner.music) if self._manner.music else ("", "")
        for stretch in found.sung:
            for index, word in verses(own[stretch.first : stretch.end], marks, self._limits):
                look = self.looks.of(word, sung=True)
                self.words[index] = replace(word, look=look) if word.text else None

    def signs(self, group: Sequence[int]) -> None:
        """Quotation marks, ellipses, interruptions and apostrophes as the house writes them."""
        own, manner = self._left(group), self._manner
        french = [word.text if word.language.lower().startswith("fr") else "" for _, word in own]
        quotes = signs.guillemets(french) if any('"' in text or "“" in text for text in french) else {}
        for at, (index, word) in enumerate(own):
            text = signs.ellipses(quotes.get(at, word.text), manner.ellipsis)
            following = own[at + 1][1] if at + 1 < len(own) else None
            if signs.is_cut_off(text) and _turn_ends(word, following):
                text = signs.interruption(text, manner.interruption)
            text = signs.apostrophes(text, word.language, manner.characters)
            if text != word.text:
                self.words[index] = replace(word, text=text)

    def run_ons(self, group: Sequence[int]) -> None:
        """An ellipsis within a sentence that runs on says nothing: a recogniser puts it where its window ended."""
        own = self._left(group)
        for at, (index, word) in enumerate(own[:-1]):
            following = own[at + 1][1]
            runs_on = following.span.start - word.span.end < PAUSE
            if not (runs_on and signs.trails_off(word.text)) or not _starts_small(following.text):
                continue
            text = signs.without_ellipsis(word.text)
            if text:
                self.words[index] = replace(word, text=text)
                self._changed["ellipses-left-out"].append((word.span, f"{word.text} {following.text}"))

    def numbers(self, group: Sequence[int]) -> None:
        """Numbers in words or figures, of one language at a time."""
        own = self._left(group)
        first = 0
        for at in range(1, len(own) + 1):
            if at == len(own) or own[at][1].language != own[first][1].language:
                self._numbers(own[first:at])
                first = at

    def _numbers(self, own: Sequence[tuple[int, EditedWord]]) -> None:
        language = own[0][1].language if own else ""
        language = self._manner.language if language == "und" else language
        for change in numbers.changes([word.text for _, word in own], language, self._manner.numbers):
            taken = own[change.first : change.end]
            span = Span(taken[0][1].span.start, max(word.span.end for _, word in taken))
            for index, _ in taken:
                self.words[index] = None
            self.words[taken[0][0]] = replace(taken[0][1], text=change.text, span=span)
            was = " ".join(word.text for _, word in taken)
            self._changed["numbers-written"].append((span, f"{was} → {change.text}"))

    def findings(self) -> Iterator[Finding]:
        """One for each kind of change."""
        for rule, changed in sorted(self._changed.items()):
            span, text = min(changed)
            facts: dict[str, Fact] = {"count": len(changed), "text": text}
            yield Finding(f"captions.{rule}", "info", Place(record=span), facts, HOUSE)


def _edited(word: RecordWord, look: Look) -> EditedWord:
    if isinstance(word, EditedWord):
        return word
    return EditedWord(word.text, word.span, word.language, word.source, word.shot, word.confidence, word.speaker, look)


def _turn_ends(word: EditedWord, following: EditedWord | None) -> bool:
    """True where nothing follows a word, or not at once, or a new sentence does."""
    return following is None or following.span.start - word.span.end >= PAUSE or not _starts_small(following.text)


def _starts_small(text: str) -> bool:
    return text.lstrip("…. \"'“«(")[:1].islower()


def _named(words: Sequence[EditedWord], manner: Manner, looks: Looks) -> list[EditedWord]:
    """The words with a label before each turn of a person who is known by name, where the house writes any."""
    dashes = manner.colours == "sme" and manner.labels
    if not manner.speaker and not dashes:
        return list(words)
    found: list[EditedWord] = []
    latest: dict[str | None, EditedWord] = {}
    speaking: str | None = None
    spoken_until: Flicks = 0
    for word in words:
        if word.role == "speech" and word.speaker and word.speaker != speaking and _opens(word, latest, spoken_until):
            parts = [DASH if dashes and speaking else "", speaker_label(word.speaker, manner.speaker)]
            text = " ".join(part for part in parts if part)
            if text:
                span = Span(word.span.start, word.span.start)
                found.append(replace(word, text=text, span=span, role="name", look=looks.of_name(word)))
            speaking = word.speaker
        if word.role == "speech":
            latest[word.speaker] = word
            spoken_until = max(spoken_until, word.span.end)
        found.append(word)
    return found


def _opens(word: EditedWord, latest: dict[str | None, EditedWord], spoken_until: Flicks) -> bool:
    """True where a word begins a turn, and is not one of a sentence that somebody else speaks over."""
    own = latest.get(word.speaker)
    if own is None or spoken_until <= word.span.start:
        return True
    return word.span.start - own.span.end >= PAUSE or ends_sentence(own.text, own.language)
