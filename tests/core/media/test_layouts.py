"""Channel layouts: named in any order, and never the end of the process."""

from __future__ import annotations

from math import log10
from typing import Any

import numpy as np
import pytest
from picturelock.media.audio import read_audio
from picturelock.media.layouts import channels_of, in_order
from picturelock.media.probe import probe
from picturelock.media.scan.meter import Meter
from picturelock.media.scan.model import Group, Request
from picturelock.media.scan.run import measure
from picturelock.times import FLICKS_PER_SECOND

RATE = 48000
WIDE = ("mono", "stereo", "5.1", "5.1(side)", "7.1", "7.1(wide)", "octagonal", "cube", "hexadecagonal", "22.2")
_SURROUNDS = {"BL", "BR", "SL", "SR", "BC", "TBL", "TBR", "TBC"}


@pytest.mark.parametrize("layout", WIDE)
def test_every_layout_is_measured(layout: str) -> None:
    names = channels_of(layout)
    meter = Meter(Group(tuple(range(1, len(names) + 1)), layout), RATE)
    wave = (0.02 * np.sin(2 * np.pi * 997 * np.arange(RATE) / RATE)).astype(np.float32)
    for _ in range(3):
        meter.take(np.stack([wave] * len(names)))
    found = meter.finish()
    alone = 20 * log10(0.02) - 3.01
    lows = sum(name.startswith("LFE") for name in names)
    most = 1.41 * len(names)
    assert found.integrated is not None and found.true_peak == pytest.approx(20 * log10(0.02), abs=0.05)
    assert alone + 10 * log10(len(names) - lows) - 0.05 <= found.integrated <= alone + 10 * log10(most) + 0.05
    if not _SURROUNDS & set(names):
        assert found.integrated == pytest.approx(alone + 10 * log10(len(names)), abs=0.05)


@pytest.fixture(scope="module")
def seven(make: Any) -> Any:
    """7.1 with its sides before its backs, as QuickTime has it: an order of its own, which FFmpeg keeps as a list."""
    waves = "|".join(["0.03*sin(2*PI*997*t)"] * 8)
    sound = f"aevalsrc={waves}:s=48000:c=FL+FR+FC+LFE+SL+SR+BL+BR:d=2"
    return make("seven.mov", "testsrc2=size=64x48:rate=25:duration=2", sound, vcodec="mpeg4", acodec="pcm_s24le")


def test_an_order_of_its_own_is_read_again_and_again(seven: Any) -> None:
    for _ in range(5):
        (stream,) = probe(seven).audio
        assert (stream.channels, stream.layout) == (8, "8 channels (FL+FR+FC+LFE+SL+SR+BL+BR)")
    layout, channels = in_order(stream.layout) or ("", ())
    assert (layout, channels) == ("7.1", (0, 1, 2, 3, 6, 7, 4, 5))
    group = Group(tuple(at + 1 for at in channels), layout)
    (found,) = measure(seven, Request((group,)), "").programmes
    assert found.integrated == pytest.approx(20 * log10(0.03) - 3.01 + 10 * log10(5 + 2 * 1.41), abs=0.05)


def test_it_is_decoded_for_speech_as_well(seven: Any) -> None:
    heard = np.concatenate(list(read_audio(seven, rate=16_000)))
    assert len(heard) == pytest.approx(32_000, abs=50) and np.abs(heard).max() > 0.001


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("stereo", ("stereo", (0, 1))),
        ("6 channels (FL+FC+FR+BL+BR+LFE)", ("5.1", (0, 2, 1, 5, 3, 4))),
        ("2 channels (FR+FL)", ("stereo", (1, 0))),
        ("8 channels", None),
        ("3 channels (FL+FR+XYZ)", None),
        ("", None),
    ],
)
def test_channels_in_another_order(name: str, found: Any) -> None:
    assert in_order(name) == found


def test_a_wait_in_silence_is_not_measured_hop_by_hop() -> None:
    meter = Meter(Group((1, 2), "stereo"), RATE)
    wave = (0.1 * np.sin(2 * np.pi * 997 * np.arange(RATE) / RATE)).astype(np.float32)
    loud, nothing = np.stack([wave, wave]), np.zeros((2, RATE), np.float32)
    for part in (*[loud] * 2, *[nothing] * 60, *[loud] * 2):
        meter.take(part)
    found = meter.finish()
    assert len(found.momentary) == len(found.short) == 640
    assert found.integrated == pytest.approx(20 * log10(0.1), abs=0.6)
    assert found.true_peak_at <= 2 * FLICKS_PER_SECOND or found.true_peak_at > 61 * FLICKS_PER_SECOND
