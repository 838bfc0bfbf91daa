"""Files that hold more of something than any captions have are refused early, or cost no more than their length."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import Any

import pytest
from picturelock import registry
from picturelock.errors import InputError
from picturelock.formats.base import MOST_CUES, Notes
from picturelock.formats.inline import MOST
from picturelock.formats.sami import SAMI

FILE = Path("x")
TT = '<tt xmlns="http://www.w3.org/ns/ttml"><head/><body><div>'


def read(name: str, text: str) -> Any:
    return registry.load(registry.FORMATS[name]).read(text, FILE)


@pytest.mark.parametrize(
    ("name", "head", "unit", "said"),
    [
        ("vtt", "WEBVTT\n\n", "REGION\nid:a\n\n", "regions"),
        ("vtt", "WEBVTT\n\n", "STYLE\na\n\n", "style sheets"),
        ("vtt", "WEBVTT\n\n", "NOTE\n\n", "notes"),
        ("vtt", "WEBVTT\n", "a\n", "metadata"),
        ("sami", "<SAMI><SYNC Start=1>", "<P>", "paragraphs"),
        ("sbv", "", "0:0:0.0,0:0:0.0\n", "captions"),
        ("imsc", TT, "<p>a</p>", "captions"),
    ],
)
def test_without_measure_is_refused(
    name: str, head: str, unit: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Captions are refused by a lower bound here: half a million of them take twenty seconds to make and to parse."""
    monkeypatch.setattr("picturelock.formats.base.MOST_CUES", 50_000)
    count = 50_001 if said == "captions" else 401_000 if name == "sami" else 101_000
    before = process_time()
    with pytest.raises(InputError, match=said) as caught:
        read(name, head + unit * count)
    assert caught.value.file == FILE
    assert process_time() - before < 20


def test_a_season_of_captions_is_not_too_many() -> None:
    Notes(FILE).bound(MOST_CUES)
    with pytest.raises(InputError, match="500000"):
        Notes(FILE).bound(MOST_CUES + 1)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("srt", "1\n00:00:01,000 --> 00:00:02,000\n"),
        ("vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n"),
        ("sbv", "0:00:01.000,0:00:02.000\n"),
    ],
)
def test_lines_beyond_measure_are_one_line(name: str, head: str) -> None:
    (cue,) = read(name, head + "a\n" * (MOST + 500))[0].cues
    assert len(cue.lines) == MOST + 1
    assert cue.text.count("a") == MOST + 500


def test_line_breaks_beyond_measure_in_ass_are_text() -> None:
    event = "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,"
    (cue,) = read("ass", event + "a\\N" * (MOST + 500))[0].cues
    assert len(cue.lines) == MOST + 1


def test_the_lines_of_faults_in_sami_are_counted_in_one_pass() -> None:
    before = process_time()
    captions, findings = SAMI.read("<SAMI>\n" + "<SYNC Start=x>\n" * 200_000 + "<SYNC Start=1><P>a\n", FILE)
    assert process_time() - before < 5
    assert [found.place.line for found in findings[:3]] == [2, 3, 4]
    assert findings[-2].rule == "captions.no-end" or len(captions.cues) == 1
    assert next(found for found in findings if found.rule == "captions.no-end").place.line == 200_002
