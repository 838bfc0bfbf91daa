"""What a change list says of transitions, pulls, black and frames: the same in rows, sentences and tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.conform.changes.compare import compare
from picturelock.conform.changes.csv_list import changes_csv
from picturelock.conform.changes.frame import notes, opened
from picturelock.conform.changes.missing import missing
from picturelock.conform.changes.rows import Row, rows
from picturelock.conform.changes.sentences import RowEdge
from picturelock.conform.doubts import bare_sound, same_cut
from picturelock.cut import Cut, Effect, Shot, Source
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)


def span(start: int, end: int) -> Span:
    return Span(RATE.time_of(start), RATE.time_of(end))


def shot(number: int, at: int, length: int = 100, name: str = "", first: int = 1000, **said: object) -> Shot:
    name = name or f"s{number}"
    source = Source(name, name, start=0)
    one = Shot(f"V1:{number}", "V1", "video", name, source, span(first, first + length), span(at, at + length))
    return replace(one, **said)  # type: ignore[arg-type]


def cut(*shots: Shot, length: int = 200) -> Cut:
    return Cut("cut", RATE, shots, RATE.time_of(86400), duration=RATE.time_of(length))


def dissolve(before: int, after: int, name: str = "dissolve") -> Cut:
    """Two clips with a dissolve of so many frames before and after the edit."""
    out, into = Effect("transition-out", name, RATE.time_of(after)), Effect("transition-in", name, RATE.time_of(before))
    return cut(shot(1, 0, effects=(out,)), shot(2, 100, effects=(into,)))


PLAIN = cut(shot(1, 0), shot(2, 100))


def table(found: Sequence[Row]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(changes_csv(found, "en").removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("old", "new", "edge", "said"),
    [
        (PLAIN, dissolve(12, 12), ("came", "", 0, "dissolve", 24), "none before, dissolve of 24 frames now"),
        (dissolve(12, 12), PLAIN, ("went", "dissolve", 24, "", 0), "dissolve of 24 frames before, none now"),
        (dissolve(12, 12), dissolve(6, 6, "wipe 001"), ("changed", "dissolve", 24, "wipe 001", 12),
         "dissolve of 24 frames before, wipe 001 of 12 frames now"),
    ],
)  # fmt: skip
def test_a_transition_is_told_with_its_edge_kinds_and_lengths(old: Cut, new: Cut, edge: tuple, said: str) -> None:
    found = rows(compare(old, new), "en")
    what, old_name, old_frames, new_name, new_frames = edge
    for row, side in zip(found, ("tail", "head"), strict=True):
        assert row.kinds == ("transition",)
        assert row.edges == (RowEdge(side, what, old_name, old_frames, False, new_name, new_frames, False),)  # type: ignore[arg-type]
        assert row.why.startswith(f"Transition at its {side}: {said}.")
    texts = [f"{name} {frames}" if name else "cut" for name, frames in ((old_name, old_frames), (new_name, new_frames))]
    told = " -> ".join(texts)
    assert [one["transitions"] for one in table(found)] == [f"tail: {told}", f"head: {told}"]


def test_a_fade_is_no_dissolve() -> None:
    fade = Effect("transition-in", "dissolve", 0, RATE.time_of(10))
    (row, _) = rows(compare(PLAIN, cut(shot(1, 0, effects=(fade,)), shot(2, 100))), "fr")
    assert row.edges[0].new_fade and "fondu de 10 images" in row.why


def test_only_what_is_missing_is_pulled_and_the_whole_shot_where_asked() -> None:
    found = compare(PLAIN, cut(shot(1, 0, 108), shot(2, 108), length=208))
    told = rows(found, "en")[0]
    assert told.why == "Its tail is extended by 8 frames. 8 frames of it must be pulled: 00:00:45:20 – 00:00:46:04."
    assert (told.pull, told.pull_frames) == ((("00:00:45:20", "00:00:46:04"),), 8)
    (only,), (whole,) = (missing(found.changes, 0, RATE, whole=every) for every in (False, True))
    assert (only.span, whole.span) == (span(1100, 1108), span(1000, 1108))
    assert table(rows(found, "en"))[0]["pull_frames"] == "8"


def test_what_the_media_lack_is_told_at_its_end() -> None:
    longer = shot(1, 0, 108)
    longer = replace(longer, source=replace(longer.source, available=span(998, 1120)))
    old = cut(replace(shot(1, 0), source=longer.source), shot(2, 100))
    found = compare(old, cut(longer, shot(2, 108), length=208), handles=RATE.time_of(6))
    (pull,) = missing(found.changes, found.handles, RATE)
    assert (pull.span, pull.short_head, pull.short_tail) == (span(1106, 1114), 0, 0)
    found = compare(old, cut(replace(longer, source=replace(longer.source, available=span(998, 1110))), shot(2, 108)),
                    handles=RATE.time_of(6))  # fmt: skip
    (pull,) = missing(found.changes, found.handles, RATE)
    assert (pull.span, RATE.nearest(pull.short_tail)) == (span(1106, 1110), 4)


def test_frames_of_a_retimed_shot_are_the_sources_in_text_and_data() -> None:
    half = replace(shot(1, 0), source_span=span(1016, 1066), speed=Fraction(1, 2))
    (row, _) = rows(compare(PLAIN, cut(half, shot(2, 100))), "en")
    assert (row.head, row.tail) == (-16, -34)
    assert "16 fewer source frames at its head" in row.why and "34 fewer source frames at its tail" in row.why


def test_black_that_went_and_came_is_told() -> None:
    black = Shot("V1:2", "V1", "video", "BL", Source("BL", generated=True), span(0, 48), span(100, 148))
    dark = cut(shot(1, 0), black, shot(2, 148), length=248)
    found = compare(dark, PLAIN)
    assert [change.kind for change in found.changes] == ["unchanged", "shifted"]
    (hole,) = opened(found.new, found.old)
    assert (hole.span, hole.black, hole.after) == (span(100, 148), True, "s1")
    assert list(notes(found.old, found.new, "en")) == ["48 frames of black went: it was 01:00:04:04 – 01:00:06:04."]
    assert list(notes(found.new, found.old, "en")) == ["48 frames of black came: 01:00:04:04 – 01:00:06:04."]
    gap = replace(dark, shots=(dark.shots[0], dark.shots[2]))
    assert len(list(notes(dark, gap, "fr"))) == 2, "black is no gap"


def test_one_file_twice_is_said(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.edl", "b.edl", "c.edl")]
    for path, text in zip(paths, ("x", "x", "y"), strict=True):
        path.write_text(text, encoding="utf-8")
    one, copy, other = (replace(PLAIN, path=path) for path in paths)
    assert [found and found.rule for found in (same_cut(one, one), same_cut(one, copy), same_cut(one, other))] == [
        "conform.same-file", "conform.same-cut", None,
    ]  # fmt: skip


def test_a_picture_has_no_sound_in_a_cut_that_names_its_sound() -> None:
    sound = replace(shot(3, 0), id="A1:1", track="A1", kind="audio")
    parts = [("V1:2", span(100, 200))]
    assert bare_sound(parts, replace(PLAIN, shots=(*PLAIN.shots, sound)), ()) == []
    assert [time for time, _ in bare_sound(parts, PLAIN, ())] == [span(100, 200)]


@pytest.mark.parametrize(
    ("old", "new", "kinds", "because"),
    [
        ("sh010_v011.[1001-1100].exr", "sh010_v012.[1001-1090].exr", ("version", "tail"), "name"),
        ("sh010_v011.[1001-1100].exr", "sh010_v011.[0993-1108].exr", ("tail",), "name"),
        ("sh010_v011.%04d.exr", "sh010_v012.####.exr", ("version", "tail"), "name"),
    ],
)
def test_a_sequence_rendered_again_is_the_same_one(old: str, new: str, kinds: tuple[str, ...], because: str) -> None:
    def of(name: str, length: int) -> Cut:
        one = shot(1, 0, length)
        return cut(replace(one, source=Source(name, start=0)), shot(2, length), length=length + 100)

    change = compare(of(old, 100), of(new, 90)).changes[0]
    assert (change.kinds, change.because) == (kinds, because)


def test_two_versions_on_reels_of_their_own_names_are_known_by_name() -> None:
    def of(name: str) -> Cut:
        return cut(replace(shot(1, 0), source=Source(f"{name}.mov", name)), shot(2, 100))

    change = compare(of("sh010_v011"), of("sh010_v012")).changes[0]
    assert (change.kinds, change.because) == (("version",), "name")
