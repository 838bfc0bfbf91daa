"""`picturelock profiles`: the caption limits we know, in words, and where each comes from."""

from __future__ import annotations

import argparse
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock.profiles import Profile

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text
    from picturelock_cli.profile_words import Sentence

WIDEST = 96
"""Columns of a paragraph; on a wide terminal a longer line is hard to read."""


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    verbs = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = verbs.add_parser("list", help=text("opt_profiles_list"), add_help=False)
    shown = verbs.add_parser("show", help=text("opt_profiles_show"), add_help=False)
    shown.add_argument("id", metavar="ID", help=text("opt_profiles_id"))
    for verb in (listed, shown):
        verb.add_argument("--production", type=Path, metavar="DIR", help=text("opt_profiles_production"))


def run(args: argparse.Namespace) -> int:
    """Print the profiles, or what one of them asks for."""
    from picturelock_cli.console import Console

    own = _own_folder(args.production)
    if args.action == "list":
        _list(Console(args), own)
    else:
        _show(Console(args), args.id, own)
    return 0


def _own_folder(production: Path | None) -> Path | None:
    """The folder of a production's own profiles: of the one that was named, else of the one around the current folder."""
    from picturelock.production import FILE
    from picturelock.profiles import FOLDER

    if production is None:
        around = Path.cwd()
        found = (folder for folder in (around, *around.parents[:2]) if (folder / FILE).is_file())
        production = next(found, None)
        return production / FOLDER if production else None
    root = production.parent if production.name == FILE else production
    if not (root / FILE).is_file() and not (root / FOLDER).is_dir():
        raise UsageError(f"--production: {production} is no production: it holds neither {FILE} nor a folder {FOLDER}.")
    return root / FOLDER


def _list(console: Console, own: Path | None) -> None:
    from picturelock import profiles

    theirs = profiles.own_names(own)
    _table(console, [profiles.load(name) for name in profiles.NAMES])
    loaded = [profiles.load(name, own) for name in theirs]
    if loaded:
        console.line()
        console.say("profile_own", "bold", folder=str(own))
        _table(console, loaded)
    console.line()
    _paragraph(console, console.text("profile_list_hint"), "dim")
    every = [profiles.load(name, own) for name in profiles.names(own)]
    console.document(0, (), entries={entry.id: _facts(entry, console, entry.id in theirs) for entry in every})


def _table(console: Console, entries: Iterable[Profile]) -> None:
    from picturelock_cli.profile_words import title

    columns = [console.text(f"column_{name}") for name in ("id", "title", "languages", "unconfirmed")]
    rows = []
    for entry in entries:
        spoken = ", ".join(entry.languages) or console.text("profile_any_language")
        count = console.text("profile_count", unconfirmed=entry.unconfirmed(), all=_count(entry))
        rows.append((entry.id, title(entry, console.language), spoken, count))
    console.rows(columns, rows)


def _count(profile: Profile) -> int:
    return len(list(profile.limits())) + len(profile.style)


def _facts(profile: Profile, console: Console, own: bool) -> dict[str, Any]:
    """What a profile is, for programs."""
    from picturelock_cli.profile_words import title

    return {
        "title": title(profile, console.language),
        "extends": profile.extends,
        "languages": list(profile.languages),
        "spacing": profile.spacing,
        "own": own,
        "entries": _count(profile),
        "unconfirmed": profile.unconfirmed(),
    }


def _show(console: Console, name: str, own: Path | None) -> None:
    from picturelock import profiles

    from picturelock_cli.profile_words import languages, sections, title

    profile, language = profiles.load(name, own), console.language
    told = list(sections(profile, language))
    console.line(f"{title(profile, language)}  ({profile.id})", "bold")
    spoken = languages(profile, language)
    about = [console.text("profile_for", languages=spoken) if spoken else console.text("profile_for_any")]
    if profile.extends:
        parent = profiles.load(profile.extends, own)
        about.append(console.text("profile_extends", title=title(parent, language), id=parent.id))
    _paragraph(console, " ".join(about))
    _print(console, told)
    console.document(
        0,
        (),
        id=profile.id,
        **_facts(profile, console, profile.id not in profiles.NAMES),
        limits=[_entry(said) for _, sentences in told for said in sentences if _kind(said) == "limits"],
        style=[_entry(said) for _, sentences in told for said in sentences if _kind(said) == "style"],
        facts=[_entry(said) for _, sentences in told for said in sentences if _kind(said) == "facts"],
    )


def _kind(said: Sentence) -> str:
    from picturelock.profiles import UNITS

    if said.name.startswith("facts."):
        return "facts"
    return "limits" if said.name.rpartition(".")[2] in UNITS else "style"


def _entry(said: Sentence) -> dict[str, Any]:
    return {
        "name": said.name,
        "value": said.value,
        "says": said.text,
        "source": said.source,
        "confirmed": said.confirmed,
    }


def _print(console: Console, told: Sequence[tuple[str, Sequence[Sentence]]]) -> None:
    """Sentences under their headings, each with the number of its source; then the sources."""
    said = [sentence for _, sentences in told for sentence in sentences]
    sources = list(dict.fromkeys(sentence.source for sentence in said if sentence.source))
    for heading, sentences in told:
        console.line()
        console.line(heading, "bold cyan")
        for sentence in sentences:
            number = f"\N{NO-BREAK SPACE}[{sources.index(sentence.source) + 1}]" if sentence.source else ""
            mark, style = ("•", "") if sentence.confirmed else ("?", "yellow")
            _paragraph(console, sentence.text + number, style, f"  {mark} ")
    console.line()
    console.say("profile_section_sources", "bold cyan")
    for place, source in enumerate(sources, start=1):
        whole = re.sub(r" (?=\d{4}-\d\d-\d\d)", "\N{NO-BREAK SPACE}", source)
        _paragraph(console, whole, "dim", f"{f'[{place}]':>6} ")
    if not all(sentence.confirmed for sentence in said):
        console.line()
        _paragraph(console, console.text("profile_unconfirmed"), "yellow", "  ? ")


def _paragraph(console: Console, text: str, style: str = "", lead: str = "") -> None:
    """Text within the width of the terminal, its later lines under its first."""
    width = min(WIDEST, shutil.get_terminal_size().columns)
    wrapped = textwrap.wrap(
        text,
        max(width, len(lead) + 20),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
        break_long_words=False,
    )
    for line in wrapped:
        console.line(line, style)
