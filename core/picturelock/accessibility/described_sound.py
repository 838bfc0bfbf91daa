"""How a described mix sounds beside the programme's own: in step, with its dialogue, described, and between the lines.

A mix that is out of step, without the programme, or exchanged with it is not judged further. What the levels cannot tell is
said: a warning names what was not proven.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.accessibility.common import (
    BLOCK_TIME,
    HOUSE,
    label,
    listed,
    place_of,
    runs,
    seconds,
)  # fmt: skip
from picturelock.accessibility.described_mixes import Mix
from picturelock.accessibility.mixes import FLOOR, Compared, compare, levels
from picturelock.cutmap import subtract
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.production import Dossier
from picturelock.spoken import RecordWord, speaks
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, from_ms, from_seconds

DESCRIPTION = "WCAG 2.2, 1.2.5 Audio Description (Prerecorded), Level AA; how much is heard is measured by Picturelock"
OVER = "Picturelock: description is spoken between the lines of the dialogue"
LEAST: Flicks = from_seconds(1)
"""Less than this beside the main mix is no description."""
DIALOGUE_HELD = 0.55
"""How much of how the main mix moves where somebody speaks must be in the described one; less is not proven to be the film."""
_ROOM: Flicks = from_seconds(2)
"""Outside the dialogue, below which there is no room to describe anything."""
_OVER_BLOCKS, _BRIDGE = 15, 5
_SILENT: Flicks = from_ms(2000)
"""A silence in the described mix alone that is longer than this is a hole, where no limit says otherwise."""
_FAINT = 3.0
_WINDOWS = 2
_GAP: Flicks = from_seconds(3)
_COUNTED: Flicks = from_seconds(15)
"""No gap counts for more than this: credits and long music are often left alone."""
_GAPS = 3
_STOPS_ERROR, _STOPS_WARNING = 0.5, 0.3


def judge_sound(
    dossier: Dossier, main: Mix, mix: Mix, speech: Sequence[Span], words: Sequence[RecordWord]
) -> Iterator[Finding]:
    """A mix beside the main one. speech: where somebody speaks, by these words."""
    inside = Span(0, max(1, dossier.cut.duration))
    last = -(-inside.end // BLOCK_TIME)
    a, b = levels(main.channels, main.before)[:last], levels(mix.channels, mix.before)[:last]
    heard = compare(a, b, speech, alike=len(main.channels) == len(mix.channels))
    same = _same_tongue(main, mix, words)
    wrong = list(_programme(mix, heard, same)) or list(_step(dossier, mix, heard))
    yield from listed(wrong)
    if any(one.severity == "error" for one in wrong):
        return
    if heard.holder == "main":
        yield Finding("accessibility.described-swapped", "error", Place(file=mix.file), mix.facts, DESCRIPTION)
        return
    room = sum(part.duration for part in subtract(inside, speech))
    if room >= _ROOM and heard.described < LEAST:
        if not mix.may_be_plain:
            facts = {**mix.facts, "seconds": round(room / FLICKS_PER_SECOND, 1)}
            yield Finding("accessibility.described-identical", "error", Place(file=mix.file), facts, DESCRIPTION)
        return
    if not heard.holder:
        yield Finding("accessibility.described-unproven", "warning", Place(file=mix.file), mix.facts, DESCRIPTION)
    yield from _stops(dossier, mix, heard, speech)
    if same:
        yield from listed(_over(dossier, mix, heard))
    yield from listed(_holes(dossier, mix, a.tolist(), b.tolist()))


def _same_tongue(main: Mix, mix: Mix, words: Sequence[RecordWord]) -> bool:
    """False where description and programme are known to be in two languages: then the dialogue is not the same."""
    spoken = [main.language] if main.language else {word.language for word in words}
    return not mix.language or not spoken or any(speaks(one, mix.language) for one in spoken)


def _step(dossier: Dossier, mix: Mix, heard: Compared) -> Iterator[Finding]:
    """Out of step: all of it, more and more, or in places."""
    step, place = heard.step, Place(file=mix.file)
    if step.late:
        rule = "accessibility.described-late" if step.late > 0 else "accessibility.described-early"
        yield Finding(rule, "error", place, {**mix.facts, **_shift(dossier, step.late)}, DESCRIPTION)
    if step.drift is not None:
        facts = {**mix.facts, **_shift(dossier, step.drift[1] - step.drift[0])}
        yield Finding("accessibility.described-drift", "error", place, facts, DESCRIPTION)
    for slip in step.slips:
        span = Span(slip.first * BLOCK_TIME, max(slip.first + 1, slip.last) * BLOCK_TIME)
        facts = {
            **mix.facts,
            **_shift(dossier, slip.late),
            "start": label(span.start, dossier.cut),
            "end": label(span.end, dossier.cut),
        }
        at = place_of(span, dossier, mix.file)
        rule = "accessibility.described-slips-late" if slip.late > 0 else "accessibility.described-slips-early"
        yield Finding(rule, "error", at, facts, DESCRIPTION)


def _shift(dossier: Dossier, blocks: int) -> dict[str, Fact]:
    """A shift, to a block (40 ms)."""
    time = abs(blocks) * BLOCK_TIME
    return {"frames": dossier.cut.rate.nearest(time), "seconds": round(time / FLICKS_PER_SECOND, 2)}


def _programme(mix: Mix, heard: Compared, same: bool) -> Iterator[Finding]:
    """The dialogue of the film is in it, as far as its level tells."""
    place = Place(file=mix.file)
    if heard.programme_missing and same:
        yield Finding("accessibility.described-alone", "error", place, mix.facts, DESCRIPTION)
    elif not heard.step.is_in_step:
        return
    elif heard.programme_missing or (heard.dialogue is not None and heard.dialogue < DIALOGUE_HELD):
        yield Finding("accessibility.described-dialogue-unproven", "warning", place, mix.facts, DESCRIPTION)
    elif heard.dialogue is not None and heard.step.windows < _WINDOWS <= heard.step.lively:
        yield Finding("accessibility.described-step-unproven", "warning", place, mix.facts, DESCRIPTION)


def _stops(dossier: Dossier, mix: Mix, heard: Compared, speech: Sequence[Span]) -> Iterator[Finding]:
    """Gaps before the first and after the last description that are most of the room there is."""
    gaps = [gap for gap in subtract(Span(0, max(1, dossier.cut.duration)), speech) if gap.duration >= _GAP]
    told = [number for number, gap in enumerate(gaps) if heard.share(gap) * gap.duration >= LEAST // 2]
    if not speech or not told:
        return
    left = [gap for number, gap in enumerate(gaps) if not told[0] <= number <= told[-1]]
    whole = sum(min(gap.duration, _COUNTED) for gap in gaps)
    share = sum(min(gap.duration, _COUNTED) for gap in left) / whole
    if len(left) >= _GAPS and share >= _STOPS_WARNING:
        facts: dict[str, Fact] = {
            **mix.facts,
            "start": label(gaps[told[0]].start, dossier.cut),
            "end": label(gaps[told[-1]].end, dossier.cut),
            "left": len(left),
            "gaps": len(gaps),
        }
        undescribed = gaps[told[-1] + 1 :] or gaps[: told[0]]
        place = place_of(Span(undescribed[0].start, undescribed[-1].end), dossier, mix.file)
        severity: Severity = "error" if share >= _STOPS_ERROR else "warning"
        yield Finding("accessibility.described-stops", severity, place, facts, DESCRIPTION)


def _over(dossier: Dossier, mix: Mix, heard: Compared) -> Iterator[Finding]:
    """Where the described mix is louder than the main one while somebody speaks."""
    for run in runs(heard.louder.tolist(), _BRIDGE):
        if run.count >= _OVER_BLOCKS:
            span = Span(run.start * BLOCK_TIME, run.end * BLOCK_TIME)
            facts = {**mix.facts, "start": label(span.start, dossier.cut), "seconds": seconds(span)}
            yield Finding(
                "accessibility.description-over-dialogue", "warning", place_of(span, dossier, mix.file), facts, OVER
            )


def _holes(dossier: Dossier, mix: Mix, main: Sequence[float], other: Sequence[float]) -> Iterator[Finding]:
    """Where the described mix is silent and the main one is not."""
    limit = dossier.spec.by_name.get("silence_longest") if dossier.spec is not None else None
    longest = limit.quantity.flicks(dossier.cut.rate) if limit is not None else _SILENT
    gone = [b <= FLOOR + _FAINT and a > FLOOR + 10 for a, b in zip(main, other, strict=False)]
    for run in runs(gone):
        span = Span(run.start * BLOCK_TIME, run.end * BLOCK_TIME)
        if span.duration > longest:
            facts = {**mix.facts, "start": label(span.start, dossier.cut), "seconds": seconds(span)}
            source, sure = (limit.source, limit.confirmed) if limit is not None else (HOUSE, True)
            place = place_of(span, dossier, mix.file)
            yield Finding("accessibility.described-silence", "error", place, facts, source, not sure)
