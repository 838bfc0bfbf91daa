"""Captions carried from cut to cut, against cases counted by hand and against a count frame by frame."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.conform.events import Conformed, conform
from picturelock.conform.runs import SLIVER
from picturelock.cues import Captions
from picturelock.cut import Cut
from picturelock.spoken import RecordWord
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
Make = Callable[..., Cut]
MakeCaptions = Callable[..., Captions]


def told(done: Conformed, rate: FrameRate = RATE) -> list[tuple[str, list[tuple[int, int]]]]:
    return [
        (event.state, [(rate.nearest(cue.span.start), rate.nearest(cue.span.end)) for cue in event.cues])
        for event in done.events
    ]


def test_nothing_changed(cut: Make, captions: MakeCaptions) -> None:
    old = cut(("a", 0, 100), ("b", 50, 100))
    done = conform(captions((10, 60), (95, 130)), old, old)
    assert told(done) == [("kept", [(10, 60)]), ("kept", [(95, 130)])]
    assert done.findings == () and done.new_sound == ()


def test_a_ripple_moves_what_follows(cut: Make, captions: MakeCaptions) -> None:
    old = cut(("a", 0, 100), ("b", 50, 100))
    new = cut(("a", 0, 100), ("x", 0, 24), ("b", 50, 100))
    done = conform(captions((10, 60), (110, 150)), old, new)
    assert told(done) == [("kept", [(10, 60)]), ("moved", [(134, 174)])]
    assert [(RATE.nearest(span.start), RATE.nearest(span.end)) for span in done.new_sound] == [(100, 124)]


def test_a_head_trim_cuts_into_a_caption(cut: Make, captions: MakeCaptions) -> None:
    old, new = cut(("a", 0, 100)), cut(("a", 30, 70))
    done = conform(captions((10, 60), (70, 90)), old, new)
    assert told(done) == [("trimmed", [(0, 30)]), ("moved", [(40, 60)])]
    assert [found.rule for found in done.findings] == ["conform.trimmed"]
    assert done.findings[0].evidence["lost_frames"] == 20


def test_known_words_say_what_a_trim_took(cut: Make, captions: MakeCaptions) -> None:
    def word(text: str, first: int, end: int) -> RecordWord:
        return RecordWord(text, Span(RATE.time_of(first), RATE.time_of(end)), "en", "/a.mov", "A1:1")

    words = [word("Do", 10, 20), word("not", 20, 29), word("go.", 40, 60)]
    done = conform(captions((10, 60, "Do not go.")), cut(("a", 0, 100)), cut(("a", 30, 70)), words)
    assert done.events[0].lost_words == ("Do", "not")
    assert [(found.rule, found.severity) for found in done.findings] == [("conform.words-lost", "warning")]
    assert done.captions.cues[0].text == "Do not go."


def test_a_clip_put_elsewhere_takes_its_captions_along(cut: Make, captions: MakeCaptions) -> None:
    old = cut(("a", 0, 100), ("b", 0, 100), ("c", 0, 100))
    new = cut(("c", 0, 100), ("a", 0, 100), ("b", 0, 100))
    done = conform(captions((10, 60), (110, 160), (210, 260)), old, new)
    assert told(done) == [("moved", [(110, 160)]), ("moved", [(210, 260)]), ("moved", [(10, 60)])]
    assert [cue.text for cue in done.captions.cues] == ["Caption 3.", "Caption 1.", "Caption 2."]
    assert [cue.id for cue in done.captions.cues] == ["1", "2", "3"]


def test_an_insert_in_the_middle_divides_a_caption_at_its_sentence(cut: Make, captions: MakeCaptions) -> None:
    old = cut(("a", 0, 100))
    new = cut(("a", 0, 45), ("x", 0, 50), ("a", 45, 55))
    done = conform(captions((10, 90, "He came in.\nAnd then he left again.")), old, new)
    assert told(done) == [("split", [(10, 45), (95, 140)])]
    assert [cue.text for cue in done.captions.cues] == ["He came in.", "And then he left again."]


def test_a_few_frames_that_went_elsewhere_make_no_caption(cut: Make, captions: MakeCaptions) -> None:
    """The caption stays 5 frames into the next clip, which was put at the front."""
    old = cut(("a", 0, 100), ("b", 0, 100))
    new = cut(("b", 0, 100), ("a", 0, 100))
    done = conform(captions((20, 105)), old, new)
    assert told(done) == [("trimmed", [(120, 200)])]


def test_what_the_new_cut_lacks_is_dropped_and_listed(cut: Make, captions: MakeCaptions) -> None:
    done = conform(captions((10, 60), (110, 160)), cut(("a", 0, 100), ("b", 0, 100)), cut(("b", 0, 100)))
    assert told(done) == [("dropped", []), ("moved", [(10, 60)])]
    assert [(found.rule, found.evidence["text"]) for found in done.findings] == [("conform.dropped", "Caption 1.")]


def test_a_passage_used_once_more_has_its_caption_twice(cut: Make, captions: MakeCaptions) -> None:
    old = cut(("a", 0, 100), ("b", 0, 50))
    new = cut(("a", 0, 100), ("b", 0, 50), ("a", 0, 100))
    done = conform(captions((10, 60)), old, new)
    assert told(done) == [("copied", [(10, 60), (160, 210)])]


def test_two_uses_of_one_passage_keep_their_own_captions(cut: Make, captions: MakeCaptions) -> None:
    old = cut(("a", 0, 50), ("b", 0, 50), ("a", 0, 50), ("c", 0, 50))
    new = cut(("x", 0, 10), ("a", 0, 50), ("b", 0, 50), ("a", 0, 50), ("c", 0, 50))
    done = conform(captions((5, 45, "First"), (105, 145, "Second")), old, new)
    assert told(done) == [("moved", [(15, 55)]), ("moved", [(115, 155)])]
    second_gone = cut(("x", 0, 10), ("a", 0, 50), ("b", 0, 50), ("c", 0, 50))
    assert told(conform(captions((5, 45), (105, 145)), old, second_gone)) == [("moved", [(15, 55)]), ("dropped", [])]
    first_gone = cut(("b", 0, 50), ("a", 0, 50), ("c", 0, 50))
    assert told(conform(captions((5, 45), (105, 145)), old, first_gone)) == [("dropped", []), ("moved", [(55, 95)])]


def test_a_caption_over_silence_follows_the_picture(cut: Make, captions: MakeCaptions) -> None:
    """A title is captioned where nothing is heard."""
    old = cut(("t", 0, 100), ("u", 0, 100), track="V1")
    new = cut(("u", 0, 100), ("t", 0, 100), track="V1")
    silent = Cut("s", RATE, tuple(replace(shot, kind="video") for shot in old.shots), duration=old.duration)
    done = conform(captions((20, 80)), silent, new)
    assert told(done) == [("moved", [(120, 180)])]


def test_where_the_sound_is_all_new_captions_follow_the_picture(cut: Make, captions: MakeCaptions) -> None:
    pictures = cut(("p", 0, 100), ("q", 0, 100), track="V1"), cut(("q", 0, 100), ("p", 0, 100), track="V1")
    guide, mix = cut(("guide", 0, 200)), cut(("mix", 0, 200))
    old, new = (
        replace(picture, shots=(*picture.shots, *sound.shots))
        for picture, sound in zip(pictures, (guide, mix), strict=True)
    )
    assert told(conform(captions((20, 80)), old, new)) == [("moved", [(120, 180)])]


def test_a_caption_stays_while_the_picture_under_it_changes(cut: Make, captions: MakeCaptions) -> None:
    sound = cut(("take", 0, 200))
    old = replace(sound, shots=(*cut(("p", 0, 200), track="V1").shots, *sound.shots))
    new = replace(sound, shots=(*cut(("q", 0, 80), ("p", 0, 120), track="V1").shots, *sound.shots))
    assert told(conform(captions((20, 180)), old, new)) == [("kept", [(20, 180)])]


def test_a_retime_takes_its_captions_along(cut: Make, captions: MakeCaptions) -> None:
    old = cut(("a", 0, 100))
    shots = (replace(old.shots[0], record_span=Span(0, RATE.time_of(50)), speed=Fraction(2)),)
    done = conform(captions((20, 60)), old, replace(old, shots=shots, duration=RATE.time_of(50)))
    assert told(done) == [("retimed", [(10, 30)])]


def test_another_frame_rate(cut: Make, captions: MakeCaptions) -> None:
    """The same seconds of the same source, on the frames of the new cut: 1 s to 3 s."""
    new_rate = FrameRate(24000, 1001)
    old, new = cut(("a", 0, 250)), cut(("a", 0, 240), rate=new_rate)
    (event,) = told(conform(captions((25, 75)), old, new), new_rate)
    assert event == ("kept", [(24, 72)]) or event == ("moved", [(24, 72)])


def test_silence_after_a_caption_makes_room_for_the_next(cut: Make, captions: MakeCaptions) -> None:
    """The first caption stayed 20 frames over a gap that is gone."""
    old = cut(("a", 0, 50), ("-", 0, 50), ("b", 0, 50))
    new = cut(("a", 0, 50), ("b", 0, 50))
    done = conform(captions((10, 70), (100, 140)), old, new)
    assert told(done) == [("kept", [(10, 50)]), ("moved", [(50, 90)])]
    assert done.findings == ()


@pytest.mark.parametrize("rate", [FrameRate(24), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(60)])
def test_no_drift_over_a_thousand_edits(cut: Make, captions: MakeCaptions, rate: FrameRate) -> None:
    clips = [("a", 10 * n, 7) for n in range(1000)]
    old, new = cut(*clips, rate=rate), cut(*((name, first, count + 1) for name, first, count in clips), rate=rate)
    done = conform(captions(*((7 * n, 7 * n + 7) for n in range(1000)), rate=rate), old, new)
    assert told(done, rate) == [("moved" if n else "kept", [(8 * n, 8 * n + 7)]) for n in range(1000)]


def brute(
    events: list[tuple[int, int]], old: list[tuple[str, int, int]], new: list[tuple[str, int, int]]
) -> list[object]:
    """Where every frame of every caption went, one frame at a time; every source frame is used once in each cut."""
    before = [(name, first + at) for name, first, count in old for at in range(count)]
    after = {(name, first + at): index for index, (name, first, at) in enumerate(
        (name, first, at) for name, first, count in new for at in range(count))}  # fmt: skip
    found: list[object] = []
    for start, end in events:
        runs: list[tuple[int, int, int]] = []  # first old frame, first new frame, count
        for frame in range(start, end):
            to = after.get(before[frame])
            if to is None:
                continue
            open_ = next(
                (
                    n
                    for n, run in reversed([*enumerate(runs)])
                    if to - frame == run[1] - run[0] and (frame - run[0] - run[2]) * RATE.frame < SLIVER
                ),
                None,
            )
            if open_ is None:
                runs.append((frame, to, 1))
            else:
                runs[open_] = (*runs[open_][:2], frame + 1 - runs[open_][0])
        long = [run for run in runs if run[2] * RATE.frame >= SLIVER or 3 * run[2] >= end - start]
        long = long or sorted(runs, key=lambda run: -run[2])[:1]
        found.append(sorted((to, to + count) for _, to, count in long))
    return found


def edited(clips: list[tuple[str, int, int]], chance: random.Random, edits: int) -> list[tuple[str, int, int]]:
    """A cut after some edits: inserts, deletes, trims, splits, moves; no source frame is used twice."""
    clips = list(clips)
    for number in range(edits):
        at = chance.randrange(len(clips))
        name, first, count = clips[at]
        kind = chance.choice(("insert", "delete", "head", "tail", "split", "move", "swap"))
        if kind == "insert":
            clips.insert(at, (f"new{number}", 0, chance.randint(1, 60)))
        elif kind == "delete" and len(clips) > 2:
            del clips[at]
        elif kind == "head" and count > 2:
            by = chance.randint(1, count - 1)
            clips[at] = (name, first + by, count - by)
        elif kind == "tail" and count > 2:
            clips[at] = (name, first, chance.randint(1, count - 1))
        elif kind == "split" and count > 2:
            by = chance.randint(1, count - 1)
            clips[at : at + 1] = [(name, first, by), (name, first + by, count - by)]
        elif kind == "move":
            clips.insert(chance.randrange(len(clips)), clips.pop(at))
        elif kind == "swap":
            to = chance.randrange(len(clips))
            clips[at], clips[to] = clips[to], clips[at]
    return clips


@settings(deadline=None, max_examples=250)
@given(seed=st.integers(0, 1 << 30))
def test_right_to_the_frame_against_brute_force(cut: Make, captions: MakeCaptions, seed: int) -> None:
    chance = random.Random(seed)
    one_take = chance.random() < 0.5  # all from one long take, or each clip from a file of its own
    clips = [("take" if one_take else f"s{n}", 200 * n, chance.randint(5, 120)) for n in range(chance.randint(1, 14))]
    length = sum(count for _, _, count in clips)
    events, at = [], 0
    while at < length - 2:
        end = min(length, at + chance.randint(1, 90))
        events.append((at, end))
        at = end + chance.randint(0, 30)
    changed = edited(clips, chance, chance.randint(0, 12))
    done = conform(captions(*events), cut(*clips), cut(*changed))
    assert [runs for _, runs in told(done)] == brute(events, clips, changed)
