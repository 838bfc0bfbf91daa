"""What the page of a change list shows (`report.change_page`), from the list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from picturelock.conform.changes.headline import summary
from picturelock.conform.changes.model import CAPTION_KINDS, KINDS, QUIET, ChangeList
from picturelock.conform.changes.rows import Row, Side
from picturelock.cut import Cut
from picturelock.cutmap import subtract, union
from picturelock.report.change_page import (
    LONG,
    ChangePage,
    Clip,
    Count,
    Drawn,
    Event,
    Lane,
    Link,
    Mark,
    MarkerRow,
    Stand,
    Stretch,
    Tick,
)
from picturelock.times import Flicks, Span, Timecode
from picturelock.wording import message, say

_TICKS = 8
_NUMBER = re.compile(r"(\d+)")


def page_of(
    found: ChangeList, rows: Sequence[Row], language: str, facts: Sequence[str] = (), rates: Sequence[str] = ("", "")
) -> ChangePage:
    """Both cuts to one scale, and every event. `rows` are those of the list, in a language.

    facts: what else is to be said of the whole list, in sentences. rates: where that of the old and of the new cut is from.
    """
    whole = max(found.old.duration, found.new.duration, 1)
    counts = Counter(row.kinds[0] for row in rows)
    short = len(rows) <= LONG  # what a long list's page draws by itself is not laid out here
    told = summary(found)
    old = [(row, row.old) for row in rows if row.old]
    new = [(row, row.new) for row in rows if row.new]
    return ChangePage(
        say("changes_title", language, count=int(told.evidence["changed"])),
        message(told, language),
        _drawn(found.old, old, whole, short, rates[0], language),
        _drawn(found.new, new, whole, short, rates[1], language),
        tuple(_links(rows, whole)) if short else (),
        tuple(_event(row, found, language) for row in rows),
        tuple(
            Count(kind, say(f"change_{kind}", language), counts[kind], kind in QUIET)
            for kind in (*KINDS, *CAPTION_KINDS)
            if counts[kind]
        ),
        tuple(facts),
        tuple(_markers(found, language)),
    )


def _markers(found: ChangeList, language: str) -> Iterator[MarkerRow]:
    for change in found.markers:
        marker = change.new or change.old
        if marker is None or change.kinds == ("unchanged",):
            continue
        what = ", ".join(say(f"marker_kind_{kind}", language) for kind in change.kinds)
        old, new = (
            str(Timecode.at(cut.start + one.span.start, cut.rate, cut.drop)) if one else ""
            for one, cut in ((change.old, found.old), (change.new, found.new))
        )
        yield MarkerRow(what, marker.name, old, new, marker.note)


def _drawn(
    cut: Cut, shown: Sequence[tuple[Row, Side]], whole: Flicks, short: bool, rate_from: str, language: str
) -> Drawn:
    order = tuple(sorted({side.track for _, side in shown}, key=_height))
    first, last = (Timecode.at(cut.start + time, cut.rate, cut.drop) for time in (0, cut.duration))
    label = cut.rate.label.replace(".", ",") if language == "fr" else cut.rate.label
    facts = say(
        "changes_cut_facts", language, rate=f"{label}{' DF' if cut.drop else ''}", first=str(first), last=str(last),
        events=len(cut.shots), whence=f" ({rate_from})" if rate_from else "",
    )  # fmt: skip
    marks = tuple(_marks(cut, order))
    lanes = _lanes(cut, order, _clips(shown, whole), marks, whole, language) if short else ()
    return Drawn(
        cut.name, cut.path.name if cut.path else cut.name, facts, cut.rate, cut.drop, first.frames,
        last.frames - first.frames, order, tuple(_ticks(cut, whole)) if short else (), lanes, marks,
    )  # fmt: skip


def _lanes(
    cut: Cut, order: Sequence[str], clips: Mapping[str, list[Clip]], marks: Sequence[Mark], whole: Flicks, language: str
) -> tuple[Lane, ...]:
    drawn: dict[tuple[str, bool], list[Stretch]] = defaultdict(list)
    for mark in marks:
        says = say("changes_drawn_black" if mark.black else "changes_drawn_fade", language, frames=mark.frames)
        start, length = (cut.rate.time_of(frames) for frames in (mark.start, mark.frames))
        drawn[mark.track, mark.black].append(Stretch(says, _percent(start, whole), _percent(length, whole)))
    return tuple(
        Lane(track, tuple(clips.get(track, ())), tuple(drawn[track, False]), tuple(drawn[track, True]))
        for track in order
    )


def _marks(cut: Cut, tracks: Sequence[str]) -> Iterator[Mark]:
    """Where on the tracks that are drawn a transition is, and on the lowest of picture, where nothing is seen."""
    rate = cut.rate
    for shot in cut.shots:
        if shot.track not in tracks or not shot.enabled:
            continue
        for effect in shot.effects:
            length = effect.handle + effect.inside
            if length and effect.kind != "other":
                inward = effect.kind == "transition-in"
                start = shot.record_span.start - effect.handle if inward else shot.record_span.end - effect.inside
                yield Mark(shot.track, rate.nearest(start), max(1, rate.nearest(length)), False)
    pictures = [shot for shot in cut.shots if shot.kind == "video" and shot.enabled and not shot.source.generated]
    lowest = next((track for track in reversed(tracks) if _height(track)[0] == 0), None)
    if lowest is None or not pictures:
        return
    for hole in subtract(Span(0, cut.duration), union(shot.record_span for shot in pictures)):
        if frames := rate.nearest(hole.duration):
            yield Mark(lowest, rate.nearest(hole.start), frames, True)


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


def _numbers(row: Row) -> str:
    old, new = (side.event if side else "" for side in (row.old, row.new))
    return old if old == new else f"{old} → {new}".strip()


def _event(row: Row, found: ChangeList, language: str) -> Event:
    frames = [str(side.frames) for side in (row.old, row.new) if side]
    side = row.side
    return Event(
        row.number, row.kinds[0], row.what, side.track, side.name or side.source, side.reel,
        row.old.record_in if row.old else "", row.new.record_in if row.new else "",
        frames[0] if len(set(frames)) == 1 else " → ".join(frames), row.why,
        say(f"because_{row.because}", language) if row.because else "",
        _stand(row.old, found.old), _stand(row.new, found.new), _numbers(row),
    )  # fmt: skip
