"""Captions of a change list as people read them: rows like those of its events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from picturelock.conform.changes.model import CaptionChange, CaptionList, ChangeList
from picturelock.conform.changes.rows import Row, Side, label
from picturelock.cues import Cue
from picturelock.cut import Cut
from picturelock.wording import say


def caption_rows(found: ChangeList, language: str) -> tuple[Row, ...]:
    """A row for each caption, unchanged ones included, file after file; numbered after the events."""
    names = track_names(found)
    rows: list[Row] = []
    group = max((change.group for change in found.changes), default=0)
    for one, name in zip(found.captions, names, strict=True):
        first = len(found.changes) + len(rows) + 1
        rows += [_row(at, change, one, name, found, language, group) for at, change in enumerate(one.changes, first)]
        group += max((change.group for change in one.changes), default=0)
    return tuple(rows)


def track_names(found: ChangeList) -> tuple[str, ...]:
    """What stands for a track in the rows of each caption list: "CC fr", and "CC fr 2" for a second one of a language."""
    counts: Counter[str] = Counter()
    names = []
    for one in found.captions:
        counts[one.language] += 1
        count = counts[one.language]
        names.append(f"CC {one.language}" + (f" {count}" if count > 1 else ""))
    return tuple(names)


def _row(
    number: int, change: CaptionChange, one: CaptionList, track: str, found: ChangeList, language: str, first_group: int
) -> Row:
    rate = found.new.rate
    old = _side(change.old, found.old, track, one.files[0]) if change.old else None
    new = _side(change.new, found.new, track, one.files[1]) if change.new else None
    head, tail, shift = rate.nearest(change.head), rate.nearest(change.tail), rate.nearest(change.shift)
    group = change.group and first_group + change.group
    return Row(
        number, change.kinds, old, new, "", head, tail, 0, shift, (), group,
        ", ".join(say(f"change_{kind}", language) for kind in change.kinds),
        " ".join(_sentences(change, head, tail, shift, old, new, language)), at=change.at,
    )  # fmt: skip


def _side(cue: Cue, cut: Cut, track: str, file: str) -> Side:
    rate, span = cut.rate, cue.span
    first, last = (label(cut.start + time, rate, cut.drop) for time in (span.start, span.end))
    frames = rate.nearest(span.end) - rate.nearest(span.start)
    name = " / ".join(cue.plain_lines)
    return Side(cue.id, track, "caption", name, file, "", span, first, last, "", "", frames, "", cue.text)


def _sentences(
    change: CaptionChange, head: int, tail: int, shift: int, old: Side | None, new: Side | None, language: str
) -> Iterator[str]:
    facts = {"old": old.name if old else "", "new": new.name if new else ""}
    for kind in change.kinds:
        if kind == "caption-changed":
            yield say(f"changed_caption_{change.differs}", language, **facts)
        elif kind == "caption-retimed":
            yield from _timing(change, head, tail, language)
        elif kind == "caption-moved":
            yield say(f"changed_caption-moved{_way(shift)}", language, frames=abs(shift))
        elif kind != "caption-unchanged":
            yield say(f"changed_{kind}", language)
    if change.copies and change.new is not None:
        yield say("changed_caption_copied", language)


def _timing(change: CaptionChange, head: int, tail: int, language: str) -> Iterator[str]:
    if change.astray:
        yield say("changed_caption_astray", language)
    if head and head == tail:
        yield say(f"changed_caption_both{_way(head)}", language, frames=abs(head))
    else:
        for name, frames in (("head", head), ("tail", tail)):
            if frames:
                yield say(f"changed_caption_{name}{_way(frames)}", language, frames=abs(frames))
    if change.found < change.parts:
        yield say("changed_caption_parts", language, parts=change.parts, found=change.found)


def _way(frames: int) -> str:
    return "_more" if frames > 0 else "_less" if frames < 0 else "_same"
