"""An XML timeline fed piece by piece to a guarded parser: no entities, no files of others, no endless tag, no endless tree."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers.expat import ErrorString, ExpatError

from picturelock.errors import InputError

_CHUNK = 1 << 16
_MAX_TAG = 8 << 20
"""Bytes of one tag; older expat looks at an unfinished one again with every piece of the file."""
_MAX_ATTRIBUTES = 100
Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one kind of XML timeline is made of, and how much of it is read."""

    name: str
    """As people write it: "FCPXML"."""
    max_bytes: int
    max_elements: int
    max_depth: int
    skipped: frozenset[str]
    """Elements that say nothing of the edit: they are passed over with all that they hold."""
    alone: str
    """What a person can do about a file that is too large."""


class Elements(ABC):
    """Takes the elements of a file one by one; what they make is said by those who know the dialect."""

    def __init__(self, path: Path, dialect: Dialect) -> None:
        """path: the file that the person named, for errors."""
        self._path = path
        self._dialect = dialect
        self._skipping = 0
        self._depth = 0
        self._count = 0
        self._parser = guarded_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    @abstractmethod
    def opened(self, tag: str, attributes: Attributes, line: int) -> None:
        """An element begins."""

    @abstractmethod
    def closed(self) -> None:
        """The element that began last, and has not ended yet, ends."""

    @abstractmethod
    def said(self, text: str) -> None:
        """Text within the element that is open; more may follow."""

    def is_skipped(self, tag: str) -> bool:
        """True for an element that is passed over."""
        return tag in self._dialect.skipped

    def read(self, file: Path) -> None:
        """Take all elements of a file. Raises InputError."""
        try:
            size = file.stat().st_size
            if size > self._dialect.max_bytes:
                most = self._dialect.max_bytes // 1_000_000
                message = f"is {size // 1_000_000} MB; a timeline of more than {most} MB is not read."
                raise InputError(message, file=self._path, hint=self._dialect.alone)
            feed(self._parser, file, self._path, self._dialect.name)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror or error}.", file=self._path) from error

    def _start(self, tag: str, attributes: Attributes) -> None:
        if self._skipping:
            self._skipping += 1
            return
        if self.is_skipped(tag):
            self._skipping = 1
            return
        self._count += 1
        if (
            self._count > self._dialect.max_elements
            or self._depth >= self._dialect.max_depth
            or len(attributes) > _MAX_ATTRIBUTES
        ):
            self._too_much(len(attributes))
        self._depth += 1
        self.opened(tag, attributes, self._parser.CurrentLineNumber)

    def _too_much(self, attributes: int) -> None:
        most, deep = self._dialect.max_elements, self._dialect.max_depth
        what = f"holds more than {most:,} elements" if self._count > most else ""
        levels = f"nests elements more than {deep} levels deep" if attributes <= _MAX_ATTRIBUTES else ""
        message = f"{what or levels or 'gives one element hundreds of attributes'}; no editing system writes that."
        place = f"line {self._parser.CurrentLineNumber}"
        raise InputError(message, file=self._path, place=place, hint=self._dialect.alone)

    def _end(self, _tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
        else:
            self._depth -= 1
            self.closed()

    def _text(self, text: str) -> None:
        if not self._skipping and self._depth:
            self.said(text)


def guarded_parser() -> Any:
    """An expat parser that refuses entities. A general tree would cost several times the memory, and has no line numbers."""
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(forbid_dtd=False, forbid_entities=True, forbid_external=True).parser
    parser.ordered_attributes = False
    parser.buffer_text = True
    parser.DefaultHandlerExpand = None
    return parser


def feed(parser: Any, file: Path, path: Path, expected: str) -> None:
    """Parse `file`; errors name `path`, which is what the person gave, and say what was expected. Raises InputError."""
    from defusedxml import DefusedXmlException

    def place() -> str:
        return f"line {parser.CurrentLineNumber}"

    try:
        with file.open("rb") as stream:
            fed = 0
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _MAX_TAG:
                    raise InputError(f"holds a tag of more than {_MAX_TAG >> 20} MB.", file=path, place=place())
        parser.Parse(b"", True)
    except DefusedXmlException as error:
        message = "declares entities or fetches others' files, which is refused."
        raise InputError(message, file=path, place=place()) from error
    except (ExpatError, ValueError, LookupError) as error:  # also an encoding that does not exist
        reason = ErrorString(error.code) if isinstance(error, ExpatError) else "unknown encoding"
        raise InputError(
            f"is not well-formed XML ({reason}); expected {expected}.",
            file=path,
            place=place(),
            hint="Export the timeline again; the file may have been cut short.",
        ) from None
    finally:
        # The handlers hold their reader, and that the parser.
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
