"""Which described mixes a delivery has: files of their own, and channels of the master that its destination's layout names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from picturelock.accessibility.common import master_file
from picturelock.errors import InputError, SetupError
from picturelock.findings import Fact
from picturelock.media.probe import MediaInfo
from picturelock.media.scan.cache import scan
from picturelock.media.scan.model import ChannelScan, Curve, ProgrammeScan, Scan
from picturelock.production import DeliveryFile, Dossier
from picturelock.production.leader import leader
from picturelock.production.master_scan import layout_of, request_of
from picturelock.specs import Programme
from picturelock.spoken import speaks
from picturelock.times import Flicks

DESCRIBED = "described-video"
TAGS = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "deu": "de", "ger": "de", "ita": "it", "por": "pt"}


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
    correlation: Curve
    """Of its first two channels, second by second."""
    may_be_plain: bool = False
    """The destination takes the programme's own mix on these channels where there is none with description."""

    @property
    def names(self) -> str:
        """Its channels, as people are told them."""
        return ", ".join(map(str, self.numbers))

    @property
    def facts(self) -> dict[str, Fact]:
        """What every finding about it says."""
        return {"file": self.file, "channels": self.names}


def files(dossier: Dossier) -> list[DeliveryFile]:
    """The files that are declared to be described."""
    return [one for one in dossier.files if one.order.kind == DESCRIBED]


def layout(dossier: Dossier) -> tuple[Programme, ...]:
    """The programmes of the layout that the master fits, of those that the destination accepts."""
    return layout_of(dossier.spec, dossier.master) if dossier.master is not None else ()


def main_mix(dossier: Dossier, measured: Scan, language: str = "") -> Mix | None:
    """The programme's own mix: the first of the layout that is not described, else the first stream.

    language: prefer the one in which a description is; a layout may have several.
    """
    carried = [one for one in layout(dossier) if one.carries not in (DESCRIBED, "music-effects", "silence")]
    tongue = _tongue(dossier)
    if carried:
        same = [one for one in carried if language and one.language and speaks(one.language, language)]
        chosen = (same or carried)[0]
        numbers, tongue = chosen.channels, chosen.language or tongue
    elif measured.programmes:
        numbers = measured.programmes[0].group.channels
    else:
        numbers = tuple(one.number for one in measured.channels if one.stream == 0)
    found = _channels(measured, numbers)
    return _mix(dossier, measured, numbers, found, tongue) if found else None


def _tongue(dossier: Dossier) -> str:
    """The language that the master's first sound is tagged with, as a two-letter code; "" = nobody says."""
    tag = dossier.master.audio[0].language.lower() if dossier.master is not None and dossier.master.audio else ""
    return TAGS.get(tag, tag if len(tag) == 2 else "")


def in_master(dossier: Dossier, measured: Scan) -> Iterator[Mix]:
    """Described mixes among the master's channels; channels that are not there are the word of `qc.channels`."""
    optional = dossier.spec is not None and dossier.spec.wants("accessibility.described_video") == "optional"
    for programme in layout(dossier):
        found = _channels(measured, programme.channels)
        if programme.carries == DESCRIBED and found and any(one.peak is not None for one in found):
            mix = _mix(dossier, measured, programme.channels, found, programme.language)
            yield replace(mix, may_be_plain=not programme.required or optional)


def lead_of(dossier: Dossier, info: MediaInfo) -> Flicks:
    """How much of a file comes before the cut: as in the master, or nothing where it is as long as the cut alone."""
    lead = leader(dossier)
    if not lead or dossier.master is None:
        return lead
    whole, bare = abs(info.duration - dossier.master.duration), abs(info.duration - dossier.cut.duration)
    return lead if whole <= bare else 0


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
    return Mix(name, numbers, file.order.language, channels, lead, programme, True, _correlation(measured, numbers))


def _mix(
    dossier: Dossier, measured: Scan, numbers: tuple[int, ...], found: tuple[ChannelScan, ...], language: str
) -> Mix:
    name = master_file(dossier)
    loudness, pair = measured.programme(numbers), _correlation(measured, numbers)
    return Mix(name, numbers, language, found, leader(dossier), loudness, False, pair)


def _correlation(measured: Scan, numbers: Sequence[int]) -> Curve:
    pairs = (one.correlation for one in measured.pairs if (one.left, one.right) == tuple(numbers[:2]))
    return next(pairs, Curve())


def _channels(measured: Scan, numbers: Sequence[int]) -> tuple[ChannelScan, ...]:
    found = (measured.channel(number) for number in numbers)
    return tuple(one for one in found if one is not None)
