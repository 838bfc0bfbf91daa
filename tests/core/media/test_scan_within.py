"""The programme without what stands before it, from one measurement of the whole."""

from __future__ import annotations

import numpy as np
import pytest
from picturelock.media.scan.meter import Meter
from picturelock.media.scan.model import Group, ProgrammeScan
from picturelock.media.scan.sound import Desk
from picturelock.media.scan.within import centre_within, levels_within, within
from picturelock.times import FLICKS_PER_SECOND, Span

RATE = 48000
STEREO = Group((1, 2), "stereo")


def seconds(start: float, end: float) -> Span:
    return Span(int(start * FLICKS_PER_SECOND), int(end * FLICKS_PER_SECOND))


def tone(level: float, hertz: float = 1000) -> np.ndarray:
    """One second at so many LUFS in stereo."""
    return (10 ** (level / 20) * np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE)).astype(np.float32)


def measured(*levels: float) -> ProgrammeScan:
    """A second at each level."""
    meter = Meter(STEREO, RATE)
    for level in levels:
        meter.take(np.stack([tone(level)] * 2))
    return meter.finish()


def test_line_up_tone_is_no_programme() -> None:
    whole = measured(*[-18] * 10, *[-23] * 10)
    assert whole.integrated == pytest.approx(-19.8, abs=0.1)
    part = within(whole, seconds(10, 20))
    assert part.integrated == pytest.approx(-23, abs=0.02)
    assert part.short_term == pytest.approx(-23, abs=0.02) and part.range_lu < 0.1
    assert part.true_peak == pytest.approx(-23, abs=0.05)
    assert part.short_term_at > 13 * FLICKS_PER_SECOND and part.true_peak_at > 10 * FLICKS_PER_SECOND
    assert within(whole, seconds(0, 10)).integrated == pytest.approx(-18, abs=0.02)


def test_tone_makes_no_silence_loud() -> None:
    part = within(measured(*[-18] * 5, *[-160] * 10), seconds(5, 15))
    assert part.integrated is None and part.short_term is None


def test_nothing_inside_is_nothing_heard() -> None:
    whole = measured(*[-23] * 3)
    for span in (seconds(9, 12), seconds(1, 1.2), seconds(2, 2)):
        assert within(whole, span).integrated is None
    failed = ProgrammeScan(STEREO, problem="no")
    assert within(failed, seconds(0, 1)) is failed


def test_a_channel_is_judged_by_its_part() -> None:
    desk = Desk(RATE, [(0, 1, 1)], [], "film.mov")
    for number, wave in enumerate([tone(-18)] * 3 + [tone(-30, 60)] * 3):
        desk.take(0, number, memoryview(wave.tobytes()))  # type: ignore[arg-type]
    (channel,) = desk.finish().channels
    levels, first = levels_within(channel, seconds(3, 6))
    assert first == 75 and len(levels) == 75 and min(levels) == pytest.approx(3301, abs=30)
    assert centre_within(channel, seconds(3, 6)) == pytest.approx(60, abs=10)
    whole = centre_within(channel, seconds(0, 6))
    assert whole is not None and whole > 900
    assert centre_within(channel, seconds(8, 9)) is None
