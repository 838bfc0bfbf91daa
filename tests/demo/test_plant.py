"""The planted faults: each is in the files, the truth says where, and the comparison misses nothing."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import av
import pytest

README = Path(__file__).resolve().parents[2] / "demo" / "README.md"


@pytest.fixture(scope="module")
def faulty(captioned: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import plant

    before = {path: path.read_bytes() for path in captioned.rglob("*") if path.is_file()}
    truth = plant.plant(captioned, tmp_path_factory.mktemp("faulty") / "production")
    assert before == {path: path.read_bytes() for path in captioned.rglob("*") if path.is_file()}
    return truth.parent


@pytest.fixture(scope="module")
def faults(faulty: Path) -> dict[str, dict[str, Any]]:
    document = json.loads((faulty / "truth.json").read_text(encoding="utf-8"))
    assert document["schema"] == "picturelock-demo/truth-1"
    listed = document["faults"]
    assert len({fault["rule"] for fault in listed}) == len(listed)
    assert all(fault["what"] and fault["quoi"] for fault in listed)
    return {fault["rule"]: fault for fault in listed}


def video(folder: Path) -> list[tuple[str, int, int]]:
    """Schema or name, first and last record frame of the items of V1."""
    timeline = json.loads((folder / "cuts" / "letter_v2.otio").read_text(encoding="utf-8"))
    found, at = [], 0
    for item in timeline["tracks"]["children"][0]["children"]:
        length = int(item["source_range"]["duration"]["value"]) if "source_range" in item else 0
        found.append((item["name"] or item["OTIO_SCHEMA"], at, at + length))
        at += length
    return found


def test_the_cut_has_a_flash_and_a_gap_and_is_as_long_as_before(
    captioned: Path, faulty: Path, faults: dict[str, dict[str, Any]]
) -> None:
    items, before = video(faulty), video(captioned)
    assert items[-1] == before[-1]
    assert set(items) - set(before) == {
        ("A001C002_S012T02", 276, 355),
        ("A001C004_S007T01", 355, 357),
        ("B001C002_S004T02", 882, 949),
        ("Gap.1", 949, 955),
    }
    flash, gap = faults["continuity.flash-frame"], faults["continuity.gap"]
    assert (flash["record_start_frame"], flash["record_end_frame"], flash["source"]) == (
        355,
        357,
        "A001C004_S007T01.mov",
    )
    assert (gap["record_start_frame"], gap["record_end_frame"]) == (949, 955)


def test_one_file_is_missing(captioned: Path, faulty: Path, faults: dict[str, dict[str, Any]]) -> None:
    names = [{path.name for path in (folder / "media").iterdir()} for folder in (captioned, faulty)]
    assert names[0] - names[1] == {faults["continuity.offline"]["source"]}


def test_the_master_is_three_decibels_louder(captioned: Path, faulty: Path) -> None:
    import footage
    import loudness

    before, after = (
        loudness.integrated_lufs(footage.read_sound(f / "master" / "letter_v2.mov")) for f in (captioned, faulty)
    )
    assert after - before == pytest.approx(3, abs=0.02)


def test_the_master_has_black_and_a_channel_upside_down(
    captioned: Path, faulty: Path, faults: dict[str, dict[str, Any]]
) -> None:
    import footage
    import numpy as np

    before, after = (footage.read_sound(f / "master" / "letter_v2.mov") for f in (captioned, faulty))
    assert len(before) == len(after)
    turned = slice(16 * 48_000, 21 * 48_000)
    share = [float(np.dot(before[turned, side], after[turned, side])) for side in (0, 1)]
    assert share[0] > 0 > share[1]
    assert float(np.dot(before[: 16 * 48_000, 1], after[: 16 * 48_000, 1])) > 0
    phase, black = faults["qc.phase"], faults["qc.black-inside"]
    assert (phase["record_start_frame"], phase["record_end_frame"]) == (384, 503)
    wanted = [
        649,
        *range(*(black[f"record_{edge}_frame"] for edge in ("start", "end"))),
        653,
        948,
        *range(949, 955),
        955,
    ]
    picture = luma(faulty / "master" / "letter_v2.mov", set(wanted))
    dark = {number for number, frame in picture.items() if frame.max() <= 20}
    assert dark == {650, 651, 652, *range(949, 955)}


def test_the_master_shows_the_flash_that_the_cut_has(captioned: Path, faulty: Path) -> None:
    before, after = (luma(f / "master" / "letter_v2.mov", {354, 355, 356, 357}) for f in (captioned, faulty))
    differs = {number: float(abs(before[number].astype(int) - after[number]).mean()) for number in before}
    assert {number for number, amount in differs.items() if amount > 10} == {355, 356}


def luma(path: Path, wanted: set[int]) -> dict[int, Any]:
    """Some frames of a file, as brightness."""
    with av.open(str(path)) as container:
        frames = enumerate(container.decode(video=0))
        return {number: frame.to_ndarray(format="gray") for number, frame in frames if number in wanted}


def test_captions_are_wrong_where_the_truth_says(
    captioned: Path, faulty: Path, faults: dict[str, dict[str, Any]]
) -> None:
    import srt

    name = "captions/letter_v2.en.srt"
    before, after = srt.read(captioned / name), srt.read(faulty / name)
    assert len(after) == len(before) - 1
    assert before[-1].text in faults["accessibility.speech-uncaptioned"]["what"]
    joined = after[int(faults["captions.line-length"]["cue"]) - 1]
    assert len(joined.lines) == 1 and len(joined.lines[0]) > 42
    late = int(faults["captions.overlap"]["cue"]) - 1
    assert after[late - 1].end_ms > after[late].start_ms
    french = srt.read(faulty / "captions/letter_v2.fr.srt")
    hurried = french[int(faults["captions.reading-speed"]["cue"]) - 1]
    seconds = (hurried.end_ms - hurried.start_ms) / 1000
    assert sum(map(len, hurried.lines)) / seconds > 20
    assert seconds >= 5 / 6 - 0.001
    close = int(faults["captions.gap"]["cue"]) - 1
    assert french[close - 1].end_ms == french[close].start_ms


def test_nothing_else_is_wrong_with_the_captions(faulty: Path, faults: dict[str, dict[str, Any]]) -> None:
    import srt

    wrong = {(fault["file"], fault["cue"]) for fault in faults.values() if "cue" in fault}
    for name in ("captions/letter_v2.en.srt", "captions/letter_v2.fr.srt"):
        cues = srt.read(faulty / name)
        for number, cue in enumerate(cues, start=1):
            start, end = cue.frames
            gap = start - cues[number - 2].frames[1] if number > 1 else 99
            good = (
                max(map(len, cue.lines)) <= 42
                and 20 <= end - start <= 167
                and cue.characters_per_second <= 20
                and gap >= 2
            )
            assert good != ((name, str(number)) in wrong), (name, number, cue)


def test_the_ledger_lacks_four_permissions(captioned: Path, faulty: Path) -> None:
    before, after = (_clearances(folder) for folder in (captioned, faulty))
    assert before.keys() - after.keys() == {("C001C001*", "archive"), ("C001C004*", "performer")}
    assert {key for key in after if after[key] != before[key]} == {("C001C002*", "artwork"), ("M001*", "music")}
    assert after["M001*", "music"]["territories"] == ["CA"]
    assert str(after["C001C002*", "artwork"]["end"]) == "2027-06-30"


def _clearances(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    listed = tomllib.loads((folder / "rights" / "clearances.toml").read_text(encoding="utf-8"))["clearance"]
    return {(entry["asset"], entry["kind"]): entry for entry in listed}


def test_the_credits_lack_the_line_that_a_licence_asks_for(captioned: Path, faulty: Path) -> None:
    wanted = [entry["credit"] for entry in _clearances(captioned).values() if "credit" in entry]
    texts = [(folder / "credits" / "letter_v2.txt").read_text(encoding="utf-8") for folder in (captioned, faulty)]
    assert len(wanted) == 2
    assert [[line in text.splitlines() for line in wanted] for text in texts] == [[True, True], [True, False]]


def test_nobody_declares_what_the_letter_says_of_itself(captioned: Path, faulty: Path) -> None:
    orders = [tomllib.loads((f / "picturelock.toml").read_text(encoding="utf-8")) for f in (captioned, faulty)]
    assert [element["asset"] for element in orders[0]["ai"]] == ["C001C002*"]
    assert "ai" not in orders[1]
    assert b"digitalsourcetype/compositeWith" in (faulty / "media" / "C001C002_LETTER.mov").read_bytes()


def test_the_record_of_the_english_captions_names_another_cut(faulty: Path) -> None:
    record = json.loads((faulty / "captions" / "letter_v2.en.srt.provenance.json").read_text(encoding="utf-8"))
    assert record["provenance"]["parameters"] == {"conformed_to": "letter_v1.otio"}
    assert (faulty / "cuts" / "letter_v1.otio").is_file()


def test_nobody_has_read_the_french_captions_and_the_english_are_not_as_they_were_read(
    faulty: Path, captioned: Path
) -> None:
    names = {path.name for path in (faulty / "captions").glob("*.review.json")}
    assert names == {"letter_v2.en.srt.review.json"}
    texts = [(folder / "captions/letter_v2.en.srt").read_text(encoding="utf-8") for folder in (captioned, faulty)]
    assert texts[0].split() != texts[1].split()


def test_the_readme_lists_the_faults(faults: dict[str, dict[str, Any]]) -> None:
    assert set(re.findall(r"(?m)^\| `([a-z.-]+)` \|", README.read_text(encoding="utf-8"))) == set(faults)


def report(path: Path, findings: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps({"schema": "picturelock/report-1", "findings": findings}), encoding="utf-8")
    return path


def as_found(fault: dict[str, Any]) -> dict[str, Any]:
    """The finding that a planted fault should give."""
    found = {key: fault[key] for key in ("rule", "severity", "file", "cue") if key in fault}
    if "source" in fault:
        found["media"] = fault["source"]
    if "record_start_frame" in fault:
        found["record"] = {key: f"{fault[f'record_{key}_frame']}@24000/1001" for key in ("start", "end")}
    return found


def test_comparison_accepts_exactly_what_was_planted(
    faulty: Path, faults: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    import compare

    truth, findings = faulty / "truth.json", [as_found(fault) for fault in reversed(faults.values())]
    assert compare.compare(truth, report(tmp_path / "same.json", findings)) == []
    assert len(compare.compare(truth, report(tmp_path / "less.json", findings[1:]))) == 1
    assert len(compare.compare(truth, report(tmp_path / "twice.json", [*findings, findings[0]]))) == 1
    for severity, count in (("warning", 1), ("info", 0)):
        extra = {"rule": "captions.lines", "severity": severity}
        assert len(compare.compare(truth, report(tmp_path / f"{severity}.json", [*findings, extra]))) == count


@pytest.mark.parametrize("key", ["rule", "severity", "file", "media", "cue", "record"])
def test_comparison_sees_a_finding_that_is_somewhere_else(
    faulty: Path, faults: dict[str, dict[str, Any]], tmp_path: Path, key: str
) -> None:
    import compare

    findings = [as_found(fault) for fault in faults.values()]
    index = next(number for number, finding in enumerate(findings) if key in finding)
    findings[index][key] = {"start": "1@24000/1001", "end": "2@24000/1001"} if key == "record" else "other"
    differences = compare.compare(faulty / "truth.json", report(tmp_path / "moved.json", findings))
    assert [difference.partition(":")[0] for difference in differences] == ["not found", "not planted"]
