"""What a caption file format is.

To add one:

1. Write `formats/NAME.py` with a class that has the attributes of `Format` (of `ByteFormat` where the file is not text), and
   one instance of it.
2. Add its line to `registry.FORMATS`, and its file name endings to `registry.SUFFIXES`.
3. What the file says and `Cue` has no field for goes to `Cue.extras`, `Captions.extras` or `Run.tags`, under a name that
   starts with the format's own ("srt.an"), so that writing the same format again gives it back.
4. What cannot be read becomes a Finding that quotes it; what cannot be written becomes a Finding from `lost`.
5. The suite in `tests/core/formats/test_conformance.py` then runs over it, without a change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, runtime_checkable

from picturelock.cues import Captions, Cue, Line
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place, Severity

Findings = tuple[Finding, ...]

MOST_CUES = 500_000
"""A whole series in one file has 100,000 captions. A file of more is refused, whatever its format."""
_QUOTED = 160  # characters of a faulty block that its finding quotes
_UNSEEN = frozenset(("caption-names", "comments", "header", "metadata", "notes", "styles", "typography"))
"""Losses that take no word, look, place or time from what a viewer sees: what a file says of itself, and fonts."""
_MOST = 100  # findings of one rule in one file; the rest are counted


class About(Protocol):
    """What every format says of itself."""

    @property
    def name(self) -> str:
        """As people write it: "SRT"."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name endings, lower case, with the dot; the first is the usual one."""

    @property
    def directions(self) -> frozenset[str]:
        """ "read", "write", or both. The other method raises UsageError, saying what to use instead."""

    @property
    def timecode(self) -> bool:
        """Whether its files count in timecode, so that `Captions.start` is written; else they count from the first frame."""


class Format(About, Protocol):
    """A caption file format that is text; see the top of this module for how to add one."""

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:
        """Captions in order of start, and all that was wrong with the text. `file` is only named in the findings.

        Raises InputError where the text is not this format at all.
        """

    def write(self, captions: Captions) -> tuple[str, Findings]:
        """The file's text, and what the format could not hold. Times are written to the nearest of what the format counts in.

        A format of timecodes writes `captions.start` + record time at `captions.rate`; it raises UsageError without a rate
        where it needs one.
        """


@runtime_checkable
class ByteFormat(About, Protocol):
    """A caption file format that is not text."""

    def read_bytes(self, data: bytes, file: Path) -> tuple[Captions, Findings]:
        """As `Format.read`."""

    def write_bytes(self, captions: Captions) -> tuple[bytes, Findings]:
        """As `Format.write`."""


READ_WRITE = frozenset({"read", "write"})
READ_ONLY = frozenset({"read"})
WRITE_ONLY = frozenset({"write"})


def split_lines(text: str) -> list[str]:
    """Lines at CR LF, CR or LF; a last empty line is left out."""
    # str.splitlines would also break at U+2028, form feeds and others
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def extra(item: Cue | Captions, key: str) -> str | None:
    """The first extra of that name, or None."""
    for name, value in item.extras:
        if name == key:
            return value
    return None


def extras(item: Cue | Captions, key: str) -> list[str]:
    """All extras of that name, in order."""
    return [value for name, value in item.extras if name == key]


class Notes:
    """Collects the findings of one reading; of each rule the first hundred, and how many more there were."""

    def __init__(self, file: Path | None) -> None:
        self._file = "" if file is None else str(file)
        self._found: list[Finding] = []
        self._counts: Counter[tuple[str, Severity]] = Counter()

    def bound(self, cues: int) -> None:
        """Raises InputError for more captions than any file has."""
        if cues > MOST_CUES:
            raise InputError(f"holds more than {MOST_CUES} captions.", file=self._file, hint="Split the file.")

    def add(self, rule: str, severity: Severity, line: int | None, cue_id: str = "", /, **facts: Fact) -> None:
        self._counts[rule, severity] += 1
        if self._counts[rule, severity] <= _MOST:
            place = Place(file=self._file, line=line, cue=cue_id)
            self._found.append(Finding(f"captions.{rule}", severity, place, facts))

    @property
    def findings(self) -> Findings:
        more = (
            Finding(
                "captions.more", severity, Place(file=self._file), {"rule": f"captions.{rule}", "count": count - _MOST}
            )
            for (rule, severity), count in self._counts.items()
            if count > _MOST
        )
        return (*self._found, *more)


def quote(lines: Iterable[str]) -> str:
    """A faulty block on one line, shortened."""
    text = " / ".join(line.strip() for line in lines if line.strip())
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


def in_order(cues: list[Cue], notes: Notes) -> tuple[Cue, ...]:
    """The cues by start (and in file order where they start together); those that came too late are noted.

    Raises InputError for too many.
    """
    notes.bound(len(cues))
    latest: Cue | None = None
    for cue in cues:
        if latest is not None and cue.span.start < latest.span.start:
            notes.add("order", "error", None, cue.id, cue=cue.id, before=latest.id)
        else:
            latest = cue
    return tuple(sorted(cues, key=lambda cue: cue.span.start))


def severity_of_loss(what: str) -> Severity:
    """A warning for what people see or hear of; what a file says to those who work on it is told, and no more."""
    return "info" if what in _UNSEEN else "warning"


def lost(format_name: str, losses: Counter[str]) -> Findings:
    """One finding for each kind of thing that a format could not hold, with how often.

    What it is, is a key of `[losses]` in the wording ("positions"), and more after a colon where that helps ("tags: <v>").
    """
    return tuple(
        Finding(
            "captions.lost",
            severity_of_loss(what),
            evidence={"format": format_name, "what": what, "count": count},
            source="Picturelock",
        )
        for what, count in sorted(losses.items())
    )


def plain_texts(cue: Cue) -> list[str] | None:
    """The text of each line where no line has style or is empty: what most captions are, and quick to write."""
    texts: list[str] = []
    for line in cue.lines:
        if len(line) != 1:
            return None
        run = line[0]
        if run.tags or run.italic or run.bold or run.underline or run.color is not None or run.background is not None:
            return None
        if not run.text.strip():
            return None
        texts.append(run.text)
    return texts


def visible_lines(cue: Cue, losses: Counter[str]) -> list[Line]:
    """The cue's lines without the empty ones, which would end the cue in a file; they are counted as lost."""
    lines = [line for line in cue.lines if any(run.tags or run.text.strip() for run in line)]
    if lines and len(lines) < len(cue.lines):
        losses["empty-lines"] += sum(1 for line in cue.lines if line) - len(lines)
    return lines
