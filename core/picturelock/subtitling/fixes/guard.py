"""No fix may make a fault: what it changed is judged again, and a change that broke another rule is taken back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from picturelock.cues import Cue
from picturelock.findings import Finding
from picturelock.subtitling.fixes.hunks import Hunk, merged
from picturelock.subtitling.judge import judge
from picturelock.subtitling.subject import Subject

_ROUNDS = 4

Where = tuple[str, int]
"""A rule, and the caption that broke it by its place; -1 = the file."""


@dataclass(frozen=True)
class Judged:
    """Captions with everything that is wrong with them."""

    subject: Subject
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, subject: Subject) -> Judged:
        return cls(subject, tuple(judge(subject)))

    @property
    def cues(self) -> tuple[Cue, ...]:
        return self.subject.captions.cues

    def places(self) -> set[Where]:
        """Every rule that is broken, and where."""
        events = self.subject.events
        known = {(event.cue.id, self.subject.rate.time_of(event.start)): event.number for event in reversed(events)}
        return {(one.rule, _place(one, known)) for one in self.findings}

    def having(self, cues: Sequence[Cue]) -> Judged:
        """Other captions in the place of these, judged."""
        captions = replace(self.subject.captions, cues=tuple(cues))
        return Judged.of(replace(self.subject, captions=captions))


def _place(finding: Finding, known: dict[tuple[str, int], int]) -> int:
    record = finding.place.record
    return known.get((finding.place.cue, record.start), -1) if record is not None else -1


def accepted(
    before: Judged, after: Judged, changes: Sequence[Hunk], tolerated: Collection[str], strict: Collection[int]
) -> tuple[Judged, list[Hunk]]:
    """The captions with the changes that make no new fault, and these changes.

    tolerated: rules that a later fix mends, so that what lies bare now is no fault yet; but not in captions (by their old
    place) that are named in strict.
    """
    kept, now = list(changes), after
    for _ in range(_ROUNDS):
        bad = set(_blamed(before, now, kept, tolerated, strict))
        if not bad:
            return now, kept
        kept = [hunk for at, hunk in enumerate(kept) if at not in bad]
        if not kept:
            return before, []
        now = before.having(merged(before.cues, after.cues, kept))
    return before, []


def _blamed(
    before: Judged, now: Judged, kept: Sequence[Hunk], tolerated: Collection[str], strict: Collection[int]
) -> Iterator[int]:
    """The index of every change that made a new fault, in its own captions or in those beside it."""
    group_before, group_now = _groups(kept, len(before.cues))
    known = {(rule, group_before[at] if at >= 0 else None) for rule, at in before.places()}
    for rule, at in now.places():
        group = group_now[at] if at >= 0 else None
        if (rule, group) in known:
            continue
        near = list(range(len(kept))) if group is None else _near(group, kept)
        for change in near:
            if rule not in tolerated or any(place in strict for place in range(kept[change].first, kept[change].end)):
                yield change


Group = tuple[str, int]


def _groups(kept: Sequence[Hunk], old: int) -> tuple[list[Group], list[Group]]:
    """For each caption, before and after: the change it belongs to, or its old place."""
    before: list[Group] = []
    after: list[Group] = []
    for index, hunk in enumerate(kept):
        same = [("kept", place) for place in range(len(before), hunk.first)]
        before += same
        after += same
        before += [("change", index)] * (hunk.end - hunk.first)
        # `now` holds the kept changes only, so its places are counted here and not taken from the hunk.
        after += [("change", index)] * (hunk.new_end - hunk.new_first)
    rest = [("kept", place) for place in range(len(before), old)]
    return [*before, *rest], [*after, *rest]


def _near(group: Group, kept: Sequence[Hunk]) -> list[int]:
    """The change a caption belongs to; for one that was left alone, the nearest changes before and after it."""
    kind, index = group
    if kind == "change":
        return [index]
    after = bisect_right(kept, index, key=lambda hunk: hunk.first)
    return [at for at in (after - 1, after) if 0 <= at < len(kept)]
