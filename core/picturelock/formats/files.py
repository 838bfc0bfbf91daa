"""Caption files on disk: encoding, the format by suffix, safe writing."""

from __future__ import annotations

import codecs
import os
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Literal

from picturelock import registry
from picturelock.cues import Captions, Kind
from picturelock.errors import InputError, OutputError, UnknownName
from picturelock.findings import Finding, Place
from picturelock.formats.base import Findings, Format

MAX_BYTES = 4_000_000  # a caption file of a long film has about 200 kB; anything larger is something else
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def format_of(path: Path) -> Format:
    """The format that a file's suffix names. Raises UnknownName, listing those there are."""
    found: Format = registry.choose("caption format", registry.FORMATS, path.suffix.lower().removeprefix("."))
    return found


def read_captions(path: Path, language: str = "und", kind: Kind = "sub") -> tuple[Captions, Findings]:
    """Read a caption file; what was wrong with it comes as findings.

    Encodings: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252 (noted). NUL characters are left out
    (noted). Raises InputError for a file that is missing, too large, or not captions at all.
    """
    try:
        caption_format = format_of(path)
    except UnknownName as error:
        raise InputError(
            f"has a suffix that names no caption format. {error.message}", file=path, hint=error.hint
        ) from None
    text, noted = _decode(_bytes(path), path)
    captions, findings = caption_format.read(text, path)
    return replace(captions, language=language, kind=kind), (*noted, *findings)


def write_captions(captions: Captions, path: Path, overwrite: bool = False) -> Findings:
    """Write a caption file as UTF-8; gives what the format could not hold. Raises OutputError; never leaves half a file."""
    text, findings = format_of(path).write(captions)
    write_text(path, text, overwrite)
    return findings


def write_text(path: Path, text: str, overwrite: bool) -> None:
    """Put a whole text file in its place at once. Raises OutputError if that fails, or if it exists and may not be replaced."""
    if path.exists() and not overwrite:
        raise OutputError(f"{path} exists already.", hint="Choose another name, or ask for it to be replaced.")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        temporary.unlink(missing_ok=True)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            reason = "is a folder; expected a caption file." if path.is_dir() else "does not exist."
            raise InputError(reason, file=path)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}.", file=path) from error
    if len(data) > MAX_BYTES:
        raise InputError(f"is larger than {MAX_BYTES // 1_000_000} MB; expected a caption file.", file=path)
    return data


def _decode(data: bytes, path: Path) -> tuple[str, Findings]:
    findings: list[Finding] = []

    def note(rule: Literal["encoding", "nul"], severity: Literal["warning", "error"], **facts: str | int) -> None:
        findings.append(Finding(f"captions.{rule}", severity, Place(file=str(path)), facts))

    mark, encoding = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        if mark:
            raise InputError(
                f"says that it is {encoding.upper()} and is not.", file=path, place=f"byte {error.start}"
            ) from None
        # Bytes that Windows-1252 leaves undefined become U+FFFD: seen by a reader, never an error.
        encoding, text = "windows-1252", data.decode("cp1252", errors="replace")
    if encoding != "utf-8":
        note("encoding", "warning", encoding=encoding.upper())
    if "\0" in text:
        note("nul", "error", count=text.count("\0"), line=text[: text.index("\0")].count("\n") + 1)
        text = text.replace("\0", "")
    if text and _mostly_binary(text):
        raise InputError("is not text; expected a caption file.", file=path)
    return text, tuple(findings)


def _mostly_binary(text: str) -> bool:
    """True for what nobody wrote: many control characters at its start (a film renamed .srt)."""
    start = text[:4000]
    control = sum(1 for sign in start if unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f")
    return control * 20 > len(start)
