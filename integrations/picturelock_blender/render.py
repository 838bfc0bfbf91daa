"""A stretch of the sequencer rendered into a file, with every setting afterwards as it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bpy
from picturelock.errors import OutputError, UsageError
from picturelock.times import Span

from picturelock_blender.clock import clock_of
from picturelock_blender.sequencer import set_movie, set_still

CONTAINERS = {".mp4": "MPEG4", ".mov": "QUICKTIME", ".mkv": "MKV"}
_SETTINGS = ("filepath", "use_sequencer", "use_overwrite", "use_file_extension", "use_single_layer", "use_compositing")
_FFMPEG = (
    "format",
    "codec",
    "audio_codec",
    "constant_rate_factor",
    "gopsize",
    "use_max_b_frames",
    "use_lossless_output",
)


def render(scene: Any, span: Span, path: Path) -> None:
    """As `Host.render`: movies (.mp4, .mov, .mkv: H.264 and AAC) and stills (.png)."""
    suffix = path.suffix.lower()
    if suffix not in (*CONTAINERS, ".png"):
        raise UsageError(
            f"{path.name}: Blender renders {', '.join(CONTAINERS)} and .png here, and not {suffix or 'that'}."
        )
    if path.exists():
        raise OutputError(f"{path} exists already.", hint="Name another file, or delete it first.")
    if not path.parent.is_dir():
        raise OutputError(f"{path} cannot be written: there is no folder {path.parent}.")
    clock = clock_of(scene)
    first, end = clock.frames(span)
    if end <= first or (suffix == ".png" and end - first > 1):
        raise UsageError(f"{path.name}: there is nothing to render." if end <= first else "A .png holds one frame.")
    with TemporaryDirectory(prefix=".picturelock-", dir=path.parent) as folder, _settings(scene):
        scene.frame_start, scene.frame_end = 0, end  # each pushes the other
        scene.frame_end, scene.frame_start = end - 1, first
        scene.use_preview_range = False
        scene.render.filepath = os.path.join(folder, "render-")  # noqa: PTH118
        _choose(scene, suffix)
        try:
            bpy.ops.render.render(animation=True, scene=scene.name)
        except RuntimeError as error:
            raise OutputError(f"{path} cannot be rendered: Blender says: {str(error).strip()[:300]}") from error
        made = sorted(Path(folder).iterdir())
        if len(made) != 1:
            raise OutputError(f"{path} cannot be rendered: Blender wrote {len(made) or 'no'} files.")
        try:
            made[0].replace(path)
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror}.") from error


def _choose(scene: Any, suffix: str) -> None:
    settings = scene.render
    settings.use_sequencer, settings.use_compositing = True, False
    settings.use_overwrite, settings.use_file_extension = True, True
    if suffix == ".png":
        set_still(settings.image_settings)
        return
    set_movie(settings.image_settings)
    ffmpeg = settings.ffmpeg
    ffmpeg.format, ffmpeg.codec, ffmpeg.audio_codec = CONTAINERS[suffix], "H264", "AAC"
    ffmpeg.constant_rate_factor = "PERC_LOSSLESS"


@contextmanager
def _settings(scene: Any) -> Iterator[None]:
    settings, image = scene.render, scene.render.image_settings
    kept = [(settings, name, getattr(settings, name)) for name in _SETTINGS]
    kept += [(settings.ffmpeg, name, getattr(settings.ffmpeg, name)) for name in _FFMPEG]
    formats = [
        (image, name, getattr(image, name))
        for name in ("media_type", "file_format", "color_mode")
        if hasattr(image, name)
    ]
    start, end, frame, preview = scene.frame_start, scene.frame_end, scene.frame_current, scene.use_preview_range
    try:
        yield
    finally:
        for owner, name, value in (*kept, *formats):
            setattr(owner, name, value)
        scene.frame_start, scene.frame_end = 0, end
        scene.frame_start = start
        scene.use_preview_range = preview
        scene.frame_set(frame)
