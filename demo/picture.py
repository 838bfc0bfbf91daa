"""Frames of the demo's pictures, as planar YUV 4:2:0 (BT.709, limited range): a drawing, its motion and its timecode."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import cards
import film
import glyphs
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

LOOP = 48
"""Steps of the motion, one per frame: two seconds."""
_BAND = slice(326, 354)
_TIMECODE_SCALE, _LABEL_SCALE = 3, 2
_DRIFT_LEVELS = 34.0
_WHITE, _BLACK = 225, 22


def frames(source: film.Source) -> Iterator[bytes]:
    """Every frame of a source in order; frame n shows timecode `source.start + n`."""
    y, u, v = _card(source)
    loop = _loop(source.card)
    for number in range(source.frames):
        luma = np.clip(y + loop[number % LOOP], 16, 235).astype(np.uint8)
        stamp(luma, film.label(source.start + number))
        yield luma.tobytes() + u + v


def stamp(luma: Bytes, timecode: str) -> None:
    """Write a timecode into the band at the bottom of a frame."""
    mask = _timecode(timecode)
    left = (film.WIDTH - mask.shape[1]) // 2
    luma[_BAND, left - 10 : left + mask.shape[1] + 7] = _BLACK
    luma[_BAND, left : left + mask.shape[1]][: mask.shape[0]] = mask


def _timecode(timecode: str) -> Bytes:
    return np.concatenate([_digit(letter) for letter in timecode], axis=1)


@cache
def _digit(letter: str) -> Bytes:
    mask = glyphs.text(letter, _TIMECODE_SCALE)
    return (_BLACK + mask * (_WHITE - _BLACK)).astype(np.uint8)


@cache
def _loop(card: str) -> npt.NDArray[np.int16]:
    return np.stack([(_DRIFT_LEVELS * cards.drift(card, step, LOOP)).astype(np.int16) for step in range(LOOP)])


def _card(source: film.Source) -> tuple[npt.NDArray[np.int16], bytes, bytes]:
    """A drawing with its label: luma as numbers to which motion is added, chroma as it goes to the encoder."""
    canvas = cards.CARDS[source.card]()
    canvas.rgb = np.clip(canvas.rgb * np.array(source.tint, dtype=np.float32), 0, 1)
    mask = glyphs.text(source.label, _LABEL_SCALE)
    place = np.zeros((film.HEIGHT, film.WIDTH), dtype=np.float32)
    place[12 : 12 + mask.shape[0], 18 : 18 + mask.shape[1]] = mask
    canvas.paint(cards.box(18 + mask.shape[1] / 2, 22, mask.shape[1] / 2 + 8, 14, 4), (0.04, 0.05, 0.06), 0.6)
    canvas.paint(place, (0.95, 0.94, 0.90))
    # the timecode's band has no colour of its own
    canvas.paint(cards.box(film.WIDTH / 2, 340, 118, 14), (0.03, 0.03, 0.03))
    red, green, blue = np.moveaxis(canvas.rgb, -1, 0)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    y = np.rint(16 + 219 * luma).astype(np.int16)
    return y, _chroma((blue - luma) / 1.8556), _chroma((red - luma) / 1.5748)


def _chroma(difference: npt.NDArray[np.float32]) -> bytes:
    quarter = difference.reshape(film.HEIGHT // 2, 2, film.WIDTH // 2, 2).mean(axis=(1, 3))
    return bytes(np.rint(128 + 224 * quarter).astype(np.uint8))
