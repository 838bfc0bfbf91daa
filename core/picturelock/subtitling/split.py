"""Words into captions: the division with the fewest faults against the profile, and among those the one that reads best.

A dynamic programme over the words: every caption is judged by its own words and the start of the next one, so the
division found is the best of all. Same words, same profile, same captions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from picturelock.cues import Captions, Cue, Kind, Run
from picturelock.findings import Fact, Finding, Place
from picturelock.profiles import Profile
from picturelock.spoken import RecordWord
from picturelock.subtitling.grammar import ends_sentence
from picturelock.subtitling.judge import judge
from picturelock.subtitling.layout import Layout, Setting
from picturelock.subtitling.subject import Subject
from picturelock.subtitling.syntax import ties
from picturelock.subtitling.timing import Timing
from picturelock.subtitling.typography import Token, tokens
from picturelock.subtitling.voices import by_voice
from picturelock.times import Flicks, FrameRate, Span, from_ms, to_seconds

_TOO_SHORT = 100_000.0  # each frame less than the shortest duration outweighs all else
_UNREAD = 1000.0  # each frame too few to read outweighs every matter of style but two:
_TORN = 40_000.0  # the end of one sentence and a part of the next in one caption
_TURN_INSIDE = 40_000.0  # a sentence's end and, after a pause or from another shot, most often another person's words
_CUE = 3.0  # each caption costs: fewer are calmer
_SENTENCE_INSIDE = 4.0
_CROSSES_CUT = 1.0
_LONG_PAUSE = 8.0  # per second of silence inside a caption beyond half a second
_SHORT_PAUSE = from_ms(500)
_MOST_WORDS = 60
_LATE = from_ms(1000)
LATE = (
    "Picturelock: a caption comes within a second of its speech (BBC, Subtitle Guidelines: never over two seconds late)"
)

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
    spans, crowded = by_voice(tokens(words, profile.spacing), limits, profile.spacing)
    timing = Timing(spans, limits, rate, cuts, end)
    layout = Layout(spans, limits.max_characters, limits.max_lines, ties(spans))
    chosen = _divide(spans, layout, timing)
    captions = Captions(_cues(chosen, spans, layout, timing, rate), language, kind, rate)
    late = _late(captions, [spans[first:after] for first, after, _ in chosen])
    subject = Subject(captions, profile, rate, end=end, cuts=cuts)
    return captions, (*crowded, *late, *judge(subject))


def _divide(spans: Sequence[Token], layout: Layout, timing: Timing) -> list[Cut]:
    """The division of least cost; of equal ones the one with the earlier, longer captions."""
    count = len(spans)
    inside = (0.0, *accumulate(_cost_inside(index, spans, timing) for index in range(count - 1)))
    parted = (True, *(_parts(a, b) for a, b in pairwise(spans)))
    ends = tuple(ends_sentence(token.text, token.language) for token in spans)
    ended = (0, *accumulate(ends))
    opens = (True, *(ends[i] or _turns(a, b) for i, (a, b) in enumerate(pairwise(spans))), True)
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
            torn = ended[end - 1] > ended[first] and not (opens[first] and opens[end])
            cost = least + _TORN * torn + _cost(first, end, setting, layout, timing)
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
    """True where two neighbours never share a caption: other speaker, other language, two at once and one alone."""
    if a.dual or b.dual:
        return a.dual != b.dual
    return _turns(a, b) or a.language != b.language


def _turns(a: Token, b: Token) -> bool:
    """True where another person is known to speak."""
    return a.dual != b.dual or (a.speaker != b.speaker and None not in (a.speaker, b.speaker))


def _cost_inside(index: int, spans: Sequence[Token], timing: Timing) -> float:
    """The cost of not ending a caption after a token."""
    silence = to_seconds(max(0, timing.pause(index) - _SHORT_PAUSE))
    token, following = spans[index], spans[index + 1]
    if token.dual and token.dual == following.dual:
        return 0.0
    other = (token.source, token.shot) != (following.source, following.shot)
    ends = ends_sentence(token.text, token.language)
    return _SENTENCE_INSIDE * (ends + other) + _TURN_INSIDE * (ends and (other or silence > 0)) + _LONG_PAUSE * silence


def _cost(first: int, end: int, setting: Setting, layout: Layout, timing: Timing) -> float:
    """What a caption costs beyond being one, ending where it ends and not ending sooner."""
    window = timing.window(first, end, layout.characters(first, end, setting))
    lacking = _UNREAD * window.unread + _TOO_SHORT * window.short
    return setting.cost + lacking + _CROSSES_CUT * timing.crosses_cut(first, end)


def _late(captions: Captions, texts: Sequence[Sequence[Token]]) -> Iterator[Finding]:
    """Captions that come more than a second after their first word."""
    for cue, own in zip(captions.cues, texts, strict=True):
        late = cue.span.start - min(token.span.start if token.said is None else token.said for token in own)
        if late > _LATE:
            facts: dict[str, Fact] = {"cue": cue.id, "seconds": round(to_seconds(late), 1)}
            yield Finding("captions.late", "warning", Place(record=cue.span, cue=cue.id), facts, LATE)


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
