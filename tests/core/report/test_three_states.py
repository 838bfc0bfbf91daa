"""Passed, nothing to judge, no answer: three states that no output mixes up; who may waive, who signed, and when it was."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from defusedxml.ElementTree import fromstring
from picturelock import registry
from picturelock.cut import Cut
from picturelock.findings import Finding, Verdict, Waived
from picturelock.report import banner
from picturelock.report.answers import tally
from picturelock.report.cells import Word
from picturelock.report.document import exit_code, verdict_json
from picturelock.report.findings_csv import findings_csv
from picturelock.report.html import render
from picturelock.report.junit import junit_xml
from picturelock.report.markers import WAIVED, to_markers
from picturelock.report.moments import day, moment
from picturelock.report.page import Signature, Subject, Table, gather
from picturelock.report.pdf import render_pdf
from picturelock.report.verdict_hash import verdict_hash
from picturelock.wording import LANGUAGES, table
from pypdf import PdfReader

Make = Callable[..., Verdict]
BY = Waived("waivers/a.toml", "A. Tremblay", "producer", "So.", dt.date(2027, 1, 1), "sha256:00")
LEVELS, FLASHES = "picturelock.qc.levels:check", "picturelock.accessibility.flashes:check"
SAID = {
    "en": "21 of 24 checks looked at something, 2 had nothing to judge, 1 gave no answer.",
    "fr": "21 contrôles sur 24 ont porté sur cette livraison, 2 étaient sans objet, 1 n’a pas répondu.",
}


@pytest.fixture
def three(make_verdict: Make) -> Verdict:
    """Loudness gave no answer; levels and flashes had nothing to judge."""
    verdict = make_verdict(problem="It crashed.")
    ran = tuple(replace(run, idle="not-asked") if run.check in (LEVELS, FLASHES) else run for run in verdict.ran)
    return replace(verdict, ran=ran)


def pages(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_output_has_three_states(three: Verdict, cut: Cut, language: str) -> None:
    assert len(registry.CHECKS) == 24 and banner.ran(three, language) == SAID[language]
    words, subject = table(language, "report"), Subject("x", cut)
    reason = words["idle"]["not-asked"]
    names = ", ".join(words["checks"][name] for name in ("qc.levels", "accessibility.flashes"))
    page, pdf = render(subject, three, language), pages(render_pdf(subject, three, language))
    for text in (plain(page), pdf):
        assert SAID[language] in text and f"{names}{words['colon']} {reason}".replace("\xa0", " ") in text
    assert page.count('<li class="idle"') == 2 and page.count('<li class="failed"') == 1 and "21/24" in page
    cases = {suite.get("name"): suite[0] for suite in fromstring(junit_xml(three, cut, language))}
    assert cases["qc.levels"].find("skipped").get("message") == reason
    assert len(cases["qc.raster"]) == 0 and cases["qc.loudness"].find("error") is not None
    told = {run["check"]: run["idle"] for run in verdict_json(three)["ran"]}
    assert told[LEVELS] == "not-asked" and told["picturelock.qc.raster:check"] == ""


def test_nothing_judged_is_no_verdict_and_is_said(make_verdict: Make) -> None:
    verdict = make_verdict(())
    idle = replace(verdict, ran=tuple(replace(run, idle="no-master") for run in verdict.ran))
    assert (exit_code(verdict), exit_code(idle), idle.open) == (0, 5, False)
    assert banner.follows(idle, "en") == "Nothing was judged, so nothing goes out." and banner.state(idle) == "none"
    assert verdict_hash(idle) != verdict_hash(verdict)


def test_waived_errors_are_counted_apart(findings: tuple[Finding, ...], make_verdict: Make, cut: Cut) -> None:
    mixed = (*findings, replace(findings[1], waived=BY))
    assert tally(mixed) == {"error": 1, "waived": 1, "warning": 1, "info": 1}
    assert list(tally(findings)) == ["error", "warning", "info"]
    text = plain(render(Subject("x", cut), make_verdict(mixed), "en"))
    assert "1 error 1 waived 1 warning 1 note" in text
    said = banner.follows(make_verdict(mixed), "en")
    assert said.startswith("Nothing goes out until 1 error is mended, or waived by somebody who may.")
    assert said.endswith("1 demand whose limit nobody could confirm is not met: read it.")
    waived = make_verdict(mixed[3:])
    assert exit_code(waived) == 6 and "1 error remains, taken on by name" in banner.follows(waived, "en")
    (marker,) = to_markers(mixed[3:], "fr", cut.rate)
    assert (marker.name.replace("\xa0", " "), marker.color) == (
        "DÉROGATION (A. Tremblay) : Absent du registre des droits",
        WAIVED,
    )


def test_who_may_waive_stands_beside_each_error(findings: tuple[Finding, ...], make_verdict: Make, cut: Cut) -> None:
    def roles(rule: str) -> tuple[str, ...]:
        return ("legal", "producer") if rule == "rights.no-clearance" else ()

    other = Finding("rights.territory", "error", evidence=dict.fromkeys(("source", "missing", "holders"), "x"))
    verdict = make_verdict((*findings, replace(findings[1], waived=BY)))
    subject = Subject("x", cut, waivable=roles)
    rows = [row.waivable for trade in gather(subject, verdict, "en").trades for row in trade.rows]
    assert sorted(rows) == ["", "", "", "May be waived by: legal, clearances, producer."]
    hard = "Nobody may waive this; it has to be mended."
    assert [row.waivable for row in gather(subject, make_verdict((other,)), "en").trades[0].rows] == [hard]
    for text in (plain(render(subject, verdict, "en")), pages(render_pdf(subject, verdict, "en"))):
        assert text.count("May be waived by: legal, clearances, producer.") == 1
    listed = list(csv.DictReader(io.StringIO(findings_csv(findings, cut, "en", roles).decode("utf-8-sig"))))
    assert [row["may_waive"] for row in listed] == ["legal, clearances, producer", "", ""]
    assert {
        row["may_waive"] for row in csv.DictReader(io.StringIO(findings_csv(findings, cut).decode("utf-8-sig")))
    } == {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sign_off_is_filled_in_where_somebody_signed(make_verdict: Make, cut: Cut, language: str) -> None:
    signature = Signature("A. Tremblay", "réalisation", "2026-11-22T19:03:00Z", "yAxUBLQt", "signoffs/a.json")
    subject, verdict = Subject("x", cut, signatures=(signature,)), make_verdict(())
    when = moment(signature.made, language)
    for text in (plain(render(subject, verdict, language)), pages(render_pdf(subject, verdict, language))):
        text = text.replace("\xa0", " ")
        for said in ("A. Tremblay", "réalisation", "yAxUBLQt", "signoffs/", when.replace("\xa0", " ")):
            assert said in text
    assert '<div class="lines signed">' not in render(Subject("x", cut), verdict, language)


def test_what_was_measured_stands_in_both_reports(make_verdict: Make, cut: Cut) -> None:
    rows = (("True peak", "-1 dBTP", "-0.2 dBTP", Word("measured_unmet")), ("Duration", Word("unknown"), "1", None))
    subject = Subject("x", cut, measured=Table(("measure", "asked", "measured", "state"), rows))
    for text in (plain(render(subject, make_verdict(()), "fr")), pages(render_pdf(subject, make_verdict(()), "fr"))):
        assert "Mesures" in text and "-0.2 dBTP" in text and "non respecté" in text


def test_a_moment_is_of_this_place_and_says_how_far_from_utc() -> None:
    montreal, kathmandu = ZoneInfo("America/Toronto"), ZoneInfo("Asia/Kathmandu")
    made = "2026-11-22T19:03:33+00:00"
    assert moment(made, "en", montreal).replace("\xa0", " ") == "22 Nov 2026, 14:03 −05:00"
    assert moment(made, "fr", montreal).replace("\xa0", " ") == "22 nov. 2026, 14 h 03 (−05:00)"
    assert moment(made, "en", kathmandu).replace("\xa0", " ") == "23 Nov 2026, 00:48 +05:45"
    assert day("2026-08-01T12:00:00Z", "fr", montreal).replace("\xa0", " ") == "1er août 2026"
    assert moment("2026-11-22T19:03:33", "en", dt.UTC).endswith("19:03 +00:00") and moment("then", "fr") == "then"
    assert moment("9999-12-31T23:59:59+00:00", "en", kathmandu) == "9999-12-31T23:59:59+00:00"
