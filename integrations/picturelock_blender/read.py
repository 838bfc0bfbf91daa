"""The sequencer as a cut: what is in it, whoever put it there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import bpy
from picturelock.cut import Cut, Effect, Shot, ShotKind, Source, Track
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.timeline.base import Losses
from picturelock.timeline.flatten import in_order
from picturelock.times import FrameRate, Span, nearest

from picturelock_blender.channels import track_of
from picturelock_blender.clock import Clock, clock_of
from picturelock_blender.media import path_of
from picturelock_blender.notes import note_of, noted_cut, noted_shot, whole
from picturelock_blender.sequencer import strips
from picturelock_blender.shown import frames_of, plays_at, same_shot, shot_of_frames

CAPTIONS = "captions"
"""The key under which a text strip of ours notes which captions it belongs to."""
_PICTURES = frozenset({"MOVIE", "IMAGE", "META", "COLOR", "SCENE", "TEXT", "MOVIECLIP", "MASK"})
_CROSSES = frozenset({"CROSS", "GAMMA_CROSS", "WIPE"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sequencer holds."""

    cut: Cut
    findings: tuple[Finding, ...]
    strips: dict[str, str]
    """The strip of each shot by `Shot.id`, by its name; those inside meta strips are not in it."""


def read(scene: Any) -> Reading:
    """The cut in a scene's sequencer. Raises InputError if there is none, or at a frame rate that no film has."""
    file, editor = bpy.data.filepath or "Blender", scene.sequence_editor
    if editor is None or not len(strips(editor)):
        raise InputError("has no strips in the sequencer of this scene.", file=file, place=scene.name)
    try:
        clock = clock_of(scene)
    except ValueError as error:
        raise InputError(f"{error}.", file=file, place=scene.name) from error
    losses = Losses("Picturelock", {})
    layer = _Layer(editor, clock, losses)
    noted = noted_cut(scene)
    base = noted if noted is not None and noted.rate == clock.rate else Cut(scene.name, clock.rate, ())
    cut = layer.cut(base)
    path = Path(bpy.data.filepath) if bpy.data.filepath else None
    return Reading(replace(cut, path=path), losses.findings, layer.named)


@dataclass(slots=True)
class _Found:
    """A strip that shows a source, where it stands in the cut, and how its shot begins and ends."""

    strip: Any
    start: int
    end: int
    lead: int = 0
    """Frames of the strip before the shot's own start: a transition shows them."""
    tail: int = 0
    effects: list[Effect] = field(default_factory=list)
    channel: int = 0


class _Layer:
    """Reads the strips of a sequencer or of one meta strip."""

    def __init__(self, owner: Any, clock: Clock, losses: Losses) -> None:
        self._owner, self._clock, self._losses = owner, clock, losses
        self.named: dict[str, str] = {}
        every = [strip for strip in strips(owner) if not _aside(strip)]
        self._speeds = {
            strip.input_1.name: strip
            for strip in every
            # One that is muted alone does nothing: its input is seen as it is.
            if strip.type == "SPEED" and strip.input_1 and (strip.input_1.mute or not strip.mute)
        }
        self._found = {
            strip.name: _Found(strip, strip.frame_final_start, strip.frame_final_end, channel=strip.channel)
            for strip in every
            if (strip.type in _PICTURES or strip.type == "SOUND") and not note_of(strip).get("black")
        }
        for strip in every:
            if strip.type in _CROSSES:
                self._cross(strip)
            elif strip.type not in _PICTURES | {"SOUND", "SPEED"}:
                self._losses.add(f"effects: {strip.type.lower()}")

    def cut(self, base: Cut) -> Cut:
        """The cut, with the name, the tracks and the start of another."""
        by_track: dict[str, list[_Found]] = defaultdict(list)
        kinds: dict[str, ShotKind] = {}
        for label, kind, its in self._tracks():
            by_track[label] += its
            kinds[label] = kind
        shots: list[Shot] = []
        for track, its in by_track.items():
            for number, found in enumerate(sorted(its, key=lambda one: one.start), start=1):
                shot = self._shot(found, f"{track}:{number}", track, kinds[track])
                shots.append(shot)
                self.named[shot.id] = found.strip.name
        ordered = in_order(shots)
        end = max((shot.record_span.end for shot in ordered), default=0)
        names = {track.id: track for track in base.tracks}
        ids = sorted({*kinds, *names}, key=lambda name: (name[0] != "V", int(name[1:] or 0)))
        tracks = tuple(self._track(names.get(name) or Track(name, kinds[name])) for name in ids)
        return replace(base, shots=ordered, tracks=tracks, duration=max(end, base.duration))

    def _track(self, track: Track) -> Track:
        for channel in self._owner.channels:
            if track_of(channel.name) == track.id:
                return replace(track, enabled=not channel.mute, locked=channel.lock)
        return track

    def _tracks(self) -> list[tuple[str, ShotKind, list[_Found]]]:
        """Strips by track: those of our channels as these are named, any other channel as the next track of its kind."""
        groups: dict[tuple[ShotKind, str, int], list[_Found]] = defaultdict(list)
        for found in self._found.values():
            kind: ShotKind = "audio" if found.strip.type == "SOUND" else "video"
            label = track_of(self._owner.channels[found.channel].name)
            label = label if label[:1] == ("A" if kind == "audio" else "V") else ""
            groups[kind, label, 0 if label else found.channel].append(found)
        used = {label for _, label, _ in groups if label}
        made = []
        for (kind, label, _), its in sorted(groups.items(), key=lambda one: one[0]):
            if not label:
                letter, number = "A" if kind == "audio" else "V", 1
                while f"{letter}{number}" in used:
                    number += 1
                label = f"{letter}{number}"
                used.add(label)
            made.append((label, kind, its))
        return made

    def _cross(self, cross: Any) -> None:
        """A transition: where the two shots meet, and what of each is seen beyond that."""
        start, end, rate = cross.frame_final_start, cross.frame_final_end, self._clock.rate
        noted = note_of(cross)
        name = str(noted.get("transition") or ("wipe" if cross.type == "WIPE" else "dissolve"))[:60]
        before, after = (self._found.get(_root(one)) for one in (cross.input_1, cross.input_2))
        if before is not None and after is not None:
            edit = whole(noted, "edit")
            edit = start + (edit if edit is not None and 0 <= edit <= end - start else (end - start) // 2)
            before.tail, before.end = before.end - edit, edit
            after.lead, after.start = edit - after.start, edit
            after.channel = before.channel
            before.effects.append(Effect("transition-out", name, rate.time_of(end - edit)))
            after.effects.insert(0, Effect("transition-in", name, rate.time_of(edit - start)))
        elif before is not None:
            before.effects.append(Effect("transition-out", name, 0, rate.time_of(end - start)))
        elif after is not None:
            after.effects.insert(0, Effect("transition-in", name, 0, rate.time_of(end - start)))

    def _shot(self, found: _Found, shot_id: str, track: str, kind: ShotKind) -> Shot:
        strip, noted = found.strip, noted_shot(found.strip)
        record = self._clock.span(found.start, found.end)
        if noted is not None and self._clock.frames(noted.record_span) == (found.start, found.end):
            record = noted.record_span  # it may lie between two frames, where Blender cannot put a strip
        shot = (
            self._sound(strip, found, record, noted) if kind == "audio" else self._picture(strip, found, record, noted)
        )
        nest = self._nest(strip) if strip.type == "META" else None
        if shot.source.path is None and strip.type in ("MOVIE", "SOUND", "IMAGE") and path_of(strip).is_file():
            shot = replace(shot, source=replace(shot.source, path=path_of(strip)))
        effects = (*found.effects, *(one for one in shot.effects if one.kind == "other"))
        source = replace(shot.source, name=nest.name) if nest is not None else shot.source
        effect = self._speeds.get(strip.name)
        muted = bool(strip.mute) and (effect is None or bool(effect.mute))
        return replace(
            shot, id=shot_id, track=track, kind=kind, source=source, effects=effects, enabled=not muted, nest=nest
        )

    def _picture(self, strip: Any, found: _Found, record: Span, noted: Shot | None) -> Shot:
        rate = self._clock.rate
        frames = frames_of(strip, self._speeds)
        frames = frames[found.lead : len(frames) - found.tail] or [0]
        still = strip.type not in ("MOVIE", "META")
        if noted is not None and _same_media(strip, noted.source):
            same = same_shot(noted, frames, record, rate) if not still else _stretched(noted, record)
            if same is not None:
                return same
        shot = Shot("", "", "video", strip.name, _source(strip, rate, noted), Span(0, 0), record)
        if noted is not None and _same_media(strip, noted.source):
            shot = replace(noted, record_span=record)
        if still:
            return replace(shot, source_span=Span(0, record.duration))
        if len(getattr(strip, "retiming_keys", ())) > 2:
            self._losses.add("ramps", strip.name, record)
        pace = plays_at(strip, rate) if strip.type == "MOVIE" else Fraction(1)
        if pace != 1:
            frames = [int(frame * pace // 1) for frame in frames]
        effect = self._speeds.get(strip.name)
        factor = effect.speed_factor if effect is not None and effect.speed_control == "MULTIPLY" else None
        reverse = getattr(strip, "use_reverse_frames", False)
        return shot_of_frames(shot, frames, rate, factor if pace == 1 and not reverse and not found.lead else None)

    def _sound(self, strip: Any, found: _Found, record: Span, noted: Shot | None) -> Shot:
        rate = self._clock.rate
        if noted is not None and noted.speed != 1 and noted.record_span.duration == record.duration:
            return replace(noted, record_span=record)  # Blender does not say how fast it plays a sound
        source = _source(strip, rate, noted)
        start = (source.start or 0) + rate.time_of(round(found.start - strip.frame_start))
        if noted is not None and noted.speed == 1 and abs(start - noted.source_span.start) < rate.frame:
            if noted.record_span == record:
                return noted
            start = noted.source_span.start  # between two frames, where Blender cannot put it
        if len(getattr(strip, "retiming_keys", ())) > 1:
            self._losses.add("speeds", strip.name, record)
        span = Span(start, start + record.duration)
        return Shot("", "", "audio", noted.name if noted else strip.name, source, span, record)

    def _nest(self, meta: Any) -> Cut:
        filler = [one for one in strips(meta) if note_of(one).get("filler")]
        inside = strips(meta)
        first = min((one.frame_final_start for one in (filler or inside)), default=int(meta.frame_start))
        layer = _Layer(meta, Clock(self._clock.rate, first), self._losses)
        noted = noted_cut(meta)
        base = noted if noted is not None and noted.rate == self._clock.rate else Cut(meta.name, self._clock.rate, ())
        return layer.cut(base)


def _aside(strip: Any) -> bool:
    """True for what Picturelock put there and is no part of the cut."""
    noted = note_of(strip)
    return bool(noted.get("filler") or noted.get(CAPTIONS))


def _root(strip: Any) -> str:
    """The strip that shows the source, below a speed effect."""
    while strip is not None and strip.type == "SPEED":
        strip = strip.input_1
    return strip.name if strip is not None else ""


def _source(strip: Any, rate: FrameRate, noted: Shot | None) -> Source:
    if noted is not None and _same_media(strip, noted.source):
        return noted.source
    if strip.type in ("META", "SCENE", "COLOR", "TEXT", "MASK", "MOVIECLIP"):
        names = {"COLOR": "Black" if strip.type == "COLOR" and not any(strip.color) else "Color"}
        return Source(names.get(strip.type, strip.name), generated=strip.type != "META")
    path = path_of(strip)
    fps = float(getattr(strip, "fps", 0.0) or 0.0)
    try:
        own = FrameRate.parse(fps) if fps else rate
    except ValueError:
        own = rate
    available = (
        Span(0, nearest(strip.frame_duration * plays_at(strip, rate)) * own.frame) if strip.type == "MOVIE" else None
    )
    return Source(path.name, path.stem, path if path.is_absolute() else None, str(path), 0, available, own)


def _same_media(strip: Any, source: Source) -> bool:
    """True where a strip still shows the source that it was built for."""
    if strip.type in ("META", "COLOR"):
        return bool((strip.type == "COLOR") == source.generated)
    if source.generated or strip.type not in ("MOVIE", "SOUND", "IMAGE"):
        return False
    path = path_of(strip)
    return (
        path == source.path
        if source.path is not None
        else path.name == Path(source.name).name or str(path) == source.url
    )


def _stretched(noted: Shot, record: Span) -> Shot:
    """A still or a colour, which has no frames of its own."""
    length = nearest(record.duration * noted.speed)
    return replace(
        noted, record_span=record, source_span=Span(noted.source_span.start, noted.source_span.start + length)
    )
