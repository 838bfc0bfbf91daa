"""What a caption follows where a cut has many tracks: speech before beds, sound before picture, and nothing by chance."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.conform.events import Conformed, conform
from picturelock.cues import Captions, Cue, Kind, plain
from picturelock.cut import Cut, Shot, Source
from picturelock.spoken import RecordWord
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
Clip = tuple[str, int, int]


def span(start: int, end: int) -> Span:
    return Span(RATE.time_of(start), RATE.time_of(end))


def track(name: str, *clips: Clip) -> list[Shot]:
    """Clips one after the other; "-" is a gap, capitals are what the editing system made itself."""
    shots, at = [], 0
    for number, (media, first, count) in enumerate(clips, start=1):
        made = media.isupper()
        source = Source(media, path=None if made else Path("/" + media), start=0, generated=made)
        kind = "video" if name.startswith("V") else "audio"
        if media != "-":
            record = span(at, at + count)
            shots.append(Shot(f"{name}:{number}", name, kind, media, source, span(first, first + count), record))  # type: ignore[arg-type]
        at += count
    return shots


def cut(*tracks: list[Shot]) -> Cut:
    shots = sorted(
        (shot for one in tracks for shot in one), key=lambda shot: (shot.record_span.start, shot.kind != "video")
    )
    return Cut("cut", RATE, tuple(shots), duration=max(shot.record_span.end for shot in shots))


def run(
    old: Cut, new: Cut, *events: tuple[int, int], kind: Kind = "sub", words: tuple[RecordWord, ...] = ()
) -> Conformed:
    cues = tuple(Cue(span(*event), plain("He came in.\nShe left.")) for event in events)
    return conform(Captions(cues, kind=kind), old, new, words)


def told(done: Conformed) -> list[tuple[str, str, list[tuple[int, int]]]]:
    return [
        (
            event.state,
            event.followed,
            [(RATE.nearest(cue.span.start), RATE.nearest(cue.span.end)) for cue in event.cues],
        )
        for event in done.events
    ]


SCENES: tuple[Clip, ...] = (("a", 0, 100), ("b", 0, 100), ("c", 0, 100))
SWAPPED = (SCENES[1], SCENES[0], SCENES[2])


def microphones(clips: tuple[Clip, ...]) -> list[list[Shot]]:
    return [track(f"A{number}", *((f"{name}.{number}", at, n) for name, at, n in clips)) for number in (1, 2, 3)]


def test_three_microphones_are_no_bed_and_the_music_is_one() -> None:
    old = cut(*microphones(SCENES), track("A4", ("music", 0, 300)))
    new = cut(*microphones(SWAPPED), track("A4", ("music", 50, 300)))
    found = told(run(old, new, (10, 90), (110, 190), (210, 290)))
    assert [places for _, _, places in found] == [[(110, 190)], [(10, 90)], [(210, 290)]]


def test_a_longer_second_channel_changes_nothing() -> None:
    old = cut(track("A1", ("a", 0, 50), ("b", 0, 50)), track("A2", ("a", 0, 60)))
    words = (RecordWord("x", span(10, 15), "en", "/a", "A1:1"),)
    assert [state for state, _, _ in told(run(old, old, (5, 45), (55, 90), words=words))] == ["kept", "kept"]


def test_effects_under_a_line_do_not_take_it_along() -> None:
    effects = track("A5", ("-", 0, 50), ("door", 0, 30), ("-", 0, 40), ("step", 0, 30))
    moved = track("A5", ("-", 0, 20), ("door", 0, 30), ("-", 0, 140), ("step", 0, 30))
    old, new = cut(track("A1", ("line", 0, 250)), effects), cut(track("A1", ("x", 0, 40), ("line", 0, 250)), moved)
    assert told(run(old, new, (40, 90), (110, 160))) == [
        ("moved", "sound", [(80, 130)]),
        ("moved", "sound", [(150, 200)]),
    ]


def test_a_voice_over_stays_where_the_pictures_under_it_change() -> None:
    """The pictures have a sound of their own, lower down."""

    def film(*pictures: Clip) -> Cut:
        voice = track("A1", ("voice", 0, 200), ("-", 0, 300))
        return cut(voice, track("A2", *pictures, ("end", 0, 300)), track("V1", *pictures, ("end", 0, 300)))

    old, new = film(("p", 0, 100), ("q", 0, 100)), film(("x", 0, 100), ("p", 0, 100))
    assert told(run(old, new, (10, 90), (110, 190))) == [("kept", "sound", [(10, 90)]), ("kept", "sound", [(110, 190)])]


def test_a_new_recording_of_a_line_on_screen_keeps_its_caption() -> None:
    old = cut(track("A1", ("t", 0, 300)), track("V1", ("t", 0, 300)))
    without = track("A1", ("t", 0, 100), ("-", 0, 60), ("t", 160, 140))
    new = cut(without, track("A2", ("-", 0, 100), ("adr", 0, 60)), track("V1", ("t", 0, 300)))
    done = run(old, new, (20, 80), (102, 158), (200, 250))
    assert [(state, how) for state, how, _ in told(done)] == [
        ("kept", "sound"),
        ("kept", "replaced"),
        ("kept", "sound"),
    ]
    assert [(found.rule, found.evidence["count"]) for found in done.findings] == [("conform.sound-replaced", 1)]


def test_another_line_over_the_same_pictures_is_another_line() -> None:
    old = cut(track("A1", ("voice", 0, 300)), track("V1", ("p", 0, 300)))
    new = cut(track("A1", ("voice", 0, 100), ("voice2", 0, 60), ("voice", 160, 140)), track("V1", ("p", 0, 300)))
    assert [state for state, _, _ in told(run(old, new, (20, 80), (102, 158), (200, 250)))] == [
        "kept",
        "dropped",
        "kept",
    ]


def test_a_line_that_was_cut_out_leaves_no_caption_on_its_run_out() -> None:
    pictures = track("V1", ("p", 0, 150))
    old = cut(track("A1", ("a", 0, 50), ("-", 0, 50), ("b", 0, 50)), pictures)
    new = cut(track("A1", ("-", 0, 100), ("b", 0, 50)), pictures)
    assert told(run(old, new, (10, 60))) == [("dropped", "sound", [])]


def test_a_title_over_a_freeze() -> None:
    moving = track("V1", ("p", 0, 50), ("-", 0, 100), ("q", 0, 100))
    freeze = replace(moving[0], id="V1:9", source_span=span(50, 50), record_span=span(50, 150), speed=Fraction(0))
    old = cut([*moving, freeze])
    assert told(run(old, old, (60, 120))) == [("kept", "sound", [(60, 120)])]
    new = cut([*track("V1", ("q", 0, 100)), replace(freeze, record_span=span(100, 180))])
    assert told(run(old, new, (60, 120))) == [("moved", "sound", [(110, 170)])]


def test_a_caption_over_nothing_keeps_its_distance() -> None:
    old = cut(track("A1", ("-", 0, 100), ("a", 0, 100)))
    longer = cut(track("A1", ("x", 0, 40), ("-", 0, 100), ("a", 0, 100)))
    assert told(run(old, old, (10, 60)))[0] == ("kept", "place", [(10, 60)])
    assert told(run(old, longer, (10, 60)))[0] == ("moved", "place", [(50, 100)])
    assert told(run(old, cut(track("A1", ("a", 0, 100))), (10, 60)))[0] == ("dropped", "sound", [])


def test_what_the_editing_system_made_has_no_sound() -> None:
    old = cut(track("V1", ("BLACK", 0, 100), ("p", 0, 100)), track("A4", ("music", 0, 200)))
    new = cut(track("V1", ("BLACK", 0, 50), ("p", 0, 100)), track("A4", ("music", 50, 150)))
    assert told(run(old, new, (60, 95))) == [("moved", "sound", [(10, 45)])]


@pytest.mark.parametrize(("kind", "places"), [("sub", [(20, 80)]), ("forced", [(270, 330)])])
def test_forced_narratives_follow_the_picture(kind: Kind, places: list[tuple[int, int]]) -> None:
    music = track("A1", ("music", 0, 500))
    old = cut(music, track("V1", ("p", 0, 250), ("q", 0, 250)))
    new = cut(music, track("V1", ("q", 0, 250), ("p", 0, 250)))
    assert told(run(old, new, (20, 80), kind=kind))[0][2] == places


def test_a_muted_clip_is_not_followed() -> None:
    old = cut(track("A1", ("a", 0, 100)))
    muted = [replace(shot, enabled=False) for shot in track("A1", ("a", 0, 100))]
    assert told(run(old, cut(muted, track("A2", ("-", 0, 20), ("a", 0, 100))), (10, 50))) == [
        ("moved", "sound", [(30, 70)])
    ]


def test_one_sound_under_three_pictures_goes_with_them() -> None:
    def film(*pictures: str) -> Cut:
        sounds = [clip for _ in pictures for clip in (("yes", 0, 25), ("-", 0, 25))]
        return cut(track("A1", *sounds), track("V1", *((name, 0, 50) for name in pictures)))

    found = told(run(film("p", "q", "r"), film("p", "r"), (2, 23), (52, 73), (102, 123)))
    assert [places for _, _, places in found] == [[(2, 23)], [], [(52, 73)]]


def test_two_uses_of_different_length_that_changed_places() -> None:
    old = cut(track("A1", ("a", 0, 50), ("x", 0, 50), ("a", 20, 50), ("y", 0, 50)))
    new = cut(track("A1", ("a", 20, 50), ("x", 0, 50), ("a", 0, 50), ("y", 0, 50)))
    assert [places for _, _, places in told(run(old, new, (2, 48), (102, 148)))] == [[(102, 148)], [(2, 48)]]


def test_captions_that_were_on_screen_together_may_stay_so() -> None:
    old = cut(track("A1", ("a", 0, 100)))
    assert run(old, old, (10, 60), (30, 80)).findings == ()
    together = cut(track("A1", ("a", 0, 50)), track("A2", ("b", 0, 50)))
    apart = cut(track("A1", ("a", 0, 50), ("b", 0, 50)))
    assert [found.rule for found in run(apart, together, (10, 40), (60, 90)).findings] == ["conform.overlap"]


def test_captions_out_of_order_of_no_length_and_beyond_the_end() -> None:
    old = cut(track("A1", ("a", 0, 100)))
    done = run(old, old, (50, 60), (10, 30), (40, 40), (150, 200))
    assert [places for _, _, places in told(done)] == [[(50, 60)], [(10, 30)], [(40, 41)], []]
    assert [cue.id for cue in done.captions.cues] == ["1", "2", "3"]
    assert [(found.rule, found.evidence["count"]) for found in done.findings] == [("conform.outside", 1)]
    assert done.events[3].outside


def test_names_that_are_no_numbers_stay() -> None:
    old, new = cut(track("A1", ("a", 0, 100))), cut(track("A1", ("a", 0, 45), ("x", 0, 50), ("a", 45, 55)))
    cues = (Cue(span(10, 90), plain("He came in.\nShe left."), "intro"), Cue(span(92, 99), plain("x"), "2"))
    done = conform(Captions(cues), old, new)
    assert [cue.id for cue in done.captions.cues] == ["intro", "intro-2", "3"]


def test_copies_without_a_first_place_are_no_copies() -> None:
    """Two uses became one, and the other use has the first claim on it: both captions stand there, once each."""
    old = cut(track("A1", ("a", 0, 50), ("x", 0, 50), ("a", 30, 70), ("y", 0, 50)))
    new = cut(track("A1", ("x", 0, 50), ("a", 0, 100), ("y", 0, 50)))
    done = run(old, new, (2, 28), (132, 168))
    assert [(event.state, len(event.cues), event.copies) for event in done.events] == [("moved", 1, 0), ("moved", 1, 0)]
