"""Reading a spec's file. Nothing that it does not know passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from picturelock.catalogue import EntryError, read_limit, read_sourced, read_table, require_keys
from picturelock.specs.model import Asked, Programme, Spec
from picturelock.specs.vocabulary import CARRIES, KINDS, REQUIREMENTS, SECTIONS, UNITS

_KEYS = ("title", "kind", "extends", "limits", "layout", *SECTIONS)
_MOST_PARENTS = 5
_MOST_CHANNELS = 64


def from_toml(spec_id: str, data: Mapping[str, Any], parent: Callable[[str], Spec] | None = None) -> Spec:
    """A spec from its file's tables. parent: finds the spec that `extends` names. Raises EntryError naming the key at fault."""
    require_keys(data, _KEYS, "a spec")
    base = _base(data, parent)
    limits = {name: read_limit(name, entry, UNITS, signed=True) for name, entry in read_table(data, "limits").items()}
    by_name = {**(base.by_name if base else {}), **limits}
    for name, needed in (("loudness", "loudness_tolerance"), ("dialogue_loudness", "dialogue_tolerance")):
        if name in by_name and needed not in by_name:
            raise EntryError(name, f"has no {needed}")
    asked = dict(base.asked if base else {})
    for section in SECTIONS:
        asked |= {one.name: one for one in _asked(data, section)}
    return Spec(
        id=spec_id,
        title=_required_text(data, "title"),
        kind=_kind(data, base),
        extends=(base.id, *base.extends) if base else (),
        by_name=MappingProxyType(by_name),
        asked=MappingProxyType(asked),
        layouts=_layouts(data) or (base.layouts if base else ()),
    )


def _base(data: Mapping[str, Any], parent: Callable[[str], Spec] | None) -> Spec | None:
    if "extends" not in data:
        return None
    name = _required_text(data, "extends")
    base = parent(name) if parent is not None else None
    if base is None:
        raise EntryError("extends", f"names {name!r:.60}, which is not a spec that we know")
    if len(base.extends) >= _MOST_PARENTS:
        raise EntryError("extends", f"leads through more than {_MOST_PARENTS} specs")
    return base


def _required_text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise EntryError(key, "is missing; expected text in quotes")
    return value


def _kind(data: Mapping[str, Any], base: Spec | None) -> str:
    kind = data.get("kind", base.kind if base else KINDS[0])
    if kind not in KINDS:
        raise EntryError("kind", f"is {kind!r:.60}; expected one of {', '.join(KINDS)}")
    return str(kind)


def _asked(data: Mapping[str, Any], section: str) -> Iterator[Asked]:
    forms = SECTIONS[section]
    for name, entry in read_table(data, section).items():
        key = f"{section}.{name}"
        form = forms.get(name)
        if form is None:
            raise EntryError(key, f"is not a thing to ask for; expected one of {', '.join(forms)}")
        if form in ("requirement", "text"):
            value, source, confirmed = read_sourced(key, entry, form)
            if form == "requirement" and value not in REQUIREMENTS:
                raise EntryError(key, f"is {value!r:.60}; expected one of {', '.join(REQUIREMENTS)}")
            yield Asked(key, (value,), source, confirmed)
        else:
            yield _listed(key, entry, form)


def _listed(key: str, entry: Any, form: str) -> Asked:
    values = entry.get(form) if isinstance(entry, Mapping) else None
    sound = isinstance(values, list) and values and all(isinstance(value, str) and value.strip() for value in values)
    if not sound or values is None:
        raise EntryError(key, f'is {entry!r:.60}; expected {{ {form} = ["..."], source = "...", read = 2026-11-22 }}')
    _, source, confirmed = read_sourced(key, {**entry, form: "listed"}, form)
    return Asked(key, tuple(values), source, confirmed)


def _layouts(data: Mapping[str, Any]) -> tuple[tuple[Programme, ...], ...]:
    entries = data.get("layout", [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise EntryError(
            "layout", "is not a list of tables; expected [[layout]], one for each audio layout that is accepted"
        )
    return tuple(_layout(entry, number) for number, entry in enumerate(entries, start=1))


def _layout(entry: Mapping[str, Any], number: int) -> tuple[Programme, ...]:
    """`programmes = [{ channels = [1, 2], carries = "stereo" }, ...]`, with one source for all."""
    key = f"layout[{number}]"
    require_keys(entry, ("programmes", "source", "read", "status"), "a layout")
    sourced = {name: value for name, value in entry.items() if name != "programmes"}
    _, source, confirmed = read_sourced(key, {**sourced, "programmes": "listed"}, "programmes")
    programmes = entry.get("programmes")
    if not isinstance(programmes, list) or not programmes:
        raise EntryError(key, 'has no programmes; expected { channels = [1, 2], carries = "stereo" }')
    read = tuple(_programme(one, key, source, confirmed) for one in programmes)
    channels = [channel for programme in read for channel in programme.channels]
    if len(channels) != len(set(channels)):
        raise EntryError(key, "names a channel twice")
    return read


def _programme(entry: Any, key: str, source: str, confirmed: bool) -> Programme:
    if not isinstance(entry, Mapping):
        raise EntryError(key, 'holds what is not a programme; expected { channels = [1, 2], carries = "stereo" }')
    require_keys(entry, ("channels", "carries", "requirement", "language"), "a programme")
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
        raise EntryError(
            key, 'has a requirement that is neither "required" nor "optional", or a language that is not text'
        )
    return Programme(tuple(channels), carries, requirement == "required", language, source, confirmed)
