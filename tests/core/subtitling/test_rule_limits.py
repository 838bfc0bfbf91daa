from __future__ import annotations

import pytest
from picturelock import profiles
from picturelock.cues import Captions, Cue, plain
from picturelock.findings import Finding
from picturelock.subtitling.rules.limits import check
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span, from_ms, to_ms

RATE = FrameRate(24)
PROFILE = profiles.load("netflix-en")


def cue(frames: tuple[int, int], text: str = "Some words.", name: str = "1") -> Cue:
    return Cue(Span(RATE.time_of(frames[0]), RATE.time_of(frames[1])), plain(text), name)


def found(*cues: Cue, end: int | None = None) -> list[Finding]:
    ends = None if end is None else RATE.time_of(end)
    return list(check(Subject(Captions(cues), PROFILE, RATE, "a.srt", ends)))


def rules(*cues: Cue, end: int | None = None) -> list[str]:
    return [finding.rule.removeprefix("captions.") for finding in found(*cues, end=end)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([cue((0, 20))], []),
        ([cue((0, 19))], ["too-short"]),
        ([cue((0, 168))], []),
        ([cue((0, 169))], ["too-long"]),
        ([cue((0, 48), "x" * 40)], []),
        ([cue((0, 48), "x" * 41)], ["reading-speed"]),
        ([cue((0, 72), "x" * 43)], ["line-length"]),
        ([cue((0, 72), "a\nb\nc")], ["lines"]),
        ([cue((0, 72), "")], ["empty"]),
        ([cue((0, 72), " \n ")], ["empty"]),
        ([cue((0, 48)), cue((50, 98), name="2")], []),
        ([cue((0, 48)), cue((49, 98), name="2")], ["gap"]),
        ([cue((0, 48)), cue((48, 98), name="2")], ["gap"]),
        ([cue((0, 48)), cue((47, 98), name="2")], ["overlap"]),
        ([cue((0, 160)), cue((10, 40), name="2"), cue((100, 150), name="3")], ["overlap", "overlap"]),
        ([cue((0, 0))], ["too-short"]),
    ],
)  # fmt: skip
def test_limits_to_the_frame(given: list[Cue], expected: list[str]) -> None:
    assert rules(*given) == expected


def test_after_the_end_of_the_cut() -> None:
    assert rules(cue((0, 48)), end=48) == []
    late = found(cue((0, 49)), end=48)
    assert [(one.rule, one.evidence["late_frames"]) for one in late] == [("captions.beyond-cut", 1)]


@pytest.mark.parametrize(
    "rate", [FrameRate(24), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(25), FrameRate(60)]
)
def test_milliseconds_of_a_file_cost_nothing(rate: FrameRate) -> None:
    limits = profiles.load("netflix-en").at(rate)
    shortest, gap = rate.ceil(limits.min_duration or 0), rate.nearest(limits.min_gap)
    cues, at = [], 1
    for number in range(200):
        span = Span(rate.time_of(at), rate.time_of(at + shortest))
        as_file = Span(from_ms(to_ms(span.start)), from_ms(to_ms(span.end)))
        cues.append(Cue(as_file, plain("Yes."), str(number)))
        at += shortest + gap
    assert list(check(Subject(Captions(tuple(cues)), PROFILE, rate))) == []


def test_a_finding_says_which_caption_where_and_whose_rule() -> None:
    (one,) = found(Cue(Span(0, RATE.time_of(10)), plain("Hi.")))
    assert (one.place.file, one.place.cue, one.place.record) == ("a.srt", "1", Span(0, RATE.time_of(10)))
    assert dict(one.evidence) == {"cue": "1", "limit": "5/6 s", "frames": 10, "seconds": 0.42}
    assert one.source.startswith("Netflix") and one.severity == "error" and not one.unconfirmed


def test_reading_speed_counts_spaces_and_punctuation_but_no_line_breaks() -> None:
    (one,) = found(cue((0, 24), "12345 7890.\n123456 89."))
    assert one.evidence["characters"] == 21 and one.evidence["cps"] == 21.0
