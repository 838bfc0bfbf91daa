"""The demo's media: each take as a QuickTime file with picture, sound and start timecode; b-roll; and a theme."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from functools import cache
from pathlib import Path

import film
import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import picture

Samples = npt.NDArray[np.float32]
Step = Callable[[str], None]
"""Told of each thing that has been made."""

_LOOKS = ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"]
# ffmpeg's options reach the stream only where the filters say nothing else; its header is told as well
_TAGS = ["-bsf:v", "h264_metadata=colour_primaries=1:transfer_characteristics=1:matrix_coefficients=1"]
_RAW = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{film.WIDTH}x{film.HEIGHT}", "-r", "24000/1001"]
PICTURE = [
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-crf",
    "26",
    "-g",
    "24",
    "-bf",
    "0",
    "-pix_fmt",
    "yuv420p",
    *_LOOKS,
    *_TAGS,
]
SAME_EVERYWHERE = [
    "-map_metadata",
    "-1",
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    "-video_track_timescale",
    "24000",
]
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:DigitalSourceType="{}"/></rdf:RDF></x:xmpmeta>'
)


def build(folder: Path, on_step: Step) -> None:
    """Make every source of the film in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    every = list(film.sources().values())
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(_make, source, folder) for source in every]
        try:
            for number, job in enumerate(as_completed(jobs), start=1):
                on_step(f"{number:2}/{len(jobs)}  media/{job.result().file}")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _make(source: film.Source, folder: Path) -> film.Source:
    if source.card:
        _movie(source, folder / source.file)
    else:
        write_wave(folder / source.file, theme(source.frames * film.FRAME_SAMPLES))
    return source


def _movie(source: film.Source, path: Path) -> None:
    """Picture from `picture.frames`, sound from the rushes made exactly as long; b-roll has no sound at all."""
    command = [*_RAW, "-i", "pipe:0"]
    if source.speech:
        samples = source.frames * film.FRAME_SAMPLES
        fit = f"aresample={film.SAMPLE_RATE},apad=whole_len={samples},atrim=end_sample={samples}"
        sound = ["-map", "0:v", "-map", "1:a", "-af", fit, "-c:a", "pcm_s16le"]
        command += ["-i", str(film.RUSHES / f"{source.name}.flac"), *sound]
    tags = ["-timecode", film.label(source.start), "-metadata:s:v:0", f"reel_name={source.reel}"]
    process = subprocess.Popen(ffmpeg(*command, *PICTURE, *SAME_EVERYWHERE, *tags, str(path)), stdin=subprocess.PIPE)
    assert process.stdin is not None
    # if ffmpeg stops early, its exit status and its own words say why
    with suppress(BrokenPipeError), process.stdin:
        for frame in picture.frames(source):
            process.stdin.write(frame)
    if process.wait():
        raise RuntimeError(f"ffmpeg could not make {path.name}")
    if source.digital_source:
        _mark(path, source.digital_source)


def _mark(path: Path, digital_source: str) -> None:
    """Put an XMP packet at the end of a QuickTime file, in the box that Adobe gave it (XMP specification, part 3)."""
    packet = _XMP.format(f"http://cv.iptc.org/newscodes/digitalsourcetype/{digital_source}")
    body = b"uuid" + bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + packet.encode()
    with path.open("ab") as file:
        file.write((len(body) + 4).to_bytes(4, "big") + body)


def theme(length: int) -> Samples:
    """Quiet music of our own, stereo: broken chords on a decaying tone, fading in and out. `length` in samples."""
    chords = [(57, 64, 69, 72), (53, 60, 65, 69), (48, 60, 64, 67), (55, 62, 67, 71)]
    heard = np.zeros((length, 2), dtype=np.float32)
    beat = film.SAMPLE_RATE // 2
    for number in range(length // beat):
        note = chords[number // 8 % 4][(0, 2, 1, 3, 2, 1, 3, 2)[number % 8]]
        tone = _tone(440 * 2 ** ((note - 69) / 12))[: length - number * beat]
        side = 0.5 + 0.25 * np.sin(number * 0.7)
        heard[number * beat : number * beat + len(tone)] += tone[:, None] * np.array([side, 1 - side], dtype=np.float32)
    edge = 2 * film.SAMPLE_RATE
    heard[:edge] *= np.linspace(0, 1, edge, dtype=np.float32)[:, None]
    heard[-edge:] *= np.linspace(1, 0, edge, dtype=np.float32)[:, None]
    return np.asarray(heard * (0.006 / np.sqrt(np.mean(heard**2))), dtype=np.float32)


@cache
def _tone(pitch_hz: float) -> Samples:
    time = np.arange(3 * film.SAMPLE_RATE, dtype=np.float32) / film.SAMPLE_RATE
    waves = [np.sin(2 * np.pi * pitch_hz * part * time) / part**2 for part in (1, 2, 3)]
    envelope = np.exp(-time * 1.6) * np.minimum(1, time * 60)
    return np.asarray(np.sum(waves, axis=0) * envelope, dtype=np.float32)


def write_wave(path: Path, samples: Samples) -> None:
    """Write -1..1 as 16-bit PCM, 48 kHz."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(film.SAMPLE_RATE)
        file.writeframes(np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def read_sound(path: Path) -> Samples:
    """The whole sound of a file: 48 kHz, stereo, -1..1."""
    raw = ["-f", "f32le", "-ac", "2", "-ar", str(film.SAMPLE_RATE), "pipe:1"]
    found = subprocess.run(ffmpeg("-i", str(path), "-vn", *raw), check=True, stdout=subprocess.PIPE)
    return np.frombuffer(found.stdout, dtype="<f4").reshape(-1, 2).copy()


def ffmpeg(*arguments: str) -> list[str]:
    """A command line for the ffmpeg that comes with imageio-ffmpeg; it says nothing unless something is wrong."""
    return [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y", *arguments]
