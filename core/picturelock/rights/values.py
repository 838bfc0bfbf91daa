"""Reading the values of one entry of a ledger, typed or as text, with errors that name its place and key."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.rights.media import ALL, plain
from picturelock.rights.model import REQUIRED, Contributor, Holdback
from picturelock.rights.territories import expand
from picturelock.rights.words import folded, words_of
from picturelock.times import FLICKS_PER_SECOND, Flicks, nearest

EXPECTED_DATE = "expected a date such as 2026-12-01"
EXPECTED_END = 'expected a date such as 2026-12-01, or "perpetual"'
_ROLES = "C, CA, A, AR, AD, TR, SA, SR, E, SE or AM"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?", re.ASCII)
_HASH = re.compile(r"sha256:[0-9a-f]{64}|xxh128:[0-9a-f]{32}", re.ASCII)
_MOST_RUNS = 100_000
_LONGEST = 2_000
_MOST_LISTED = 2_000


class Values:
    """One entry: `entry` holds values by key, `places` where a key stands, if not after the entry's own place."""

    def __init__(
        self, file: Path, place: str, entry: Mapping[str, Any], places: Mapping[str, str], *, drafted: bool = False
    ) -> None:
        self.file, self.place, self.entry, self.places = file, place, entry, places
        self._required = () if drafted else REQUIRED

    def text(self, key: str) -> str:
        """Text, "" where it is left out."""
        value = self.entry.get(key, "")
        if not isinstance(value, str) or (key in self._required and not value.strip()):
            raise self.wrong(key, f"is {value!r:.60}", "expected text")
        if len(value) > _LONGEST:
            raise self.wrong(key, "is very long", f"expected at most {_LONGEST} characters")
        return value.strip()

    def identifier(self, key: str) -> str:
        """Text, or a number that a spreadsheet made of it."""
        value = self.entry.get(key, "")
        return str(value) if type(value) is int else self.text(key)

    def texts(self, key: str) -> list[str]:
        """A list of texts; in a table, with semicolons or on lines of their own."""
        value = self.entry.get(key, [])
        listed = re.split(r"[;\n]", value) if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise self.wrong(key, f"is {value!r:.60}", "expected a list of texts")
        texts = [item.strip() for item in listed if item.strip()]
        if key in self._required and not texts:
            raise self.wrong(key, "is empty", "expected at least one")
        if len(texts) > _MOST_LISTED:
            raise self.wrong(key, "is a very long list", f"expected at most {_MOST_LISTED}")
        return texts

    def word(self, key: str, table: str) -> str:
        """One word of a vocabulary, "" where it is left out."""
        text = self.text(key)
        if not text:
            return ""
        found = words_of(table).get(folded(text))
        if found is None:
            raise self.wrong(key, f"is {text.lower()!r:.60}", f"expected one of {_known(table)}")
        return found

    def words(self, key: str, table: str) -> frozenset[str]:
        """Some words of a vocabulary."""
        found = set()
        for text in self.texts(key):
            word = words_of(table).get(folded(text))
            if word is None:
                raise self.wrong(key, f"holds {text!r:.60}", f"expected some of {_known(table)}")
            found.add(word)
        return frozenset(found)

    def yes(self, key: str) -> bool:
        """Yes or no; no where it is left out."""
        value = self.entry.get(key, False)
        if isinstance(value, bool):
            return value
        said = words_of("words").get(folded(str(value)))
        if said not in ("yes", "no"):
            raise self.wrong(key, f"is {value!r:.60}", "expected yes or no (oui, non)")
        return said == "yes"

    def territories(self, key: str, texts: Sequence[str] | None = None) -> frozenset[str]:
        """Codes. texts: where they stand elsewhere than under the key."""
        names = self.texts(key) if texts is None else texts
        try:
            codes = expand(names)
        except ValueError as error:
            found = f"{str(error)!r:.60} is not a territory"
            raise self.wrong(
                key, found, 'expected ISO 3166 codes such as CA, GB, a group such as EU, or "WORLD"'
            ) from None
        if names and not codes:
            raise self.wrong(key, "leaves nothing", 'expected what "-XX" is taken from, such as "WORLD"')
        return codes

    def media(self, key: str) -> frozenset[str]:
        """Words for media, in lower case."""
        return frozenset(plain(text) for text in self.texts(key))

    def languages(self, key: str) -> frozenset[str]:
        """BCP 47, lower case; empty = all."""
        languages = frozenset(text.lower() for text in self.texts(key))
        return frozenset() if languages & {ALL, "toutes"} else languages

    def end(self) -> dt.date | None:
        """The last day; None = perpetual, which must be said."""
        value = self.entry.get("end")
        perpetual = isinstance(value, str) and words_of("words").get(folded(value)) == "perpetual"
        return None if perpetual else self.date("end")

    def date(self, key: str) -> dt.date | None:
        """A date, typed or as 2026-12-01; None where it is left out."""
        return self._dated(self.entry.get(key), key)

    def _dated(self, value: Any, key: str) -> dt.date | None:
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        # Without dashes Python would read other ISO forms too (20260101, 2026-W01-1), which people misread.
        if isinstance(value, str) and _DATE.fullmatch(value.strip()):
            try:
                return dt.date.fromisoformat(value.strip())
            except ValueError:
                pass
        raise self.wrong(key, f"is {str(value)!r:.60}", EXPECTED_END if key == "end" else EXPECTED_DATE)

    def runs(self) -> int | None:
        """A count above zero; None where it is left out."""
        value = self.entry.get("runs")
        if isinstance(value, str):
            value = int(value) if value.strip().isascii() and value.strip().isdecimal() and len(value) < 7 else -1
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if value is None or (type(value) is int and 0 < value <= _MOST_RUNS):
            return value
        raise self.wrong(
            "runs", f"is {self.entry['runs']!r:.60}", "expected how many times it may be broadcast, such as 3"
        )

    def seconds(self) -> Flicks | None:
        """Seconds, to the nearest flick; None where they are left out."""
        if "seconds" not in self.entry:
            return None
        amount = self._number(self.entry["seconds"])
        if amount is None or amount <= 0:
            raise self.wrong("seconds", f"is {self.entry['seconds']!r:.60}", "expected seconds, such as 30 or 12.5")
        return nearest(amount * FLICKS_PER_SECOND)

    def _number(self, value: Any) -> Fraction | None:
        text = str(value).strip() if isinstance(value, int | float | str) and not isinstance(value, bool) else ""
        return Fraction(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None

    def hash(self, key: str) -> str:
        """ "sha256:" or "xxh128:" and hex digits; "" where it is left out."""
        text = self.text(key).lower()
        if text and not _HASH.fullmatch(text):
            raise self.wrong(key, f"is {text!r:.60}", 'expected "sha256:" and 64 hex digits, or "xxh128:" and 32')
        return text

    def holdbacks(self) -> tuple[Holdback, ...]:
        """Tables; in a spreadsheet "FR BE | svod | 2026-01-01 | 2026-06-30", semicolons between several."""
        value = self.entry.get("holdbacks", [])
        if isinstance(value, str):
            value = [
                dict(zip(("territories", "media", "start", "end"), self._cells(one), strict=False))
                for one in _split(value)
            ]
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.wrong("holdbacks", f"is {value!r:.60}", "expected a list of tables")
        return tuple(map(self._holdback, value))

    def _holdback(self, table: Mapping[str, Any]) -> Holdback:
        unknown = sorted(set(table) - {"territories", "media", "start", "end"})
        if unknown:
            raise self.wrong("holdbacks", f"has {unknown[0]!s:.60}", "expected territories, media, start, end")
        lists = {}
        for key in ("territories", "media"):
            value = table.get(key, [])
            listed = value.replace(",", " ").split() if isinstance(value, str) else value
            if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
                raise self.wrong("holdbacks", f"has {key} {value!r:.60}", "expected a list of texts")
            lists[key] = listed
        start, end = (self._dated(table.get(key) or None, "holdbacks") for key in ("start", "end"))
        if start and end and end < start:
            raise self.wrong("holdbacks", f"ends {end}, before it starts", "expected its last day")
        codes = self.territories("holdbacks", lists["territories"])
        return Holdback(codes, frozenset(map(plain, lists["media"])), start, end)

    def contributors(self) -> tuple[Contributor, ...]:
        """Tables; in a spreadsheet "Name | C | 50 | SOCAN | 00014107338", semicolons between several."""
        value = self.entry.get("contributors", [])
        keys = ("name", "role", "share", "society", "ipi")
        if isinstance(value, str):
            value = [
                {key: cell for key, cell in zip(keys, self._cells(one), strict=False) if cell} for one in _split(value)
            ]
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.wrong("contributors", f"is {value!r:.60}", "expected a list of tables")
        return tuple(self._contributor(one, keys) for one in value)

    def _contributor(self, table: Mapping[str, Any], keys: Sequence[str]) -> Contributor:
        texts = {key: table.get(key, "") for key in ("name", "role", "society", "ipi")}
        if not set(table) <= set(keys) or not all(isinstance(text, str) for text in texts.values()):
            raise self.wrong(
                "contributors", f"has {', '.join(map(str, table))!r:.60}", f"expected {', '.join(keys)} as text"
            )
        role, share = texts["role"].strip().upper(), table.get("share")
        amount = self._number(str(share).strip().removesuffix("%")) if share is not None else None
        if not texts["name"].strip() or (role and role not in _ROLES.replace(" or", ",").split(", ")):
            raise self.wrong(
                "contributors", f"has {texts['name']!r:.40} as {role!r:.20}", f"expected a name, and {_ROLES}"
            )
        if share is not None and (amount is None or amount > 100):
            raise self.wrong("contributors", f"has a share of {share!r:.40}", "expected percent, such as 50 or 33.34")
        return Contributor(texts["name"].strip(), role, amount, texts["society"].strip(), texts["ipi"].strip())

    def _cells(self, text: str) -> list[str]:
        return [cell.strip() for cell in text.split("|")]

    def wrong(self, key: str, found: str, expected: str) -> InputError:
        """The error to raise."""
        where = self.places.get(key) or f"{self.place}, {key}"
        return InputError(f"{found}; {expected}.", file=self.file, place=where)


def _split(text: str) -> list[str]:
    return [part for part in re.split(r"[;\n]", text) if part.strip()]


def _known(table: str) -> str:
    return ", ".join(dict.fromkeys(words_of(table).values()))
