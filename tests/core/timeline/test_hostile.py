"""Files that nobody meant well with, or that broke on the way: one clear InputError each, quickly."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace
from typing import Any

import pytest
from picturelock.errors import InputError
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate

Write = Callable[..., Path]
RATE = FrameRate(24)


def refused(path: Path, reason: str, seconds: float = 5) -> InputError:
    before = perf_counter()
    with pytest.raises(InputError, match=reason) as caught:
        read_cut(path, RATE)
    assert perf_counter() - before < seconds
    assert caught.value.file == path
    return caught.value


@pytest.mark.parametrize("levels", [300, 900, 20_000, 200_000])
def test_nesting_without_end(write: Write, levels: int) -> None:
    opened = (
        '{"OTIO_SCHEMA":"Stack.1","name":"","metadata":{},"source_range":null,"effects":[],"markers":[],"children":['
    )
    text = '{"OTIO_SCHEMA":"Timeline.1","name":"t","metadata":{},"global_start_time":null,"tracks":'
    refused(write(text + opened * levels + "]}" * levels + "}", "deep.otio"), "levels deep")


def test_nests_within_the_limit_of_json_but_not_of_sense(write: Write, make: SimpleNamespace) -> None:
    nest = make.stack(make.track(make.clip("a", make.span(0, 5))))
    for _ in range(100):
        nest = make.stack(nest)
    refused(write(make.timeline(make.track(nest))), "nests tracks and stacks more than 100 levels deep")


def test_200_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "huge.otio"
    with path.open("wb") as file:
        file.write(b'{"OTIO_SCHEMA":"Timeline.1","name":"')
        os.ftruncate(file.fileno(), 200_000_000)
    refused(path, "200 MB", seconds=1)
    refused(path.rename(tmp_path / "huge.edl"), "200 MB", seconds=1)


def test_a_truncated_file(write: Write, make: SimpleNamespace) -> None:
    text = json.dumps(make.timeline(make.track(make.clip("a", make.span(0, 5)))))
    for length in range(0, len(text), 97):
        refused(write(text[:length], "cut.otio"), "is not an OpenTimelineIO file|not an OpenTimelineIO timeline")
    error = refused(write(text[: len(text) // 2], "cut.otio"), "is not an OpenTimelineIO file")
    assert error.place.startswith("line 1, column")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not an OpenTimelineIO file"),
        (b"null", "not an OpenTimelineIO timeline"),
        (b"[]", "not an OpenTimelineIO timeline"),
        (b'{"a": 1}', "not an OpenTimelineIO timeline"),
        (b'{"OTIO_SCHEMA": 7}', "expected a timeline"),
        (b'{"OTIO_SCHEMA": "Timeline.1"}', "has no tracks"),
        (b'{"OTIO_SCHEMA": "Nonsense.1"}', "expected a timeline"),
        (b"\xff\xfe\x00not text\x80", "not UTF-8"),
        (b'{"OTIO_SCHEMA": "Timeline.1", "x": ' + b"9" * 10_000 + b"}", "is not an OpenTimelineIO file"),
    ],
)
def test_what_is_no_timeline(write: Write, content: bytes, reason: str) -> None:
    refused(write(content, "cut.otio"), reason)


@pytest.mark.parametrize(
    "shown",
    [
        (0, float("nan"), 24),
        (float("inf"), 5, 24),
        (0, 5, float("nan")),
        (0, 5, -24),
        (0, 5, 0),
        (0, -5, 24),
        (0, 1e300, 24),
        (-1e300, 5, 24),
        (0, 5, 5e-324),
    ],
)
def test_times_that_mean_nothing(write: Write, make: SimpleNamespace, shown: tuple[float, float, float]) -> None:
    error = refused(
        write(make.timeline(make.track(make.clip("a", make.span(*shown))), start=make.time(0))),
        "no time|no duration|negative",
    )
    assert error.place == "clip 1 of track V1"


@pytest.mark.parametrize("scalar", [float("nan"), float("inf"), -1e9])
def test_speeds_that_mean_nothing(write: Write, make: SimpleNamespace, scalar: float) -> None:
    refused(write(make.timeline(make.track(make.clip("a", make.span(0, 5), effects=[make.warp(scalar)])))), "no speed")


def test_a_start_time_that_means_nothing(write: Write, make: SimpleNamespace) -> None:
    tracks = make.track(make.clip("a", make.span(0, 5)))
    assert refused(write(make.timeline(tracks, start=make.time(float("nan")))), "no time").place == "global_start_time"


def test_nothing_to_show(write: Write, make: SimpleNamespace) -> None:
    refused(write(make.timeline()), "holds no clips")
    refused(write(make.timeline(make.track())), "holds no clips")
    refused(write(make.timeline(make.track(make.clip("a", make.span(0, 0))))), "holds no clips")


def test_a_transition_where_there_is_nothing_to_change(write: Write, make: SimpleNamespace) -> None:
    lone = make.timeline(make.transition(3, 3), make.track(make.transition(3, 3), make.clip("a", make.span(0, 5))))
    assert [shot.id for shot in read_cut(write(lone), RATE)[0].shots] == ["V1:1"]
    refused(write(make.transition(3, 3)), "expected a timeline")


def test_an_object_inside_itself(write: Write, make: SimpleNamespace) -> None:
    nest = make.stack({"OTIO_SCHEMA": "SerializableObjectRef.1", "id": "me"}, OTIO_REF_ID="me")
    refused(write(make.timeline(make.track(nest))), "stands for a clip, track or stack that is somewhere else")
    looped = make.clip("a", make.span(0, 5), OTIO_REF_ID="me")
    looped["metadata"] = {"again": {"OTIO_SCHEMA": "SerializableObjectRef.1", "id": "me"}}
    assert len(read_cut(write(make.timeline(make.track(looped))))[0].shots) == 1


def test_what_crashes_opentimelineio(write: Write, make: SimpleNamespace) -> None:
    """A list where a media reference belongs: OpenTimelineIO 0.18.1 dies of it (segmentation fault)."""
    inner = {"children": [{"OTIO_SCHEMA": "Clip.1"}]}
    tracks = {"OTIO_SCHEMA": "Stack.1", "children": [{"OTIO_SCHEMA": "Clip.1", "media_reference": [inner]}]}
    refused(write({"OTIO_SCHEMA": "Timeline.1", "tracks": tracks}), "stands where an object belongs")


@pytest.mark.parametrize(
    "key", ["source_range", "effects", "markers", "media_references", "name", "metadata", "enabled"]
)
@pytest.mark.parametrize("value", [None, 7, "x", [], [None], [[]], {}, {"OTIO_SCHEMA": "Gap.1"}, {"OTIO_SCHEMA": "?"}])
def test_wrong_kinds_of_things(write: Write, make: SimpleNamespace, key: str, value: Any) -> None:
    shot = {**make.clip("a", make.span(0, 5)), key: value}
    try:
        read_cut(write(make.timeline(make.track(shot, make.clip("b", make.span(0, 5))))), RATE)
    except InputError as error:
        assert str(error)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n\n",
        b"TITLE: nothing\nFCM: NON-DROP FRAME\n",
        b"TITLE: only words\n* FROM CLIP NAME: x\nM2 x\n* LOC: 01:00:00:00 RED x\n",
        b"<html>404</html>",
        b"1\n00:00:01,000 --> 00:00:02,000\nI am a subtitle\n",
    ],
)
def test_a_list_without_events(write: Write, content: bytes) -> None:
    refused(write(content), "holds no events")


def test_a_list_that_is_no_text(write: Write) -> None:
    refused(write(b"\x00\x00\x00\x20ftypqt  " + bytes(1000)), "is not text")


def test_lines_without_end(write: Write) -> None:
    event = "001 R1 V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
    long = "* FROM CLIP NAME: " + "x " * 1_000_000 + "\n"
    cut, _ = read_cut(write(event + long + "* " + "*" * 1_000_000 + "\n" + "A" * 1_000_000 + ":\n"), RATE)
    assert len(cut.shots[0].name) <= 300


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    for suffix in (".otio", ".edl"):
        refused(tmp_path / f"missing{suffix}", "does not exist")
        folder = tmp_path / f"folder{suffix}"
        folder.mkdir()
        refused(folder, "is no file")
    pipe = tmp_path / "pipe.otio"
    os.mkfifo(pipe)
    refused(pipe, "is no file")


@pytest.mark.parametrize("name", ["cut.mov", "cut", "cut.otio2", ".otio.txt"])
def test_a_suffix_that_we_do_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    refused(tmp_path / name, "is not a timeline that we read")
