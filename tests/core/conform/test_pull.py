"""Pull and discard lists, against frames counted by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from picturelock.conform.pull import discards, pull_cut, pull_cuts, pulls
from picturelock.cut import Effect, Shot, Source
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)


def span(start: int, end: int, rate: FrameRate = RATE) -> Span:
    return Span(rate.time_of(start), rate.time_of(end))


def shot(number: int, first: int, last: int, source: Source, speed: Fraction = Fraction(1)) -> Shot:
    record = span(1000 * number, 1000 * number + int((last - first) / speed) if speed else 1000 * number + 10)
    return Shot(f"V1:{number}", "V1", "video", source.name, source, span(first, last), record, speed)


A = Source("a.mov", "A001", available=span(0, 500))
B = Source("b.mov", "B001")


def frames(found: tuple, rate: FrameRate = RATE) -> list[tuple[str, int, int, tuple[str, ...]]]:
    return [(one.source.name, rate.nearest(one.span.start), rate.nearest(one.span.end), one.shots) for one in found]


def test_handles_are_added_and_touching_stretches_merged() -> None:
    shots = [shot(1, 100, 120, A), shot(2, 130, 140, A), shot(3, 200, 210, A), shot(4, 100, 110, B)]
    found = pulls(shots, RATE.time_of(5), RATE)
    assert frames(found) == [
        ("a.mov", 95, 145, ("V1:1", "V1:2")),
        ("a.mov", 195, 215, ("V1:3",)),
        ("b.mov", 95, 115, ("V1:4",)),
    ]


def test_one_frame_apart_is_two_pulls() -> None:
    found = pulls([shot(1, 100, 120, A), shot(2, 131, 140, A)], RATE.time_of(5), RATE)
    assert [one[1:3] for one in frames(found)] == [(95, 125), (126, 145)]


def test_media_end_where_they_end() -> None:
    (found,) = pulls([shot(1, 2, 498, A)], RATE.time_of(8), RATE)
    assert frames((found,)) == [("a.mov", 0, 500, ("V1:1",))]
    assert (RATE.nearest(found.short_head), RATE.nearest(found.short_tail)) == (6, 6)


def test_a_faster_shot_has_longer_handles_and_a_freeze_its_frame() -> None:
    fast, still = shot(1, 100, 140, B, Fraction(2)), shot(2, 300, 300, B, Fraction(0))
    assert [one[1:3] for one in frames(pulls([fast, still], RATE.time_of(4), RATE))] == [(92, 148), (296, 305)]


def test_a_source_of_another_rate_is_pulled_in_its_own_frames() -> None:
    rate = FrameRate(25)
    source = Source("c.mov", "C", rate=rate)
    one = Shot("V1:1", "V1", "video", "c", source, Span(RATE.time_of(24), RATE.time_of(48)), span(0, 24))
    assert frames(pulls([one], RATE.time_of(1), RATE), rate) == [("c.mov", 23, 52, ("V1:1",))]


def test_what_the_system_makes_is_not_pulled() -> None:
    assert pulls([shot(1, 0, 10, Source("BL", generated=True))], 0, RATE) == ()


def test_what_is_no_longer_needed() -> None:
    old = [shot(1, 100, 200, A), shot(2, 300, 310, A), shot(3, 10, 20, B)]
    new = [shot(1, 120, 150, A), shot(2, 300, 310, A)]
    assert frames(discards(old, new, RATE.time_of(5), RATE)) == [
        ("a.mov", 95, 115, ("V1:1",)),
        ("a.mov", 155, 205, ("V1:1",)),
        ("b.mov", 5, 25, ("V1:3",)),
    ]


def test_the_list_is_a_cut_of_its_own() -> None:
    found = pulls([shot(1, 100, 120, A), shot(2, 400, 410, A)], RATE.time_of(5), RATE)
    made = pull_cut(found, "pull", RATE)
    assert [(one.source_span, one.record_span) for one in made.shots] == [
        (span(95, 125), span(0, 30)),
        (span(395, 415), span(30, 50)),
    ]
    assert made.duration == RATE.time_of(50)
    assert made.shots[0].comments == ("SHOTS: V1:1",)


def faded(one: Shot, head: int = 0, tail: int = 0) -> Shot:
    effects = [Effect("transition-in", "dissolve", RATE.time_of(head))] if head else []
    effects += [Effect("transition-out", "dissolve", RATE.time_of(tail))] if tail else []
    return replace(one, effects=tuple(effects))


def test_what_a_dissolve_shows_is_pulled_before_any_handle() -> None:
    one = faded(shot(1, 100, 150, B), head=4, tail=12)
    assert [found[1:3] for found in frames(pulls([one], 0, RATE))] == [(96, 162)]
    assert [found[1:3] for found in frames(pulls([one], RATE.time_of(8), RATE))] == [(88, 170)]
    back = faded(replace(shot(1, 100, 150, B, Fraction(2)), reverse=True), head=4, tail=12)
    assert [found[1:3] for found in frames(pulls([back], 0, RATE))] == [(76, 158)]


def test_what_a_dissolve_shows_is_not_thrown_away() -> None:
    old, new = [shot(1, 100, 220, B)], [faded(shot(1, 100, 200, B), tail=12)]
    assert [found[1:3] for found in frames(discards(old, new, 0, RATE))] == [(212, 220)]


def test_picture_and_sound_of_one_source_are_apart() -> None:
    sound = replace(shot(2, 110, 130, B), id="A1:1", track="A1", kind="audio")
    found = pulls([sound, shot(1, 100, 120, B)], 0, RATE)
    assert [(one.kind, *told[1:3]) for one, told in zip(found, frames(found), strict=True)] == [
        ("video", 100, 120), ("audio", 110, 130),
    ]  # fmt: skip
    assert [(one.id, one.kind, one.name) for one in pull_cut(found, "pull", RATE).shots] == [
        ("V1:1", "video", "b.mov"), ("A1:1", "audio", "b.mov"),
    ]  # fmt: skip


def test_clips_keep_their_names() -> None:
    shots = [replace(shot(1, 100, 120, B), name="12A-1"), replace(shot(2, 110, 140, B), name="12A-2")]
    (found,) = pulls(shots, 0, RATE)
    assert found.clips == ("12A-1", "12A-2")
    assert pull_cut([found], "pull", RATE).shots[0].name == "12A-1 + 12A-2"


def test_a_list_for_each_rate_has_each_sources_own_timecodes(tmp_path: Path) -> None:
    """25 and 24 frames a second in a cut of 24: no list has a speed, and every label is the source's."""
    pal = FrameRate(25)
    source = Source("c.mov", "C001", rate=pal)
    first = Span(pal.time_of(91), pal.time_of(159))
    shots = [Shot("V1:1", "V1", "video", "c", source, first, span(0, 65)), shot(2, 100, 120, A), shot(3, 7, 9, B)]
    cuts = pull_cuts(pulls(shots, 0, RATE), "pull", RATE)
    assert [(one.name, one.rate) for one in cuts] == [("pull 24 fps", RATE), ("pull 25 fps", pal)]
    write_timeline(cuts[1], tmp_path / "pull.edl")
    text = (tmp_path / "pull.edl").read_text(encoding="utf-8")
    assert "00:00:03:16 00:00:06:09 00:00:00:00 00:00:02:18" in text and "M2" not in text
    assert [one.name for one in pull_cuts(pulls(shots[:1], 0, RATE), "pull", RATE, drop=True)] == ["pull"]
