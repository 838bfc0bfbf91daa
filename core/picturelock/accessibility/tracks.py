"""The caption tracks against what the destination asks: in which languages, by which profile, in which format, from the first
word to the last.

What captions say and when they come is judged word by word in `coverage` and by the rules of `captions`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from picturelock import profiles, registry
from picturelock.accessibility import forced, versions
from picturelock.accessibility.common import (
    dialogue_tracks,
    label,
    spec_title,
    tracks_of,
    wanted,
    whose,
    words_of,
)  # fmt: skip
from picturelock.errors import InputError, UnknownName
from picturelock.findings import Fact, Finding, Idle, Place
from picturelock.production import CaptionTrack, Dossier
from picturelock.profiles import MOST_PARENTS, Profile
from picturelock.specs import Asked
from picturelock.spoken import RecordWord, speaks
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, from_seconds

WHOLE = "Picturelock, house convention: captions run from the first word to the last"
EDGE: Flicks = from_seconds(30)
"""Speech before the first caption, or after the last, that lies farther from it than this: the file is cut short."""
_HEAD = 20_000
_EBU_TT_D = b"urn:ebu:tt:distribution"
DESCRIBED = "Picturelock: who follows the described version may need captions as well"


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """See the top of this module; a caption file that is missing or unreadable is the word of the check of captions."""
    tracks = dialogue_tracks(dossier)
    asked = dossier.spec.asks("captions.languages") if dossier.spec is not None else None
    languages = dossier.production.languages or dossier.production.delivery.languages
    if not (dossier.captions or languages or asked or wanted(dossier, "captions")):
        yield Idle("no-captions")
        return
    yield from _required(dossier, tracks)
    yield from _languages(dossier, tracks)
    yield from _profiles(dossier)
    yield from _formats(dossier, tracks)
    yield from _described(dossier, tracks)
    words = words_of(dossier)
    for track in tracks:
        own = [word for word in words if speaks(word.language, track.order.language)]
        if track.captions is not None and track.captions.cues and own:
            yield from _edges(dossier, track, own)
    yield from versions.check(dossier, tracks, words)
    yield from forced.check(dossier, words)


def _required(dossier: Dossier, tracks: Sequence[CaptionTrack]) -> Iterator[Finding]:
    """No captions at all, in a production that declares no language for which `coverage` would miss them."""
    asks = wanted(dossier, "captions")
    if asks is not None and not tracks and not dossier.production.languages:
        yield asks.finding(
            "accessibility.captions-none", Place(file=dossier.production.file.name), spec=spec_title(dossier)
        )


def _languages(dossier: Dossier, tracks: Sequence[CaptionTrack]) -> Iterator[Finding]:
    """Languages that the destination or the delivery names; those of the production are the word of `coverage`."""
    told = [language for language in dossier.production.languages if not tracks_of(language, tracks)]
    place = Place(file=dossier.production.file.name)
    asked = dossier.spec.asks("captions.languages") if dossier.spec is not None else None
    for language in asked.values if asked is not None else ():
        if not tracks_of(language, tracks) and language not in told:
            told.append(language)
            facts: dict[str, Fact] = {"language": language, "spec": spec_title(dossier)}
            yield _under(asked, "accessibility.captions-language", place, facts)
    for language in dossier.production.delivery.languages:
        if not tracks_of(language, tracks) and language not in told:
            facts = {"language": language, "delivery": dossier.production.delivery.name or spec_title(dossier)}
            source = "Picturelock: a language version goes out with captions in its language"
            yield Finding("accessibility.version-uncaptioned", "error", place, facts, source)


def _profiles(dossier: Dossier) -> Iterator[Finding]:
    """Tracks that were ordered by a profile which is none of those asked for, and extends none of them."""
    asked = dossier.spec.asks("captions.profile") if dossier.spec is not None else None
    if asked is None:
        return
    for track in dossier.captions:
        lineage = _lineage(track.order.profile, dossier.production.profiles)
        fitting = [name for name in asked.values if _is_for(name, track.order.language, dossier)] or list(asked.values)
        if lineage and not set(lineage) & set(fitting):
            file = dossier.production.relative(track.order.file)
            facts: dict[str, Fact] = {
                "profile": track.order.profile,
                "wanted": ", ".join(fitting),
                "spec": spec_title(dossier),
                "language": track.order.language,
            }
            yield _under(asked, "accessibility.captions-profile", Place(file=file), facts)


def _lineage(name: str, own: Path) -> list[str]:
    """A profile and all that it extends; nothing for one that cannot be read, which the check of captions tells."""
    found: list[str] = []
    while name and name not in found and len(found) <= MOST_PARENTS:
        profile = _profile(name, own)
        if profile is None:
            break
        found.append(name)
        name = profile.extends
    return found


def _is_for(name: str, language: str, dossier: Dossier) -> bool:
    profile = _profile(name, dossier.production.profiles)
    return profile is not None and (
        not profile.languages or any(speaks(language, primary) for primary in profile.languages)
    )


def _profile(name: str, own: Path) -> Profile | None:
    try:
        return profiles.load(name, own)
    except (UnknownName, InputError):
        return None


def _formats(dossier: Dossier, tracks: Sequence[CaptionTrack]) -> Iterator[Finding]:
    """Languages of which no track is in a format that the destination takes; where it requires SDH, none of those."""
    asked = dossier.spec.asks("captions.format") if dossier.spec is not None else None
    if asked is None:
        return
    asks = wanted(dossier, "sdh")
    for language in dict.fromkeys(track.order.language for track in tracks):
        own = [track for track in tracks if track.order.language == language]
        if asks is not None and asks.severity == "error":  # without any, `coverage` says so
            own = [track for track in own if track.order.kind == "sdh"] or own
        if any(_format(track.order.file) in asked.values for track in own):
            continue
        file = dossier.production.relative(own[0].order.file)
        facts: dict[str, Fact] = {
            "language": language,
            "kind": own[0].order.kind,
            "format": _format(own[0].order.file) or own[0].order.file.suffix or "?",
            "wanted": ", ".join(asked.values),
            "spec": spec_title(dossier),
        }
        yield _under(asked, "accessibility.captions-format", Place(file=file), facts)


def _format(file: Path) -> str:
    """The format of that ending; EBU STL says in its header whether it is teletext, TTML in its head whether it is EBU-TT-D."""
    name = registry.SUFFIXES.get(file.suffix.lower().removeprefix("."), "")
    if name not in ("stl", "imsc"):
        return name
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:
        return name
    if name == "stl":
        return "stl-teletext" if head[11:12] in (b"1", b"2") else name
    return "ebu-tt-d" if _EBU_TT_D in head else name


def _described(dossier: Dossier, tracks: Sequence[CaptionTrack]) -> Iterator[Finding]:
    """A described version in a language that has no captions."""
    for file in dossier.files:
        language = file.order.language
        if file.order.kind == "described-video" and language and not tracks_of(language, tracks):
            name = dossier.production.relative(file.order.file)
            facts: dict[str, Fact] = {"file": name, "language": language}
            yield Finding("accessibility.described-uncaptioned", "warning", Place(file=name), facts, DESCRIBED)


def _edges(dossier: Dossier, track: CaptionTrack, words: Sequence[RecordWord]) -> Iterator[Finding]:
    """A file that begins long after the first word, or ends long before the last: cut short, or of one reel only."""
    cues = track.captions.cues if track.captions is not None else ()
    first, last = min(cue.span.start for cue in cues), max(cue.span.end for cue in cues)
    early, late = [w for w in words if w.span.end <= first], [w for w in words if w.span.start >= last]
    file = dossier.production.relative(track.order.file)
    source = f"{whose(dossier, ('captions', 'sdh'), WHOLE)}; the {EDGE // FLICKS_PER_SECOND} s are Picturelock's"
    if early and first - early[0].span.start > EDGE:
        place = Place(file=file, record=Span(early[0].span.start, first), shot=early[0].shot)
        facts: dict[str, Fact] = {"words": len(early), "first": label(first, dossier.cut)}
        yield Finding("accessibility.captions-begin-late", "error", place, facts, source)
    if late and late[-1].span.end - last > EDGE:
        place = Place(file=file, record=Span(last, late[-1].span.end), shot=late[0].shot)
        facts = {"words": len(late), "last": label(last, dossier.cut)}
        yield Finding("accessibility.captions-end-early", "error", place, facts, source)


def _under(asked: Asked | None, rule: str, place: Place, facts: dict[str, Fact]) -> Finding:
    """A finding under something asked; one that nobody confirmed only warns."""
    source, confirmed = (asked.source, asked.confirmed) if asked is not None else ("", False)
    return Finding(rule, "error", place, facts, source, not confirmed)
