"""Specs: what a destination asks of a delivery, as data (`specs/ID.toml`). No limit is a literal in code.

    title = "A broadcaster"
    kind = "broadcaster"
    extends = ["ebu-r128", "picturelock"]    # takes over what it does not say itself; what the first one says holds

    [limits]
    loudness = { limit = "-23 LUFS", source = "whose rule, where", read = 2026-09-26 }
    true_peak = { limit = "-1 dBTP", source = "...", status = "unconfirmed" }
    [picture]
    raster = { one_of = ["1920x1080"], source = "...", read = 2026-09-26 }
    [accessibility]
    sdh = { requirement = "required", source = "...", read = 2026-09-26 }
    [naming]
    pattern = { text = "{title}_{version}_{kind}", source = "...", read = 2026-09-26 }
    [[layout]]                               # an audio layout that is accepted
    programmes = [{ channels = [1, 2], carries = "stereo" }]
    source = "..."
    read = 2026-09-26

`vocabulary` lists what may be asked, `spelling` how. An entry without a source, or with neither the date it was read nor a
status, is refused. A production keeps its own in its folder `specs`; they extend ours, or each other, by name.
"""

from __future__ import annotations

import tomllib
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

from picturelock.catalogue import Limit
from picturelock.errors import UnknownName
from picturelock.specs import folder
from picturelock.specs.folder import Fault
from picturelock.specs.model import Asked, Programme, Spec
from picturelock.specs.reader import from_toml
from picturelock.specs.vocabulary import KINDS, REQUIREMENTS, SECTIONS, UNITS

__all__ = (
    "KINDS", "NAMES", "REQUIREMENTS", "SECTIONS", "UNITS", "Asked", "Fault", "Limit", "Programme", "Spec",
    "from_toml", "inspect", "load", "names", "own_names",
)  # fmt: skip

NAMES: tuple[str, ...] = (
    "cbc-radio-canada", "cbc-radio-canada-commercials", "bell-media", "aptn", "tele-quebec", "tv5-quebec-canada",
    "tv5monde", "france-televisions", "france-television-commercials", "arte",
    "netflix", "netflix-licensed", "prime-video", "amazon-studios", "youtube",
    "festival-screening", "festival-online",
    "archive", "archive-quebec",
    "ebu-r128", "ebu-r103", "atsc-a85", "crtc", "crtc-streaming", "france-television", "cst-rt-040", "cnc",
    "eu-accessibility", "wcag", "picturelock",
)  # fmt: skip
"""Every spec of ours, as people are shown them; the tests compare it with the folder."""


def names(own: Path | None = None) -> tuple[str, ...]:
    """The ids of all specs: ours, then those of a production's folder. Raises InputError for a folder that cannot be used."""
    return (*NAMES, *own_names(own))


def own_names(own: Path | None) -> tuple[str, ...]:
    """The ids of a production's own specs, if it has a folder of them. Raises InputError as `folder.own_names` does."""
    return folder.own_names(own, NAMES)


def load(spec_id: str, own: Path | None = None) -> Spec:
    """A spec by its id. own: the production's folder of specs, where it has one.

    Raises UnknownName, listing those there are, and InputError for a file of the production that cannot stand.
    """
    known = names(own)
    if spec_id not in known:
        raise UnknownName("delivery spec", spec_id, known)
    if own is None or spec_id in NAMES:
        return _ours(spec_id)
    return folder.read_own(spec_id, own, _loaders())


def inspect(file: Path) -> tuple[Spec | None, tuple[Fault, ...]]:
    """A spec that somebody wrote, as far as it can stand, and everything that is wrong with it (`folder.inspect`)."""
    return folder.inspect(file, _loaders())


def _loaders() -> folder.Ours:
    return {name: partial(_ours, name) for name in NAMES}


@cache
def _ours(spec_id: str) -> Spec:
    text = files("picturelock").joinpath("specs", f"{spec_id}.toml").read_text(encoding="utf-8")
    return from_toml(spec_id, tomllib.loads(text), _ours)
