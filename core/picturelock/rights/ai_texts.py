"""Of AI use: has a person read every machine-made text that goes out with the film, and is the origin of each known?

Transcripts only serve the work and are listed in the ledger, not judged. Rules like this one stand in funders' and
broadcasters' policies (Manitoba Film & Music: all AI use disclosed; Netflix: approval where output is delivered).

A review counts for what the machine had made by the end of its day: a text that was made again on a later day needs
another one. Days are those of this machine's local time, in which a person dates a review. What a person changes by hand
after the machine stays reviewed, and what nobody has signed for stays unreviewed, however much it was changed.
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
    made_on = _local_day(made.made) if made else None
    reviewed_on = _day(review.rpartition(",")[2].strip())
    facts |= {"reviewed": review, "made": made_on.isoformat() if made_on else ""}
    if reviewed_on is None or reviewed_on > dossier.today:
        return Finding("ai-use.review-date", "error", Place(file=file), facts, SOURCE)
    if made_on is not None and reviewed_on < made_on:
        return Finding("ai-use.stale-review", "error", Place(file=file), facts, SOURCE)
    return None


def _local_day(made: str) -> dt.date | None:
    """The day, here, of a moment in ISO 8601; UTC where it does not say."""
    try:
        moment = dt.datetime.fromisoformat(made.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
