"""The drawings of the demo: a kitchen, a platform, a river, a letter and a clock, from a few shapes with soft edges."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from film import HEIGHT, WIDTH

Plane = npt.NDArray[np.float32]
Colour = tuple[float, float, float]

_Y, _X = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)


class Canvas:
    """A picture of HEIGHT x WIDTH in red, green and blue, 0..1; positions are in pixels from the top left."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        fall = (_Y / HEIGHT)[..., None]
        self.rgb: Plane = (_rgb(top) * (1 - fall) + _rgb(bottom) * fall).astype(np.float32)

    def paint(self, mask: Plane, colour: Colour, strength: float = 1.0) -> None:
        """Lay a colour over the picture where the mask is 1."""
        cover = (np.clip(mask, 0, 1) * strength)[..., None]
        self.rgb = self.rgb * (1 - cover) + _rgb(colour) * cover

    def light(self, mask: Plane, colour: Colour, strength: float = 1.0) -> None:
        """Add light where the mask is 1."""
        self.rgb = np.clip(self.rgb + mask[..., None] * _rgb(colour) * strength, 0, 1)

    def person(self, x: float, y: float, size: float, colour: Colour) -> None:
        """A silhouette: `x, y` is the middle of the head, `size` its radius."""
        self.paint(box(x, y + 4.1 * size, 1.9 * size, 2.8 * size, 1.5 * size), colour)
        self.paint(disc(x, y, size), colour)


def _rgb(colour: Colour) -> Plane:
    return np.array(colour, dtype=np.float32)


def _plane(values: npt.ArrayLike) -> Plane:
    return np.asarray(values, dtype=np.float32)


def disc(x: float, y: float, radius: float, soft: float = 1.0) -> Plane:
    """1 inside a circle, 0 outside, over an edge of `soft` pixels."""
    return _plane(np.clip((radius - np.hypot(_X - x, _Y - y)) / soft + 0.5, 0, 1))


def box(x: float, y: float, half_width: float, half_height: float, corner: float = 0.0) -> Plane:
    """1 inside a rectangle with round corners about its middle, 0 outside."""
    across = np.abs(_X - x) - half_width + corner
    down = np.abs(_Y - y) - half_height + corner
    outside = np.hypot(np.maximum(across, 0), np.maximum(down, 0)) + np.minimum(np.maximum(across, down), 0)
    return _plane(np.clip(corner - outside + 0.5, 0, 1))


def wedge(corners: list[tuple[float, float]]) -> Plane:
    """1 inside a convex shape given by its corners, clockwise on the screen."""
    inside = np.full((HEIGHT, WIDTH), 1e6, dtype=np.float32)
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        length = float(np.hypot(x1 - x0, y1 - y0))
        inside = np.minimum(inside, ((x1 - x0) * (_Y - y0) - (y1 - y0) * (_X - x0)) / length)
    return _plane(np.clip(inside + 0.5, 0, 1))


def _kitchen(claire: tuple[float, float, float], paul: tuple[float, float, float], lamp: float) -> Canvas:
    picture = Canvas((0.07, 0.12, 0.16), (0.12, 0.16, 0.17))
    picture.paint(box(540, 110, 58, 62, 4), (0.17, 0.25, 0.36))
    picture.paint(disc(560, 90, 15), (0.86, 0.85, 0.74), 0.9)
    picture.paint(box(540, 110, 2, 62), (0.07, 0.11, 0.14))
    picture.light(wedge([(lamp - 22, 78), (lamp + 22, 78), (lamp + 190, 300), (lamp - 190, 300)]), (0.30, 0.22, 0.10))
    picture.paint(box(lamp, 34, 1.5, 36), (0.03, 0.04, 0.05))
    picture.paint(wedge([(lamp - 12, 62), (lamp + 12, 62), (lamp + 34, 84), (lamp - 34, 84)]), (0.80, 0.55, 0.25))
    picture.person(*claire, (0.55, 0.23, 0.22))
    picture.person(*paul, (0.14, 0.20, 0.27))
    picture.paint(box(320, 318, 236, 26, 6), (0.36, 0.23, 0.15))
    picture.paint(box(320, 297, 250, 7, 3), (0.47, 0.31, 0.20))
    picture.paint(disc(lamp + 62, 286, 7), (0.72, 0.62, 0.36))
    return picture


def _platform(claire: tuple[float, float, float], paul: tuple[float, float, float], tint: float) -> Canvas:
    picture = Canvas((0.55 - tint, 0.61 - tint, 0.66), (0.36, 0.40, 0.43))
    for x in range(40, 680, 120):
        picture.paint(box(x, 130, 5, 110), (0.24, 0.29, 0.33))
    picture.paint(box(320, 62, 330, 14), (0.20, 0.25, 0.29))
    picture.paint(wedge([(0, 262), (640, 232), (640, 360), (0, 360)]), (0.47, 0.46, 0.43))
    for offset in (0, 34):
        picture.paint(
            wedge([(0, 330 + offset), (640, 286 + offset), (640, 290 + offset), (0, 335 + offset)]), (0.2, 0.2, 0.21)
        )
    picture.person(*claire, (0.62, 0.24, 0.20))
    picture.person(*paul, (0.17, 0.21, 0.27))
    middle, top, size = (claire[0] + paul[0]) / 2, claire[1] - claire[2], claire[2]
    picture.paint(disc(middle, top, 3.6 * size) * (top > _Y), (0.13, 0.30, 0.33))
    picture.paint(box(middle, top + size, 1.6, 2.4 * size), (0.12, 0.13, 0.14))
    picture.paint(box(middle + 4 * size, 286, 24, 18, 4), (0.42, 0.27, 0.16))
    return picture


def _river() -> Canvas:
    picture = Canvas((0.93, 0.72, 0.52), (0.30, 0.42, 0.52))
    picture.paint(disc(438, 138, 42), (0.99, 0.90, 0.72))
    picture.paint(wedge([(0, 150), (210, 96), (420, 150), (420, 176), (0, 176)]), (0.32, 0.34, 0.40))
    picture.paint(wedge([(260, 162), (470, 122), (640, 140), (640, 178), (260, 178)]), (0.24, 0.27, 0.34))
    picture.paint((_Y > 172).astype(np.float32), (0.20, 0.33, 0.43), 0.85)
    return picture


def _letter() -> Canvas:
    picture = Canvas((0.30, 0.20, 0.14), (0.22, 0.14, 0.10))
    for y in range(0, HEIGHT, 60):
        picture.paint(box(320, y, 330, 1.2), (0.13, 0.08, 0.06))
    picture.paint(box(330, 196, 150, 92, 4), (0.10, 0.06, 0.05), 0.5)
    picture.paint(box(320, 186, 150, 92, 4), (0.92, 0.87, 0.76))
    picture.paint(wedge([(172, 96), (468, 96), (320, 200)]), (0.85, 0.79, 0.66))
    picture.paint(disc(320, 196, 17), (0.60, 0.14, 0.13))
    picture.paint(disc(536, 270, 22) * (1 - disc(536, 270, 12)), (0.72, 0.64, 0.42))
    picture.paint(box(536, 312, 5, 26), (0.72, 0.64, 0.42))
    return picture


def _clock() -> Canvas:
    picture = Canvas((0.30, 0.36, 0.40), (0.16, 0.20, 0.23))
    picture.paint(disc(320, 176, 132), (0.09, 0.11, 0.13))
    picture.paint(disc(320, 176, 120), (0.93, 0.91, 0.86))
    for hour in range(12):
        angle = hour * np.pi / 6
        picture.paint(disc(320 + 104 * np.sin(angle), 176 - 104 * np.cos(angle), 5), (0.12, 0.13, 0.15))
    # nine o'clock, when the train leaves
    picture.paint(box(286, 176, 34, 4, 2), (0.12, 0.13, 0.15))
    picture.paint(box(320, 134, 3, 44, 2), (0.12, 0.13, 0.15))
    return picture


def _house() -> Canvas:
    picture = Canvas((0.10, 0.14, 0.24), (0.36, 0.30, 0.34))
    picture.paint(disc(140, 84, 26), (0.90, 0.88, 0.78))
    picture.paint(disc(320, 760, 520, 2), (0.10, 0.15, 0.14))
    picture.paint(box(390, 214, 66, 46), (0.20, 0.17, 0.19))
    picture.paint(wedge([(390, 112), (476, 172), (304, 172)]), (0.30, 0.16, 0.15))
    picture.paint(box(426, 130, 9, 24), (0.20, 0.17, 0.19))
    for x in (362, 418):
        picture.paint(box(x, 206, 14, 16), (0.95, 0.76, 0.38) if x == 418 else (0.09, 0.10, 0.13))
    picture.paint(wedge([(384, 262), (396, 262), (352, 360), (262, 360)]), (0.36, 0.33, 0.29))
    return picture


CARDS: dict[str, Callable[[], Canvas]] = {
    "kitchen-wide": lambda: _kitchen((228, 176, 19), (470, 150, 21), 320),
    "kitchen-claire": lambda: _kitchen((286, 142, 42), (585, 150, 38), 420),
    "kitchen-paul": lambda: _kitchen((70, 170, 36), (372, 132, 44), 236),
    "platform-wide": lambda: _platform((286, 172, 18), (346, 164, 19), 0.0),
    "platform-claire": lambda: _platform((318, 150, 34), (432, 142, 35), 0.06),
    "river": _river,
    "letter": _letter,
    "clock": _clock,
    "house": _house,
}


def drift(card: str, step: int, steps: int) -> Plane:
    """What moves in a drawing, as an amount of light from -1 to 1 for each pixel: one step of a loop of `steps`."""
    turn = 2 * np.pi * step / steps
    if card.startswith("kitchen"):
        return _plane(0.25 * np.exp(-(((_X - 320) / 240) ** 2) - (((_Y - 220) / 120) ** 2)) * np.sin(turn))
    if card.startswith("platform"):
        fall = (_Y * 1.0 + _X * 0.23 - HEIGHT * step / steps * 2) % 90
        return _plane(0.7 * ((fall < 26) & ((_X * 7 + 31 * (_X // 9)) % 53 < 1.5)))
    if card == "river":
        return _plane(0.5 * np.where(_Y > 176, np.sin(_Y * 0.34 - turn + 3 * np.sin(_X * 0.021 + turn)), 0))
    if card == "clock":
        hand = np.abs((_X - 320) * np.cos(turn) + (_Y - 176) * np.sin(turn))
        ahead = ((_X - 320) * np.sin(turn) - (_Y - 176) * np.cos(turn)) > 0
        return _plane(-1.0 * ((hand < 1.6) & ahead & (np.hypot(_X - 320, _Y - 176) < 96)))
    # a patch of light goes round at one speed: nowhere does the picture stand, as it would where the light turned back
    across, down = (_X - 320 - 150 * np.cos(turn)) / 150, (_Y - 180 - 110 * np.sin(turn)) / 110
    return _plane(0.6 * np.exp(-(across**2) - down**2))
