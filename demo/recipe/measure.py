"""Measure the demo's tiny Whisper on the demo's rushes and the tests' speech, as faster-whisper runs it.

    python measure.py [--model demo/tiny-whisper] [--quick]

Needs faster-whisper (with its PyAV) and soundfile.  Each file is heard by the ordinary and by the batched
pipeline, as it is; through a 48 kHz .mov and back; and 6 dB fainter and louder.  Prints a table, and ends
with status 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import soundfile as sf
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.audio import decode_audio

ROOT = Path(__file__).resolve().parents[2]
RUSHES = ROOT / "demo" / "rushes"
TEST_SPEECH = ROOT / "tests" / "data" / "speech"
RATE_HZ = 16_000
Audio = npt.NDArray[np.float32]
Words = list[tuple[str, float]]
Hear = Callable[[Audio, str | None], tuple[Iterable[Any], Any]]


@dataclass(frozen=True)
class Sample:
    """A recording and its true words, with their starts in seconds."""

    name: str
    language: str
    audio: Audio
    words: Words


@dataclass
class Result:
    """What was heard of some recordings; errors of word starts in seconds."""

    words: int = 0
    wrong: int = 0
    misspelt: int = 0
    fallbacks: int = 0
    languages_wrong: int = 0
    late_s: list[float] = field(default_factory=list)

    def add(self, other: Result) -> None:
        """Count another result in."""
        self.words += other.words
        self.wrong += other.wrong
        self.misspelt += other.misspelt
        self.fallbacks += other.fallbacks
        self.languages_wrong += other.languages_wrong
        self.late_s += other.late_s

    def row(self, name: str) -> str:
        """One line of the table."""
        off = np.abs(self.late_s) if self.late_s else np.array([np.inf])
        shares = [100 * float((off <= limit).mean()) for limit in (0.2, 0.3)]
        return (
            f"{name:<34}{self.words:>6}{self.wrong:>7}{self.misspelt:>7}"
            f"{self.languages_wrong:>6}{self.fallbacks:>6}"
            f"{1000 * float(np.median(off)):>8.0f}{1000 * float(np.quantile(off, 0.9)):>8.0f}"
            f"{shares[0]:>9.1f}{shares[1]:>9.1f}"
        )


HEADER = (
    f"{'':<34}{'words':>6}{'wrong':>7}{'marks':>7}{'lang':>6}{'temp':>6}"
    f"{'median':>8}{'90 %':>8}{'<200 ms':>9}{'<300 ms':>9}"
)


def plain(text: str) -> str:
    """A word without case and punctuation."""
    return re.sub(r"[^\w'-]", "", text.lower())


def load() -> list[Sample]:
    """All takes, the tests' files, and the English takes one after another with 1.5 s between them."""
    takes = json.loads((RUSHES / "truth.json").read_text("utf-8"))["takes"]
    entries = [(RUSHES, entry) for entry in takes.values()]
    for path in sorted(TEST_SPEECH.glob("*.json")):
        entries.append((TEST_SPEECH, json.loads(path.read_text("utf-8"))))
    samples = []
    for folder, entry in entries:
        audio, _ = sf.read(folder / entry["file"], dtype="float32")
        words = [(w["text"], w["start_s"]) for u in entry["utterances"] for w in u["words"]]
        samples.append(Sample(Path(entry["file"]).stem, entry["language"], audio, words))
    return [*samples, *(joined(samples, language) for language in ("en", "fr"))]


def joined(samples: list[Sample], language: str) -> Sample:
    """All takes of a language in one recording."""
    rng = np.random.default_rng(0)
    parts: list[Audio] = []
    words: Words = []
    for sample in samples:
        if sample.language == language and "_S0" in sample.name:
            now_s = sum(len(part) for part in parts) / RATE_HZ
            words += [(text, start_s + now_s) for text, start_s in sample.words]
            gap = rng.standard_normal(int(1.5 * RATE_HZ)).astype(np.float32) * np.float32(10 ** (-70 / 20))
            parts += [sample.audio, gap]
    return Sample(f"all takes, {language}", language, np.concatenate(parts), words)


def through_mov(audio: Audio) -> Audio:
    """As a camera file would hold it, 48 kHz PCM in a .mov, then decoded to 16 kHz again."""
    memory = io.BytesIO()
    with av.open(memory, "w", format="mov") as container:
        stream = container.add_stream("pcm_s16le", rate=48_000, layout="mono")
        up = av.AudioResampler("s16", "mono", 48_000)
        pcm = np.round(np.clip(audio, -1, 1) * 32767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(pcm, "s16", "mono")
        frame.sample_rate = RATE_HZ
        for part in (*up.resample(frame), *up.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    memory.seek(0)
    return decode_audio(memory, RATE_HZ)


def compare(sample: Sample, segments: Iterable[Any], language: str) -> Result:
    """Set what was heard against the truth."""
    segments = list(segments)
    heard = [(w.word.strip(), w.start) for s in segments for w in s.words or []]
    result = Result(words=len(sample.words), languages_wrong=int(language != sample.language))
    result.fallbacks = sum((s.temperature or 0) > 0 for s in segments)
    true = [plain(text) for text, _ in sample.words]
    mine = [plain(text) for text, _ in heard]
    for kind, a, b, c, d in SequenceMatcher(None, true, mine, autojunk=False).get_opcodes():
        if kind != "equal":
            result.wrong += max(b - a, d - c)
            continue
        for (text, start_s), (own, own_s) in zip(sample.words[a:b], heard[c:d], strict=True):
            result.late_s.append(own_s - start_s)
            result.misspelt += text != own
    return result


def pipelines(folder: Path) -> dict[str, Hear]:
    """The two ways in which faster-whisper is run."""
    model = WhisperModel(str(folder), device="cpu", compute_type="int8")
    batched = BatchedInferencePipeline(model)

    def ordinary(audio: Audio, language: str | None) -> tuple[Iterable[Any], Any]:
        return model.transcribe(
            audio,
            language=language,
            vad_filter=True,
            word_timestamps=True,
            beam_size=5,
            condition_on_previous_text=False,
        )

    def in_batches(audio: Audio, language: str | None) -> tuple[Iterable[Any], Any]:
        return batched.transcribe(audio, language=language, batch_size=8, vad_filter=True, word_timestamps=True)

    return {"ordinary": ordinary, "batched": in_batches}


def speechless(hear: Hear) -> int:
    """How many words are heard in 20 s of silence, of a tone and of noise."""
    count = 20 * RATE_HZ
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(count) / RATE_HZ)
    noise = 0.1 * np.random.default_rng(1).standard_normal(count)
    heard = 0
    for audio in (np.zeros(count), tone, noise):
        segments, _ = hear(audio.astype(np.float32), None)
        heard += sum(len(segment.text.split()) for segment in segments)
    return heard


def measure(samples: list[Sample], hear: Hear, change: Callable[[Audio], Audio], detail: bool) -> Result:
    """Hear all samples, in their language and then without being told it."""
    total = Result()
    for sample in samples:
        audio = change(sample.audio)
        both = Result()
        for language in (None, sample.language):
            segments, info = hear(audio, language)
            segments = list(segments)
            one = compare(sample, segments, info.language)
            if one.wrong:
                print(f"  ! {sample.name}: {' '.join(segment.text.strip() for segment in segments)}")
            both.add(one)
        if detail:
            print(both.row(sample.name))
        total.add(both)
    return total


def main() -> int:
    """Print the table; 1 where a target is missed."""
    plain_help = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain_help)
    parser.add_argument("--model", type=Path, default=ROOT / "demo" / "tiny-whisper")
    parser.add_argument("--quick", action="store_true", help="only as it is")
    options = parser.parse_args()
    samples = load()
    changes: dict[str, Callable[[Audio], Audio]] = {"as it is": lambda audio: audio}
    if not options.quick:
        changes["through a 48 kHz .mov"] = through_mov
        changes["-6 dB"] = lambda audio: audio * np.float32(0.5)
        changes["+6 dB"] = lambda audio: audio * np.float32(2.0)
    missed = False
    for way, hear in pipelines(options.model).items():
        for name, change in changes.items():
            detail = name == "as it is"
            print(f"\n{HEADER}" if detail else "", end="\n" if detail else "")
            total = measure(samples, hear, change, detail)
            print(total.row(f"{way}, {name}"), flush=True)
            off = np.abs(total.late_s)
            missed |= bool(total.wrong or total.languages_wrong or total.fallbacks)
            missed |= not len(off) or float(np.median(off)) > 0.1 or float((off <= 0.3).mean()) < 0.9
        heard = speechless(hear)
        print(f"{way}: words in silence, tone and noise: {heard}")
        missed |= heard > 0
    print("a target is missed" if missed else "all targets are met")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
