"""Gaps of the dialogue of a cut that is written here, word by word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.accessibility.gaps import LEAST, find_gaps, is_known, scene_at, words_that_fit
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut, Marker, Shot, Source
from picturelock.media.probe import AudioStream, MediaInfo
from picturelock.production import CaptionOrder, CaptionTrack, DeliveryOrder, Dossier, Production
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.times import FrameRate, Span, from_ms, from_seconds

RATE = FrameRate(25)
ROOT = Path("/film").resolve()


def shot(name: str, start: int, end: int) -> Shot:
    """Seconds."""
    length = from_seconds(end - start)
    record = Span(from_seconds(start), from_seconds(end))
    return Shot(f"V1:{start}", "V1", "video", name, Source(name, fingerprint=name), Span(0, length), record)


def dossier(*shots: Shot, said: dict[str, list[tuple[float, float]]], rate: FrameRate = RATE) -> Dossier:
    """said: seconds of each source at which one word is said."""
    made = Provenance("transcript", "imported", "test", "1")
    transcripts = {
        name: Transcript(
            name,
            tuple(Segment((Word("word", Span(from_seconds(a), from_seconds(b))),), "en") for a, b in times),
            made,
            language="en",
        )
        for name, times in said.items()
    }
    media = {
        one.source.key: MediaInfo(
            Path(one.name), "mov", from_seconds(60), (), (AudioStream(0, "pcm", 48_000, 1, "mono"),), None, one.name, 1
        )
        for one in shots
    }
    cut = Cut("cut", rate, shots, duration=max(one.record_span.end for one in shots))
    production = Production(ROOT, "T", ("en",), ROOT / "cut.otio", (), (), None, DeliveryOrder())
    return Dossier(production, cut, media, transcripts, (), None)


def seconds(found: Dossier, least: float = 2) -> list[tuple[float, float]]:
    return [(gap.span.start / 705_600_000, gap.span.end / 705_600_000) for gap in find_gaps(found, from_seconds(least))]


def test_gaps_between_words_on_whole_frames() -> None:
    film = dossier(shot("A", 0, 20), said={"A": [(3, 4), (4.2, 5.01), (9, 10), (11, 12)]})
    assert seconds(film) == [(0, 3), (5.04, 9), (12, 20)]
    assert seconds(film, 5) == [(12, 20)]
    first, *_ = find_gaps(film)
    assert (first.shot, first.before, first.after) == ("V1:0", "", "word word word word")


def test_a_film_without_words_is_one_gap() -> None:
    assert seconds(dossier(shot("A", 0, 10), said={"A": []})) == [(0, 10)]


def test_sound_that_nobody_transcribed_is_no_gap() -> None:
    film = dossier(shot("A", 0, 10), shot("B", 10, 20), said={"A": [(1, 2)]})
    assert seconds(film) == [(2, 10)]
    assert is_known(film)
    assert not is_known(replace(film, transcripts={}))
    assert seconds(replace(film, transcripts={})) == []


def test_captions_say_where_nobody_transcribed() -> None:
    cues = (
        Cue(Span(from_seconds(12), from_seconds(14)), plain("Hello there"), "1"),
        Cue(Span(from_seconds(15), from_seconds(18)), plain("[wind]"), "2"),
    )
    order = CaptionOrder("en", "sdh", "netflix-en", ROOT / "en.srt")
    film = dossier(shot("A", 0, 10), shot("B", 10, 20), said={"A": [(1, 2)]})
    film = replace(film, captions=(CaptionTrack(order, Captions(cues, "en", "sdh")),))
    assert seconds(film) == [(2, 12), (14, 20)]


def test_whispers_songs_and_mixed_captions_are_no_gap() -> None:
    texts = ("(Je t’attendais depuis hier.)", "♪ soft piano ♪\nCome in.", "♪ I walk the line ♪", "[wind]")
    cues = tuple(
        Cue(Span(from_seconds(10 * n), from_seconds(10 * n + 5)), plain(text), str(n)) for n, text in enumerate(texts)
    )
    order = CaptionOrder("fr", "sdh", "charte-sme", ROOT / "fr.srt")
    film = dossier(shot("A", 0, 40), said={})
    assert seconds(replace(film, captions=(CaptionTrack(order, Captions(cues, "fr", "sdh")),))) == [
        (5, 10), (15, 20), (25, 40),
    ]  # fmt: skip


def test_music_that_is_declared_to_be_without_speech_is_a_gap() -> None:
    film = dossier(shot("MUS_01.wav", 0, 10), shot("A", 10, 20), said={"A": [(3, 4)]})
    assert seconds(film) == [(10, 13), (14, 20)]
    declared = replace(film.production, speechless=("mus_*",))
    assert seconds(replace(film, production=declared)) == [(0, 13), (14, 20)]


def test_a_gap_ends_with_its_scene() -> None:
    film = dossier(shot("A001_S012T01", 0, 6), shot("A002_S012T02", 6, 10), shot("B001_S007T01", 10, 20), said={})
    film = replace(film, media={})
    silent = {
        one.source.key: Transcript(one.name, (), Provenance("transcript", "imported", "t", "1"))
        for one in film.cut.shots
    }
    film = replace(film, transcripts=silent)
    assert [(gap.scene, gap.span.start // 705_600_000) for gap in find_gaps(film)] == [("12", 0), ("7", 10)]
    marked = replace(film.cut, markers=(Marker(Span(from_seconds(4), from_seconds(4)), "Scène 3A"),))
    assert (scene_at(marked, from_seconds(3)), scene_at(marked, from_seconds(15))) == ("12", "3A")
    assert [gap.scene for gap in find_gaps(replace(film, cut=marked))] == ["12", "3A"]


@pytest.mark.parametrize(("ms", "en", "fr"), [(500, 0, 0), (2000, 4, 4), (10_000, 25, 26), (0, 0, 0)])
def test_words_that_fit(ms: int, en: int, fr: int) -> None:
    assert (words_that_fit(from_ms(ms), "en"), words_that_fit(from_ms(ms), "fr-CA")) == (en, fr)


def test_odd_rates_keep_to_whole_frames() -> None:
    rate = FrameRate(24000, 1001)
    film = dossier(shot("A", 0, 20), said={"A": [(3.333, 4.567)]}, rate=rate)
    for gap in find_gaps(film, LEAST):
        assert gap.span.start % rate.frame == 0 and gap.span.end % rate.frame == 0
        assert gap.span.end <= film.cut.duration
