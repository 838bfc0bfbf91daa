"""Clips of xmeml as shots."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from picturelock.cut import Cut, Knot, Marker, Shot, Source
from picturelock.cutmap import ramped
from picturelock.timeline.fcp7.clock import count, number, rate_of
from picturelock.timeline.fcp7.effects import cdl_of, comments_of
from picturelock.timeline.fcp7.files import Files, Media, Reading
from picturelock.timeline.fcp7.items import Item
from picturelock.timeline.fcp7.markers import frames_of, marker_of
from picturelock.timeline.fcp7.speed import Shown
from picturelock.timeline.fcp7.speed import shown as read_shown
from picturelock.timeline.fcp7.xml import Node
from picturelock.timeline.references import clean
from picturelock.times import Flicks, FrameRate, Span, nearest


class Shots:
    """Makes shots of the clips of one sequence."""

    def __init__(self, files: Files, reading: Reading, rate: FrameRate) -> None:
        self._files = files
        self._reading = reading
        self._rate = rate

    def shown(self, item: Item) -> Shown:
        """What media time a clip shows. Raises InputError."""
        node = item.node
        found = read_shown(
            node, Fraction(item.raw_end - item.raw_start), self._rate, rate_of(node, self._rate), self._reading
        )
        moved = _subclip(node) * self._rate.frame
        angle = _angle(node)
        if angle is not None:
            moved += ((count(angle, "in") or 0) - (number(angle.get("mediadelay")) or 0)) * self._rate.frame
        still = count(node, "stillframeoffset")
        if still is not None and node.find("sequence") is None and self._media(node).moves:
            return Shown(still * self._rate.frame + moved, Fraction(0))
        offset = count(node, "mixedratesoffset")
        if offset is not None and node.find("sequence") is None:
            media = self._files.of_clip(node, self._rate).rate or self._rate
            moved += offset * media.frame
        return _moved(found, moved) if moved else found

    def shot(self, item: Item, track: str, number: int, nest: Cut | None) -> Shot | None:
        """The shot of a clip; None for one that lasts no time, or ends before the first frame."""
        frame = self._rate.frame
        start, end = max(0, item.start), item.end
        if end <= start:
            self._reading.left_out["clip of no length"] += 1
            return None
        node = item.node
        media = Media(Source(nest.name)) if nest is not None else self._media(node)
        source = media.source
        record, zero = Span(start * frame, end * frame), (_zero(source) if nest is None else 0)
        offset = (start - item.raw_start) * frame
        length = nearest(item.shown.speed * record.duration) if item.shown.speed != 1 else record.duration
        at = zero + nearest(item.shown.at(offset))
        span = Span(at - length, at) if item.shown.reverse else Span(at, at + length)
        shot = Shot(
            f"{track}:{number}", track, item.kind, clean(node.get("name")) or source.name, source, span, record,
            item.shown.speed, item.shown.reverse, node.get("enabled").upper() != "FALSE", tuple(item.effects), (), nest,
            comments_of(node), cdl_of(node), _extras(item),
        )  # fmt: skip
        if item.shown.points:
            return ramped(shot, _knots(item.shown, offset, record.duration, zero))
        return shot

    def _media(self, node: Node) -> Media:
        if node.tag == "generatoritem":
            effect = node.find("effect")
            name = clean(effect.get("name")) if effect is not None else ""
            return Media(Source(name or clean(node.get("name")) or "generator", start=0, generated=True))
        return self._files.of_clip(_angle(node) or node, self._rate)

    def markers(self, item: Item, shot: Shot) -> list[Marker]:
        """The markers of a clip, in record time; those outside what is used are counted."""
        found: list[Marker] = []
        first = count(item.node, "in") or Fraction(0)
        for node in item.node.all("marker"):
            place = frames_of(node)
            if place is None:
                continue
            start, end = (nearest((item.raw_start + frame - first) * self._rate.frame) for frame in place)
            if not shot.record_span.contains(start):
                self._reading.note("timeline.fcp7-hidden-markers", item.node)
                continue
            found.append(marker_of(node, Span(start, end), shot.id))
        return found


def _zero(source: Source) -> Flicks:
    """The source time of the media's first frame."""
    if source.start is not None:
        return source.start
    return source.available.start if source.available is not None else 0


def _angle(node: Node) -> Node | None:
    """The clip of the angle that a multiclip shows: the active one, else the first."""
    multiclip = node.find("multiclip")
    if multiclip is None:
        return None
    angles = [angle for angle in multiclip.all("angle") if angle.find("clip") is not None]
    active = next((angle for angle in angles if angle.get("activevideoangle").upper() == "TRUE"), None)
    chosen = active or (angles[0] if angles else None)
    return chosen.find("clip") if chosen is not None else None


def _subclip(node: Node) -> Fraction:
    """Media frames before a subclip's first."""
    info = node.find("subclipinfo")
    found = number(info.get("startoffset")) if info is not None else None
    return found if found is not None and found > 0 else Fraction(0)


def _moved(found: Shown, by: Fraction) -> Shown:
    points = tuple((time, value + by) for time, value in found.points)
    return replace(found, first=found.first + by, points=points)


def _knots(found: Shown, offset: Flicks, duration: Flicks, zero: Flicks) -> list[Knot]:
    inside = [(nearest(time - offset), value) for time, value in found.points if offset < time < offset + duration]
    points = [(0, found.at(offset)), *inside, (duration, found.at(offset + duration))]
    knots: list[Knot] = []
    for time, value in points:
        if not knots or time > knots[-1].record:
            knots.append(Knot(time, zero + nearest(value)))
    return knots


def _extras(item: Item) -> dict[str, Any]:
    """What a writer of this format wants to know, and a cut has no field for."""
    noted: dict[str, Any] = {}
    labels = item.node.find("labels")
    label = clean(labels.get("label2") or labels.get("label")) if labels is not None else ""
    if label:
        noted["label"] = label
    if item.channels > 1:
        noted["channels"] = item.channels
    effect = item.node.find("effect") if item.node.tag == "generatoritem" else None
    if effect is not None:
        noted["generator"] = {tag: clean(effect.get(tag)) for tag in ("name", "effectid", "effectcategory")}
    return {"fcp7": noted} if noted else {}
