"""Timeline hygiene: what every editor checks before a cut leaves the room. One finding for one fault."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from picturelock.continuity.picture import flash_frames, gaps, overlaps, repeats, through
from picturelock.continuity.sources import beyond_media, handles, offline, rates
from picturelock.findings import Finding, Idle
from picturelock.production import Dossier


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Every fault of the cut, in order of record time. Disabled shots are not looked at. Cost: n log n in the shots."""
    cut = dossier.cut
    if not any(shot.enabled for shot in cut.shots):
        yield Idle("empty-cut")
        return
    found = chain(
        gaps(cut),
        flash_frames(cut),
        overlaps(cut),
        through(cut),
        repeats(dossier),
        offline(dossier),
        rates(dossier),
        beyond_media(dossier),
        handles(dossier),
    )
    yield from sorted(found, key=lambda finding: finding.place.record.start if finding.place.record else 0)
