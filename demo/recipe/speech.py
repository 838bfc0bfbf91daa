"""The committed rushes as training material: cut into utterances, and put together again in other ways."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile as sf

ROOT = Path(__file__).resolve().parents[2]
RUSHES = ROOT / "demo" / "rushes"
TEST_SPEECH = ROOT / "tests" / "data" / "speech"
RATE_HZ = 16_000
Audio = npt.NDArray[np.float32]
Rng = np.random.Generator


@dataclass(frozen=True)
class Word:
    """A written word with its punctuation; times in seconds."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Utterance:
    """A cut-out utterance: 16 kHz samples, and its words' times within them; `before_s` of silence led up."""

    language: str
    audio: Audio
    words: tuple[Word, ...]
    before_s: float

    @property
    def length_s(self) -> float:
        """How long it is, in seconds."""
        return len(self.audio) / RATE_HZ


@dataclass(frozen=True)
class Placed:
    """An utterance in a window, and when it begins there, in seconds."""

    utterance: Utterance
    start_s: float

    @property
    def end_s(self) -> float:
        """When it ends, in seconds from the start of the window."""
        return self.start_s + self.utterance.length_s


def load_take(path: Path, entry: dict[str, Any]) -> list[Utterance]:
    """Cut a file into its utterances."""
    audio, rate = sf.read(path, dtype="float32")
    if rate != RATE_HZ:
        raise ValueError(f"{path.name} is not at {RATE_HZ} Hz")
    utterances, ended_s = [], 0.0
    for item in entry["utterances"]:
        start_s = item["start_s"]
        part = audio[int(start_s * RATE_HZ) : int(item["end_s"] * RATE_HZ)].copy()
        words = tuple(Word(w["text"], w["start_s"] - start_s, w["end_s"] - start_s) for w in item["words"])
        utterances.append(Utterance(entry["language"], part, words, start_s - ended_s))
        ended_s = item["end_s"]
    return utterances


def load_takes() -> list[list[Utterance]]:
    """Every take of the rushes, and the long test file as one more, each as its utterances in order."""
    truth = json.loads((RUSHES / "truth.json").read_text(encoding="utf-8"))["takes"]
    takes = [load_take(RUSHES / entry["file"], entry) for entry in truth.values()]
    long_entry = json.loads((TEST_SPEECH / "mixed_long.json").read_text(encoding="utf-8"))
    return [*takes, load_take(TEST_SPEECH / "mixed_long.flac", long_entry)]


def part_of(utterance: Utterance, rng: Rng) -> Utterance:
    """The part before or after a comma: speech detection sometimes cuts there."""
    commas = [i for i, word in enumerate(utterance.words[:-1]) if word.text.endswith(",")]
    if not commas:
        return utterance
    index = int(rng.choice(commas))
    words = utterance.words
    cut_s = (words[index].end_s + words[index + 1].start_s) / 2
    cut = int(cut_s * RATE_HZ)
    if rng.random() < 0.5:
        return Utterance(utterance.language, utterance.audio[:cut], words[: index + 1], utterance.before_s)
    later = tuple(Word(w.text, w.start_s - cut_s, w.end_s - cut_s) for w in words[index + 1 :])
    return Utterance(utterance.language, utterance.audio[cut:], later, 0.1)


def gap_s(rng: Rng, utterance: Utterance) -> float:
    """A silence before an utterance, in seconds: as in its take, as speech detection leaves it, or any."""
    draw = rng.random()
    if draw < 0.3:
        return utterance.before_s
    if draw < 0.85:
        return float(rng.uniform(0.3, 1.7))
    return float(rng.uniform(1.7, 4.2)) if draw < 0.95 else float(rng.uniform(0.08, 0.3))


def arrange(takes: list[list[Utterance]], length_s: float, whole: bool, rng: Rng) -> list[Placed]:
    """Utterances of one language, in the order of takes or in any, until `length_s`.

    The last may run beyond it, as at the end of a 30 s window, unless all are to be `whole`.
    """
    language = ("en", "fr")[int(rng.integers(2))]
    mine = [take for take in takes if take[0].language == language]
    everything = [utterance for take in mine for utterance in take]
    in_order = rng.random() < 0.45
    waiting: list[Utterance] = []
    placed: list[Placed] = []
    now_s = float(rng.uniform(0.0, 0.7) if rng.random() < 0.75 else rng.uniform(0.7, 3.0))
    while now_s < length_s - 0.1:
        if not waiting:
            source = mine[int(rng.integers(len(mine)))] if in_order else everything
            waiting = list(source) if in_order else [source[int(rng.integers(len(source)))]]
        utterance = waiting.pop(0)
        if rng.random() < 0.04:
            utterance = part_of(utterance, rng)
        if placed:
            now_s += gap_s(rng, utterance)
        if now_s + (utterance.length_s if whole else 0.1) > length_s:
            break
        placed.append(Placed(utterance, now_s))
        now_s += utterance.length_s
    return placed


def mix(placed: list[Placed], length_s: float, rng: Rng) -> Audio:
    """The sound of a window, at any level within 8 dB or so of the rushes', over any faint noise."""
    audio = np.zeros(int(length_s * RATE_HZ), np.float32)
    level = 10 ** (float(rng.uniform(-8, 7)) / 20)
    for item in placed:
        at = int(item.start_s * RATE_HZ)
        count = min(len(item.utterance.audio), len(audio) - at)
        own = level * 10 ** (float(rng.uniform(-1.5, 1.5)) / 20)
        audio[at : at + count] += item.utterance.audio[:count] * np.float32(own)
    noise_db = rng.uniform(-80, -58) if rng.random() < 0.8 else rng.uniform(-58, -42)
    return audio + rng.standard_normal(len(audio)).astype(np.float32) * np.float32(10 ** (noise_db / 20))
