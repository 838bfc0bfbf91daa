"""The rate at which a cut is read: its own, where it says one; what --rate or a production names is for those that do not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock.cut import Cut
    from picturelock.findings import Finding
    from picturelock.production import Production
    from picturelock.times import FrameRate

OWN_RATE = "timeline.own-rate"
RATE_IMPROBABLE = "timeline.rate-improbable"
RATES = frozenset({OWN_RATE, RATE_IMPROBABLE, "timeline.rate-doubtful"})
"""What makes it doubtful at which rate a cut is to be read."""


def asked_rate(option: str | None, around: Production | None) -> tuple[FrameRate | None, bool]:
    """What `read_cut` and `of_cut` want to know: the rate for a cut that does not say its own, and whether to be strict.

    A rate that a person names now, and the cut contradicts, is a UsageError; one that a production names, a finding. Raises
    UsageError for what is no rate.
    """
    from picturelock_cli.options import rate_of

    named = rate_of(option)
    return named or (around.rate if around else None), named is not None


def beside(findings: Iterable[Finding], cuts: Iterable[Cut], asked: FrameRate | None) -> list[Finding]:
    """The findings of two cuts, without the one that a cut kept its own rate where --rate was for the other."""
    taken = asked is not None and any(cut.rate == asked for cut in cuts)
    return [one for one in findings if not (taken and one.rule == OWN_RATE)]
