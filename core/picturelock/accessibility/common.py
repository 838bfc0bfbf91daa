"""What the checks of accessibility share: what is asked and how gravely, what is heard and where, and how places are listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from unicodedata import normalize

from picturelock.cut import Cut, Shot, Source
from picturelock.cutmap import audible, union
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.media.scan.model import BLOCK, Frames, Scan
from picturelock.production import CaptionTrack, Dossier
from picturelock.production.master_scan import scan_or_why
from picturelock.specs import Asked
from picturelock.spoken import RecordWord, speaks, spoken
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, Span, Timecode

HOUSE = "Picturelock, house convention"
MOST = 40
"""Places of one fault that are listed one by one; a last finding counts the rest."""
BLOCK_TIME: Flicks = int(BLOCK * FLICKS_PER_SECOND)
"""How long a block of a channel's level is."""
DIALOGUE = ("sub", "sdh")
"""Kinds of captions that caption all that is said; forced narratives caption the foreign words only."""
_SEVERITIES: dict[str, Severity] = {"required": "error", "advisory": "warning"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requirement of the destination that is to be judged."""

    asked: Asked
    severity: Severity
    """An error where it is required, a warning where it is advised."""

    def finding(self, rule: str, place: Place, severity: Severity | None = None, /, **facts: Fact) -> Finding:
        """A finding under it; one that nobody confirmed only warns."""
        return Finding(rule, severity or self.severity, place, facts, self.asked.source, not self.asked.confirmed)


def wanted(dossier: Dossier, name: str) -> Wanted | None:
    """What the destination wants under "accessibility.NAME"; None where it leaves it open or says nothing."""
    asked = dossier.spec.asks(f"accessibility.{name}") if dossier.spec is not None else None
    if asked is None or asked.value not in _SEVERITIES:
        return None
    return Wanted(asked, _SEVERITIES[asked.value])


def whose(dossier: Dossier, names: Sequence[str], house: str) -> str:
    """Whose rule it is: the destination's own, where it asks for one of these with a source that is confirmed; else `house`."""
    asked = (wanted(dossier, name) for name in names)
    return next((one.asked.source for one in asked if one is not None and one.asked.confirmed), house)


def spec_title(dossier: Dossier) -> str:
    """The destination's name."""
    return dossier.spec.title if dossier.spec is not None else dossier.production.delivery.spec


def dialogue_tracks(dossier: Dossier) -> list[CaptionTrack]:
    """The caption tracks that caption all that is said."""
    return [track for track in dossier.captions if track.order.kind in DIALOGUE]


def tracks_of(language: str, tracks: Sequence[CaptionTrack]) -> list[CaptionTrack]:
    """Those in a language."""
    return [track for track in tracks if speaks(track.order.language, language)]


def words_of(dossier: Dossier) -> tuple[RecordWord, ...]:
    """Every word that is known to be heard in the cut, in order."""
    return spoken(dossier.cut, dossier.transcripts)[0]


def is_speechless(source: Source, dossier: Dossier) -> bool:
    """True where the production declares that nobody speaks in a source, and no transcript says otherwise."""
    if source.key in dossier.transcripts:
        return False
    return any(takes(pattern, source) for pattern in dossier.production.speechless)


def takes(pattern: str, source: Source) -> bool:
    """True where a pattern such as "MUS_*.wav" names a source: by its name, reel or file."""
    named = {source.name, source.reel or "", source.path.name if source.path is not None else ""} - {""}
    return any(fnmatchcase(_plain(name), _plain(pattern)) for name in named)


def _plain(text: str) -> str:
    return normalize("NFC", text).casefold()


def unknown_speech(dossier: Dossier) -> tuple[Span, ...]:
    """Record time in which sources are heard that have sound and no transcript: somebody may speak there."""
    found = []
    for shot in audible(dossier.cut):
        info = dossier.media.get(shot.source.key)
        if shot.source.key in dossier.transcripts or shot.source.generated or is_speechless(shot.source, dossier):
            continue
        if info is None or info.audio:
            found.append(shot.record_span)
    return union(found)


def speech_spans(words: Iterable[RecordWord], pause: Flicks = 0) -> tuple[Span, ...]:
    """Where somebody speaks; what is no more than `pause` apart is one."""
    joined: list[Span] = []
    for span in union(Span(word.span.start, max(word.span.end, word.span.start + 1)) for word in words):
        if joined and span.start - joined[-1].end <= pause:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def scan_of(dossier: Dossier, check: str, *, needed: bool) -> tuple[Scan | None, tuple[Finding, ...]]:
    """The measurements of the master, made once for all checks, or why there are none.

    No master is the word of `qc.master`: then neither. needed: the destination asks for what is to be judged by them, so that
    doing without is an error.
    """
    scan, reason = scan_or_why(dossier)
    return scan, (unmeasured(check, master_file(dossier), reason),) if reason and needed else ()


def unmeasured(check: str, file: str, reason: str, asks: Wanted | None = None) -> Finding:
    """What is asked cannot be judged: an error, not a pass; a warning where the destination only advises it."""
    facts: dict[str, Fact] = {"file": file, "check": check, "reason": reason}
    if asks is not None:
        return asks.finding("accessibility.unmeasured", Place(file=file), **facts)
    return Finding("accessibility.unmeasured", "error", Place(file=file), facts, HOUSE)


def master_file(dossier: Dossier) -> str:
    """The master's name as reports show it."""
    path = dossier.production.delivery.master
    return dossier.production.relative(path) if path is not None else ""


def label(time: Flicks, cut: Cut) -> str:
    """The record timecode of the frame that is on screen at a time."""
    return str(Timecode(cut.rate.floor(time) + cut.rate.nearest(cut.start), cut.rate, cut.drop))


def seconds(span: Span) -> float:
    """Its length, to a tenth of a second."""
    return round(span.duration / FLICKS_PER_SECOND, 1)


def place_of(span: Span, dossier: Dossier, file: str = "") -> Place:
    """The place of a stretch of record time, with the shot that is seen at its start."""
    shot = shot_at(dossier.cut, span.start)
    if shot is None:
        return Place(file=file, record=span)
    return Place(file=file, record=span, track=shot.track, shot=shot.id)


def shot_at(cut: Cut, time: Flicks) -> Shot | None:
    """The shot whose picture is seen at a record time: the highest that is enabled."""
    seen = [shot for shot in cut.shots if shot.kind == "video" and shot.enabled and shot.record_span.contains(time)]
    order = {track.id: number for number, track in enumerate(cut.tracks)}
    return max(seen, key=lambda shot: order.get(shot.track, len(order)), default=None)


def ends_sentence(word: RecordWord) -> bool:
    """True for a word that a full stop, or the like, follows."""
    return word.text.rstrip("\"'»”’)] \u00a0").endswith((".", "?", "!", "…", "。", "？", "！"))


def runs(marked: Sequence[bool], bridge: int = 0) -> list[Frames]:
    """Runs of what is marked; runs no more than `bridge` apart are one."""
    found: list[Frames] = []
    start: int | None = None
    for number in range(len(marked) + 1):
        mark = number < len(marked) and bool(marked[number])
        if mark and start is None:
            start = number
        elif not mark and start is not None:
            if found and start - found[-1].end <= bridge:
                found[-1] = Frames(found[-1].start, number)
            else:
                found.append(Frames(start, number))
            start = None
    return found


def listed(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first of many findings of one rule, and one that counts the others."""
    every = list(findings)
    yield from every[:MOST]
    rest = every[MOST:]
    if rest:
        gravest: Severity = "error" if any(one.severity == "error" for one in rest) else rest[0].severity
        facts: dict[str, Fact] = {"rule": rest[0].rule, "count": len(rest)}
        place = Place(file=rest[0].place.file)
        yield Finding("accessibility.more-places", gravest, place, facts, rest[0].source, rest[0].unconfirmed)


def frame_rate(dossier: Dossier) -> FrameRate:
    """Of the master, else of the cut."""
    return (dossier.master.rate if dossier.master is not None else None) or dossier.cut.rate
