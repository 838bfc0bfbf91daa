"""Shots as OpenTimelineIO's clips: their range, speed, media and what is noted of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from picturelock.cut import Cdl, Cut, Shot, Source
from picturelock.timeline.base import Losses
from picturelock.timeline.otio.notes import OURS, SELF
from picturelock.timeline.otio.speeds import resolve_keyframes
from picturelock.timeline.otio.time import range_json, scalar, scaled
from picturelock.timeline.references import clean, found_reference, is_sequence, local_form, media_name
from picturelock.times import FrameRate, Span

_MEDIA = "DEFAULT_MEDIA"
_PATTERN = re.compile(r"(.*)%0(\d{1,2})d([^%]*)", re.DOTALL)

Node = dict[str, Any]


class Clips:
    """Writes clips, and what nests have in common with them."""

    def __init__(self, resolve: bool, bundled: Mapping[Path, str] | None, losses: Losses, rate: FrameRate) -> None:
        """bundled: the references of the files in a bundle, or None for a file that leaves media where they are."""
        self._resolve = resolve
        self._bundled = bundled
        self._losses = losses
        self._rate = rate

    def clip(self, shot: Shot) -> Node:
        """A shot of a source as a Clip.2."""
        return {
            **self.item("Clip.2", shot),
            "media_references": {_MEDIA: self._media(shot)},
            "active_media_reference_key": _MEDIA,
        }

    def item(self, schema: str, shot: Shot) -> Node:
        """What a clip and a nest have in common; a nest's children and anybody's markers are not in it."""
        effects, noted = self._effects(shot)
        plain, shown = _plain_range(shot), shot.source_span
        if not shot.ramp and plain != shown:
            noted["source"] = [shown.start, shown.end]
        if shot.nest is not None and (nest := _nest_notes(shot, shot.nest, self._rate)):
            noted["nest"] = nest
        start_rate = _start_rate(plain.start, shot.source.rate if shot.nest is None else None, self._rate)
        return {
            "OTIO_SCHEMA": schema,
            "metadata": merged(_shot_notes(shot), {OURS: noted} if noted else {}),
            "name": shot.name,
            "source_range": range_json(
                Span(plain.start, plain.start + shot.record_span.duration), start_rate, self._rate
            ),
            "effects": effects,
            "markers": [],
            "enabled": shot.enabled,
        }

    def _effects(self, shot: Shot) -> tuple[list[Node], Node]:
        """Speeds and other effects, and what is to be noted beside them."""
        noted: Node = {}
        made: list[Node] = []
        keyframes = resolve_keyframes(shot) if self._resolve else None
        if shot.ramp:
            noted["ramp"] = [[knot.record, knot.source] for knot in shot.ramp]
        if keyframes is not None:
            made.append(_resolve_ramp(keyframes, float(shot.speed)))
        elif shot.ramp:
            self._losses.add("ramps", shot.id, shot.record_span)
        if keyframes is None and (shot.speed != 1 or shot.reverse):
            made.append(_warp(shot))
            exact = scalar(made[-1]["time_scalar"])
            if abs(exact) != shot.speed and not shot.ramp:
                noted["speed"] = f"{shot.speed.numerator}/{shot.speed.denominator}"
        return [*made, *_others(shot)], noted

    def _media(self, shot: Shot) -> Node:
        source = shot.source
        noted, available = self._available(shot)
        url = self._url(source)
        metadata = merged(source.extras)
        made: Node = {"OTIO_SCHEMA": "MissingReference.1", "metadata": metadata, "name": source.name}
        made |= {"available_range": available, "available_image_bounds": None}
        said = source.name
        if source.generated:
            made |= {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": source.name, "parameters": {}}
        elif (sequence := _sequence(source, url)) is not None:
            made |= sequence
            said = media_name(url)
        elif url:
            made |= {"OTIO_SCHEMA": "ExternalReference.1", "target_url": url}
            said = media_name(url) or source.name
            if url != source.url and url == local_form(source.url):
                noted["url"] = source.url
        elif (elsewhere := found_reference(source)) and self._bundled is not None:
            metadata["original_target_url"] = elsewhere
            metadata["missing_reference_because"] = "not found when the bundle was made"
        if said != source.name:
            noted["name"] = source.name
        if noted:
            metadata[OURS] = noted
        return made

    def _url(self, source: Source) -> str:
        """Where the media is, as this kind of file says it."""
        if self._bundled is not None:
            return self._bundled.get(source.path, "") if source.path is not None else ""
        url = found_reference(source)
        if url != source.url and not self._resolve and not is_sequence(media_name(url)):
            url = _file_url(Path(url))  # the pattern of a sequence would lose its percent sign
        return local_form(url) or url if self._resolve else url

    def _available(self, shot: Shot) -> tuple[Node, Node | None]:
        """What is to be noted of the media's time, and its range."""
        source = shot.source
        noted: Node = {}
        available = source.available
        if available is None and self._resolve and not source.generated:
            available = shot.source_span if shot.source_span.duration else Span(
                shot.source_span.start, shot.source_span.start + shot.record_span.duration
            )  # fmt: skip
            noted["available"] = "unknown"
            self._losses.add("handles", shot.id, shot.record_span)
        if source.start != (available.start if available is not None else None):
            noted["start"] = source.start
        if source.drop is not None:
            noted["drop"] = source.drop
        if source.rate is None and available is not None:
            noted["rate"] = ""
        elif source.rate is not None and available is None:
            noted["rate"] = str(source.rate)
        if available is None:
            return noted, None
        rate = source.rate or self._rate
        return noted, range_json(available, rate, rate)


def merged(*parts: Mapping[str, Any]) -> Node:
    """Metadata of several origins; a later one adds to an earlier one of the same name. Ours alone is never carried over."""
    whole: Node = {}
    for part in parts:
        for key, value in part.items():
            if key in (SELF, OURS) and part is parts[0]:
                continue
            known = whole.get(key)
            both = isinstance(known, Mapping) and isinstance(value, Mapping)
            whole[key] = {**known, **value} if both and known is not None else value
    return whole


def _shot_notes(shot: Shot) -> Node:
    event: Node = {
        **({"reel": shot.source.reel} if shot.source.reel else {}),
        **({"comments": list(shot.comments)} if shot.comments else {}),
    }
    return merged(
        shot.extras,
        {"cmx_3600": event} if event else {},
        {"Resolve_OTIO": {"Reel Name": shot.source.reel}} if shot.source.reel else {},
        {"cdl": _cdl(shot.cdl)} if shot.cdl is not None else {},
    )


def _nest_notes(shot: Shot, nest: Cut, rate: FrameRate) -> Node:
    """What of a nested cut a stack cannot say."""
    return {
        **({"name": nest.name} if nest.name != shot.name else {}),
        **({"rate": str(nest.rate)} if nest.rate != rate else {}),
        **({"start": nest.start} if nest.start else {}),
        **({"drop": True} if nest.drop else {}),
        **({"comments": list(nest.comments)} if nest.comments else {}),
    }


def _cdl(cdl: Cdl) -> Node:
    sop = {"slope": list(cdl.slope), "offset": list(cdl.offset), "power": list(cdl.power)}
    return {"asc_sop": sop, "asc_sat": cdl.saturation}


def _plain_range(shot: Shot) -> Span:
    """The source span that a reader takes from start, duration and speed alone."""
    start = shot.source_span.start
    if shot.ramp:
        start = min(shot.ramp[0].source, shot.ramp[-1].source)
    return Span(start, start + scaled(shot.record_span.duration, shot.speed))


def _start_rate(start: int, source_rate: FrameRate | None, rate: FrameRate) -> FrameRate:
    """The rate at which a start is counted: the media's, unless only the timeline's has a frame there."""
    if source_rate is None or (start % source_rate.frame and start % rate.frame == 0):
        return rate
    return source_rate


def _warp(shot: Shot) -> Node:
    freeze = shot.speed == 0
    return {
        "OTIO_SCHEMA": "FreezeFrame.1" if freeze else "LinearTimeWarp.1",
        "metadata": {},
        "name": "",
        "effect_name": "FreezeFrame" if freeze else "LinearTimeWarp",
        "enabled": True,
        "time_scalar": -float(shot.speed) if shot.reverse else float(shot.speed),
    }


def _resolve_ramp(keyframes: list[list[Any]], ratio: float) -> Node:
    return {
        "OTIO_SCHEMA": "TimeEffect.1",
        "metadata": {"Resolve_OTIO": {"Key Frames": keyframes, "Speed Ratio": ratio}},
        "name": "",
        "effect_name": "",
        "enabled": True,
    }


def _others(shot: Shot) -> list[Node]:
    """The effects that are no speed, with the settings that the file had for them."""
    own = shot.extras.get(SELF)
    raw = own.get("effects") if isinstance(own, Mapping) else None
    waiting = [effect.name for effect in shot.effects if effect.kind == "other"]
    made: list[Node] = []
    for effect in raw if isinstance(raw, list) else ():
        name = clean(effect["effect_name"] or effect["name"])
        if effect["enabled"] and name not in waiting:
            continue
        if effect["enabled"]:
            waiting.remove(name)
        made.append({"OTIO_SCHEMA": effect["schema"], **{key: effect[key] for key in effect if key != "schema"}})
    for name in waiting:
        made.append({"OTIO_SCHEMA": "Effect.1", "metadata": {}, "name": name, "effect_name": name, "enabled": True})
    return made


def _sequence(source: Source, url: str) -> Node | None:
    """An image sequence whose counting an .otio file said."""
    own = source.extras.get(SELF)
    if not isinstance(own, Mapping) or not isinstance(own.get("start_frame"), int):
        return None
    folder = max(url.rfind("/"), url.rfind("\\")) + 1
    found = _PATTERN.fullmatch(url[folder:])
    if found is None:
        return None
    return {
        "OTIO_SCHEMA": "ImageSequenceReference.1",
        "target_url_base": url[:folder],
        "name_prefix": found[1],
        "name_suffix": found[3],
        "start_frame": own["start_frame"],
        "frame_step": own.get("frame_step", 1),
        "rate": own.get("rate", 1.0),
        "frame_zero_padding": int(found[2]),
        "missing_frame_policy": "error",
    }


def _file_url(path: Path) -> str:
    return path.as_uri() if path.is_absolute() else path.as_posix()
