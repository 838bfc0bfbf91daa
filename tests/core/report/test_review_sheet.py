"""The review sheet: whole, closed to every text from outside, and read back as it was meant."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import profiles
from picturelock.cues import Captions, Cue, Run, plain
from picturelock.errors import InputError
from picturelock.findings import Finding, Place
from picturelock.report.review_sheet import SCHEMA, Sheet, Side, render, rows_of
from picturelock.report.review_sheet_answers import MOST_CHARACTERS, apply, read_answers
from picturelock.report.review_sheet_marks import marked, with_marked
from picturelock.times import FrameRate, Span
from picturelock.wording import table

RATE = FrameRate(30000, 1001)
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&\u2028'\""


def cue(start: int, end: int, text: str, name: str = "") -> Cue:
    return Cue(Span(RATE.time_of(start), RATE.time_of(end)), plain(text), name)


SOURCE = Captions((cue(0, 60, f"Hello {EVIL}"), cue(62, 120, "there."), cue(200, 260, "Lost.")), "en", rate=RATE)
TRANSLATION = Captions(
    (
        cue(0, 90, "Bonjour", "1"),
        Cue(Span(RATE.time_of(92), RATE.time_of(120)), ((Run("vous ", italic=True), Run(EVIL)),), "2"),
        cue(300, 330, "Et puis…", "3"),
    ),
    "fr-CA", rate=RATE, start=RATE.time_of(107892), drop=True,
)  # fmt: skip


def sheet(findings: tuple[Finding, ...] = (), language: str = "en") -> Sheet:
    profile = profiles.load("netflix-fr-ca")
    rows = rows_of(SOURCE, TRANSLATION, findings, RATE, language)
    sides = Side(f"a{EVIL}.srt", "xxh128:01", SOURCE, "en"), Side("a.fr.srt", "xxh128:02", TRANSLATION, "fr-CA")
    return Sheet(f"The {EVIL}", *sides, profile.id, profile.title, profile.at(RATE), RATE, rows)


class Page(HTMLParser):
    """Every element with its attributes, and the texts of the scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)


def data_of(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.scripts[0])
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_text_from_outside_becomes_code(language: str) -> None:
    text = render(sheet(), language)
    page = Page(text)
    assert len(page.scripts) == 2 and not any(tag == "img" for tag, _ in page.elements)
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert data_of(page)["cues"][1]["was"].endswith(EVIL) and not set("<>&\u2028") & set(page.scripts[0])
    assert not re.search(r"https?://|url\(", text)


def test_only_its_own_script_and_style_may_run() -> None:
    text = render(sheet())
    policy = next(str(a["content"]) for t, a in Page(text).elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    script = re.findall(r"<script>(.*?)</script>", text, re.S)
    style = re.findall(r"<style>(.*?)</style>", text, re.S)
    for (content,) in (script, style):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'" in policy


def test_each_caption_stands_beside_what_is_said_meanwhile() -> None:
    rows = sheet().rows
    assert [row.index for row in rows] == [0, 1, None, 2]
    texts = [[("".join(run.text for run in said.lines[0])[:5], said.again) for said in row.source] for row in rows]
    assert texts == [[("Hello", False), ("there", False)], [("there", True)], [("Lost.", False)], []]
    assert rows[0].start == "01:00:00;00" and rows[1].text.startswith("<i>vous </i>")
    text = render(sheet())
    words = table("en", "ui")["review_sheet"]
    assert words["no_translation"] in text and words["no_source"] in text


def test_it_says_its_languages_to_readers_that_speak() -> None:
    page = Page(render(sheet(), "fr"))
    assert page.elements[0] == ("html", {"lang": "fr"})
    fields = [a for _, a in page.elements if a.get("class") == "text"]
    assert all(a["lang"] == "fr-CA" and a["role"] == "textbox" and a["aria-label"] for a in fields) and len(fields) == 3
    assert any(a.get("class") == "source" and a.get("lang") == "en" for _, a in page.elements)
    assert sum(t == "th" and a.get("scope") == "row" for t, a in page.elements) == 4
    ticks = [a for _, a in page.elements if a.get("class") == "tick"]
    assert [a["aria-label"] for a in ticks] == [f"Le sous-titre {number} est relu" for number in (1, 2, 3)]


def test_findings_stand_beside_their_caption_but_for_those_that_the_page_itself_tells() -> None:
    facts = {"cue": "2", "text": EVIL, "right": "fin de semaine"}
    span = TRANSLATION.cues[1].span
    found = (
        Finding("captions.glossary-missed", "warning", Place(record=span, cue="2"), facts),
        Finding("captions.condense", "info", Place(record=span, cue="2"), {"cue": "2", "characters": 1, "over": 1}),
        Finding("captions.glossary-missed", "warning", Place(cue="99"), facts),
    )
    rows = sheet(found).rows
    assert [[remark.title for remark in row.findings] for row in rows] == [[], ["Glossary not kept"], [], []]
    assert not any(tag == "img" for tag, _ in Page(render(sheet(found))).elements)


def test_the_script_is_told_the_limits_of_the_profile() -> None:
    limits = data_of(Page(render(sheet())))["limits"]
    assert (limits["characters"], limits["lines"], limits["cps"], limits["perWord"]) == (42, 2, 17.0, 0)
    assert limits["reading"][17] == pytest.approx(1000) and len(limits["reading"]) == 401


LINES = st.lists(
    st.lists(
        st.builds(Run, st.text(st.sampled_from("ab é.«"), min_size=1, max_size=5), st.booleans(), st.booleans(), st.booleans()),
        min_size=1, max_size=3,
    ).map(tuple).filter(lambda line: any(run.text.strip() for run in line)),
    min_size=1, max_size=3,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(LINES)
def test_marked_text_comes_back_as_the_same_runs(lines: list[tuple[Run, ...]]) -> None:
    one = Cue(Span(0, 1), tuple(lines))
    text = marked(one.lines)
    again = with_marked(one, text)
    assert marked(again.lines) == text and again.text == one.text
    signs = [(sign, run.italic, run.bold) for line in one.lines for run in line for sign in run.text]
    assert signs == [(sign, run.italic, run.bold) for line in again.lines for run in line for sign in run.text]


def test_colour_and_voice_of_all_its_text_stay_and_loose_tags_are_text() -> None:
    one = Cue(Span(0, 1), ((Run("a", color="#ff0000", tags=(("v", "Anna"),)),),))
    assert with_marked(one, "<i>b</i> c </b>\nd<x>").lines == (
        (
            Run("b", italic=True, color="#ff0000", tags=(("v", "Anna"),)),
            Run(" c </b>", color="#ff0000", tags=(("v", "Anna"),)),
        ),
        (Run("d<x>", color="#ff0000", tags=(("v", "Anna"),)),),
    )


def answers(**more: Any) -> dict[str, Any]:
    cues = [
        {"n": n, "id": str(n + 1), "was": marked(one.lines), "text": marked(one.lines), "comment": "", "reviewed": True}
        for n, one in enumerate(TRANSLATION.cues)
    ]
    about = {"file": "a.fr.srt", "hash": "xxh128:02", "cues": 3}
    return {"schema": SCHEMA, "translation": about, "reviewer": " A.  Tremblay ", "profile": "p", "cues": cues, **more}


def written(folder: Path, document: Mapping[str, Any] | str | bytes) -> Path:
    file = folder / "answers.json"
    text = document if isinstance(document, str | bytes) else json.dumps(document)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_answers_change_the_text_and_never_a_time(tmp_path: Path) -> None:
    document = answers()
    document["cues"][0] |= {"text": "Bonjour,\nà vous. \x07", "comment": "plus court ?"}
    document["cues"][2] |= {"text": " \n"}
    read = read_answers(written(tmp_path, document))
    assert (read.reviewer, read.profile) == ("A. Tremblay", "p")
    done = apply(read, TRANSLATION, "xxh128:02", Path("a.fr.srt"))
    assert [one.text for one in done.captions.cues] == ["Bonjour,\nà vous.", TRANSLATION.cues[1].text]
    assert [one.span for one in done.captions.cues] == [one.span for one in TRANSLATION.cues[:2]]
    assert done.captions.cues[1] is TRANSLATION.cues[1]
    assert [(before.id, after and after.text) for before, after in done.changes] == [
        ("1", "Bonjour,\nà vous."),
        ("3", None),
    ]
    assert [comment for _, comment in done.comments] == ["plus court ?"]
    assert done.complete and (done.ticked, done.total) == (3, 3)


def test_one_caption_that_nobody_read_leaves_the_review_open(tmp_path: Path) -> None:
    document = answers()
    document["cues"][1]["reviewed"] = False
    assert not apply(read_answers(written(tmp_path, document)), TRANSLATION, "xxh128:02", Path("a")).complete
    short = answers(cues=answers()["cues"][:2])
    assert not apply(read_answers(written(tmp_path, short)), TRANSLATION, "xxh128:02", Path("a")).complete


def test_a_sheet_of_another_file_is_refused_and_forced_answers_are_checked_one_by_one(tmp_path: Path) -> None:
    document = answers()
    document["cues"][0]["text"] = "Salut"
    document["cues"][2] |= {"text": "Fin", "was": "Et ensuite…"}
    read = read_answers(written(tmp_path, document))
    with pytest.raises(InputError, match="has changed since the sheet was made"):
        apply(read, TRANSLATION, "xxh128:03", Path("a.fr.srt"))
    done = apply(read, TRANSLATION, "xxh128:03", Path("a.fr.srt"), force=True)
    assert [one.text for one in done.captions.cues][::2] == ["Salut", "Et puis…"]
    assert [one.rule for one in done.findings] == ["captions.review-stale"] and not done.complete
    with pytest.raises(InputError, match="has 1 captions"):
        apply(read, Captions(TRANSLATION.cues[:1]), "xxh128:02", Path("a.fr.srt"), force=True)


def cues(**more: Any) -> dict[str, Any]:
    return answers(cues=[{**answers()["cues"][0], **more}])


@pytest.mark.parametrize(
    "document",
    [
        "", "[]", "null", "{}", "[" * 50_000, b"\xff\xfe", answers(schema="x"), answers(translation=None), answers(cues={}),
        answers(cues=[1]), answers(cues=answers()["cues"] * 2), cues(n=-1), cues(n=3), cues(n=True), cues(n="0"),
        cues(text=None), cues(text="x" * (MOST_CHARACTERS + 1)), cues(text="\n" * 50), cues(reviewed=1), cues(was=5),
        cues(text="\ud800"), answers(reviewer=7), answers(translation={"file": "a", "hash": "b", "cues": 1e9}),
        answers(translation={"file": "a", "hash": "b", "cues": -1}), answers(translation={"file": 1, "hash": "b", "cues": 3}),
    ],
)  # fmt: skip
def test_answers_that_are_none_are_an_error(tmp_path: Path, document: Any) -> None:
    with pytest.raises(InputError):
        read_answers(written(tmp_path, document))
