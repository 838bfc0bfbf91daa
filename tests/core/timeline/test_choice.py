"""One timeline of a file that holds several: by its name, else by its number, never by a guess."""

from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.cut import Cut, Shot, Source
from picturelock.errors import InputError, UsageError
from picturelock.timeline.read import read_cut, read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)


def one(folder: Path, ending: str, name: str, clip: str) -> str:
    """The text of a file with one timeline."""
    span = Span(0, RATE.time_of(24))
    shot = Shot("V1:1", "V1", "video", clip, Source("a.mov", url="/m/a.mov"), span, span)
    path = folder / f"one.{ending}"
    write_timeline(Cut(name, RATE, (shot,), duration=span.duration), path, overwrite=True)
    return path.read_text(encoding="utf-8")


@pytest.fixture(params=["fcpxml", "xml"])
def several(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file with the timelines "Reel 1" (clip a), "Reel 2" (clip b) and "Reel 2" again (clip c)."""
    ending = str(request.param)
    tag = "event" if ending == "fcpxml" else "sequence"
    texts = [one(tmp_path, ending, name, clip) for name, clip in (("Reel 1", "a"), ("Reel 2", "b"), ("Reel 2", "c"))]
    ends = [text.index(f"</{tag}>") + len(f"</{tag}>") for text in texts]
    bodies = [text[text.index(f"<{tag}") : end] for text, end in zip(texts, ends, strict=True)]
    if ending == "xml":
        bodies = [body.replace('"sequence-1"', f'"sequence-{n}"') for n, body in enumerate(bodies)]
    path = tmp_path / f"several.{ending}"
    path.write_text(texts[0][: texts[0].index(f"<{tag}")] + "".join(bodies) + texts[0][ends[0] :], encoding="utf-8")
    return path


def test_a_name_or_a_number_chooses(several: Path) -> None:
    for wanted, clip in (("Reel 1", "a"), ("reel 1 ", "a"), ("2", "b"), ("3", "c")):
        assert [shot.name for shot in read_timeline(several, project=wanted)[0].shots] == [clip]
    assert read_cut(several, project="3")[0].name == "Reel 2"


def test_nothing_is_guessed(several: Path) -> None:
    with pytest.raises(InputError, match=r"holds 3 .*: Reel 1, Reel 2, Reel 2") as caught:
        read_timeline(several)
    assert "--project" in caught.value.hint
    for wanted in ("Reel 2", "Reel 9", "0", "4", "-1"):
        with pytest.raises(UsageError, match="there are: Reel 1, Reel 2, Reel 2"):
            read_timeline(several, project=wanted)


def test_a_file_of_one_timeline_has_none_to_choose(tmp_path: Path) -> None:
    one(tmp_path, "edl", "Reel 1", "a")
    with pytest.raises(UsageError, match="holds one timeline; leave --project out"):
        read_timeline(tmp_path / "one.edl", RATE, project="Reel 1")
