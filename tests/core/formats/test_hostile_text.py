"""Entities, tags and blocks without measure, and files that say something wrong about their length."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from picturelock import registry
from picturelock.cues import Captions, Cue, Run
from picturelock.formats.ass.format import ASS
from picturelock.formats.docx_text import DOCX
from picturelock.formats.sami import SAMI
from picturelock.formats.srt import SRT
from picturelock.formats.stl.format import STL
from picturelock.formats.vtt.format import WEBVTT
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
FILE = Path("x")
VTT_HEAD, SRT_HEAD = "WEBVTT\n\n00:01.000 --> 00:02.000\n", "1\n00:00:01,000 --> 00:00:02,000\n"
ASS_HEAD = "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,"


def test_a_character_code_of_thousands_of_digits_is_no_character() -> None:
    code = "&#" + "9" * 12_000 + ";"
    assert WEBVTT.read(f"{VTT_HEAD}a{code}b", FILE)[0].cues[0].text == "a\ufffdb"
    assert SAMI.read(f"<SAMI><SYNC Start=1><P>a{code}b", FILE)[0].cues[0].text == "a\ufffdb"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("vtt", VTT_HEAD + "<i>" * 400_000),
        ("vtt", VTT_HEAD + "<c></i>" * 200_000),
        ("srt", SRT_HEAD + "<b></i>" * 200_000),
        ("ass", ASS_HEAD + "{" + "\\i1\\i0" * 200_000 + "}x"),
    ],
)
def test_tags_beyond_measure_are_text(name: str, text: str) -> None:
    read = registry.load(registry.FORMATS[name]).read
    before = process_time()
    captions, _ = read(text, FILE)
    assert process_time() - before < 1.5
    assert len(captions.cues) == 1


def test_overrides_beyond_measure_are_kept() -> None:
    block = "{" + "\\i1\\fs20" * 2000 + "\\b1}"
    captions, _ = ASS.read(ASS_HEAD + block + "x", FILE)
    kept = "".join(value for run in captions.cues[0].lines[0] for _, value in run.tags)
    assert kept.endswith("\\b1}")
    assert SRT.write(captions)[0]


def stl(*texts: str) -> bytes:
    cues = tuple(
        Cue(Span(RATE.time_of(50 * at), RATE.time_of(50 * at + 40)), ((Run(text),),), str(at + 1))
        for at, text in enumerate(texts)
    )
    return STL.write_bytes(Captions(cues, "fr", rate=RATE))[0]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda data: data, None),
        (lambda data: data + b"\x8f\x8f\0\0", None),
        (lambda data: data[:-60], "truncated"),
        (lambda data: data + data[-128:-60], "truncated"),
        (lambda data: data[:238] + b"00001" + data[243:], "unknown-field"),
        (lambda data: data[:238] + b"?!xyz" + data[243:], "unknown-field"),
        (lambda data: data[:238] + b"00009" + data[243:], "truncated"),
    ],
)
def test_stl_that_lies_about_its_length_is_found_out(change: object, rule: str | None) -> None:
    assert callable(change)
    _, findings = STL.read_bytes(change(stl("un", "deux")), FILE)
    assert [one.rule for one in findings] == ([f"captions.{rule}"] if rule else [])


@pytest.mark.parametrize(
    ("code", "text"), [(b"01", "Привет"), (b"03", "Καλημέρα"), (b"02", "مرحبا"), (b"04", "שלום"), (b"99", "abc")]
)
def test_stl_of_every_script_is_read(code: bytes, text: str) -> None:
    data = stl(text)
    captions, findings = STL.read_bytes(data, FILE)
    assert (captions.cues[0].text, findings) == (text, ())
    wrong = STL.read_bytes(data[:12] + code + data[14:], FILE)[1]
    assert bool(wrong) is (code == b"99")


def test_stl_numbers_beyond_two_bytes_come_back() -> None:
    cue = Cue(Span(0, RATE.time_of(40)), ((Run("a"),),), "65535")
    later = replace(cue, span=cue.span.shift(RATE.time_of(50)), id="65536")
    read, _ = STL.read_bytes(STL.write_bytes(Captions((cue, later), "fr", rate=RATE))[0], FILE)
    assert [one.id for one in read.cues] == ["65535", "65536"]


def test_a_word_document_takes_any_title() -> None:
    captions = Captions((), "fr", rate=RATE, extras=(("title", "Été\x01\x0b" + "x" * 400), ("cut", "a\x02b")))
    data, _ = DOCX.write_bytes(captions)
    assert data.startswith(b"PK")
