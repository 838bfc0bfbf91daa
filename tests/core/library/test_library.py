from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from picturelock.errors import InputError, OutputError, SetupError
from picturelock.findings import Finding
from picturelock.library import Library, TranscriptKey
from picturelock.library.runs import Draft
from picturelock.library.store import ROUGH
from picturelock.speech import Energy, Provenance, Segment, Word
from picturelock.times import Span

KEY = TranscriptKey("pl1:abc", "faster-whisper", "xxh128:1", (("beam_size", "5"), ("language", "auto")))
MADE = Provenance(
    "transcript", "machine", "faster-whisper", "1.2", "xxh128:1", KEY.parameters, ("pl1:abc",), "2026-11-02T10:00:00+00:00",
    12.5, Energy("estimated_tdp", 0.25), "",
)  # fmt: skip
DROPPED = Finding(
    "transcription.loop-dropped", "warning", evidence={"text": "non non", "words": 2, "sure": 0.5, "kept": True}
)


def said(text: str, start: int = 0) -> Segment:
    return Segment((Word(text, Span(start, start + 10), 0.5, "Zoé"),), "fr")


def finished(library: Library, key: TranscriptKey, text: str, made: Provenance = MADE, **options: int) -> None:
    run = library.open_run(key)
    assert library.commit_window(run.id, 0, Span(0, 100), [said(text)])
    library.decide_language(run.id, "fr")
    library.finish(run.id, made, **options)  # type: ignore[arg-type]


def test_what_is_put_in_comes_out(library: Library) -> None:
    run = library.open_run(KEY)
    assert (run.windows, run.end, run.done, run.language) == (0, 0, False, None)
    assert library.commit_window(run.id, 0, Span(0, 100), [said("Où ça, « là » ?")], [DROPPED], 2.0)
    assert library.commit_window(run.id, 1, Span(100, 250), [], [], 3.0)
    assert library.transcript(KEY) is None, "a run that is not finished is no transcript"
    run = library.run(run.id)
    assert (run.windows, run.end, run.seconds) == (2, 250, 5.0)
    assert library.decide_language(run.id, "fr") == "fr"
    assert library.decide_language(run.id, "en") == "fr"
    library.finish(run.id, MADE)
    transcript = library.transcript(KEY)
    assert transcript is not None
    assert (transcript.source, transcript.language, transcript.stream, transcript.channels) == (
        "pl1:abc",
        "fr",
        0,
        "mix",
    )
    assert transcript.segments == (said("Où ça, « là » ?"),)
    assert transcript.provenance == MADE
    assert library.dropped(KEY) == (DROPPED,)


def test_it_is_still_there_when_the_library_is_opened_again(library: Library) -> None:
    finished(library, KEY, "oui")
    library.close()
    with Library(library.path) as again:
        assert again.open_run(KEY).done
        assert again.transcript(KEY) is not None


def test_a_draft_grows_piece_by_piece_until_its_window_is_committed(library: Library) -> None:
    run = library.open_run(KEY).id
    assert library.draft(run, 0) == Draft(0, ())
    assert library.add_draft(run, 0, Span(0, 40), [said("Où ça ?"), said("là", 20)], 1.5)
    assert library.add_draft(run, 0, Span(40, 50), [], 0.5)
    assert library.add_draft(run, 0, Span(50, 90), [said("bon", 60)])
    assert library.draft(run, 0) == Draft(90, (said("Où ça ?"), said("là", 20), said("bon", 60)))
    assert library.run(run).windows == 0 and library.transcript(KEY) is None
    with Library(library.path) as again:
        assert again.draft(run, 0) == library.draft(run, 0)
    assert library.commit_window(run, 0, Span(0, 100), [said("bon")], seconds=1.0)
    assert library.run(run).seconds == 3.0
    assert library.draft(run, 0) == library.draft(run, 1) == Draft(0, ())


def test_pieces_follow_one_another_or_are_refused(library: Library) -> None:
    run = library.open_run(KEY).id
    assert library.add_draft(run, 0, Span(0, 40), [said("premier")])
    for span in (Span(0, 40), Span(0, 60), Span(30, 60), Span(50, 60), Span(40, 40)):
        assert not library.add_draft(run, 0, span, [said("second")])
    assert not library.add_draft(run, 1, Span(0, 40)), "the window is not the next"
    assert library.commit_window(run, 0, Span(0, 100), [])
    assert not library.add_draft(run, 0, Span(40, 60)), "the window is committed"
    assert library.add_draft(run, 1, Span(0, 60))
    library.finish(run, MADE)
    assert not library.add_draft(run, 1, Span(60, 70)), "the run is done"


def test_windows_follow_one_another_or_are_refused(library: Library) -> None:
    run = library.open_run(KEY).id
    assert not library.commit_window(run, 1, Span(0, 10), [])
    assert library.commit_window(run, 0, Span(0, 10), [said("premier")])
    assert not library.commit_window(run, 0, Span(0, 12), [said("second")])
    assert not library.commit_window(run, 1, Span(12, 20), [])
    assert library.commit_window(run, 1, Span(10, 20), [])
    library.finish(run, MADE)
    assert not library.commit_window(run, 2, Span(20, 30), [])


@pytest.mark.parametrize("other", [
    TranscriptKey("pl1:abd", KEY.engine, KEY.weights, KEY.parameters),
    TranscriptKey(KEY.fingerprint, "pocketsphinx", KEY.weights, KEY.parameters),
    TranscriptKey(KEY.fingerprint, KEY.engine, "xxh128:2", KEY.parameters),
    TranscriptKey(KEY.fingerprint, KEY.engine, KEY.weights, (("beam_size", "1"),)),
    TranscriptKey(KEY.fingerprint, KEY.engine, KEY.weights, KEY.parameters, stream=1),
    TranscriptKey(KEY.fingerprint, KEY.engine, KEY.weights, KEY.parameters, channels="0"),
])  # fmt: skip
def test_every_part_of_the_key_counts(library: Library, other: TranscriptKey) -> None:
    finished(library, KEY, "oui")
    assert library.transcript(other) is None


def test_the_order_of_parameters_does_not_count(library: Library) -> None:
    finished(library, KEY, "oui")
    assert library.transcript(TranscriptKey(KEY.fingerprint, KEY.engine, KEY.weights, KEY.parameters[::-1])) is not None


def test_reviewed_is_preferred_to_imported_to_machine_to_rough_and_newest_first(library: Library) -> None:
    def key(name: str, stream: int = 0) -> TranscriptKey:
        return TranscriptKey("pl1:abc", name, "", (), stream)

    finished(library, key("rough"), "rough", rank=ROUGH)
    assert library.preferred("pl1:abc").segments[0].text == "rough"  # type: ignore[union-attr]
    reviewed = Provenance("transcript", "imported", "b.srt", "", reviewed="A. Tremblay, 2026-11-02")
    imported = Provenance("transcript", "imported", "a.srt", "")
    finished(library, key("r"), "reviewed", reviewed)
    finished(library, key("i"), "imported", imported)
    finished(library, key("m1"), "machine 1")
    finished(library, key("m2", stream=1), "machine 2")
    finished(library, key("rough2"), "rough 2", rank=ROUGH)
    library.open_run(key("running"))
    order = [transcript.segments[0].text for transcript in library.transcripts("pl1:abc")]
    assert order == ["reviewed", "imported", "machine 2", "machine 1", "rough 2", "rough"]
    assert library.preferred("pl1:abc", stream=1).segments[0].text == "machine 2"  # type: ignore[union-attr]
    assert library.preferred("pl1:xyz") is None
    assert [made.origin for made in library.ledger()] == [
        "machine",
        "imported",
        "imported",
        "machine",
        "machine",
        "machine",
    ]


def test_the_environment_names_the_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "ailleurs" / "l.sqlite"))
    with Library() as library:
        assert library.path == tmp_path / "ailleurs" / "l.sqlite"
    monkeypatch.delenv("PICTURELOCK_LIBRARY")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    with Library() as library:
        assert library.path.is_relative_to(tmp_path) and library.path.name == "library.sqlite"


@pytest.mark.parametrize(
    "content", [b"SQLite format 3\0" + b"\xff" * 5000, b"hello", b"\0" * 4096, b"\x1a\x45\xdf\xa3" * 2000]
)
def test_a_file_that_is_no_library_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "film.mkv"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"film\.mkv") as raised:
        Library(file)
    assert "Move the file away" in raised.value.hint
    assert file.read_bytes() == content


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    (tmp_path / "new.sqlite").touch()
    Library(tmp_path / "new.sqlite").close()


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE notes (text)")
    other.close()
    before = file.read_bytes()
    with pytest.raises(InputError, match="another program's database"):
        Library(file)
    assert file.read_bytes() == before


def test_damage_inside_is_one_sentence(library: Library) -> None:
    for number in range(300):
        finished(library, TranscriptKey(f"pl1:{number}", "e", "w"), "mot " * 50)
    library.close()
    data = bytearray(library.path.read_bytes())
    for at in range(4096, len(data), 7):
        data[at] = 0xA5
    library.path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"), Library(library.path) as broken:
        for number in range(300):
            broken.transcripts(f"pl1:{number}")
            broken.open_run(TranscriptKey(f"pl1:{number}", "e", "w"))
        broken.ledger()


@pytest.mark.parametrize("column, table", [("segments", "stretch"), ("dropped", "stretch"), ("provenance", "run")])
@pytest.mark.parametrize("text", ["{", "[[1]]", "[[1, 2, 3]]", "null", "{}"])
def test_an_entry_that_is_not_ours_is_one_sentence(library: Library, table: str, column: str, text: str) -> None:
    finished(library, KEY, "oui")
    library.close()
    with sqlite3.connect(library.path) as raw:
        raw.execute(f"UPDATE {table} SET {column} = ?", (text,))
    raw.close()
    with Library(library.path) as broken, pytest.raises(InputError, match="damaged"):
        broken.transcript(KEY)
        broken.dropped(KEY)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        Library(tmp_path)


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be made"):
        Library(tmp_path / "file" / "l.sqlite")


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="not proven: may write everywhere")
def test_a_read_only_library_is_an_output_error(library: Library) -> None:
    library.close()
    library.path.chmod(0o444)
    library.path.parent.chmod(0o555)
    try:
        with pytest.raises(OutputError, match=r"cannot be used"), Library(library.path) as closed:
            closed.open_run(KEY)
    finally:
        library.path.parent.chmod(0o755)


def test_a_library_that_another_program_holds_is_waited_for_then_named(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("picturelock.library.store.BUSY_S", 0.2)
    with sqlite3.connect(library.path, isolation_level=None) as other, Library(library.path) as second:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutputError, match="in use"):
            second.open_run(KEY)
        other.execute("ROLLBACK")
        second.open_run(KEY)
    other.close()


def test_a_disk_that_cannot_be_shared_is_refused(tmp_path: Path) -> None:
    class Odd(Library):
        @property
        def _db(self) -> sqlite3.Connection:
            return super()._db

    # An in-memory database is the one place where SQLite declines the write-ahead log everywhere.
    odd = Odd.__new__(Odd)
    odd.path, odd._connection = tmp_path / "l", sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(SetupError, match="journal mode memory"):
        odd._use_wal()
    odd.close()
