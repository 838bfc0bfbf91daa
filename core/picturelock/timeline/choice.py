"""One timeline of a file that holds several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from picturelock.errors import InputError, UsageError

_Timeline = TypeVar("_Timeline")
_SHOWN = 20


def chosen(
    found: Sequence[_Timeline], names: Sequence[str], wanted: str, path: Path, kind: str, hint: str
) -> _Timeline:
    """The only one; else the one of the name, or else of the number from 1, that is wanted.

    names: of all that were found. kind: what this format calls them ("projects"). Raises InputError where several were found
    and none is named, and UsageError for a name that none has.
    """
    if not wanted and len(found) == 1:
        return found[0]
    called = [name or "(no name)" for name in names]
    told = ", ".join(called[:_SHOWN])
    told += " …" if len(called) > _SHOWN else ""
    if not wanted:
        example = called[0] if names[0] and called.count(called[0]) == 1 else "1"
        raise InputError(
            f"holds {len(found)} {kind}; expected one: {told}.", file=path,
            hint=f'Name it, or count to it in this order: --project "{example}". {hint}'.strip(),
        )  # fmt: skip
    same = [one for one, name in zip(found, names, strict=True) if name.casefold() == wanted.strip().casefold()]
    if len(same) == 1:
        return same[0]
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 0
    if not same and 1 <= number <= len(found):
        return found[number - 1]
    which = "several" if same else "none"
    raise UsageError(f"--project {wanted}: {which} of the {kind} of {path.name} has that name; there are: {told}.")
