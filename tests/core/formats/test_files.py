from __future__ import annotations

import os
from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, plain
from picturelock.errors import InputError, OutputError, UnknownName
from picturelock.formats import files
from picturelock.formats.files import read_captions, write_captions
from picturelock.times import Span, from_ms

TEXT = "1\n00:00:01,000 --> 00:00:02,000\nÉté à l’œil\n\n"
CAPTIONS = Captions((Cue(Span(from_ms(1000), from_ms(2000)), plain("Été à l’œil"), "1"),), "fr", "sdh")


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.encode("utf-16"), ["captions.encoding"]),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), ["captions.encoding"]),
        (TEXT.encode("cp1252"), ["captions.encoding"]),
        (TEXT.replace("l’", "\0l’").encode(), ["captions.nul"]),
    ],
    ids=["utf-8", "mark", "utf-16-le", "utf-16-be", "cp1252", "nul"],
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
        ("film.docx", b"x", "suffix that names no caption format"),
        ("film.srt", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(32)) * 40, "is not text"),
        ("film.srt", b"\xff\xfe\x00", "says that it is UTF-16-LE and is not"),
        ("film.vtt", b"x" * (files.MAX_BYTES + 1), "larger than 4 MB"),
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
    with pytest.raises(UnknownName, match="srt, vtt"):
        write_captions(CAPTIONS, tmp_path / "film.doc")
