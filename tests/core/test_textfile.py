from __future__ import annotations

import os
from pathlib import Path

import pytest
from picturelock.errors import InputError
from picturelock.textfile import read_json, read_text, read_toml


def test_text_comes_without_its_mark_and_with_one_kind_of_line_end(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffÉté\r\nx\ry".encode())
    assert read_text(file) == "Été\nx\ny"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x" * 1_000_001, "larger than 1000 kB"), (b"\xff\xfe", "not UTF-8"), (b"a = ", "not valid TOML"),
        (b"a = " + b"[" * 5000, "not valid TOML"), (b"a = " + b"9" * 6000, "not valid TOML"),
    ],
)  # fmt: skip
def test_what_is_no_short_toml_file_is_one_sentence(tmp_path: Path, data: bytes, reason: str) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(data)
    with pytest.raises(InputError, match=reason):
        read_toml(file)


def test_a_pipe_a_folder_and_nothing_are_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path):
        with pytest.raises(InputError, match="not an ordinary file; expected a list"):
            read_text(place, expected="a list")
    with pytest.raises(InputError, match="does not exist") as missing:
        read_text(tmp_path / "none", hint="Make one.")
    assert missing.value.hint == "Make one."
    with pytest.raises(InputError, match="no path"):
        read_text(Path("a\0b"))


def test_json_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"a": [1]}')
    assert read_json(file, 100, "a record") == {"a": [1]}
    file.write_text("[" * 60)
    with pytest.raises(InputError, match="not JSON"):
        read_json(file, 100, "a record")
    with pytest.raises(InputError, match="larger than 0 kB; expected a record"):
        read_json(file, 10, "a record")
