"""What the page of a change list shows (`report.change_page`), from the list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from picturelock.conform.changes.headline import headline
from picturelock.conform.changes.model import CAPTION_KINDS, KINDS, QUIET, ChangeList
from picturelock.conform.changes.rows import Row, Side
from picturelock.cut import Cut
from picturelock.report.change_page import LONG, ChangePage, Clip, Count, Drawn, Event, Lane, Link, Stand, Tick
from picturelock.times import Flicks, Timecode
from picturelock.wording import say

_TICKS = 8
_NUMBER = re.compile(r"(\d+)")


def page_of(found: ChangeList, rows: Sequence[Row], language: str) -> ChangePage:
    """Both cuts to one scale, and every event. `rows` are those of the list, in a language."""
    whole = max(found.old.duration, found.new.duration, 1)
    counts = Counter(row.kinds[0] for row in rows)
    short = len(rows) <= LONG  # what a long list's page draws by itself is not laid out here
    return ChangePage(
        headline(found, language),
        _drawn(found.old, [(row, row.old) for row in rows if row.old], whole, short),
        _drawn(found.new, [(row, row.new) for row in rows if row.new], whole, short),
        tuple(_links(rows, whole)) if short else (),
        tuple(_event(row, found, language) for row in rows),
        tuple(
            Count(kind, say(f"change_{kind}", language), counts[kind], kind in QUIET)
            for kind in (*KINDS, *CAPTION_KINDS)
            if counts[kind]
        ),
    )


def _drawn(cut: Cut, shown: Sequence[tuple[Row, Side]], whole: Flicks, short: bool) -> Drawn:
    order = tuple(sorted({side.track for _, side in shown}, key=_height))
    first, last = (Timecode.at(cut.start + time, cut.rate, cut.drop) for time in (0, cut.duration))
    facts = f"{cut.rate.label} fps{' DF' if cut.drop else ''} · {first} – {last}"
    clips = _clips(shown, whole) if short else {}
    return Drawn(
        cut.name, cut.path.name if cut.path else cut.name, facts, cut.rate, cut.drop, first.frames,
        last.frames - first.frames, order, tuple(_ticks(cut, whole)) if short else (),
        tuple(Lane(track, tuple(clips[track])) for track in order) if short else (),
    )  # fmt: skip


def _clips(shown: Sequence[tuple[Row, Side]], whole: Flicks) -> dict[str, list[Clip]]:
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
    return tracks


def _height(track: str) -> tuple[int, list[int], str]:
    """Picture above sound, the highest picture track and the first sound track on top; captions below."""
    numbers = [int(number) for number in _NUMBER.findall(track)]
    sound = track.rpartition(".")[2].startswith("A")
    if track.startswith("CC "):
        return 2, [], track
    return int(sound), numbers if sound else [-number for number in numbers], track


def _ticks(cut: Cut, whole: Flicks) -> Iterator[Tick]:
    step = max(cut.rate.frame, cut.rate.snap(whole // _TICKS))
    for at in range(0, max(cut.duration, 1), step):
        yield Tick(_percent(at, whole), str(Timecode.at(cut.start + at, cut.rate, cut.drop)))


def _links(rows: Sequence[Row], whole: Flicks) -> Iterator[Link]:
    for row in rows:
        if row.old and row.new and row.side.kind != "caption":
            a, b = row.old.record, row.new.record
            ends = (_share(time, whole) for time in (a.start, a.end, b.start, b.end))
            yield Link(row.number, row.kinds[0], *ends)


def _share(time: Flicks, whole: Flicks) -> int:
    return time * 100_000 // whole


def _percent(time: Flicks, whole: Flicks) -> str:
    return f"{time * 100 / whole:.4f}".rstrip("0").rstrip(".")


def _stand(side: Side | None, cut: Cut) -> Stand | None:
    if side is None:
        return None
    at = cut.rate.nearest(cut.start + side.record.start) - cut.rate.nearest(cut.start)
    return Stand(side.track, side.name or side.source, at, side.frames)


def _event(row: Row, found: ChangeList, language: str) -> Event:
    frames = [str(side.frames) for side in (row.old, row.new) if side]
    side = row.side
    return Event(
        row.number, row.kinds[0], row.what, side.track, side.name or side.source, side.reel,
        row.old.record_in if row.old else "", row.new.record_in if row.new else "",
        frames[0] if len(set(frames)) == 1 else " → ".join(frames), row.why,
        say(f"because_{row.because}", language) if row.because else "",
        _stand(row.old, found.old), _stand(row.new, found.new),
    )  # fmt: skip
