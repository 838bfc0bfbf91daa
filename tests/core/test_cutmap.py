"""Source time to record time, against times computed by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.cut import Cut, Shot, Source
from picturelock.cutmap import CutMap, Piece, audible, subtract, trim, union
from picturelock.speech import Word
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)
TAKE = Source("take.mov", start=RATE.time_of(86400))  # its first frame is 01:00:00:00


def span(start: int, end: int) -> Span:
    return Span(RATE.time_of(start), RATE.time_of(end))


def word(text: str, start: int, end: int) -> Word:
    """A word in the file's own time, in frames."""
    return Word(text, span(start, end))


def shot(
    source: tuple[int, int],
    record: tuple[int, int],
    *,
    id: str = "V1:1",
    speed: Fraction | int = 1,
    reverse: bool = False,
    kind: str = "video",
    enabled: bool = True,
) -> Shot:
    """A shot whose source frames count from 01:00:00:00."""
    shown = span(source[0], source[1]).shift(RATE.time_of(86400))
    track = id.partition(":")[0]
    return Shot(id, track, kind, id, TAKE, shown, span(*record), Fraction(speed), reverse, enabled)  # type: ignore[arg-type]


def mapped(shots: list[Shot], *words: Word) -> list[tuple[str, int, int]]:
    """Where words are heard, in record frames, which they must hit exactly."""
    found = CutMap.of_shots(shots).map_words(TAKE.key, words)
    spans = sorted((item.word.span, item.word.text) for item in found)
    assert all(time % RATE.frame == 0 for where, _ in spans for time in (where.start, where.end))
    return [(text, RATE.floor(where.start), RATE.floor(where.end)) for where, text in spans]


def test_a_retime_at_double_speed() -> None:
    # Source frames 100..196 in 48 record frames from 240: record = 240 + (source - 100) / 2.
    # "locked" at source 124..148: 240 + 24/2 = 252, 240 + 48/2 = 264.
    retimed = shot((100, 196), (240, 288), speed=2)
    assert mapped([retimed], word("locked", 124, 148)) == [("locked", 252, 264)]


def test_a_reverse_clip() -> None:
    # Source frames 100..148 from their end to their start, from record 480: record = 480 + (148 - source).
    # "picture" at source 110..120: its end comes first, 480 + 28 = 508, its start last, 480 + 38 = 518.
    backwards = shot((100, 148), (480, 528), reverse=True)
    assert mapped([backwards], word("picture", 110, 120)) == [("picture", 508, 518)]


def test_half_speed_in_reverse() -> None:
    # 24 source frames over 48 record frames: record = 0 + (124 - source) / (1/2); 104..114 -> 2 * 10 = 20, 2 * 20 = 40.
    slow = shot((100, 124), (0, 48), speed=Fraction(1, 2), reverse=True)
    assert mapped([slow], word("again", 104, 114)) == [("again", 20, 40)]


def test_a_word_cut_by_an_edit_goes_to_the_side_with_more_of_it() -> None:
    # The first shot ends at source 110, the second, elsewhere in the cut, starts there.
    first, second = shot((100, 110), (0, 10)), shot((110, 130), (50, 70), id="V1:2")
    # 104..112: its middle, 108, is in the first; clipped to 104..110, that is record 4..10.
    assert mapped([first, second], word("mostly", 104, 112)) == [("mostly", 4, 10)]
    # 108..118: its middle, 113, is in the second; clipped to 110..118, that is record 50..58.
    assert mapped([first, second], word("hardly", 108, 118)) == [("hardly", 50, 58)]


def test_one_range_used_twice_is_heard_twice() -> None:
    shots = [shot((100, 148), (0, 48)), shot((120, 168), (96, 144), id="V1:2")]
    # 130..134: record 0 + 30 = 30, and 96 + 10 = 106.
    assert mapped(shots, word("twice", 130, 134)) == [("twice", 30, 34), ("twice", 106, 110)]


def test_a_freeze_says_nothing() -> None:
    frozen = shot((100, 100), (0, 48), speed=0)
    assert mapped([frozen], word("silent", 99, 101)) == []


def test_a_word_without_a_length_is_heard_at_its_moment() -> None:
    # Twice as fast: 240 + (124 - 100) / 2 = 252.
    assert mapped([shot((100, 196), (240, 288), speed=2)], word("now", 124, 124)) == [("now", 252, 252)]
    # In reverse: 480 + (148 - 110) = 518; the first moment of the source comes last, 480 + 48 = 528.
    backwards = shot((100, 148), (480, 528), reverse=True)
    assert mapped([backwards], word("low", 100, 100), word("now", 110, 110)) == [("now", 518, 518), ("low", 528, 528)]


def test_a_moment_on_an_edit_belongs_to_the_side_that_starts_there() -> None:
    shots = [shot((100, 110), (0, 10)), shot((110, 130), (50, 70), id="V1:2")]
    words = [word("first", 100, 100), word("seam", 110, 110), word("gone", 130, 130)]
    assert mapped(shots, *words) == [("first", 0, 0), ("seam", 50, 50)]
    cutmap = CutMap.of_shots(shots)
    assert cutmap.map_span(TAKE.key, span(110, 110)) == (span(50, 50),)
    assert cutmap.map_span(TAKE.key, span(130, 130)) == cutmap.map_span(TAKE.key, span(99, 99)) == ()


def test_what_a_retime_makes_shorter_than_a_flick_is_not_lost() -> None:
    piece = Piece("", Span(0, 100), Span(1000, 1010), Fraction(10))
    # 31/10 and 32/10 both round to 3; 99/10 rounds to the piece's very end.
    assert piece.map_span(Span(31, 32)) == Span(1003, 1003)
    assert piece.map_span(Span(99, 99)) == piece.map_span(Span(99, 100)) == Span(1010, 1010)


def test_words_of_other_sources_stay_out() -> None:
    cutmap = CutMap.of_shots([shot((0, 48), (0, 48))])
    assert list(cutmap.map_words("another", [word("no", 1, 2)])) == []
    assert cutmap.map_span("another", span(0, 1)) == ()
    assert cutmap.sources == (TAKE.key,)


def cut(*shots: Shot) -> Cut:
    return Cut("cut", RATE, tuple(sorted(shots, key=lambda one: one.record_span.start)))


def heard(*shots: Shot) -> list[tuple[str, int, int, int]]:
    """Which shots are heard, from which record frame to which, from which source frame (after 01:00:00:00)."""
    return [
        (
            one.id,
            RATE.floor(one.record_span.start),
            RATE.floor(one.record_span.end),
            RATE.floor(one.file_span.start),
        )
        for one in audible(cut(*shots))
    ]


def test_double_system_sound_replaces_the_pictures_own() -> None:
    picture, sound = shot((0, 48), (0, 48)), shot((500, 548), (0, 48), id="A1:1", kind="audio")
    assert heard(picture, sound) == [("A1:1", 0, 48, 500)]


def test_a_j_cut_lets_the_next_sound_in_early() -> None:
    # The second picture starts at 48, its sound at 36: the first picture's own sound ends there.
    one, two = shot((0, 48), (0, 48)), shot((200, 248), (48, 96), id="V1:2")
    sound = shot((188, 248), (36, 96), id="A1:1", kind="audio")
    assert heard(one, two, sound) == [("V1:1", 0, 36, 0), ("A1:1", 36, 96, 188)]


def test_an_l_cut_lets_the_first_sound_run_on() -> None:
    # The first sound runs on to 60 under the second picture, whose own sound starts there: 12 frames into its source.
    one, two = shot((0, 48), (0, 48)), shot((200, 248), (48, 96), id="V1:2")
    sound = shot((0, 60), (0, 60), id="A1:1", kind="audio")
    assert heard(one, two, sound) == [("A1:1", 0, 60, 0), ("V1:2", 60, 96, 212)]


def test_an_l_cut_under_a_retime_and_a_reverse() -> None:
    # Sound covers 0..12. What is left of a picture at double speed starts 24 source frames later;
    # of one in reverse, the last 12 of its 48 source frames are gone: 36 are left, from the same first frame.
    sound = shot((900, 912), (0, 12), id="A1:1", kind="audio")
    assert heard(shot((0, 96), (0, 48), speed=2), sound)[1] == ("V1:1", 12, 48, 24)
    left = [one for one in audible(cut(shot((0, 48), (0, 48), reverse=True), sound)) if one.kind == "video"]
    assert left[0].file_span == span(0, 36)


def test_what_is_disabled_is_not_heard_and_covers_nothing() -> None:
    sound = shot((500, 548), (0, 48), id="A1:1", kind="audio", enabled=False)
    assert heard(shot((0, 48), (0, 48)), sound) == [("V1:1", 0, 48, 0)]
    assert heard(shot((0, 48), (0, 48), enabled=False)) == []


def test_sound_in_the_middle_leaves_both_ends() -> None:
    sound = shot((500, 510), (20, 30), id="A1:1", kind="audio")
    assert heard(shot((0, 48), (0, 48)), sound) == [("V1:1", 0, 20, 0), ("A1:1", 20, 30, 500), ("V1:1", 30, 48, 30)]


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: Span(min(p), max(p))), max_size=12)


@given(spans, st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: Span(min(p), max(p))))
@settings(deadline=None)
def test_union_and_subtract_are_those_of_moments(covering: list[Span], of: Span) -> None:
    covered = union(covering)
    moments = {time for one in covering for time in range(one.start, one.end)}
    assert {time for one in covered for time in range(one.start, one.end)} == moments
    assert all(a.end < b.start for a, b in pairwise(covered))
    left = subtract(of, covered)
    assert {time for one in left for time in range(one.start, one.end)} == set(range(of.start, of.end)) - moments


speeds = st.sampled_from(
    [Fraction(1), Fraction(2), Fraction(1, 2), Fraction(-7, 10), Fraction(-1), Fraction(1001, 960)]
)


@given(speeds, st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 10**9), st.floats(0, 1))
@settings(deadline=None)
def test_a_piece_maps_there_and_back(speed: Fraction, start: int, length: int, record: int, part: float) -> None:
    source = Span(start, start + int(length * abs(speed)) + 1)
    piece = Piece("", source, Span(record, record + length), abs(speed), speed < 0)
    time = start + int((source.duration - 1) * part)
    assert abs(piece.to_source(piece.to_record(time)) - time) <= abs(speed) / 2 + Fraction(1, 2)


@given(speeds, st.integers(0, 1000), st.integers(1, 1000), st.integers(0, 1000))
@settings(deadline=None)
def test_a_trimmed_shot_shows_what_it_showed(speed: Fraction, head: int, length: int, tail: int) -> None:
    total = head + length + tail
    frames = total * abs(speed)
    whole = Shot(
        "V1:1", "V1", "video", "", TAKE, Span(0, int(frames * RATE.frame)), span(0, total), abs(speed), speed < 0
    )
    part = trim(whole, span(head, head + length))
    before = Piece("", whole.source_span, whole.record_span, whole.speed, whole.reverse)
    after = Piece("", part.source_span, part.record_span, part.speed, part.reverse)
    for frame in (head, head + length // 2, head + length):
        assert abs(before.to_source(RATE.time_of(frame)) - after.to_source(RATE.time_of(frame))) <= 1
