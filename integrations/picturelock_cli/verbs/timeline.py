"""`picturelock timeline info`: what a timeline holds, and what of it was found."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from picturelock.cut import Cut, Shot

    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    verbs = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    info = verbs.add_parser("info", help=text("opt_timeline_info"), add_help=False)
    info.add_argument("cut", type=Path, metavar="CUT", help=text("opt_timeline"))
    info.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    info.add_argument("--rate", metavar="FPS", help=text("opt_rate"))


def run(args: argparse.Namespace) -> int:
    """Print a table of the clips; exit 0, whatever is offline."""
    from picturelock.dossier import of_cut

    from picturelock_cli.console import Console
    from picturelock_cli.options import rate_of

    console = Console(args)
    dossier = of_cut(args.cut, tuple(args.media), rate_of(args.rate))
    cut = dossier.cut
    rows = [_row(shot, cut) for shot in cut.shots]
    labels = ("track", "clip", "source", "record_in", "record_out", "source_in", "speed")
    console.line(
        _summary(cut, console.text("timeline_online", found=len(dossier.media), all=len(_sources(cut)))), "bold"
    )
    console.rows(
        [console.text(f"column_{label}") for label in labels], [[row[label] for label in labels] for row in rows]
    )
    if dossier.findings:
        console.findings(dossier.findings, cut)
    console.document(
        0, dossier.findings, cut,
        timeline={
            "name": cut.name, "rate": str(cut.rate), "drop": cut.drop, "start": _label(0, cut),
            "frames": cut.rate.nearest(cut.duration),
            "markers": len(cut.markers), "clips": rows,
        },
    )  # fmt: skip
    return 0


def _sources(cut: Cut) -> set[str]:
    return {shot.source.key for shot in cut.shots}


def _summary(cut: Cut, online: str) -> str:
    drop = " DF" if cut.drop else ""
    frames = cut.rate.nearest(cut.duration)
    return (
        f"{cut.name}  {cut.rate.label} fps{drop}  {_label(0, cut)} – {_label(cut.duration, cut)}  {frames} f  {online}"
    )


def _row(shot: Shot, cut: Cut) -> dict[str, Any]:
    rate = shot.source.rate or cut.rate
    speed = f"{float(shot.speed):.0%}" if shot.speed != 1 or shot.reverse else ""
    return {
        "track": shot.track + ("" if shot.enabled else " (off)"),
        "clip": shot.name,
        "source": shot.source.name + ("" if shot.source.path else " ✗"),
        "record_in": _label(shot.record_span.start, cut),
        "record_out": _label(shot.record_span.end, cut),
        "source_in": _label_at(shot.source_span.start, rate),
        "speed": ("-" if shot.reverse else "") + speed,
    }


def _label(time: int, cut: Cut) -> str:
    from picturelock_cli.console import timecode

    return timecode(time, cut.rate, cut.start, cut.drop)


def _label_at(time: int, rate: Any) -> str:
    from picturelock.times import Timecode

    return str(Timecode.at(time, rate))
