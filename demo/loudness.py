"""Integrated loudness after ITU-R BS.1770-4 and EBU R 128, worked out here so that the demo's truth is its own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

SAMPLE_RATE = 48_000
_BLOCK, _STEP = SAMPLE_RATE * 4 // 10, SAMPLE_RATE // 10
_ABSOLUTE_GATE_LUFS, _RELATIVE_GATE_LU = -70.0, -10.0
# BS.1770-4, tables 1 and 2: coefficients at 48 kHz of the head's filter and of the high pass
_FILTERS = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)


def integrated_lufs(samples: Samples) -> float:
    """Loudness of a whole film: samples x channels, 48 kHz, front channels only (each counts alike)."""
    power = np.sum(_weighted(samples) ** 2, axis=1)
    total = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(0, len(power) - _BLOCK + 1, _STEP)
    blocks = (total[starts + _BLOCK] - total[starts]) / _BLOCK
    blocks = blocks[_lufs(blocks) > _ABSOLUTE_GATE_LUFS]
    blocks = blocks[_lufs(blocks) > _lufs(blocks.mean()) + _RELATIVE_GATE_LU]
    return float(_lufs(blocks.mean()))


def _weighted(samples: Samples) -> npt.NDArray[np.float64]:
    """Each channel through the K-weighting filters, applied to its spectrum."""
    padded = 1 << (len(samples) + SAMPLE_RATE).bit_length()
    delay = np.exp(-2j * np.pi * np.arange(padded // 2 + 1) / padded)
    spectrum = np.fft.rfft(samples, padded, axis=0)
    for above, below in _FILTERS:
        spectrum *= (np.polyval(above[::-1], delay) / np.polyval(below[::-1], delay))[:, None]
    return np.fft.irfft(spectrum, padded, axis=0)[: len(samples)]


def _lufs(power: npt.NDArray[np.float64] | np.float64) -> npt.NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)))
