"""What the checks of a master share: its measurements, where a frame of it lies in the cut, and how places are listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from picturelock.catalogue import Limit
from picturelock.cut import Cut, Shot
from picturelock.findings import Fact, Finding, Idle, Place, Severity
from picturelock.media.scan.model import Frames, Scan
from picturelock.production import Dossier
from picturelock.production.leader import leader
from picturelock.production.master_scan import scan_or_why
from picturelock.specs import Asked, Programme
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, Span, Timecode

HOUSE = "Picturelock, house convention"
MOST = 40
"""Places of one fault that are listed one by one; a last finding counts the rest."""

Sourced = Limit | Asked | Programme


def unasked(dossier: Dossier, names: Iterable[str]) -> Idle | None:
    """That a destination says none of these: a limit by its name, "true_peak", anything else as "picture.raster".

    A spec that cannot be had is an error of the production's.
    """
    spec = dossier.spec
    if spec is None:
        return Idle("no-spec")
    asked = any(spec.asks(name) is not None if "." in name else name in spec.by_name for name in names)
    return None if asked else Idle("not-asked")


def unseen(dossier: Dossier, needs: str = "") -> Idle | None:
    """Why there is nothing of the master to look at; None where there is. needs: "picture" or "sound".

    What is missing is an error of `qc.master`, never silence.
    """
    master = dossier.master
    if master is None or dossier.production.delivery.master is None:
        return Idle("no-master")
    if needs == "picture" and not master.video:
        return Idle("no-picture")
    return Idle("no-sound") if needs == "sound" and not master.audio else None


def measured(dossier: Dossier, check: str) -> tuple[Scan | None, tuple[Finding, ...]]:
    """The scan of the master, or why there is none: an error of the check that asks, for it cannot judge.

    No master at all is the word of `qc.master`: then neither.
    """
    scan, reason = scan_or_why(dossier)
    file = file_of(dossier)
    facts: dict[str, Fact] = {"file": file, "check": check, "reason": reason}
    return scan, (Finding("qc.unmeasured", "error", Place(file=file), facts, HOUSE),) if reason else ()


def file_of(dossier: Dossier) -> str:
    """The master's name as reports show it."""
    path = dossier.production.delivery.master
    return dossier.production.relative(path) if path is not None else ""


def facts_of(dossier: Dossier, **more: Fact) -> dict[str, Fact]:
    """The evidence that findings on a master share, and more."""
    return {"file": file_of(dossier), "spec": dossier.spec.title if dossier.spec else "", **more}


def found(rule: str, place: Place, facts: Mapping[str, Fact], whose: Sourced, severity: Severity = "error") -> Finding:
    """A finding under a limit, or under something asked; one that nobody confirmed only warns."""
    return Finding(rule, severity, place, facts, whose.source, not whose.confirmed)


@dataclass(frozen=True, slots=True)
class Where:
    """Where frames of the master lie: by its own timecode, and in the cut."""

    dossier: Dossier
    rate: FrameRate
    """Of the master."""

    @property
    def before(self) -> Flicks:
        """How much of the master comes before the first frame of the cut."""
        return leader(self.dossier)

    @property
    def first(self) -> int:
        """The frame of the master in which the cut begins."""
        return self.rate.nearest(self.before)

    @property
    def last(self) -> int:
        """The frame after the cut's last one."""
        return self.rate.nearest(self.before + self.dossier.cut.duration)

    def label(self, frame: int) -> str:
        """The master's own timecode of a frame; it counts from 00:00:00:00 where the file does not say."""
        start = self.dossier.master.start_timecode if self.dossier.master else None
        if start is None:
            return str(Timecode(frame, self.rate))
        return str(Timecode(start.frames + frame, start.rate, start.drop))

    def place(self, frames: Frames) -> Place:
        """The place of frames; what lies before or after the cut has no record time."""
        return self.at(frames.span(self.rate))

    def at(self, span: Span) -> Place:
        """The place of a stretch of the master's own time."""
        file, cut = file_of(self.dossier), self.dossier.cut
        inside = span.shift(-self.before).intersect(Span(0, max(1, cut.duration)))
        if inside is None:
            return Place(file=file)
        shot = shot_at(cut, inside.start)
        if shot is None:
            return Place(file=file, record=inside)
        return Place(file=file, record=inside, track=shot.track, shot=shot.id, source=shot.source.name)

    def timed(self, span: Span) -> dict[str, Fact]:
        """Evidence: the labels of its first and last frame, and its length in seconds and frames."""
        first, after = self.rate.floor(span.start), max(self.rate.floor(span.start) + 1, self.rate.ceil(span.end))
        return {
            "start": self.label(first),
            "end": self.label(after - 1),
            "frames": after - first,
            "seconds": round(span.duration / FLICKS_PER_SECOND, 2),
        }


def shot_at(cut: Cut, time: Flicks) -> Shot | None:
    """The shot whose picture is seen at a record time: the highest that is enabled."""
    seen = [shot for shot in cut.shots if shot.kind == "video" and shot.enabled and shot.record_span.contains(time)]
    order = {track.id: number for number, track in enumerate(cut.tracks)}
    return max(seen, key=lambda shot: order.get(shot.track, len(order)), default=None)


def stretches(marked: Sequence[bool], bridge: int = 0) -> list[Frames]:
    """Runs of what is marked; runs no more than `bridge` apart are one."""
    runs: list[Frames] = []
    start: int | None = None
    for number, mark in enumerate(marked):
        if mark and start is None:
            start = number
        elif not mark and start is not None:
            runs.append(Frames(start, number))
            start = None
    if start is not None:
        runs.append(Frames(start, len(marked)))
    joined: list[Frames] = []
    for run in runs:
        if joined and run.start - joined[-1].end <= bridge:
            joined[-1] = Frames(joined[-1].start, run.end)
        else:
            joined.append(run)
    return joined


def listed(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first of many findings of one rule, and one that counts the others."""
    every = list(findings)
    yield from every[:MOST]
    rest = every[MOST:]
    if rest:
        gravest = "error" if any(one.severity == "error" for one in rest) else rest[0].severity
        facts: dict[str, Fact] = {"file": rest[0].place.file, "rule": rest[0].rule, "count": len(rest)}
        yield Finding("qc.more-places", gravest, Place(file=rest[0].place.file), facts, rest[0].source)
