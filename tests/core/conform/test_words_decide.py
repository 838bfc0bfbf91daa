"""What a transcript says of a caption of which a part is gone, or elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from picturelock.conform.events import Conformed, conform
from picturelock.cues import Captions
from picturelock.cut import Cut
from picturelock.spoken import RecordWord
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
Make = Callable[..., Cut]
MakeCaptions = Callable[..., Captions]


def word(text: str, first: int, end: int, source: str = "a", shot: str = "A1:1") -> RecordWord:
    return RecordWord(text, Span(RATE.time_of(first), RATE.time_of(end)), "en", f"/{source}.mov", shot)


def told(done: Conformed) -> list[tuple[str, list[tuple[int, int]]]]:
    return [
        (event.state, [(RATE.nearest(cue.span.start), RATE.nearest(cue.span.end)) for cue in event.cues])
        for event in done.events
    ]


def rules(done: Conformed) -> list[str]:
    return [found.rule for found in done.findings]


def test_a_caption_without_any_of_its_words_is_dropped(cut: Make, captions: MakeCaptions) -> None:
    """Of frames 10 to 60 the last 8 are left, after the last word."""
    old, new = cut(("a", 0, 100)), cut(("a", 52, 48))
    two = captions((10, 60, "Do not go."), (70, 90, "Stay."))
    words = [word("Do", 10, 20), word("not", 20, 29), word("go.", 30, 45), word("Stay.", 70, 90)]
    done = conform(two, old, new, words)
    assert told(done) == [("dropped", []), ("moved", [(18, 38)])]
    assert done.events[0].unheard and done.events[0].lost_words == ("Do", "not", "go.")
    assert rules(done) == ["conform.unheard"] and done.findings[0].evidence["left_frames"] == 8
    unknown = conform(two, old, new)
    assert told(unknown)[0] == ("trimmed", [(0, 8)]) and rules(unknown) == ["conform.trimmed"]


def test_the_word_of_a_neighbour_does_not_drop_a_caption(cut: Make, captions: MakeCaptions) -> None:
    """Frames 90 to 100 hold the end of what is said before; the caption's own words are not in the transcript."""
    old = cut(("a", 0, 200))
    cue = captions((90, 160, "Nobody has transcribed this line."))
    done = conform(cue, old, cut(("a", 100, 100)), [word("gone.", 92, 99)])
    assert told(done) == [("trimmed", [(0, 60)])] and rules(done) == ["conform.words-lost"]


def test_a_source_without_words_keeps_its_part(cut: Make, captions: MakeCaptions) -> None:
    """Most of the caption lies over a take that has no transcript: nobody knows that it is silent."""
    old = cut(("a", 0, 100), ("b", 0, 100))
    words = [word("One", 85, 90), word("two", 92, 97)]
    done = conform(captions((84, 164, "One two.")), old, cut(("b", 0, 100)), words)
    assert told(done) == [("trimmed", [(0, 64)])]


def test_a_forced_narrative_stays_with_its_picture_whatever_is_heard(cut: Make, captions: MakeCaptions) -> None:
    sound, picture = cut(("a", 0, 100)), cut(("p", 0, 100), track="V1")
    old = replace(sound, shots=(*picture.shots, *sound.shots))
    kept = cut(("p", 52, 48), track="V1"), cut(("a", 52, 48))
    new = replace(kept[0], shots=(*kept[0].shots, *kept[1].shots))
    forced = replace(captions((10, 60, "EXIT")), kind="forced")
    assert told(conform(forced, old, new, [word("Hello", 20, 40)])) == [("trimmed", [(0, 8)])]


def test_what_is_elsewhere_was_not_cut_away(cut: Make, captions: MakeCaptions) -> None:
    """The caption stays 10 frames over the edit; the clip that follows was put before."""
    old, new = cut(("a", 0, 100), ("b", 0, 100)), cut(("b", 0, 100), ("a", 0, 100))
    done = conform(captions((20, 110)), old, new)
    assert told(done) == [("trimmed", [(120, 200)])]
    (event,) = done.events
    assert (RATE.nearest(event.lost), RATE.nearest(event.elsewhere)) == (10, 10)
    assert [(found.rule, found.evidence["frames"]) for found in done.findings] == [("conform.elsewhere", 10)]


def test_a_part_cut_away_and_a_part_elsewhere_are_told_apart(cut: Make, captions: MakeCaptions) -> None:
    """Of the 10 frames over the edit, 4 were cut away and 6 moved to the front."""
    old, new = cut(("a", 0, 100), ("b", 0, 100)), cut(("b", 4, 96), ("a", 0, 100))
    done = conform(captions((20, 110)), old, new)
    assert [(found.rule, found.evidence.get("lost_frames", found.evidence.get("frames"))) for found in done.findings] == [
        ("conform.trimmed", 4),
        ("conform.elsewhere", 6),
    ]  # fmt: skip


def test_words_that_are_elsewhere_are_not_gone(cut: Make, captions: MakeCaptions) -> None:
    old, new = cut(("a", 0, 100), ("b", 0, 100)), cut(("b", 0, 100), ("a", 0, 100))
    words = [word("Come", 30, 50), word("in.", 60, 80), word("Now!", 102, 108, "b", "A1:2")]
    done = conform(captions((20, 110, "Come in. Now!")), old, new, words)
    assert told(done) == [("trimmed", [(120, 200)])]
    assert (done.events[0].lost_words, done.events[0].words_elsewhere) == ((), ("Now!",))
    assert [(found.rule, found.severity) for found in done.findings] == [("conform.words-elsewhere", "warning")]


def test_a_short_part_with_all_the_words_is_what_the_caption_follows(cut: Make, captions: MakeCaptions) -> None:
    """The only word lies in the 10 frames that went to the front."""
    old, new = cut(("a", 0, 100), ("b", 0, 100)), cut(("b", 0, 100), ("a", 0, 100))
    words = [word("Before.", 0, 10), word("Now!", 102, 108, "b", "A1:2")]
    done = conform(captions((60, 110, "Now!")), old, new, words)
    assert told(done) == [("trimmed", [(0, 10)])]
    assert done.events[0].lost_words == () and RATE.nearest(done.events[0].elsewhere) == 40
    assert done.findings == ()


def test_all_of_a_file_dropped_is_one_error(cut: Make, captions: MakeCaptions) -> None:
    old, new = cut(("a", 0, 100), ("b", 0, 100)), cut(("b", 0, 100))
    done = conform(captions((0, 30), (40, 60), (70, 90)), old, new)
    assert [(found.rule, found.severity, found.evidence["count"]) for found in done.findings] == [
        ("conform.all-dropped", "error", 3)
    ]
