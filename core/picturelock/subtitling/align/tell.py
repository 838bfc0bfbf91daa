"""What was found out about a file that was out of step, as findings: late, at another speed, in pieces, not spoken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low

from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.subtitling.align.heard import Hearing
from picturelock.subtitling.align.lines import Line, Piece, Point, lines_at, rates_of
from picturelock.subtitling.align.move import Moved
from picturelock.times import Flicks, FrameRate, Span, from_ms, from_seconds, to_ms, to_seconds

SOURCE = "Picturelock: captions are aligned to the words of the transcript"
UNEVEN: Flicks = from_ms(600)
"""Where half of the captions lie further from their words than this after they were moved, each was timed badly by itself."""
_MOST = 100
_QUOTED = 80
_FRAMES_UP_TO: Flicks = from_seconds(10)


def tell(
    hearing: Hearing,
    found: str,
    pieces: Sequence[Piece],
    moved: Sequence[Moved],
    spans: Sequence[Span],
    points: Sequence[Point],
    rate: FrameRate | None,
    file: str,
    dropped: set[int],
) -> Iterator[Finding]:
    """In the order in which people want to know it."""
    if found == "words":
        yield _words(hearing, spans, file)
    elif found == "in-step":
        yield _info("captions.align-in-step", file, captions=len(moved), heard=len(points))
    else:
        yield from _whole(hearing, pieces, len(points), rate, file)
        yield from _joints(hearing, pieces, spans, file)
    if found != "words":
        yield from _uneven(pieces, points, file)
    yield from _missing(moved, spans, file, dropped)
    wordless = sum(one.state == "followed" and bool(hearing.counts[n]) for n, one in enumerate(moved))
    if wordless:
        yield _info("captions.align-followed", file, count=wordless, captions=len(moved))


def _info(rule: str, file: str, **facts: Fact) -> Finding:
    return Finding(rule, "info", Place(file=file), facts, SOURCE)


def _words(hearing: Hearing, spans: Sequence[Span], file: str) -> Finding:
    moves = [abs(span.start - cue.span.start) for cue, span in zip(hearing.cues, spans, strict=True)]
    return _info(
        "captions.align-words", file, captions=len(spans), median_ms=to_ms(median_low(moves)), most_ms=to_ms(max(moves))
    )


def _whole(
    hearing: Hearing, pieces: Sequence[Piece], heard: int, rate: FrameRate | None, file: str
) -> Iterator[Finding]:
    """What holds for the first piece, and for each later one at another speed."""
    cues = hearing.cues
    ends = [piece.first for piece in pieces[1:]] + [len(cues)]
    firsts = [0, *(piece.first for piece in pieces[1:])]
    if len(pieces) > 1:
        late = -_later(pieces[0].line, cues[0].span.start)
        facts: dict[str, Fact] = {"pieces": len(pieces), "captions": len(cues), "heard": heard}
        yield _info("captions.align-pieces", file, **facts, **_off("first", late))
    before: Line | None = None
    for piece, first, end in zip(pieces, firsts, ends, strict=True):
        line = piece.line
        start, last = cues[first].span.start, cues[end - 1].span.start
        late_first, late_last = -_later(line, start), -_later(line, last)
        if line.ratio != 1 and (before is None or before.ratio != line.ratio):
            tilt: dict[str, Fact] = {
                "percent": abs(round(float(100 * (line.ratio - 1)), 2)),
                **_off("first", late_first),
                **_off("last", late_last),
            }
            rates = rates_of(line.ratio, rate)
            if rates is not None:
                known: dict[str, Fact] = {"made": rates[0].label, "runs": _named(rates[1], rate).label}
                yield _info("captions.align-speed", file, **known, **tilt)
            else:
                yield _info("captions.align-drift", file, **tilt)
        elif len(pieces) == 1:
            rule = "captions.align-late" if late_first >= 0 else "captions.align-early"
            amount, seconds = _amount(abs(late_first), rate), f"{_seconds(abs(late_first))} s"
            yield _info(rule, file, amount=amount, seconds=seconds if seconds != amount else "")
        before = line


def _joints(hearing: Hearing, pieces: Sequence[Piece], spans: Sequence[Span], file: str) -> Iterator[Finding]:
    for piece, following in pairwise(pieces):
        at = following.first
        start = hearing.cues[at].span.start
        step = following.line.to_new(start) - piece.line.to_new(start)
        rule = "captions.align-put-in" if step > 0 else "captions.align-taken-out"
        cue = hearing.cues[at].id or str(at + 1)
        facts: dict[str, Fact] = {"at": clock(spans[at].start), "cue": cue, "seconds": abs(_seconds(step))}
        yield Finding(rule, "info", Place(file=file, record=spans[at], cue=cue), facts, SOURCE)


def _uneven(pieces: Sequence[Piece], points: Sequence[Point], file: str) -> Iterator[Finding]:
    """Whether the captions lie well on their pieces."""
    lines = zip(points, lines_at(pieces, points), strict=True)
    off = [abs(line.to_new(point.file) - point.speech) for point, line in lines]
    scatter = median_low(off)
    if scatter > UNEVEN:
        yield Finding("captions.align-uneven", "warning", Place(file=file), {"median_ms": to_ms(scatter)}, SOURCE)


def _missing(moved: Sequence[Moved], spans: Sequence[Span], file: str, dropped: set[int]) -> Iterator[Finding]:
    gone = [number for number, one in enumerate(moved) if one.state == "missing"]
    for number in gone[:_MOST]:
        cue = moved[number].cue
        rule = "captions.align-dropped" if number in dropped else "captions.align-missing"
        severity: Severity = "info" if number in dropped else "warning"
        text = quoted(" / ".join(cue.plain_lines))
        name = cue.id or str(number + 1)
        yield Finding(
            rule, severity, Place(file=file, record=spans[number], cue=name), {"cue": name, "text": text}, SOURCE
        )
    if len(gone) > _MOST:
        more: dict[str, Fact] = {"rule": "captions.align-missing", "count": len(gone) - _MOST}
        yield Finding("captions.more", "warning", Place(file=file), more, SOURCE)


def _later(line: Line, time: Flicks) -> Flicks:
    """By how much a line puts a time later."""
    return line.to_new(time) - time


def _off(where: str, late: Flicks) -> dict[str, Fact]:
    """How far off a caption is, and on which side: 0 for early, 1 for late."""
    return {where: abs(_seconds(late)), f"{where}_late": int(late >= 0)}


def _named(runs: FrameRate, rate: FrameRate | None) -> FrameRate:
    """The rate at which the programme runs: its own, where that is told, and the measured one is no other within NTSC's 0.1 %."""
    near = rate is not None and abs(runs.num * rate.den - rate.num * runs.den) * 500 <= rate.num * runs.den
    return rate if rate is not None and near else runs


def _seconds(time: Flicks) -> float:
    return round(to_seconds(time), 2)


def _amount(time: Flicks, rate: FrameRate | None) -> str:
    """Frames for what people count in frames, else seconds."""
    return f"{rate.nearest(time)} f" if rate and time <= _FRAMES_UP_TO else f"{_seconds(time)} s"


def clock(time: Flicks) -> str:
    """Hours, minutes and seconds, as people say a place: 00:12:03."""
    seconds = to_ms(time) // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def quoted(text: str) -> str:
    """A text on one line, shortened."""
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"
