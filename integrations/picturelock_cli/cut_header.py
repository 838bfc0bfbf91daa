"""What stands above a list: which cuts it is of, at which rates, and what is doubtful about them before anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock_cli.cut_rate import RATE_IMPROBABLE

if TYPE_CHECKING:
    from picturelock.cut import Cut
    from picturelock.findings import Finding

    from picturelock_cli.conform_cuts import Pair, ReadCut
    from picturelock_cli.console import Console


def say_cuts(console: Console, pair: Pair, handles: int | None = None) -> None:
    """Which cut is the old one and which the new one, with their rates; that both are one; a rate that is hardly right.

    handles: frames, where the command takes them.
    """
    from picturelock.conform.doubts import same_cut
    from picturelock.wording import message

    console.say("header_cuts", old=_cut(console, pair.old), new=_cut(console, pair.new))
    if handles is not None:
        console.say("header_handles", frames=handles)
    same = same_cut(pair.old.cut, pair.new.cut)
    if same is not None:
        console.line(f"! {message(same, console.language)}", "yellow")
    say_rate(console, pair.doubts)


def say_cut(console: Console, read: ReadCut, doubts: Iterable[Finding], handles: int | None = None) -> None:
    """As `say_cuts`, of one cut."""
    console.say("header_cut", cut=_cut(console, read))
    if handles is not None:
        console.say("header_handles", frames=handles)
    say_rate(console, doubts)


def say_rate(console: Console, findings: Iterable[Finding]) -> None:
    """Say that a list was probably made at another rate, where that is so: it comes before all that follows from it."""
    from picturelock.wording import fix, message

    for finding in findings:
        if finding.rule == RATE_IMPROBABLE:
            console.line(f"✗ {Path(finding.place.file).name}  {message(finding, console.language)}", "bold red")
            console.line(f"    → {fix(finding, console.language)}")


def told_elsewhere(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without what `say_rate` says."""
    return [finding for finding in findings if finding.rule != RATE_IMPROBABLE]


def cuts_told(pair: Pair) -> dict[str, Any]:
    """The same for programs."""
    return {name: _told(read) for name, read in (("old", pair.old), ("new", pair.new))}


def facts_of(read: ReadCut, console: Console) -> str:
    """Rate and where it is from, and how many events: "24 fps, --rate · 115 events"."""
    cut = read.cut
    rate = f"{decimal(cut.rate.label, console)}{' DF' if cut.drop else ''}"
    whence = console.text(f"rate_from_{read.rate_from}")
    return console.text("header_facts", rate=rate, whence=whence, events=len(cut.shots))


def decimal(label: str, console: Console) -> str:
    """A rate as the person writes numbers: 23,976."""
    return label.replace(".", ",") if console.language == "fr" else label


def _cut(console: Console, read: ReadCut) -> str:
    return f"{_name(read.cut)} ({facts_of(read, console)})"


def _name(cut: Cut) -> str:
    return cut.path.name if cut.path else cut.name


def _told(read: ReadCut) -> dict[str, Any]:
    cut = read.cut
    return {
        "file": str(cut.path or ""), "name": cut.name, "rate": str(cut.rate), "rate_from": read.rate_from,
        "drop": cut.drop, "events": len(cut.shots),
    }  # fmt: skip
