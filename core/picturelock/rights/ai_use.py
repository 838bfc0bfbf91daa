"""Has a person read every machine-made text that goes out with the film, and is the origin of each known?

Transcripts only serve the work and are listed in the ledger, not judged. Rules like this one stand in funders' and
broadcasters' policies (Manitoba Film & Music: all AI use disclosed; Netflix: approval where output is delivered).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from picturelock.findings import Fact, Finding, Place
from picturelock.production import CaptionTrack, Dossier
from picturelock.rights.ai_ledger import MACHINE, review_of

SOURCE = "Picturelock, AI-use ledger: no machine-made text is delivered unread"
HUMAN = ("human", "imported")


def check(dossier: Dossier) -> Iterator[Finding]:
    """Findings of `ai-use` about the caption tracks of the delivery that could be read."""
    for track in dossier.captions:
        if track.captions is None:
            continue  # missing or unreadable, which the check of captions says
        finding = _judge(track, dossier)
        if finding is not None:
            yield finding


def _judge(track: CaptionTrack, dossier: Dossier) -> Finding | None:
    made, order = track.provenance, track.order
    file = dossier.production.relative(order.file)
    facts: dict[str, Fact] = {
        "file": file,
        "language": order.language,
        "origin": (made.origin if made else order.origin) or "?",
    }
    # What the file's own sidecar says outweighs a declaration: a machine's text stays one, whoever has signed for it.
    origin = made.origin if made else order.origin.strip().lower()
    if origin not in (MACHINE, *HUMAN):
        return Finding("ai-use.unknown-origin", "error", Place(file=file), facts, SOURCE)
    if origin != MACHINE:
        return None
    facts["tool"] = f"{made.tool} {made.version}".strip() if made else "?"
    review = review_of(track)
    if not review:
        return Finding("ai-use.unreviewed", "error", Place(file=file), facts, SOURCE)
    made_on = _day(made.made[:10]) if made else None
    if not order.reviewed_by.strip() or not order.reviewed_on.strip():
        return None
    reviewed_on = _day(order.reviewed_on.strip())
    facts |= {"reviewed": review, "made": made_on.isoformat() if made_on else ""}
    if reviewed_on is None or reviewed_on > dossier.today + dt.timedelta(days=1):
        return Finding("ai-use.review-date", "error", Place(file=file), facts, SOURCE)
    # One day of grace: the machine writes UTC, the person a local date.
    if made_on is not None and reviewed_on < made_on - dt.timedelta(days=1):
        return Finding("ai-use.stale-review", "error", Place(file=file), facts, SOURCE)
    return None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
