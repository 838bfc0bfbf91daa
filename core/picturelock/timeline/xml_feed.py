"""An XML timeline fed piece by piece to a guarded parser: no entities, no files of others, no endless tag."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.parsers.expat import ErrorString, ExpatError

from picturelock.errors import InputError

_CHUNK = 1 << 16
_MAX_TAG = 8 << 20
"""Bytes of one tag; older expat looks at an unfinished one again with every piece of the file."""


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
