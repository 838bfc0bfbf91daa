"""What an .otio file shows, and when: against record times computed by hand, in frames at 24."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from picturelock.cut import Cut, Shot
from picturelock.cutmap import CutMap, audible
from picturelock.errors import InputError, UsageError
from picturelock.findings import Finding
from picturelock.speech import Word
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate, Span
from picturelock.wording import LANGUAGES, fix, message

Write = Callable[..., Path]
RATE = FrameRate(24)


def frames(span: Span) -> tuple[int, int]:
    """A span in frames, which it must hit exactly."""
    assert span.start % RATE.frame == span.end % RATE.frame == 0
    return RATE.floor(span.start), RATE.floor(span.end)


def shown(shot: Shot) -> tuple[str, tuple[int, int], tuple[int, int]]:
    return shot.id, frames(shot.record_span), frames(shot.source_span)


def read(write: Write, content: dict[str, Any], rate: FrameRate | None = None) -> tuple[Cut, tuple[Finding, ...]]:
    cut, findings = read_cut(write(content), rate)
    assert all(
        "{" not in message(finding, language) + fix(finding, language) for finding in findings for language in LANGUAGES
    )
    return cut, findings


def test_clips_gaps_and_tracks(write: Write, make: SimpleNamespace) -> None:
    picture = make.track(make.clip("a", make.span(10, 48)), make.gap(12), make.clip("b", make.span(100, 24)))
    sound = make.track(make.gap(6), make.clip("c", make.span(0, 60)), kind="Audio")
    cut, findings = read(write, make.timeline(picture, sound, start=make.time(86400)))
    assert [shown(shot) for shot in cut.shots] == [
        ("V1:1", (0, 48), (10, 58)),
        ("A1:1", (6, 66), (0, 60)),
        ("V1:2", (60, 84), (100, 124)),
    ]
    assert (cut.name, cut.rate, cut.drop, RATE.floor(cut.start), RATE.floor(cut.duration)) == (
        "cut v1",
        RATE,
        False,
        86400,
        84,
    )
    assert [shot.kind for shot in cut.shots] == ["video", "audio", "video"]
    assert findings == ()


def test_words_on_a_retime_a_reverse_and_a_nested_stack(write: Write, make: SimpleNamespace) -> None:
    take = make.media("take.mov", make.span(86400, 2000))
    # V1: 48 frames of gap; a clip at double speed; a clip in reverse; a nest in which the clip runs at half speed.
    fast = make.clip("fast", make.span(86400 + 100, 48), take, effects=[make.warp(2)])  # source 100..196, record 48..96
    back = make.clip(
        "back", make.span(86400 + 300, 48), take, effects=[make.warp(-1)]
    )  # source 300..348, record 96..144
    inner = make.track(make.gap(10), make.clip("inner", make.span(86400 + 500, 60), take, effects=[make.warp(0.5)]))
    nest = make.stack(inner, source_range=make.span(20, 40))  # its frames 20..60, record 144..184
    cut, _ = read(write, make.timeline(make.track(make.gap(48), fast, back, nest), start=make.time(86400)))
    words = [
        Word("fast", span(120, 140)),  # 48 + 20/2 = 58, 48 + 40/2 = 68
        Word("back", span(310, 320)),  # 96 + (348 - 320) = 124, 96 + (348 - 310) = 134
        # In the nest source 500..530 lasts its frames 10..70: nest frame = 10 + (source - 500) * 2.
        # 510 -> nest 30 -> record 144 + 30 - 20 = 154; 515 -> nest 40 -> record 164.
        Word("inner", span(510, 515)),
        # 502..508 -> nest 14..26, of which 20..26 are shown: record 144..150. Its middle, 505 (nest 20), is the first in.
        Word("edge", span(502, 508)),
        Word("gone", span(526, 529)),  # nest 62..68: after the nest's last frame
    ]
    source = cut.shots[0].source.key
    found = sorted(
        (m.word.span, m.word.text, m.piece.shot) for m in CutMap.of_shots(audible(cut)).map_words(source, words)
    )
    assert [(text, shot, frames(where)) for where, text, shot in found] == [
        ("fast", "V1:1", (58, 68)),
        ("back", "V1:2", (124, 134)),
        ("edge", "V1/3.V1:1", (144, 150)),
        ("inner", "V1/3.V1:1", (154, 164)),
    ]


def span(start: int, end: int) -> Span:
    return Span(RATE.time_of(start), RATE.time_of(end))


def test_a_reverse_shows_the_stretch_from_its_start_time_up(write: Write, make: SimpleNamespace) -> None:
    """As Resolve and Hiero write it, and AYON reads it: source_range.start_time is the lowest frame."""
    cut, _ = read(write, make.timeline(make.track(make.clip("a", make.span(20, 41), effects=[make.warp(-1)]))))
    assert shown(cut.shots[0]) == ("V1:1", (0, 41), (20, 61))
    assert (cut.shots[0].speed, cut.shots[0].reverse) == (Fraction(1), True)


def test_speeds_multiply_and_32_bit_floats_are_what_they_mean(write: Write, make: SimpleNamespace) -> None:
    effects = [make.warp(-0.699999988079071), make.warp(2)]
    cut, _ = read(write, make.timeline(make.track(make.clip("a", make.span(0, 50), effects=effects))))
    assert (cut.shots[0].speed, cut.shots[0].reverse) == (Fraction(7, 5), True)
    assert frames(cut.shots[0].source_span) == (0, 70)


def test_a_freeze_shows_one_moment(write: Write, make: SimpleNamespace) -> None:
    still = {**make.warp(0), "OTIO_SCHEMA": "FreezeFrame.1"}
    cut, _ = read(write, make.timeline(make.track(make.clip("a", make.span(77, 50), effects=[still]))))
    assert shown(cut.shots[0]) == ("V1:1", (0, 50), (77, 77))
    assert cut.shots[0].speed == 0


@pytest.mark.parametrize("scalar", [0.00001, -0.00004, 5e-324])
def test_a_speed_that_rounds_to_nothing_is_a_freeze_and_said(
    write: Write, make: SimpleNamespace, scalar: float
) -> None:
    slow = make.clip("slow", make.span(77, 50), effects=[make.warp(scalar)])
    cut, findings = read(write, make.timeline(make.track(slow)))
    assert shown(cut.shots[0]) == ("V1:1", (0, 50), (77, 77))
    assert (cut.shots[0].speed, cut.shots[0].reverse) == (0, False)
    assert [(f.rule, f.severity, f.place.shot, f.evidence["speed"]) for f in findings] == [
        ("timeline.speed-lost", "warning", "V1:1", f"{scalar:g}")
    ]
    assert findings[0].place.record == cut.shots[0].record_span


def test_the_smallest_speed_that_is_followed(write: Write, make: SimpleNamespace) -> None:
    slow = make.clip("slow", make.span(0, 50), effects=[make.warp(0.0001)])
    cut, findings = read(write, make.timeline(make.track(slow)))
    assert (cut.shots[0].speed, findings) == (Fraction(1, 10_000), ())


def test_findings_name_the_file_as_it_was_given(
    write: Write, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ramp = {"OTIO_SCHEMA": "TimeEffect.1", "name": "", "effect_name": "TimeWarp", "metadata": {}}
    unknown = {"OTIO_SCHEMA": "Sparkle.2", "name": "s", "metadata": {}}
    effects = [ramp, unknown, make.warp(0.00001)]
    shots = [make.clip("a", make.span(0, 5), effects=effects), make.clip("b", make.span(0, 25, 25))]
    words = make.track(make.clip("t", make.span(0, 10)), kind="Subtitle")
    path = write(make.timeline(make.track(*shots), words))
    monkeypatch.chdir(path.parent)
    for given in (path, Path(path.name)):
        findings = read_cut(given)[1]
        assert {f.rule.partition(".")[2] for f in findings} == {
            "speed-ramp", "speed-lost", "unknown-schema", "mixed-rates", "track-skipped",
        }  # fmt: skip
        assert {finding.place.file for finding in findings} == {str(given)}


def test_a_ramp_is_read_at_constant_speed_and_said(write: Write, make: SimpleNamespace) -> None:
    ramp = {"OTIO_SCHEMA": "TimeEffect.1", "name": "", "effect_name": "TimeWarp", "metadata": {"lookup": [0, 1, 4]}}
    cut, findings = read(
        write, make.timeline(make.track(make.gap(5), make.clip("a", make.span(0, 50), effects=[ramp])))
    )
    assert cut.shots[0].speed == 1
    assert [(finding.rule, finding.severity) for finding in findings] == [("timeline.speed-ramp", "warning")]
    assert findings[0].place.shot == "V1:1"
    assert findings[0].place.record == cut.shots[0].record_span


def test_a_disabled_effect_does_nothing(write: Write, make: SimpleNamespace) -> None:
    effects = [{**make.warp(2), "enabled": False}]
    cut, _ = read(write, make.timeline(make.track(make.clip("a", make.span(0, 50), effects=effects))))
    assert cut.shots[0].speed == 1


def test_transitions_hang_on_both_neighbours(write: Write, make: SimpleNamespace) -> None:
    children = [make.clip("a", make.span(0, 50)), make.transition(10, 6), make.clip("b", make.span(0, 50))]
    cut, _ = read(write, make.timeline(make.track(*children)))
    first, second = cut.shots
    # The cut stays where it was; the first shot goes on for 6 frames after it, the second begins 10 before.
    assert [(effect.kind, RATE.floor(effect.handle)) for effect in first.effects] == [("transition-out", 6)]
    assert [(effect.kind, RATE.floor(effect.handle)) for effect in second.effects] == [("transition-in", 10)]
    assert frames(second.record_span) == (50, 100)


def test_a_nest_at_double_speed_in_reverse(write: Write, make: SimpleNamespace) -> None:
    inner = make.track(make.clip("a", make.span(0, 40)), make.transition(4, 4), make.clip("b", make.span(100, 60)))
    nest = make.stack(inner, source_range=make.span(20, 30), effects=[make.warp(-2)])  # its frames 20..80 in 30
    cut, _ = read(write, make.timeline(make.track(make.gap(8), nest)))
    # b, at nest 40..80 of the window, comes first: 8 + (80 - 80)/2 = 8 .. 8 + (80 - 40)/2 = 28, source 100..140 backwards.
    # a, at nest 20..40: 28 .. 38, source 20..40 backwards.
    assert [shown(shot) for shot in cut.shots] == [
        ("V1/1.V1:2", (8, 28), (100, 140)),
        ("V1/1.V1:1", (28, 38), (20, 40)),
    ]
    assert all(shot.reverse and shot.speed == 2 for shot in cut.shots)
    # Played backwards, what came in goes out; its handle lasts half as long.
    assert [(e.kind, RATE.floor(e.handle)) for shot in cut.shots for e in shot.effects] == [
        ("transition-out", 2),
        ("transition-in", 2),
    ]


def test_a_nest_of_nests_is_clipped_at_every_level(write: Write, make: SimpleNamespace) -> None:
    deep = make.stack(make.track(make.clip("a", make.span(0, 100))), source_range=make.span(10, 50))  # a 10..60
    outer = make.stack(make.track(make.gap(5), deep), source_range=make.span(0, 25))  # 5 empty, then a 10..30
    cut, _ = read(write, make.timeline(make.track(outer)))
    assert [(shot.track, *shown(shot)[1:]) for shot in cut.shots] == [("V1/1.V1/1.V1", (5, 25), (10, 30))]
    assert RATE.floor(cut.duration) == 25


def test_an_audio_track_plays_only_the_sound_of_a_nest(write: Write, make: SimpleNamespace) -> None:
    nest = make.stack(
        make.track(make.clip("v", make.span(0, 10))), make.track(make.clip("a", make.span(0, 10)), kind="Audio")
    )
    both, _ = read(write, make.timeline(make.track(nest)))
    assert [shot.track for shot in both.shots] == ["V1/1.V1", "V1/1.A1"]
    sound, _ = read(write, make.timeline(make.track(nest, kind="Audio")), RATE)
    assert [shot.track for shot in sound.shots] == ["A1/1.A1"]


def test_what_is_disabled_disables_what_is_inside(write: Write, make: SimpleNamespace) -> None:
    nest = make.stack(make.track(make.clip("a", make.span(0, 10))), enabled=False)
    off = make.track(make.clip("b", make.span(0, 10)), enabled=False)
    cut, _ = read(write, make.timeline(make.track(nest, make.clip("c", make.span(0, 5), enabled=False)), off))
    assert [shot.enabled for shot in cut.shots] == [False, False, False]


def test_a_track_with_a_range_of_its_own(write: Write, make: SimpleNamespace) -> None:
    trimmed = make.track(
        make.clip("a", make.span(0, 50)), source_range=make.span(-10, 40)
    )  # ten frames of nothing first
    cut, _ = read(write, make.timeline(trimmed))
    assert shown(cut.shots[0]) == ("V1:1", (10, 40), (0, 30))


def test_media_and_their_start_timecode(write: Write, make: SimpleNamespace) -> None:
    reference = make.media("file:///media/r%C3%A9el%201.mov", make.span(90000, 250, 25))
    shot = make.clip("a", make.span(90010, 50, 25), reference, metadata={"cmx_3600": {"reel": "A001"}})
    cut, _ = read(write, make.timeline(make.track(shot)), FrameRate(25))
    source = cut.shots[0].source
    assert (source.name, source.reel, source.url) == ("réel 1.mov", "A001", "file:///media/r%C3%A9el%201.mov")
    assert source.start == FrameRate(25).time_of(90000)
    assert source.available == Span(FrameRate(25).time_of(90000), FrameRate(25).time_of(90250))
    assert source.rate == FrameRate(25)
    assert cut.shots[0].file_span == Span(FrameRate(25).time_of(10), FrameRate(25).time_of(60))


def test_the_active_reference_is_the_one_that_counts(write: Write, make: SimpleNamespace) -> None:
    references = {"proxy": make.media("proxy.mov"), "full": make.media("full.mov")}
    shot = make.clip("a", make.span(0, 5), media_references=references, active_media_reference_key="full")
    assert read(write, make.timeline(make.track(shot)))[0].shots[0].source.url == "full.mov"


def test_a_clip_without_a_range_takes_its_medias(write: Write, make: SimpleNamespace) -> None:
    shots = [make.clip("a", None, make.media("a.mov", make.span(50, 25))), make.clip("b", make.span(0, 5))]
    cut, _ = read(write, make.timeline(make.track(*shots)))
    assert [shown(shot) for shot in cut.shots] == [("V1:1", (0, 25), (50, 75)), ("V1:2", (25, 30), (0, 5))]
    with pytest.raises(InputError, match="neither the clip nor its media") as caught:
        read(write, make.timeline(make.track(make.clip("a", make.span(0, 5)), make.clip("b", None))))
    assert caught.value.place == "clip 2 of track V1"


def test_generators_have_no_file(write: Write, make: SimpleNamespace) -> None:
    bars = {
        "OTIO_SCHEMA": "GeneratorReference.1", "name": "", "generator_kind": "SMPTEBars", "parameters": {}, "metadata": {},
        "available_range": None,
    }  # fmt: skip
    source = read(write, make.timeline(make.track(make.clip("bars", make.span(0, 24), bars))))[0].shots[0].source
    assert (source.generated, source.name, source.url) == (True, "SMPTEBars", "")


def test_an_image_sequence_keeps_its_pattern(write: Write, make: SimpleNamespace) -> None:
    frames = {
        "OTIO_SCHEMA": "ImageSequenceReference.1", "target_url_base": "/plates/sh010",
        "name_prefix": "sh010.", "name_suffix": ".exr",
        "start_frame": 1001, "frame_step": 1, "rate": 24.0, "frame_zero_padding": 4, "missing_frame_policy": "error",
        "name": "", "metadata": {}, "available_range": make.span(1001, 50),
    }  # fmt: skip
    source = read(write, make.timeline(make.track(make.clip("a", make.span(1001, 50), frames))))[0].shots[0].source
    assert (source.name, source.url) == ("sh010.%04d.exr", "/plates/sh010/sh010.%04d.exr")


def test_markers_of_timeline_track_clip_and_nest_are_in_record_time(write: Write, make: SimpleNamespace) -> None:
    first = make.clip("a", make.span(100, 50), markers=[make.marker(110, "in a"), make.marker(10, "trimmed away")])
    fast = make.clip("b", make.span(200, 20), effects=[make.warp(2)], markers=[make.marker(220, "in b", 8)])
    inner = make.track(make.clip("c", make.span(0, 30), markers=[make.marker(12, "in c")]))
    nest = make.stack(inner, source_range=make.span(10, 10), markers=[make.marker(15, "on the nest")])
    picture = make.track(first, fast, nest, markers=[make.marker(7, "on V1")])
    cut, _ = read(write, make.timeline(picture, markers=[make.marker(500, "after the end")], start=make.time(86400)))
    assert [(marker.name, frames(marker.span)) for marker in cut.markers] == [
        ("on V1", (7, 7)),
        ("in a", (10, 10)),
        ("in b", (60, 64)),  # 50 + (220 - 200)/2, for 8/2 frames
        ("in c", (72, 72)),  # 70 + 12 - 10
        ("on the nest", (75, 75)),  # 70 + 15 - 10
        ("after the end", (500, 500)),
    ]
    assert {marker.color for marker in cut.markers} == {"GREEN"}


def test_markers_counted_from_the_start_timecode_come_to_their_place(write: Write, make: SimpleNamespace) -> None:
    notes = {"Resolve_OTIO": {"Note": "cut here"}}
    late = make.marker(86400 + 12, "m", metadata=notes)
    cut, _ = read(
        write, make.timeline(make.track(make.clip("a", make.span(0, 48))), markers=[late], start=make.time(86400))
    )
    assert [(frames(marker.span), marker.note) for marker in cut.markers] == [((12, 12), "cut here")]


def test_the_rate_is_the_start_times_else_that_of_most_clips(write: Write, make: SimpleNamespace) -> None:
    mixed = make.track(
        make.clip("a", make.span(0, 25, 25)), make.clip("b", make.span(0, 24)), make.clip("c", make.span(0, 9))
    )
    cut, findings = read(write, make.timeline(mixed))
    assert cut.rate == RATE
    assert [finding.rule for finding in findings] == ["timeline.mixed-rates"]
    # Each clip lasts as long as it says, in its own frames: one second, one second, 9/24.
    assert [shot.record_span.start for shot in cut.shots] == [RATE.time_of(0), RATE.time_of(24), RATE.time_of(48)]
    cut, findings = read(write, make.timeline(mixed, start=make.time(90000, 25)))
    assert (cut.rate, findings) == (FrameRate(25), ())
    assert read(write, make.timeline(mixed), FrameRate.parse("23.976"))[0].rate == FrameRate(24000, 1001)
    assert read(write, make.timeline(make.track(make.clip("a", make.span(0, 24, 23.976024627685547)))))[
        0
    ].rate == FrameRate(24000, 1001)


def test_sound_alone_says_no_frame_rate(write: Write, make: SimpleNamespace) -> None:
    sound = make.track(make.clip("a", make.span(0, 48000, 48000)), kind="Audio")
    with pytest.raises(UsageError, match="frame rate") as caught:
        read(write, make.timeline(sound))
    assert "--rate" in caught.value.hint
    cut, _ = read(write, make.timeline(sound), RATE)
    assert shown(cut.shots[0]) == ("A1:1", (0, 24), (0, 24))


def test_a_fraction_of_a_frame_is_read_in_the_rate_it_was_written_with(write: Write, make: SimpleNamespace) -> None:
    # Hiero writes frame 30 at 24 as a value in its own 23.976: 30 / 24 * 23.976024627685547.
    shown_range = make.span(29.970030784606934, 11, 23.976024627685547)
    cut, _ = read(write, make.timeline(make.track(make.clip("a", shown_range))))
    assert cut.shots[0].source_span.start == RATE.time_of(30)


def test_newer_and_unknown_objects_are_read_around(write: Write, make: SimpleNamespace) -> None:
    colored = make.marker(
        5, OTIO_SCHEMA="Marker.3", color={"OTIO_SCHEMA": "Color.1", "name": "x", "r": 0.1, "g": 0.1, "b": 0.9, "a": 1}
    )
    unknown = {"OTIO_SCHEMA": "Caption.1", "name": "hello", "source_range": make.span(0, 12), "metadata": {}}
    newer = make.clip("b", make.span(0, 10), OTIO_SCHEMA="Clip.9")
    effect = {"OTIO_SCHEMA": "Sparkle.2", "name": "s", "metadata": {}}
    shots = [make.clip("a", make.span(0, 24), effects=[effect, effect]), unknown, newer]
    cut, findings = read(write, make.timeline(make.track(*shots), markers=[colored]))
    assert [shown(shot)[1] for shot in cut.shots] == [(0, 24), (36, 46)]
    assert cut.markers[0].color == "BLUE"
    found = [(finding.rule, finding.evidence["schema"], finding.evidence["count"]) for finding in findings]
    assert sorted(found) == [
        ("timeline.newer-schema", "Clip.9", 1),
        ("timeline.unknown-schema", "Caption.1", 1),
        ("timeline.unknown-schema", "Sparkle.2", 2),
    ]


def test_media_that_clips_share_is_written_once(write: Write, make: SimpleNamespace) -> None:
    shared = make.media("a.mov", make.span(0, 100)) | {"OTIO_REF_ID": "ExternalReference-1"}
    again = {"OTIO_SCHEMA": "SerializableObjectRef.1", "id": "ExternalReference-1"}
    shots = [make.clip("one", make.span(0, 24), shared), make.clip("two", make.span(50, 24), again)]
    cut, findings = read(write, make.timeline(make.track(*shots)))
    assert [shot.source.url for shot in cut.shots] == ["a.mov", "a.mov"]
    assert findings == ()


def test_tracks_that_are_neither_picture_nor_sound_are_left_out(write: Write, make: SimpleNamespace) -> None:
    words = make.track(make.clip("t", make.span(0, 10)), kind="Subtitle")
    cut, findings = read(write, make.timeline(make.track(make.clip("a", make.span(0, 5))), words))
    assert len(cut.shots) == 1
    assert [(finding.rule, finding.severity) for finding in findings] == [("timeline.track-skipped", "info")]


def test_what_stands_for_a_timeline(write: Write, make: SimpleNamespace) -> None:
    one = make.timeline(make.track(make.clip("a", make.span(0, 5))))
    collection = {"OTIO_SCHEMA": "SerializableCollection.1", "name": "", "metadata": {}, "children": [one]}
    for whole in (collection, make.track(make.clip("a", make.span(0, 5))), make.clip("a", make.span(0, 5))):
        assert [shown(shot) for shot in read(write, whole)[0].shots] == [("V1:1", (0, 5), (0, 5))]
    with pytest.raises(InputError, match="holds 2 timelines"):
        read(write, {**collection, "children": [one, one]})


def test_names_cannot_speak_to_a_terminal(write: Write, make: SimpleNamespace) -> None:
    cut, _ = read(write, make.timeline(make.track(make.clip("a\x1b[2Jb" + "x" * 5000, make.span(0, 5)))))
    assert cut.shots[0].name.startswith("a [2Jb")
    assert len(cut.shots[0].name) <= 300
