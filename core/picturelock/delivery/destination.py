"""Where a package may be made, and what it may be made since: asked before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from picturelock.delivery.bag import is_bag
from picturelock.delivery.claims import payload_of
from picturelock.delivery.history import CHAIN, FOLDER
from picturelock.delivery.packing import FILE as PACKING
from picturelock.delivery.packing import read_packing
from picturelock.errors import InputError, UsageError
from picturelock.production import Production
from picturelock.production.model import AI_RULES
from picturelock.waivers import signoff


def require_place(out: Path, production: Production) -> None:
    """Raise UsageError for a place where a package would be taken for a source, a paper, or part of another package.

    A folder of its own in the production ("deliveries") is none.
    """
    place, root = _real(out), _real(production.root)
    for folder, why in _taken(production):
        if place.is_relative_to(folder) and not root.is_relative_to(folder):
            raise UsageError(
                f"-o {out}: a package cannot lie in {production.relative(folder)}, {why}.",
                hint="Choose a folder of its own, such as deliveries/NAME.",
            )
    for parent in place.parents:
        sealed = (parent / FOLDER / CHAIN).is_file() or is_bag(parent)
        if sealed and not root.is_relative_to(parent):
            raise UsageError(
                f"-o {out}: {parent} is a package, or sealed as one; another file in it would count as an intruder.",
                hint="Choose a folder beside it.",
            )


def require_delivery(earlier: Path, production: Production) -> None:
    """Raise InputError for what is no delivery of this production. Whether it is whole is asked when it is built upon."""
    if not earlier.is_dir():
        raise InputError("is not a folder; expected the package of an earlier delivery.", file=earlier)
    packing = read_packing(payload_of(earlier))
    if not packing.files:
        raise InputError(
            f"is no delivery: there is no {PACKING} in it.",
            file=earlier,
            hint="Name the folder that `picturelock deliver` made.",
        )
    title = packing.about.get("production", production.title)
    if title != production.title:
        raise InputError(f"is a delivery of {title!r:.80}, not of {production.title!r:.80}.", file=earlier)


def _taken(production: Production) -> Iterator[tuple[Path, str]]:
    for folder in production.media or (production.cut.parent,):
        yield _real(folder), "which is searched for the media of the cut"
    own = (production.specs, production.profiles, production.waivers)
    for folder in (*own, production.root / AI_RULES, production.root / signoff.FOLDER):
        yield _real(folder), "which the production keeps for papers that decide its delivery"


def _real(path: Path) -> Path:
    """A path without links, as far as it exists."""
    return path.absolute().resolve()
