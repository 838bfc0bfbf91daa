"""TTML as it is written, against the published schemas where they are on this machine, and by its structure anywhere.

PICTURELOCK_TTML_SCHEMAS names a folder that holds the schemas, at any depth: `ebutt_d.xsd` (github.com/ebu/ebu-tt-d-xsd, or its
later edition in github.com/bbc/ttml-validator) and `dapt.xsd` (there too), a profile of TTML2 with all that IMSC has of it.
"""

from __future__ import annotations

import os
import re
import warnings
from fractions import Fraction
from itertools import product
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import xmlschema
from defusedxml.ElementTree import fromstring
from picturelock.cues import Captions, Cue, Placement, Run, plain
from picturelock.formats.ttml.ebu_tt_d import EBU_TT_D
from picturelock.formats.ttml.imsc import IMSC
from picturelock.formats.vtt.format import WEBVTT
from picturelock.times import FrameRate, Span, from_ms

TT, TTM, TTP, TTS = (f"{{http://www.w3.org/ns/ttml{part}}}" for part in ("", "#metadata", "#parameter", "#styling"))
ITTS, EBUTTS = "{http://www.w3.org/ns/ttml/profile/imsc1#styling}", "{urn:ebu:tt:style}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_TTS = """
backgroundColor color direction disparity display displayAlign extent fontFamily fontSize fontStyle fontWeight lineHeight
luminanceGain opacity origin overflow padding position ruby rubyAlign rubyPosition rubyReserve shear showBackground textAlign
textCombine textDecoration textEmphasis textOrientation textOutline textShadow unicodeBidi visibility wrapOption writingMode
zIndex
"""
KNOWN = frozenset(
    (
        *(f"{TTS}{name}" for name in _TTS.split()),
        *(f"{ITTS}{name}" for name in ("fillLineGap", "forcedDisplay")),
        *(f"{EBUTTS}{name}" for name in ("linePadding", "multiRowAlign")),
    )
)
"""Every style attribute of IMSC 1.1 (W3C Recommendation of 2018-11-08, section 8.4) and of EBU Tech 3380 (2018)."""
TIME = re.compile(r"(?:(\d{2,}):(\d\d):(\d\d(?:\.\d+)?)|(\d+)f|(\d+(?:\.\d+)?)s)")
VOICES = """WEBVTT

REGION
id:haut
regionanchor:50%,10%
viewportanchor:50%,10%

STYLE
::cue(.loud) { font-weight: bold }

première
00:01.000 --> 00:02.000 region:haut align:start
<v Claire>L’été, <i>toi</i></v>
<v Max>- <c.yellow.bg_blue>Non &amp; <lang en>why</lang></c> <00:01.500><ruby>漢<rt>kan</rt></ruby>

00:03.000 --> 00:04.000 vertical:rl line:0
<b><u>Salut</u></b>
"""


def documents() -> dict[str, Captions]:
    """Captions with everything that a writer may have to write."""
    rate = FrameRate(30000, 1001)
    places = product(
        ("top", "middle", "bottom"), (None, Fraction(0), Fraction(1, 3), Fraction(1)), (None, "start", "right")
    )
    placed = [
        Cue(Span(rate.time_of(10 * n), rate.time_of(10 * n + 9)), plain(f"été {n}"), str(n), align=align,
            placement=Placement(line, edge, None if n % 2 else Fraction(1, 5), None if n % 3 else Fraction(1, 2)))
        for n, (edge, line, align) in enumerate(places)
    ]  # fmt: skip
    colors = (None, "yellow", "rgba(1,2,3,4)", "#FFFF00CC")
    looks = product((False, True), (False, True), (False, True), colors, (None, "black", "nonsense"))
    styled = [
        Cue(
            Span(n * from_ms(1000), n * from_ms(1000) + from_ms(900)),
            ((Run('a <b> & "c"', *look),),),
            "1 2",
            speaker='Anne & Zoé "Z"',
        )
        for n, look in enumerate(looks)
    ]
    return {
        "placed": Captions(tuple(placed), "fr-CA", rate=rate),
        "styled": Captions(tuple(styled), "fr", kind="forced", extras=(("ttml.title", "Été"), ("ttml.copyright", "©"))),
        "voices": WEBVTT.read(VOICES, Path("x.vtt"))[0],
        "empty": Captions((), "en"),
    }


DOCUMENTS = documents()


def seconds(text: str) -> Fraction:
    match = TIME.fullmatch(text)
    assert match is not None, text
    hours, minutes, rest, frames, alone = match.groups()
    if frames or alone:
        return Fraction(frames or alone)
    return int(hours) * 3600 + int(minutes) * 60 + Fraction(rest)


def structure(root: Element) -> list[str]:
    """What is wrong with a document, whatever its profile."""
    faults = []
    if root.tag != f"{TT}tt" or root.get(f"{XML}lang") is None:
        faults.append("root")
    if root.get(f"{TTP}timeBase", "media") != "media":
        faults.append("time base")
    if [child.tag for child in root] not in ([f"{TT}head", f"{TT}body"], [f"{TT}head"]):
        faults.append("head and body")
    named = [element.get(f"{XML}id") for element in root.iter() if element.get(f"{XML}id") is not None]
    if len(named) != len(set(named)):
        faults.append("xml:id twice")
    names = {
        kind: {one.get(f"{XML}id") for one in root.iter(kind)} for kind in (f"{TT}style", f"{TT}region", f"{TTM}agent")
    }
    for element in root.iter():
        faults += [
            f"unknown {name}" for name in element.attrib if name.startswith((TTS, ITTS, EBUTTS)) and name not in KNOWN
        ]
        for attribute, kind in (("style", f"{TT}style"), ("region", f"{TT}region"), (f"{TTM}agent", f"{TTM}agent")):
            faults += [f"no {word}" for word in element.get(attribute, "").split() if word not in names[kind]]
    for p in root.iter(f"{TT}p"):
        if p.get("region") is None or not seconds(p.get("begin", "")) < seconds(p.get("end", "")):
            faults.append("region and times of a p")
    return faults


@pytest.mark.parametrize("form", [IMSC, EBU_TT_D], ids=lambda form: form.name)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_whole(form: object, name: str) -> None:
    text, _ = form.write(DOCUMENTS[name])  # type: ignore[attr-defined]
    assert structure(fromstring(text)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('region="', 'region="x', "no x"), (' xml:lang="fr"', "", "root"), ("tts:color=", "tts:colour=", "unknown "),
        ('end="', 'begin2="', "region and times"), ('xml:id="agent.1"', 'xml:id="agent.9"', "no agent.1"),
    ],
)  # fmt: skip
def test_the_structure_test_sees_what_is_wrong(old: str, new: str, fault: str) -> None:
    text, _ = IMSC.write(DOCUMENTS["styled"])
    assert old in text
    try:
        found = structure(fromstring(text.replace(old, new)))
    except AssertionError:
        found = ["region and times"]  # a time that is none
    assert any(one.startswith(fault) for one in found)


def schema(name: str) -> xmlschema.XMLSchema:
    folder = os.environ.get("PICTURELOCK_TTML_SCHEMAS")
    found = sorted(Path(folder).rglob(name)) if folder else []
    if not found:
        pytest.skip(f"not proven: PICTURELOCK_TTML_SCHEMAS names no folder with {name}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the first edition names one schema by its address, which is not fetched
        return xmlschema.XMLSchema(str(found[0]), allow="local")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_ebu_tt_d_is_valid_by_its_schema(name: str) -> None:
    against = schema("ebutt_d.xsd")
    text, _ = EBU_TT_D.write(DOCUMENTS[name])
    if "http://www.w3.org/ns/ttml/profile/imsc1#styling" not in against.maps.namespaces:
        text = re.sub(r' itts:fillLineGap="\w+"', "", text)  # of Tech 3380 since 2018; the first schema is older
    assert [error.reason for error in against.iter_errors(text)] == []
    assert not against.is_valid(text.replace("<layout>", '<layout><region tts:origin="left"/>'))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_imsc_is_valid_by_the_schema_of_ttml2(name: str) -> None:
    against = schema("dapt.xsd")
    text, _ = IMSC.write(DOCUMENTS[name])
    # What that profile of TTML2 asks for besides.
    more = 'xmlns:dapt="http://www.w3.org/ns/ttml/profile/dapt#metadata" dapt:scriptRepresents="audio"'
    text = text.replace("<tt ", f'<tt {more} dapt:scriptType="asRecorded" ', 1)
    assert [error.reason for error in against.iter_errors(text)] == []
    for wrong in ('<region wrong="1"/>', '<region tts:fontStyle="slanted"/>', "<p/>"):
        assert not against.is_valid(text.replace("<layout>", f"<layout>{wrong}"))
