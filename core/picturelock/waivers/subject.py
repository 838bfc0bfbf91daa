"""The subject of a waiver: hashes of what lies under a finding, in terms of sources, so that only a change of it is one.

    facts     the rule, whose it is, and what was measured; not where it lies
    frames    which frames of which sources are seen and heard there, at which speed
    caption   the caption's text, style and place
    files     the files that the finding names, where it has no place in the cut

A cut that is only pushed along changes none of these.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from picturelock.cues import Cue
from picturelock.cut import Cut, Shot
from picturelock.cutmap import trim
from picturelock.findings import Finding
from picturelock.production import CaptionTrack, Dossier
from picturelock.times import Span
from picturelock.waivers import rules
from picturelock.waivers.model import hash_of

_POSITIONS = frozenset({"cue", "before", "after", "line", "at", "timecode", "shot", "track", "first", "last", "record"})
"""Evidence that says where something lies, by its name."""
_POSITION = re.compile(r"-?\d{1,2}:\d{2}:\d{2}[:;.]\d{2,3}|-?\d+@\d+(?:/\d+)?|[VA]\d+:\d+", re.ASCII)
_CHUNK_BYTES = 4 << 20


def subject_of(finding: Finding, dossier: Dossier) -> Mapping[str, str]:
    """The hashes by their names; without any but "facts" there is nothing to hold on to, and nothing can be waived."""
    parts: dict[str, str] = {"facts": hash_of(_facts(finding))}
    span = span_of(finding, dossier.cut)
    cues = _cues(finding, dossier)
    if cues:
        parts["caption"] = hash_of([_caption(track, cue, span) for track, cue in cues])
    source = finding.place.source
    whole = source and (span is None or finding.rule.partition(".")[0] in rules.load().whole_source)
    if span is not None or whole:
        under = frames(dossier.cut, span) if span is not None else []
        parts["frames"] = hash_of([under, _uses(dossier.cut, source) if whole else []])
    if not cues and span is None:
        files = dict(_files(finding, dossier))
        if files:
            parts["files"] = hash_of(files)
    return parts


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
    if not finding.place.cue or track is None or track.captions is None:
        return []
    record = finding.place.record
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


def _files(finding: Finding, dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Every file of the production that a finding names, with its hash; one that is not there says so."""
    root = dossier.production.root
    names = [finding.place.file, *(value for value in finding.evidence.values() if isinstance(value, str))]
    for number, name in enumerate(dict.fromkeys(filter(None, names))):
        path = _inside(root, name)
        if path is not None and path.is_file():
            yield name, _hash_file(path)
        elif number == 0 and finding.place.file and path is not None:
            yield name, "absent" if not path.exists() else "no file"


def _inside(root: Path, name: str) -> Path | None:
    if len(name) > 1000:
        return None
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(root.resolve()) and path != root.resolve() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return f"sha256:{digest.hexdigest()}"
