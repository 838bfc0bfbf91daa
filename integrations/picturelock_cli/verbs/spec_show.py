"""`picturelock spec show`: what a destination asks for, whose rule each thing is, and what a production still has to bring."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from picturelock.report.spec_words import Said
    from picturelock.specs import Spec
    from picturelock.specs.checklist import Item

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

_MARKS = {"present": ("✓", "green"), "missing": ("✗", "red"), "ours": ("·", ""), "unknown": ("?", "yellow")}


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("id", metavar="ID", help=text("opt_spec_id"))
    parser.add_argument("--production", type=Path, metavar="DIR", help=text("opt_spec_production"))
    parser.add_argument("--diff", metavar="ID", help=text("opt_spec_diff"))
    parser.add_argument("--for", dest="bring", type=Path, metavar="PRODUCTION", help=text("opt_spec_for"))


def run(args: argparse.Namespace) -> int:
    """Print a spec, or where it differs from another, or with what a production has of it."""
    from picturelock import specs

    from picturelock_cli.console import Console
    from picturelock_cli.spec_folder import own_folder

    console = Console(args)
    own = own_folder(args.production if args.production is not None else args.bring)
    spec = specs.load(args.id, own)
    if args.diff is not None:
        _differ(console, spec, specs.load(args.diff, own))
    else:
        _show(console, spec, args.bring)
    return 0


def _show(console: Console, spec: Spec, bring: Path | None) -> None:
    from picturelock.report.spec_words import confirmed, sections, title, title_of

    from picturelock_cli.paragraphs import paragraph
    from picturelock_cli.verbs.spec_list import facts

    language = console.language
    console.line(f"{title(spec, language)}  ({spec.id})", "bold")
    paragraph(console, confirmed(spec, language), "yellow" if spec.unconfirmed() else "")
    if spec.extends:
        titles = ", ".join(f"{title_of(name, language)} ({name})" for name in spec.extends)
        paragraph(console, console.text("spec_extends", titles=titles))
    told = list(sections(spec, language))
    _print(console, spec, told)
    _unsaid(console, spec)
    items = _bring(console, spec, bring) if bring is not None else None
    by_section = {name: [_entry(said) for said in saids] for name, saids in told}
    checklist: dict[str, Any] = {} if items is None else {"checklist": [_item(item) for item in items]}
    console.document(
        0,
        (),
        id=spec.id,
        **facts(spec, language, spec.id not in _ours()),
        limits=by_section.pop("limits", []),
        sections=by_section,
        unsaid={name: list(names) for name, names in spec.unsaid().items()},
        **checklist,
    )


def _ours() -> Sequence[str]:
    from picturelock.specs import NAMES

    return NAMES


def _print(console: Console, spec: Spec, told: Sequence[tuple[str, Sequence[Said]]]) -> None:
    """What is said under its headings, each with the number of its source; then the sources."""
    from picturelock.report.spec_words import section

    from picturelock_cli.paragraphs import paragraph

    everything = [said for _, saids in told for said in saids]
    sources = list(dict.fromkeys(said.source for said in everything))
    for name, saids in told:
        console.line()
        console.line(section(name, console.language), "bold cyan")
        for said in saids:
            line = console.text("spec_entry", label=said.label, value=said.text)
            line += f"\N{NO-BREAK SPACE}[{sources.index(said.source) + 1}]"
            if said.said_by != spec.id:
                line += f" ({console.text('spec_from', id=said.said_by)})"
            mark, style = ("•", "") if said.confirmed else ("?", "yellow")
            paragraph(console, line, style, f"  {mark} ")
    console.line()
    console.say("profile_section_sources", "bold cyan")
    for place, source in enumerate(sources, start=1):
        whole = re.sub(r" (?=\d{4}-\d\d-\d\d)", "\N{NO-BREAK SPACE}", source)
        paragraph(console, whole, "dim", f"{f'[{place}]':>6} ")
    if not all(said.confirmed for said in everything):
        console.line()
        paragraph(console, console.text("profile_unconfirmed"), "yellow", "  ? ")


def _unsaid(console: Console, spec: Spec) -> None:
    from picturelock.report.spec_words import unsaid

    from picturelock_cli.paragraphs import paragraph

    left = list(unsaid(spec, console.language))
    if not left:
        return
    console.line()
    console.say("spec_unsaid", "bold cyan")
    for name, names in left:
        paragraph(console, console.text("spec_unsaid_line", section=name, names=names), "dim", "  – ")
    paragraph(console, console.text("spec_unsaid_note"), "dim", "    ")


def _entry(said: Said) -> dict[str, Any]:
    return {
        "name": said.name,
        "value": said.values[0] if len(said.values) == 1 else list(said.values),
        "says": f"{said.label}: {said.text}",
        "source": said.source,
        "confirmed": said.confirmed,
        "said_by": said.said_by,
    }


def _bring(console: Console, spec: Spec, folder: Path) -> Sequence[Item]:
    """What the production has of all that it must bring."""
    from picturelock.production import load
    from picturelock.report.spec_words import requirement
    from picturelock.specs.checklist import checklist

    from picturelock_cli.brought import brought
    from picturelock_cli.paragraphs import paragraph

    production = load(folder)
    items = checklist(spec, brought(production, spec.id))
    console.line()
    console.say("spec_bring", "bold cyan", title=production.title)
    for item in items:
        mark, style = _MARKS[item.state]
        needed = requirement(item.requirement, console.language)
        doubt = "" if item.confirmed else f" ({console.text('unconfirmed')})"
        name = f"{_label(item.name, console)}, {needed}{doubt}"
        line = console.text("spec_entry", label=name, value=_state(item, console))
        quiet = item.state == "missing" and item.requirement != "required"
        paragraph(console, line, "" if quiet else style, f"  {'–' if quiet else mark} ")
    due = [item for item in items if item.requirement == "required"]
    missing = sum(item.state == "missing" for item in due)
    console.say("spec_bring_count", "bold", missing=missing, all=len(due))
    return items


def _label(name: str, console: Console) -> str:
    from picturelock.report.spec_words import label, section

    if name == "master":
        return console.text("spec_master")
    if name == "limits.window_years":
        return console.text("spec_window")
    said, part = label(name, console.language), name.partition(".")[0]
    if part != "captions":
        return said
    return console.text("spec_entry", label=section(part, console.language), value=said)


def _state(item: Item, console: Console) -> str:
    from picturelock.report.spec_words import value

    if item.state == "missing" and item.missing:
        words = [value(item.name, one, console.language) for one in item.missing]
        if item.name.startswith("accessibility."):
            words = [value("captions.languages", one, console.language) for one in item.missing]
        return console.text("spec_missing", names=", ".join(words))
    return console.text("spec_missing_plain" if item.state == "missing" else f"spec_{item.state}")


def _item(item: Item) -> dict[str, Any]:
    return {
        "name": item.name,
        "state": item.state,
        "requirement": item.requirement,
        "missing": list(item.missing),
        "source": item.source,
        "confirmed": item.confirmed,
    }


def _differ(console: Console, one: Spec, other: Spec) -> None:
    """Only what two specs ask otherwise, side by side."""
    from picturelock.report.spec_words import sections, title

    language = console.language
    first, second = (dict(_flat(sections(spec, language))) for spec in (one, other))
    console.say("spec_diff", "bold", first=title(one, language), second=title(other, language))
    silent = console.text("spec_silent")
    keys = [key for key in dict.fromkeys((*first, *second)) if first.get(key) != second.get(key)]
    if keys:
        rows = [(key, first.get(key, silent), second.get(key, silent)) for key in keys]
        console.rows(["", one.id, other.id], rows)
    else:
        console.say("spec_same")
    differences = [{"says": key, one.id: first.get(key), other.id: second.get(key)} for key in keys]
    console.document(0, (), id=one.id, other=other.id, differences=differences)


def _flat(told: Any) -> list[tuple[str, str]]:
    """Each thing by its label, and what is said of it; layouts, of which there may be several, together."""
    found: dict[str, list[str]] = {}
    for _, saids in told:
        for said in saids:
            found.setdefault(said.label, []).append(said.text + ("" if said.confirmed else " ?"))
    return [(label, " | ".join(texts)) for label, texts in found.items()]
