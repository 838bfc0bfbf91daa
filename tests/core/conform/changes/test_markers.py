"""What became of markers."""

from __future__ import annotations

from picturelock.conform.changes.compare import compare
from picturelock.cut import Cut, Marker, Shot, Source
from picturelock.times import FrameRate, Span

PAL = FrameRate(25)


def cut_of(names: str, *markers: tuple[int, str]) -> Cut:
    """Shots of fifty frames, a letter each."""
    shots = []
    for number, name in enumerate(names):
        span = Span(PAL.time_of(50 * number), PAL.time_of(50 * number + 50))
        source = Source(f"{name}.mov", url=f"{name}.mov", start=0)
        shots.append(Shot(f"V1:{number}", "V1", "video", name, source, Span(0, PAL.time_of(50)), span))
    points = tuple(Marker(Span(PAL.time_of(at), PAL.time_of(at)), text) for at, text in markers)
    return Cut("cut", PAL, tuple(shots), markers=points, duration=PAL.time_of(50 * len(names)))


def told(old: Cut, new: Cut) -> list[tuple[str, ...]]:
    return [change.kinds for change in compare(old, new).markers]


def test_a_marker_that_went_with_its_picture_is_unchanged() -> None:
    assert told(cut_of("abc", (60, "x"), (110, "y")), cut_of("axbc", (110, "x"), (160, "y"))) == [("unchanged",)] * 2


def test_a_marker_that_stayed_while_its_picture_went_has_moved() -> None:
    assert told(cut_of("abc", (60, "x")), cut_of("axbc", (60, "x"))) == [("moved",)]


def test_new_removed_and_edited() -> None:
    old, new = cut_of("abc", (10, "old"), (60, "x")), cut_of("abc", (60, "x!"), (120, "new"))
    assert told(old, new) == [("removed",), ("edited",), ("new",)]


def test_many_of_one_name_are_paired_by_place() -> None:
    old = cut_of("abcdefgh", *((50 * n + 5, "") for n in range(8)))
    new = cut_of("bcdefgh", *((50 * n + 5, "") for n in range(7)))
    assert sorted(told(old, new)) == [("removed",)] + [("unchanged",)] * 7


def test_a_marker_of_ours_is_known_by_its_id() -> None:
    one, other = Marker(Span(0, 0), "a", id="p1"), Marker(Span(PAL.time_of(70), PAL.time_of(70)), "b", id="p1")
    (change,) = compare(
        Cut("o", PAL, cut_of("ab").shots, markers=(one,), duration=PAL.time_of(100)),
        Cut("n", PAL, cut_of("ab").shots, markers=(other,), duration=PAL.time_of(100)),
    ).markers
    assert change.kinds == ("moved", "edited")


def test_markers_of_cuts_without_shots() -> None:
    nothing = Cut("cut", PAL, (), markers=(Marker(Span(0, 0), "x"),))
    assert told(nothing, nothing) == [("unchanged",)]
    assert told(nothing, Cut("cut", PAL, ())) == [("removed",)]
