"""What a delivery carries for people who do not see or hear all of it: data for its technical sheet. Nothing is judged here."""

from __future__ import annotations

from dataclasses import dataclass

from picturelock import registry
from picturelock.accessibility import described_mixes as mixes
from picturelock.accessibility.common import scan_of, wanted
from picturelock.accessibility.labels import has_label
from picturelock.accessibility.script import KIND as SCRIPT
from picturelock.cues import Kind
from picturelock.production import CaptionTrack, Dossier


@dataclass(frozen=True, slots=True)
class CaptionsCarried:
    """A caption track."""

    language: str
    kind: Kind
    profile: str
    format: str
    """As in `registry.FORMATS`; "" for an ending that we do not know."""
    file: str
    """Relative to the production."""
    captions: int
    """How many; 0 where the file could not be read."""
    labelled: int
    """How many of them name a sound, music or a speaker."""


@dataclass(frozen=True, slots=True)
class DescriptionCarried:
    """A described mix, or the script of one."""

    language: str
    file: str
    channels: int
    """Of sound; 0 of a script."""
    numbers: tuple[int, ...]
    """Which of the file's channels, where the destination's layout says so; () = all."""
    events: int
    """Of a script; 0 of a mix."""


@dataclass(frozen=True, slots=True)
class FlashTest:
    """What was measured of flashes. It certifies nothing."""

    tool: str
    failing: int
    """Stretches."""


@dataclass(frozen=True, slots=True)
class Carried:
    """All of it. What is missing, or is not what it should be, the checks say."""

    captions: tuple[CaptionsCarried, ...]
    described: tuple[DescriptionCarried, ...]
    scripts: tuple[DescriptionCarried, ...]
    flashes: FlashTest | None
    """None = not measured."""


def carried(dossier: Dossier) -> Carried:
    """What a delivery has that can be read. The master is measured where the destination asks for anything of it here."""
    return Carried(
        captions=tuple(_captions(track, dossier) for track in dossier.captions if track.captions is not None),
        described=(*_channels(dossier), *_files(dossier)),
        scripts=tuple(
            DescriptionCarried(
                one.order.language, dossier.production.relative(one.order.file), 0, (), len(one.captions.cues)
            )
            for one in dossier.files
            if one.order.kind == SCRIPT and one.captions is not None
        ),
        flashes=_flashes(dossier),
    )


def _captions(track: CaptionTrack, dossier: Dossier) -> CaptionsCarried:
    cues = track.captions.cues if track.captions is not None else ()
    return CaptionsCarried(
        language=track.order.language,
        kind=track.order.kind,
        profile=track.order.profile,
        format=registry.SUFFIXES.get(track.order.file.suffix.lower().removeprefix("."), ""),
        file=dossier.production.relative(track.order.file),
        captions=len(cues),
        labelled=sum(map(has_label, cues)),
    )


def _channels(dossier: Dossier) -> tuple[DescriptionCarried, ...]:
    if not any(one.carries == mixes.DESCRIBED for one in mixes.layout(dossier)):
        return ()
    measured, _ = scan_of(dossier, "accessibility.carried", needed=False)
    if measured is None:
        return ()
    return tuple(
        DescriptionCarried(mix.language, mix.file, len(mix.numbers), mix.numbers, 0)
        for mix in mixes.in_master(dossier, measured)
        if not mix.may_be_plain
    )


def _files(dossier: Dossier) -> tuple[DescriptionCarried, ...]:
    return tuple(
        DescriptionCarried(
            one.order.language,
            dossier.production.relative(one.order.file),
            sum(stream.channels for stream in one.media.audio),
            (),
            0,
        )
        for one in mixes.files(dossier)
        if one.media is not None and one.media.audio
    )


def _flashes(dossier: Dossier) -> FlashTest | None:
    asked = dossier.spec.asks("qc.measures") if dossier.spec is not None else None
    if wanted(dossier, "flashes") is None and (asked is None or "flashes" not in asked.values):
        return None
    measured, _ = scan_of(dossier, "accessibility.carried", needed=False)
    seen = measured.flashes if measured is not None else None
    return FlashTest(seen.version, len(seen.failing)) if seen is not None and not seen.problem else None
