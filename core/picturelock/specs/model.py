"""A destination, read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from picturelock.catalogue import Limit
from picturelock.specs.vocabulary import INFORMATION, SECTIONS, UNITS

_SERVING = frozenset({"loudness_tolerance", "dialogue_tolerance", "contrast"})
"""Limits that only say how another thing is judged."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a destination asks for, whose rule it is, and when it was read there."""

    name: str
    """"section.name", as in `vocabulary.SECTIONS`."""
    values: tuple[str, ...]
    """Never empty. Of a requirement or a text, one."""
    source: str
    confirmed: bool
    """False: nobody could read it at its source, or its owner only recommends it; it can only warn."""

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
    """Every spec that it is built on, nearest first."""
    by_name: Mapping[str, Limit]
    asked: Mapping[str, Asked]
    layouts: tuple[tuple[Programme, ...], ...]
    """Each an audio layout that is accepted; empty = any."""
    said_by: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The id of the spec that says a thing, by the name of the limit, by "section.name", or by "layout"."""

    def limits(self) -> Iterator[Limit]:
        """Every limit, as people are shown them."""
        return (self.by_name[name] for name in UNITS if name in self.by_name)

    def entries(self) -> Iterator[Asked]:
        """Everything else that is asked but the audio layouts, as people are shown it."""
        names = (f"{section}.{name}" for section, forms in SECTIONS.items() for name in forms)
        return (self.asked[name] for name in names if name in self.asked)

    def asks(self, name: str) -> Asked | None:
        """What is asked under a name such as "picture.raster"; None = nothing."""
        return self.asked.get(name)

    def wants(self, name: str) -> str:
        """A requirement: "required", "advisory" or "optional"; "" where nothing is said."""
        asked = self.asked.get(name)
        return asked.value if asked is not None else ""

    def closes_nothing(self) -> bool:
        """True for one that no delivery can fail: nothing of it is confirmed, required, and judged by a check."""
        limits = any(limit.confirmed and name not in _SERVING for name, limit in self.by_name.items())
        asked = any(
            one.confirmed and one.name not in INFORMATION and one.value not in ("advisory", "optional")
            for one in self.asked.values()
        )
        return not (limits or asked or any(layout[0].confirmed for layout in self.layouts))

    def count(self) -> int:
        """How many things it asks for, each audio layout as one."""
        return len(self.by_name) + len(self.asked) + len(self.layouts)

    def unconfirmed(self) -> int:
        """How many of them can only warn."""
        layouts = (layout[0] for layout in self.layouts)
        said: tuple[Limit | Asked | Programme, ...] = (*self.by_name.values(), *self.asked.values(), *layouts)
        return sum(not one.confirmed for one in said)

    def unsaid(self) -> Mapping[str, tuple[str, ...]]:
        """What it leaves unsaid: names by section, of which "limits" is the first and "layout" stands under "audio"."""
        found = {"limits": tuple(name for name in UNITS if name not in self.by_name)}
        for section, forms in SECTIONS.items():
            found[section] = tuple(name for name in forms if f"{section}.{name}" not in self.asked)
        if not self.layouts:
            found["audio"] = (*found["audio"], "layout")
        return MappingProxyType({section: names for section, names in found.items() if names})
