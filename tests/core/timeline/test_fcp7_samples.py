"""Exports of Premiere and Hiero from public repositories: read as those systems show them, and written so that they come back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.cut import Cut, Shot
from picturelock.timeline.lanes import laid_out
from picturelock.timeline.read import read_cut, read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import Timecode

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "timelines" / "fcp7"


def sample(name: str) -> Path:
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip(f"not proven: {name} is not in shared/samples/timelines beside the checkout")
    return path


def place(cut: Cut, shot: Shot) -> tuple[str, int, int, float]:
    frame = cut.rate.frame
    span = shot.record_span
    return shot.id, span.start // frame, span.end // frame, shot.file_span.start / frame


def test_premieres_example() -> None:
    """Of four exploded pairs of tracks, the last two differ between their channels, by hand."""
    cut, findings = read_timeline(sample("premiere_example.xml"))
    assert (cut.name, str(cut.rate), len(cut.tracks), len(cut.markers)) == ("sc01_sh010_layerA", "30/1", 9, 4)
    assert [place(cut, shot) for shot in cut.shots if shot.kind == "video"] == [
        ("V2:1", 13, 113, 0), ("V3:1", 15, 956, 108000), ("V2:2", 165, 322, 0), ("V2:3", 322, 557, 0), ("V1:1", 536, 636, 0),
        ("V2:4", 636, 956, 0), ("V4:1", 956, 1164, 34), ("V4:2", 1164, 1246, 18),
    ]  # fmt: skip
    assert [place(cut, shot)[:3] for shot in cut.shots if shot.kind == "audio"] == [
        ("A1:1", 13, 113), ("A3:1", 153, 351), ("A2:1", 335, 505), ("A1:2", 536, 636), ("A2:2", 636, 930), ("A4:1", 956, 1177),
        ("A5:1", 956, 1164), ("A4:2", 1164, 1258), ("A5:2", 1164, 1246),
    ]  # fmt: skip
    edges = [(shot.id, e.kind, e.handle // cut.rate.frame, e.inside // cut.rate.frame)
             for shot in cut.shots for e in shot.effects]  # fmt: skip
    assert edges == [
        ("V2:3", "transition-out", 0, 19),
        ("V4:1", "transition-out", 13, 0),
        ("V4:2", "transition-in", 12, 0),
    ]
    assert findings == ()
    assert [shot.id for shot in read_cut(sample("premiere_example.xml"))[0].shots if "/" in shot.id] == [
        "V2/4.V1:1", "A2/2.A1:1", "V2/4.V1:2",
    ]  # fmt: skip


def test_premieres_generators() -> None:
    cut, _ = read_timeline(sample("premiere_generators.xml"))
    assert str(cut.rate) == "24000/1001"
    assert [shot.source.generated for shot in cut.shots] == [True] * 8


def test_hieros_export() -> None:
    cut, findings = read_timeline(sample("hiero_xml_export.xml"))
    one, two = cut.shots
    assert str(Timecode.at(one.source_span.start, cut.rate)) == "12:44:37:23"
    assert str(Timecode.at(cut.start, cut.rate)) == "01:00:00:00"
    assert (str(two.speed), two.source_span.start // cut.rate.frame) == ("1/4", 81600)
    assert [finding.rule for finding in findings] == ["timeline.fcp7-speed-factor"]


@pytest.mark.parametrize("name", ["premiere_example.xml", "premiere_generators.xml", "hiero_xml_export.xml"])
def test_a_real_export_comes_back(name: str, tmp_path: Path) -> None:
    cut, _ = read_timeline(sample(name))
    write_timeline(cut, tmp_path / "again.xml")
    again, findings = read_timeline(tmp_path / "again.xml")
    assert findings == ()
    assert [bare(shot) for shot in again.shots] == [bare(shot) for shot in laid_out(cut).shots]
    flat = laid_out(cut)
    assert (again.start, again.drop, again.duration) == (flat.start, flat.drop, flat.duration)
    assert [track.id for track in again.tracks] == [track.id for track in flat.tracks]


def bare(shot: Shot) -> Shot:
    """Without what is not written, and what is written in another way that means the same."""
    effects = tuple(effect for effect in shot.effects if effect.kind != "other")
    return replace(shot, effects=effects, nest=None, source=replace(shot.source, url=""))
