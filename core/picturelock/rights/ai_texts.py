"""Of AI use: has a person read every machine-made text that goes out with the film, and is the origin of each known?

Transcripts only serve the work and are listed in the ledger, not judged. Rules like this one stand in funders' and
broadcasters' policies (Manitoba Film & Music: all AI use disclosed; Netflix: approval where output is delivered).

A review counts for the words that were read (`production.reviews`), whoever changes them afterwards, a machine or a person:
then somebody reads them again. One that only a line of `picturelock.toml` or the file's own record declares, as they were
written before reviews held what was read, proves nothing: it is a warning, and an error where the destination asks for a
review. There its reader is one of the production's people, and captions that are only said to be imported are of nobody.
Days are those of this machine's local time, in which a person dates a review.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from picturelock.alike import looks
from picturelock.findings import Fact, Finding, Place
from picturelock.production import CaptionTrack, Dossier
from picturelock.production.reviews import Review, change_since
from picturelock.rights.ai_ledger import MACHINE, review_of
from picturelock.specs import Asked
from picturelock.speech import Provenance

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
    asked = _required(dossier)
    typed = asked is not None and made is None and origin == "imported"  # from where, nothing says
    if origin not in (MACHINE, *HUMAN) or typed:
        return Finding("ai-use.unknown-origin", "error", Place(file=file), facts, SOURCE)
    if origin != MACHINE:
        return None
    facts["tool"] = f"{made.tool} {made.version}".strip() if made else "?"
    if any(finding.rule == "ai-use.review-unreadable" for finding in track.findings):
        return None  # which is an error of its own
    if track.review is not None:
        return _recorded(track, track.review, facts, dossier)
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
    source = asked.source if asked is not None else SOURCE
    return Finding("ai-use.review-unproven", "error" if asked else "warning", Place(file=file), facts, source)


def _required(dossier: Dossier) -> Asked | None:
    """What the destination asks for, where it requires that a person has read what a machine wrote."""
    asked = dossier.spec.asks("ai.review") if dossier.spec is not None else None
    return asked if asked is not None and asked.value == "required" and asked.confirmed else None


def _recorded(track: CaptionTrack, review: Review, facts: Mapping[str, Fact], dossier: Dossier) -> Finding | None:
    """What is wrong with a review that holds what was read."""
    file = dossier.production.relative(track.order.file)
    told = {**facts, "reviewed": review.told, "person": review.person}
    if review.on > dossier.today:
        return Finding("ai-use.review-date", "error", Place(file=file), told, SOURCE)
    change = change_since(review, track.captions) if track.captions is not None else None
    if change is None:
        return _answered_for(track, review, told, dossier)
    cue = change.first
    place = Place(file=file, cue=cue.id, record=cue.span) if cue is not None else Place(file=file)
    edited = min(change.unread, change.gone)  # a caption of other words is one change, not one gone and one new
    told |= {"unread": change.unread, "gone": change.gone, "edited": edited, "moved": change.unread + change.gone}
    told |= {"added": change.unread - edited, "removed": change.gone - edited}
    return Finding("ai-use.review-void", "error", place, told, SOURCE)


def _answered_for(track: CaptionTrack, review: Review, told: Mapping[str, Fact], dossier: Dossier) -> Finding | None:
    """Where the destination requires a review: it is by somebody of the production, of a day on which there was a text.

    Captions that were conformed to another cut were written anew, and read before.
    """
    asked, made = _required(dossier), track.provenance
    if asked is None:
        return None
    place = Place(file=dossier.production.relative(track.order.file))
    if looks(review.person) not in {looks(person.name) for person in dossier.production.people}:
        return Finding("ai-use.reviewer-unknown", "error", place, told, asked.source)
    made_on = _local_day(made.made) if made is not None and not _is_conformed(made) else None
    if made_on is not None and review.on < made_on:
        return Finding("ai-use.stale-review", "error", place, {**told, "made": made_on.isoformat()}, asked.source)
    return None


def _is_conformed(made: Provenance) -> bool:
    return any(name == "conformed_from" for name, _ in made.parameters)


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
