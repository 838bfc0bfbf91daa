"""The demo's cuts as OpenTimelineIO and as CMX 3600 EDL, written from plain data without either's library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import film
from cuts import Clip, Cut, Dissolve, Gap, Item, Nest, Placed, flat

_FPS = 24000 / 1001
_NAMES = {"V": "Video", "A": "Audio"}


def write_otio(cut: Cut, path: Path) -> None:
    """Source ranges in source timecode; media named relative to the file. A retimed clip's range has its record length."""
    tracks = [_track(name, items) for name, items in cut.tracks.items()]
    timeline = _item(
        "Timeline.1", cut.name, global_start_time=_time(film.RECORD_START), tracks=_stack("tracks", tracks)
    )
    path.write_text(json.dumps(timeline, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _track(name: str, items: tuple[Item, ...]) -> dict[str, Any]:
    kind = _NAMES[name[0]]
    return _composition("Track.1", f"{kind} {name[1:]}", [_child(item, kind) for item in items], kind=kind)


def _child(item: Item, kind: str) -> dict[str, Any]:
    if isinstance(item, Gap):
        return _item("Gap.1", "", source_range=_range(0, item.length), effects=[], markers=[], enabled=True)
    if isinstance(item, Dissolve):
        offsets = {"in_offset": _time(item.before), "out_offset": _time(item.after)}
        return _item("Transition.1", "Cross Dissolve", transition_type="SMPTE_Dissolve", **offsets)
    if isinstance(item, Nest):
        inner = _composition("Track.1", f"{kind} 1", [_child(clip, kind) for clip in item.clips], kind=kind)
        return _stack(item.name, [inner], _range(item.start, item.length))
    return clip_json(item)


def clip_json(clip: Clip) -> dict[str, Any]:
    """A clip as OpenTimelineIO has it, with its media."""
    source = film.sources()[clip.source]
    media = _item(
        "ExternalReference.1",
        source.file,
        target_url=f"../media/{source.file}",
        available_range=_range(source.start, source.frames),
        available_image_bounds=None,
    )
    warp = _item("LinearTimeWarp.1", "", effect_name="LinearTimeWarp", enabled=True, time_scalar=float(clip.speed))
    return _item(
        "Clip.2",
        source.name,
        metadata={"cmx_3600": {"reel": source.reel}},
        source_range=_range(source.start + clip.start, clip.length),
        media_references={"DEFAULT_MEDIA": media},
        active_media_reference_key="DEFAULT_MEDIA",
        effects=[warp] if clip.speed != 1 else [],
        markers=[],
        enabled=True,
    )


def _stack(name: str, tracks: list[dict[str, Any]], source_range: dict[str, Any] | None = None) -> dict[str, Any]:
    return _composition("Stack.1", name, tracks, source_range)


def _composition(
    schema: str, name: str, children: list[dict[str, Any]], source_range: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    parts: dict[str, Any] = {"source_range": source_range, "effects": [], "markers": [], "enabled": True}
    return _item(schema, name, **parts, children=children, **more)


def _item(schema: str, name: str, metadata: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"OTIO_SCHEMA": schema, "metadata": metadata or {}, "name": name, **more}


def _time(frames: int) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": _FPS, "value": float(frames)}


def _range(start: int, length: int) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": _time(start), "duration": _time(length)}


def write_edl(cut: Cut, path: Path) -> None:
    """The same cut as a list of events: nests opened, the upper picture track laid over the lower one."""
    lines = [f"TITLE: {cut.name}", "FCM: NON-DROP FRAME", ""]
    events = [*screen(cut), *flat(cut.tracks["A1"], "A"), *flat(cut.tracks["A2"], "A2")]
    dissolves = {at: item for at, item in edits(cut.tracks["V1"]) if isinstance(item, Dissolve)}
    events.sort(key=lambda event: (event.record, event.track != "V", event.track))
    last: Placed | None = None
    for number, event in enumerate(events, start=1):
        dissolve, next_dissolve = dissolves.get(event.record), dissolves.get(event.end)
        if event.track != "V":
            lines += _event(number, event, None, None)
            continue
        if next_dissolve:
            # in an EDL the outgoing event ends where the dissolve starts
            event = replace(event, clip=replace(event.clip, length=event.clip.length - next_dissolve.before))
        lines += _event(number, event, dissolve, last)
        last = event
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def edits(items: tuple[Item, ...]) -> Iterator[tuple[int, Item]]:
    """Each item of a track with its first record frame."""
    at = 0
    for item in items:
        yield at, item
        at += item.length


def screen(cut: Cut) -> list[Placed]:
    """What is seen: clips of V1 where nothing of V2 covers them, and V2; in order, on track "V"."""
    seen = [Placed("V", over.record, over.clip) for over in flat(cut.tracks["V2"], "V2")]
    covers = [(over.record, over.end) for over in seen]
    for shot in flat(cut.tracks["V1"], "V1"):
        at = shot.record
        for start, end in [cover for cover in covers if cover[0] < shot.end and cover[1] > shot.record] + [
            (shot.end, shot.end)
        ]:
            if start > at:
                skipped = at - shot.record
                part = replace(shot.clip, start=shot.clip.start + skipped * shot.clip.speed, length=start - at)
                seen.append(Placed("V", at, part))
            at = max(at, end)
    return sorted(seen, key=lambda placed: placed.record)


def _event(number: int, event: Placed, dissolve: Dissolve | None, last: Placed | None) -> list[str]:
    """One event; a dissolve starts before the edit, so the event takes its head from the one before it."""
    source, clip = film.sources()[event.clip.source], event.clip
    early = dissolve.before if dissolve else 0
    start, record = source.start + clip.start - early, event.record - early
    length = clip.length + early
    end = start + length if clip.speed == 1 else start + length * clip.speed
    lines = []
    if dissolve and last:
        tail = film.sources()[last.clip.source].start + last.clip.start + last.clip.length * last.clip.speed
        lines.append(_line(number, film.sources()[last.clip.source].reel, "V", "C    ", (tail, tail, record, record)))
    how = f"D {dissolve.before + dissolve.after:03}" if dissolve else "C    "
    lines.append(_line(number, source.reel, event.track, how, (start, end, record, record + length)))
    if clip.speed != 1:
        lines.append(f"M2   {source.reel:<9}    {clip.speed * film.NOMINAL:05.1f}                {film.label(start)}")
    if dissolve and last:
        lines.append(f"* FROM CLIP NAME: {film.sources()[last.clip.source].file}")
        return [*lines, f"* TO CLIP NAME: {source.file}"]
    return [*lines, f"* FROM CLIP NAME: {source.file}"]


def _line(number: int, reel: str, track: str, how: str, times: tuple[int, int, int, int]) -> str:
    source = f"{film.label(times[0])} {film.label(times[1])}"
    record = f"{film.label(times[2] + film.RECORD_START)} {film.label(times[3] + film.RECORD_START)}"
    return f"{number:03}  {reel:<8} {track:<5} {how:<5}    {source} {record}"
