"""A translation over the time of what it translates: each word gets the share of the captions' time that its letters have."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from picturelock.profiles import Profile
from picturelock.subtitling.editorial.labels import music_marks, sound_label, speaker_label
from picturelock.subtitling.editorial.manner import Manner
from picturelock.subtitling.grammar import break_cost
from picturelock.subtitling.segmentation.layout import Layout
from picturelock.subtitling.translate.units import Piece, Unit
from picturelock.subtitling.typography import EditedWord, Role, Token, count_characters
from picturelock.times import Flicks, Span, divide_nearest

MOST_TOKENS = 80
"""Of one caption that is set as well as can be; what is longer is no caption, and is set line by line."""
_MOST_LINES = 12
_OFF = 0.5  # what a character that a division is away from the source's costs, in degrees of the grammar
_SHOWN = ("[sound]", "[Name]", "♪ text ♪")


def written(unit: Unit, translation: str, manner: Manner, profile: Profile) -> str:
    """A translation as the house writes it: ellipses, and what stands around labels and songs."""
    text = " ".join(translation.split())
    text = text.replace("...", "…").replace("…", manner.ellipsis)
    if unit.kind == "sound":
        return sound_label(text, manner.sound or _SHOWN[0]) or text
    if unit.kind == "name":
        return speaker_label(text.strip("[]():"), manner.speaker or _SHOWN[1]) or text
    if unit.kind == "song":
        opening, closing = music_marks(manner.music or profile.says("music") or _SHOWN[2])
        return text if not any(map(str.isalpha, text)) else f"{opening}{text}{closing}"
    return text


def words_over(unit: Unit, text: str, language: str, speaker: str | None) -> list[EditedWord]:
    """The words of a translation, in order, each within the time of one caption or from there to the next one's."""
    role: Role = "speech" if unit.kind in ("speech", "song") else unit.kind  # type: ignore[assignment]
    parts = [text] if role != "speech" and len(text) <= 60 else text.split()
    sizes = [0, *accumulate(count_characters(part) + 1 for part in parts)]
    clock = _Clock([piece.span for piece in unit.pieces])
    return [
        EditedWord(
            part, clock.span(sizes[at], sizes[at + 1], sizes[-1]), language, "", "", speaker=speaker, look=unit.look, role=role
        )
        for at, part in enumerate(parts)
    ]  # fmt: skip


class _Clock:
    """Time that runs only while some spans do."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._gone = [0, *accumulate(span.duration for span in spans)]

    def span(self, first: int, end: int, total: int) -> Span:
        """The time of characters [first, end) of a total."""
        start = self._at(divide_nearest(self._gone[-1] * first, total), after=True)
        return Span(start, max(start, self._at(divide_nearest(self._gone[-1] * end, total), after=False)))

    def _at(self, time: Flicks, after: bool) -> Flicks:
        """The moment at which so much has run. after: at a joint of two spans, the start of the second one."""
        at = bisect_right(self._gone, time) - 1 if after else bisect_right(self._gone, time - 1) - 1
        at = min(max(at, 0), len(self._spans) - 1)
        return self._spans[at].start + min(time - self._gone[at], self._spans[at].duration)


def divided(text: str, pieces: Sequence[Piece], sizes: Sequence[int], language: str) -> list[str]:
    """A translation in as many parts as its source has captions, broken near the same places where it hurts least.

    sizes: characters of the source in each caption. With fewer words than captions the last parts are "".
    """
    words = text.split()
    parts, first = [], 0
    total, gone = sum(sizes) or 1, 0
    ends = [0, *accumulate(len(word) + 1 for word in words)]
    for number in range(len(pieces) - 1):
        gone += sizes[number]
        left = len(pieces) - number - 1
        aim = ends[-1] * gone / total
        places = range(min(first + 1, len(words)), max(first + 1, len(words) - left) + 1)
        costs = {at: _cost(words, at, aim, ends, language) for at in places if at <= len(words)}
        end = min(costs, key=lambda at: (costs[at], at)) if costs else len(words)
        parts.append(" ".join(words[first:end]))
        first = end
    return [*parts, " ".join(words[first:])]


def _cost(words: Sequence[str], at: int, aim: float, ends: Sequence[int], language: str) -> float:
    tear = break_cost(words[at - 1], words[at], language) if 0 < at < len(words) else 0.0
    return tear + _OFF * abs(ends[at] - aim)


def set_lines(tokens: Sequence[Token], characters: int | None, most: int | None) -> list[Sequence[Token]]:
    """One caption's words in lines: as few as hold them, more than there may be where these do not."""
    if not tokens:
        return []
    if len(tokens) <= MOST_TOKENS:
        for lines in range(most or 2, max(most or 2, _MOST_LINES) + 1):
            setting = Layout(tokens, characters, lines).set(0, len(tokens))
            if setting is not None:
                edges = (0, *setting.breaks, len(tokens))
                return [tokens[a:b] for a, b in pairwise(edges)]
    found, first, width = [], 0, 0
    for at, token in enumerate(tokens):
        size = count_characters(token.text) + 1
        if at > first and width + size > (characters or 1_000_000) + 1:
            found.append(tokens[first:at])
            first, width = at, 0
        width += size
    return [*found, tokens[first:]]
