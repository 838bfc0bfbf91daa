"""Between OpenTimelineIO's objects and what Picturelock reads and writes: by way of .otio JSON, which both know."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import opentimelineio as otio
from picturelock import wording
from picturelock.cut import Cut, Shot, with_shots
from picturelock.errors import PicturelockError, UsageError
from picturelock.findings import Finding
from picturelock.timeline.otio.file import json_of
from picturelock.timeline.otio.reader import cut_of
from picturelock.timeline.otio.writer import Shape, to_text
from picturelock.timeline.references import is_sequence
from picturelock.times import FrameRate

LOG = logging.getLogger("picturelock_otio")
_SHAPE = Shape("OpenTimelineIO")
_RATE = re.compile(r"Give it: --rate ([\d.]{1,6}).*")
"""Our own command's advice, in the words of OpenTimelineIO's tools."""
_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}


def to_json(item: otio.core.SerializableObject) -> dict[str, Any]:
    """The JSON of an object. Raises InputError for what is no timeline's."""
    return json_of(otio.adapters.write_to_string(item, "otio_json").encode("utf-8", "replace"), Path("timeline"))


def from_json(data: dict[str, Any]) -> Any:
    """The object that JSON describes."""
    return otio.adapters.read_from_string(json.dumps(data), "otio_json")


def to_cut(item: otio.core.SerializableObject, rate: FrameRate | None = None) -> Cut:
    """The cut that a timeline, a stack, a track or a clip holds, its nests unopened. Raises InputError, UsageError."""
    cut, findings = cut_of(to_json(item), Path(item.name or "timeline"), rate)
    tell(findings)
    return cut


def from_cut(cut: Cut) -> otio.schema.Timeline:
    """A cut as a timeline; absolute paths become file URLs, which is what programs look for in it."""
    text, findings = to_text(with_shots(cut, _with_url), _SHAPE)
    tell(findings)
    return otio.adapters.read_from_string(text, "otio_json")


def _with_url(shot: Shot) -> Shot:
    url = shot.source.url
    for kind in (PurePosixPath, PureWindowsPath):
        if kind(url).is_absolute() and "\0" not in url and not is_sequence(url):
            return replace(shot, source=replace(shot.source, url=kind(url).as_uri()))
    return shot


def tell(findings: Iterable[Finding]) -> None:
    """Log what was wrong or could not be kept, in the person's language."""
    language = wording.ui_language()
    for finding in findings:
        LOG.log(_LEVELS[finding.severity], "%s", wording.message(finding, language))


def parse_rate(rate: str | float | None) -> FrameRate | None:
    """A frame rate as people give it to an adapter ("23.976", 25). Raises UsageError."""
    if rate is None:
        return None
    try:
        return FrameRate.parse(rate)
    except ValueError as error:
        raise UsageError(f"{error}.") from error


@contextmanager
def otio_errors() -> Iterator[None]:
    """Our errors as OpenTimelineIO's: its tools print those as one sentence."""
    try:
        yield
    except PicturelockError as error:
        hint = _RATE.sub(lambda match: f"Give it: -a rate={match[1].rstrip('.')}.", error.hint)
        sentence = f"{error.message} {hint}".strip()
        raise otio.exceptions.OTIOError(sentence) from error
