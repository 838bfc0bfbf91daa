"""A file that is out of step with the speech as a whole: by a constant, by a drift, or because it was made at another speed."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from picturelock.findings import Fact, Finding, Place
from picturelock.subtitling.rules.timing_order import RATES
from picturelock.subtitling.rules.words_match import BILLION, Line
from picturelock.subtitling.subject import Subject
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, divide_nearest, from_ms, to_seconds

SYNCHRONOUS = "47 CFR 79.1(j)(2)(ii): captions coincide with the speech; the tolerances are Picturelock's"
OFFSET: Flicks = from_ms(300)
"""From this constant on a file is named: transcripts put the start of a word that near."""
GRAVE: Flicks = FLICKS_PER_SECOND
"""From this on it is an error."""
DRIFT: Flicks = from_ms(500)
"""What a drift must come to over the speech to be one."""
_LEAST_DOUBT = 150_000
"""Parts per billion within which a speed is taken for one that is known."""
_MOST_DOUBT = 450_000
_HOUR: Flicks = 3600 * FLICKS_PER_SECOND


def whole_file(subject: Subject, line: Line) -> Finding | None:
    """The one finding on a file that is out of step, or None."""
    first, middle, last = map(line.late, (line.span.start, (line.span.start + line.span.end) // 2, line.span.end))
    rate, most = subject.rate, max(abs(first), abs(last))
    facts: dict[str, Fact] = {
        "offset_frames": rate.nearest(first),
        "captions": line.anchors,
    }
    if abs(last - first) >= DRIFT:
        facts["drift_frames_per_hour"] = rate.nearest(divide_nearest(_HOUR * line.ppb, BILLION))
        facts["end_frames"] = rate.nearest(last)
        speeds = _speeds(line, rate)
        if speeds is not None:
            facts |= {"made": speeds[0].label, "runs": speeds[1].label}
        rule = "captions.drift" if speeds is None else "captions.other-speed"
    elif abs(middle) >= OFFSET:
        rule = "captions.offset-late" if middle > 0 else "captions.offset-early"
        facts |= {"offset_frames": rate.nearest(abs(middle)), "offset_seconds": round(abs(to_seconds(middle)), 2)}
    else:
        return None
    return Finding(rule, "error" if most >= GRAVE else "warning", Place(file=subject.file), facts, SYNCHRONOUS)


def _speeds(line: Line, rate: FrameRate) -> tuple[FrameRate, FrameRate] | None:
    """The rate that a file was made for and the one that the speech runs at, where its speed says so.

    Captions made at A for pictures that run at B lie at B / A of the speech's times.
    """
    measured = Fraction(BILLION + line.ppb, BILLION)
    length = max(1, line.span.duration)
    doubt = min(_MOST_DOUBT, max(_LEAST_DOUBT, 2 * line.scatter * BILLION // length))
    found: list[tuple[Fraction, bool, int, tuple[FrameRate, FrameRate]]] = []
    for number, (made, runs) in enumerate(permutations(RATES[:5], 2)):
        ratio = Fraction(runs.num * made.den, runs.den * made.num)
        off = abs(ratio - measured)
        if off * BILLION <= doubt:
            found.append((off, runs != rate, number, (made, runs)))
    return min(found, key=lambda item: (item[1], item[0], item[2]))[3] if found else None
