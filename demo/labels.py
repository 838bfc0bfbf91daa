"""What no machine writes into captions for the deaf and hard of hearing: that there is music. A person adds it."""

from __future__ import annotations

from pathlib import Path

import srt

LABEL = {"en": "[gentle music]", "fr": "[musique douce]"}
FRAMES = 36
"""How long it stays: a second and a half at 23.976."""
APART = 2
"""Frames between two captions, as the profiles of the demo ask."""


def add(path: Path, language: str) -> str:
    """Put the label into the first pause that holds it, before the last caption; gives the label.

    Raises ValueError where there is no such pause.
    """
    cues = srt.read(path)
    ends = [0, *(srt.frame_of(cue.end_ms) + APART for cue in cues)]
    for at, cue in enumerate(cues):
        start, before = ends[at], srt.frame_of(cue.start_ms)
        if before - start >= FRAMES + APART:
            cues.insert(at, srt.Cue(srt.ms_of(start), srt.ms_of(start + FRAMES), [LABEL[language]]))
            srt.write(path, cues)
            return LABEL[language]
    raise ValueError(f"{path.name} has no pause of {FRAMES} frames")
