"""Captions that the new cut wants and nobody has made."""

from __future__ import annotations

from collections.abc import Callable

from picturelock.conform.events import conform
from picturelock.conform.needed import Needed, needed
from picturelock.cues import Captions
from picturelock.cut import Cut
from picturelock.findings import Finding, Place
from picturelock.spoken import RecordWord
from picturelock.subtitling.recaption import uncaptioned
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)


def span(first: int, end: int) -> Span:
    return Span(RATE.time_of(first), RATE.time_of(end))


def test_new_speech_and_unknown_sound_in_order(cut: Callable[..., Cut], captions: Callable[..., Captions]) -> None:
    """Two inserts: of one the words are known, from frame 110 to 140; of the other, 150 to 175, they are not."""
    old, new = cut(("a", 0, 100)), cut(("a", 0, 100), ("x", 0, 50), ("y", 0, 25))
    words = [RecordWord(text, span(at, at + 15), "en", "/x.mov", "A1:2") for text, at in (("Not", 110), ("here.", 125))]
    done = uncaptioned(conform(captions((10, 60)), old, new), words)
    assert needed(done.findings, [span(150, 175), span(160, 170)]) == [
        Needed(span(110, 140), "Not here.", "uncaptioned"),
        Needed(span(150, 175), "", "untranscribed"),
    ]


def test_only_what_wants_a_caption_is_named() -> None:
    place, facts = Place(record=span(5, 9)), {"text": "x", "cue": "1"}
    names = ("no-room", "untranslated", "uncaptioned-beside", "new-speech-under", "new", "trimmed", "copied-part")
    found = [Finding(f"conform.{name}", "warning", place, facts) for name in names]
    assert [one.reason for one in needed(found)] == ["no_room", "untranslated", "uncaptioned"]
    assert needed([Finding("conform.uncaptioned", "warning", Place(), facts)]) == [] == needed([])
