"""Whatever is in a file, a reader gives captions in order or says why not; so with what writers made of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import registry
from picturelock.cues import Captions
from picturelock.errors import InputError, UsageError
from picturelock.formats import transcript_json
from picturelock.formats.base import ByteFormat
from picturelock.formats.files import read_captions, snapped
from picturelock.times import FrameRate

PAL, NTSC = FrameRate(25), FrameRate(30000, 1001)
ALL: dict[str, Any] = {name: registry.load(place) for name, place in registry.FORMATS.items()}
FILE = Path("x")
_CLOCK = [
    "00:00:01,000",
    "00:00:02.500",
    " --> ",
    "99:59:59.999",
    "-1",
    "0",
    "1",
    "9" * 30,
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
]
_TEXT = [
    "é",
    "œ\u202f!",
    "漢",
    "\u2028",
    "<",
    ">",
    "&",
    "&amp;",
    "&#x110000;",
    "{",
    "}",
    "\\",
    '"',
    "\ufeff",
    "\x0b",
    "<i>",
    "</i>",
]
_SPACE = "http://www.w3.org/ns/ttml"
TOKENS: dict[str, tuple[str, list[str]]] = {
    "srt": ("1\n00:00:01,000 --> 00:00:02,000\n", ["{\\an8}", "<font color=", "</font>", "</b>", "X1:1 X2:2"]),
    "vtt": (
        "WEBVTT\n\n00:01.000 --> 00:02.000",
        ["NOTE", "STYLE\n", "REGION\nid:a lines:3 ", " region:a", " line:50%,end", " position:10%", " size:0%",
         " vertical:rl", "<v Claire>", "</v>", "<c.red.bg_blue>", "<ruby>", "<rt>", "<00:01.500>", "<lang fr>", "WEBVTT"],
    ),
    "imsc": (
        f'<tt xmlns="{_SPACE}" xmlns:tts="{_SPACE}#styling" xmlns:ttp="{_SPACE}#parameter" ttp:frameRate="25"><body><div>',
        ["<p>", "</p>", "<p begin='1s' end='2s'>", "<span tts:ruby='text'>", "</span>", "<br/>", "<div timeContainer='seq'>",
         "</div>", "<p begin='9f' dur='1t'>", "<span begin='00:00:01:30'>", "<set/>", "<!--", "-->", "<![CDATA[", "]]>",
         "<region xml:id='r' tts:origin='-5% 300px'/>", "<!DOCTYPE", "</body></tt>", "&nbsp;"],
    ),
    "scc": (
        "Scenarist_SCC V1.0\n\n00:00:01;00\t",
        ["9420 ", "9420 9420 ", "942f ", "942c ", "9425 ", "9426 ", "94ad ", "94a1 ", "9429 ", "9470 ", "91ae ", "1220 ",
         "97a1 ", "6162 ", "ffff ", "0000 ", "01 ", "\n00:00:02:29\t", "\n23:59:59;29\t", "1c20 "],
    ),
    "mcc": (
        "File Format=MacCaption_MCC V1.0\nTime Code Rate=30DF\n",
        ["00:00:01;00\t", "T52", "S", "530", "9669", "52", "FC9420", "F42", "72", "F4", "G", "E1000000", "CDP", "Z", "\n"],
    ),
    "ass": (
        "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,",
        ["\n[V4+ Styles]\n", "\n[Fonts]\n", "\nFormat: Start, End, Text\n", "\nDialogue: ", "\nComment: ",
         "\nStyle: a,Arial,20,&H00FF&,",
         "{\\pos(1,2)}", "{\\an8", "\\N", "\\h", "{\\t(\\c&H1&)}", "{\\p1}", "{\\1c&HFFFFFFFF&}", "PlayResX: 0\n",
         "fontname: a\n", ","],
    ),
    "sbv": ("0:00:01.000,0:00:02.000\n", ["0:00:03.000,0:00:02.000\n", "[br]", ","]),
    "sami": (
        "<SAMI><SYNC Start=1000><P Class=FRCC>",
        ["<SYNC Start=", "'2000'>", "3000>", "<P Class=ENCC>", "<P>", "&nbsp;", "<br>", "<font color=red>", "</font>", "<style>",
         "</style>", ".FRCC {lang: fr-FR}", "<!--", "-->", "</body>"],
    ),
}  # fmt: skip
TOKENS["ebu-tt-d"], TOKENS["ssa"] = TOKENS["imsc"], TOKENS["ass"]
BYTES = [name for name, found in ALL.items() if isinstance(found, ByteFormat) and "read" in found.directions]
WRITTEN = [name for name, found in ALL.items() if "write" in found.directions and name != "docx"]


def test_every_reader_is_fuzzed() -> None:
    assert {name for name, found in ALL.items() if "read" in found.directions} == set(TOKENS) | set(BYTES)


def rated(captions: Captions, name: str) -> Captions:
    """At a rate that the format has."""
    wanted = NTSC if name == "scc" else captions.rate if captions.rate in (PAL, NTSC) else PAL
    return snapped(captions, wanted or PAL) if name == "scc" or name.startswith("stl") else captions


def hold(captions: Captions, target: str) -> None:
    """What every reading must be, and that any format takes it and understands what it made of it."""
    starts = [cue.span.start for cue in captions.cues]
    assert starts == sorted(starts)
    found = ALL[target]
    try:
        given = rated(replace(captions, cues=captions.cues[:20]), target)
        data, _ = found.write_bytes(given) if isinstance(found, ByteFormat) else found.write(given)
    except UsageError as error:
        assert error.hint or "blocks" in error.message
        return
    if "read" in found.directions:
        again, _ = found.read_bytes(data, FILE) if isinstance(found, ByteFormat) else found.read(data, FILE)
        if target in ("srt", "vtt", "ass", "ssa", "imsc", "ebu-tt-d"):
            assert len(again.cues) == len(given.cues)


@pytest.mark.parametrize("name", sorted(TOKENS))
@settings(deadline=2000, max_examples=60)
@given(data=st.data())
def test_any_words_of_a_format_in_any_order(name: str, data: st.DataObject) -> None:
    head, own = TOKENS[name]
    parts = data.draw(st.lists(st.sampled_from([*own, *own, *_TEXT, *_CLOCK]), max_size=40))
    try:
        captions, _ = ALL[name].read(head + "".join(parts), FILE)
    except InputError as error:
        assert str(FILE) in str(error)
        return
    hold(captions, data.draw(st.sampled_from(WRITTEN)))


@pytest.mark.parametrize("name", BYTES)
@settings(deadline=2000, max_examples=60)
@given(data=st.data())
def test_any_bytes_after_the_head_of_an_stl(name: str, data: st.DataObject) -> None:
    head = ALL[name].write_bytes(Captions((), rate=PAL))[0]
    field = st.binary(min_size=0, max_size=112).map(lambda text: text.ljust(112, b"\x8f"))
    blocks = data.draw(st.lists(st.tuples(st.binary(min_size=16, max_size=16), field), max_size=5))
    changed = bytearray(head)
    for _ in range(data.draw(st.integers(0, 5))):
        changed[data.draw(st.integers(0, 300))] = data.draw(st.integers(0, 255))
    try:
        captions, _ = ALL[name].read_bytes(bytes(changed) + b"".join(a + b for a, b in blocks), FILE)
    except InputError as error:
        assert str(FILE) in str(error)
        return
    hold(captions, data.draw(st.sampled_from(WRITTEN)))


@settings(deadline=2000, max_examples=60)
@given(data=st.binary(max_size=300), name=st.sampled_from(sorted([*TOKENS, *BYTES])))
def test_any_bytes_on_disk(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any.{name}"
    path.write_bytes(data)
    try:
        read_captions(path, name=name)
    except InputError as error:
        assert str(path) in str(error)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=2000, max_examples=100)
@given(data=st.data())
def test_any_transcript(data: st.DataObject) -> None:
    word: dict[str, Any] = {"text": "Bonjour", "start": 0, "end": 5, "confidence": 0.5, "speaker": "A"}
    document: dict[str, Any] = {
        "schema": transcript_json.SCHEMA,
        "source": "a.mov",
        "language": "fr",
        "stream": 0,
        "channels": "mix",
        "segments": [{"language": "fr", "words": [word]}],
        "provenance": {"origin": "imported"},
    }
    table = data.draw(st.sampled_from([document, word, document["segments"][0], document["provenance"]]))
    table[data.draw(st.sampled_from([*table, "more"]))] = data.draw(_VALUES)
    try:
        transcript_json.load(json.dumps(document), FILE)
    except InputError as error:
        assert str(FILE) in str(error)
