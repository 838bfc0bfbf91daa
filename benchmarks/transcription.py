"""How much our transcription costs beside a bare faster-whisper loop, and how fast the tiny model is.

    python benchmarks/transcription.py [--minutes 30] [--window 60] [--tokens 10] [--cache DIR]

The same windows of the same sound go through both, turn by turn (the one that begins changes with every window), with a
model of Whisper-small's shape whose weights are random and which writes a fixed count of tokens: for timing only. The
bare loop is given its windows decoded and cut; ours reads the file, fingerprints it, cuts it at silences, screens what
was heard, stores it and hashes the model. Windows are of about a minute, not of five as in use: more turns, so that a
machine's moods hit both alike, and more work for us. Processor time is given as well, for machines that are shared.
Fewer tokens make the comparison harder for us: people's speech has 60 or more for each half minute.

RECOGNITION QUALITY ON UNSEEN SPEECH IS NOT MEASURED HERE: the small model's weights are random, and the tiny model knows
only the sentences of the demonstration.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "core"))

from picturelock.engines.base import RATE, OnProgress, Samples  # noqa: E402
from picturelock.engines.whisper import WhisperEngine  # noqa: E402
from picturelock.library import Library  # noqa: E402
from picturelock.media.audio import read_audio  # noqa: E402
from picturelock.speech import Segment  # noqa: E402
from picturelock.times import Flicks  # noqa: E402
from picturelock.transcription.run import transcribe  # noqa: E402
from picturelock.transcription.windows import Limits  # noqa: E402

TINY = ROOT / "demo" / "tiny-whisper"
SPEECH = ROOT / "tests" / "data" / "speech"
WAV_RATE = 48_000
MOST_OVERHEAD = 0.03

# openai/whisper-small
WIDTH, INNER, LAYERS, HEADS, WORDS, MELS = 768, 3072, 12, 12, 51_865, 80
POSITIONS_IN, POSITIONS_OUT = 1500, 448


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--minutes", type=float, default=30, help="of sound (30)")
    parser.add_argument("--window", type=int, default=60, help="seconds that windows aim at (60)")
    parser.add_argument("--tokens", type=int, default=10, help="written for each piece of up to half a minute (10)")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "picturelock-benchmarks")
    args = parser.parse_args()
    args.cache.mkdir(parents=True, exist_ok=True)
    model = small_shaped(args.cache / "small-shaped")
    media = speech_file(args.cache / f"speech-{args.minutes:g}.wav", args.minutes)
    print(f"{args.minutes:g} minutes of speech in one file, {media.stat().st_size / 1e6:.0f} MB, 48 kHz\n")
    within = overhead(media, model, args.tokens, Limits(args.window, 2 * args.window), args.cache)
    tiny(media, args.minutes, args.cache)
    print("\nRecognition quality on unseen speech is not measured here.")
    return 0 if within else 1


@dataclass
class Duel:
    """An engine that has every window recognised by a bare loop as well, and keeps the time of each."""

    ours: WhisperEngine
    tokens: int
    bare_s: float = 0.0
    bare_cpu_s: float = 0.0
    windows: int = 0
    words: list[int] = field(default_factory=lambda: [0, 0])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ours, name)

    def recognise(
        self, samples: Samples, language: str | None, on_progress: OnProgress, since: Flicks = 0
    ) -> Iterator[Segment]:
        self.windows += 1
        if self.windows % 2:
            self._bare(samples)
        for segment in self.ours.recognise(samples, language, on_progress, since):
            self.words[0] += len(segment.words)
            yield segment
        if self.windows % 2 == 0:
            self._bare(samples)

    def _bare(self, samples: Samples) -> None:
        from faster_whisper import BatchedInferencePipeline

        began, cpu = time.perf_counter(), time.process_time()
        segments, _ = BatchedInferencePipeline(self.ours._model).transcribe(
            samples, language="en", batch_size=self.ours.batch, beam_size=5, temperature=0.0, word_timestamps=True,
            vad_filter=True, max_new_tokens=self.tokens,
        )  # fmt: skip
        self.words[1] += sum(len(segment.words) for segment in segments)
        self.bare_s += time.perf_counter() - began
        self.bare_cpu_s += time.process_time() - cpu


def overhead(media: Path, model: Path, tokens: int, limits: Limits, cache: Path) -> bool:
    """Print the comparison; True if ours costs at most `MOST_OVERHEAD` more."""
    engine = WhisperEngine(model, temperatures=(0.0,), max_new_tokens=tokens)
    next(engine.recognise(np.concatenate(list(read_audio(SPEECH / "short_en.flac"))), "en", lambda _: None), None)
    duel = Duel(engine, tokens)
    library = cache / "library.sqlite"
    library.unlink(missing_ok=True)
    began, cpu = time.perf_counter(), time.process_time()
    with Library(library) as opened:
        transcribe(media, duel, opened, language="en", limits=limits)
    ours, ours_cpu = time.perf_counter() - began - duel.bare_s, time.process_time() - cpu - duel.bare_cpu_s
    over, over_cpu = ours / duel.bare_s - 1, ours_cpu / duel.bare_cpu_s - 1
    print(f"Whisper-small's shape, int8, beam 5, {tokens} tokens a piece, {duel.windows} windows, {engine.device}")
    print(
        f"  bare faster-whisper loop   {duel.bare_s:8.1f} s   (processor {duel.bare_cpu_s:8.1f} s, {duel.words[1]} words)"
    )
    print(f"  picturelock transcription  {ours:8.1f} s   (processor {ours_cpu:8.1f} s, {duel.words[0]} words)")
    print(f"  overhead                   {over:+8.2%}     (processor {over_cpu:+.2%}; at most {MOST_OVERHEAD:.0%})")
    began = time.perf_counter()
    with Library(library) as opened:
        again = transcribe(media, engine, opened, language="en", limits=limits)
    print(f"  the second time            {time.perf_counter() - began:8.2f} s   from the library: {again.cached}")
    return over <= MOST_OVERHEAD


def tiny(media: Path, minutes: float, cache: Path) -> None:
    if not (TINY / "model.bin").is_file():
        print("\nThe tiny model: not measured, demo/tiny-whisper holds no model")
        return
    library = cache / "tiny.sqlite"
    library.unlink(missing_ok=True)
    with Library(library) as opened:
        result = transcribe(media, WhisperEngine(TINY), opened, language="en")
    print(f"\nThe tiny model: {1000 * result.seconds / minutes:.0f} ms for each minute of sound, loading included")


def speech_file(path: Path, minutes: float) -> Path:
    """The tests' speech over and over, as a recorder would write it: 16 bit, 48 kHz."""
    wanted = round(minutes * 60 * RATE)
    if path.is_file():
        return path
    sound = np.concatenate([block for file in sorted(SPEECH.glob("*.flac")) for block in read_audio(file)])
    temporary = path.with_suffix(".part")
    with wave.open(str(temporary), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(WAV_RATE)
        for start in range(0, wanted, len(sound)):
            part = sound[: wanted - start]
            times = np.arange(3 * len(part)) / 3
            fine = np.interp(times, np.arange(len(part)), part)
            out.writeframes((np.clip(fine, -1, 1) * 32767).astype("<i2").tobytes())
    temporary.replace(path)
    return path


def small_shaped(folder: Path) -> Path:
    """A model of Whisper-small's shape with random weights, in CTranslate2 format; it never ends a text by itself."""
    if (folder / "model.bin").is_file():
        return folder
    from ctranslate2.specs import WhisperSpec

    spec = WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)
    fill = _Filler()
    fill.encoder(spec.encoder)
    names = json.loads((TINY / "vocabulary.json").read_text(encoding="utf-8"))
    end = names.index("<|endoftext|>")
    fill.decoder(spec.decoder, end)
    spec.register_vocabulary([*names, *(f"<unused{number}>" for number in range(WORDS - len(names)))])
    config = json.loads((TINY / "config.json").read_text(encoding="utf-8"))
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = config["suppress_ids_begin"]
    spec.config.lang_ids = config["lang_ids"]
    spec.config.alignment_heads = [[LAYERS // 2, head] for head in range(6)]
    spec.validate()
    spec.optimize(quantization="int8")
    temporary = Path(tempfile.mkdtemp(dir=folder.parent))
    spec.save(str(temporary))
    for name in ("tokenizer.json", "preprocessor_config.json"):
        shutil.copyfile(TINY / name, temporary / name)
    temporary.replace(folder)
    return folder


class _Filler:
    """Random weights, the same in every run."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(1)

    def weights(self, *shape: int) -> npt.NDArray[np.float32]:
        return 0.02 * self._random.standard_normal(shape, dtype=np.float32)

    def linear(self, layer: Any, out: int, into: int) -> None:
        layer.weight, layer.bias = self.weights(out, into), np.zeros(out, np.float32)

    def norm(self, layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def attention(self, layer: Any, to_itself: bool) -> None:
        self.norm(layer.layer_norm)
        widths = (3 * WIDTH, WIDTH) if to_itself else (WIDTH, 2 * WIDTH, WIDTH)
        for linear, width in zip(layer.linear, widths, strict=True):
            self.linear(linear, width, WIDTH)

    def feed_forward(self, layer: Any) -> None:
        self.norm(layer.layer_norm)
        self.linear(layer.linear_0, INNER, WIDTH)
        self.linear(layer.linear_1, WIDTH, INNER)

    def encoder(self, spec: Any) -> None:
        for convolution, into in ((spec.conv1, MELS), (spec.conv2, WIDTH)):
            convolution.weight, convolution.bias = self.weights(WIDTH, into, 3), np.zeros(WIDTH, np.float32)
        spec.position_encodings.encodings = self.weights(POSITIONS_IN, WIDTH)
        self.norm(spec.layer_norm)
        for layer in spec.layer:
            self.attention(layer.self_attention, to_itself=True)
            self.feed_forward(layer.ffn)

    def decoder(self, spec: Any, end: int) -> None:
        """end: the token that ends a text; it and all above it are made impossible, so that each text has full length."""
        spec.embeddings.weight = self.weights(WORDS, WIDTH)
        spec.position_encodings.encodings = self.weights(POSITIONS_OUT, WIDTH)
        self.norm(spec.layer_norm)
        for layer in spec.layer:
            self.attention(layer.self_attention, to_itself=True)
            self.attention(layer.attention, to_itself=False)
            self.feed_forward(layer.ffn)
        spec.projection.weight = spec.embeddings.weight.copy()
        spec.projection.bias = np.full(WORDS, -1e4, np.float32)
        spec.projection.bias[:end] = 0


if __name__ == "__main__":
    sys.exit(main())
