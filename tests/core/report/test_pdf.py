"""The PDF of the report: the same words, embedded type, the same bytes for the same verdict."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from picturelock.cut import Cut
from picturelock.findings import Finding, Verdict, Waived
from picturelock.report.page import Subject, Table
from picturelock.report.pdf import render_pdf
from picturelock.report.verdict_hash import verdict_hash
from picturelock.wording import LANGUAGES, table
from pypdf import PdfReader

Make = Callable[..., Verdict]
WAIVED = Waived("waivers/a.toml", "A. Tremblay", "directrice", "Choix artistique", dt.date(2027, 1, 1), "sha256:00")


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.fixture
def subject(cut: Cut) -> Subject:
    rights = Table(("source", "kind", "owner"), (("B.mov", None, None), ("A<1>.mov", "footage", "=X & Y")))
    return Subject("L’été — « Œuvre » <b>", cut, "ebu-r128", "CA, FR", "vod", "2026 – 2027", "fr", None, rights)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("problem", "state"), [("", "closed"), ("It <crashed>.", "none")])
def test_it_says_what_the_page_says(
    subject: Subject, make_verdict: Make, language: str, problem: str, state: str
) -> None:
    text = text_of(render_pdf(subject, make_verdict(problem=problem), language))
    words = table(language, "report")
    assert words["states"][state] in text and words["states"]["open"] not in text and problem in text
    for said in ("L’été — « Œuvre » <b>", "<script>alert(1)</script>.mov", "01:00:02;00", "rights.no-clearance"):
        assert said in text.replace("\xa0", " "), said
    assert words["signature"] in text and verdict_hash(make_verdict(problem=problem)) in text.replace(" ", "")


def test_the_same_verdict_gives_the_same_bytes(subject: Subject, make_verdict: Make) -> None:
    verdict = make_verdict()
    assert render_pdf(subject, verdict, "fr") == render_pdf(subject, verdict, "fr")


def test_it_names_itself_and_embeds_its_type(subject: Subject, make_verdict: Make) -> None:
    reader = PdfReader(io.BytesIO(render_pdf(subject, make_verdict(), "fr")))
    assert reader.metadata is not None and subject.title in str(reader.metadata.title)
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert any("/FontDescriptor" in font and "/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_who_waived_an_error_stands_beside_it(
    subject: Subject, findings: tuple[Finding, ...], make_verdict: Make
) -> None:
    taken = tuple(replace(one, waived=WAIVED) if one.severity == "error" else one for one in findings)
    text = text_of(render_pdf(subject, make_verdict(taken), "en"))
    assert "Gate open, under waivers" in text
    assert "Waived by A. Tremblay, directrice, until 2027-01-01: “Choix artistique”" in text


def test_a_thousand_findings_and_scripts_of_elsewhere(
    subject: Subject, findings: tuple[Finding, ...], make_verdict: Make
) -> None:
    many = tuple(
        replace(findings[1], evidence={"source": f"夏{number}\x00\ud800 {'w' * 300}.mov"}) for number in range(300)
    )
    reader = PdfReader(io.BytesIO(render_pdf(subject, make_verdict(many), "en")))
    assert len(reader.pages) > 20 and f"{len(reader.pages)} / {len(reader.pages)}" in reader.pages[-1].extract_text()
