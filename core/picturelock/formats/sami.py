"""SAMI (.smi), Microsoft's Synchronized Accessible Media Interchange, 2003: read only.

HTML of a kind, seldom well formed: a SYNC starts at its milliseconds and holds a P for each language class; it ends where the
next SYNC with the same class starts. `&nbsp;` alone clears the screen.

Kept in extras: of the file "sami.class" (every language class that it has, "ENCC en-US 12 captions").
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from picturelock.cues import Captions, Cue, Line, Run
from picturelock.errors import InputError, UsageError
from picturelock.formats.base import READ_ONLY, Findings, Notes, in_order
from picturelock.formats.inline import RunBuilder, unescape, with_text
from picturelock.times import Span, from_ms

_CLASS = re.compile(r"\.([A-Za-z][\w-]{0,60})\s*\{([^{}]{0,2000})\}")
_LANGUAGE = re.compile(r"\blang\s*:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})([^<>]{0,500})>")
_START = re.compile(r"\s+start\s*=\s*(\d{1,9})\s*", re.ASCII | re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([A-Za-z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SKIPPED = ("style", "script", "head", "title")
_STYLES = ("i", "b", "u")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEFAULT_MS = 4000  # of a last caption that nothing clears
_MOST_CLASSES = 50
_MOST = 400_000  # paragraphs: two for each of 100,000 captions, in two languages
_MOST_MS = 400 * 3_600_000


@dataclass(frozen=True, slots=True)
class Sami:
    """The SAMI format."""

    name: str = "SAMI"
    suffixes: tuple[str, ...] = (".smi", ".sami")
    directions = READ_ONLY
    timecode = False

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:
        """See `Format.read`. A file of several languages gives its first; the others are named in a finding."""
        if "<sync" not in text.lower():
            raise InputError("is not SAMI; expected <SYNC Start=1000> and the like.", file=file)
        reader = _Reader(file, _languages(text))
        reader.read(text)
        return reader.captions()

    def write(self, captions: Captions) -> tuple[str, Findings]:  # noqa: ARG002
        """Raises UsageError: nothing that is used today asks for it."""
        raise UsageError("SAMI is read here and not written.", hint="Write WebVTT instead.")


SAMI = Sami()


def _languages(text: str) -> dict[str, str]:
    """Classes with a language, from the style sheet: {"ENCC": "en-us"}."""
    start = text[:200_000]
    found: dict[str, str] = {}
    for match in _CLASS.finditer(start):
        language = _LANGUAGE.search(match[2])
        if language and len(found) < _MOST_CLASSES:
            found[match[1].upper()] = language[1].lower()
    return found


class _Paragraph:
    """What one P says. Most hold text and nothing else, or nothing: only the others have a builder."""

    __slots__ = ("at", "builder", "empty", "offset")

    def __init__(self, at: int, offset: int) -> None:
        self.at, self.offset = at, offset
        self.builder: RunBuilder | None = None
        self.empty = True

    def made(self) -> RunBuilder:
        if self.builder is None:
            self.builder = RunBuilder()
        return self.builder


class _Reader:
    """Takes the file, gives the captions of one class. A tag that is never closed ends with its paragraph.

    The standard library's HTML parser takes a time that grows with the square of some faulty files; this does not.
    """

    def __init__(self, file: Path, languages: dict[str, str]) -> None:
        self.notes, self._file, self._languages = Notes(file), file, languages
        self._classes: dict[str, list[_Paragraph]] = defaultdict(list)
        self._now: _Paragraph | None = None
        self._time: int | None = None
        self._skip = False
        self._source = ""
        self._count = 0
        """How many paragraphs there are."""
        self._offset = self._counted = 0
        """Of the tag that is read, and of the one whose line was asked for last."""
        self._lines = 1

    def read(self, text: str) -> None:
        self._source = text = _without_comments(text)
        at = 0
        for tag in _TAG.finditer(text):
            start = tag.start()
            if start > at and self._now is not None:
                self._text(text[at:start])
            at, self._offset = tag.end(), start
            closing, name, attributes = tag.groups()
            if closing:
                self._close(name.lower())
            else:
                self._open(name.lower(), attributes)
        self._text(text[at:])

    def _open(self, tag: str, attributes: str) -> None:
        now = self._now
        if tag == "sync":
            self._sync(attributes)
        elif tag == "p":
            self._paragraph(_class_of(attributes))
        elif tag in _SKIPPED:
            self._skip = True
        elif tag == "body":
            self._skip = False
        elif now is None:
            return
        elif tag == "br":
            now.made().line_break()
        elif tag == "font":
            now.made().open("color", _attributes(attributes).get("color", "").strip())
        elif tag in _STYLES:
            now.made().open(tag)

    def _close(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skip = False
        elif self._now is not None and tag in _STYLES:
            self._now.made().close(tag)
        elif self._now is not None and tag == "font":
            self._now.made().close("color")

    def _text(self, written: str) -> None:
        if self._now is not None and not self._skip:
            text = unescape(_SPACES.sub(" ", written)).replace("\n", " ")
            if text and text != " ":
                self._now.empty = self._now.empty and text.isspace()
            self._now.made().text(text)

    def _sync(self, attributes: str) -> None:
        self._skip, self._now = False, None
        usual = _START.fullmatch(attributes)
        written = usual[1] if usual else _attributes(attributes).get("start", "").strip()
        known = written.isascii() and written.isdecimal() and len(written) <= 10 and int(written) <= _MOST_MS
        self._time = int(written) if known else None
        if not known:
            self.notes.add("bad-block", "error", self._line(), quote=f"<SYNC Start={written[:60]}>")

    def _paragraph(self, name: str) -> None:
        if self._time is None:
            self._now = None
            return
        self._count += 1
        if self._count > _MOST:
            raise InputError(f"holds more than {_MOST} paragraphs; expected captions.", file=self._file)
        if name not in self._classes and len(self._classes) >= _MOST_CLASSES:
            name = ""
        self._now = _Paragraph(self._time, self._offset)
        self._classes[name].append(self._now)

    def _line(self) -> int:
        """The line of the tag that is read; asked for in the order of the file."""
        self._lines += self._source.count("\n", self._counted, self._offset)
        self._counted = self._offset
        return self._lines

    def captions(self) -> tuple[Captions, Findings]:
        filled = {name: [one for one in found if not one.empty] for name, found in self._classes.items()}
        chosen = next((name for name, found in filled.items() if found), "")
        language = self._languages.get(chosen, "und")
        others = [name for name, found in filled.items() if found and name != chosen]
        if others:
            shown = ", ".join(f"{name} ({self._languages.get(name, 'und')})" for name in others)
            self.notes.add("other-languages", "warning", None, language=language, others=shown)
        if not filled.get(chosen):
            self.notes.add("no-cues", "warning", None)
        kept = [
            ("sami.class", f"{name} {self._languages.get(name, 'und')} {len(found)}") for name, found in filled.items()
        ]
        cues = list(self._cues(self._classes.get(chosen, [])))
        return Captions(in_order(cues, self.notes), language=language, extras=tuple(kept)), self.notes.findings

    def _cues(self, paragraphs: list[_Paragraph]) -> list[Cue]:
        """Each paragraph lasts until the next one of its class, in the order of the file."""
        cues: list[Cue] = []
        for index, one in enumerate(paragraphs):
            if one.empty:
                continue
            end = paragraphs[index + 1].at if index + 1 < len(paragraphs) else one.at + _DEFAULT_MS
            name = str(len(cues) + 1)
            if index + 1 == len(paragraphs):
                line = 1 + self._source.count("\n", 0, one.offset)
                self.notes.add("no-end", "warning", line, name, cue=name, seconds=_DEFAULT_MS // 1000)
            cues.append(Cue(Span(from_ms(one.at), from_ms(max(one.at, end))), _lines(one.made()), name))
        return cues


@lru_cache(maxsize=256)
def _class_of(attributes: str) -> str:
    return _attributes(attributes).get("class", "").strip().upper()


def _attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(text)
    return {match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in found}


def _without_comments(text: str) -> str:
    """The text without comments, but with their line breaks; one that is never closed is text."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*parts, text[at:]])


def _lines(builder: RunBuilder) -> tuple[Line, ...]:
    """The paragraph's lines without the spaces around them, and without empty ones at its ends."""
    lines = [_trimmed(line) for line in builder.lines()]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return tuple([line or (Run(""),) for line in lines])


def _trimmed(line: Line) -> Line:
    if len(line) == 1:
        text = line[0].text.strip(" ")
        return (with_text(line[0], text),) if text else ()
    runs = [run for run in line if run.text]
    if runs:
        runs[0] = with_text(runs[0], runs[0].text.lstrip(" "))
        runs[-1] = with_text(runs[-1], runs[-1].text.rstrip(" "))
    return tuple([run for run in runs if run.text])
