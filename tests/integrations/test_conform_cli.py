"""`picturelock conform captions`, end to end: cuts and captions in files, captions, table and document out."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import opentimelineio as otio
import pytest
from picturelock.formats.files import read_captions
from picturelock.formats.sidecar import read, sidecar_path, write_sidecar
from picturelock.formats.transcript_json import dump
from picturelock.production.reviews import change_since, read_review, write_review
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.times import FrameRate, Span, from_ms
from picturelock_cli.main import main

ROOT = Path(__file__).resolve().parents[2]
RUSH = ROOT / "demo" / "rushes" / "A001C001_S012T01.flac"
PAL = FrameRate(25)
Clip = tuple[str, int, int]
"""Source, first frame, frames."""
OLD: tuple[Clip, ...] = (("a", 0, 100), ("b", 0, 100), ("c", 0, 100))
NEW: tuple[Clip, ...] = (("a", 0, 60), ("x", 0, 20), ("a", 60, 40), ("c", 0, 100))
EVENTS = ((10, 50, "One."), (52, 98, "He came in.\nThen he left."), (110, 190, "- Gone."), (210, 290, "Four."))
Run = Callable[..., int]


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("PICTURELOCK_LANG", "en")


def time_range(first: int, count: int, rate: float) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(otio.opentime.RationalTime(first, rate), otio.opentime.RationalTime(count, rate))


def write_otio(path: Path, clips: tuple[Clip, ...], rate: float = 25, start: int = 0) -> Path:
    timeline = otio.schema.Timeline(path.stem, global_start_time=otio.opentime.RationalTime(start, rate))
    for kind in (otio.schema.TrackKind.Video, otio.schema.TrackKind.Audio):
        track = otio.schema.Track(kind=kind)
        for name, first, count in clips:
            media = otio.schema.ExternalReference(f"{name}.mov", time_range(0, 5000, rate))
            track.append(otio.schema.Clip(name, media, time_range(first, count, rate)))
        timeline.tracks.append(track)
    path.write_text(timeline.to_json_string(), encoding="utf-8")
    return path


def write_edl(path: Path, clips: tuple[Clip, ...], hour: int = 1) -> Path:
    def label(frame: int) -> str:
        return f"{frame // 90000:02}:{frame // 1500 % 60:02}:{frame // 25 % 60:02}:{frame % 25:02}"

    lines, at = [f"TITLE: {path.stem}", "FCM: NON-DROP FRAME", ""], 90000 * hour
    for number, (name, first, count) in enumerate(clips, start=1):
        times = " ".join(label(frame) for frame in (first, first + count, at, at + count))
        lines += [f"{number:03}  AX       B     C        {times}", f"* FROM CLIP NAME: {name}.mov"]
        at += count
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def clock(seconds: float) -> str:
    total = round(seconds * 1000)
    return f"{total // 3600000:02}:{total // 60000 % 60:02}:{total // 1000 % 60:02},{total % 1000:03}"


def write_srt(path: Path, events: tuple[tuple[int, int, str], ...], begin: float = 0, rate: float = 25) -> Path:
    blocks = [
        f"{number}\n{clock(begin + start / rate)} --> {clock(begin + end / rate)}\n{text}\n"
        for number, (start, end, text) in enumerate(events, start=1)
    ]
    path.write_text("\n".join(blocks), encoding="utf-8")
    return path


def frames(path: Path, begin: int = 0, rate: FrameRate = PAL) -> list[tuple[int, int, str]]:
    """What a caption file holds, in frames after a time."""
    return [
        (rate.nearest(cue.span.start - begin), rate.nearest(cue.span.end - begin), cue.text)
        for cue in read_captions(path)[0].cues
    ]


@pytest.fixture
def conform(tmp_path: Path) -> Run:
    write_otio(tmp_path / "v12.otio", OLD)
    write_otio(tmp_path / "v13.otio", NEW)
    write_srt(tmp_path / "v12.en.srt", EVENTS)

    def run(*options: object, captions: str = "v12.en.srt", old: str = "v12.otio", new: str = "v13.otio") -> int:
        paths = [tmp_path / captions, "--from", tmp_path / old, "--to", tmp_path / new]
        return main(["conform", "captions", *map(str, paths), *map(str, options)])

    return run


def test_a_cut_to_the_next(conform: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert conform("-o", tmp_path / "v13.en.srt") == 0
    assert frames(tmp_path / "v13.en.srt") == [
        (10, 50, "One."),
        (80, 118, "He came in.\nThen he left."),
        (120 + 10, 120 + 90, "Four."),
    ]
    said = capsys.readouterr().out
    assert "3 captions written" in said and "1 kept, 1 moved, 1 trimmed, 1 dropped" in said
    assert "Caption 3 of the old file (00:00:04:10) has nothing left" in said


def test_translations_go_in_step_and_the_table_and_the_document_tell_why(
    conform: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    french = (*((start + 1, end, "Texte en français.") for start, end, _ in EVENTS),)
    write_srt(tmp_path / "v12.fr.srt", french)
    table = tmp_path / "liste.csv"
    options = ("-o", tmp_path / "v13.en.srt", "--also", tmp_path / "v12.fr.srt", "--list", table, "--json")
    assert conform(*options) == 0
    assert [start for start, _, _ in frames(tmp_path / "v13.fr.srt")] == [11, 80, 131]
    document = json.loads(capsys.readouterr().out)
    first, second = document["files"]
    assert first["output"].endswith("v13.en.srt") and second["output"].endswith("v13.fr.srt")
    assert [event["state"] for event in first["events"]] == ["kept", "trimmed", "dropped", "moved", "needed"]
    assert [event["state"] for event in second["events"]] == ["kept", "trimmed", "dropped", "moved"]
    assert first["events"][3]["why"] == "It comes 80 frames earlier, with its clip."
    assert first["events"][3]["new"][0]["timecode_in"] == "00:00:05:05"
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 1 + 5 + 4 and len({len(row) for row in rows}) == 1
    assert rows[1][:5] == ["v12.en.srt", "1", "kept", "00:00:00:10", "00:00:02:00"]
    assert "8 frames of it are elsewhere now, with their clip. It starts 28 frames later." in rows[2][-1]
    assert rows[3][-2:] == ["'- Gone.", "The new cut has nothing of its clip."]
    # The insert, frames 60 to 80, of which nobody knows what is said.
    assert rows[5][1:9] == ["", "needs a new caption", "", "", "", "00:00:02:10", "00:00:03:05", ""]


def test_the_table_in_french_opens_in_a_french_spreadsheet(conform: Run, tmp_path: Path) -> None:
    table = tmp_path / "liste.csv"
    assert conform("-o", tmp_path / "v13.en.srt", "--list", table, "--lang", "fr") == 0
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][0] == "Fichier" and rows[1][2] == "conservé"
    assert rows[4][-1] == "Il arrive 80 images plus tôt, avec son plan."


@pytest.mark.parametrize("edl_first", [True, False])
def test_an_edl_and_an_otio(conform: Run, tmp_path: Path, edl_first: bool) -> None:
    write_edl(tmp_path / "v12.edl", OLD)
    write_edl(tmp_path / "v13.edl", NEW)
    names = ("v12.edl", "v13.otio") if edl_first else ("v12.otio", "v13.edl")
    assert conform("-o", tmp_path / "out.srt", "--rate", "25", old=names[0], new=names[1]) == 0
    assert [start for start, _, _ in frames(tmp_path / "out.srt")] == [10, 80, 130]


def test_an_edit_list(tmp_path: Path) -> None:
    captions = write_srt(tmp_path / "in.srt", EVENTS)
    edits = "".join(
        f"<edit><in>00:00:{a:02}.000</in><out>00:00:{b:02}.000</out></edit>" for a, b in ((0, 2), (4, 8), (8, 12))
    )
    (tmp_path / "list.xml").write_text(f"<editlist>{edits}</editlist>", encoding="utf-8")
    base = ["conform", "captions", str(captions), "--edit-list", str(tmp_path / "list.xml"), "-o"]
    assert main([*base, str(tmp_path / "out.srt"), "--rate", "25"]) == 0
    assert [start for start, _, _ in frames(tmp_path / "out.srt")] == [10, 60, 160]
    assert main([*base, str(tmp_path / "two.srt")]) == 2
    assert main([*base, str(tmp_path / "two.srt"), "--rate", "25", "--profile", "netflix-en"]) == 2


@pytest.mark.parametrize(("rate", "start"), [(25.0, 90_000), (23.976, 86_400), (24.0, 86_400)])
@pytest.mark.parametrize("begin", [0.0, 3600.0])
def test_captions_stay_in_the_time_that_they_count_in(
    conform: Run, tmp_path: Path, rate: float, start: int, begin: float
) -> None:
    """Also at 23.976, where the hour of the timecode is not an hour of the clock."""
    exact = 24000 / 1001 if rate == 23.976 else rate
    write_otio(tmp_path / "v12.otio", OLD, exact, start)
    write_otio(tmp_path / "v13.otio", NEW, exact, start)
    write_srt(tmp_path / "v12.en.srt", EVENTS, begin, exact)
    assert conform("-o", tmp_path / "v13.en.srt") == 0
    found = frames(tmp_path / "v13.en.srt", from_ms(int(begin) * 1000), FrameRate.parse(rate))
    assert [start for start, _, _ in found] == [10, 80, 130]


def test_captions_of_a_film_that_is_longer_than_the_hour_it_starts_at(conform: Run, tmp_path: Path) -> None:
    """Its first captions, in timecode, would also lie within the film if they were counted from zero."""
    write_otio(tmp_path / "v12.otio", (("a", 0, 60 * 1500), ("b", 0, 30 * 1500)), start=90_000)
    write_otio(tmp_path / "v13.otio", (("x", 0, 50), ("a", 0, 60 * 1500), ("b", 0, 30 * 1500)), start=90_000)
    write_srt(tmp_path / "v12.en.srt", ((100, 150, "One."), (85 * 1500, 85 * 1500 + 50, "Two.")), 3600)
    assert conform("-o", tmp_path / "v13.en.srt") == 0
    assert [start for start, _, _ in frames(tmp_path / "v13.en.srt", from_ms(3_600_000))] == [150, 85 * 1500 + 50]


@pytest.mark.parametrize("name", ["v12.scc", "v12.stl", "v12.vtt", "v12.ttml", "v12.ass"])
def test_formats_with_and_without_timecode(conform: Run, tmp_path: Path, name: str) -> None:
    write_otio(tmp_path / "v12.otio", OLD, start=90_000)
    write_otio(tmp_path / "v13.otio", NEW, start=90_000)
    write_srt(tmp_path / "start.srt", EVENTS)
    made = tmp_path / name
    start = ["--out-start", "01:00:00:00"] if made.suffix in (".scc", ".stl") else []
    assert main(["caption", "convert", str(tmp_path / "start.srt"), "-o", str(made), "--rate", "25", *start]) == 0
    out = tmp_path / f"v13{made.suffix}"
    assert conform("-o", out, captions=name) == 0
    captions, _ = read_captions(out)
    begin = from_ms(3_603_600) if made.suffix == ".scc" else 0  # non-drop timecode at 29.97
    found = [PAL.nearest(cue.span.start - begin) for cue in captions.cues]
    assert all(abs(a - b) <= (made.suffix == ".scc") for a, b in zip(found, [10, 80, 130], strict=True)), found


def test_what_is_there_is_neither_replaced_nor_written_over(
    conform: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "v13.en.srt"
    there.write_text("mine", encoding="utf-8")
    assert conform("-o", there) == 7
    assert conform("-o", tmp_path / "new.srt", "--list", there) == 7
    assert conform("-o", tmp_path / "v12.en.srt", "--force") == 2
    assert conform("-o", tmp_path / "new.srt", "--list", tmp_path / "v13.otio", "--force") == 2
    assert conform("-o", tmp_path / "new.srt", "--list", tmp_path / "new.srt") == 2
    assert conform("-o", tmp_path / "new.doc") == 2
    assert there.read_text(encoding="utf-8") == "mine" and not (tmp_path / "new.srt").exists()
    assert json.loads((tmp_path / "v13.otio").read_text(encoding="utf-8"))
    assert conform("-o", there, "--force") == 0 and "One." in there.read_text(encoding="utf-8")
    capsys.readouterr()


def test_a_translation_that_cannot_be_read_leaves_nothing_half_done(conform: Run, tmp_path: Path) -> None:
    assert conform("-o", tmp_path / "v13.en.srt", "--also", tmp_path / "missing.fr.srt") == 3
    assert not (tmp_path / "v13.en.srt").exists()


def test_an_empty_file_and_captions_beyond_the_cut(
    conform: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "v12.en.srt").write_text("", encoding="utf-8")
    assert conform("-o", tmp_path / "empty.srt") == 0
    assert "0 captions written" in capsys.readouterr().out
    write_srt(tmp_path / "v12.en.srt", (*EVENTS, (400, 450, "Late."), (500, 550, "Later.")))
    assert conform("-o", tmp_path / "v13.en.srt") == 0
    said = capsys.readouterr().out
    assert "2 captions lie beyond the end of the old cut (00:00:12:00), the first of them number 5" in said


def test_names_that_are_not_ascii(tmp_path: Path) -> None:
    folder = tmp_path / "Été à Montréal – 映画"
    folder.mkdir()
    old, new = (write_otio(folder / f"montage {n}.otio", clips) for n, clips in (("é12", OLD), ("é13", NEW)))
    captions = write_srt(folder / "légendes.fr.srt", EVENTS)
    out = folder / "sortie" / "légendes v13.fr.srt"
    options = ["--from", str(old), "--to", str(new), "-o", str(out), "--list", str(folder / "états.csv")]
    assert main(["conform", "captions", str(captions), *options]) == 0
    assert len(frames(out)) == 3 and (folder / "états.csv").exists()


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    clips = tuple((f"s{n}", 0, 30) for n in range(8_000))
    old, new = write_otio(tmp_path / "v12.otio", clips), write_otio(tmp_path / "v13.otio", (("x", 0, 10), *clips))
    captions = write_srt(tmp_path / "v12.en.srt", tuple((30 * n, 30 * n + 20, "Line.") for n in range(8_000)))
    before = set(tmp_path.iterdir())
    options = ["--from", old, "--to", new, "-o", tmp_path / "v13.en.srt", "--list", tmp_path / "list.csv"]
    command = [sys.executable, "-m", "picturelock_cli", "conform", "captions", captions, *options]
    roots = os.pathsep.join(str(ROOT / name) for name in ("core", "integrations", "validators"))
    running = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": roots}, stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    while running.poll() is None:  # Python loses one that comes while it throws something away
        running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            running.wait(3)
    assert running.stderr is not None
    assert (running.returncode, running.stderr.read().count("\n")) == (130, 1)
    running.stderr.close()
    assert set(tmp_path.iterdir()) == before


def provenance(origin: str = "machine") -> Provenance:
    return Provenance("captions", origin, "picturelock caption", "1", reviewed="")  # type: ignore[arg-type]


def test_who_made_the_captions_stays_known(conform: Run, tmp_path: Path) -> None:
    out = tmp_path / "v13.en.srt"
    write_sidecar(tmp_path / "v12.en.srt", provenance())
    assert conform("-o", out) == 0
    found = read(out)
    assert found is not None and not found.edited and found.provenance.origin == "machine"
    told = dict(found.provenance.parameters)
    assert (told["conformed_from"], told["conformed_to"]) == ("v12.otio", "v13.otio")
    assert "edited_before_conforming" not in told
    with (tmp_path / "v12.en.srt").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert conform("-o", out, "--force") == 0
    found = read(out)
    assert found is not None and dict(found.provenance.parameters)["edited_before_conforming"] == "yes"


def test_a_record_of_what_was_replaced_does_not_stay(conform: Run, tmp_path: Path) -> None:
    out = tmp_path / "v13.en.srt"
    out.write_text("old", encoding="utf-8")
    write_sidecar(out, provenance())
    assert conform("-o", out, "--force") == 0
    found = read(out)
    assert found is not None and not found.edited and found.provenance.origin == "imported"


def test_a_broken_record_stops_before_anything_is_written(conform: Run, tmp_path: Path) -> None:
    sidecar_path(tmp_path / "v12.en.srt").write_text("{}", encoding="utf-8")
    assert conform("-o", tmp_path / "v13.en.srt") == 3
    assert not (tmp_path / "v13.en.srt").exists()


@pytest.fixture
def heard(tmp_path: Path) -> Path:
    """A cut that lets hear a take with known words, at its frames 25 to 125, after clip "a"."""
    words = tuple(
        Word(part, Span(from_ms(1000 + 500 * at), from_ms(1400 + 500 * at)))
        for at, part in enumerate(["This", "was", "not", "in", "it", "before."])
    )
    transcript = Transcript(
        "", (Segment(words, "en"),), Provenance("transcript", "imported", "a person", "1"), language="en"
    )
    path = tmp_path / "words.json"
    path.write_text(dump(transcript), encoding="utf-8")
    assert main(["transcribe", "--from", str(path), str(RUSH), "--language", "en"]) == 0
    timeline = otio.adapters.read_from_string((tmp_path / "v13.otio").read_text(encoding="utf-8"), "otio_json")
    for track in timeline.tracks:
        media = otio.schema.ExternalReference(RUSH.as_uri(), time_range(0, 250, 25))
        track.insert(1, otio.schema.Clip("take", media, time_range(25, 100, 25)))
    (tmp_path / "v14.otio").write_text(timeline.to_json_string(), encoding="utf-8")
    return tmp_path / "v14.otio"


def test_new_speech_is_captioned_or_told(
    conform: Run, heard: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    media = ("--media", RUSH.parent)
    assert conform("-o", tmp_path / "a.srt", *media, new=heard.name) == 0
    said = capsys.readouterr().out
    assert "has no caption: “This was not in it before.”" in said and "still to be made" in said
    assert conform("-o", tmp_path / "b.srt", *media, "--profile", "netflix-en", "--json", new=heard.name) == 0
    document = json.loads(capsys.readouterr().out)
    new = [event for event in document["files"][0]["events"] if event["state"] == "new"]
    assert [event["text"] for event in new] == ["This was not in it before."]
    assert new[0]["new"][0]["start"] == "60@25/1" and new[0]["old"] is None
    found = read(tmp_path / "b.srt")
    assert found is not None and found.provenance.origin == "machine"
    assert dict(found.provenance.parameters)["new_captions"] == "1"


def test_each_file_is_told_of_the_new_speech_that_it_lacks(
    conform: Run, heard: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The new words are English; which file is the main one decides who captions them."""
    write_srt(tmp_path / "v12.fr.srt", EVENTS)
    options = ("--media", RUSH.parent, "--profile", "netflix-en", "--json")

    def told(number: int, *more: object, captions: str) -> list[tuple[str, str]]:
        assert conform("-o", tmp_path / f"{number}.srt", *options, *more, captions=captions, new=heard.name) == 0
        found = json.loads(capsys.readouterr().out)["findings"]
        kinds = ("conform.new", "conform.untranslated", "conform.uncaptioned", "conform.uncaptioned-beside")
        return [(one["rule"], one["message"]) for one in found if one["rule"] in kinds]

    capsys.readouterr()
    both = told(1, "--also", f"{tmp_path / 'v12.fr.srt'}={tmp_path / 'a.fr.srt'}", captions="v12.en.srt")
    assert [rule for rule, _ in both] == ["conform.new", "conform.untranslated"]
    assert both[1][1] == "Caption 2 of 1.srt is new, and a.fr.srt has nothing for it: “This was not in it before.”"
    turned = told(2, "--also", f"{tmp_path / 'v12.en.srt'}={tmp_path / 'a.en.srt'}", captions="v12.fr.srt")
    assert [rule for rule, _ in turned] == ["conform.uncaptioned-beside"] and "no caption in a.en.srt" in turned[0][1]
    alone = told(3, captions="v12.fr.srt")
    assert [rule for rule, _ in alone] == ["conform.uncaptioned-beside"] and "no caption in 3.srt" in alone[0][1]


def test_a_reading_is_carried_where_nothing_new_stands_in_the_captions(conform: Run, tmp_path: Path) -> None:
    """What a person read and the cut only moved, or left out, has been read; a caption of other words has not."""
    old, new = tmp_path / "v12.en.srt", tmp_path / "v13.en.srt"
    write_review(old, read_captions(old)[0], "A. Tremblay", dt.date(2026, 11, 2))
    assert conform("-o", new) == 0
    carried = read_review(new)
    assert carried is not None and carried.told == "A. Tremblay, 2026-11-02"
    assert change_since(carried, read_captions(new)[0]) is None
    write_srt(old, (*EVENTS[:3], (210, 290, "Five.")))
    assert conform("-o", tmp_path / "again.en.srt") == 0
    assert read_review(tmp_path / "again.en.srt") is None
