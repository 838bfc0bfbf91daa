"""Writing IMSC: what comes back, what an independent reader finds, what the W3C's rendering model thinks of it."""

from __future__ import annotations

import logging
import xml.etree.ElementTree as et
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.cues import Captions, Cue, Edge, Placement, Run, plain
from picturelock.formats.ttml.ebu_tt_d import EBU_TT_D
from picturelock.formats.ttml.imsc import IMSC
from picturelock.times import FrameRate, Span, from_ms, from_seconds

FILE = Path("film.ttml")
RATES = [FrameRate(24000, 1001), FrameRate(24), FrameRate(25), FrameRate(30000, 1001), FrameRate(60), FrameRate(25, 2)]
_PERCENT = st.integers(1, 99).map(lambda n: Fraction(n, 100))
_TEXT = st.text(st.sampled_from("aéÀœ« »…&<>\"'\t\u00a0 \u202f_x20_]]>😀"), min_size=1, max_size=12)


@st.composite
def placements(draw: st.DrawFn) -> Placement | None:
    """Placements that no other says the same as."""
    edge: Edge = draw(st.sampled_from(("top", "middle", "bottom")))
    home = {"top": Fraction(1, 10), "middle": Fraction(1, 2), "bottom": Fraction(9, 10)}[edge]
    line = draw(st.none() | _PERCENT.filter(lambda value: value != home))
    left, width = draw(st.none() | _PERCENT.filter(lambda value: value != Fraction(1, 10))), None
    if left is not None and (left > Fraction(89, 100) or draw(st.booleans())):
        width = (1 - left) / 4 if left < Fraction(9, 10) else 1 - left
    found = Placement(line, edge, left, width)
    return None if found == Placement() else found


@st.composite
def captions(draw: st.DrawFn) -> Captions:
    rate = draw(st.sampled_from([None, *RATES]))
    unit = from_ms(1) if rate is None else rate.frame
    cues, start = [], 0
    for number in range(draw(st.integers(1, 4))):
        start += draw(st.integers(0, 200_000))
        end = start + draw(st.integers(0, 400))
        run = Run(
            draw(_TEXT),
            *draw(st.tuples(st.booleans(), st.booleans(), st.booleans())),
            draw(st.sampled_from((None, "yellow", "#00ffff", "#FF000080"))),
            draw(st.sampled_from((None, "navy", "#12345678"))),
            draw(st.sampled_from(((), (("lang", "en"),), (("v", "Léa & Co"),)))),
        )
        cues.append(
            Cue(
                Span(start * unit, end * unit),
                ((run,), *draw(st.sampled_from(((), plain("fin"), plain("\nfin"))))),
                draw(
                    st.sampled_from(
                        (f"{number}", f"p{number}", f"é {number}", f"cue.{number}", f"_x41_{number}", f"a-{number}.b")
                    )
                ),
                align=draw(st.sampled_from((None, "start", "end", "left", "right"))),
                placement=draw(placements()),
                speaker=draw(st.sampled_from((None, "Claire", 'Dr "No" <1>'))),
                extras=draw(st.sampled_from(((), (("ttml.forced", "true"),)))) if number else (),
            )
        )
    return Captions(tuple(cues), draw(st.sampled_from(("und", "fr-CA"))), rate=rate)


@settings(deadline=None, max_examples=100)
@given(captions())
def test_everything_comes_back_exactly(given_captions: Captions) -> None:
    text, losses = IMSC.write(given_captions)
    read, findings = IMSC.read(text, FILE)
    assert losses == () and findings == ()
    assert read == given_captions


def test_a_time_between_milliseconds_comes_back_to_the_flick() -> None:
    wanted = Captions((Cue(Span(1234567, 987654321011), plain("x"), "1"),))
    assert IMSC.read(IMSC.write(wanted)[0], FILE)[0] == wanted


@pytest.mark.parametrize(
    ("rate", "begin"), [(FrameRate(25), "00:00:01:12"), (FrameRate(24000, 1001), "37f"), (None, "00:00:01.500")]
)
def test_times_are_written_as_the_rate_asks(rate: FrameRate | None, begin: str) -> None:
    start = from_ms(1500) if rate is None else rate.time_of(37)
    text, _ = IMSC.write(Captions((Cue(Span(start, start * 2), plain("x")),), rate=rate))
    assert f'begin="{begin}"' in text


def test_regions_of_a_file_come_back_until_the_caption_is_moved() -> None:
    source = (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang="fr"><head><layout>'
        '<region xml:id="haut" tts:origin="20% 5%" tts:extent="60% 20%" tts:showBackground="whenActive"/></layout></head>'
        '<body><div region="haut"><p begin="1s" end="2s">a</p></div></body></tt>'
    )
    first, _ = IMSC.read(source, FILE)
    text, losses = IMSC.write(first)
    assert losses == () and 'region="haut"' in text and 'tts:showBackground="whenActive"' in text
    assert IMSC.read(text, FILE)[0] == first
    moved = replace(first, cues=(replace(first.cues[0], placement=Placement(edge="top")),))
    again, _ = IMSC.read(IMSC.write(moved)[0], FILE)
    assert again.cues[0].placement == Placement(edge="top") and again.cues[0].region is None


def test_what_it_cannot_hold_is_said() -> None:
    run = Run("a\x00b", color="of no colour", tags=(("c", "loud"),))
    cue = Cue(
        Span(-5, 5),
        ((run, Run("", tags=(("at", "00:01.000"),))),),
        "1",
        placement=Placement(Fraction(-1)),
        extras=(("note", "n"),),
    )
    text, losses = IMSC.write(
        Captions((cue, replace(cue, extras=())), "not a language!", regions={"r": "id:r"}, extras=(("vtt.style", "x"),))
    )
    counted = {found.evidence["what"]: found.evidence["count"] for found in losses}
    assert counted == {
        "caption-names": 1,
        "characters": 2,
        "colors": 2,
        "header": 1,
        "language": 1,
        "notes": 1,
        "positions": 1,
        "regions": 1,
        "tags: <c>": 2,
        "text-times": 2,
        "times": 2,
    }
    assert IMSC.read(text, FILE)[0].cues[0].text == "a\ufffdb"


def _shown(element: Any) -> str:
    from ttconv.model import Br, Text

    if isinstance(element, Text):
        return str(element.get_text())
    return "\n" if isinstance(element, Br) else "".join(map(_shown, element))


def _styles(element: Any) -> Iterator[tuple[str, bool, bool, bool]]:
    from ttconv.model import Text
    from ttconv.style_properties import FontStyleType, FontWeightType, StyleProperties

    for child in element.dfs_iterator():
        if isinstance(child, Text):
            of = child.parent().get_style
            yield (
                child.get_text(),
                of(StyleProperties.FontStyle) is FontStyleType.italic,
                of(StyleProperties.FontWeight) is FontWeightType.bold,
                of(StyleProperties.TextDecoration).underline is True,
            )


@settings(deadline=None, max_examples=60)
@given(captions())
def test_ttconv_reads_what_was_written(given_captions: Captions) -> None:
    from ttconv.imsc import reader
    from ttconv.isd import ISD

    logging.disable(logging.CRITICAL)
    try:
        for form in (IMSC, EBU_TT_D):
            exact = form is IMSC
            document = reader.to_model(et.ElementTree(et.fromstring(form.write(given_captions)[0])))
            spoken = [p for p in document.get_body().dfs_iterator() if type(p).__name__ == "P"]
            assert len(spoken) == len([cue for cue in given_captions.cues if cue.span.duration])
            for p, cue in zip(spoken, [cue for cue in given_captions.cues if cue.span.duration], strict=True):
                begin, end = (from_seconds(time or Fraction(0)) for time in (p.get_begin(), p.get_end()))
                off = 0 if exact else from_ms(1)
                assert abs(begin - cue.span.start) <= off and abs(end - cue.span.end) <= off
                assert _shown(p) == cue.text
                isd = ISD.from_model(document, (p.get_begin() or Fraction(0)))
                styles = [found for region in isd.iter_regions() for found in _styles(region)]
                run = cue.lines[0][0]
                assert (run.text.strip(), run.italic, run.bold, run.underline) in [
                    (text.strip(), *rest) for text, *rest in styles
                ]
    finally:
        logging.disable(logging.NOTSET)


def test_what_other_formats_said_is_written_or_lost_by_its_name() -> None:
    extras = {
        "vtt.settings": "vertical:rl line:0",
        "ass.effect": "scroll",
        "ass.layer": "2",
        "stl.cs": "1",
        "note": "to whom it may concern",
        "cea608.at": "14.4",
        "srt.an": "8",
    }
    cue = Cue(Span(0, from_ms(900)), plain("x"), "1", style="Titre", extras=tuple(extras.items()))
    for form in (IMSC, EBU_TT_D):
        lost = {found.evidence["what"]: found.evidence["count"] for found in form.write(Captions((cue,), "fr"))[1]}
        assert lost == dict.fromkeys(("animations", "layers", "notes", "styles", "tags", "vertical-text"), 1)


def test_the_rendering_model_can_show_a_dense_film() -> None:
    from imschrm.doc_sequence import iter_isd
    from imschrm.hrm import EventHandler, validate

    line = (Run("Quarante-deux signes, accents é à ç œ et "), Run("italique", italic=True))
    cues = tuple(Cue(Span(from_ms(n * 1000), from_ms(n * 1000 + 920)), (line, line), str(n)) for n in range(60))

    class Errors(EventHandler):
        found: tuple[str, ...] = ()

        def error(self, msg: str, *rest: Any) -> None:
            self.found += (msg,)

    for form in (IMSC, EBU_TT_D):
        handler = Errors()
        validate(iter_isd([(0, None, form.write(Captions(cues, "fr"))[0])]), handler)
        assert handler.found == ()
