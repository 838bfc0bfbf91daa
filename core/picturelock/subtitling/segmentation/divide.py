"""The division of words into captions that costs least: a dynamic programme from the last word to the first.

Every caption is judged by its own words and the start of the next one, so the division found is the best of all. Captions
end at the latest where their lines or the longest duration do, so the cost is linear in the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from picturelock.subtitling.grammar import ends_sentence
from picturelock.subtitling.segmentation.layout import Layout, Setting
from picturelock.subtitling.segmentation.timing import Timing
from picturelock.subtitling.typography import Token
from picturelock.times import from_ms, to_seconds

_TOO_SHORT = 100_000.0  # each frame less than the shortest duration outweighs all else
_UNREAD = 1000.0  # each frame too few to read outweighs every matter of style but two:
_UNSENT = 1000.0  # each frame that the next caption cannot be sent in: it would come late
_TORN = 40_000.0  # the end of one sentence and a part of the next in one caption
_TURN_INSIDE = 40_000.0  # a sentence's end and, after a pause or from another shot, most often another person's words
_SENTENCE_INSIDE = 4.0
_STRADDLES = 2.0  # for each picture cut at which speech rests, or that the profile wants no caption to stay over
_LONG_PAUSE = 8.0  # per second of silence inside a caption beyond half a second
_SHORT_PAUSE = from_ms(500)
_MOST_WORDS = (
    14  # in each of two lines, on average: more are no speech, and the time to set them grows with their square
)
_MORE_WORDS = 8  # in each line beyond
_PAUSE_LEAVES = 0.5  # of a joint's cost
_CUT_LEAVES = 0.7

Part = tuple[int, int, Setting]
"""First token, end token, and how the tokens are set."""


def divide(tokens: Sequence[Token], layout: Layout, timing: Timing) -> list[Part]:
    """The division of least cost; of equal ones the one with the earlier, longer captions."""
    count, captions = len(tokens), _Captions(tokens, layout, timing)
    choice: list[tuple[int, Setting]] = [(count, Setting(0.0))] * count
    for first in range(count - 1, -1, -1):
        best, wide = float("inf"), count + 1
        for least, end in sorted(captions.ways(first)):
            if least > best:
                break  # however it is set and timed, it cannot be the best, nor can what follows
            setting = layout.set(first, end) if end < wide else None
            if setting is None:
                wide = min(wide, end)
                continue
            cost = least + _cost(first, end, setting, layout, timing)
            if cost < best or (cost == best and end > choice[first][0]):
                best, choice[first] = cost, (end, setting)
        captions.best[first] = best
        if timing.bytes_per_frame is not None:
            end, setting = choice[first]
            captions.leads[first] = timing.lead(layout.characters(first, end, setting), 1 + len(setting.breaks))
    chosen: list[Part] = []
    at = 0
    while at < count:
        end, setting = choice[at]
        chosen.append((at, end, setting))
        at = end
    return chosen


class _Captions:
    """The captions that tokens may make, and what each costs at the least; with what is known of those after them."""

    def __init__(self, tokens: Sequence[Token], layout: Layout, timing: Timing) -> None:
        count, lines = len(tokens), layout.max_lines
        self._count, self._layout, self._timing = count, layout, timing
        self._most = _MOST_WORDS * min(lines, 2) + _MORE_WORDS * max(0, lines - 2)
        self._inside = (0.0, *accumulate(_cost_inside(index, tokens, timing) for index in range(count - 1)))
        self._parted = (True, *(_parts(a, b) for a, b in pairwise(tokens)))
        ends = tuple(ends_sentence(token.text, token.language) for token in tokens)
        self._ended = (0, *accumulate(ends))
        self._opens = (True, *(ends[i] or turns(a, b) for i, (a, b) in enumerate(pairwise(tokens))), True)
        self._after = (0.0, *(layout.shape.cue + layout.cost_after(end) for end in range(1, count + 1)))
        self.best = [0.0] * (count + 1)
        """The least cost of all captions from a token on."""
        self.leads = [0] * (count + 1)
        """How long before a caption that begins with a token the one before it must come."""

    def ways(self, first: int) -> Iterator[tuple[float, int]]:
        """For each caption that may begin with a token: the least that it and all after it cost, and its end token."""
        timing, ended, inside = self._timing, self._ended, self._inside
        for end in range(first + 1, min(self._count, first + self._most) + 1):
            if end > first + 1 and (
                self._parted[end - 1] or timing.longest_reached(first, end) or self._layout.too_much(first, end)
            ):
                break
            cost = self.best[end] + self._after[end] + inside[end - 1] - inside[first]
            if ended[end - 1] > ended[first] and not (self._opens[first] and self._opens[end]):
                cost += _TORN
            if self.leads[end]:
                cost += _UNSENT * max(0, self.leads[end] - timing.starts[end] + timing.starts[first])
            yield cost, end


def eased(tokens: Sequence[Token], timing: Timing) -> list[float]:
    """What is left of the cost of a break after each token but the last: less where the speaker pauses or the picture cuts."""
    shares = []
    for index in range(len(tokens) - 1):
        cut = _CUT_LEAVES if timing.comes_on_cut(index + 1) else 1.0
        shares.append(cut * (1 - (1 - _PAUSE_LEAVES) * timing.lull(index)))
    return shares


def _parts(a: Token, b: Token) -> bool:
    """True where two neighbours never share a caption: other speaker, other language, two at once and one alone."""
    if a.dual or b.dual:
        return a.dual != b.dual
    return turns(a, b) or a.language != b.language


def turns(a: Token, b: Token) -> bool:
    """True where another person is known to speak."""
    return a.dual != b.dual or (a.speaker != b.speaker and None not in (a.speaker, b.speaker))


def _cost_inside(index: int, tokens: Sequence[Token], timing: Timing) -> float:
    """The cost of not ending a caption after a token."""
    silence = to_seconds(max(0, timing.pause(index) - _SHORT_PAUSE))
    token, following = tokens[index], tokens[index + 1]
    if token.dual and token.dual == following.dual:
        return 0.0
    other = (token.source, token.shot) != (following.source, following.shot)
    ends = ends_sentence(token.text, token.language)
    return _SENTENCE_INSIDE * (ends + other) + _TURN_INSIDE * (ends and (other or silence > 0)) + _LONG_PAUSE * silence


def _cost(first: int, end: int, setting: Setting, layout: Layout, timing: Timing) -> float:
    """What a caption costs beyond being one, ending where it ends and not ending sooner."""
    window = timing.window(first, end, layout.characters(first, end, setting))
    lacking = _UNREAD * window.unread + _TOO_SHORT * window.short
    return setting.cost + lacking + _STRADDLES * timing.straddled(first, end)
