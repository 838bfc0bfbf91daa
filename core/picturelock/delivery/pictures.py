"""The picture of the master where something was found, small, for the report."""

from __future__ import annotations

from collections.abc import Iterable

from picturelock.errors import InputError
from picturelock.findings import SEVERITIES, Finding
from picturelock.media.thumbnails import thumbnails
from picturelock.production import Dossier
from picturelock.production.leader import leader
from picturelock.times import Flicks

MOST = 120
"""Pictures in one report: some 500 kB of a page. The gravest findings have them first."""


def pictures_of(dossier: Dossier, findings: Iterable[Finding]) -> dict[Flicks, bytes]:
    """JPEGs by record time. None where there is no master, or it cannot be read: another finding says so."""
    master = dossier.master
    if master is None or master.rate is None or not master.video:
        return {}
    grave = sorted(findings, key=lambda finding: -SEVERITIES.index(finding.severity))
    times = dict.fromkeys(finding.place.record.start for finding in grave if finding.place.record)
    before = leader(dossier)
    frames = {time: master.rate.floor(before + time) for time in list(times)[:MOST] if before + time >= 0}
    try:
        found = thumbnails(master.path, list(frames.values()), master.rate)
    except InputError:
        return {}
    return {time: found[frame] for time, frame in frames.items() if frame in found}
