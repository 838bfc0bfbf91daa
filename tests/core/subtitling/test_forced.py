from __future__ import annotations

from dataclasses import replace

import pytest
from picturelock import profiles, wording
from picturelock.cut import Cut, Marker, Shot, Source
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.subtitling.caption import caption_cut
from picturelock.times import FrameRate, Span, from_ms, to_ms

RATE = FrameRate(24000, 1001)
EN = profiles.load("netflix-en")


def transcript(*said: tuple[int, str, str]) -> Transcript:
    segments = [
        Segment(
            tuple(
                Word(part, Span(from_ms(start + 300 * at), from_ms(start + 300 * at + 280)))
                for at, part in enumerate(text.split())
            ),
            language,
        )
        for start, language, text in said
    ]
    return Transcript("a", tuple(segments), Provenance("transcript", "machine", "t", "1"), language="en")


def film(*markers: tuple[int, int, str], seconds: int = 60) -> Cut:
    span = Span(0, RATE.time_of(24 * seconds))
    shot = Shot("A1:1", "A1", "audio", "a", Source("a", fingerprint="a"), span, span)
    notes = tuple(Marker(Span(from_ms(start), from_ms(end)), name) for start, end, name in markers)
    return Cut("film", RATE, (shot,), duration=span.end, markers=notes)


SAID = transcript((1000, "en", "Where is he?"), (5000, "fr", "Il est parti hier."), (9000, "en", "What?"))


def test_signs_and_foreign_speech_in_order_each_waiting_for_its_translation() -> None:
    cut = film((20_000, 23_000, "FN: PARIS, 1987"), (2000, 2000, "NF : Fermé"), (30_000, 31_000, "SDH: bang"))
    captions, findings = caption_cut(cut, {"a": SAID}, EN, "en", "forced", ("en",))
    assert [(cue.id, cue.text) for cue in captions.cues] == [
        ("1", "Fermé"),
        ("2", "Il est parti hier."),
        ("3", "PARIS, 1987"),
    ]
    assert captions.kind == "forced" and captions.language == "en"
    assert all(not run.italic for cue in captions.cues for line in cue.lines for run in line)
    sign = captions.cues[2]
    assert abs(to_ms(sign.span.start) - 20_000) <= 42 and abs(to_ms(sign.span.end) - 23_000) <= 42
    assert all(time % RATE.frame == 0 for cue in captions.cues for time in (cue.span.start, cue.span.end))
    waiting = [one for one in findings if one.rule == "captions.forced-untranslated"]
    assert [(one.evidence["cue"], one.evidence["language"], one.evidence["text"]) for one in waiting] == [
        ("2", "fr", "Il est parti hier.")
    ]
    for language in wording.LANGUAGES:
        assert "Il est parti hier." in wording.message(waiting[0], language)


def test_every_language_of_the_film_is_at_home() -> None:
    with pytest.raises(InputError, match="another language than en, fr") as error:
        caption_cut(film(), {"a": SAID}, EN, None, "forced", ("en", "fr"))
    assert error.value.hint
    for language in (None, "en"):
        assert len(caption_cut(film(), {"a": SAID}, EN, language, "forced")[0].cues) == 1


def rules(findings: tuple[Finding, ...]) -> set[str]:
    return {one.rule for one in findings}


def test_a_sign_gives_way_to_speech() -> None:
    over = film((4000, 10_000, "FN: A long letter"))
    captions, findings = caption_cut(over, {"a": SAID}, EN, "en", "forced")
    speech, sign = captions.cues
    assert sign.span.start - speech.span.end >= 2 * RATE.frame and to_ms(sign.span.end) <= 10_042
    assert not rules(findings) & {"captions.overlap", "captions.gap"}
    hidden = film((5200, 6000, "FN: A long letter"))
    captions, findings = caption_cut(hidden, {"a": SAID}, EN, "en", "forced")
    assert len(captions.cues) == 1
    assert [one.evidence["text"] for one in findings if one.rule == "captions.sign-covered"] == ["A long letter"]


def test_a_sign_with_more_text_than_a_caption_holds_is_several() -> None:
    text = "Nobody who has once entered this house may ever leave it again, says the letter, " * 3
    captions, _ = caption_cut(film((10_000, 16_000, f"FN: {text}")), {}, EN, "en", "forced")
    assert len(captions.cues) > 1 and " ".join(cue.text for cue in captions.cues).split() == text.split()
    assert all(len(cue.lines) <= 2 and max(map(len, cue.plain_lines)) <= 42 for cue in captions.cues)
    for a, b in zip(captions.cues, captions.cues[1:], strict=False):
        assert b.span.start - a.span.end >= 2 * RATE.frame


def test_signs_at_the_edges_of_the_film() -> None:
    captions, _ = caption_cut(film((59_900, 59_900, "FN: End"), (-500, 800, "FN: Start")), {}, EN, "en", "forced")
    assert [cue.text for cue in captions.cues] == ["Start", "End"]
    assert captions.cues[0].span.start == 0 and captions.cues[1].span.end <= film().duration
    alone = replace(film((1000, 1000, "FN: Alone")), duration=0)
    assert len(caption_cut(alone, {}, EN, "en", "forced")[0].cues) == 1


def test_signs_at_once_give_way_to_each_other() -> None:
    cut = film((10_000, 16_000, "FN: First"), (12_000, 20_000, "FN: Second"), (12_000, 12_000, "FN: Third"))
    captions, findings = caption_cut(cut, {}, EN, "en", "forced")
    assert [cue.text for cue in captions.cues] == ["First", "Second"]
    assert [one.evidence["text"] for one in findings if one.rule == "captions.sign-covered"] == ["Third"]
    assert captions.cues[1].span.start - captions.cues[0].span.end == 2 * RATE.frame
