"""What a production must bring, against what it has."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from picturelock import specs
from picturelock.specs.checklist import Brought, Item, checklist

READ = dt.date(2026, 11, 22)


def asks(form: str, value: Any) -> dict[str, Any]:
    return {form: value, "source": "the destination's sheet", "read": READ}


SPEC = specs.from_toml(
    "x",
    {
        "title": "X",
        "limits": {"window_years": asks("limit", "2 years")},
        "captions": {"format": asks("one_of", ["scc", "imsc"]), "languages": asks("all_of", ["fr", "en"])},
        "accessibility": {
            "captions": asks("requirement", "required"),
            "sdh": asks("requirement", "required"),
            "described_video": asks("requirement", "advisory"),
            "flashes": asks("requirement", "required"),
        },
        "deliverables": {"textless": asks("requirement", "required"), "transcript": asks("requirement", "advisory")},
        "papers": {"rights-report": asks("requirement", "required"), "cue-sheet": asks("requirement", "required")},
        "rights": {"territories": asks("all_of", ["CA", "FR"]), "media": asks("all_of", ["broadcast"])},
    },
)
WHOLE = Brought(
    master=True,
    languages=("fr", "en"),
    captions=(("fr-CA", "sdh", ("scc",)), ("en", "sdh", ("srt",))),
    files=(("described-video", "fr"), ("textless", ""), ("cue-sheet", "")),
    territories=("CA", "FR", "BE"),
    media=("broadcast", "vod"),
    window=(dt.date(2027, 1, 1), dt.date(2028, 12, 31)),
)


def states(brought: Brought) -> dict[str, str]:
    return {item.name: item.state for item in checklist(SPEC, brought)}


def item(name: str, brought: Brought) -> Item:
    return next(one for one in checklist(SPEC, brought) if one.name == name)


def test_a_production_that_has_everything() -> None:
    found = states(WHOLE)
    assert found.pop("papers.rights-report") == "ours" and found.pop("deliverables.transcript") == "unknown"
    assert set(found.values()) == {"present"} and "accessibility.flashes" not in found, "that is measured, not brought"


def test_a_production_that_has_nothing() -> None:
    nothing = Brought(master=False, languages=("fr", "en"))
    found = states(nothing)
    assert {name for name, state in found.items() if state != "missing"} == {
        "papers.rights-report", "deliverables.transcript"
    }  # fmt: skip
    assert item("captions.languages", nothing).missing == ("fr", "en")
    assert item("rights.territories", nothing).missing == ("CA", "FR")


@pytest.mark.parametrize(
    ("change", "name", "missing"),
    [
        ({"captions": (("fr", "sdh", ("scc",)),)}, "accessibility.sdh", ("en",)),
        ({"captions": (("fr", "sdh", ("scc",)), ("en", "sub", ("scc",)))}, "accessibility.sdh", ("en",)),
        ({"captions": (("fr", "sdh", ("scc",)), ("en", "forced", ("scc",)))}, "accessibility.captions", ("en",)),
        ({"captions": (("fr", "sdh", ("srt",)), ("en", "sdh", ("srt",)))}, "captions.format", ("scc", "imsc")),
        ({"territories": ("CA",)}, "rights.territories", ("FR",)),
        ({"territories": ("WORLD",)}, "rights.territories", ()),
        ({"media": ("vod",)}, "rights.media", ("broadcast",)),
        ({"media": ("all",)}, "rights.media", ()),
        ({"files": ()}, "papers.cue-sheet", ()),
    ],
)
def test_one_thing_that_is_missing(change: dict[str, Any], name: str, missing: tuple[str, ...]) -> None:
    from dataclasses import replace

    brought = replace(WHOLE, **change)
    assert item(name, brought).missing == missing
    assert item(name, brought).state == ("missing" if missing or name == "papers.cue-sheet" else "present")


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (dt.date(2027, 1, 1), dt.date(2028, 12, 31), "present"),
        (dt.date(2027, 1, 1), dt.date(2028, 12, 30), "missing"),
        (dt.date(2028, 2, 29), dt.date(2030, 2, 28), "present"),
        (dt.date(2028, 2, 29), dt.date(2030, 2, 27), "missing"),
        (None, dt.date(2030, 2, 27), "missing"),
        (dt.date(2028, 2, 29), dt.date.max, "present"),
    ],
)
def test_the_window(start: dt.date | None, end: dt.date | None, state: str) -> None:
    from dataclasses import replace

    assert item("limits.window_years", replace(WHOLE, window=(start, end))).state == state


def test_where_no_language_is_named_it_is_the_programmes_own() -> None:
    spec = specs.from_toml("y", {"title": "Y", "accessibility": {"sdh": asks("requirement", "required")}})
    (_, sdh) = checklist(spec, Brought(master=True, languages=("iu",)))
    assert (sdh.state, sdh.missing, sdh.requirement) == ("missing", ("iu",), "required") and sdh.source
