"""Words into captions: the division with the fewest faults against the profile, and among those the one that reads best.

A dynamic programme over the words: every caption is judged by its own words and the start of the next one, so the
division found is the best of all. Same words, same profile, same captions.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from picturelock.cues import Captions, Cue, Kind, Run
from picturelock.findings import Finding
from picturelock.profiles import Profile
from picturelock.spoken import RecordWord
from picturelock.subtitling.grammar import ends_sentence
from picturelock.subtitling.layout import Layout, Setting
from picturelock.subtitling.rules import judge
from picturelock.subtitling.timing import Timing
from picturelock.subtitling.typography import Token, tokens
from picturelock.times import Flicks, FrameRate, Span, from_ms, to_seconds

_MISSING_FRAME = 1000.0  # one frame too few to read outweighs every matter of style
_CUE = 3.0  # each caption costs: fewer are calmer
_SENTENCE_INSIDE = 4.0
_CROSSES_CUT = 1.0
_LONG_PAUSE = 8.0  # per second of silence inside a caption beyond half a second
_SHORT_PAUSE = from_ms(500)
_MOST_WORDS = 60

Cut = tuple[int, int, Setting]
"""First token, end token, and how the tokens are set."""


def split(
    words: Sequence[RecordWord],
    profile: Profile,
    rate: FrameRate,
    language: str,
    *,
    kind: Kind = "sub",
    cuts: Sequence[Flicks] = (),
    end: Flicks | None = None,
) -> tuple[Captions, tuple[Finding, ...]]:
    """Captions on whole frames, and what of the profile they could not keep.

    words: in order of record time. language: of the track. cuts: record times of picture cuts. end: of the cut.
    """
    limits = profile.at(rate, kind)
    spans = tokens(words, profile.spacing)
    timing = Timing(spans, limits, rate, cuts, end)
    layout = Layout(spans, limits.max_characters, limits.max_lines)
    chosen = _divide(spans, layout, timing)
    captions = Captions(_cues(chosen, spans, layout, timing, rate), language, kind, rate)
    return captions, tuple(judge(captions, limits, rate, end=end))


def _divide(spans: Sequence[Token], layout: Layout, timing: Timing) -> list[Cut]:
    """The division of least cost; of equal ones the one with the earlier, longer captions."""
    count = len(spans)
    inside = (0.0, *accumulate(_cost_inside(index, spans, timing) for index in range(count - 1)))
    parted = (True, *(_parts(a, b) for a, b in pairwise(spans)))
    best = [float("inf")] * count + [0.0]
    choice: list[tuple[int, Setting]] = [(count, Setting(0.0))] * count
    for first in range(count - 1, -1, -1):
        for end in range(first + 1, min(count, first + _MOST_WORDS) + 1):
            if end > first + 1 and (
                parted[end - 1] or timing.longest_reached(first, end) or layout.too_much(first, end)
            ):
                break
            least = _CUE + inside[end - 1] - inside[first] + layout.cost_after(end) + best[end]
            if least > best[first]:
                continue  # however it is set and timed, it cannot be the best
            setting = layout.set(first, end)
            if setting is None:
                break
            cost = least + _cost(first, end, setting, layout, timing)
            if cost <= best[first]:
                best[first], choice[first] = cost, (end, setting)
    chosen: list[Cut] = []
    at = 0
    while at < count:
        end, setting = choice[at]
        chosen.append((at, end, setting))
        at = end
    return chosen


def _parts(a: Token, b: Token) -> bool:
    """True where two neighbours never share a caption: other speaker, other language."""
    return (a.speaker != b.speaker and None not in (a.speaker, b.speaker)) or a.language != b.language


def _cost_inside(index: int, spans: Sequence[Token], timing: Timing) -> float:
    """The cost of not ending a caption after a token."""
    silence = to_seconds(max(0, timing.pause(index) - _SHORT_PAUSE))
    return _SENTENCE_INSIDE * ends_sentence(spans[index].text, spans[index].language) + _LONG_PAUSE * silence


def _cost(first: int, end: int, setting: Setting, layout: Layout, timing: Timing) -> float:
    """What a caption costs beyond being one, ending where it ends and not ending sooner."""
    window = timing.window(first, end, layout.characters(first, end, setting))
    return setting.cost + _MISSING_FRAME * window.missing + _CROSSES_CUT * timing.crosses_cut(first, end)


def _cues(
    chosen: Sequence[Cut], spans: Sequence[Token], layout: Layout, timing: Timing, rate: FrameRate
) -> tuple[Cue, ...]:
    cues: list[Cue] = []
    free = 0  # the first frame that the caption before leaves
    for number, (first, end, setting) in enumerate(chosen, start=1):
        window = timing.window(first, end, layout.characters(first, end, setting))
        following = timing.starts[end] if end < len(spans) else None
        start = max(window.start, free)
        out = max(timing.out(window, following), start + 1)
        edges = (first, *setting.breaks, end)
        lines = tuple((Run(" ".join(token.text for token in spans[a:b])),) for a, b in pairwise(edges))
        speakers = {token.speaker for token in spans[first:end]}
        speaker = speakers.pop() if len(speakers) == 1 else None
        cues.append(Cue(Span(rate.time_of(start), rate.time_of(out)), lines, str(number), speaker=speaker))
        free = out + timing.gap
    return tuple(cues)
