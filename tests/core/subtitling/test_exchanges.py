from __future__ import annotations

from dataclasses import replace

import pytest
from picturelock import profiles
from picturelock.cues import Captions
from picturelock.spoken import RecordWord
from picturelock.subtitling.segmentation.split import split
from picturelock.subtitling.typography import EditedWord, Look
from picturelock.times import FrameRate, Span, from_ms

RATE = FrameRate(25)
EN = profiles.load("netflix-en")


def says(speaker: str | None, start_ms: int, text: str, each_ms: int = 150) -> list[RecordWord]:
    return [
        RecordWord(part, Span(from_ms(start_ms + at * each_ms), from_ms(start_ms + at * each_ms + each_ms - 10)),
                   "en", "a", "A1:1", speaker=speaker)
        for at, part in enumerate(text.split())
    ]  # fmt: skip


def captions(*turns: list[RecordWord], profile: str = "netflix-en", end_ms: int = 60_000) -> Captions:
    words = [word for turn in turns for word in turn]
    return split(words, profiles.load(profile), RATE, "en", end=from_ms(end_ms))[0]


def texts(*turns: list[RecordWord], profile: str = "netflix-en") -> list[str]:
    return [cue.text for cue in captions(*turns, profile=profile).cues]


def test_two_short_turns_share_a_caption_where_two_would_flash() -> None:
    found = captions(says("Claire", 0, "Who is it?"), says("Paul", 460, "Me."), says("Claire", 3000, "Come in."))
    assert [cue.text for cue in found.cues] == ["-Who is it?\n-Me.", "Come in."]
    assert [cue.speaker for cue in found.cues] == [None, "Claire"] and found.cues[0].span.start == 0


def test_turns_that_can_be_read_apart_stay_apart() -> None:
    assert texts(says("Claire", 0, "Who is it?"), says("Paul", 2000, "Me.")) == ["Who is it?", "Me."]


@pytest.mark.parametrize("other", [None, "Claire"])
def test_only_two_people_who_are_known_take_turns(other: str | None) -> None:
    assert "\n" not in "".join(texts(says("Claire", 0, "Who is it?"), says(other, 460, "Me.")))


def test_an_answer_after_a_silence_or_longer_than_a_line_is_none() -> None:
    assert len(texts(says("Claire", 0, "No?", 100), says("Paul", 1200, "Me."))) == 2
    long = "I never said that I would come back to this house again."
    assert not any(text.startswith("-") for text in texts(says("Claire", 0, "No?"), says("Paul", 160, long)))


def test_a_long_exchange_is_taken_in_pairs() -> None:
    turns = [says("AB"[at % 2], 500 * at, "Yes indeed.", 240) for at in range(6)]
    assert texts(*turns) == ["-Yes indeed.\n-Yes indeed."] * 3


@pytest.mark.parametrize(
    ("profile", "expected"),
    [("prime-video", "- Who is it?\n- Me."), ("bbc-online", "– Who is it?\n– Me.")],
)
def test_the_house_says_how_a_line_opens(profile: str, expected: str) -> None:
    assert texts(says("Claire", 0, "Who is it?"), says("Paul", 460, "Me."), says("Claire", 1200, "Oh."),
                 profile=profile)[0] == expected  # fmt: skip


def test_colours_that_differ_need_no_dash() -> None:
    cyan = Look(color="#00ffff")
    paul = [EditedWord(w.text, w.span, "en", "a", "A1:1", speaker="Paul", look=cyan) for w in says("Paul", 460, "Me.")]
    found = captions(says("Claire", 0, "Who is it?"), paul, says("Claire", 1200, "Oh."), profile="bbc-online")
    assert found.cues[0].text == "Who is it?\nMe."
    assert [run.color for line in found.cues[0].lines for run in line] == [None, "#00ffff"]


def test_the_label_of_a_sound_without_time_of_its_own_goes_with_the_turn() -> None:
    ring = EditedWord("[rings]", Span(from_ms(450), from_ms(450)), "en", "a", "A1:1", speaker="Paul", role="sound")
    assert texts(says("Claire", 0, "Who is it?"), [ring, *says("Paul", 460, "Me.")]) == ["-Who is it?\n-[rings] Me."]
    bare = replace(ring, text="PHONE RINGS")
    found = texts(says("Claire", 0, "Who is it?"), [bare, *says("Paul", 460, "Me.")])
    assert found == ["Who is it?", "PHONE RINGS\nMe."]
