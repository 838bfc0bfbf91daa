"""Training windows: log-mel features as faster-whisper makes them, wanted tokens, and when each sounds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from faster_whisper.feature_extractor import FeatureExtractor
from speech import Audio, Placed, Rng, Utterance, arrange, mix
from tokenizers import Tokenizer
from tokens import END, NO_SPEECH, NO_TIMESTAMPS, PREVIOUS, START, TIME_STEP_S, TIME_STEPS, TRANSCRIBE

MELS = 80
FRAMES_PER_S = 100
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Label:
    """A wanted token and the time in which it sounds, in seconds from the start of the window."""

    token: int
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Batch:
    """`spans` are encoder frames (20 ms) in which a target sounds; -1 elsewhere means: not judged."""

    features: torch.Tensor
    inputs: torch.Tensor
    targets: torch.Tensor
    spans: torch.Tensor
    frames: torch.Tensor
    offsets: torch.Tensor


class LogMel:
    """faster-whisper's log-mel before its clamp, through torch's own transform, which is far faster."""

    def __init__(self) -> None:
        self._filters = torch.tensor(FeatureExtractor(MELS).mel_filters, dtype=torch.float32)
        self._window = torch.hann_window(400)

    def __call__(self, audio: Audio) -> npt.NDArray[np.float32]:
        """Give MELS x frames of 10 ms, as log10 of power."""
        padded = torch.nn.functional.pad(torch.from_numpy(audio), (0, 160))
        spectrum = torch.stft(padded, 400, 160, window=self._window, pad_mode="reflect", return_complex=True)
        power = spectrum[:, :-1].abs() ** 2
        return (self._filters @ power).clamp(min=1e-10).log10().numpy()


class WindowMaker:
    """An endless supply of windows `frames` long (10 ms each)."""

    def __init__(self, takes: list[list[Utterance]], tokenizer: Tokenizer, frames: int, seed: int) -> None:
        self._takes, self._frames = takes, frames
        self._rng: Rng = np.random.default_rng(seed)
        self._log_mel = LogMel()
        ids = tokenizer.token_to_id
        self._end, self._start, self._previous = ids(END), ids(START), ids(PREVIOUS)
        self._transcribe, self._no_speech = ids(TRANSCRIBE), ids(NO_SPEECH)
        self._no_times = ids(NO_TIMESTAMPS)
        self._languages = {name: ids(f"<|{name}|>") for name in ("en", "fr")}
        texts = {word.text for take in takes for utterance in take for word in utterance.words}
        self._tokens = {text: tokenizer.encode(" " + text).ids for text in texts}

    def batch(self, size: int) -> Batch:
        """Make `size` windows."""
        items = [self._one() for _ in range(size)]
        longest = max(len(item[1]) for item in items)
        inputs = np.full((size, longest), self._end)
        targets = np.full((size, longest), -1)
        spans = np.full((size, longest, 2), -1)
        for row, (_, given, wanted, where, _, _) in enumerate(items):
            inputs[row, : len(given)] = given
            targets[row, : len(wanted)] = wanted
            spans[row, : len(where)] = where
        stacked = [np.stack([item[0] for item in items]), inputs, targets, spans]
        stacked += [np.stack([item[4] for item in items]), np.array([item[5] for item in items])]
        return Batch(*(torch.from_numpy(array) for array in stacked))

    def _one(self) -> tuple[npt.NDArray[np.float32], list[int], list[int], list[tuple[int, int]], Ints, int]:
        rng, window_s = self._rng, self._frames / FRAMES_PER_S
        # only a full window may cut an utterance: speech detection leaves them whole
        full = rng.random() < 0.4
        length_s = window_s if full else float(rng.uniform(0.15, 1.0)) * window_s
        placed = [] if rng.random() < 0.03 else arrange(self._takes, length_s, not full, rng)
        if placed and not full:
            length_s = min(window_s, placed[-1].end_s + float(rng.uniform(0.05, 1.3)))
        features = self._features(mix(placed, length_s, rng))
        # a short window may stand for any place in a 30 s one: its positions and its time stamps move alike
        short = self._frames < 3000 and rng.random() < 0.6
        offset = int(rng.integers(0, 1500 - self._frames // 2)) if short else 0
        # (without time stamps, as the batched pipeline asks for them, is the harder of the two)
        timed = rng.random() < 0.35
        labels = self._labels(placed, length_s, offset, timed)
        given, wanted, where = self._sequence(placed, labels, timed)
        return features, given, wanted, where, self._sounding(placed, length_s), offset

    def _features(self, audio: Audio) -> npt.NDArray[np.float32]:
        rng = self._rng
        log_mel = self._log_mel(audio)[:, : self._frames]
        if rng.random() < 0.5:  # another resampler or microphone: a slight tilt, a duller top
            tilt = np.linspace(0, rng.uniform(-0.25, 0.25), MELS)
            tilt[-4:] -= rng.uniform(0, 1.0) * np.linspace(0, 1, 4) * (rng.random() < 0.6)
            log_mel = log_mel + tilt[:, None].astype(np.float32)
        # what is clamped depends on the loudest moment of the whole file, perhaps outside this window
        peak = log_mel.max() + (rng.uniform(0, 0.5) if rng.random() < 0.4 else 0.0)
        features = np.zeros((MELS, self._frames), np.float32)
        features[:, : log_mel.shape[1]] = (np.maximum(log_mel, peak - 8) + 4) / 4
        return features

    def _word(self, text: str, start_s: float, end_s: float, next_s: float) -> list[Label]:
        """A word's own token, then its punctuation, which sounds in the pause that follows."""
        word, *marks = self._tokens[text]
        pause_end_s = max(next_s, end_s + 0.06)
        return [Label(word, start_s, end_s), *(Label(mark, end_s, pause_end_s) for mark in marks)]

    def _words(self, placed: list[Placed], index: int, length_s: float) -> list[Label]:
        """The labels of one utterance, as far as it is heard before the window ends."""
        item, labels = placed[index], []
        words = item.utterance.words
        for number, word in enumerate(words):
            start_s, end_s = item.start_s + word.start_s, item.start_s + word.end_s
            if end_s > length_s + 0.01:
                break
            if number + 1 < len(words):
                next_s = item.start_s + words[number + 1].start_s
            else:
                next_s = placed[index + 1].start_s if index + 1 < len(placed) else length_s
            labels += self._word(word.text, start_s, end_s, min(next_s, length_s))
        return labels

    def _labels(self, placed: list[Placed], length_s: float, offset: int, timed: bool) -> list[Label]:
        first_time = self._no_times + 1

        def stamp(time_s: float) -> int:
            return first_time + min(TIME_STEPS - 1, max(0, round(time_s / TIME_STEP_S) + offset))

        labels: list[Label] = []
        for index, item in enumerate(placed):
            if timed:
                # the runtime allows no first stamp after one second
                begin_s = min(item.start_s, 1.0) if index == 0 and not offset else item.start_s
                labels.append(Label(stamp(begin_s), item.start_s, item.start_s + 0.06))
                if item.end_s > length_s + 0.02 and index > 0:
                    break  # only its start is told: the next window begins there
            labels += self._words(placed, index, length_s)
            if timed:
                end_s = min(item.end_s, length_s)
                labels.append(Label(stamp(end_s), end_s - 0.04, end_s + 0.06))
        if timed and not placed:
            labels.append(Label(first_time + offset, 0.0, 0.06))
        last_s = min(labels[-1].end_s if labels else 0.0, length_s - 0.1)
        return [*labels, Label(self._end, last_s, last_s + 0.1)]

    def _sequence(
        self, placed: list[Placed], labels: list[Label], timed: bool
    ) -> tuple[list[int], list[int], list[tuple[int, int]]]:
        """What the decoder is given, what it must say next, and where that sounds."""
        rng = self._rng
        spoken = placed[0].utterance.language if placed else ("en", "fr")[int(rng.integers(2))]
        language = self._languages[spoken]
        prompt = [self._start, language, self._transcribe] + ([] if timed else [self._no_times])
        before = self._prompt_before() if rng.random() < 0.08 else []
        given = [*before, *prompt, *(label.token for label in labels[:-1])]
        wanted = [-1] * len(given)
        where = [(-1, -1)] * len(given)
        wanted[len(before)] = language if placed else self._no_speech
        wanted[len(before) + 1] = self._transcribe
        for place, label in enumerate(labels, start=len(before) + len(prompt) - 1):
            wanted[place] = label.token
            if placed:
                begin = max(0, round(label.start_s / TIME_STEP_S))
                where[place] = (begin, max(begin + 1, round(label.end_s / TIME_STEP_S)))
        return given, wanted, where

    def _prompt_before(self) -> list[int]:
        """Earlier text, as a caller may give it."""
        takes, rng = self._takes, self._rng
        chosen = [takes[int(rng.integers(len(takes)))] for _ in range(int(rng.integers(1, 3)))]
        words = [word.text for take in chosen for word in take[int(rng.integers(len(take)))].words]
        return [self._previous, *(token for text in words for token in self._tokens[text])]

    def _sounding(self, placed: list[Placed], length_s: float) -> Ints:
        """Which word sounds in every 20 ms frame; the end token stands for silence."""
        frames = np.full(self._frames // 2, self._end)
        frames[math.ceil(length_s / TIME_STEP_S) :] = -1
        for item in placed:
            for word in item.utterance.words:
                begin = round((item.start_s + word.start_s) / TIME_STEP_S)
                end = round((item.start_s + word.end_s) / TIME_STEP_S)
                heard = frames[begin : max(begin + 1, end)]
                heard[heard >= 0] = self._tokens[word.text][0]
        return frames
