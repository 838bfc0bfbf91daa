"""The example of docs/carry-across.md is run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from picturelock.cut import Cut, Shot, Source
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

PAGE = Path(__file__).resolve().parents[3] / "docs" / "carry-across.md"
RATE = FrameRate(25)


def cut(parts: list[tuple[str, int]]) -> Cut:
    """A cut of (source, frames), each source from its frame 1000 on."""
    shots, at = [], 0
    for number, (name, length) in enumerate(parts, start=1):
        media = Source(f"{name}.mov", start=0, available=Span(0, RATE.time_of(5000)), url=f"{name}.mov")
        shown = Span(RATE.time_of(1000), RATE.time_of(1000 + length))
        record = Span(RATE.time_of(at), RATE.time_of(at + length))
        shots.append(Shot(f"V1:{number}", "V1", "video", name, media, shown, record))
        at += length
    return Cut("film", RATE, tuple(shots), duration=RATE.time_of(at))


def test_the_example_prints_where_the_frames_are_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_timeline(cut([("a", 200), ("b", 100)]), Path("v12.otio"))
    write_timeline(cut([("x", 40), ("b", 65), ("a", 200)]), Path("v13.otio"))
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(example, str(PAGE), "exec"), {})
    # Frames 250 to 270 were frames 50 to 70 of b; of those, 50 to 65 are left, and b starts at 40 now.
    assert capsys.readouterr().out == "90 105 False False\n"
