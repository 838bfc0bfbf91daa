"""What MLT and Kdenlive files say; that hosts show the right frames of them is proved in tests/hosts."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse
from picturelock.cut import Cut, Effect, Source
from picturelock.errors import InputError, UsageError
from picturelock.timeline.mlt.format import KDENLIVE, MLT
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

spec = spec_from_file_location("mlt_cuts", Path(__file__).with_name("cuts.py"))
assert spec is not None
assert spec.loader is not None
cuts = sys.modules[spec.name] = module_from_spec(spec)
spec.loader.exec_module(cuts)


def written(cut: Cut, folder: Path, suffix: str = "mlt") -> Element:
    """The root of what is written."""
    path = folder / f"cut.{suffix}"
    write_timeline(cut, path)
    root: Element = parse(path).getroot()
    return root


def named(element: Element, name: str) -> str:
    return element.findtext(f"property[@name='{name}']") or ""


def entries(root: Element, playlist: str) -> list[tuple[str, int, int]]:
    """The entries of a playlist: producer, in, out; a blank is ("", length, 0)."""
    found = root.find(f"playlist[@id='{playlist}']")
    assert found is not None
    return [
        ("", int(one.get("length", 0)), 0)
        if one.tag == "blank"
        else (one.get("producer", ""), int(one.get("in", 0)), int(one.get("out", 0)))
        for one in found
        if one.tag in ("blank", "entry")
    ]


def test_clips_count_from_the_files_first_frame(tmp_path: Path) -> None:
    root = written(cuts.simple(), tmp_path)
    assert entries(root, "V1a") == [
        ("producer0", 100, 147), ("", 12, 0), ("producer1", 0, 23), ("producer0", 500, 500),
    ]  # fmt: skip
    producers = root.findall("producer")
    assert [named(one, "resource") for one in producers] == ["/media/A001C003.mov", "/media/B002.mov", "black"]
    assert named(producers[0], "length") == "2000"


@pytest.mark.parametrize("rate", [FrameRate(24000, 1001), FrameRate(25), FrameRate(60000, 1001)])
def test_the_profile_has_the_exact_rate(rate: FrameRate, tmp_path: Path) -> None:
    profile = written(cuts.simple(rate), tmp_path).find("profile")
    assert profile is not None
    assert (profile.get("frame_rate_num"), profile.get("frame_rate_den")) == (str(rate.num), str(rate.den))


def test_a_dissolve_overlaps_on_two_playlists(tmp_path: Path) -> None:
    root = written(cuts.transitions(6, 8), tmp_path)
    assert entries(root, "V1a") == [("producer0", 100, 155)]
    assert entries(root, "V1b") == [("", 42, 0), ("producer1", 194, 247), ("producer0", 300, 323)]
    mix = root.find("tractor[@id='V1']/transition")
    assert mix is not None
    assert (mix.get("in"), mix.get("out"), named(mix, "reverse")) == ("42", "55", "0")


def test_dissolves_that_leave_a_clip_no_room_are_cuts_and_said(tmp_path: Path) -> None:
    def edge(kind: Any, frames: int) -> Effect:
        return Effect(kind, "dissolve", cuts.R24.time_of(frames))

    cut = cuts.cut(
        cuts.shot("V1:1", (0, 48), 100, effects=(edge("transition-out", 8),)),
        cuts.shot("V1:2", (48, 58), 0, effects=(edge("transition-in", 8), edge("transition-out", 8))),
        cuts.shot("V1:3", (58, 96), 300, effects=(edge("transition-in", 8),)),
    )
    findings = write_timeline(cut, tmp_path / "cut.mlt")
    assert "transitions" in {str(one.evidence.get("what")) for one in findings}
    assert len(parse(tmp_path / "cut.mlt").getroot().findall("tractor[@id='V1']/transition")) == 1


@pytest.mark.parametrize(
    ("speed", "reverse", "expected"),
    [(Fraction(2), False, "0=12.5000417;48=16.5000417"), (Fraction(2), True, "0=16.4999583;48=12.4999583"),
     (Fraction(1, 2), False, "0=12.5000417;48=13.5000417"), (Fraction(0), False, "0=12.5000417;48=12.5000417")],
)  # fmt: skip
def test_a_retime_says_what_second_is_shown_when(speed: Fraction, reverse: bool, expected: str, tmp_path: Path) -> None:
    cut = cuts.cut(cuts.retimed(cuts.shot("V1:1", (0, 48), 300), speed, reverse))
    root = written(cut, tmp_path)
    link = root.find("chain/link")
    assert link is not None
    assert named(link, "map") == named(link, "time_map") == expected
    assert entries(root, "V1a") == [("retimed0", 0, 47)]


def test_kdenlive_gets_a_bin_and_guides(tmp_path: Path) -> None:
    root = written(cuts.markers(), tmp_path, "kdenlive")
    found = root.find("playlist[@id='main_bin']")
    assert found is not None
    guides = json.loads(named(found, "kdenlive:docproperties.guides"))
    assert [(one["comment"], one["pos"], one["type"]) for one in guides][:2] == [
        ("Point", 5, 6), ("Trop long - à couper ou non", 10, 3),
    ]  # fmt: skip
    assert [one.get("producer") for one in found.findall("entry")] == ["producer0"]
    assert {named(one, "kdenlive:id") for one in root.findall("chain")} == {"2"}


@pytest.mark.parametrize("made", [MLT, KDENLIVE])
def test_names_that_xml_cannot_hold_and_references_that_reach_out(made: Any, tmp_path: Path) -> None:
    wild = Source('a\x00\x1b[31m\ud800<&"]]>.mov', url="https://example.com/a.mov", start=0)
    shots = tuple(replace(one, source=wild, name="]]><x>\x0b") for one in cuts.simple().shots)
    cut = replace(cuts.simple(), shots=shots, name="n\x00\ufffe")
    root = written(cut, tmp_path, made.suffixes[0][1:])
    resources = {named(one, "resource") for one in root.findall("producer")}
    assert not any(resource.startswith("https:") for resource in resources), "a web address is fetched by nobody"


def test_nothing_to_write_is_refused(tmp_path: Path) -> None:
    cut = replace(cuts.simple(), shots=tuple(replace(one, enabled=False) for one in cuts.simple().shots))
    with pytest.raises(UsageError, match="no clip that is on"):
        write_timeline(cut, tmp_path / "cut.mlt")
    assert list(tmp_path.iterdir()) == []


def test_reading_says_what_to_export_instead(tmp_path: Path) -> None:
    (tmp_path / "a.kdenlive").write_text("<mlt/>", encoding="utf-8")
    with pytest.raises(InputError, match="never read back"):
        read_timeline(tmp_path / "a.kdenlive")


def test_cost_is_linear(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        shots = (cuts.shot(f"V1:{number + 1}", (2 * number, 2 * number + 2), number) for number in range(count))
        cut = cuts.cut(*shots)
        start = time.process_time()
        write_timeline(cut, tmp_path / f"{count}.kdenlive")
        return time.process_time() - start

    seconds(200)
    assert seconds(8000) < 12 * max(seconds(1000), 0.01)


def test_a_file_whose_start_nobody_knows_is_read_from_its_first_frame(tmp_path: Path) -> None:
    bare = replace(cuts.source(), start=None, available=None)
    one = replace(cuts.shot("V1:1", (0, 24), 10), source=bare, source_span=Span(0, cuts.R24.time_of(24)))
    assert entries(written(cuts.cut(one), tmp_path), "V1a") == [("producer0", 0, 23)]
