"""Why a check of a master has nothing to look at; and that what is asked and cannot be judged is never idle."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from picturelock import registry, specs
from picturelock.accessibility import flashes
from picturelock.cut import Shot, Source
from picturelock.errors import InputError
from picturelock.findings import Finding, Idle
from picturelock.production import Dossier, master_scan
from picturelock.qc import decoding, timecode, timeline
from picturelock.times import Span

WHOSE = {"source": "house", "read": dt.date(2026, 11, 22)}
ASKED = specs.from_toml(
    "house",
    {
        "title": "House",
        "limits": {"true_peak": {"limit": "-1 dBTP", **WHOSE}, "level_highest": {"limit": "100 %", **WHOSE}},
        "picture": {
            "raster": {"one_of": ["64x48"], **WHOSE},
            "timecode_start": {"one_of": ["10:00:00:00"], **WHOSE},
        },
        "accessibility": {"flashes": {"requirement": "advisory", **WHOSE}},
    },
)
SEEN = ("raster", "timecode", "levels", "stillness", "head_tail", "timeline")


def said(name: str, dossier: Dossier) -> list[Finding | Idle]:
    return list(registry.load(f"picturelock.qc.{name}:check")(dossier))


@pytest.fixture
def shown(dossier: Any, master: Any) -> Dossier:
    """A master whose cut has a shot."""
    made: Dossier = dossier(master(), spec=ASKED)
    span = Span(0, made.cut.duration)
    return replace(made, cut=replace(made.cut, shots=(Shot("V1:1", "V1", "video", "a", Source("a.mov"), span, span),)))


def test_sound_alone_has_nothing_to_look_at_and_pictures_alone_nothing_to_hear(dossier: Any, master: Any) -> None:
    blind, mute = (
        dossier(master("blind.mov", picture=""), spec=ASKED),
        dossier(master("mute.mov", sound=""), spec=ASKED),
    )
    assert {name: said(name, blind) for name in SEEN} == {name: [Idle("no-picture")] for name in SEEN}
    heard = ("loudness", "sound")
    assert {name: said(name, mute) for name in heard} == {name: [Idle("no-sound")] for name in heard}


def test_frames_that_cannot_be_counted_are_the_word_of_the_check_of_the_master(shown: Dossier) -> None:
    assert shown.master is not None
    varying = replace(shown.master, video=(replace(shown.master.video[0], vfr=True),))
    assert list(timeline.check(replace(shown, master=varying))) == [Idle("uncountable")]


@pytest.mark.parametrize("check", [timecode, timeline])
def test_a_picture_without_a_frame_rate_is_an_error(check: Any, shown: Dossier) -> None:
    assert shown.master is not None
    rateless = replace(shown.master, video=(replace(shown.master.video[0], rate=None),))
    (finding,) = check.check(replace(shown, master=rateless))
    assert (finding.rule, finding.severity) == ("qc.unmeasured", "error")


def test_what_cannot_be_decoded_is_no_idleness(shown: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise InputError("it is damaged", file=shown.production.file)

    monkeypatch.setattr(master_scan, "scan", broken)
    (finding,) = decoding.check(shown)
    assert isinstance(finding, Finding) and finding.rule == "qc.unmeasured"
    (advised,) = flashes.check(shown)
    assert isinstance(advised, Finding)
    assert (advised.rule, advised.severity) == ("accessibility.flashes-untested", "warning")
