"""Every public TTML sample: no crash, and at every moment the text that ttconv, an independent reader, finds there."""

from __future__ import annotations

import logging
import xml.etree.ElementTree as et
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from picturelock.cues import Captions
from picturelock.errors import InputError
from picturelock.formats.files import read_captions
from picturelock.formats.ttml.imsc import IMSC
from picturelock.times import from_seconds

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "captions"
FOLDERS = ("imsc-tests", "imscHRM", "ttconv-samples", "tt-edit-list-scf")
PICTURES = {"aspectRatio3.ttml", "displayAspectRatio003.ttml", "image001.ttml"}
OTHERWISE = {
    "Animation003.ttml": "an animation shows it",
    "DocumentExample825.ttml": "an animation shows it",
    "MediaParTiming002.ttml": "an animation shows it",
    "MediaSeqTiming007.ttml": "an animation shows it",
    "region-timing.ttml": "its regions have times",
    "Visibility003.ttml": "ttconv counts text that tts:visibility hides",
}
"""Where the two differ, and why; each of these is a finding."""


def files() -> list[Path]:
    found = [
        file for name in FOLDERS for file in sorted((SAMPLES / name).rglob("*")) if file.suffix in (".ttml", ".xml")
    ]
    if not found:
        pytest.skip("not proven: the public TTML samples are not on this machine")
    return found


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def shown(element: Any) -> str:
    from ttconv.model import Rp, Rt, Rtc, Text

    if isinstance(element, Text):
        return str(element.get_text())
    return "" if isinstance(element, (Rp, Rt, Rtc)) else "".join(map(shown, element))


def test_at_every_moment_the_text_is_what_ttconv_finds(caplog: pytest.LogCaptureFixture) -> None:
    from ttconv.imsc import reader
    from ttconv.isd import ISD

    caplog.set_level(logging.CRITICAL)
    logging.getLogger("ttconv").setLevel(logging.CRITICAL)
    compared, differ = 0, set()
    for file in files():
        if file.name in PICTURES or "test_editlists" in file.parts:
            with pytest.raises(InputError):
                read_captions(file)
            continue
        captions, findings = read_captions(file)
        assert captions.cues or file.name in OTHERWISE or any(found.rule == "captions.no-cues" for found in findings)
        endless = any(found.rule == "captions.endless" for found in findings)
        last = max((cue.span.end for cue in captions.cues), default=0)
        for time, isd in ISD.generate_isd_sequence(reader.to_model(et.parse(file))):
            now = from_seconds(time)
            if endless and now >= last:
                break
            theirs = letters("".join(shown(region) for region in isd.iter_regions()))
            ours = letters("".join(cue.text for cue in captions.cues if cue.span.contains(now)))
            compared += 1
            if ours != theirs:
                differ.add(file.name)
    assert differ <= set(OTHERWISE), differ - set(OTHERWISE)
    assert compared > 500


def test_every_sample_comes_back_from_our_own_writer() -> None:
    for file in files():
        try:
            captions, _ = read_captions(file)
        except InputError:
            continue
        text, losses = IMSC.write(captions)
        again, findings = IMSC.read(text, file)
        assert [cue.text for cue in again.cues] == [cue.text for cue in captions.cues], file
        assert [(cue.placement, cue.align, cue.speaker) for cue in again.cues] == [
            (cue.placement, cue.align, cue.speaker) for cue in captions.cues
        ], file
        assert spans(again) == spans(captions), file
        assert {found.rule for found in findings} <= {"captions.order", "captions.no-cues", "captions.not-kept"}, file
        assert {found.evidence["what"] for found in losses} <= {"regions", "positions", "caption-names"}, (file, losses)


def spans(captions: Captions) -> list[tuple[int, int]]:
    return [(cue.span.start, cue.span.end) for cue in captions.cues]
