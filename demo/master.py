"""The finished film, rendered from a cut by ffmpeg: picture and sound as edited, at -23 LUFS, from 01:00:00:00."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import film
import footage
import loudness
import numpy as np
from cuts import Clip, Cut, Dissolve, Placed, flat
from timelines import edits, screen

LOUDNESS_LUFS = -23.0
SOUND = ["-c:a", "pcm_s24le"]
TIMECODE = ["-timecode", film.label(film.RECORD_START)]
_AT_RATE = "setpts=N/(24000/1001)/TB"


def render(cut: Cut, media: Path, path: Path) -> None:
    """Write the film to `path`; it is exactly as long as the cut."""
    sound = path.with_suffix(".f32")
    mixed = mix(cut, media)
    (mixed * 10 ** ((LOUDNESS_LUFS - loudness.integrated_lufs(mixed)) / 20)).astype("<f4").tofile(sound)
    inputs, graph = _graph(cut, media)
    heard = ["-f", "f32le", "-ac", "2", "-ar", str(film.SAMPLE_RATE), "-i", str(sound)]
    maps = ["-filter_complex", graph, "-map", "[v]", "-map", f"{inputs.count('-i')}:a", "-r", "24000/1001"]
    made = [*footage.PICTURE, *footage.SAME_EVERYWHERE, *TIMECODE, *SOUND, "-frames:v", str(cut.length)]
    subprocess.run(footage.ffmpeg(*inputs, *heard, *maps, *made, str(path)), check=True)
    sound.unlink()


def mix(cut: Cut, media: Path) -> footage.Samples:
    """The sum of the audio tracks, to the sample: stereo, 48 kHz."""
    mixed = np.zeros((cut.length * film.FRAME_SAMPLES, 2), dtype=np.float32)
    read = {}
    for placed in [*flat(cut.tracks["A1"], "A1"), *flat(cut.tracks["A2"], "A2")]:
        source = film.sources()[placed.clip.source]
        if source.name not in read:
            read[source.name] = footage.read_sound(media / source.file)
        first, length = placed.clip.start * film.FRAME_SAMPLES, placed.clip.length * film.FRAME_SAMPLES
        at = placed.record * film.FRAME_SAMPLES
        mixed[at : at + length] += read[source.name][first : first + length]
    return mixed


def _graph(cut: Cut, media: Path) -> tuple[list[str], str]:
    """ffmpeg's inputs and the filters that join them: one stretch after the other, and a stretch for each dissolve."""
    inputs: list[str] = []
    chains: list[str] = []
    names = ""
    for number, stretch in enumerate(_stretches(cut)):
        for half, clip in enumerate(stretch):
            chains.append(f"[{inputs.count('-i')}:v]{_take(clip)}[s{number}_{half}]")
            inputs += _input(clip, media)
        if len(stretch) == 2:
            share = f"(N+0.5)/{stretch[0].length}"
            chains.append(f"[s{number}_0][s{number}_1]blend=all_expr='A+(B-A)*{share}',{_AT_RATE}[s{number}]")
        names += f"[s{number}]" if len(stretch) == 2 else f"[s{number}_0]"
    count = number + 1
    return inputs, ";".join([*chains, f"{names}concat=n={count}:v=1:a=0,{_AT_RATE}[v]"])


def _input(clip: Clip, media: Path) -> list[str]:
    """Half a frame early, so that the first frame decoded is the one meant."""
    begin = max(0.0, (clip.start - 0.5) / float(film.RATE))
    return ["-ss", f"{begin:.6f}", "-i", str(media / film.sources()[clip.source].file)]


def _take(clip: Clip) -> str:
    retime = f"select='not(mod(n,{clip.speed}))'," if clip.speed != 1 else ""
    return f"trim=end_frame={clip.length * clip.speed},{retime}{_AT_RATE}"


def _stretches(cut: Cut) -> list[tuple[Clip, ...]]:
    """What is seen, in order: one clip, or two that dissolve into each other."""
    seen = {placed.record: placed for placed in screen(cut)}
    dissolves = [(at, item) for at, item in edits(cut.tracks["V1"]) if isinstance(item, Dissolve)]
    stretches: dict[int, tuple[Clip, ...]] = {}
    for at, item in dissolves:
        start, length = at - item.before, item.before + item.after
        before = next(placed for placed in seen.values() if placed.end == at)
        after = seen[at]
        seen[before.record] = _shorten(before, before.record, start)
        seen[at] = _shorten(after, start + length, after.end)
        stretches[start] = (_part(before, start, length), _part(after, start, length))
    stretches |= {placed.record: (placed.clip,) for placed in seen.values()}
    return [stretches[at] for at in sorted(stretches)]


def _shorten(placed: Placed, start: int, end: int) -> Placed:
    return replace(placed, record=start, clip=_part(placed, start, end - start))


def _part(placed: Placed, start: int, length: int) -> Clip:
    """The frames of a clip at a stretch of record time, which may reach into its handles."""
    return replace(placed.clip, start=placed.clip.start + (start - placed.record) * placed.clip.speed, length=length)
