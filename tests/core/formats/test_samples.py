"""Public sample files: read, written and read again without a change; no crash on the faulty ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.errors import InputError
from picturelock.formats.files import format_of, read_captions

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "captions"
FOLDERS = ("own", "vtt-webvtt-py", "wpt-webvtt", "ttconv-samples")
NOT_CAPTIONS = {"invalid.vtt", "invalid_format2.srt", "bad-signature.vtt"}
NO_NUMBER = "invalid_format4.srt"  # its cue has a name, which SRT cannot write


def test_every_sample_survives_a_round_trip() -> None:
    found = [
        file for folder in FOLDERS for file in sorted((SAMPLES / folder).rglob("*")) if file.suffix in (".srt", ".vtt")
    ]
    if not found:
        pytest.skip("not proven: the public caption samples are not on this machine")
    for file in found:
        if file.name in NOT_CAPTIONS:
            with pytest.raises(InputError):
                read_captions(file)
            continue
        captions, _ = read_captions(file)
        text, losses = format_of(file).write(captions)
        again, _ = format_of(file).read(text, file)
        if file.name != NO_NUMBER:
            assert (again.cues, again.extras, dict(again.regions)) == (
                captions.cues,
                captions.extras,
                dict(captions.regions),
            ), file
            assert losses == (), file


def test_the_faulty_ones_say_what_is_wrong() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("not proven: the public caption samples are not on this machine")
    expected = {
        "own/enc_cp1252.srt": ["captions.encoding"],
        "vtt-webvtt-py/missing_timeframe.srt": ["captions.bad-block", "captions.index"],
        "vtt-webvtt-py/invalid_timeframe.vtt": ["captions.bad-block"],
        "vtt-webvtt-py/no_captions.vtt": ["captions.no-cues"],
        "own/tricky.vtt": [],
    }
    for name, rules in expected.items():
        assert [found.rule for found in read_captions(SAMPLES / name)[1]] == rules, name
