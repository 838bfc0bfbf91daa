"""The picture's curves against pictures whose every frame is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from picturelock.media.scan.model import MOVES, SAME, UNDER, Frames, PictureScan, Request
from picturelock.media.scan.run import measure

LOSSLESS = {"vcodec": "ffv1"}
FLAT = "color=gray:size=320x180:rate=25:duration={}"


def seen(path: Path) -> PictureScan:
    picture = measure(path, Request(), "").picture
    assert picture is not None
    return picture


def luma(code: int, seconds: float = 0.4) -> str:
    return f"{FLAT.format(seconds)},format=yuv420p,geq=lum={code}:cb=128:cr=128"


@pytest.mark.parametrize("code", [1, 16, 100, 235, 254])
def test_eight_bit_codes_are_told_as_ten(make: Any, code: int) -> None:
    picture = seen(make(f"luma{code}.mkv", luma(code), **LOSSLESS))
    assert set(picture.low.values()) == set(picture.high.values()) == {4 * code}
    assert picture.frames == 10 and not picture.missing


def test_ten_bit_codes_stay_as_they_are(make: Any) -> None:
    source = f"{FLAT.format(0.2)},format=yuv422p10le,geq=lum=777:cb=512:cr=512"
    assert set(seen(make("ten.mkv", source, **LOSSLESS)).low.values()) == {777}


def test_extremes_are_told_of_one_sample_in_a_hundred(make: Any) -> None:
    bright = "geq=lum='if(lt(X,16)*lt(Y,90),250,100)':cb=128:cr=128"  # 2.5 % of the picture
    picture = seen(make("spot.mkv", f"{FLAT.format(0.2)},format=yuv420p,{bright}", **LOSSLESS))
    assert (picture.low[0], picture.high[0]) == (400, 1000)
    assert picture.outside[0] == 250
    small = bright.replace("90", "18")  # 0.5 %
    assert seen(make("small.mkv", f"{FLAT.format(0.2)},format=yuv420p,{small}", **LOSSLESS)).high[0] == 400


def test_a_hold_is_zero_from_its_second_frame_to_its_last(make: Any) -> None:
    moving = "testsrc2=size=320x180:rate=25:duration=2"
    graph = f"{moving},split[a][b];[a][b]freezeframes=first=20:last=29:replace=19"
    holds = seen(make("hold.mkv", graph, **LOSSLESS)).holds.values()
    assert [number for number, kind in enumerate(holds) if kind == SAME] == list(range(20, 30))


def test_something_small_that_moves_is_no_freeze(make: Any) -> None:
    dot = "geq=lum='if(between(X,10*N,10*N+7)*between(Y,80,87),235,100)':cb=128:cr=128"
    holds = seen(make("dot.mkv", f"{FLAT.format(1)},format=yuv420p,{dot}", **LOSSLESS)).holds.values()
    assert set(holds) == {MOVES}


def test_a_slow_fade_is_no_freeze(make: Any) -> None:
    fade = "geq=lum='60+N/8':cb=128:cr=128"
    holds = seen(make("fade.mkv", f"{FLAT.format(8)},format=yuv420p,{fade}", **LOSSLESS)).holds.values()
    longest = max(len(run) for run in "".join("0" if kind == SAME else " " for kind in holds).split(" "))
    assert longest < 16


@pytest.mark.parametrize("bars", ["smptebars", "smptehdbars", "pal75bars", "pal100bars"])
def test_bars_are_known_to_the_frame(make: Any, bars: str) -> None:
    graph = f"testsrc2=size=320x180:rate=25:duration=1[a];{bars}=size=320x180:rate=25:duration=1[b];[a][b]concat=n=2:v=1:a=0"
    assert seen(make(f"{bars}.mkv", graph, **LOSSLESS)).bars == (Frames(25, 50),)


@pytest.mark.parametrize("other", ["testsrc", "testsrc2", "rgbtestsrc", "gradients", "colorspectrum"])
def test_other_pictures_are_no_bars(make: Any, other: str) -> None:
    path = make(f"not-{other}.mkv", f"{other}=size=320x180:rate=25,trim=end=1,format=yuv420p", **LOSSLESS)
    assert seen(path).bars == ()


def test_frames_off_the_grid_are_counted(make: Any) -> None:
    graph = "testsrc2=size=64x36:rate=25:duration=2,settb=1/1000,setpts='PTS+if(eq(N,30),16,0)'"
    picture = seen(make("uneven.mov", graph, vcodec="mpeg4", fps_mode="passthrough", enc_time_base="1/1000"))
    assert picture.uneven == (30,) and picture.uneven_count == 1


def test_frames_that_never_came_are_missing(make: Any) -> None:
    graph = "testsrc2=size=64x36:rate=25:duration=2,select='not(between(n,20,22))'"
    picture = seen(make("gap.mkv", graph, vcodec="ffv1", fps_mode="passthrough"))
    assert picture.missing == (Frames(20, 23),) and picture.frames == 50 == len(picture.change)


def test_rgb_and_other_shapes_are_measured_as_well(make: Any) -> None:
    path = make("rgb.mkv", "testsrc=size=50x202:rate=24000/1001,trim=end=0.5,format=gbrp", vcodec="ffv1")
    picture = seen(path)
    assert picture.frames == 12 and picture.high[0] > 800


def test_lit_samples_are_told_one_by_one_and_holds_under_a_counter(make: Any) -> None:
    lamp = "geq=lum='if(between(X,10,17)*between(Y,100,103),235,16)':cb=128:cr=128"
    picture = seen(make("lamp.mkv", f"{FLAT.format(0.2)},format=yuv420p,{lamp}", **LOSSLESS))
    assert (picture.high[0], picture.bright[0]) == (64, 940)
    count = "geq=lum='if(gt(Y,150)*lt(mod(X+5*N,40),20),235,100+mod(X,60))':cb=128:cr=128"
    under = seen(make("under.mkv", f"{FLAT.format(0.4)},format=yuv420p,{count}", **LOSSLESS)).holds.values()
    assert set(under[1:]) == {UNDER}


@pytest.mark.parametrize(("height", "layout"), [(480, "yuv420p"), (576, "yuv422p10le"), (720, "gbrp")])
def test_one_dead_field_is_seen_in_every_frame(make: Any, height: int, layout: str) -> None:
    lines = f"testsrc2=size=320x{height}:rate=25:duration=0.2,format=yuv444p,geq=lum='if(mod(Y,2),16,lum(X,Y))':cb=128:cr=128"
    assert set(seen(make(f"field{height}.mkv", f"{lines},format={layout}", **LOSSLESS)).torn.values()) == {1}
    whole = f"testsrc2=size=320x{height}:rate=25:duration=0.2,format={layout}"
    assert set(seen(make(f"fields{height}.mkv", whole, **LOSSLESS)).torn.values()) == {0}


def test_range_is_that_of_ebu_r_103_in_luma_and_in_red_green_and_blue(make: Any) -> None:
    wide = f"{FLAT.format(0.1)},format=yuv422p10le,setparams=colorspace=bt709,geq=lum='if(lt(X,160),{{}},500)':cb={{}}:cr=512"
    for luma_code, blue, share in ((984, 512, 0), (990, 512, 5000), (20, 512, 0), (14, 512, 5000), (850, 800, 5000)):
        path = make(f"r103-{luma_code}-{blue}.mkv", wide.format(luma_code, f"'if(lt(X,80),{blue},512)'"), **LOSSLESS)
        assert seen(path).outside[0] == share
