"""Two short turns in one caption, a line each, where two captions would be gone before they are read.

Only whole turns of two people who are known by name, one right after the other; and only where the pair is read with less
lack of time than the two apart, by the profile's shortest duration, reading speed and gap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from picturelock.profiles import Limits
from picturelock.subtitling.segmentation.voices import dual_lines, line_room
from picturelock.subtitling.typography import Token, count_characters
from picturelock.times import Flicks, Span, from_ms

ANSWER: Flicks = from_ms(1000)
"""Silence after which a turn is no answer to the one before."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """Tokens [first, end) of one person, up to the next person's."""

    first: int
    end: int
    span: Span
    speaker: str
    characters: int
    words: int


def exchanges(
    tokens: Sequence[Token],
    limits: Limits,
    spacing: str,
    opening: str | None,
    end: Flicks | None = None,
    count: Callable[[str], int] = count_characters,
) -> list[Token]:
    """The tokens, with the pairs of turns that share a caption as the two lines of one.

    tokens: in the order of their captions, as `voices.by_voice` gives them. end: of the cut. count: of the characters of a text.
    """
    turns = _turns(tokens, limits, count) if len(tokens) > 1 and (limits.max_lines or 2) > 1 else []
    number = max((token.dual for token in tokens), default=0)
    found: list[Token] = []
    at = skip = 0
    for a, b in pairwise(turns):
        if a.first < skip or not _pairs(a, b, tokens, limits, spacing, opening, end):
            continue
        number += 1
        span = Span(a.span.start, max(a.span.end, b.span.end))
        lines = (tokens[a.first : a.end], tokens[b.first : b.end])
        found += [*tokens[at : a.first], *dual_lines(lines, span, number, spacing, opening)]
        at = skip = b.end
    return [*found, *tokens[at:]]


def _turns(tokens: Sequence[Token], limits: Limits, count: Callable[[str], int]) -> list[_Turn]:
    """Every whole turn of a named person: from the word after another's to the word before another's.

    The label of a sound just before it, which has no time of its own, belongs to it.
    """
    found: list[_Turn] = []
    shown = (limits.min_duration or 0) + limits.min_gap
    starved = [a.role == "sound" and b.span.start - a.span.start < shown for a, b in pairwise(tokens)]
    apart = [token.role == "sound" and not hasty for token, hasty in zip(tokens, [*starved, False], strict=True)]
    first = 0
    for at in range(1, len(tokens) + 1):
        if at < len(tokens) and not _another(tokens[at - 1], tokens[at]) and apart[at - 1] == apart[at]:
            continue
        own, speaker = tokens[first:at], tokens[first].speaker
        if speaker and not own[0].dual and not any(apart[first:at]) and not any(t.stands_alone for t in own):
            span = Span(own[0].span.start, max(token.span.end for token in own))
            width = sum(count(token.text) + 1 for token in own) - 1
            found.append(_Turn(first, at, span, speaker, width, len(own)))
        first = at
    return found


def _another(a: Token, b: Token) -> bool:
    return (a.speaker, a.dual) != (b.speaker, b.dual)


def _pairs(
    a: _Turn, b: _Turn, tokens: Sequence[Token], limits: Limits, spacing: str, opening: str | None, end: Flicks | None
) -> bool:
    """True where two turns are better read as one caption."""
    if a.end != b.first or b.span.start - a.span.end >= ANSWER or b.span.start < a.span.start:
        return False
    if any(turn.characters > line_room(tokens[turn.first], limits, spacing, opening) for turn in (a, b)):
        return False
    spoken_end = max(a.span.end, b.span.end)
    if limits.max_duration is not None and spoken_end - a.span.start > limits.max_duration:
        return False
    follows = tokens[b.end].span.start if b.end < len(tokens) else end
    until = None if follows is None else follows - (limits.min_gap if b.end < len(tokens) else 0)
    alone_a = _lacking(a.span.start, b.span.start - limits.min_gap, a.span.end, a.characters, a.words, limits)
    alone_b = _lacking(b.span.start, until, b.span.end, b.characters, b.words, limits)
    both = _lacking(a.span.start, until, spoken_end, a.characters + b.characters, a.words + b.words, limits)
    return both < alone_a + alone_b


def _lacking(
    start: Flicks, until: Flicks | None, spoken_end: Flicks, characters: int, words: int, limits: Limits
) -> Flicks:
    """How much of the time that reading and the shortest duration ask for cannot be had. until: None = for ever."""
    stays = [time for time in (until, spoken_end + limits.linger if limits.linger else None) if time is not None]
    unread = max(0, limits.reading_time(characters, words) - (min(stays) - start)) if stays else 0
    short = 0 if until is None else max(0, (limits.min_duration or 0) - (until - start))
    return unread + short
