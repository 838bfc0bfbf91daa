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
from fractions import Fraction

from picturelock.cut import Cut, Effect, Marker, Shot, ShotKind, Source, Track
from picturelock.cutmap import trim
from picturelock.timeline.aaf.compound import BadFile
from picturelock.timeline.aaf.mobs import Catalogue, Mob, Slot, noted, units_time, video_rate
from picturelock.timeline.aaf.motion import motion_of, moved
from picturelock.timeline.aaf.names import (
    AUDIO_GAIN,
    AUDIO_PAN,
    DISSOLVES,
    MOTION,
    OURS,
    SUBMASTER,
    WIPE,
    WIPE_NUMBER,
    Kind,
    Pid,
)  # fmt: skip
from picturelock.timeline.aaf.objects import Node
from picturelock.timeline.aaf.segments import (
    MAX_LEVELS,
    cut_point,
    is_mixed,
    is_sequence,
    is_unity,
    layers,
    length_of,
    with_transitions,
)
from picturelock.timeline.aaf.sources import Sources, with_note
from picturelock.timeline.flatten import in_order
from picturelock.times import Flicks, FrameRate, Span

MAX_SHOTS = 2_000_000
"""Of a cut with all its nests opened."""
_GAPS = (Kind.FILLER, Kind.SCOPE_REFERENCE)
_LETTERS: dict[ShotKind, str] = {"video": "V", "audio": "A"}


@dataclass(slots=True)
class Laid:
    """A composition that was walked."""

    cut: Cut
    tracks: dict[int, list[str]] = field(default_factory=dict)
    """The tracks that each slot became."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the segments of a slot have in common."""

    rate: Fraction
    kind: ShotKind

    def time(self, units: int) -> Flicks:
        return units_time(units, self.rate)


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
        self._markers = markers
        self._rate: FrameRate | None = None
        self._sources = Sources(catalogue)
        self._open: set[str] = set()
        self._heard: set[str] = set()
        self._made: dict[tuple[str, int, bool], Cut] = {}
        self._sizes: dict[int, int] = {}
        self._level = 0

    def composition(self, mob: Mob, slots: Iterable[Slot], rate: FrameRate | None) -> Laid | None:
        """The cut that some of a composition's slots are; None where nothing says its rate."""
        chosen = list(slots)
        stamps = mob.stamps()
        own = next((found for slot in chosen if (found := video_rate(slot.rate)) is not None), None)
        rate = rate or own or (stamps[0].rate if stamps else None)
        if rate is None:
            return None
        self._rate = self._rate or rate
        shots: list[Shot] = []
        tracks: list[Track] = []
        duration = 0
        numbers = Counter[str]()
        laid: dict[int, list[str]] = {}
        heard, self._heard = self._heard, set()
        for slot in sorted(chosen, key=lambda slot: slot.kind == "video"):  # what is heard decides what nests hold
            kind: ShotKind = slot.kind or "video"
            frame = _Frame(slot.rate, kind)
            for segment in layers(slot.segment):
                numbers[kind] += 1
                name = f"{_LETTERS[kind]}{numbers[kind]}"
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

    def _track(self, segment: Node, frame: _Frame, name: str) -> tuple[list[Shot], Flicks]:
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
                shots[-1] = self._joined(shots[-1], "transition-out", came, frame, alone=shot is None)
            if shot is not None and last > first:
                visible = Span(frame.time(first), frame.time(last))
                begin = frame.time(start)
                inside = visible.shift(-begin)
                shot = shot if shot.record_span == inside else trim(shot, inside)
                shot = replace(shot, id=f"{name}:{len(shots) + 1}", track=name, record_span=visible)
                if came is not None:
                    shot = self._joined(shot, "transition-in", came, frame, alone=not before)
                shots.append(shot)
                before = True
            else:
                before = False
            came = after
        return shots, frame.time(at)

    def _joined(self, shot: Shot, side: str, transition: Node, frame: _Frame, *, alone: bool) -> Shot:
        """The shot with a transition at one edge; alone: there is nothing on the other side."""
        head = frame.time(cut_point(transition))
        tail = frame.time(length_of(transition)) - head
        if side == "transition-out":
            effect = Effect("transition-out", self._transition(transition), tail, head if alone else 0)
        else:
            effect = Effect("transition-in", self._transition(transition), head, tail if alone else 0)
        return replace(shot, effects=(*shot.effects, effect))

    def _transition(self, transition: Node) -> str:
        """What people call it: "dissolve", "wipe 001", else as the file does."""
        group = transition.one(Pid.TRANSITION_OPERATION)
        operation = group.auid(Pid.OPERATION) if group is not None else ""
        name = self._catalogue.operations.get(operation, "")
        if operation in DISSOLVES or not name:
            return "dissolve"
        if operation == WIPE and group is not None:
            found = (one for one in group.many(Pid.PARAMETERS) if one.auid(Pid.PARAMETER_ID) == WIPE_NUMBER)
            number = next((one.value(Pid.CONSTANT) for one in found), None)
            if isinstance(number, int) and 0 <= number < 1000:
                return f"wipe {number:03}"
        return name

    def _item(self, node: Node, frame: _Frame, length: int) -> Shot | None:
        """What a segment shows over its length, from record time 0 on; None for nothing."""
        self._level += 1
        if self._level > MAX_LEVELS:
            raise BadFile(f"nests segments more than {MAX_LEVELS} levels deep; no editing system writes that")
        try:
            return self._shown(node, frame, length)
        finally:
            self._level -= 1

    def _shown(self, node: Node, frame: _Frame, length: int) -> Shot | None:
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

    def _clip(self, node: Node, frame: _Frame, length: int) -> Shot | None:
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

    def _sequence(self, mob: Mob, slot_id: int, frame: _Frame, window: Span) -> Shot | None:
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
                inner = self._item(slot.segment, _Frame(slot.rate, frame.kind), length_of(slot.segment))
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
            rate = video_rate(slot.rate) or (stamp.rate if stamp is not None else self._rate)
            laid = self.composition(mob, [slot, *beside], rate)
            self.place = place
            if laid is None:
                raise BadFile(f"holds a sequence {mob.name!r:.80} whose frame rate nothing says")
            self._made[key] = self._sized(laid.cut)
        return self._made[key]

    def _operation(self, node: Node, frame: _Frame, length: int) -> Shot | None:
        """An effect: a change of speed, or something else over what it is given."""
        operation = node.auid(Pid.OPERATION)
        name = self._catalogue.operations.get(operation, "")
        inputs = list(node.many(Pid.INPUTS))
        if operation == MOTION and inputs:
            return self._moved(node, inputs[0], frame, length)
        shot = self._nest_of(inputs, frame, length, name, keyed=operation != SUBMASTER)
        if shot is None or operation in (AUDIO_PAN, SUBMASTER) or (operation == AUDIO_GAIN and is_unity(node)):
            return shot
        if shot.nest is not None and not shot.id and shot.name == name:
            return shot
        return replace(shot, effects=(*shot.effects, Effect("other", name)))

    def _moved(self, group: Node, held: Node, frame: _Frame, length: int) -> Shot | None:
        """An input at the speed that its effect gives it."""
        shot = self._item(held, frame, max(1, length_of(held)))
        if shot is None:
            return None
        if shot.speed != 1 or shot.reverse or shot.ramp:
            shot = self._wrapped([shot], frame, shot.record_span.duration, shot.name)
        motion = motion_of(group, self._catalogue.parameters, length)
        full = replace(shot, record_span=Span(0, frame.time(length)))
        found = moved(full, motion, shot.source_span.start, frame.rate)
        if not motion.exact:
            self.curves.append(shot.name)
        return found

    def _nest_of(
        self, segments: Sequence[Node], frame: _Frame, length: int, name: str, *, keyed: bool = False
    ) -> Shot | None:
        """Segments on top of each other as one shot: a nest, or the only clip that fills it.

        keyed: one that shows the source of an earlier one is its matte, not a picture.
        """
        place, whole = self.place, frame.time(length)
        held: list[list[Shot]] = []
        for number, segment in enumerate(segments, start=1):
            shots, _ = self._track(segment, frame, f"{_LETTERS[frame.kind]}{number}")
            known = {_mob_id(one[0]) for one in held}
            if shots and not (keyed and len(shots) == 1 and _mob_id(shots[0]) in known):
                held.append(shots)
        self.place = place
        if not held:
            return None
        if len(held) == 1 and len(held[0]) == 1 and held[0][0].record_span == Span(0, whole):
            return replace(held[0][0], id="", track="")
        flat = [_renamed(shot, number) for number, shots in enumerate(held, start=1) for shot in shots]
        return self._wrapped(flat, frame, whole, name or flat[0].name)

    def _wrapped(self, shots: list[Shot], frame: _Frame, length: Flicks, name: str) -> Shot:
        """Shots as a nest of their own."""
        letter = _LETTERS[frame.kind]
        shots = [shot if shot.id else replace(shot, id=f"{letter}1:1", track=f"{letter}1") for shot in shots]
        names = sorted({shot.track for shot in shots}, key=lambda one: (len(one), one))
        rate = video_rate(frame.rate) or self._rate or FrameRate(24)
        tracks = tuple(Track(one, frame.kind) for one in names)
        cut = self._sized(Cut(name, rate, in_order(shots), duration=length, tracks=tracks))
        whole = Span(0, length)
        return Shot("", "", frame.kind, name, Source(name), whole, whole, nest=cut)

    def _sized(self, cut: Cut) -> Cut:
        """The cut, unless opening it would never end: sequences that each hold the next one twice grow without bound."""
        size = 1 + sum(self._sizes.get(id(shot.nest), 1) if shot.nest is not None else 1 for shot in cut.shots)
        if size > MAX_SHOTS:
            raise BadFile(f"holds sequences in sequences that make more than {MAX_SHOTS:,} clips")
        self._sizes[id(cut)] = size
        return cut


def _mob_id(shot: Shot) -> object:
    kept = shot.source.extras.get("AAF")
    return kept.get("MobID") if isinstance(kept, dict) and kept.get("MobID") else id(shot)


def _renamed(shot: Shot, layer: int) -> Shot:
    """The shot on a layer whose empty ones below are left out."""
    name = f"{shot.track[0]}{layer}"
    return replace(shot, track=name, id=f"{name}:{shot.id.partition(':')[2]}")


def _lines(mob: Mob) -> tuple[str, ...]:
    found = mob.comments.get("Comments")
    return tuple(line for line in str(found).splitlines() if line.strip()) if found else ()
