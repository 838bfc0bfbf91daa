"""The mobs that clips of an AAF file point to: master clip, file, tape; one of each for what is one.

    cut -> master clip (the clip's name, grade, comments) -> file (its name and place) -> tape (the reel), which has timecode

A master clip's identifier follows from what it is: exports of two versions of a cut name one clip alike.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from aaf2.mobid import MobID

from picturelock.cut import Cut, Shot, ShotKind, Source, every_shot, source_timecode
from picturelock.timeline.aaf.definitions import KINDS, Definitions, edit_rate, text
from picturelock.timeline.aaf.names import OURS
from picturelock.timeline.base import Losses
from picturelock.timeline.grade import SAT, SOP, number, sop_text
from picturelock.timeline.references import found_reference, local_form
from picturelock.times import DAY, Flicks, FrameRate, Span

_LABEL = bytes.fromhex("060a2b340101010501010f2013000000")  # a UMID whose material is told by a UUID


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where a clip points to, and the source time of the zero there."""

    mob_id: Any
    slot: int
    zero: Flicks


@dataclass(slots=True)
class _Master:
    mob: Any
    slots: set[int]


class Mobs:
    """Makes the mobs of a file as clips ask for them."""

    def __init__(self, definitions: Definitions, cut: Cut, losses: Losses) -> None:
        self._definitions = definitions
        self._file = definitions.file
        self._rate, self._drop = cut.rate, cut.drop
        self._losses = losses
        self._shown: dict[Source, Span] = {}
        for shot in every_shot(cut):
            seen, span = self._shown.get(shot.source), shot.source_span
            self._shown[shot.source] = (
                Span(min(seen.start, span.start), max(seen.end, span.end)) if seen is not None else span
            )
        self._masters: dict[object, _Master] = {}
        self._files: dict[object, Any] = {}
        self._tapes: dict[tuple[str, FrameRate, bool], Any] = {}
        self._taken: set[str] = set()

    def pointer(self, shot: Shot, start: Flicks, unit: Flicks) -> Pointer:
        """Where a shot points to that starts at a source time, and whose track counts in units of some flicks."""
        source = shot.source
        zero = self._zero(source)
        frame = self._source_rate(source).frame
        late = 0
        if (start - zero) % unit and (start - zero) % frame == 0:
            # Its frames are not the cut's: the clip has its own zero, so that it starts on a frame of both.
            late = start - zero
        channel = _channel(shot)
        slot = 1 if shot.kind == "video" else 1 + channel
        master = self._master(shot, late)
        if slot not in master.slots:
            master.slots.add(slot)
            self._add_slot(master.mob, shot.kind, slot, channel, source, late)
        return Pointer(master.mob.mob_id, slot, zero + late)

    def _master(self, shot: Shot, late: Flicks) -> _Master:
        source = shot.source
        key = (source, shot.name, shot.cdl, shot.comments, late)
        if key not in self._masters:
            mob = self._definitions.mob("MasterMob", shot.name)
            mob.mob_id = self._identifier(source, "MobID", f"master {key!r}", late == 0)
            self._comment(mob, shot)
            self._file.content.mobs.append(mob)
            self._masters[key] = _Master(mob, set())
        return self._masters[key]

    def _comment(self, mob: Any, shot: Shot) -> None:
        """The columns of the clip in a bin."""
        columns: dict[str, str | int] = {
            name: value for name, value in _kept(shot.source, "UserComments").items() if isinstance(value, str | int)
        }
        if shot.comments:
            columns["Comments"] = "\n".join(shot.comments)
        else:
            columns.pop("Comments", None)
        if shot.cdl is not None:
            columns |= {SOP: sop_text(shot.cdl), SAT: number(shot.cdl.saturation)}
        if shot.source.generated:
            columns[OURS] = json.dumps(_note(shot.source, None) | {"name": shot.source.name, "reel": shot.source.reel})
        self.add_comments(mob, columns)

    def add_comments(self, mob: Any, columns: dict[str, str | int]) -> None:
        """Give a mob its comments."""
        tags = [
            self._definitions.tag(text(name), value)
            for name, value in columns.items()
            if isinstance(value, str) or abs(value) < 2**31
        ]
        if tags:
            mob["UserComments"].value = tags

    def _add_slot(self, mob: Any, kind: ShotKind, number: int, channel: int, source: Source, late: Flicks) -> None:
        rate = self._source_rate(source)
        clip = self._file.create.SourceClip(media_kind=KINDS[kind])
        clip.start = rate.nearest(late)
        if source.generated:
            clip.length = max(1, rate.ceil(self._shown[source].end))
        else:
            file = self._file_mob(source, kind)
            clip.mob_id, clip.slot_id = file.mob_id, 1
            clip.length = max(1, rate.nearest(self._length(source)) - rate.nearest(late))
        slot = mob.create_timeline_slot(edit_rate(rate), number)
        slot.name = f"{'V' if kind == 'video' else 'A'}{channel or 1}"
        slot["PhysicalTrackNumber"].value = channel or 1
        slot.segment = clip

    def _file_mob(self, source: Source, kind: ShotKind) -> Any:
        key = source, kind
        if key not in self._files:
            rate, zero = self._source_rate(source), self._zero(source)
            mob = self._definitions.mob("SourceMob", source.name)
            mob.mob_id = self._identifier(source, "FileMobID", f"file {key!r}", kind == "video")
            length = max(1, rate.nearest(self._length(source)))
            mob.descriptor = self._descriptor(source, kind, rate, length)
            clip = self._file.create.SourceClip(media_kind=KINDS[kind], length=length)
            slot = mob.create_timeline_slot(edit_rate(rate), 1)
            slot["PhysicalTrackNumber"].value = 1
            slot.segment = clip
            if source.reel:
                tape = self._tape(source.reel, rate, self._counts_drop(source))
                clip.mob_id, clip.slot_id, clip.start = tape.mob_id, 1 if kind == "video" else 2, rate.nearest(zero)
            else:
                self._stamp(mob, 2, rate, rate.nearest(zero), length, self._counts_drop(source))
            if note := _note(source, Span(zero, zero + rate.time_of(length))):
                self.add_comments(mob, {OURS: json.dumps(note)})
            self._file.content.mobs.append(mob)
            self._files[key] = mob
        return self._files[key]

    def _counts_drop(self, source: Source) -> bool:
        return source_timecode(source, 0, self._rate, self._drop).drop

    def _tape(self, reel: str, rate: FrameRate, drop: bool) -> Any:
        """A tape of a day, which starts at midnight."""
        key = reel, rate, drop
        if key not in self._tapes:
            mob = self._definitions.mob("SourceMob", reel)
            mob.mob_id = _made_id(f"tape {key!r}")
            mob.descriptor = self._file.create.TapeDescriptor()
            day = rate.nearest(2 * DAY)
            for number, kind in enumerate(KINDS.values(), start=1):
                slot = mob.create_timeline_slot(edit_rate(rate), number)
                slot["PhysicalTrackNumber"].value = 1
                slot.segment = self._file.create.SourceClip(media_kind=kind, length=day)
            self._stamp(mob, 3, rate, 0, day, drop)
            self._file.content.mobs.append(mob)
            self._tapes[key] = mob
        return self._tapes[key]

    def _stamp(self, mob: Any, number: int, rate: FrameRate, start: int, length: int, drop: bool) -> None:
        slot = mob.create_timeline_slot(edit_rate(rate), number)
        slot.name = "TC1"
        slot["PhysicalTrackNumber"].value = 1
        code = self._file.create.Timecode(rate.nominal, drop, length)
        code.start = start
        slot.segment = code

    def _descriptor(self, source: Source, kind: ShotKind, rate: FrameRate, length: int) -> Any:
        """What AAF must say of a file's essence. Nobody told us its format: usual values, which a relink replaces."""
        if kind == "video":
            made = self._file.create.CDCIDescriptor()
            made["ComponentWidth"].value, made["HorizontalSubsampling"].value = 8, 2
            made["ImageAspectRatio"].value = "16/9"
            made["StoredWidth"].value, made["StoredHeight"].value = 1920, 1080
            made["FrameLayout"].value = "FullFrame"
            made["VideoLineMap"].value = [42, 0]
        else:
            made = self._file.create.PCMDescriptor()
            made["AudioSamplingRate"].value = "48000/1"
            made["Channels"].value, made["QuantizationBits"].value, made["BlockAlign"].value = 1, 16, 2
            made["AverageBPS"].value = 96_000
        made["SampleRate"].value = edit_rate(rate)
        made["Length"].value = length
        if url := _url(source):
            locator = self._file.create.NetworkLocator()
            locator["URLString"].value = text(url)
            made["Locator"].value = [locator]
        return made

    def _identifier(self, source: Source, key: str, told: str, may_reuse: bool) -> Any:
        """The identifier that the file which was read had, so that its media are found again; else one of its own."""
        known = _kept_text(source, key)
        if may_reuse and known and known not in self._taken and not _kept_text(source, "MobStart"):
            try:
                found = MobID(known)
            except (ValueError, AssertionError, IndexError):
                return _made_id(told)
            self._taken.add(known)
            return found
        return _made_id(told)

    def _source_rate(self, source: Source) -> FrameRate:
        return source.rate or self._rate

    def _zero(self, source: Source) -> Flicks:
        """Source time of the file's first frame, or of one near it where that is not known."""
        if source.generated:
            return 0
        first = source.start
        if first is None:
            first = source.available.start if source.available is not None else self._shown[source].start
        rate = self._source_rate(source)
        return rate.time_of(rate.floor(first))

    def _length(self, source: Source) -> Flicks:
        end = source.available.end if source.available is not None else self._shown[source].end
        return max(0, end - self._zero(source))


def _note(source: Source, whole: Span | None) -> dict[str, Any]:
    """What AAF cannot say of a source; whole: the media as its mobs have them."""
    note: dict[str, Any] = {"generated": True} if source.generated else {}
    if source.start != (whole.start if whole is not None else None):
        note["start"] = source.start
    if source.available != whole:
        note["available"] = [source.available.start, source.available.end] if source.available is not None else None
    return note


def _url(source: Source) -> str:
    """The reference as a URL, which is what a network locator holds."""
    url = found_reference(source)
    if url.startswith("/") and local_form(url) == url:
        from urllib.parse import quote

        return f"file://{quote(url, errors='replace')}"
    return url


def _channel(shot: Shot) -> int:
    """The sound track of its master clip that a shot plays, from 1."""
    kept = shot.extras.get("AAF")
    found = kept.get("SourceTrack") if isinstance(kept, dict) else None
    return found if isinstance(found, int) and 0 < found < 100 else 1


def _kept(source: Source, key: str) -> dict[str, Any]:
    kept = source.extras.get("AAF")
    found = kept.get(key) if isinstance(kept, dict) else None
    return found if isinstance(found, dict) else {}


def _kept_text(source: Source, key: str) -> str:
    kept = source.extras.get("AAF")
    found = kept.get(key) if isinstance(kept, dict) else None
    return str(found) if found else ""


def _made_id(told: str) -> Any:
    digest = bytearray(sha256(told.encode("utf-8", "backslashreplace")).digest()[:16])
    digest[7] = digest[7] & 0x0F | 0x80  # RFC 9562: a UUID of one's own making (in AAF's order of bytes)
    digest[8] = digest[8] & 0x3F | 0x80
    return MobID(bytes_le=_LABEL + bytes(digest))


def extended(shot: Shot, head: Flicks, tail: Flicks) -> Shot:
    """The shot with more at its ends, as a transition shows it: at the speed that it has there."""
    from picturelock.cutmap import trim

    if not head and not tail:
        return shot
    record = Span(shot.record_span.start - head, shot.record_span.end + tail)
    return trim(replace(shot, effects=()), record)
