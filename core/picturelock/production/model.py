"""What a production is, and what the checks of its delivery look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from picturelock.cues import Captions, Kind
from picturelock.cut import Cut
from picturelock.findings import Finding
from picturelock.glossary import Glossary
from picturelock.media.probe import MediaInfo
from picturelock.profiles import FOLDER
from picturelock.speech import Provenance, Transcript
from picturelock.times import FrameRate

FILE = "picturelock.toml"
SCHEMA = "picturelock/production-1"


@dataclass(frozen=True, slots=True)
class CaptionOrder:
    """One caption track that the delivery must hold."""

    language: str
    kind: Kind
    profile: str
    file: Path
    """Absolute; it may not exist yet."""
    origin: str = ""
    """"human" where a person declares to have written it without a machine; else "" and the file's provenance decides."""
    reviewed_by: str = ""
    reviewed_on: str = ""
    """ISO date."""


@dataclass(frozen=True, slots=True)
class GraphicOrder:
    """A stretch of the cut in which a part of the picture must not be covered."""

    start: str
    """Record timecode ("01:00:05:00"), or "frame@rate" counted from the first frame of the cut."""
    end: str
    top: float
    bottom: float
    """Height, 0 = top edge of the picture, 1 = bottom edge; above `top`."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryOrder:
    """Where, when and how the film will be shown."""

    spec: str = "ebu-r128"
    master: Path | None = None
    territories: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None
    handles: int = 0
    """Frames of media that each clip must have beyond its edges; 0 = none asked for."""


@dataclass(frozen=True, slots=True)
class Production:
    """What `picturelock.toml` says."""

    root: Path
    title: str
    languages: tuple[str, ...]
    cut: Path
    media: tuple[Path, ...]
    captions: tuple[CaptionOrder, ...]
    ledger: Path | None
    delivery: DeliveryOrder
    rate: FrameRate | None = None
    library: Path | None = None
    glossary: Path | None = None
    graphics: tuple[GraphicOrder, ...] = ()

    @property
    def file(self) -> Path:
        return self.root / FILE

    @property
    def profiles(self) -> Path:
        """The folder of its own profiles; it need not exist."""
        return self.root / FOLDER

    @property
    def papers(self) -> tuple[Path, ...]:
        """The files by which a person decides how the delivery is judged, as far as they are there."""
        files = [self.file, *(path for path in (self.ledger, self.glossary) if path is not None)]
        return tuple(path for path in (*files, *sorted(self.profiles.glob("*.toml"))) if path.is_file())

    def relative(self, path: Path) -> str:
        """A path as reports show it: relative to the production where it lies inside, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


@dataclass(frozen=True, slots=True)
class CaptionTrack:
    """A caption file of the delivery, read."""

    order: CaptionOrder
    captions: Captions | None
    """None where the file is missing or could not be read: `findings` says which."""
    findings: tuple[Finding, ...] = ()
    provenance: Provenance | None = None
    """What its sidecar says of who or what made it; None without one."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything the checks of one delivery look at, read once. Checks are functions `(Dossier) -> Iterable[Finding]`."""

    production: Production
    cut: Cut
    """Its sources are located: path, fingerprint, start, available and rate are filled where the media was found."""
    media: Mapping[str, MediaInfo]
    """By `Source.key`; a source without an entry is offline."""
    transcripts: Mapping[str, Transcript]
    """By `Source.key`: the preferred transcript of each source, where there is one."""
    captions: tuple[CaptionTrack, ...]
    master: MediaInfo | None
    """None where no master is named or it could not be read: `findings` says so."""
    findings: tuple[Finding, ...] = ()
    """What was noticed while reading all this."""
    inputs: tuple[Path, ...] = ()
    """Every file that was read, for the verdict's hashes."""
    today: dt.date = field(default_factory=lambda: dt.datetime.now(dt.UTC).date())
    glossary: Glossary = field(default_factory=Glossary)
    """Empty where the production names none, or it could not be read: `findings` says so."""
