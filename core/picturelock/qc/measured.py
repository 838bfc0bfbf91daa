"""What was measured of a delivery's files, good or bad: the rows of a QC report. Nothing is decoded for it a second time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from picturelock.errors import InputError
from picturelock.media.scan.facts import Facts, read_facts
from picturelock.production import Dossier
from picturelock.production.master_scan import scan_or_why
from picturelock.qc.measure import Measure
from picturelock.qc.measured_file import of_file, of_tags
from picturelock.qc.measured_picture import of_action, of_picture
from picturelock.qc.measured_sound import of_layout, of_sound

__all__ = ("Measure", "measures")


def measures(dossier: Dossier) -> Iterator[Measure]:
    """What the master is and measures, then each caption file. What could not be measured is left out: a check says so."""
    master = dossier.master
    if master is not None:
        told = Facts()
        with suppress(InputError):
            told = read_facts(master.path)
        scan, _ = scan_or_why(dossier)
        yield from of_file(dossier, master, told)
        if scan is not None and scan.picture is not None:
            yield from of_action(dossier, scan.picture)
        yield from of_tags(dossier, master, told)
        yield from of_layout(dossier, master)
        if scan is not None:
            yield from of_sound(dossier, scan)
            yield from of_picture(dossier, scan)
    yield from _captions(dossier)


def _captions(dossier: Dossier) -> Iterator[Measure]:
    for track in dossier.captions:
        file = dossier.production.relative(track.order.file)
        count = str(len(track.captions.cues)) if track.captions is not None else ""
        profile, language = track.order.profile, track.order.language
        yield Measure("captions", count, "subtitling.checks", (), profile, file, language)
