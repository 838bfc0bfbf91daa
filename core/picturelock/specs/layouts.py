"""Reading the audio layouts that a destination accepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from picturelock.catalogue import EntryError, read_sourced, require_keys
from picturelock.specs.model import Programme
from picturelock.specs.vocabulary import CARRIES

_MOST_CHANNELS = 64
_EXPECTED = 'expected { channels = [1, 2], carries = "stereo" }'


def read_layouts(data: Mapping[str, Any]) -> tuple[tuple[Programme, ...], ...]:
    """Every `[[layout]]` of a file. Raises EntryError, which names the first that cannot stand, "layout[2]"."""
    entries = data.get("layout", [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        reason = "is not a list of tables; expected [[layout]], one for each audio layout that is accepted"
        raise EntryError("layout", reason)
    return tuple(_layout(entry, number) for number, entry in enumerate(entries, start=1))


def _layout(entry: Mapping[str, Any], number: int) -> tuple[Programme, ...]:
    """`programmes = [{ channels = [1, 2], carries = "stereo" }, ...]`, with one source for all."""
    key = f"layout[{number}]"
    _require_keys(key, entry, ("programmes", "source", "read", "status"), "a layout")
    sourced = {name: value for name, value in entry.items() if name != "programmes"}
    _, source, confirmed = read_sourced(key, {**sourced, "programmes": "listed"}, "programmes")
    programmes = entry.get("programmes")
    if not isinstance(programmes, list) or not programmes:
        raise EntryError(key, f"has no programmes; {_EXPECTED}")
    read = tuple(_programme(one, key, source, confirmed) for one in programmes)
    channels = [channel for programme in read for channel in programme.channels]
    if len(channels) != len(set(channels)):
        raise EntryError(key, "names a channel twice")
    return read


def _programme(entry: Any, key: str, source: str, confirmed: bool) -> Programme:
    if not isinstance(entry, Mapping):
        raise EntryError(key, f"holds what is not a programme; {_EXPECTED}")
    _require_keys(key, entry, ("channels", "carries", "requirement", "language"), "a programme")
    channels, carries = entry.get("channels"), entry.get("carries")
    numbers = (
        isinstance(channels, list) and channels and all(type(n) is int and 1 <= n <= _MOST_CHANNELS for n in channels)
    )
    if not numbers or channels is None:
        raise EntryError(key, f"has channels {channels!r:.60}; expected numbers from 1 to {_MOST_CHANNELS}")
    if carries not in CARRIES:
        raise EntryError(key, f"carries {carries!r:.60}; expected one of {', '.join(CARRIES)}")
    requirement, language = entry.get("requirement", "required"), entry.get("language", "")
    if requirement not in ("required", "optional") or not isinstance(language, str):
        reason = 'has a requirement that is neither "required" nor "optional", or a language that is not text'
        raise EntryError(key, reason)
    return Programme(tuple(channels), carries, requirement == "required", language, source, confirmed)


def _require_keys(key: str, entry: Mapping[str, Any], known: tuple[str, ...], of: str) -> None:
    """As `catalogue.require_keys`, with the layout as the place."""
    try:
        require_keys(entry, known, of)
    except EntryError as fault:
        raise EntryError(key, f"has a key {fault.key}, which {fault.reason}") from None
