"""Changes told one by one, in frames that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.conform.changes.compare import compare
from picturelock.conform.changes.headline import headline, summary
from picturelock.conform.changes.model import Change
from picturelock.cut import Cut, Effect, Shot, Source
from picturelock.cutmap import trim
from picturelock.timeline.edl.format import EDL
from picturelock.timeline.otio.format import OTIO
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate, Span

PAL = FrameRate(25)
Clip = tuple[str, int, int]
"""Source, first frame, frames; a source named "-" is a gap."""


def cut_of(*clips: Clip, tracks: tuple[str, ...] = ("V1",), rate: FrameRate = PAL, start: int = 0) -> Cut:
    shots, at = [], 0
    for number, (name, first, count) in enumerate(clips, 1):
        for track in tracks if name != "-" else ():
            shown = Span(rate.time_of(first), rate.time_of(first + count))
            record = Span(rate.time_of(at), rate.time_of(at + count))
            source = Source(name, path=Path(f"/m/{name}.mov"), start=0)
            kind = "video" if track.startswith("V") else "audio"
            shots.append(Shot(f"{track}:{number}", track, kind, name, source, shown, record))  # type: ignore[arg-type]
        at += count
    return Cut("cut", rate, tuple(shots), rate.time_of(start), duration=rate.time_of(at))


def told(old: Cut, new: Cut) -> list[tuple[str, ...]]:
    return [change.kinds for change in compare(old, new).changes]


def frames(change: Change) -> tuple[int, int, int, int]:
    head, tail, slip, shift = (PAL.nearest(time) for time in (change.head, change.tail, change.slip, change.shift))
    return head, tail, slip, shift


A, B, C, D = ("a", 100, 50), ("b", 100, 50), ("c", 100, 50), ("d", 100, 50)


def test_an_insert_shifts_what_follows() -> None:
    found = compare(cut_of(A, B, C), cut_of(A, D, B, C))
    assert [change.kinds for change in found.changes] == [("unchanged",), ("new",), ("shifted",), ("shifted",)]
    assert [PAL.nearest(change.shift) for change in found.changes] == [0, 0, 50, 50]


def test_what_was_removed_stands_where_it_would_be() -> None:
    found = compare(cut_of(A, B, C, D), cut_of(A, C, D)).changes
    assert [change.kind for change in found] == ["unchanged", "removed", "shifted", "shifted"]


def test_another_source_in_the_same_place_is_replaced() -> None:
    (_, change, _) = compare(cut_of(A, B, C), cut_of(A, D, C)).changes
    assert change.kinds == ("replaced",) and change.because == "place"
    assert [PAL.nearest(span.duration) for span in change.pull] == [50]


def test_other_frames_of_the_same_source_are_replaced_and_slipped() -> None:
    (_, change, _) = compare(cut_of(A, B, C), cut_of(A, ("b", 900, 50), C)).changes
    assert change.kinds == ("replaced", "slipped") and change.because == "reference"
    assert frames(change) == (0, 0, 800, 0)


def test_a_roll_trims_two_and_shifts_none() -> None:
    found = compare(cut_of(A, B), cut_of(("a", 100, 55), ("b", 105, 45))).changes
    assert [change.kinds for change in found] == [("tail",), ("head",)]
    assert [frames(change) for change in found] == [(0, 5, 0, 0), (-5, 0, 0, 5)]


def test_a_rolled_edit_within_one_take_is_no_split() -> None:
    assert told(cut_of(("a", 0, 50), ("a", 50, 50)), cut_of(("a", 0, 70), ("a", 70, 30))) == [("tail",), ("head",)]


def test_a_part_taken_out_of_the_middle() -> None:
    found = compare(cut_of(("a", 0, 100), B), cut_of(("a", 0, 40), ("a", 60, 40), B)).changes
    assert [change.kinds for change in found] == [("split", "tail"), ("split", "shifted"), ("shifted",)]
    assert [frames(change) for change in found[:2]] == [(0, -20, 0, 0), (0, 0, 0, -20)]
    assert [change.group for change in found] == [1, 1, 0]
    back = compare(cut_of(("a", 0, 40), ("a", 60, 40), B), cut_of(("a", 0, 100), B)).changes
    assert [change.kinds for change in back] == [("joined", "tail"), ("joined", "shifted"), ("shifted",)]


def test_a_second_use_of_a_passage_is_new_and_needs_no_pull() -> None:
    (_, _, again) = compare(cut_of(A, B), cut_of(A, B, A)).changes
    assert again.kinds == ("new",) and again.pull == ()


def test_shots_that_cannot_be_told_apart_keep_their_order() -> None:
    for count in (2, 5, 40):
        loop = [A] * count
        found = compare(cut_of(*loop), cut_of(A, ("x", 0, 30), *loop[1:]))
        assert found.counts == {"new": 1, "shifted": count - 1, "unchanged": 1}


def test_sound_goes_with_its_picture() -> None:
    """Two shots of one length change places: one of the two moved, and it is the same one in sound and picture."""
    old, new = (cut_of(*clips, tracks=("V1", "A1")) for clips in ((A, B, C, D), (A, C, B, D)))
    moved = {change.shot.source.name for change in compare(old, new).changes if "moved" in change.kinds}
    kinds = [change.shot.track for change in compare(old, new).changes if "moved" in change.kinds]
    assert len(moved) == 1 and kinds == ["V1", "A1"]


def test_a_sound_that_moved_alone() -> None:
    old = cut_of(A, B, C, D, tracks=("V1",))
    sound = replace(cut_of(("fx", 0, 20), tracks=("A1",)).shots[0])
    late = replace(sound, record_span=sound.record_span.shift(PAL.time_of(170)))
    found = compare(replace(old, shots=(*old.shots, sound)), replace(old, shots=(*old.shots, late))).changes
    assert [(change.shot.id, change.kinds) for change in found if change.kind != "unchanged"] == [("A1:1", ("moved",))]


def test_channels_of_one_recording_keep_to_their_own() -> None:
    old = cut_of(A, B, tracks=("V1", "A1", "A2"))
    assert set(told(old, old)) == {("unchanged",)}
    other = replace(
        old, shots=tuple(replace(s, track="A3", id="A3" + s.id[2:]) if s.track == "A2" else s for s in old.shots)
    )
    found = compare(old, other)
    assert found.counts == {"retracked": 2, "unchanged": 4}
    mono = replace(old, shots=tuple(shot for shot in old.shots if shot.track != "A2"))
    assert compare(mono, old).counts == {"new": 2, "unchanged": 4}
    short = tuple(
        trim(s, Span(s.record_span.start, s.record_span.end - PAL.frame * 9)) if s.id == "A2:1" else s
        for s in old.shots
    )
    assert compare(old, replace(old, shots=short)).counts == {"tail": 1, "unchanged": 5}


def test_one_recording_over_itself() -> None:
    """A split screen of one source: what is at one moment on two tracks is two events."""
    below, above = cut_of(("a", 0, 100)), cut_of(("-", 0, 25), ("a", 25, 50), tracks=("V2",))
    both = replace(below, shots=(*below.shots, *above.shots))
    late = tuple(replace(shot, record_span=shot.record_span.shift(PAL.time_of(10))) for shot in both.shots)
    assert told(both, both) == [("unchanged",), ("unchanged",)]
    assert told(both, replace(both, shots=late, duration=PAL.time_of(110))) == [("shifted",), ("shifted",)]


@pytest.mark.parametrize(
    ("before", "after", "is_version"),
    [
        ("sh010_v011", "sh010_v012", True),
        ("sh010_comp_V03.mov", "sh010_comp_V04.mov", True),
        ("sh010.v2.exr", "sh010.v3.exr", True),
        ("sh010", "sh010_v001", True),
        ("sh010-012", "sh010-013", False),
        ("V398-1_SC97", "V399-1_SC97", False),
        ("sh010_video2", "sh010_video3", False),
        ("sh010_v1a", "sh010_v2a", False),
    ],
)
def test_only_a_version_is_another_version(before: str, after: str, is_version: bool) -> None:
    found = compare(cut_of(A, (before, 0, 50), B), cut_of(A, (after, 0, 50), B)).changes[1]
    assert found.kinds == (("version",) if is_version else ("replaced",))
    assert found.because == ("name" if is_version else "place")
    assert [PAL.nearest(span.duration) for span in found.pull] == [50]


def test_a_version_with_other_handles_is_not_slipped() -> None:
    """v012 starts eight frames earlier; its timecode says so."""
    cuts = []
    for name, first in (("sh_v011", 1001), ("sh_v012", 993)):
        cut = cut_of((name, 1009, 50))
        source = replace(cut.shots[0].source, start=PAL.time_of(first))
        cuts.append(replace(cut, shots=(replace(cut.shots[0], source=source),)))
    assert told(*cuts) == [("version",)]


def test_a_freeze_and_a_reverse() -> None:
    old = cut_of(A, B, C)
    moment = PAL.time_of(120)
    still = replace(old.shots[1], speed=Fraction(0), source_span=Span(moment, moment))
    assert told(old, replace(old, shots=(old.shots[0], still, old.shots[2])))[1] == ("retimed",)
    back = replace(old.shots[1], reverse=True)
    assert told(old, replace(old, shots=(old.shots[0], back, old.shots[2])))[1] == ("reversed",)


def test_handles_count() -> None:
    """What is shown beyond the old handles is pulled with handles of its own, as far as those were not pulled before."""
    old, new = cut_of(A, B), cut_of(("a", 95, 60), B)
    for handles, pulls in ((0, [(95, 5), (150, 5)]), (3, [(92, 5), (153, 5)]), (8, [])):
        change = compare(old, new, handles=PAL.time_of(handles)).changes[0]
        assert frames(change)[:2] == (5, 5)
        assert [(PAL.nearest(span.start), PAL.nearest(span.duration)) for span in change.pull] == pulls


def test_a_side_of_which_only_the_handle_grew_is_not_pulled() -> None:
    old, new = cut_of(A, B), cut_of(("a", 98, 72), B)
    (change, *_) = compare(old, new, handles=PAL.time_of(8)).changes
    assert [(PAL.nearest(span.start), PAL.nearest(span.duration)) for span in change.pull] == [(158, 20)]


def test_a_shot_that_was_off_was_not_pulled() -> None:
    old = cut_of(A, B)
    off = replace(old, shots=(old.shots[0], replace(old.shots[1], enabled=False)))
    assert compare(off, old).changes[1].kinds == ("switched",)
    assert [PAL.nearest(span.duration) for span in compare(off, old).changes[1].pull] == [50]
    assert compare(old, off).changes[1].pull == ()


def test_a_list_that_starts_later_agrees_in_timecode() -> None:
    """The first event is gone, and left a gap: an edit list starts with the second one, where it was."""
    found = compare(cut_of(A, B, C, start=90000), cut_of(B, C, start=90050))
    assert [change.kind for change in found.changes] == ["removed", "unchanged", "unchanged"]
    assert PAL.nearest(found.offset) == -50
    restarted = compare(cut_of(A, B, C), cut_of(A, B, C, start=90000))
    assert restarted.counts == {"unchanged": 3} and restarted.offset == 0


def test_black_is_no_event() -> None:
    black = Source("BL", generated=True)
    old = cut_of(A, ("-", 0, 50), B)
    slug = Shot("V1:9", "V1", "video", "BL", black, Span(0, PAL.time_of(50)), Span(PAL.time_of(50), PAL.time_of(100)))
    with_slug = replace(old, shots=(old.shots[0], slug, old.shots[1]))
    assert compare(old, with_slug).counts == compare(with_slug, old).counts == {"unchanged": 2}


def test_a_film_conformed_to_television_is_unchanged() -> None:
    """24 frames a second as 25, 29.97 as 30: the same frames, faster."""
    clips = (A, B, C, D)
    for one, other in ((FrameRate(24), PAL), (FrameRate(30000, 1001), FrameRate(30))):
        found = compare(cut_of(*clips, rate=one), cut_of(A, ("b", 100, 40), C, D, rate=other))
        assert [change.kind for change in found.changes] == ["unchanged", "tail", "shifted", "shifted"]
        assert [other.nearest(change.shift) for change in found.changes] == [0, 0, -10, -10]
        assert other.nearest(found.changes[1].tail) == -10


def test_real_time_on_another_timeline_is_unchanged() -> None:
    film = FrameRate(24)
    old = cut_of(("a", 240, 48), ("b", 96, 72), ("c", 24, 120), rate=film)
    spans = [Span(PAL.snap(shot.record_span.start), PAL.snap(shot.record_span.end)) for shot in old.shots]
    shots = tuple(replace(shot, record_span=span) for shot, span in zip(old.shots, spans, strict=True))
    assert compare(old, replace(old, rate=PAL, shots=shots)).counts == {"unchanged": 3}


def test_nothing_and_something() -> None:
    nothing = Cut("cut", PAL, ())
    assert compare(nothing, nothing).changes == ()
    assert compare(nothing, cut_of(A)).counts == {"new": 1}
    assert compare(cut_of(A), nothing).counts == {"removed": 1}
    assert headline(compare(nothing, nothing), "en") == "No shot changed, and the cut is as long as before."


def test_one_edit_in_three_formats_is_unchanged(tmp_path: Path) -> None:
    """An edit list cuts where a dissolve starts, has eight characters for a reel and knows whole frames only."""
    reels = ("A001C003_240101_R1AB", "B002C011_240101_R1AB", "A001C007_240101_R1AB", "C003C001_240101_R1AB")
    clips = [(name, 90000 + 500 * number, 60) for number, name in enumerate(reels)]
    cut = cut_of(*clips, start=90000)
    shots = [replace(shot, source=replace(shot.source, name=f"{shot.name}.mov", reel=shot.name)) for shot in cut.shots]
    half = PAL.time_of(6)
    shots[0] = replace(shots[0], effects=(Effect("transition-out", "dissolve", half),))
    shots[1] = replace(shots[1], effects=(Effect("transition-in", "dissolve", half),))
    twice = shots[2].source_span
    shots[2] = replace(shots[2], speed=Fraction(2), source_span=Span(twice.start, twice.end + twice.duration))
    cut = replace(cut, shots=tuple(shots))
    read = []
    for form, name in ((EDL, "cut.edl"), (OTIO, "cut.otio")):
        form.write(cut, tmp_path / name)
        read.append(read_cut(tmp_path / name, PAL)[0])
    for old, new in ((read[0], read[1]), (cut, read[0]), (read[1], cut)):
        found = compare(old, new)
        assert found.counts == {"unchanged": 4}, [change.kinds for change in found.changes]
    short = replace(cut, shots=tuple(replace(s, source=Source(s.name, reel=s.source.reel[:8])) for s in cut.shots))
    assert compare(short, read[1]).counts == {"unchanged": 4}


def test_the_headline_counts_parts_once_and_sound_apart() -> None:
    old = cut_of(("a", 0, 100), B, tracks=("V1", "A1"))
    new = cut_of(("a", 0, 40), ("a", 40, 60), B, C, tracks=("V1", "A1"))
    found = compare(old, new)
    facts = summary(found).evidence
    assert (facts["changed"], facts["split"], facts["new"], facts["sounds"]) == (2, 1, 1, 2)
    assert headline(found, "en") == (
        "2 shots changed: 1 new, 1 split, 2 sound events changed, and the cut runs 00:00:02:00 longer."
    )
    assert headline(found, "fr") == (
        "2 plans modifiés\u00a0: 1 ajouté, 1 coupé en plusieurs, 2 sons modifiés, et le montage dure 00:00:02:00 de plus."
    )
