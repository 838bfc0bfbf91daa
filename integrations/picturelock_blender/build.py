"""A cut becomes a new scene with strips in its sequencer, frame for frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import bpy
from picturelock.cut import Cut, Effect, Shot
from picturelock.cutmap import frames_shown
from picturelock.timeline.base import Findings, Losses
from picturelock.timeline.flatten import opened
from picturelock.timeline.lanes import laid_out
from picturelock.timeline.plcut.writing import cut_json, shot_json
from picturelock.times import nearest

from picturelock_blender.channels import Channels
from picturelock_blender.clock import Clock, set_clock
from picturelock_blender.curves import steps, write_curve
from picturelock_blender.media import make_strip, reversed_start
from picturelock_blender.notes import set_note
from picturelock_blender.sequencer import CHANNELS, in_sequencer, new_effect, strips

FILLER = "Picturelock: whole length"
NAME = "Blender"
LOSSES = frozenset(
    {"audio", "effects", "fraction", "generators", "nests", "reverse", "speeds", "transition-kinds", "media"}
)
"""What Blender may not be able to show; nothing that is only noted is lost, for it comes back."""


def build(cut: Cut) -> tuple[Any, Findings]:
    """A new scene with the cut in its sequencer, and what Blender could not be made to show. Raises UsageError."""
    cut = laid_out(cut)
    scene = bpy.data.scenes.new(cut.name or "Cut")
    scene.view_settings.view_transform = "Standard"  # else Blender's film look goes over every picture
    losses = Losses(NAME, {"fraction": "info", "generators": "info"})
    clock = set_clock(scene, cut)
    editor = scene.sequence_editor_create()
    set_note(scene, origin=clock.origin, cut=cut_json(replace(cut, shots=(), markers=(), extras={})))
    _Builder(scene, editor, clock, losses).tracks(cut)
    _set_size(scene, editor)
    return scene, losses.findings


class _Builder:
    """Puts the tracks of one cut into a sequencer or a meta strip."""

    def __init__(self, scene: Any, owner: Any, clock: Clock, losses: Losses) -> None:
        self._scene, self._owner, self._clock, self._losses = scene, owner, clock, losses
        self._channels = Channels(owner.channels)

    def tracks(self, cut: Cut) -> None:
        by_track: dict[str, list[Shot]] = defaultdict(list)
        for shot in cut.shots:
            by_track[shot.track].append(shot)
        for track in sorted(cut.tracks, key=lambda track: track.kind == "video"):  # sound below the picture
            self._channels.begin(f"{track.id} {track.name}".strip(), muted=not track.enabled, locked=track.locked)
            top: list[tuple[Shot, Any]] = []
            for shot in by_track[track.id]:
                if not self._clock.exact(shot.record_span):
                    self._losses.add("fraction", shot.id, shot.record_span)
                if self._clock.rate.nearest(shot.record_span.duration) < 1:
                    continue
                found = self._sound(shot) if shot.kind == "audio" else self._picture(shot)
                if found is not None:
                    top.append((shot, found))
            if track.kind == "video":
                self._transitions(top)

    def length(self, frames: int) -> None:
        """Let a meta strip be as long as its cut, whatever is in it."""
        self._channels.begin(FILLER)
        first, end = self._clock.origin, self._clock.origin + max(frames, 1)
        strip = new_effect(self._owner, FILLER, "COLOR", self._channels.free(first, end), first, end)
        strip.blend_type, strip.blend_alpha = "ALPHA_OVER", 0.0
        set_note(strip, filler=True)

    def _picture(self, shot: Shot) -> Any:
        before, after = (self._clock.rate.nearest(_handle(shot, kind)) for kind in ("transition-in", "transition-out"))
        shown = frames_shown(shot, self._clock.rate, before, after)
        start = self._clock.frame(shot.record_span.start) - before
        end = start + len(shown)
        channel = self._channels.free(start, end)
        for effect in shot.effects:
            if effect.kind == "other":
                self._losses.add(f"effects: {effect.name}"[:60], shot.id, shot.record_span)
        if shot.nest is not None:
            return self._nest(shot, shown, start, channel)
        step = steps(shown)
        strip = make_strip(self._owner, shot, start, self._losses)
        if step == -1 and hasattr(strip, "filepath"):
            strip.use_reverse_frames = True
            return self._finish(strip, shot, channel, start - reversed_start(strip, shown[0]), start, end)
        if step == 1 or strip.type in ("COLOR", "IMAGE"):
            base = shown[0] if strip.type == "MOVIE" else 0
            return self._finish(strip, shot, channel, start - base, start, end)
        base = min(shown)
        self._finish(strip, shot, channel, start - base, start, end)
        return self._sped(strip, shot, [frame - base for frame in shown], start)

    def _sped(self, strip: Any, shot: Shot, shown: Sequence[int], start: int) -> Any:
        """Let a strip that is in its place show these frames, counted from its left handle."""
        end = start + len(shown)
        channel = self._channels.free(start, end, above=strip.channel)
        effect = new_effect(self._owner, f"{shot.name} (speed)", "SPEED", channel, start, end, strip)
        write_curve(effect, start, shown)
        effect.mute = not shot.enabled
        return effect

    def _finish(self, strip: Any, shot: Shot, channel: int, first: int, start: int, end: int) -> Any:
        """Put a strip so that its first frame lies at one frame, and it is seen from one up to another."""
        strip.frame_start = first
        strip.frame_final_end = end
        strip.frame_final_start = start
        strip.frame_final_end = end  # the handles hold each other back while both move
        strip.channel = channel
        strip.mute = not shot.enabled
        set_note(strip, shot=shot_json(replace(shot, nest=None)))
        return strip

    def _nest(self, shot: Shot, shown: tuple[int, ...], start: int, channel: int) -> Any:
        assert shot.nest is not None
        nest = laid_out(shot.nest)
        if nest.rate != self._clock.rate:
            self._losses.add("nests", shot.id, shot.record_span)
            nest = laid_out(replace(opened(nest), rate=self._clock.rate))
        straight = steps(shown) == 1
        base = shown[0] if straight else min(shown)
        meta = strips(self._owner).new_meta(name=shot.name or nest.name, channel=CHANNELS, frame_start=start - base)
        inside = _Builder(self._scene, meta, Clock(nest.rate, start - base), self._losses)
        inside.length(nest.rate.nearest(nest.duration))
        inside.tracks(nest)
        set_note(meta, cut=cut_json(replace(nest, shots=(), markers=(), extras={})))
        self._finish(meta, shot, channel, start - base, start, start + len(shown))
        return meta if straight else self._sped(meta, shot, [frame - base for frame in shown], start)

    def _sound(self, shot: Shot) -> Any:
        inside = not isinstance(self._owner, bpy.types.SequenceEditor)  # of a meta strip, where nothing can be retimed
        if shot.nest is not None or shot.reverse or shot.ramp or shot.speed == 0 or (inside and shot.speed != 1):
            what = "nests" if shot.nest is not None else "reverse" if shot.reverse else "speeds"
            self._losses.add(what, shot.id, shot.record_span)
            return None
        start, end = (self._clock.frame(time) for time in (shot.record_span.start, shot.record_span.end))
        channel = self._channels.free(start, end)
        strip = make_strip(self._owner, shot, start, self._losses)
        if strip is None:
            return None
        into = self._clock.rate.nearest(nearest(shot.file_span.start / shot.speed))
        if shot.speed != 1 and strip.type == "SOUND":
            self._losses.add("speeds", shot.id, shot.record_span)
            self._retime(strip, float(shot.speed))
        return self._finish(strip, shot, channel, start - into if strip.type == "SOUND" else start, start, end)

    def _retime(self, strip: Any, speed: float) -> None:
        """Sound has no speed effect; Blender's own retiming has whole frames as its keys."""
        editor = self._scene.sequence_editor
        chosen, active = [one for one in strips(editor) if one.select], editor.active_strip
        with in_sequencer(self._scene):
            for one in strips(editor):
                one.select = one == strip
            editor.active_strip = strip
            bpy.ops.sequencer.retiming_segment_speed_set(speed=100 * speed)
        for one in strips(editor):
            one.select = one in chosen
        editor.active_strip = active

    def _transitions(self, top: list[tuple[Shot, Any]]) -> None:
        for (before, a), (after, b) in pairwise(top):
            if before.record_span.end == after.record_span.start:
                self._cross(before, a, after, b)
        for shot, strip in top:
            for effect in shot.effects:
                if effect.inside:
                    self._fade(shot, strip, effect)

    def _cross(self, before: Shot, a: Any, after: Shot, b: Any) -> None:
        out, into = _handle(before, "transition-out"), _handle(after, "transition-in")
        edit = self._clock.frame(before.record_span.end)
        start, end = edit - self._clock.rate.nearest(into), edit + self._clock.rate.nearest(out)
        if start >= end:
            return
        name = next((e.name for e in before.effects if e.kind == "transition-out"), "dissolve")
        self._mix(name, before.id, start, end, a, b, edit=edit - start)

    def _fade(self, shot: Shot, strip: Any, effect: Effect) -> None:
        frames, span = self._clock.rate.nearest(effect.inside), shot.record_span
        into = effect.kind == "transition-in"
        start = self._clock.frame(span.start) if into else self._clock.frame(span.end) - frames
        if frames < 1:
            return
        channel = self._channels.free(start, start + frames)
        black = new_effect(self._owner, "Black", "COLOR", channel, start, start + frames)
        black.color = (0.0, 0.0, 0.0)
        set_note(black, black=True)
        pair = (black, strip) if into else (strip, black)
        self._mix(effect.name, shot.id, start, start + frames, *pair)

    def _mix(self, name: str, shot: str, start: int, end: int, a: Any, b: Any, **facts: int) -> None:
        if name != "dissolve":
            self._losses.add(f"transition-kinds: {name}"[:60], shot)
        channel = self._channels.free(start, end, above=max(a.channel, b.channel))
        made = new_effect(self._owner, name, "CROSS", channel, start, end, a, b)
        made.mute = a.mute or b.mute
        set_note(made, transition=name, **facts)


def _handle(shot: Shot, kind: str) -> int:
    return next((effect.handle for effect in shot.effects if effect.kind == kind), 0)


def _set_size(scene: Any, editor: Any) -> None:
    """The picture of the first movie is the picture of the film."""
    for strip in strips(editor):
        if strip.type == "MOVIE" and len(strip.elements) and strip.elements[0].orig_width:
            scene.render.resolution_x = strip.elements[0].orig_width
            scene.render.resolution_y = strip.elements[0].orig_height
            scene.render.resolution_percentage = 100
            return
