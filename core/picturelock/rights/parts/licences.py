"""Territories, media, languages, days, seconds, runs, holdbacks and exclusivity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations

from picturelock.findings import Fact, Finding
from picturelock.rights.case import Case, holders
from picturelock.rights.data import load
from picturelock.rights.grid import Days, Destination, Hole, Holes, blocks, find_holes, meets, uncovered
from picturelock.rights.media import covers, meet, with_broader
from picturelock.rights.model import PERSONAL, RELEASES, Clearance
from picturelock.rights.sources import Use
from picturelock.rights.territories import label
from picturelock.rights.words import folded
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
                yield from _consent_holes(case, use, group, holes) if consented else _holes(case, use, group, holes)
                yield from _runs(case, use, group, case.destination)
                if kind == _SHARED:
                    yield from _shared(case, use, group, case.destination)
            yield from _exclusive(case, use, case.destination)
    yield from _seconds(case)
    if case.destination is not None:
        for clearance in case.used:
            yield from _holdbacks(case, clearance, case.destination)


def _used(use: Use) -> dict[str, Fact]:
    return {"seconds": round(to_seconds(use.duration), 2), "places": len(use.spans)}


def _holes(case: Case, use: Use, group: Sequence[Clearance], holes: Holes) -> Iterator[Finding]:
    if holes.territories:
        yield case.of_use("territory", use, {"missing": label(holes.territories)}, group=group)
    if holes.media:
        yield case.of_use("medium", use, {"missing": ", ".join(sorted(holes.media))}, group=group)
    if holes.languages:
        yield case.of_use("language", use, {"missing": ", ".join(sorted(holes.languages))}, group=group)
    if holes.together:
        yield case.of_use("combination", use, {"missing": " · ".join(sorted(map(_where, holes.together)))}, group=group)
    if holes.days:
        yield case.of_use("window", use, _days(case, holes), group=group)


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
        free = [one for one in block.joined if one.terms.runs is None]
        known = [one.terms.runs for one in block.joined if one.terms.runs is not None]
        # One without a limit lifts that of the others only where it holds on every day by itself.
        if counted and known and (not free or uncovered(free, destination.window)):
            allowed.setdefault(sum(known), set()).update(counted)
    if not allowed:
        return
    least = min(allowed)
    facts: dict[str, Fact] = {"allowed": least, "planned": planned, "media": ", ".join(sorted(allowed[least]))}
    if planned == 0:
        yield case.of_use("runs-unknown", use, facts, clearance=group[0], group=group)
    elif planned > least:
        yield case.of_use("runs", use, facts, clearance=group[0], group=group)


def _is_counted(medium: str) -> bool:
    wide = with_broader(medium)
    return bool(wide.intersection(_COUNTED)) or wide.isdisjoint(load("media")["words"])


def _holdbacks(case: Case, clearance: Clearance, destination: Destination) -> Iterator[Finding]:
    start, end = destination.window
    for holdback in () if clearance.drafted else clearance.terms.holdbacks:
        first, last = max(start, holdback.start or dt.date.min), min(end, holdback.end or dt.date.max)
        # What a holdback leaves open, it forbids as far as its own permission reaches: elsewhere another one must give it.
        territories = destination.territories & (holdback.territories or clearance.territories)
        media = {medium for medium in destination.media if meet(holdback.media or clearance.media, medium)}
        if first <= last and territories and media:
            facts: dict[str, Fact] = {
                "held": f"{label(territories)}; {', '.join(sorted(media))}",
                "start": first.isoformat(),
                "end": last.isoformat(),
            }
            for use in case.uses_of(clearance):
                yield case.of_use("holdback", use, facts, clearance=clearance)


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
                **holders((b if a.terms.exclusive else a,), "other"),
                "held": f"{label(territories)}; {', '.join(sorted(media))}",
            }
            yield case.of_use("exclusivity", use, facts, clearance=a if a.terms.exclusive else b)


def _shared(case: Case, use: Use, group: Sequence[Clearance], destination: Destination) -> Iterator[Finding]:
    """Publishers who license one composition for the same are perhaps co-owners: then each must license all of it.

    Those who share the world out between them complete each other, and nothing is said.
    """
    owners: dict[str, list[Clearance]] = {}
    for one in group[:_MOST_OWNERS]:
        owners.setdefault(folded(one.owner), []).append(one)
    if len(owners) < 2 or not any(_overlap(a, b, destination) for a, b in combinations(group[:_MOST_OWNERS], 2)):
        return
    every = find_holes(group, destination)
    less = [own for own in owners.values() if find_holes(own, destination) != every]
    if less:
        short = [one for own in less for one in own]
        yield case.of_use("shared-work", use, {"count": len(owners)}, group=short, severity="warning")


def _overlap(a: Clearance, b: Clearance, destination: Destination) -> bool:
    """True where two owners license the same of a destination."""
    if folded(a.owner) == folded(b.owner) or not a.territories & b.territories & destination.territories:
        return False
    media = any(covers(a.media, medium) and covers(b.media, medium) for medium in destination.media)
    return media and meets(a, destination.window) and meets(b, destination.window)


_SHARED = "music"
"""Of which several own a part, and none can license the others'."""
_MOST_OWNERS = 200
