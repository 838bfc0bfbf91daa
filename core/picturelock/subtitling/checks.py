"""The check of a delivery's caption files, each against the profile that it was ordered with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from picturelock import profiles
from picturelock.errors import UnknownName
from picturelock.findings import Finding, Place
from picturelock.production import CaptionTrack, Dossier
from picturelock.subtitling.rules import judge


def check(dossier: Dossier) -> Iterator[Finding]:
    """What was wrong with each caption file as a file, then every caption that breaks its profile's limits."""
    for track in dossier.captions:
        yield from _track(track, dossier)


def _track(track: CaptionTrack, dossier: Dossier) -> Iterator[Finding]:
    order, file = track.order, dossier.production.relative(track.order.file)
    yield from (replace(finding, place=replace(finding.place, file=file)) for finding in track.findings)
    if track.captions is None:
        if not track.findings:
            yield Finding(
                "captions.missing-file", "error", Place(file=file), {"file": file, "language": order.language}
            )
        return
    try:
        profile = profiles.load(order.profile)
    except UnknownName:
        known = ", ".join(profiles.names())
        yield Finding(
            "captions.unknown-profile",
            "error",
            Place(file=file),
            {"profile": order.profile, "file": file, "known": known},
        )
        return
    cut = dossier.cut
    yield from judge(track.captions, profile.at(cut.rate, order.kind), cut.rate, end=cut.duration or None, file=file)
