"""Several programs on one library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from picturelock.library import Library, TranscriptKey

PROGRAM = """
import sys
from pathlib import Path
from picturelock.library import Library, TranscriptKey
from picturelock.speech import Provenance, Segment, Word
from picturelock.times import Span
file, name = Path(sys.argv[1]), sys.argv[2]
made = Provenance("transcript", "machine", "e", "1")
for number in range(25):
    key = TranscriptKey("pl1:shared", "e", str(number)) if number % 2 else TranscriptKey(f"pl1:{name}", "e", str(number))
    with Library(file) as library:
        run = library.open_run(key)
        for _ in range(50):
            run = library.run(run.id)
            if run.done or run.windows == 4:
                break
            span = Span(run.end, run.end + 10)
            words = Segment((Word(f"{name}-{run.windows}", span),), "en")
            library.commit_window(run.id, run.windows, span, [words])
        library.finish(run.id, made)
print("done")
"""


def test_four_programs_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(file), name],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in "abcd"
    ]  # fmt: skip
    for process in running:
        out, err = process.communicate(timeout=120)
        assert out == "done\n", err
    with Library(file) as library:
        for name in "abcd":
            assert len(library.transcripts(f"pl1:{name}")) == 13
        shared = library.transcripts("pl1:shared")
        assert len(shared) == 12
        for transcript in shared:
            assert [word.span.start for word in transcript.words] == [0, 10, 20, 30]
            assert [word.text[2:] for word in transcript.words] == list("0123")
        assert len(library.ledger()) == 4 * 13 + 12
        assert library.open_run(TranscriptKey("pl1:shared", "e", "1")).windows == 4
