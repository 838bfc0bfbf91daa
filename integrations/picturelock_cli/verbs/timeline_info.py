"""`picturelock timeline info`: what a timeline holds, and what of it was found."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import EXIT_FINDINGS
from picturelock.times import FrameRate, Span, Timecode, frame_label

if TYPE_CHECKING:
    from picturelock.cut import Cut, Shot
    from picturelock.findings import Finding
    from picturelock.production import Dossier

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text
    from picturelock_cli.timeline_table import Labels


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.timeline_options import add_reading

    parser.add_argument("cut", type=Path, metavar="CUT", help=text("opt_timeline"))
    add_reading(parser, text)


def run(args: argparse.Namespace) -> int:
    """Print a table of the clips; exit 0, whatever is offline, and 1 for a list read at a rate that is hardly its own."""
    from picturelock.dossier import of_cut

    from picturelock_cli.console import Console
    from picturelock_cli.cut_header import say_rate, told_elsewhere
    from picturelock_cli.cut_rate import RATE_IMPROBABLE, asked_rate
    from picturelock_cli.options import folders_of, production_around
    from picturelock_cli.timeline_options import rate_from
    from picturelock_cli.timeline_table import Labels, show, track_totals

    console = Console(args)
    around = production_around(args.cut, console)
    rate, strict = asked_rate(args.rate, around)
    folders = folders_of(args.media, around)
    dossier = of_cut(args.cut, folders, rate, strict=strict, name=args.from_format, project=args.project)
    cut = dossier.cut
    searched = bool(folders or dossier.media)
    findings = _told(dossier, searched)
    say_rate(console, findings)
    console.line(_summary(cut, rate_from(args, around, args.cut), console), "bold")
    console.line(track_totals(console, cut))
    _say_media(console, dossier, searched)
    labels = Labels(cut, dossier.media)
    show(console, cut, labels, searched)
    if told_elsewhere(findings):
        console.findings(told_elsewhere(findings), cut)
    code = EXIT_FINDINGS if any(one.rule == RATE_IMPROBABLE for one in findings) else 0
    if console.json:
        console.document(code, findings, cut, timeline=_timeline(cut, labels))
    return code


def _told(dossier: Dossier, searched: bool) -> list[Finding]:
    """What is to be said. Where nobody said where the rushes are, not of each source that it was not found."""
    return [one for one in dossier.findings if searched or one.rule != "timeline.media-outside"]


def _summary(cut: Cut, whence: str, console: Console) -> str:
    from picturelock_cli.cut_header import decimal

    first, last = (Timecode.at(cut.start + time, cut.rate, cut.drop) for time in (0, cut.duration))
    return console.text(
        "info_summary", name=cut.name, rate=f"{decimal(cut.rate.label, console)}{' DF' if cut.drop else ''}",
        whence=console.text(f"rate_from_{whence}"), first=str(first), last=str(last),
        frames=cut.rate.nearest(cut.duration), events=len(cut.shots), markers=len(cut.markers),
    )  # fmt: skip


def _say_media(console: Console, dossier: Dossier, searched: bool) -> None:
    real = {shot.source.key for shot in dossier.cut.shots if not shot.source.generated}
    if searched:
        console.say("timeline_online", found=len(real & dossier.media.keys()), all=len(real))
    elif real:
        console.say("info_not_searched", "yellow", count=len(real))


def _timeline(cut: Cut, labels: Labels) -> dict[str, Any]:
    return {
        "name": cut.name,
        "rate": str(cut.rate),
        "drop": cut.drop,
        "start": str(Timecode.at(cut.start, cut.rate, cut.drop)),
        "frames": cut.rate.nearest(cut.duration),
        "markers": len(cut.markers),
        "clips": [_entry(labels, shot) for shot in cut.shots],
    }


def _entry(labels: Labels, shot: Shot) -> dict[str, Any]:
    def span(part: Span, rate: FrameRate, first: str, last: str) -> dict[str, str]:
        return {"start": frame_label(part.start, rate), "end": frame_label(part.end, rate), "in": first, "out": last}

    record, rate = shot.record_span, labels.rate(shot)
    return {
        "id": shot.id,
        "track": shot.track,
        "kind": shot.kind,
        "clip": shot.name,
        "source": shot.source.name,
        "reel": shot.source.reel,
        "rate": str(rate),
        "online": labels.online(shot),
        "generated": shot.source.generated,
        "enabled": shot.enabled,
        "record": span(record, labels.cut.rate, labels.record(record.start), labels.record(record.end)),
        "source_time": span(shot.source_span, rate, *labels.source(shot)),
        "speed": str(shot.speed),
        "reverse": shot.reverse,
        "effects": [{"kind": effect.kind, "name": effect.name} for effect in shot.effects],
    }
