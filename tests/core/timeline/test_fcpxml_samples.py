"""Public FCPXML: read or refused with a reason; what is read is written and read back the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.errors import InputError
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "timelines" / "fcpx"


def sample(name: str) -> Path:
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip(f"not proven: no {name} in shared/samples/timelines/fcpx beside the checkout")
    return path


def test_a_project_with_all_there_is(tmp_path: Path) -> None:
    """Counted by hand in the file: its storyline has 6 clips, and 13 hang on it; one compound clip is there three times."""
    cut, findings = read_timeline(sample("fcpx_project.fcpxml"))
    rate = cut.rate
    assert (rate.label, cut.start, cut.drop, len(cut.shots)) == ("30", 0, False, 19)
    primary = [shot for shot in cut.shots if shot.track == "V1"]
    assert [(shot.name, rate.nearest(shot.record_span.start), rate.nearest(shot.source_span.start)) for shot in primary] == [
        ("IMG_0715", 0, 0), ("compound_clip_1", 2400, 109), ("IMG_0233", 3300, 0), ("IMG_0687", 3600, 376),
        ("IMG_0268", 3900, 232), ("compound_clip_1", 4200, 57),
    ]  # fmt: skip
    assert sum(shot.nest is not None for shot in cut.shots) == 3
    assert [marker.name for marker in cut.markers if not marker.shot] == ["Marker 9"]
    assert {finding.rule: finding.evidence["count"] for finding in findings} == {"timeline.fcpxml-hidden-markers": 1}
    losses = write_timeline(cut, tmp_path / "out.fcpxml")
    assert {finding.evidence["what"] for finding in losses} == {"timeline-markers"}
    back, _ = read_timeline(tmp_path / "out.fcpxml")
    before, after = ({(s.id, s.record_span, s.source_span, s.effects) for s in one.shots} for one in (cut, back))
    assert before == after


def test_projects_that_must_be_chosen_and_clips_that_are_none() -> None:
    with pytest.raises(InputError, match="OpenTimeline_Project, OpenTimeline_Project 1"):
        read_timeline(sample("fcpx_example.fcpxml"))
    with pytest.raises(InputError, match="no project"):
        read_timeline(sample("fcpx_clips.fcpxml"))


@pytest.mark.parametrize("name", ["fcpxml-1.8", "fcpxml"])
def test_what_another_reader_sees(name: str, tmp_path: Path) -> None:
    """OpenTimelineIO's own adapter reads our files at 24 (it knows no NTSC rates: otio-fcpx-xml-adapter 1.0.0)."""
    adapter = pytest.importorskip(
        "otio_fcpx_xml_adapter.fcpx_xml", reason="not proven: otio-fcpx-xml-adapter is absent"
    )
    cut, _ = read_timeline(sample("../otio/multiple_track.otio"))
    write_timeline(cut, tmp_path / "out.fcpxml", name=name)
    container = adapter.read_from_string((tmp_path / "out.fcpxml").read_text(encoding="utf-8"))
    timeline = container if hasattr(container, "tracks") else next(iter(container))
    frame = cut.rate.frame
    for number, track in enumerate(timeline.tracks, start=1):
        at, seen = 0, []
        for child in track:
            frames = int(child.source_range.duration.value)
            if child.schema_name() == "Clip":
                seen.append((child.name, at, frames, int(child.source_range.start_time.value)))
            at += frames
        ours = [
            (
                shot.name,
                shot.record_span.start // frame,
                shot.record_span.duration // frame,
                shot.source_span.start // frame,
            )
            for shot in cut.shots
            if shot.track == f"V{number}"
        ]
        assert seen == ours
