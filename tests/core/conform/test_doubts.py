"""Cuts that have nothing in common, and sound of which nobody knows what is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from picturelock.conform.carry import Carrier
from picturelock.conform.doubts import unrelated, untranscribed, untranslated
from picturelock.conform.events import conform
from picturelock.cues import Captions
from picturelock.cut import Cut
from picturelock.times import FrameRate, Span
from picturelock.wording import message

RATE = FrameRate(25)
Make = Callable[..., Cut]


def test_two_cuts_that_share_nothing(cut: Make) -> None:
    a, b, nothing = cut(("a", 0, 100)), cut(("b", 0, 100)), cut(("-", 0, 100))
    assert Carrier(a, a).related and Carrier(a, cut(("b", 0, 5), ("a", 90, 10))).related
    assert not Carrier(a, b).related and not Carrier(a, cut(("a", 100, 50))).related and not Carrier(a, nothing).related
    assert Carrier(nothing, a).related  # there was nothing to share
    found = unrelated(a, b)
    assert (found.rule, found.severity) == ("conform.unrelated", "error")


def test_new_sound_without_a_transcript(cut: Make) -> None:
    old = cut(("a", 0, 100))
    new = replace(cut(("x", 0, 24), ("a", 0, 100), ("a", 100, 12), ("y", 0, 50)), start=RATE.time_of(90_000))
    parts = Carrier(old, new).new_parts
    (found,) = untranscribed(parts, new, ())
    assert found.evidence["count"] == 2  # 12 more frames of a clip are a trim, not a passage
    assert found.evidence["places"] == "01:00:00:00 (x.mov), 01:00:05:11 (y.mov)"
    assert "2 stretches of sound are new" in message(found, "en")
    (found,) = untranscribed(parts, new, {"/x.mov"})
    assert found.evidence["places"] == "01:00:05:11 (y.mov)" and found.evidence["sources"] == "y.mov"
    assert not list(untranscribed(parts, new, {"/x.mov", "/y.mov"})) and not list(untranscribed((), new, ()))


def test_two_channels_of_one_take_are_one_stretch(cut: Make) -> None:
    old, new = cut(("a", 0, 100)), cut(("a", 0, 100), ("x", 0, 50))
    other = (replace(shot, id=f"A2:{at}", track="A2") for at, shot in enumerate(new.shots))
    both = replace(new, shots=(*new.shots, *other))
    (found,) = untranscribed(Carrier(old, both).new_parts, both, ())
    assert found.evidence["count"] == 1


def test_known_music_beside_an_unknown_take_is_not_told(cut: Make) -> None:
    """The music goes on as before; over it a take is new that has a transcript."""
    music = cut(("m", 0, 200), track="A2")
    old, new = (
        replace(music, shots=(*cut(*clips).shots, *music.shots)) for clips in ([("a", 0, 100)], [("x", 0, 100)])
    )
    assert not list(untranscribed(Carrier(old, new).new_parts, new, {"/x.mov"}))
    assert len(list(untranscribed(Carrier(old, new).new_parts, new, ()))) == 1


def test_many_places_are_told_by_the_first(cut: Make) -> None:
    new = cut(("a", 0, 100), *((f"x{number}", 0, 50) for number in range(9)))
    (found,) = untranscribed(Carrier(cut(("a", 0, 100)), new).new_parts, new, ())
    places = str(found.evidence["places"])
    assert found.evidence["count"] == 9 and places.count("(") == 5 and places.endswith(" …")
    assert found.place.record == Span(RATE.time_of(100), RATE.time_of(150))


def test_only_new_captions_lack_a_translation(cut: Make, captions: Callable[..., Captions]) -> None:
    old = cut(("a", 0, 100))
    done = conform(captions((10, 20)), old, old)
    assert not list(untranslated(done.events, "v2.en.srt", "v2.fr.srt"))
    fresh = replace(done.events[0], state="new", cue=None)
    (found,) = untranslated((*done.events, fresh), "v2.en.srt", "v2.fr.srt")
    assert "Caption 1 of v2.en.srt is new, and v2.fr.srt has nothing for it" in message(found, "en")
