"""What an .otio file shows, when: against record times computed by hand, in frames at 24."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from conftest_timeline import clip, gap, marker, media, span, stack, time, timeline, track, transition, warp

from picturelock.cut import Cut, Shot
from picturelock.cutmap import CutMap, audible
from picturelock.errors import InputError, UsageError
from picturelock.speech import Word
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate, Span

Write = Callable[..., Path]
RATE = FrameRate(24)
