"""An AAF file's mobs: what its compositions, clips, files and tapes are, and how times run in each.

A clip in a cut points to a composition or a master clip, that to a file, that to a tape or to the file it was made of. Every
`SourceClip` counts its start in edit units of the slot that holds it, and its zero is that of the slot that it points to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from picturelock.cut import ShotKind
from picturelock.timeline.aaf.compound import BadFile
from picturelock.timeline.aaf.names import OURS, PICTURE_DATA, SOUND_DATA, Kind, Pid
from picturelock.timeline.aaf.objects import Node
from picturelock.timeline.references import clean, clean_note
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, divide_nearest

MAX_SECONDS = 10**9
MAX_MOBS = 500_000
_VIDEO_RATES = range(1, 241)
_MAX_COMMENTS = 500
_MAX_URL = 4000


@dataclass(slots=True)
class Slot:
    """One track of a mob."""

    id: int
    number: int
    """Of the track among those of its kind; 0 = not said."""
    name: str
    rate: Fraction
    """Edit units in a second."""
    origin: int
    segment: Node

    @property
    def kind(self) -> ShotKind | None:
        """None for timecode, edge code, markers and the like."""
        return kind_of(self.segment)

    def time(self, units: int | None) -> Flicks:
        """Edit units as time. Raises BadFile for a number that means nothing."""
        return units_time(units or 0, self.rate)

    def length(self) -> Flicks:
        """The length that its segment says."""
        return max(0, self.time(self.segment.integer(Pid.LENGTH)))


@dataclass(slots=True)
class Stamp:
    """A timecode track."""

    start: Flicks
    rate: FrameRate
    drop: bool
    number: int


@dataclass(frozen=True, slots=True)
class Essence:
    """What a file, a tape or the like is."""

    kind: int = 0
    """Of its descriptor."""
    is_file: bool = False
    """True for a file of essence, which has a sample rate; a tape and the file that one was made of have none."""
    url: str = ""
    length: Flicks = 0
    """0 = not said."""


@dataclass(slots=True)
class Mob:
    """A composition, a master clip, a file, a tape."""

    id: str
    node: Node
    name: str
    slots: dict[int, Slot] = field(default_factory=dict)
    comments: dict[str, Any] = field(default_factory=dict)
    note: dict[str, Any] = field(default_factory=dict)
    """What we noted in it ourselves."""
    _stamps: list[Stamp] | None = None
    _essence: Essence | None = None

    @property
    def kind(self) -> int:
        return self.node.kind

    @property
    def usage(self) -> str:
        """ "top", "lower", "sub", "adjusted" ... as the file says; "" where it does not."""
        return _USAGES.get(self.node.auid(Pid.USAGE), "")

    def stamps(self) -> list[Stamp]:
        """Its timecode tracks that count its own frames; the first is the one that people see."""
        if self._stamps is None:
            found = [stamp for slot in self.slots.values() if (stamp := _stamp(slot)) is not None]
            self._stamps = sorted(found, key=lambda stamp: stamp.number != 1)
        return self._stamps

    def essence(self) -> Essence:
        """What its descriptor says."""
        if self._essence is None:
            self._essence = _essence_of(self.node.one(Pid.ESSENCE))
        return self._essence


class Catalogue:
    """All mobs of a file, by their identifiers."""

    def __init__(self, root: Node) -> None:
        header = root.one(Pid.HEADER)
        content = header.one(Pid.CONTENT) if header else None
        if header is None or content is None:
            raise BadFile("holds no content")
        self._nodes: dict[str, Node] = {}
        for node in content.many(Pid.MOBS):
            self._nodes.setdefault(node.mob_id(Pid.MOB_ID), node)
            if len(self._nodes) > MAX_MOBS:
                raise BadFile(f"holds more than {MAX_MOBS:,} clips")
        self._mobs: dict[str, Mob] = {}
        dictionary = header.one(Pid.DICTIONARY)
        self.operations = _names(dictionary, Pid.OPERATIONS)
        self.parameters = _names(dictionary, Pid.PARAMETER_DEFINITIONS)
        self.interpolations = _names(dictionary, Pid.INTERPOLATIONS)

    def get(self, mob_id: str) -> Mob | None:
        """A mob; None where the file does not hold it."""
        if mob_id not in self._mobs:
            node = self._nodes.get(mob_id)
            if node is None:
                return None
            self._mobs[mob_id] = _mob(mob_id, node)
        return self._mobs[mob_id]

    def compositions(self) -> Iterator[Mob]:
        """Every composition, in the order of the file."""
        return self._all(Kind.COMPOSITION_MOB)

    def masters(self) -> Iterator[Mob]:
        """Every master clip, in the order of the file."""
        return self._all(Kind.MASTER_MOB)

    def _all(self, kind: Kind) -> Iterator[Mob]:
        for mob_id, node in self._nodes.items():
            if node.kind == kind and (mob := self.get(mob_id)) is not None:
                yield mob


def units_time(units: int, rate: Fraction) -> Flicks:
    """Edit units as time, to the nearest flick. Raises BadFile for a number that means nothing."""
    if abs(units) * rate.denominator > MAX_SECONDS * rate.numerator:
        raise BadFile(f"says {units} where a time belongs")
    return divide_nearest(units * FLICKS_PER_SECOND * rate.denominator, rate.numerator)


def video_rate(rate: Fraction) -> FrameRate | None:
    """A rate that a picture can have; None for a sample rate and the like."""
    try:
        exact = FrameRate.parse(rate)
    except ValueError:
        return None
    return exact if exact.nominal in _VIDEO_RATES else None


def kind_of(segment: Node) -> ShotKind | None:
    """Whether a segment is picture or sound; None for anything else."""
    data = segment.auid(Pid.DATA_DEFINITION)
    return "video" if data in PICTURE_DATA else "audio" if data in SOUND_DATA else None


_USAGES = {
    "0d010102-0101-0500-060e-2b3404010101": "sub",
    "0d010102-0101-0600-060e-2b3404010101": "adjusted",
    "0d010102-0101-0700-060e-2b3404010101": "top",
    "0d010102-0101-0800-060e-2b3404010101": "lower",
    "0d010102-0101-0900-060e-2b3404010101": "template",
}


def _mob(mob_id: str, node: Node) -> Mob:
    mob = Mob(mob_id, node, clean(node.text(Pid.MOB_NAME)))
    for found in node.many(Pid.SLOTS):
        slot = _slot(found)
        if slot is not None:
            mob.slots.setdefault(slot.id, slot)
    for number, (name, value) in enumerate(node.tags(Pid.MOB_COMMENTS).items()):
        if name == OURS:
            mob.note = noted(value)
        elif number < _MAX_COMMENTS and (kept := plain(value)) is not None:
            mob.comments[clean(name)] = kept
    return mob


def noted(value: Any) -> dict[str, Any]:
    """What we noted in a comment of our own; empty for anything else."""
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def plain(value: Any) -> str | int | None:
    """A comment's value as it can be kept; None for what is no text and no whole number."""
    if isinstance(value, str):
        return clean_note(value)
    return value if isinstance(value, int) else None


def _essence_of(descriptor: Node | None) -> Essence:
    if descriptor is None:
        return Essence()
    urls = (locator.text(Pid.URL) for locator in descriptor.many(Pid.LOCATORS))
    rate, length = descriptor.rational(Pid.SAMPLE_RATE), descriptor.integer(Pid.DESCRIPTOR_LENGTH) or 0
    return Essence(
        descriptor.kind,
        Pid.SAMPLE_RATE in descriptor,
        _shown(next((url for url in urls if url), "")),
        units_time(length, rate) if rate is not None and rate > 0 and length > 0 else 0,
    )


def _shown(url: str) -> str:
    """A reference without what cannot be shown."""
    url = url[:_MAX_URL]
    return url if url.isprintable() else "".join(char for char in url if char.isprintable())


def _slot(node: Node) -> Slot | None:
    if node.kind != Kind.TIMELINE_SLOT:
        return None
    segment, rate, number = node.one(Pid.SEGMENT), node.rational(Pid.EDIT_RATE), node.integer(Pid.SLOT_ID)
    if segment is None or number is None or rate is None or rate <= 0:
        return None
    return Slot(
        number,
        node.integer(Pid.TRACK_NUMBER) or 0,
        clean(node.text(Pid.SLOT_NAME)),
        rate,
        node.integer(Pid.ORIGIN) or 0,
        segment,
    )


def _stamp(slot: Slot) -> Stamp | None:
    """A timecode track; one that counts other frames through a pulldown is none."""
    segment = slot.segment
    if segment.kind == Kind.SEQUENCE:
        first = next(segment.many(Pid.COMPONENTS), None)
        segment = first if first is not None else segment
    fps, start = segment.integer(Pid.TC_FPS), segment.integer(Pid.TC_START)
    if segment.kind != Kind.TIMECODE or not fps or start is None:
        return None
    edit = video_rate(slot.rate)
    drop = segment.integer(Pid.TC_DROP) == 1
    ntsc = drop or (edit is not None and edit.den == 1001)
    rate = (
        edit
        if edit is not None and edit.nominal == fps
        else video_rate(Fraction(fps * 1000, 1001) if ntsc else Fraction(fps))
    )
    if rate is None or abs(start) > MAX_SECONDS:
        return None
    return Stamp(rate.time_of(start), rate, drop and rate.drop_labels > 0, slot.number)


def _names(dictionary: Node | None, pid: int) -> dict[str, str]:
    """Definitions' names, by their identifiers."""
    if dictionary is None:
        return {}
    return {found.auid(Pid.DEFINITION_ID): clean(found.text(Pid.DEFINITION_NAME)) for found in dictionary.many(pid)}
