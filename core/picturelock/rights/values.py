"""Reading the values of one entry of a ledger, typed or as text; what is wrong with them is kept, and nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from picturelock.findings import Fact
from picturelock.rights.faults import Fault, Row, date_fault
from picturelock.rights.media import ALL, plain
from picturelock.rights.model import PUBLISHERS, REQUIRED, WRITERS, Contributor, Holdback
from picturelock.rights.territories import expand, is_territory
from picturelock.rights.words import folded, told_words, words_of
from picturelock.times import FLICKS_PER_SECOND, Flicks, nearest

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,5}", re.ASCII)
_EVERY_LANGUAGE = frozenset({ALL, "toutes", "tous", "all languages", "toutes langues", "toutes les langues"})
_HASH = re.compile(r"sha256:[0-9a-f]{64}|xxh128:[0-9a-f]{32}", re.ASCII)
_MOST_RUNS = 100_000
_LONGEST = 2_000
_MOST_LISTED = 2_000
_HOLDBACK = ("territories", "media", "start", "end")
_CONTRIBUTOR = ("name", "role", "share", "society", "ipi")
_EXAMPLES = {
    "holdbacks": "FR BE | svod | 2026-01-01 | 2026-06-30",
    "contributors": "J. Lind | C | 50 | SOCAN | 00014107338",
}
"""How a cell of a table says what is a table of its own in TOML."""


class Values:
    """The values of a row by the name of our columns. A value that is wrong reads as if it were left out, and is a fault."""

    def __init__(self, row: Row, *, drafted: bool = False) -> None:
        self._row = row
        self._required = () if drafted else REQUIRED
        self._faults: dict[str, Fault] = {}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """One for each column at most, in the order in which the columns are written."""
        written = list(dict.fromkeys((*self._row.columns, *self._row.values, *self._faults)))
        return tuple(self._faults[key] for key in written if key in self._faults)

    def wrong(self, what: str, key: str, **facts: Fact) -> None:
        """Keep a fault; the first one of a column counts."""
        self._keep(key, self._row.fault(what, key, **facts))

    def _keep(self, key: str, fault: Fault) -> None:
        if key not in self._row.told:
            self._faults.setdefault(key, fault)

    def text(self, key: str) -> str:
        """Text, "" where it is left out."""
        value = self._row.values.get(key, "")
        if not isinstance(value, str):
            self.wrong("ledger-text", key, found=_shown(value))
            return ""
        if len(value) > _LONGEST:
            self.wrong("ledger-long", key, limit=_LONGEST)
        return value.strip()

    def identifier(self, key: str) -> str:
        """Text, or a number that a spreadsheet made of it."""
        value = self._row.values.get(key, "")
        return str(value) if type(value) is int else self.text(key)

    def texts(self, key: str) -> list[str]:
        """A list of texts; in a table, with semicolons or on lines of their own."""
        value = self._row.values.get(key, [])
        listed = re.split(r"[;\n]", value) if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            self.wrong("ledger-text", key, found=_shown(value))
            return []
        texts = [item.strip() for item in listed if item.strip()]
        if key in self._required and not texts:
            self.wrong("ledger-empty", key)
        if len(texts) > _MOST_LISTED:
            self.wrong("ledger-long-list", key, limit=_MOST_LISTED)
            return []
        return texts

    def word(self, key: str, table: str) -> str:
        """One word of a vocabulary, "" where it is left out."""
        text = self.text(key)
        found = words_of(table).get(folded(text), "") if text else ""
        if text and not found:
            self.wrong("ledger-word", key, found=text[:60], **told_words(table))
        return found

    def words(self, key: str, table: str) -> frozenset[str]:
        """Some words of a vocabulary."""
        found = set()
        for text in self.texts(key):
            word = words_of(table).get(folded(text))
            if word is None:
                self.wrong("ledger-word", key, found=text[:60], **told_words(table))
            else:
                found.add(word)
        return frozenset(found)

    def yes(self, key: str) -> bool:
        """Yes or no; no where it is left out."""
        value = self._row.values.get(key, False)
        if isinstance(value, bool):
            return value
        said = words_of("words").get(folded(str(value)))
        if said not in ("yes", "no"):
            self.wrong("ledger-yes", key, found=_shown(value))
        return said == "yes"

    def territories(self, key: str, texts: Sequence[str] | None = None) -> frozenset[str]:
        """Codes. texts: where they stand elsewhere than under the key."""
        names = self.texts(key) if texts is None else texts
        try:
            codes = expand(names)
        except ValueError as error:
            self._unknown(key, str(error))
            return frozenset()
        if names and not codes:
            self.wrong("ledger-territories-none", key, found="; ".join(names)[:60])
        return codes

    def _unknown(self, key: str, name: str) -> None:
        parts = [part.strip() for part in name.split(",")]
        if len(parts) > 1 and all(map(is_territory, parts)):
            self.wrong("ledger-separator", key, found=name[:60], written="; ".join(parts)[:200])
        else:
            self.wrong("ledger-territory", key, found=name.strip()[:60])

    def media(self, key: str) -> frozenset[str]:
        """Words for media, in lower case."""
        return frozenset(plain(text) for text in self.texts(key))

    def languages(self, key: str) -> frozenset[str]:
        """BCP 47, lower case; empty = all."""
        languages = frozenset(text.lower() for text in self.texts(key))
        if languages & _EVERY_LANGUAGE:
            return frozenset()
        for text in sorted(languages):
            if not _LANGUAGE.fullmatch(text):
                self.wrong("ledger-language", key, found=text[:60])
        return languages

    def end(self) -> dt.date | None:
        """The last day; None = perpetual, which must be said."""
        value = self._row.values.get("end")
        perpetual = isinstance(value, str) and words_of("words").get(folded(value)) == "perpetual"
        return None if perpetual else self.date("end")

    def date(self, key: str) -> dt.date | None:
        """A date, typed or as 2026-12-01; None where it is left out."""
        return self._dated(self._row.values.get(key), key)

    def _dated(self, value: Any, key: str) -> dt.date | None:
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        # Without dashes Python would read other ISO forms too (20260101, 2026-W01-1), which people misread.
        if isinstance(value, str) and _DATE.fullmatch(value.strip()):
            try:
                return dt.date.fromisoformat(value.strip())
            except ValueError:
                pass
        self._keep(key, date_fault(self._row, key, value))
        return None

    def runs(self) -> int | None:
        """A count above zero; None where it is left out."""
        value = self._row.values.get("runs")
        if isinstance(value, str):
            value = int(value) if value.strip().isascii() and value.strip().isdecimal() and len(value) < 7 else -1
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if value is None or (type(value) is int and 0 < value <= _MOST_RUNS):
            return value
        self.wrong("ledger-number", "runs", found=_shown(self._row.values["runs"]), example="3")
        return None

    def seconds(self) -> Flicks | None:
        """Seconds, to the nearest flick; None where they are left out."""
        value = self._row.values.get("seconds")
        if value is None:
            return None
        amount = self._number(value)
        if amount is None or amount <= 0:
            self.wrong("ledger-number", "seconds", found=_shown(value), example="30")
            return None
        return nearest(amount * FLICKS_PER_SECOND)

    def _number(self, value: Any) -> Fraction | None:
        text = str(value).strip() if isinstance(value, int | float | str) and not isinstance(value, bool) else ""
        return Fraction(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None

    def hash(self, key: str) -> str:
        """ "sha256:" or "xxh128:" and hex digits; "" where it is left out."""
        text = self.text(key).lower()
        if text and not _HASH.fullmatch(text):
            self.wrong("ledger-hash", key, found=text[:60])
            return ""
        return text

    def holdbacks(self) -> tuple[Holdback, ...]:
        """Tables; in a spreadsheet "FR BE | svod | 2026-01-01 | 2026-06-30", semicolons between several."""
        made = [self._holdback(one) for one in self._tables("holdbacks", _HOLDBACK)]
        return tuple(one for one in made if one is not None)

    def _holdback(self, table: Mapping[str, Any]) -> Holdback | None:
        lists = {}
        for key in ("territories", "media"):
            value = table.get(key, [])
            listed = value.replace(",", " ").split() if isinstance(value, str) else value
            if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
                self._formless("holdbacks", table)
                return None
            lists[key] = listed
        start, end = (self._dated(table.get(key) or None, "holdbacks") for key in ("start", "end"))
        if start and end and end < start:
            self.wrong("ledger-order", "holdbacks", found=end.isoformat(), start=start.isoformat())
        codes = self.territories("holdbacks", lists["territories"])
        return Holdback(codes, frozenset(map(plain, lists["media"])), start, end)

    def contributors(self) -> tuple[Contributor, ...]:
        """Tables; in a spreadsheet "Name | C | 50 | SOCAN | 00014107338", semicolons between several."""
        made = [self._contributor(one) for one in self._tables("contributors", _CONTRIBUTOR)]
        return tuple(one for one in made if one is not None)

    def _contributor(self, table: Mapping[str, Any]) -> Contributor | None:
        texts = {key: table.get(key, "") for key in ("name", "role", "society", "ipi")}
        if not all(isinstance(text, str) for text in texts.values()) or not texts["name"].strip():
            self._formless("contributors", table)
            return None
        role, share = texts["role"].strip().upper(), table.get("share")
        amount = self._number(str(share).strip().removesuffix("%")) if share is not None else None
        if role and role not in WRITERS | PUBLISHERS:
            known = ", ".join(sorted(WRITERS | PUBLISHERS))
            self.wrong("ledger-word", "contributors", found=role[:20], known_en=known, known_fr=known)
        if share is not None and (amount is None or amount > 100):
            self.wrong("ledger-number", "contributors", found=_shown(share), example="50")
        return Contributor(texts["name"].strip(), role, amount, texts["society"].strip(), texts["ipi"].strip())

    def _tables(self, key: str, names: Sequence[str]) -> list[Mapping[str, Any]]:
        value = self._row.values.get(key, [])
        if isinstance(value, str):
            return [self._cells(key, names, part) for part in re.split(r"[;\n]", value) if part.strip()]
        if not isinstance(value, list) or not all(isinstance(one, dict) and set(one) <= set(names) for one in value):
            self._formless(key, value)
            return []
        return value

    def _cells(self, key: str, names: Sequence[str], text: str) -> dict[str, str]:
        cells = [cell.strip() for cell in text.split("|")]
        if len(cells) > len(names):
            self._formless(key, text)
        return {name: cell for name, cell in zip(names, cells, strict=False) if cell}

    def _formless(self, key: str, value: object) -> None:
        self.wrong("ledger-form", key, found=_shown(value), example=_EXAMPLES[key])


def _shown(value: object) -> str:
    return str(value)[:60]
