"""The measurements of a delivery's master: made when the first check asks, then the same for all.

They are no field of `Dossier`: a scan decodes the whole film, and `collect` serves captions, rights and reports that need
none. Each check asks here, and `media.scan.cache` answers, from this run or an earlier one, by the file's full hash. What
is measured follows from the spec alone, so that every check of one gate asks for the same scan.
"""

from __future__ import annotations

from picturelock.errors import InputError, SetupError
from picturelock.media.layouts import in_order
from picturelock.media.probe import AudioStream, MediaInfo
from picturelock.media.scan import flashes
from picturelock.media.scan.cache import scan
from picturelock.media.scan.model import MEASURES, Group, Request, Scan
from picturelock.production.model import Dossier
from picturelock.specs import Programme, Spec

_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}
_MEASURED = ("mono", "stereo", "5.1", "7.1", "left-total-right-total", "described-video", "music-effects")


def scan_master(dossier: Dossier) -> Scan:
    """The scan of the master. Raises InputError where there is none, or it cannot be decoded at all."""
    path = dossier.production.delivery.master
    if path is None or dossier.master is None:
        raise InputError("there is no master that can be read.", file=path or dossier.production.file)
    return scan(path, request_of(dossier.spec, dossier.master), dossier.progress)


def scan_or_why(dossier: Dossier) -> tuple[Scan | None, str]:
    """The scan of the master, or why it cannot be measured. Neither, None and "", where there is no master at all."""
    if dossier.master is None or dossier.production.delivery.master is None:
        return None, ""
    try:
        return scan_master(dossier), ""
    except InputError as error:
        return None, error.reason
    except SetupError as error:
        return None, error.message


def request_of(spec: Spec | None, master: MediaInfo) -> Request:
    """What to measure of a master for a destination."""
    asked = spec.asks("qc.measures") if spec is not None else None
    measures = tuple(name for name in MEASURES if asked is not None and name in asked.values)
    tested = spec.wants("accessibility.flashes") if spec is not None else ""
    if "flashes" not in measures and (tested == "required" or (tested == "advisory" and flashes.installed())):
        measures = (*measures, "flashes")
    programmes = layout_of(spec, master)
    if programmes:
        groups = tuple(
            Group(one.channels, _LAYOUTS[len(one.channels)])
            for one in programmes
            if one.carries in _MEASURED and len(one.channels) in _LAYOUTS
        )
    else:
        groups = _guessed(master)
    return Request(groups, measures)


def layout_of(spec: Spec | None, master: MediaInfo) -> tuple[Programme, ...]:
    """Of the audio layouts that a destination accepts, the one that a file's channels fit best; () where none is asked for.

    Best: it needs as many channels as there are, else the most that the file has, else the fewest.
    """
    if spec is None or not spec.layouts:
        return ()
    count = sum(stream.channels for stream in master.audio)

    def fitting(layout: tuple[Programme, ...]) -> tuple[bool, bool, int]:
        needed = max((max(one.channels) for one in layout if one.required), default=0)
        listed = max(max(one.channels) for one in layout)
        return count not in (needed, listed), needed > count, needed if needed > count else -needed

    return min(spec.layouts, key=fitting)


def _guessed(master: MediaInfo) -> tuple[Group, ...]:
    """The programme where the destination says nothing: the first stream; two mono streams are its left and right."""
    if not master.audio:
        return ()
    first, *rest = master.audio
    if first.channels == 1 and rest and rest[0].channels == 1 and rest[0].sample_rate == first.sample_rate:
        return (Group((1, 2), "stereo"),)
    if unlabelled(first) or not first.channels:
        return ()
    return _named(first)


def unlabelled(stream: AudioStream) -> bool:
    """More than two channels, and no word on which is the centre or the LFE: their loudness cannot be summed."""
    return stream.channels > 2 and stream.layout == f"{stream.channels} channels"


def _named(stream: AudioStream) -> tuple[Group, ...]:
    """The first stream's channels in FFmpeg's order; one or two are always known. () where they are no layout of its own."""
    if stream.channels <= 2:
        return (Group(tuple(range(1, stream.channels + 1)), _LAYOUTS[stream.channels]),)
    known = in_order(stream.layout)
    return (Group(tuple(at + 1 for at in known[1]), known[0]),) if known else ()
