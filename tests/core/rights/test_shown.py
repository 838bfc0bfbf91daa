"""What is on screen and heard, to the frame: hidden only where that is certain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from picturelock.cut import Effect
from picturelock.media.probe import AudioStream, MediaInfo, VideoStream
from picturelock.rights.shown import heard_spans, seen_spans, total
from picturelock.rights.sources import used_sources
from picturelock.times import FrameRate, Span

Make = Callable[..., Any]
RATE = FrameRate(25)


def frames(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    return [(RATE.nearest(span.start), RATE.nearest(span.end)) for span in spans]


def info(pixels: str = "yuv422p10", width: int = 1920, audio: bool = False) -> MediaInfo:
    video = VideoStream(0, "prores", width, 1080, RATE, 100, False, pixels)
    sound = (AudioStream(0, "pcm", 48000, 2, "stereo"),) if audio else ()
    return MediaInfo(Path("x.mov"), "mov", RATE.time_of(100), (video,), sound, None, "pl1:x", 1)


def test_a_camera_file_on_top_hides_what_is_under_it(make_dossier: Make, make_shot: Make) -> None:
    shots = [make_shot("A.mxf", 0, 50), make_shot("B.mxf", 10, 20, track="V2")]
    seen = seen_spans(make_dossier(shots).cut, {})
    assert {key: frames(spans) for key, spans in seen.items()} == {"/A.mxf": [(0, 10), (20, 50)], "/B.mxf": [(10, 20)]}
    assert RATE.nearest(total(seen["/A.mxf"])) == 40


@pytest.mark.parametrize("name", ["logo.png", "title.mov", "matte.exr", "x.psd"])
def test_what_may_be_transparent_hides_nothing_while_nobody_has_looked(
    make_dossier: Make, make_shot: Make, name: str
) -> None:
    shots = [make_shot("A.mxf", 0, 50), make_shot(name, 0, 50, track="V2")]
    assert frames(seen_spans(make_dossier(shots).cut, {})["/A.mxf"]) == [(0, 50)]


@pytest.mark.parametrize(
    ("upper", "hidden"),
    [(info(), True), (info("yuva444p12le"), False), (info("rgba"), False), (info(width=1440), False)],
)
def test_a_file_that_was_looked_into_tells(make_dossier: Make, make_shot: Make, upper: MediaInfo, hidden: bool) -> None:
    shots = [make_shot("A.mov", 0, 50), make_shot("T.mov", 0, 50, track="V2"), make_shot("C.mov", 60, 70)]
    media = {"/A.mov": info(), "/C.mov": info(), "/T.mov": upper}
    assert bool(seen_spans(make_dossier(shots).cut, media)["/A.mov"]) is not hidden


def test_an_effect_or_a_generator_on_top_hides_nothing(make_dossier: Make, make_shot: Make) -> None:
    small = make_shot("B.mxf", 0, 50, track="V2", effects=(Effect("other", "Transform"),))
    black = make_shot("black", 0, 50, track="V3")
    black = replace(black, source=replace(black.source, generated=True))
    assert frames(seen_spans(make_dossier([make_shot("A.mxf", 0, 50), small, black]).cut, {})["/A.mxf"]) == [(0, 50)]


def test_a_dissolve_counts_with_both_sides_and_hides_nothing_while_it_lasts(
    make_dossier: Make, make_shot: Make
) -> None:
    handle = RATE.time_of(5)
    a = make_shot("A.mxf", 0, 20, effects=(Effect("transition-out", "dissolve", handle),))
    b = make_shot("B.mxf", 20, 40, effects=(Effect("transition-in", "dissolve", handle),))
    under = make_shot("U.mxf", 0, 40, track="V0")
    seen = seen_spans(make_dossier([a, b, under]).cut, {})
    assert frames(seen["/A.mxf"]) == [(0, 25)] and frames(seen["/B.mxf"]) == [(15, 40)]
    assert frames(seen["/U.mxf"]) == [(15, 25)]


def test_a_nest_is_as_high_as_its_parent(make_dossier: Make, make_shot: Make) -> None:
    shots = [make_shot("A.mxf", 0, 50, track="V1/2.V3"), make_shot("B.mxf", 0, 50, track="V2")]
    assert seen_spans(make_dossier(shots).cut, {})["/A.mxf"] == ()


def test_a_hidden_source_that_is_heard_is_used(make_dossier: Make, make_shot: Make) -> None:
    shots = [make_shot("A.mxf", 0, 50), make_shot("B.mxf", 0, 50, track="V2")]
    dossier = make_dossier(shots)
    assert [use.label for use in used_sources(dossier)] == ["A.mxf", "B.mxf"]
    silent = replace(dossier, media=MappingProxyType({"/A.mxf": info(), "/B.mxf": info()}))
    assert [use.label for use in used_sources(silent)] == ["B.mxf"]
    covered = make_dossier([*shots, make_shot("M.wav", 0, 50, track="A1", kind="audio")])
    assert [use.label for use in used_sources(covered)] == ["B.mxf", "M.wav"]


def test_sound_counts_once_and_with_its_fades(make_dossier: Make, make_shot: Make) -> None:
    fade = (Effect("transition-out", "fade", RATE.time_of(3)),)
    shots = [
        make_shot("M.wav", 0, 10, track="A1", kind="audio"),
        make_shot("M.wav", 5, 20, track="A2", kind="audio", effects=fade),
    ]
    assert frames(heard_spans(make_dossier(shots).cut, {})["/M.wav"]) == [(0, 23)]
