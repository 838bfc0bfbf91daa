"""Masters with known faults, made by filters; and the destination that they are held against."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import av
from matrix.base import Fault, Scene
from picturelock.media import ffmpeg

MASTER = "master/v2.mov"
TONE = "0.0708*sin(2*PI*997*t)"
SPEC = """\
title = "House"
kind = "broadcaster"
[limits]
loudness = { limit = "-23 LUFS", source = "house", read = 2026-11-22 }
loudness_tolerance = { limit = "{tolerance}", source = "house", read = 2026-11-22 }
true_peak = { limit = "-1 dBTP", source = "house", read = 2026-11-22 }
"""
LIMITS = {
    "level_lowest": "-6 %",
    "level_highest": "104 %",
    "black_longest": "10 f",
    "freeze_longest": "1 s",
    "silence_longest": "1 s",
    "phase_lowest": "-0.5 correlation",
    "short_term_highest": "-18 LUFS",
    "loudness_range_highest": "15 LU",
    "bit_rate_highest": "50 Mb/s",
    "bit_rate_lowest": "0.1 Mb/s",
}
PICTURE = {
    "container": "mov",
    "codec": "h264",
    "profile": "Constrained Baseline",
    "raster": "128x72",
    "rate": "25",
    "scan": "progressive",
    "pixel_aspect": "1:1",
    "bits": "8",
    "chroma": "4:2:0",
    "timecode_start": "00:00:00:00",
}
AUDIO = {"codec": "pcm_s24le", "sample_rate": "48000", "bits": "24"}
STEREO = '[[layout]]\nprogrammes = [{ channels = [1, 2], carries = "stereo" }]\nsource = "house"\nread = 2026-11-22\n'

Option = Mapping[str, Any]
A = "testsrc2=size=128x72:rate=25:duration=4"
B = "testsrc=size=128x72:rate=25:duration=6,trim=start=1:end=5,setpts=PTS-STARTPTS"
FILM = f"{A}[a];{B}[b];[a][b]concat=n=2:v=1:a=0"
_CODING = {"vcodec": "libx264", "pix_fmt": "yuv420p", "preset": "ultrafast", "acodec": "pcm_s24le"}


def spec_text(
    limits: Mapping[str, str] = LIMITS,
    picture: Mapping[str, str] = PICTURE,
    audio: Mapping[str, str] = AUDIO,
    layout: str = STEREO,
    measures: tuple[str, ...] = (),
    loudness: str = "0.2 LU",
) -> str:
    """A spec's file."""
    lines = [SPEC.replace("{tolerance}", loudness)]
    lines += [
        f'{name} = {{ limit = "{value}", source = "house", read = 2026-11-22 }}\n' for name, value in limits.items()
    ]
    for section, asked in (("picture", picture), ("audio", audio)):
        lines.append(f"[{section}]\n")
        lines += [
            f'{name} = {{ one_of = ["{v}"], source = "house", read = 2026-11-22 }}\n' for name, v in asked.items()
        ]
    if measures:
        names = ", ".join(f'"{name}"' for name in measures)
        lines.append(f'[qc]\nmeasures = {{ all_of = [{names}], source = "house", read = 2026-11-22 }}\n')
    return "".join(lines) + layout


def house(made: Option | None = None, order: str = "", **asked: Any) -> Callable[[Scene], None]:
    """The production goes to a destination of its own, which asks for what the master is.

    made: how the good master is made, where it is not the usual one. order: further lines of `[delivery]`.
    """

    def prepare(scene: Scene) -> None:
        scene.write("specs/house.toml", spec_text(**asked))
        scene.replace("picturelock.toml", 'spec = "ebu-r128"', f'spec = "house"\n{order}')
        if made is not None:
            master(scene, **made)

    return prepare


def stereo(left: str = TONE, right: str = TONE, seconds: str = "8") -> str:
    """Two channels by their waves."""
    return wave(f"{left}|{right}", "stereo", seconds)


def wave(waves: str, layout: str, seconds: str = "8") -> str:
    """Sound by its formulas, one for each channel."""
    return f"aevalsrc={waves}:s=48000:d={seconds}:c={layout}".replace(",", "\\,")


def master(scene: Scene, picture: str = FILM, sound: str | tuple[str, ...] = "", late: int = 0, **options: Any) -> Path:
    """Another master in place of the good one; "" for picture or sound leaves it out. late: seconds."""
    path = scene.root / MASTER
    path.unlink(missing_ok=True)
    sounds = (sound or stereo(),) if isinstance(sound, str) else sound
    inputs = [ffmpeg.generated(picture)] if picture else []
    inputs += [ffmpeg.generated(text, itsoffset=late) for text in sounds if text]
    chosen = {**_CODING, "timecode": "00:00:00:00", **options}
    ffmpeg.render(inputs, path, time_limit_s=60, **{key: value for key, value in chosen.items() if value is not None})
    return path


LEADER_S = 4
_LINE_UP = "0.126*sin(2*PI*1000*t)"


def led(left: str = TONE, right: str = TONE) -> dict[str, Any]:
    """How the film is made behind a leader: bars, and tone at -18 dBFS whose left side pauses, as EBU's does to be told."""
    tone = f"{_LINE_UP}*gte(mod(t,1),0.25)", _LINE_UP
    sides = (f"if(lt(t,{LEADER_S}),{lined},{wave})" for lined, wave in zip(tone, (left, right), strict=True))
    bars = f"smptebars=size=128x72:rate=25:duration={LEADER_S}[l]"
    return {
        "picture": f"{bars};{A}[a];{B}[b];[l][a][b]concat=n=3:v=1:a=0",
        "sound": stereo(*sides, seconds=str(8 + LEADER_S)),
        "timecode": "23:59:56:00",
    }


LED: dict[str, Any] = {
    "order": f"seconds_before = {LEADER_S}",
    "limits": {name: LIMITS[name] for name in ("silence_longest", "phase_lowest")},
    "made": led(),
}
"""What a destination asks of the sound of such a film; its picture is another matter."""


def remake(**what: Any) -> Callable[[Scene], Path]:
    """A fault: the master made in another way."""
    return lambda scene: master(scene, **what)


def damaged(scene: Scene, frame: int, **what: Any) -> None:
    """The master with one coded frame of the picture overwritten by noise."""
    path = master(scene, **what)
    with av.open(str(path)) as container:
        entry = container.streams.video[0].index_entries[frame]
        start, size = entry.pos, entry.size  # it is the container's memory
    data = bytearray(path.read_bytes())
    noise = random.Random(frame)
    middle = start + size // 3
    for at in range(middle, middle + size // 3):
        data[at] = noise.randrange(256)
    path.write_bytes(data)


def of_qc(name: str, what: str, plant: Callable[[Scene], object], rule: str, also: str = "", **asked: Any) -> Fault:
    """A fault of the master, under the house's destination. also: further rules that it breaks, in one word each."""
    return Fault(
        f"qc.{name}",
        what,
        plant,
        f"qc.{rule}",
        frozenset(f"qc.{one}" for one in also.split()),
        house(**asked),
    )
