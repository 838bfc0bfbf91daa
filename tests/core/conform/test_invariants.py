"""What holds for any two cuts, however little sense they make: nothing lost, nothing off its frame, no error."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.conform.carry import Carrier
from picturelock.conform.events import conform
from picturelock.conform.match import same_sources
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut, Shot, Source
from picturelock.formats.on_record import begin, habit_of
from picturelock.spoken import RecordWord
from picturelock.times import FrameRate, Span, nearest

RATES = [FrameRate(24), FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(60)]
SPEEDS = [Fraction(*pair) for pair in ((0, 1), (1, 1), (1, 1), (2, 1), (1, 3), (9999, 10000), (10000, 1), (1, 10000))]
TRACKS = ("V1", "V2", "A1", "A2", "A3", "V1/2.A1", "A", "")
TEXTS = (
    "",
    "Yes.",
    "- A b c?\n- D e.",
    "♪ la la ♪",
    "今日は。行く",
    "- \n-",
    "[x]",
    "((((",
    "\u202b\u202c",
    "«\u00a0»",
    "- - -\n- -",
)


def some_source(chance: random.Random, name: str) -> Source:
    return Source(
        name,
        chance.choice(("", "R1")),
        chance.choice((None, Path("/" + name))),
        start=chance.choice((None, 0, 10**12)),
        available=chance.choice((None, Span(0, 10**11))),
        rate=chance.choice((None, *RATES)),
        generated=chance.random() < 0.1,
    )


def some_cut(chance: random.Random) -> Cut:
    rate, shots = chance.choice(RATES), []
    sources = [some_source(chance, name) for name in "abc"]
    for number in range(chance.randint(0, 14)):
        start, first = chance.randint(0, 5 * 10**9), chance.randint(0, 10**9)
        length = chance.choice((0, 1, 17, rate.frame * chance.randint(1, 90), chance.randint(0, 3 * 10**9)))
        speed = chance.choice(SPEEDS)
        shot = Shot(
            f"x{number}",
            chance.choice(TRACKS),
            chance.choice(("video", "audio")),  # type: ignore[arg-type]
            "clip",
            chance.choice(sources),
            Span(first, first + nearest(length * speed) + chance.choice((0, 0, 7))),
            Span(start, start + length),
            speed,
            chance.random() < 0.2,
            chance.random() < 0.9,
        )
        shots.append(shot)
    shots.sort(key=lambda shot: shot.record_span.start)
    end = max((shot.record_span.end for shot in shots), default=0)
    start = chance.choice((0, 123, rate.time_of(86400)))
    return Cut("cut", rate, tuple(shots), start, duration=chance.choice((0, end)))


@settings(deadline=None, max_examples=250)
@given(seed=st.integers(0, 1 << 30))
def test_any_captions_between_any_two_cuts(seed: int) -> None:
    chance = random.Random(seed)
    old, new = some_cut(chance), some_cut(chance)
    times = [(chance.randint(-(10**8), 6 * 10**9), chance.choice((0, 1, 10**7, 10**9, 10**10))) for _ in range(9)]
    cues = tuple(
        Cue(Span(at, at + long), plain(chance.choice(TEXTS)), chance.choice(("", "1", "q"))) for at, long in times
    )
    shots = [shot.id for shot in old.shots] or [""]
    starts = sorted(chance.randint(0, 5 * 10**9) for _ in range(12))
    words = tuple(RecordWord("w", Span(at, at + 10**6), "en", "s", chance.choice(shots)) for at in starts)
    captions = Captions(cues, rate=chance.choice((None, *RATES)), kind=chance.choice(("sub", "forced")))  # type: ignore[arg-type]
    begin(captions, old, habit_of(captions, old, words))
    carrier = Carrier(*same_sources(old, new), {word.shot for word in words})
    done = conform(captions, old, new, words, carrier)
    made = done.captions.cues
    names = [cue.id for cue in made]
    assert [event.cue and event.cue.span for event in done.events] == [cue.span for cue in cues]
    assert len(set(names)) == len(names) == sum(len(event.cues) for event in done.events)
    assert [cue.span.start for cue in made] == sorted(cue.span.start for cue in made)
    frame, last = new.rate.frame, new.rate.ceil(new.duration)
    for cue in made:
        assert cue.span.start % frame == cue.span.end % frame == 0
        assert cue.span.start >= 0 and cue.span.duration >= frame
        assert not last or cue.span.start < last * frame
    for event in done.events:
        assert (event.state == "dropped") == (not event.cues)
        assert event.lost >= 0 and (event.parts >= 1 or not event.cues)
