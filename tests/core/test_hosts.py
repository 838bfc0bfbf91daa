"""Every host against the same expectations: it gives its cut, takes what it says it can, and leaves all else as it was.

A new host adds a function to `HOSTS` that makes one with `CUT` open, beside a marker of somebody else's at frame 30.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut, Marker, Shot, Source, Track
from picturelock.errors import OutputError, UsageError
from picturelock.formats.files import read_captions, write_captions
from picturelock.host import CAPABILITIES, CannotDo, Capability, Host, State, with_ids
from picturelock.timeline.file_host import FileHost
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)
HOUR = RATE.time_of(86400)
THEIRS = "Ask Zoë"


def frames(start: int, end: int) -> Span:
    return Span(RATE.time_of(start), RATE.time_of(end))


def shot(number: int, start: int, end: int) -> Shot:
    source = Source(f"A00{number}.mov", f"A00{number}", None, f"/media/A00{number}.mov", HOUR, None, RATE)
    return Shot(
        f"V1:{number}", "V1", "video", f"shot {number}", source, frames(start, end).shift(HOUR), frames(start, end)
    )


CUT = Cut(
    "Film v12", RATE, (shot(1, 0, 48), shot(2, 60, 96)), HOUR, duration=RATE.time_of(96),
    markers=(Marker(frames(30, 30), THEIRS),), tracks=(Track("V1", "video"),),
)  # fmt: skip


def file_host(folder: Path) -> Host:
    source = folder / "in" / "cut.otio"
    write_timeline(CUT, source)
    return FileHost(source, folder / "out", captions=lambda captions, path, over: write_captions(captions, path, over))


def fcpxml_host(folder: Path) -> Host:
    source = folder / "in" / "cut.fcpxml"
    write_timeline(CUT, source)
    return FileHost(source, folder / "out")


def blender_host(folder: Path) -> Host:
    pytest.importorskip("bpy", reason="not proven: bpy (Blender as a module) is not installed")
    import bpy
    from picturelock_blender.host import BlenderHost

    bpy.ops.wm.read_factory_settings(use_empty=True)
    host, _ = BlenderHost.of_cut(CUT)
    bpy.context.window.scene = host.scene
    host.scene.frame_set(host.scene.frame_start + 40)
    host.scene.use_preview_range = True
    host.scene.frame_preview_start, host.scene.frame_preview_end = 86410, 86450
    return host


HOSTS: dict[str, Callable[[Path], Host]] = {"otio": file_host, "fcpxml": fcpxml_host, "blender": blender_host}


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    made: Host = HOSTS[request.param](tmp_path)
    return made


def needs(host: Host, capability: Capability) -> None:
    if capability not in host.can:
        pytest.skip(f"{host.name} says that it cannot")


def marker(number: int, name: str = "Gap", at: int = 50) -> Marker:
    return Marker(frames(at, at), name, "No picture → close it", "RED", id=f"check:{number}")


def captions(*texts: str, language: str = "fr") -> Captions:
    cues = (Cue(frames(10 * n, 10 * n + 8), plain(text), str(n + 1)) for n, text in enumerate(texts))
    return Captions(tuple(cues), language, rate=RATE)


def shown(host: Host) -> list[str]:
    return [one.name for one in host.read_cut()[0].markers]


def test_the_cut_is_what_was_opened(host: Host) -> None:
    cut, findings = host.read_cut()
    assert (cut.name, cut.rate, cut.start, cut.duration) == ("Film v12", RATE, HOUR, CUT.duration)
    assert [(s.id, s.source.name, s.source_span, s.record_span) for s in cut.shots] == [
        (s.id, s.source.name, s.source_span, s.record_span) for s in CUT.shots
    ]
    assert shown(host) == [THEIRS]
    assert findings == ()


def test_what_a_host_cannot_do_it_says(host: Host, tmp_path: Path) -> None:
    assert host.can <= set(CAPABILITIES)
    asked: dict[Capability, Callable[[], object]] = {
        "playhead": lambda: host.seek(0),
        "markers": lambda: host.put_markers([marker(1)]),
        "captions": lambda: host.put_captions(captions("Un")),
        "render": lambda: host.render(frames(0, 1), tmp_path / "x.png"),
    }
    for capability in set(asked) - host.can:
        with pytest.raises(CannotDo) as caught:
            asked[capability]()
        assert host.name in str(caught.value)
        assert not (tmp_path / "x.png").exists()
    if not host.can & {"selection", "playhead"}:
        assert host.state() == State()


def test_markers_are_found_again_by_their_id(host: Host) -> None:
    needs(host, "markers")
    before = host.state()
    assert host.put_markers([marker(1), marker(2, "Flash frame", 12)]) == 2
    assert host.put_markers([marker(2, "Flash frame, two", 13), marker(3, "Offline", 70)]) == 2
    assert [(one.id, one.name, RATE.nearest(one.span.start)) for one in host.markers()] == [
        ("check:2", "Flash frame, two", 13), ("check:1", "Gap", 50), ("check:3", "Offline", 70),
    ]  # fmt: skip
    assert host.markers()[1] == marker(1)
    assert sorted(shown(host)) == sorted([THEIRS, "Gap", "Flash frame, two", "Offline"])
    assert host.remove_markers({"check:1", "never"}) == 1
    assert host.remove_markers() == 2
    assert host.remove_markers() == 0
    assert (host.markers(), shown(host), host.state()) == ((), [THEIRS], before)


def test_markers_that_could_not_be_found_again_are_refused(host: Host) -> None:
    needs(host, "markers")
    for wrong in ([marker(1), marker(1, "Another")], [replace(marker(1), id="")]):
        with pytest.raises(UsageError, match="ids of their own"):
            host.put_markers(wrong)
    assert host.markers() == ()


def test_the_same_findings_have_the_same_ids() -> None:
    some = [Marker(frames(1, 1), "Gap"), Marker(frames(1, 1), "Gap"), Marker(frames(2, 2), "Gap")]
    first, again = with_ids(some, "check"), with_ids(reversed(some), "check")
    assert len({one.id for one in first}) == 3
    assert {one.id for one in first} == {one.id for one in again}


def test_captions_of_one_language_replace_those_that_were_there(host: Host, tmp_path: Path) -> None:
    needs(host, "captions")
    before = host.state(), [s.id for s in host.read_cut()[0].shots]
    host.put_captions(captions("Un", "Deux", "Trois"))
    host.put_captions(captions("One", language="en"))
    host.put_captions(captions("Un\nsur deux lignes", "Deux d’été"))
    assert texts(host, "fr", tmp_path) == [(0, 8, "Un\nsur deux lignes"), (10, 18, "Deux d’été")]
    assert texts(host, "en", tmp_path) == [(0, 8, "One")]
    assert (host.state(), [s.id for s in host.read_cut()[0].shots]) == before


def texts(host: Host, language: str, folder: Path) -> list[tuple[int, int, str]]:
    if isinstance(host, FileHost):
        found = read_captions(folder / "out" / f"cut.{language}.sub.srt")[0]
    else:
        from picturelock_blender.captions import read_captions as strips_of

        found = strips_of(host.scene, language, "sub")
    return [(RATE.nearest(cue.span.start), RATE.nearest(cue.span.end), cue.text) for cue in found.cues]


def test_only_seeking_moves_the_playhead(host: Host) -> None:
    needs(host, "playhead")
    before = host.state()
    host.seek(RATE.time_of(7) + 5)
    assert host.state() == replace(before, playhead=RATE.time_of(7))
    for nowhere in (-1, CUT.duration, 10**18):
        with pytest.raises(UsageError):
            host.seek(nowhere)
    assert host.state().playhead == RATE.time_of(7)


def test_a_stretch_is_rendered_and_everything_is_as_before(host: Host, tmp_path: Path) -> None:
    needs(host, "render")
    before, cut = host.state(), host.read_cut()
    host.render(frames(40, 50), tmp_path / "part.mov")
    host.render(frames(50, 51), tmp_path / "still.png")
    assert (tmp_path / "part.mov").stat().st_size > 0
    assert (host.state(), host.read_cut()) == (before, cut)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["part.mov", "still.png"]
    with pytest.raises(OutputError, match="exists already"):
        host.render(frames(0, 10), tmp_path / "part.mov")
    for span, name in (
        (frames(0, 97), "a.mov"),
        (frames(5, 5), "b.mov"),
        (frames(0, 2), "c.png"),
        (frames(0, 2), "d.doc"),
    ):
        with pytest.raises(UsageError):
            host.render(span, tmp_path / name)
    with pytest.raises(OutputError, match="no folder"):
        host.render(frames(0, 2), tmp_path / "nowhere" / "a.mov")


def test_a_folder_with_somebody_elses_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "cut.otio").write_text("theirs")
    with pytest.raises(OutputError, match="exists already"):
        file_host(tmp_path).put_markers([marker(1)])
    assert (tmp_path / "out" / "cut.otio").read_text() == "theirs"
    with pytest.raises(OutputError, match="timeline itself"):
        FileHost(tmp_path / "in" / "cut.otio", tmp_path / "in")


def test_a_folder_remembers_what_is_ours(tmp_path: Path) -> None:
    file_host(tmp_path).put_markers([marker(1)])
    again = FileHost(tmp_path / "in" / "cut.otio", tmp_path / "out")
    assert again.put_markers([marker(2)]) == 1
    assert [one.id for one in again.markers()] == ["check:1", "check:2"]
    for broken in ("[]", '{"written": 3}', "[" * 5000, '{"written": [1, null]}'):
        (tmp_path / "out" / "picturelock-host.json").write_text(broken)
        with pytest.raises(OutputError, match="exists already"):
            again.put_markers([marker(3)])


def test_a_language_is_no_path(tmp_path: Path) -> None:
    host = file_host(tmp_path)
    for wrong in ("../fr", "fr/../../x", "", "fr\0"):
        with pytest.raises(UsageError):
            host.put_captions(captions("Un", language=wrong))
    assert not (tmp_path / "out").exists()
