"""Transcribing files: once, in windows, and going on where it was broken off."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import soundfile
from picturelock import wording
from picturelock.energy import METHODS
from picturelock.engines.base import RATE, UNDECIDED, OnProgress, Samples
from picturelock.engines.sphinx import SphinxEngine
from picturelock.engines.whisper import WhisperEngine
from picturelock.errors import InputError, UnknownName
from picturelock.library import Library
from picturelock.speech import Segment, Word
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, from_ms, from_samples
from picturelock.transcription.run import transcribe
from picturelock.transcription.windows import Limits

SMALL = Limits(5, 10)


@dataclass
class Scripted:
    """An engine that hears one word a second, in the language that the level of the array stands for."""

    name: str = "scripted"
    version: str = "1"
    weights: str = "xxh128:0"
    parameters: tuple[tuple[str, str], ...] = ()
    languages: frozenset[str] | None = frozenset({"en", "fr"})
    sure: float = 0.9
    heard: list[str | None] = field(default_factory=list)
    detected: int = 0
    seconds: int = 0
    """How many it has heard."""

    def caution(self, media: str, duration: int) -> str:
        return ""

    def fixture_notice(self, language: str) -> str:
        return ""

    def detect(self, samples: Samples) -> tuple[str, float]:
        self.detected += 1
        level = float(np.abs(samples).mean())
        return (UNDECIDED, 0.0) if level < 0.001 else ("fr", self.sure) if level > 0.1 else ("en", self.sure)

    def recognise(
        self, samples: Samples, language: str | None, on_progress: OnProgress, since: Flicks = 0
    ) -> Iterator[Segment]:
        self.heard.append(language)
        spoken = language or self.detect(samples)[0]
        for second in range(since // FLICKS_PER_SECOND, len(samples) // RATE):
            start = from_samples(second * RATE, RATE)
            self.seconds += 1
            yield Segment((Word(f"w{second}", Span(start, start + from_ms(300))),), spoken)
            on_progress(start + FLICKS_PER_SECOND)
        on_progress(from_samples(len(samples), RATE))


def write(path: Path, *parts: tuple[float, float]) -> Path:
    """A file of noise: seconds and level of each part, with a pause of half a second after each."""
    random = np.random.default_rng(1)
    sound = [
        x
        for seconds, level in parts
        for x in (level * random.standard_normal(round(seconds * RATE)), np.zeros(RATE // 2))
    ]
    soundfile.write(path, np.concatenate(sound).astype(np.float32), RATE)
    return path


@pytest.fixture
def take(tmp_path: Path) -> Path:
    return write(tmp_path / "A001 prise n° 1.wav", *[(4.3, 0.05)] * 5)


def cancel_at(share: float) -> Callable[[str, Flicks, Flicks, str], None]:
    def progress(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        if done >= share * total:
            raise KeyboardInterrupt

    return progress


def test_words_are_placed_in_the_time_of_the_file(take: Path, library: Library) -> None:
    result = transcribe(take, Scripted(), library, limits=SMALL)
    starts = [word.span.start for word in result.transcript.words]
    assert starts == sorted(starts)
    assert max(starts) > 20 * FLICKS_PER_SECOND
    made = result.transcript.provenance
    assert (made.kind, made.origin, made.tool, made.inputs) == (
        "transcript",
        "machine",
        "scripted",
        (result.transcript.source,),
    )
    assert ("language", "auto") in made.parameters and made.seconds > 0 and made.made
    assert made.energy.method in METHODS[:-1] and made.energy.kwh is not None and made.energy.kwh > 0
    assert library.ledger() == (made,)


def test_the_same_media_is_not_heard_twice_whatever_it_is_called(take: Path, library: Library, tmp_path: Path) -> None:
    engine = Scripted()
    first = transcribe(take, engine, library, limits=SMALL)
    (tmp_path / "ailleurs").mkdir()
    copy = Path(shutil.copy(take, tmp_path / "ailleurs" / "Clip 7.wav"))
    heard = len(engine.heard)
    second = transcribe(copy, engine, library, limits=SMALL)
    assert second.cached and not first.cached
    assert second.transcript == first.transcript
    assert len(engine.heard) == heard
    assert not transcribe(take, Scripted(parameters=(("beam", "1"),)), library, limits=SMALL).cached
    assert not transcribe(take, engine, library, limits=SMALL, language="en").cached


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.75, 0.99])
def test_a_cancelled_run_goes_on_where_it_stood(take: Path, library: Library, tmp_path: Path, share: float) -> None:
    with Library(tmp_path / "other.sqlite") as other:
        whole = transcribe(take, Scripted(), other, limits=SMALL).transcript
        windows = len(whole.segments)
    first, second = Scripted(), Scripted()
    with pytest.raises(KeyboardInterrupt):
        transcribe(take, first, library, limits=SMALL, progress=cancel_at(share))
    assert library.preferred(whole.source) is None
    result = transcribe(take, second, library, limits=SMALL)
    assert result.transcript.segments == whole.segments
    assert len(first.heard) + len(second.heard) <= windows + 1
    assert first.seconds + second.seconds == windows, "something was heard twice"
    assert library._db.execute("SELECT count(*) FROM draft").fetchone() == (0,)


def test_words_are_screened_with_those_of_the_draft(take: Path, library: Library, tmp_path: Path) -> None:
    """A loop that begins in the draft and ends behind it is found all the same, and reported as ever."""

    class Looping(Scripted):
        def recognise(
            self, samples: Samples, language: str | None, on_progress: OnProgress, since: Flicks = 0
        ) -> Iterator[Segment]:
            for number in range(since // from_ms(100), 20):
                self.seconds += 1
                yield Segment((Word("you", Span(from_ms(100 * number), from_ms(100 * number + 90))),), "en")
                on_progress(from_ms(100 * number + 100))
            on_progress(from_samples(len(samples), RATE))

    def cancel(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        if done >= from_ms(1000):
            raise KeyboardInterrupt

    with Library(tmp_path / "other.sqlite") as other:
        whole = transcribe(take, Looping(), other, limits=Limits(60, 120))
    with pytest.raises(KeyboardInterrupt):
        transcribe(take, Looping(), library, limits=Limits(60, 120), progress=cancel)
    engine = Looping()
    rest = transcribe(take, engine, library, limits=Limits(60, 120))
    assert engine.seconds == 10
    assert rest.transcript.segments == whole.transcript.segments and len(rest.transcript.words) == 1
    assert rest.findings == whole.findings and rest.findings[0].evidence["repeats"] == 20


def test_another_run_takes_up_the_draft_of_one_that_still_goes(take: Path, library: Library, tmp_path: Path) -> None:
    limits, second = Limits(60, 120), Scripted()

    def progress(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        if done == 10 * FLICKS_PER_SECOND and not second.heard:
            with Library(library.path) as other, pytest.raises(KeyboardInterrupt):
                transcribe(take, second, other, limits=limits, progress=cancel_at(0.75))

    first = Scripted()
    result = transcribe(take, first, library, limits=limits, progress=progress)
    assert (second.seconds, first.seconds) == (8, 24)
    assert [word.text for word in result.transcript.words] == [f"w{second}" for second in range(24)]


def test_a_run_that_broke_off_just_before_its_end_is_finished(
    take: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelled(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(library, "finish", cancelled)
        transcribe(take, Scripted(), library, limits=SMALL)
    engine = Scripted()
    assert len(transcribe(take, engine, library, limits=SMALL).transcript.segments) > 5
    assert engine.heard == []


def test_progress_is_media_time_and_never_goes_back(take: Path, library: Library) -> None:
    told: list[tuple[Flicks, Flicks, str]] = []

    def progress(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        told.append((done, total, note))

    transcribe(take, Scripted(), library, limits=SMALL, progress=progress)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1] == (24 * FLICKS_PER_SECOND, 24 * FLICKS_PER_SECOND, take.name)


def test_the_first_window_with_sure_speech_decides_the_language(tmp_path: Path, library: Library) -> None:
    file = write(tmp_path / "a.wav", (6, 0.0), (4.5, 0.2), (9, 0.05))
    engine = Scripted()
    result = transcribe(file, engine, library, limits=SMALL)
    assert result.transcript.language == "fr"
    assert Counter(engine.heard) == {"fr": len(engine.heard)}
    assert library.transcripts(result.transcript.source)[0].language == "fr"


def test_an_unsure_window_decides_for_itself_only(tmp_path: Path, library: Library) -> None:
    file = write(tmp_path / "a.wav", (4.5, 0.2), (4.5, 0.05), (4.5, 0.05))
    engine = Scripted(sure=0.3)
    assert transcribe(file, engine, library, limits=SMALL).transcript.language == "en"
    assert engine.heard == ["fr", "en", "en"]


def test_per_window_each_decides(tmp_path: Path, library: Library) -> None:
    file = write(tmp_path / "a.wav", (4.5, 0.2), (4.5, 0.05), (4.5, 0.05))
    result = transcribe(file, Scripted(), library, limits=SMALL, per_window_language=True)
    assert [segment.language for segment in result.transcript.segments].count("fr") == 4
    assert result.transcript.language == "en"


def test_a_language_that_is_given_is_not_detected(take: Path, library: Library) -> None:
    engine = Scripted()
    assert transcribe(take, engine, library, limits=SMALL, language="FR_ca").transcript.language == "fr-ca"
    assert engine.detected == 0
    with pytest.raises(UnknownName, match="tlh"):
        transcribe(take, engine, library, language="tlh")


def test_a_file_in_which_nobody_speaks_has_an_empty_transcript(tmp_path: Path, library: Library) -> None:
    engine = Scripted()
    result = transcribe(write(tmp_path / "a.wav", (12, 0.0)), engine, library, limits=SMALL)
    assert (result.transcript.segments, result.transcript.language, engine.heard) == ((), "und", [])


def test_two_runs_at_once_share_the_work(take: Path, library: Library) -> None:
    """The second begins inside the first one's first window, and finishes before it."""
    second: list[object] = []
    inner = Scripted()

    def progress(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        if 0 < done < total // 2 and not second:
            second.append(None)
            with Library(library.path) as other:
                second[0] = transcribe(take, inner, other, limits=SMALL).transcript

    outer = Scripted()
    result = transcribe(take, outer, library, limits=SMALL, progress=progress)
    assert result.transcript == second[0]
    assert (len(outer.heard), len(inner.heard)) == (1, 5)
    assert len(library.ledger()) == 1


def test_what_was_dropped_is_reported_again_from_the_library(take: Path, library: Library) -> None:
    class Looping(Scripted):
        def recognise(
            self, samples: Samples, language: str | None, on_progress: OnProgress, since: Flicks = 0
        ) -> Iterator[Segment]:
            yield Segment(tuple(Word("you", Span(from_ms(100 * n), from_ms(100 * n + 90))) for n in range(20)), "en")

    first = transcribe(take, Looping(), library, limits=SMALL)
    again = transcribe(take, Looping(), library, limits=SMALL)
    assert again.cached and again.findings == first.findings
    assert {finding.rule for finding in first.findings} == {"transcription.loop-dropped"}
    assert first.findings[0].place.file == str(take)


def test_a_file_that_breaks_off_is_an_input_error_and_its_whole_windows_are_kept(take: Path, library: Library) -> None:
    sound, rate = soundfile.read(take)
    broken = take.with_suffix(".flac")
    soundfile.write(broken, sound, rate)
    broken.write_bytes(broken.read_bytes()[: broken.stat().st_size * 2 // 3])
    for _ in range(2):
        with pytest.raises(InputError, match=r"A001 prise n° 1\.flac, at 0:00:1"):
            transcribe(broken, Scripted(), library, limits=SMALL)
    assert library.run(1).windows >= 2
    assert library.ledger() == ()


@pytest.mark.parametrize("stream", [1, -1])
def test_a_stream_that_is_not_there_is_named(take: Path, library: Library, stream: int) -> None:
    with pytest.raises(InputError, match=f"no audio stream {stream}"):
        transcribe(take, Scripted(), library, stream=stream)


def test_what_is_no_media_is_an_input_error(tmp_path: Path, library: Library) -> None:
    for name, content in (("a.mov", b"hello"), ("b.wav", b""), ("c.mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=name[:5]):
            transcribe(tmp_path / name, Scripted(), library)
    with pytest.raises(InputError, match="does not exist"):
        transcribe(tmp_path / "none.wav", Scripted(), library)


def test_the_tiny_model_warns_on_audio_that_it_does_not_know(
    model: Path, speech: Path, library: Library, tmp_path: Path
) -> None:
    file = Path(shutil.copy(speech / "short_en.flac", tmp_path / "interview.flac"))
    result = transcribe(file, WhisperEngine(model), library)
    assert [finding.rule for finding in result.findings] == ["transcription.fixture-model"]
    assert transcribe(file, WhisperEngine(model), library).findings == result.findings
    for language in wording.LANGUAGES:
        assert "interview.flac" in wording.message(result.findings[0], language)


def test_the_rough_engine_says_that_it_is_rough_and_is_never_preferred(take: Path, library: Library) -> None:
    good = transcribe(take, Scripted(), library, limits=SMALL).transcript
    rough = transcribe(take, SphinxEngine(), library, limits=SMALL)
    assert [finding.rule for finding in rough.findings] == ["transcription.rough-engine"]
    assert library.preferred(good.source) == good
    for language in wording.LANGUAGES:
        assert "pocketsphinx" in wording.message(rough.findings[0], language)
