"""Captions of another version of the picture: they fit another cut beside this one, or hold words of what was cut out.

Judged by what is said only: a caption track whose language nobody speaks cannot be told so. Cost where the captions fit:
their words, once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from picturelock import registry
from picturelock.accessibility.common import words_of
from picturelock.accessibility.fit import Fit, fit
from picturelock.accessibility.labels import said_parts
from picturelock.conform.carry import Carrier
from picturelock.conform.match import same_sources
from picturelock.cues import Cue
from picturelock.cut import Cut
from picturelock.cutmap import CutMap, audible, union
from picturelock.errors import PicturelockError
from picturelock.findings import Fact, Finding, Place
from picturelock.production import CaptionTrack, Dossier
from picturelock.speech import Provenance
from picturelock.spoken import RecordWord, is_rough, parts, speaks, spoken
from picturelock.timeline.locate import locate
from picturelock.timeline.read import read_cut
from picturelock.times import Flicks, Span

SAME_VERSION = "Picturelock: captions belong to the version of the picture that goes out"
FITS_PERCENT = 80
"""From this share of captions that fit on, a file is of this cut."""
BETTER_PERCENT = 25
"""By how much another cut must fit better to be the one that captions were made for."""
_MOST_CUTS = 12
"""Other versions beside the cut that are read, the newest first."""
_MOST_BYTES = 50_000_000
_FEWEST = 2
"""Captions that must say what was cut out."""
_RUN = 3
"""Words in a row by which a passage is found."""


def check(dossier: Dossier, tracks: Sequence[CaptionTrack], words: Sequence[RecordWord]) -> Iterator[Finding]:
    """One finding for each track at most from what it says, and what its own record of its making says."""
    sure = {key: one for key, one in dossier.transcripts.items() if not is_rough(one)}
    others: list[tuple[Path, Cut]] | None = None
    for track in tracks:
        yield from _made_for_another(dossier, track)
        if track.captions is None:
            continue
        language = track.order.language
        own = [word for word in words if speaks(word.language, language) and word.source in sure]
        here = fit(track.captions.cues, own, language)
        if not own or here.percent >= FITS_PERCENT:
            continue
        if others is None:
            others = _others(dossier)
        best = max((_judged(track, dossier, one) for one in others), key=lambda one: one.fit.percent, default=None)
        if best is not None and best.fit.percent >= here.percent + BETTER_PERCENT:
            yield _fits_another(dossier, track, here, best)
        else:
            yield from _removed(dossier, track, here)


@dataclass(frozen=True, slots=True)
class _Other:
    """Another cut, and how well captions fit it."""

    file: Path
    cut: Cut
    fit: Fit


def _others(dossier: Dossier) -> list[tuple[Path, Cut]]:
    """Other versions that lie beside the cut. One that cannot be read is nobody's concern here."""
    own = dossier.production.cut
    try:
        beside = [path for path in own.parent.iterdir() if path.is_file() and path != own]
        beside = [path for path in beside if path.suffix.lower().removeprefix(".") in registry.TIMELINE_SUFFIXES]
        beside = [path for path in beside if path.stat().st_size <= _MOST_BYTES]
        beside.sort(key=lambda path: (-path.stat().st_mtime_ns, path.name))
    except OSError:
        return []
    found = []
    for path in beside[:_MOST_CUTS]:
        try:
            cut, _ = read_cut(path, dossier.production.rate or dossier.cut.rate)
            found.append((path, locate(cut, dossier.production.media, dossier.progress)[0]))
        except PicturelockError:
            continue
    return found


def _judged(track: CaptionTrack, dossier: Dossier, other: tuple[Path, Cut]) -> _Other:
    path, cut = other
    cues = track.captions.cues if track.captions is not None else ()
    words = spoken(cut, dossier.transcripts, track.order.language)[0]
    return _Other(path, cut, fit(cues, words, track.order.language))


def _fits_another(dossier: Dossier, track: CaptionTrack, here: Fit, best: _Other) -> Finding:
    """With what the map of changes from that cut to this one makes of the captions."""
    old, new = same_sources(best.cut, dossier.cut)
    carrier = Carrier(old, new)
    moved = gone = 0
    for cue in track.captions.cues if track.captions is not None else ():
        carried = carrier.carry(cue.span)
        gone += not carried.runs
        moved += bool(carried.runs) and carried.runs[0].new.start != carried.runs[0].old.start
    file = dossier.production.relative(track.order.file)
    first = min(here.strangers, key=lambda cue: cue.span)
    facts: dict[str, Fact] = {
        "fits": dossier.production.relative(best.file),
        "cut": dossier.production.relative(dossier.production.cut),
        "percent_here": here.percent,
        "percent_there": best.fit.percent,
        "moved": moved,
        "gone": gone,
        "captions": here.judged,
        "file": file,
    }
    place = Place(file=file, record=_inside(first.span, dossier.cut), cue=first.id)
    return Finding("accessibility.other-version", "error", place, facts, SAME_VERSION)


def _removed(dossier: Dossier, track: CaptionTrack, here: Fit) -> Iterator[Finding]:
    """Captions that say what their sources say outside of what the cut uses."""
    unused, used = _passages(dossier, track.order.language)
    found: list[tuple[Cue, str]] = []
    for cue in here.strangers:
        said = said_parts(cue, track.order.language)
        grams = {tuple(said[at : at + _RUN]) for at in range(len(said) - _RUN + 1)}
        sources = Counter(unused[gram] for gram in grams if gram in unused and gram not in used)
        if sources and 2 * sources.total() >= len(grams):
            found.append((cue, sources.most_common(1)[0][0]))
    if len(found) < _FEWEST:
        return
    cue, source = found[0]
    file = dossier.production.relative(track.order.file)
    facts: dict[str, Fact] = {
        "captions": len(found),
        "text": " ".join(cue.text.split())[:120],
        "source": source,
        "cut": dossier.production.relative(dossier.production.cut),
    }
    place = Place(file=file, record=_inside(cue.span, dossier.cut), cue=cue.id, source=source)
    yield Finding("accessibility.removed-words", "error", place, facts, SAME_VERSION)


def _passages(dossier: Dossier, language: str) -> tuple[Mapping[tuple[str, ...], str], set[tuple[str, ...]]]:
    """Runs of words that sources say where the cut does not use them, with the source's name, and those that are heard."""
    shots = audible(dossier.cut)
    names = {shot.source.key: shot.source.name for shot in shots}
    cutmap = CutMap.of_shots(shots)
    unused: dict[tuple[str, ...], str] = {}
    used: set[tuple[str, ...]] = set()
    for key, transcript in dossier.transcripts.items():
        if not speaks(transcript.language, language):
            continue
        pieces = union(piece.source_span for piece in cutmap.pieces(key))
        marked = [
            (part, _in_any(word.span, pieces)) for word in transcript.words for part in parts(word.text, language)
        ]
        for heard, group in groupby(marked, key=lambda one: one[1]):
            run = [part for part, _ in group]
            grams = [tuple(run[at : at + _RUN]) for at in range(len(run) - _RUN + 1)]
            if heard:
                used.update(grams)
            else:
                unused.update(dict.fromkeys(grams, names.get(key, "")))
    return unused, used


def _in_any(span: Span, pieces: Sequence[Span]) -> bool:
    middle: Flicks = (span.start + span.end) // 2
    at = bisect_right(pieces, middle, key=lambda piece: piece.start) - 1
    return at >= 0 and middle < pieces[at].end


def _made_for_another(dossier: Dossier, track: CaptionTrack) -> Iterator[Finding]:
    """What the record of a file's making says: the cut that it was conformed to, and the sources that it was made from."""
    made = track.provenance
    if made is None:
        return
    file, cut = dossier.production.relative(track.order.file), dossier.production.cut
    facts: dict[str, Fact] = {"file": file, "cut": cut.name}
    target = dict(made.parameters).get("conformed_to", "")
    if target and target != cut.name:
        facts |= {"made_for": target}
        yield Finding("accessibility.conformed-elsewhere", "warning", Place(file=file), facts, SAME_VERSION)
        return
    missing = _added_since(dossier, made) if not target else []
    if missing:
        facts |= {"sources": len(missing), "first": missing[0]}
        yield Finding("accessibility.sources-since", "warning", Place(file=file), facts, SAME_VERSION)


def _added_since(dossier: Dossier, made: Provenance) -> list[str]:
    """Names of sources that speak in the cut and that captions made by `picturelock caption` did not know."""
    if made.tool != "picturelock caption" or not made.inputs:
        return []
    heard = {word.source for word in words_of(dossier)}
    sources = {shot.source.key: shot.source for shot in audible(dossier.cut) if shot.source.key in heard}
    return [one.name for one in sources.values() if one.fingerprint and one.fingerprint not in made.inputs]


def _inside(span: Span, cut: Cut) -> Span:
    """A span that reports can show, also of a caption beyond the end of the cut."""
    beyond = bool(cut.duration) and span.start >= cut.duration
    return replace(span, start=max(0, cut.duration - 1), end=cut.duration) if beyond else span
