"""A track as MLT and Kdenlive have it: two playlists, and a mix wherever clips on the two overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from picturelock.cut import Effect, Shot
from picturelock.timeline.base import Losses
from picturelock.timeline.edges import are_apart, edge
from picturelock.timeline.mlt.clips import Clip, is_plain, source_in
from picturelock.times import FrameRate


@dataclass(frozen=True, slots=True)
class Mix:
    """A dissolve, in frames of the timeline."""

    start: int
    end: int
    cut: int
    """Where the shots' own edge lies."""
    backwards: bool
    """From the second playlist to the first."""


@dataclass(slots=True)
class Lanes:
    """The clips of the two playlists, each in order, and the mixes between them."""

    clips: tuple[list[Clip], list[Clip]] = field(default_factory=lambda: ([], []))
    mixes: list[Mix] = field(default_factory=list)


def lanes_of(shots: Sequence[Shot], rate: FrameRate, losses: Losses) -> Lanes:
    """The shots of a track, in order; clips change playlists at a dissolve only."""
    made = Lanes()
    clips = [_clip(shot, rate) for shot in shots]
    side = 0
    for number, clip in enumerate(clips):
        following = clips[number + 1] if number + 1 < len(clips) else None
        clip = _faded(clip, clips[number - 1] if number else None, following, rate, losses)
        if following is not None and (lengths := _lengths(clip, following, rate, losses)):
            start, end = clip.end - lengths[0], clip.end + lengths[1]
            others = made.clips[1 - side]
            room = following.end > end and start >= clip.start and (not others or others[-1].end <= start)
            if room:
                _check_name(following.shot, losses)
                made.mixes.append(Mix(start, end, clip.end, backwards=side == 1))
                clips[number + 1] = replace(following, start=start, head=lengths[0])
                made.clips[side].append(replace(clip, end=end))
                side = 1 - side
                continue
            losses.add("transitions", following.shot.id, following.shot.record_span)
        made.clips[side].append(clip)
    return made


def _clip(shot: Shot, rate: FrameRate) -> Clip:
    return Clip(shot, rate.nearest(shot.record_span.start), rate.nearest(shot.record_span.end))


def _joined(before: Clip | None, after: Clip | None) -> bool:
    """True for clips that touch, and share a transition if there is any."""
    if before is None or after is None or before.shot.record_span.end != after.shot.record_span.start:
        return False
    return not are_apart(before.shot, after.shot)


def _lengths(before: Clip, after: Clip, rate: FrameRate, losses: Losses) -> tuple[int, int] | None:
    """The frames of a dissolve before and after the edit; None where there is none."""
    if not _joined(before, after):
        return None
    into, out = edge(after.shot, "transition-in"), edge(before.shot, "transition-out")
    head, tail = rate.nearest(into.handle) if into else 0, rate.nearest(out.handle) if out else 0
    if is_plain(after.shot) and head > (room := source_in(after, rate)):  # a file has nothing before its first frame
        losses.add("transition-handles", after.shot.id, after.shot.record_span)
        head = room
    return (head, tail) if head + tail > 0 else None


def _faded(clip: Clip, before: Clip | None, after: Clip | None, rate: FrameRate, losses: Losses) -> Clip:
    """The clip with its fades from and to nothing."""
    into, out = edge(clip.shot, "transition-in"), edge(clip.shot, "transition-out")
    if into is not None and not _joined(before, clip):
        clip = replace(clip, fade_in=_fade(clip, into, rate, losses))
    if out is not None and not _joined(clip, after):
        clip = replace(clip, fade_out=_fade(clip, out, rate, losses))
    return clip


def _fade(clip: Clip, effect: Effect, rate: FrameRate, losses: Losses) -> int:
    length = min(rate.nearest(effect.inside), clip.length)
    if length <= 0:
        losses.add("transitions", clip.shot.id, clip.shot.record_span)
    elif effect.handle:
        losses.add("transition-handles", clip.shot.id, clip.shot.record_span)
    return max(0, length)


def _check_name(shot: Shot, losses: Losses) -> None:
    into = edge(shot, "transition-in")
    if into is not None and into.name != "dissolve":
        losses.add("transition-kinds", shot.id, shot.record_span)
