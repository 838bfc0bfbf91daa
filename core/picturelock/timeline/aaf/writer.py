"""A `Cut` as an .aaf file, as Avid Media Composer writes one: compositions, and the mobs that their clips point to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import aaf2

from picturelock import __version__
from picturelock.cut import Cut, Effect, Shot, ShotKind, Track
from picturelock.timeline.aaf.definitions import KINDS, VIDEO_DISSOLVE, Definitions, edit_rate, text
from picturelock.timeline.aaf.names import AUDIO_DISSOLVE, AUDIO_MIXDOWN, LEVEL, OURS, WIPE, WIPE_NUMBER
from picturelock.timeline.aaf.writing_events import add_markers
from picturelock.timeline.aaf.writing_mobs import Mobs
from picturelock.timeline.aaf.writing_motion import group_of, is_exact, is_moved, plan_of
from picturelock.timeline.aaf.writing_rows import Row
from picturelock.timeline.base import Findings, Losses
from picturelock.timeline.lanes import laid_out
from picturelock.timeline.untold import tell_comments, tell_start, tell_strays
from picturelock.times import Flicks, FrameRate, divide_nearest

_SAMPLES = FrameRate(48_000)
_ZERO, _ONE = Fraction(0), Fraction(1)
_CLOCK = 1
"""The slot of a composition's timecode."""


def write(cut: Cut, path: Path, losses: Losses) -> Findings:
    """As `TimelineFormat.write`."""
    file = aaf2.open(str(path), "w")
    try:
        definitions = Definitions(file)
        maker = file.header["IdentificationList"].value[0]
        maker["CompanyName"].value = maker["ProductName"].value = "Picturelock"
        maker["ProductVersionString"].value = __version__
        _Writer(definitions, Mobs(definitions, cut, losses), losses).composition(cut, "Usage_TopLevel")
        file.close()
    finally:
        file.f.close()
    return losses.findings


class _Writer:
    """Writes compositions."""

    def __init__(self, definitions: Definitions, mobs: Mobs, losses: Losses) -> None:
        self._definitions, self._mobs, self._losses = definitions, mobs, losses
        self._create = definitions.file.create
        self._nests: dict[int, tuple[Cut, Any, dict[str, int]]] = {}

    def composition(self, whole: Cut, usage: str) -> tuple[Any, dict[str, int]]:
        """A composition, and the number of the slot that each kind of track starts in."""
        cut = laid_out(whole)
        self._left_out(cut)
        mob = self._definitions.mob("CompositionMob", cut.name)
        mob.usage = usage
        if not cut.tracks:  # a nest is told by the slot that a clip points to
            cut = replace(cut, tracks=(Track("V1", "video"),))
        self._clock(mob, cut)
        nested = usage != "Usage_TopLevel"
        first: dict[str, int] = {}
        slots: dict[str, tuple[int, int]] = {}
        number = _CLOCK
        by_track: dict[str, list[Shot]] = defaultdict(list)
        for shot in cut.shots:
            by_track[shot.track].append(shot)
        for kind in ("video", "audio"):
            tracks = [track for track in cut.tracks if track.kind == kind]
            # A clip of a nest points to one slot, so that holds all its tracks of a kind.
            groups = [tracks] if nested and len(tracks) > 1 else [[track] for track in tracks]
            for place, group in enumerate(groups, start=1):
                number += 1
                first.setdefault(kind, number)
                slots |= {track.id: (number, layer) for layer, track in enumerate(group, start=place)}
                held = [_on(by_track[track.id], track.enabled) for track in group]
                self._slot(mob, cut, kind, number, place, held, text(group[0].name))
        add_markers(self._definitions, mob, cut, slots, _CLOCK, self._losses)
        self._mobs.add_comments(mob, _columns(cut))
        self._definitions.file.content.mobs.append(mob)
        return mob, first

    def _clock(self, mob: Any, cut: Cut) -> None:
        slot = mob.create_timeline_slot(edit_rate(cut.rate), _CLOCK)
        slot.name = "TC1"
        slot["PhysicalTrackNumber"].value = 1
        code = self._create.Timecode(cut.rate.nominal, cut.drop, max(1, cut.rate.ceil(cut.duration)))
        code.start = cut.rate.nearest(cut.start)
        slot.segment = code

    def _slot(
        self, mob: Any, cut: Cut, kind: ShotKind, number: int, place: int, held: list[list[Shot]], name: str
    ) -> None:
        """A slot of one track, or of several in a scope."""
        rate = self._edit_rate([shot for shots in held for shot in shots], kind, cut.rate)
        layers = [self._sequence(shots, cut, kind, rate, layer) for layer, shots in enumerate(held)]
        slot = mob.create_timeline_slot(edit_rate(rate), number)
        slot.name = name
        slot["PhysicalTrackNumber"].value = place
        if len(layers) == 1:
            slot.segment = layers[0]
            return
        length = max(layer.length for layer in layers)
        if kind == "audio":
            together = self._definitions.group(AUDIO_MIXDOWN, kind, length)
            together["InputSegments"].value = layers
        else:
            together = self._create.NestedScope(KINDS[kind], length)
            together.slots.value = layers
        slot.segment = together

    def _edit_rate(self, shots: Sequence[Shot], kind: ShotKind, rate: FrameRate) -> FrameRate:
        """The rate that a track counts in: samples, for sound that does not start on a frame."""
        times = [time for shot in shots for time in (shot.record_span.start, shot.record_span.end)]
        if kind == "video" or all(time % rate.frame == 0 for time in times):
            return rate
        return _SAMPLES

    def _sequence(self, shots: Sequence[Shot], cut: Cut, kind: ShotKind, rate: FrameRate, layer: int) -> Any:
        """A track: its shots, what is between them, and the transitions."""
        track = Row(shots, cut.duration, rate, self._losses)
        made = self._create.Sequence(media_kind=KINDS[kind])
        parts = []
        for shot, effect, length in track.parts():
            if effect is not None:
                parts.append(self._transition(effect, kind, length, rate))
            elif shot is not None:
                parts.append(self._switched(shot, self._item(shot, rate, length), length))
            elif layer:
                empty = self._create.ScopeReference(KINDS[kind], length)
                empty["RelativeScope"].value, empty["RelativeSlot"].value = 0, 1
                parts.append(empty)
            else:
                parts.append(self._create.Filler(KINDS[kind], length))
        made.components.value = parts
        made.length = rate.nearest(cut.duration)
        return made

    def _switched(self, shot: Shot, item: Any, length: int) -> Any:
        """A clip that is off is the other choice beside nothing."""
        if shot.enabled:
            return item
        made = self._create.Selector(KINDS[shot.kind], length)
        made["Selected"].value = self._create.Filler(KINDS[shot.kind], length)
        made["Alternates"].value = [item]
        return made

    def _item(self, shot: Shot, rate: FrameRate, length: int) -> Any:
        """A clip, or the change of speed that holds it."""
        unit = rate.frame
        clip = self._create.SourceClip(media_kind=KINDS[shot.kind])
        moved = is_moved(shot)
        if shot.nest is not None:
            zero = self._nest(shot, clip)
        else:
            pointer = self._mobs.pointer(shot, shot.source_span.start, 1 if moved else unit)
            clip.mob_id, clip.slot_id, zero = pointer.mob_id, pointer.slot, pointer.zero
        if not moved:
            clip.length = length
            clip.start = self._units(shot.source_span.start - zero, unit, shot)
            return clip
        plan = plan_of(shot, zero, unit)
        if not is_exact(plan):
            self._losses.add("fraction", shot.id, shot.record_span)
        clip.start, clip.length = plan.start, plan.length
        group: Any = group_of(self._definitions, shot, plan, length)
        group["InputSegments"].value = [clip]
        return group

    def _nest(self, shot: Shot, clip: Any) -> Flicks:
        """Point a clip to the composition of a nest; gives the time of its zero."""
        assert shot.nest is not None
        if id(shot.nest) not in self._nests:
            mob, first = self.composition(shot.nest, "Usage_LowerLevel")
            self._nests[id(shot.nest)] = shot.nest, mob, first
        _, mob, first = self._nests[id(shot.nest)]
        clip.mob_id, clip.slot_id = mob.mob_id, first.get(shot.kind) or next(iter(first.values()))
        if shot.name != shot.nest.name or shot.source.name != shot.nest.name:
            note = json.dumps({"name": shot.name})
            clip["UserComments"].value = [self._definitions.tag(OURS, note)]
        return 0

    def _transition(self, effect: Effect, kind: ShotKind, length: int, rate: FrameRate) -> Any:
        """A transition; `effect.handle` is the time up to its cut point."""
        operation = VIDEO_DISSOLVE if kind == "video" else AUDIO_DISSOLVE
        word, _, number = effect.name.partition(" ")
        wiped = kind == "video" and word == "wipe" and len(number) == 3 and number.isdecimal() and number.isascii()
        group = self._definitions.group(WIPE if wiped else operation, kind, length)
        level = self._definitions.varying(LEVEL, [(_ZERO, _ZERO), (_ONE, _ONE)])
        more = [self._definitions.constant(WIPE_NUMBER, int(number))] if wiped else []
        group["Parameters"].value = [level, *more]
        if not wiped and effect.name != "dissolve":
            self._losses.add("transition-kinds")
        made = self._create.Transition(KINDS[kind], length)
        made["OperationGroup"].value = group
        made.cutpoint = rate.nearest(effect.handle)
        return made

    def _units(self, time: Flicks, unit: Flicks, shot: Shot) -> int:
        if time % unit:
            self._losses.add("fraction", shot.id, shot.record_span)
        return divide_nearest(time, unit)

    def _left_out(self, cut: Cut) -> None:
        """What no AAF has a place for."""
        tell_start(cut, self._losses)
        tell_strays(cut, self._losses)
        tell_comments(cut, self._losses)
        if _others(cut.extras) or any(_others(shot.extras) or _others(shot.source.extras) for shot in cut.shots):
            self._losses.add("extras")
        for track in cut.tracks:
            if track.locked:
                self._losses.add("locked")
        for shot in cut.shots:
            for effect in shot.effects:
                if effect.kind == "other":
                    self._losses.add(f"effects: {effect.name}" if effect.name else "effects", shot.id, shot.record_span)


def _on(shots: list[Shot], enabled: bool) -> list[Shot]:
    """A track's shots, each switched off where the track is: AAF has no switch for tracks."""
    return shots if enabled else [replace(shot, enabled=False) for shot in shots]


def _others(extras: Any) -> bool:
    return any(key != "AAF" for key in extras)


def _columns(cut: Cut) -> dict[str, str | int]:
    """The composition's own columns."""
    kept = cut.extras.get("AAF")
    found = kept.get("UserComments") if isinstance(kept, dict) else None
    columns: dict[str, str | int] = dict(found) if isinstance(found, dict) else {}
    if cut.comments:
        columns["Comments"] = "\n".join(cut.comments)
    return columns
