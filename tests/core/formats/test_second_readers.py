"""What we write as SRT, WebVTT and ASS, read by programs that are not ours: ffmpeg, pysrt, webvtt-py and pysubs2."""

from __future__ import annotations

import re
from pathlib import Path

import pysrt
import pysubs2
import pytest
import webvtt
from picturelock import registry
from picturelock.cues import Captions, Cue, Placement, Run
from picturelock.formats.files import write_captions
from picturelock.formats.srt import SRT
from picturelock.formats.vtt.format import WEBVTT
from picturelock.media import ffmpeg
from picturelock.times import FrameRate, Span, to_ms

PAL = FrameRate(25)
SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "captions"


def cue(number: int, *lines: tuple[Run, ...], placement: Placement | None = None) -> Cue:
    return Cue(Span(PAL.time_of(50 * number), PAL.time_of(50 * number + 40)), lines, str(number), placement=placement)


CAPTIONS = Captions(
    (
        cue(1, (Run("L’œuvre, "), Run("déjà", italic=True), Run(" là…"))),
        cue(2, (Run("« Où ? »"),), (Run("— Ça, là-bas", color="#ffff00"), Run(" !"))),
        cue(3, (Run("HAUT", bold=True),), placement=Placement(edge="top")),
    ),
    "fr",
    rate=PAL,
)
TEXTS = [cue.text for cue in CAPTIONS.cues]


@pytest.mark.parametrize("ending", ["srt", "vtt", "ass", "ssa"])
def test_ffmpeg_reads_what_we_write(tmp_path: Path, ending: str) -> None:
    file, target = tmp_path / f"film.{ending}", tmp_path / "seen.srt"
    assert write_captions(CAPTIONS, file) == ()
    demuxer = {"vtt": "webvtt", "ssa": "ass"}.get(ending, ending)
    source = ffmpeg.source(file, formats=(demuxer,))
    ffmpeg.run(ffmpeg.write(source, target, format="srt"), time_limit_s=60)
    seen = pysrt.open(target, encoding="utf-8")
    plain = [re.sub(r"<[^>]*>|\{[^}]*\}", "", item.text).replace("\\h", "\u00a0") for item in seen]
    assert plain == TEXTS
    assert [(item.start.ordinal, item.end.ordinal) for item in seen] == [
        (to_ms(cue.span.start), to_ms(cue.span.end)) for cue in CAPTIONS.cues
    ]


def test_the_libraries_behind_each_format_read_what_we_write() -> None:
    text, _ = SRT.write(CAPTIONS)
    assert "".join(str(item) + "\n" for item in pysrt.from_string(text)) == text
    found = webvtt.WebVTT.from_string(WEBVTT.write(CAPTIONS)[0]).captions
    assert [re.sub(r"<[^>]*>", "", cue.text) for cue in found] == TEXTS
    assert str(found[2].settings) == "line:0"
    ass = registry.load(registry.FORMATS["ass"]).write(CAPTIONS)[0]
    events = pysubs2.SSAFile.from_string(ass).events
    assert [event.plaintext for event in events] == TEXTS


def test_webvtt_py_finds_the_cues_that_we_find_in_the_public_samples() -> None:
    files = sorted(SAMPLES.rglob("*.vtt"))
    if not files:
        pytest.skip("not proven: the public caption samples are not on this machine")
    compared = 0  # timings-60.vtt has times such as 00:60.000, which we read and note, and webvtt-py drops
    for file in files:
        text = file.read_text(encoding="utf-8-sig", errors="replace").replace("\0", "")
        if file.name == "timings-60.vtt" or not re.match(r"WEBVTT(?:[ \t\r\n]|\Z)", text):
            continue
        ours = WEBVTT.read(text, file)[0].cues
        theirs = sorted(webvtt.WebVTT.from_string(text).captions, key=lambda cue: cue.start_time.in_milliseconds())
        assert [to_ms(cue.span.start) for cue in ours] == [cue.start_time.in_milliseconds() for cue in theirs], file
        assert [cue.id for cue in ours] == [cue.identifier or "" for cue in theirs], file
        compared += len(ours)
    assert compared > 50
