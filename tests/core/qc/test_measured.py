"""The rows of what was measured, with known truth, and what the verdict says of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from picturelock import registry, specs
from picturelock.cues import Captions, Cue
from picturelock.delivery.measured import COLUMNS, measured_of, measured_table, state
from picturelock.findings import CheckRun, Fact, Finding, Place, Verdict, Waived
from picturelock.production import CaptionOrder, CaptionTrack, Dossier
from picturelock.qc.measured import Measure, measures
from picturelock.report.cells import Word
from picturelock.times import Span

TONE = "aevalsrc=0.0708*sin(2*PI*997*t)|0.0708*sin(2*PI*997*t):s=48000:c=stereo:d=2"
LOUD: dict[str, Fact] = {
    "file": "a.mov", "spec": "House", "layout": "stereo", "integrated_lufs": -20.0, "target_lufs": -23.0,
    "tolerance_lu": 0.5, "change_db": -3.0, "range_lu": 0.0,
}  # fmt: skip
LATE: dict[str, Fact] = {
    "file": "a.mov",
    "spec": "House",
    "found": "10:00:00:05",
    "wanted": "10:00:00:00",
    "difference_frames": 5,
}
HELD: dict[str, Fact] = {
    "file": "a.mov", "spec": "House", "start": "10:00:00:00", "end": "10:00:00:02", "seconds": 0.1, "limit": "1 f",
    "found": "4:2:0", "wanted": "4:2:2",
}  # fmt: skip
WHOSE = {"source": "house", "read": dt.date(2026, 11, 22)}
ASKED = specs.from_toml(
    "house",
    {
        "title": "House",
        "limits": {
            "loudness": {"limit": "-23 LUFS", **WHOSE},
            "loudness_tolerance": {"limit": "1/2 LU", **WHOSE},
            "level_highest": {"limit": "60 %", **WHOSE},
        },
        "picture": {"raster": {"one_of": ["64x48"], **WHOSE}},
    },
)


def verdict_on(dossier: Dossier, *found: Finding, silent: Sequence[str] = ()) -> Verdict:
    ran = tuple(CheckRun(check, 0.1, "It crashed." if check in silent else "") for check in registry.CHECKS)
    return Verdict(registry.CHECKS, ran, found, {"a": "b"}, "2026-11-22T00:00:00Z")


@pytest.fixture
def film(dossier: Any, master: Any) -> Dossier:
    made: Dossier = dossier(master(sound=TONE), spec=ASKED)
    order = CaptionOrder("fr", "sdh", "netflix-fr", made.production.root / "a.srt")
    captions = Captions((Cue("1", Span(0, 1), "Oui."), Cue("2", Span(1, 2), "Non.")))
    return replace(made, captions=(CaptionTrack(order, captions),))


def test_what_a_file_is_and_measures(film: Dossier) -> None:
    found = {one.name: one.value for one in measures(film)}
    assert found.items() >= {
        "duration": "00:00:02:00", "picture.raster": "64x48", "picture.rate": "25", "picture.codec": "mpeg4",
        "picture.timecode_start": "10:00:00:00", "first_frame": "10:00:00:00", "last_frame": "10:00:01:24",
        "layout": "stereo", "loudness": "-23.0 LUFS", "true_peak": "-23.0 dBTP", "captions": "2",
    }.items()  # fmt: skip
    assert {"loudness_range_highest", "level_lowest", "level_highest", "picture.scan"} <= found.keys()
    assert next(one for one in measures(film) if one.name == "duration").asked == "00:00:02:00"


def test_the_verdict_decides_each_line(film: Dossier) -> None:
    peak = Measure("true_peak", "-0.2 dBTP", "qc.loudness", ("qc.true-peak",), of="1, 2")
    loud = Measure("loudness", "-23.0 LUFS", "qc.loudness", ("qc.loudness-integrated",), of="1, 2")
    error = Finding("qc.loudness-integrated", "error", evidence={**LOUD, "channels": "1, 2"})
    by = Waived("w.toml", "A", "post", "So.", film.today, "sha256:0")
    cases = {
        "met": (loud, ()),
        "open": (peak, ()),
        "unmet": (loud, (error,)),
        "waived": (loud, (replace(error, waived=by),)),
        "doubt": (loud, (replace(error, unconfirmed=True, severity="warning"),)),
        "warned": (loud, (replace(error, severity="warning"),)),
    }
    for wanted, (one, found) in cases.items():
        assert state(one, film, verdict_on(film, *found)) == wanted
    elsewhere = replace(error, evidence={**LOUD, "channels": "3, 4"})
    assert state(loud, film, verdict_on(film, elsewhere)) == "met"
    silent = verdict_on(film, silent=("picturelock.qc.loudness:check",))
    assert state(loud, film, silent) == "unjudged"
    wrong = Finding("captions.overlap", "error", Place(file="a.srt"))
    (captions,) = (one for one in measures(film) if one.name == "captions")
    assert (state(captions, film, verdict_on(film)), state(captions, film, verdict_on(film, wrong))) == ("met", "unmet")


def test_it_is_said_in_both_languages_and_to_programs(film: Dossier) -> None:
    beyond = Finding("qc.level-high", "error")
    verdict = verdict_on(film, beyond)
    for language, label, around in (
        ("en", "Integrated loudness", "-23 LUFS ± "),
        ("fr", "Sonie intégrée", "-23 LUFS ± "),
    ):
        table = measured_table(film, verdict, language)
        rows = {str(row[0]).partition(",")[0]: row for row in table.rows}
        assert table.columns == COLUMNS and str(rows[label][1]).replace("\xa0", " ").startswith(around)
        assert rows[label][3] == Word("measured_met")
    told = {one["name"]: one for one in measured_of(film, verdict)}
    assert told["level_highest"]["state"] == "unmet" and told["level_highest"]["asked"] == "60 %"
    assert told["captions"] == {
        "name": "captions", "asked": "netflix-fr", "measured": "2", "of": "a.srt", "language": "fr", "state": "met",
    }  # fmt: skip
    assert told["true_peak"]["state"] == "open" and "asked" not in told["true_peak"]


def test_no_master_leaves_the_captions(dossier: Any, tmp_path: Path) -> None:
    assert list(measures(dossier(None))) == [] == list(measures(dossier(tmp_path / "absent.mov")))


def test_the_first_frame_is_where_the_check_saw_it(film: Dossier) -> None:
    late = Finding("qc.first-frame", "error", evidence=LATE)
    rows = {row[0]: row for row in measured_table(film, verdict_on(film, late), "en").rows}
    assert rows["First frame of action"][1:] == ("10:00:00:00", "10:00:00:05", Word("measured_unmet"))


def test_what_cannot_apply_and_what_the_cut_explains_say_so(film: Dossier) -> None:
    spec = specs.from_toml(
        "house",
        {
            "title": "House",
            "limits": {"black_longest": {"limit": "1 f", **WHOSE}, "phase_lowest": {"limit": "0 correlation", **WHOSE}},
            "picture": {"timecode": {"one_of": ["drop"], **WHOSE}, "chroma": {"one_of": ["4:2:2"], **WHOSE}},
        },
    )
    asked = replace(film, spec=spec)
    meant = Finding("qc.black-inside", "info", evidence={**HELD, "meant": True})
    chroma = Finding("qc.chroma", "error", evidence=HELD, unconfirmed=True)
    told = measured_of(asked, verdict_on(asked, meant, chroma))
    states = {one["name"]: (one.get("measured"), one["state"]) for one in told}
    assert states["picture.timecode"] == ("non-drop", "moot") and states["picture.chroma"] == ("4:2:0", "doubt")
    assert states["black_longest"] == ("0 f", "explained") and states["phase_lowest"] == ("1.00 correlation", "met")
    assert told[0]["name"] == "picture.chroma" and "silence_longest" not in states
