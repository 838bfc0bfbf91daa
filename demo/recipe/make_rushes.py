"""Render the demo's rushes and the tests' speech files with espeak-ng, and note when every word is heard.

    python make_rushes.py

The results are committed and other files depend on their durations: run it again only to change the story.
Writes demo/rushes/*.flac with truth.json, and tests/data/speech/*.flac, each with a .json beside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import soundfile as sf
from espeak import RATE_HZ, Audio, Espeak, SpokenWord
from screenplay import TAKES, VOICES, Line, Take

ROOT = Path(__file__).resolve().parents[2]
RUSHES = ROOT / "demo" / "rushes"
TEST_SPEECH = ROOT / "tests" / "data" / "speech"
PEAK = 10 ** (-6 / 20)
NOISE_RMS = 10 ** (-70 / 20)
MIXED_LENGTH_S = 75.0
SEED = 20240


@dataclass(frozen=True)
class Spoken:
    """One rendered utterance: 16 kHz samples with no silence around them, its words' times within them."""

    line: Line
    audio: Audio
    words: tuple[SpokenWord, ...]


def perform(espeak: Espeak, take: Take, rng: np.random.Generator) -> list[Spoken]:
    """Speak the lines of a take; no two takes are performed quite alike."""
    speed, pitch = int(rng.integers(-6, 7)), int(rng.integers(-3, 4))
    spoken = []
    for line in take.lines:
        base = VOICES[take.language, line.speaker]
        voice = replace(base, speed_wpm=base.speed_wpm + speed, pitch=base.pitch + pitch)
        audio, words = espeak.say(line.text, voice)
        level = 10 ** (float(rng.uniform(-2, 0)) / 20) / float(np.abs(audio).max())
        spoken.append(Spoken(line, audio * np.float32(level), tuple(words)))
    return spoken


def lay_out(
    spoken: list[Spoken], pauses_s: list[float], head_s: float, tail_s: float, rng: np.random.Generator
) -> tuple[Audio, list[dict[str, Any]]]:
    """Put utterances one after another; `pauses_s[i]`, in seconds, is the silence before utterance i + 1."""
    starts = [head_s]
    for before, pause in zip(spoken, pauses_s, strict=False):
        starts.append(starts[-1] + len(before.audio) / RATE_HZ + pause)
    length = int((starts[-1] + len(spoken[-1].audio) / RATE_HZ + tail_s) * RATE_HZ)
    audio = np.zeros(length, np.float32)
    utterances = []
    for item, start in zip(spoken, starts, strict=True):
        at = round(start * RATE_HZ)
        audio[at : at + len(item.audio)] += item.audio
        utterances.append(describe(item, at / RATE_HZ))
    audio *= np.float32(PEAK / np.abs(audio).max())
    # the faint noise of a room, so that a file is never digitally silent
    audio += rng.standard_normal(length).astype(np.float32) * np.float32(NOISE_RMS)
    return audio, utterances


def describe(item: Spoken, start_s: float) -> dict[str, Any]:
    """An utterance as the truth files tell it; times in seconds from the start of the file."""
    words = []
    for word in item.words:
        bounds = [round(start_s + time_s, 3) for time_s in (word.start_s, word.end_s)]
        words.append({"text": word.text, "start_s": bounds[0], "end_s": bounds[1]})
    return {
        "speaker": item.line.speaker,
        "text": item.line.text,
        "start_s": round(start_s, 3),
        "end_s": round(start_s + len(item.audio) / RATE_HZ, 3),
        "words": words,
    }


def write_flac(path: Path, audio: Audio) -> None:
    """Mono, 16 bits, 16 kHz."""
    sf.write(path, np.round(audio * 32767).astype(np.int16), RATE_HZ, subtype="PCM_16", compression_level=1.0)


def record(path: Path, language: str, audio: Audio, utterances: list[dict[str, Any]]) -> dict[str, Any]:
    """Write one sound file and give its entry for a truth file."""
    write_flac(path, audio)
    duration_s = round(len(audio) / RATE_HZ, 4)
    return {"language": language, "file": path.name, "duration_s": duration_s, "utterances": utterances}


def make_takes(espeak: Espeak) -> dict[str, list[Spoken]]:
    """Render every take of the demo, with truth.json beside them."""
    performed, truth = {}, {}
    for number, take in enumerate(TAKES):
        rng = np.random.default_rng([SEED, number])
        spoken = perform(espeak, take, rng)
        drawn = rng.uniform(0.6, 1.5, len(spoken) - 1)
        asked = [line.pause_s for line in take.lines[1:]]
        pauses = [float(p) if a is None else a for p, a in zip(drawn, asked, strict=True)]
        head_s, tail_s = rng.uniform(0.5, 1.0, 2)
        audio, utterances = lay_out(spoken, pauses, float(head_s), float(tail_s), rng)
        truth[take.name] = record(RUSHES / f"{take.name}.flac", take.language, audio, utterances)
        performed[take.name] = spoken
    write_json(RUSHES / "truth.json", {"takes": truth})
    return performed


def make_test_files(performed: dict[str, list[Spoken]]) -> None:
    """The tests' own files: the takes' very utterances, in another order and with other pauses."""
    by_language: dict[str, list[Spoken]] = {"en": [], "fr": []}
    for take in TAKES:
        by_language[take.language] += performed[take.name]
    rng = np.random.default_rng([SEED, 1000])
    english = [by_language["en"][i] for i in rng.permutation(len(by_language["en"]))]
    chosen, pauses, length_s = [english[0]], [], 1.6 + len(english[0].audio) / RATE_HZ
    for item in english[1:]:
        pause = float(rng.uniform(1.0, 4.0))
        length_s += pause + len(item.audio) / RATE_HZ
        if length_s > MIXED_LENGTH_S:
            break
        chosen.append(item)
        pauses.append(pause)
    files = {
        "mixed_long": ("en", chosen, pauses),
        "short_en": ("en", performed["A001C005_S007T02"][2:], [1.2]),
        "short_fr": ("fr", performed["B001C002_S004T02"][2:], [0.9]),
    }
    for name, (language, spoken, gaps) in files.items():
        audio, utterances = lay_out(spoken, gaps, 0.8, 0.8, rng)
        entry = record(TEST_SPEECH / f"{name}.flac", language, audio, utterances)
        write_json(TEST_SPEECH / f"{name}.json", entry)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Readable JSON in UTF-8, accents as they are."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Render everything."""
    for folder in (RUSHES, TEST_SPEECH):
        folder.mkdir(parents=True, exist_ok=True)
    make_test_files(make_takes(Espeak()))


if __name__ == "__main__":
    main()
