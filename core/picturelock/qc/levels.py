"""Luma and colour against the destination's range, on the pixels that were sampled of every frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from picturelock.catalogue import Limit
from picturelock.findings import Fact, Finding, Idle
from picturelock.media.scan.model import Frames, Scan
from picturelock.production import Dossier
from picturelock.qc.common import HOUSE, Where, facts_of, found, listed, measured, stretches, unasked, unseen

_LIMITS = ("level_lowest", "level_highest", "out_of_range")
_BLACK, _WHITE = 64, 940
_BRIDGE = 12
"""Frames: excursions that flicker are one."""
_AROUND = 12
_STRAY_LEAST, _STRAY_TIMES = 100, 4
"""Per 10 000 pixels, and times the median of the frames around."""
_CODE = Fraction(100, _WHITE - _BLACK)
"""Percent of one 10-bit code: rounding, no excursion."""


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Level limits hold for 99 % of a frame's samples each way, as EBU R 103 lets 1 % of a picture stray.

    Of the programme alone: patches of line-up bars lie out of range on purpose.
    """
    spec = dossier.spec
    measures = spec.asks("qc.measures") if spec is not None else None
    every_pixel = measures is not None and "range" in measures.values
    idle = (unasked(dossier, _LIMITS) if not every_pixel else None) or unseen(dossier, "picture")
    if idle or spec is None:
        yield idle or Idle("no-spec")
        return
    scan, problem = measured(dossier, "qc.levels")
    yield from problem
    if scan is None or scan.picture is None:
        return
    where = Where(dossier, scan.picture.rate)
    lowest, highest, outside = (spec.by_name.get(name) for name in _LIMITS)
    if lowest:
        lows = [percent(code) for code in scan.picture.low.values()]
        yield from _beyond("qc.level-low", where, lows, lowest, lambda v: v < lowest.amount - _CODE, min)
    if highest:
        highs = [percent(code) for code in scan.picture.high.values()]
        yield from _beyond("qc.level-high", where, highs, highest, lambda v: v > highest.amount + _CODE, max)
    if outside:
        shares, share = [Fraction(value, 100) for value in scan.picture.outside.values()], outside.amount
        yield from _beyond("qc.out-of-range", where, shares, outside, lambda v: v > share, max)
    yield from _strays(scan, where)


def percent(code: int) -> Fraction:
    """Luma of a 10-bit code: 0 % = black, 100 % = white."""
    return Fraction(100 * (code - _BLACK), _WHITE - _BLACK)


def _beyond(
    rule: str,
    where: Where,
    values: list[Fraction],
    limit: Limit,
    wrong: Callable[[Fraction], bool],
    worst: Callable[[list[Fraction]], Fraction],
) -> Iterator[Finding]:
    def told(run: Frames) -> Finding:
        part = values[run.start : run.end]
        most = worst(part)
        facts: dict[str, Fact] = {
            **facts_of(where.dossier, **where.timed(run.span(where.rate))),
            "found_percent": round(float(most), 1),
            "worst": where.label(run.start + part.index(most)),
            "limit": limit.text,
        }
        return found(rule, where.place(run), facts, limit)

    marks = [wrong(value) and where.first <= at < where.last for at, value in enumerate(values)]
    yield from listed(told(run) for run in stretches(marks, _BRIDGE))


def _strays(scan: Scan, where: Where) -> Iterator[Finding]:
    """Frames in which far more pixels than usual stand out from their neighbours: a hit of a tape, a damaged block."""
    if scan.range is None:
        return
    values = scan.range.stray.values()
    marks = []
    for at, value in enumerate(values):
        around = sorted(values[max(0, at - _AROUND) : at + _AROUND + 1])
        marks.append(value >= _STRAY_LEAST and value > _STRAY_TIMES * around[len(around) // 2])
    runs = [run for run in stretches(marks) if run.count <= _AROUND // 2]
    yield from listed(
        Finding(
            "qc.stray-pixels",
            "warning",
            where.place(run),
            facts_of(
                where.dossier,
                **where.timed(run.span(where.rate)),
                found_percent=round(max(values[run.start : run.end]) / 100, 1),
            ),
            HOUSE,
        )
        for run in runs
    )
