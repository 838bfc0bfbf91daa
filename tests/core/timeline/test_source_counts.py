"""How a source's own timecode counts, drop-frame or not: read, kept and written by every format that can say it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.cut import Cut, Shot, Source, Track, source_timecode, with_shots
from picturelock.timeline.read import read_timeline
from picturelock.timeline.references import found_reference
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span, Timecode

NTSC, FILM = FrameRate(30000, 1001), FrameRate(24000, 1001)
TEN = Timecode.parse("10:00:00:00", NTSC, False).time
FCP7 = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE xmeml><xmeml version="5"><sequence id="s"><name>s</name>
<duration>300</duration>{rate}<timecode>{rate}<string>01:00:00;00</string><frame>107892</frame>
<displayformat>DF</displayformat></timecode><media><video><track><clipitem id="c1"><name>A</name><duration>9000</duration>{rate}
<start>0</start><end>100</end><in>0</in><out>100</out><file id="f1"><name>A.mov</name><pathurl>file://localhost/m/A.mov</pathurl>
{rate}<duration>9000</duration><timecode>{rate}<string>10:00:00:00</string><frame>1080000</frame>
<displayformat>NDF</displayformat><reel><name>T1</name></reel></timecode><media><video/></media></file></clipitem></track></video>
</media></sequence></xmeml>""".replace("{rate}", "<rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>")


def counting(drop: bool | None, cut_drop: bool) -> Cut:
    """A hundred frames from 10:00:00:00 non-drop, in a cut from 01:00:00 on."""
    whole = Span(TEN, TEN + NTSC.time_of(9000))
    film = Source("A.mov", "T1", None, "/m/A.mov", TEN, whole, NTSC, drop=drop)
    span = Span(0, NTSC.time_of(100))
    shot = Shot("V1:1", "V1", "video", "A", film, span.shift(TEN), span)
    start = Timecode.parse("01:00:00:00", NTSC, cut_drop).time
    return Cut("c", NTSC, (shot,), start, cut_drop, duration=span.duration, tracks=(Track("V1", "video"),))


def test_a_source_counts_as_it_says_else_as_the_cut() -> None:
    assert str(source_timecode(Source("a", drop=False), TEN, NTSC, True)) == "10:00:00:00"
    assert str(source_timecode(Source("a", drop=True), TEN, NTSC, False)) == "10:00:36;00"
    assert str(source_timecode(Source("a"), TEN, NTSC, True)) == "10:00:36;00"
    assert str(source_timecode(Source("a", rate=FILM, drop=True), TEN, NTSC, True)) == "10:00:00:00", "film has no drop"


def test_fcp7_says_it_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    path.write_text(FCP7)
    cut, findings = read_timeline(path)
    assert (cut.drop, cut.shots[0].source.drop, findings) == (True, False, ())
    write_timeline(cut, tmp_path / "c.edl")
    assert " 10:00:00:00 10:00:03:10 01:00:00;00 01:00:03;10" in (tmp_path / "c.edl").read_text()


@pytest.mark.parametrize("cut_drop", [False, True])
@pytest.mark.parametrize("drop", [None, False, True])
@pytest.mark.parametrize("ending", ["edl", "xml", "fcpxml", "aaf", "otio", "plcut", "ale"])
def test_what_is_written_says_it(ending: str, drop: bool | None, cut_drop: bool, tmp_path: Path) -> None:
    cut, path = counting(drop, cut_drop), tmp_path / f"c.{ending}"
    write_timeline(cut, path)
    back, _ = read_timeline(path, NTSC)
    (shot,) = (one for one in back.shots if not one.source.generated)
    label = source_timecode(shot.source, shot.source_span.start, back.rate, back.drop)
    expected = cut_drop if drop is None else drop
    assert (str(label), shot.source_span.start) == ("10:00:36;00" if expected else "10:00:00:00", TEN)
    if ending not in ("ale",):
        assert back.drop is cut_drop


def test_the_files_themselves_say_it(tmp_path: Path) -> None:
    """Where other programs look: the file's displayformat, the clip's tcFormat, the log's separators."""
    for ending, said in (
        ("xml", "<displayformat>NDF<"),
        ("fcpxml", ' tcFormat="NDF"'),
        ("ale", "\t10:00:00:00\t10:00:03:10\t"),
    ):
        path = tmp_path / f"c.{ending}"
        write_timeline(counting(False, True), path)
        assert path.read_text().count(said) == 1, ending


@pytest.mark.parametrize(
    ("url", "path", "expected"),
    [
        ("/media/a.mov", None, "/media/a.mov"),
        ("file:///media/a%20b.mov", "/media/a b.mov", "file:///media/a%20b.mov"),  # that very file, as it was written
        ("/media/a.mov", "/raid/a.mov", "/raid/a.mov"),
        ("media/a.mov", "/cuts/media/a.mov", "/cuts/media/a.mov"),  # relative to another folder than the new file's
        ("C:\\media\\a.mov", "/mnt/a.mov", "/mnt/a.mov"),
        ("", "/raid/a.mov", "/raid/a.mov"),
        ("/old/sh010.%04d.exr", "/new/sh010.1001.exr", "/new/sh010.%04d.exr"),
    ],
)
def test_a_host_is_told_where_the_file_was_found(url: str, path: str | None, expected: str) -> None:
    assert found_reference(Source("a.mov", url=url, path=Path(path) if path else None)) == expected


@pytest.mark.parametrize("ending", ["edl", "xml", "fcpxml", "aaf", "otio", "ale"])
def test_every_format_writes_where_it_was_found(ending: str, tmp_path: Path) -> None:
    moved = with_shots(
        counting(None, False),
        lambda shot: replace(shot, source=replace(shot.source, path=Path("/raid/Jour 2/A.mov"))),
    )
    path = tmp_path / f"c.{ending}"
    write_timeline(moved, path)
    back, _ = read_timeline(path, NTSC)
    assert back.shots[0].source.url.replace("%20", " ").endswith("/raid/Jour 2/A.mov")


def test_a_nest_that_is_shown_twice_stays_one() -> None:
    inside = counting(None, False)
    (shot,) = inside.shots
    two = [replace(shot, id=f"V1:{n}", nest=inside, record_span=shot.record_span.shift(n)) for n in (1, 2)]
    changed = with_shots(replace(inside, shots=tuple(two)), lambda one: replace(one, name="new"))
    first, second = (one.nest for one in changed.shots)
    assert first is second
    assert first is not None
    assert first.shots[0].name == "new"
