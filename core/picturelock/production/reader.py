"""Reading `picturelock.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from picturelock.cues import KINDS
from picturelock.errors import InputError, UnknownName
from picturelock.production import order_reader as orders
from picturelock.production.model import FILE, SCHEMA, CaptionOrder, GraphicOrder, Production
from picturelock.production.record_times import is_time
from picturelock.production.tables import MOST_NAME, Tables, shown
from picturelock.textfile import read_toml
from picturelock.times import FrameRate

_KEYS = {
    "schema",
    "title",
    "languages",
    "cut",
    "rate",
    "media",
    "library",
    "glossary",
    "captions",
    "graphics",
    "rights",
    "delivery",
    "files",
    "ai",
    "ai_rules",
    "people",
    "energy",
    "credentials",
    "press",
    "speechless",
}
_CAPTION_KEYS = {"language", "kind", "profile", "file", "origin", "reviewed_by", "reviewed_on"}
_GRAPHIC_KEYS = {"start", "end", "top", "bottom", "name"}
_RIGHTS_KEYS = {"ledger", "columns"}


def load(path: Path, delivery: str = "") -> Production:
    """Read a production from its folder or its `picturelock.toml`. Raises InputError naming the key at fault.

    delivery: the name of the one in hand, where the production has several; "" = its first. Raises UnknownName.
    """
    file = path / FILE if path.is_dir() else path
    try:
        data = read_toml(file, hint="`picturelock init` writes one.")
    except InputError as error:
        if "Unescaped" in error.reason:
            hint = (
                "A backslash in quotes begins a sign of its own; write paths with forward slashes: captions/v2.en.srt."
            )
            raise InputError(error.reason, file=error.file, place=error.place, hint=hint) from error
        raise
    return choose(_Reader(file.resolve()).production(data), delivery)


def choose(production: Production, delivery: str) -> Production:
    """A production with one of its deliveries in hand. Raises UnknownName; "" changes nothing."""
    if not delivery:
        return production
    for order in production.deliveries:
        if order.name == delivery:
            return replace(production, delivery=order)
    raise UnknownName("delivery", delivery, [order.name for order in production.deliveries])


class _Reader(Tables):
    """The tables of `picturelock.toml`."""

    def production(self, data: Mapping[str, Any]) -> Production:
        self.known(data, _KEYS)
        if data.get("schema", SCHEMA) != SCHEMA:
            raise self.wrong("schema", f"is {shown(data['schema'])}", f"expected {SCHEMA!r}, or a newer Picturelock")
        rights, rules = self.table(data, "rights"), self.table(data, "ai_rules")
        self.known(rights, _RIGHTS_KEYS, "rights.")
        self.known(rules, {"hold"}, "ai_rules.")
        deliveries = orders.deliveries(self, data)
        library, glossary = self.text(data, "library", ""), self.text(data, "glossary", "")
        return Production(
            root=self.root,
            title=self.text(data, "title"),
            languages=self.texts(data, "languages"),
            cut=self.inside(self.text(data, "cut"), "cut"),
            media=tuple(self.path(folder, "media") for folder in self.texts(data, "media")),
            captions=tuple(self._captions(data)),
            ledger=self.inside(rights["ledger"], "rights.ledger") if "ledger" in rights else None,
            delivery=deliveries[0],
            rate=self._rate(data),
            library=self.path(library, "library") if library else None,
            glossary=self.inside(glossary, "glossary") if glossary else None,
            graphics=tuple(self._graphics(data)),
            deliveries=deliveries,
            files=tuple(orders.files(self, data)),
            columns=orders.texts_by_name(self, rights, "columns", "rights."),
            ai=tuple(orders.ai_elements(self, data)),
            ai_rules=self.texts(rules, "hold", "ai_rules."),
            people=tuple(orders.people(self, data)),
            energy=orders.energy(self, data),
            credentials=orders.credentials(self, data),
            press=orders.press(self, data),
            speechless=self._speechless(data),
        )

    def _speechless(self, data: Mapping[str, Any]) -> tuple[str, ...]:
        patterns = self.texts(data, "speechless")
        for pattern in patterns:
            if len(pattern) > MOST_NAME or not any(sign.isalnum() for sign in pattern):
                expected = 'expected patterns on file names, such as ["MUS_*.wav"]'
                raise self.wrong("speechless", f"holds {pattern!r:.60}", expected)
        return patterns

    def _captions(self, data: Mapping[str, Any]) -> Iterator[CaptionOrder]:
        for entry, where in self.tables(data, "captions", "track"):
            self.known(entry, _CAPTION_KEYS, where)
            kind = self.text(entry, "kind", "sub", where)
            if kind not in KINDS:
                raise self.wrong(where + "kind", f"is {kind!r:.60}", f"expected one of {', '.join(KINDS)}")
            yield CaptionOrder(
                language=self.text(entry, "language", None, where),
                kind=kind,
                profile=self.text(entry, "profile", None, where),
                file=self.inside(self.text(entry, "file", None, where), where + "file"),
                origin=self.text(entry, "origin", "", where),
                reviewed_by=self.text(entry, "reviewed_by", "", where),
                reviewed_on=self._day(entry, where),
            )

    def _day(self, entry: Mapping[str, Any], where: str) -> str:
        """A date as it was written, with or without quotes."""
        value = entry.get("reviewed_on", "")
        if isinstance(value, dict | list):
            raise self.wrong(where + "reviewed_on", f"is {shown(value)}", "expected a date such as 2026-12-01")
        return str(value)

    def _graphics(self, data: Mapping[str, Any]) -> Iterator[GraphicOrder]:
        for entry, where in self.tables(data, "graphics", "stretch of the cut"):
            self.known(entry, _GRAPHIC_KEYS, where)
            top, bottom = self.share(entry, "top", where), self.share(entry, "bottom", where)
            if bottom <= top:
                raise self.wrong(
                    where + "bottom", f"is {bottom}, not below top ({top})", "expected 1 for the lower edge"
                )
            start, end = (self._time(entry, key, where) for key in ("start", "end"))
            yield GraphicOrder(start, end, top, bottom, self.text(entry, "name", "", where))

    def _time(self, entry: Mapping[str, Any], key: str, where: str) -> str:
        text = self.text(entry, key, None, where).strip()
        if not is_time(text):
            expected = "expected a record timecode such as 01:00:05:00, or frame@rate such as 125@25"
            raise self.wrong(where + key, f"is {text!r:.60}", expected)
        return text

    def _rate(self, data: Mapping[str, Any]) -> FrameRate | None:
        if "rate" not in data:
            return None
        try:
            if isinstance(data["rate"], bool | dict | list):
                raise TypeError(f"is {shown(data['rate'])}")
            return FrameRate.parse(data["rate"])
        except (ValueError, TypeError) as error:
            raise self.wrong("rate", str(error), "expected a frame rate such as 25 or 23.976") from None
