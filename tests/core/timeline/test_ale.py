"""Avid Log Exchange: clips read from logs, and logs written for pulls; another reader sees the same."""

from __future__ import annotations

import random
import sys
from contextlib import suppress
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import Any

import pytest
from picturelock.conform.pull import pull_cut, pulls
from picturelock.cut import Cdl, Cut
from picturelock.errors import InputError, UsageError
from picturelock.findings import Finding
from picturelock.timeline.ale.format import ALE
from picturelock.timeline.read import read_timeline
from picturelock.times import FrameRate, Timecode

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "timelines" / "ale"
R24, R25, NTSC = FrameRate(24), FrameRate(25), FrameRate(30000, 1001)


def beside(name: str) -> ModuleType:
    """A module of this folder: test files cannot import each other."""
    spec = spec_from_file_location(f"timeline_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CUTS = beside("cuts")


def log(folder: Path, columns: str, *rows: str, heading: str = "FIELD_DELIM\tTABS\nFPS\t25") -> Path:
    """A log; "|" stands for a tab."""
    path = folder / "log.ale"
    text = f"Heading\n{heading}\n\nColumn\n{columns}\n\nData\n" + "".join(f"{row}\n" for row in rows)
    path.write_text(text.replace("|", "\t"), encoding="utf-8")
    return path


def read(path: Path) -> tuple[Cut, tuple[Finding, ...]]:
    return read_timeline(path)


def labels(cut: Cut) -> list[tuple[str, str]]:
    """Where each clip starts and ends in its source."""
    found = []
    for shot in cut.shots:
        rate = shot.source.rate or cut.rate
        ends = (shot.source_span.start, shot.source_span.end)
        first, last = (str(Timecode.at(time, rate, cut.drop and rate.drop_labels > 0)) for time in ends)
        found.append((first, last))
    return found


def adapted(path: Path) -> list[Any]:
    """The clips as OpenTimelineIO's own adapter reads them; copies, since they live as long as their collection does."""
    otio = pytest.importorskip("opentimelineio")
    pytest.importorskip("otio_ale_adapter")
    found = otio.adapters.read_from_file(str(path), adapter_name="ale")
    return [clip.deepcopy() for clip in found]


def test_clips_stand_one_after_another(tmp_path: Path) -> None:
    columns = "Name|Tracks|Start|End|Tape|Scene|Take|Comments|Source File"
    cut, findings = read(
        log(
            tmp_path, columns,
            "12A-1|VA1A2|10:00:00:00|10:00:04:00|A001|12A|1|circled \\ boom in shot|A001C001.mov",
            "12A-2|V|10:01:00:00|10:01:00:10|A001|12A|2||A001C002.mov",
            "wild|A1A2|05:00:00:00|05:00:02:00|S001|12A|||W001.wav",
        )
    )  # fmt: skip
    assert not findings
    assert (cut.name, cut.rate, cut.duration) == ("log", R25, R25.time_of(100 + 10 + 50))
    assert [(shot.id, R25.nearest(shot.record_span.start)) for shot in cut.shots] == [
        ("V1:1", 0), ("V1:2", 100), ("A1:1", 110),
    ]  # fmt: skip
    assert labels(cut)[0] == ("10:00:00:00", "10:00:04:00")
    first = cut.shots[0]
    assert (first.name, first.source.name, first.source.reel) == ("12A-1", "A001C001.mov", "A001")
    assert first.comments == ("circled \\ boom in shot",)
    assert first.extras["ALE"] == {"Scene": "12A", "Take": "1"}


def test_every_sample_is_read_or_refused_with_a_reason() -> None:
    expected = {"sample.ale": 4, "sampleUHD.ale": 1, "sample_cdl.ale": 4}
    paths = sorted(SAMPLES.glob("*.ale"))
    if not paths:
        pytest.skip("not proven: no ALE files in shared/samples/timelines beside the checkout")
    for path in paths:
        cut, _ = read(path)
        assert len(cut.shots) == expected.get(path.name, len(cut.shots)), path.name
        theirs = [clip for clip in adapted(path) if clip.source_range is not None]
        assert [shot.name for shot in cut.shots] == [clip.name for clip in theirs]
        for shot, clip in zip(cut.shots, theirs, strict=True):
            rate = shot.source.rate
            assert rate is not None
            assert rate.nearest(shot.source_span.start) == round(clip.source_range.start_time.value)
            assert rate.nearest(shot.source_span.duration) == round(clip.source_range.duration.value)


def test_grades_of_a_log() -> None:
    path = SAMPLES / "sample_cdl.ale"
    if not path.is_file():
        pytest.skip("not proven: no sample_cdl.ale in shared/samples/timelines/ale beside the checkout")
    cut, _ = read(path)
    assert cut.rate.label == "23.976"
    assert labels(cut)[0] == ("17:49:33:01", "17:49:35:10")
    assert cut.shots[0].cdl == Cdl((0.8714, 0.9334, 0.9947), (-0.087, -0.0922, -0.0808), (0.9988, 1.0218, 1.0101), 0.9)


def test_whole_numbers_in_a_grade(tmp_path: Path) -> None:
    row = "a|10:00:00:00|10:00:02:00|(1 1 1)(0 0 0)(1 2 1)|1"
    cut, _ = read(log(tmp_path, "Name|Start|End|ASC_SOP|ASC_SAT", row))
    assert cut.shots[0].cdl == Cdl(power=(1.0, 2.0, 1.0))
    ALE.write(cut, tmp_path / "again.ale")
    found = adapted(tmp_path / "again.ale")
    assert list(found[0].metadata["cdl"]["asc_sop"]["power"]) == [1.0, 2.0, 1.0]


def test_a_row_counts_at_its_own_rate(tmp_path: Path) -> None:
    """Its timecode has 50 frames in a second; in the cut it lasts as many frames as it has."""
    cut, _ = read(log(tmp_path, "Name|Start|End|FPS", "a|10:00:00:49|10:00:02:00|50"))
    shot = cut.shots[0]
    assert (shot.source.rate, R25.nearest(shot.record_span.duration)) == (FrameRate(50), 51)
    assert labels(cut) == [("10:00:00:49", "10:00:02:00")]


def test_drop_frame_and_a_clip_over_midnight(tmp_path: Path) -> None:
    heading = "FIELD_DELIM\tTABS\tVIDEO_FORMAT\tNTSC\tFPS\t29.97"  # all on one line, as some write it
    path = log(tmp_path, "Name|Start|End", "a|00:00:59;29|00:01:00;03", "b|23:59:59;00|00:00:01;00", heading=heading)
    cut, findings = read(path)
    assert not findings
    assert (cut.drop, cut.rate) == (True, NTSC)
    assert [NTSC.nearest(shot.source_span.duration) for shot in cut.shots] == [2, 60]


def test_a_duration_takes_the_place_of_an_end(tmp_path: Path) -> None:
    cut, findings = read(
        log(tmp_path, "Name|Start|End|Duration", "a|10:00:00:00||00:00:02:00", "b|10:00:00:00|10:00:02:00|00:00:03:00")
    )
    assert [R25.nearest(shot.source_span.duration) for shot in cut.shots] == [50, 50]
    assert [(one.rule, one.place.line) for one in findings] == [("timeline.ale-duration", 10)]


def test_rows_without_times_are_named_and_left_out(tmp_path: Path) -> None:
    rows = ("a|10:00:00:00|10:00:02:00", "b||", "c|10:00:00:00|10:00:00:00", "d|10:00:00:99|10:00:02:00", "e||x|y|z")
    cut, findings = read(log(tmp_path, "Name|Start|End", *rows))
    assert [shot.name for shot in cut.shots] == ["a"]
    found = {one.rule: (one.evidence["count"], one.evidence["lines"]) for one in findings}
    assert found == {"timeline.ale-no-times": (4, "10, 11, 12, 13"), "timeline.ale-spare": (1, "13")}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "names no columns"),
        ("Heading\nFPS\t25\n", "names no columns"),
        ("Heading\nFPS\t25\nColumn\nName\nName\n", "line 5: expected the word Data"),
        ("one\ntwo\n", "line 1: expected the word Heading"),
        ("Heading\nFPS\t25\nData\nx\n", "line 4: expected names of columns"),
        ("Heading\nFPS\t25\nFIELD_DELIM\tCOMMAS\nColumn\nName,Start\nData\n", "separates its fields by 'COMMAS'"),
        ("Heading\nFPS\t25\nColumn\nName\tStart\tEnd\nData\na\n", "holds no clip with a Start"),
        ("Heading\nFPS\t25\nColumn\n" + "x\t" * 1500 + "\nData\n", "names 1501 columns"),
        ("\0\0\0\0", "is not text"),
    ],
)
def test_what_is_no_log(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "log.ale"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        read(path)


def test_a_log_that_does_not_say_its_rate(tmp_path: Path) -> None:
    path = log(tmp_path, "Name|Start|End", "a|10:00:00:00|10:00:02:00", heading="FIELD_DELIM\tTABS\nFPS\tmany")
    with pytest.raises(UsageError, match="does not say its frame rate"):
        read(path)
    assert read_timeline(path, R24)[0].rate == R24


def test_endless_lines_and_broken_logs(tmp_path: Path) -> None:
    before = perf_counter()
    path = log(tmp_path, "Name|Start|End", "x" * 5_000_000 + "|10:00:00:00|10:00:02:00", "\t" * 3_000_000)
    cut, _ = read(path)
    assert len(cut.shots[0].name) <= 2000
    chance = random.Random(2)
    good = log(
        tmp_path, "Name|Start|End|FPS|ASC_SOP", "a|10:00:00:00|10:00:02:00|25|(1 1 1)(0 0 0)(1 1 1)"
    ).read_bytes()
    for _ in range(300):
        data = bytearray(good)
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data)
        with suppress(InputError, UsageError):
            read(path)
    assert perf_counter() - before < 20


def test_another_reader_sees_what_is_written(tmp_path: Path) -> None:
    """With the extras of a log, which come back in the order of their columns."""
    cut = CUTS.CUTS["names and grades"]()
    shots = (replace(cut.shots[0], extras={"ALE": {"Scene": "12A", "Take": "3"}}), *cut.shots[1:])
    cut = replace(cut, shots=shots, extras={"ALE": {"header": {"VIDEO_FORMAT": "PAL"}, "columns": ["Take", "Scene"]}})
    ALE.write(cut, tmp_path / "cut.ale")
    text = (tmp_path / "cut.ale").read_bytes().decode()
    assert text.startswith(
        "Heading\r\nFIELD_DELIM\tTABS\r\nVIDEO_FORMAT\tPAL\r\nAUDIO_FORMAT\t48khz\r\nFPS\t24\r\n\r\nColumn\r\n"
    )
    assert text.splitlines()[7].split("\t")[-2:] == ["Take", "Scene"]
    found = adapted(tmp_path / "cut.ale")
    assert [clip.name for clip in found] == [shot.name for shot in cut.shots]
    assert [clip.media_reference.target_url for clip in found] == [shot.source.name for shot in cut.shots]
    assert found[0].metadata["ALE"]["Scene"] == "12A"
    assert list(found[0].metadata["cdl"]["asc_sop"]["slope"]) == [1.10226249, 0.9, 1.0]
    assert found[0].metadata["cdl"]["asc_sat"] == 0.75
    for shot, clip in zip(cut.shots, found, strict=True):
        assert round(clip.source_range.start_time.value) == R24.nearest(shot.source_span.start)
        assert round(clip.source_range.duration.value) == R24.nearest(shot.source_span.duration)
    again, _ = read(tmp_path / "cut.ale")
    assert again.shots[0].extras["ALE"] == {"Scene": "12A", "Take": "3"}


def test_a_pull_list_comes_back_as_it_was(tmp_path: Path) -> None:
    for case in ("tracks", "retimes", "mixed rates", "simple at 29.97 drop"):
        cut = CUTS.CUTS[case]()
        found = pull_cut(pulls(cut.shots, cut.rate.time_of(8), cut.rate), "Pulls v12", cut.rate)
        ALE.write(found, tmp_path / f"{case}.ale")
        again, findings = read(tmp_path / f"{case}.ale")
        assert not findings
        assert again.name == "Pulls v12"
        told = [(s.id, s.name, s.source_span, s.record_span, s.speed, s.source.reel, s.comments) for s in again.shots]
        assert told == [
            (s.id, s.name, s.source_span, s.record_span, s.speed, s.source.reel, s.comments) for s in found.shots
        ]


def test_tabs_and_line_ends_stay_out_of_the_table(tmp_path: Path) -> None:
    cut = CUTS.CUTS["simple at 24"]()
    shots = tuple(replace(shot, name="a\tb\nc\u2028d\x0be", comments=("x\ty", "z")) for shot in cut.shots)
    ALE.write(replace(cut, shots=shots), tmp_path / "cut.ale")
    again, findings = read(tmp_path / "cut.ale")
    assert not findings
    assert {(shot.name, shot.comments) for shot in again.shots} == {("a b c d e", ("x y", "z"))}


def test_a_cut_with_nothing_to_log(tmp_path: Path) -> None:
    cut = CUTS.CUTS["simple at 24"]()
    off = replace(cut, shots=tuple(replace(shot, enabled=False) for shot in cut.shots))
    with pytest.raises(UsageError, match="no clip that is on"):
        ALE.write(off, tmp_path / "cut.ale")
