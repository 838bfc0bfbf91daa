"""Specs: what a destination asks of a delivery, as data (`specs/ID.toml`). No limit is a literal in code.

    title = "A broadcaster"
    kind = "broadcaster"
    extends = "ebu-r128"                     # takes over what it does not say itself

    [limits]
    loudness = { limit = "-23 LUFS", source = "whose rule, where", read = 2026-09-26 }
    true_peak = { limit = "-1 dBTP", source = "...", status = "unconfirmed" }
    [picture]
    raster = { one_of = ["1920x1080"], source = "...", read = 2026-09-26 }
    [accessibility]
    sdh = { requirement = "required", source = "...", read = 2026-09-26 }
    [[layout]]                               # an audio layout that is accepted
    programmes = [{ channels = [1, 2], carries = "stereo" }]
    source = "..."
    read = 2026-09-26

`vocabulary` lists what may be asked. An entry without a source, or with neither the date it was read nor a status, is refused.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from picturelock.catalogue import Limit
from picturelock.errors import UnknownName
from picturelock.specs.model import Asked, Programme, Spec
from picturelock.specs.reader import from_toml
from picturelock.specs.vocabulary import REQUIREMENTS, SECTIONS, UNITS

__all__ = (
    "NAMES",
    "REQUIREMENTS",
    "SECTIONS",
    "UNITS",
    "Asked",
    "Limit",
    "Programme",
    "Spec",
    "from_toml",
    "load",
    "names",
)

NAMES: tuple[str, ...] = ("ebu-r128", "atsc-a85", "cbc-radio-canada")
"""Every spec there is; the tests compare it with the folder."""


def names() -> tuple[str, ...]:
    """The ids of all specs."""
    return NAMES


@cache
def load(spec_id: str) -> Spec:
    """A spec by its id. Raises UnknownName, listing those there are."""
    if spec_id not in NAMES:
        raise UnknownName("delivery spec", spec_id, NAMES)
    text = files("picturelock").joinpath("specs", f"{spec_id}.toml").read_text(encoding="utf-8")
    return from_toml(spec_id, tomllib.loads(text), load)
