"""Markers written into .otio files and as a list that Resolve imports."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import opentimelineio as otio
import pytest
from picturelock.cut import Cut, Marker
from picturelock.errors import InputError, OutputError
from picturelock.timeline.marker_edl import write_marker_edl
from picturelock.timeline.markers import write_markers
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate, Span

Write = Callable[..., Path]
RATE = FrameRate(24)


def marker(start: int, end: int, name: str = "Gap", note: str = "No picture → close it", color: str = "RED") -> Marker:
    return Marker(Span(RATE.time_of(start), RATE.time_of(end)), name, note, color)


@pytest.fixture
def source(write: Write, make: SimpleNamespace) -> Path:
    unknown = {"OTIO_SCHEMA": "Sparkle.2", "name": "s", "metadata": {"kept": True}}
    shot = make.clip("a", make.span(0, 48), effects=[unknown])
    newer = make.marker(
        3, "theirs", OTIO_SCHEMA="Marker.3", color={"OTIO_SCHEMA": "Color.1", "r": 0, "g": 1, "b": 0, "a": 1}
    )
    return write(make.timeline(make.track(shot), markers=[newer], start=make.time(86400)), "source.otio")


def test_markers_come_back_as_they_were(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "with markers é.otio"
    ours = [marker(12, 24), marker(30, 30, "Point", "", "CYAN")]
    before = source.read_bytes()
    assert write_markers(source, target, ours) == 2
    cut, _ = read_cut(target)
    assert [found for found in cut.markers if found.name != "theirs"] == ours
    assert len(cut.markers) == 3
    assert source.read_bytes() == before


def test_ids_and_clips_of_our_markers_come_back(source: Path, tmp_path: Path) -> None:
    ours = [replace(marker(12, 24), id="pl-1"), replace(marker(30, 30), id="pl-2", shot="V1:1")]
    write_markers(source, tmp_path / "out.otio", ours)
    assert [found for found in read_cut(tmp_path / "out.otio")[0].markers if found.id] == ours
    write_markers(tmp_path / "out.otio", tmp_path / "out.otio", [])
    assert [found.name for found in read_cut(tmp_path / "out.otio")[0].markers] == ["theirs"]


def test_a_rerun_replaces_ours_and_keeps_theirs_and_everything_else(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.otio"
    write_markers(source, target, [marker(12, 24), marker(30, 31)])
    write_markers(target, target, [marker(5, 6, "New")])
    assert [found.name for found in read_cut(target)[0].markers] == ["theirs", "New"]
    write_markers(target, target, [])
    assert json.loads(target.read_text()) == json.loads(source.read_text())


def test_opentimelineio_and_resolve_read_them(write: Write, make: SimpleNamespace, tmp_path: Path) -> None:
    plain = write(make.timeline(make.track(make.clip("a", make.span(0, 48))), start=make.time(86400)))
    write_markers(plain, tmp_path / "out.otio", [marker(12, 24)])
    found = otio.adapters.read_from_file(str(tmp_path / "out.otio"), adapter_name="otio_json").tracks.markers[0]
    assert found.marked_range == otio.opentime.TimeRange(
        otio.opentime.RationalTime(12, 24), otio.opentime.RationalTime(12, 24)
    )
    assert (found.name, found.color, found.comment) == ("Gap", "RED", "No picture → close it")
    assert found.metadata["Resolve_OTIO"]["Note"] == "No picture → close it"


def test_an_existing_file_is_not_replaced(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.otio"
    target.write_text("precious")
    with pytest.raises(OutputError, match="exists already"):
        write_markers(source, target, [marker(0, 1)])
    assert target.read_text() == "precious"
    with pytest.raises(OutputError, match="cannot be written"):
        write_markers(source, tmp_path / "no" / "folder.otio", [marker(0, 1)])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.otio", "source.otio"]


def test_markers_need_a_timeline(write: Write, make: SimpleNamespace, tmp_path: Path) -> None:
    bare = write(make.track(make.clip("a", make.span(0, 5))), "bare.otio")
    with pytest.raises(InputError, match="is no timeline"):
        write_markers(bare, tmp_path / "out.otio", [marker(0, 1)])


def test_metadata_without_end_is_not_written_again(write: Write, make: SimpleNamespace, tmp_path: Path) -> None:
    deep = json.dumps(make.timeline(make.track(make.clip("a", make.span(0, 5)))))
    nested = '"metadata": {"a": ' + "[" * 700 + "]" * 700 + "}"
    path = write(deep.replace('"metadata": {}', nested, 1).encode(), "deep.otio")
    assert read_cut(path)[0].shots, "metadata that nobody reads is no obstacle to reading"
    try:
        assert write_markers(path, tmp_path / "out.otio", [marker(0, 1)]) == 1
    except InputError as error:
        assert "nested too deeply" in str(error)
    assert not list(tmp_path.glob(".picturelock-*"))


def test_the_list_that_resolve_imports(tmp_path: Path) -> None:
    cut = Cut("Letter | v2", RATE, (), start=RATE.time_of(86400))
    path = tmp_path / "markers.edl"
    ours = [marker(24, 36), marker(48, 48, "Offline", "2 shots\nuse it", "YELLOW")]
    assert write_marker_edl(cut, ours, path) == 2
    assert path.read_text(encoding="utf-8") == (
        "TITLE: Letter / v2\n"
        "FCM: NON-DROP FRAME\n"
        "\n"
        "001  001      V     C        01:00:01:00 01:00:01:01 01:00:01:00 01:00:01:01  \n"
        "No picture → close it |C:ResolveColorRed |M:Gap |D:12\n"
        "\n"
        "002  001      V     C        01:00:02:00 01:00:02:01 01:00:02:00 01:00:02:01  \n"
        "- 2 shots use it |C:ResolveColorYellow |M:Offline |D:1\n"
    )
    with pytest.raises(OutputError, match="exists already"):
        write_marker_edl(cut, ours, path)


def test_markers_of_one_frame_are_joined_for_resolve(tmp_path: Path) -> None:
    cut = Cut("c", RATE, ())
    ours = [marker(5, 6, "A", "one"), marker(5, 9, "B", "two", "CYAN"), marker(5, 5, "A", "|C:ResolveColorBlue |M:x")]
    assert write_marker_edl(cut, ours, tmp_path / "m.edl") == 1
    line = (tmp_path / "m.edl").read_text().splitlines()[4]
    assert line == "/C:ResolveColorBlue /M:x / one / two |C:ResolveColorRed |M:A + B |D:4"


def test_drop_frame_labels_in_the_list(tmp_path: Path) -> None:
    rate = FrameRate.parse("29.97")
    cut = replace(Cut("c", rate, ()), drop=True)
    assert write_marker_edl(cut, [Marker(Span(rate.time_of(1800), rate.time_of(1800)), "m")], tmp_path / "m.edl") == 1
    text = (tmp_path / "m.edl").read_text()
    assert "FCM: DROP FRAME" in text
    assert "00:01:00;02 00:01:00;03" in text
