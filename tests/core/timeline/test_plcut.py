"""Our own format: nothing is lost or rounded, and nothing in a file is believed unlooked at."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from picturelock.cut import Cut, Shot, Source
from picturelock.errors import InputError, OutputError
from picturelock.timeline.plcut.format import PLCUT
from picturelock.timeline.plcut.writing import cut_json
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

RATE = FrameRate(24000, 1001)
SHOT = Shot(
    "V1:1", "V1", "video", "sh010", Source("a.mov", path=Path("/media/a b.mov"), start=7, rate=RATE), Span(8, 1001),
    Span(0, 2986), Fraction(333, 1000),
)  # fmt: skip
CUT = Cut("Film", RATE, (SHOT,), duration=2986)


def test_extras_paths_and_odd_times_come_back(tmp_path: Path) -> None:
    cut = replace(
        CUT, extras={"Avid": {"a": [1, 2.5, None, {"b": True}]}}, shots=(replace(SHOT, extras={"x": {"y": "é"}}),)
    )
    write_timeline(cut, tmp_path / "a.plcut")
    got, findings = read_timeline(tmp_path / "a.plcut")
    assert findings == ()
    assert got == replace(cut, path=tmp_path / "a.plcut", tracks=got.tracks)
    assert (got.extras, got.shots[0].extras) == (cut.extras, cut.shots[0].extras)
    assert got.shots[0].speed == Fraction(333, 1000)


def test_a_source_that_starts_at_zero_is_not_one_of_unknown_start(tmp_path: Path) -> None:
    for number, start in enumerate((0, None)):
        path = tmp_path / f"{number}.plcut"
        write_timeline(replace(CUT, shots=(replace(SHOT, source=replace(SHOT.source, start=start)),)), path)
        assert read_timeline(path)[0].shots[0].source.start == start


def test_numbers_that_are_no_json_are_kept_as_words(tmp_path: Path) -> None:
    write_timeline(replace(CUT, extras={"x": {"a": float("nan"), "b": Path("/x")}}), tmp_path / "a.plcut")
    assert read_timeline(tmp_path / "a.plcut")[0].extras == {"x": {"a": "nan", "b": "/x"}}


def test_metadata_without_end_is_not_written(tmp_path: Path) -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"a": deep}
    with pytest.raises(OutputError, match="metadata"):
        write_timeline(replace(CUT, extras=deep), tmp_path / "a.plcut")
    assert list(tmp_path.iterdir()) == []


Change = Callable[[dict[str, Any]], object]
WRONG: dict[str, Change] = {
    "shots[0].speed": lambda node: node["shots"][0].update(speed="1/0"),
    "shots[0].record_span": lambda node: node["shots"][0].update(record_span=[5, 1]),
    "shots[0].source_span": lambda node: node["shots"][0].update(source_span=[0.5, 1]),
    "shots[0].kind": lambda node: node["shots"][0].update(kind="smell"),
    "shots[0].reverse": lambda node: node["shots"][0].update(reverse=1),
    "shots[0].ramp": lambda node: node["shots"][0].update(ramp=[[1, 2]]),
    "shots[0].ramp[0]": lambda node: node["shots"][0].update(ramp=[[True, 2], [3, 4]]),
    "shots[0].nest": lambda node: node["shots"][0].update(nest=3),
    "shots[0].cdl.slope": lambda node: node["shots"][0].update(cdl={"slope": [1]}),
    "shots[0].effects[0].kind": lambda node: node["shots"][0].update(effects=[{"kind": "explosion"}]),
    "shots[0].source": lambda node: node["shots"][0].update(source=[]),
    "shots[0].source.path": lambda node: node["shots"][0]["source"].update(path="/a\0b"),
    "shots[0].source.start": lambda node: node["shots"][0]["source"].update(start=3),
    "shots[0].source.rate": lambda node: node["shots"][0]["source"].update(rate="1e999"),
    "rate": lambda node: node.update(rate="0/0"),
    "drop": lambda node: node.update(drop=True),
    "start": lambda node: node.update(start=10**30),
    "shots": lambda node: node.update(shots={}),
    "comments": lambda node: node.update(comments=[3]),
    "extras": lambda node: node.update(extras=[]),
    "markers[0].span": lambda node: node.update(markers=[{"name": "x"}]),
    "tracks[0].kind": lambda node: node.update(tracks=[{"id": "V1"}]),
    "name": lambda node: node.update(name="x" * 5000),
    "schema": lambda node: node.update(schema="picturelock/cut-99"),
}


@pytest.mark.parametrize("place", WRONG)
def test_what_is_wrong_is_named_by_its_place(place: str, tmp_path: Path) -> None:
    node = cut_json(CUT)
    WRONG[place](node)
    (tmp_path / "a.plcut").write_text(json.dumps(node))
    with pytest.raises(InputError) as caught:
        read_timeline(tmp_path / "a.plcut")
    assert caught.value.place == place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "3",
        "{",
        "[" * 50_000,
        '{"a":' * 50_000,
        '{"schema": ' + "9" * 9000 + "}",
        "\xff\xfe",
        '{"schema": NaN}',
    ],
)
def test_what_is_no_cut_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.plcut").write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError):
        read_timeline(tmp_path / "a.plcut")


def test_nests_without_end_are_refused(tmp_path: Path) -> None:
    node = cut_json(CUT)
    for _ in range(60):
        node = {**cut_json(CUT), "shots": [{**cut_json(CUT)["shots"][0], "nest": node}]}
    (tmp_path / "a.plcut").write_text(json.dumps(node))
    with pytest.raises(InputError, match="nests in each other"):
        read_timeline(tmp_path / "a.plcut")


def test_clips_that_overlap_stay_where_they_are(tmp_path: Path) -> None:
    above = replace(CUT.shots[0], id="V1:9", record_span=CUT.shots[0].record_span.shift(10))
    made = replace(CUT, shots=(*CUT.shots, above))
    assert write_timeline(made, tmp_path / "a.plcut") == ()
    assert [shot.track for shot in read_timeline(tmp_path / "a.plcut")[0].shots] == [one.track for one in made.shots]


def test_it_needs_the_standard_library_only() -> None:
    program = (
        "import sys; before = set(sys.modules); import picturelock.timeline.plcut.format\n"
        "names = {m.split('.')[0] for m in set(sys.modules) - before}\n"
        "print(sorted(names - sys.stdlib_module_names - {'picturelock'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_ten_thousand_clips_take_about_ten_times_a_thousand(tmp_path: Path) -> None:
    def cost(count: int) -> float:
        shots = tuple(replace(SHOT, id=f"V1:{n}", record_span=Span(n * 3000, n * 3000 + 2986)) for n in range(count))
        cut = replace(CUT, shots=shots, duration=3000 * count)
        best = float("inf")
        for _ in range(2):
            began = time.process_time()
            write_timeline(cut, tmp_path / f"{count}.plcut", overwrite=True)
            assert len(PLCUT.read(tmp_path / f"{count}.plcut", None)[0].shots) == count
            best = min(best, time.process_time() - began)
        return best

    assert cost(10_000) < 30 * cost(1000)
