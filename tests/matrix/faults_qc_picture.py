"""Faults of a master's picture, of what stands before and after it, and of whether it shows the cut."""

from __future__ import annotations

from typing import Any

from matrix.base import Fault, Scene
from matrix.qc_scenes import FILM, LIMITS, MASTER, PICTURE, A, B, master, of_qc, remake, stereo
from picturelock.media import ffmpeg

_BARS = "smptebars=size=128x72:rate=25:duration=2"
_EBU_BARS = "pal75bars=size=128x72:rate=25:duration=2"
_SLATE = "testsrc=size=128x72:rate=25:duration=2,trim=end_frame=1,loop=loop=49:size=1,setpts=N/25/TB"
_BLACK = "color=black:size=128x72:rate=25:duration={}"
_FIELDS = f"{FILM.replace('rate=25', 'rate=50')},interlace,setfield=prog"
_NEVER = "master-duration black-head picture-differs picture-swapped picture-slipped"
_LEADER = {"bars_length": "2 s", "slate_length": "2 s", "black_head": "1 s"}
_LED_LIMITS = LIMITS | _LEADER


def _led(*parts: str, seconds: int = 5) -> dict[str, Any]:
    """A master with a leader of these parts before the film, five seconds in all unless told otherwise."""
    names = "".join(f"[p{number}]" for number in range(len(parts)))
    chains = ";".join(f"{part}[p{number}]" for number, part in enumerate(parts))
    graph = f"{chains};{FILM}[film];{names}[film]concat=n={len(parts) + 1}:v=1:a=0"
    quiet = f"0.0708*sin(2*PI*997*t)*gte(t,{seconds})"
    return {
        "picture": graph,
        "sound": stereo(quiet, quiet, str(8 + seconds)),
        "timecode": f"23:59:{60 - seconds:02}:00",
    }


_GOOD_LEADER = _led(_BARS, _SLATE, _BLACK.format(1))
_LED: dict[str, Any] = {
    "made": _GOOD_LEADER,
    "order": "seconds_before = 5",
    "limits": _LED_LIMITS,
}


def _painted(luma: str, blue: str = "cb(X,Y)", red: str = "cr(X,Y)") -> dict[str, str]:
    """The film with a quarter of the picture painted from 3 s to 3.5 s."""
    where = "between(T,2.99,3.47)*lt(X,64)*lt(Y,36)"
    planes = f"lum='if({where},{luma},lum(X,Y))':cb='if({where},{blue},cb(X,Y))':cr='if({where},{red},cr(X,Y))'"
    return {"picture": f"{FILM}[f];[f]geq={planes}"}


def _covered(source: str, start: float, end: float) -> dict[str, str]:
    """The film with another picture over it for a while."""
    over = f"[base][over]overlay=enable='between(t,{start},{end})':eof_action=pass"
    return {"picture": f"{FILM}[base];{source}[over];{over}"}


def _held(first: int, last: int, of: str = FILM) -> dict[str, Any]:
    """The film in which the frame before `first` stands until `last`."""
    split = f"[f]split[x][y];[y]null[z];[x][z]freezeframes=first={first}:last={last}:replace={first - 1}"
    return {"picture": f"{of}[f];{split}", "crf": 4}


def _pulled_down(scene: Scene) -> None:
    master(scene, picture=f"{FILM}[f];[f]fps=20,fps=25", crf=4)


def _swapped(scene: Scene) -> None:
    """The master of a cut in which the two shots stand the other way round."""
    master(scene, picture=f"{B}[b];{A}[a];[b][a]concat=n=2:v=1:a=0")


def _other_version(scene: Scene) -> None:
    """The second shot in a version that shows something else."""
    other = "mandelbrot=size=128x72:rate=25,trim=end=4,setpts=PTS-STARTPTS"
    master(scene, picture=f"{A}[a];{other}[b];[a][b]concat=n=2:v=1:a=0")


def _slipped(scene: Scene) -> None:
    """Both shots, the first two frames late: its source begins with two frames that the cut does not use."""
    late = "testsrc2=size=128x72:rate=25:duration=5,trim=start_frame=2:end_frame=102,setpts=PTS-STARTPTS"
    master(scene, picture=f"{late}[a];{B}[b];[a][b]concat=n=2:v=1:a=0")


def _squeezed(scene: Scene) -> None:
    """Squeezed into a letterbox instead of cropped."""
    master(scene, picture=f"{FILM}[f];[f]scale=128:48,setsar=1,pad=128:72:0:12")


def _postage_stamp(scene: Scene) -> None:
    master(scene, picture=f"{FILM}[f];[f]scale=96:54,pad=128:72:16:9")


def _grainy(hold: str = "") -> dict[str, Any]:
    """The film with grain, in groups of twelve frames as XDCAM HD has them. hold: as `freezeframes` takes it."""
    held = f"split[x][y];[y]null[z];[x][z]freezeframes={hold}," if hold else ""
    return {
        "picture": f"{FILM}[f];[f]noise=alls=14:allf=t,{held}null",
        "vcodec": "mpeg2video", "pix_fmt": "yuv422p", "preset": None, "g": 12, "bf": 2, "b:v": "2500k",
    }  # fmt: skip


def _under_counter(scene: Scene) -> None:
    """The picture stands, and a strip at its bottom goes on."""
    strip = "testsrc2=size=128x8:rate=25:duration=8[strip];[held][strip]overlay=y=64"
    held = _held(30, 69)["picture"]
    master(scene, picture=f"{held}[held];{strip}", crf=4)


def _turned(scene: Scene) -> None:
    path = scene.root / MASTER
    upright = path.replace(path.with_name("upright.mov"))
    ffmpeg.render(
        [ffmpeg.source(upright, display_rotation=90)],
        path,
        time_limit_s=60,
        codec="copy",
        map="0",
        timecode="00:00:00:00",
    )
    upright.unlink()


_LAMP = "drawbox=x=60:y=30:w=4:h=2:c=white:t=fill,"
"""Of 128 x 72 pixels: a thousandth."""
_LINES = "format=yuv444p,geq=lum='if(mod(Y,2)*between(T,1,5),16,lum(X,Y))':cb='cb(X,Y)':cr='cr(X,Y)',format=yuv420p"
_LARGE: dict[str, Any] = {
    "picture": PICTURE | {"raster": "384x216"},
    "made": {"picture": f"{FILM}[f];[f]scale=384:216"},
}

FAULTS: tuple[Fault, ...] = (
    of_qc("level-low", "luma below black", remake(**_painted("1")), "level-low"),
    of_qc("level-high", "luma above white", remake(**_painted("254")), "level-high"),
    of_qc(
        "colour-range",
        "colours that no screen has",
        remake(**_painted("100", "250", "250")),
        "out-of-range",
        limits=LIMITS | {"out_of_range": "20 %"},
    ),
    of_qc("black", "black in the middle", remake(**_covered(_BLACK.format(8), 1, 1.99)), "black-inside"),
    of_qc("freeze", "a frozen picture", remake(**_held(30, 69)), "freeze"),
    of_qc("freeze-to-end", "frozen until the end of the file", remake(**_held(150, 199)), "freeze"),
    of_qc(
        "freeze-long-gop",
        "a frozen picture whose grain returns with each intra frame",
        remake(**_grainy("first=30:last=79:replace=29")),
        "freeze",
        picture={},
        made=_grainy(),
    ),
    of_qc(
        "repeat-long-gop",
        "one frame thrice, each coded anew",
        remake(**_grainy("first=50:last=51:replace=49")),
        "repeated-frames",
        picture={},
        made=_grainy(),
    ),
    of_qc("freeze-under-text", "a frozen picture under a counter that goes on", _under_counter, "freeze-under-text"),
    of_qc(
        "black-for-title",
        "black where a small title should stand",
        remake(**_covered(_BLACK.format(8), 1, 1.99)),
        "black-inside",
        made=_covered(f"{_BLACK.format(8)},{_LAMP}null", 1, 1.99),
    ),
    of_qc("black-flash", "three black frames in a shot", remake(**_covered(_BLACK.format(8), 1, 1.09)), "black-flash"),
    of_qc("black-hole", "ten black frames in a shot", remake(**_covered(_BLACK.format(8), 1, 1.37)), "black-flash"),
    of_qc(
        "strobe",
        "two black frames eight times",
        remake(picture=f"{FILM},drawbox=t=fill:color=black:enable='between(n,20,98)*lt(mod(n,10),2)'"),
        "black-flashes",
    ),
    of_qc(
        "dead-field",
        "every second line is black",
        remake(picture=f"{FILM}[f];[f]scale=384:216,{_LINES}"),
        "field-dead",
        **_LARGE,
    ),
    of_qc("rotated", "players turn it by a quarter", _turned, "rotated"),
    of_qc("repeated-frame", "one frame twice", remake(**_held(50, 50)), "repeated-frames"),
    of_qc("cadence", "a film of twenty frames in twenty-five", _pulled_down, "cadence", "picture-slipped"),
    of_qc("bars-inside", "colour bars in the middle", remake(**_covered(_EBU_BARS, 1, 1.6)), "bars-inside"),
    of_qc(
        "bars-missing",
        "black where bars should be",
        remake(**_led(_BLACK.format(2), _SLATE, _BLACK.format(1))),
        "bars-missing",
        **_LED,
    ),
    of_qc(
        "bars-short",
        "half a second of bars",
        remake(**_led(_BARS + ",trim=end_frame=12", _BLACK.format(1.52), _SLATE, _BLACK.format(1))),
        "bars-short",
        **_LED,
    ),
    of_qc("slate-missing", "no slate", remake(**_led(_BARS, _BLACK.format(3))), "slate-missing", **_LED),
    of_qc(
        "slate-short",
        "half a second of slate",
        remake(**_led(_BARS, _SLATE + ",trim=end=0.6", _BLACK.format(2.4))),
        "slate-short",
        **_LED,
    ),
    of_qc(
        "black-head",
        "no black before the programme",
        remake(**_led(_BARS, _BLACK.format(1), _SLATE)),
        "black-head",
        **_LED,
    ),
    of_qc(
        "black-tail",
        "no black after the programme",
        remake(),
        "black-tail",
        limits=LIMITS | {"black_tail": "1 s"},
        made={"picture": f"{FILM}[f];[f]tpad=stop_duration=1", "sound": stereo(seconds="9")},
    ),
    of_qc(
        "first-frame",
        "the programme begins a second early",
        remake(**_led(_BARS, _SLATE, seconds=4) | {"timecode": "23:59:55:00"}),
        "first-frame",
        _NEVER,
        **_LED,
    ),
    of_qc(
        "leader-action",
        "a shot in the leader",
        remake(**_led(_BARS + ",trim=end=2", _SLATE, A + ",trim=end=0.5", _BLACK.format(0.5))),
        "head-action",
        "black-head",
        **_LED,
    ),
    of_qc(
        "bars-unasked",
        "bars where none are wanted",
        remake(**_led(_BARS, _BLACK.format(3))),
        "bars-unasked",
        order="seconds_before = 5",
        limits=LIMITS | {"bars_length": "0 s"},
        made=_led(_BLACK.format(5)),
    ),
    of_qc(
        "slate-unasked",
        "a slate where none is wanted",
        remake(**_led(_SLATE, _BLACK.format(3))),
        "slate-unasked",
        order="seconds_before = 5",
        limits=LIMITS | {"slate_length": "0 s"},
        made=_led(_BLACK.format(5)),
    ),
    of_qc("swapped", "two shots stand the other way round", _swapped, "picture-swapped"),
    of_qc("other-version", "another version of a shot", _other_version, "picture-differs"),
    of_qc("slipped", "a shot two frames late", _slipped, "picture-slipped"),
    of_qc("squeezed", "squeezed into a letterbox", _squeezed, "picture-stretched"),
    of_qc("postage-stamp", "black on all four sides", _postage_stamp, "picture-inset"),
    of_qc(
        "fields-seen",
        "fields behind a progressive flag",
        remake(picture=_FIELDS),
        "scan-seen",
        measures=("interlace",),
    ),
)
