"""Caption files on disk: encoding, the format by suffix, safe writing."""

from __future__ import annotations

import codecs
import os
import time
import unicodedata
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

from picturelock import registry
from picturelock.collector import uncollected
from picturelock.cues import Captions, Kind
from picturelock.errors import InputError, OutputError, UnknownName, UsageError
from picturelock.findings import Finding, Place
from picturelock.formats.base import ByteFormat, Findings, Format
from picturelock.formats.sniff import looks_like, wide_encoding
from picturelock.times import Flicks, FrameRate, Span

MAX_BYTES = 24_000_000
"""A long film's captions have about 200 kB in SRT and 2 MB in TTML; 100,000 captions, a whole series in one file, have 8 MB in
SRT, 13 MB in EBU STL and some 20 MB in TTML. Anything larger is something else."""
_PART = ".part"
_OLD = 3600
"""Seconds after which nobody writes to a part any more."""
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


AnyFormat = Format | ByteFormat


def format_of(path: Path, name: str | None = None) -> AnyFormat:
    """The format of that name, else the one that a file's suffix means. Raises UnknownName, listing those there are."""
    suffix = path.suffix.lower().removeprefix(".")
    if name is None and suffix not in registry.SUFFIXES:
        raise UnknownName("caption format", suffix, registry.SUFFIXES)
    found: AnyFormat = registry.choose("caption format", registry.FORMATS, name or registry.SUFFIXES[suffix])
    return found


def read_captions(
    path: Path,
    language: str | None = None,
    kind: Kind | None = None,
    *,
    start: Flicks | None = None,
    name: str | None = None,
) -> tuple[Captions, Findings]:
    """Read a caption file; what was wrong with it comes as findings.

    language, kind: None = as the file says, "und" and "sub" where it does not. start: the timecode of the programme's first
    frame, which is then taken off every time; None = as the file says, else its times are record times. name: of the
    format, where the suffix misleads.
    Encodings of text: UTF-8, UTF-16, else Windows-1252 (noted). NUL characters are left out
    (noted). Raises InputError for a file that is missing, too large, or not captions at all.
    """
    try:
        caption_format = format_of(path, name)
    except UnknownName as error:
        raise InputError(
            f"has a suffix that names no caption format. {error.message}", file=path, hint=error.hint
        ) from None
    if "read" not in caption_format.directions:
        raise InputError(f"is {caption_format.name}, which is written here and never read back.", file=path)
    data = read_bytes(path)
    try:
        with uncollected():
            captions, findings = _read(caption_format, data, path)
    except InputError as error:
        like = looks_like(data)
        if like is None or like in (name, registry.SUFFIXES.get(path.suffix.lower().removeprefix("."))):
            raise
        hint = f"It looks like {like}: give it the ending .{_suffix_of(like)}, or name the format."
        raise InputError(error.reason, file=path, place=error.place, hint=hint) from None
    captions = replace(captions, language=language or captions.language, kind=kind or captions.kind)
    return (captions if start is None else starting_at(captions, start)), findings


def _read(caption_format: AnyFormat, data: bytes, path: Path) -> tuple[Captions, Findings]:
    if isinstance(caption_format, ByteFormat):
        return caption_format.read_bytes(data, path)
    text, noted = _decode(data, path)
    captions, findings = caption_format.read(text, path)
    return captions, (*noted, *findings)


def _suffix_of(name: str) -> str:
    return next(suffix for suffix, meant in registry.SUFFIXES.items() if meant == name)


def starting_at(captions: Captions, start: Flicks) -> Captions:
    """The captions of a file of timecodes whose first frame is known: every time moves by what the file did not know."""
    by = captions.start - start
    cues = tuple(replace(cue, span=cue.span.shift(by)) for cue in captions.cues) if by else captions.cues
    return replace(captions, cues=cues, start=start)


def snapped(captions: Captions, rate: FrameRate) -> Captions:
    """The captions on whole frames, each time to the nearest; a caption that has a duration keeps at least one frame."""
    frame = rate.frame
    cues = tuple(
        replace(cue, span=_on_frames(cue.span, rate)) if cue.span.start % frame or cue.span.end % frame else cue
        for cue in captions.cues
    )
    return replace(captions, cues=cues, rate=rate)


def _on_frames(span: Span, rate: FrameRate) -> Span:
    first, end = rate.nearest(span.start), rate.nearest(span.end)
    return Span(rate.time_of(first), rate.time_of(max(end, first + (span.duration > 0))))


def write_captions(captions: Captions, path: Path, overwrite: bool = False, *, name: str | None = None) -> Findings:
    """Write a caption file on whole frames where its rate is known; gives what the format could not hold.

    name: of the format, where the suffix is not enough. Raises OutputError, and UsageError for a format that is only read;
    never leaves half a file.
    """
    data, findings = encoded(captions, path, name=name)
    write_bytes(path, data, overwrite)
    return findings


def encoded(captions: Captions, path: Path, *, name: str | None = None) -> tuple[bytes, Findings]:
    """As `write_captions`, without writing: the whole file, where several are to be put in their places together."""
    caption_format = format_of(path, name)
    if "write" not in caption_format.directions:
        raise UsageError(
            f"{caption_format.name} is read here and not written.", hint="Write SRT, WebVTT or TTML instead."
        )
    if captions.rate is not None:
        captions = snapped(captions, captions.rate)
    with uncollected():
        if isinstance(caption_format, ByteFormat):
            data, findings = caption_format.write_bytes(captions)
        else:
            text, findings = caption_format.write(captions)
            data = text.encode("utf-8", errors="replace")
    return data, findings


def write_text(path: Path, text: str, overwrite: bool) -> None:
    """As `write_bytes`, in UTF-8."""
    write_bytes(path, text.encode("utf-8"), overwrite)


def write_bytes(path: Path, data: bytes, overwrite: bool) -> None:
    """Put a whole file in its place at once. Raises OutputError if that fails, or if it exists and may not be replaced."""
    if path.exists() and not overwrite:
        raise OutputError(f"{path} exists already.", hint="Choose another name, or ask for it to be replaced.")
    temporary = path.with_name(f".{path.name}.{os.getpid()}{_PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):  # on a disk that is read-only, what is not there cannot be removed
            temporary.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove what runs that were killed left of the same file."""
    head = f".{path.name}."
    with suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            number = entry.name[len(head) : -len(_PART)]
            ours = entry.name == f"{head}{number}{_PART}" and number.isascii() and number.isdecimal()
            if ours and entry.is_file(follow_symlinks=False) and _is_stale(entry, int(number[:18])):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _is_stale(entry: os.DirEntry[str], process: int) -> bool:
    """True for a part that nobody writes to: its process is gone, or, where that cannot be asked, it is old."""
    if os.name == "posix":
        try:
            os.kill(process, 0)
        except (ProcessLookupError, OverflowError):
            return True
        except OSError:
            return False  # somebody else's process
        return False
    return time.time() - entry.stat().st_mtime > _OLD  # on Windows, signal 0 is Ctrl-C


def read_bytes(path: Path) -> bytes:
    """The bytes of a caption file. Raises InputError for one that is missing, no file, or larger than any."""
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

    unmarked = (b"", wide_encoding(data) or "utf-8")
    mark, encoding = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), unmarked)
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
