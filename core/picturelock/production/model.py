"""What a production is, and what the checks of its delivery look at."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from picturelock.cues import Captions, Kind
from picturelock.cut import Cut
from picturelock.findings import Finding
from picturelock.glossary import Glossary
from picturelock.host import Progress, silent
from picturelock.media.probe import MediaInfo
from picturelock.production.orders import (
    AiElement,
    CredentialsOrder,
    DeliveryOrder,
    EnergyOrder,
    FileOrder,
    Person,
    PressOrder,
)
from picturelock.production.reviews import Review, review_path
from picturelock.production.tables import MOST_NAME, on_disk
from picturelock.profiles import FOLDER
from picturelock.specs import Spec
from picturelock.speech import Provenance, Transcript
from picturelock.times import FrameRate

FILE = "picturelock.toml"
SCHEMA = "picturelock/production-1"
SPECS = "specs"
AI_RULES = "ai_rules"
WAIVERS = "waivers"


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
    """Who is said to have read it; what was read is in its review alone (`reviews`)."""
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
    library_said: bool = False
    """True where an option names the library, and not the file."""
    glossary: Path | None = None
    graphics: tuple[GraphicOrder, ...] = ()
    deliveries: tuple[DeliveryOrder, ...] = ()
    """Every delivery that the file lists; `delivery` is the one in hand."""
    files: tuple[FileOrder, ...] = ()
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Of a ledger that is a table: the heading of its column, by the name of ours."""
    ai: tuple[AiElement, ...] = ()
    ai_rules: tuple[str, ...] = ()
    """Rules on AI that hold for it whatever the destination: its funders' and guilds' (`rights.ai`)."""
    people: tuple[Person, ...] = ()
    energy: EnergyOrder = field(default_factory=EnergyOrder)
    credentials: CredentialsOrder | None = None
    press: PressOrder = field(default_factory=PressOrder)
    speechless: tuple[str, ...] = ()
    """Patterns on the file names of sources in which nobody speaks, as a person declares: music, effects, wild tracks."""

    @property
    def file(self) -> Path:
        return self.root / FILE

    @property
    def profiles(self) -> Path:
        """The folder of its own profiles; it need not exist."""
        return self.root / FOLDER

    @property
    def specs(self) -> Path:
        """The folder of its own delivery specs; it need not exist."""
        return self.root / SPECS

    @property
    def waivers(self) -> Path:
        """The folder of its waivers; it need not exist."""
        return self.root / WAIVERS

    @property
    def papers(self) -> tuple[Path, ...]:
        """The files by which a person decides how the delivery is judged, as far as they are there."""
        files = [self.file, *(path for path in (self.ledger, self.glossary) if path is not None)]
        folders = (self.profiles, self.specs, self.waivers, self.root / AI_RULES)
        files += self.delivery.policies
        entries = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
        entries += [review_path(order.file) for order in self.captions]
        own = (*files, *entries, *(order.file for order in self.files), *self._consents())
        return tuple(dict.fromkeys(path for path in own if path.is_file()))

    def _consents(self) -> Iterator[Path]:
        """The papers in which people agree to machine-made elements; one outside proves nothing, which its check says."""
        for element in self.ai:
            if element.consent and "\0" not in element.consent and len(element.consent) <= MOST_NAME:
                path = on_disk(self.root / element.consent)
                if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.root)):
                    yield path

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
    review: Review | None = None
    """Who has read it, and what it said then; None without a record of that."""


@dataclass(frozen=True, slots=True)
class DeliveryFile:
    """A further file of the delivery, looked into as far as it can be."""

    order: FileOrder
    media: MediaInfo | None = None
    """None where it holds no picture or sound, is missing or could not be read."""
    captions: Captions | None = None
    """Of a description script."""
    text: str = ""
    """Of credits and synopses."""
    findings: tuple[Finding, ...] = ()


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
    files: tuple[DeliveryFile, ...] = ()
    """One for each of the production's `files`, in their order."""
    spec: Spec | None = None
    """What the destination asks; None where no spec of that name can be read: `findings` says so."""
    glossary: Glossary = field(default_factory=Glossary)
    """Empty where the production names none, or it could not be read: `findings` says so."""
    progress: Progress = field(default=silent, compare=False, repr=False)
    """Told by checks whose work is long: measuring the master."""
