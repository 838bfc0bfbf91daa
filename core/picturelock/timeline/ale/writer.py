"""A `Cut` as an .ale file: a row for each shot, with what of its source it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from picturelock.cut import Cut, Shot, source_timecode
from picturelock.errors import UsageError
from picturelock.timeline.ale.reader import GENERATED, JOIN, counts_drop, shot_length
from picturelock.timeline.ale.table import cell
from picturelock.timeline.base import Findings, Losses
from picturelock.timeline.flatten import opened
from picturelock.timeline.grade import SAT, SOP, number, sop_text
from picturelock.timeline.labels import day_before
from picturelock.timeline.references import found_reference
from picturelock.times import Flicks, FrameRate, Span

_COLUMNS = ("Name", "Tracks", "Start", "End", "Duration", "Tape", "FPS", "Source File", "Source File Path")
_HEADER = {"FIELD_DELIM": "TABS", "VIDEO_FORMAT": "1080", "AUDIO_FORMAT": "48khz"}


def write(cut: Cut, path: Path, losses: Losses) -> Findings:
    """As `TimelineFormat.write`."""
    for shot in cut.shots:
        if shot.nest is not None:
            losses.add("nests", shot.id, shot.record_span)
    path.write_bytes(to_text(opened(cut), losses).encode("utf-8", "replace"))
    return losses.findings


def to_text(cut: Cut, losses: Losses) -> str:
    """The file's text; `cut` is opened. Raises UsageError where it has no clip that is on."""
    shots = [shot for shot in cut.shots if shot.enabled and shot.record_span.duration]
    if not shots:
        raise UsageError(f"{cut.name} has no clip that is on, so there is no row to write in an ALE.")
    _left_out(cut, shots, losses)
    rows = [_row(shot, cut, losses) for shot in shots]
    used = {name for row in rows for name in row}
    known = [*_COLUMNS, "Comments", SOP, SAT, "Project", GENERATED]
    more = [*_listed(cut.extras, "columns"), *sorted(used)]
    columns = list(dict.fromkeys(name for name in (*known, *more) if name in used or name in _COLUMNS))
    lines = [
        "Heading", *(f"{key}\t{value}" for key, value in _header(cut).items()), "",
        "Column", "\t".join(columns), "",
        "Data", *("\t".join(row.get(name, "") for name in columns) for row in rows), "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def _header(cut: Cut) -> dict[str, str]:
    kept = cut.extras.get("ALE")
    found = kept.get("header") if isinstance(kept, dict) else None
    own = {cell(str(key)): cell(str(value)) for key, value in found.items()} if isinstance(found, dict) else {}
    return {**_HEADER, **own, "FIELD_DELIM": "TABS", "FPS": cut.rate.label}


def _row(shot: Shot, cut: Cut, losses: Losses) -> dict[str, str]:
    """A shot's cells by column, those that hold something."""
    source = shot.source
    rate = source.rate or cut.rate
    start, end = (_frame(time, rate, shot, losses) for time in (shot.source_span.start, shot.source_span.end))
    end = max(end, start + 1)
    if start < 0:
        losses.add("before-zero", shot.id, shot.record_span)
    if len(shot.comments) != len([part for part in JOIN.join(shot.comments).split(JOIN) if part.strip()]):
        losses.add("comments", shot.id, shot.record_span)
    cells = {
        **_kept(shot.extras),
        "Name": shot.name,
        "Tracks": "V" if shot.kind == "video" else "A1",
        "Start": _label(start, shot, cut),
        "End": _label(end, shot, cut),
        "Duration": _label(end - start, shot, cut),
        "Tape": source.reel,
        "FPS": rate.label,
        "Source File": source.name,
        "Source File Path": found_reference(source),
        "Comments": JOIN.join(shot.comments),
        "Project": cut.name,
        GENERATED: "yes" if source.generated else "",
    }
    if shot.cdl is not None:
        cells |= {SOP: sop_text(shot.cdl), SAT: number(shot.cdl.saturation)}
    return {name: shown for name, value in cells.items() if (shown := cell(value))}


def _frame(time: Flicks, rate: FrameRate, shot: Shot, losses: Losses) -> int:
    if time % rate.frame:
        losses.add("fraction", shot.id, shot.record_span)
    return rate.nearest(time)


def _label(frame: int, shot: Shot, cut: Cut) -> str:
    """A frame of a source as the source calls it; before 00:00:00:00 comes the day before."""
    return str(day_before(replace(source_timecode(shot.source, 0, cut.rate, cut.drop), frames=frame)))


def _kept(extras: Any) -> dict[str, str]:
    """The other columns of the log that a shot was read from."""
    found = extras.get("ALE")
    if not isinstance(found, dict):
        return {}
    return {cell(name): value for name, value in found.items() if isinstance(value, str) and cell(name)}


def _listed(extras: Any, key: str) -> Iterator[str]:
    found = extras.get("ALE")
    names = found.get(key) if isinstance(found, dict) else None
    for name in names if isinstance(names, list) else ():
        if isinstance(name, str):
            yield cell(name)


def _left_out(cut: Cut, shots: Iterable[Shot], losses: Losses) -> None:
    """What no log has a place for."""
    if cut.start:
        losses.add("start-timecode")
    # How the cut's timecode is written is told by that of its clips alone.
    if cut.drop != counts_drop(source_timecode(shot.source, 0, cut.rate, cut.drop) for shot in shots):
        losses.add("drop-frame")
    if cut.markers:
        losses.add("markers")
    if cut.comments:
        losses.add("comments")
    for track in cut.tracks:
        if track.name and track.name != track.id:
            losses.add("track-names")
        if track.locked:
            losses.add("locked")
    if _others(cut.extras) or any(_others(shot.extras) or _others(shot.source.extras) for shot in cut.shots):
        losses.add("extras")
    at = 0
    for shot in shots:
        record = Span(at, at + shot_length(shot.source_span, shot.source.rate or cut.rate, cut.rate))
        at = record.end
        in_place = shot.record_span == record and shot.track in ("V1", "A1") and not (shot.reverse or shot.ramp)
        if not in_place or shot.speed * record.duration != shot.source_span.duration:
            losses.add("record-times", shot.id, shot.record_span)
    if at != cut.duration:
        losses.add("record-times")
    for shot in cut.shots:
        if not shot.enabled:
            losses.add("disabled", shot.id, shot.record_span)
            continue
        for effect in shot.effects:
            what = "transitions" if effect.kind != "other" else f"effects: {effect.name}" if effect.name else "effects"
            losses.add(what, shot.id, shot.record_span)
        if shot.source.available is not None or shot.source.start is not None:
            losses.add("handles", shot.id, shot.record_span)


def _others(extras: Any) -> bool:
    return any(key != "ALE" for key in extras)
