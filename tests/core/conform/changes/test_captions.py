"""What became of captions, against where the map between two cuts places them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from picturelock.conform.carry import Carrier
from picturelock.conform.changes.caption_changes import caption_changes
from picturelock.conform.changes.model import CaptionChange
from picturelock.conform.changes.rates import paced
from picturelock.conform.match import same_sources
from picturelock.cues import Captions, Cue, Placement, Run, plain
from picturelock.cut import Cut, Shot, Source
from picturelock.times import FrameRate, Span, from_ms, to_ms

PAL = FrameRate(25)
NTSC = FrameRate(30000, 1001)
Part = tuple[str, int, int]
Line = tuple[int, int, str]


def cut_of(*parts: Part, rate: FrameRate = PAL) -> Cut:
    """Shots one after the other: source, first frame, frames."""
    shots, at = [], 0
    for number, (name, first, count) in enumerate(parts, start=1):
        shown = Span(rate.time_of(first), rate.time_of(first + count))
        record = Span(rate.time_of(at), rate.time_of(at + count))
        source = Source(f"{name}.mov", url=f"{name}.mov", start=0)
        shots.append(Shot(f"V1:{number}", "V1", "video", name, source, shown, record))
        at += count
    return Cut("cut", rate, tuple(shots), duration=rate.time_of(at))


def captions_of(*lines: Line, rate: FrameRate = PAL) -> Captions:
    """Captions by first frame, frame after the last, text."""
    cues = (
        Cue(Span(rate.time_of(a), rate.time_of(b)), plain(text), str(at)) for at, (a, b, text) in enumerate(lines, 1)
    )
    return Captions(tuple(cues))


def changes(before: Captions, after: Captions, old: Cut, new: Cut, styled: bool = True) -> tuple[CaptionChange, ...]:
    return caption_changes(before, after, old, new, Carrier(old, new), styled)


def told(before: Captions, after: Captions, old: Cut, new: Cut) -> dict[str, tuple[str, ...]]:
    return {change.cue.text: change.kinds for change in changes(before, after, old, new)}


OLD = cut_of(("a", 0, 100), ("b", 0, 100), ("c", 0, 100))
LATER = cut_of(("x", 0, 25), ("a", 0, 100), ("b", 0, 90))


def test_each_kind() -> None:
    before = captions_of(
        (10, 60, "One."), (110, 140, "Two."), (150, 185, "Three."), (210, 260, "On c."), (70, 90, "No.")
    )
    after = captions_of((35, 85, "One!"), (135, 165, "Two."), (178, 213, "Three."), (2, 20, "New."))
    assert told(before, after, OLD, LATER) == {
        "One!": ("caption-changed",), "Two.": ("caption-moved",), "Three.": ("caption-retimed",),
        "On c.": ("caption-cut",), "No.": ("caption-removed",), "New.": ("caption-new",),
    }  # fmt: skip


def test_how_far_from_its_place() -> None:
    before, after = captions_of((110, 140, "Two.")), captions_of((138, 164, "Two."))
    (change,) = changes(before, after, OLD, LATER)
    assert (change.kinds, PAL.nearest(change.head), PAL.nearest(change.tail)) == (("caption-retimed",), 3, -1)
    assert PAL.nearest(change.shift) == 28


def test_a_caption_that_stays_while_its_picture_goes_is_retimed() -> None:
    (change,) = changes(captions_of((110, 140, "Two.")), captions_of((110, 140, "Two.")), OLD, LATER)
    assert change.kinds == ("caption-retimed",) and PAL.nearest(change.head) == -25


def test_both_text_and_timing() -> None:
    (change,) = changes(captions_of((110, 140, "He was there.")), captions_of((139, 165, "He is there.")), OLD, LATER)
    assert change.kinds == ("caption-changed", "caption-retimed") and change.differs == "text"


def test_where_lines_break_and_how_they_look() -> None:
    before = captions_of((10, 60, "One and two"))
    assert changes(before, captions_of((10, 60, "One\nand two")), OLD, OLD)[0].differs == "lines"
    italic = replace(before.cues[0], lines=((Run("One and two", italic=True),),))
    raised = replace(before.cues[0], placement=Placement(Fraction(1, 10), "top"))
    apart = replace(before.cues[0], lines=((Run("One "), Run("and two")),))
    for cue, kind in ((italic, "caption-changed"), (raised, "caption-changed"), (apart, "caption-unchanged")):
        (change,) = changes(before, replace(before, cues=(cue,)), OLD, OLD)
        assert change.kinds == (kind,)
        (change,) = changes(before, replace(before, cues=(cue,)), OLD, OLD, styled=False)
        assert change.kinds == ("caption-unchanged",)


def test_a_caption_trimmed_with_its_clip_has_not_changed() -> None:
    (change,) = changes(captions_of((160, 198, "End.")), captions_of((185, 215, "End.")), OLD, LATER)
    assert change.kinds == ("caption-moved",)


def test_a_divided_caption_in_one_of_its_places() -> None:
    apart = cut_of(("a", 0, 30), ("x", 0, 100), ("a", 30, 70))
    both = captions_of((0, 30, "First part,"), (130, 160, "and second part."))
    before = captions_of((0, 60, "First part,\nand second part."))
    assert {change.kinds for change in changes(before, both, OLD, apart)} == {("caption-moved",)}
    (change,) = changes(before, captions_of((0, 30, "First part,")), OLD, apart)
    assert change.kinds == ("caption-retimed",) and (change.parts, change.found) == (2, 1)


def test_text_that_comes_often_is_paired_by_place() -> None:
    before = captions_of(*((30 * n, 30 * n + 20, "Yes.") for n in range(9)))
    after = captions_of(*((30 * n, 30 * n + 20, "Yes.") for n in range(9) if n != 4))
    found = changes(before, after, OLD, OLD)
    assert [change.kinds[0] for change in found].count("caption-unchanged") == 8
    assert [change.old.id for change in found if change.old and change.new is None] == ["5"]


def test_a_caption_brought_elsewhere_from_a_picture_that_is_gone() -> None:
    (change,) = changes(captions_of((210, 260, "Only once.")), captions_of((30, 80, "Only once.")), OLD, LATER)
    assert change.kinds == ("caption-retimed",) and change.astray


def test_milliseconds_of_a_file_are_no_change() -> None:
    """29.97 in a file of milliseconds, times between two frames, and the floor that another program takes."""
    old = cut_of(("a", 0, 300), ("b", 0, 300), rate=NTSC)
    new = cut_of(("x", 0, 7), ("a", 0, 300), ("b", 0, 300), rate=NTSC)
    before = captions_of(*((17 * n, 17 * n + 11, f"No. {n}") for n in range(30)), rate=NTSC)
    shift = NTSC.time_of(7)

    def at(write: Callable[[int], int], by: int) -> Captions:
        cues = (replace(cue, span=Span(write(cue.span.start + by), write(cue.span.end + by))) for cue in before.cues)
        return replace(before, cues=tuple(cues))

    for write in (lambda time: time, lambda time: from_ms(to_ms(time)), lambda time: time + NTSC.frame // 3):
        found = changes(at(write, 0), at(write, shift), old, new)
        assert {change.kinds for change in found} == {("caption-moved",)}
    between = at(lambda time: time + NTSC.frame * 2 // 3, 0)
    floored = at(lambda time: time, shift)
    assert {change.kinds for change in changes(between, floored, old, new)} == {("caption-moved",)}
    late = at(lambda time: time, shift + NTSC.frame)
    assert {change.kinds for change in changes(before, late, old, new)} == {("caption-retimed",)}


@pytest.mark.parametrize("count", [(0, 0), (0, 3), (3, 0)])
def test_files_without_captions(count: tuple[int, int]) -> None:
    before, after = (captions_of(*((30 * n, 30 * n + 9, f"No. {n}") for n in range(some))) for some in count)
    found = changes(before, after, OLD, OLD)
    assert [change.kinds[0] for change in found] == ["caption-removed"] * count[0] + ["caption-new"] * count[1]


def test_every_caption_of_either_file_is_told_once_whatever_they_are() -> None:
    """Also where thousands stand at one time, or say nothing."""
    crowd = captions_of(*((10, 20, f"{n % 7} {n}" if n % 3 else "") for n in range(3000)))
    other = captions_of(*((12, 24, f"{n % 5} {n + 1}") for n in range(2500)))
    found = changes(crowd, other, OLD, OLD)
    assert len([change for change in found if change.new]) == 2500
    assert len({change.old.id for change in found if change.old}) == 3000


@pytest.mark.parametrize("seed", range(12))
def test_a_random_programme_of_known_truth(seed: int) -> None:
    """Shots of 80 to 200 frames, shuffled, removed and joined by new ones, with one edited caption or none in each."""
    draw = random.Random(seed)
    shots = [(f"s{n}", draw.randint(80, 200)) for n in range(60)]
    old, at = cut_of(*((name, 0, count) for name, count in shots)), 0
    before: list[Line] = []
    for name, count in shots:
        before.append((at + 20, at + 60, f"Words of {name}, {draw.random():.6f}"))
        at += count
    kept = [shot for shot in shots if draw.random() > 0.15]
    draw.shuffle(kept)
    order = [part for shot in kept for part in ([(f"new{shot[0]}", 50), shot] if draw.random() < 0.2 else [shot])]
    new = cut_of(*((name, 0, count) for name, count in order))
    texts, at = dict(zip(dict(shots), before, strict=True)), 0
    after: list[Line] = []
    truth: dict[str, Sequence[str]] = {text: ("caption-cut",) for _, _, text in before}
    for name, count in order:
        if name in texts:
            first, _, text = texts[name]
            truth.pop(text)
            truth |= _edited(draw, text, at + 20, first == at + 20, after)
        at += count
    assert told(captions_of(*before), captions_of(*after), old, new) == truth


def _edited(draw: random.Random, text: str, at: int, stays: bool, after: list[Line]) -> dict[str, Sequence[str]]:
    way = draw.choice(["plain", "plain", "text", "time", "both", "gone", "more"])
    words = f"{text} or so" if way in ("text", "both") else text
    by = draw.choice([-9, -1, 1, 12]) if way in ("time", "both") else 0
    if way == "gone":
        return {text: ("caption-removed",)}
    after.append((at + by, at + by + 40, words))
    kinds = ["caption-changed"] * (words != text) + ["caption-retimed"] * (by != 0)
    found = {text: tuple(kinds) or ("caption-unchanged" if stays else "caption-moved",)}
    if words != text:
        found = {words: found[text]}
    if way == "more":
        after.append((at + 42, at + 55, f"Quite other, {len(after)}"))
        found[after[-1][2]] = ("caption-new",)
    return found


def test_captions_that_were_joined_or_divided() -> None:
    apart = captions_of((10, 40, "One is here,"), (40, 80, "and stays."), (110, 140, "Other."))
    whole = captions_of((35, 105, "One is here,\nand stays."), (135, 165, "Other."))
    found = changes(apart, whole, OLD, LATER)
    assert [change.kinds for change in found] == [("caption-joined",), ("caption-joined",), ("caption-moved",)]
    assert [change.group for change in found] == [1, 1, 0]
    back = changes(whole, apart, LATER, OLD)
    assert [change.kinds for change in back] == [("caption-split",), ("caption-split",), ("caption-moved",)]
    late = replace(whole, cues=(replace(whole.cues[0], span=Span(PAL.time_of(38), PAL.time_of(105))), whole.cues[1]))
    assert [change.kinds for change in changes(apart, late, OLD, LATER)][:2] == [
        ("caption-joined", "caption-retimed"),
        ("caption-joined",),
    ]


def test_captions_beyond_the_end_keep_their_distance_from_it() -> None:
    before, after = captions_of((310, 340, "Credits."), (350, 360, "End.")), captions_of((225, 255, "Credits."))
    assert told(before, after, OLD, LATER) == {"Credits.": ("caption-moved",), "End.": ("caption-removed",)}


def test_captions_that_nobody_carried_over_are_known_where_they_stayed() -> None:
    before = captions_of(*((20 * n, 20 * n + 15, f"No. {n % 4}") for n in range(14)))
    later = cut_of(("x", 0, 2500), *(("a", 0, 100), ("b", 0, 100), ("c", 0, 100)))
    found = changes(before, before, OLD, later)
    assert {change.kinds for change in found} == {("caption-retimed",)}
    assert {PAL.nearest(change.head) for change in found} == {-2500}


def test_the_same_frames_at_another_rate() -> None:
    """24 frames a second as 25: the captions are on the same frames."""
    film = FrameRate(24)
    parts = [(f"s{n}", 0, 100) for n in range(8)]
    old, new = cut_of(*parts, rate=film), cut_of(("x", 0, 30), *parts)
    lines = [(100 * n + 10, 100 * n + 61, f"Words {n}") for n in range(8)]
    later = [
        (a + 30 + (2 if n == 3 else 0), b + 30 + (2 if n == 3 else 0), text) for n, (a, b, text) in enumerate(lines)
    ]
    slowed, pace = paced(old, new)
    carrier = Carrier(*same_sources(old, slowed))
    found = caption_changes(captions_of(*lines, rate=film), captions_of(*later), old, slowed, carrier, pace=pace)
    assert [change.kinds[0] for change in found] == ["caption-moved"] * 3 + ["caption-retimed"] + ["caption-moved"] * 4
    assert PAL.nearest(found[3].head) == 2 and found[3].new.span.start == PAL.time_of(342)


def test_a_divided_caption_that_a_person_left_whole_is_not_joined() -> None:
    apart = cut_of(("a", 0, 30), ("x", 0, 100), ("a", 30, 70))
    before = captions_of((0, 60, "First part,\nand second part."))
    (change,) = changes(before, captions_of((0, 30, "First part,\nand second part.")), OLD, apart)
    assert change.kinds == ("caption-retimed",) and (change.parts, change.found, change.differs) == (2, 1, "")
