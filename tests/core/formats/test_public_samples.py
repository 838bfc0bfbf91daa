"""Every public caption sample is read: no crash, every finding in words, and nothing lost in silence by writing it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from picturelock import registry, wording
from picturelock.errors import InputError
from picturelock.formats.base import ByteFormat
from picturelock.formats.files import format_of, read_captions

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "captions"
FILES = sorted(path for path in SAMPLES.rglob("*") if path.suffix[1:] in registry.SUFFIXES) if SAMPLES.is_dir() else []
NOT_FOR_US = {".txt", ".docx"}
KINDS = sorted({path.suffix for path in FILES} - NOT_FOR_US)


@pytest.mark.parametrize("suffix", KINDS or [""])
def test_every_public_sample_is_read_and_what_is_wrong_is_in_words(suffix: str) -> None:
    if not suffix:
        pytest.skip("not proven: the public caption samples are not on this machine")
    read = 0
    for file in (path for path in FILES if path.suffix == suffix):
        try:
            captions, findings = read_captions(file)
        except InputError as error:
            assert str(file) in str(error) and len(str(error)) < 600
            continue
        read += 1
        for finding in findings:
            for language in wording.LANGUAGES:
                assert "{" not in wording.message(finding, language).replace(str(finding.evidence.get("quote", "")), "")
            if finding.rule == "captions.lost":
                what = str(finding.evidence["what"]).partition(": ")[0]
                assert what in wording.table("en", "captions")["losses"], (file, what)
        starts = [cue.span.start for cue in captions.cues]
        assert starts == sorted(starts), file
        caption_format = format_of(file)
        if "write" not in caption_format.directions or (captions.rate is None and suffix == ".scc"):
            continue
        if isinstance(caption_format, ByteFormat):
            again = caption_format.read_bytes(caption_format.write_bytes(captions)[0], file)[0]
        else:
            again = caption_format.read(caption_format.write(captions)[0], file)[0]
        assert (
            "".join(cue.text for cue in again.cues).split() or not "".join(cue.text for cue in captions.cues).split()
        ), file
    assert read
