"""Whatever a destination may ask for is judged by some check: a delivery that breaks it is found out, and closes the gate."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from matrix import qc_scenes
from matrix.base import Scene, copy
from picturelock import registry, specs
from picturelock.dossier import collect
from picturelock.findings import Finding, Idle
from picturelock.production import Dossier, load
from picturelock.specs.vocabulary import INFORMATION, MEASURES, SECTIONS, UNITS
from picturelock.times import FrameRate, Timecode

SAID = {"source": "sheet", "read": dt.date(2026, 5, 4)}
LIMITS: dict[str, tuple[str, str, str]] = {
    "loudness": ("-30 LUFS", "qc.loudness", "qc.loudness-integrated"),
    "loudness_tolerance": ("0.01 LU", "qc.loudness", "qc.loudness-integrated"),
    "dialogue_loudness": ("-30 LUFS", "qc.loudness", "qc.dialogue-unmeasured"),
    "dialogue_tolerance": ("1 LU", "qc.loudness", "qc.dialogue-unmeasured"),
    "short_term_highest": ("-40 LUFS", "qc.loudness", "qc.loudness-short-term"),
    "loudness_range_highest": ("-1 LU", "qc.loudness", "qc.loudness-range"),
    "true_peak": ("-40 dBTP", "qc.loudness", "qc.true-peak"),
    "phase_lowest": ("2 correlation", "qc.sound", "qc.phase"),
    "silence_longest": ("1 s", "qc.sound", "qc.silence"),
    "black_longest": ("10 f", "qc.stillness", "qc.black-inside"),
    "freeze_longest": ("1 s", "qc.stillness", "qc.freeze"),
    "black_head": ("2 s", "qc.head_tail", "qc.black-head"),
    "black_tail": ("2 s", "qc.head_tail", "qc.black-tail"),
    "bars_length": ("60 s", "qc.head_tail", "qc.bars-missing"),
    "slate_length": ("5 s", "qc.head_tail", "qc.slate-missing"),
    "level_lowest": ("50 %", "qc.levels", "qc.level-low"),
    "level_highest": ("10 %", "qc.levels", "qc.level-high"),
    "out_of_range": ("-1 %", "qc.levels", "qc.out-of-range"),
    "bit_rate_lowest": ("900 Mb/s", "qc.container", "qc.bit-rate-low"),
    "bit_rate_highest": ("0.001 Mb/s", "qc.container", "qc.bit-rate-high"),
    "contrast": ("4.5:1", "accessibility.legibility", "accessibility.text-unseen"),
    "window_years": ("50 years", "rights.coverage", "rights.spec-window"),
}
THINGS: dict[str, tuple[str, str, str]] = {
    "picture.container": ("mxf", "qc.container", "qc.container"),
    "picture.codec": ("prores", "qc.container", "qc.codec"),
    "picture.profile": ("High 4:2:2", "qc.container", "qc.profile"),
    "picture.raster": ("1920x1080", "qc.raster", "qc.raster"),
    "picture.rate": ("24", "qc.raster", "qc.rate"),
    "picture.scan": ("interlaced-top", "qc.raster", "qc.scan"),
    "picture.pixel_aspect": ("16:11", "qc.raster", "qc.pixel-aspect"),
    "picture.bits": ("10", "qc.container", "qc.bit-depth"),
    "picture.chroma": ("4:2:2", "qc.container", "qc.chroma"),
    "picture.primaries": ("bt2020", "qc.raster", "qc.untagged"),
    "picture.transfer": ("smpte2084", "qc.raster", "qc.untagged"),
    "picture.matrix": ("bt2020nc", "qc.raster", "qc.untagged"),
    "picture.range": ("pc", "qc.raster", "qc.untagged"),
    "picture.timecode_start": ("10:00:00:00", "qc.timecode", "qc.timecode-start"),
    "picture.timecode": ("drop", "qc.timecode", "qc.timecode-counting"),
    "audio.codec": ("aac", "qc.container", "qc.audio-codec"),
    "audio.sample_rate": ("96000", "qc.container", "qc.sample-rate"),
    "audio.bits": ("16", "qc.container", "qc.audio-bits"),
    "captions.profile": ("crtc-en", "accessibility.tracks", "accessibility.captions-profile"),
    "captions.format": ("scc", "accessibility.tracks", "accessibility.captions-format"),
    "captions.languages": ("fr", "accessibility.tracks", "accessibility.captions-language"),
    "accessibility.captions": ("required", "accessibility.tracks", "accessibility.captions-none"),
    "accessibility.sdh": ("required", "accessibility.coverage", "accessibility.sdh-required"),
    "accessibility.described_video": ("required", "accessibility.described", "accessibility.described-missing"),
    "accessibility.description_script": ("required", "accessibility.script", "accessibility.script-missing"),
    "accessibility.text_contrast": ("required", "accessibility.legibility", "accessibility.text-unseen"),
    "rights.territories": ("US", "rights.coverage", "rights.spec-territory"),
    "rights.media": ("cinema", "rights.coverage", "rights.spec-medium"),
    "rights.languages": ("fr", "rights.coverage", "rights.spec-language"),
    "ai.rules": ("nosuch", "rights.ai_use", "ai-use.unknown-rules"),
    "ai.review": ("required", "rights.ai_use", "ai-use.review-unproven"),
    "ai.credentials": ("required", "rights.ai_use", "ai-use.credentials-missing"),
    **{
        f"deliverables.{name}": ("required", "rights.coverage", "rights.deliverable-missing")
        for name in SECTIONS["deliverables"]
    },
    **{f"papers.{name}": ("required", "rights.coverage", "rights.paper-missing") for name in SECTIONS["papers"]},
}
ELSEWHERE = {"accessibility.flashes", "qc.measures"}
"""Judged below: they need a library that an installation may lack, or say what is measured and not what is wrong."""
TOGETHER: dict[str, tuple[str, str]] = {
    "loudness": ("loudness_tolerance", "0.5 LU"),
    "loudness_tolerance": ("loudness", "-22.5 LUFS"),
    "dialogue_loudness": ("dialogue_tolerance", "1 LU"),
    "dialogue_tolerance": ("dialogue_loudness", "-27 LKFS"),
    "contrast": ("accessibility.text_contrast", "required"),
    "accessibility.text_contrast": ("contrast", "4.5:1"),
    "interlace": ("picture.scan", "progressive"),
}
GRAPHIC = '[[graphics]]\nstart = "00:00:01:00"\nend = "00:00:02:00"\ntop = 0.98\nbottom = 1.0\n'


def spec_of(*asked: tuple[str, str]) -> specs.Spec:
    tables: dict[str, Any] = {"title": "Channel"}
    for name, value in asked:
        section, _, key = name.rpartition(".")
        form = SECTIONS[section][key] if section else "limit"
        said = [value] if form in ("one_of", "all_of") else value
        tables.setdefault(section or "limits", {})[key] = {form: said, **SAID}
    return specs.from_toml("channel", tables)


def run(check: str, dossier: Dossier) -> list[Finding | Idle]:
    entry = next(one for one in registry.CHECKS if one.startswith(f"picturelock.{check}:"))
    return list(registry.load(entry)(dossier))


def errors(check: str, dossier: Dossier) -> set[str]:
    return {one.rule for one in run(check, dossier) if isinstance(one, Finding) and one.severity == "error"}


@pytest.fixture(scope="module")
def dossier(bench: Any) -> Dossier:
    return collect(load(bench.control(None).root))


@pytest.fixture(scope="module")
def broken(bench: Any, tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """Black and silent, then still; a machine's captions that are nobody's; a graphic where there is none."""
    scene: Scene = copy(bench.control(None), tmp_path_factory.mktemp("broken") / "La lettre é")
    black = "color=black:size=128x72:rate=25:duration=3[a]"
    still = (
        "testsrc2=size=128x72:rate=25,loop=loop=-1:size=1,trim=duration=4[b];testsrc2=size=128x72:rate=25:duration=1[c]"
    )
    tone = f"if(gt(t,3),{qc_scenes.TONE},0)"
    qc_scenes.master(scene, picture=f"{black};{still};[a][b][c]concat=n=3:v=1:a=0", sound=qc_scenes.stereo(tone, tone))
    scene.replace("picturelock.toml", 'kind = "sdh"', 'kind = "sub"')
    reviewed = 'origin = "machine"\nreviewed_by = "A"\nreviewed_on = 2026-11-01'
    scene.replace("picturelock.toml", 'origin = "human"', reviewed)
    scene.before("picturelock.toml", "[rights]", GRAPHIC)
    return collect(load(scene.root))


def test_everything_that_may_be_asked_is_here() -> None:
    things = {f"{section}.{name}" for section, names in SECTIONS.items() for name in names}
    assert set(LIMITS) == set(UNITS)
    assert set(THINGS) - INFORMATION == things - INFORMATION - ELSEWHERE
    assert things >= INFORMATION


@pytest.mark.parametrize("name", sorted({*LIMITS, *(set(THINGS) - INFORMATION)}))
def test_a_delivery_that_breaks_it_is_found_out(name: str, dossier: Dossier, broken: Dossier) -> None:
    value, check, rule = {**LIMITS, **THINGS}[name]
    spec = spec_of((name, value), *((TOGETHER[name],) if name in TOGETHER else ()))
    assert not spec.closes_nothing()
    bare = replace(dossier, spec=spec_of(("papers.rating", "optional")))
    assert rule not in errors(check, bare)
    found: set[str] = set()
    for judged in (dossier, broken, _without_captions(dossier), _at_another_rate(dossier)):
        found |= errors(check, replace(judged, spec=spec))
    assert rule in found, found


def _without_captions(dossier: Dossier) -> Dossier:
    return replace(dossier, captions=(), production=replace(dossier.production, captions=(), languages=()))


def _at_another_rate(dossier: Dossier) -> Dossier:
    """At a rate that has both ways of counting."""
    master, rate = dossier.master, FrameRate.parse("29.97")
    assert master is not None and master.start_timecode is not None
    video = (replace(master.video[0], rate=rate),)
    return replace(dossier, master=replace(master, video=video, start_timecode=Timecode(0, rate, False)))


def test_an_audio_layout_is_judged(dossier: Dossier) -> None:
    layout = {"programmes": [{"channels": [1, 2, 3, 4, 5, 6], "carries": "5.1"}], **SAID}
    spec = specs.from_toml("channel", {"title": "Channel", "layout": [layout]})
    assert "qc.channels-missing" in errors("qc.channels", replace(dossier, spec=spec))


LOOKS = {"interlace": "qc.raster", "range": "qc.levels", "flashes": "accessibility.flashes"}


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_that_is_asked_is_looked_at(measure: str, dossier: Dossier) -> None:
    more = (TOGETHER[measure],) if measure in TOGETHER else ()
    spec = spec_of(("qc.measures", measure), *more)
    assert not [one for one in run(LOOKS[measure], replace(dossier, spec=spec)) if isinstance(one, Idle)]


def test_flashes_that_are_required_are_looked_at(dossier: Dossier) -> None:
    spec = spec_of(("accessibility.flashes", "required"))
    assert not [one for one in run("accessibility.flashes", replace(dossier, spec=spec)) if isinstance(one, Idle)]
