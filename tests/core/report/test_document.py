"""The JSON document and the markers."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from picturelock import registry
from picturelock.cut import Cut
from picturelock.findings import Finding, Verdict
from picturelock.report.document import to_json, verdict_json
from picturelock.report.markers import to_markers
from picturelock.times import parse_frame_label


def test_the_document_is_as_published(cut: Cut, findings: tuple[Finding, ...]) -> None:
    document = to_json(findings, rate=cut.rate, start=cut.start, drop=cut.drop, language="en", exit=1, package="out")
    assert list(document) == ["schema", "exit", "findings", "package"] and document["schema"] == "picturelock/report-1"
    entry = document["findings"][1]
    assert entry["rule"] == "rights.no-clearance" and entry["severity"] == "error" and entry["file"] == "l.toml"
    assert entry["record"] == {
        "start": "60@30000/1001", "end": "100@30000/1001", "start_ms": 2002, "end_ms": 3337, "timecode": "01:00:02;00",
        "timecode_last": "01:00:03;09",
    }  # fmt: skip
    assert parse_frame_label(entry["record"]["end"])[0] == findings[1].place.record.end  # type: ignore[union-attr]
    assert entry["evidence"] == {"source": "B<script>alert(1)</script>.mov"} and entry["source"] == "l.toml"
    assert entry["message"].startswith("B<script>") and entry["fix"]
    assert document["findings"][0]["line"] == 7 and "record" not in document["findings"][0]
    assert document["findings"][2]["severity"] == "warning" and document["findings"][2]["unconfirmed"] is True
    json.dumps(document)


def test_without_a_rate_no_record_time_is_said(findings: tuple[Finding, ...]) -> None:
    document = to_json(findings, rate=None, start=0, drop=False, language="fr", exit=0)
    assert all("record" not in entry for entry in document["findings"])
    assert document["findings"][1]["message"].endswith("aucune entrée du registre ne l’autorise.")


def test_a_verb_cannot_hide_what_every_document_has(findings: tuple[Finding, ...]) -> None:
    with pytest.raises(ValueError, match="schema"):
        to_json([], rate=None, start=0, drop=False, language="en", exit=0, schema="other")


def test_a_verdict_without_its_findings(make_verdict: Callable[..., Verdict]) -> None:
    document = verdict_json(make_verdict(problem="It crashed."))
    assert document["open"] is False and document["missing"] == ["picturelock.qc.loudness:check"]
    assert document["ran"][registry.CHECKS.index("picturelock.qc.loudness:check")] == {
        "check": "picturelock.qc.loudness:check",
        "seconds": 0.5,
        "problem": "It crashed.",
        "idle": "",
        "findings": [],
    }


def test_markers_stand_where_findings_are(findings: tuple[Finding, ...], cut: Cut) -> None:
    (marker,) = to_markers(findings, "en", cut.rate)
    assert (
        marker.color == "RED" and marker.name == "Not in the rights ledger" and marker.span == findings[1].place.record
    )
    assert marker.note.endswith("[rights.no-clearance]")
