"""Caption files as markers on a timeline.

Reading gives a timeline of the captions' length; with `onto`, another timeline with the captions put on it. Writing takes the
captions that reading put there; with `markers=all`, every marker that lasts. Options: rate, language, start, onto; markers.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import opentimelineio as otio
from picturelock.cues import Captions
from picturelock.cut import Cut
from picturelock.errors import InputError, UsageError
from picturelock.formats.files import format_of, read_captions, snapped, write_captions
from picturelock.times import Flicks, FrameRate, Timecode

from picturelock_otio.caption_markers import captions_of, languages_of, timeline_of, with_captions
from picturelock_otio.exchange import from_json, otio_errors, parse_rate, tell, to_cut, to_json

FORMAT = __name__.rpartition(".picturelock_")[2].replace("_", "-")
"""OpenTimelineIO loads this file once for each adapter of the manifest, as opentimelineio.adapters.picturelock_srt and so on."""


def read_from_file(
    filepath: str,
    rate: str | float | None = None,
    language: str | None = None,
    start: str | None = None,
    onto: str | None = None,
) -> otio.schema.Timeline:
    """A timeline with the captions of a file.

    rate: frames per second; start: timecode of the programme's first frame, for files that count in timecode; onto: a
    timeline file, which also says the other two.
    """
    with otio_errors():
        path = Path(filepath)
        base = otio.adapters.read_from_file(onto) if onto else None
        cut = to_cut(base, parse_rate(rate)) if base is not None else None
        chosen = cut.rate if cut else parse_rate(rate)
        zero = _start(start, chosen, cut, format_of(path, FORMAT).timecode)
        captions, findings = read_captions(path, language or _language(path), start=zero, name=FORMAT)
        tell(findings)
        if chosen is not None:
            captions = snapped(captions, chosen)
        if base is None:
            return from_json(timeline_of(captions, path.stem))
        return from_json(with_captions(to_json(base), captions))


def write_to_file(
    input_otio: otio.core.SerializableObject,
    filepath: str,
    rate: str | float | None = None,
    language: str | None = None,
    markers: str = "captions",
) -> None:
    """Write the captions of a timeline: those in `language`, else in the one that the file is named after (film.fr.srt)."""
    with otio_errors():
        if not isinstance(input_otio, otio.schema.Timeline):
            raise UsageError(f"Captions are written of a timeline, not of a {type(input_otio).__name__}.")
        path, timeline = Path(filepath), to_json(input_otio)
        named = _language(path)
        wanted = language or (named if named in languages_of(timeline) else None)
        captions = captions_of(timeline, wanted, markers == "all")
        captions = replace(
            _timed(captions, input_otio, parse_rate(rate)), language=wanted or named or captions.language
        )
        tell(write_captions(captions, path, overwrite=True, name=FORMAT))


def _timed(captions: Captions, timeline: otio.schema.Timeline, rate: FrameRate | None) -> Captions:
    """The captions with the rate and the start timecode of the timeline that they are on now."""
    try:
        cut = to_cut(timeline, rate)
    except (InputError, UsageError):  # nothing but captions, in milliseconds
        return replace(captions, rate=rate or captions.rate)
    return replace(captions, rate=cut.rate, start=cut.start, drop=cut.drop)


def _start(start: str | None, rate: FrameRate | None, cut: Cut | None, timecode: bool) -> Flicks | None:
    if start is not None:
        if rate is None:
            raise UsageError("A start timecode means nothing without a frame rate.", hint="Give it: -a rate=25.")
        try:
            return Timecode.parse(str(start), rate).time
        except ValueError as error:
            raise UsageError(f"{error}.") from error
    return cut.start if cut is not None and timecode else None


def _language(path: Path) -> str | None:
    """The language that a file is named after: film.fr.srt, film.fr-CA.srt."""
    name = path.stem.rpartition(".")[2] if "." in path.stem else ""
    head = name.partition("-")[0]
    return name if 2 <= len(head) <= 3 and head.isascii() and head.isalpha() and head.islower() else None
