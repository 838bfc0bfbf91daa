from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from picturelock import profiles
from picturelock.cut import Cut, Shot, ShotKind, Source
from picturelock.errors import InputError
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.subtitling.caption import caption_cut
from picturelock.times import FrameRate, Span, from_ms

RATE = FrameRate(25)
MADE = Provenance("transcript", "machine", "test", "1")
EN, FR = profiles.load("netflix-en"), profiles.load("netflix-fr")


def transcript(language: str, *sentences: tuple[int, str]) -> Transcript:
    segments = []
    for start, text in sentences:
        words = tuple(
            Word(part, Span(from_ms(start + 300 * i), from_ms(start + 300 * i + 280)))
            for i, part in enumerate(text.split())
        )
        segments.append(Segment(words, language))
    return Transcript("pl1:x", tuple(segments), MADE, language=language)


def shot(source: str, frames: tuple[int, int], at: int, kind: ShotKind = "audio", track: str = "A1") -> Shot:
    span = Span(RATE.time_of(frames[0]), RATE.time_of(frames[1]))
    record = Span(RATE.time_of(at), RATE.time_of(at + frames[1] - frames[0]))
    return Shot(f"{track}:{at}", track, kind, source, Source(source, fingerprint=source), span, record)


def cut(*shots: Shot) -> Cut:
    return Cut("cut", RATE, shots, duration=max(one.record_span.end for one in shots))


def test_captions_follow_the_edit() -> None:
    said = {"a": transcript("en", (1000, "Close the door."), (5000, "Not that one."))}
    first, _ = caption_cut(cut(shot("a", (0, 200), 0)), said, EN, "en")
    swapped, _ = caption_cut(cut(shot("a", (100, 200), 0), shot("a", (0, 100), 100)), said, EN, "en")
    assert [(cue.text, RATE.nearest(cue.span.start)) for cue in first.cues] == [
        ("Close the door.", 25),
        ("Not that one.", 125),
    ]
    assert [(cue.text, RATE.nearest(cue.span.start)) for cue in swapped.cues] == [
        ("Not that one.", 25),
        ("Close the door.", 125),
    ]
    assert (first.language, first.kind, first.rate) == ("en", "sub", RATE)


def test_double_speed_halves_the_times() -> None:
    fast = replace(shot("a", (0, 200), 0), speed=Fraction(2), record_span=Span(0, RATE.time_of(100)))
    captions, findings = caption_cut(cut(fast), {"a": transcript("en", (2000, "Yes."))}, EN, "en")
    assert RATE.nearest(captions.cues[0].span.start) == 25 and findings == ()


def test_french_is_spaced_for_its_country() -> None:
    film, said = cut(shot("a", (0, 200), 0)), {"a": transcript("fr", (1000, "Où est la lettre ?"))}
    france, _ = caption_cut(film, said, FR, "fr")
    canada, told = caption_cut(film, said, profiles.load("netflix-fr-ca"), "fr", "sdh")
    assert [one.severity for one in told if one.rule == "captions.no-labels"] == ["info"]
    assert france.cues[0].text == "Où est la lettre\u00a0?"
    assert (canada.cues[0].text, canada.kind) == ("Où est la lettre?", "sdh")


def test_all_languages_at_once() -> None:
    said = {"a": transcript("fr", (1000, "Oui."), (3000, "Non.")), "b": transcript("en", (1000, "Yes."))}
    captions, _ = caption_cut(cut(shot("a", (0, 150), 0), shot("b", (0, 100), 150)), said, FR)
    assert captions.language == "fr" and [cue.text for cue in captions.cues] == ["Oui.", "Non.", "Yes."]


def test_a_picture_with_its_own_sound_speaks_only_where_no_audio_covers_it() -> None:
    said = {"a": transcript("en", (1000, "On camera.")), "b": transcript("en", (1000, "Voice over."))}
    film = cut(shot("a", (0, 100), 0, "video", "V1"), shot("b", (0, 100), 0))
    assert [cue.text for cue in caption_cut(film, said, EN, "en")[0].cues] == ["Voice over."]


def test_what_is_heard_and_not_transcribed_is_said_once() -> None:
    film = cut(shot("a", (0, 100), 0), shot("b", (0, 100), 100), shot("b", (100, 200), 200))
    captions, findings = caption_cut(film, {"a": transcript("en", (1000, "Hello there."))}, EN, "en")
    assert len(captions.cues) == 1
    assert [(found.rule, found.place.source) for found in findings] == [("captions.untranscribed", "b")]


def test_a_language_that_nobody_speaks() -> None:
    captions, findings = caption_cut(cut(shot("a", (0, 100), 0)), {"a": transcript("en", (0, "Hello."))}, FR, "fr")
    assert captions.cues == () and [found.rule for found in findings] == ["captions.no-speech"]


def test_a_film_without_forced_narratives_says_so() -> None:
    with pytest.raises(InputError, match="has no forced narratives") as error:
        caption_cut(cut(shot("a", (0, 100), 0)), {"a": transcript("en", (0, "Hello."))}, EN, "en", "forced")
    assert error.value.hint


def test_captions_know_the_timecode_of_their_cut() -> None:
    film = replace(cut(shot("a", (0, 100), 0)), start=RATE.time_of(90_000))
    captions, _ = caption_cut(film, {"a": transcript("en", (0, "Hello."))}, EN, "en")
    assert (captions.start, captions.drop, captions.cues[0].span.start) == (RATE.time_of(90_000), False, 0)


def test_captions_from_guessed_words_say_so() -> None:
    guessed = transcript("en", (1000, "Hello there."))
    guessed = replace(guessed, provenance=replace(MADE, tool="pocketsphinx", version="5.1"))
    film = cut(shot("a", (0, 100), 0), shot("a", (0, 100), 100), shot("b", (0, 100), 200))
    _, findings = caption_cut(film, {"a": guessed, "b": transcript("en", (1000, "Good."))}, EN, "en")
    assert [(one.rule, one.severity, one.place.source, one.evidence["tool"]) for one in findings] == [
        ("captions.rough-transcript", "warning", "a", "pocketsphinx 5.1")
    ]


def test_names_are_left_out_where_there_is_no_time_to_read_them() -> None:
    def turn(start: int, speaker: str, text: str, each: int) -> Segment:
        spans = [
            Span(from_ms(start + each * i), from_ms(start + each * i + each - 10)) for i in range(len(text.split()))
        ]
        return Segment(tuple(Word(p, s, None, speaker) for p, s in zip(text.split(), spans, strict=True)), "en")

    fast = turn(0, "Bartholomew", "Why would you ever say that to me?", 210)
    slow = turn(6000, "Claire", "I never did.", 400)
    said = {"a": replace(transcript("en", (0, "x")), segments=(fast, slow))}
    captions, findings = caption_cut(cut(shot("a", (0, 400), 0)), said, EN, "en", "sdh")
    assert [cue.text for cue in captions.cues] == ["Why would you ever say that to me?", "[Claire] I never did."]
    assert [(one.rule, one.evidence["count"], one.evidence["text"]) for one in findings] == [
        ("captions.names-left-out", 1, "[Bartholomew]")
    ]
