"""A small binding to espeak-ng's C library: speech at 16 kHz, and when every written word of it is spoken.

Needs the Debian package libespeak-ng1 (1.51 was used); nothing but the standard library and numpy.
"""

from __future__ import annotations

import ctypes as ct
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Audio = npt.NDArray[np.float32]

RATE_HZ = 16_000
_OUTPUT_SYNCHRONOUS, _PHONEME_EVENTS, _CHARS_UTF8 = 2, 1, 1
_EVENT_WORD, _EVENT_PHONEME = 1, 7
_PARAM_RATE, _PARAM_PITCH, _PARAM_RANGE = 1, 3, 4


@dataclass(frozen=True)
class Voice:
    """An espeak-ng voice: speed in words per minute, pitch and its range on espeak's scale of 0 to 99."""

    name: str
    speed_wpm: int = 155
    pitch: int = 50
    pitch_range: int = 50


@dataclass(frozen=True)
class SpokenWord:
    """One written word (with its punctuation) and when it is heard, in seconds from the recording's start."""

    text: str
    start_s: float
    end_s: float


class _Event(ct.Structure):
    _fields_ = [
        ("type", ct.c_int),
        ("unique_identifier", ct.c_uint),
        ("text_position", ct.c_int),
        ("length", ct.c_int),
        ("audio_position_ms", ct.c_int),
        ("sample", ct.c_int),
        ("user_data", ct.c_void_p),
        ("id", ct.c_char * 8),
    ]


_CALLBACK = ct.CFUNCTYPE(ct.c_int, ct.POINTER(ct.c_short), ct.c_int, ct.POINTER(_Event))


def resample(samples: Audio, from_hz: int, to_hz: int = RATE_HZ) -> Audio:
    """Change the sampling rate through the spectrum, which is exact for a whole recording held in memory."""
    wanted = int(len(samples) * to_hz / from_hz)
    padded = 1 << (len(samples) + 2047).bit_length()
    target = round(padded * to_hz / from_hz / 2) * 2
    spectrum = np.fft.rfft(samples, padded)[: target // 2 + 1]
    if len(spectrum) < target // 2 + 1:
        spectrum = np.pad(spectrum, (0, target // 2 + 1 - len(spectrum)))
    return (np.fft.irfft(spectrum, target)[:wanted] * (target / padded)).astype(np.float32)


class Espeak:
    """One running espeak-ng; `say` is deterministic for a given library version."""

    def __init__(self) -> None:
        self._lib = ct.CDLL("libespeak-ng.so.1")
        self._blocks: list[npt.NDArray[np.int16]] = []
        self._words_ms: list[tuple[int, int]] = []
        self._phonemes_ms: list[int] = []
        # the library keeps a bare pointer to the callback, so Python must keep it alive
        self._callback = _CALLBACK(self._collect)
        self.rate_hz: int = self._lib.espeak_Initialize(_OUTPUT_SYNCHRONOUS, 0, None, _PHONEME_EVENTS)
        if self.rate_hz <= 0:
            raise RuntimeError("espeak-ng could not be started")
        self._lib.espeak_SetSynthCallback(self._callback)

    def _collect(self, wav: ct._Pointer[ct.c_short], count: int, events: ct._Pointer[_Event]) -> int:
        if wav and count > 0:
            self._blocks.append(np.ctypeslib.as_array(wav, (count,)).copy())
        index = 0
        while events[index].type:
            if events[index].type == _EVENT_WORD:
                self._words_ms.append((events[index].text_position, events[index].audio_position_ms))
            elif events[index].type == _EVENT_PHONEME:
                self._phonemes_ms.append(events[index].audio_position_ms)
            index += 1
        return 0

    def say(self, text: str, voice: Voice) -> tuple[Audio, list[SpokenWord]]:
        """Speak `text`: 16 kHz samples in -1..1, trimmed to the sound itself, and the times of its words."""
        if self._lib.espeak_SetVoiceByName(voice.name.encode()):
            raise ValueError(f"espeak-ng has no voice {voice.name}")
        settings = {_PARAM_RATE: voice.speed_wpm, _PARAM_PITCH: voice.pitch, _PARAM_RANGE: voice.pitch_range}
        for parameter, value in settings.items():
            self._lib.espeak_SetParameter(parameter, value, 0)
        self._blocks.clear()
        self._words_ms.clear()
        self._phonemes_ms.clear()
        data = text.encode() + b"\0"
        zero, utf8 = ct.c_uint(0), ct.c_uint(_CHARS_UTF8)
        self._lib.espeak_Synth(data, ct.c_size_t(len(data)), zero, 1, zero, utf8, None, None)
        samples = np.concatenate(self._blocks).astype(np.float32) / 32768
        heard = np.flatnonzero(np.abs(samples) > 0.012 * np.abs(samples).max())
        first, last = int(heard[0]), int(heard[-1]) + 1
        words = self._words(text, samples, first, last)
        return resample(samples[first:last], self.rate_hz), words

    def _words(self, text: str, samples: Audio, first: int, last: int) -> list[SpokenWord]:
        """The words between blanks; where espeak reports several pieces of one ("l'ai"), the first counts."""
        matches = list(re.finditer(r"\S+", text))
        known: list[int | None] = []
        for match in matches:
            # espeak counts characters from one
            times = [ms for place, ms in self._words_ms if match.start() < place <= match.end()]
            known.append(int(min(times) * self.rate_hz / 1000) if times else None)
        known[0] = first
        starts = self._between(known, last)
        words = []
        for index, match in enumerate(matches):
            limit = starts[index + 1] if index + 1 < len(starts) else last
            end = self._sound_end(samples, starts[index], limit) if limit < last else last
            bounds = ((starts[index] - first) / self.rate_hz, (end - first) / self.rate_hz)
            words.append(SpokenWord(match.group(), bounds[0], bounds[1]))
        return words

    def _between(self, known: list[int | None], last: int) -> list[int]:
        """Give a start, in samples, to words that espeak runs into the one before ("on the" is one to it).

        Both words of such pairs ("on the", "in the") have two sounds: the phoneme that starts nearest to the
        middle begins the second.
        """
        starts: list[int] = []
        for index, sample in enumerate(known):
            if sample is None:
                limit = next((later for later in known[index + 1 :] if later is not None), last)
                guess = (starts[-1] + limit) // 2
                edges = [int(ms * self.rate_hz / 1000) for ms in self._phonemes_ms]
                inside = [edge for edge in edges if starts[-1] < edge < limit]
                sample = min(inside, key=lambda edge: abs(edge - guess), default=guess)
            starts.append(sample)
        return starts

    def _sound_end(self, samples: Audio, start: int, limit: int) -> int:
        """Where the sound between two samples dies away: a word ends before the pause that follows it."""
        part = np.abs(samples[start:limit])
        width = self.rate_hz // 100
        envelope = np.convolve(part, np.ones(width) / width, "same")
        loud = np.flatnonzero(envelope > 0.02 * envelope.max())
        silent = len(part) - int(loud[-1]) - 1
        # less than 60 ms is the closure of a consonant, not a pause
        return limit - silent if silent > 0.06 * self.rate_hz else limit
