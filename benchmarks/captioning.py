"""Captioning a new cut: from the words in the library, against transcribing a render of the cut.

    python benchmarks/captioning.py [--model NAME|DIR] [--minutes 5]

The rushes are those of `demo/rushes`, transcribed once with the demo's tiny model (timed apart: it is paid once, not once
per cut). The new cut is made of their takes, shuffled, until it is as long as asked. Both sides give captions of that cut:

    mapping       words of the library -> record time -> captions; the fastest of five
    transcribing  the sound of the cut is rendered (timed apart) and recognised, then captioned like any source

Times are CPU seconds of this process, all threads, so that other work on the machine does not count. The ratio depends on
--model, which transcribes the render: the default has Whisper small's shape, random weights and a fixed count of tokens
(it is right for timing, and its words are noise); `--model demo/tiny-whisper` is some hundred times smaller, and flatters
transcribing. Any other name or folder is a real model.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from time import process_time
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))

import numpy as np  # noqa: E402
from picturelock import profiles  # noqa: E402
from picturelock.cues import Captions  # noqa: E402
from picturelock.cut import Cut, Shot, Source  # noqa: E402
from picturelock.engines.whisper import WhisperEngine  # noqa: E402
from picturelock.formats.srt import SRT  # noqa: E402
from picturelock.library import Library  # noqa: E402
from picturelock.media.audio import read_audio  # noqa: E402
from picturelock.speech import Transcript  # noqa: E402
from picturelock.subtitling.caption import caption_cut  # noqa: E402
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span, from_ms, from_samples, to_samples, to_seconds  # noqa: E402
from picturelock.transcription.run import transcribe  # noqa: E402
from transcription import small_shaped  # noqa: E402

T = TypeVar("T")
TINY = ROOT / "demo" / "tiny-whisper"
FPS = FrameRate(25)
SAMPLE_RATE = 16_000
SHAPED = "small-shaped"
TOKENS = 60
"""For each 30 s: about what people say in that time."""
HANDLE = from_ms(120)
"""Sound kept before and after each utterance."""


def timed(work: Callable[[], T], times: int = 1) -> tuple[T, float]:
    """The answer, and the shortest of several runs in CPU seconds."""
    durations = []
    for _ in range(times):
        began = process_time()
        result = work()
        durations.append(process_time() - began)
    return result, min(durations)


def utterances(transcripts: dict[Path, Transcript]) -> list[tuple[Path, str, Span]]:
    """File, fingerprint and span on whole frames of every segment, with a little sound around it."""
    found = []
    for path, transcript in transcripts.items():
        for segment in transcript.segments:
            first, last = max(0, segment.span.start - HANDLE), segment.span.end + HANDLE
            found.append((path, transcript.source, Span(FPS.time_of(FPS.floor(first)), FPS.time_of(FPS.ceil(last)))))
    return found


def new_cut(pieces: list[tuple[Path, str, Span]], minutes: int) -> Cut:
    """Utterances one after the other in a shuffled order, again and again until the cut is long enough."""
    shuffled = random.Random(7)
    shots: list[Shot] = []
    at = 0
    while at < minutes * 60 * FLICKS_PER_SECOND:
        path, fingerprint, span = shuffled.choice(pieces)
        source = Source(path.name, path=path, start=0, fingerprint=fingerprint)
        record = Span(at, at + span.duration)
        shots.append(Shot(f"A1:{len(shots)}", "A1", "audio", path.stem, source, span, record))
        at = record.end
    return Cut("new cut", FPS, tuple(shots), duration=at)


def render(cut: Cut, path: Path) -> None:
    """The sound of the cut as a WAV file of 16 bits."""
    sounds: dict[Path, np.ndarray] = {}
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        for shot in cut.shots:
            file = shot.source.path
            assert file is not None
            if file not in sounds:
                sounds[file] = np.concatenate(list(read_audio(file)))
            first, last = (to_samples(time, SAMPLE_RATE) for time in (shot.source_span.start, shot.source_span.end))
            piece = sounds[file][first:last]
            piece = np.pad(piece, (0, last - first - len(piece)))
            out.writeframes((piece * 32767).astype("<i2").tobytes())


def as_one_source(transcript: Transcript, path: Path, samples: int) -> Cut:
    """A cut that is one uncut file."""
    span = Span(0, from_samples(samples, SAMPLE_RATE))
    source = Source(path.name, path=path, start=0, fingerprint=transcript.source)
    return Cut("render", FPS, (Shot("A1:0", "A1", "audio", path.name, source, span, span),), duration=span.end)


def captions_of(cut: Cut, transcripts: dict[str, Transcript]) -> Iterator[Captions]:
    """English and French captions, written out as well."""
    for language, profile in (("en", "netflix-en"), ("fr", "netflix-fr")):
        captions, _ = caption_cut(cut, transcripts, profiles.load(profile), language, "sdh")
        SRT.write(captions)
        yield captions


def engine_of(model: str) -> WhisperEngine:
    """The engine that transcribes the render."""
    if model != SHAPED:
        return WhisperEngine(model)
    folder = Path(gettempdir()) / "picturelock-benchmarks" / SHAPED
    folder.parent.mkdir(exist_ok=True)
    return WhisperEngine(small_shaped(folder), temperatures=(0.0,), max_new_tokens=TOKENS)


def count(captions: list[Captions]) -> int:
    return sum(len(one.cues) for one in captions)


def main() -> None:
    """Run both sides and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=SHAPED, help="that transcribes the render (default: %(default)s)")
    parser.add_argument("--minutes", type=int, default=5, help="of the new cut (default: %(default)s)")
    options = parser.parse_args()
    tiny, engine = WhisperEngine(TINY), engine_of(options.model)
    rushes = sorted((ROOT / "demo" / "rushes").glob("*.flac"))
    with TemporaryDirectory() as folder, Library(Path(folder) / "library.sqlite") as library:
        for one in (tiny, engine):
            list(one.recognise(np.concatenate(list(read_audio(rushes[0]))), "en", lambda _: None))  # loads the model
        transcripts, once = timed(lambda: {path: transcribe(path, tiny, library).transcript for path in rushes})
        cut = new_cut(utterances(transcripts), options.minutes)
        known = {transcript.source: transcript for transcript in transcripts.values()}
        mapped, mapping = timed(lambda: list(captions_of(cut, known)), 5)
        print(f"{len(rushes)} rushes transcribed once            {once:8.2f} s")
        print(f"new cut: {len(cut.shots)} shots, {to_seconds(cut.duration) / 60:.1f} min")
        print(f"captioned from the library (en, fr)  {mapping:8.4f} s   {count(mapped)} captions", flush=True)
        sound = Path(folder) / "render.wav"
        rendering = timed(lambda: render(cut, sound))[1]
        print(f"sound of the cut rendered            {rendering:8.2f} s", flush=True)
        heard, hearing = timed(lambda: transcribe(sound, engine, library, per_window_language=True).transcript)
        whole = as_one_source(heard, sound, to_samples(cut.duration, SAMPLE_RATE))
        again, captioning = timed(lambda: list(captions_of(whole, {heard.source: heard})))
        print(f"render transcribed and captioned     {hearing + captioning:8.2f} s   {count(again)} captions")
        print(
            f"ratio                                {(hearing + captioning) / mapping:8.0f}     model: {Path(options.model).name}"
        )
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")


if __name__ == "__main__":
    main()
