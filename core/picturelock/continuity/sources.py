"""Faults between the edit and its media: offline, another rate, more used than there is, handles that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from picturelock.continuity.limits import HOUSE
from picturelock.continuity.shots import enabled, frames, half_frame, place
from picturelock.cut import Cut, Shot
from picturelock.findings import Fact, Finding, Severity
from picturelock.production import Dossier
from picturelock.times import Flicks, Span, nearest

SAID_ELSEWHERE = ("timeline.media-outside", "timeline.media-unreadable")
"""Findings of the search for media that already say why a source is offline."""


def offline(dossier: Dossier) -> Iterator[Finding]:
    """Sources whose media was not found; each once, at its first use."""
    said = {finding.place.shot for finding in dossier.findings if finding.rule in SAID_ELSEWHERE}
    uses: dict[str, list[Shot]] = {}
    for shot in enabled(dossier.cut):
        if shot.source.path is None and not shot.source.generated:
            uses.setdefault(shot.source.key, []).append(shot)
    for shots in uses.values():
        if any(shot.id in said for shot in shots):
            continue
        source = shots[0].source
        evidence: dict[str, Fact] = {
            "source": source.name or source.reel or shots[0].name,
            "shots": len(shots),
            "reference": source.url[:300],
        }
        yield Finding("continuity.offline", "error", place(shots[0]), evidence, HOUSE)


def rates(dossier: Dossier) -> Iterator[Finding]:
    """Sources that do not run at the cut's rate: frames are then dropped or doubled. Each once, at its first use.

    A retime that shows each frame once (96 frames a second at a quarter of the speed) is none.
    """
    cut, seen = dossier.cut, set[str]()
    for shot in enabled(cut, "video"):
        info = dossier.media.get(shot.source.key)
        if info is None or info.rate is None or shot.speed == 0 or shot.source.key in seen:
            continue
        each_once = Fraction(info.rate.num, info.rate.den) * shot.speed == Fraction(cut.rate.num, cut.rate.den)
        if info.rate != cut.rate and not each_once:
            seen.add(shot.source.key)
            evidence: dict[str, Fact] = {
                "source": shot.source.name,
                "source_rate": info.rate.label,
                "cut_rate": cut.rate.label,
            }
            yield Finding("continuity.rate-mismatch", "warning", place(shot), evidence, HOUSE)


def beyond_media(dossier: Dossier) -> Iterator[Finding]:
    """Shots that use more than their media holds. Picture and sound cut together count once."""
    said: set[tuple[str, Span, Span]] = set()
    for shot in sorted(enabled(dossier.cut), key=lambda shot: shot.kind != "video"):
        missing = _missing(dossier.cut, shot)
        what = (shot.source.key, shot.source_span, shot.record_span)
        if missing and what not in said:
            said.add(what)
            evidence: dict[str, Fact] = {
                "shot": shot.name,
                "source": shot.source.name,
                "missing_frames": max(1, frames(dossier.cut, missing)),
            }
            yield Finding("continuity.beyond-media", "error", place(shot), evidence, HOUSE)


def handles(dossier: Dossier) -> Iterator[Finding]:
    """Media that transitions need beyond the edges of shots (an error), and that the delivery asks for (a warning)."""
    cut, asked = dossier.cut, dossier.production.delivery.handles
    for shot in enabled(cut):
        if _media(shot) is None or shot.speed == 0 or _missing(cut, shot):
            continue
        short = False
        for effect in shot.effects:
            at_start = effect.kind == "transition-in"
            if effect.kind != "other" and effect.handle and _spare(shot, at_start) + half_frame(cut) < effect.handle:
                short = True
                yield _short(cut, shot, at_start, frames(cut, effect.handle), "error")
        if asked and not short and shot.kind == "video":
            wanting = [at_start for at_start in (True, False) if frames(cut, _spare(shot, at_start)) < asked]
            if wanting:
                worst = min(wanting, key=lambda at_start: _spare(shot, at_start))
                yield _short(cut, shot, worst, asked, "warning")


def _media(shot: Shot) -> Span | None:
    """The media that a found source holds, in source time; None where nobody knows."""
    available = shot.source.available
    return available if shot.source.path is not None and available is not None and available.duration else None


def _missing(cut: Cut, shot: Shot) -> Flicks:
    """Source time that a shot shows and its media does not hold, more than rounding can explain; else 0."""
    media = _media(shot)
    if media is None:
        return 0
    missing = max(0, media.start - shot.source_span.start, shot.source_span.end - media.end)
    # A list's speed has one decimal: a retimed shot's end is known to a frame of its source.
    slack = half_frame(cut) if shot.speed == 1 else nearest(cut.rate.frame * max(shot.speed, Fraction(1)))
    return missing if missing > slack else 0


def _spare(shot: Shot, at_start: bool) -> Flicks:
    """Record time for which the media runs on beyond an edge of a shot."""
    media = _media(shot)
    assert media is not None
    before = at_start != shot.reverse
    spare = shot.source_span.start - media.start if before else media.end - shot.source_span.end
    return max(0, nearest(spare / shot.speed))


def _short(cut: Cut, shot: Shot, at_start: bool, need: int, severity: Severity) -> Finding:
    at = shot.record_span.start if at_start else shot.record_span.end
    evidence: dict[str, Fact] = {
        "shot": shot.name,
        "source": shot.source.name,
        "have_frames": cut.rate.floor(_spare(shot, at_start)),
        "need_frames": need,
    }
    where = place(shot, Span(at, at))
    return Finding("continuity.handles", severity, where, evidence, HOUSE)
