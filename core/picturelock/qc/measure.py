"""One line of what was measured, and how amounts are written in it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from picturelock.production import Dossier
from picturelock.times import FLICKS_PER_SECOND, Flicks, nearest


@dataclass(frozen=True, slots=True)
class Measure:
    """One line: what was measured, and under which rules a check would have found fault with it."""

    name: str
    """As specs have it, "picture.raster" or "true_peak"; else "duration", "first_frame", "last_frame", "captions"."""
    value: str
    """A label, words of the specs' vocabulary, or an amount with its unit: "-22.9 LUFS"; "" = the file does not say."""
    check: str
    """Which one judges it: "qc.raster"."""
    rules: tuple[str, ...]
    asked: str = ""
    """What the production itself asks, where no spec does; of captions, their profile."""
    of: str = ""
    """Which channels or which file, where there are several."""
    language: str = ""
    tag: str = ""
    """Of a rule about several tags, the finding's evidence "tag" that is about this one."""
    moot: bool = False
    """True where what is asked cannot apply: drop-frame labels at a rate that has none."""


def asks(dossier: Dossier, name: str) -> bool:
    """Whether the destination asks for it: a limit by its name, anything else as "picture.raster"."""
    spec = dossier.spec
    return spec is not None and (spec.asks(name) is not None if "." in name else name in spec.by_name)


def tenths(value: Fraction, places: int = 1) -> str:
    """ "22.9": to the nearest, a half goes up."""
    scale = 10**places
    return f"{nearest(value * scale) / scale:.{places}f}"


def seconds(time: Flicks) -> str:
    """ "1.25 s": to a hundredth."""
    return f"{tenths(Fraction(time, FLICKS_PER_SECOND), 2)} s"
