"""Findings for other programs: JUnit, a spreadsheet, and JSON against its published schema."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from jsonschema import Draft202012Validator, ValidationError
from picturelock.cut import Cut
from picturelock.errors import EXIT_WAIVED
from picturelock.findings import Finding, Verdict, Waived
from picturelock.report.document import exit_code, to_json, verdict_json
from picturelock.report.findings_csv import COLUMNS, findings_csv
from picturelock.report.junit import junit_xml

Make = Callable[..., Verdict]
WAIVED = Waived("waivers/a.toml", "A. Tremblay", "directrice", "=Choix", dt.date(2027, 1, 1), "sha256:00")


def test_junit_counts_what_failed(cut: Cut, findings: tuple[Finding, ...], make_verdict: Make) -> None:
    verdict = make_verdict(problem="It crashed.")
    root = fromstring(junit_xml(verdict, cut))
    assert {key: root.get(key) for key in ("failures", "errors", "skipped")} == {
        "failures": "1",
        "errors": "1",
        "skipped": "0",
    }
    assert int(root.get("tests")) == len(verdict.expected) + len(findings)
    suites = {suite.get("name"): suite for suite in root}
    assert suites["qc.loudness"].find("testcase/error").get("message") == "It crashed."
    failed = suites["rights.coverage"].find("testcase/failure")
    assert "<script>" in failed.get("message") and failed.get("type") == "rights.no-clearance"


def test_junit_shows_a_waived_error_as_skipped_and_holds_any_text(
    cut: Cut, findings: tuple[Finding, ...], make_verdict: Make
) -> None:
    odd = replace(findings[1], waived=WAIVED, evidence={"source": "a\x00\x1b\ud800\uffff.mov"})
    root = fromstring(junit_xml(make_verdict((odd,)), cut, "fr"))
    assert root.get("skipped") == "1" and root.get("failures") == "0"


def test_the_spreadsheet_has_frames_and_runs_nothing(cut: Cut, findings: tuple[Finding, ...]) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(findings_csv((*findings[:2], replace(findings[1], waived=WAIVED)), cut).decode("utf-8-sig"))
        )
    )
    assert tuple(rows[0]) == COLUMNS and [row["number"] for row in rows] == ["1", "2", "3"]
    placed = rows[0]
    assert (placed["timecode_first"], placed["frame_first"], placed["frame_last"]) == ("01:00:02;00", "60", "99")
    assert rows[2]["line"] == "7" and rows[2]["timecode_first"] == ""
    assert (rows[1]["waived_by"], rows[1]["waived_until"]) == ("A. Tremblay", "2027-01-01")
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    text = files("picturelock.report").joinpath("report-1.schema.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    return Draft202012Validator(json.loads(text))


def document(verdict: Verdict, cut: Cut, language: str = "en") -> dict[str, Any]:
    made = to_json(
        verdict.findings,
        rate=cut.rate,
        start=cut.start,
        drop=cut.drop,
        language=language,
        exit=exit_code(verdict),
        cut=cut.name,
        verdict=verdict_json(verdict),
    )
    return dict(json.loads(json.dumps(made)))


def test_a_report_keeps_to_its_schema(
    schema: Draft202012Validator, cut: Cut, findings: tuple[Finding, ...], make_verdict: Make
) -> None:
    taken = tuple(replace(one, waived=WAIVED) if one.severity == "error" else one for one in findings)
    assert exit_code(make_verdict(taken)) == EXIT_WAIVED
    for verdict in (make_verdict(), make_verdict(()), make_verdict(problem="It crashed."), make_verdict(taken)):
        schema.validate(document(verdict, cut))


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "picturelock/report-2"},
        {"exit": 9},
        {"findings": [{"rule": "x"}]},
        {"verdict": {"open": "yes"}},
    ],
)
def test_the_schema_refuses_another_document(
    schema: Draft202012Validator, cut: Cut, make_verdict: Make, change: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        schema.validate(document(make_verdict(), cut) | change)
