"""Hostile TTML: bombs, depths, nonsense. Never a crash, never a hang."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.errors import InputError
from picturelock.formats.ttml.imsc import IMSC

FILE = Path("film.ttml")
NS = 'xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
WHOLE = f"""<?xml version="1.0" encoding="UTF-8"?>
<tt {NS} xml:lang="fr"><head><metadata><ttm:agent xml:id="a"><ttm:name>Zoé</ttm:name></ttm:agent></metadata>
<styling><style xml:id="s" style="s" tts:color="#ff0000"/></styling>
<layout><region xml:id="r" tts:origin="10% 10%" tts:extent="80% 20%"><style tts:displayAlign="after"/></region></layout></head>
<body style="s"><div region="r" timeContainer="seq"><p xml:id="p1" begin="1s" dur="2s" ttm:agent="a">été <span begin="1s"
tts:fontStyle="italic">à</span><br/>Noël</p><p end="00:00:09.5">b<set begin="1s" tts:color="red"/></p></div></body></tt>"""


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE tt [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><tt>&b;</tt>',
        '<!DOCTYPE tt [<!ENTITY x SYSTEM "file:///etc/hostname">]><tt><body><div><p end="1s">&x;</p></div></body></tt>',
        '<!DOCTYPE tt [<!ENTITY % x SYSTEM "http://example.com/x.dtd"> %x;]><tt/>',
        f"<tt {NS}><body>" + "<div>" * 20_000,
        f"<tt {NS}><head>" + "<metadata>" * 20_000,
        f"<tt {NS}><body><div>" + "<x>" * 20_000,
    ],
)
def test_bombs_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        IMSC.read(text, FILE)


def test_a_harmless_doctype_is_no_bomb_and_html_entities_mean_what_they_mean() -> None:
    doctype = '<!DOCTYPE tt PUBLIC "-//W3C//DTD" "http://example.com/tt.dtd">'
    text = doctype + f'<tt {NS}><body><div><p end="1s">&eacute;t&eacute;</p></div></body></tt>'
    assert IMSC.read(text, FILE)[0].cues[0].text == "été"


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ('ttp:frameRate="23"', ["23"]),
        ('ttp:frameRate=" 27 "', ["27"]),
        ('ttp:frameRate="29.97"', ["29.97"]),
        ('ttp:frameRate="0"', ["0"]),
        ('ttp:timeBase="smpte" ttp:frameRate="abc"', ["abc"]),
        ('ttp:frameRate="' + "9" * 100_000 + '"', ["9" * 20]),
        ('ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"', []),
        ('ttp:frameRate="25"', []),
        ('ttp:frameRate=""', []),
        ("", []),
    ],
)
def test_a_frame_rate_that_cannot_be_is_named(attributes: str, found: list[str]) -> None:
    body = '<body><div><p begin="00:00:01.000" end="00:00:03.000">Hello.</p></div></body>'
    text = f'<tt {NS} xmlns:ttp="http://www.w3.org/ns/ttml#parameter" {attributes}>{body}</tt>'
    captions, findings = IMSC.read(text, FILE)
    assert [one.evidence["found"] for one in findings if one.rule == "captions.impossible-rate"] == found
    assert len(captions.cues) == 1 and not (found and attributes.startswith("ttp:frameRate") and captions.rate)


def _body(inside: str) -> str:
    return f"<tt {NS}><body><div>{inside}</div></body></tt>"


_SPANS = "".join(f'<span begin="{n}ms" end="{n + 5000}ms">x</span>' for n in range(8000))
_SAME = "".join(f'<span begin="{n % 390}ms" end="9s">x</span>' for n in range(20_000))
_STYLES = "".join(f'<style xml:id="s{n}" style="{" ".join(f"s{m}" for m in range(300))}"/>' for n in range(300))


@pytest.mark.parametrize(
    "text",
    [
        _body(f'<p end="60s">{_SPANS}</p>'),
        _body(f'<p end="60s">{_SAME}</p>'),
        _body('<p end="1s">' + "<br/>" * 100_000 + "</p>"),
        _body('<p end="1s">' + "<span>a</span> " * 50_000 + "</p>"),
        _body('<p begin="' + "9" * 1_000_000 + 's" end="1s">x</p>'),
        _body('<p begin="1:' + "1:" * 500_000 + '" end="1s">x</p>'),
        _body("".join(f'<p end="1s" tts:color="#{n:06x}">x</p>' for n in range(20_000))),
        f'<tt {NS}><head><styling>{_STYLES}</styling></head><body><div><p style="s1 s2" end="1s">x</p></div></body></tt>',
        f"<tt {NS} {' '.join(f'a{n}={chr(34)}{chr(34)}' for n in range(50_000))}/>",
        _body("<p>" * 60 + "x" + "</p>" * 60),
    ],
)
def test_large_nonsense_takes_little_time(text: str) -> None:
    started = time.process_time()
    try:
        captions, _ = IMSC.read(text, FILE)
        IMSC.write(captions)
    except InputError:
        pass
    assert time.process_time() - started < 6


@settings(deadline=None, max_examples=400)
@given(
    cuts=st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 40), st.sampled_from(
        ["", "<p>", "</p>", "<span begin='1s'>", '"', "<br/>", "&", "&amp;", "\x01", "é", "end='0s'", "<div>", "</div>", "]]>",
         "<!--", "timeContainer='seq'", "begin='-1s'", "dur='9999999999999s'", "xml:space='preserve'", "\ufffe", "<tt>", "%"]
    )), min_size=1, max_size=6)
)  # fmt: skip
def test_a_damaged_file_is_read_or_refused(cuts: list[tuple[int, int, str]]) -> None:
    text = WHOLE
    for at, length, put in cuts:
        text = text[:at] + put + text[at + length :]
    try:
        captions, _ = IMSC.read(text, FILE)
    except InputError as error:
        assert str(FILE) in str(error)
        return
    assert [cue.span.start for cue in captions.cues] == sorted(cue.span.start for cue in captions.cues)
    again, _ = IMSC.read(IMSC.write(captions)[0], FILE)
    assert len(again.cues) == len(captions.cues)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=20))
def test_any_attribute_and_any_text_is_read_or_refused(value: str, text: str, name: str) -> None:
    from xml.sax.saxutils import escape, quoteattr

    for attribute in ("begin", "end", "dur", "region", "style", "tts:color", "tts:origin", "tts:textAlign", "xml:id"):
        source = _body(f'<p end="2s" begin="1s">{escape(name)}</p><p {attribute}={quoteattr(value)}>{escape(text)}</p>')
        try:
            IMSC.read(source, FILE)
        except InputError as error:
            assert str(FILE) in str(error)
