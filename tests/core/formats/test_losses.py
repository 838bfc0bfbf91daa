"""Whatever a format cannot hold is named in both languages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import wording
from picturelock.cues import Captions, Cue, Placement, Run
from picturelock.formats.ass.format import ASS, SSA
from picturelock.formats.base import ByteFormat, Format, lost
from picturelock.formats.cea608.scc import SCC
from picturelock.formats.srt import SRT
from picturelock.formats.stl.format import STL, STL_TELETEXT
from picturelock.formats.ttml.ebu_tt_d import EBU_TT_D
from picturelock.formats.ttml.imsc import IMSC
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


VOICES = """WEBVTT

00:01.000 --> 00:02.000
<v Claire>Bonjour,
<i>toi</i>

00:03.000 --> 00:04.000 vertical:rl
<v Max>Salut <00:03.500>et <ruby>漢<rt>kan</rt></ruby></v>

00:05.000 --> 00:06.000
<v Claire>- Oui.</v>
<v Max>- <c.loud>Non <i>et</i> non</c></v>
"""


def told(target: Format | ByteFormat, captions: Captions) -> dict[str, object]:
    written = target.write_bytes if isinstance(target, ByteFormat) else target.write
    found = written(replace(captions, rate=FrameRate(25)))[1]
    return {str(one.evidence["what"]): one.evidence["count"] for one in found if one.rule == "captions.lost"}


def test_speakers_and_tags_are_counted_once_and_by_name() -> None:
    captions, _ = WEBVTT.read(VOICES, Path("x.vtt"))
    unheld = {"text-times": 1, "ruby": 1, "tags: <c>": 1, "vertical-text": 1}
    for target in (SRT, SCC, STL):
        found = told(target, captions)
        assert found["speakers"] == 4, target
        assert unheld.items() <= found.items() and not {"tags", "tags: v", "tags: <v>"} & found.keys(), target
    assert told(ASS, captions) == unheld | {"speakers": 2}  # its field holds one name in a caption
    assert told(WEBVTT, captions) == {}
    assert told(IMSC, captions) == unheld


def test_one_speaker_of_a_caption_is_held_by_all_formats_that_hold_speakers() -> None:
    tagged, _ = WEBVTT.read(VOICES.partition("00:03.000")[0], Path("x.vtt"))
    spoken = replace(tagged, cues=(replace(tagged.cues[0], speaker=None),))
    for captions in (tagged, spoken):
        for target in (ASS, SSA, WEBVTT, IMSC, EBU_TT_D):
            assert "speakers" not in told(target, captions), target
        assert ",Claire," in ASS.write(captions)[0]
        assert told(SRT, captions) == told(SCC, captions) == told(STL, captions) == {"speakers": 1}


def test_a_caption_of_one_person_that_quotes_another_keeps_both() -> None:
    lines = ((Run("Elle dit "), Run("Non", tags=(("v", "Max"),))),)
    captions = Captions((Cue(Span(0, 705_600_000), lines, "1", speaker="Claire"),))
    text, findings = WEBVTT.write(captions)
    assert "<v Claire>Elle dit </v><v Max>Non</v>" in text and findings == ()
    everything = Captions((replace(captions.cues[0], lines=(lines[0][1:],)),))
    assert told(WEBVTT, everything) == {"speakers": 1}


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
