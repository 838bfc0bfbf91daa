from __future__ import annotations

import gc
import os
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from picturelock.cues import Captions, Cue, plain
from picturelock.errors import InputError, OutputError, UnknownName
from picturelock.formats import files
from picturelock.formats.files import read_captions, write_captions
from picturelock.times import FrameRate, Span, from_ms

TEXT = "1\n00:00:01,000 --> 00:00:02,000\nÉté à l’œil\n\n"
CAPTIONS = Captions((Cue(Span(from_ms(1000), from_ms(2000)), plain("Été à l’œil"), "1"),), "fr", "sdh")


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.encode("utf-16"), ["captions.encoding"]),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), ["captions.encoding"]),
        (TEXT.encode("utf-16-le"), ["captions.encoding"]),
        (TEXT.encode("utf-16-be"), ["captions.encoding"]),
        (TEXT.encode("cp1252"), ["captions.encoding"]),
        (TEXT.replace("l’", "\0l’").encode(), ["captions.nul"]),
    ],
    ids=["utf-8", "mark", "utf-16-le", "utf-16-be", "unmarked-le", "unmarked-be", "cp1252", "nul"],
)
def test_encodings(tmp_path: Path, data: bytes, rules: list[str]) -> None:
    file = tmp_path / "Été 🎬.srt"
    file.write_bytes(data)
    captions, findings = read_captions(file, "fr", "sdh")
    assert captions == CAPTIONS
    assert [found.rule for found in findings] == rules
    assert all(found.place.file == str(file) for found in findings)


def test_a_nul_is_an_error_of_the_file() -> None:
    text, findings = files._decode(b"a\nb\0c\0", Path("x.srt"))
    assert text == "a\nbc"
    assert (findings[0].severity, dict(findings[0].evidence)) == ("error", {"count": 2, "line": 2})


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("film.srt", None, "does not exist"),
        ("film.mov", b"x", "suffix that names no caption format"),
        ("film.srt", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(32)) * 40, "is not text"),
        ("film.srt", b"\xff\xfe\x00", "says that it is UTF-16-LE and is not"),
        ("film.vtt", b"x" * (files.MAX_BYTES + 1), "larger than 24 MB"),
        ("film.vtt", b"#EXTM3U\n", "is not WebVTT"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, data: bytes | None, message: str) -> None:
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(InputError, match=message):
        read_captions(file)


def test_a_folder_is_no_caption_file(tmp_path: Path) -> None:
    folder = tmp_path / "film.srt"
    folder.mkdir()
    with pytest.raises(InputError, match="is a folder"):
        read_captions(folder)


def test_writing_never_replaces_silently_and_leaves_no_parts(tmp_path: Path) -> None:
    file = tmp_path / "new" / "film.srt"
    assert write_captions(CAPTIONS, file) == ()
    assert file.read_bytes() == TEXT.encode()
    with pytest.raises(OutputError, match="exists already"):
        write_captions(CAPTIONS, file)
    write_captions(Captions(()), file, overwrite=True)
    assert file.read_text() == ""
    assert [found.name for found in file.parent.iterdir()] == ["film.srt"]


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "film.srt"
    write_captions(CAPTIONS, file)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        write_captions(Captions(()), file, overwrite=True)
    assert file.read_bytes() == TEXT.encode()
    assert len(list(tmp_path.iterdir())) == 1


def test_unknown_suffix_for_writing_lists_the_formats(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"known: ass, .*srt, .*vtt"):
        write_captions(CAPTIONS, tmp_path / "film.doc")


@pytest.mark.parametrize(
    ("name", "data", "like"),
    [
        ("film.xml", b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n", "vtt"),
        ("film.stl", TEXT.encode(), "srt"),
        ("film.vtt", b"[Script Info]\n", "ass"),
        ("film.ass", b"Scenarist_SCC V1.0\n", "scc"),
        ("film.srt", b"<SAMI><BODY>", "sami"),
        ("film.sbv", b'<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"/>', "imsc"),
        ("film.smi", b"0:00:01.000,0:00:02.000\nx\n", "sbv"),
    ],
)
def test_a_wrong_ending_is_told_what_the_file_looks_like(tmp_path: Path, name: str, data: bytes, like: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_captions(tmp_path / name)
    assert f"It looks like {like}" in caught.value.hint


def test_an_xml_file_that_is_no_timed_text_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "film.xml"
    file.write_bytes(b"<xmeml version='4'/>")
    with pytest.raises(InputError, match="xml"):
        read_captions(file)


def test_a_format_can_be_named_where_the_ending_misleads(tmp_path: Path) -> None:
    file = tmp_path / "film.txt"
    file.write_bytes(TEXT.encode())
    assert read_captions(file, name="srt")[0].cues == CAPTIONS.cues
    assert write_captions(CAPTIONS, tmp_path / "out.dat", name="vtt") == ()
    assert (tmp_path / "out.dat").read_text(encoding="utf-8").startswith("WEBVTT")


def test_the_start_of_the_programme_is_taken_off_every_time(tmp_path: Path) -> None:
    file = tmp_path / "film.srt"
    file.write_bytes(TEXT.replace("00:00:0", "01:00:0").encode())
    captions, _ = read_captions(file, "fr", "sdh", start=from_ms(3_600_000))
    assert captions.cues == CAPTIONS.cues and captions.start == from_ms(3_600_000)


def test_captions_are_written_on_frames_and_keep_at_least_one(tmp_path: Path) -> None:
    cue = Cue(Span(from_ms(1010), from_ms(1015)), plain("x"), "1")
    write_captions(Captions((cue,), rate=FrameRate(25)), tmp_path / "film.srt")
    assert "00:00:01,000 --> 00:00:01,040" in (tmp_path / "film.srt").read_text()


def test_reading_leaves_the_collector_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "film.srt"
    file.write_bytes(b"no captions")
    assert gc.isenabled()
    with pytest.raises(InputError):
        read_captions(file)
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("name", "head", "piece"),
    [
        ("film.srt", "1\n00:00:01,000 --> 00:00:02,000\n", "<i>x"),
        ("film.srt", "1\n00:00:01,000 --> 00:00:02,000\n", "a<i></i>"),
        ("film.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v a>" * 16, "<b>x</b>"),
        ("film.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<x>"),
        ("film.ass", "[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,", "{\\i1}x"),
        ("film.ass", "", "[a"),
    ],
)
def test_the_time_for_a_hostile_file_grows_with_its_size(tmp_path: Path, name: str, head: str, piece: str) -> None:
    def seconds(times: int) -> float:
        (tmp_path / name).write_text(head + piece * times)
        before = process_time()
        with suppress(InputError):
            read_captions(tmp_path / name)
        return process_time() - before

    seconds(100)
    short, long = min(seconds(3000) for _ in range(3)), seconds(48_000)
    assert long < max(0.5, 60 * short)
