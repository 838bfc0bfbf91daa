"""Speeds in an M2 line: frames of source in a second of record, with one decimal, or as many as are needed."""

from __future__ import annotations

from fractions import Fraction

from picturelock.times import FrameRate

_DECIMALS = 4


def speed_of(fps: Fraction, rate: FrameRate) -> Fraction:
    """An M2 speed as source over record. At NTSC rates some write 48.0 for twice as fast, some 47.952."""
    by_label, by_rate = fps / rate.nominal, fps / Fraction(rate.num, rate.den)
    chosen = by_label if _from_whole(by_label) <= _from_whole(by_rate) else by_rate
    whole = Fraction(round(chosen * 100), 100)
    # One decimal is all that M2 often has: 47.952 is written 048.0 or 047.9.
    return whole if abs(chosen - whole) * rate.nominal < Fraction(1, 10) and chosen is by_rate else chosen


def m2_text(speed: Fraction, rate: FrameRate) -> str:
    """A signed speed as an M2 line has it: "048.0", "-024.0"; more decimals only where one is not exact."""
    fps = speed * rate.nominal
    decimals = next((places for places in range(1, _DECIMALS) if (fps * 10**places).denominator == 1), _DECIMALS)
    text = f"{float(abs(fps)):0{4 + decimals}.{decimals}f}"
    return f"-{text}" if fps < 0 else text


def _from_whole(speed: Fraction) -> Fraction:
    return abs(speed - Fraction(round(speed * 100), 100))
