"""The subject of a waiver: hashes of what lies under a finding, in terms of sources, so that only a change of it is one.

    facts     the rule, whose it is, and what was measured; not where it lies
    frames    which frames of which sources are seen and heard there, at which speed
    caption   the caption's text, style and place; of a stretch of captions, each of them
    files     the files that the finding names, and the master where that was judged
    terms     of a right: the licences of its source with their papers, and where and when the film goes

A cut that is only pushed along changes none of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from picturelock import registry
from picturelock.cues import Cue
from picturelock.cut import Cut, Shot
from picturelock.cutmap import trim
from picturelock.findings import Finding
from picturelock.production import CaptionTrack, Dossier
from picturelock.times import Span
from picturelock.waivers import rules
from picturelock.waivers.model import hash_of
from picturelock.waivers.named_files import exist, hashes_of, names_of

PARTS = ("facts", "caption", "frames", "files", "terms")

_POSITIONS = frozenset(
    {
        *("cue", "before", "after", "line", "at", "timecode", "shot", "track", "first", "last", "record"),
        *("entry", "holders_en", "holders_fr", "other_en", "other_fr"),
    }
)
"""Evidence that says where something lies, by its name."""
_POSITION = re.compile(r"-?\d{1,2}:\d{2}:\d{2}[:;.]\d{2,3}|-?\d+@\d+(?:/\d+)?|[VA]\d+:\d+", re.ASCII)


def subject_of(finding: Finding, dossier: Dossier) -> Mapping[str, str]:
    """The hashes by their names; without any but "facts" there is nothing to hold on to, and nothing can be waived.

    Raises OSError for a file that cannot be read.
    """
    parts: dict[str, str] = {"facts": hash_of(_facts(finding))}
    span = span_of(finding, dossier.cut)
    cues = _cues(finding, dossier)
    if cues:
        parts["caption"] = hash_of([_caption(track, cue, span) for track, cue in cues])
    whole = _is_of_source(finding, span)
    if span is not None or whole:
        under = frames(dossier.cut, span) if span is not None else []
        parts["frames"] = hash_of([under, _uses(dossier.cut, finding.place.source) if whole else []])
    root = dossier.production.root
    names = names_of(finding, dossier, placed=bool(cues) or span is not None)
    files = hashes_of(names, finding.place.file, root)
    if files:
        parts["files"] = hash_of(files)
    terms = registry.HELD.get(finding.rule.partition(".")[0])
    if terms is not None:
        values, papers = registry.load(terms)(finding, dossier)
        parts["terms"] = hash_of([values, hashes_of(papers, "", root)])
    return parts


def has_subject(finding: Finding, dossier: Dossier) -> bool:
    """Whether a waiver would have anything to hold on to. No file is read."""
    span = span_of(finding, dossier.cut)
    if span is not None or _is_of_source(finding, span) or _cues(finding, dossier):
        return True
    return exist(names_of(finding, dossier, placed=False), finding.place.file, dossier.production.root)


def _is_of_source(finding: Finding, span: Span | None) -> bool:
    trade = finding.rule.partition(".")[0]
    return bool(finding.place.source and (span is None or trade in rules.load().whole_source))


def span_of(finding: Finding, cut: Cut) -> Span | None:
    """Where in the cut a finding lies: its own stretch, at least a frame of it, else its shot's; None = nowhere in it."""
    record = finding.place.record
    if record is not None:
        return record if record.duration else Span(record.start, record.start + cut.rate.frame)
    shot = next((shot for shot in cut.shots if finding.place.shot and shot.id == finding.place.shot), None)
    return shot.record_span if shot is not None else None


def frames(cut: Cut, span: Span) -> list[Any]:
    """What is seen and heard in a stretch, as plain values: times from its start, tracks by their order only.

    Where no picture lies under it (a gap), the pictures at its edges stand for it.
    """
    under = [shot for shot in cut.shots if shot.enabled and shot.record_span.overlaps(span)]
    told = [_told(shot, span) for shot in sorted(under, key=_lane)]
    if any(shot.kind == "video" for shot in under):
        return [span.duration, *told]
    beside = [shot for shot in cut.shots if shot.enabled and shot.kind == "video"]
    before = [[*_id(shot), shot.source_span.end] for shot in beside if shot.record_span.end == span.start]
    after = [[*_id(shot), shot.source_span.start] for shot in beside if shot.record_span.start == span.end]
    return [span.duration, *told, "between", before, after]


def _told(shot: Shot, span: Span) -> list[Any]:
    shared = shot.record_span.intersect(span)
    assert shared is not None
    part = trim(shot, shared)
    return [
        *_id(shot),
        [shared.start - span.start, shared.end - span.start],
        [part.source_span.start, part.source_span.end],
        str(part.speed),
        part.reverse,
        [[knot.record, knot.source] for knot in part.ramp],
        [[effect.kind, effect.name, effect.handle, effect.inside] for effect in shot.effects],
        asdict(shot.cdl) if shot.cdl else None,
    ]


def _id(shot: Shot) -> list[Any]:
    source = shot.source
    return [shot.kind, source.fingerprint or f"{source.reel}/{source.name}/{source.url}"]


def _lane(shot: Shot) -> tuple[str, int, str, int]:
    number = re.search(r"\d{1,6}$", shot.track)
    return shot.kind, int(number[0]) if number else 0, shot.track, shot.record_span.start


def _uses(cut: Cut, source: str) -> list[Any]:
    """Every stretch of a source that the cut shows or lets hear, wherever."""
    used = [shot for shot in cut.shots if shot.enabled and source in (shot.source.name, shot.source.key)]
    return sorted([*_id(shot), shot.source_span.start, shot.source_span.end, str(shot.speed)] for shot in used)


def _facts(finding: Finding) -> dict[str, Any]:
    evidence = {
        key: value
        for key, value in finding.evidence.items()
        if key not in _POSITIONS and not (isinstance(value, str) and _POSITION.fullmatch(value))
    }
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "source": finding.source,
        "evidence": {key: repr(value) if isinstance(value, float) else value for key, value in evidence.items()},
    }


def track_of(finding: Finding, dossier: Dossier) -> CaptionTrack | None:
    """The caption track that a finding names."""
    production = dossier.production
    tracks = [track for track in dossier.captions if track.captions is not None]
    named = [track for track in tracks if finding.place.file == production.relative(track.order.file)]
    return named[0] if named else None


def _cues(finding: Finding, dossier: Dossier) -> list[tuple[CaptionTrack, Cue]]:
    track = track_of(finding, dossier)
    record = finding.place.record
    if track is None or track.captions is None or not (finding.place.cue or record):
        return []
    if not finding.place.cue:
        return [(track, cue) for cue in track.captions.cues if record is not None and cue.span.overlaps(record)]
    return [
        (track, cue)
        for cue in track.captions.cues
        if cue.id == finding.place.cue and (record is None or cue.span == record or cue.span.overlaps(record))
    ]


def _caption(track: CaptionTrack, cue: Cue, span: Span | None) -> list[Any]:
    start = span.start if span is not None else cue.span.start
    lines = [[[getattr(run, name) for name in _RUN] for run in line] for line in cue.lines]
    placement = cue.placement
    stands = [str(getattr(placement, name)) for name in ("line", "edge", "left", "width")] if placement else None
    return [
        track.order.language,
        track.order.kind,
        lines,
        stands,
        [cue.align, cue.region, cue.style, cue.speaker],
        [cue.span.start - start, cue.span.end - start],
    ]


_RUN = ("text", "italic", "bold", "underline", "color", "background")
