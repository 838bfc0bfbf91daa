"""How much two pictures are one picture, graded, letterboxed or reframed.

Alike is the correlation of luma on a coarse grid: brightness and contrast do not count, nor do black edges. 1 = the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

GRID_WIDTH, GRID_HEIGHT = 48, 27
SAME_SHAPE = 0.04
"""By how much two shapes (width over height) may differ: cameras and rasters round."""
_DARK = 30
"""8-bit luma up to which an edge is black."""
_FLAT = 4.0
"""Standard deviation of luma below which a picture shows nothing that could be compared."""
_ZOOMS = (0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)
_STEPS = 5

Luma: TypeAlias = NDArray[np.uint8]
Vector: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Box:
    """The part of a picture that is not black edge, in shares of its width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def part(self, x: float, y: float, width: float, height: float) -> Box:
        """A part of it, given in shares of its own width and height."""
        left, top = self.left + x * self.width, self.top + y * self.height
        return Box(left, top, left + width * self.width, top + height * self.height)


def lit_box(luma: Luma) -> Box | None:
    """Where a picture is not black at its edges; None where it is black all over."""
    rows, columns = np.flatnonzero(luma.max(axis=1) > _DARK), np.flatnonzero(luma.max(axis=0) > _DARK)
    if not len(rows) or not len(columns):
        return None
    height, width = luma.shape
    return Box(columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height)


def says_something(luma: Luma) -> bool:
    """False for a picture without a shape in it: black, white, fog."""
    return float(luma.std()) >= _FLAT


def alike(master: Vector, source: Vector) -> float:
    """Correlation of two vectors as `vector` gives them, -1 to 1."""
    return float(master @ source)


def vector(luma: Luma, box: Box) -> Vector:
    """A part of a picture on the grid, averaged, without mean and of length 1; all zero where it is flat."""
    height, width = luma.shape
    rows = _edges(box.top, box.bottom, height, GRID_HEIGHT)
    columns = _edges(box.left, box.right, width, GRID_WIDTH)
    sums = np.zeros((height + 1, width + 1))
    sums[1:, 1:] = luma.astype(np.float64).cumsum(axis=0).cumsum(axis=1)
    corners = sums[np.ix_(rows, columns)]
    boxes = corners[1:, 1:] - corners[:-1, 1:] - corners[1:, :-1] + corners[:-1, :-1]
    areas = np.maximum(np.outer(np.diff(rows), np.diff(columns)), 1)
    flat = (boxes / areas).astype(np.float32).ravel()
    flat -= flat.mean()
    length = float(np.linalg.norm(flat))
    unit: Vector = flat / length if length > 1e-6 else flat * 0
    return unit


def framed(box: Box, shape: float, wanted: float) -> Box:
    """The middle of a box that has a wanted shape; shape: of the box. What is too wide or too high is cut off."""
    if shape > wanted:
        share = wanted / shape
        return box.part((1 - share) / 2, 0, share, 1)
    share = shape / wanted
    return box.part(0, (1 - share) / 2, 1, share)


def best_reframed(master: Vector, luma: Luma, box: Box) -> float:
    """The best likeness of a master with any part of a source's box: zoomed in up to twice, shifted, or mirrored."""
    best = alike(master, vector(luma[:, ::-1], Box(1 - box.right, box.top, 1 - box.left, box.bottom)))
    for zoom in _ZOOMS:
        room = 1 - zoom
        for row in range(_STEPS):
            for column in range(_STEPS):
                part = box.part(room * column / (_STEPS - 1), room * row / (_STEPS - 1), zoom, zoom)
                best = max(best, alike(master, vector(luma, part)))
    return best


def _edges(start: float, end: float, size: int, parts: int) -> NDArray[np.int64]:
    edges: NDArray[np.int64] = np.rint(np.linspace(start * size, end * size, parts + 1)).astype(np.int64)
    return np.asarray(np.clip(edges, 0, size), np.int64)
