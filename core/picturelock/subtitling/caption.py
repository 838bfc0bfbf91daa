"""Captions of a cut, from the words of its sources. Nothing is recognised again: words are mapped, edited, then split."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from picturelock.cues import Captions, Kind
from picturelock.cut import Cut, Shot
from picturelock.cutmap import audible, union
from picturelock.findings import Fact, Finding, Place
from picturelock.profiles import Profile
from picturelock.speech import Transcript
from picturelock.spoken import rough_shots, spoken
from picturelock.subtitling.editorial.edit import Known, edit
from picturelock.subtitling.editorial.manner import manner_of
from picturelock.subtitling.editorial.roles import unseen
from picturelock.subtitling.forced import forced_cut, main_language
from picturelock.subtitling.segmentation.split import split
from picturelock.subtitling.typography import EditedWord
from picturelock.times import Flicks, Span

SPEECH = "Picturelock: captions hold all that is heard"
LABELLED = "Picturelock: captions for the deaf and hard of hearing also hold who speaks and what else is heard"
READ = "Picturelock: what is said is read before who says it"
UNREAD = ("captions.reading-speed", "captions.reading-time")
_ROUNDS = 4  # of leaving names out; what is left after them is a finding like any other
GUESSED = "Picturelock: captions are not made from guessed words unnoticed"


def caption_cut(
    cut: Cut,
    transcripts: Mapping[str, Transcript],
    profile: Profile,
    language: str | None = None,
    kind: Kind = "sub",
    languages: Sequence[str] = (),
) -> tuple[Captions, tuple[Finding, ...]]:
    """Captions of everything that is heard in one language (None: in all), and what could not be kept or captioned.

    transcripts: by `Source.key`; a heard source without one is a finding, and so is one whose words are guesses.
    languages: spoken in the film, as the production says; others are foreign. SDH also holds the sounds and music that the
    transcripts and the cut's markers name (`labels`). Raises InputError where forced narratives are asked for and there
    are none.
    """
    cuts, known = picture_cuts(cut), _known(cut, transcripts, languages)
    notes = (*_untranscribed(cut, transcripts), *_rough(cut, transcripts))
    if kind == "forced":
        captions, found = forced_cut(cut, transcripts, profile, language, known, cuts)
        return replace(captions, start=cut.start, drop=cut.drop), (*notes, *found)
    words, heard = spoken(cut, transcripts, language)
    track = language or main_language(words)
    limits, manner = profile.at(cut.rate, kind), manner_of(profile, track, kind)
    edited, edits = edit(words, manner, limits, known, cut.markers)
    unlabelled = _unlabelled(edited) if kind == "sdh" else ()
    captions, broken = _divide(edited, profile, cut, track, kind, cuts)
    facts: dict[str, Fact] = {"language": language or "und"}
    silent = () if words else (Finding("captions.no-speech", "warning", evidence=facts, source=SPEECH),)
    return replace(captions, start=cut.start, drop=cut.drop), (*heard, *notes, *silent, *unlabelled, *edits, *broken)


def _divide(
    words: Sequence[EditedWord], profile: Profile, cut: Cut, track: str, kind: Kind, cuts: Sequence[Flicks]
) -> tuple[Captions, tuple[Finding, ...]]:
    """Captions of edited words, without the names of speakers where there is no time to read them."""
    left_out: list[EditedWord] = []
    for last in (*[False] * _ROUNDS, True):
        captions, broken = split(words, profile, cut.rate, track, kind=kind, cuts=cuts, end=cut.duration or None)
        hasty = union(one.place.record for one in broken if one.rule in UNREAD and one.place.record)
        unread = [word for word in words if word.role == "name" and _within(word.span.start, hasty)]
        if last or not unread:
            break
        left_out += unread
        words = [word for word in words if word.role != "name" or not _within(word.span.start, hasty)]
    if left_out:
        first = min(left_out, key=lambda word: word.span)
        facts: dict[str, Fact] = {"count": len(left_out), "text": first.text}
        named = Finding("captions.names-left-out", "info", Place(record=first.span), facts, READ)
        broken = (named, *broken)
    return captions, broken


def _unlabelled(words: Sequence[EditedWord]) -> tuple[Finding, ...]:
    """One note for captions for the deaf and hard of hearing that name no speaker and no sound."""
    if not words or any(word.role != "speech" for word in words):
        return ()
    return (Finding("captions.no-labels", "info", source=LABELLED),)


def _within(time: Flicks, spans: Sequence[Span]) -> bool:
    at = bisect_right(spans, time, key=lambda span: span.start) - 1
    return at >= 0 and time < spans[at].end


def _known(cut: Cut, transcripts: Mapping[str, Transcript], languages: Sequence[str]) -> Known:
    """What the transcripts and the cut say of the words beyond the words."""
    written = (
        key for key, one in transcripts.items() if one.provenance.origin == "imported" or one.provenance.reviewed
    )
    return Known(frozenset(written), unseen(cut), tuple(languages))


def picture_cuts(cut: Cut) -> tuple[Flicks, ...]:
    """The record times at which the picture changes, but for the first frame."""
    edges = {shot.record_span.start for shot in cut.shots if shot.kind == "video" and shot.enabled}
    return tuple(sorted(edges - {0}))


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
