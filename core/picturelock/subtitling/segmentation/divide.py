"""The division of words into captions that costs least: a dynamic programme from the last word to the first.

Every caption is judged by its own words and the start of the next one, so the division found is the best of all. Captions
end at the latest where their lines or the longest duration do, so the cost is linear in the words.
"""

from __future__ import annotations

from collections.abc import Sequence
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
_CROSSES_CUT = 2.0  # for each picture cut
_LONG_PAUSE = 8.0  # per second of silence inside a caption beyond half a second
_SHORT_PAUSE = from_ms(500)
_MOST_WORDS = 14  # in a line, on average: more are no speech, and the time to set them grows with their square
_HEARD = from_ms(120)  # shorter silences belong to the words
_BREATH = from_ms(400)  # as good as half a comma
_PAUSE_LEAVES = 0.5  # of a joint's cost
_CUT_LEAVES = 0.7

Part = tuple[int, int, Setting]
"""First token, end token, and how the tokens are set."""


def divide(tokens: Sequence[Token], layout: Layout, timing: Timing) -> list[Part]:
    """The division of least cost; of equal ones the one with the earlier, longer captions."""
    count, most = len(tokens), _MOST_WORDS * layout.max_lines
    inside = (0.0, *accumulate(_cost_inside(index, tokens, timing) for index in range(count - 1)))
    parted = (True, *(_parts(a, b) for a, b in pairwise(tokens)))
    ends = tuple(ends_sentence(token.text, token.language) for token in tokens)
    ended = (0, *accumulate(ends))
    opens = (True, *(ends[i] or turns(a, b) for i, (a, b) in enumerate(pairwise(tokens))), True)
    best = [float("inf")] * count + [0.0]
    choice: list[tuple[int, Setting]] = [(count, Setting(0.0))] * count
    leads = [0] * (count + 1)
    for first in range(count - 1, -1, -1):
        for end in range(first + 1, min(count, first + most) + 1):
            if end > first + 1 and (
                parted[end - 1] or timing.longest_reached(first, end) or layout.too_much(first, end)
            ):
                break
            least = layout.shape.cue + inside[end - 1] - inside[first] + layout.cost_after(end) + best[end]
            if least > best[first]:
                continue  # however it is set and timed, it cannot be the best
            setting = layout.set(first, end)
            if setting is None:
                break
            torn = ended[end - 1] > ended[first] and not (opens[first] and opens[end])
            cost = least + _TORN * torn + _cost(first, end, setting, layout, timing)
            if leads[end]:
                cost += _UNSENT * max(0, leads[end] - timing.starts[end] + timing.starts[first])
            if cost <= best[first]:
                best[first], choice[first] = cost, (end, setting)
        if timing.bytes_per_frame is not None:
            end, setting = choice[first]
            leads[first] = timing.lead(layout.characters(first, end, setting), 1 + len(setting.breaks))
    chosen: list[Part] = []
    at = 0
    while at < count:
        end, setting = choice[at]
        chosen.append((at, end, setting))
        at = end
    return chosen


def eased(tokens: Sequence[Token], timing: Timing) -> list[float]:
    """What is left of the cost of a break after each token but the last: less where the speaker pauses or the picture cuts."""
    shares = []
    for index in range(len(tokens) - 1):
        pause = min(1.0, max(0, timing.pause(index) - _HEARD) / (_BREATH - _HEARD))
        cut = _CUT_LEAVES if timing.comes_on_cut(index + 1) else 1.0
        shares.append(cut * (1 - (1 - _PAUSE_LEAVES) * pause))
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
    return setting.cost + lacking + _CROSSES_CUT * timing.cuts_inside(first, end)
