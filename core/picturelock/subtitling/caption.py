"""Captions of a cut, from the words of its sources. Nothing is recognised again: words are mapped, then split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from picturelock.cues import Captions, Kind
from picturelock.cut import Cut, Shot
from picturelock.cutmap import audible
from picturelock.errors import UsageError
from picturelock.findings import Fact, Finding, Place
from picturelock.profiles import Profile
from picturelock.speech import Transcript
from picturelock.spoken import RecordWord, rough_shots, spoken
from picturelock.subtitling.split import split
from picturelock.times import Flicks

SPEECH = "Picturelock: captions hold all that is heard"
GUESSED = "Picturelock: captions are not made from guessed words unnoticed"


def caption_cut(
    cut: Cut, transcripts: Mapping[str, Transcript], profile: Profile, language: str | None = None, kind: Kind = "sub"
) -> tuple[Captions, tuple[Finding, ...]]:
    """Captions of everything that is heard in one language (None: in all), and what could not be kept or captioned.

    transcripts: by `Source.key`; a heard source without one is a finding, and so is one whose words are guesses.
    Raises UsageError for forced narratives.
    """
    if kind == "forced":
        raise UsageError(
            "Forced narratives are chosen by a person: which foreign words and signs a viewer must understand is not "
            "in the sound.",
            hint="Caption the language as sub or sdh, and keep the captions that are needed in a file of their own.",
        )
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
    facts: dict[str, Fact] = {"language": language or "und"}
    silent = () if words else (Finding("captions.no-speech", "warning", evidence=facts, source=SPEECH),)
    return captions, (*heard, *_untranscribed(cut, transcripts), *_rough(cut, transcripts), *silent, *broken)


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
            SPEECH,
        )
        for shot in missing.values()
    )


def _rough(cut: Cut, transcripts: Mapping[str, Transcript]) -> Iterator[Finding]:
    """Sources whose captions are made from words that a rough recogniser guessed."""
    for shot in rough_shots(cut, transcripts):
        made = transcripts[shot.source.key].provenance
        place = Place(record=shot.record_span, track=shot.track, shot=shot.id, source=shot.source.name)
        facts: dict[str, Fact] = {"source": shot.source.name, "tool": f"{made.tool} {made.version}"}
        yield Finding("captions.rough-transcript", "warning", place, facts, GUESSED)
