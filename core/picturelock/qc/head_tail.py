"""What stands before the first and after the last frame of action: bars, slate, clock, black, as long as the destination asks."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.catalogue import Limit
from picturelock.findings import Finding, Idle, Place
from picturelock.media.scan.model import PULSE, SAME, Frames, PictureScan
from picturelock.production import Dossier
from picturelock.qc.common import HOUSE, Where, facts_of, file_of, found, measured, unseen
from picturelock.qc.sections import Section, leading_black, sections, trailing_black

_ORDER = "Picturelock: the production says by seconds_before where the programme begins"
_FURTHEST_S = 180
"""Seconds at the start of a file in which bars and slates are sought, where the production says that there are none."""


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """The programme begins where the production says; bars inside it are an error whatever the destination."""
    idle = unseen(dossier, "picture")
    if idle:
        yield idle
        return
    scan, problem = measured(dossier, "qc.head_tail")
    yield from problem
    if scan is None or scan.picture is None:
        return
    picture, where = scan.picture, Where(dossier, scan.picture.rate)
    head = head_of(picture, where)
    yield from _beginning(picture, head, where)
    by_name = dossier.spec.by_name if dossier.spec else {}
    for kinds, name, rule in ((("bars",), "bars_length", "bars"), (("still", "clock"), "slate_length", "slate")):
        if name in by_name:
            yield from _length(head, kinds, by_name[name], rule, where)
    if "black_head" in by_name:
        lead = head[-1].frames.count if head and head[-1].kind == "black" else 0
        yield from _black(
            "qc.black-head", lead if where.first else leading_black(picture), by_name["black_head"], where
        )
    if "black_tail" in by_name:
        yield from _black("qc.black-tail", trailing_black(picture), by_name["black_tail"], where)
    yield from _bars_inside(picture, head, where)


def lead_seconds(picture: PictureScan) -> int:
    """Whole seconds of leader that a file by itself seems to have: it begins with bars, and action follows to the second."""
    lead = _lead(picture)
    frames = lead[-1].frames.end if lead else 0
    seconds, rest = divmod(frames + 1, picture.rate.nominal)
    return seconds if rest <= 2 and any(section.kind == "bars" for section in lead) else 0


def head_of(picture: PictureScan, where: Where) -> list[Section]:
    """The sections before the programme; where the production says that there are none, those that begin the file anyway."""
    if where.first:
        return sections(picture, Frames(0, min(where.first, picture.frames)))
    return _lead(picture)


def _lead(picture: PictureScan) -> list[Section]:
    """What begins a file before its first action; a still counts only after bars, for films begin with stills too."""
    within = Frames(0, min(picture.frames, _FURTHEST_S * picture.rate.nominal))
    lead: list[Section] = []
    for section in sections(picture, within):
        known = section.kind in ("bars", "black") or any(one.kind == "bars" for one in lead)
        if section.kind == "action" or not known:
            break
        lead.append(section)
    return lead


def _beginning(picture: PictureScan, head: list[Section], where: Where) -> Iterator[Finding]:
    """The first frame of action is where it is said to be."""
    if not where.first:
        if any(section.kind == "bars" for section in head):
            yield _first_frame(where, head[-1].frames.end)
        return
    for section in head:
        if section.kind == "action" and section is not head[-1]:
            facts = facts_of(where.dossier, **where.timed(section.frames.span(where.rate)))
            yield Finding("qc.head-action", "error", Place(file=file_of(where.dossier)), facts, _ORDER)
    if head and head[-1].kind == "action":
        yield _first_frame(where, head[-1].frames.start)
        return
    after = sections(picture, Frames(where.first, min(picture.frames, where.first + 10 * picture.rate.nominal)))
    held = after and (after[0].kind == "bars" or _goes_on(picture, head, where.first))
    if held:
        late = next((one.frames.start for one in after[1:] if one.kind == "action"), after[0].frames.end)
        yield _first_frame(where, late)


def _goes_on(picture: PictureScan, head: list[Section], first: int) -> bool:
    """A slate or a clock that still stands where the programme should begin."""
    stands = first < picture.frames and picture.holds[first] in (SAME, PULSE)
    return stands and bool(head) and head[-1].kind in ("still", "clock")


def _first_frame(where: Where, actual: int) -> Finding:
    facts = facts_of(
        where.dossier,
        found=where.label(actual),
        wanted=where.label(where.first),
        difference_frames=actual - where.first,
    )
    return Finding("qc.first-frame", "error", Place(file=file_of(where.dossier)), facts, _ORDER)


def _length(head: list[Section], kinds: tuple[str, ...], limit: Limit, what: str, where: Where) -> Iterator[Finding]:
    """How long bars or a slate stand before the programme; "0 s" = there may be none."""
    place = Place(file=file_of(where.dossier))
    runs = [section.frames for section in head if section.kind in kinds]
    longest = max((run.count for run in runs), default=0)
    asked = limit.quantity.flicks(where.rate)
    seconds = round(longest * where.rate.den / where.rate.num, 2)
    facts = facts_of(where.dossier, limit=limit.text, seconds=seconds, what=what)
    if not asked:
        if runs:
            rule = "qc.bars-unasked" if what == "bars" else "qc.slate-unasked"
            yield found(rule, place, {**facts, **where.timed(runs[0].span(where.rate))}, limit)
    elif not runs:
        yield found("qc.bars-missing" if what == "bars" else "qc.slate-missing", place, facts, limit)
    elif where.rate.time_of(longest + 1) <= asked:
        rule = "qc.bars-short" if what == "bars" else "qc.slate-short"
        yield found(rule, place, {**facts, **where.timed(runs[0].span(where.rate))}, limit)


def _black(rule: str, frames: int, limit: Limit, where: Where) -> Iterator[Finding]:
    if where.rate.time_of(frames) < limit.quantity.flicks(where.rate):
        seconds = round(frames * where.rate.den / where.rate.num, 2)
        facts = facts_of(where.dossier, limit=limit.text, seconds=seconds, frames=frames)
        yield found(rule, Place(file=file_of(where.dossier)), facts, limit)


def _bars_inside(picture: PictureScan, head: list[Section], where: Where) -> Iterator[Finding]:
    lead = max((section.frames.end for section in head), default=0)
    for run in picture.bars:
        if run.start >= max(where.first, lead) and run.start < where.last:
            facts = facts_of(where.dossier, **where.timed(run.span(where.rate)))
            yield Finding("qc.bars-inside", "error", where.place(run), facts, HOUSE)
