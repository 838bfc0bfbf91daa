"""The report: the verdict in words, everything escaped, nothing fetched, and usable without a mouse or colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from picturelock.cut import Cut, Shot, Source
from picturelock.findings import Finding, Verdict
from picturelock.report.html import render
from picturelock.report.page import Subject, Table
from picturelock.report.strip import WIDTH, draw
from picturelock.times import FrameRate, Span
from picturelock.wording import LANGUAGES, table

VOID = {"meta", "link", "br", "col"}
Make = Callable[..., Verdict]


class Page(HTMLParser):
    """Collects what is asserted, and that every element is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"[ \n]+", " ", " ".join(self.words))


@pytest.fixture
def subject(cut: Cut) -> Subject:
    rights = Table(("source", "kind", "owner"), (("B.mov", None, None), ("A<1>.mov", "footage", "=X & Y")))
    ai_use = Table(("artefact", "delivered", "reviewed"), (("fr.srt", True, None),))
    return Subject("L’été <b>", cut, "ebu-r128", "CA, FR", "vod", "2026 – 2027", "fr", None, rights, ai_use)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("problem", "state"), [("", "closed"), ("It <crashed>.", "none")])
def test_a_closed_gate(subject: Subject, make_verdict: Make, language: str, problem: str, state: str) -> None:
    page = Page(render(subject, make_verdict(problem=problem), language))
    words = table(language, "report")
    assert page.open == [] and words["states"][state] in page.text and words["states"]["open"] not in page.text
    assert ("6/7" if problem else "7/7") in page.text and (not problem or problem in page.text)
    assert "B<script>alert(1)</script>.mov" in page.text and "script" not in {tag for tag, _ in page.tags}
    assert "L’été <b>" in page.text and "b" in {tag for tag, _ in page.tags}
    assert "01:00:02;00" in page.text and "rights.no-clearance" in page.text and words["not_cleared"] in page.text
    assert "xxh128:" + "0" * 32 in page.text and words["signature"] in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_open_gate(subject: Subject, make_verdict: Make, language: str) -> None:
    page = Page(render(subject, make_verdict(()), language))
    words = table(language, "report")
    assert words["states"]["open"] in page.text and words["no_findings"] in page.text and words["sign_off"] in page.text


def test_it_needs_nothing_else(subject: Subject, make_verdict: Make) -> None:
    text = render(subject, make_verdict(), "en")
    for tag, attributes in Page(text).tags:
        assert tag not in ("script", "img", "iframe", "object")
        for name in ("src", "href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:"))
    assert "url(" not in text and "@import" not in text and "default-src 'none'" in text


def test_it_can_be_used_by_everybody(subject: Subject, make_verdict: Make) -> None:
    page = Page(render(subject, make_verdict(), "fr"))
    tags = [tag for tag, _ in page.tags]
    assert dict(page.tags[0][1]) == {"lang": "fr"} if page.tags[0][0] == "html" else False
    assert tags.count("h1") == 1 and tags.count("caption") == tags.count("table")
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in page.tags if tag == "th")
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        if (attributes.get("href") or "").startswith("#"):
            assert (attributes["href"] or "")[1:] in ids
        if "aria-labelledby" in attributes:
            assert attributes["aria-labelledby"] in ids
    assert {"✕", "▲", "●"} <= set(page.text)  # shapes as well as colours


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours, "#rrggbb" or "#rgb"."""

    def luminance(color: str) -> float:
        digits = color.lstrip("#")
        digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
        channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_can_be_read(subject: Subject, make_verdict: Make) -> None:
    colors = dict(re.findall(r"--(\w+):(#[0-9a-f]+)", render(subject, make_verdict(), "en")))
    for name in ("ink", "soft", "error", "warning", "info", "open"):
        assert contrast(colors[name], "#fff") >= 4.5 and contrast(colors[name], colors["panel"]) >= 4.5
    assert contrast("#fff", "#3b2a63") >= 4.5 and contrast("#174a7a", "#fff6cf") >= 4.5


def test_the_strip_draws_tracks_and_findings(cut: Cut, findings: tuple[Finding, ...]) -> None:
    strip = draw(cut, list(enumerate(findings, start=1)))
    assert strip is not None
    assert [row.track for row in strip.rows] == ["V1", "A1"]
    assert [(bar.x, bar.width) for bar in strip.rows[0].bars] == [(0, 600), (600, 400)]
    assert [(tick.x, tick.severity, tick.number, tick.count) for tick in strip.ticks] == [(600, "error", 2, 1)]
    assert (strip.axis[0].label, strip.axis[-1].label, strip.axis[-1].x) == ("01:00:00;00", "01:00:03;10", WIDTH)


def test_ten_thousand_shots_stay_small(make_verdict: Make) -> None:
    rate = FrameRate(24)
    spans = [Span(rate.time_of(n * 5), rate.time_of(n * 5 + 5)) for n in range(10_000)]
    shots = tuple(Shot(f"V1:{n}", "V1", "video", "x", Source("x"), s, s) for n, s in enumerate(spans))
    text = render(Subject("x", Cut("x", rate, shots, duration=spans[-1].end)), make_verdict(()), "en")
    assert len(text) < 1_500_000


def test_sentences_keep_dates_whole_and_stay_escaped() -> None:
    from picturelock.report.html import _rich

    assert _rich("<b> 2026-01-02 `a & b`") == '&lt;b&gt; <span class="nb">2026-01-02</span> <code>a &amp; b</code>'


def test_an_empty_cut_has_no_strip(make_verdict: Make) -> None:
    empty = Cut("x", FrameRate(24), ())
    assert draw(empty, []) is None
    assert Page(render(Subject("x", empty), make_verdict(()), "fr")).open == []
