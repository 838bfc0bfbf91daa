"""Our own transcript file, "picturelock/transcript-1": what a person or another program gives us, and what we give them.

Its schema is `transcript-1.schema.json` beside this module. Times are whole flicks (1/705 600 000 s) from the first
picture of the file; milliseconds stand beside them for readers and are not read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.formats.sidecar import from_json, to_json
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.textfile import read_text
from picturelock.times import FLICKS_PER_SECOND, Span, to_ms

SCHEMA = "picturelock/transcript-1"
MAX_BYTES = 64_000_000  # ten hours of talk have about 20 MB
_LONGEST = 1000 * 3600 * FLICKS_PER_SECOND
_LONGEST_TEXT = 10_000  # characters of one word: some languages write no spaces
_UNKNOWN = Provenance(kind="transcript", origin="imported", tool="", version="")


def dump(transcript: Transcript) -> str:
    """The transcript as the text of a file."""
    document = {
        "schema": SCHEMA,
        "source": transcript.source,
        "stream": transcript.stream,
        "channels": transcript.channels,
        "language": transcript.language,
        "segments": [
            {"language": segment.language, "words": [_word_out(word) for word in segment.words]}
            for segment in transcript.segments
        ],
        "provenance": to_json(transcript.provenance),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def load(text: str, file: Path) -> Transcript:
    """The reverse of `dump`; `source` and `provenance` may be missing. Raises InputError naming the place at fault."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not JSON: {error}.", file=file) from error
    return _Reader(file).transcript(document)


def read(file: Path) -> Transcript:
    """A transcript file. Raises InputError."""
    return load(read_text(file, MAX_BYTES, "a transcript"), file)


def _word_out(word: Word) -> dict[str, Any]:
    start, end = word.span.start, word.span.end
    found: dict[str, Any] = {
        "text": word.text,
        "start": start,
        "end": end,
        "start_ms": to_ms(start),
        "end_ms": to_ms(end),
    }
    if word.confidence is not None:
        found["confidence"] = word.confidence
    if word.speaker is not None:
        found["speaker"] = word.speaker
    return found


class _Reader:
    """Reads values with errors that name the place, what was found and what was expected."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def transcript(self, document: Any) -> Transcript:
        data = self._table(document, "the file")
        if data.get("schema") != SCHEMA:
            raise self._wrong("schema", data.get("schema"), f'"{SCHEMA}"')
        language = self._text(data.get("language", "und"), "language")
        segments = tuple(
            self._segment(item, f"segments[{number}]", language)
            for number, item in enumerate(self._list(data.get("segments"), "segments"))
        )
        return Transcript(
            source=self._text(data.get("source", ""), "source", empty=True),
            segments=tuple(sorted(segments, key=lambda segment: segment.span)),
            provenance=self._provenance(data.get("provenance")),
            stream=self._whole(data.get("stream", 0), "stream", 1000),
            channels=self._text(data.get("channels", "mix"), "channels"),
            language=language,
        )

    def _segment(self, item: Any, place: str, language: str) -> Segment:
        data = self._table(item, place)
        words = self._list(data.get("words"), f"{place}.words")
        if not words:
            raise self._wrong(f"{place}.words", words, "at least one word")
        own = self._text(data.get("language", language), f"{place}.language")
        found = [self._word(word, f"{place}.words[{number}]") for number, word in enumerate(words)]
        return Segment(tuple(sorted(found, key=lambda word: word.span)), own)

    def _word(self, item: Any, place: str) -> Word:
        data = self._table(item, place)
        text = self._text(data.get("text"), f"{place}.text")
        if text != text.strip():
            raise self._wrong(f"{place}.text", text, "no white space around it")
        start = self._whole(data.get("start"), f"{place}.start", _LONGEST)
        end = self._whole(data.get("end"), f"{place}.end", _LONGEST)
        if end < start:
            raise self._wrong(f"{place}.end", end, f"not before its start, {start}")
        speaker = data.get("speaker")
        return Word(
            text,
            Span(start, end),
            self._confidence(data.get("confidence"), f"{place}.confidence"),
            None if speaker is None else self._text(speaker, f"{place}.speaker"),
        )

    def _provenance(self, value: Any) -> Provenance:
        if value is None:
            return _UNKNOWN
        try:
            return from_json(self._table(value, "provenance"))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"is not a provenance record: {error}.", file=self.file, place="provenance") from error

    def _confidence(self, value: Any, place: str) -> float | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self._wrong(place, value, "a number from 0 to 1")
        return float(value)

    def _whole(self, value: Any, place: str, most: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise self._wrong(place, value, f"a whole number from 0 to {most}")
        return value

    def _text(self, value: Any, place: str, empty: bool = False) -> str:
        if not isinstance(value, str) or len(value) > _LONGEST_TEXT or not (value or empty):
            raise self._wrong(place, value, "a text")
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise self._wrong(place, value, "a text without NUL or broken characters")
        return value

    def _list(self, value: Any, place: str) -> list[Any]:
        if not isinstance(value, list):
            raise self._wrong(place, value, "a list")
        return value

    def _table(self, value: Any, place: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._wrong(place, value, "an object in braces")
        return value

    def _wrong(self, place: str, found: Any, expected: str) -> InputError:
        shown = "missing" if found is None else ascii(found)
        shown = shown if len(shown) <= 80 else shown[:80] + "…"
        return InputError(f"is {shown}; expected {expected}.", file=self.file, place=place)
