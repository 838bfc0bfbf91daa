"""The cut drawn as a strip: a row for each track, a bar for each shot, a tick for each finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from picturelock.cut import Cut, Shot
from picturelock.findings import Finding, Severity
from picturelock.report.frames import timecodes
from picturelock.times import Flicks, Timecode

WIDTH = 1000
"""Width of the drawing area, in its own units."""
_STEPS = 10  # bars closer together than a tenth of a unit are drawn as one: a reel of 10,000 shots stays small


@dataclass(frozen=True, slots=True)
class Bar:
    """A shot, or several that are too short to tell apart."""

    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """A track."""

    track: str
    kind: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A finding; several of one severity at one place are drawn once and counted."""

    x: float
    severity: Severity
    number: int
    """The number of the first finding that it stands for."""
    count: int
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A label on the time axis."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Strip:
    """All that the drawing needs."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    axis: tuple[Mark, ...]


def draw(cut: Cut, numbered: Sequence[tuple[int, Finding]]) -> Strip | None:
    """The strip of a cut with its numbered findings; None where there is nothing to draw."""
    duration = max([cut.duration, *(shot.record_span.end for shot in cut.shots)], default=0)
    if duration <= 0 or not cut.shots:
        return None
    rows = tuple(_row(cut, track, kind, duration) for track, kind in _tracks(cut))
    return Strip(rows, tuple(_ticks(cut, numbered, duration)), tuple(_axis(cut, duration)))


def _tracks(cut: Cut) -> list[tuple[str, str]]:
    """Picture above sound, as an editor sees them: the highest picture track on top, the first sound track under it."""
    tracks = sorted({(_row_of(shot), shot.kind) for shot in cut.shots}, key=lambda item: (len(item[0]), item[0]))
    video = [item for item in tracks if item[1] == "video"]
    return [*reversed(video), *(item for item in tracks if item[1] == "audio")]


def _row_of(shot: Shot) -> str:
    """What is nested ("V1/3.V1") is drawn on the track that holds the nest."""
    return shot.track.partition("/")[0]


def _row(cut: Cut, track: str, kind: str, duration: Flicks) -> Row:
    bars: list[Bar] = []
    count = 1
    for shot in cut.shots:
        if _row_of(shot) != track or shot.kind != kind or not shot.enabled:
            continue
        x, end = _x(shot.record_span.start, duration), _x(shot.record_span.end, duration)
        if bars and x - bars[-1].x < 1 / _STEPS:
            count += 1
            last = bars.pop()
            bars.append(Bar(last.x, max(last.width, round(end - last.x, 1)), f"{count} × {track}"))
            continue
        count = 1
        bars.append(Bar(x, max(round(end - x, 1), 0.5), shot.name or shot.source.name))
    return Row(track, kind, tuple(bars))


def _ticks(cut: Cut, numbered: Iterable[tuple[int, Finding]], duration: Flicks) -> Iterable[Tick]:
    found: dict[tuple[Severity, int], list[tuple[int, Finding]]] = {}
    for number, finding in numbered:
        if finding.place.record is not None:
            key = (finding.severity, round(_x(finding.place.record.start, duration) / 4))
            found.setdefault(key, []).append((number, finding))
    for (severity, _), group in sorted(found.items(), key=lambda item: item[0][1]):
        number, first = group[0]
        if first.place.record is None:
            continue
        label, _ = timecodes(first.place.record, cut.rate, cut.start, cut.drop)
        yield Tick(_x(first.place.record.start, duration), severity, number, len(group), label)


def _axis(cut: Cut, duration: Flicks) -> Iterable[Mark]:
    for part, anchor in ((0, "start"), (1, "middle"), (2, "middle"), (3, "middle"), (4, "end")):
        time = cut.rate.snap(duration * part // 4)
        yield Mark(_x(time, duration), str(Timecode.at(cut.start + time, cut.rate, cut.drop)), anchor)


def _x(time: Flicks, duration: Flicks) -> float:
    return round(min(max(time, 0), duration) * WIDTH * _STEPS / duration) / _STEPS
