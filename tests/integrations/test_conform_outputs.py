"""What `picturelock conform captions` leaves behind and how it ends: exit codes, all files or none, what is new."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from picturelock.formats.sidecar import sidecar_path
from picturelock_cli.main import main

Clip = tuple[str, int, int]
"""Source, first frame, frames."""
Run = Callable[..., int]
OLD: tuple[Clip, ...] = (("a", 0, 100), ("b", 0, 100))
NEW: tuple[Clip, ...] = (("x", 0, 25), ("a", 0, 100), ("b", 0, 100))
OTHER: tuple[Clip, ...] = (("p", 0, 100), ("q", 0, 100))


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("PICTURELOCK_LANG", "en")


def label(frame: int) -> str:
    return f"01:00:{frame // 25:02}:{frame % 25:02}"


def write_edl(path: Path, clips: tuple[Clip, ...]) -> Path:
    lines, at = [f"TITLE: {path.stem}", "FCM: NON-DROP FRAME", ""], 0
    for number, (name, first, count) in enumerate(clips, start=1):
        times = " ".join(label(frame) for frame in (first, first + count, at, at + count))
        lines += [f"{number:03}  AX       B     C        {times}", f"* FROM CLIP NAME: {name}.mov"]
        at += count
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_srt(path: Path, *events: tuple[int, int, str]) -> Path:
    def clock(frame: int) -> str:
        return f"00:00:{frame // 25:02},{frame % 25 * 40:03}"

    blocks = [f"{at}\n{clock(a)} --> {clock(b)}\n{text}\n" for at, (a, b, text) in enumerate(events, start=1)]
    path.write_text("\n".join(blocks), encoding="utf-8")
    return path


@pytest.fixture
def conform(tmp_path: Path) -> Run:
    write_edl(tmp_path / "v1.edl", OLD)
    write_edl(tmp_path / "v2.edl", NEW)
    write_edl(tmp_path / "other.edl", OTHER)
    write_edl(tmp_path / "tail.edl", (("b", 90, 10), ("q", 0, 100)))
    write_srt(tmp_path / "v1.en.srt", (10, 60, "One."), (110, 160, "Two."))
    write_srt(tmp_path / "v1.fr.srt", (10, 60, "Un."), (110, 160, "Deux."))

    def run(*options: object, new: str = "v2.edl") -> int:
        paths = [tmp_path / "v1.en.srt", "--from", tmp_path / "v1.edl", "--to", tmp_path / new, "--rate", 25]
        return main(["conform", "captions", *map(str, paths), *map(str, options)])

    return run


def test_cuts_that_share_nothing_are_one_error_and_nothing_is_written(
    conform: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = set(tmp_path.iterdir())
    options = ("-o", tmp_path / "out" / "v2.srt", "--also", tmp_path / "v1.fr.srt", "--list", tmp_path / "list.csv")
    assert conform(*options, new="other.edl") == 1
    said = capsys.readouterr().out
    assert (
        said.count("✗") == 1
        and "v1.edl and other.edl have no picture and no sound in common" in said
        and "captions written" not in said
    )
    assert set(tmp_path.iterdir()) - before <= {tmp_path / "library.sqlite"}
    assert conform(*options, "--json", new="other.edl") == 1
    document = json.loads(capsys.readouterr().out)
    assert [found["rule"] for found in document["findings"]] == ["conform.unrelated"]
    assert document["exit"] == 1 and document["files"] == []


def test_a_file_of_which_nothing_is_left_is_written_and_is_one_error(
    conform: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert conform("-o", tmp_path / "v2.srt", new="tail.edl") == 1
    said = capsys.readouterr().out
    assert said.count("✗") == 1 and "None of the 2 captions of the old file is left in the new cut" in said
    assert "0 captions written" in said and (tmp_path / "v2.srt").exists() and "conform.dropped" not in said


def test_an_error_in_what_was_read_ends_with_1_and_the_file_is_written(conform: Run, tmp_path: Path) -> None:
    text = (tmp_path / "v1.en.srt").read_text(encoding="utf-8")
    (tmp_path / "v1.en.srt").write_text(text.replace("One.", "One\0."), encoding="utf-8")
    assert conform("-o", tmp_path / "v2.srt") == 1
    assert "Two." in (tmp_path / "v2.srt").read_text(encoding="utf-8")


def test_media_that_is_elsewhere_is_no_fault_of_a_conform(
    conform: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def clip(name: str, count: int) -> dict[str, object]:
        def time(value: int) -> dict[str, object]:
            return {"OTIO_SCHEMA": "RationalTime.1", "rate": 25.0, "value": float(value)}

        span = {"OTIO_SCHEMA": "TimeRange.1", "start_time": time(0), "duration": time(count)}
        media = {"OTIO_SCHEMA": "ExternalReference.1", "target_url": f"file:///Volumes/SAN/{name}.mov"}
        return {"OTIO_SCHEMA": "Clip.1", "name": name, "source_range": span, "media_reference": media}

    for name, clips in (("v1", OLD), ("v2", NEW)):
        children = [clip(source, count) for source, _, count in clips]
        track = {"OTIO_SCHEMA": "Track.1", "kind": "Audio", "children": children}
        stack = {"OTIO_SCHEMA": "Stack.1", "children": [track]}
        timeline = {"OTIO_SCHEMA": "Timeline.1", "name": name, "tracks": stack}
        (tmp_path / f"{name}.otio").write_text(json.dumps(timeline), encoding="utf-8")
    paths = ["--from", tmp_path / "v1.otio", "--to", tmp_path / "v2.otio", "-o", tmp_path / "v2.srt"]
    assert main(["conform", "captions", str(tmp_path / "v1.en.srt"), *map(str, paths)]) == 0
    said = capsys.readouterr().out
    assert "timeline.media-outside" not in said and "2 captions written" in said
    assert "1 stretch of sound is new in this cut" in said and "00:00:00:00 (x" in said


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A disk that is full after so many bytes of a file."""
    resource = pytest.importorskip("resource", reason="not proven: this system has no limits on files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def listed(tmp_path: Path) -> Run:
    """By an edit list, which opens no library."""
    captions = write_srt(tmp_path / "v1.en.srt", (10, 60, "One."), (110, 160, "Two."), (210, 260, "Three."))
    edits = ((0, 2), (8, 11))
    inner = "".join(f"<edit><in>00:00:{a:02}.000</in><out>00:00:{b:02}.000</out></edit>" for a, b in edits)
    (tmp_path / "list.xml").write_text(f"<editlist>{inner}</editlist>", encoding="utf-8")

    def run(*options: object) -> int:
        base = [captions, "--edit-list", tmp_path / "list.xml", "--rate", 25]
        return main(["conform", "captions", *map(str, base), *map(str, options)])

    return run


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_disk_that_fills_up_leaves_nothing_and_the_error_names_the_file(
    listed: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table is the second file to be written, and larger than the captions."""
    out, table = tmp_path / "new" / "v2.srt", tmp_path / "v2.csv"
    before = contents(tmp_path)
    with files_of_at_most(200):
        assert listed("-o", out, "--list", table) == 7
    told = capsys.readouterr()
    assert f"{table} cannot be written: File too large" in told.err and "written to" not in told.out
    assert contents(tmp_path) == before and not out.parent.exists()
    assert listed("-o", out, "--list", table) == 0  # without --force: nothing is in the way
    assert 0 < out.stat().st_size < 200 < table.stat().st_size


def test_what_is_replaced_comes_back_with_its_record(listed: Run, tmp_path: Path) -> None:
    out, table = tmp_path / "v2.srt", tmp_path / "v2.csv"
    out.write_text("mine", encoding="utf-8")
    sidecar_path(out).write_text("whose", encoding="utf-8")
    before = contents(tmp_path)
    with files_of_at_most(200):
        assert listed("-o", out, "--list", table, "--force") == 7
        assert listed("-o", out, "--force") == 7  # its record is too large
    assert contents(tmp_path) == before
    assert listed("-o", out, "--list", table, "--force") == 0
    assert contents(tmp_path).keys() == {*before, "v2.csv"}


def test_an_edit_list_is_told_without_clips_or_media(
    listed: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reasons = {}
    for language, separator in (("en", ","), ("fr", ";")):
        table = tmp_path / f"{language}.csv"
        assert listed("-o", tmp_path / f"{language}.srt", "--list", table, "--lang", language) == 0
        rows = csv.reader(table.read_text("utf-8-sig").splitlines(), delimiter=separator)
        reasons[language] = [row[-1] for row in rows][1:]
    assert reasons["en"] == [
        "The edit list does not keep 10 frames of it. It starts where it did.",
        "The edit list does not keep this stretch.",
        "It comes 150 frames earlier.",
    ]
    assert reasons["fr"][1] == "La liste ne conserve pas ce passage."
    said = capsys.readouterr().out
    assert "conform.not-kept" in said and "timelines" not in said and "clip" not in said


def test_a_part_that_comes_once_more_and_a_caption_to_be_made_are_in_the_table(
    conform: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Frames 10 to 25 of the first caption, 10 to 60, come again at frame 225; frames 200 to 215 are new sound."""
    write_edl(tmp_path / "v3.edl", (*OLD, ("x", 0, 15), ("a", 0, 25)))
    reasons = {}
    for language, separator in (("en", ","), ("fr", ";")):
        table = tmp_path / f"{language}.csv"
        options = ("-o", tmp_path / f"v3.{language}.srt", "--list", table, "--lang", language, "--json")
        assert conform(*options, new="v3.edl") == 0
        document = json.loads(capsys.readouterr().out)
        rows = list(csv.reader(table.read_text("utf-8-sig").splitlines(), delimiter=separator))[1:]
        reasons[language] = [(row[2], *row[6:9], row[-1]) for row in rows]
    assert [row[0] for row in reasons["en"]] == ["copied", "copied", "kept", "needs a new caption"]
    assert reasons["en"][1][1:4] == ("01:00:09:00", "01:00:09:15", "One.")
    assert "1 copy is of a part of it, and says more than is heard there." in reasons["en"][1][-1]
    assert reasons["en"][3][1:4] == ("01:00:08:00", "01:00:08:15", "") and reasons["en"][3][-1].endswith("listen.")
    assert reasons["fr"][3][0] == "sous-titre à faire" and "1 reprise n’en est qu’une partie" in reasons["fr"][1][-1]
    told = document["files"][0]["events"][-1]
    assert (told["state"], told["reason"], told["text"], told["new"]) == ("needed", "untranscribed", "", [])
    assert told["place"]["start"] == "200@25/1" and told["place"]["timecode_out"] == "01:00:08:15"
    assert document["files"][0]["events"][0]["copies_crammed"] == 1
