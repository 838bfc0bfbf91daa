"""A destination, read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from picturelock.catalogue import Limit
from picturelock.specs.vocabulary import UNITS


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a destination asks for, whose rule it is, and when it was read there."""

    name: str
    """"section.name", as in `vocabulary.SECTIONS`."""
    values: tuple[str, ...]
    """Never empty. Of a requirement or a text, one."""
    source: str
    confirmed: bool
    """False: nobody could read it at its source; it can only warn."""

    @property
    def value(self) -> str:
        """The one value of a requirement or a text; the first of several."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Programme:
    """What some audio channels must carry."""

    channels: tuple[int, ...]
    """From 1, through all audio streams of the file in their order."""
    carries: str
    """One of `vocabulary.CARRIES`."""
    required: bool
    """False: the channels may be absent or silent, but may carry nothing else."""
    language: str
    """BCP 47; "" = the programme's own."""
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Spec:
    """A destination, with all that it takes over from those that it extends."""

    id: str
    title: str
    kind: str
    """One of `vocabulary.KINDS`."""
    extends: tuple[str, ...]
    """The specs that it is built on, nearest first."""
    by_name: Mapping[str, Limit]
    asked: Mapping[str, Asked]
    layouts: tuple[tuple[Programme, ...], ...]
    """Each an audio layout that is accepted; empty = any."""

    def limits(self) -> Iterator[Limit]:
        """Every limit, as people are shown them."""
        return (self.by_name[name] for name in UNITS if name in self.by_name)

    def asks(self, name: str) -> Asked | None:
        """What is asked under a name such as "picture.raster"; None = nothing."""
        return self.asked.get(name)

    def wants(self, name: str) -> str:
        """A requirement: "required", "advisory" or "optional"; "" where nothing is said."""
        asked = self.asked.get(name)
        return asked.value if asked is not None else ""
