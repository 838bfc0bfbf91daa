"""The sources that a cut shows or plays, and the clearances that speak of each."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import translate
from pathlib import PurePosixPath

from picturelock.cut import Cut, Shot, Source
from picturelock.cutmap import union
from picturelock.production import Dossier
from picturelock.rights.model import Clearance
from picturelock.rights.shown import Spans, heard_spans, seen_spans, total
from picturelock.timeline.search import MEDIA_SUFFIXES, STILL_SUFFIXES
from picturelock.times import Flicks

_WILD = re.compile(r"[*?\[]")
_MEDIA = MEDIA_SUFFIXES | STILL_SUFFIXES


@dataclass(frozen=True, slots=True)
class Use:
    """One source, and where the cut uses it."""

    source: Source
    first: Shot
    """The first of its shots that is seen or heard."""
    names: frozenset[str]
    """Everything that an asset pattern may match: file name, reel, path within the production; as `plain` makes them."""
    shots: tuple[Shot, ...] = ()
    """Every shot of it that is seen or heard, in order of record time."""
    seen: Spans = ()
    """Record time for which it is on screen, in order and apart from each other."""
    heard: Spans = ()

    @property
    def label(self) -> str:
        """What people call the source."""
        return (
            self.source.name
            or (self.source.path.name if self.source.path else "")
            or self.source.reel
            or self.first.name
        )

    @property
    def spans(self) -> Spans:
        """Record time for which it is seen or heard."""
        return union((*self.seen, *self.heard))

    @property
    def duration(self) -> Flicks:
        """How long it is seen or heard."""
        return total(self.spans)


def used_sources(dossier: Dossier) -> tuple[Use, ...]:
    """Every source that is seen or heard, in order of first use.

    What the editing system generates (black, bars, titles) is nobody's and needs no clearance: see `generated_sources`.
    """
    cut = _named(dossier.cut)
    seen, heard = seen_spans(cut, dossier.media), heard_spans(cut, dossier.media)
    shots: dict[str, list[Shot]] = defaultdict(list)
    for shot in _enabled(cut, generated=False):
        spans = seen.get(shot.source.key, ()) if shot.kind == "video" else ()
        if any(span.overlaps(shot.record_span) for span in (*spans, *heard.get(shot.source.key, ()))):
            shots[shot.source.key].append(shot)
    return tuple(
        Use(own[0].source, own[0], _names(own[0].source, dossier), tuple(own), seen.get(key, ()), heard.get(key, ()))
        for key, own in shots.items()
    )


def generated_sources(dossier: Dossier) -> tuple[Use, ...]:
    """What the editing system generates for enabled shots, in order of first use."""
    first: dict[str, Shot] = {}
    for shot in _enabled(_named(dossier.cut), generated=True):
        first.setdefault(shot.source.key, shot)
    return tuple(Use(shot.source, shot, _names(shot.source, dossier), (shot,)) for shot in first.values())


def _named(cut: Cut) -> Cut:
    """The cut with what a list takes for black or a title, and yet names a media file for, as that file's."""
    if not any(_is_media(shot) for shot in cut.shots):
        return cut
    shots = [replace(one, source=_as_media(one)) if _is_media(one) else one for one in cut.shots]
    return replace(cut, shots=tuple(shots))


def _is_media(shot: Shot) -> bool:
    if not shot.source.generated:
        return False
    return shot.source.path is not None or PurePosixPath(shot.name).suffix.lower() in _MEDIA


def _as_media(shot: Shot) -> Source:
    named = PurePosixPath(shot.name).suffix.lower() in _MEDIA
    return replace(shot.source, name=shot.name if named else shot.source.name, generated=False)


def _enabled(cut: Cut, *, generated: bool) -> Iterable[Shot]:
    for shot in sorted(cut.shots, key=lambda shot: shot.record_span.start):
        if shot.enabled and shot.record_span.duration and shot.source.generated == generated:
            yield shot


def match(uses: Iterable[Use], clearances: Iterable[Clearance]) -> dict[str, tuple[Clearance, ...]]:
    """The clearances of each source, by `Source.key`. Capitals and the way that accents are encoded do not matter."""
    exact: dict[str, list[int]] = defaultdict(list)
    wild: list[tuple[re.Pattern[str], int]] = []
    listed = tuple(clearances)
    for number, clearance in enumerate(listed):
        asset = plain(clearance.asset)
        if _WILD.search(asset):
            wild.append((re.compile(translate(asset)), number))
        else:
            exact[asset].append(number)
    found: dict[str, tuple[Clearance, ...]] = {}
    for use in uses:
        numbers = {number for name in use.names for number in exact.get(name, ())}
        numbers |= {number for pattern, number in wild if any(map(pattern.match, use.names))}
        found[use.source.key] = tuple(listed[number] for number in sorted(numbers))
    return found


def _names(source: Source, dossier: Dossier) -> frozenset[str]:
    names = [source.name, source.reel]
    if source.path is not None:
        names.append(source.path.name)
        # Where the production lies is the machine's: a pattern that matches its folder would clear everything.
        if source.path.is_relative_to(dossier.production.root):
            names.append(dossier.production.relative(source.path))
    return frozenset(plain(name) for name in names if name)


def plain(text: str) -> str:
    """A name or a pattern as both are compared."""
    # macOS hands out decomposed accents, a ledger typed elsewhere holds composed ones.
    return unicodedata.normalize("NFC", text).casefold()
