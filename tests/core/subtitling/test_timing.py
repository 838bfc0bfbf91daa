from __future__ import annotations

import pytest
from picturelock import profiles
from picturelock.spoken import RecordWord
from picturelock.subtitling.segmentation.split import split
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)
EN = profiles.load("netflix-en")


def cues(said: list[tuple[str, int, int]], cuts: list[int]) -> list[tuple[int, int]]:
    """Start and end, in frames, of the captions of words that are given with theirs."""
    words = [
        RecordWord(text, Span(RATE.time_of(a), RATE.time_of(b)), "en", "a", "A1:1", speaker=str(n))
        for n, (text, a, b) in enumerate(said)
    ]
    captions, findings = split(words, EN, RATE, "en", cuts=[RATE.time_of(cut) for cut in cuts])
    assert [one.rule for one in findings if "cut" in one.rule or "gap" in one.rule] == []
    return [(RATE.nearest(cue.span.start), RATE.nearest(cue.span.end)) for cue in captions.cues]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (100, 100),  # on the cut
        (101, 100),  # within half a second after it: on it
        (111, 100),
        (112, 112),  # half a second after: stays
        (99, 100),  # just before: on it
        (91, 100),
        (90, 88),  # the last quarter of the half second: half a second before
        (89, 88),
        (88, 88),
        (70, 70),
    ],
)
def test_where_a_caption_comes_near_a_cut(start: int, expected: int) -> None:
    assert cues([("Hello there.", start, start + 40)], [100])[0][0] == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (60, 72),  # half a second after its speech
        (80, 98),  # near the cut: two frames before it
        (95, 98),
        (98, 98),
        (105, 98),  # the speech goes a little over the cut
        (111, 98),
        (113, 125),  # it goes on: half a second after it and more
    ],
)
def test_where_a_caption_goes_near_a_cut(end: int, expected: int) -> None:
    assert cues([("Hello there.", 30, end)], [100])[0][1] == expected


def test_two_captions_meet_on_a_cut_between_them() -> None:
    assert cues([("Where is it?", 40, 97), ("Over there.", 104, 140)], [100]) == [(40, 98), (100, 152)]


def test_gaps_are_two_frames_or_half_a_second() -> None:
    for start in range(62, 100):
        (_, out), (into, _) = cues([("Where is it?", 20, 60), ("Over there.", start, start + 40)], [])
        assert into - out == 2 or into - out >= 12


def test_shots_that_are_shorter_than_the_zone_are_no_trap() -> None:
    got = cues([("Where is it?", 40, 70)], [36, 44, 52, 60, 68, 76, 84])
    assert got[0][0] == 36 and got[0][1] > got[0][0]


@pytest.mark.parametrize(("start", "expected"), [(50, 50), (53, 50), (56, 56), (46, 50), (44, 44)])
def test_the_bbc_asks_for_captions_that_start_with_their_shot(start: int, expected: int) -> None:
    rate, bbc = FrameRate(25), profiles.load("bbc-online")
    said = [RecordWord("Hello there.", Span(rate.time_of(start), rate.time_of(90)), "en", "a", "A1:1")]
    captions, findings = split(said, bbc, rate, "en", cuts=[rate.time_of(50), rate.time_of(92)])
    (cue,) = captions.cues
    assert (rate.nearest(cue.span.start), rate.nearest(cue.span.end)) == (expected, 92) and findings == ()
    limit = bbc.general["cut_zone"]
    assert "BBC" in limit.source and not limit.confirmed


def test_a_word_or_two_stay_a_second_where_nothing_follows_and_the_profile_names_no_least() -> None:
    rate = FrameRate(25)

    def frames(said: list[tuple[str, int]], cuts: tuple[int, ...] = (), end: int = 1000) -> list[tuple[int, int]]:
        words = [
            RecordWord(text, Span(rate.time_of(at), rate.time_of(at + 8)), "en", "a", "A1:1", speaker=str(number))
            for number, (text, at) in enumerate(said)
        ]
        at_cuts = [rate.time_of(cut) for cut in cuts]
        captions, _ = split(words, profiles.load("bbc-online"), rate, "en", cuts=at_cuts, end=rate.time_of(end))
        return [(rate.nearest(cue.span.start), rate.nearest(cue.span.end)) for cue in captions.cues]

    assert frames([("Me.", 100), ("Nobody.", 300)]) == [(100, 125), (300, 325)]
    assert frames([("Me.", 100), ("Nobody.", 140)]) == [(100, 140), (140, 165)], "no gap of less than a second"
    assert frames([("Me.", 100)], cuts=(115,)) == [(100, 115)], "up to the picture cut"
    assert frames([("Me.", 100)], end=112) == [(100, 112)], "no picture after it"
