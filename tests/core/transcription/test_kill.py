"""kill -9 in the middle: nothing that was heard is lost, and nothing half-written is taken for done."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from picturelock.engines.base import RATE, OnProgress, Samples
from picturelock.engines.whisper import WhisperEngine
from picturelock.library import Library
from picturelock.library.runs import Run
from picturelock.media.audio import read_audio
from picturelock.media.fingerprint import fingerprint
from picturelock.speech import Segment
from picturelock.times import Flicks
from picturelock.transcription.run import transcribe
from picturelock.transcription.windows import Limits

SMALL = Limits(5, 10)
LONG = Limits(600, 1200)
"""One window for everything here."""
PROGRAM = """
import sys
from pathlib import Path
from picturelock.engines.whisper import WhisperEngine
from picturelock.library import Library
from picturelock.transcription.run import transcribe
from picturelock.transcription.windows import Limits
with Library(Path(sys.argv[3])) as library:
    print(len(transcribe(Path(sys.argv[1]), WhisperEngine(sys.argv[2]), library, limits=Limits(5, 10)).transcript.words))
"""


def committed(library: Library) -> Run:
    """The one run of the library, as another process has brought it so far."""
    return library.run(1)


@pytest.mark.skipif(sys.platform == "win32", reason="not proven: no kill -9 here")
def test_a_killed_run_is_taken_up_where_it_stood(model: Path, speech: Path, tmp_path: Path) -> None:
    media, file = tmp_path / "long.wav", tmp_path / "library.sqlite"
    sound = np.concatenate(list(read_audio(speech / "mixed_long.flac")))
    soundfile.write(media, np.concatenate([sound, sound]), RATE)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with Library(file) as library, subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(media), str(model), str(file)], env=environment, stdout=subprocess.PIPE
    ) as process:  # fmt: skip
        until = time.monotonic() + 120
        while time.monotonic() < until and process.poll() is None:
            if library._db.execute("SELECT count(*) FROM stretch").fetchone()[0] >= 4:
                break
            time.sleep(0.01)
        process.kill()
        process.wait()
        assert process.returncode == -9, "it was over before it could be killed"
        before = committed(library)
        assert before.windows >= 4 and not before.done
        assert library.transcripts(fingerprint(media)) == ()
        rows = library._db.execute("SELECT * FROM stretch ORDER BY number").fetchall()
        resumed = transcribe(media, WhisperEngine(model), library, limits=SMALL)
        after = library._db.execute("SELECT * FROM stretch ORDER BY number").fetchall()
        assert after[: len(rows)] == rows, "what was committed was made again"
        assert len(after) > len(rows)
    with Library(tmp_path / "whole.sqlite") as library:
        whole = transcribe(media, WhisperEngine(model), library, limits=SMALL)
    assert resumed.transcript.segments == whole.transcript.segments


SLOW = """
import sys, time
from pathlib import Path
from picturelock.engines.whisper import WhisperEngine
from picturelock.library import Library
from picturelock.transcription.run import transcribe
from picturelock.transcription.windows import Limits
with Library(Path(sys.argv[3])) as library:
    slow = lambda *told: time.sleep(0.4)
    transcribe(Path(sys.argv[1]), WhisperEngine(sys.argv[2]), library, limits=Limits(600, 1200), progress=slow)
"""


class Counting(WhisperEngine):
    """Notes where in the window it begins, and every time that it tells, without the end."""

    since: Flicks
    told: tuple[Flicks, ...] = ()

    def recognise(
        self, samples: Samples, language: str | None, on_progress: OnProgress, since: Flicks = 0
    ) -> Iterator[Segment]:
        self.since, told = since, []

        def note(done: Flicks) -> None:
            told.append(done)
            self.told = tuple(told[:-1])
            on_progress(done)

        return super().recognise(samples, language, note, since)


@pytest.fixture(scope="module")
def long(speech: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nearly five minutes with five pieces of speech or more."""
    media = tmp_path_factory.mktemp("media") / "prise n° 4.wav"
    soundfile.write(media, np.concatenate(list(read_audio(speech / "mixed_long.flac")) * 4), RATE)
    return media


@pytest.fixture(scope="module")
def whole(long: Path, model: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[object], Counting]:
    """What a run that nothing broke off stores, and the engine that it used."""
    engine = Counting(model)
    with Library(tmp_path_factory.mktemp("whole") / "library.sqlite") as library:
        transcribe(long, engine, library, limits=LONG)
        return stored(library), engine


def stored(library: Library) -> list[object]:
    """The bytes of the transcript."""
    return library._db.execute('SELECT number, start, "end", segments, dropped FROM stretch ORDER BY number').fetchall()


def drafted(library: Library) -> list[Flicks]:
    return [row[0] for row in library._db.execute("SELECT until FROM draft ORDER BY until").fetchall()]


def check_rest(long: Path, library: Library, model: Path, whole: tuple[list[object], Counting], at_least: int) -> None:
    """Take the run up: only the pieces that are missing are heard, and the result is that of a whole run."""
    kept, engine, told = drafted(library), Counting(model), []
    pieces = list(whole[1].told)
    assert at_least <= len(kept) < len(pieces) and kept == pieces[: len(kept)], "it was not in the middle of the window"
    assert library.run(1).windows == 0 and library.transcripts(fingerprint(long)) == ()

    def watch(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        told.append(done)

    transcribe(long, engine, library, limits=LONG, progress=watch)
    assert engine.since == kept[-1]
    assert list(engine.told) == pieces[len(kept) :], "what was kept was heard again"
    assert told[:2] == [0, kept[-1]]
    assert stored(library) == whole[0] and len(whole[0]) == 1
    assert drafted(library) == []


@pytest.mark.skipif(sys.platform == "win32", reason="not proven: no kill -9 here")
def test_a_run_killed_inside_a_window_loses_no_piece(
    long: Path, model: Path, whole: tuple[list[object], Counting], tmp_path: Path
) -> None:
    file = tmp_path / "library.sqlite"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with Library(file) as library, subprocess.Popen(
        [sys.executable, "-c", SLOW, str(long), str(model), str(file)], env=environment
    ) as process:  # fmt: skip
        until = time.monotonic() + 120
        while time.monotonic() < until and process.poll() is None and len(drafted(library)) < 2:
            time.sleep(0.01)
        process.kill()
        process.wait()
        assert process.returncode == -9, "it was over before it could be killed"
        check_rest(long, library, model, whole, 2)


@pytest.mark.parametrize("pieces", [1, 3])
def test_a_run_cancelled_inside_a_window_loses_no_piece(
    long: Path, model: Path, whole: tuple[list[object], Counting], tmp_path: Path, pieces: int
) -> None:
    def cancel(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        if done >= whole[1].told[pieces - 1]:
            raise KeyboardInterrupt

    with Library(tmp_path / "library.sqlite") as library:
        with pytest.raises(KeyboardInterrupt):
            transcribe(long, WhisperEngine(model), library, limits=LONG, progress=cancel)
        check_rest(long, library, model, whole, pieces)
