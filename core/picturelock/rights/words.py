"""Words that people write in a ledger, and the ones that we hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from picturelock.rights.data import load
from picturelock.wording import table

_FRENCH = {"kinds": ("report", "kinds"), "status": ("ui", "statuses"), "consents": ("report", "media_words")}
"""Where the wording has the French words of a table of ours."""
_APART = re.compile(r"[^0-9a-z]+")


def folded(text: str) -> str:
    """Lower case, without accents, marks and doubled blanks: headings and names are compared like this."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return _APART.sub(" ", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip()


@cache
def words_of(names: str) -> Mapping[str, str]:
    """Our word for each word of a table of `kinds.toml`, by `folded`."""
    found = {}
    for word, entry in load("kinds")[names].items():
        others = entry.get("same", ()) if isinstance(entry, dict) else entry
        for other in (word, *others):
            found[folded(other)] = word
    return MappingProxyType(found)


@cache
def headings() -> Mapping[str, str]:
    """Our column for each heading that is known, by `folded`."""
    known = load("headings")
    return MappingProxyType({folded(heading): name for name, listed in known.items() for heading in (name, *listed)})


def told_words(names: str) -> Mapping[str, str]:
    """The words of a table of `kinds.toml`, as the facts "known_en" and "known_fr" of a finding."""
    words = list(load("kinds")[names])
    trade, inner = _FRENCH.get(names, ("", ""))
    french = table("fr", trade)[inner] if trade else {}
    return {"known_en": ", ".join(words), "known_fr": ", ".join(str(french.get(word, word)) for word in words)}
