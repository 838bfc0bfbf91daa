"""Where in the time of a caption file its cut begins."""

from __future__ import annotations

import pytest
from picturelock.conform.zero import begin, habit_of
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut
from picturelock.spoken import RecordWord
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span, Timecode

PAL, FILM, NTSC = FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001)
SECOND = FLICKS_PER_SECOND


def cut(rate: FrameRate, minutes: int = 20, start: str = "01:00:00:00", drop: bool = False) -> Cut:
    first = Timecode.parse(start, rate, drop).time
    return Cut("cut", rate, (), start=first, drop=drop, duration=minutes * 60 * SECOND)


def captions(*seconds: float, rate: FrameRate | None = None, drop: bool = False, start: int = 0) -> Captions:
    cues = (Cue(Span(int(at * SECOND), int((at + 2) * SECOND)), plain("x")) for at in seconds)
    return Captions(tuple(cues), rate=rate, drop=drop, start=start)


def test_from_zero_and_from_the_hour() -> None:
    assert habit_of(captions(5, 600), cut(PAL)) == "zero"
    assert habit_of(captions(3605, 4200), cut(PAL)) != "zero"
    assert habit_of(captions(3605, 4200), cut(PAL, start="00:00:00:00")) == "zero"
    assert habit_of(captions(), cut(PAL)) == "zero"


def test_the_order_of_captions_does_not_matter() -> None:
    assert begin(captions(4200, 3605), cut(PAL), habit_of(captions(4200, 3605), cut(PAL))) == 3600 * SECOND


def test_a_film_that_is_longer_than_its_start() -> None:
    """From an hour on, everything lies in it either way; the last captions do not."""
    assert habit_of(captions(3605, 8900), cut(PAL, 90)) == "label"
    assert habit_of(captions(5, 5000), cut(PAL, 90)) == "zero"


def test_the_hour_of_the_timecode_is_not_that_of_the_clock() -> None:
    film = cut(FILM)
    assert begin(captions(3601), film, "label") == 3600 * SECOND
    assert begin(captions(3601), film, "real") == FILM.time_of(86400)
    assert habit_of(captions(3601, 4000), film) == "label"


def test_words_tell_two_habits_apart() -> None:
    film = cut(FILM)

    def word(at: float) -> RecordWord:
        return RecordWord("x", Span(int(at * SECOND), int((at + 1) * SECOND)), "en", "s", "A1:1")

    words = [word(10.2), word(100.2), word(300.2)]
    assert habit_of(captions(3610, 3700, 3900), film, words) == "label"
    assert habit_of(captions(3613.6, 3703.6, 3903.6), film, words) == "real"


def test_files_of_timecodes_read_the_label_at_their_own_rate() -> None:
    film = cut(FILM)
    drop = captions(3605, 3700, rate=NTSC, drop=True)
    assert begin(drop, film, habit_of(drop, film)) == NTSC.time_of(107892)
    whole = captions(3608, 3700, rate=NTSC)
    assert begin(whole, film, habit_of(whole, film)) == NTSC.time_of(108000)


@pytest.mark.parametrize(("told", "first"), [("10:00:00:00", 0), ("09:58:00:00", 120)])
def test_a_file_that_says_where_its_programme_starts(told: str, first: int) -> None:
    """Its times count from there; those of the cut may start earlier or later."""
    programme = cut(PAL, start="10:00:00:00")
    found = captions(first + 5, first + 600, rate=PAL, start=Timecode.parse(told, PAL).time)
    assert begin(found, programme, habit_of(found, programme)) == first * SECOND
