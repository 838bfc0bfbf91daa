"""`picturelock spec check`: is a spec that somebody wrote right, and what does it leave unsaid?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS

if TYPE_CHECKING:
    from picturelock.findings import Finding
    from picturelock.specs import Spec

    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=text("opt_spec_file"))


def run(args: argparse.Namespace) -> int:
    """Exit 1 where an entry cannot stand; a word that we do not know, and what is left unsaid, are told beside."""
    from picturelock import specs
    from picturelock.findings import Finding, Place, at_least

    from picturelock_cli.console import Console

    console = Console(args)
    spec, faults = specs.inspect(args.file)
    findings: list[Finding] = [
        Finding(
            "spec.wrong",
            "error",
            Place(file=str(args.file), line=fault.line),
            {"key": fault.key or args.file.name, "reason": fault.reason},
            "Picturelock",
        )
        for fault in faults
    ]
    if spec is not None:
        findings += [*_strange(spec, args.file), *_unsaid(spec, args.file, console.language)]
    console.findings(findings)
    if spec is not None and not faults:
        count, unconfirmed = spec.count(), spec.unconfirmed()
        console.say("spec_sound", "green", file=str(args.file), count=count, unconfirmed=unconfirmed)
    code = EXIT_FINDINGS if at_least(findings, "error") else 0
    console.document(code, findings, file=str(args.file), entries=spec.count() if spec else 0)
    return code


def _strange(spec: Spec, file: Path) -> Iterator[Finding]:
    """Words of its own that we do not know: misspelt, or newer than we are."""
    from picturelock import profiles
    from picturelock.findings import Finding, Place
    from picturelock.report.spec_words import known_values
    from picturelock.specs.places import line_of

    text = file.read_text(encoding="utf-8-sig")
    beside = file.resolve().parent.parent / profiles.FOLDER
    for asked in spec.entries():
        if spec.said_by.get(asked.name) != spec.id:
            continue
        known = profiles.names(beside) if asked.name == "captions.profile" else known_values(asked.name)
        for value in asked.values:
            if known and value not in known:
                place = Place(file=str(file), line=line_of(text, asked.name))
                facts = {"key": asked.name, "value": value, "known": ", ".join(known)}
                yield Finding("spec.strange", "warning", place, facts, "Picturelock")


def _unsaid(spec: Spec, file: Path, language: str) -> Iterator[Finding]:
    from picturelock.findings import Finding, Place
    from picturelock.report.spec_words import unsaid

    for section, names in unsaid(spec, language):
        yield Finding("spec.unsaid", "info", Place(file=str(file)), {"section": section, "names": names}, "Picturelock")
