"""What the page of a change list shows (`report.change_page`), from the list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from picturelock.conform.changes.headline import headline
from picturelock.conform.changes.model import KINDS, ChangeList
from picturelock.conform.changes.rows import Row, Side
from picturelock.cut import Cut
from picturelock.report.change_page import ChangePage, Clip, Count, Drawn, Event, Lane, Link, Tick
from picturelock.times import Flicks, Timecode
from picturelock.wording import say

_QUIET = frozenset({"shifted", "unchanged"})
_TICKS = 8
_NUMBER = re.compile(r"(\d+)")


def page_of(found: ChangeList, rows: Sequence[Row], language: str) -> ChangePage:
    """Both cuts to one scale, and every event. `rows` are those of the list, in a language."""
    whole = max(found.old.duration, found.new.duration, 1)
    counts = Counter(row.kinds[0] for row in rows)
    return ChangePage(
        headline(found, language),
        _drawn(found.old, [(row, row.old) for row in rows if row.old], whole),
        _drawn(found.new, [(row, row.new) for row in rows if row.new], whole),
        tuple(_links(rows, whole)),
        tuple(_event(row, language) for row in rows),
        tuple(
            Count(kind, say(f"change_{kind}", language), counts[kind], kind in _QUIET) for kind in KINDS if counts[kind]
        ),
    )


def _drawn(cut: Cut, shown: Sequence[tuple[Row, Side]], whole: Flicks) -> Drawn:
    tracks: dict[str, list[Clip]] = defaultdict(list)
    drawn: set[tuple[int, str]] = set()
    for row, side in shown:
        if (row.group, side.id) in drawn and row.group:
            continue  # what was split is drawn once in the old cut
        drawn.add((row.group, side.id))
        name = side.name or side.source
        says = f"{row.number}  {row.what}: {name}  {side.record_in} – {side.record_out}  {row.why}".strip()
        left, width = _percent(side.record.start, whole), _percent(side.record.duration, whole)
        tracks[side.track].append(Clip(row.number, row.kinds[0], name, says, left, width))
    order = sorted(tracks, key=_height)
    first, last = (Timecode.at(cut.start + time, cut.rate, cut.drop) for time in (0, cut.duration))
    facts = f"{cut.rate.label} fps{' DF' if cut.drop else ''} · {first} – {last}"
    return Drawn(
        cut.name, cut.path.name if cut.path else cut.name, facts, tuple(_ticks(cut, whole)),
        tuple(Lane(track, tuple(tracks[track])) for track in order),
    )  # fmt: skip


def _height(track: str) -> tuple[bool, list[int]]:
    """Picture above sound, the highest picture track and the first sound track on top."""
    numbers = [int(number) for number in _NUMBER.findall(track)]
    sound = track.rpartition(".")[2].startswith("A")
    return sound, numbers if sound else [-number for number in numbers]


def _ticks(cut: Cut, whole: Flicks) -> Iterator[Tick]:
    step = max(cut.rate.frame, cut.rate.snap(whole // _TICKS))
    for at in range(0, max(cut.duration, 1), step):
        yield Tick(_percent(at, whole), str(Timecode.at(cut.start + at, cut.rate, cut.drop)))


def _links(rows: Sequence[Row], whole: Flicks) -> Iterator[Link]:
    for row in rows:
        if row.old and row.new:
            a, b = row.old.record, row.new.record
            ends = (_share(time, whole) for time in (a.start, a.end, b.start, b.end))
            yield Link(row.number, row.kinds[0], *ends)


def _share(time: Flicks, whole: Flicks) -> int:
    return time * 100_000 // whole


def _percent(time: Flicks, whole: Flicks) -> str:
    return f"{time * 100 / whole:.4f}".rstrip("0").rstrip(".")


def _event(row: Row, language: str) -> Event:
    frames = [str(side.frames) for side in (row.old, row.new) if side]
    side = row.side
    return Event(
        row.number, row.kinds[0], row.what, side.track, side.name or side.source, side.reel,
        row.old.record_in if row.old else "", row.new.record_in if row.new else "",
        frames[0] if len(set(frames)) == 1 else " → ".join(frames), row.why,
        say(f"because_{row.because}", language) if row.because else "",
    )  # fmt: skip
