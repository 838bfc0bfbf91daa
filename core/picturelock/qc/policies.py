"""MediaConch policies that the production names: what a destination hands out as an .xml, checked by MediaConch itself."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.errors import InputError, SetupError
from picturelock.findings import Finding, Idle, Place
from picturelock.media.policy import breaches
from picturelock.production import Dossier
from picturelock.qc.common import facts_of, file_of, listed, unseen


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """A policy by which nothing can be judged is an error."""
    master = dossier.production.delivery.master
    idle = Idle("not-declared") if not dossier.production.delivery.policies else unseen(dossier)
    if idle or master is None:
        yield idle or Idle("no-master")
        return
    place = Place(file=file_of(dossier))
    for policy in dossier.production.delivery.policies:
        name = dossier.production.relative(policy)
        try:
            broken = breaches(master, policy)
        except (InputError, SetupError) as error:
            reason = error.reason if isinstance(error, InputError) else error.message
            yield Finding(
                "qc.policy-unjudged", "error", Place(file=name), facts_of(dossier, policy=name, reason=reason), name
            )
            continue
        yield from listed(
            Finding(
                "qc.policy",
                "error",
                place,
                facts_of(dossier, policy=name, rule=one.rule, requested=one.requested, actual=one.actual or "-"),
                name,
            )
            for one in broken
        )
