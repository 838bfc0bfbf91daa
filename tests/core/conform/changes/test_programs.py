"""Random edit programs of known truth: every kind of change is found, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest
from edits import Programme
from picturelock.conform.changes.compare import compare
from picturelock.conform.changes.model import KINDS, Change
from picturelock.cut import Cut
from rendering import Event, cut_of, laid_out
from truth import rows_of

PROGRAMS, CHUNK = 200, 25
STYLES = (("path", "path"), ("path", "reel"), ("reel", "path"))
"""What each of the two lists knows of its sources."""
MIRRORED = {"new": "removed", "removed": "new", "split": "joined", "joined": "split"}
Found = dict[tuple[object, object], frozenset[str]]


def cuts_of(seed: int) -> tuple[Programme, tuple[Cut, dict[str, Event]], tuple[Cut, dict[str, Event]]]:
    programme = Programme(seed, 1 + seed % 6)
    styles = STYLES[seed % len(STYLES)]
    old = cut_of(laid_out(programme.old, frozenset()), programme.rate, styles[0])
    return programme, old, cut_of(laid_out(programme.new, programme.nested), programme.rate, styles[1])


def place(event: Event | None) -> object:
    return event and (event.what, event.item.names, event.start, event.first)


@pytest.mark.parametrize("first", range(0, PROGRAMS, CHUNK))
def test_every_change_is_found_and_no_other(first: int) -> None:
    missed: Counter[str] = Counter()
    invented: Counter[str] = Counter()
    for seed in range(first, first + CHUNK):
        programme, (old, ours), (new, theirs) = cuts_of(seed)
        before, after = laid_out(programme.old, frozenset()), laid_out(programme.new, programme.nested)
        truth: Found = {(place(a), place(b)): kinds for a, b, kinds in rows_of(before, after)}
        found: Found = {}
        for change in compare(old, new).changes:
            a = place(ours[change.old.id]) if change.old else None
            b = place(theirs[change.new.id]) if change.new else None
            found[a, b] = frozenset(change.kinds)
        for row in truth.keys() | found.keys():
            expected, told = truth.get(row, frozenset()), found.get(row, frozenset())
            missed.update(expected - told)
            invented.update(told - expected)
    assert not missed, f"missed {missed}"
    assert not invented, f"invented {invented}"


def test_the_programs_make_every_kind() -> None:
    made: set[str] = set()
    for seed in range(PROGRAMS):
        programme = Programme(seed, 1 + seed % 6)
        before, after = laid_out(programme.old, frozenset()), laid_out(programme.new, programme.nested)
        made.update(kind for _, _, kinds in rows_of(before, after) for kind in kinds)
    assert made == set(KINDS) - {"joined"}, "joined is what the mirror makes of split"


def mirrored(change: Change) -> frozenset[str]:
    ends = {"head": "tail", "tail": "head"} if "reversed" in change.kinds else {}
    return frozenset((MIRRORED | ends).get(kind, kind) for kind in change.kinds)


def names(change: Change) -> tuple[str, str]:
    return change.old.id if change.old else "", change.new.id if change.new else ""


@pytest.mark.parametrize("first", range(0, PROGRAMS // 2, CHUNK))
def test_the_way_back_is_the_mirror(first: int) -> None:
    for seed in range(first, first + CHUNK):
        _, (old, _), (new, _) = cuts_of(seed)
        there = {names(change): frozenset(change.kinds) for change in compare(old, new).changes}
        back = {names(change)[::-1]: mirrored(change) for change in compare(new, old).changes}
        assert there == back, seed


def test_a_cut_and_itself_are_unchanged() -> None:
    for seed in range(0, PROGRAMS, 10):
        _, _, (new, _) = cuts_of(seed)
        found = compare(new, new)
        assert list(found.counts) == ["unchanged"] and len(found.changes) == found.counts["unchanged"]
        assert not any(change.pull or change.shift for change in found.changes)
