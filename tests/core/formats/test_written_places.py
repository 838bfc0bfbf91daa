"""Where a writer's findings are: a writer knows no file, and names none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, plain
from picturelock.formats.files import encoded
from picturelock.times import FrameRate, Span


@pytest.mark.parametrize("name", ["out.scc", "out.stl"])
def test_a_writer_names_no_file(name: str) -> None:
    rate = FrameRate(25)
    text = plain("A line of forty characters and more, ½ œuvre “日本” never fits in a row of captions.")
    captions = Captions((Cue(Span(rate.time_of(50), rate.time_of(100)), text, "4"),), rate=rate)
    captions = replace(captions, rate=FrameRate(30000, 1001)) if name.endswith("scc") else captions
    _, findings = encoded(captions, Path(name))
    assert findings and {found.place.file for found in findings} == {""}
