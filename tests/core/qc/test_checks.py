"""The checks of a master against small destinations: what is asked is judged, what is not asked is left alone."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from picturelock import registry
from picturelock.cut import Shot, Source
from picturelock.findings import Finding, Idle, found
from picturelock.media.probe import probe
from picturelock.media.scan import cache
from picturelock.production.leader import leader
from picturelock.qc import (
    channels,
    container,
    decoding,
    head_tail,
    levels,
    loudness,
    raster,
    sound,
    stillness,
    timecode,
)
from picturelock.specs import Spec
from picturelock.times import Span

_FILE = importlib.util.spec_from_file_location("asked", Path(__file__).with_name("asked.py"))
assert _FILE is not None and _FILE.loader is not None
_ASKED = importlib.util.module_from_spec(_FILE)
_FILE.loader.exec_module(_ASKED)

CHECKS = [entry for entry in registry.CHECKS if entry.startswith("picturelock.qc.")]
TONE = "0.0708*sin(2*PI*997*t)"
GOOD = f"aevalsrc={TONE}|{TONE}:s=48000:d=2:c=stereo"


def spec(*args: Any, **more: Any) -> Spec:
    made: Spec = _ASKED.spec(*args, **more)
    return made


def told(findings: Iterable[Finding | Idle]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in found(findings)]


@pytest.mark.parametrize("check", CHECKS)
def test_a_destination_that_asks_nothing_finds_nothing_in_a_good_master(check: str, dossier: Any, master: Any) -> None:
    assert (
        told(registry.load(check)(dossier(master("film.mkv", sound=GOOD, vcodec="ffv1", size="320x180"), spec=spec())))
        == []
    )


@pytest.mark.parametrize("check", CHECKS)
def test_no_master_is_the_word_of_one_check_alone(check: str, dossier: Any, tmp_path: Path) -> None:
    everything = spec(
        {"level_lowest": "-5 %", "black_longest": "1 s", "true_peak": "-1 dBTP"}, picture={"codec": ["h264"]}
    )
    rules = told(registry.load(check)(dossier(tmp_path / "absent.mov", spec=everything)))
    assert rules == ([("qc.master-missing", "error")] if "master" in check else [])


@pytest.mark.parametrize(
    ("check", "asked"),
    [
        (decoding, {}),
        (levels, {"limits": {"level_highest": "100 %"}}),
        (stillness, {"limits": {"black_longest": "1 s"}}),
        (head_tail, {"limits": {"bars_length": "1 s"}}),
        (sound, {"limits": {"silence_longest": "1 s"}}),
        (loudness, {"limits": {"true_peak": "-1 dBTP"}}),
        (channels, {"layout": [{"channels": [1, 2], "carries": "stereo"}]}),
    ],
)
def test_what_is_asked_and_cannot_be_measured_is_an_error(
    check: Any, asked: Any, dossier: Any, master: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = dossier(master(sound=GOOD), spec=spec(**asked))
    data = bytearray(made.master.path.read_bytes())
    made.master.path.write_bytes(data[:48] + bytes(len(data) - 48))
    monkeypatch.setattr(cache, "_held", {})
    assert told(check.check(made)) == [("qc.unmeasured", "error")]


def test_an_unconfirmed_destination_only_warns(dossier: Any, master: Any) -> None:
    loose = spec({"level_highest": "20 %"}, unconfirmed=True, picture={"codec": ["h264"]})
    made = dossier(master(sound=GOOD), spec=loose)
    assert told(levels.check(made)) == [("qc.level-high", "warning")]
    assert told(container.check(made)) == [("qc.codec", "warning")]


def test_several_values_are_taken(dossier: Any, master: Any) -> None:
    asked = {
        "codec": ["h264", "mpeg4"],
        "container": ["mxf", "mov"],
        "rate": ["23.976", "25"],
        "raster": ["64x48", "128x72"],
    }
    made = dossier(master(sound=GOOD), spec=spec(picture=asked))
    assert told([*container.check(made), *raster.check(made)]) == []


def test_ntsc_rates_are_one_however_written(dossier: Any, master: Any) -> None:
    path = master(picture="rate=30000/1001:duration=2", timecode="01:00:00;00", sound=GOOD)
    made = dossier(
        path, spec=spec(picture={"rate": ["29.97"], "timecode": ["drop"], "timecode_start": ["01:00:00:00"]})
    )
    assert told([*raster.check(made), *timecode.check(made)]) == []
    other = replace(made, spec=spec(picture={"rate": ["30"], "timecode": ["non-drop"]}))
    assert told([*raster.check(other), *timecode.check(other)]) == [
        ("qc.rate", "error"),
        ("qc.timecode-counting", "error"),
    ]


def test_drop_frame_is_not_asked_where_there_is_none(dossier: Any, master: Any) -> None:
    assert told(timecode.check(dossier(master(), spec=spec(picture={"timecode": ["drop"]})))) == []


def test_timecode_counts_from_the_first_frame_of_the_programme(dossier: Any, master: Any) -> None:
    asked = spec(picture={"timecode_start": ["10:00:01:00"]})
    path = master()
    assert told(timecode.check(dossier(path, spec=asked))) == [("qc.timecode-start", "error")]
    assert told(timecode.check(dossier(path, spec=asked, before=1))) == []


def test_places_are_told_in_the_cut_and_in_the_masters_timecode(dossier: Any, master: Any) -> None:
    hold = "split[a][b];[a][b]freezeframes=first=10:last=39:replace=9"
    path = master(picture=f"rate=25:duration=2,{hold}", sound=GOOD, vcodec="ffv1", name="hold.mkv", size="320x180")
    made = dossier(path, spec=spec({"freeze_longest": "1 s"}))
    (found,) = stillness.check(made)
    assert (found.rule, found.evidence["frames"]) == ("qc.freeze", 31)
    assert (found.evidence["start"], found.evidence["end"]) == ("10:00:00:09", "10:00:01:14")
    assert found.place.record is not None
    assert (found.place.record.start, found.place.record.end) == (made.cut.rate.time_of(9), made.cut.rate.time_of(40))


def test_a_hold_that_the_source_has_as_well_is_a_note(dossier: Any, master: Any) -> None:
    """A title that was rendered as a film: what stands in it stands in the master. A source that moves there excuses nothing."""
    hold = "rate=25:duration=2,split[a][b];[a][b]freezeframes=first=10:last=39:replace=9"
    held, moving = (
        master(picture=picture, sound="", vcodec="ffv1", name=name, size="320x180")
        for picture, name in ((hold, "title.mkv"), ("rate=25:duration=2", "moves.mkv"))
    )
    made = dossier(held, spec=spec({"freeze_longest": "1 s"}))
    for path, severity in ((held, "info"), (moving, "error")):
        source, whole = Source("A001"), Span(0, made.cut.duration)
        cut = replace(made.cut, shots=(Shot("V1:1", "V1", "video", "A001", source, whole, whole),))
        (finding,) = found(stillness.check(replace(made, cut=cut, media={source.key: probe(path)})))
        assert (finding.rule, finding.severity) == ("qc.freeze", severity)


def test_many_places_are_counted_after_the_first_forty(dossier: Any, master: Any) -> None:
    blink = "rate=25:duration=60,geq=lum='if(lt(mod(N,30),3),16,120)':cb=128:cr=128"
    path = master(picture=blink, sound=GOOD.replace("d=2", "d=60"), vcodec="ffv1", name="blink.mkv")
    found = list(stillness.check(dossier(path, frames=1500, spec=spec({"black_longest": "1 f"}))))
    assert [one.rule for one in found].count("qc.black-inside") == 40 + 10


def test_a_pair_is_only_out_of_phase_for_two_seconds(dossier: Any, master: Any) -> None:
    limit = spec({"phase_lowest": "-0.5 correlation"})
    inverted = f"aevalsrce={TONE}|-{TONE}:s=48000:d=2:c=stereo".replace("rce=", "rc=")
    made = dossier(master(sound=inverted), spec=limit)
    (found,) = sound.check(made)
    assert (found.rule, found.evidence["correlation"], found.evidence["channels"]) == ("qc.phase", -1.0, "1, 2")


def test_bit_rate_is_that_of_the_whole_file(dossier: Any, master: Any) -> None:
    path = master(sound=GOOD)
    for limit, rule in (("bit_rate_highest", "qc.bit-rate-high"), ("bit_rate_lowest", "qc.bit-rate-low")):
        amount = "1 Mb/s" if limit == "bit_rate_highest" else "90 Mb/s"
        assert told(container.check(dossier(path, spec=spec({limit: amount})))) == [(rule, "error")]


@pytest.mark.parametrize(
    ("rate", "timecode_start", "frames"),
    [("25", "09:59:00:00", 1500), ("24000/1001", "00:59:00:00", 1440), ("30000/1001", "00:59:00;00", 1798)],
)
def test_a_leader_is_counted_in_seconds_of_timecode(
    dossier: Any, master: Any, rate: str, timecode_start: str, frames: int
) -> None:
    made = dossier(master(picture=f"rate={rate}:duration=1", timecode=timecode_start), before=60)
    assert made.master.rate.nearest(leader(made)) == frames


def test_pixels_that_are_not_square_are_warned_of_where_only_a_raster_is_asked(dossier: Any, master: Any) -> None:
    def of(height: int, **asked: list[str]) -> list[tuple[str, str]]:
        made = dossier(path, spec=spec(picture={"raster": [f"64x{height}"], **asked}))
        video = replace(made.master.video[0], sample_aspect=Fraction(4, 3), height=height)
        return told(raster.check(replace(made, master=replace(made.master, video=(video,)))))

    path = master()
    assert of(1080) == [("qc.pixels-not-square", "warning")]
    assert of(576) == []
    assert of(1080, pixel_aspect=["1:1"]) == [("qc.pixel-aspect", "error")]
