"""Taking over transcripts that exist already."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from picturelock.engines.base import RATE
from picturelock.errors import InputError, PicturelockError
from picturelock.formats import transcript_json
from picturelock.formats.sidecar import write_sidecar
from picturelock.library import Library
from picturelock.media.fingerprint import fingerprint
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.times import Span, from_ms
from picturelock.transcription.imports import import_transcript

SRT = """1
00:00:01,000 --> 00:00:03,000
- Où est <i>la lettre</i> ?
- [soupir] Je l'ai rangée.

2
00:00:04,000 --> 00:00:05,000
♪

3
00:00:06,500 --> 00:00:07,250
Non !
"""

NBSP = "\u00a0"


@pytest.fixture
def media(tmp_path: Path) -> Path:
    soundfile.write(tmp_path / "prise.wav", np.zeros(10 * RATE, np.float32), RATE)
    return tmp_path / "prise.wav"


def file_of(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def test_the_words_of_a_caption_share_its_time(tmp_path: Path, media: Path, library: Library) -> None:
    transcript = import_transcript(file_of(tmp_path, "prise.srt", SRT), media, library, "fr-CA")
    assert [segment.text for segment in transcript.segments] == [
        f"Où est la lettre{NBSP}? Je l'ai rangée.",
        f"Non{NBSP}!",
    ]
    words = transcript.segments[0].words
    assert (words[0].span.start, words[-1].span.end) == (from_ms(1000), from_ms(3000))
    assert all(before.span.end == after.span.start for before, after in pairwise(words))
    assert words[3].span.duration > words[0].span.duration
    assert all(word.confidence is None for word in transcript.words)
    assert transcript.language == "fr-ca" and transcript.source == fingerprint(media)
    assert (transcript.provenance.origin, transcript.provenance.tool) == ("imported", "prise.srt")
    assert library.preferred(fingerprint(media)) == transcript


def test_webvtt_keeps_its_speakers(tmp_path: Path, media: Path, library: Library) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Claire>Tell him I was here.\n"
    transcript = import_transcript(file_of(tmp_path, "prise.vtt", text), media, library)
    assert transcript.segments[0].text == "Tell him I was here."
    assert transcript.language == "und"


def test_importing_twice_changes_nothing(tmp_path: Path, media: Path, library: Library) -> None:
    file = file_of(tmp_path, "prise.srt", SRT)
    first = import_transcript(file, media, library, "fr")
    import_transcript(file, media, library, "fr")
    assert len(library.transcripts(fingerprint(media))) == 1
    second = import_transcript(file_of(tmp_path, "prise.srt", SRT.replace("Non", "Si")), media, library, "fr")
    assert library.transcripts(fingerprint(media)) == (second, first)


def transcript(made: Provenance, end_ms: int = 900) -> Transcript:
    words = (
        Word("Hello", Span(from_ms(100), from_ms(500)), 0.5, "Ann"),
        Word("there.", Span(from_ms(500), from_ms(end_ms))),
    )
    return Transcript("pl1:somewhere-else", (Segment(words, "en"),), made, language="en")


def test_our_own_file_comes_in_whole_and_a_machines_work_stays_a_machines(
    tmp_path: Path, media: Path, library: Library
) -> None:
    made = Provenance(
        "transcript", "machine", "faster-whisper", "1.2", "xxh128:1", (("beam_size", "5"),), ("pl1:x",), seconds=3.5
    )
    file = file_of(tmp_path, "prise.json", transcript_json.dump(transcript(made)))
    stored = import_transcript(file, media, library)
    assert stored.segments == transcript(made).segments
    assert (stored.source, stored.provenance.origin, stored.provenance.tool) == (
        fingerprint(media),
        "machine",
        "faster-whisper",
    )
    assert library.ledger()[0].weights == "xxh128:1"


def test_captions_that_a_machine_made_say_so(tmp_path: Path, media: Path, library: Library) -> None:
    file = file_of(tmp_path, "prise.srt", SRT)
    write_sidecar(file, Provenance("captions", "machine", "faster-whisper", "1.2"))
    stored = import_transcript(file, media, library, "fr")
    assert (stored.provenance.kind, stored.provenance.origin) == ("transcript", "machine")


def test_a_reviewed_transcript_is_preferred(tmp_path: Path, media: Path, library: Library) -> None:
    reviewed = Provenance("transcript", "imported", "hand", "", reviewed="A. Tremblay, 2026-11-02")
    first = import_transcript(file_of(tmp_path, "a.json", transcript_json.dump(transcript(reviewed))), media, library)
    import_transcript(file_of(tmp_path, "prise.srt", SRT), media, library, "fr")
    assert library.preferred(fingerprint(media)) == first


def test_times_of_something_else_are_refused(tmp_path: Path, media: Path, library: Library) -> None:
    shifted = SRT.replace("00:00:0", "01:00:0")
    with pytest.raises(InputError, match=r"after the end of prise\.wav \(0:00:10\)") as raised:
        import_transcript(file_of(tmp_path, "prise.srt", shifted), media, library)
    assert "timecode" in raised.value.hint
    assert library.transcripts(fingerprint(media)) == ()


def test_what_holds_no_words_is_refused(tmp_path: Path, media: Path, library: Library) -> None:
    with pytest.raises(InputError, match="holds no words"):
        import_transcript(
            file_of(tmp_path, "e.json", '{"schema": "picturelock/transcript-1", "segments": []}'), media, library
        )
    with pytest.raises(InputError):
        import_transcript(file_of(tmp_path, "e.srt", "1\n00:00:01,000 --> 00:00:02,000\n[music]\n"), media, library)


def test_a_stream_that_the_media_has_not_is_refused(tmp_path: Path, media: Path, library: Library) -> None:
    text = transcript_json.dump(transcript(Provenance("transcript", "imported", "x", ""))).replace(
        '"stream": 0', '"stream": 4'
    )
    with pytest.raises(InputError, match="audio stream 4"):
        import_transcript(file_of(tmp_path, "a.json", text), media, library)


@pytest.mark.parametrize("name, content", [
    ("a.srt", b"\x00\x01\x02" * 1000), ("a.srt", b""), ("a.json", b"\xff\xfe\x00"), ("a.json", b"[" * 100_000),
    ("none.json", None), ("none.srt", None),
])  # fmt: skip
def test_whatever_the_file_is_there_is_one_sentence(
    tmp_path: Path, media: Path, library: Library, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=name):
        import_transcript(tmp_path / name, media, library)


def test_a_format_that_we_do_not_know_lists_those_we_do(tmp_path: Path, media: Path, library: Library) -> None:
    with pytest.raises(PicturelockError, match="srt"):
        import_transcript(file_of(tmp_path, "a.doc", "x"), media, library)
