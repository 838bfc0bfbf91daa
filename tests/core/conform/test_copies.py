"""What a caption says where the new cut has a part of it once more; frames are counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from picturelock.conform.events import Conformed, conform
from picturelock.cues import Captions
from picturelock.cut import Cut
from picturelock.spoken import RecordWord
from picturelock.times import FrameRate, Span
from picturelock.wording import message

RATE = FrameRate(25)
Make = Callable[..., Cut]
MakeCaptions = Callable[..., Captions]
LONG = "a long sentence that lasts four whole seconds"


def word(text: str, first: int, end: int) -> RecordWord:
    return RecordWord(text, Span(RATE.time_of(first), RATE.time_of(end)), "en", "/a.mov", "A1:1")


def cues(done: Conformed) -> list[tuple[int, int, str]]:
    return [(RATE.nearest(cue.span.start), RATE.nearest(cue.span.end), cue.text) for cue in done.captions.cues]


def rules(done: Conformed) -> list[tuple[str, str]]:
    return [(found.rule, found.severity) for found in done.findings]


def recap(cut: Make, frames: int = 60) -> tuple[Cut, Cut]:
    """A cut of 500 frames, and the same with the first ones once more at its end."""
    clips = (("a", 0, 250), ("b", 0, 250))
    return cut(*clips), cut(*clips, ("a", 0, frames))


def test_a_part_of_which_no_word_is_known_is_told_to_hold_too_much(cut: Make, captions: MakeCaptions) -> None:
    """Frames 45 to 60 of 45 to 145 come again, at 500 + 45: 85 are wanting."""
    done = conform(captions((45, 145, LONG)), *recap(cut))
    assert cues(done) == [(45, 145, LONG), (545, 560, LONG)]
    (event,) = done.events
    assert (event.state, event.copies, event.copies_short, event.copies_crammed) == ("copied", 1, 0, 1)
    assert rules(done) == [("conform.copied", "info"), ("conform.copied-part", "warning")]
    told = done.findings[1]
    assert (told.evidence["frames"], told.evidence["wanting_frames"]) == (15, 85)
    assert (told.evidence["characters"], told.evidence["seconds"]) == (len(LONG), 0.6)
    assert told.place.cue == "2" and told.place.record == Span(RATE.time_of(545), RATE.time_of(560))
    assert "(15 frames), without 85 frames" in message(told, "en") and "(15 images)" in message(told, "fr")


def test_known_words_say_what_a_part_holds(cut: Make, captions: MakeCaptions) -> None:
    spoken = [word(text, 46 + 12 * at, 54 + 12 * at) for at, text in enumerate(LONG.split())]
    done = conform(captions((45, 145, LONG)), *recap(cut, 64), spoken)  # "a" to frame 54, "long" from 58 to 66
    assert cues(done) == [(45, 145, LONG), (545, 564, "a long")]
    (event,) = done.events
    assert (event.copies, event.copies_short, event.copies_crammed) == (1, 1, 0)
    assert rules(done) == [("conform.copied", "info")]


def test_a_part_with_all_the_words_holds_the_whole_text(cut: Make, captions: MakeCaptions) -> None:
    done = conform(captions((45, 145, "Right now.")), *recap(cut), [word("Right", 46, 50), word("now.", 51, 58)])
    assert cues(done)[1] == (545, 560, "Right now.") and rules(done) == [("conform.copied", "info")]


def test_a_part_without_any_of_the_words_makes_no_caption(cut: Make, captions: MakeCaptions) -> None:
    done = conform(captions((45, 145, "Right now.")), *recap(cut), [word("Right", 80, 90), word("now.", 91, 99)])
    assert cues(done) == [(45, 145, "Right now.")]
    assert [event.state for event in done.events] == ["kept"] and done.findings == ()


def test_the_word_of_a_neighbour_decides_nothing(cut: Make, captions: MakeCaptions) -> None:
    """One word is known of eight: what the caption says is not."""
    for known in (word("end.", 46, 52), word("end.", 130, 140)):
        done = conform(captions((45, 145, LONG)), *recap(cut), [known])
        assert cues(done)[1] == (545, 560, LONG) and ("conform.copied-part", "warning") in rules(done)


def test_a_sliver_makes_no_caption(cut: Make, captions: MakeCaptions) -> None:
    """12 frames are less than half a second, and less than a third of 50; 13 frames are not."""
    assert cues(conform(captions((45, 95, "One two.")), *recap(cut, 57))) == [(45, 95, "One two.")]
    assert len(cues(conform(captions((45, 95, "One two.")), *recap(cut, 58)))) == 2
    assert len(cues(conform(captions((45, 80, "One two.")), *recap(cut, 57)))) == 2


def test_a_few_frames_less_are_no_warning(cut: Make, captions: MakeCaptions) -> None:
    done = conform(captions((45, 95, "One two.")), *recap(cut, 90))
    assert cues(done)[1] == (545, 590, "One two.") and ("conform.copied-part", "info") in rules(done)


def test_a_copy_of_one_part_of_a_divided_caption_has_the_text_of_that_part(cut: Make, captions: MakeCaptions) -> None:
    """The insert comes at frame 60, and the first 60 frames come once more."""
    old = cut(("a", 0, 250))
    new = cut(("a", 0, 60), ("x", 0, 50), ("a", 60, 190), ("a", 0, 60))
    done = conform(captions((45, 95, "beta is split here")), old, new)
    assert cues(done) == [(45, 60, "beta"), (110, 145, "is split here"), (345, 360, "beta")]
    (event,) = done.events
    assert (event.state, event.copies_short, event.copies_crammed, event.repeated) == ("split", 1, 0, False)
    assert rules(done) == [("conform.split", "warning"), ("conform.copied", "info")]


def test_a_copy_of_less_than_a_part_is_told(cut: Make, captions: MakeCaptions) -> None:
    """Of the second part, frames 60 to 95, the 20 from 75 on come again."""
    old = cut(("a", 0, 250))
    new = cut(("a", 0, 60), ("x", 0, 50), ("a", 60, 190), ("a", 75, 100))
    done = conform(captions((45, 95, "beta is split here")), old, new)
    assert cues(done)[2] == (300, 320, "is split here")
    assert done.findings[-1].rule == "conform.copied-part" and done.findings[-1].evidence["wanting_frames"] == 15


def test_a_copy_of_two_parts_of_three(cut: Make, captions: MakeCaptions) -> None:
    """Frames 70 to 125 of 40 to 130, where the last two parts are: 35 are wanting."""
    old = cut(("a", 0, 250))
    new = cut(("a", 0, 40), ("x", 0, 50), ("a", 40, 60), ("x", 50, 50), ("a", 100, 150), ("a", 70, 55))
    done = conform(captions((10, 130, "One two. Three four five six. Seven eight.")), old, new)
    assert cues(done) == [
        (10, 40, "One two."),
        (90, 150, "Three four five six."),
        (200, 230, "Seven eight."),
        (350, 405, "Three four five six. Seven eight."),
    ]
    assert done.events[0].copies_crammed == 1 and done.findings[-1].evidence["wanting_frames"] == 35


def test_pieces_of_one_part_share_its_text(cut: Make, captions: MakeCaptions) -> None:
    """The longer use, in two parts, is the caption's own; the copy has the second of them in two pieces."""
    text = "One two. Three four. Five six."
    old = cut(("a", 0, 250))
    new = cut(("a", 0, 40), ("x", 0, 50), ("a", 40, 30), ("x", 50, 50), ("a", 70, 180), ("a", 40, 210))
    done = conform(captions((10, 100, text)), old, new)
    assert cues(done) == [
        (10, 40, "One two."),
        (90, 120, "Three four."),
        (170, 200, "Five six."),
        (350, 410, "Three four. Five six."),
    ]
    assert (done.events[0].parts, done.events[0].copies_short) == (2, 2)


def test_a_repeat_with_an_insert_is_divided_like_the_caption_would_be(cut: Make, captions: MakeCaptions) -> None:
    old = cut(("a", 0, 100))
    new = cut(("a", 0, 100), ("a", 0, 45), ("x", 0, 50), ("a", 45, 55))
    done = conform(captions((10, 90, "He came in.\nAnd then he left again.")), old, new)
    assert cues(done) == [
        (10, 90, "He came in.\nAnd then he left again."),
        (110, 145, "He came in."),
        (195, 240, "And then he left again."),
    ]
    assert (done.events[0].copies_short, done.events[0].copies_crammed) == (2, 0)


def test_whole_copies_are_whole_also_where_silence_ends_them(cut: Make, captions: MakeCaptions) -> None:
    """The caption stays 20 frames after its sound, at its first place and where it comes again."""
    old = cut(("a", 0, 50), ("-", 0, 50), ("b", 0, 50))
    new = cut(("a", 0, 50), ("-", 0, 50), ("b", 0, 50), ("a", 0, 50), ("-", 0, 50))
    done = conform(captions((10, 70, LONG)), old, new)
    assert cues(done) == [(10, 70, LONG), (160, 220, LONG)]
    assert done.events[0].copies_crammed == 0 and rules(done) == [("conform.copied", "info")]


def test_speech_says_nothing_of_a_forced_narrative(cut: Make, captions: MakeCaptions) -> None:
    """The sign comes again for 15 frames, under which other words are heard than it reads."""
    clips = (("a", 0, 250), ("b", 0, 250))
    old, new = (
        replace(whole, shots=(*cut(*shown, track="V1").shots, *whole.shots))
        for shown in (clips, (*clips, ("a", 0, 60)))
        for whole in (cut(*shown),)
    )
    forced = replace(captions((45, 145, "NO ENTRY")), kind="forced")
    done = conform(forced, old, new, [word("Stop", 46, 50), word("there!", 100, 120)])
    assert cues(done)[1] == (545, 560, "NO ENTRY") and done.events[0].copies_crammed == 1
