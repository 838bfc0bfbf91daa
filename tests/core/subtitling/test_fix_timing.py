from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import profiles
from picturelock.cues import Captions, Cue, Placement, plain
from picturelock.glossary import Glossary, Term
from picturelock.profiles import Profile
from picturelock.subtitling.fixes import (
    glossary,
    graphics,
    timing_durations,
    timing_frames,
    timing_gaps,
    timing_overlaps,
    timing_shots,
)
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.rules import limits, timing_order, timing_reading
from picturelock.subtitling.rules import timing_gaps as gaps_rule
from picturelock.subtitling.rules import timing_shots as shots_rule
from picturelock.subtitling.subject import Graphic, Subject
from picturelock.times import FrameRate, Span, from_ms

FILM = FrameRate(24)
LIMITS = {
    "max_cps": "17 cps", "min_duration": "5/6 s", "max_duration": "7 s", "min_gap": "2 f", "close_gap": "1/2 s",
    "cut_zone": "1/2 s", "linger": "1/2 s",
}  # fmt: skip
FIXES = [timing_frames.FIX, timing_overlaps.FIX, timing_durations.FIX, timing_shots.FIX, timing_gaps.FIX]
RULES = [limits.check, timing_order.check, gaps_rule.check, shots_rule.check, timing_reading.check]


def profile(**limits: str) -> Profile:
    day = dt.date(2026, 11, 22)
    table = {name: {"limit": text, "source": "A guide", "read": day} for name, text in limits.items()}
    return profiles.from_toml("own", {"title": "Own", "limits": table})


NETFLIX = profile(**LIMITS)


def subject(
    *times: tuple[int, int], cuts: tuple[int, ...] = (), speech: list[tuple[int, int]] | None = None, like: Profile = NETFLIX,
    text: str = "Some words.", rate: FrameRate = FILM, end: int | None = None,
) -> Subject:  # fmt: skip
    cues = tuple(
        Cue(Span(rate.time_of(a), rate.time_of(b)), plain(text), str(n)) for n, (a, b) in enumerate(times, start=1)
    )
    spans = None if speech is None else [Span(rate.time_of(a), rate.time_of(b)) for a, b in speech]
    last = None if end is None else rate.time_of(end)
    return Subject(Captions(cues), like, rate, "a.srt", last, [rate.time_of(cut) for cut in cuts], speech=spans)


def frames(fix: Fix, given: Subject) -> list[tuple[int, int]]:
    made = fix.apply(given)
    assert fix.apply(replace(given, captions=made)) == made
    return [(given.rate.nearest(cue.span.start), given.rate.nearest(cue.span.end)) for cue in made.cues]


def faults(given: Subject) -> Counter[str]:
    return Counter(one.rule for check in RULES for one in check(given))


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (subject((0, 54), (48, 100)), [(0, 46), (48, 100)]),
        (subject((0, 24), (16, 100)), [(0, 24), (26, 100)]),  # the first could not be seen: the second comes later
        (subject((0, 200), (10, 210)), [(0, 200), (10, 210)]),  # two people at once: for a person
    ],
)
def test_overlaps(given: Subject, made: list[tuple[int, int]]) -> None:
    assert frames(timing_overlaps.FIX, given) == made


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (subject((0, 48), (48, 100)), [(0, 46), (48, 100)]),
        (subject((0, 20), (21, 100)), [(0, 20), (22, 100)]),
        (subject((0, 48), (57, 100)), [(0, 55), (57, 100)]),
        (subject((0, 168), (177, 220)), [(0, 165), (177, 220)]),  # it may stay no longer, so it goes sooner
        (subject((0, 168), (177, 220), speech=[(0, 168)]), [(0, 168), (177, 220)]),
        (subject((0, 48), (60, 100)), [(0, 48), (60, 100)]),
        (subject((0, 54), (48, 100)), [(0, 54), (48, 100)]),
    ],
)
def test_gaps(given: Subject, made: list[tuple[int, int]]) -> None:
    assert frames(timing_gaps.FIX, given) == made


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (subject((95, 160), cuts=(100,)), [(100, 160)]),
        (subject((90, 160), cuts=(100,)), [(88, 160)]),
        (subject((104, 160), cuts=(100,)), [(100, 160)]),
        (subject((20, 94), cuts=(100,)), [(20, 98)]),
        (subject((20, 99), cuts=(100,)), [(20, 98)]),
        (subject((20, 105), cuts=(100,)), [(20, 98)]),
        (subject((20, 109), cuts=(100,)), [(20, 112)]),
        (subject((20, 101), (103, 160), cuts=(100,)), [(20, 98), (100, 160)]),  # a chain moves together
        (subject((80, 104), cuts=(100,)), [(80, 112)]),  # it could not be seen before the cut
        (subject((20, 150), cuts=(100,), speech=[(20, 60)]), [(20, 98)]),
        (subject((20, 150), cuts=(100,), speech=[(110, 150)]), [(100, 150)]),
        (subject((20, 150), cuts=(100,), speech=[(20, 150)]), [(20, 150)]),
    ],
)
def test_shots(given: Subject, made: list[tuple[int, int]]) -> None:
    assert frames(timing_shots.FIX, given) == made


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (subject((0, 10)), [(0, 20)]),
        (subject((0, 10), (16, 60)), [(0, 14), (16, 60)]),
        (subject((0, 24), text="x" * 34), [(0, 48)]),
        (subject((0, 24), text="x" * 34, speech=[(0, 20)]), [(0, 32)]),  # no longer after the speech than it may linger
        (subject((0, 200)), [(0, 168)]),
        (subject((0, 200), speech=[(0, 200)]), [(0, 200)]),
        (subject((0, 10), end=15), [(0, 15)]),
        (subject((0, 24), (52, 100), text="x" * 30), [(0, 50), (52, 100)]),  # 43 would leave a gap that flickers
        (subject((60, 70), cuts=(90,)), [(60, 88)]),
        (subject((0, 2), like=profile(min_gap="2 f")), [(0, 5)]),
    ],
)
def test_durations(given: Subject, made: list[tuple[int, int]]) -> None:
    assert frames(timing_durations.FIX, given) == made


def test_times_between_frames_are_moved_and_others_left_to_the_flick() -> None:
    given = subject(*((at, at + 30) for at in range(0, 400, 40)))
    off = given.captions.cues[3]
    cues = list(given.captions.cues)
    cues[3] = replace(off, span=off.span.shift(from_ms(12)))
    cues[5] = replace(cues[5], span=cues[5].span.shift(from_ms(1) // 3))
    made = timing_frames.FIX.apply(replace(given, captions=replace(given.captions, cues=tuple(cues)))).cues
    assert made[3].span == off.span and made[5] is cues[5]


def test_a_file_of_another_rate_is_left_alone() -> None:
    given = subject(*((at, at + 30) for at in range(1, 400, 43)))
    assert timing_frames.FIX.apply(replace(given, rate=FrameRate(25))) == given.captions


spans = st.lists(st.tuples(st.integers(-8, 60), st.integers(1, 90)), max_size=8)
cuts = st.lists(st.integers(0, 500), max_size=6, unique=True)
spoken = st.none() | st.lists(st.tuples(st.integers(0, 60), st.integers(1, 80)), max_size=6)


def placed(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Starts apart from the end before, and lengths, as times in order of start."""
    found, at = list[tuple[int, int]](), 0
    for apart, length in pairs:
        start = max(at + apart, found[-1][0] if found else 0, 0)
        found.append((start, start + length))
        at = start + length
    return found


@settings(deadline=None, max_examples=150)
@given(spans, cuts, spoken, st.sampled_from([FILM, FrameRate(30000, 1001)]), st.sampled_from(["Yes.", "x" * 40]))
def test_a_fix_makes_no_fault_and_changes_only_times(
    pairs: list[tuple[int, int]], at: list[int], said: list[tuple[int, int]] | None, rate: FrameRate, text: str
) -> None:
    speech = None if said is None else [(a, b) for a, b in placed([(max(gap, 1), length) for gap, length in said])]
    given = subject(*placed(pairs), cuts=tuple(sorted(at)), speech=speech, text=text, rate=rate)
    for fix in FIXES:
        made = fix.apply(given)
        after = replace(given, captions=made)
        assert fix.apply(after) == made, fix.name
        before = faults(given)
        assert all(count <= before[rule] for rule, count in faults(after).items()), fix.name
        assert [replace(cue, span=Span(0, 0)) for cue in made.cues] == [
            replace(cue, span=Span(0, 0)) for cue in given.captions.cues
        ]
        if not any(before[rule] for rule in fix.rules):
            assert made == given.captions, fix.name
        given = after


def test_thousands_of_captions_in_one_chain_end() -> None:
    """Each caption is a frame too near to the next."""
    given = subject(*((at * 40, at * 40 + 39) for at in range(3000)))
    made = timing_gaps.FIX.apply(given).cues
    assert list(chain(gaps_rule.check(replace(given, captions=replace(given.captions, cues=made))))) == []


def graphic(start: int, end: int, top: float, bottom: float) -> Graphic:
    return Graphic(Span(FILM.time_of(start), FILM.time_of(end)), top, bottom, "title")


def test_a_caption_moves_off_a_graphic() -> None:
    given = replace(subject((0, 48), (60, 100)), graphics=[graphic(0, 50, 0.7, 0.95)])
    moved, still = graphics.FIX.apply(given).cues
    assert moved.placement == Placement(edge="top") and still is given.captions.cues[1]
    assert graphics.FIX.apply(replace(given, captions=graphics.FIX.apply(given))) == graphics.FIX.apply(given)


def test_a_caption_stays_where_both_places_are_taken() -> None:
    given = replace(subject((0, 48)), graphics=[graphic(0, 50, 0.0, 1.0)])
    assert graphics.FIX.apply(given) == given.captions


def test_a_caption_at_the_top_moves_down() -> None:
    given = replace(subject((0, 48)), graphics=[graphic(0, 50, 0.0, 0.3)])
    cue = replace(given.captions.cues[0], placement=Placement(edge="top"))
    (moved,) = graphics.FIX.apply(replace(given, captions=Captions((cue,)))).cues
    assert moved.placement is None


def test_names_are_put_right_in_their_style() -> None:
    terms = (Term("Séraphine Tremblay", "name", ("Seraphin Tremblé",)), Term("McDonald", "name", ("mcdonald",)))
    given = replace(subject((0, 48), text="SERAPHIN TREMBLÉ\net mcdonald, Mcdonald."), glossary=Glossary(terms))
    made = glossary.FIX.apply(given)
    assert made.cues[0].plain_lines == ("SÉRAPHINE TREMBLAY", "et McDonald, Mcdonald.")
    assert glossary.FIX.apply(replace(given, captions=made)) == made and glossary.FIX.words
