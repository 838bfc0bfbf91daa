"""Picturelock's own readers and writers of timelines: start timecode, retimes, locators and NTSC rates as they should be.

Options: rate. An edit decision list never says its own; programs that pass no options find it in PICTURELOCK_RATE.
"""

from __future__ import annotations

import os
from pathlib import Path

import opentimelineio as otio
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline

from picturelock_otio.exchange import from_cut, otio_errors, parse_rate, tell, to_cut

FORMAT = __name__.rpartition(".picturelock_")[2].replace("_", "-")
"""OpenTimelineIO loads this file once for each adapter of the manifest, as opentimelineio.adapters.picturelock_edl and so on."""


def read_from_file(filepath: str, rate: str | float | None = None) -> otio.schema.Timeline:
    """The timeline in a file; `rate` in frames per second overrules the file's own."""
    with otio_errors():
        cut, findings = read_timeline(Path(filepath), parse_rate(rate or os.environ.get("PICTURELOCK_RATE")), FORMAT)
        tell(findings)
        return from_cut(cut)


def write_to_file(input_otio: otio.core.SerializableObject, filepath: str, rate: str | float | None = None) -> None:
    """Write a timeline; what the format cannot hold is logged."""
    with otio_errors():
        cut = to_cut(input_otio, parse_rate(rate))
        tell(write_timeline(cut, Path(filepath), True, name=FORMAT))
