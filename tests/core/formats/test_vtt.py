from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, Run
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.formats.srt import SRT
from picturelock.formats.vtt.format import WEBVTT
from picturelock.times import Span, from_ms

FILE = Path("film.vtt")

EVERYTHING = """\
WEBVTT - The Letter
Kind: captions
X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0

NOTE made by hand

REGION
id:fred
width:40%
viewportanchor:10%,90%

STYLE
::cue(.yellow) { color: yellow; }
::cue(b) { color: red; }

NOTE
two lines
of note

intro
00:00:01.000 --> 00:00:03.000 line:0 position:20% align:start
Plain &amp; simple, 3 &lt; 4

NOTE before the second

00:00:03.083 --> 00:00:05.500 size:60% region:fred
<v.loud Claire><i>Bonjour\u202f!</i>
<b>Paul.</b></v>

00:00:10.083 --> 100:00:12.000 vertical:rl
<00:00:10.500><c>One</c> <00:00:11.000><c.yellow.bg>Two</c> <lang fr-CA>trois</lang>

00:00:14.083 --> 100:00:16.000
<ruby>base<rt>ruby</rt></ruby> <u.x>under</u>

NOTE the end
"""


def read(text: str) -> tuple[Captions, dict[str, Finding]]:
    captions, findings = WEBVTT.read(text, FILE)
    return captions, {finding.rule: finding for finding in findings}


def test_everything_survives_to_the_letter_but_the_place_of_notes_among_the_header() -> None:
    captions, findings = read(EVERYTHING)
    assert not findings
    text, losses = WEBVTT.write(captions)
    assert not losses
    assert sorted(text.split("\n\n")) == sorted(EVERYTHING.split("\n\n"))
    assert WEBVTT.read(text, FILE) == (captions, ())


def test_what_is_read() -> None:
    captions, _ = read(EVERYTHING)
    first, second = captions.cues[:2]
    assert (first.id, first.align, first.text, first.extras) == (
        "intro",
        "start",
        "Plain & simple, 3 < 4",
        (("vtt.settings", "line:0 position:20%"),),
    )
    assert (second.id, second.region, second.speaker) == ("", "fred", "Claire")
    assert second.lines[0] == (Run("Bonjour\u202f!", italic=True, tags=(("v.loud", "Claire"),)),)
    assert ("note", "before the second") in second.extras
    assert dict(captions.regions) == {"fred": "id:fred\nwidth:40%\nviewportanchor:10%,90%"}
    assert captions.cues[2].plain_lines == ("One Two trois",)


def test_a_broken_cue_is_quoted_with_its_line_and_the_others_live() -> None:
    captions, findings = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\none\n\n00:00:07.000 --> 00:00:1d.890\ntwo\n\n00:03.000 --> 00:04.000\nthree\n"
    )
    assert [cue.text for cue in captions.cues] == ["one", "three"]
    assert findings["captions.bad-block"].place.line == 6


def test_loose_text_is_quoted() -> None:
    _, findings = read("WEBVTT\n\njust some words\n\n00:01.000 --> 00:02.000\none\n")
    assert findings["captions.bad-block"].evidence["quote"] == "just some words"


def test_short_times_are_understood_and_noted() -> None:
    captions, findings = read("WEBVTT\n\n0:0:13.540 --> 0:0:14.5\nx\n")
    assert captions.cues[0].span == Span(from_ms(13_540), from_ms(14_500))
    assert findings["captions.bad-time"].severity == "warning"


@pytest.mark.parametrize("text", ["I <3 you", "<blink>hey</blink>", "tail <unclosed", "no </i> open"])
def test_what_players_would_not_show_is_noted_and_survives(text: str) -> None:
    captions, findings = read(f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{text}\n")
    assert findings["captions.unknown-tag"].severity == "warning"
    assert text in WEBVTT.write(captions)[0]


def test_styles_after_the_first_cue_are_kept_and_noted() -> None:
    captions, findings = read("WEBVTT\n\n00:01.000 --> 00:02.000\none\n\nSTYLE\n::cue { color: red }\n")
    assert ("vtt.style", "::cue { color: red }") in captions.extras
    assert findings["captions.misplaced-block"].place.line == 6


@pytest.mark.parametrize("text", ["", "1\n00:00:01,000 --> 00:00:02,000\nsrt\n", "WEBVTTX\n", "#EXTM3U\n"])
def test_what_is_not_webvtt_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="WEBVTT alone at the start"):
        WEBVTT.read(text, FILE)


def test_a_speaker_becomes_a_voice() -> None:
    cue = Cue(Span(0, from_ms(900)), ((Run("Hi"),), (Run("there", italic=True),)), speaker="Cl<a>ire")
    text, _ = WEBVTT.write(Captions((cue,)))
    assert "<v Cl&lt;a&gt;ire>Hi\n<i>there</i></v>" in text
    assert WEBVTT.read(text, FILE)[0].cues[0].speaker == "Cl<a>ire"


@pytest.mark.parametrize(
    ("digit", "settings"), [("8", "line:0"), ("1", "line:-1 align:start"), ("2", ""), ("9", "line:0 align:end")]
)
def test_position_goes_from_srt_to_webvtt_and_back(digit: str, settings: str) -> None:
    srt = f'1\n00:00:01,000 --> 00:00:02,000\n{{\\an{digit}}}<font color="#FFFF00">Up</font>\n\n'
    text, losses = WEBVTT.write(SRT.read(srt, Path("a.srt"))[0])
    assert not losses
    assert f"00:00:01.000 --> 00:00:02.000 {settings}".rstrip() + "\n<c.yellow>Up</c>" in text
    back, _ = SRT.write(WEBVTT.read(text, FILE)[0])
    assert ("{\\an" + digit in back) == (digit != "2")


def test_names_and_notes_cannot_forge_cues() -> None:
    cue = Cue(
        Span(0, from_ms(900)),
        ((Run("x --> y"),),),
        "a --> b\n\nc",
        extras=(("note", "n\n\n00:00:05.000 --> 00:00:06.000\nz"),),
    )
    text, _ = WEBVTT.write(
        Captions((cue, cue), extras=(("vtt.header", "h"), ("vtt.style", "s\n\n00:00:01.000 --> 00:00:02.000")))
    )
    again, _ = WEBVTT.read(text, FILE)
    assert [found.text for found in again.cues] == ["x --> y", "x --> y"]
