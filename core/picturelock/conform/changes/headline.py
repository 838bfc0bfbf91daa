"""One sentence that says what changed between two cuts."""

from __future__ import annotations

from collections import Counter

from picturelock import wording
from picturelock.conform.changes.model import QUIET, ChangeList, Kind
from picturelock.findings import Fact, Finding, Place
from picturelock.times import Timecode

_TOLD: tuple[Kind, ...] = (
    "new", "removed", "replaced", "version", "moved", "split", "joined", "retracked", "reversed", "retimed", "slipped",
    "transition", "switched",
)  # fmt: skip


def headline(found: ChangeList, language: str) -> str:
    """The sentence in a language."""
    return wording.message(summary(found), language)


def summary(found: ChangeList) -> Finding:
    """How many shots changed and in which way (each counted by its first kind), and by how much longer the cut runs.

    Sound, markers and captions are counted apart. Parts of what was split or joined count as one.
    """
    shots: Counter[Kind] = Counter()
    sounds, groups = 0, set()
    for change in found.changes:
        first = change.kinds[0]
        if change.group:
            if change.group in groups:
                continue
            groups.add(change.group)
        if change.shot.kind == "video":
            shots["head" if first == "tail" else first] += 1
        elif first not in QUIET:
            sounds += 1
    evidence: dict[str, Fact] = {kind: shots[kind] for kind in _TOLD}
    longer = found.new.duration - found.old.duration
    near = found.new.rate.frame // 2
    evidence |= {
        "changed": sum(count for kind, count in shots.items() if kind not in QUIET),
        "trimmed": shots["head"],
        "shifted": shots["shifted"],
        "sounds": sounds,
        "captions": sum(change.kinds[0] not in QUIET for one in found.captions for change in one.changes),
        "markers": sum(change.kinds != ("unchanged",) for change in found.markers),
        "longer": int(longer > near),
        "shorter": int(longer < -near),
        "same": int(abs(longer) <= near),
        "by": str(Timecode.at(abs(longer), found.new.rate, found.new.drop)),
        "by_frames": found.new.rate.nearest(longer),
    }
    place = Place(str(found.new.path or ""))
    return Finding("conform.changes", "info", place, evidence)
