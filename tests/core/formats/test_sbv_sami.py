from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from picturelock.cues import Run
from picturelock.errors import InputError
from picturelock.formats.sami import SAMI
from picturelock.formats.sbv import SBV
from picturelock.times import Span, from_ms

FILE = Path("film")
SMI = """\
<SAMI><HEAD><TITLE>La Lettre</TITLE>
<STYLE TYPE="text/css"><!--
P { font-family: Arial; }
.ENCC { Name: English; lang: en-US; SAMIType: CC; }
.FRCC { Name: Français; lang: fr-CA; SAMIType: CC; }
--></STYLE></HEAD><BODY>
<SYNC Start=1000><P Class=ENCC>Hello <i>there</i><br>you &amp; me
<P Class=FRCC>L&rsquo;&eacute;t&eacute;
<SYNC Start=3000><P Class=ENCC>&nbsp;<P Class=FRCC>&nbsp;
<SYNC Start=4000><P Class=ENCC><font color="#ffff00">Bye</font>
</BODY></SAMI>
"""


def test_sbv_times_and_lines() -> None:
    captions, findings = SBV.read("0:00:01.000,0:00:02.500\nUn\ndeux[br]trois\n\n0:1:2.5,0:01:03.000\nQuatre\n", FILE)
    assert [cue.text for cue in captions.cues] == ["Un\ndeux\ntrois", "Quatre"]
    assert captions.cues[1].span == Span(from_ms(62_500), from_ms(63_000))
    assert [found.rule for found in findings] == ["captions.bad-time"]


def test_sbv_faults_are_found_and_nothing_is_lost() -> None:
    captions, findings = SBV.read("bonjour\n0:00:02.000,0:00:01.000\nUn\n\nsuite\n", FILE)
    assert [cue.text for cue in captions.cues] == ["Un\n\nsuite"]
    assert [found.rule for found in findings] == [
        "captions.bad-block", "captions.reversed-times", "captions.blank-line",
    ]  # fmt: skip
    with pytest.raises(InputError, match="holds no caption"):
        SBV.read("WEBVTT\n", FILE)


@pytest.mark.parametrize(
    "times",
    ["0:00:04.000,0:00:0x.000", "0:00:04.000;0:00:05,000", "0:00:04.000,0:05.000", "0:00:04.000 --> 0:00:05.000"],
)
def test_sbv_times_that_cannot_be_read_are_named_and_never_text(times: str) -> None:
    text = f"0:00:01.000,0:00:02.000\nUn\n\n{times}\nPerdu\n\n0:00:06.000,0:00:07.000\nDeux\n"
    captions, findings = SBV.read(text, FILE)
    assert [cue.text for cue in captions.cues] == ["Un", "Deux"]
    (found,) = findings
    assert (found.rule, found.severity, found.place.line) == ("captions.unread-time", "error", 4)
    assert (found.evidence["found"], found.evidence["quote"]) == (times, "Perdu")


def test_sbv_text_with_figures_stays_text_and_times_without_a_fraction_are_times() -> None:
    text = "0:00:01,0:00:02\nUn\n\nà 10:30:15, ou 3:1\n10:15, 11:30: départ\n"
    captions, findings = SBV.read(text, FILE)
    assert captions.cues[0].span == Span(from_ms(1000), from_ms(2000))
    assert captions.cues[0].plain_lines[2:] == ("à 10:30:15, ou 3:1", "10:15, 11:30: départ")
    assert [found.rule for found in findings] == ["captions.bad-time", "captions.blank-line"]


def test_sami_reads_one_language_and_names_the_others() -> None:
    captions, findings = SAMI.read(SMI, FILE)
    first, last = captions.cues
    assert first.lines == ((Run("Hello "), Run("there", italic=True)), (Run("you & me"),))
    assert (first.span, last.span) == (Span(from_ms(1000), from_ms(3000)), Span(from_ms(4000), from_ms(8000)))
    assert last.lines == ((Run("Bye", color="#ffff00"),),)
    assert captions.language == "en-us"
    said = {found.rule: dict(found.evidence) for found in findings}
    assert said["captions.other-languages"] == {"language": "en-us", "others": "FRCC (fr-ca)"}
    assert said["captions.no-end"] == {"cue": "2", "seconds": 4}
    assert ("sami.class", "FRCC fr-ca 1") in captions.extras


def test_sami_of_one_language_without_a_style_sheet() -> None:
    captions, _ = SAMI.read("<sync start=1><p>L’été\n<SYNC START='20'><P>&nbsp;", FILE)
    assert [cue.text for cue in captions.cues] == ["L’été"]
    with pytest.raises(InputError, match="is not SAMI"):
        SAMI.read("<html><p>x", FILE)


def test_a_sync_without_a_time_is_quoted() -> None:
    _, findings = SAMI.read("<SYNC Start=now><P>lost<SYNC Start=1><P>x<SYNC Start=2><P>&nbsp;", FILE)
    assert [(found.rule, found.evidence["quote"]) for found in findings] == [("captions.bad-block", "<SYNC Start=now>")]


@pytest.mark.parametrize("piece", ["<!--", "<b ", "<i>", "&a", "<", "</p>", "<p class=x>", "<sync start=1>", "<style>"])
def test_sami_reads_hostile_files_in_a_time_that_grows_with_their_size(piece: str) -> None:
    def seconds(times: int) -> float:
        text = "<sync start=1><p>" + piece * times
        before = process_time()
        SAMI.read(text, FILE)
        return process_time() - before

    seconds(100)
    short, long = min(seconds(2000) for _ in range(3)), seconds(32_000)
    assert long < max(0.5, 128 * short)  # 16 times the size; squared would be 256
