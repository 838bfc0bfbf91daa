"""The check of a delivery's caption files, each against the profile that it was ordered with and all that is known around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from picturelock import profiles
from picturelock.cues import Captions
from picturelock.cutmap import audible, union
from picturelock.errors import InputError, UnknownName
from picturelock.findings import Fact, Finding, Idle, Place
from picturelock.production import CaptionTrack, Dossier, span_of
from picturelock.production.reviews import hash_of
from picturelock.profiles import Profile
from picturelock.spoken import RecordWord, is_rough, speaks, spoken
from picturelock.subtitling.caption import picture_cuts
from picturelock.subtitling.judge import judge
from picturelock.subtitling.subject import Graphic, Subject
from picturelock.times import Flicks, Span

READABLE = "Picturelock: a caption file is there, and every player reads it as it is meant"
KNOWN = "Picturelock: captions are held to the limits that they were ordered with"
PLACED = "Picturelock: what the production says of the picture is held against its cut"


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """What was wrong with each caption file as a file, then every caption that breaks a rule."""
    if not dossier.captions and not dossier.production.graphics:
        yield Idle("no-captions")
        return
    around = Around.of(dossier)
    yield from around.findings
    for track in dossier.captions:
        yield from _track(track, dossier, around)
    yield from _twice(dossier)


def _twice(dossier: Dossier) -> Iterator[Finding]:
    """One file, or one text, that is delivered in two languages; of captions without a letter the files must be the same."""
    for number, track in enumerate(dossier.captions):
        twin = next((one for one in dossier.captions[:number] if _is_one(track, one)), None)
        if twin is not None:
            file = dossier.production.relative(track.order.file)
            facts: dict[str, Fact] = {
                "file": file,
                "language": track.order.language,
                "other": dossier.production.relative(twin.order.file),
                "other_language": twin.order.language,
            }
            yield Finding("captions.same-file", "error", Place(file=file), facts, KNOWN)


def _is_one(a: CaptionTrack, b: CaptionTrack) -> bool:
    languages = {one.order.language.lower().partition("-")[0] for one in (a, b)}
    if a.captions is None or b.captions is None or len(languages) == 1 or "und" in languages:
        return False
    if a.order.file == b.order.file:
        return True
    lettered = any(sign.isalpha() for cue in a.captions.cues for sign in cue.text)
    if lettered and hash_of(a.captions) == hash_of(b.captions):
        return True
    try:
        return a.order.file.read_bytes() == b.order.file.read_bytes()
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a cut that captions are judged by."""

    dossier: Dossier
    cuts: Sequence[Flicks]
    words: Sequence[RecordWord]
    """In all languages, but for those that a rough recogniser guessed."""
    speech: Sequence[Span] | None
    """As `Subject.speech`."""
    graphics: Sequence[Graphic]
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, dossier: Dossier) -> Around:
        """What a dossier knows."""
        cut = dossier.cut
        sure = {key: transcript for key, transcript in dossier.transcripts.items() if not is_rough(transcript)}
        words, _ = spoken(cut, sure)
        # Where nobody transcribed what is heard, somebody may speak.
        unknown = [
            shot.record_span
            for shot in audible(cut)
            if shot.source.key not in sure and not _is_mute(shot.source.key, dossier)
        ]
        speech = union([*(word.span for word in words), *unknown]) if sure else None
        graphics, findings = _graphics(dossier)
        return cls(dossier, picture_cuts(cut), words, speech, graphics, findings)

    def subject(self, captions: Captions, profile: Profile, file: str = "") -> Subject:
        """Captions with everything that a rule may look at. A track whose language nobody speaks is a translation."""
        cut = self.dossier.cut
        own = [word for word in self.words if speaks(word.language, captions.language)]
        return Subject(
            captions,
            profile,
            cut.rate,
            file,
            end=cut.duration or None,
            cuts=self.cuts,
            words=own or None,
            glossary=self.dossier.glossary,
            graphics=self.graphics,
            speech=self.speech,
        )


def _graphics(dossier: Dossier) -> tuple[tuple[Graphic, ...], tuple[Finding, ...]]:
    """The graphics of the production, and those whose times the cut does not have."""
    found, wrong = [], []
    file = dossier.production.relative(dossier.production.file)
    for order in dossier.production.graphics:
        try:
            found.append(Graphic(span_of(order, dossier.cut), order.top, order.bottom, order.name or order.start))
        except ValueError as error:
            facts: dict[str, Fact] = {"name": order.name or order.start, "reason": f"{error}."}
            wrong.append(Finding("captions.graphics-time", "error", Place(file=file), facts, PLACED))
    return tuple(found), tuple(wrong)


def _track(track: CaptionTrack, dossier: Dossier, around: Around) -> Iterator[Finding]:
    order, file = track.order, dossier.production.relative(track.order.file)
    for finding in track.findings:
        yield replace(finding, place=replace(finding.place, file=file), source=finding.source or READABLE)
    if track.captions is None:
        if not track.findings:
            facts: dict[str, Fact] = {"file": file, "language": order.language}
            yield Finding("captions.missing-file", "error", Place(file=file), facts, READABLE)
        return
    profile = _profile(order.profile, dossier, file)
    if isinstance(profile, Finding):
        yield profile
        return
    yield from judge(around.subject(track.captions, profile, file))


def _is_mute(source: str, dossier: Dossier) -> bool:
    """True for media that was found and has no sound."""
    info = dossier.media.get(source)
    return info is not None and not info.has_audio


def _profile(name: str, dossier: Dossier, file: str) -> Profile | Finding:
    """The profile of that name, ours or the production's, or what is wrong with it. file: of the captions."""
    own: Path = dossier.production.profiles
    try:
        return profiles.load(name, own)
    except UnknownName:
        known = ", ".join(profiles.names(own))
        facts: dict[str, Fact] = {"profile": name, "file": file, "known": known}
        return Finding("captions.unknown-profile", "error", Place(file=file), facts, KNOWN)
    except InputError as error:
        place = dossier.production.relative(error.file)
        facts = {"file": place, "reason": f"{error.place}: {error.reason}" if error.place else error.reason}
        return Finding("captions.profile-unreadable", "error", Place(file=place), facts, KNOWN)
