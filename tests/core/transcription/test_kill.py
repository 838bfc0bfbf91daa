"""kill -9 in the middle: nothing that was committed is lost, and nothing half-written is taken for done."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from picturelock.engines.base import RATE
from picturelock.engines.whisper import WhisperEngine
from picturelock.library import Library
from picturelock.library.store import Run
from picturelock.media.audio import read_audio
from picturelock.media.fingerprint import fingerprint
from picturelock.transcription.run import transcribe
from picturelock.transcription.windows import Limits

SMALL = Limits(5, 10)
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
