"""From the segments of an AAF composition to shots, in one pass with running offsets.

    units   |-- A ---------[T]          A transition takes its length from both sides: each lasts to its far end, and the
                       [T]------ B --|  edit is at its cut point. Beside a filler it is a fade from or to nothing.

A clip of another sequence stays closed (`Shot.nest`), as do the layers of an effect; a subclip, and a clip that has its own
speed, is a clip of its source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from picturelock.cut import Cut, Effect, Marker, Shot, ShotKind, Source, Track
from picturelock.cutmap import trim
from picturelock.timeline.aaf.compound import BadFile
from picturelock.timeline.aaf.mobs import Catalogue, Mob, Slot, noted, video_rate
from picturelock.timeline.aaf.motion import motion_of, moved
from picturelock.timeline.aaf.names import AUDIO_GAIN, AUDIO_PAN, MOTION, OURS, SUBMASTER, Kind, Pid
from picturelock.timeline.aaf.nests import LETTERS, Nests, mob_of, on_layer
from picturelock.timeline.aaf.objects import Node
from picturelock.timeline.aaf.segments import (
    MAX_LEVELS,
    Frame,
    cut_point,
    is_mixed,
    is_sequence,
    is_unity,
    layers,
    length_of,
    with_transitions,
)
from picturelock.timeline.aaf.sources import Sources, with_note
from picturelock.timeline.aaf.transitions import joined
from picturelock.timeline.flatten import in_order
from picturelock.times import Flicks, FrameRate, Span

_GAPS = (Kind.FILLER, Kind.SCOPE_REFERENCE)


@dataclass(slots=True)
class Laid:
    """A composition that was walked."""

    cut: Cut
    tracks: dict[int, list[str]] = field(default_factory=dict)
    """The tracks that each slot became."""


class Walker:
    """Walks compositions; `place` is where it is, for errors."""

    def __init__(self, catalogue: Catalogue, markers: Callable[[Mob, Laid], tuple[Marker, ...]]) -> None:
        """markers: finds those of a composition that was walked."""
        self.place = ""
        self.missing: list[str] = []
        """Shots whose clip the file does not hold; their names, or "" ."""
        self.curves: list[str] = []
        """Names of shots whose speed changes along a curve that was followed in straight lines."""
        self._catalogue = catalogue
        self._operations = catalogue.operations
        self._nests = Nests()
        self._markers = markers
        self._sources = Sources(catalogue)
        self._open: set[str] = set()
        self._heard: set[str] = set()
        self._made: dict[tuple[str, int, bool], Cut] = {}
        self._level = 0

    def composition(self, mob: Mob, slots: Iterable[Slot], rate: FrameRate | None) -> Laid | None:
        """The cut that some of a composition's slots are; None where nothing says its rate."""
        chosen = list(slots)
        stamps = mob.stamps()
        own = next((found for slot in chosen if (found := video_rate(slot.rate)) is not None), None)
        rate = own or (stamps[0].rate if stamps else None) or rate
        if rate is None:
            return None
        self._nests.rate = self._nests.rate or rate
        shots: list[Shot] = []
        tracks: list[Track] = []
        duration = 0
        numbers = Counter[str]()
        laid: dict[int, list[str]] = {}
        heard, self._heard = self._heard, set()
        for slot in sorted(chosen, key=lambda slot: slot.kind == "video"):  # what is heard decides what nests hold
            kind: ShotKind = slot.kind or "video"
            frame = Frame(slot.rate, kind)
            for segment in layers(slot.segment):
                numbers[kind] += 1
                name = f"{LETTERS[kind]}{numbers[kind]}"
                placed, end = self._track(segment, frame, name)
                shots += placed
                duration = max(duration, end)
                tracks.append(Track(name, kind, slot.name))
                laid.setdefault(slot.id, []).append(name)
        self._heard = heard
        cut = Cut(
            mob.name,
            rate,
            in_order(shots),
            stamps[0].start if stamps else 0,
            drop=bool(stamps) and stamps[0].drop and rate.drop_labels > 0,
            duration=duration,
            tracks=tuple(sorted(tracks, key=lambda track: track.kind != "video")),
            comments=_lines(mob),
        )
        whole = Laid(cut, laid)
        whole.cut = replace(cut, markers=self._markers(mob, whole))
        return whole

    def _track(self, segment: Node, frame: Frame, name: str) -> tuple[list[Shot], Flicks]:
        """The shots of one track, and its length."""
        shots: list[Shot] = []
        came: Node | None = None
        before = False
        at = 0
        for node, after in with_transitions(segment):
            length = length_of(node)
            start = at - (length_of(came) if came is not None else 0)
            first = start + (cut_point(came) if came is not None else 0)
            at = start + length
            last = max(first, at - (length_of(after) - cut_point(after) if after is not None else 0))
            self.place = f"clip {len(shots) + 1} of track {name}"
            shot = self._item(node, frame, length)
            if came is not None and before:
                shots[-1] = joined(shots[-1], "transition-out", came, self._operations, frame, alone=shot is None)
            if shot is not None and last > first:
                visible = Span(frame.time(first), frame.time(last))
                begin = frame.time(start)
                inside = visible.shift(-begin)
                shot = shot if shot.record_span == inside else trim(shot, inside)
                shot = replace(shot, id=f"{name}:{len(shots) + 1}", track=name, record_span=visible)
                if came is not None:
                    shot = joined(shot, "transition-in", came, self._operations, frame, alone=not before)
                shots.append(shot)
                before = True
            else:
                before = False
            came = after
        return shots, frame.time(at)

    def _item(self, node: Node, frame: Frame, length: int) -> Shot | None:
        """What a segment shows over its length, from record time 0 on; None for nothing."""
        self._level += 1
        if self._level > MAX_LEVELS:
            raise BadFile(f"nests segments more than {MAX_LEVELS} levels deep; no editing system writes that")
        try:
            return self._shown(node, frame, length)
        finally:
            self._level -= 1

    def _shown(self, node: Node, frame: Frame, length: int) -> Shot | None:
        if node.kind == Kind.SOURCE_CLIP:
            return self._clip(node, frame, length)
        if node.kind == Kind.OPERATION_GROUP and not is_mixed(node):
            return self._operation(node, frame, length)
        if node.kind == Kind.SELECTOR:
            chosen = node.one(Pid.SELECTED)
            if chosen is not None and chosen.kind not in _GAPS:
                return self._item(chosen, frame, length)
            # Nothing is selected: so Avid switches a clip off.
            shots = (self._item(other, frame, length) for other in node.many(Pid.ALTERNATES))
            shot = next((one for one in shots if one is not None), None)
            return replace(shot, enabled=False) if shot is not None else None
        if node.kind == Kind.ESSENCE_GROUP:
            choice = next(node.many(Pid.CHOICES), None)
            return self._item(choice, frame, length) if choice is not None else None
        if node.kind == Kind.PULLDOWN:
            held = node.one(Pid.PULLDOWN_INPUT)
            return self._item(held, frame, length) if held is not None else None
        if is_sequence(node):
            return self._nest_of(list(layers(node)), frame, length, "")
        return None

    def _clip(self, node: Node, frame: Frame, length: int) -> Shot | None:
        mob_id, slot_id = node.mob_id(Pid.SOURCE_ID), node.integer(Pid.SOURCE_SLOT) or 0
        at = frame.time(node.integer(Pid.START_TIME) or 0)
        record = Span(0, frame.time(length))
        mob = self._catalogue.get(mob_id)
        if mob is not None and mob.kind == Kind.COMPOSITION_MOB:
            shot = self._sequence(mob, slot_id, frame, Span(at, at + record.duration))
        else:
            clip = self._sources.clip(mob_id, slot_id, at)
            if clip.missing:
                self.missing.append(self.place)
            extras = {"AAF": {"SourceTrack": clip.channel}} if clip.channel else {}
            shown = Span(clip.time, clip.time + record.duration)
            shot = Shot(
                "", "", frame.kind, clip.name or clip.source.name, clip.source, shown, record, comments=clip.comments,
                cdl=clip.cdl, extras=extras,
            )  # fmt: skip
        note = noted(node.tags(Pid.COMPONENT_COMMENTS).get(OURS)) if Pid.COMPONENT_COMMENTS in node else {}
        if shot is not None and isinstance(note.get("name"), str):
            shot = replace(shot, name=note["name"], source=with_note(shot.source, note))
        return shot

    def _sequence(self, mob: Mob, slot_id: int, frame: Frame, window: Span) -> Shot | None:
        """A clip of another composition: a subclip or a clip with its own speed is one of its source, else it is a nest."""
        slot = mob.slots.get(slot_id)
        record = Span(0, window.duration)
        if frame.kind == "audio":
            self._heard.add(mob.id)
        if mob.id in self._open:
            raise BadFile(f"holds a sequence {mob.name!r:.80} that contains itself")
        if slot is None or slot.kind is None:
            self.missing.append(self.place)
            return Shot("", "", frame.kind, mob.name, Source(mob.name), window, record)
        self._open.add(mob.id)
        try:
            if mob.usage in ("sub", "adjusted") or not is_sequence(slot.segment):
                inner = self._item(slot.segment, Frame(slot.rate, frame.kind), length_of(slot.segment))
                if inner is None:
                    return None
                part = inner if inner.record_span == window else trim(inner, window)
                name = mob.name if mob.usage == "sub" and mob.name else part.name
                return replace(part, record_span=record, name=name, comments=_lines(mob) or part.comments)
            sound = frame.kind == "video" and mob.id not in self._heard
            cut = self._nested(mob, slot, sound)
        finally:
            self._open.discard(mob.id)
        return Shot("", "", frame.kind, mob.name, Source(mob.name), window, record, nest=cut)

    def _nested(self, mob: Mob, slot: Slot, sound: bool) -> Cut:
        """The cut that a slot of a composition shows, with the sound beside it where nothing else plays that."""
        key = mob.id, slot.id, sound
        if key not in self._made:
            beside = [one for one in mob.slots.values() if sound and one.kind == "audio"]
            place = self.place
            stamp = next(iter(mob.stamps()), None)
            rate = video_rate(slot.rate) or (stamp.rate if stamp is not None else self._nests.rate)
            laid = self.composition(mob, [slot, *beside], rate)
            self.place = place
            if laid is None:
                raise BadFile(f"holds a sequence {mob.name!r:.80} whose frame rate nothing says")
            self._made[key] = self._nests.sized(laid.cut)
        return self._made[key]

    def _operation(self, node: Node, frame: Frame, length: int) -> Shot | None:
        """An effect: a change of speed, or something else over what it is given."""
        operation = node.auid(Pid.OPERATION)
        name = self._operations.get(operation, "")
        inputs = list(node.many(Pid.INPUTS))
        if operation == MOTION and inputs:
            return self._moved(node, inputs[0], frame, length)
        shot = self._nest_of(inputs, frame, length, name, keyed=operation != SUBMASTER)
        if shot is None or operation in (AUDIO_PAN, SUBMASTER) or (operation == AUDIO_GAIN and is_unity(node)):
            return shot
        if shot.nest is not None and not shot.id and shot.name == name:
            return shot
        return replace(shot, effects=(*shot.effects, Effect("other", name)))

    def _moved(self, group: Node, held: Node, frame: Frame, length: int) -> Shot | None:
        """An input at the speed that its effect gives it."""
        shot = self._item(held, frame, max(1, length_of(held)))
        if shot is None:
            return None
        if shot.speed != 1 or shot.reverse or shot.ramp:
            shot = self._nests.around([shot], frame, shot.record_span.duration, shot.name)
        motion = motion_of(group, self._catalogue.parameters, length)
        full = replace(shot, record_span=Span(0, frame.time(length)))
        found = moved(full, motion, shot.source_span.start, frame.rate)
        if not motion.exact:
            self.curves.append(shot.name)
        return found

    def _nest_of(
        self, segments: Sequence[Node], frame: Frame, length: int, name: str, *, keyed: bool = False
    ) -> Shot | None:
        """Segments on top of each other as one shot: a nest, or the only clip that fills it.

        keyed: one that shows the source of an earlier one is its matte, not a picture.
        """
        place, whole = self.place, frame.time(length)
        held: list[list[Shot]] = []
        for number, segment in enumerate(segments, start=1):
            shots, _ = self._track(segment, frame, f"{LETTERS[frame.kind]}{number}")
            known = {mob_of(one[0]) for one in held}
            if shots and not (keyed and len(shots) == 1 and mob_of(shots[0]) in known):
                held.append(shots)
        self.place = place
        if not held:
            return None
        if len(held) == 1 and len(held[0]) == 1 and held[0][0].record_span == Span(0, whole):
            return replace(held[0][0], id="", track="")
        flat = [on_layer(shot, number) for number, shots in enumerate(held, start=1) for shot in shots]
        return self._nests.around(flat, frame, whole, name or flat[0].name)


def _lines(mob: Mob) -> tuple[str, ...]:
    found = mob.comments.get("Comments")
    return tuple(line for line in str(found).splitlines() if line.strip()) if found else ()
