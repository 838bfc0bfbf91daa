"""What a destination asks decides: required is an error, advised a warning, unconfirmed never more than a warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from picturelock.accessibility import described, flashes, legibility, script, tracks
from picturelock.accessibility.carried import carried
from picturelock.accessibility.flashes import _joined
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut
from picturelock.findings import Finding, Idle
from picturelock.media.scan.model import Frames
from picturelock.production import (
    CaptionOrder,
    CaptionTrack,
    DeliveryFile,
    DeliveryOrder,
    Dossier,
    FileOrder,
    Production,
)
from picturelock.specs import from_toml
from picturelock.times import FrameRate, Span, from_seconds

ROOT = Path("/film").resolve()
SURE = {"source": "house", "read": dt.date(2026, 11, 22)}
UNSURE = {"source": "house", "status": "unconfirmed"}


def dossier(
    sections: Mapping[str, Mapping[str, Any]],
    tracks_: tuple[CaptionTrack, ...] = (),
    files: tuple[DeliveryFile, ...] = (),
    languages: tuple[str, ...] = (),
) -> Dossier:
    """A film of a minute without media, for a destination."""
    spec = from_toml("house", {"title": "House", "kind": "broadcaster", **sections})
    cut = Cut("cut", FrameRate(25), (), duration=from_seconds(60))
    production = Production(ROOT, "T", languages, ROOT / "cut.otio", (), (), None, DeliveryOrder("house"))
    return Dossier(production, cut, {}, {}, tracks_, None, files=files, spec=spec)


def track(language: str, profile: str = "netflix-en", name: str = "x.srt") -> CaptionTrack:
    cues = (Cue(Span(0, from_seconds(2)), plain("[wind]"), "1"),)
    return CaptionTrack(CaptionOrder(language, "sdh", profile, ROOT / name), Captions(cues, language, "sdh"))


def told(found: list[Finding]) -> list[tuple[str, str]]:
    return [(one.rule.removeprefix("accessibility."), one.severity) for one in found]


CASES: list[tuple[Callable[[Dossier], Any], str, str]] = [
    (described.check, "described_video", "described-missing"),
    (script.check, "description_script", "script-missing"),
    (tracks.check, "captions", "captions-none"),
]


@pytest.mark.parametrize(("check", "name", "rule"), CASES)
@pytest.mark.parametrize(
    ("requirement", "whose", "severity"),
    [("required", SURE, "error"), ("required", UNSURE, "warning"), ("advisory", SURE, "warning")],
)
def test_how_grave_it_is_to_miss_something(
    check: Callable[[Dossier], Any], name: str, rule: str, requirement: str, whose: Mapping[str, Any], severity: str
) -> None:
    found = list(check(dossier({"accessibility": {name: {"requirement": requirement, **whose}}})))
    assert told(found) == [(rule, severity)]
    assert found[0].source.startswith("house") and found[0].unconfirmed is (whose is UNSURE)


@pytest.mark.parametrize("check", [described.check, script.check, tracks.check, legibility.check, flashes.check])
def test_where_nothing_is_asked_nothing_is_said(check: Callable[[Dossier], Any]) -> None:
    assert [type(one) for one in check(dossier({}))] == [Idle]
    optional = {name: {"requirement": "optional", **SURE} for name in ("captions", "described_video", "flashes")}
    assert [type(one) for one in check(dossier({"accessibility": optional}))] == [Idle]


@pytest.mark.parametrize(
    ("profile", "wanted", "language", "fits"),
    [
        ("netflix-en", ["netflix"], "en", True),
        ("netflix-fr-ca", ["netflix"], "fr-CA", True),
        ("picturelock", ["netflix"], "en", False),
        ("crtc-en", ["crtc-en", "crtc-fr"], "en", True),
        ("crtc-en", ["crtc-en", "crtc-fr"], "fr", False),
        ("nowhere", ["netflix"], "en", True),  # the check of captions says that there is no such profile
    ],
)
def test_a_profile_that_extends_the_one_asked_for_will_do(
    profile: str, wanted: list[str], language: str, fits: bool
) -> None:
    film = dossier({"captions": {"profile": {"one_of": wanted, **SURE}}}, (track(language, profile),))
    assert told(list(tracks.check(film))) == ([] if fits else [("captions-profile", "error")])


def test_one_track_of_a_language_in_the_right_format_is_enough() -> None:
    asks = {"captions": {"format": {"one_of": ["scc"], **SURE}}}
    both = (track("en", name="a.srt"), track("en", name="a.scc"), track("fr", "netflix-fr", "b.srt"))
    (one,) = list(tracks.check(dossier(asks, both)))
    assert (one.rule, one.evidence["language"], one.evidence["format"]) == (
        "accessibility.captions-format",
        "fr",
        "srt",
    )


@pytest.mark.parametrize(("head", "wanted"), [(b"850STL25.01", "stl"), (b"850STL25.011", "stl-teletext")])
def test_ebu_stl_says_inside_whether_it_is_teletext(tmp_path: Path, head: bytes, wanted: str) -> None:
    (tmp_path / "a.stl").write_bytes(head)
    for name in ("stl", "stl-teletext"):
        film = dossier(
            {"captions": {"format": {"one_of": [name], **SURE}}}, (track("en", name=str(tmp_path / "a.stl")),)
        )
        assert bool(list(tracks.check(film))) is (name != wanted)


def test_languages_of_the_destination_are_told_once() -> None:
    asks = {"captions": {"languages": {"all_of": ["en", "fr"], **SURE}}}
    found = list(tracks.check(dossier(asks, (track("en"),))))
    assert [(one.rule, one.evidence["language"]) for one in found] == [("accessibility.captions-language", "fr")]
    assert list(tracks.check(dossier(asks, (track("en"),), languages=("fr",)))) == []  # `coverage` says so


def test_flashes_that_are_near_are_one() -> None:
    runs = (Frames(0, 5), Frames(20, 30), Frames(100, 110))
    assert _joined(runs, FrameRate(25)) == [Frames(0, 30), Frames(100, 110)]


def test_what_a_delivery_carries() -> None:
    script_file = DeliveryFile(FileOrder("description-script", ROOT / "d.srt", "fr"), captions=track("fr").captions)
    found = carried(dossier({}, (track("en"), track("fr", "netflix-fr", "b.vtt")), (script_file,)))
    assert [(one.language, one.kind, one.format, one.captions, one.labelled) for one in found.captions] == [
        ("en", "sdh", "srt", 1, 1),
        ("fr", "sdh", "vtt", 1, 1),
    ]
    assert [(one.language, one.file, one.events) for one in found.scripts] == [("fr", "d.srt", 1)]
    assert found.described == () and found.flashes is None
