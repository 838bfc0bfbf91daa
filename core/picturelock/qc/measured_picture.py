"""What the picture of the master measures, frame by frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from picturelock.media.scan.model import Frames, PictureScan, Scan
from picturelock.production import Dossier
from picturelock.qc.common import Where, file_of, stretches
from picturelock.qc.head_tail import head_of
from picturelock.qc.levels import percent
from picturelock.qc.measure import Measure, asks, seconds, tenths
from picturelock.qc.sections import Section, black_marks, held_runs, leading_black, trailing_black


def of_action(dossier: Dossier, picture: PictureScan) -> Iterator[Measure]:
    """The first and the last frame that is not black, as far as the production says where the programme lies."""
    where, file = Where(dossier, picture.rate), file_of(dossier)
    black = leading_black(picture)
    first = where.first or (black if black < picture.frames else 0)
    last = max(0, picture.frames - 1 - trailing_black(picture))
    rules = ("qc.first-frame", "qc.head-action")
    yield Measure("first_frame", where.label(first), "qc.head_tail", rules, where.label(where.first), file)
    rules = ("qc.master-duration", "qc.picture-ends-early")
    yield Measure("last_frame", where.label(last), "qc.master", rules, where.label(max(0, where.last - 1)), file)


def of_picture(dossier: Dossier, scan: Scan) -> Iterator[Measure]:
    """Luma of every master; of all else what the destination limits."""
    picture = scan.picture
    if picture is None:
        return
    where = Where(dossier, picture.rate)
    programme = Frames(min(where.first, picture.frames), min(max(where.last, where.first), picture.frames))
    yield from _levels(picture, programme)
    for one in (*_outside(picture, programme), *_stillness(picture, programme, where), *_head_tail(picture, where)):
        if asks(dossier, one.name):
            yield one
    if asks(dossier, "qc.measures"):
        made = {"interlace": scan.interlace, "range": scan.range, "flashes": scan.flashes}
        named = ", ".join(name for name, found in made.items() if found is not None)
        yield Measure("qc.measures", named, "qc.levels", ("qc.unmeasured", "accessibility.flashes-untested"))


def _levels(picture: PictureScan, programme: Frames) -> Iterator[Measure]:
    low, high = (curve.values()[programme.start : programme.end] for curve in (picture.low, picture.high))
    if not low:
        return
    yield Measure("level_lowest", f"{tenths(percent(min(low)))} %", "qc.levels", ("qc.level-low",))
    yield Measure("level_highest", f"{tenths(percent(max(high)))} %", "qc.levels", ("qc.level-high",))


def _outside(picture: PictureScan, programme: Frames) -> Iterator[Measure]:
    outside = picture.outside.values()[programme.start : programme.end]
    if outside:
        yield Measure("out_of_range", f"{tenths(Fraction(max(outside), 100))} %", "qc.levels", ("qc.out-of-range",))


def _stillness(picture: PictureScan, programme: Frames, where: Where) -> Iterator[Measure]:
    for name, runs, rules in (
        ("black_longest", stretches(black_marks(picture)), ("qc.black-inside",)),
        ("freeze_longest", held_runs(picture), ("qc.freeze", "qc.freeze-under-text")),
    ):
        longest = _longest(runs, programme)
        yield Measure(name, _length(longest, name, where), "qc.stillness", rules)


def _longest(runs: Sequence[Frames], within: Frames) -> int:
    return max(0, *(min(run.end, within.end) - max(run.start, within.start) for run in runs), 0)


def _head_tail(picture: PictureScan, where: Where) -> Iterator[Measure]:
    head = head_of(picture, where)
    lead = head[-1].frames.count if head and head[-1].kind == "black" else 0
    black = lead if where.first else leading_black(picture)
    counts = {
        "black_head": (black, ("qc.black-head",)),
        "black_tail": (trailing_black(picture), ("qc.black-tail",)),
        "bars_length": (_stands(head, "bars"), ("qc.bars-missing", "qc.bars-short", "qc.bars-unasked")),
        "slate_length": (_stands(head, "still", "clock"), ("qc.slate-missing", "qc.slate-short", "qc.slate-unasked")),
    }
    for name, (count, rules) in counts.items():
        yield Measure(name, _length(count, name, where), "qc.head_tail", rules)


def _stands(head: Sequence[Section], *kinds: str) -> int:
    return max((one.frames.count for one in head if one.kind in kinds), default=0)


def _length(frames: int, name: str, where: Where) -> str:
    """In frames where the destination counts in frames, else in seconds."""
    limit = where.dossier.spec.by_name.get(name) if where.dossier.spec is not None else None
    return f"{frames} f" if limit is not None and limit.unit == "f" else seconds(where.rate.time_of(frames))
