"""Faults in the clearances, and in what is said of who has read the captions."""

from __future__ import annotations

import re
from pathlib import Path

import film
from cuts import Cut
from faults import Fault
from faults_cut import first_use

_LEDGER = "rights/clearances.toml"
_UNCLEARED, _ABROAD, _EXPIRED = "C001C001_RIVER", "M001_THEME", "C001C002_LETTER"
_EARLY = "2027-06-30"
_UNREAD = "captions/letter_v2.fr.srt"


def plant(folder: Path, cut: Cut) -> list[Fault]:
    """Edit rights/clearances.toml and picturelock.toml."""
    path = folder / _LEDGER
    entries = re.split(r"(?m)^(?=\[\[clearance\]\])", path.read_text(encoding="utf-8"))
    faults = [_no_clearance(entries, cut), _territory(entries, cut), _window(entries, cut)]
    path.write_text("".join(entries), encoding="utf-8")
    return [*faults, _unreviewed(folder / "picturelock.toml")]


def _no_clearance(entries: list[str], cut: Cut) -> Fault:
    entries.remove(_entry(entries, _UNCLEARED))
    file = film.sources()[_UNCLEARED].file
    return _fault(
        "no-clearance", _UNCLEARED, cut, f"nobody has cleared {file}", f"personne n’a libéré les droits de {file}"
    )


def _territory(entries: list[str], cut: Cut) -> Fault:
    _change(entries, _ABROAD, r'"CA", "FR"', '"CA"')
    file = film.sources()[_ABROAD].file
    return _fault(
        "territory", _ABROAD, cut, f"{file} is not cleared for France", f"{file} n’est pas libéré pour la France"
    )


def _window(entries: list[str], cut: Cut) -> Fault:
    _change(entries, _EXPIRED, r"(?m)^end = .*$", f"end = {_EARLY}")
    file = film.sources()[_EXPIRED].file
    what = f"the clearance of {file} ends on {_EARLY}, before the film's run does"
    return _fault(
        "window", _EXPIRED, cut, what, f"la libération de {file} expire le {_EARLY}, avant la fin de l’exploitation"
    )


def _fault(what: str, source: str, cut: Cut, english: str, french: str) -> Fault:
    return Fault(f"rights.{what}", english, french, _LEDGER, *first_use(cut, source), film.sources()[source].file)


def _entry(entries: list[str], source: str) -> str:
    """The one entry of a source, whose pattern is its reel and an asterisk."""
    (found,) = [entry for entry in entries if f'asset = "{source.split("_")[0]}*"' in entry]
    return found


def _change(entries: list[str], source: str, pattern: str, new: str) -> None:
    entry = _entry(entries, source)
    changed, count = re.subn(pattern, new, entry)
    if count != 1:
        raise ValueError(f"the entry of {source} is not as it should be")
    entries[entries.index(entry)] = changed


def _unreviewed(path: Path) -> Fault:
    tables = re.split(r"(?m)^(?=\[)", path.read_text(encoding="utf-8"))
    (index,) = [number for number, table in enumerate(tables) if f'file = "{_UNREAD}"' in table]
    tables[index], count = re.subn(r"(?m)^reviewed_(by|on) = .*\n", "", tables[index])
    if count != 2:
        raise ValueError(f"{path.name} does not say who has read {_UNREAD}")
    path.write_text("".join(tables), encoding="utf-8")
    return Fault(
        "ai-use.unreviewed",
        "nobody has read the French captions, which a machine made",
        "personne n’a relu les sous-titres français, produits par une machine",
        _UNREAD,
    )
