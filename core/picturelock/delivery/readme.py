"""What a receiver reads first: what is what, how to verify it, whom to ask. In English and in French, as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from picturelock.delivery.lists import name_of
from picturelock.delivery.model import Earlier, Item
from picturelock.delivery.packing import FILE as PACKING
from picturelock.production import Dossier
from picturelock.wording import LANGUAGES, NBSP, table, terms

_WIDTH = 90
KIND = "readme"


def readmes(
    dossier: Dossier, items: Iterable[Item], about: Mapping[str, str], layout: str, checksums: Sequence[str]
) -> list[Item]:
    """A text for each language, called as its readers expect."""
    listed = list(items)
    found = []
    for language in LANGUAGES:
        words = table(language, "package")["readme"]
        text = _text(dossier, listed, about, layout, checksums, language)
        found.append(Item(str(words["file"]), data=text.encode(), kind=KIND, language=language))
    return found


def with_earlier(item: Item, earlier: Earlier) -> Item:
    """The text of a re-delivery says what else belongs to it; any other item stays as it is."""
    if item.kind != KIND:
        return item
    words = table(item.language, "package")["readme"]
    lines = [
        "",
        words["since"].format(package=earlier.package),
        f"    picturelock package verify . --with {earlier.package}",
    ]
    for key, paths in (("unchanged", _moves(earlier)), ("replaced", earlier.replaced), ("dropped", earlier.dropped)):
        if paths:
            lines += ["", words[key].format(package=earlier.package), *(f"    {path}" for path in paths)]
    return replace(item, data=item.data + ("\n".join(lines) + "\n").encode())


def _moves(earlier: Earlier) -> list[str]:
    found = sorted(earlier.unchanged.items())
    return [path if path == was else f"{path}  ←  {was}" for path, (was, _) in found]


def kind_of(kind: str, language: str) -> str:
    """What people call a kind of file."""
    return str(table(language, "package")["kinds"].get(kind, kind))


def _text(
    dossier: Dossier,
    items: Sequence[Item],
    about: Mapping[str, str],
    layout: str,
    checksums: Sequence[str],
    language: str,
) -> str:
    words = table(language, "package")["readme"]
    delivery = dossier.production.delivery
    colon = f"{NBSP}:" if language == "fr" else ":"
    spec = dossier.spec.title if dossier.spec is not None else about["spec"]
    facts = {
        "version": about["version"],
        "destination": " – ".join(filter(None, (spec, delivery.name))),
        "languages": terms(", ".join(dossier.production.languages), language, "language_words"),
        "territories": terms(", ".join(delivery.territories), language),
        "media": terms(", ".join(delivery.media), language),
        "window": f"{delivery.start or '…'} – {delivery.end or '…'}" if delivery.start or delivery.end else "",
        "made": about["made"],
        "verdict": about["verdict"],
    }
    head = [f"{words[key]}{colon} {value}" for key, value in facts.items() if value]
    people = [", ".join(filter(None, (person.name, person.role))) for person in dossier.production.people]
    parts = [
        [dossier.production.title, "=" * len(dossier.production.title)],
        head,
        [words["what"], "-" * len(words["what"]), *_contents(items, words, language)],
        [words["verify"], "-" * len(words["verify"]), *_how(words, layout, checksums)],
        [words["ask"], "-" * len(words["ask"]), *(people or [words["nobody"]])],
        [words["made_by"]],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _contents(items: Sequence[Item], words: Mapping[str, Any], language: str) -> list[str]:
    rows = [
        *(
            (item.target, kind_of(item.kind, language) + (f" ({item.language})" if item.language else ""))
            for item in items
        ),
        (PACKING, words["packing"]),
        ("ascmhl/", words["history"]),
    ]
    width = min(max(len(path) for path, _ in rows), _WIDTH // 2)
    lines = []
    for path, what in rows:
        lines += [f"{path:<{width}}  {what}"] if len(path) <= width else [path, f"{'':<{width}}  {what}"]
    return lines


def _how(words: Mapping[str, Any], layout: str, checksums: Sequence[str]) -> list[str]:
    folder = "data" if layout == "bagit" else "."
    lines = [words["with_picturelock"], "    picturelock package verify .", words["with_mhl"]]
    lines.append(f"    ascmhl diff {folder}")
    for algorithm in checksums:
        tool = "xxhsum" if algorithm.startswith("xxh") else f"{algorithm}sum"
        at = f"cd {folder} && " if layout == "bagit" else ""
        lines += [words["with_list"].format(list=name_of(algorithm)), f"    {at}{tool} -c {name_of(algorithm)}"]
    if layout == "bagit":
        lines += [words["with_bagit"], "    bagit.py --validate ."]
    lines.append(words["proves"])
    wrapped: list[str] = []
    for line in lines:
        wrapped += [line] if line.startswith("    ") else textwrap.wrap(line, _WIDTH, break_on_hyphens=False)
    return wrapped
