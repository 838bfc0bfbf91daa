"""Taking over a transcript that exists already: our own JSON, or captions of the uncut media (SRT, WebVTT)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from picturelock.cues import Cue
from picturelock.engines.base import UNDECIDED
from picturelock.engines.words import join, spread
from picturelock.errors import InputError
from picturelock.formats import transcript_json
from picturelock.formats.files import read_captions
from picturelock.formats.sidecar import read_sidecar
from picturelock.library import Library, TranscriptKey
from picturelock.library.store import IMPORTED, REVIEWED
from picturelock.media.fingerprint import full_hash
from picturelock.media.probe import MediaInfo, probe
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span
from picturelock.transcription.hallucinations import clock

BEYOND: Flicks = FLICKS_PER_SECOND
"""How far a transcript may reach beyond the end of its media: subtitles linger."""

_NOT_SPOKEN = re.compile(r"\[[^\]]*\]|♪|♫")  # sounds described in square brackets, and music marks
_DASH = re.compile(r"^\s*[-–—]\s*")  # a change of speaker


def import_transcript(file: Path, media: Path, library: Library, language: str | None = None) -> Transcript:
    """Store the transcript in `file` under the fingerprint of `media`, and give it as stored.

    .json is our own schema (`transcript-1.schema.json`); anything else is read as captions whose times are those of the
    uncut media: the words of a caption share its time by their length, and have no confidence. `language` overrides
    what the file says. What the file tells of its origin (its provenance, or a sidecar) is kept: a machine's work stays
    a machine's. Raises InputError where the words do not lie within the media, or there are none.
    """
    info = probe(media)
    read = _from_json(file) if file.suffix.lower() == ".json" else _from_captions(file, language or UNDECIDED)
    if language:
        language = language.replace("_", "-").lower()
        read = replace(
            read, language=language, segments=tuple(replace(segment, language=language) for segment in read.segments)
        )
    _check(read, file, info)
    hashed = full_hash(file)
    made = read.provenance
    if not made.tool:
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        made = Provenance("transcript", "imported", tool=file.name, version="", made=now)
    made = replace(made, kind="transcript", inputs=(info.fingerprint, hashed))
    key = TranscriptKey(info.fingerprint, "import", hashed, (("language", read.language),), read.stream, read.channels)
    run = library.open_run(key)
    library.commit_window(run.id, 0, Span(0, max(info.duration, read.end)), read.segments)
    library.decide_language(run.id, read.language)
    library.finish(run.id, made, REVIEWED if made.reviewed else IMPORTED)
    return replace(read, source=info.fingerprint, provenance=made)


def _from_json(file: Path) -> Transcript:
    return transcript_json.read(file)


def _from_captions(file: Path, language: str) -> Transcript:
    captions, _ = read_captions(file, language)
    segments = tuple(
        Segment(words, captions.language) for cue in captions.cues if (words := tuple(_words(cue, captions.language)))
    )
    made = read_sidecar(file) or Provenance("transcript", "imported", tool="", version="")
    return Transcript("", segments, made, language=captions.language)


def _words(cue: Cue, language: str) -> Iterator[Word]:
    text = " ".join(_DASH.sub("", _NOT_SPOKEN.sub(" ", line)) for line in cue.plain_lines)
    for piece in join((replace(part, text=" " + part.text) for part in spread(text.split(), cue.span)), language):
        yield Word(piece.text, piece.span, None, cue.speaker)


def _check(transcript: Transcript, file: Path, info: MediaInfo) -> None:
    if not transcript.segments:
        raise InputError("holds no words.", file=file)
    if transcript.stream and transcript.stream >= len(info.audio):
        raise InputError(
            f"is of audio stream {transcript.stream}, and {info.path.name} has {len(info.audio)}.", file=file
        )
    late = next((word for word in transcript.words if word.span.end > info.duration + BEYOND), None)
    if late is not None:
        raise InputError(
            f"has words after the end of {info.path.name} ({clock(info.duration)}).",
            file=file,
            place=f"“{late.text[:40]}” at {clock(late.span.start)}",
            hint="Its times must be those of this very file, from 0: not of a cut, and not with its timecode added.",
        )
