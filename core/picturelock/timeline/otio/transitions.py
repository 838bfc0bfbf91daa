"""Transitions between OpenTimelineIO and the effects at shots' edges.

OpenTimelineIO hangs one between two clips: `in_offset` before the cut, `out_offset` after it. A fade from or to black stands
beside a gap or at a track's end: the offset on its only clip is `Effect.inside`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from picturelock.cut import Effect, Shot
from picturelock.timeline.edges import Edge, edge
from picturelock.timeline.otio.notes import OURS, SELF, Note, Notes, ours
from picturelock.timeline.otio.time import flicks, time_json
from picturelock.timeline.references import clean
from picturelock.times import Flicks, FrameRate

DISSOLVE = "dissolve"
_DISSOLVE, _CUSTOM, _WIPE = "SMPTE_Dissolve", "Custom_Transition", "SMPTE_Wipe"
_NUMBERED = re.compile(r"wipe (\d{3})", re.ASCII)
_CMX = re.compile(r"W(\d{3})", re.ASCII)


def with_transition(shot: Shot, side: Edge, transition: Any, notes: Notes, alone: bool) -> Shot:
    """The shot with a transition at one edge; alone: there is no shot on the other side."""
    note = notes.of(transition)
    inner, outer = transition.in_offset, transition.out_offset
    handle, length = (outer, inner) if side == "transition-out" else (inner, outer)
    inside = _length(length) if alone else 0
    effect = Effect(side, _name(transition, note), _length(handle), inside)
    noted: dict[str, Any] = {}
    if (alone or side == "transition-in") and (extras := notes.extras(note)):
        noted["metadata"] = extras
    shot = replace(shot, effects=(*shot.effects, effect))
    if not noted:
        return shot
    own = shot.extras.get(SELF, {})
    return replace(shot, extras={**shot.extras, SELF: {**own, side: noted}})


def transition_json(before: Shot | None, after: Shot | None, rate: FrameRate) -> dict[str, Any] | None:
    """The transition between two shots that touch, or at the edge of one beside which there is nothing; None for a cut."""
    out = edge(before, "transition-out")
    into = edge(after, "transition-in")
    named = out or into
    if named is None:
        return None
    in_offset = into.handle if into else named.inside
    out_offset = out.handle if out else named.inside
    noted = _noted(after, "transition-in") if into else _noted(before, "transition-out")
    kept = noted.get("metadata")
    metadata: dict[str, Any] = {**kept} if isinstance(kept, Mapping) else {}
    if named.name != DISSOLVE:
        metadata[OURS] = {"transition": named.name}
    if wipe := _NUMBERED.fullmatch(named.name):
        cmx = metadata.get("cmx_3600")
        metadata["cmx_3600"] = {**(cmx if isinstance(cmx, Mapping) else {}), "transition": f"W{wipe[1]}"}
    return {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": metadata,
        "name": named.name,
        "in_offset": time_json(in_offset, rate),
        "out_offset": time_json(out_offset, rate),
        "transition_type": _DISSOLVE if named.name == DISSOLVE else _WIPE if wipe else _CUSTOM,
    }


def _length(offset: Any) -> Flicks:
    return max(0, flicks(offset)) if offset is not None else 0


def _noted(shot: Shot | None, side: Edge) -> Mapping[str, Any]:
    own = shot.extras.get(SELF) if shot is not None else None
    found = own.get(side) if isinstance(own, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _name(transition: Any, note: Note) -> str:
    """What people call it: "dissolve", "wipe 001", else as the file does."""
    if isinstance(noted := ours(note).get("transition"), str) and noted:
        return clean(noted)
    kind = transition.transition_type or ""
    cmx = note.get("cmx_3600")
    wipe = _CMX.fullmatch(str(cmx.get("transition"))) if isinstance(cmx, dict) else None
    if wipe is not None:
        return f"wipe {wipe[1]}"
    if kind == _DISSOLVE:
        return DISSOLVE
    return clean(transition.name or kind)
