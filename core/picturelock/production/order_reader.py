"""Reading what `picturelock.toml` says of the delivery beyond the cut and its captions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, cast

from picturelock.alike import looks
from picturelock.production.orders import (
    AI_KINDS,
    DIGITAL_SOURCES,
    FILE_KINDS,
    AiElement,
    CredentialsOrder,
    DeliveryOrder,
    EnergyOrder,
    FileOrder,
    Person,
    PressOrder,
)
from picturelock.production.record_times import is_time
from picturelock.production.tables import Tables, shown

_FILE_KEYS = {"kind", "file", "language"}
_AI_KEYS = {
    "name", "kind", "tool", "version", "digital_source", "asset", "start", "end", "role", "person", "consent",
    "approved_by", "approved_on", "authored_by", "note",
}  # fmt: skip
_AI_ROLES = ("final", "temporary", "reference")
_PERSON_KEYS = {"name", "role", "key", "contact"}
_DELIVERY_KEYS = {
    "spec", "master", "territories", "media", "start", "end", "handles", "name", "version", "languages", "runs",
    "seconds_before", "policies", "unconfirmed",
}  # fmt: skip
_UNCONFIRMED = ("warn", "refuse")
_ALGORITHMS = ("es256", "es384", "ps256", "ps384", "ps512", "ed25519")
_TRAINING = ("", "allowed", "not-allowed")
_MOST_WATTS = 20_000


def files(tables: Tables, data: Mapping[str, Any]) -> Iterator[FileOrder]:
    """`[[files]]`."""
    for entry, where in tables.tables(data, "files", "file"):
        tables.known(entry, _FILE_KEYS, where)
        kind = _one_of(tables, entry, "kind", FILE_KINDS, where)
        file = tables.inside(tables.text(entry, "file", None, where), where + "file")
        yield FileOrder(kind, file, tables.text(entry, "language", "", where))


def ai_elements(tables: Tables, data: Mapping[str, Any]) -> Iterator[AiElement]:
    """`[[ai]]`."""
    for entry, where in tables.tables(data, "ai", "element"):
        tables.known(entry, _AI_KEYS, where)
        texts = {
            key: tables.text(entry, key, "", where).strip()
            for key in sorted(_AI_KEYS - {"name", "tool", "approved_on"})
        }
        for key in ("start", "end"):
            if texts[key] and not is_time(texts[key]):
                expected = "expected a record timecode such as 01:00:05:00, or frame@rate such as 125@25"
                raise tables.wrong(where + key, f"is {texts[key]!r:.60}", expected)
        if bool(texts["start"]) != bool(texts["end"]):
            raise tables.wrong(where + "end", "and start do not stand together", "expected both, or neither")
        texts["kind"] = _one_of(tables, entry, "kind", AI_KINDS, where)
        texts["digital_source"] = _one_of(tables, entry, "digital_source", ("", *DIGITAL_SOURCES), where, "")
        role = cast(
            Literal["final", "temporary", "reference"], _one_of(tables, entry, "role", _AI_ROLES, where, "final")
        )
        day = tables.date(entry, "approved_on", where)
        rest = {key: value for key, value in texts.items() if key != "role"}
        yield AiElement(
            name=tables.text(entry, "name", None, where),
            tool=tables.text(entry, "tool", None, where),
            role=role,
            approved_on=day.isoformat() if day else "",
            **rest,
        )


def people(tables: Tables, data: Mapping[str, Any]) -> Iterator[Person]:
    """`[[people]]`. Whether a key is one is said when something is signed.

    Names that look alike, and one key for two people, would let somebody sign as another.
    """
    names: set[str] = set()
    keys: set[str] = set()
    for entry, where in tables.tables(data, "people", "person"):
        tables.known(entry, _PERSON_KEYS, where)
        name = tables.text(entry, "name", None, where).strip()
        key = tables.text(entry, "key", "", where).strip()
        if not all(sign.isprintable() for sign in name):
            raise tables.wrong(where + "name", f"is {name!a:.80}", "expected a name without signs that nobody sees")
        if not name:
            raise tables.wrong(where + "name", "is empty", "expected a name")
        if looks(name) in names:
            expected = "expected one [[people]] entry for each person; a key goes into the entry that is there"
            raise tables.wrong(
                "people", f"lists {name!r:.60} more than once, or somebody whose name looks like it", expected
            )
        if key and key in keys:
            raise tables.wrong(where + "key", "is another person's as well", "expected a key of their own")
        names.add(looks(name))
        keys.add(key)
        contact = tables.text(entry, "contact", "", where).strip()
        yield Person(name, tables.text(entry, "role", "", where).strip(), key, contact)


def energy(tables: Tables, data: Mapping[str, Any]) -> EnergyOrder:
    """`[energy]`."""
    entry = tables.table(data, "energy")
    tables.known(entry, {"zone", "watts"}, "energy.")
    watts = entry.get("watts")
    sound = watts is None or (
        isinstance(watts, int | float) and not isinstance(watts, bool) and 0 < watts <= _MOST_WATTS
    )
    if not sound:
        raise tables.wrong("energy.watts", f"is {shown(watts)}", "expected what a meter at the wall says, such as 180")
    zone = tables.text(entry, "zone", "", "energy.").strip().upper()
    return EnergyOrder(zone, None if watts is None else float(watts))


def credentials(tables: Tables, data: Mapping[str, Any]) -> CredentialsOrder | None:
    """`[credentials]`."""
    if "credentials" not in data:
        return None
    entry, where = tables.table(data, "credentials"), "credentials."
    tables.known(entry, {"certificate", "key", "algorithm", "timestamp", "training"}, where)
    timestamp = tables.text(entry, "timestamp", "", where)
    if timestamp and not timestamp.startswith(("http://", "https://")):
        raise tables.wrong(where + "timestamp", f"is {timestamp!r:.60}", "expected the address of a time-stamp server")
    return CredentialsOrder(
        tables.path(tables.text(entry, "certificate", None, where), where + "certificate"),
        tables.path(tables.text(entry, "key", None, where), where + "key"),
        _one_of(tables, entry, "algorithm", _ALGORITHMS, where, _ALGORITHMS[0]),
        timestamp,
        cast(Literal["", "allowed", "not-allowed"], _one_of(tables, entry, "training", _TRAINING, where, "")),
    )


def press(tables: Tables, data: Mapping[str, Any]) -> PressOrder:
    """`[press]`."""
    entry = tables.table(data, "press")
    tables.known(entry, {"loglines", "synopses", "stills"}, "press.")
    return PressOrder(
        texts_by_name(tables, entry, "loglines", "press."),
        texts_by_name(tables, entry, "synopses", "press."),
        tables.texts(entry, "stills", "press."),
    )


def texts_by_name(tables: Tables, entry: Mapping[str, Any], key: str, where: str) -> Mapping[str, str]:
    """A table of texts, empty where it is left out."""
    value = entry.get(key, {})
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise tables.wrong(
            where + key, f"is {shown(value)}", 'expected a table of texts, such as { en = "...", fr = "..." }'
        )
    return MappingProxyType(dict(value))


def deliveries(tables: Tables, data: Mapping[str, Any]) -> tuple[DeliveryOrder, ...]:
    """`[delivery]`, or every `[[delivery]]`; one with nothing said where there is none."""
    value = data.get("delivery", {})
    if isinstance(value, Mapping):
        return (_delivery(tables, tables.table(data, "delivery"), "delivery."),)
    found = tuple(_delivery(tables, entry, where) for entry, where in tables.tables(data, "delivery", "delivery"))
    names = [order.name for order in found]
    for number, name in enumerate(names, start=1):
        if not name or names.count(name) > 1:
            raise tables.wrong(f"delivery[{number}].name", f"is {name!r:.60}", "expected a name that stands there once")
    return found or (DeliveryOrder(spec_said=False),)


def _delivery(tables: Tables, entry: Mapping[str, Any], where: str) -> DeliveryOrder:
    tables.known(entry, _DELIVERY_KEYS, where)
    master = tables.text(entry, "master", "", where)
    start, end = tables.date(entry, "start", where), tables.date(entry, "end", where)
    if start and end and end < start:
        raise tables.wrong(where + "end", f"is {end}, before {where}start", "expected the last day of the window")
    return DeliveryOrder(
        spec=tables.text(entry, "spec", "ebu-r128", where),
        spec_said="spec" in entry,
        master=tables.inside(master, where + "master") if master else None,
        territories=tables.texts(entry, "territories", where),
        media=tables.texts(entry, "media", where),
        start=start,
        end=end,
        handles=_count(tables, entry, "handles", where, "a count of frames, such as 12"),
        name=tables.text(entry, "name", "", where).strip(),
        version=tables.text(entry, "version", "", where).strip(),
        languages=tables.texts(entry, "languages", where),
        runs=_count(tables, entry, "runs", where, "how many times it will be broadcast, such as 3"),
        seconds_before=_count(tables, entry, "seconds_before", where, "seconds of bars, slate and black, such as 60"),
        unconfirmed=cast(
            Literal["warn", "refuse"], _one_of(tables, entry, "unconfirmed", _UNCONFIRMED, where, _UNCONFIRMED[0])
        ),
        policies=tuple(tables.inside(text, where + "policies") for text in tables.texts(entry, "policies", where)),
    )


def _count(tables: Tables, entry: Mapping[str, Any], key: str, where: str, expected: str) -> int:
    value = entry.get(key, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise tables.wrong(where + key, f"is {shown(value)}", f"expected {expected}")
    return value


def _one_of(
    tables: Tables, entry: Mapping[str, Any], key: str, known: Sequence[str], where: str, default: str | None = None
) -> str:
    value = tables.text(entry, key, default, where)
    if value not in known:
        raise tables.wrong(where + key, f"is {value!r:.60}", f"expected one of {', '.join(known)}")
    return value
