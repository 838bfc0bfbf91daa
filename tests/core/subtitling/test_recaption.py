"""New speech in a new cut is captioned between what was carried across."""

from __future__ import annotations

from pathlib import Path

from picturelock import profiles
from picturelock.conform.events import Conformed, conform
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut, Shot, Source
from picturelock.spoken import RecordWord
from picturelock.subtitling.recaption import recaption
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
PROFILE = profiles.load("netflix-en")


def span(first: int, end: int) -> Span:
    return Span(RATE.time_of(first), RATE.time_of(end))


def cut_of(*clips: tuple[str, int, int]) -> Cut:
    shots, at = [], 0
    for number, (name, first, count) in enumerate(clips, start=1):
        source = Source(name, path=Path(f"/{name}"), start=0)
        shots.append(
            Shot(f"A1:{number}", "A1", "audio", name, source, span(first, first + count), span(at, at + count))
        )
        at += count
    return Cut("cut", RATE, tuple(shots), duration=RATE.time_of(at))


def words(text: str, first: int, each: int = 10) -> list[RecordWord]:
    return [
        RecordWord(word, span(first + n * each, first + (n + 1) * each), "en", "b", "A1:2")
        for n, word in enumerate(text.split())
    ]


def cue(first: int, end: int, text: str) -> Cue:
    return Cue(span(first, end), plain(text), "7")


OLD, NEW = cut_of(("a", 0, 200), ("c", 0, 200)), cut_of(("a", 0, 200), ("b", 0, 150), ("c", 0, 200))


def carried(*cues: Cue) -> Conformed:
    return conform(Captions(cues, "en"), OLD, NEW)


def test_speech_that_is_new_gets_its_captions_and_a_number_in_order() -> None:
    done = recaption(
        carried(cue(50, 100, "Before."), cue(250, 300, "After.")), NEW, words("This is new.", 220, 20), PROFILE
    )
    assert [(c.id, c.text) for c in done.captions.cues] == [("1", "Before."), ("2", "This is new."), ("3", "After.")]
    assert [event.state for event in done.events] == ["kept", "moved", "new"]
    assert [event.cues[0].id for event in done.events] == ["1", "3", "2"]
    (new,) = [found for found in done.findings if found.rule == "conform.new"]
    assert new.place.cue == "2" and new.evidence["text"] == "This is new."


def test_words_that_the_old_cut_had_too_are_nobody_s_business() -> None:
    """A person left them without a caption."""
    done = recaption(carried(), NEW, words("Left out.", 20), PROFILE)
    assert done.captions.cues == () and done.findings == ()


def test_a_new_caption_leaves_the_carried_ones_their_time_and_gap() -> None:
    """The caption before stays 10 frames over the edit; the new words begin right there."""
    old = cut_of(("a", 0, 200), ("-", 0, 10), ("c", 0, 200))
    quiet = Cut("old", RATE, (old.shots[0], old.shots[2]), duration=old.duration)
    done = conform(Captions((cue(100, 210, "Before."),), "en"), quiet, NEW)
    assert done.captions.cues[0].span == span(100, 210)
    done = recaption(done, NEW, words("This is new.", 205, 20), PROFILE)
    before, new = done.captions.cues
    assert before.span == span(100, 210) and new.span.start == span(212, 213).start


def test_new_speech_under_a_carried_caption_is_reported() -> None:
    done = conform(Captions((cue(100, 199, "Long."),), "en"), OLD, NEW)
    long = done.captions.cues[0]
    over = Cue(span(100, 330), long.lines, long.id)
    stretched = Conformed(Captions((over,), "en", rate=RATE), done.events, (), done.new_sound)
    done = recaption(stretched, NEW, words("Not seen.", 240), PROFILE)
    assert [found.rule for found in done.findings] == ["conform.new-speech-under"]
    assert done.findings[0].evidence["text"] == "Not seen."
