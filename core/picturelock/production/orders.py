"""What a production says of its delivery beyond the cut and its captions: further files, machine-made elements, people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

PAPERS = (
    "insurance",
    "chain-of-title",
    "music-licences",
    "releases",
    "certificate-of-origin",
    "carbon-report",
    "rating",
    "cue-sheet",
)
"""Kinds of a file that are papers: they prove something, and nobody watches them."""
FILE_KINDS = (
    "described-video",
    "description-script",
    "textless",
    "music-effects",
    "trailer",
    "slate",
    "credits",
    "transcript",
    "synopsis",
    "stills",
    "technical-sheet",
    *PAPERS,
)
"""What a `[[files]]` entry may be. "described-video": a mix, or a whole master, with description;
"description-script": what the describer says, a caption file in the gaps of the dialogue; "credits": the text of the end credits;
"transcript": what is said in the film, as a text; "stills": a picture."""

AI_KINDS = ("picture", "voice", "music", "sound", "text", "effect", "translation", "likeness")
DIGITAL_SOURCES = (
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "compositeSynthetic",
    "algorithmicallyEnhanced",
    "algorithmicMedia",
    "composite",
    "compositeCapture",
    "virtualRecording",
    "dataDrivenMedia",
    "humanEdits",
    "digitalCreation",
    "digitalCapture",
    "computationalCapture",
    "screenCapture",
    "negativeFilm",
    "positiveFilm",
    "print",
)
"""The IPTC's digital source types (cv.iptc.org/newscodes/digitalsourcetype, as of October 2024), without those that it retired:
minorHumanEdits (now humanEdits), digitalArt (digitalCreation) and softwareImage."""


@dataclass(frozen=True, slots=True)
class FileOrder:
    """A file that goes out, or proves something, beside the master and the captions."""

    kind: str
    """One of FILE_KINDS."""
    file: Path
    """Absolute; it may not exist yet."""
    language: str = ""
    """BCP 47; "" = it has none."""


@dataclass(frozen=True, slots=True)
class AiElement:
    """One thing in the film that a machine generated or changed, as the production declares it."""

    name: str
    kind: str
    """One of AI_KINDS."""
    tool: str
    version: str = ""
    digital_source: str = ""
    """One of DIGITAL_SOURCES; "" = nobody said, which the check of AI use does."""
    asset: str = ""
    """Pattern on the source's file name, as in the rights ledger; "" = it is no clip of its own."""
    start: str = ""
    """Record timecode or "frame@rate", where it is no clip of its own; "" = the whole film."""
    end: str = ""
    role: Literal["final", "temporary", "reference"] = "final"
    """final: it is in what is delivered. temporary: it was to be replaced. reference: it only served people."""
    person: str = ""
    """Whose voice or likeness it is, or is like; "" = nobody's."""
    consent: str = ""
    """The paper in which that person agrees, relative to the production."""
    approved_by: str = ""
    """Who approved of it at the destination, where one asks for that."""
    approved_on: str = ""
    """ISO date."""
    authored_by: str = ""
    """Who shaped it: the evidence of human authorship that some funders ask for."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign."""

    name: str
    role: str
    """As the production calls it: "post supervisor", "producer"."""
    key: str = ""
    """Public Ed25519 key, "ed25519:" and base64; "" = may not sign."""
    contact: str = ""
    """How a receiver or the press reaches them: an address, a telephone number."""


@dataclass(frozen=True, slots=True)
class EnergyOrder:
    """Where and on what the work was done, for its energy."""

    zone: str = ""
    """Grid zone, such as "CA-QC" or "FR"; "" = unknown."""
    watts: float | None = None
    """What the machine draws under load, as a meter at the wall said; None = unknown."""


@dataclass(frozen=True, slots=True)
class CredentialsOrder:
    """What content credentials (C2PA) are signed with. Without it none are written."""

    certificate: Path
    """PEM, the chain, the signer's first."""
    key: Path
    """PEM. It may lie outside the production, and never is packaged."""
    algorithm: str = "es256"
    timestamp: str = ""
    """URL of a time-stamp server; "" = none is asked."""
    training: Literal["", "allowed", "not-allowed"] = ""
    """Whether the film may be used to train AI and be mined; "" = nothing is claimed of that."""


@dataclass(frozen=True, slots=True)
class PressOrder:
    """What a press kit says, by language."""

    loglines: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    synopses: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    stills: tuple[str, ...] = ()
    """Record timecodes, "frame@rate", or names of markers of the cut."""


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
    name: str = ""
    """What people call it, where a production has several: "tv", "festival"."""
    version: str = ""
    """Of the picture, as file names say it: "v03"."""
    languages: tuple[str, ...] = ()
    """Language versions that go out; () = the production's."""
    runs: int = 0
    """How many times it will be broadcast; 0 = not counted."""
    seconds_before: int = 0
    """Seconds that the master has before the first frame of the cut: bars, slate, black."""
    policies: tuple[Path, ...] = ()
    """MediaConch policies (.xml) that the master must keep; absolute, inside the production."""
    unconfirmed: Literal["warn", "refuse"] = "warn"
    """Whether demands that are not met, and that nobody could confirm, only warn, or together close the gate."""
    spec_said: bool = True
    """False where the production names no spec, and the usual one stands in for it."""
