"""Faults in the clearances, in the end credits, and in what the production says of its captions and of AI."""

from __future__ import annotations

import re
from pathlib import Path

import film
from cuts import Cut
from faults import Fault
from faults_cut import first_use

_LEDGER = "rights/clearances.toml"
_UNCLEARED, _ABROAD, _EXPIRED = "C001C001_RIVER", "M001_THEME", "C001C002_LETTER"
_RELEASED, _GENERATED = "C001C004_HOUSE", film.GENERATED_CLIP
_EARLY = "2027-06-30"
_UNREAD, _READ = "captions/letter_v2.fr.srt", "captions/letter_v2.en.srt"
_REVIEW = ".review.json"
_CREDITS = "credits/letter_v2.txt"


def plant(folder: Path, cut: Cut) -> list[Fault]:
    """Edit rights/clearances.toml, the credits and picturelock.toml."""
    path = folder / _LEDGER
    entries = re.split(r"(?m)^(?=\[\[clearance\]\])", path.read_text(encoding="utf-8"))
    faults = [_no_clearance(entries, cut), _territory(entries, cut), _window(entries, cut), _consent(entries, cut)]
    path.write_text("".join(entries), encoding="utf-8")
    order = folder / "picturelock.toml"
    return [*faults, _credit(folder / _CREDITS), _unreviewed(folder), _changed_since(folder), _undeclared(order, cut)]


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


def _consent(entries: list[str], cut: Cut) -> Fault:
    """The release of the person at the window is not in the ledger."""
    (release,) = [entry for entry in entries if 'kind = "performer"' in entry]
    entries.remove(release)
    return _fault(
        "consent-missing",
        _RELEASED,
        cut,
        "nobody has a release of Inès Okafor, who is seen at the window",
        "personne n’a d’autorisation d’Inès Okafor, que l’on voit à la fenêtre",
    )


def _credit(path: Path) -> Fault:
    """The line that the composer's licence asks for is not in the end credits."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "Lindqvist" not in line]
    if len(kept) != len(lines) - 1:
        raise ValueError(f"{path.name} does not name the composer once")
    path.write_text("".join(kept), encoding="utf-8")
    what = "the end credits do not name the composer, as the licence of the theme asks"
    return Fault(
        "rights.credit-missing",
        what,
        "le générique ne nomme pas le compositeur, comme l’exige la licence du thème",
        _LEDGER,
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


def _unreviewed(folder: Path) -> Fault:
    """The record that somebody has read the French captions is gone."""
    (folder / f"{_UNREAD}{_REVIEW}").unlink()
    return Fault(
        "ai-use.unreviewed",
        "nobody has read the French captions, which a machine made",
        "personne n’a relu les sous-titres français, produits par une machine",
        _UNREAD,
    )


def _changed_since(folder: Path) -> Fault:
    """The English captions were read before the last of them was taken out (`faults_captions`)."""
    if not (folder / f"{_READ}{_REVIEW}").is_file():
        raise ValueError(f"nothing says who has read {_READ}")
    return Fault(
        "ai-use.review-void",
        "the English captions were changed after somebody had read them",
        "les sous-titres anglais ont été modifiés après leur relecture",
        _READ,
    )


def _undeclared(path: Path, cut: Cut) -> Fault:
    """The file of the letter says that a model wrote its hand; the production no more."""
    tables = _tables(path)
    (index,) = [number for number, table in enumerate(tables) if table.startswith("[[ai]]")]
    del tables[index]
    path.write_text("".join(tables), encoding="utf-8")
    file = film.sources()[_GENERATED].file
    start, end = first_use(cut, _GENERATED)
    return Fault(
        "ai-use.undeclared-mark",
        f"{file} says that a machine made a part of it, and nobody declares it",
        f"{file} dit qu’une machine en a produit une partie, et personne ne le déclare",
        record_start_frame=start,
        record_end_frame=end,
        source=file,
    )


def _tables(path: Path) -> list[str]:
    """The tables of a TOML file, each with its heading."""
    return re.split(r"(?m)^(?=\[)", path.read_text(encoding="utf-8"))
