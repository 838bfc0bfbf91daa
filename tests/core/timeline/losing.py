"""Cuts as they are compared: without what cannot be compared, and without what a format said that it loses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from picturelock.cut import Cut, Effect, Marker, Shot, Source, source_timecode
from picturelock.timeline.edges import are_apart, edge
from picturelock.timeline.flatten import in_order, opened
from picturelock.timeline.labels import frames_of_day
from picturelock.timeline.lanes import laid_out
from picturelock.timeline.references import found_reference, local_form
from picturelock.times import Span, Timecode, nearest

Change = Callable[[Cut], Cut]


def comparable(cut: Cut, losses: set[str], named_tracks: set[str]) -> Cut:
    """The cut without what `losses` names; a track's name counts only where it is one of `named_tracks`."""
    cut = replace(cut, shots=_both_told(cut))
    for loss in sorted(losses, key=lambda loss: (STRUCTURE.index(loss) if loss in STRUCTURE else len(STRUCTURE), loss)):
        cut = LOST[loss](cut)
    return _plain(cut, named_tracks)


def _plain(cut: Cut, named_tracks: set[str]) -> Cut:
    """The same, whoever wrote it: what no format promises is taken out."""
    tracks = (track if track.id in named_tracks else replace(track, name="") for track in cut.tracks)
    told = tuple(track for track in tracks if track.name or not track.enabled or track.locked)
    shots = tuple(replace(shot, source=_source(shot, cut), nest=_nest(shot.nest)) for shot in cut.shots)
    order = in_order(sorted(shots, key=lambda shot: (shot.track[0] != "V", shot.track)))
    markers = tuple(sorted(cut.markers, key=lambda one: (one.span, one.name, one.note)))
    return replace(cut, path=None, tracks=told, shots=order, markers=markers, extras={})


def _both_told(cut: Cut) -> tuple[Shot, ...]:
    """The shots; a transition that only one of two tells of is the other's as well."""
    after = {(shot.track, shot.record_span.start): shot.id for shot in cut.shots}
    held = {shot.id: shot for shot in cut.shots}
    for name in held:
        shot, other = held[name], held.get(after.get((held[name].track, held[name].record_span.end), ""))
        if other is None or are_apart(shot, other):
            continue
        out, into = edge(shot, "transition-out"), edge(other, "transition-in")
        if out is None and into is not None:
            held[name] = replace(shot, effects=(*shot.effects, Effect("transition-out", into.name)))
        elif into is None and out is not None:
            held[other.id] = replace(other, effects=(*other.effects, Effect("transition-in", out.name)))
    return tuple(replace(shot, effects=tuple(sorted(shot.effects, key=lambda one: one.kind))) for shot in held.values())


def _source(shot: Shot, cut: Cut) -> Source:
    """The source, counting as its timecode is written, and named by the file that a host is to look for."""
    if shot.nest is not None:
        return Source("")
    one = shot.source
    rate = None if one.rate == cut.rate else one.rate
    return replace(
        one, url=local_form(found_reference(one)), path=None, rate=rate, drop=_counts_drop(one, cut), extras={}
    )


def _counts_drop(one: Source, cut: Cut) -> bool:
    return not one.generated and source_timecode(one, 0, cut.rate, cut.drop).drop


def _without_drop(cut: Cut) -> Cut:
    """The cut in non-drop frame; each source counts as before."""
    return replace(_sources(lambda one: replace(one, drop=_counts_drop(one, cut)))(cut), drop=False)


def _at_the_cut_rate(cut: Cut) -> Cut:
    """Sources as a list without rates has them: the same timecode, counted at the cut's rate, in non-drop frame if it was."""

    def relabelled(shot: Shot) -> Shot:
        label = source_timecode(shot.source, shot.source_span.start, cut.rate, cut.drop)
        if label.rate == cut.rate:
            return shot
        start = Timecode.parse(str(label), cut.rate, False).time
        speed = Fraction(1) if shot.speed * cut.rate.frame == label.rate.frame else shot.speed
        length = nearest(shot.record_span.duration * speed)
        source = replace(shot.source, rate=None, drop=False)
        return replace(shot, source=source, source_span=Span(start, start + length), speed=speed)

    return _shots(relabelled)(cut)


def _a_day_later(cut: Cut) -> Cut:
    """What of a source is used from before 00:00:00:00, a day later: the day before ends there."""

    def later(shot: Shot) -> Shot:
        own = source_timecode(shot.source, 0, cut.rate, cut.drop)
        day = own.rate.time_of(frames_of_day(own.rate, own.drop))
        return replace(shot, source_span=shot.source_span.shift(day)) if shot.source_span.start < 0 else shot

    return _shots(later)(cut)


def _nest(nest: Cut | None) -> Cut | None:
    return None if nest is None else _plain(replace(nest, start=0, drop=False), set())


def _alone(cut: Cut, change: Callable[[Shot, Effect], Shot]) -> Cut:
    """The cut with a change made for each transition that has black or silence on its other side."""
    before = {(shot.track, shot.record_span.end): shot for shot in cut.shots}
    after = {(shot.track, shot.record_span.start): shot for shot in cut.shots}
    shots = []
    for shot in cut.shots:
        sides = (
            ("transition-in", before.get((shot.track, shot.record_span.start))),
            ("transition-out", after.get((shot.track, shot.record_span.end))),
        )
        for kind, other in sides:
            own = edge(shot, kind)
            pair = (shot, other) if kind == "transition-out" else (other, shot)
            if own is not None and (other is None or are_apart(*pair)):
                shot = change(shot, own)
        shots.append(shot)
    return replace(cut, shots=tuple(shots))


def _exchanged(shot: Shot, old: Effect, new: Effect) -> Shot:
    return replace(shot, effects=tuple(new if one is old else one for one in shot.effects))


def _within(cut: Cut) -> Cut:
    """The cut with fades that reach neither before its start nor beyond its end."""

    starts, ends = ({(one.track, getattr(one.record_span, side)) for one in cut.shots} for side in ("start", "end"))

    def clipped(shot: Shot, fade: Effect) -> Shot:
        span = shot.record_span
        at, room = (span.start, span.start) if fade.kind == "transition-in" else (span.end, cut.duration - span.end)
        room = 0 if (shot.track, at) in starts & ends else room
        return _exchanged(shot, fade, replace(fade, handle=max(0, min(fade.handle, room))))

    return _alone(cut, clipped)


def _lengthened(shot: Shot, fade: Effect) -> Shot:
    """The shot with all of a fade within it."""
    more, record, shown = fade.handle, shot.record_span, shot.source_span
    head, tail = (more, 0) if fade.kind == "transition-in" else (0, more)
    longer = replace(
        shot, record_span=Span(record.start - head, record.end + tail),
        source_span=Span(shown.start - head, shown.end + tail),
    )  # fmt: skip
    return _exchanged(longer, fade, replace(fade, handle=0, inside=fade.inside + more))


def start_aligned(cut: Cut) -> Cut:
    """Every transition from its edit on, as edit lists have them: the incoming shot starts where it is first seen."""
    cut = _alone(cut, _lengthened)
    earlier = {}
    for shot in cut.shots:
        into = next((one for one in shot.effects if one.kind == "transition-in"), None)
        if into is not None and into.handle:
            earlier[shot.track, shot.record_span.start] = into.handle
    return replace(cut, shots=tuple(_aligned(shot, earlier) for shot in cut.shots))


def _aligned(shot: Shot, earlier: dict[tuple[str, int], int]) -> Shot:
    head = earlier.get((shot.track, shot.record_span.start), 0)
    tail = earlier.get((shot.track, shot.record_span.end), 0)
    assert shot.speed == 1 or not (head or tail), "the suite retimes no shot at a transition"
    record, shown = shot.record_span, shot.source_span
    effects = tuple(
        one if one.kind == "other" else replace(one, handle=one.handle + tail if one.kind == "transition-out" else 0)
        for one in shot.effects
    )
    record = Span(record.start - head, record.end - tail)
    return replace(shot, record_span=record, source_span=Span(shown.start - head, shown.end - tail), effects=effects)


def _shots(change: Callable[[Shot], Shot | None]) -> Change:
    def changed(cut: Cut) -> Cut:
        nested = (replace(one, nest=changed(one.nest)) if one.nest is not None else one for one in cut.shots)
        return replace(cut, shots=tuple(made for one in nested if (made := change(one)) is not None))

    return changed


def _sources(change: Callable[[Source], Source]) -> Change:
    return _shots(lambda shot: replace(shot, source=change(shot.source)))


def _markers(change: Callable[[Marker], Marker]) -> Change:
    return lambda cut: replace(cut, markers=tuple(map(change, cut.markers)))


def _effects(change: Callable[[Effect], Effect | None]) -> Change:
    return _shots(
        lambda shot: replace(shot, effects=tuple(m for one in shot.effects if (m := change(one)) is not None))
    )


def _constant(shot: Shot) -> Shot:
    if not shot.ramp:
        return shot
    start = min(shot.ramp[0].source, shot.ramp[-1].source)
    length = round(shot.record_span.duration * shot.speed)
    return replace(shot, ramp=(), source_span=Span(start, start + length))


def _unretimed(shot: Shot) -> Shot:
    start = _constant(shot).source_span.start
    span = Span(start, start + shot.record_span.duration)
    return replace(shot, speed=Fraction(1), reverse=False, ramp=(), source_span=span)


def _without_audio(cut: Cut) -> Cut:
    cut = replace(cut, tracks=tuple(track for track in cut.tracks if track.kind == "video"))
    cut = _shots(lambda shot: shot if shot.kind == "video" else None)(cut)
    return replace(cut, duration=max((shot.record_span.end for shot in cut.shots), default=0))


def _lowest_track(cut: Cut) -> Cut:
    kept = tuple(track for track in cut.tracks if track.kind == "audio" or track.id == "V1")
    shots = tuple(shot for shot in cut.shots if shot.kind == "audio" or shot.track == "V1")
    return replace(cut, tracks=kept, shots=shots)


def _without_disabled(cut: Cut) -> Cut:
    off = {track.id for track in cut.tracks if not track.enabled}
    shots = tuple(shot for shot in cut.shots if shot.enabled and shot.track not in off)
    tracks = tuple(replace(track, enabled=True) for track in cut.tracks if track.id not in off)
    left = replace(cut, shots=shots, tracks=tracks)
    return replace(laid_out(left), duration=max((shot.record_span.end for shot in shots), default=0))


def _on_frames(cut: Cut) -> Cut:
    snap = cut.rate.snap

    def snapped(span: Span) -> Span:
        return Span(snap(span.start), snap(span.end))

    def of(effect: Effect) -> Effect:
        return replace(effect, handle=snap(effect.handle), inside=snap(effect.inside))

    def media(one: Source) -> Source:
        if one.rate not in (None, cut.rate):
            return one
        start = snap(one.start) if one.start is not None else None
        return replace(one, start=start, available=snapped(one.available) if one.available is not None else None)

    shots = (
        replace(
            one, record_span=snapped(one.record_span), source_span=snapped(one.source_span), source=media(one.source),
            effects=tuple(map(of, one.effects)), nest=_on_frames(one.nest) if one.nest is not None else None,
        )
        for one in cut.shots
    )  # fmt: skip
    markers = (replace(one, span=snapped(one.span)) for one in cut.markers)
    return replace(cut, shots=tuple(shots), markers=tuple(markers), start=snap(cut.start))


def switched_off(cut: Cut) -> Cut:
    """The clips of tracks that are off, off themselves: the same picture and sound."""
    off = {track.id for track in cut.tracks if not track.enabled}
    shots = tuple(replace(shot, enabled=shot.enabled and shot.track not in off) for shot in cut.shots)
    return replace(cut, shots=shots, tracks=tuple(replace(track, enabled=True) for track in cut.tracks))


def _without_black_edges(cut: Cut) -> Cut:
    def inside(shot: Shot) -> bool:
        return not shot.source.generated or (shot.record_span.start > 0 and shot.record_span.end < cut.duration)

    shots = tuple(shot for shot in cut.shots if inside(shot))
    end = max((shot.record_span.end for shot in shots), default=0)
    return laid_out(replace(cut, shots=shots, duration=end))


def _rounded_speed(shot: Shot) -> Shot:
    """The speed to a tenth, and only where in the source it starts."""
    if shot.speed in (0, 1) or shot.ramp:
        return shot
    start = shot.source_span.start
    return replace(shot, speed=Fraction(round(shot.speed * 10), 10), source_span=Span(start, start))


def _in_a_row(cut: Cut) -> Cut:
    """The clips of a log: one after another, pictures on V1 and sound on A1, each as many frames as it shows of its source."""
    at, counts, made = 0, {"video": 0, "audio": 0}, []
    for shot in cut.shots:
        rate = shot.source.rate or cut.rate
        first = rate.nearest(shot.source_span.start)
        last = max(first + 1, rate.nearest(shot.source_span.end))
        length = cut.rate.time_of(last - first)
        counts[shot.kind] += 1
        track = f"{shot.kind[0].upper()}1"
        shown = Span(rate.time_of(first), rate.time_of(last))
        speed = Fraction(shown.duration, length)
        placed = replace(shot, id=f"{track}:{counts[shot.kind]}", track=track, record_span=Span(at, at + length))
        made.append(replace(placed, source_span=shown, speed=speed, reverse=False, ramp=()))
        at += length
    return replace(cut, shots=tuple(made), tracks=(), duration=at)


def _from_file_start(shot: Shot) -> Shot:
    bare = replace(shot.source, start=None, available=None)
    return replace(shot, source_span=shot.file_span, source=bare)


def _fewer_comments(cut: Cut) -> Cut:
    def fewer(lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(lines))[:50]

    made = _shots(lambda shot: replace(shot, comments=fewer(shot.comments)))(cut)
    return replace(made, comments=fewer(made.comments))


def _without_strays(cut: Cut) -> Cut:
    held = {shot.id: shot.record_span for shot in cut.shots}

    def freed(marker: Marker) -> Marker:
        inside = marker.shot in held and held[marker.shot].contains(marker.span.start)
        return marker if inside else replace(marker, shot="")

    return _markers(freed)(cut)


def _one_line(marker: Marker) -> str:
    return " ".join(" - ".join(part for part in (marker.name, marker.note) if part).split())


STRUCTURE = (
    "nests", "disabled", "audio", "tracks", "gaps", "ramps", "record-times", "retimes", "transition-handles",
)  # fmt: skip
"""What must be taken out before the rest."""

LOST: dict[str, Change] = {
    "nests": lambda cut: laid_out(opened(cut)),
    "disabled": _without_disabled,
    "audio": _without_audio,
    "tracks": _lowest_track,
    "ramps": _shots(_constant),
    "retimes": _shots(_unretimed),
    "reverse": _shots(lambda shot: replace(shot, reverse=False)),
    "generator-times": _sources(
        lambda one: replace(one, start=None, available=None, rate=None) if one.generated else one
    ),
    "generators": _sources(lambda one: replace(one, name="", reel="", rate=None) if one.generated else one),
    "freeze": _shots(lambda shot: _unretimed(shot) if shot.speed == 0 or shot.source_span.duration == 0 else shot),
    "fraction": _on_frames,
    "rates": lambda cut: _sources(lambda one: replace(one, rate=None))(_on_frames(_at_the_cut_rate(cut))),
    "before-zero": _a_day_later,
    "cdl": _shots(lambda shot: replace(shot, cdl=None)),
    "comments": lambda cut: _shots(lambda shot: replace(shot, comments=()))(replace(cut, comments=())),
    "comments-beyond": _fewer_comments,
    "clip-names": _shots(lambda shot: replace(shot, name="")),
    "drop-frame": _without_drop,
    "effects": _effects(lambda one: None if one.kind == "other" else one),
    "effect-names": _effects(lambda one: replace(one, name="") if one.kind == "other" else one),
    "effect-settings": lambda cut: cut,
    "events": lambda cut: cut,
    "extras": lambda cut: cut,
    "gaps": _without_black_edges,
    "handles": _sources(lambda one: replace(one, available=None, start=None)),
    "locked": lambda cut: replace(cut, tracks=tuple(replace(track, locked=False) for track in cut.tracks)),
    "marker-clips": _markers(lambda one: replace(one, shot="")),
    "marker-colors": _markers(lambda one: replace(one, color="RED")),
    "marker-ids": _markers(lambda one: replace(one, id="")),
    "marker-lengths": _markers(lambda one: replace(one, span=Span(one.span.start, one.span.start))),
    "marker-notes": _markers(lambda one: replace(one, note="")),
    "marker-strays": _without_strays,
    "marker-texts": _markers(lambda one: replace(one, name=_one_line(one), note="")),
    "markers": lambda cut: replace(cut, markers=()),
    "media": _sources(lambda one: replace(one, url="", name="")),
    "record-times": _in_a_row,
    "reels": _sources(lambda one: replace(one, reel="")),
    "source-timecode": _shots(_from_file_start),
    "speeds": _shots(_rounded_speed),
    "start-timecode": lambda cut: replace(cut, start=0),
    "timeline-markers": _markers(lambda one: replace(one, shot="")),
    "track-names": lambda cut: replace(cut, tracks=tuple(replace(track, name="") for track in cut.tracks)),
    "transitions": _effects(lambda one: one if one.kind == "other" else None),
    "transition-cuts": start_aligned,
    "transition-handles": _within,
    "transition-kinds": _effects(lambda one: one if one.kind == "other" else replace(one, name="dissolve")),
}
"""What each loss takes out of a cut; a new key of `[losses]` needs its line here."""
