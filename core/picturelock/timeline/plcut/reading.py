"""A cut from plain JSON values. Every value is looked at before it is believed; what is wrong is named by its place."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any, Literal, get_args

from picturelock.cut import Cdl, Cut, Effect, Knot, Marker, Shot, ShotKind, Source, Track
from picturelock.timeline.plcut.writing import SCHEMA
from picturelock.timeline.references import clean, clean_note
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span

MAX_TIME = 10**9 * FLICKS_PER_SECOND
MAX_NESTS = 40
_FRACTION = re.compile(r"\d{1,18}(/[1-9]\d{0,17})?", re.ASCII)
_EFFECTS = ("transition-in", "transition-out", "other")
EffectKind = Literal["transition-in", "transition-out", "other"]


class Wrong(ValueError):
    """What is wrong, and where: `place` is "shots[3].speed"."""

    def __init__(self, place: str, expected: str) -> None:
        super().__init__(f"{place}: expected {expected}")
        self.place, self.expected = place, expected


def cut_of(node: Any, place: str = "", level: int = 0) -> Cut:
    """A cut. Raises Wrong."""
    if level > MAX_NESTS:
        raise Wrong(place, f"no more than {MAX_NESTS} nests in each other")
    at = _Fields(node, place)
    if node.get("schema") != SCHEMA:
        raise Wrong(at.of("schema"), SCHEMA)
    try:
        rate = FrameRate.parse(at.text("rate"))
    except ValueError as error:
        raise Wrong(at.of("rate"), "a frame rate") from error
    drop = at.flag("drop")
    if drop and not rate.drop_labels:
        raise Wrong(at.of("drop"), "no drop-frame timecode at this rate")
    return Cut(
        clean(at.text("name")),
        rate,
        tuple(shot_of(one, where, level) for one, where in at.each("shots")),
        at.time("start"),
        drop,
        tuple(marker_of(one, where) for one, where in at.each("markers")),
        duration=at.time("duration"),
        tracks=tuple(_track(one, where) for one, where in at.each("tracks")),
        comments=at.texts("comments"),
        extras=at.extras(),
    )


def shot_of(node: Any, place: str = "", level: int = 0) -> Shot:
    """A shot. Raises Wrong."""
    at = _Fields(node, place)
    speed = at.text("speed") or "1"
    if not _FRACTION.fullmatch(speed):
        raise Wrong(at.of("speed"), 'a fraction such as "3/2"')
    nest = node.get("nest")
    return Shot(
        clean(at.text("id")),
        clean(at.text("track")),
        at.kind(),
        clean(at.text("name")),
        _source(node.get("source"), at.of("source")),
        at.span("source_span"),
        at.span("record_span"),
        Fraction(speed),
        at.flag("reverse"),
        not at.flag("disabled"),
        tuple(_effect(one, where) for one, where in at.each("effects")),
        _ramp(at),
        cut_of(nest, at.of("nest"), level + 1) if nest is not None else None,
        at.texts("comments"),
        _cdl(node.get("cdl"), at.of("cdl")),
        at.extras(),
    )


def _ramp(at: _Fields) -> tuple[Knot, ...]:
    knots = tuple(Knot(*_pair(one, where)) for one, where in at.each("ramp"))
    times = [knot.record for knot in knots]
    if knots and (len(knots) < 2 or times[0] != 0 or any(a >= b for a, b in pairwise(times))):
        raise Wrong(at.of("ramp"), "at least two knots, record times rising from 0")
    return knots


def _source(node: Any, place: str) -> Source:
    at = _Fields(node, place)
    path, start = at.text("path", 10_000), node.get("start")
    if "\0" in path:
        raise Wrong(at.of("path"), "a path")
    try:
        rate = FrameRate.parse(at.text("rate")) if "rate" in node else None
    except ValueError as error:
        raise Wrong(at.of("rate"), "a frame rate") from error
    if start is not None and not (isinstance(start, list) and len(start) == 1):
        raise Wrong(at.of("start"), "a list of one time")
    return Source(
        clean(at.text("name")),
        clean(at.text("reel")),
        Path(path) if path else None,
        at.text("url", 10_000),
        _time(start[0], at.of("start")) if start else None,
        at.span("available") if "available" in node else None,
        rate,
        at.text("fingerprint"),
        at.flag("generated"),
        at.extras(),
        at.flag("drop") if "drop" in node else None,
    )


def marker_of(node: Any, place: str) -> Marker:
    """A marker. Raises Wrong."""
    at = _Fields(node, place)
    color = at.text("color")
    names = (clean(at.text("shot")), clean(at.text("id")))
    return Marker(
        at.span("span"),
        clean(at.text("name")),
        clean_note(at.text("note", 100_000)),
        color if color.isalpha() else "RED",
        *names,
    )


def _track(node: Any, place: str) -> Track:
    at = _Fields(node, place)
    return Track(clean(at.text("id")), at.kind(), clean(at.text("name")), not at.flag("disabled"), at.flag("locked"))


def _effect(node: Any, place: str) -> Effect:
    at = _Fields(node, place)
    for kind in get_args(EffectKind):
        if at.text("kind") == kind:
            return Effect(kind, clean(at.text("name")), at.time("handle"), at.time("inside"))
    raise Wrong(at.of("kind"), " or ".join(_EFFECTS))


def _cdl(node: Any, place: str) -> Cdl | None:
    if node is None:
        return None
    at = _Fields(node, place)
    saturation = node.get("saturation")
    return Cdl(at.triple("slope"), at.triple("offset"), at.triple("power"), _number(saturation, at.of("saturation")))


def _time(value: Any, place: str) -> int:
    if type(value) is not int or abs(value) > MAX_TIME:
        raise Wrong(place, "a whole number of flicks")
    return int(value)


def _number(value: Any, place: str) -> float:
    if type(value) not in (int, float) or not isfinite(value) or abs(value) > 1e6:
        raise Wrong(place, "a number")
    return float(value)


def _pair(value: Any, place: str) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise Wrong(place, "two times")
    return _time(value[0], place), _time(value[1], place)


class _Fields:
    """The fields of one object, by name."""

    def __init__(self, node: Any, place: str) -> None:
        if not isinstance(node, dict):
            raise Wrong(place or "the file", "an object")
        self._node, self._place = node, place

    def of(self, name: str) -> str:
        return f"{self._place}.{name}" if self._place else name

    def text(self, name: str, longest: int = 1000) -> str:
        value = self._node.get(name, "")
        if not isinstance(value, str) or len(value) > longest:
            raise Wrong(self.of(name), f"a text of at most {longest} characters")
        return value

    def flag(self, name: str) -> bool:
        value = self._node.get(name, False)
        if not isinstance(value, bool):
            raise Wrong(self.of(name), "true or false")
        return value

    def time(self, name: str) -> int:
        return _time(self._node.get(name, 0), self.of(name))

    def span(self, name: str) -> Span:
        start, end = _pair(self._node.get(name), self.of(name))
        if end < start:
            raise Wrong(self.of(name), "an end that is not before the start")
        return Span(start, end)

    def each(self, name: str) -> list[tuple[Any, str]]:
        value = self._node.get(name, [])
        if not isinstance(value, list):
            raise Wrong(self.of(name), "a list")
        return [(one, f"{self.of(name)}[{number}]") for number, one in enumerate(value)]

    def texts(self, name: str) -> tuple[str, ...]:
        found = self.each(name)
        if not all(isinstance(one, str) for one, _ in found):
            raise Wrong(self.of(name), "a list of texts")
        return tuple(clean_note(one) for one, _ in found)

    def triple(self, name: str) -> tuple[float, float, float]:
        found = [_number(one, where) for one, where in self.each(name)]
        if len(found) != 3:
            raise Wrong(self.of(name), "three numbers")
        return found[0], found[1], found[2]

    def kind(self) -> ShotKind:
        value = self.text("kind")
        if value == "video":
            return "video"
        if value == "audio":
            return "audio"
        raise Wrong(self.of("kind"), "video or audio")

    def extras(self) -> dict[str, Any]:
        value = self._node.get("extras", {})
        if not isinstance(value, dict):
            raise Wrong(self.of("extras"), "an object")
        return value
