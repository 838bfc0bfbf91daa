"""Territories, media, languages, days, seconds, runs, holdbacks and exclusivity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations

from picturelock.findings import Fact, Finding
from picturelock.rights.case import Case
from picturelock.rights.data import load
from picturelock.rights.grid import Days, Destination, Hole, Holes, blocks, find_holes, meets
from picturelock.rights.media import covers, meet, with_broader
from picturelock.rights.model import PERSONAL, RELEASES, Clearance
from picturelock.rights.sources import Use
from picturelock.rights.territories import label
from picturelock.times import to_seconds

_COUNTED = ("tv", "radio")
"""Media whose showings are counted."""


def check(case: Case) -> Iterator[Finding]:
    """What the licences of each source leave out, for everywhere, every way and every day of the delivery."""
    for use in case.uses:
        if not case.cleared[use.source.key]:
            yield case.of_use("no-clearance", use, _used(use))
        elif case.destination is not None:
            for (kind, _), group in case.groups(use):
                holes = find_holes(group, case.destination)
                consented = kind in PERSONAL
                yield from _consent_holes(case, use, group, holes) if consented else _holes(case, use, holes)
                yield from _runs(case, use, group, case.destination)
            yield from _exclusive(case, use, case.destination)
    yield from _seconds(case)
    if case.destination is not None:
        for clearance in case.used:
            yield from _holdbacks(case, clearance, case.destination)


def _used(use: Use) -> dict[str, Fact]:
    return {"seconds": round(to_seconds(use.duration), 2), "places": len(use.spans)}


def _holes(case: Case, use: Use, holes: Holes) -> Iterator[Finding]:
    if holes.territories:
        yield case.of_use("territory", use, {"missing": label(holes.territories)})
    if holes.media:
        yield case.of_use("medium", use, {"missing": ", ".join(sorted(holes.media))})
    if holes.languages:
        yield case.of_use("language", use, {"missing": ", ".join(sorted(holes.languages))})
    if holes.together:
        yield case.of_use("combination", use, {"missing": " · ".join(sorted(map(_where, holes.together)))})
    if holes.days:
        yield case.of_use("window", use, _days(case, holes))


def _days(case: Case, holes: Holes) -> dict[str, Fact]:
    assert case.destination is not None
    start, end = case.destination.window
    missing = " · ".join(sorted(f"{_spans(hole.days)} ({_where(hole)})" for hole in holes.days))
    return {"missing": missing, "start": start.isoformat(), "end": end.isoformat()}


def _consent_holes(case: Case, use: Use, group: Sequence[Clearance], holes: Holes) -> Iterator[Finding]:
    """The same for what a person agreed to: another person's consent never completes it."""
    person: dict[str, Fact] = {"person": group[0].consent.person or group[0].owner}
    narrow = [label(holes.territories)] if holes.territories else []
    narrow += [", ".join(sorted(values)) for values in (holes.media, holes.languages) if values]
    narrow += sorted(map(_where, holes.together))
    if narrow:
        yield case.of_use("consent-narrow", use, {**person, "missing": " · ".join(narrow)}, clearance=group[0])
    if holes.days:
        yield case.of_use("consent-window", use, {**person, **_days(case, holes)}, clearance=group[0])


def _where(hole: Hole) -> str:
    return f"{label(hole.territories)}; {', '.join(sorted(hole.media))}; {', '.join(sorted(hole.languages))}"


def _spans(days: Sequence[Days]) -> str:
    return ", ".join(
        f"{first.isoformat()} – {last.isoformat()}" if first != last else first.isoformat() for first, last in days
    )


def _seconds(case: Case) -> Iterator[Finding]:
    """A licence for some seconds counts only if all that it is used for keeps them; another may stand in for it."""
    exceeded: dict[int, Clearance] = {}
    for clearance in case.used:
        allowed = clearance.terms.seconds
        if (
            allowed is not None
            and not clearance.drafted
            and sum(use.duration for use in case.uses_of(clearance)) > allowed
        ):
            exceeded[id(clearance)] = clearance
    told: set[int] = set()
    for use in case.uses if exceeded else ():
        for _, group in case.groups(use):
            over = [one for one in group if id(one) in exceeded and id(one) not in told]
            kept = [one for one in group if id(one) not in exceeded]
            if over and not _stand_in(case, group, kept):
                told.update(map(id, over))
                yield from (_too_long(case, one) for one in over)


def _stand_in(case: Case, group: Sequence[Clearance], kept: Sequence[Clearance]) -> bool:
    if case.destination is None:
        return bool(kept)
    return bool(kept) and find_holes(group, case.destination) == find_holes(kept, case.destination)


def _too_long(case: Case, clearance: Clearance) -> Finding:
    uses = case.uses_of(clearance)
    used, allowed = sum(use.duration for use in uses), clearance.terms.seconds or 0
    facts: dict[str, Fact] = {
        "used_seconds": round(to_seconds(used), 3),
        "allowed_seconds": round(to_seconds(allowed), 3),
        "over_frames": case.dossier.cut.rate.ceil(used - allowed),
    }
    return case.of_use("seconds", uses[0], facts, clearance=clearance)


def _runs(case: Case, use: Use, group: Sequence[Clearance], destination: Destination) -> Iterator[Finding]:
    planned = case.dossier.production.delivery.runs
    allowed: dict[int, set[str]] = {}
    for block in blocks(group, destination):
        counted = {medium for medium in block.media if _is_counted(medium)}
        limits = [clearance.terms.runs for clearance in block.joined]
        known = [limit for limit in limits if limit is not None]
        if counted and len(known) == len(limits):
            allowed.setdefault(sum(known), set()).update(counted)
    if not allowed:
        return
    least = min(allowed)
    facts: dict[str, Fact] = {"allowed": least, "planned": planned, "media": ", ".join(sorted(allowed[least]))}
    if planned == 0:
        yield case.of_use("runs-unknown", use, facts, clearance=group[0])
    elif planned > least:
        yield case.of_use("runs", use, facts, clearance=group[0])


def _is_counted(medium: str) -> bool:
    wide = with_broader(medium)
    return bool(wide.intersection(_COUNTED)) or wide.isdisjoint(load("media")["words"])


def _holdbacks(case: Case, clearance: Clearance, destination: Destination) -> Iterator[Finding]:
    start, end = destination.window
    for holdback in () if clearance.drafted else clearance.terms.holdbacks:
        first, last = max(start, holdback.start or dt.date.min), min(end, holdback.end or dt.date.max)
        territories = destination.territories & (holdback.territories or destination.territories)
        media = {medium for medium in destination.media if meet(holdback.media, medium)}
        if first <= last and territories and media:
            facts: dict[str, Fact] = {
                "held": f"{label(territories)}; {', '.join(sorted(media))}",
                "start": first.isoformat(),
                "end": last.isoformat(),
            }
            yield case.of_use("holdback", case.uses_of(clearance)[0], facts, clearance=clearance)


def _exclusive(case: Case, use: Use, destination: Destination) -> Iterator[Finding]:
    """Two owners cannot grant one right where one of them grants it to nobody else."""
    works = [clearance for clearance in case.given(use) if clearance.kind not in RELEASES]
    for a, b in combinations(works[:_MOST_OWNERS], 2):
        if not (a.terms.exclusive or b.terms.exclusive) or a.kind != b.kind or a.owner.casefold() == b.owner.casefold():
            continue
        territories = a.territories & b.territories & destination.territories
        media = {medium for medium in destination.media if covers(a.media, medium) and covers(b.media, medium)}
        both = (max(a.start or dt.date.min, b.start or dt.date.min), min(a.end or dt.date.max, b.end or dt.date.max))
        if (
            territories
            and media
            and both[0] <= both[1]
            and meets(a, destination.window)
            and meets(b, destination.window)
        ):
            facts: dict[str, Fact] = {
                "other": (b if a.terms.exclusive else a).owner,
                "held": f"{label(territories)}; {', '.join(sorted(media))}",
            }
            yield case.of_use("exclusivity", use, facts, clearance=a if a.terms.exclusive else b)


_MOST_OWNERS = 200
