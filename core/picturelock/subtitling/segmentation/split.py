"""Words into captions: the division with the fewest faults against the profile, and among those the one that reads best.

Words become tokens (`typography`), people who speak at once get their lines (`voices`), and `divide` finds the division whose
lines (`layout`), joints (`grammar`, `syntax`) and times (`timing`) cost least. Same words, same profile, same captions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from picturelock.cues import Captions, Cue, Kind
from picturelock.findings import Fact, Finding, Place
from picturelock.profiles import Profile
from picturelock.spoken import RecordWord
from picturelock.subtitling.editorial.manner import manner_of
from picturelock.subtitling.judge import judge
from picturelock.subtitling.segmentation.divide import Part, divide, eased
from picturelock.subtitling.segmentation.exchanges import exchanges
from picturelock.subtitling.segmentation.layout import Layout
from picturelock.subtitling.segmentation.sending import Channel, first_at, frame_of
from picturelock.subtitling.segmentation.syntax import kinds
from picturelock.subtitling.segmentation.timing import Timing
from picturelock.subtitling.segmentation.voices import by_voice
from picturelock.subtitling.segmentation.why import Why
from picturelock.subtitling.subject import Subject, counter
from picturelock.subtitling.typography import Token, runs, speaker_of, tokens
from picturelock.times import Flicks, FrameRate, Span, from_ms, to_seconds

_LATE = from_ms(1000)
LATE = (
    "Picturelock: a caption comes within a second of its speech (BBC, Subtitle Guidelines: never over two seconds late)"
)


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
    """Captions on whole frames, and what of the profile they could not keep, with why.

    words: in order of record time. language: of the track. cuts: record times of picture cuts. end: of the cut.
    """
    limits, count = profile.at(rate, kind), counter(profile)
    manner = manner_of(profile, language, kind)
    spoken = tokens(words, manner.spacing, manner.characters)
    spans, crowded = by_voice(spoken, limits, manner.spacing, manner.dual, count)
    spans = exchanges(spans, limits, manner.spacing, manner.dual, end, count)
    timing = Timing(spans, limits, rate, cuts, end, profile.says("straddling"))
    layout = Layout(spans, limits.max_characters, limits.max_lines, kinds(spans), eased(spans, timing), count=count)
    chosen = divide(spans, layout, timing)
    captions = Captions(tuple(_cues(chosen, spans, layout, timing, rate)), language, kind, rate)
    late = _late(captions, [spans[first:after] for first, after, _ in chosen])
    subject = Subject(captions, profile, rate, end=end, cuts=cuts)
    why = Why(subject, chosen, spans, layout, timing)
    return captions, (*crowded, *late, *why.reasons(tuple(judge(subject))))


def _late(captions: Captions, texts: Sequence[Sequence[Token]]) -> Iterator[Finding]:
    """Captions that come more than a second after their first word."""
    for cue, own in zip(captions.cues, texts, strict=True):
        late = cue.span.start - min(token.span.start if token.said is None else token.said for token in own)
        if late > _LATE:
            facts: dict[str, Fact] = {"cue": cue.id, "seconds": round(to_seconds(late), 1)}
            yield Finding("captions.late", "warning", Place(record=cue.span, cue=cue.id), facts, LATE)


def _cues(
    chosen: Sequence[Part], spans: Sequence[Token], layout: Layout, timing: Timing, rate: FrameRate
) -> Iterator[Cue]:
    free = 0  # the first frame that the caption before leaves
    channel = Channel(timing.bytes_per_frame) if timing.bytes_per_frame else None
    for number, (first, end, setting) in enumerate(chosen, start=1):
        window = timing.window(first, end, layout.characters(first, end, setting))
        following = timing.starts[end] if end < len(spans) else None
        edges = (first, *setting.breaks, end)
        lines = tuple(runs(spans[a:b]) for a, b in pairwise(edges))
        cue = Cue(Span(0, 0), lines, str(number), speaker=speaker_of(spans[first:end]))
        start = max(window.start, free)
        if channel is not None:
            start = max(start, first_at(channel.shown(frame_of(start, rate), channel.needed(cue)), rate))
        out = max(timing.out(window, following), start + 1)
        if channel is not None:
            channel.show(frame_of(start, rate), frame_of(out, rate))
        yield replace(cue, span=Span(rate.time_of(start), rate.time_of(out)))
        free = out + timing.gap
