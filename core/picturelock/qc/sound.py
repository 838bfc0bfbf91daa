"""Silences, phase and drop-outs of the master's sound."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.catalogue import Limit
from picturelock.findings import Fact, Finding, Place
from picturelock.media.scan.model import BLOCK, NOTHING, Frames, PairScan, Scan
from picturelock.production import Dossier
from picturelock.production.master_scan import layout_of
from picturelock.qc.common import HOUSE, Where, facts_of, file_of, found, listed, measured, stretches
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span

SILENT_LEVEL = 6000
"""1/100 dB below full scale: below -60 dBFS RMS nothing is heard. FFmpeg's silencedetect has the same by default."""
PHASE_S = 2
"""Seconds that a pair must be out of phase to be told: effects are, for a moment."""


def check(dossier: Dossier) -> Iterator[Finding]:
    """Drop-outs always; silence and phase where the destination limits them."""
    scan, problem = measured(dossier, "qc.sound")
    yield from problem
    if scan is None:
        return
    where = Where(dossier, scan.picture.rate if scan.picture else FrameRate(25))
    yield from _dropouts(scan, where)
    by_name = dossier.spec.by_name if dossier.spec else {}
    if "silence_longest" in by_name:
        yield from _silences(scan, where, by_name["silence_longest"])
    if "phase_lowest" in by_name:
        yield from _phase(dossier, scan, where, by_name["phase_lowest"])


def _dropouts(scan: Scan, where: Where) -> Iterator[Finding]:
    """A hole at the same place in several channels is one."""
    holes: dict[Span, list[int]] = {}
    for channel in scan.channels:
        for span in channel.dropouts:
            holes.setdefault(span, []).append(channel.number)

    def told(span: Span) -> Finding:
        milliseconds = round(1000 * span.duration / FLICKS_PER_SECOND, 1)
        facts = facts_of(where.dossier, **where.timed(span), channels=_numbers(holes[span]), milliseconds=milliseconds)
        return Finding("qc.dropout", "error", where.at(span), facts, HOUSE)

    yield from listed(told(span) for span in sorted(holes))
    untold = sum(channel.dropout_count - len(channel.dropouts) for channel in scan.channels)
    if untold:
        facts: dict[str, Fact] = {"file": file_of(where.dossier), "rule": "qc.dropout", "count": untold}
        yield Finding("qc.more-places", "error", Place(file=file_of(where.dossier)), facts, HOUSE)


def _silences(scan: Scan, where: Where, limit: Limit) -> Iterator[Finding]:
    """Of the first programme, between the first and the last frame of the cut."""
    numbers = scan.programmes[0].group.channels if scan.programmes else tuple(one.number for one in scan.channels)
    levels = [channel.level.values() for channel in scan.channels if channel.number in numbers]
    if not levels:
        return
    blocks = range(max(map(len, levels)))
    silent = [all(at >= len(level) or level[at] >= SILENT_LEVEL for level in levels) for at in blocks]
    first, last = where.before, where.before + where.dossier.cut.duration
    longest = limit.quantity.flicks(where.rate)
    runs = (_block_span(run) for run in stretches(silent))
    inside = (run.intersect(Span(first, max(first, last))) for run in runs)
    yield from listed(
        found("qc.silence", where.at(run), facts_of(where.dossier, **where.timed(run), limit=limit.text), limit)
        for run in inside
        if run is not None and run.duration > longest
    )


def _phase(dossier: Dossier, scan: Scan, where: Where, limit: Limit) -> Iterator[Finding]:
    """Each pair that a programme is made of; without a layout, every pair."""
    layout = layout_of(dossier.spec, dossier.master) if dossier.master else ()
    stereo = {one.channels for one in layout if len(one.channels) == 2}
    lowest = 10_000 * (1 + limit.amount)
    for pair in scan.pairs:
        if layout and (pair.left, pair.right) not in stereo:
            continue
        values = pair.correlation.values()
        wrong = [value != NOTHING and value < lowest for value in values]
        runs = [run for run in stretches(wrong) if run.count >= min(PHASE_S, len(values))]
        yield from listed(_out_of_phase(pair, values, run, where, limit) for run in runs)


def _out_of_phase(pair: PairScan, values: tuple[int, ...], run: Frames, where: Where, limit: Limit) -> Finding:
    part = values[run.start : run.end]
    mean = sum(part) / len(part) / 10_000 - 1
    span = Span(run.start * FLICKS_PER_SECOND, run.end * FLICKS_PER_SECOND)
    facts = facts_of(
        where.dossier,
        **where.timed(span),
        channels=_numbers([pair.left, pair.right]),
        correlation=round(mean, 2),
        limit=limit.text,
    )
    return found("qc.phase", where.at(span), facts, limit)


def _block_span(run: Frames) -> Span:
    each = int(BLOCK * FLICKS_PER_SECOND)
    return Span(run.start * each, run.end * each)


def _numbers(channels: list[int]) -> str:
    return ", ".join(map(str, channels))
