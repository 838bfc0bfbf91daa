"""A change list as people read it: timecodes, frames and sentences, the same in every table, page and file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from picturelock.conform.changes.missing import missing
from picturelock.conform.changes.model import CaptionKind, Change, ChangeList, Kind
from picturelock.conform.changes.sentences import RowEdge, Told, edge_of, sentences
from picturelock.cut import Cut, Shot, Source, source_timecode
from picturelock.times import Flicks, FrameRate, Span, Timecode, nearest
from picturelock.wording import say


@dataclass(frozen=True, slots=True)
class Side:
    """A shot in one of the cuts, with timecodes as its list and its source write them."""

    id: str
    track: str
    kind: str
    name: str
    source: str
    reel: str
    record: Span
    record_in: str
    record_out: str
    source_in: str
    source_out: str
    frames: int
    """Of record."""
    speed: str
    """"" at normal speed, else "200 %" or "-100 %"."""
    text: str = ""
    """Of a caption, with its line breaks; its `name` is the same in one line, its `track` as `caption_rows.track_of` names it,
    its `source` the file."""
    event: str = ""
    """Its number in an edit decision list, where it is from one (`timeline.edl.numbers`)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One event of a change list, or one caption. Numbers are signed as in `Change`, and the same as in its sentences."""

    number: int
    kinds: tuple[Kind | CaptionKind, ...]
    old: Side | None
    new: Side | None
    because: str
    head: int
    """Frames of the source, whatever the speed; of a freeze, of record."""
    tail: int
    """As `head`."""
    slip: int
    """Frames of the source."""
    shift: int
    """Frames of record."""
    pull: tuple[tuple[str, str], ...]
    """Source timecodes, in and out, of what must be pulled."""
    group: int
    what: str
    """What happened, in a few words: "replaced"."""
    why: str
    """The same in whole sentences, with frames; "" for what only stayed."""
    short: tuple[int, int] = (0, 0)
    """Of what must be pulled: frames of the source by which its media are too short for the handles, at head and tail."""
    at: Flicks = 0
    """Record time of the new cut at which it is; of what was removed, at which it would be."""
    edges: tuple[RowEdge, ...] = ()
    """Transitions that came, went or changed."""
    pull_frames: int = 0
    """Frames of the source that must be pulled."""

    @property
    def side(self) -> Side:
        """The new side, else the old one."""
        found = self.new or self.old
        assert found is not None
        return found


def rows(found: ChangeList, language: str) -> tuple[Row, ...]:
    """Every event, unchanged ones included, in the list's order."""
    told = zip(found.changes, _places(found.changes), strict=True)
    return tuple(_row(number, change, at, found, language) for number, (change, at) in enumerate(told, start=1))


def _places(changes: Sequence[Change]) -> list[Flicks]:
    """Where each stands in the new cut: what was removed, before what follows on its track, else after the last there."""
    ends: dict[str, Flicks] = {}
    following: dict[str, Flicks] = {}
    for change in changes:
        if change.new is not None:
            track, end = change.new.track, change.new.record_span.end
            ends[track] = max(end, ends.get(track, 0))
    found = []
    for change in reversed(changes):
        if change.new is not None:
            following[change.new.track] = change.new.record_span.start
            found.append(change.new.record_span.start)
        else:
            track = change.shot.track
            found.append(following.get(track, ends.get(track, 0)))
    return found[::-1]


def side_of(shot: Shot, cut: Cut) -> Side:
    """A shot as people read it."""
    record, shown = shot.record_span, shot.source_span
    percent = "" if shot.speed == 1 and not shot.reverse else f"{'-' if shot.reverse else ''}{float(shot.speed):.4g}"
    return Side(
        shot.id, shot.track, shot.kind, shot.name, shot.source.name, shot.source.reel, record,
        label(cut.start + record.start, cut.rate, cut.drop), label(cut.start + record.end, cut.rate, cut.drop),
        _source_label(shot.source, shown.start, cut.rate, cut.drop), _source_label(shot.source, shown.end, cut.rate, cut.drop),
        cut.rate.nearest(record.end) - cut.rate.nearest(record.start),
        f"{float(percent) * 100:.4g} %" if percent else "",
    )  # fmt: skip


def _source_label(source: Source, time: Flicks, rate: FrameRate, drop: bool) -> str:
    """As `source_timecode`, with a sign before what lies before zero."""
    return (
        str(source_timecode(source, time, rate, drop))
        if time >= 0
        else f"-{source_timecode(source, -time, rate, drop)}"
    )


def _row(number: int, change: Change, at: Flicks, found: ChangeList, language: str) -> Row:
    rate = found.new.rate
    own = change.shot.source.rate or rate
    old = side_of(change.old, found.old) if change.old else None
    new = side_of(change.new, found.new) if change.new else None
    frames = _frames(change, rate, own)
    short = _short(change, found, own)
    edges = tuple(edge_of(edge, rate) for edge in change.edges)
    source, counted = change.shot.source, (rate, found.new.drop)
    stretches = tuple(
        (_source_label(source, span.start, *counted), _source_label(source, span.end, *counted)) for span in change.pull
    )
    told = Told(
        _called(old, new), _called(new, old), old.track if old else "", new.track if new else "",
        (old.speed if old else "") or "100 %", (new.speed if new else "") or "100 %", frames,
        _is_plain(change, rate), edges, stretches, sum(own.nearest(span.duration) for span in change.pull), short,
    )  # fmt: skip
    return Row(
        number, change.kinds, old, new, change.because, frames["head"], frames["tail"], frames["slip"], frames["shift"],
        stretches, change.group, ", ".join(say(f"change_{kind}", language) for kind in change.kinds),
        " ".join(sentences(change, told, language)), short, at, edges, told.pull_frames,
    )  # fmt: skip


def _frames(change: Change, rate: FrameRate, own: FrameRate) -> dict[str, int]:
    """own: the rate of the source."""
    speed = change.shot.speed
    head, tail = (
        own.nearest(nearest(time * speed)) if speed else rate.nearest(time) for time in (change.head, change.tail)
    )
    return {"head": head, "tail": tail, "slip": own.nearest(change.slip), "shift": rate.nearest(change.shift)}


def _is_plain(change: Change, rate: FrameRate) -> bool:
    if not change.shot.speed:
        return True
    sides = [shot for shot in (change.old, change.new) if shot is not None]
    return all(shot.speed == 1 and shot.source.rate in (None, rate) for shot in sides)


def _short(change: Change, found: ChangeList, rate: FrameRate) -> tuple[int, int]:
    """Frames that the handles lack, at those ends of the shot that must be pulled."""
    if not (change.pull and found.handles):
        return 0, 0
    some = missing((change,), found.handles, found.new.rate)
    head, tail = (
        max(times, default=0) for times in zip(*((one.short_head, one.short_tail) for one in some), strict=True)
    )
    return rate.nearest(head), rate.nearest(tail)


def _called(side: Side | None, other: Side | None) -> str:
    """The clip's name, or its source's where both sides have one name."""
    if side is None:
        return ""
    alike = other is not None and other.name == side.name
    return (side.source if alike else side.name) or side.name or side.source


def label(time: Flicks, rate: FrameRate, drop: bool) -> str:
    """A timecode, also of a time before the first one."""
    return str(Timecode.at(max(0, time), rate, drop)) if time >= 0 else f"-{Timecode.at(-time, rate, drop)}"
