"""Words that people write in a ledger, and the ones that we hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from picturelock.rights.data import load

_APART = re.compile(r"[^0-9a-z]+")


def folded(text: str) -> str:
    """Lower case, without accents, marks and doubled blanks: headings and names are compared like this."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return _APART.sub(" ", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip()


@cache
def words_of(table: str) -> Mapping[str, str]:
    """Our word for each word of a table of `kinds.toml`, by `folded`."""
    found = {}
    for word, entry in load("kinds")[table].items():
        others = entry.get("same", ()) if isinstance(entry, dict) else entry
        for other in (word, *others):
            found[folded(other)] = word
    return MappingProxyType(found)


@cache
def headings() -> Mapping[str, str]:
    """Our column for each heading that is known, by `folded`."""
    known = load("headings")
    return MappingProxyType({folded(heading): name for name, listed in known.items() for heading in (name, *listed)})
