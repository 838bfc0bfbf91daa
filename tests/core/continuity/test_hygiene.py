"""Timeline hygiene: every planted fault is found once, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import perf_counter

import pytest
from picturelock.continuity.hygiene import check
from picturelock.continuity.limits import limit
from picturelock.cut import Cut, Effect, Shot, Source
from picturelock.findings import Finding, Idle, Place
from picturelock.media.probe import MediaInfo, VideoStream
from picturelock.production import DeliveryOrder, Dossier, Production
from picturelock.times import FrameRate, Span
from picturelock.wording import LANGUAGES, fix, message, table, title

RATE = FrameRate(24)
TAKE = 2000
"""Frames in every source of these tests."""


def span(start: int, end: int) -> Span:
    return Span(RATE.time_of(start), RATE.time_of(end))


def take(name: str = "a", *, rate: FrameRate = RATE, frames: int = TAKE) -> Source:
    """A source that was found, from 01:00:00:00 of its timecode."""
    start = RATE.time_of(86400)
    whole = Span(start, start + rate.time_of(frames))
    return Source(
        f"{name}.mov", "", Path(f"/media/{name}.mov"), f"{name}.mov", start, whole, rate, fingerprint=f"print-{name}"
    )


def shot(
    record: tuple[int, int],
    first: int,
    source: Source | None = None,
    *,
    speed: Fraction | int = 1,
    reverse: bool = False,
    track: str = "V1",
    effects: tuple[Effect, ...] = (),
    enabled: bool = True,
) -> Shot:
    """A shot that shows its source from its frame `first` on."""
    source = source or take()
    begin = (source.start or 0) + RATE.time_of(first)
    shown = Span(begin, begin + round((record[1] - record[0]) * Fraction(speed) * RATE.frame))
    kind = "video" if track.startswith("V") else "audio"
    name = f"{source.name}@{record[0]}"
    return Shot(
        f"{track}:{record[0]}",
        track,
        kind,
        name,
        source,
        shown,
        span(*record),
        Fraction(speed),
        reverse,
        enabled,
        effects,
    )  # type: ignore[arg-type]


def dossier(
    *shots: Shot, end: int | None = None, handles: int = 0, findings: Sequence[Finding] = (), rate: FrameRate = RATE
) -> Dossier:
    ordered = tuple(sorted(shots, key=lambda one: one.record_span.start))
    last = max((one.record_span.end for one in shots), default=0)
    cut = Cut("cut", rate, ordered, start=rate.time_of(86400), duration=max(last, RATE.time_of(end or 0)))
    media = {one.source.key: info(one.source) for one in shots if one.source.fingerprint}
    root = Path("/production")
    order = Production(root, "T", (), root / "cut.otio", (), (), None, DeliveryOrder(handles=handles))
    return Dossier(order, cut, media, {}, (), None, tuple(findings))


def info(source: Source) -> MediaInfo:
    assert source.path is not None
    assert source.available is not None
    video = () if source.rate is None else (VideoStream(0, "mpeg4", 64, 36, source.rate, None, False),)
    return MediaInfo(source.path, "mov", source.available.duration, video, (), None, source.fingerprint, 1)


def rules(of: Dossier) -> list[tuple[str, str, int]]:
    """Rule, severity, record frame of every finding."""
    found = list(check(of))
    for finding in found:
        for language in LANGUAGES:  # every finding can be said
            assert title(finding.rule, language)
            assert "{" not in message(finding, language) + fix(finding, language)
        assert finding.source
    return [
        (finding.rule.removeprefix("continuity."), finding.severity, frame(finding.place.record)) for finding in found
    ]


def frame(record: Span | None) -> int:
    assert record is not None
    return RATE.nearest(record.start)


CLEAN = (shot((0, 48), 100), shot((48, 96), 300), shot((96, 144), 500, take("b")))


def test_a_clean_cut_has_no_findings() -> None:
    assert rules(dossier(*CLEAN)) == []
    assert list(check(dossier())) == [Idle("empty-cut")]


def test_a_hole_in_the_picture_is_an_error() -> None:
    found = list(check(dossier(CLEAN[0], CLEAN[2])))
    assert [(finding.rule, finding.severity) for finding in found] == [("continuity.gap", "error")]
    assert found[0].place.record == span(48, 96)
    assert dict(found[0].evidence) == {"gap_frames": 48, "timecode": "01:00:02:00"}


def test_black_at_the_head_and_the_tail_is_for_a_person_to_see() -> None:
    assert rules(dossier(shot((24, 72), 0), end=100)) == [("gap", "warning", 0), ("gap", "warning", 72)]


def test_another_track_and_generated_black_fill_a_hole() -> None:
    assert rules(dossier(CLEAN[0], CLEAN[2], shot((40, 100), 900, track="V2"))) == []
    black = shot((48, 96), 0, Source("BL", generated=True))
    assert rules(dossier(CLEAN[0], black, CLEAN[2])) == []


def test_a_disabled_shot_fills_no_hole_and_has_no_faults() -> None:
    assert rules(dossier(CLEAN[0], replace(CLEAN[1], enabled=False), CLEAN[2])) == [("gap", "error", 48)]
    off = shot((10, 12), -50, Source("gone.mov"), track="V2", enabled=False)
    assert rules(dossier(*CLEAN, off)) == []


def test_sound_alone_has_no_gaps() -> None:
    assert rules(dossier(shot((24, 72), 0, track="A1"))) == []


@pytest.mark.parametrize(("frames", "found"), [(1, True), (4, True), (5, False), (24, False)])
def test_flash_frames(frames: int, found: bool) -> None:
    flash = shot((48, 48 + frames), 1000)
    rest = shot((48 + frames, 144), 500)
    assert rules(dossier(CLEAN[0], flash, rest)) == ([("flash-frame", "warning", 48)] if found else [])


def test_the_limit_of_a_flash_is_in_frames_of_the_cut() -> None:
    assert limit("flash_frame").flicks(FrameRate(50)) == FrameRate(50).time_of(5)


def test_offline_media_is_said_once_for_each_source() -> None:
    gone = Source("gone.mov", url="/elsewhere/gone.mov", available=span(0, 10))
    picture, sound = shot((48, 96), 5000, gone), shot((48, 96), 5000, gone, track="A1")
    again = shot((144, 192), 9000, gone)
    found = list(check(dossier(CLEAN[0], picture, sound, CLEAN[2], again)))
    assert [(finding.rule, finding.severity, finding.evidence["shots"]) for finding in found] == [
        ("continuity.offline", "error", 3)
    ]
    assert found[0].place.shot == picture.id


def test_what_the_search_for_media_said_is_not_said_again() -> None:
    gone = shot((48, 96), 0, Source("gone.mov"))
    said = Finding("timeline.media-outside", "error", Place(shot=gone.id))
    assert rules(dossier(CLEAN[0], gone, CLEAN[2], findings=[said])) == []


def test_overlaps_on_one_track() -> None:
    late = shot((90, 144), 500, take("b"))
    assert rules(dossier(*CLEAN[:2], late)) == [("overlap", "error", 90)]
    assert rules(dossier(*CLEAN[:2], replace(late, track="V2"), CLEAN[2])) == []
    sound = [shot((0, 50), 0, track="A1"), shot((40, 96), 700, track="A1")]
    assert rules(dossier(*CLEAN, *sound)) == [("overlap", "error", 40)]


def test_a_long_shot_under_several() -> None:
    shots = [shot((0, 144), 0), shot((24, 48), 500), shot((72, 96), 700)]
    assert [rule for rule, *_ in rules(dossier(*shots))] == ["overlap", "overlap"]


def test_through_edits() -> None:
    joined = [shot((0, 48), 100), shot((48, 96), 148)]
    assert rules(dossier(*joined)) == [("through-edit", "info", 48)]
    assert rules(dossier(joined[0], shot((48, 96), 149))) == []
    assert rules(dossier(joined[0], shot((48, 96), 148, take("b")))) == []
    assert rules(dossier(joined[0], shot((48, 96), 148, speed=2))) == []
    dissolve = replace(joined[0], effects=(Effect("transition-out", "dissolve", RATE.time_of(6)),))
    assert rules(dossier(dissolve, joined[1])) == []


def test_through_edits_at_speed_and_in_reverse() -> None:
    assert rules(dossier(shot((0, 24), 0, speed=2), shot((24, 48), 48, speed=2))) == [("through-edit", "info", 24)]
    back = [shot((0, 24), 124, reverse=True), shot((24, 48), 100, reverse=True)]
    assert rules(dossier(*back)) == [("through-edit", "info", 24)]


def test_a_short_part_of_a_shot_that_runs_on_is_no_flash() -> None:
    assert rules(dossier(shot((0, 48), 100), shot((48, 50), 148), CLEAN[2], shot((50, 96), 700))) == [
        ("through-edit", "info", 48)
    ]


def test_cuts_in_sound_are_no_through_edits() -> None:
    sound = [shot((0, 48), 100, track="A1"), shot((48, 96), 148, track="A1")]
    assert rules(dossier(*CLEAN, *sound)) == []


def test_picture_that_is_shown_twice() -> None:
    again = shot((144, 192), 120)  # source 120..168, of which 100..148 was seen at 0
    found = list(check(dossier(*CLEAN, again)))
    assert [(finding.rule, finding.severity) for finding in found] == [("continuity.repeated-range", "warning")]
    assert (found[0].place.shot, found[0].evidence["shared_frames"]) == (again.id, 28)
    assert found[0].evidence["other_timecode"] == "01:00:00:00"


def test_a_few_shared_frames_and_layers_are_no_repeats() -> None:
    assert rules(dossier(*CLEAN, shot((144, 192), 140))) == []  # 8 frames
    assert rules(dossier(*CLEAN, shot((0, 48), 100, track="V2"))) == []
    assert rules(dossier(*CLEAN, shot((144, 192), 100, track="A1"))) == [("gap", "warning", 144)]


def test_three_uses_are_two_repeats() -> None:
    assert [rule for rule, *_ in rules(dossier(*CLEAN, shot((144, 192), 100), shot((192, 240), 100)))] == [
        "repeated-range",
        "repeated-range",
    ]


def test_stills_are_no_repeats() -> None:
    still = Source("logo.png", path=Path("/media/logo.png"), url="logo.png")
    assert rules(dossier(shot((0, 48), 0, still), CLEAN[1], shot((96, 144), 0, still))) == []


def test_another_frame_rate_is_said_once_for_each_source() -> None:
    other = take("b", rate=FrameRate(25))
    shots = [CLEAN[0], shot((48, 96), 0, other), shot((96, 144), 300, other), shot((0, 144), 0, other, track="A1")]
    found = list(check(dossier(*shots)))
    assert [(finding.rule, finding.severity) for finding in found] == [("continuity.rate-mismatch", "warning")]
    assert (found[0].evidence["source_rate"], found[0].evidence["cut_rate"]) == ("25", "24")


def test_slow_motion_that_shows_each_frame_once_is_no_mismatch() -> None:
    fast = take("fast", rate=FrameRate(96), frames=4 * TAKE)
    assert rules(dossier(CLEAN[0], shot((48, 96), 0, fast, speed=Fraction(1, 4)), CLEAN[2])) == []
    assert rules(dossier(CLEAN[0], shot((48, 96), 0, speed=2), CLEAN[2])) == []


def test_more_used_than_there_is() -> None:
    late = shot((48, 96), TAKE - 40)
    found = list(
        check(dossier(CLEAN[0], late, replace(late, id="A1:48", track="A1", kind="audio"), CLEAN[2], handles=0))
    )
    assert [(finding.rule, finding.severity, finding.evidence["missing_frames"]) for finding in found] == [
        ("continuity.beyond-media", "error", 8)
    ]
    assert rules(dossier(CLEAN[0], shot((48, 96), -3), CLEAN[2])) == [("beyond-media", "error", 48)]
    assert rules(dossier(CLEAN[0], shot((48, 96), TAKE - 48), CLEAN[2])) == []


def test_sound_beyond_its_own_media() -> None:
    assert rules(dossier(*CLEAN, shot((0, 48), TAKE - 10, take("s"), track="A1"))) == [("beyond-media", "error", 0)]


def test_a_freeze_needs_no_media_after_its_frame() -> None:
    assert rules(dossier(CLEAN[0], shot((48, 96), TAKE - 1, speed=0), CLEAN[2], handles=0)) == []


def dissolving(kind: str, handle: int) -> tuple[Effect, ...]:
    return (Effect(kind, "dissolve", RATE.time_of(handle)),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "kind", "reverse", "found"),
    [
        (0, "transition-in", False, 48),  # nothing before its first frame
        (12, "transition-in", False, None),
        (11, "transition-in", False, 48),
        (TAKE - 48, "transition-out", False, 96),
        (TAKE - 60, "transition-out", False, None),
        (0, "transition-out", True, 96),  # backwards, what comes after lies before
        (0, "transition-in", True, None),
        (TAKE - 48, "transition-in", True, 48),
    ],
)
def test_media_that_a_transition_needs(first: int, kind: str, reverse: bool, found: int | None) -> None:
    faulty = shot((48, 96), first, take("h"), reverse=reverse, effects=dissolving(kind, 12))
    expected = [] if found is None else [("handles", "error", found)]
    assert rules(dossier(CLEAN[0], faulty, CLEAN[2])) == expected


def test_a_transition_at_double_speed_needs_twice_the_media() -> None:
    faulty = shot((48, 96), 20, take("h"), speed=2, effects=dissolving("transition-in", 12))
    found = list(check(dossier(CLEAN[0], faulty, CLEAN[2])))
    assert [(finding.evidence["have_frames"], finding.evidence["need_frames"]) for finding in found] == [(10, 12)]


def test_handles_that_the_delivery_asks_for() -> None:
    near = shot((48, 96), 10, take("h"))
    assert rules(dossier(CLEAN[0], near, CLEAN[2], handles=12)) == [("handles", "warning", 48)]
    assert rules(dossier(CLEAN[0], near, CLEAN[2], handles=10)) == []
    assert rules(dossier(CLEAN[0], near, CLEAN[2])) == []
    # Short at both ends is one fault of one shot; short for its transition already is another's.
    whole = shot((48, 96), 0, take("h", frames=48))
    assert rules(dossier(CLEAN[0], whole, CLEAN[2], handles=12)) == [("handles", "warning", 48)]
    dissolve = replace(whole, effects=dissolving("transition-in", 6))
    assert rules(dossier(CLEAN[0], dissolve, CLEAN[2], handles=12)) == [("handles", "error", 48)]


def test_nothing_is_known_of_media_without_a_length() -> None:
    still = Source("logo.png", path=Path("/media/logo.png"), url="logo.png")
    assert rules(dossier(CLEAN[0], shot((48, 96), 0, still), CLEAN[2], handles=12)) == []


def test_faults_come_in_order_of_time() -> None:
    gone = shot((200, 240), 0, Source("gone.mov"))
    found = rules(dossier(CLEAN[0], shot((60, 62), 1200), gone, shot((62, 150), 500, take("b"))))
    assert [rule for rule, *_ in found] == ["gap", "flash-frame", "gap", "offline"]
    assert [at for *_, at in found] == sorted(at for *_, at in found)


def test_ten_thousand_shots_are_checked_in_seconds() -> None:
    def one(number: int) -> Shot:
        return shot((number * 24, number * 24 + 24), (number * 37) % (TAKE - 30), take(str(number % 400)))

    big = dossier(*(one(number) for number in range(10_000)), handles=2)
    before = perf_counter()
    list(check(big))
    assert perf_counter() - before < 10, "the checks are not linear any more"


def test_every_finding_of_a_rule_is_worded_in_both_languages() -> None:
    for trade in ("continuity", "timeline"):
        english, french = (table(language, trade) for language in LANGUAGES)
        assert set(english) == set(french)
        for rule in english:
            assert set(english[rule]) == set(french[rule])
