"""Which described mixes a delivery has: files of their own, and channels of the master that its destination's layout names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from picturelock.accessibility.common import before, master_file
from picturelock.errors import InputError, SetupError
from picturelock.media.probe import MediaInfo
from picturelock.media.scan.cache import scan
from picturelock.media.scan.model import ChannelScan, ProgrammeScan, Scan
from picturelock.production import DeliveryFile, Dossier
from picturelock.production.master_scan import layout_of, request_of
from picturelock.specs import Programme
from picturelock.times import Flicks

DESCRIBED = "described-video"


@dataclass(frozen=True, slots=True)
class Mix:
    """A mix, as it was measured."""

    file: str
    """As reports name it."""
    numbers: tuple[int, ...]
    """Its channels in that file, from 1."""
    language: str
    channels: tuple[ChannelScan, ...]
    before: Flicks
    """How much of the file comes before the first frame of the cut."""
    programme: ProgrammeScan | None
    """Its loudness, where it was measured."""
    apart: bool
    """In a file of its own, whose loudness no other check measures."""
    may_be_plain: bool = False
    """The destination takes the programme's own mix on these channels where there is none with description."""

    @property
    def names(self) -> str:
        """Its channels, as people are told them."""
        return ", ".join(map(str, self.numbers))


def files(dossier: Dossier) -> list[DeliveryFile]:
    """The files that are declared to be described."""
    return [one for one in dossier.files if one.order.kind == DESCRIBED]


def layout(dossier: Dossier) -> tuple[Programme, ...]:
    """The programmes of the layout that the master fits, of those that the destination accepts."""
    return layout_of(dossier.spec, dossier.master) if dossier.master is not None else ()


def main_mix(dossier: Dossier, measured: Scan) -> Mix | None:
    """The programme's own mix: the first of the layout that is not described, else the first stream."""
    carried = [one for one in layout(dossier) if one.carries not in (DESCRIBED, "music-effects", "silence")]
    if carried:
        numbers = carried[0].channels
    elif measured.programmes:
        numbers = measured.programmes[0].group.channels
    else:
        numbers = tuple(one.number for one in measured.channels if one.stream == 0)
    found = _channels(measured, numbers)
    return _mix(dossier, measured, numbers, found, "") if found else None


def in_master(dossier: Dossier, measured: Scan) -> Iterator[Mix]:
    """Described mixes among the master's channels; channels that are not there are the word of `qc.channels`."""
    optional = dossier.spec is not None and dossier.spec.wants("accessibility.described_video") == "optional"
    for programme in layout(dossier):
        found = _channels(measured, programme.channels)
        if programme.carries == DESCRIBED and found and any(one.peak is not None for one in found):
            mix = _mix(dossier, measured, programme.channels, found, programme.language)
            yield replace(mix, may_be_plain=not programme.required or optional)


def of_file(dossier: Dossier, file: DeliveryFile, info: MediaInfo, lead: Flicks) -> Mix | str:
    """The mix of a file, or why it cannot be measured. lead: how much of it comes before the cut."""
    try:
        measured = scan(file.order.file, request_of(None, info), dossier.progress)
    except (InputError, SetupError) as error:
        return error.reason if isinstance(error, InputError) else error.message
    programme = measured.programmes[0] if measured.programmes else None
    numbers = programme.group.channels if programme else tuple(one.number for one in measured.channels)
    name = dossier.production.relative(file.order.file)
    channels = _channels(measured, numbers)
    return Mix(name, numbers, file.order.language, channels, lead, programme, apart=True)


def _mix(
    dossier: Dossier, measured: Scan, numbers: tuple[int, ...], found: tuple[ChannelScan, ...], language: str
) -> Mix:
    name = master_file(dossier)
    return Mix(name, numbers, language, found, before(dossier), measured.programme(numbers), apart=False)


def _channels(measured: Scan, numbers: Sequence[int]) -> tuple[ChannelScan, ...]:
    found = (measured.channel(number) for number in numbers)
    return tuple(one for one in found if one is not None)
