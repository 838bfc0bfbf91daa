"""`picturelock conform changes`, `pull` and `markers`, end to end: two cuts in files, lists for each department out."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.cut import Cut, Marker, Shot, Source
from picturelock.timeline.marker_list import read_markers
from picturelock.timeline.read import read_cut
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span
from picturelock_cli.main import main

RATE = FrameRate(25)
START = RATE.time_of(90000)
Part = tuple[str, int, int]
"""Source, first frame, frames."""
OLD: Sequence[Part] = (("a", 100, 100), ("b", 100, 100), ("c", 100, 100), ("d", 100, 50))
NEW: Sequence[Part] = (("a", 100, 100), ("x", 0, 25), ("b", 100, 90), ("d", 100, 50), ("c", 100, 120))


def cut(parts: Sequence[Part], markers: tuple[Marker, ...] = ()) -> Cut:
    shots, at = [], 0
    for number, (name, first, length) in enumerate(parts, start=1):
        record, shown = Span(at, at + RATE.time_of(length)), Span(RATE.time_of(first), RATE.time_of(first + length))
        media = Source(f"{name}.mov", name.upper(), start=0, available=Span(0, RATE.time_of(1000)), url=f"{name}.mov")
        shots.append(Shot(f"V1:{number}", "V1", "video", name, media, shown, record))
        at = record.end
    return Cut("film", RATE, tuple(shots), START, markers=markers, duration=at)


@pytest.fixture
def cuts(tmp_path: Path) -> tuple[str, str]:
    note = Marker(Span(RATE.time_of(250), RATE.time_of(250)), "Raccord", "à vérifier", "BLUE")
    gone = Marker(Span(RATE.time_of(195), RATE.time_of(195)), "Coupé")
    old, new = tmp_path / "film v12.otio", tmp_path / "film v13 é.otio"
    write_timeline(cut(OLD, (note, gone)), old)
    write_timeline(cut(NEW), new)
    return str(old), str(new)


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    capsys.readouterr()
    assert main([*arguments, "--json"]) == 0
    found: dict = json.loads(capsys.readouterr().out)
    return found


def test_every_event_has_a_row(cuts: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "conform", "changes", *cuts)
    rows = {(row["new"] or row["old"])["clip"]: row for row in found["changes"]}
    assert {name: row["kinds"] for name, row in rows.items()} == {
        "a": ["unchanged"], "x": ["new"], "b": ["tail", "shifted"], "c": ["tail", "shifted"], "d": ["moved"],
    }  # fmt: skip
    assert rows["b"]["tail_frames"] == -10
    assert rows["b"]["shift_frames"] == 25
    assert rows["c"]["tail_frames"] == 20
    assert rows["b"]["new"]["record"]["in"] == "01:00:05:00"
    assert "1 new" in found["headline"]


def test_a_table_for_people_leaves_the_unchanged_out(cuts: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conform", "changes", *cuts]) == 0
    told = capsys.readouterr().out
    assert "Its tail is trimmed by 10 frames." in told
    assert "unchanged" not in told
    assert main(["conform", "changes", *cuts, "--all", "--lang", "fr"]) == 0
    told = capsys.readouterr().out
    assert "La sortie est raccourcie de 10 images." in told
    assert "inchangé" in told


def test_every_list_is_written(cuts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lists = {
        "--html": "changes.html", "--csv": "changes.csv", "--change-edl": "change.edl", "--timeline": "marked.otio",
        "--pull": "pull.edl", "--discard": "discard.csv",
    }  # fmt: skip
    asked = [word for option, name in lists.items() for word in (option, str(tmp_path / name))]
    assert main(["conform", "changes", *cuts, "--handles", "8", *asked]) == 0
    told = capsys.readouterr().out
    for name in lists.values():
        assert (tmp_path / name).is_file()
        assert name in told
    with (tmp_path / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["clip"] for row in csv.DictReader(file)].count("x") == 1
    page = (tmp_path / "changes.html").read_text(encoding="utf-8")
    assert 'http-equiv="Content-Security-Policy"' in page
    assert "New: x." in page
    pulled = read_cut(tmp_path / "pull.edl", RATE)[0]
    # New: 25 frames with a handle at the tail only, for the media start there.
    # Extended by 20: those, and no frame that was pulled before.

    assert {(shot.source.reel, RATE.nearest(shot.source_span.start), RATE.nearest(shot.source_span.end))
            for shot in pulled.shots} == {("X", 0, 33), ("C", 208, 228)}  # fmt: skip
    marked = read_cut(tmp_path / "marked.otio")[0]
    assert [marker.color for marker in marked.markers if marker.name.startswith("new")] == ["GREEN"]


def test_a_second_run_replaces_nothing_unasked(
    cuts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "c.html"
    page.write_text("mine", encoding="utf-8")
    assert main(["conform", "changes", *cuts, "--html", str(page)]) == 7
    assert page.read_text(encoding="utf-8") == "mine"
    assert "exists already" in capsys.readouterr().err
    assert main(["conform", "changes", *cuts, "--html", cuts[1], "--force"]) == 2


def test_the_same_cut_has_no_changes(cuts: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "conform", "changes", cuts[0], cuts[0])
    assert {kind for row in found["changes"] for kind in row["kinds"]} == {"unchanged"}


def test_an_edit_list_takes_the_rate_of_the_other_cut(
    cuts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edl = tmp_path / "v12.edl"
    write_timeline(cut(OLD), edl)
    found = document(capsys, "conform", "changes", str(edl), cuts[0])
    assert {kind for row in found["changes"] for kind in row["kinds"]} == {"unchanged"}


def test_a_pull_list_of_a_cut(cuts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "pull.csv"
    found = document(capsys, "conform", "pull", cuts[0], "--handles", "12", "-o", str(out))
    assert [(pull["reel"], pull["in"], pull["frames"]) for pull in found["pulls"]] == [
        ("A", "00:00:03:13", 124), ("B", "00:00:03:13", 124), ("C", "00:00:03:13", 124), ("D", "00:00:03:13", 74),
    ]  # fmt: skip
    assert out.read_text(encoding="utf-8-sig").startswith("number,source,reel,in,out,source_frames")
    only = document(capsys, "conform", "pull", cuts[1], "--old", cuts[0], "--handles", "12")
    assert [pull["reel"] for pull in only["pulls"]] == ["C", "X"]
    assert main(["conform", "pull", cuts[0], "--handles", "-1"]) == 2


@pytest.mark.parametrize("ending", ["otio", "csv", "edl"])
def test_markers_go_where_their_frames_went(
    cuts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    out = tmp_path / f"carried.{ending}"
    found = document(capsys, "conform", "markers", "--from", cuts[0], "--to", cuts[1], "-o", str(out))
    assert {one["name"]: (one["state"], one["new"]) for one in found["markers"]} == {
        "Raccord": ("moved", "01:00:12:15"), "Coupé": ("dropped", ""),
    }  # fmt: skip
    markers = read_cut(out)[0].markers if ending == "otio" else read_markers(out, cut(NEW))
    assert [(one.span.start, one.name, one.note, one.color) for one in markers] == [
        (RATE.time_of(315), "Raccord", "à vérifier", "BLUE")
    ]


def test_markers_of_a_list_beside_the_cut(
    cuts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "notes.csv"
    notes.write_text("In,Name\n01:00:10:00,Son\n", encoding="utf-8")
    out = tmp_path / "carried.csv"
    assert main(["conform", "markers", str(notes), "--from", cuts[0], "--to", cuts[1], "-o", str(out)]) == 0
    assert "1 moved with its frame" in capsys.readouterr().out
    assert "01:00:12:15" in out.read_text(encoding="utf-8-sig")


def test_what_is_no_number_of_frames_or_no_track_is_refused(
    cuts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["conform", "changes", *cuts, "--handles", "-5"]) == 2
    assert main(["conform", "changes", *cuts, "--tracks", "Z9"]) == 2
    assert "what there is: V1" in capsys.readouterr().err
    assert main(["conform", "pull", cuts[0], "--tracks", "A"]) == 2
    assert main(["conform", "changes", *cuts, "--csv", str(tmp_path / "no" / "such" / "c.csv")]) == 7
    assert main(["conform", "changes", *cuts, "--csv", "/dev/full", "--force"]) == 2
    assert not Path("/dev/full").is_file()


def test_a_list_of_nothing_is_not_written(
    cuts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stale, discard = tmp_path / "pull.edl", tmp_path / "discard.edl"
    stale.write_text("TITLE: last week\n", encoding="utf-8")
    lists = ["--pull", str(stale), "--discard", str(discard), "--force"]
    assert main(["conform", "changes", cuts[0], cuts[0], *lists]) == 0
    told = capsys.readouterr().out
    assert "Nothing to pull" in told
    assert "Nothing to discard" in told
    assert stale.read_text(encoding="utf-8") == "TITLE: last week\n" and "older list; it was left as it is" in told
    assert not discard.exists()


def test_each_edit_list_may_have_its_own_rate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same frames, told at 25 and at 24 frames a second: a list never says which."""
    film, pal = tmp_path / "v12.edl", tmp_path / "v13.otio"
    slow = FrameRate(24)
    made = cut(OLD[:2])
    shots = tuple(
        replace(
            shot,
            record_span=Span(
                *(slow.time_of(RATE.nearest(time)) for time in (shot.record_span.start, shot.record_span.end))
            ),
            source_span=Span(
                *(slow.time_of(RATE.nearest(time)) for time in (shot.source_span.start, shot.source_span.end))
            ),
        )
        for shot in made.shots
    )
    write_timeline(replace(made, rate=slow, shots=shots, start=slow.time_of(86400), duration=slow.time_of(200)), film)
    write_timeline(made, pal)
    found = document(capsys, "conform", "changes", str(film), str(pal), "--rate", "24")
    assert {kind for row in found["changes"] for kind in row["kinds"]} == {"unchanged"}
    assert found["about"] == ["The new cut counts 25 frames a second instead of 24."]


def test_gaps_starts_and_markers_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "v1.otio", tmp_path / "v2.otio"
    made = cut(OLD[:2], (Marker(Span(0, 0), "Titre"),))
    later = Span(
        *(time + RATE.time_of(32) for time in (made.shots[1].record_span.start, made.shots[1].record_span.end))
    )
    moved = (made.shots[0], replace(made.shots[1], record_span=later))
    write_timeline(made, old)
    write_timeline(replace(made, shots=moved, start=START * 10, markers=(), duration=later.end), new)
    found = document(capsys, "conform", "changes", str(old), str(new))
    assert found["about"] == [
        "The new cut starts at 10:00:00:00 instead of 01:00:00:00.",
        "A gap of 32 frames was opened: 10:00:04:00 – 10:00:05:07.",
    ]
    assert [(one["kinds"], one["name"], one["old"]) for one in found["markers"]] == [
        (["removed"], "Titre", "01:00:00:00")
    ]
    assert main(["conform", "changes", str(new), str(old), "--lang", "fr"]) == 0
    assert "Un vide de 32 images s’est refermé" in capsys.readouterr().out
