"""What is open although unconfirmed demands are unmet does not look green; and one finding has the same frames everywhere."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from picturelock import specs
from picturelock.cut import Cut
from picturelock.findings import Finding, Place, Verdict
from picturelock.report import banner, spec_words
from picturelock.report.document import exit_code, to_json
from picturelock.report.findings_csv import beginnings, findings_csv
from picturelock.report.frames import timecodes
from picturelock.report.html import render
from picturelock.report.markers import to_markers
from picturelock.report.page import Subject, gather
from picturelock.report.pdf import render_pdf
from picturelock.report.pictured import pictured
from picturelock.timeline.marker_edl import marker_edl
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span
from picturelock.wording import LANGUAGES, message
from pypdf import PdfReader

Make = Callable[..., Verdict]
RASTER = Finding(
    "qc.raster",
    "error",
    Place(file="a.mov"),
    {"file": "a.mov", "spec": "EBU R 128", "found": "1x1", "wanted": "2x2"},
    "CBC",
    True,
)
SAID = {
    "en": "Gate open; 2 demands that nobody could confirm are not met",
    "fr": "Livraison autorisée ; 2 exigences",
}


@pytest.fixture
def unmet(make_verdict: Make) -> Verdict:
    """Two demands, one of them broken in two places."""
    tag = Finding(
        "qc.untagged",
        "error",
        Place(file="a.mov"),
        {"file": "a.mov", "tag": "range", "wanted": "tv", "spec": "x"},
        "CBC",
        True,
    )
    return make_verdict((RASTER, replace(RASTER, place=Place(file="b.mov")), tag))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_amber_and_says_so_first(unmet: Verdict, cut: Cut, language: str) -> None:
    assert unmet.open and exit_code(unmet) == 0 and banner.state(unmet) == "unmet"
    page = render(Subject("x", cut), unmet, language)
    assert '<section class="verdict unmet"' in page and 'class="verdict open"' not in page
    pdf = " ".join(
        " ".join(
            one.extract_text() for one in PdfReader(io.BytesIO(render_pdf(Subject("x", cut), unmet, language))).pages
        ).split()
    )
    for text in (html.unescape(re.sub(r"<[^>]+>", " ", page)), pdf, banner.headline(unmet, language)):
        assert SAID[language] in text.replace("\xa0", " ")
    assert "2" in gather(Subject("x", cut), unmet, language).sign_off


def test_what_is_green_is_really_so(make_verdict: Make) -> None:
    assert banner.state(make_verdict(())) == "open" and banner.headline(make_verdict(()), "en") == "Gate open"


def test_a_spec_says_first_how_much_of_it_is_confirmed() -> None:
    spec = specs.load("cbc-radio-canada")
    said = spec_words.confirmed(spec, "en")
    assert (
        said.startswith(f"{spec.count() - spec.unconfirmed()} of {spec.count()} demands confirmed") and "refuse" in said
    )


@pytest.mark.parametrize(("start", "end", "first", "last"), [
    (16, 21, "01:00:15:23", "01:00:20:23"),
    (0, 1, "01:00:00:00", "01:00:00:23"),
])  # fmt: skip
def test_text_columns_and_markers_name_the_same_frames(start: int, end: int, first: str, last: str) -> None:
    rate = FrameRate(24000, 1001)
    span = Span(start * FLICKS_PER_SECOND, end * FLICKS_PER_SECOND)
    cut = Cut("x", rate, (), start=rate.time_of(86400), duration=rate.time_of(24 * 60))
    finding = replace(RASTER, place=Place(record=span))
    (row,) = csv.DictReader(io.StringIO(findings_csv((finding,), cut).decode("utf-8-sig")))
    record = to_json((finding,), rate=rate, start=cut.start)["findings"][0]["record"]
    edl = marker_edl(cut, to_markers((finding,), "en", rate))
    assert timecodes(span, rate, cut.start, False) == (first, last)
    assert (
        (row["timecode_first"], row["timecode_last"]) == (first, last) == (record["timecode"], record["timecode_last"])
    )
    frames = int(row["frame_last"]) - int(row["frame_first"]) + 1
    assert first in edl and f"|D:{frames}" in edl


def test_whole_milliseconds_do_not_move_a_caption_by_a_frame() -> None:
    rate = FrameRate(24000, 1001)
    for frame in range(500):
        exact = rate.time_of(frame)
        ms = FLICKS_PER_SECOND // 1000
        span = Span(exact // ms * ms, -(-rate.time_of(frame + 3) // ms) * ms)
        assert timecodes(span, rate, 0, False) == timecodes(Span(exact, rate.time_of(frame + 3)), rate, 0, False)


def test_a_moment_is_one_frame(cut: Cut) -> None:
    first, last = timecodes(Span(0, 0), cut.rate, cut.start, cut.drop)
    assert first == last == "01:00:00;00"


def test_the_french_spreadsheet_is_french(cut: Cut, findings: tuple[Finding, ...]) -> None:
    data = findings_csv(findings, cut, "fr", lambda rule: ("post",) if rule.startswith("rights") else ())
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["gravité"] == "Erreur" and "supervision" in rows[0]["peut_y_déroger"]
    assert {row["non_confirmé"] for row in rows} == {"", "oui"}
    assert any(data.startswith(one) for one in beginnings()) and len(set(beginnings())) == len(LANGUAGES)


def test_a_destination_has_one_name_in_a_language() -> None:
    finding = replace(RASTER, evidence={**RASTER.evidence, "spec": "CBC/Radio-Canada, programmes"})
    assert "CBC/Radio-Canada, émissions" in message(finding, "fr")
    assert "CBC/Radio-Canada, programmes" in message(finding, "en")
    assert "Canal du Quai" in message(replace(finding, evidence={**RASTER.evidence, "spec": "Canal du Quai"}), "fr")


def test_only_what_is_seen_has_a_picture(cut: Cut, make_verdict: Make) -> None:
    seen = ("qc.black-inside", "captions.overlap", "continuity.gap", "accessibility.flashes")
    unseen = (
        "qc.phase",
        "qc.loudness-short-term",
        "rights.territory",
        "rights.credit-missing",
        "ai-use.undeclared-mark",
    )
    assert all(pictured(Finding(rule, "error")) for rule in seen)
    assert not any(pictured(Finding(rule, "error")) for rule in unseen)
    assert not pictured(Finding("continuity.offline", "error", Place(track="A2")))


def test_signs_of_the_pdf_are_real_and_embedded(cut: Cut, make_verdict: Make) -> None:
    reader = PdfReader(io.BytesIO(render_pdf(Subject("x", cut), make_verdict(), "en")))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert {"✓", "✕", "▲", "●"} <= set(text) and "√" not in text
    fonts = {
        str(one.get_object()["/BaseFont"]) for page in reader.pages for one in page["/Resources"]["/Font"].values()
    }
    assert any("PicturelockSigns" in name for name in fonts)
