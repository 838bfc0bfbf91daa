"""Sung words in verses: pieces that a caption can hold whole, each between the house's notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from picturelock.profiles import Limits
from picturelock.subtitling.editorial.labels import NOTES
from picturelock.subtitling.grammar import break_cost, ends_sentence
from picturelock.subtitling.typography import EditedWord, count_characters
from picturelock.times import Flicks, from_ms

BREATH: Flicks = from_ms(500)
_MOST_WORDS = 60
_ROOM_LEFT = 8  # characters that uneven lines leave unused

Placed = tuple[int, EditedWord]
"""A word and its place among all words."""


def verses(song: Sequence[Placed], marks: tuple[str, str], limits: Limits) -> Iterator[Placed]:
    """The words of a song with notes at both ends of each verse; marks ("", "") only take the transcript's notes off.

    A verse ends where a sentence or a breath does, and before it is too long for the lines or the time of one caption.
    A word that was nothing but notes comes back without text.
    """
    bare = [(index, replace(word, text=word.text.strip(NOTES).strip())) for index, word in song]
    yield from ((index, word) for index, word in bare if not word.text)
    words = [(index, word) for index, word in bare if word.text]
    sung = [word for _, word in words]
    room = (limits.max_lines or 2) * ((limits.max_characters or 1_000) - 1) - len("".join(marks)) - _ROOM_LEFT
    first = 0
    while first < len(words):
        end = _verse(sung[first : first + _MOST_WORDS], room, limits.max_duration)
        for at, (index, word) in enumerate(words[first : first + end]):
            text = (marks[0] if at == 0 else "") + word.text + (marks[1] if at == end - 1 else "")
            yield index, replace(word, text=text)
        first += end


def _verse(words: Sequence[EditedWord], room: int, longest: Flicks | None) -> int:
    """How many words the first verse has."""
    width = 0
    for at, word in enumerate(words):
        width += count_characters(word.text) + 1
        too_long = longest is not None and word.span.end - words[0].span.start > longest
        if at and (width - 1 > room or too_long):
            return _best(words, at)
        following = words[at + 1] if at + 1 < len(words) else None
        if following is None or following.span.start - word.span.end >= BREATH:
            return at + 1
        if ends_sentence(word.text, word.language):
            return at + 1
    return len(words)


def _best(words: Sequence[EditedWord], most: int) -> int:
    """Where a line of verse that has to end by `most` words hurts least, in its second half."""
    costs = {at: break_cost(words[at - 1].text, words[at].text, words[at].language) for at in range(1, most + 1)}
    return min(range((most + 1) // 2, most + 1), key=lambda at: (costs[at], -at))
