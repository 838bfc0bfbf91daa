"""Two cuts that have nothing in common: one of them is of another film, and no list between them is worth a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from picturelock.errors import EXIT_FINDINGS

if TYPE_CHECKING:
    from picturelock.conform.changes.model import ChangeList

    from picturelock_cli.conform_cuts import Pair
    from picturelock_cli.console import Console


def is_unrelated(found: ChangeList) -> bool:
    """True where not one event of either cut is of a source that the other has: a single one may have been replaced."""
    real = [change for change in found.changes if not change.shot.source.generated]
    sides = (sum(change.old is not None for change in real), sum(change.new is not None for change in real))
    return min(sides) > 1 and all(change.because in ("", "place") for change in real)


def refuse(console: Console, pair: Pair, **extra: Any) -> int:
    """Say that the cuts have nothing in common; returns the exit code. extra: what the document holds beside that."""
    from picturelock.conform.doubts import unrelated

    from picturelock_cli.cut_header import cuts_told, told_elsewhere

    cut = pair.new.cut
    findings = [unrelated(pair.old.cut, cut), *pair.doubts]
    console.findings(told_elsewhere(findings), cut)
    console.document(EXIT_FINDINGS, findings, cut, cuts=cuts_told(pair), **extra)
    return EXIT_FINDINGS
