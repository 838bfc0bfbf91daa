"""Blender's sequencer as a `picturelock.host.Host`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
from picturelock.cues import Captions
from picturelock.cut import Cut, Marker
from picturelock.errors import UsageError
from picturelock.findings import Finding
from picturelock.host import CAPABILITIES, Capability, State, require_ids
from picturelock.times import Flicks, Span

from picturelock_blender import captions as caption_strips
from picturelock_blender import markers as timeline_markers
from picturelock_blender.build import build
from picturelock_blender.clock import clock_of
from picturelock_blender.read import read
from picturelock_blender.render import render
from picturelock_blender.sequencer import current_scene, strips


class BlenderHost:
    """The sequencer of one scene: the one that is shown, unless another is named."""

    name = "Blender"
    can: frozenset[Capability] = frozenset(CAPABILITIES)

    def __init__(self, scene: Any = None) -> None:
        self.scene = scene if scene is not None else current_scene()

    @classmethod
    def of_cut(cls, cut: Cut) -> tuple[BlenderHost, tuple[Finding, ...]]:
        """A new scene with a cut, and what Blender could not be made to show."""
        scene, findings = build(cut)
        host = cls(scene)
        timeline_markers.put(scene, [marker for marker in cut.markers if marker.id])
        for marker in cut.markers:
            if not marker.id:
                scene.timeline_markers.new(marker.name[:60] or "Marker", frame=clock_of(scene).frame(marker.span.start))
        return host, findings

    def read_cut(self) -> tuple[Cut, tuple[Finding, ...]]:
        """As `Host.read_cut`, with every marker of the timeline."""
        found = read(self.scene)
        clock, known = clock_of(self.scene), {made.as_pointer(): one for made, one in timeline_markers.ours(self.scene)}
        every = []
        for made in self.scene.timeline_markers:
            at = clock.time(made.frame)
            every.append(known.get(made.as_pointer()) or Marker(Span(at, at), made.name))
        ordered = sorted(every, key=lambda marker: (marker.span, marker.name))
        return replace(found.cut, markers=tuple(ordered)), found.findings

    def state(self) -> State:
        """As `Host.state`: In and Out are the preview range, the page is the workspace."""
        scene, clock = self.scene, clock_of(self.scene)
        chosen = (
            {strip.name for strip in strips(scene.sequence_editor) if strip.select} if scene.sequence_editor else set()
        )
        named = read(scene).strips if chosen else {}
        in_out = clock.span(scene.frame_preview_start, scene.frame_preview_end + 1) if scene.use_preview_range else None
        window = bpy.context.window
        return State(
            clock.time(scene.frame_current),
            tuple(shot for shot, strip in named.items() if strip in chosen),
            in_out,
            window.workspace.name if window else "",
        )

    def seek(self, time: Flicks) -> None:
        """As `Host.seek`."""
        duration = read(self.scene).cut.duration
        if not 0 <= time < max(duration, 1):
            raise UsageError("That time is not in the cut.")
        clock = clock_of(self.scene)
        self.scene.frame_set(clock.origin + clock.rate.floor(time))

    def markers(self) -> tuple[Marker, ...]:
        """As `Host.markers`."""
        return tuple(marker for _, marker in timeline_markers.ours(self.scene))

    def put_markers(self, markers: Sequence[Marker]) -> int:
        """As `Host.put_markers`."""
        require_ids(markers)
        return timeline_markers.put(self.scene, markers)

    def remove_markers(self, ids: Collection[str] | None = None) -> int:
        """As `Host.remove_markers`."""
        return timeline_markers.remove(self.scene, ids)

    def put_captions(self, captions: Captions) -> tuple[Finding, ...]:
        """As `Host.put_captions`."""
        return caption_strips.put_captions(self.scene, captions)

    def render(self, span: Span, path: Path) -> None:
        """As `Host.render`."""
        if not 0 <= span.start <= span.end <= read(self.scene).cut.duration:
            raise UsageError("That stretch is not in the cut.")
        render(self.scene, span, path)
