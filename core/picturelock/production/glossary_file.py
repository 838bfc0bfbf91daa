"""Reading a glossary: names and terms, TOML or CSV.

    [[term]]
    text = "Séraphine Tremblay"
    kind = "name"                        # name, term or keep (not translated); left out = term
    variants = ["Seraphin Tremblay"]     # spellings that are wrong
    note = "the mother"
    [[term]]
    text = "weekend"
    [term.translations]
    fr-ca = "fin de semaine"             # by language, "fr" or "fr-ca"

A CSV has these names in its first line, with commas or semicolons between cells: text, kind, variants, note, and a column for
each language. Several variants in one cell are parted by |.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from picturelock.errors import InputError
from picturelock.glossary import Glossary, Term, TermKind
from picturelock.production.tables import Tables
from picturelock.textfile import read_text, read_toml

KINDS: tuple[TermKind, ...] = get_args(TermKind)
MAX_BYTES = 4_000_000
MOST_TERMS = 20_000
MOST_CHARACTERS = 200
_KEYS = {"text", "kind", "variants", "translations", "note"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", re.ASCII)
_EXPECTED = "a glossary"


def read_glossary(path: Path) -> Glossary:
    """A glossary by its file. Raises InputError naming the entry or line, the key and what was expected."""
    suffix = path.suffix.lower()
    if suffix not in (".toml", ".csv"):
        raise InputError(f"is no glossary that we know ({suffix or 'no suffix'}); expected .toml or .csv.", file=path)
    terms = tuple(_Terms(path).of_toml() if suffix == ".toml" else _Terms(path).of_csv())
    _require_coherent(terms, path)
    return Glossary(tuple(term for term, _ in terms))


class _Terms(Tables):
    """The entries of one file, each with its place."""

    def of_toml(self) -> Iterator[tuple[Term, str]]:
        data = read_toml(self.file, MAX_BYTES, _EXPECTED)
        self.known(data, {"term"})
        for number, (entry, where) in enumerate(self.tables(data, "term", "entry"), start=1):
            self.known(entry, _KEYS, where)
            told = entry.get("translations", {})
            if not isinstance(told, dict):
                raise self.wrong(where + "translations", "is not a table", 'expected { fr = "..." }')
            translations = {name: self.text(told, name, None, f"{where}translations.") for name in told}
            yield self._term(entry, self.texts(entry, "variants", where), translations, where), f"entry {number}"

    def of_csv(self) -> Iterator[tuple[Term, str]]:
        text = read_text(self.file, MAX_BYTES, _EXPECTED, utf8_hint='Save it as "CSV UTF-8".')
        first = text.partition("\n")[0]
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
        header: list[str] = []
        try:
            for cells in rows:
                cells = [cell.strip() for cell in cells]
                if not any(cells):
                    continue
                place = f"line {rows.line_num}"
                if not header:
                    header = self._header(cells, place)
                    continue
                if any(cells[len(header) :]):
                    raise self.wrong(place, f"has {len(cells)} cells", f"expected {len(header)}")
                yield self._of_row(dict(zip(header, cells, strict=False)), place), place
        except csv.Error as error:
            raise InputError(f"is not valid CSV: {error}.", file=self.file, place=f"line {rows.line_num}") from error
        if not header:
            raise InputError("is empty; expected a first line with text, kind, variants, note.", file=self.file)

    def _header(self, cells: list[str], place: str) -> list[str]:
        header = [_tag(cell) for cell in cells]
        for name in header:
            if name not in _KEYS - {"translations"} and not _LANGUAGE.fullmatch(name):
                raise self.wrong(
                    place, f"has a column {name!r:.60}", "expected text, kind, variants, note, or a language"
                )
        if "text" not in header or len(set(header)) < len(header):
            raise self.wrong(place, "has no column text, or one column twice", "expected text, kind, variants, note")
        return header

    def _of_row(self, row: Mapping[str, str], place: str) -> Term:
        filled = {name: cell for name, cell in row.items() if cell}
        variants = tuple(part.strip() for part in filled.pop("variants", "").split("|") if part.strip())
        told = {name: cell for name, cell in filled.items() if name not in _KEYS}
        return self._term(filled, variants, told, f"{place}, ")

    def _term(self, entry: Mapping[str, Any], variants: tuple[str, ...], told: Mapping[str, str], where: str) -> Term:
        text, kind = self.text(entry, "text", None, where).strip(), self.text(entry, "kind", "term", where).lower()
        chosen = next((known for known in KINDS if known == kind), None)
        if chosen is None:
            raise self.wrong(where + "kind", f"is {kind!r:.60}", f"expected one of {', '.join(KINDS)}")
        for key, value in (("text", text), *(("variants", variant) for variant in variants), *told.items()):
            if not any(sign.isalnum() for sign in value) or len(value) > MOST_CHARACTERS or "\n" in value:
                raise self.wrong(
                    where + key, f"is {value!r:.60}", f"expected a word or two, {MOST_CHARACTERS} signs at most"
                )
        for name in told:
            if not _LANGUAGE.fullmatch(_tag(name)):
                raise self.wrong(f"{where}translations.{name!s:.40}", "is no language", 'expected one such as "fr-ca"')
        translations = MappingProxyType({_tag(name): value.strip() for name, value in told.items()})
        return Term(text, chosen, variants, translations, self.text(entry, "note", "", where))


def _tag(name: str) -> str:
    return name.strip().lower().replace("_", "-")


def _require_coherent(terms: tuple[tuple[Term, str], ...], path: Path) -> None:
    """Raise InputError for too many entries, one that stands twice, or a wrong spelling that is another one's right one."""
    if len(terms) > MOST_TERMS:
        raise InputError(f"has {len(terms)} entries; at most {MOST_TERMS} are read.", file=path)
    places: dict[str, str] = {}
    for term, place in terms:
        if term.text in places:
            raise InputError(f"has “{term.text}” again; it stands in {places[term.text]} too.", file=path, place=place)
        places[term.text] = place
    for term, place in terms:
        for variant in term.variants:
            if variant in places:
                reason = f"says that “{variant}” is wrong for “{term.text}”, and {places[variant]} that it is right."
                raise InputError(reason, file=path, place=place)
