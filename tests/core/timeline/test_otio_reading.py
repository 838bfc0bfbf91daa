"""What is read of an .otio file besides who is on screen when: nests, tracks, ramps, grades, notes and other programs' notes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from picturelock.cut import Cdl, Knot, Track
from picturelock.timeline.otio.notes import MAX_PARTS
from picturelock.timeline.read import read_cut, read_timeline
from picturelock.times import FrameRate, Span

Write = Callable[..., Path]
RATE = FrameRate(24)


def frames(start: int, end: int) -> Span:
    return Span(RATE.time_of(start), RATE.time_of(end))


def test_a_nest_stays_closed(write: Write, make: SimpleNamespace) -> None:
    inner = make.track(make.gap(10), make.clip("inner", make.span(500, 60)))
    sound = make.track(make.clip("sound", make.span(0, 70)), kind="Audio")
    nest = make.stack(inner, sound, source_range=make.span(20, 40), effects=[make.warp(-2)], name="Titles")
    cut, findings = read_timeline(write(make.timeline(make.track(make.gap(48), nest))))
    (shot,) = cut.shots
    assert findings == ()
    assert (shot.id, shot.name, shot.kind, shot.speed, shot.reverse) == ("V1:1", "Titles", "video", 2, True)
    assert (shot.source_span, shot.record_span) == (frames(20, 100), frames(48, 88))
    assert shot.nest is not None
    assert [(one.id, one.record_span) for one in shot.nest.shots] == [("A1:1", frames(0, 70)), ("V1:1", frames(10, 70))]
    assert (shot.nest.rate, shot.nest.duration) == (RATE, RATE.time_of(70))
    assert [track.id for track in shot.nest.tracks] == ["V1", "A1"]


def test_transitions_hang_on_nests_as_well(write: Write, make: SimpleNamespace) -> None:
    nest = make.stack(make.track(make.clip("a", make.span(0, 50))), source_range=make.span(0, 30))
    path = write(make.timeline(make.track(make.clip("b", make.span(0, 20)), make.transition(4, 6), nest)))
    effects = [
        (one.kind, one.name, RATE.floor(one.handle)) for shot in read_timeline(path)[0].shots for one in shot.effects
    ]
    assert effects == [("transition-out", "dissolve", 6), ("transition-in", "dissolve", 4)]
    assert [one.kind for one in read_cut(path)[0].shots[1].effects] == ["transition-in"], (
        "it stays when the nest is opened"
    )


def test_fades_last_on_their_own_shot(write: Write, make: SimpleNamespace) -> None:
    children = [make.transition(0, 12), make.clip("a", make.span(0, 50)), make.transition(9, 0), make.gap(5)]
    cut, _ = read_timeline(
        write(make.timeline(make.track(*children, make.clip("b", make.span(0, 5)), make.transition(3, 0))))
    )
    found = [(one.kind, RATE.floor(one.handle), RATE.floor(one.inside)) for shot in cut.shots for one in shot.effects]
    assert found == [("transition-in", 0, 12), ("transition-out", 0, 9), ("transition-out", 0, 3)]


@pytest.mark.parametrize(
    ("kind", "name", "metadata", "expected"),
    [
        ("SMPTE_Dissolve", "SMPTE_Dissolve from a to b", {}, "dissolve"),
        ("SMPTE_Wipe", "SMPTE_Wipe from a to b", {"cmx_3600": {"transition": "W001"}}, "wipe 001"),
        ("Custom_Transition", "Page Peel", {}, "Page Peel"),
        ("Custom_Transition", "", {}, "Custom_Transition"),
    ],
)
def test_what_a_transition_is_called(
    write: Write, make: SimpleNamespace, kind: str, name: str, metadata: dict[str, Any], expected: str
) -> None:
    changed = {**make.transition(0, 5), "transition_type": kind, "name": name, "metadata": metadata}
    path = write(make.timeline(make.track(make.clip("a", make.span(0, 9)), changed, make.clip("b", make.span(0, 9)))))
    assert {one.name for shot in read_timeline(path)[0].shots for one in shot.effects} == {expected}


def test_tracks(write: Write, make: SimpleNamespace) -> None:
    parts = [
        make.track(make.clip("a", make.span(0, 5)), name="Image", metadata={"Resolve_OTIO": {"Locked": True}}),
        make.track(make.clip("b", make.span(0, 5)), name="", enabled=False),
        make.track(kind="Audio", name="Dialogue"),
    ]
    path = write(make.timeline(*parts))
    cut, _ = read_timeline(path)
    assert cut.tracks == (
        Track("V1", "video", "Image", locked=True),
        Track("V2", "video", "", enabled=False),
        Track("A1", "audio", "Dialogue"),
    )
    assert [shot.enabled for shot in cut.shots] == [True, True], "a shot says for itself"
    assert [shot.enabled for shot in read_cut(path)[0].shots] == [True, False]


def test_markers_know_their_clip(write: Write, make: SimpleNamespace) -> None:
    note = {"picturelock": {"marker": True, "id": "pl-3"}}
    clip = make.clip("a", make.span(100, 50), markers=[make.marker(110, "on a", metadata=note)])
    nest = make.stack(make.track(clip), markers=[make.marker(15, "on the nest")])
    cut, _ = read_timeline(write(make.timeline(make.track(clip, nest), markers=[make.marker(7, "on none")])))
    assert [(one.name, one.shot, one.id, one.span) for one in cut.markers] == [
        ("on none", "", "", frames(7, 7)),
        ("on a", "V1:1", "pl-3", frames(10, 10)),
        ("on the nest", "V1:2", "", frames(65, 65)),
    ]
    inner = cut.shots[1].nest
    assert inner is not None
    assert [(one.name, one.shot) for one in inner.markers] == [("on a", "V1:1")]


GRADE = {"asc_sat": 0.9, "asc_sop": {"slope": [1.1, 1, 0.9], "offset": [0, 0.01, 0], "power": [1, 1, 1.2]}}


def test_grades_comments_and_reels_as_adapters_note_them(write: Write, make: SimpleNamespace) -> None:
    notes = {
        "cdl": GRADE,
        "cmx_3600": {"reel": "A001", "comments": ["circled", "\x1b[2J", 7], "x": 1},
        "Hiero": {"tag": [1]},
    }
    cut, _ = read_timeline(write(make.timeline(make.track(make.clip("a", make.span(0, 5), metadata=notes)))))
    (shot,) = cut.shots
    assert shot.cdl == Cdl((1.1, 1.0, 0.9), (0.0, 0.01, 0.0), (1.0, 1.0, 1.2), 0.9)
    assert (shot.comments, shot.source.reel) == (("circled", "[2J"), "A001")
    assert shot.extras == {"cmx_3600": {"x": 1}, "Hiero": {"tag": [1]}}, "what has a field is not carried twice"


@pytest.mark.parametrize(
    "grade",
    [7, {}, {"asc_sop": []}, {"asc_sop": {"slope": [1, 2]}}, {"asc_sop": {**GRADE["asc_sop"], "power": ["a"] * 3}}],
)
def test_a_grade_that_is_none_is_kept_as_a_note(write: Write, make: SimpleNamespace, grade: Any) -> None:
    cut, _ = read_timeline(write(make.timeline(make.track(make.clip("a", make.span(0, 5), metadata={"cdl": grade})))))
    assert cut.shots[0].cdl is None
    assert cut.shots[0].extras == {"cdl": grade}


def test_other_programs_notes_are_carried(write: Write, make: SimpleNamespace) -> None:
    effect = {
        "OTIO_SCHEMA": "Effect.1", "name": "", "effect_name": "Resolve Effect", "metadata": {"Resolve_OTIO": {"Type": 2}},
    }  # fmt: skip
    off = {**effect, "effect_name": "Blur", "enabled": False}
    reference = {**make.media("a.mov", make.span(0, 90)), "metadata": {"fcp_xml": {"id": "f1"}}}
    clip = make.clip("a", make.span(0, 5), reference, effects=[effect, off])
    data = make.timeline(make.track(clip, metadata={"Hiero": {"color": 3}}), metadata={"Stack": 1})
    data["metadata"] = {"Avid": {"project": "Letter"}, "when": make.time(5)}
    cut, findings = read_timeline(write(data))
    assert findings == ()
    assert cut.shots[0].source.extras == {"fcp_xml": {"id": "f1"}}
    assert [one["effect_name"] for one in cut.shots[0].extras["opentimelineio"]["effects"]] == [
        "Resolve Effect",
        "Blur",
    ]
    assert [one.name for one in cut.shots[0].effects] == ["Resolve Effect"], "what is switched off does nothing"
    assert cut.extras == {
        "Avid": {"project": "Letter"},
        "when": make.time(5),
        "opentimelineio": {"tracks": {"V1": {"Hiero": {"color": 3}}}, "stack": {"Stack": 1}},
    }


@pytest.mark.parametrize(
    "value",
    [
        list(range(MAX_PARTS + 1)),
        "x" * 2_000_000,
        {"OTIO_SCHEMA": "Clip.1", "media_reference": []},
        {"deep": {"OTIO_SCHEMA": "RationalTime.1", "value": "x", "rate": 24}},
        {"OTIO_SCHEMA": "SerializableObjectRef.1", "id": "me"},
        {"OTIO_REF_ID": "me"},
    ],
)
def test_what_cannot_be_carried_is_said(write: Write, make: SimpleNamespace, value: Any) -> None:
    clip = make.clip("a", make.span(0, 5), metadata={"theirs": value, "kept": {"n": 1}})
    cut, findings = read_timeline(write(make.timeline(make.track(clip))))
    assert cut.shots[0].extras == {"kept": {"n": 1}}
    assert [(one.rule, one.evidence["count"]) for one in findings] == [("timeline.metadata-left-out", 1)]


def test_metadata_too_deep_is_left_out(write: Write, make: SimpleNamespace) -> None:
    deep: Any = 1
    for _ in range(60):
        deep = [deep]
    cut, findings = read_timeline(
        write(make.timeline(make.track(make.clip("a", make.span(0, 5), metadata={"x": deep}))))
    )
    assert (cut.shots[0].extras, len(findings)) == ({}, 1)


def keyframes(*points: tuple[Any, ...]) -> dict[str, Any]:
    frames = [[*point, *([False, 0.0, 0.0, 0.0, 0.0] if len(point) == 2 else [])] for point in points]
    metadata = {"Resolve_OTIO": {"Key Frames": frames, "Speed Ratio": 0.5}}
    return {"OTIO_SCHEMA": "TimeEffect.1", "name": "", "effect_name": "", "metadata": metadata}


def ramped(write: Write, make: SimpleNamespace, effect: Any, start: int = 0, length: int = 2956) -> Any:
    """A clip at 50 fps of a file of 1500 frames from 10:00:00:00, as Resolve 21 exports it."""
    first = 1_800_000
    reference = make.media("1128797.mxf", make.span(first, 1500, 50))
    clip = make.clip("1128797.mxf", make.span(first + start, length, 50), reference, effects=[effect])
    return read_timeline(write(make.timeline(make.track(clip), start=make.time(180000, 50))))


def test_a_ramp_of_resolve(write: Write, make: SimpleNamespace) -> None:
    """The numbers of an export of Resolve Studio 21.0.2: 100 %, 25 %, 100 %; times in seconds from the media's first frame."""
    effect = keyframes((0.0, 0.0), (10.32, 10.32), (49.199999999999999, 20.04), (59.14, 29.98))
    cut, findings = ramped(write, make, effect)
    (shot,), rate = cut.shots, FrameRate(50)
    zero = rate.time_of(1_800_000)
    assert findings == ()
    assert [(rate.nearest(knot.record), rate.nearest(knot.source - zero)) for knot in shot.ramp] == [
        (0, 0), (516, 516), (2460, 1002), (2956, 1498),
    ]  # fmt: skip
    assert all(knot.record % rate.frame == 0 for knot in shot.ramp)
    assert shot.record_span == Span(0, rate.time_of(2956))
    assert shot.source_span == Span(zero, zero + rate.time_of(1498))
    assert (shot.speed, shot.reverse) == (Fraction(1498, 2956), False)


def test_an_eased_ramp_of_resolve(write: Write, make: SimpleNamespace) -> None:
    """Rendered in Resolve, at 18 s the picture of 2.4 s was shown (sampled each tenth): the curve passes 2.4375 s there."""
    ease = 1.8980411225054202
    effect = keyframes(
        (0.0, 0.0),
        (12.0, 1.2, True, -ease, -0.3796082245010841, ease, 0.0),
        (24.0, 4.8, True, -ease, -1.5, ease, 0.7592164490021673),
        (59.98, 29.982),
    )
    cut, _ = ramped(write, make, effect, length=2999)
    (shot,), rate = cut.shots, FrameRate(50)
    at = rate.time_of(900)
    a, b = next((a, b) for a, b in zip(shot.ramp, shot.ramp[1:], strict=False) if a.record <= at <= b.record)
    shown = a.source + (at - a.record) * (b.source - a.source) // (b.record - a.record) - rate.time_of(1_800_000)
    assert abs(shown - rate.time_of(50) * 24375 // 10000) < rate.frame // 2


@pytest.mark.parametrize(
    "effect",
    [
        keyframes((0.0, 0.0), (float("nan"), 3.0)),
        keyframes((0.0, 0.0)),
        keyframes((1.0, 0.0), (2.0, 3.0)),
        keyframes((0.0, 0.0), (2.0, 3.0), (1.0, 4.0)),
        keyframes((0.0, 0.0), (1e300, 3.0)),
        keyframes((0.0, "x"), (1.0, 3.0)),
        {**keyframes(), "metadata": {"Resolve_OTIO": 7}},
        {**keyframes(), "metadata": {"Resolve_OTIO": {"Key Frames": {"0": 1}}}},
    ],
)
def test_a_ramp_that_makes_no_sense_is_said(write: Write, make: SimpleNamespace, effect: Any) -> None:
    cut, findings = ramped(write, make, effect)
    assert (cut.shots[0].ramp, cut.shots[0].speed) == ((), 1)
    assert [one.rule for one in findings] == ["timeline.speed-ramp"]


def test_where_a_trimmed_clip_starts_on_a_ramp_is_not_guessed(write: Write, make: SimpleNamespace) -> None:
    cut, findings = ramped(write, make, keyframes((0.0, 0.0), (10.0, 20.0)), start=25)
    assert cut.shots[0].ramp == ()
    assert [one.rule for one in findings] == ["timeline.speed-ramp"]


def test_our_own_ramp_holds_until_somebody_edits_the_clip(write: Write, make: SimpleNamespace) -> None:
    knots = [[0, RATE.time_of(10)], [RATE.time_of(24), RATE.time_of(58)], [RATE.time_of(48), RATE.time_of(70)]]
    noted = {"picturelock": {"ramp": knots}}

    def read(start: int = 10, length: int = 48, speed: float = 1.25, ramp: Any = noted) -> tuple[Knot, ...]:
        clip = make.clip("a", make.span(start, length), effects=[make.warp(speed)], metadata=ramp)
        return read_timeline(write(make.timeline(make.track(clip))))[0].shots[0].ramp

    assert read() == tuple(Knot(record, source) for record, source in knots)
    clip = make.clip("a", make.span(10, 48), metadata={**noted, "kept": 1})
    assert read_timeline(write(make.timeline(make.track(clip))))[0].shots[0].extras == {"kept": 1}
    assert read(start=11) == read(length=47) == read(speed=1.5) == read(speed=-1.25) == ()
    for bad in ([[0, 1]], [[0, 1], [0, 2]], [[0, "x"], [5, 6]], "ramp", [[0.5, 1], [2, 3]], [[0, 10**30], [48, 1]]):
        assert read(ramp={"picturelock": {"ramp": bad}}) == ()


@pytest.mark.parametrize(
    "noted", [7, [], {"speed": "1/0"}, {"source": [3, 1]}, {"nest": 3}, {"ramp": {}}, {"speed": "x" * 99}]
)
def test_our_own_notes_may_have_been_tampered_with(write: Write, make: SimpleNamespace, noted: Any) -> None:
    clip = make.clip("a", make.span(10, 48), metadata={"picturelock": noted})
    nest = make.stack(make.track(clip), metadata={"picturelock": {"nest": noted}})
    data = make.timeline(make.track(clip, nest, metadata={"picturelock": noted}), start=make.time(0))
    data["metadata"] = {"picturelock": noted}
    cut, _ = read_timeline(write(data))
    assert cut.shots[0].source_span == frames(10, 58)
    assert [shot.record_span for shot in cut.shots] == [frames(0, 48), frames(48, 96)]
