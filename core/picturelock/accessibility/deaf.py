"""Whether captions for the deaf and hard of hearing say what those captions are for: who speaks, what sounds, what is foreign.

Sounds are found without listening for what they are: stretches of the master that are heard, in which nobody is known to
speak, and over which no caption names a sound. Who speaks is known where a transcript says so. A label for every tenth of what
wants one is little; less, or a single one, is a track for the hearing under another name. That share is ours.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from picturelock.accessibility.common import (
    BLOCK_TIME,
    Wanted,
    dialogue_tracks,
    listed,
    place_of,
    runs,
    scan_of,
    seconds,
    speech_spans,
    unknown_speech,
    wanted,
    whose,
    words_of,
)  # fmt: skip
from picturelock.accessibility.labels import (
    Usual,
    has_label,
    is_styled,
    names,
    names_sound,
    names_speaker,
    parts_speakers,
    said_parts,
    usual_of,
)  # fmt: skip
from picturelock.cues import Cue
from picturelock.cutmap import subtract, union
from picturelock.findings import Fact, Finding, Idle, Place
from picturelock.media.scan.model import Scan
from picturelock.production import CaptionTrack, Dossier
from picturelock.production.leader import leader
from picturelock.spoken import RecordWord, parts, speaks
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, from_ms, from_seconds

SDH = "Picturelock, house convention: captions for the deaf tell sounds that matter, who speaks, and in which language"
LONG: Flicks = from_seconds(10)
"""A stretch that is heard for so long without speech holds a sound or music that somebody who does not hear it misses."""
AUDIBLE_LEVEL = 5000
"""1/100 dB below full scale: below -50 dBFS RMS a room is quiet."""
_PAUSE: Flicks = from_ms(1500)
_LEAST_CHANGES = 3
"""Times that somebody else begins to speak, from which never telling who is no accident."""
_FEW = 2
"""Labels that are no accident, where more than one is wanted."""
_ONE_OF = 10
"""So many changes of speaker, or sounds, and one of them at least is told."""
_FEWEST_NAMES = 3
_LEAST_FOREIGN = 3
_BRIDGE = 12  # blocks: half a second of quiet within a sound


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Each track that is ordered as SDH."""
    tracks = [one for one in dialogue_tracks(dossier) if one.order.kind == "sdh" and one.captions is not None]
    tracks = [one for one in tracks if one.captions is not None and one.captions.cues]
    if not tracks:
        yield Idle("no-sdh")  # where they are asked for, `coverage` says so
        return
    asks, words = wanted(dossier, "sdh"), words_of(dossier)
    scan, problem = scan_of(dossier, "accessibility.deaf", needed=asks is not None)
    yield from problem
    heard = _heard(dossier, scan, words) if scan is not None else ()
    for track in tracks:
        yield from _track(dossier, track, words, heard, asks)


def _track(
    dossier: Dossier, track: CaptionTrack, words: Sequence[RecordWord], heard: Sequence[Span], asks: Wanted | None
) -> Iterator[Finding]:
    cues = track.captions.cues if track.captions is not None else ()
    file = dossier.production.relative(track.order.file)
    own = [word for word in words if speaks(word.language, track.order.language)]
    foreign = [word for word in words if not speaks(word.language, track.order.language)] if own else []
    changes, usual = list(_changes(cues, own)), usual_of(cues)
    silent = [span for span in heard if not _named(span, cues, usual)]
    needs, labels = len(silent) + len(changes), sum(has_label(cue, usual) for cue in cues)
    if labels < (max(_FEW, needs // _ONE_OF) if needs > _FEW else min(needs, 1)):
        facts: dict[str, Fact] = {
            "language": track.order.language,
            "sounds": len(silent),
            "changes": len(changes),
            "labels": labels,
        }
        source = asks.asked.source if asks is not None else SDH
        # Dashes and places alone may tell who speaks (Charte SME); who does so labels little else.
        told = sum(names_speaker(cue, usual) for cue in changes)
        severe = asks.severity if asks is not None and not (labels and 2 * told > len(changes)) else "warning"
        unconfirmed = asks is not None and not asks.asked.confirmed
        yield Finding("accessibility.sdh-plain", severe, Place(file=file), facts, source, unconfirmed)
        return
    if not labels:
        yield Finding(
            "accessibility.sdh-unlabelled", "warning", Place(file=file), {"language": track.order.language}, SDH
        )
    yield from listed(_sound(dossier, span, file) for span in silent)
    source = _source(dossier)
    yield from _speakers(changes, usual, file, source)
    yield from _misnamed(cues, own, file, source)
    yield from listed(_mixed(cues, own, file, source))
    yield from listed(_foreign(dossier, cues, foreign, file))


def _source(dossier: Dossier) -> str:
    return whose(dossier, ("sdh",), SDH)


def _heard(dossier: Dossier, scan: Scan, words: Sequence[RecordWord]) -> tuple[Span, ...]:
    """Long stretches of the cut, on record time, that are audible and in which nobody speaks or may speak."""
    numbers = scan.programmes[0].group.channels if scan.programmes else tuple(one.number for one in scan.channels)
    levels = [one.level.values() for one in scan.channels if one.number in numbers]
    if not levels:
        return ()
    blocks = range(max(map(len, levels)))
    loud = [any(at < len(level) and level[at] < AUDIBLE_LEVEL for level in levels) for at in blocks]
    first, inside = leader(dossier), Span(0, max(1, dossier.cut.duration))
    speech = union([*speech_spans(words, _PAUSE), *unknown_speech(dossier)])
    found: list[Span] = []
    for run in runs(loud, _BRIDGE):
        span = Span(run.start * BLOCK_TIME, run.end * BLOCK_TIME).shift(-first).intersect(inside)
        found += subtract(span, speech) if span is not None else ()
    return tuple(span for span in found if span.duration > LONG)


def _named(span: Span, cues: Sequence[Cue], usual: Usual) -> bool:
    """True where a caption over a stretch, or right before it, names a sound."""
    return any(
        names_sound(cue, usual) and cue.span.start < span.end and cue.span.end > span.start - _PAUSE for cue in cues
    )


def _sound(dossier: Dossier, span: Span, file: str) -> Finding:
    place, source = (
        place_of(span, dossier, file),
        f"{_source(dossier)}; the {LONG // FLICKS_PER_SECOND} s are Picturelock's",
    )
    return Finding("accessibility.sound-uncaptioned", "warning", place, {"seconds": seconds(span)}, source)


def _speaking(cue: Cue, words: Sequence[RecordWord], middles: Sequence[Flicks]) -> list[str]:
    """Who speaks during a caption, in order; who it is must be known of each word."""
    found = words[bisect_left(middles, cue.span.start) : bisect_left(middles, cue.span.end)]
    return [word.speaker for word in found if word.speaker]


def _changes(cues: Sequence[Cue], words: Sequence[RecordWord]) -> Iterator[Cue]:
    """Captions with which somebody else begins to speak."""
    known = sorted((word for word in words if word.speaker), key=_middle)
    middles, last = [_middle(word) for word in known], ""
    for cue in cues:
        speaking = _speaking(cue, known, middles)
        if speaking:
            if last and speaking[0] != last:
                yield cue
            last = speaking[-1]


def _speakers(changes: Sequence[Cue], usual: Usual, file: str, source: str) -> Iterator[Finding]:
    """Hardly anybody is told apart, though people take turns."""
    told = sum(names_speaker(cue, usual) for cue in changes)
    if len(changes) < _LEAST_CHANGES or (told and told * _ONE_OF >= len(changes)):
        return
    place = Place(file=file, record=changes[0].span, cue=changes[0].id)
    facts: dict[str, Fact] = {"changes": len(changes), "told": told}
    yield Finding("accessibility.speakers-unmarked", "warning", place, facts, source)


def _misnamed(cues: Sequence[Cue], words: Sequence[RecordWord], file: str, source: str) -> Iterator[Finding]:
    """Captions of what is heard that name one person while another says it; one finding where most names are wrong."""
    known = sorted(words, key=_middle)
    middles, people = [_middle(word) for word in known], {word.speaker for word in known if word.speaker}
    judged, wrong = 0, []
    for cue in cues:
        over = known[bisect_left(middles, cue.span.start) : bisect_left(middles, cue.span.end)]
        speaking = {word.speaker for word in over if word.speaker}
        if not over or any(not word.speaker for word in over) or not _says(cue, over):
            continue
        for name in names(cue):
            meant = _meant(name, people)
            if meant:
                judged += 1
                if not meant & speaking:
                    wrong.append((cue, name, ", ".join(sorted(speaking))[:80]))
    if len(wrong) >= _FEWEST_NAMES and 2 * len(wrong) > judged:
        cue, name, heard = wrong[0]
        facts: dict[str, Fact] = {"names": judged, "wrong": len(wrong), "name": name, "heard": heard}
        place = Place(file=file, record=cue.span, cue=cue.id)
        yield Finding("accessibility.speakers-exchanged", "error", place, facts, source)
        return
    yield from listed(
        Finding(
            "accessibility.speaker-differs",
            "warning",
            Place(file=file, record=cue.span, cue=cue.id),
            {"cue": cue.id, "name": name, "heard": heard},
            source,
        )
        for cue, name, heard in wrong
    )


def _says(cue: Cue, words: Sequence[RecordWord]) -> bool:
    """True where at least half of a caption's words are heard during it; else it is out of place, which `coverage` tells."""
    written = Counter(said_parts(cue, words[0].language))
    heard = Counter(part for word in words for part in parts(word.text, word.language))
    return 2 * (written & heard).total() >= max(1, written.total())


def _meant(name: str, people: set[str]) -> set[str]:
    """The people whom a label may name: by their whole name or a part of it; nobody where it names none of them."""
    own = set(parts(name, "und"))
    return {one for one in people if own and own <= set(parts(one, "und"))}


def _mixed(cues: Sequence[Cue], words: Sequence[RecordWord], file: str, source: str) -> Iterator[Finding]:
    """Captions that hold what two people say as if one did."""
    known = sorted((word for word in words if word.speaker), key=_middle)
    middles = [_middle(word) for word in known]
    for cue in cues:
        people = set(_speaking(cue, known, middles))
        if len(people) > 1 and not parts_speakers(cue):
            facts: dict[str, Fact] = {
                "people": len(people),
                "who": ", ".join(sorted(people))[:80],
                "text": " ".join(cue.text.split())[:120],
            }
            place = Place(file=file, record=cue.span, cue=cue.id)
            yield Finding("accessibility.speakers-mixed", "warning", place, facts, source)


def _foreign(dossier: Dossier, cues: Sequence[Cue], words: Sequence[RecordWord], file: str) -> Iterator[Finding]:
    """Speech in a language that is not the track's, captioned as if it were: without a label, italics or a colour."""
    starts, ends = [word.span.start for word in words], list(accumulate((cue.span.end for cue in cues), max))
    begins = [cue.span.start for cue in cues]
    for span in speech_spans(words, _PAUSE):
        said = words[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        over = [
            one
            for one in cues[bisect_right(ends, span.start) : bisect_left(begins, span.end)]
            if one.span.overlaps(span)
        ]
        if len(said) < _LEAST_FOREIGN or not over or any(has_label(cue) or is_styled(cue) for cue in over):
            continue
        facts: dict[str, Fact] = {"language": said[0].language, "words": len(said)}
        place = place_of(span, dossier, file)
        yield Finding("accessibility.foreign-unmarked", "warning", place, facts, _source(dossier))


def _middle(word: RecordWord) -> Flicks:
    return (word.span.start + word.span.end) // 2
