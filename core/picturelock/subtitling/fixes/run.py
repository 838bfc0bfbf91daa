"""All fixes that were asked for, in the order of the registry, until none finds anything to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from picturelock import registry
from picturelock.cues import Captions, Cue
from picturelock.errors import UnknownName
from picturelock.findings import Finding
from picturelock.host import Progress, silent
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.fixes.guard import Judged, accepted
from picturelock.subtitling.fixes.hunks import hunks, traced
from picturelock.subtitling.subject import Subject

ROUNDS = 5
"""Times that all fixes run, at most; what one mends may lay bare another's fault, rarely more than twice."""
_TRIES = 3

Reason = Literal["none", "refused", "words", "unasked"]
"""Why a finding is left: no fix for its rule; its fix found no safe way; its fix changes words; its fix was not asked for."""


@dataclass(frozen=True, slots=True)
class Change:
    """Captions before and after: one each as a rule, several after a split, none after where they were taken away."""

    before: tuple[tuple[int, Cue], ...]
    """With their place in the file as it was, from 0."""
    after: tuple[Cue, ...]
    fixes: tuple[str, ...]
    """In the order in which they ran."""
    words: bool
    """True where one of them may change words."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What the fixes made of a file."""

    captions: Captions
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    """What is still wrong."""
    before: tuple[Finding, ...]
    """What was wrong."""


@dataclass(frozen=True)
class _State:
    judged: Judged
    origins: list[tuple[int, ...]]
    done: dict[int, tuple[str, ...]]
    """By the place of a caption in the first file: what changed it."""


def all_fixes() -> tuple[Fix, ...]:
    """Every fix there is, in the order in which they run."""
    return tuple(registry.load(entry) for entry in registry.CAPTION_FIXES.values())


def select(names: Sequence[str] = (), words: bool = False) -> tuple[Fix, ...]:
    """The fixes of these names, or all that are safe; with `words` also those that may change words. Raises UnknownName."""
    known = {fix.name: fix for fix in all_fixes()}
    for name in names:
        if name not in known:
            raise UnknownName("caption fix", name, known)
    if names:
        return tuple(fix for fix in known.values() if fix.name in names)
    return tuple(fix for fix in known.values() if words or not fix.words)


def mend(subject: Subject, fixes: Sequence[Fix], progress: Progress = silent) -> Mended:
    """Captions with everything mended that these fixes can mend without making another fault.

    A change of a caption that breaks a rule which it did not break before is taken back, and tried again without what the
    later fixes would have had to put right.
    """
    first = Judged.of(subject)
    strict: set[int] = set()
    chosen = tuple(fixes)
    while True:
        for _ in range(_TRIES):
            state = _pipeline(first, chosen, strict, progress)
            bad = _worse(first, state)
            if not bad:
                changes = tuple(_changes(first, state, {fix.name: fix for fix in chosen}))
                last = _renumbered(first, state.judged)
                return Mended(last.subject.captions, changes, last.findings, first.findings)
            strict |= bad
        guilty = {name for place in bad for name in state.done.get(place, ())}
        chosen = tuple(fix for fix in chosen if fix.name not in guilty) if guilty else ()


def reason(finding: Finding, asked: Sequence[Fix]) -> Reason:
    """Why a finding is still there after the fixes that were asked for."""
    own = [fix for fix in all_fixes() if finding.rule in fix.rules]
    if not own:
        return "none"
    if any(fix.name in {one.name for one in asked} for fix in own):
        return "refused"
    return "words" if all(fix.words for fix in own) else "unasked"


def fix_names(rule: str) -> tuple[str, ...]:
    """The fixes that mend a rule's findings, as people name them."""
    return tuple(fix.name for fix in all_fixes() if rule in fix.rules)


def _pipeline(first: Judged, fixes: Sequence[Fix], strict: set[int], progress: Progress) -> _State:
    state = _State(first, [(place,) for place in range(len(first.cues))], {})
    mended = {rule for fix in fixes for rule in fix.rules}
    for _ in range(ROUNDS):
        before = state.judged
        for number, fix in enumerate(fixes):
            progress("fix", number, len(fixes), fix.name)
            state = _step(state, fix, mended, strict)
        if state.judged is before:
            break
    return state


def _step(state: _State, fix: Fix, mended: set[str], strict: set[int]) -> _State:
    subject = state.judged.subject
    captions = fix.apply(subject)
    changes = hunks(subject.captions.cues, captions.cues)
    if not changes:
        return state
    here = {place for place, roots in enumerate(state.origins) if strict.intersection(roots)}
    judged, kept = accepted(state.judged, state.judged.having(captions.cues), changes, mended, here)
    if not kept:
        return state
    if len(kept) == len(changes) and captions.extras != subject.captions.extras:
        judged = replace(judged, subject=replace(judged.subject, captions=replace(captions, cues=judged.cues)))
    roots = {root for hunk in kept for own in state.origins[hunk.first : hunk.end] for root in own}
    done = state.done | {root: _with(state.done.get(root, ()), fix.name) for root in roots}
    return _State(judged, traced(state.origins, kept), done)


def _renumbered(first: Judged, last: Judged) -> Judged:
    """Captions that were counted from 1 are again, where some came or went."""
    counted = all(cue.id == str(number) for number, cue in enumerate(first.cues, start=1))
    if not counted or len(first.cues) == len(last.cues):
        return last
    return last.having([replace(cue, id=str(number)) for number, cue in enumerate(last.cues, start=1)])


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


def _worse(first: Judged, state: _State) -> set[int]:
    """Captions of the first file that end with a fault which neither they nor their neighbours had."""
    had: dict[str, set[int]] = {}
    for rule, place in first.places():
        had.setdefault(rule, set()).update(range(place - 1, place + 2) if place >= 0 else (-1,))
    bad: set[int] = set()
    for rule, place in state.judged.places():
        roots = state.origins[place] if place >= 0 else (-1,)
        if not had.get(rule, set()).intersection(roots):
            bad |= {root for root in _around(place, state) if root in state.done}
    return bad


def _around(place: int, state: _State) -> Iterator[int]:
    """The roots of a caption and of those beside it; of all for what is wrong with the file as a whole."""
    own = range(max(place - 1, 0), min(place + 2, len(state.origins))) if place >= 0 else range(len(state.origins))
    for at in own:
        roots = state.origins[at]
        yield from roots
        if roots:
            yield from (min(roots) - 1, max(roots) + 1)  # a neighbour that was taken away


def _changes(first: Judged, state: _State, fixes: dict[str, Fix]) -> Iterator[Change]:
    """Captions that changed, in order of the first file."""
    cues, now = first.cues, state.judged.cues
    became: dict[int, list[int]] = {}
    for at, roots in enumerate(state.origins):
        for root in roots:
            became.setdefault(root, []).append(at)
    told: set[int] = set()
    for place in sorted(state.done):
        if place in told:
            continue
        places = became.get(place, [])
        own = sorted({root for at in places for root in state.origins[at]} or {place})
        told.update(own)
        before, after = tuple((root, cues[root]) for root in own), tuple(now[at] for at in places)
        names = tuple(name for name in fixes if any(name in state.done.get(root, ()) for root in own))
        if tuple(cue for _, cue in before) != after:
            yield Change(before, after, names, any(fixes[name].words for name in names))
