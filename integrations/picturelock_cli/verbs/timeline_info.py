"""`picturelock timeline info`: what a timeline holds, and what of it was found."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.times import Flicks, FrameRate, Span, Timecode, frame_label

if TYPE_CHECKING:
    from picturelock.cut import Cut, Shot
    from picturelock.media.probe import MediaInfo

    from picturelock_cli.options import Text

COLUMNS = ("track", "clip", "source", "record_in", "record_out", "source_in", "source_out", "speed", "transition")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("cut", type=Path, metavar="CUT", help=text("opt_timeline"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))


def run(args: argparse.Namespace) -> int:
    """Print a table of the clips; exit 0, whatever is offline."""
    from picturelock.dossier import of_cut

    from picturelock_cli.console import Console
    from picturelock_cli.cut_rate import asked_rate
    from picturelock_cli.options import folders_of, production_around

    console = Console(args)
    around = production_around(args.cut, console)
    rate, strict = asked_rate(args.rate, around)
    dossier = of_cut(args.cut, folders_of(args.media, around), rate, strict=strict)
    cut, media = dossier.cut, dossier.media
    real = {shot.source.key for shot in cut.shots if not shot.source.generated}
    console.line(_summary(cut, console.text("timeline_online", found=len(real & media.keys()), all=len(real))), "bold")
    console.rows(
        [console.text(f"column_{column}") for column in COLUMNS],
        [_cells(_Labels(shot, cut, media), shot) for shot in cut.shots],
    )
    if dossier.findings:
        console.findings(dossier.findings, cut)
    timeline = {
        "name": cut.name,
        "rate": str(cut.rate),
        "drop": cut.drop,
        "start": str(Timecode.at(cut.start, cut.rate, cut.drop)),
        "frames": cut.rate.nearest(cut.duration),
        "markers": len(cut.markers),
        "clips": [_entry(_Labels(shot, cut, media), shot) for shot in cut.shots],
    }
    console.document(0, dossier.findings, cut, timeline=timeline)
    return 0


class _Labels:
    """The timecodes of a shot as its list and its media write them."""

    def __init__(self, shot: Shot, cut: Cut, media: Mapping[str, MediaInfo]) -> None:
        self.cut = cut
        self.online = shot.source.key in media
        self.rate: FrameRate = shot.source.rate or cut.rate
        known = media[shot.source.key].start_timecode if self.online else None
        # A list in drop-frame names its sources so too; the file itself, once found, knows better.
        drop = known.drop if known else cut.drop
        self._drop = drop and bool(self.rate.drop_labels)

    def record(self, time: Flicks) -> str:
        return str(Timecode.at(self.cut.start + time, self.cut.rate, self.cut.drop))

    def source(self, time: Flicks) -> str:
        return str(Timecode.at(time, self.rate, self._drop))


def _summary(cut: Cut, online: str) -> str:
    first, last = (Timecode.at(cut.start + time, cut.rate, cut.drop) for time in (0, cut.duration))
    rate = f"{cut.rate.label} fps{' DF' if cut.drop else ''}"
    return f"{cut.name}  {rate}  {first} – {last}  {cut.rate.nearest(cut.duration)} f  {online}"


def _cells(labels: _Labels, shot: Shot) -> list[str]:
    missing = "" if labels.online or shot.source.path or shot.source.generated else " ✗"
    speed = f"{'-' if shot.reverse else ''}{float(shot.speed):.0%}" if shot.speed != 1 or shot.reverse else ""
    return [
        shot.track + ("" if shot.enabled else " (off)"),
        shot.name,
        shot.source.name + missing,
        labels.record(shot.record_span.start),
        labels.record(shot.record_span.end),
        labels.source(shot.source_span.start),
        labels.source(shot.source_span.end),
        speed,
        ", ".join(f"{effect.name} {labels.rate.nearest(effect.handle)} f" for effect in shot.effects if effect.handle),
    ]


def _entry(labels: _Labels, shot: Shot) -> dict[str, Any]:
    def span(part: Span, rate: FrameRate, first: str, last: str) -> dict[str, str]:
        return {"start": frame_label(part.start, rate), "end": frame_label(part.end, rate), "in": first, "out": last}

    record, source = shot.record_span, shot.source_span
    return {
        "id": shot.id,
        "track": shot.track,
        "kind": shot.kind,
        "clip": shot.name,
        "source": shot.source.name,
        "reel": shot.source.reel,
        "online": labels.online,
        "generated": shot.source.generated,
        "enabled": shot.enabled,
        "record": span(record, labels.cut.rate, labels.record(record.start), labels.record(record.end)),
        "source_time": span(source, labels.rate, labels.source(source.start), labels.source(source.end)),
        "speed": str(shot.speed),
        "reverse": shot.reverse,
        "effects": [{"kind": effect.kind, "name": effect.name} for effect in shot.effects],
    }
