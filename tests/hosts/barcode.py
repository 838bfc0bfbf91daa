"""Media whose every frame says which it is, and the reading of it from whatever a host rendered.

A frame is a picture of 6 x 4 blocks, black or white: 16 bits of the frame's number, 4 of its source's and 4 that check them. It
survives scaling, compression and a change of colours; what is mixed, cut or no bar code at all is read as None.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

COLUMNS, ROWS = 6, 4
BLOCK = 32
WIDTH, HEIGHT = COLUMNS * BLOCK, ROWS * BLOCK
BLACK_LEVEL, DARK, LIGHT = 12, 90, 166
"""Of 255: a picture darker than the first throughout is black; a block between the other two is neither black nor white."""
BLACK = (-1, -1)
Shown = tuple[int, int] | None
"""The source's number and the frame's, BLACK, or None for what is no bar code."""


def frame(source: int, number: int) -> Picture:
    """The picture of one frame, in grey; source: 1 to 15, number: 0 to 65535."""
    bits = _bits(source, number)
    return np.kron(np.array(bits, dtype=np.uint8).reshape(ROWS, COLUMNS) * 255, np.ones((BLOCK, BLOCK), dtype=np.uint8))


def read(picture: Picture) -> Shown:
    """Which frame a picture in grey shows, whatever its size."""
    if int(picture.max()) < BLACK_LEVEL:
        return BLACK
    height, width = picture.shape
    levels = []
    for row in range(ROWS):
        for column in range(COLUMNS):
            y, x = int((row + 0.5) * height / ROWS), int((column + 0.5) * width / COLUMNS)
            spread = max(1, min(height // ROWS, width // COLUMNS) // 4)
            levels.append(float(picture[y - spread : y + spread, x - spread : x + spread].mean()))
    if any(DARK < level < LIGHT for level in levels):
        return None
    bits = [int(level > LIGHT) for level in levels]
    number = int("".join(map(str, bits[:16])), 2)
    source = int("".join(map(str, bits[16:20])), 2)
    return (source, number) if source and _bits(source, number) == bits else None


def make(path: Path, source: int, frames: int, rate: Fraction, *, sound: bool = False) -> Path:
    """Write a movie, each frame a key frame, so that any host can go to any of them; `sound`: with a tone of its length."""
    tone = ["-f", "lavfi", "-i", f"sine=frequency={200 + 100 * source}:sample_rate=48000"] if sound else []
    command = [
        ffmpeg(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}",
        "-r", str(rate), "-i", "pipe:0", *tone, *(["-shortest", "-c:a", "pcm_s16le"] if sound else []),
        "-c:v", "libx264", "-g", "1", "-bf", "0", "-pix_fmt", "yuv420p", "-qp", "10",
        "-video_track_timescale", str(rate.numerator), str(path),
    ]  # fmt: skip
    pictures = b"".join(frame(source, number).tobytes() for number in range(frames))
    subprocess.run(command, input=pictures, check=True, timeout=300)
    return path


def shown(path: Path) -> Iterator[Shown]:
    """What each frame of a movie, or of a numbered sequence ("%04d" in its name), shows, in order."""
    size = WIDTH * HEIGHT
    command = [
        ffmpeg(), "-v", "error", "-i", str(path), "-fps_mode", "passthrough", "-vf", f"scale={WIDTH}:{HEIGHT}",
        "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1",
    ]  # fmt: skip
    data = subprocess.run(command, capture_output=True, check=True, timeout=300).stdout
    for start in range(0, len(data), size):
        yield read(np.frombuffer(data[start : start + size], dtype=np.uint8).reshape(HEIGHT, WIDTH))


def ffmpeg() -> str:
    """The ffmpeg of this environment."""
    named = os.environ.get("PICTURELOCK_FFMPEG")
    if named:
        return named
    try:
        import imageio_ffmpeg
    except ModuleNotFoundError:
        return shutil.which("ffmpeg") or "ffmpeg"
    return str(imageio_ffmpeg.get_ffmpeg_exe())


def _bits(source: int, number: int) -> list[int]:
    told = (number << 4) | source
    check = 0b1010
    for shift in range(0, 20, 4):
        check ^= (told >> shift) & 0b1111
    return [int(bit) for bit in f"{(told << 4) | check:024b}"]
