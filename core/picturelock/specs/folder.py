"""The specs of a production's own, in its folder `specs`; they extend ours, or each other, by name."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picturelock import catalogue
from picturelock.alike import letters
from picturelock.catalogue import EntryError
from picturelock.errors import InputError
from picturelock.specs.loosened import loosened
from picturelock.specs.model import Spec
from picturelock.specs.places import line_of, line_of_fault
from picturelock.specs.reader import MOST_PARENTS, from_toml, read_all

MOST_OWN = 1000
"""Specs in a production's folder."""
MOST_FAULTS = 100
"""Faults of one file that are told: whoever mends these will ask again."""
_MOST_TOLD = 6
HINT = "`picturelock spec check FILE` says everything that is wrong with it; docs/specs.md says how to write one."

Ours = Mapping[str, Callable[[], Spec]]
"""How to load each of ours, by its id."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a spec somebody wrote."""

    key: str
    """As in the file: "picture.raster", "layout[2]"; "" where the file as a whole is meant."""
    reason: str
    """Without a stop."""
    line: int | None = None
    """From 1, where it is known."""


def own_names(own: Path | None, ours: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of a production's own specs: the names of the `.toml` files in its folder, if it has one.

    Raises InputError where the folder cannot be read, or where one bears the name of one of ours.
    """
    if own is None:
        return ()
    try:
        if not own.exists():
            return ()
        found = sorted(file.stem for file in own.iterdir() if file.suffix == ".toml" and not file.name.startswith("."))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}; expected a folder of specs.", file=own) from error
    for name in found:
        if name.lower() in ours:
            raise InputError(f"{_taken(name)}.", file=own / f"{name}.toml", hint=_other_name(name))
    if len(found) > MOST_OWN:
        raise InputError(f"holds more than {MOST_OWN} specs.", file=own)
    return tuple(found)


_NOTHING = (
    "asks for nothing that can close the gate, and every delivery would pass; expected something that is required, that a "
    "check judges, and that was read at its source (`read`)"
)


def read_own(spec_id: str, own: Path, ours: Ours) -> Spec:
    """A production's own spec. Raises InputError for one that cannot stand."""
    spec = _read(spec_id, own, ours, (), {})
    file = own / f"{spec_id}.toml"
    if spec.closes_nothing():
        raise InputError(f"{_NOTHING}.", file=file, hint=HINT)
    fault = _borrowed(spec, ours)
    if fault is not None:
        raise InputError(f"{fault.reason}.", file=file, place=fault.key, hint=HINT)
    return spec


def _borrowed(spec: Spec, ours: Ours) -> EntryError | None:
    """That it bears the title of one of ours, or its id, and asks less: whoever reads a report would take it for that."""
    told = letters(spec.title)
    for name, read in ours.items():
        base = read()
        if told not in (letters(base.title), letters(name)):
            continue
        less = loosened(spec, base)
        if name not in spec.extends:
            return EntryError("title", f"is that of one of Picturelock's own specs, {name}; expected a name of its own")
        if less:
            what = ", ".join(one for one, _, _ in less[:_MOST_TOLD])
            reason = f"is that of {name}, and it asks less than that one ({what}); expected a name of its own"
            return EntryError("title", reason)
    return None


def _read(spec_id: str, own: Path, ours: Ours, children: tuple[str, ...], done: dict[str, Spec]) -> Spec:
    """children: the specs that led to it by extending, the first one first. done: what was read on the way."""
    if spec_id not in done:
        file, path = own / f"{spec_id}.toml", (*children, spec_id)
        data = catalogue.read_toml(file)
        try:
            done[spec_id] = from_toml(spec_id, data, _parent(own, ours, path, done))
        except EntryError as error:
            raise InputError(f"{error.reason}.", file=file, place=error.key, hint=HINT) from None
    return done[spec_id]


def _parent(own: Path, ours: Ours, path: tuple[str, ...], done: dict[str, Spec]) -> Callable[[str], Spec]:
    def find(name: str) -> Spec:
        if name in path:
            raise EntryError("extends", f"leads back to itself: {' → '.join((*path, name))}")
        if len(path) >= MOST_PARENTS:
            raise EntryError("extends", f"leads to more than {MOST_PARENTS} specs")
        if name in ours:
            return ours[name]()
        known = sorted({*ours, *own_names(own, ())})
        if name not in known:
            raise EntryError("extends", f"is {name!r:.60}, and there is no such spec; known: {', '.join(known)}")
        return _read(name, own, ours, path, done)

    return find


def inspect(file: Path, ours: Ours) -> tuple[Spec | None, tuple[Fault, ...]]:
    """A spec that somebody wrote, as far as it can stand, and what is wrong with it, in the file's order.

    What it extends is looked for among ours and beside it. None where the file is not TOML. Raises InputError only where
    the file cannot be read at all.
    """
    try:
        data: dict[str, Any] = catalogue.read_toml(file)
        text = file.read_text(encoding="utf-8-sig")
    except InputError as error:
        if not isinstance(error.__cause__, tomllib.TOMLDecodeError):
            raise
        text = file.read_text(encoding="utf-8-sig")
        return None, (Fault("", error.reason.rstrip("."), line_of_fault(text, error.reason)),)
    faults: list[Fault] = []
    if file.stem.lower() in ours:
        faults.append(Fault("", f"{_taken(file.stem)}; {_other_name(file.stem).rstrip('.')}"))
    try:
        spec, found = read_all(file.stem, data, _parent(file.parent, ours, (file.stem,), {}))
    except InputError as error:  # of another file, that it extends
        reason = f"leads to a spec that cannot stand: {error.message.rstrip('.')}"
        return None, (*faults, Fault("extends", reason, line_of(text, "extends")))
    if not found and spec.closes_nothing():
        faults.append(Fault("", _NOTHING))
    borrowed = _borrowed(spec, ours) if not found else None
    if borrowed is not None:
        faults.append(Fault(borrowed.key, borrowed.reason, line_of(text, borrowed.key)))
    faults += [Fault(one.key, one.reason, line_of(text, one.key)) for one in found[:MOST_FAULTS]]
    return spec, tuple(sorted(faults, key=lambda fault: fault.line or 0))


def _taken(name: str) -> str:
    return f"bears the name of one of Picturelock's own specs, {name.lower()}, and nobody could tell which is meant"


def _other_name(name: str) -> str:
    return f'Give it another name; `extends = "{name.lower()}"` in it takes over everything that it does not change.'
