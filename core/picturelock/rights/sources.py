"""The sources that a cut shows or plays, and the clearances that speak of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate

from picturelock.cut import Shot, Source
from picturelock.production import Dossier
from picturelock.rights.ledger import Clearance


@dataclass(frozen=True, slots=True)
class Use:
    """One source, and the first place where the cut uses it."""

    source: Source
    first: Shot
    names: frozenset[str]
    """Everything that an asset pattern may match: file name, reel, path; as `_plain` makes them."""

    @property
    def label(self) -> str:
        """What people call the source."""
        return (
            self.source.name
            or (self.source.path.name if self.source.path else "")
            or self.source.reel
            or self.first.name
        )


def used_sources(dossier: Dossier) -> tuple[Use, ...]:
    """Every source that an enabled shot uses, picture or sound, in order of first use.

    What the editing system generates (black, bars, titles) is nobody's and needs no clearance: see `generated_sources`.
    """
    return _uses(dossier, generated=False)


def generated_sources(dossier: Dossier) -> tuple[Use, ...]:
    """What the editing system generates for enabled shots, in order of first use."""
    return _uses(dossier, generated=True)


def _uses(dossier: Dossier, *, generated: bool) -> tuple[Use, ...]:
    first: dict[str, Shot] = {}
    for shot in sorted(dossier.cut.shots, key=lambda shot: shot.record_span.start):
        if shot.enabled and shot.record_span.duration and shot.source.generated == generated:
            first.setdefault(shot.source.key, shot)
    return tuple(Use(shot.source, shot, _names(shot.source, dossier)) for shot in first.values())


def match(uses: Iterable[Use], clearances: Iterable[Clearance]) -> dict[str, tuple[Clearance, ...]]:
    """The clearances of each source, by `Source.key`. Capitals and the way that accents are encoded do not matter."""
    patterns = [(re.compile(translate(_plain(clearance.asset))), clearance) for clearance in clearances]
    return {
        use.source.key: tuple(clearance for pattern, clearance in patterns if any(map(pattern.match, use.names)))
        for use in uses
    }


def _names(source: Source, dossier: Dossier) -> frozenset[str]:
    names = [source.name, source.reel]
    if source.path is not None:
        names += [source.path.name, source.path.as_posix(), dossier.production.relative(source.path)]
    return frozenset(_plain(name) for name in names if name)


def _plain(text: str) -> str:
    # macOS hands out decomposed accents, a ledger typed elsewhere holds composed ones.
    return unicodedata.normalize("NFC", text).casefold()
