"""The transitions at the edges of shots, as the writers of timelines ask for them."""

from __future__ import annotations

from typing import Literal

from picturelock.cut import Effect, Shot

Edge = Literal["transition-in", "transition-out"]


def edge(shot: Shot | None, side: Edge) -> Effect | None:
    """A shot's transition at one edge; None where it has none, or where there is no shot."""
    return next((one for one in shot.effects if one.kind == side), None) if shot is not None else None


def are_apart(before: Shot, after: Shot) -> bool:
    """True for two shots that touch, of which one goes to black all the same, or comes from it: they share no transition."""
    sides = edge(before, "transition-out"), edge(after, "transition-in")
    return any(effect is not None and effect.inside > 0 for effect in sides)
