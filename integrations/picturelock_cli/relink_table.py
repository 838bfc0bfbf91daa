"""What became of each source of a cut: as a table for people, as rows for programs, and as questions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from picturelock.conform.relink.choose import facts_of
from picturelock.conform.relink.model import OPEN, STATES, Candidate, Link, Need, Relinked

from picturelock_cli.cut_header import decimal

if TYPE_CHECKING:
    from picturelock.conform.relink.relink import Ask

    from picturelock_cli.console import Console

MANY = 40
"""Sources that need nobody are listed up to this many; all of them with --all-findings and in documents."""
COLUMNS = ("state", "source", "reel", "file", "by")


def show(console: Console, found: Relinked, every: bool) -> None:
    """The sources that need a person first, then those that were found; then how many of each."""
    ordered = sorted(found.links, key=lambda link: STATES.index(link.state))
    needy = [link for link in ordered if link.state in OPEN]
    fine = ordered[len(needy) :]
    shown = [*needy, *(fine if every else fine[:MANY])]
    if shown:
        headings = [console.text(f"relink_column_{name}") for name in COLUMNS]
        console.rows(headings, [row for link in shown for row in _rows(console, link)])
    if len(shown) < len(ordered):
        console.say("relink_more", count=len(ordered) - len(shown))
    counts = [
        console.text(f"relink_count_{state}", count=found.counts[state]) for state in STATES if found.counts.get(state)
    ]
    console.say("relink_counts", "bold", counts=", ".join(counts) or console.text("relink_count_none"))


def links_told(found: Relinked) -> list[dict[str, Any]]:
    """Each source for a program."""
    return [
        {
            "source": link.need.label,
            "reel": link.need.source.reel,
            "reference": link.need.source.url,
            "state": link.state,
            "file": str(link.file.path) if link.file else None,
            "by": list(link.reasons),
            "shots": [shot.id for shot in link.need.shots],
            "short": {
                "head": link.short.head,
                "tail": link.short.tail,
                "holes": link.short.holes,
                "head_handle": link.short.head_handle,
                "tail_handle": link.short.tail_handle,
            },
            "copies": [str(path) for path in link.copies],
            "differs": list(link.differs),
            "candidates": [_told(one) for one in link.candidates],
        }
        for link in found.links
    ]


def ask_on(console: Console) -> Ask:
    """Asks at the terminal which file a source is; an empty answer leaves the question open."""

    def ask(need: Need, found: Sequence[Candidate]) -> Candidate | None:
        console.say("relink_ask", "bold", source=need.label, reel=need.source.reel)
        for number, one in enumerate(found, start=1):
            console.line(f"  {number}  {one.path}  {_about(console, one)}")
        while True:
            console.say("relink_ask_number", count=len(found))
            line = sys.stdin.readline()
            answer = line.strip()
            if not line or not answer:
                return None
            if answer.isascii() and answer.isdigit() and 1 <= int(answer[:6]) <= len(found):
                return found[int(answer[:6]) - 1]

    return ask


def _rows(console: Console, link: Link) -> list[list[str]]:
    """A row for the source, and one below it for each file that it may be."""
    state = console.text(f"relink_state_{link.state}")
    reasons = ", ".join(console.text(f"relink_by_{reason.replace('-', '_')}") for reason in link.reasons)
    file = str(link.file.path) if link.file else ""
    rows = [[state, link.need.label, link.need.source.reel, file, reasons]]
    for one in link.candidates:
        like = console.text("relink_like", percent=one.likeness) if one.likeness else ""
        rows.append(["", "", "", f"? {one.path}", "  ".join(part for part in (like, _about(console, one)) if part)])
    return rows


def _about(console: Console, one: Candidate) -> str:
    """What a person would tell files apart by."""
    told = facts_of(one)
    rate, channels = str(told["rate"]), told["channels"]
    size = f"{one.size:,}".replace(",", "\N{NARROW NO-BREAK SPACE}" if console.language == "fr" else ",")
    parts = (
        told["start"], told["duration"], console.text("relink_rate", rate=decimal(rate, console)) if rate else "",
        told["raster"], console.text("relink_channels", count=int(channels)) if channels else "",
        console.text("relink_frames", frames=str(told["frames"])) if told["frames"] else "",
        console.text("relink_size", size=size),
    )  # fmt: skip
    return "  ".join(str(part) for part in parts if part)


def _told(one: Candidate) -> dict[str, Any]:
    return {"file": str(one.path), "likeness": one.likeness, **facts_of(one)}
