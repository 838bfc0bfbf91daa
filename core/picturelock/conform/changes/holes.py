"""What stands in the new cut where the old programme has nothing for it, in a few words for an edit list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from picturelock.conform.changes.black import is_black
from picturelock.conform.changes.lanes import lane
from picturelock.conform.changes.model import Change, ChangeList
from picturelock.conform.seen import visible
from picturelock.cut import Shot
from picturelock.times import Span

Hole = tuple[Span, str, str]
"""Record time of the new cut, the name of the clip there, and what it is. The first that holds a moment counts."""


class Holes:
    """Words for every moment of the new cut. They are those of edit lists, in English and capitals, in every language."""

    def __init__(self, found: ChangeList) -> None:
        self._new = found.new
        self._changes = {change.new.id: change for change in found.changes if change.new is not None}
        self.redone = frozenset(name for name, change in self._changes.items() if "version" in change.kinds)
        """Shots, by id, of which the old programme shows another version."""

    def of_picture(self, mixed: Iterable[tuple[Span, str]]) -> Iterator[Hole]:
        """mixed: transitions of the picture, with their names."""
        shots = visible(self._new)
        yield from _mixed(mixed, shots)
        for shot in shots:
            yield shot.record_span, _called(shot), self._said(shot)
        for shot in self._new.shots:
            if shot.kind == "video" and shot.enabled and shot.source.generated:
                black = is_black(shot)
                yield shot.record_span, "" if black else _called(shot), "BLACK" if black else f"TITLE: {_called(shot)}"
        yield Span(0, self._new.duration), "", "GAP"

    def of_track(self, track: str, mixed: Iterable[tuple[Span, str]]) -> Iterator[Hole]:
        """As `of_picture`, of a track of sound: where nothing is heard is no hole."""
        shots = [
            shot
            for shot in self._new.shots
            if shot.kind == "audio" and shot.enabled and not shot.source.generated and track in (shot.track, lane(shot))
        ]
        yield from _mixed(mixed, shots)
        for shot in shots:
            yield shot.record_span, _called(shot), self._said(shot)

    def _said(self, shot: Shot) -> str:
        change = self._changes.get(shot.id)
        kinds = change.kinds if change is not None else ()
        if "new" in kinds:
            return f"NEW: {_called(shot)}"
        if change is not None and "replaced" in kinds:
            return f"REPLACED: {_before(change, shot)}"
        if change is not None and "version" in kinds:
            return f"NEW VERSION: {_was(change)} > {_called(shot)}"
        return f"NEW FRAMES: {_called(shot)}"


def _mixed(mixed: Iterable[tuple[Span, str]], shots: Iterable[Shot]) -> Iterator[Hole]:
    starting = {shot.record_span.start: shot for shot in shots}
    ending = {shot.record_span.end: shot for shot in shots}
    edits = sorted(starting.keys() | ending.keys())
    for span, name in mixed:
        at = _first(edits, span)
        before, after = (ending.get(at), starting.get(at)) if at is not None else (None, None)
        sides = " > ".join(_called(shot) if shot else "BLACK" for shot in (before, after))
        yield span, "", f"{name.upper()}: {sides}"


def _first(edits: list[int], span: Span) -> int | None:
    at = bisect_left(edits, span.start)
    return edits[at] if at < len(edits) and edits[at] <= span.end else None


def _called(shot: Shot) -> str:
    return shot.name or shot.source.name or shot.source.reel


def _was(change: Change) -> str:
    return _called(change.old) if change.old is not None else ""


def _before(change: Change, shot: Shot) -> str:
    was, now = _was(change), _called(shot)
    return f"OTHER FRAMES OF {now}" if was == now else f"{was} > {now}"
