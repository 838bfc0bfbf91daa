"""What a receiver reads first: what is what, who answers for it, how to verify it, whom to ask. Plain text, in each language."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from picturelock.delivery.languages import language_names
from picturelock.delivery.lists import name_of
from picturelock.delivery.model import Earlier, Item, Readme
from picturelock.delivery.packing import FILE as PACKING
from picturelock.findings import Verdict
from picturelock.production import Dossier
from picturelock.report import spec_words
from picturelock.report.banner import headline
from picturelock.wording import LANGUAGES, NBSP, say, table, terms, title

_WIDTH = 90
KIND = "readme"


def readmes(
    dossier: Dossier, verdict: Verdict, items: Iterable[Item], about: Mapping[str, str], layout: str,
    checksums: Sequence[str],
) -> tuple[Readme, ...]:  # fmt: skip
    """What the text of each language says of the delivery, whatever part of it a package holds."""
    signed = next((item.data for item in items if item.kind == "sign-off"), b"")
    return tuple(
        Readme(
            language,
            _head(dossier, about, language),
            "\n".join(_answers(signed, verdict, language)),
            _people(dossier, language),
            layout,
            tuple(checksums),
        )
        for language in LANGUAGES
    )


def text_of(readme: Readme, items: Iterable[Item], earlier: Earlier | None = None) -> Item:
    """The text for a package that holds these items, and leaves the rest to an earlier one."""
    language = readme.language
    words = table(language, "package")["readme"]
    parts = [readme.head]
    if earlier is not None:
        parts.append(_wrapped(words["since"].format(package=earlier.package)))
    parts.append(_part(words["what"], _contents([one for one in items if one.kind != KIND], words, language)))
    if earlier is not None:
        parts += _elsewhere(earlier, words)
    parts += [
        _part(words["answers"], [readme.answers]),
        _part(words["verify"], _how(words, readme.layout, readme.checksums, earlier)),
        _part(words["ask"], [readme.people]),
        words["made_by"],
    ]
    return Item(words["file"], data=("\n\n".join(parts) + "\n").encode(), kind=KIND, language=language)


def kind_of(kind: str, language: str) -> str:
    """What people call a kind of file."""
    return str(table(language, "package")["kinds"].get(kind, kind))


def _part(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, "-" * len(heading), *lines])


def _head(dossier: Dossier, about: Mapping[str, str], language: str) -> str:
    words = table(language, "package")["readme"]
    production, delivery = dossier.production, dossier.production.delivery
    spec = (
        f"{spec_words.title(dossier.spec, language)} ({about['spec']})" if dossier.spec is not None else about["spec"]
    )
    facts = {
        "version": about["version"],
        "destination": " – ".join(filter(None, (spec, delivery.name))),
        "languages": language_names(production.languages, language),
        "territories": terms(", ".join(delivery.territories), language),
        "media": terms(", ".join(delivery.media), language),
        "window": f"{delivery.start or '…'} – {delivery.end or '…'}" if delivery.start or delivery.end else "",
        "made": about["made"],
        "verdict": about["verdict"],
    }
    lines = [f"{words[key]}{_colon(language)} {value}" for key, value in facts.items() if value]
    return "\n".join([production.title, "=" * len(production.title), "", *lines])


def _answers(signed: bytes, verdict: Verdict, language: str) -> Iterator[str]:
    """The verdict in words, who signed it, or that nobody did; and who took what upon themselves."""
    yield headline(verdict, language)
    for one in json.loads(signed)["signatures"] if signed else ():
        made = f"{one['made'][:16].replace('T', ' ')}{NBSP}UTC"
        yield say("readme_signed", language, person=one["person"], role=one["role"], made=made)
    if not signed:
        yield say("readme_unsigned", language)
    if not verdict.waivers:
        yield say("readme_no_waivers", language)
        return
    yield ""
    yield say("readme_waivers", language, count=len(verdict.waivers))
    for finding in verdict.findings:
        if finding.waived is not None:
            one = finding.waived
            facts = {"person": one.person, "role": one.role, "expires": one.expires.isoformat(), "reason": one.reason}
            yield f"    {one.waiver}"
            yield f"        {title(finding.rule, language)}"
            yield f"        {say('readme_waiver', language, **facts)}"


def _people(dossier: Dossier, language: str) -> str:
    people = [", ".join(filter(None, (one.name, one.role, one.contact))) for one in dossier.production.people]
    return "\n".join(people) or str(table(language, "package")["readme"]["nobody"])


def _contents(items: Sequence[Item], words: Mapping[str, Any], language: str) -> list[str]:
    rows = [
        *(
            (
                item.target,
                kind_of(item.kind, language) + (f" ({_languages(item.language, language)})" if item.language else ""),
            )
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


def _elsewhere(earlier: Earlier, words: Mapping[str, Any]) -> Iterator[str]:
    """What else belongs to the delivery and lies in the earlier package, and what of that one belongs to it no more."""
    moves = [path if path == was else f"{path}  ←  {was}" for path, (was, _) in sorted(earlier.unchanged.items())]
    for key, paths in (("unchanged", moves), ("replaced", earlier.replaced), ("dropped", earlier.dropped)):
        if paths:
            yield _part(words[key].format(package=earlier.package), [f"    {path}" for path in paths])


def _how(words: Mapping[str, Any], layout: str, checksums: Sequence[str], earlier: Earlier | None) -> list[str]:
    folder = "data" if layout == "bagit" else "."
    beside = f" --with ../{earlier.package}" if earlier is not None else ""
    lines = [words["with_picturelock"], f"    picturelock package verify .{beside}", words["with_mhl"]]
    lines.append(f"    ascmhl diff {folder}")
    for algorithm in checksums:
        tool = "xxhsum" if algorithm.startswith("xxh") else f"{algorithm}sum"
        at = f"cd {folder} && " if layout == "bagit" else ""
        lines += [words["with_list"].format(list=name_of(algorithm)), f"    {at}{tool} -c {name_of(algorithm)}"]
    if layout == "bagit":
        lines += [words["with_bagit"], "    bagit.py --validate ."]
    lines += [words["proves"], f"    picturelock package verify .{beside} --key {words['key_file']}"]
    return [line if line.startswith("    ") else _wrapped(line) for line in lines]


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, _WIDTH, break_on_hyphens=False))


def _languages(codes: str, language: str) -> str:
    """Those of a master stand in one word: "en-fr"."""
    parts = codes.split("-")
    return language_names(parts if all(len(part) == 2 and part.islower() for part in parts) else [codes], language)


def _colon(language: str) -> str:
    return f"{NBSP}:" if language == "fr" else ":"
