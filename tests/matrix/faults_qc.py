"""Faults of a master as a file: container, codecs, tags, timecode, lengths, damage. Each is made with known truth."""

from __future__ import annotations

from pathlib import Path

from matrix.base import Fault, Scene
from matrix.qc_scenes import FILM, LIMITS, PICTURE, damaged, master, of_qc, remake, stereo

_TAGGED = PICTURE | {"primaries": "bt709", "transfer": "bt709", "matrix": "bt709", "range": "tv"}
_MATROSKA = PICTURE | {"container": "matroska"}
_PRORES = {"vcodec": "prores_ks", "pix_fmt": "yuv422p10le", "preset": None}


def _tags(**other: str) -> dict[str, str]:
    """The film, tagged as high definition is, except for some tags."""
    tags = {"color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709", "range": "tv"} | other
    return {"picture": f"{FILM}[f];[f]format=yuv420p,setparams=" + ":".join(f"{k}={v}" for k, v in tags.items())}


def _truncate(scene: Scene) -> None:
    """A Matroska file, which has no index of its bytes, with its last third gone."""
    path = master(scene, format="matroska")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])


def _variable(scene: Scene) -> Path:
    return master(scene, picture=f"{FILM}[f];[f]select='not(eq(mod(n,10),3))'", fps_mode="passthrough")


def _second_timecode(scene: Scene) -> Path:
    return master(scene, format="matroska", **{"metadata:s:a:0": "timecode=09:00:00:00"})


FAULTS: tuple[Fault, ...] = (
    of_qc("container", "wrapped as Matroska", remake(format="matroska"), "container"),
    of_qc("codec", "the picture is MPEG-4 part 2", remake(vcodec="mpeg4", preset=None), "codec", "profile"),
    of_qc("profile", "H.264 in another profile", remake(preset="veryfast"), "profile"),
    of_qc("bits", "ten bits where eight are asked", remake(pix_fmt="yuv420p10le"), "bit-depth", "profile"),
    of_qc("chroma", "4:2:2 where 4:2:0 is asked", remake(pix_fmt="yuv422p"), "chroma", "profile"),
    of_qc("audio-codec", "big-endian sound", remake(acodec="pcm_s24be"), "audio-codec"),
    of_qc("audio-bits", "sixteen bits of sound", remake(acodec="pcm_s16le"), "audio-bits", "audio-codec"),
    of_qc("sample-rate", "sound at 44.1 kHz", remake(ar=44100), "sample-rate"),
    of_qc(
        "bit-rate-low",
        "a starved file",
        remake(crf=30),
        "bit-rate-low",
        limits=LIMITS | {"bit_rate_lowest": "2.7 Mb/s"},
        made={"crf": 4},
    ),
    of_qc(
        "bit-rate-high",
        "a bloated file",
        remake(crf=4),
        "bit-rate-high",
        limits=LIMITS | {"bit_rate_highest": "2.7 Mb/s"},
    ),
    of_qc("raster", "another raster", remake(picture=f"{FILM}[f];[f]scale=160:90"), "raster"),
    of_qc("rate", "at 24 frames", remake(picture=f"{FILM}[f];[f]fps=24"), "rate", "master-rate bit-rate-low"),
    of_qc(
        "pixel-aspect",
        "anamorphic pixels",
        remake(picture=f"{FILM}[f];[f]setsar=4/3"),
        "pixel-aspect",
        "picture-stretched",
    ),
    of_qc(
        "interlaced",
        "coded as fields",
        remake(
            picture=f"{FILM}[f];[f]setfield=tff", preset="veryfast", flags="+ildct+ilme", **{"x264-params": "tff=1"}
        ),
        "scan",
        "profile",
    ),
    of_qc(
        "primaries",
        "tagged with other primaries",
        remake(**_tags(color_primaries="bt2020")),
        "primaries",
        picture=_TAGGED,
        made=_tags(),
    ),
    of_qc("untagged", "not tagged at all", remake(), "untagged", picture=_TAGGED, made=_tags()),
    of_qc(
        "transfer",
        "tagged with another curve",
        remake(**_tags(color_trc="smpte2084")),
        "transfer",
        picture=_TAGGED,
        made=_tags(),
    ),
    of_qc(
        "matrix",
        "tagged with another matrix",
        remake(**_tags(colorspace="smpte170m")),
        "matrix",
        picture=_TAGGED,
        made=_tags(),
    ),
    of_qc(
        "range",
        "full range",
        remake(**_tags(range="pc")),
        "range",
        "level-low level-high",
        picture=_TAGGED,
        made=_tags(),
    ),
    of_qc("no-timecode", "no timecode at all", remake(timecode=None), "timecode-missing"),
    of_qc(
        "timecode-start",
        "it begins at another hour",
        remake(timecode="10:00:00:00"),
        "timecode-start",
        "master-start-timecode",
    ),
    of_qc(
        "timecode-conflict",
        "two start timecodes that disagree",
        _second_timecode,
        "timecode-conflict",
        "timecode-start",
        picture=_MATROSKA,
        made={"format": "matroska"},
    ),
    of_qc("no-sound", "no sound at all", remake(sound=("",)), "master-no-audio", "channels-missing"),
    of_qc(
        "no-picture",
        "no picture at all",
        remake(picture="", vcodec=None, pix_fmt=None, preset=None, timecode=None),
        "master-no-picture",
    ),
    of_qc("variable-rate", "frames of unequal length", _variable, "master-vfr", "uneven-frames frames-missing"),
    of_qc(
        "corrupt",
        "one coded frame is noise",
        lambda scene: damaged(scene, 60, **_PRORES),
        "corrupt-frames",
        picture={},
        made=_PRORES,
    ),
    of_qc(
        "truncated",
        "the last third is not there",
        _truncate,
        "picture-ends-early",
        "sound-ends-early decode-errors silence",
        picture=_MATROSKA,
        made={"format": "matroska"},
    ),
    of_qc(
        "too-short",
        "a second shorter than the cut",
        remake(picture=f"{FILM}[f];[f]trim=end=7", sound=stereo(seconds="7")),
        "master-duration",
    ),
    of_qc(
        "too-long",
        "a second longer than the cut",
        remake(picture=f"{FILM}[f];[f]tpad=stop_duration=1:stop_mode=clone", sound=stereo(seconds="9")),
        "master-duration",
        "freeze",
    ),
    of_qc(
        "sound-short",
        "the sound ends two seconds early",
        remake(sound=stereo(seconds="6")),
        "sound-ends-early",
        "silence",
    ),
    of_qc("sound-long", "the sound goes on", remake(sound=stereo(seconds="10")), "sound-ends-late"),
)
