"""Faults in the master. It shows the edited cut, as a new export would; what is planted here is wrong with the file itself."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import film
import footage
import master
from cuts import Clip
from faults import Fault

GAIN_DB = 3
BLACK = 650, 653
"""Record frames, in the middle of a shot."""
INVERTED_S = 16, 21
"""Seconds of the film in which one channel is upside down."""
_SECOND_FRAMES = 24
"""Phase is measured second by second."""


@dataclass(frozen=True)
class Edits:
    """What the edited cut shows and the clean master does not: frames of another take, and nothing. Record frames."""

    intruder: Clip
    flash: tuple[int, int]
    gap: tuple[int, int]


def plant(folder: Path, path: Path, edits: Edits) -> list[Fault]:
    """Export the film anew: black in a shot, a channel out of phase, everything too loud."""
    spoilt = path.with_name(f"spoilt-{path.name}")
    clip = edits.intruder
    begin = ["-ss", f"{(clip.start - 0.5) / float(film.RATE):.6f}"]
    take = [*begin, "-i", str(folder / "media" / film.sources()[clip.source].file)]
    maps = ["-filter_complex", f"{_picture(edits)};{_sound()}", "-map", "[v]", "-map", "[a]"]
    made = [*footage.PICTURE, *footage.SAME_EVERYWHERE, *master.TIMECODE, *master.SOUND]
    subprocess.run(footage.ffmpeg("-i", str(path), *take, *maps, *made, str(spoilt)), check=True)
    spoilt.replace(path)
    return _faults(f"master/{path.name}")


def _picture(edits: Edits) -> str:
    """ffmpeg's filters: the take's frames over the flash, black over the gap and over the shot."""
    first, end = edits.flash
    take = f"[1:v]trim=end_frame={end - first},setpts=(N+{first})/(24000/1001)/TB[take]"
    over = f"[0:v][take]overlay=enable='between(n,{first},{end - 1})':eof_action=pass"
    dark = "+".join(f"between(n,{start},{after - 1})" for start, after in (edits.gap, BLACK))
    return f"{take};{over},drawbox=color=black:thickness=fill:enable='{dark}'[v]"


def _sound() -> str:
    start, end = INVERTED_S
    return f"[0:a]volume={GAIN_DB}dB,aeval='val(0)|val(1)*(1-2*between(t,{start},{end}))':channel_layout=same[a]"


def _faults(file: str) -> list[Fault]:
    start, end = (round(second * film.RATE) for second in INVERTED_S)
    black = film.label(BLACK[0] + film.RECORD_START)
    return [
        Fault(
            "qc.loudness-integrated",
            f"the master is {GAIN_DB} dB louder than it should be",
            f"le master est {GAIN_DB} dB trop fort",
            file,
        ),
        Fault(
            "qc.black-inside",
            f"{BLACK[1] - BLACK[0]} frames of the master are black in the middle of a shot, at {black}",
            f"{BLACK[1] - BLACK[0]} images noires du master au milieu d’un plan, à {black}",
            file,
            *BLACK,
        ),
        Fault(
            "qc.phase",
            f"the right channel is upside down for {INVERTED_S[1] - INVERTED_S[0]} s",
            f"le canal droit est en opposition de phase pendant {INVERTED_S[1] - INVERTED_S[0]} s",
            file,
            start,
            end,
            tolerance_frames=_SECOND_FRAMES,
        ),
    ]
