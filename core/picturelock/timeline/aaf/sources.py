"""From a clip in an AAF cut to what it is a clip of: the chain of master clip, file, and tape or original file.

Source time is the timecode of the first mob of the chain that has any, which is as a rule the tape's; without one it is the
file's own time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from picturelock.cut import Cdl, Source
from picturelock.timeline.aaf.mobs import MAX_SECONDS, Catalogue, Mob, Slot, Stamp, video_rate
from picturelock.timeline.aaf.names import Kind, Pid
from picturelock.timeline.aaf.objects import Node
from picturelock.timeline.grade import cdl_of
from picturelock.timeline.references import clean, media_name
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span

MAX_CHAIN = 50
_PHYSICAL = ".PHYS"
_REEL_COMMENTS = ("Tape", "TapeID", "Reel")
_SHOWN_COMMENTS = ("Comments", "Comment")


@dataclass(frozen=True, slots=True)
class Clip:
    """What a clip shows at its first frame."""

    source: Source
    time: Flicks
    """Source time."""
    name: str
    comments: tuple[str, ...] = ()
    cdl: Cdl | None = None
    channel: int = 0
    """Of the sound of its master clip, from 1; 0 = not said."""
    missing: bool = False
    """The file does not hold the clip that is meant."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A mob of the chain, and the time in it that the clip shows first."""

    mob: Mob
    slot: Slot | None
    at: Flicks


class Sources:
    """Finds what clips are of; one source is one object."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._simple: dict[tuple[str, int], tuple[Flicks, str, int] | None] = {}
        self._made: dict[object, Source] = {}

    def clip(self, mob_id: str, slot_id: int, at: Flicks) -> Clip:
        """What is at a time of a mob's slot."""
        links = self._chain(mob_id, slot_id, at)
        if not links:
            return Clip(Source("", extras={"AAF": {"MobID": mob_id}} if mob_id else {}), at, "", missing=True)
        file = next((link for link in links if link.mob.essence().is_file), None)
        last = file or links[-1]
        time = next((stamp.start + link.at for link in links if (stamp := _stamp(link)) is not None), last.at)
        stamped = any(_stamp(link) for link in links)
        key = (tuple(link.mob.id for link in links), time - last.at, last.slot.id if last.slot else 0)
        if key not in self._made:
            self._made[key] = self._source(links, file, time - last.at, stamped)
        first = links[0]
        channel = first.slot.number if first.slot is not None and first.slot.kind == "audio" else 0
        return Clip(self._made[key], time, first.mob.name, _comments(first.mob), cdl_of(first.mob.comments), channel)

    def _chain(self, mob_id: str, slot_id: int, at: Flicks) -> list[_Link]:
        links: list[_Link] = []
        while len(links) < MAX_CHAIN and (mob := self._catalogue.get(mob_id)) is not None:
            slot = mob.slots.get(slot_id)
            links.append(_Link(mob, slot, at))
            key = mob_id, slot_id
            if key not in self._simple:
                self._simple[key] = _pointed(slot) if slot is not None else None
            found = self._simple[key]
            if found is None:
                break
            offset, mob_id, slot_id = found
            at += offset
        return links

    def _source(self, links: list[_Link], file: _Link | None, start: Flicks, stamped: bool) -> Source:
        """The media at the end of a chain; start: source time of the file's first frame."""
        master = links[0]
        origin = next((link for link in links if _url(link) and not link.mob.essence().is_file), None)
        tape = next((link.mob.name for link in links if link.mob.essence().kind == Kind.TAPE_DESCRIPTOR), "")
        url = (_url(file) if file else "") or (_url(origin) if origin else "")
        slot = (file or master).slot
        whole = _length(file) if file else 0
        comments = master.mob.comments
        ids: dict[str, Any] = {"MobID": master.mob.id, **({"FileMobID": file.mob.id} if file else {})}
        if file is not None and file.at != master.at:
            ids["MobStart"] = file.at - master.at
        kept: dict[str, Any] = {**ids, **({"UserComments": comments} if comments else {})}
        if origin is not None and _url(origin) != url:
            kept["OriginalFile"] = _url(origin)
        source = Source(
            _name(file, origin, url) or master.mob.name,
            tape or next((str(comments[key]) for key in _REEL_COMMENTS if comments.get(key)), ""),
            url=url,
            start=start if file or stamped else None,
            available=Span(start, start + whole) if whole else None,
            rate=video_rate(slot.rate) if slot is not None else None,
            extras={"AAF": kept},
            drop=next((stamp.drop for link in links if (stamp := _stamp(link)) and stamp.rate.drop_labels), None),
        )
        return with_note(source, (file or master).mob.note)


def with_note(source: Source, note: dict[str, Any]) -> Source:
    """The source with what we noted of it beside what AAF can say."""
    if not note:
        return source
    if isinstance(note.get("name"), str):
        source = replace(source, name=clean(note["name"]))
    if isinstance(note.get("reel"), str):
        source = replace(source, reel=clean(note["reel"]))
    if note.get("generated") is True:
        source = replace(source, generated=True)
    if "start" in note and (note["start"] is None or is_time(note["start"])):
        source = replace(source, start=note["start"])
    if "available" in note:
        found = note["available"]
        if found is None:
            source = replace(source, available=None)
        elif isinstance(found, list) and len(found) == 2 and all(map(is_time, found)) and found[0] <= found[1]:
            source = replace(source, available=Span(found[0], found[1]))
    return source


def is_time(found: Any) -> bool:
    """True for flicks of some sense."""
    return type(found) is int and abs(found) <= MAX_SECONDS * FLICKS_PER_SECOND


def _pointed(slot: Slot) -> tuple[Flicks, str, int] | None:
    """Where a slot's segment points: how much later its zero lies there, the mob and the slot."""
    clip: Node | None = slot.segment
    for _ in range(MAX_CHAIN):
        if clip is None or clip.kind == Kind.SOURCE_CLIP:
            break
        clip = _inside(clip)
    if clip is None or clip.kind != Kind.SOURCE_CLIP or not (mob_id := clip.mob_id(Pid.SOURCE_ID)):
        return None
    offset = slot.time((clip.integer(Pid.START_TIME) or 0) + slot.origin)
    return offset, mob_id, clip.integer(Pid.SOURCE_SLOT) or 0


def _inside(segment: Node) -> Node | None:
    """What a segment of a clip holds that leads on to its source; a clip of several pieces leads on through the first."""
    if segment.kind == Kind.ESSENCE_GROUP:
        return next(segment.many(Pid.CHOICES), None)
    if segment.kind == Kind.SELECTOR:
        return segment.one(Pid.SELECTED)
    if segment.kind == Kind.PULLDOWN:
        return segment.one(Pid.PULLDOWN_INPUT)
    if segment.kind == Kind.OPERATION_GROUP:
        return next(segment.many(Pid.INPUTS), None)
    if segment.kind == Kind.SEQUENCE:
        return next(segment.many(Pid.COMPONENTS), None)
    return None


def _stamp(link: _Link) -> Stamp | None:
    stamps = link.mob.stamps() if link.mob.kind == Kind.SOURCE_MOB else []
    return stamps[0] if stamps else None


def _url(link: _Link) -> str:
    return link.mob.essence().url


def _length(file: _Link) -> Flicks:
    """The length of a file: that of its slot, else as its descriptor has it; 0 = not said."""
    return (file.slot.length() if file.slot is not None else 0) or file.mob.essence().length


def _name(file: _Link | None, origin: _Link | None, url: str) -> str:
    """What people call the media: the file that it was made of, else its own name."""
    if origin is not None and (name := media_name(_url(origin))):
        return name
    name = file.mob.name if file is not None else ""
    return name.removesuffix(_PHYSICAL) or media_name(url)


def _comments(mob: Mob) -> tuple[str, ...]:
    found = next((mob.comments[key] for key in _SHOWN_COMMENTS if mob.comments.get(key)), "")
    return tuple(line for line in str(found).splitlines() if line.strip())
