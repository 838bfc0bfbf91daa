"""The master's picture as it says it is, against the destination: raster, rate, scanning, pixels, colour."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Idle, Place
from picturelock.media.probe import VideoStream
from picturelock.media.scan.facts import read_facts
from picturelock.media.scan.model import Interlace
from picturelock.production import Dossier
from picturelock.qc.common import HOUSE, facts_of, file_of, found, measured, unasked, unseen
from picturelock.qc.container import compare
from picturelock.specs import Asked, Spec
from picturelock.times import FrameRate

UNTAGGED = "qc.untagged"
_TAGS = {
    "picture.primaries": "qc.primaries",
    "picture.transfer": "qc.transfer",
    "picture.matrix": "qc.matrix",
    "picture.range": "qc.range",
}
_ASKED = ("picture.raster", "picture.rate", "picture.scan", "picture.pixel_aspect", *_TAGS)
_PROGRESSIVE = 1
_FIELDS = {2: "interlaced-top", 3: "interlaced-bottom"}
_SQUARE = 720
"""Lines from which pixels are square: ITU-R BT.709; those of standard definition are not."""
_SHARE_PERCENT = 10
"""Of the frames that idet decides on: fewer that look otherwise are fine detail, or a shot of another origin."""


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """As far as the destination asks for it."""
    spec, master = dossier.spec, dossier.master
    idle = unasked(dossier, _ASKED) or unseen(dossier, "picture")
    if idle or spec is None or master is None:
        yield idle or Idle("no-master")
        return
    video = master.video[0]
    yield from _raster(dossier, spec, video)
    yield from _turned(dossier, spec, video)
    yield from _rate(dossier, spec, video)
    aspect = spec.asks("picture.pixel_aspect")
    if aspect is not None:
        found_aspect = f"{video.sample_aspect.numerator}:{video.sample_aspect.denominator}"
        yield from compare(dossier, aspect, "qc.pixel-aspect", found_aspect, UNTAGGED)
    yield from _scan(dossier, spec)
    tags = {
        "picture.primaries": video.color_primaries,
        "picture.transfer": video.color_transfer,
        "picture.matrix": video.color_space,
        "picture.range": video.color_range,
    }
    for name, rule in _TAGS.items():
        asked = spec.asks(name)
        if asked is not None:
            yield from compare(dossier, asked, rule, tags[name], UNTAGGED)


def _raster(dossier: Dossier, spec: Spec, video: VideoStream) -> Iterator[Finding]:
    asked = spec.asks("picture.raster")
    if asked is not None:
        size = f"{video.width}x{video.height}" if video.width and video.height else ""
        yield from compare(dossier, asked, "qc.raster", size, UNTAGGED)


def _turned(dossier: Dossier, spec: Spec, video: VideoStream) -> Iterator[Finding]:
    """A picture that players turn, or draw out, has another shape than its raster."""
    asked = spec.asks("picture.raster")
    if asked is None:
        return
    place = Place(file=file_of(dossier))
    try:
        turned = read_facts(dossier.master.path).rotation if dossier.master is not None else 0
    except InputError as error:
        facts = facts_of(dossier, check="qc.raster", reason=error.reason)
        yield found("qc.unmeasured", place, facts, asked)
        return
    if turned:
        yield found("qc.rotated", place, facts_of(dossier, degrees=abs(turned), wanted=", ".join(asked.values)), asked)
    if video.sample_aspect != 1 and video.height >= _SQUARE and spec.asks("picture.pixel_aspect") is None:
        aspect = f"{video.sample_aspect.numerator}:{video.sample_aspect.denominator}"
        facts = facts_of(dossier, found=aspect, wanted=", ".join(asked.values))
        yield found("qc.pixels-not-square", place, facts, asked, "warning")


def _rate(dossier: Dossier, spec: Spec, video: VideoStream) -> Iterator[Finding]:
    asked = spec.asks("picture.rate")
    if asked is None:
        return
    wanted = {FrameRate.parse(value) for value in asked.values}
    if video.rate is None or video.rate not in wanted:
        facts = facts_of(dossier, found=video.rate.label if video.rate else "?", wanted=", ".join(asked.values))
        yield found("qc.rate", Place(file=file_of(dossier)), facts, asked)


def _scan(dossier: Dossier, spec: Spec) -> Iterator[Finding]:
    """What the file says, and what idet sees where the destination asks for that measure."""
    asked = spec.asks("picture.scan")
    if asked is None or dossier.master is None:
        return
    try:
        told = read_facts(dossier.master.path).scan
    except InputError as error:
        facts = facts_of(dossier, check="qc.raster", reason=error.reason)
        yield Finding("qc.unmeasured", "error", Place(file=file_of(dossier)), facts, HOUSE)
        return
    yield from compare(dossier, asked, "qc.scan", told, UNTAGGED)
    measures = spec.asks("qc.measures")
    if measures is None or "interlace" not in measures.values:
        return
    scan, problem = measured(dossier, "qc.raster")
    yield from problem
    if scan is not None and scan.interlace is not None:
        yield from _seen(dossier, asked, scan.interlace)


def _seen(dossier: Dossier, asked: Asked, seen: Interlace) -> Iterator[Finding]:
    """Progressive pictures may travel as fields (PsF), so a progressive look is never wrong for an interlaced order."""
    verdicts = seen.verdicts.values()
    decided = [verdict for verdict in verdicts if verdict]
    for verdict, name in _FIELDS.items():
        count = decided.count(verdict)
        if name in asked.values or not decided or 100 * count <= _SHARE_PERCENT * len(decided):
            continue
        first = verdicts.index(verdict)
        facts: dict[str, Fact] = facts_of(
            dossier, found=name, wanted=", ".join(asked.values), percent=round(100 * count / len(decided)), frame=first
        )
        yield found("qc.scan-seen", Place(file=file_of(dossier)), facts, asked)
