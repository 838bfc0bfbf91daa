"""Files that are not what their name says, and names that say nothing: what a person is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.cut import Cut, Shot, Source
from picturelock.errors import InputError, UnknownName, UsageError
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)
SPAN = Span(0, RATE.time_of(24))
CUT = Cut("c", RATE, (Shot("V1:1", "V1", "video", "a", Source("a.mov"), SPAN, SPAN),), duration=SPAN.duration)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("fake.otio", "PK\x03\x04 a zip file", "is not an OpenTimelineIO file: it holds no JSON."),
        ("cut.otio", '{"OTIO_SCHEMA": "Timeline.1", "name": }', "is not an OpenTimelineIO file: its JSON is broken."),
        ("fake.aaf", "not one", "does not begin as AAF files do; expected an AAF file."),
    ],
)
def test_a_file_of_another_kind(name: str, text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_timeline(path)
    assert caught.value.reason == told


def test_a_name_without_an_ending(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no ending that says which format it is; known: .*\.edl") as caught:
        write_timeline(CUT, tmp_path / "reel3")
    assert "reel3.otio" in caught.value.hint
    with pytest.raises(InputError, match="is not a timeline that we read"):
        read_timeline(tmp_path / "reel3")
    with pytest.raises(UnknownName, match="named 'exe'"):
        write_timeline(CUT, tmp_path / "reel3.exe")
    with pytest.raises(UnknownName, match="named 'xyz'"):
        read_timeline(tmp_path / "reel3", name="xyz")
