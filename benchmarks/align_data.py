"""A programme of which every word and every caption is known, and what can happen to it after it was captioned."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from picturelock.cues import Captions, Cue, plain
from picturelock.spoken import RecordWord
from picturelock.times import Span, from_seconds
from segmentation_data import reference

Said = tuple[str, float, float]
"""A word, its start and its end, in seconds."""


@dataclass(frozen=True)
class Caption:
    """A caption as it was made: its times in the file, and where it belongs in the programme (None: it was cut out)."""

    text: str
    start: float
    end: float
    truth: float | None


@dataclass(frozen=True)
class World:
    """What is heard, and the captions."""

    words: tuple[Said, ...]
    captions: tuple[Caption, ...]


def sentences(count: int, chance: random.Random) -> list[list[str]]:
    """Captions' words: the reference sentences first, then others that have their word pairs, for as many as are wanted."""
    own = [" ".join(sentence.words).split() for part in ("test", "tune") for sentence in reference("en", part)]
    pieces = [words[at : at + 9] for words in own for at in range(0, len(words), 9)]
    follows: dict[str, list[str]] = {}
    for words in own:
        for one, two in pairwise(words):
            follows.setdefault(one, []).append(two)
    starts = [words[0] for words in own]
    while len(pieces) < count:
        if chance.random() < 0.06:
            pieces.append([chance.choice(("Yes.", "No.", "What?", "Okay.", "Thank you."))])
            continue
        made = [chance.choice(starts)]
        while len(made) < chance.randint(4, 11) and made[-1] in follows:
            made.append(chance.choice(follows[made[-1]]))
        pieces.append(made)
    return pieces[:count]


def programme(count: int, seed: int, habit_ms: int = 120) -> World:
    """Speech with pauses, and captions that come within `habit_ms` (one standard deviation) of it, as people set them."""
    chance = random.Random(seed)
    words: list[Said] = []
    captions: list[Caption] = []
    at = 4.0
    for texts in sentences(count, chance):
        begun = at
        for text in texts:
            length = 0.11 + 0.055 * len(text)
            words.append((text, at, at + length))
            at += length + 0.02
        start = max(0.0, begun + chance.gauss(0, habit_ms / 1000))
        captions.append(Caption(" ".join(texts), start, max(at + chance.random() * 0.7, start + 0.7), start))
        at += chance.choice((0.05, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0))
    return World(tuple(words), tuple(captions))


def misheard(world: World, percent: int, seed: int = 5) -> World:
    """The same with a transcript of which so many words in a hundred are wrong, missing or invented, and no start exact."""
    chance = random.Random(seed)
    share, heard = percent / 100, list[Said]()
    for text, start, end in world.words:
        start = max(0.0, start + chance.gauss(0, 0.05))
        lot = chance.random()
        if lot < 0.3 * share:
            continue
        heard.append((chance.choice(world.words)[0] if lot < 0.8 * share else text, start, max(start, end)))
        if 0.8 * share <= lot < share:
            heard.append(("uh", max(start, end), max(start, end) + 0.1))
    return replace(world, words=tuple(sorted(heard, key=lambda word: word[1])))


def timed(world: World, change: Callable[[float], float]) -> World:
    """The captions with every time in the file changed."""
    return replace(
        world, captions=tuple(replace(one, start=change(one.start), end=change(one.end)) for one in world.captions)
    )


def removed(world: World, start: float, end: float) -> World:
    """A stretch taken out of the programme after it was captioned."""

    def moved(time: float) -> float:
        return time if time < start else time - (end - start)

    words = tuple((text, moved(a), moved(b)) for text, a, b in world.words if b <= start or a >= end)
    captions = []
    for one in world.captions:
        inside = one.truth is not None and start - 0.5 * (one.end - one.start) < one.truth < end - 0.2
        captions.append(replace(one, truth=None if inside or one.truth is None else moved(one.truth)))
    return World(words, tuple(captions))


def inserted(world: World, at: float, seconds: float, speech: Sequence[str] = ()) -> World:
    """Something put into the programme after it was captioned; `speech`: what is said in it."""
    nearest = min((b for _, _, b in world.words), key=lambda end: abs(end - at))
    later = [(text, a + seconds * (a >= nearest), b + seconds * (a >= nearest)) for text, a, b in world.words]
    later += [(text, nearest + 0.3 + 0.3 * n, nearest + 0.55 + 0.3 * n) for n, text in enumerate(speech)]
    captions = tuple(
        replace(one, truth=None if one.truth is None else one.truth + seconds * (one.truth >= nearest - 0.4))
        for one in world.captions
    )
    return World(tuple(sorted(later, key=lambda word: word[1])), captions)


def reworded(world: World, percent: int, seed: int = 9) -> World:
    """Captions that were edited: so many words in a hundred left out or replaced."""
    chance = random.Random(seed)
    texts = [text for text, _, _ in world.words]
    captions = []
    for one in world.captions:
        left = [word for word in one.text.split() if chance.random() >= percent / 200]
        kept = [chance.choice(texts) if chance.random() < percent / 200 else word for word in left]
        captions.append(replace(one, text=" ".join(kept) or one.text))
    return replace(world, captions=tuple(captions))


def as_words(world: World) -> tuple[RecordWord, ...]:
    return tuple(
        RecordWord(text, Span(from_seconds(start), from_seconds(max(start, end))), "en", "take", "A1:1")
        for text, start, end in world.words
    )


def as_captions(world: World) -> Captions:
    """In order of start, as a file has them; a caption that would begin before 0 begins at 0."""
    cues = [
        Cue(
            Span(from_seconds(Fraction(max(0.0, one.start))), from_seconds(Fraction(max(0.04, one.end)))),
            plain(one.text),
            str(number),
        )
        for number, one in enumerate(world.captions, start=1)
    ]
    return Captions(tuple(cues), "en")
