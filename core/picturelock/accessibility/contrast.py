"""The contrast of text that is burnt into a picture, estimated from the picture alone: text and what is right around it.

Relative luminance and ratio are WCAG 2's (w3.org/TR/WCAG22, "relative luminance", "contrast ratio"). Which pixels are text is
our estimate: those beside the strongest edges, parted into two by Otsu's threshold. Antialiasing, shadows and moving pictures
behind the text blur it, so that it is advice. Where edges fill the band from top to bottom, most of them lie outside of lines,
or what lies beside them does not part into two (Otsu's measure of separability), it is the picture behind that is seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LARGE_SHARE = 0.027
"""Height of a line, of the picture's, from which text is large. WCAG: 24 CSS px, 0.51 degrees at the distance they are defined
for; seen from three picture heights away a picture is 18.9 degrees high."""
_LEAST_STEP = 4.0
"""8-bit steps from pixel to pixel; less is no edge."""
_LEAST_EDGES = 40
"""Pixels; fewer are no text."""
_STRONG = 0.3
_LEAST_LINE = 3
_ROW_SHARE = 0.15
"""Edges of a row of text, of those in the row that has most: a door frame crosses every row, with few."""
_SEPARABLE = 0.78
"""Otsu's measure: variance between the two sides, of all variance. Small antialiased type on a flat ground has 0.82 and more,
pictures without text 0.65 to 0.75."""
_WEIGHTS = np.array([0.2126, 0.7152, 0.0722])
"""Of red, green and blue."""

Rgb = NDArray[np.uint8]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contrast:
    """What was estimated of one band of one frame."""

    ratio: float
    """1 to 21."""
    line: float
    """Height of its lines of text, as a share of the picture's height."""
    clear: bool = True
    """False where text and background cannot be told apart, so that ratio and line say nothing."""

    @property
    def large(self) -> bool:
        return self.line >= LARGE_SHARE


def estimate(rgb: Rgb, height: int) -> Contrast | None:
    """The contrast of text in a band; None where nothing in it looks like text. height: of the whole picture, in pixels."""
    if min(rgb.shape[:2]) < 3:
        return None
    luminance = relative_luminance(rgb)
    shown = rgb @ _WEIGHTS  # luma: steps as the eye takes them
    across = np.abs(np.diff(shown, axis=1, prepend=shown[:, :1]))
    down = np.abs(np.diff(shown, axis=0, prepend=shown[:1]))
    steps = np.maximum(across, down)
    least = max(_LEAST_STEP, _STRONG * float(np.percentile(steps, 99.5)))
    edges = steps >= least
    rows = _rows(edges)
    line = _line(rows)
    if int(edges.sum()) < _LEAST_EDGES or line < _LEAST_LINE:
        return None
    beside = _grown(edges, 2)
    values = shown[beside]
    threshold = otsu(values)
    bright, dark = luminance[beside & (shown > threshold)], luminance[beside & (shown <= threshold)]
    if not len(bright) or not len(dark):
        return None
    # The outer quarter of each side: between the two lies the antialiasing. Luma is no luminance: they may change places.
    low, high = sorted((float(np.percentile(dark, 25)), float(np.percentile(bright, 75))))
    apart = line < len(edges) and 2 * int(edges[~rows].sum()) <= int(edges.sum())
    clear = apart and _separability(values, threshold) >= _SEPARABLE
    return Contrast((high + 0.05) / (low + 0.05), line / height, clear)


def relative_luminance(rgb: Rgb) -> Floats:
    """0 to 1, of sRGB."""
    table = np.arange(256) / 255
    linear = np.where(table <= 0.04045, table / 12.92, ((table + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear[rgb] @ _WEIGHTS, np.float64)


def otsu(values: Floats) -> float:
    """The threshold that parts values of 0 to 255 into the two most separate groups."""
    counts, edges = np.histogram(values, bins=256, range=(0, 256))
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        means_below, means_above = sums / below, (sums[-1] - sums) / above
        between = below * above * (means_below - means_above) ** 2
    best = np.nan_to_num(between)
    # Between two flat groups every threshold is as good: the middle one is taken.
    top = np.flatnonzero(best >= best.max() * (1 - 1e-9))
    return float(edges[top[len(top) // 2]] + 1)


def _separability(values: Floats, threshold: float) -> float:
    """0 to 1: how much of the variance of values lies between the two sides of a threshold."""
    above = values > threshold
    share, whole = float(above.mean()), float(values.var())
    if not 0 < share < 1 or not whole:
        return 0.0
    return share * (1 - share) * float(values[above].mean() - values[~above].mean()) ** 2 / whole


def _grown(mask: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    grown = mask.copy()
    for _ in range(by):
        grown[1:] |= grown[:-1].copy()
        grown[:-1] |= grown[1:].copy()
        grown[:, 1:] |= grown[:, :-1].copy()
        grown[:, :-1] |= grown[:, 1:].copy()
    return grown


def _rows(edges: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The rows that text may be in: those with edges enough."""
    counts = edges.sum(axis=1)
    return np.asarray(counts >= max(2.0, _ROW_SHARE * float(counts.max())))


def _line(rows: NDArray[np.bool_]) -> int:
    """The most rows that follow each other: the height of the highest line of text."""
    best = current = 0
    for row in rows.tolist():
        current = current + 1 if row else 0
        best = max(best, current)
    return best
