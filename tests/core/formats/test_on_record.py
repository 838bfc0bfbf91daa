"""From which time a caption file counts, against labels counted by hand."""

from __future__ import annotations

import pytest
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut
from picturelock.formats.on_record import begin, habit_of, on_record, rate_of_times
from picturelock.spoken import RecordWord
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, Span, Timecode, from_ms

FILM, NTSC, PAL = FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(25)
SECOND = FLICKS_PER_SECOND
FORTY = tuple(range(40))


def cut(rate: FrameRate, minutes: int = 20, start: str = "01:00:00:00", drop: bool = False) -> Cut:
    first = Timecode.parse(start, rate, drop).time
    return Cut("cut", rate, (), start=first, drop=drop, duration=minutes * 60 * SECOND)


def captions(*seconds: float, rate: FrameRate | None = None, drop: bool = False, start: int = 0) -> Captions:
    cues = (Cue(Span(int(at * SECOND), int((at + 2) * SECOND)), plain("x")) for at in seconds)
    return Captions(tuple(cues), rate=rate, drop=drop, start=start)


def captions_at(label: str, rate: FrameRate, drop: bool = False, own: FrameRate | None = None) -> Captions:
    start = Timecode.parse(label, rate, drop).time
    return Captions((Cue(Span(start, start + 48 * rate.frame), plain("Yes.")),), rate=own, drop=drop)


def first(found: Captions) -> Flicks:
    return found.cues[0].span.start


def word(at: float) -> RecordWord:
    return RecordWord("x", Span(int(at * SECOND), int((at + 1) * SECOND)), "en", "s", "A1:1")


@pytest.mark.parametrize(
    ("read", "programme", "seconds_in"),
    [
        (captions_at("01:00:10:00", NTSC, False, NTSC), cut(FILM, 50), 10 * 1.001),
        (captions_at("01:00:10;00", NTSC, True, NTSC), cut(FILM, 50), 10.01),
        (captions_at("10:00:10:00", PAL), cut(PAL, 50, "10:00:00:00"), 10.0),
        (captions_at("01:00:10:00", FILM), cut(FILM, 50), 10 * 1.001),
    ],
)
def test_the_start_comes_off_in_the_file_s_own_count(read: Captions, programme: Cut, seconds_in: float) -> None:
    moved, _ = on_record(read, programme)
    assert abs(first(moved) - from_ms(round(seconds_in * 1000))) < from_ms(2)
    assert first(moved) == first(read) - moved.start


def test_captions_on_record_time_stay_there() -> None:
    early = captions_at("00:00:10:00", FILM)
    assert on_record(early, cut(FILM)) == (early, ())
    late = captions_at("01:10:00:00", FILM)  # 70 minutes into a film of 100, which starts at 00:30:00:00
    assert first(on_record(late, cut(FILM, 100, "00:30:00:00"))[0]) < first(late)  # its timecode is the likelier
    assert on_record(late, cut(FILM, 100, "00:00:00:00"))[0] is late


def test_what_is_concluded_of_times_is_said() -> None:
    (said,) = on_record(captions(3605, 4200), cut(PAL), file="film.srt")[1]
    assert (said.rule, said.severity, said.place.file) == ("captions.counts-from-start", "info", "film.srt")
    assert said.evidence == {"start": "01:00:00.000", "first": "01:00:00:00"}
    assert on_record(captions(3605, 4200, rate=PAL), cut(PAL))[1] == ()  # a file of timecodes does so


def test_from_zero_and_from_the_hour() -> None:
    assert habit_of(captions(5, 600), cut(PAL)) == "zero"
    assert habit_of(captions(3605, 4200), cut(PAL)) == "label"
    assert habit_of(captions(), cut(PAL)) == "zero"
    assert on_record(Captions(()), cut(PAL)) == (Captions(()), ())


def test_the_order_of_captions_does_not_matter() -> None:
    assert begin(captions(4200, 3605), cut(PAL), habit_of(captions(4200, 3605), cut(PAL))) == 3600 * SECOND


def test_a_film_that_is_longer_than_its_start() -> None:
    """From an hour on, everything lies in it either way; the last captions do not."""
    assert habit_of(captions(3605, 8900), cut(PAL, 90)) == "label"
    assert habit_of(captions(5, 5000), cut(PAL, 90)) == "zero"


def test_captions_of_the_first_half_only() -> None:
    """No film is silent for its first hour."""
    assert habit_of(captions(3605, 5000), cut(PAL, 180)) == "label"
    assert habit_of(captions(5, 5000), cut(PAL, 180)) == "zero"


def test_a_short_start_is_no_reason_by_itself() -> None:
    assert habit_of(captions(65, 300), cut(PAL, 20, "00:01:00:00")) == "zero"
    assert habit_of(captions(65, 300, rate=PAL), cut(PAL, 20, "00:01:00:00")) == "label"
    assert habit_of(captions(605, 840), cut(PAL, 5, "00:10:00:00")) == "label"


@pytest.mark.parametrize("late", [-5, 5])
def test_captions_that_are_out_of_step(late: int) -> None:
    """The first of them comes before the cut, or the last after it."""
    programme = cut(PAL, 180)
    spread = [3600 + late + 270 * number for number in range(41)]
    assert habit_of(captions(*spread), programme) == "label"
    assert habit_of(captions(*(at - 3600 for at in spread if at > 3600)), programme) == "zero"


def test_one_stray_caption_decides_nothing() -> None:
    """A leader's title at zero, and a translator's name after the end."""
    dense = [3605 + 29 * number for number in FORTY]
    assert habit_of(captions(0, *dense, 9000), cut(PAL)) == "label"
    assert habit_of(captions(*(at - 3600 for at in dense), 9000), cut(PAL)) == "zero"


def test_the_hour_of_the_timecode_is_not_that_of_the_clock() -> None:
    film = cut(FILM)
    assert begin(captions(3601), film, "label") == 3600 * SECOND
    assert begin(captions(3601), film, "real") == FILM.time_of(86400)
    assert habit_of(captions(3601, 4000), film) == "label"


def test_words_tell_two_habits_apart() -> None:
    film = cut(FILM)
    words = [word(10.2), word(100.2), word(300.2)]
    assert habit_of(captions(3610, 3700, 3900), film, words) == "label"
    assert habit_of(captions(3613.6, 3703.6, 3903.6), film, words) == "real"


def test_words_outweigh_what_is_likely() -> None:
    """Captions of the last part only, from zero."""
    programme, late = cut(PAL, 180), [3605 + 60 * number for number in FORTY]
    assert habit_of(captions(*late), programme) == "label"
    assert habit_of(captions(*late), programme, [word(at) for at in range(1, 10000, 20)]) == "label"
    assert habit_of(captions(*late), programme, [word(at + 0.5) for at in late]) == "zero"


def test_frames_tell_two_habits_apart() -> None:
    """Times of a cut at 23.976, rounded to milliseconds, stand on its frames from one start only."""
    film = cut(FILM)
    frames = [FILM.time_of(240 + 601 * number) for number in FORTY]

    def rounded(time: Flicks) -> Flicks:
        return from_ms(round(time / SECOND * 1000))

    def file(start: Flicks) -> Captions:
        spans = (Span(rounded(start + at), rounded(start + at + 48 * FILM.frame)) for at in frames)
        return Captions(tuple(Cue(span, plain("x")) for span in spans))

    assert habit_of(file(FILM.time_of(86400)), film) == "real"
    assert habit_of(file(3600 * SECOND), film) == "label"
    assert habit_of(file(0), film) == "zero"


def test_files_of_timecodes_read_the_label_at_their_own_rate() -> None:
    film = cut(FILM)
    drop = captions(3605, 3700, rate=NTSC, drop=True)
    assert begin(drop, film, habit_of(drop, film)) == NTSC.time_of(107892)
    whole = captions(3608, 3700, rate=NTSC)
    assert begin(whole, film, habit_of(whole, film)) == NTSC.time_of(108000)


@pytest.mark.parametrize(("told", "at"), [("10:00:00:00", 0), ("09:58:00:00", 120)])
def test_a_file_that_says_where_its_programme_starts(told: str, at: int) -> None:
    """Its times count from there; those of the cut may start earlier or later."""
    programme = cut(PAL, start="10:00:00:00")
    found = captions(at + 5, at + 600, rate=PAL, start=Timecode.parse(told, PAL).time)
    moved, said = on_record(found, programme)
    assert (first(moved), moved.start, said) == (5 * SECOND, programme.start, ())


def test_a_file_that_says_another_start_is_believed() -> None:
    told = captions(10, rate=PAL, start=from_ms(36_000_000))
    assert on_record(told, cut(PAL)) == (told, ())


@pytest.mark.parametrize("start", ["00:00:00:00", "01:00:00:00"])
@pytest.mark.parametrize("own", [None, PAL])
def test_an_hour_of_the_delivery(start: str, own: FrameRate | None) -> None:
    """A broadcaster's captions count from 10:00:00:00, and the cut does not."""
    moved, (said,) = on_record(captions(36005, 37100, rate=own), cut(PAL, start=start))
    assert first(moved) == 5 * SECOND and moved.start == 36000 * SECOND
    assert (said.rule, said.severity) == ("captions.counts-from-hour", "warning")
    assert said.evidence == {"start": "10:00:00:00", "first": start}
    strays = captions(36005, 39700, rate=own)  # too long for the cut from any hour
    assert habit_of(strays, cut(PAL, start=start)) != "hour"


def test_an_hour_in_drop_frame() -> None:
    moved, (said,) = on_record(captions(36005, 37100, rate=NTSC, drop=True), cut(NTSC, start="01:00:00:00"))
    assert moved.start == NTSC.time_of(1078920) and said.evidence["start"] == "10:00:00;00"


def test_a_cut_that_does_not_say_how_long_it_is() -> None:
    endless = Cut("cut", PAL, (), start=3600 * SECOND)
    assert habit_of(captions(3605), endless) == "label"
    assert habit_of(captions(5), endless) == "zero"


def test_the_rate_of_a_long_file_s_times() -> None:
    cues = tuple(Cue(Span(PAL.time_of(at), PAL.time_of(at + 31)), plain("x")) for at in range(0, 1700, 99))
    assert rate_of_times(Captions(cues)) == PAL
    assert rate_of_times(Captions(cues[:3])) is None
