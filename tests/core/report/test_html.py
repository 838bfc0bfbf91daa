"""The report: the verdict in words, everything escaped, nothing fetched, and usable without a mouse or colour."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from picturelock import registry
from picturelock.cut import Cut, Shot, Source
from picturelock.findings import Finding, Place, Verdict
from picturelock.report.cells import Word
from picturelock.report.html import render
from picturelock.report.page import Subject, Table, gather
from picturelock.report.places import where
from picturelock.report.strip import WIDTH, draw
from picturelock.times import FrameRate, Span
from picturelock.wording import LANGUAGES, table

VOID = {"meta", "link", "br", "col", "wbr"}
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
        if self.open and self.open[-1] not in ("style", "script"):
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
    expected = len(registry.CHECKS)
    assert f"{expected - bool(problem)}/{expected}" in page.text and (not problem or problem in page.text)
    assert "B<script>alert(1)</script>.mov" in page.text and [tag for tag, _ in page.tags].count("script") == 1
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
    script = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    allowed = base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    assert len(script) == 1 and f"script-src 'sha256-{allowed}'" in html.unescape(text)
    for tag, attributes in Page(text).tags:
        assert tag not in ("iframe", "object")
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


def test_a_check_says_what_it_found_and_that_it_ran(subject: Subject, make_verdict: Make) -> None:
    unplaced = Finding("timeline.speed-ramp", "warning", evidence={"name": "a", "shot": "V1:1"})
    verdict = make_verdict((*make_verdict().findings, unplaced))
    listed = {check.name: check.counts for check in gather(subject, verdict, "en").checks}
    assert listed["Rights"] == {"error": 1, "warning": 0, "info": 1} and not any(listed["Loudness"].values())
    assert listed["AI use"] == {"error": 0, "warning": 1, "info": 0}
    assert [(trade.name, trade.counts["warning"]) for trade in gather(subject, verdict, "en").noticed] == [
        ("Timeline", 1)
    ]
    text = Page(render(subject, verdict, "en")).text
    assert "Rights ✕ 1 ran, found: 1 error ● 1 1 note" in text.replace("\xa0", " ")
    assert "Loudness ✓ ran, found nothing" in text
    silent = Page(render(subject, make_verdict(problem="It crashed."), "en")).text
    assert "— Loudness: did not run to its end. It crashed." in silent


def test_a_place_names_the_shot_and_never_its_id(cut: Cut) -> None:
    words = table("en", "report")
    nested = replace(cut, shots=(*cut.shots, replace(cut.shots[0], id="V1/3.V1:2", track="V1/3.V1", name="Letter")))
    place = Place(track="V1/3.V1", shot="V1/3.V1:2", source="Letter.mov")
    assert where(place, nested, words) == (("track", "V1 (nested)"), ("shot", "Letter"), ("media", "Letter.mov"))
    assert where(Place(shot="V1:2"), cut, words) == (("track", "V1"), ("shot", "B.mov"))
    assert where(Place(shot="gone", file="a.srt"), cut, words) == (("file", "a.srt"),)


def test_a_hole_is_between_two_shots(cut: Cut) -> None:
    words = table("en", "report")
    frame = cut.rate.frame
    gap = replace(cut, shots=(cut.shots[0], replace(cut.shots[2], record_span=Span(70 * frame, 100 * frame))))
    assert where(Place(record=Span(60 * frame, 70 * frame)), gap, words) == (
        ("track", "V1"), ("after", "A<1>.mov"), ("before", "B.mov"),
    )  # fmt: skip
    assert where(Place(record=Span(0, 1)), replace(cut, shots=()), words) == () == where(Place(), cut, words)


def test_known_words_of_a_table_are_in_the_language_of_the_page(cut: Cut, make_verdict: Make) -> None:
    columns = ("source", "kind", "territories", "media", "languages", "window", "evidence")
    row = ("B.mov", "music", "WORLD -US", "broadcast, kiosk", "all", "2026-01-01 – perpetual", "rights/b.pdf")
    limits = Table(("limit", "value", "owner_of_limit"), (("Lignes", "2 lines", "Netflix, read 2026-01-02"),))
    ai_use = Table(("artefact", "energy", "reviewed"), (("A.mov", "0.012 kWh (unmeasured)", Word("not_delivered")),))
    page = render(
        Subject("x", cut, rights=Table(columns, (row,)), limits=limits, ai_use=ai_use), make_verdict(()), "fr"
    )
    text = Page(page.replace("<wbr>", "")).text.replace("\xa0", " ")
    for said in ("musique", "monde entier sauf US", "télédiffusion, kiosk", "toutes", "sans limite", "rights/b.pdf"):
        assert said in text
    assert "2 lignes" in text and "lu le 2026-01-02" in text and "0,012 kWh (non mesurée)" in text
    assert "non livré" in text and "non relu" not in text and "rights/<wbr>b.pdf" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_it_does_not_prove(subject: Subject, make_verdict: Make, language: str) -> None:
    words = table(language, "report")
    text = Page(render(subject, make_verdict(()), language)).text
    assert words["not_proven"] in text and all(sentence in text for sentence in words["limits_of_proof"].values())


def test_sentences_keep_dates_whole_and_stay_escaped() -> None:
    from picturelock.report.html import _rich

    assert _rich("<b> 2026-01-02 `a & b`") == '&lt;b&gt; <span class="nb">2026-01-02</span> <code>a &amp; b</code>'
    assert _rich("at 01:00:39;13") == 'at <span class="nb">01:00:39;13</span>'
    assert _rich("a/b.txt </b>") == "a/<wbr>b.txt &lt;/b&gt;"


def test_an_empty_cut_has_no_strip(make_verdict: Make) -> None:
    empty = Cut("x", FrameRate(24), ())
    assert draw(empty, []) is None
    assert Page(render(Subject("x", empty), make_verdict(()), "fr")).open == []
