"""Sources that two timelines call otherwise, and by what they were found to be one."""

from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.conform.match import matched
from picturelock.cut import Cut, Shot, Source
from picturelock.times import FrameRate, Span

PAL = FrameRate(25)
HOUR = 90000
Use = tuple[Source, int]
"""A source, and the first frame that is shown of it; always fifty."""


def cut_of(*uses: Use) -> Cut:
    shots = []
    for number, (source, first) in enumerate(uses, 1):
        shown = Span(PAL.time_of(first), PAL.time_of(first + 50))
        record = Span(PAL.time_of(50 * number - 50), PAL.time_of(50 * number))
        shots.append(Shot(f"V1:{number}", "V1", "video", source.name, source, shown, record))
    return Cut("cut", PAL, tuple(shots), duration=PAL.time_of(50 * len(uses)))


def ways(old: Cut, new: Cut) -> list[str]:
    """By what each source of the old cut, in order, is one of the new cut at the same place; "" = it is not."""
    found = matched(old, new)
    keys = zip(found.old.shots, found.new.shots, strict=True)
    return [found.because.get(a.source.key, "name") if a.source.key == b.source.key else "" for a, b in keys]


def camera(name: str, **fields: object) -> Source:
    return Source(f"{name}.mov", reel=name, path=Path(f"/m/{name}.mov"), **fields)  # type: ignore[arg-type]


def test_the_surest_way_is_told() -> None:
    one = camera("A001C001", fingerprint="f")
    assert ways(cut_of((one, 0)), cut_of((Source("b.mov", fingerprint="f"), 0))) == ["fingerprint"]
    assert ways(cut_of((camera("A001C001"), 0)), cut_of((Source("A001C001.MOV", reel="A001C001"), 0))) == ["reel"]
    here, there = Source("a", path=Path("/m/a b.mov")), Source("x", url="file:///m/a%20b.mov")
    assert ways(cut_of((here, 0)), cut_of((there, 0))) == ["reference"]
    assert ways(cut_of((Source("T.wav", path=Path("/a/T.wav")), 0)), cut_of((Source("T.WAV"), 0))) == ["name"]


def test_one_tape_under_many_names_is_known_by_its_timecode() -> None:
    """A list has a clip's name for each event of a tape; the other one calls them otherwise."""
    old = cut_of((Source("one", reel="007"), HOUR), (Source("two", reel="007"), HOUR + 500))
    new = cut_of((Source("uno", reel="007"), HOUR + 10), (Source("due", reel="007"), HOUR + 510))
    assert ways(old, new) == ["reel", "reel"]
    elsewhere = cut_of((Source("uno", reel="007"), HOUR + 9000), (Source("due", reel="007"), HOUR + 9500))
    assert ways(old, elsewhere) == ["", ""]


def test_reels_cut_to_eight_characters_that_clash_go_by_name() -> None:
    long = ("100_TC_0120_V1003_TEMP", "100_TC_0140_V1004_TEMP")
    old = cut_of(*((Source(f"{name}.mov", reel=name, url=f"{name}.mov"), HOUR) for name in long))
    new = cut_of(*((Source(f"{name}.MOV", reel=name[:8]), HOUR) for name in long))
    assert ways(old, new) == ["name", "name"]
    assert ways(cut_of((camera("A001C003_240101"), 0)), cut_of((Source("x", reel="A001C003"), 0))) == ["reel"]


def test_a_reel_that_is_the_other_lists_file_name() -> None:
    old = cut_of((Source("A001C001.mov", path=Path("/m/A001C001.mov")), 0))
    assert ways(old, cut_of((Source("Scene 4", reel="A001C001"), 0))) == ["reel"]


def test_a_list_without_files_names_the_clip() -> None:
    shot = cut_of((Source("A001C001.mov", path=Path("/m/A001C001.mov")), 0)).shots[0]
    named = Cut("cut", PAL, (Shot(shot.id, "V1", "video", "Scene 4", shot.source, shot.source_span, shot.record_span),))
    assert ways(named, cut_of((Source("Scene 4"), 0))) == ["name"]
    other_file = Source("B002.mov", path=Path("/m/B002.mov"))
    assert ways(named, cut_of((other_file, 0))) == [""], "two files of one clip name are two sources"


@pytest.mark.parametrize("new", [("sh010_v012", "sh020_v003"), ("sh010_v010", "sh020_v003")])
def test_a_version_is_found_by_the_name_without_it(new: tuple[str, str]) -> None:
    files = [
        [Source(f"{n}.mov", path=Path(f"/{n}.mov")) for n in names] for names in (("sh010_v011", "sh020_v003"), new)
    ]
    assert ways(*(cut_of(*((source, 0) for source in some)) for some in files)) == ["name", "reference"]


def test_two_versions_in_one_cut_decide_nothing() -> None:
    old = cut_of(*((Source(f"sh_v{n}.mov", path=Path(f"/sh_v{n}.mov")), 0) for n in (1, 2)))
    new = cut_of(*((Source(f"sh_v{n}.mov", path=Path(f"/sh_v{n}.mov")), 0) for n in (3, 4)))
    assert ways(old, new) == ["", ""]


def test_media_trimmed_by_a_media_manager_count_in_timecode() -> None:
    """The new file starts ten seconds later in the same timecode; counted from their first frames nothing would agree."""
    old = cut_of((Source("a.mov", start=PAL.time_of(HOUR)), HOUR + 300))
    new = cut_of((Source("a.mov", start=PAL.time_of(HOUR + 250)), HOUR + 300))
    found = matched(old, new)
    assert found.old.shots[0].file_span == found.new.shots[0].file_span


def test_a_file_whose_timecode_was_lost_counts_from_its_first_frame() -> None:
    old = cut_of((Source("a.mov", start=PAL.time_of(HOUR)), HOUR + 300))
    new = cut_of((Source("a.mov", start=0), 300))
    found = matched(old, new)
    assert found.old.shots[0].file_span == found.new.shots[0].file_span
