"""Captions of a cut, from the words of its sources. Nothing is recognised again: words are mapped, then split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from picturelock.cues import Captions, Kind
from picturelock.cut import Cut, Shot
from picturelock.cutmap import audible
from picturelock.findings import Finding, Place
from picturelock.profiles import Profile
from picturelock.speech import Transcript
from picturelock.spoken import RecordWord, spoken
from picturelock.subtitling.split import split
from picturelock.times import Flicks


def caption_cut(
    cut: Cut, transcripts: Mapping[str, Transcript], profile: Profile, language: str | None = None, kind: Kind = "sub"
) -> tuple[Captions, tuple[Finding, ...]]:
    """Captions of everything that is heard in one language (None: in all), and what could not be kept or captioned.

    transcripts: by `Source.key`; a heard source without one is a finding.
    """
    words, heard = spoken(cut, transcripts, language)
    captions, broken = split(
        words,
        profile,
        cut.rate,
        language or _main_language(words),
        kind=kind,
        cuts=picture_cuts(cut),
        end=cut.duration or None,
    )
    silent = () if words else (Finding("captions.no-speech", "warning", evidence={"language": language or "und"}),)
    return captions, (*heard, *_untranscribed(cut, transcripts), *silent, *broken)


def picture_cuts(cut: Cut) -> tuple[Flicks, ...]:
    """The record times at which the picture changes, but for the first frame."""
    edges = {shot.record_span.start for shot in cut.shots if shot.kind == "video" and shot.enabled}
    return tuple(sorted(edges - {0}))


def _main_language(words: tuple[RecordWord, ...]) -> str:
    """The language of most words; "und" without words."""
    counts = Counter(word.language for word in words)
    return min(counts, key=lambda language: (-counts[language], language), default="und")


def _untranscribed(cut: Cut, transcripts: Mapping[str, Transcript]) -> tuple[Finding, ...]:
    missing: dict[str, Shot] = {}
    for shot in audible(cut):
        if shot.source.key not in transcripts:
            missing.setdefault(shot.source.key, shot)
    return tuple(
        Finding(
            "captions.untranscribed",
            "warning",
            Place(record=shot.record_span, track=shot.track, shot=shot.id, source=shot.source.name),
            {"source": shot.source.name},
        )
        for shot in missing.values()
    )
