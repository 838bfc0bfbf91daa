"""A finished film by itself, without its cut: the checks that need none, and what was measured in a few lines."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from picturelock import registry
from picturelock.errors import InputError, SetupError
from picturelock.findings import Finding, found
from picturelock.media.scan.model import ProgrammeScan
from picturelock.production import Dossier
from picturelock.production.master_scan import scan_master
from picturelock.qc.head_tail import lead_seconds
from picturelock.qc.inside import heard
from picturelock.times import FLICKS_PER_SECOND

from picturelock_cli.console import Console

_OF_MASTERS = "picturelock.qc."
_OF_PICTURES = "picturelock.qc.master:check"


def check_alone(dossier: Dossier) -> list[Finding]:
    """What the checks of a master find; sound by itself is not held against having no picture."""
    dossier = _after_leader(dossier)
    return [finding for entry in _entries(dossier) for finding in found(registry.load(entry)(dossier))]


def say_measures(console: Console, dossier: Dossier) -> None:
    """What was measured, whether or not anything is wrong with it."""
    master = dossier.master
    if master is None:
        return
    console.say("checks_of_master", ran=len(_entries(dossier)))
    console.say("measures_of", file=master.path.name, spec=dossier.spec.title if dossier.spec else "")
    if master.video:
        video = master.video[0]
        console.say(
            "measure_picture",
            width=video.width,
            height=video.height,
            rate=video.rate.label if video.rate else "?",
            seconds=round(master.duration / FLICKS_PER_SECOND, 2),
            codec=video.codec,
        )
    with suppress(InputError, SetupError):  # a check has said so
        after = _after_leader(dossier)
        for programme in heard(after, scan_master(after)):
            _say_programme(console, programme)


def _after_leader(dossier: Dossier) -> Dossier:
    """The dossier of a film without its cut, whose programme begins after bars, slate and black."""
    with suppress(InputError, SetupError):  # a check says so
        picture = scan_master(dossier).picture
        before = lead_seconds(picture) if picture is not None else 0
        time = before * FLICKS_PER_SECOND
        delivery = replace(dossier.production.delivery, seconds_before=before)
        cut = replace(dossier.cut, start=dossier.cut.start + time, duration=max(0, dossier.cut.duration - time))
        return replace(dossier, production=replace(dossier.production, delivery=delivery), cut=cut)
    return dossier


def _entries(dossier: Dossier) -> list[str]:
    pictures = dossier.master is not None and bool(dossier.master.video)
    return [name for name in registry.CHECKS if name.startswith(_OF_MASTERS) and (pictures or name != _OF_PICTURES)]


def _say_programme(console: Console, programme: ProgrammeScan) -> None:
    channels = ", ".join(map(str, programme.group.channels))
    if programme.integrated is None or programme.true_peak is None:
        console.say("measure_silent", channels=channels, layout=programme.group.layout)
        return
    console.say(
        "measure_programme",
        channels=channels,
        layout=programme.group.layout,
        integrated=round(programme.integrated, 1),
        range_lu=round(programme.range_lu, 1),
        peak=round(programme.true_peak, 1),
    )
