"""A change list as people read it: timecodes, frames and sentences, the same in every table, page and file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from picturelock.conform.changes.model import Change, ChangeList, Kind
from picturelock.cut import Cut, Shot
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


@dataclass(frozen=True, slots=True)
class Row:
    """One event of a change list. Frames are of the new cut's rate, signed as in `Change`."""

    number: int
    kinds: tuple[Kind, ...]
    old: Side | None
    new: Side | None
    because: str
    head: int
    tail: int
    slip: int
    """Frames of the source."""
    shift: int
    pull: tuple[tuple[str, str], ...]
    """Source timecodes, in and out, of what must be pulled."""
    group: int
    what: str
    """What happened, in a few words: "replaced"."""
    why: str
    """The same in whole sentences, with frames; "" for what only stayed."""

    @property
    def side(self) -> Side:
        """The new side, else the old one."""
        found = self.new or self.old
        assert found is not None
        return found


def rows(found: ChangeList, language: str) -> tuple[Row, ...]:
    """Every event, unchanged ones included, in the list's order."""
    return tuple(_row(number, change, found, language) for number, change in enumerate(found.changes, start=1))


def side_of(shot: Shot, cut: Cut) -> Side:
    """A shot as people read it."""
    rate = shot.source.rate or cut.rate
    drop = cut.drop and bool(rate.drop_labels)
    record, shown = shot.record_span, shot.source_span
    percent = "" if shot.speed == 1 and not shot.reverse else f"{'-' if shot.reverse else ''}{float(shot.speed):.4g}"
    return Side(
        shot.id, shot.track, shot.kind, shot.name, shot.source.name, shot.source.reel, record,
        _label(cut.start + record.start, cut.rate, cut.drop), _label(cut.start + record.end, cut.rate, cut.drop),
        _label(shown.start, rate, drop), _label(shown.end, rate, drop),
        cut.rate.nearest(record.end) - cut.rate.nearest(record.start),
        f"{float(percent) * 100:.4g} %" if percent else "",
    )  # fmt: skip


def _row(number: int, change: Change, found: ChangeList, language: str) -> Row:
    rate = found.new.rate
    shot = change.shot
    own = shot.source.rate or rate
    drop = found.new.drop and bool(own.drop_labels)
    frames = {
        "head": rate.nearest(change.head), "tail": rate.nearest(change.tail),
        "slip": own.nearest(change.slip), "shift": rate.nearest(change.shift),
        "head_source": own.nearest(nearest(change.head * shot.speed)),
        "tail_source": own.nearest(nearest(change.tail * shot.speed)),
    }  # fmt: skip
    old = side_of(change.old, found.old) if change.old else None
    new = side_of(change.new, found.new) if change.new else None
    return Row(
        number, change.kinds, old, new, change.because, frames["head"], frames["tail"], frames["slip"], frames["shift"],
        tuple((_label(span.start, own, drop), _label(span.end, own, drop)) for span in change.pull),
        change.group,
        ", ".join(say(f"change_{kind}", language) for kind in change.kinds),
        " ".join(_sentences(change, old, new, frames, language)),
    )  # fmt: skip


def _sentences(
    change: Change, old: Side | None, new: Side | None, frames: dict[str, int], language: str
) -> Iterator[str]:
    facts: dict[str, str | int] = {
        "old": _called(old, new),
        "new": _called(new, old),
        "old_track": old.track if old else "",
        "new_track": new.track if new else "",
        "old_speed": (old.speed if old else "") or "100 %",
        "new_speed": (new.speed if new else "") or "100 %",
    }
    for kind in change.kinds:
        way = ""
        if kind in ("head", "tail", "slipped", "shifted", "moved"):
            count = frames[{"slipped": "slip", "shifted": "shift", "moved": "shift"}.get(kind, kind)]
            facts["frames"] = abs(count)
            way = "_more" if count > 0 else "_less" if count < 0 else "_same"
            if kind in ("head", "tail") and "retimed" in change.kinds and way != "_same":
                # In record frames at the new speed, a shot of the same length would lose as many as it has.
                facts["frames"] = abs(frames[f"{kind}_source"])
                way = f"_source{way}"
        elif kind == "replaced":
            way = "_same" if facts["old"] == facts["new"] else ""
        elif kind == "switched":
            way = "_on" if change.new is not None and change.new.enabled else "_off"
        if kind != "unchanged":
            yield say(f"changed_{kind}{way}", language, **facts)


def _called(side: Side | None, other: Side | None) -> str:
    """The clip's name, or its source's where both sides have one name."""
    if side is None:
        return ""
    alike = other is not None and other.name == side.name
    return (side.source if alike else side.name) or side.name or side.source


def _label(time: Flicks, rate: FrameRate, drop: bool) -> str:
    return str(Timecode.at(max(0, time), rate, drop)) if time >= 0 else f"-{Timecode.at(-time, rate, drop)}"
