"""The check of a delivery's caption files, each against the profile that it was ordered with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from picturelock import profiles
from picturelock.errors import UnknownName
from picturelock.findings import Fact, Finding, Place
from picturelock.production import CaptionTrack, Dossier
from picturelock.subtitling.judge import judge
from picturelock.subtitling.subject import Subject

READABLE = "Picturelock: a caption file is there, and every player reads it as it is meant"
KNOWN = "Picturelock: captions are held to the limits that they were ordered with"


def check(dossier: Dossier) -> Iterator[Finding]:
    """What was wrong with each caption file as a file, then every caption that breaks its profile's limits."""
    for track in dossier.captions:
        yield from _track(track, dossier)


def _track(track: CaptionTrack, dossier: Dossier) -> Iterator[Finding]:
    order, file = track.order, dossier.production.relative(track.order.file)
    for finding in track.findings:
        yield replace(finding, place=replace(finding.place, file=file), source=finding.source or READABLE)
    if track.captions is None:
        if not track.findings:
            facts: dict[str, Fact] = {"file": file, "language": order.language}
            yield Finding("captions.missing-file", "error", Place(file=file), facts, READABLE)
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
            KNOWN,
        )
        return
    cut = dossier.cut
    yield from judge(Subject(track.captions, profile, cut.rate, file, cut.duration or None))
