"""Whatever a format cannot hold is named in both languages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from picturelock import wording
from picturelock.cues import Captions, Cue, Placement, Run
from picturelock.formats.base import lost
from picturelock.formats.cea608.scc import SCC
from picturelock.formats.srt import SRT
from picturelock.formats.stl.format import STL, STL_TELETEXT
from picturelock.formats.vtt.format import WEBVTT
from picturelock.times import FrameRate, Span

FOLDER = Path(wording.__file__).with_name("formats")
KEY = re.compile(r'losses\[f?"([a-z0-9-]+)')


def test_every_loss_that_the_code_names_is_worded() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    named = set(KEY.findall(code))
    assert len(named) > 20
    for language in wording.LANGUAGES:
        assert named - set(wording.table(language, "captions")["losses"]) == set(), language


def test_both_languages_name_the_same_losses() -> None:
    english, french = (wording.table(language, "captions")["losses"] for language in wording.LANGUAGES)
    assert english.keys() == french.keys()


@pytest.mark.parametrize(
    ("what", "english", "french"),
    [
        ("positions", "exact positions (2)", "positions exactes (2)"),
        ("tags: <v>", "tags: <v> (2)", "balises\u00a0: <v> (2)"),
        ("something", "something (2)", "something (2)"),
    ],
)
def test_a_loss_is_a_sentence_with_a_source(what: str, english: str, french: str) -> None:
    (finding,) = lost("SRT", Counter({what: 2}))
    assert finding.source == "Picturelock"
    assert wording.message(finding, "en") == f"SRT cannot hold {english}."
    assert wording.message(finding, "fr") == f"Le format SRT ne peut garder\u00a0: {french}."


@pytest.mark.parametrize(
    ("what", "severity"),
    [
        *[
            (what, "info")
            for what in ("header", "notes", "caption-names", "styles", "comments", "metadata", "typography")
        ],
        *[
            (what, "warning")
            for what in ("colors", "positions", "italics", "times", "regions", "speakers", "tags: <c>")
        ],
    ],
)
def test_only_what_people_see_or_hear_of_is_a_warning(what: str, severity: str) -> None:
    (finding,) = lost("SRT", Counter({what: 1}))
    assert finding.severity == severity


def test_an_stl_as_srt_warns_of_nothing_where_only_its_header_is_lost() -> None:
    rate = FrameRate(25)
    cue = Cue(Span(rate.time_of(50), rate.time_of(90)), ((Run("Où\u00a0?"),),), "1")
    data, told = STL.write_bytes(Captions((cue,), "fr", rate=rate, extras=(("title", "La Lettre"),)))
    assert told == ()
    _, lost_in_srt = SRT.write(STL.read_bytes(data, Path("x.stl"))[0])
    assert {(found.severity, found.evidence["what"]) for found in lost_in_srt} == {("info", "header")}
    colored = Cue(cue.span, ((Run("Où", color="red"),),), "1", placement=Placement(edge="top"))
    _, lost_in_scc = SCC.write(Captions((colored,), rate=rate, extras=(("title", "x"),)))
    assert {found.severity for found in lost_in_scc} == {"info"}


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009"])
def test_a_space_that_is_written_as_another_is_no_loss(space: str) -> None:
    rate = FrameRate(25)
    cue = Cue(Span(rate.time_of(500), rate.time_of(590)), ((Run(f"Où{space}?"),),), "1")
    for written in (SCC.write, STL.write_bytes, STL_TELETEXT.write_bytes):
        assert written(Captions((cue,), "fr", rate=rate))[1] == ()


def test_a_line_of_nothing_but_a_foreign_mark_does_not_end_the_caption() -> None:
    mark = Run("", tags=(("ass.raw", "{\\blur2}"),))
    cue = Cue(Span(0, 705_600_000), ((Run("un"),), (mark,), (Run("deux"),)), "1")
    for target in (SRT, WEBVTT):
        text, told = target.write(Captions((cue,)))
        assert "un\ndeux\n" in text and told
        back, findings = target.read(text, Path("x"))
        assert [one.text for one in back.cues] == ["un\ndeux"] and findings == ()
