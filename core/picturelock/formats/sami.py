"""SAMI (.smi), Microsoft's Synchronized Accessible Media Interchange, 2003: read only.

HTML of a kind, seldom well formed: a SYNC starts at its milliseconds and holds a P for each language class; it ends where the
next SYNC with the same class starts. `&nbsp;` alone clears the screen.

Kept in extras: of the file "sami.class" (every language class that it has, "ENCC en-US 12 captions").
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from picturelock.cues import Captions, Cue, Line, Run
from picturelock.errors import InputError, UsageError
from picturelock.formats.base import READ_ONLY, Findings, Notes, in_order
from picturelock.formats.inline import RunBuilder, unescape
from picturelock.times import Span, from_ms

_CLASS = re.compile(r"\.([A-Za-z][\w-]{0,60})\s*\{([^{}]{0,2000})\}")
_LANGUAGE = re.compile(r"\blang\s*:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})([^<>]{0,500})>")
_ATTRIBUTE = re.compile(r"""([A-Za-z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SKIPPED = ("style", "script", "head", "title")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEFAULT_MS = 4000  # of a last caption that nothing clears
_MOST_CLASSES = 50
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
        notes = Notes(file)
        reader = _Reader(notes, _languages(text))
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


@dataclass(slots=True)
class _Paragraph:
    at: int
    line: int
    builder: RunBuilder = field(default_factory=RunBuilder)
    empty: bool = True


class _Reader:
    """Takes the file, gives the captions of one class. A tag that is never closed ends with its paragraph.

    The standard library's HTML parser takes a time that grows with the square of some faulty files; this does not.
    """

    def __init__(self, notes: Notes, languages: dict[str, str]) -> None:
        self.notes, self._languages = notes, languages
        self._classes: dict[str, list[_Paragraph]] = defaultdict(list)
        self._now: _Paragraph | None = None
        self._time: int | None = None
        self._skip = False
        self._line = 1

    def read(self, text: str) -> None:
        text = _without_comments(text)
        at = 0
        for tag in _TAG.finditer(text):
            self._text(text[at : tag.start()])
            self._line += text.count("\n", at, tag.start())
            at = tag.start()
            name = tag[2].lower()
            if tag[1]:
                self._close(name)
            else:
                self._open(name, tag[3])
            self._line += text.count("\n", at, tag.end())
            at = tag.end()
        self._text(text[at:])

    def _open(self, tag: str, attributes: str) -> None:
        if tag == "sync":
            self._sync(_attributes(attributes))
        elif tag == "p":
            self._paragraph(_attributes(attributes).get("class", "").strip().upper())
        elif tag in _SKIPPED:
            self._skip = True
        elif tag == "body":
            self._skip = False
        elif tag == "br" and self._now is not None:
            self._now.builder.line_break()
        elif tag == "font" and self._now is not None:
            self._now.builder.open("color", _attributes(attributes).get("color", "").strip())
        elif tag in ("i", "b", "u") and self._now is not None:
            self._now.builder.open(tag)

    def _close(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skip = False
        elif self._now is not None and tag in ("i", "b", "u"):
            self._now.builder.close(tag)
        elif self._now is not None and tag == "font":
            self._now.builder.close("color")

    def _text(self, written: str) -> None:
        if self._now is not None and not self._skip and written:
            text = unescape(_SPACES.sub(" ", written))
            self._now.builder.text(text.replace("\n", " "))
            self._now.empty = self._now.empty and not text.strip()

    def _sync(self, attributes: dict[str, str]) -> None:
        written = attributes.get("start", "").strip()
        self._skip, self._now = False, None
        known = written.isascii() and written.isdecimal() and len(written) <= 10 and int(written) <= _MOST_MS
        self._time = int(written) if known else None
        if not known:
            self.notes.add("bad-block", "error", self._line, quote=f"<SYNC Start={written[:60]}>")

    def _paragraph(self, name: str) -> None:
        if self._time is None:
            self._now = None
            return
        if name not in self._classes and len(self._classes) >= _MOST_CLASSES:
            name = ""
        self._now = _Paragraph(self._time, self._line)
        self._classes[name].append(self._now)

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
                self.notes.add("no-end", "warning", one.line, name, cue=name, seconds=_DEFAULT_MS // 1000)
            cues.append(Cue(Span(from_ms(one.at), from_ms(max(one.at, end))), _lines(one.builder), name))
        return cues


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
    return tuple(line or (Run(""),) for line in lines)


def _trimmed(line: Line) -> Line:
    runs = [run for run in line if run.text]
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip(" "))
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    return tuple(run for run in runs if run.text)
