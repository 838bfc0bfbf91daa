"""Spoken words, in the time of the source file they were spoken in (0 = its first sample)."""

from __future__ import annotations

from dataclasses import dataclass, field

from picturelock.times import Flicks, Span


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word with its punctuation, and no white space around it."""

    text: str
    span: Span
    confidence: float | None = None
    """0..1 as the engine gives it, or None for a word that a person wrote."""
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words in one language, as the engine or the author grouped them; never empty."""

    words: tuple[Word, ...]
    language: str
    """BCP 47, lower case: "en", "fr", "fr-ca"; "und" where nobody said."""

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError("a segment has at least one word")

    @property
    def span(self) -> Span:
        return Span(self.words[0].span.start, max(word.span.end for word in self.words))

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Energy:
    """Energy used to make something. `kwh` is None exactly where method is "unmeasured"."""

    method: str = "unmeasured"
    """measured_rapl, measured_nvml, measured_wall_meter, estimated_tdp, estimated_constant or unmeasured."""
    kwh: float | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who or what made an artefact, from what, and whether a person has looked at it since."""

    kind: str
    """What was made: "transcript", "alignment", "translation", "captions"."""
    origin: str
    """"machine" or "imported" (a person's own file)."""
    tool: str
    version: str
    weights: str = ""
    """Hash of the model's weights, "xxh128:...", or "" where there is no model."""
    parameters: tuple[tuple[str, str], ...] = ()
    """Name and value of every setting that can change the result, sorted by name."""
    inputs: tuple[str, ...] = ()
    """Fingerprints of what it was made from."""
    made: str = ""
    """When, ISO 8601 in UTC."""
    seconds: float = 0.0
    """Wall-clock seconds spent making it."""
    energy: Energy = field(default_factory=Energy)
    reviewed: str = ""
    """The person who reviewed it and when ("A. Tremblay, 2026-11-02"), or ""."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What is said in one audio stream of one source. Several may exist per source; reviewed > imported > machine."""

    source: str
    """Fingerprint of the media file."""
    segments: tuple[Segment, ...]
    provenance: Provenance
    stream: int = 0
    """Index among the file's audio streams."""
    channels: str = "mix"
    """"mix", or the channel taken ("0", "1" ...)."""
    language: str = "und"
    """The language decided for the file."""

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for segment in self.segments for word in segment.words)

    @property
    def end(self) -> Flicks:
        return max((segment.span.end for segment in self.segments), default=0)
