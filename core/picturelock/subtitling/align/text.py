"""Plain scripts: what is said in them, paragraph by paragraph, and by whom.

.txt       one paragraph a line; "PAUL: I left it." says who speaks. A line in brackets is a direction, and left out.
.fountain  the dialogue of a screenplay (https://fountain.io/syntax): headings, action, transitions, directions, notes and the
           title page are left out.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from picturelock.errors import InputError
from picturelock.textfile import read_bytes

SUFFIXES = (".txt", ".fountain", ".spmd")
MAX_BYTES = 4_000_000
_NAMED = re.compile(r"([^\W\d_][\w.'’ -]{0,29}):\s+(\S.*)")
_DIRECTION = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_HEADING = re.compile(r"(INT|EXT|EST|I/E|INT\./EXT|INT/EXT)[. ]", re.I)
_KEY = re.compile(r"[A-Za-z][A-Za-z ]{0,30}:")
_EXTENSION = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one person says without a break."""

    text: str
    speaker: str | None
    line: int
    """In the file, from 1."""


def read_script(path: Path) -> tuple[Paragraph, ...]:
    """The paragraphs of a script; UTF-8, UTF-16 with a mark, else Windows-1252. Raises InputError where nothing is said."""
    data = read_bytes(path, MAX_BYTES, "a script")
    lines = _decode(data, path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = _fountain(lines) if path.suffix.lower() in SUFFIXES[1:] else _plain(lines)
    if not found:
        raise InputError("holds nothing that anybody says; expected a script, one paragraph a line.", file=path)
    return tuple(found)


def _decode(data: bytes, path: Path) -> str:
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if text[:4000].count("\0") or sum(sign < " " and sign not in "\t\n\r\f" for sign in text[:4000]) > 40:
        raise InputError("is not text; expected a script.", file=path)
    return text


def _plain(lines: list[str]) -> list[Paragraph]:
    named = Counter(match[1] for line in lines if (match := _NAMED.fullmatch(line.strip())))
    found = []
    for number, line in enumerate(lines, start=1):
        text, speaker = line.strip(), None
        match = _NAMED.fullmatch(text)
        # "Remember: never go back." is no name, unless it stands before several lines.
        if match and (match[1].isupper() or named[match[1]] > 1):
            speaker, text = match[1].strip(), match[2]
        if _DIRECTION.sub("", text).strip():
            found.append(Paragraph(_one_line(re.sub(r"\[[^\[\]]*\]", " ", text)), speaker, number))
    return found


def _fountain(lines: list[str]) -> list[Paragraph]:
    kept = _without(_without("\n".join(lines), "/*", "*/"), "[[", "]]").split("\n")
    found: list[Paragraph] = []
    at = _after_title(kept)
    while at < len(kept):
        name = kept[at].strip()
        before = not kept[at - 1].strip() if at else True
        after = at + 1 < len(kept) and bool(kept[at + 1].strip())
        if not (before and after and _is_character(name)):
            at += 1
            continue
        first = at = at + 1
        spoken = []
        while at < len(kept) and kept[at].strip():
            spoken.append(_DIRECTION.sub(" ", kept[at]).strip().removeprefix("~"))
            at += 1
        text = _one_line(" ".join(spoken)).replace("*", "").replace("_", "")
        if text:
            found.append(Paragraph(text, _EXTENSION.sub("", name).strip("@^ "), first + 1))
    return found


def _is_character(name: str) -> bool:
    if name.startswith("@"):
        return True
    bare = _EXTENSION.sub("", name)
    transition = name.endswith("TO:") or name.startswith((">", ".", "!", "#", "="))
    return bare.isupper() and not transition and not _HEADING.match(name)


def _after_title(lines: list[str]) -> int:
    """The first line after the title page, where there is one."""
    if not lines or not _KEY.match(lines[0]):
        return 0
    return next((number for number, line in enumerate(lines) if not line.strip()), len(lines))


def _without(text: str, opening: str, closing: str) -> str:
    """A text without its notes; each keeps its lines. One that is never closed stays."""
    parts, at = [], 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start)) >= 0:
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + len(closing)
    return "".join([*parts, text[at:]])


def _one_line(text: str) -> str:
    return " ".join(text.split())
