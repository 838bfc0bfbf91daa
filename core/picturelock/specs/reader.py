"""Reading a spec's file. Nothing that it does not know passes, and every fault of a file is found at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from picturelock.catalogue import EntryError, Limit, read_limit, read_sourced, read_table
from picturelock.specs.layouts import read_layouts
from picturelock.specs.model import Asked, Spec
from picturelock.specs.spelling import require_spelling
from picturelock.specs.vocabulary import KINDS, LOWER_BOUNDS, NEEDS, REQUIREMENTS, SECTIONS, UNITS

_KEYS = ("title", "kind", "extends", "limits", "layout", *SECTIONS)
MOST_PARENTS = 16
"""Specs that a spec is built on, all told."""
_MOST_VALUES = 200
_MOST_RATE = 120
"""Frames per second: a limit in frames is no longer than at this rate."""
_IN_ORDER = (("level_lowest", "level_highest"), ("bit_rate_lowest", "bit_rate_highest"))


def from_toml(spec_id: str, data: Mapping[str, Any], parent: Callable[[str], Spec] | None = None) -> Spec:
    """A spec from its file's tables. parent: finds a spec that `extends` names. Raises EntryError naming the key at fault."""
    spec, faults = read_all(spec_id, data, parent)
    if faults:
        raise faults[0]
    return spec


def read_all(
    spec_id: str, data: Mapping[str, Any], parent: Callable[[str], Spec] | None = None
) -> tuple[Spec, tuple[EntryError, ...]]:
    """A spec as far as it can stand, and every fault of its file."""
    faults = _Faults()
    for key in data:
        if key not in _KEYS:
            faults.add(EntryError(key, f"is not a key of a spec; expected one of {', '.join(_KEYS)}"))
    parents = _parents(data, parent, faults)
    limits = _limits(data, faults)
    asked = {one.name: one for section in SECTIONS for one in _asked(data, section, faults)}
    layouts = faults.noted(lambda: read_layouts(data), ())
    said: dict[str, str] = {}
    by_name: dict[str, Limit] = {}
    everything: dict[str, Asked] = {}
    for base in reversed(parents):  # what the first one says holds
        by_name |= base.by_name
        everything |= base.asked
        said |= base.said_by
    by_name |= limits
    everything |= asked
    said |= dict.fromkeys((*limits, *asked, *(("layout",) if layouts else ())), spec_id)
    _require_coherent(by_name, limits, faults)
    _require_whole(by_name, everything, faults)
    spec = Spec(
        id=spec_id,
        title=faults.noted(lambda: _text(data, "title"), ""),
        kind=faults.noted(lambda: _kind(data, parents), KINDS[0]),
        extends=_ancestors(parents),
        by_name=MappingProxyType(by_name),
        asked=MappingProxyType(everything),
        layouts=layouts or next((base.layouts for base in parents if base.layouts), ()),
        said_by=MappingProxyType(said | _layout_of(layouts, parents)),
    )
    return spec, tuple(faults.found)


class _Faults:
    """What is wrong with a file, gathered while the rest of it is read on."""

    def __init__(self) -> None:
        self.found: list[EntryError] = []

    def add(self, fault: EntryError) -> None:
        self.found.append(fault)

    @contextmanager
    def caught(self) -> Iterator[None]:
        try:
            yield
        except EntryError as fault:
            self.found.append(fault)

    def noted(self, read: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return read()
        except EntryError as fault:
            self.found.append(fault)
            return otherwise


def _parents(data: Mapping[str, Any], parent: Callable[[str], Spec] | None, faults: _Faults) -> tuple[Spec, ...]:
    if "extends" not in data:
        return ()
    value = data["extends"]
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
        faults.add(EntryError("extends", f'is {value!r:.60}; expected the id of a spec, or several, ["ebu-r128"]'))
        return ()
    found: list[Spec] = []
    for name in names[: MOST_PARENTS + 1]:
        with faults.caught():
            if parent is None:
                raise EntryError("extends", f"names {name!r:.60}, which is not a spec that we know")
            found.append(parent(name))
    if len(_ancestors(found)) > MOST_PARENTS or len(names) > MOST_PARENTS:
        faults.add(EntryError("extends", f"leads to more than {MOST_PARENTS} specs"))
    return tuple(found)


def _ancestors(parents: Sequence[Spec]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for base in parents for name in (base.id, *base.extends)))


def _layout_of(own: Sequence[object], parents: Sequence[Spec]) -> dict[str, str]:
    """Who says the audio layouts: they come from one spec as a whole."""
    base = None if own else next((base for base in parents if base.layouts), None)
    return {"layout": base.said_by.get("layout", base.id)} if base else {}


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise EntryError(key, "is missing; expected text in quotes")
    return value.strip()


def _kind(data: Mapping[str, Any], parents: Sequence[Spec]) -> str:
    kind = data.get("kind", parents[0].kind if parents else KINDS[0])
    if kind not in KINDS:
        raise EntryError("kind", f"is {kind!r:.60}; expected one of {', '.join(KINDS)}")
    return str(kind)


def _limits(data: Mapping[str, Any], faults: _Faults) -> dict[str, Limit]:
    found: dict[str, Limit] = {}
    for name, entry in faults.noted(lambda: read_table(data, "limits"), {}).items():
        try:
            found[name] = _breakable(read_limit(name, entry, UNITS, signed=True))
        except EntryError as fault:
            faults.add(EntryError(f"limits.{name}", fault.reason))
    return found


def _breakable(limit: Limit) -> Limit:
    """A limit that a master can break. Raises EntryError for another, which would be asked for and never fail anybody."""
    edge = _unbreakable().get(limit.name)
    if edge is None:
        return limit
    amount = limit.amount / {"ms": 1000, "f": _MOST_RATE}.get(limit.unit, 1)
    if (amount <= edge) if limit.name in LOWER_BOUNDS else (amount >= edge):
        raise EntryError(limit.name, f"is {limit.text!r:.40}, which no delivery could break")
    return limit


@cache
def _unbreakable() -> Mapping[str, int]:
    text = files("picturelock").joinpath("specs", "data", "unbreakable.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: int(amount) for name, amount in tomllib.loads(text).items()})


def _require_coherent(by_name: Mapping[str, Limit], own: Mapping[str, Limit], faults: _Faults) -> None:
    """Limits that nothing can keep together. own: those that the file itself says."""
    for lowest, highest in _IN_ORDER:
        if lowest in by_name and highest in by_name and by_name[lowest].amount > by_name[highest].amount:
            faults.add(
                EntryError(f"limits.{highest if highest in own else lowest}", f"leaves {highest} below {lowest}")
            )


def _require_whole(by_name: Mapping[str, Limit], asked: Mapping[str, Asked], faults: _Faults) -> None:
    """What says nothing without another thing."""
    said = {f"limits.{name}" for name in by_name} | set(asked)
    said |= {f"{one.name}={value}" for one in asked.values() for value in one.values}
    wished = {name for name, one in asked.items() if one.value == "optional"}
    for name, needed in NEEDS.items():
        if name in said - wished and needed not in said:
            faults.add(EntryError(name.partition("=")[0], f"has no {needed.removeprefix('limits.')}"))


def _asked(data: Mapping[str, Any], section: str, faults: _Faults) -> Iterator[Asked]:
    forms = SECTIONS[section]
    for name, entry in faults.noted(lambda: read_table(data, section), {}).items():
        key = f"{section}.{name}"
        with faults.caught():
            form = forms.get(name)
            if form is None:
                raise EntryError(key, f"is not a thing to ask for; expected one of {', '.join(forms)}")
            yield _single(key, entry, form) if form in ("requirement", "text") else _listed(key, entry, form)


def _single(key: str, entry: Any, form: str) -> Asked:
    value, source, confirmed = read_sourced(key, entry, form)
    if form == "requirement" and value not in REQUIREMENTS:
        raise EntryError(key, f"is {value!r:.60}; expected one of {', '.join(REQUIREMENTS)}")
    if form == "text":
        require_spelling(key, value)
    return Asked(key, (value,), source, confirmed)


def _listed(key: str, entry: Any, form: str) -> Asked:
    values = entry.get(form) if isinstance(entry, Mapping) else None
    sound = isinstance(values, list) and values and all(isinstance(value, str) and value.strip() for value in values)
    if not sound or values is None:
        raise EntryError(key, f'is {entry!r:.60}; expected {{ {form} = ["..."], source = "...", read = 2026-11-22 }}')
    _, source, confirmed = read_sourced(key, {**entry, form: "listed"}, form)
    if len(values) > _MOST_VALUES or len(values) != len(set(values)):
        raise EntryError(key, f"says one thing twice, or more than {_MOST_VALUES} things")
    for value in values:
        require_spelling(key, value)
    return Asked(key, tuple(values), source, confirmed)
