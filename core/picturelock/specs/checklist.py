"""What a production must bring for a destination, and whether it has it. Whether it is right, the checks say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from picturelock.specs.model import Asked, Spec

State = Literal["present", "missing", "ours", "unknown"]
"""ours: Picturelock writes it with the delivery. unknown: nothing in a production's file could say."""

FILE_SECTIONS = ("deliverables", "papers")
_WRITTEN = ("rights-report", "ai-statement")
_UNLISTED = ("transcript",)
_FILE_OF = {"described_video": "described-video", "description_script": "description-script"}
_MEASURED = ("flashes", "text_contrast")


@dataclass(frozen=True, slots=True)
class Brought:
    """What a production says that it has; of files only those that are there."""

    master: bool
    languages: tuple[str, ...]
    """In which the programme goes out."""
    captions: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """Language, kind ("sub", "sdh" or "forced"), and the caption formats that the file's ending may mean."""
    files: tuple[tuple[str, str], ...] = ()
    """Kind, as `production.orders.FILE_KINDS` names them, and language or ""."""
    territories: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    window: tuple[dt.date | None, dt.date | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to bring."""

    name: str
    """"master", "papers.cue-sheet", "accessibility.sdh" ..."""
    state: State
    requirement: str
    """"required", "advisory" or "optional"."""
    missing: tuple[str, ...] = ()
    """The languages, territories or media for which it is missing."""
    source: str = ""
    confirmed: bool = True


def checklist(spec: Spec, brought: Brought) -> tuple[Item, ...]:
    """Everything to bring, in the order of the vocabulary. What is merely optional is listed too."""
    master = Item("master", "present" if brought.master else "missing", "required")
    return (master, *_captions(spec, brought), *_files(spec, brought), *_rights(spec, brought))


def _captions(spec: Spec, brought: Brought) -> Iterator[Item]:
    """Captions for every language of the programme, or for those that the destination names."""
    for asked in spec.entries():
        section, _, name = asked.name.partition(".")
        if asked.name == "captions.languages":
            yield _item(asked, "required", _without(asked.values, _captioned(brought, None)))
        elif section == "accessibility" and name in ("captions", "sdh"):
            kind = "sdh" if name == "sdh" else None
            named = spec.asks("captions.languages")
            wanted = named.values if named is not None else brought.languages
            yield _item(asked, asked.value, _without(wanted, _captioned(brought, kind)))
        elif asked.name == "captions.format":
            there = {name for _, _, formats in brought.captions for name in formats}
            yield _item(asked, "required", () if there & set(asked.values) else asked.values)


def _files(spec: Spec, brought: Brought) -> Iterator[Item]:
    kinds = {kind for kind, _ in brought.files}
    for asked in spec.entries():
        section, _, name = asked.name.partition(".")
        if section == "accessibility" and name in _FILE_OF:
            yield _there(asked, _FILE_OF[name] in kinds)
        elif section == "accessibility" and name in _MEASURED:
            continue
        elif section in FILE_SECTIONS:
            state: State | None = "ours" if name in _WRITTEN else "unknown" if name in _UNLISTED else None
            yield _there(asked, name in kinds) if state is None else _stated(asked, state)


def _rights(spec: Spec, brought: Brought) -> Iterator[Item]:
    """What the delivery is meant for, against what the destination needs it for; whether it is cleared, the ledger says."""
    for name, said in (("territories", brought.territories), ("media", brought.media)):
        asked = spec.asks(f"rights.{name}")
        if asked is not None:
            everywhere = "WORLD" in said or "all" in said
            yield _item(asked, "required", () if everywhere else _without(asked.values, said))
    limit, (start, end) = spec.by_name.get("window_years"), brought.window
    if limit is not None:
        long_enough = start is not None and end is not None and _years(start, end) >= limit.amount
        state: State = "present" if long_enough else "missing"
        yield Item("limits.window_years", state, "required", source=limit.source, confirmed=limit.confirmed)


def _years(start: dt.date, end: dt.date) -> int:
    """Whole years from the first day to the last, which counts."""
    after = end + dt.timedelta(days=1) if end < dt.date.max else end
    return after.year - start.year - ((after.month, after.day) < (start.month, start.day))


def _captioned(brought: Brought, kind: str | None) -> set[str]:
    return {language for language, of, _ in brought.captions if of == kind or (kind is None and of != "forced")}


def _without(wanted: Sequence[str], there: Sequence[str] | set[str]) -> tuple[str, ...]:
    """What of the wanted is not there; "fr-CA" is there for "fr"."""
    known = {one.casefold() for one in there}
    primary = {one.partition("-")[0] for one in known}
    return tuple(one for one in wanted if one.casefold() not in known and one.casefold() not in primary)


def _item(asked: Asked, requirement: str, missing: tuple[str, ...]) -> Item:
    state: State = "missing" if missing else "present"
    return Item(asked.name, state, requirement, missing, asked.source, asked.confirmed)


def _there(asked: Asked, there: bool) -> Item:
    return _stated(asked, "present" if there else "missing")


def _stated(asked: Asked, state: State) -> Item:
    return Item(asked.name, state, asked.value, (), asked.source, asked.confirmed)
