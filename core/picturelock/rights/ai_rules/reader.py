"""Reading a set of rules on AI from its TOML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from picturelock.catalogue import EntryError, read_sourced, require_keys
from picturelock.production.orders import AI_KINDS
from picturelock.rights.ai_rules.model import NEEDS, WHAT, Ask, RuleSet

_LANGUAGES = ("en", "fr")
_KEYS = ("title", "to", "since", "note", "asks")
_ASK_KEYS = ("what", "kinds", "roles", "person", "needs", "share", "mention", "text", "source", "read", "status")
_ROLES = ("final", "temporary", "reference")
_MOST_ASKS, _MOST_TEXT = 50, 2_000


def from_toml(name: str, data: Mapping[str, Any]) -> RuleSet:
    """A rule set from its file's tables. Raises EntryError naming the key at fault."""
    require_keys(data, _KEYS, "a set of rules on AI")
    entries = data.get("asks", [])
    if not isinstance(entries, list) or not 0 < len(entries) <= _MOST_ASKS:
        raise EntryError("asks", "is missing; expected [[asks]], one for each thing that is asked")
    since = data.get("since")
    if since is not None and (not isinstance(since, dt.date) or isinstance(since, dt.datetime)):
        raise EntryError("since", f"is {since!r:.60}; expected a date without quotes")
    return RuleSet(
        name,
        _texts(data, "title", "title"),
        _texts(data, "to", "to"),
        since,
        _texts(data, "note", "note") if "note" in data else MappingProxyType({}),
        tuple(_ask(entry, f"asks[{number}]") for number, entry in enumerate(entries, start=1)),
    )


def _ask(entry: Any, key: str) -> Ask:
    if not isinstance(entry, Mapping):
        raise EntryError(key, "is not a table; expected [[asks]]")
    for name in entry:
        if name not in _ASK_KEYS:
            raise EntryError(f"{key}.{name}", f"is not a key; expected one of {', '.join(_ASK_KEYS)}")
    what = entry.get("what")
    if what not in WHAT:
        raise EntryError(f"{key}.what", f"is {what!r:.60}; expected one of {', '.join(WHAT)}")
    share, person = entry.get("share", 0.0), entry.get("person", False)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise EntryError(f"{key}.share", f"is {share!r:.60}; expected 0 to 1")
    if not isinstance(person, bool):
        raise EntryError(f"{key}.person", f"is {person!r:.60}; expected true or false")
    sourced = {name: entry[name] for name in ("source", "read", "status") if name in entry}
    _, source, confirmed = read_sourced(key, {**sourced, "text": what}, "text")
    return Ask(
        what=what,
        kinds=frozenset(_some(entry, "kinds", key, AI_KINDS)),
        roles=frozenset(_some(entry, "roles", key, _ROLES)),
        person=person,
        needs=_some(entry, "needs", key, NEEDS),
        share=float(share),
        mention=tuple(text.lower() for text in _some(entry, "mention", key, None)),
        text=_texts(entry, "text", f"{key}.text"),
        source=source,
        confirmed=confirmed,
    )


def _some(entry: Mapping[str, Any], name: str, key: str, known: tuple[str, ...] | None) -> tuple[str, ...]:
    value = entry.get(name, [])
    sound = isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)
    if not sound or len(value) > _MOST_ASKS or (known is not None and not set(value) <= set(known)):
        expected = f"some of {', '.join(known)}" if known is not None else "a list of texts"
        raise EntryError(f"{key}.{name}", f"is {value!r:.60}; expected {expected}")
    return tuple(value)


def _texts(entry: Mapping[str, Any], name: str, key: str) -> Mapping[str, str]:
    """A sentence in both languages."""
    value = entry.get(name)
    if not isinstance(value, Mapping) or set(value) != set(_LANGUAGES):
        raise EntryError(key, 'is missing; expected { en = "...", fr = "..." }')
    for text in value.values():
        if not isinstance(text, str) or not text.strip() or len(text) > _MOST_TEXT:
            raise EntryError(key, f"is {text!r:.60}; expected a sentence")
    return MappingProxyType(dict(value))
