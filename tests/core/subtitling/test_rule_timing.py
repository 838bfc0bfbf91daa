from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from picturelock import profiles
from picturelock.cues import Captions, Cue, plain
from picturelock.findings import Finding
from picturelock.profiles import Profile
from picturelock.subtitling.rules import timing_gaps, timing_order, timing_reading, timing_shots
from picturelock.subtitling.subject import Subject
from picturelock.times import DAY, FrameRate, Span, from_ms, to_ms

FILM = FrameRate(24)
RATES = [FILM, FrameRate(24000, 1001), FrameRate(25), FrameRate(30000, 1001), FrameRate(50)]
LIMITS = {
    "min_duration": "5/6 s",
    "max_duration": "7 s",
    "min_gap": "2 f",
    "close_gap": "1/2 s",
    "cut_zone": "1/2 s",
}


def profile(**limits: str) -> Profile:
    """A profile of our own, so that these tests hold whatever a client's page says."""
    table = {name: {"limit": text, "source": "A guide", "read": profiles_day()} for name, text in limits.items()}
    return profiles.from_toml("own", {"title": "Own", "limits": table})


def profiles_day() -> object:
    import datetime as dt

    return dt.date(2026, 11, 22)


NETFLIX = profile(**LIMITS)
BBC = profile(min_gap="0 f", close_gap="1 s", cut_zone="1/2 s")


def cue(start: int, end: int, text: str = "Some words.", rate: FrameRate = FILM, name: str = "") -> Cue:
    return Cue(Span(rate.time_of(start), rate.time_of(end)), plain(text), name)


def subject(
    *cues: Cue,
    like: Profile = NETFLIX,
    rate: FrameRate = FILM,
    cuts: tuple[int, ...] = (),
    speech: list[tuple[int, int]] | None = None,
) -> Subject:
    spans = None if speech is None else [Span(rate.time_of(a), rate.time_of(b)) for a, b in speech]
    return Subject(Captions(cues), like, rate, "a.srt", cuts=[rate.time_of(cut) for cut in cuts], speech=spans)


def rules(check: Callable[[Subject], Iterator[Finding]], of: Subject) -> list[tuple[str, str]]:
    return [(one.rule.removeprefix("captions."), one.place.cue) for one in check(of)]


@pytest.mark.parametrize(
    ("gap", "found"), [(0, False), (2, False), (3, True), (11, True), (12, False), (40, False)]
)  # fmt: skip
def test_netflix_closes_three_to_eleven_frames(gap: int, found: bool) -> None:
    given = subject(cue(0, 48), cue(48 + gap, 120 + gap))
    assert rules(timing_gaps.check, given) == ([("close-gap", "2")] if found else [])


@pytest.mark.parametrize(("gap", "found"), [(0, False), (1, True), (24, True), (25, False)])
def test_bbc_has_no_gap_or_a_long_one(gap: int, found: bool) -> None:
    rate = FrameRate(25)
    given = subject(cue(0, 50, rate=rate), cue(50 + gap, 150, rate=rate), like=BBC, rate=rate)
    assert bool(rules(timing_gaps.check, given)) is found


def test_a_gap_says_what_is_wrong_and_whose_rule_it_is() -> None:
    (one,) = timing_gaps.check(subject(cue(0, 48), cue(53, 120)))
    assert dict(one.evidence) == {"cue": "2", "limit": "1/2 s", "before": "1", "gap_frames": 5, "least_frames": 2}
    assert one.source == "A guide, read 2026-11-22" and one.severity == "error"


def test_a_gap_that_a_cut_explains_is_the_cuts_finding() -> None:
    """One goes 2 frames before the cut as it should; the other comes 3 frames after it and should come on it."""
    given = subject(cue(0, 48), cue(53, 120), cuts=(50,))
    assert rules(timing_gaps.check, given) == []
    assert rules(timing_shots.check, given) == [("in-after-cut", "2")]


@pytest.mark.parametrize(
    ("start", "rule"),
    [(87, None), (88, None), (89, "in-before-cut"), (99, "in-before-cut"), (100, None), (101, "in-after-cut"),
     (111, "in-after-cut"), (112, None)],
)  # fmt: skip
def test_coming_near_a_cut_at_100(start: int, rule: str | None) -> None:
    assert rules(timing_shots.check, subject(cue(start, 180), cuts=(100,))) == ([(rule, "1")] if rule else [])


@pytest.mark.parametrize(
    ("end", "rule"),
    [(88, None), (89, "out-before-cut"), (97, "out-before-cut"), (98, None), (99, "out-before-cut"), (100, "out-on-cut"),
     (101, "out-after-cut"), (111, "out-after-cut"), (112, None)],
)  # fmt: skip
def test_going_near_a_cut_at_100(end: int, rule: str | None) -> None:
    assert rules(timing_shots.check, subject(cue(20, end), cuts=(100,))) == ([(rule, "1")] if rule else [])


def test_where_no_gap_is_asked_for_a_caption_goes_on_the_cut() -> None:
    assert rules(timing_shots.check, subject(cue(20, 100), cue(100, 180), like=BBC, cuts=(100,))) == []
    assert rules(timing_shots.check, subject(cue(20, 99), like=BBC, cuts=(100,))) == [("out-before-cut", "1")]


def test_the_end_of_a_caption_that_another_follows_at_once_is_not_judged() -> None:
    assert rules(timing_shots.check, subject(cue(20, 110), cue(112, 180), cuts=(100,))) == []
    assert rules(timing_shots.check, subject(cue(20, 100), cue(102, 180), cuts=(100,))) == [("in-after-cut", "2")]


@pytest.mark.parametrize("rate", RATES)
def test_the_zone_is_half_a_second_at_every_rate(rate: FrameRate) -> None:
    half = rate.nearest(from_ms(500))
    near, away = cue(100 - half + 1, 400, rate=rate), cue(100 - half, 400, rate=rate)
    assert rules(timing_shots.check, subject(near, rate=rate, cuts=(100,))) == [("in-before-cut", "1")]
    assert rules(timing_shots.check, subject(away, rate=rate, cuts=(100,))) == []


def test_a_caption_crosses_a_cut_only_with_the_dialogue() -> None:
    over = cue(20, 150)
    assert rules(timing_shots.check, subject(over, cuts=(100,))) == []
    assert rules(timing_shots.check, subject(over, cuts=(100,), speech=[(20, 140)])) == []
    assert rules(timing_shots.check, subject(over, cuts=(100,), speech=[(20, 60), (120, 140)])) == []
    assert rules(timing_shots.check, subject(over, cuts=(100,), speech=[(20, 60)])) == [("crosses-cut", "1")]
    assert rules(timing_shots.check, subject(over, cuts=(100,), speech=[(110, 140)])) == [("leads-cut", "1")]
    assert rules(timing_shots.check, subject(over, cuts=(100,), speech=[(400, 440)])) == []


def test_a_caption_may_cross_a_cut_up_to_the_next_one() -> None:
    """Gone at the cut it would leave a gap that the profile wants closed."""
    over = cue(20, 150)
    for following, expected in ((150, [("crosses-cut", "1")]), (110, [])):
        after = cue(following, following + 60, name="2")
        given = subject(
            cue(20, min(150, following)), after, like=BBC, cuts=(90,), speech=[(20, 60), (following, following + 50)]
        )
        assert [one for one in rules(timing_shots.check, given) if one[1] == "1"] == expected
    assert rules(timing_shots.check, subject(over, like=BBC, cuts=(90,), speech=[(20, 60)])) == [("crosses-cut", "1")]


def test_a_caption_may_cross_a_cut_to_be_read() -> None:
    slow = profile(**LIMITS, max_cps="12 cps")
    given = subject(cue(20, 150, "x" * 60), like=slow, cuts=(100,), speech=[(20, 60)])
    assert rules(timing_shots.check, given) == []


@pytest.mark.parametrize("rate", RATES)
def test_decimals_of_a_file_lie_on_frames(rate: FrameRate) -> None:
    spans = [(rate.time_of(at), rate.time_of(at + 40)) for at in range(7, 4000, 61)]
    cues = [Cue(Span(from_ms(to_ms(a)), from_ms(to_ms(b))), plain("x")) for a, b in spans]
    assert rules(timing_order.check, subject(*cues, rate=rate)) == []
    cents = [Cue(Span(from_ms(to_ms(a) // 10 * 10), from_ms(to_ms(b) // 10 * 10)), plain("x")) for a, b in spans]
    assert rules(timing_order.check, subject(*cents, rate=rate)) == []


def test_times_between_frames_are_one_finding() -> None:
    cues = [cue(at, at + 40) for at in range(0, 1000, 50)]
    for number in (3, 5, 7):
        cues[number] = Cue(cues[number].span.shift(from_ms(15)), plain("x"), str(number + 1))
    (one,) = timing_order.check(subject(*cues))
    assert (one.rule, one.place.cue, one.severity) == ("captions.off-frame", "4", "warning")
    assert (one.evidence["count"], one.evidence["captions"], one.evidence["fits"]) == (3, 20, "")


def test_a_file_of_another_rate_is_named() -> None:
    film = FrameRate(24000, 1001)
    cues = [cue(at, at + 40, rate=film) for at in range(1, 1000, 47)]
    (one,) = timing_order.check(subject(*cues, rate=FrameRate(25)))
    assert (one.rule, one.evidence["rate"], one.evidence["fits"]) == ("captions.other-rate", "25", "23.976")


def test_times_that_cannot_be() -> None:
    loose = profile(min_gap="2 f")
    given = subject(cue(-24, 30), cue(100, 104), cue(60, 90), like=loose)
    assert rules(timing_order.check, given) == [("before-start", "1"), ("flash", "2"), ("order", "3")]
    late = Captions((cue(0, 48),), start=DAY - from_ms(1000))
    assert [one.rule for one in timing_order.check(Subject(late, loose, FILM))] == ["captions.beyond-day"]
    assert rules(timing_order.check, subject(cue(100, 104))) == []  # too short, which another rule says


@pytest.mark.parametrize(
    ("limits", "text", "frames", "limit"),
    [
        ({"max_wpm": "180 wpm"}, "one two three four five six", 48, None),
        ({"max_wpm": "180 wpm"}, "one two three four five six", 47, "180 wpm"),
        ({"max_wpm": "180 wpm"}, "- one two three\n- four five six", 48, None),
        ({"min_per_word": "0.3 s"}, "one two three four", 29, None),
        ({"min_per_word": "0.3 s"}, "one two three four", 28, "0.3 s"),
        ({"reading_table": "12/1 20/2 characters/s"}, "x" * 12, 24, None),
        ({"reading_table": "12/1 20/2 characters/s"}, "x" * 13, 24, "12/1 20/2 characters/s"),
        ({"max_cps": "10 cps", "max_wpm": "180 wpm"}, "one two three four five six", 12, None),
    ],
)  # fmt: skip
def test_reading_time(limits: dict[str, str], text: str, frames: int, limit: str | None) -> None:
    found = list(timing_reading.check(subject(cue(0, frames, text), like=profile(**limits))))
    assert [one.evidence["limit"] for one in found] == ([limit] if limit else [])


def test_nothing_is_no_fault() -> None:
    for check in (timing_gaps.check, timing_order.check, timing_reading.check, timing_shots.check):
        assert rules(check, subject(cuts=(10,), speech=[])) == []
        assert rules(check, subject(Cue(Span(0, 0), ()), like=profile(), cuts=(0,))) == ([])


def test_cuts_far_apart_cost_nothing_and_shots_shorter_than_the_zone_do_not_confuse() -> None:
    cuts = tuple(range(100, 160, 5))
    assert rules(timing_shots.check, subject(cue(100, 153), cuts=cuts)) == []
    assert rules(timing_shots.check, subject(cue(102, 153), cuts=cuts)) == [("in-after-cut", "1")]
