from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.cut import Cut
from picturelock.errors import InputError
from picturelock.production import GraphicOrder, load, span_of
from picturelock.times import FrameRate, Span, Timecode

HEAD = 'title = "T"\ncut = "c.otio"\n'
GRAPHIC = '[[graphics]]\nstart = "01:00:05:00"\nend = "01:00:09:00"\ntop = 0.7\nbottom = 0.95\nname = "lower third"\n'


def write(folder: Path, text: str) -> Path:
    (folder / "picturelock.toml").write_text(HEAD + text, encoding="utf-8")
    return folder


def test_a_glossary_and_graphics(tmp_path: Path) -> None:
    production = load(write(tmp_path, 'glossary = "words/glossary.csv"\n' + GRAPHIC))
    assert production.glossary == tmp_path.resolve() / "words" / "glossary.csv"
    assert production.graphics == (GraphicOrder("01:00:05:00", "01:00:09:00", 0.7, 0.95, "lower third"),)
    plain = load(write(tmp_path, ""))
    assert plain.glossary is None and plain.graphics == ()


def test_sources_without_speech_are_patterns_on_names(tmp_path: Path) -> None:
    assert load(write(tmp_path, 'speechless = ["MUS_*.wav", "atmo"]\n')).speechless == ("MUS_*.wav", "atmo")


@pytest.mark.parametrize("value", ['["*"]', '[""]', '["?*"]', '"MUS"', "[1]"])
def test_no_pattern_may_mean_everything(tmp_path: Path, value: str) -> None:
    with pytest.raises(InputError, match="speechless"):
        load(write(tmp_path, f"speechless = {value}\n"))


def test_the_papers_of_a_production_are_those_that_are_there(tmp_path: Path) -> None:
    production = load(write(tmp_path, 'glossary = "g.toml"\n[rights]\nledger = "l.toml"\n'))
    assert production.papers == (production.file,)
    (tmp_path / "profiles").mkdir()
    for name in ("g.toml", "profiles/ours.toml", "profiles/readme.txt"):
        (tmp_path / name).write_text("")
    assert production.papers == (
        production.file,
        tmp_path.resolve() / "g.toml",
        tmp_path.resolve() / "profiles/ours.toml",
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('glossary = "../g.toml"\n', "glossary"),
        ("glossary = 3\n", "glossary"),
        ('glossary = "a\\u0000b"\n', "glossary"),
        ("graphics = 3\n", "graphics"),
        ("graphics = [3]\n", r"graphics\[1\]"),
        (GRAPHIC.replace("0.7", "0.96"), r"graphics\[1\].bottom"),
        (GRAPHIC.replace("0.7", "-0.1"), r"graphics\[1\].top"),
        (GRAPHIC.replace("0.7", "true"), r"graphics\[1\].top"),
        (GRAPHIC.replace("0.7", "nan"), r"graphics\[1\].top"),
        (GRAPHIC.replace("top = 0.7\n", ""), r"graphics\[1\].top"),
        (GRAPHIC.replace('"01:00:05:00"', '"soon"'), r"graphics\[1\].start"),
        (GRAPHIC.replace('"01:00:05:00"', '"1@0"'), r"graphics\[1\].start"),
        (GRAPHIC.replace('"01:00:09:00"', "3"), r"graphics\[1\].end"),
        (GRAPHIC.replace("name", "nmae"), r"graphics\[1\].nmae"),
        (GRAPHIC + GRAPHIC.replace("0.95", "2"), r"graphics\[2\].bottom"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(InputError, match=place):
        load(write(tmp_path, text))


@pytest.mark.parametrize(
    ("start", "end", "rate", "drop", "frames"),
    [
        ("01:00:05:00", "01:00:09:00", FrameRate(25), False, (125, 225)),
        ("125@25", "225@25/1", FrameRate(25), False, (125, 225)),
        ("00:59:59:00", "01:00:01:00", FrameRate(24), False, (-24, 24)),
        ("01:00:05;00", "01:00:09;00", FrameRate(30000, 1001), True, (150, 270)),
        ("01:00:05:00", "01:00:09:00", FrameRate(30000, 1001), True, (150, 270)),
        ("48@24", "96@24", FrameRate(24000, 1001), False, (48, 96)),
    ],
)
def test_when_a_graphic_is_there(start: str, end: str, rate: FrameRate, drop: bool, frames: tuple[int, int]) -> None:
    cut = Cut("c", rate, (), start=Timecode.parse("01:00:00:00", rate, drop).time, drop=drop)
    span = span_of(GraphicOrder(start, end, 0.7, 0.9), cut)
    assert (rate.nearest(span.start), rate.nearest(span.end)) == frames


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("01:00:05:30", "01:00:09:00"),
        ("01:00:05;00", "01:00:09:00"),
        ("01:00:09:00", "01:00:09:00"),
        ("99:00:00:00", "1@25"),
    ],
)
def test_times_that_the_cut_does_not_have(start: str, end: str) -> None:
    with pytest.raises(ValueError, match=r"exist|drop-frame|ends at"):
        span_of(GraphicOrder(start, end, 0.7, 0.9), Cut("c", FrameRate(25), ()))


def test_a_span_is_record_time() -> None:
    rate = FrameRate(25)
    cut = Cut("c", rate, (), start=Timecode.parse("10:00:00:00", rate).time)
    assert span_of(GraphicOrder("10:00:00:00", "10:00:01:00", 0, 1), cut) == Span(0, rate.time_of(25))
