"""The whole way of a word: an .otio file, media found on disk, a transcript, and record times computed by hand, in frames."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from picturelock.cut import Cut
from picturelock.cutmap import CutMap, audible
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.spoken import spoken
from picturelock.timeline.locate import locate
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
HOUR = 90_000
"""The file's first frame is 01:00:00:00."""
MADE = Provenance("transcript", "machine", "test", "1")


def frames(span: Span) -> tuple[int, int]:
    """A span in frames, which it must hit exactly."""
    assert span.start % RATE.frame == span.end % RATE.frame == 0
    return RATE.floor(span.start), RATE.floor(span.end)


def words(*said: tuple[str, int, int]) -> tuple[Word, ...]:
    """Words in the file's own time, in frames."""
    return tuple(Word(text, Span(RATE.time_of(start), RATE.time_of(end))) for text, start, end in said)


@pytest.fixture
def cut(
    write: Callable[..., Path], make: SimpleNamespace, movie: Callable[..., Path], tmp_path: Path
) -> tuple[Cut, str]:
    """The cut below, its take found on disk, and the take's key. All numbers are frames at 25; source ones are the file's own.

    V1:1  double speed      record  25..75   shows 100..200              record = 25 + (file - 100) / 2
    V1:2  in reverse        record  75..125  shows 300..350              record = 75 + (350 - file)
    V1:3  a nest, twice as fast, its own frames 20..100 in record 125..165     record = 125 + (nest - 20) / 2
          in it, after 10 frames of gap, half speed: nest 10..110 shows 400..450   nest = 10 + (file - 400) * 2
          together                                                       record = 125 + (10 + 2 * (file - 400) - 20) / 2
                                                                                = file - 280
    V1:4  a nest in reverse, its frames 0..40 in record 165..205         record = 165 + (40 - nest)
          in it a nest, its frames 5..45, so that outer = inner - 5
          in that a clip in reverse: inner 0..50 shows 500..550          inner = 550 - file
          together                                                       record = 165 + 40 - (550 - file - 5) = file - 340
    """
    shutil.copyfile(movie("01:00:00:00", seconds=24), tmp_path / "take.mov")
    take = make.media("take.mov", make.span(HOUR, 600, 25))

    def clip(name: str, start: int, duration: int, speed: float) -> dict[str, object]:
        shown: dict[str, object] = make.clip(
            name, make.span(HOUR + start, duration, 25), take, effects=[make.warp(speed)]
        )
        return shown

    half = make.track(make.gap(10, 25), clip("half", 400, 100, 0.5))
    fast_nest = make.stack(half, source_range=make.span(20, 40, 25), effects=[make.warp(2)])
    deep = make.stack(make.track(clip("deep", 500, 50, -1)), source_range=make.span(5, 40, 25))
    back_nest = make.stack(make.track(deep), source_range=make.span(0, 40, 25), effects=[make.warp(-1)])
    picture = make.track(make.gap(25, 25), clip("fast", 100, 50, 2), clip("back", 300, 50, -1), fast_nest, back_nest)
    read, findings = read_cut(write(make.timeline(picture, start=make.time(HOUR, 25))))
    located, _, more = locate(read, [])
    assert (findings, more) == ((), ())
    return located, located.shots[0].source.key


def test_words_are_heard_at_the_frame_computed_by_hand(cut: tuple[Cut, str]) -> None:
    film, take = cut
    said = words(
        ("before", 60, 80),  # not in the cut
        ("fast", 120, 140),  # 25 + 20/2 = 35, 25 + 40/2 = 45
        ("yes", 150, 150),  # no length: 25 + 50/2 = 50
        ("now", 150, 150),  # at the same moment, and after it
        ("no", 160, 160),  # the same twice at one moment, 25 + 60/2 = 55: both count
        ("no", 160, 160),
        ("clipped", 190, 204),  # its middle, 197, is in; 25 + 90/2 = 70, to the clip's end, 75
        ("back", 310, 320),  # in reverse: not words
        ("edge", 402, 410),  # 402 is nest 14, before its frame 20 (file 405): 405 - 280 = 125, 410 - 280 = 130
        ("half", 420, 432),  # 420 - 280 = 140, 432 - 280 = 152
        ("late", 446, 450),  # nest 102..110: after its frame 100
        ("deep", 510, 522),  # reversed twice, so forwards: 510 - 340 = 170, 522 - 340 = 182
        ("last", 540, 545),  # 200, 205
    )
    transcript = Transcript(take, (Segment(said, "en"),), MADE, language="en")
    heard, findings = spoken(film, {take: transcript})
    assert [(word.text, word.shot, frames(word.span)) for word in heard] == [
        ("fast", "V1:1", (35, 45)),
        ("yes", "V1:1", (50, 50)),
        ("now", "V1:1", (50, 50)),
        ("no", "V1:1", (55, 55)),
        ("no", "V1:1", (55, 55)),
        ("clipped", "V1:1", (70, 75)),
        ("edge", "V1/3.V1:1", (125, 130)),
        ("half", "V1/3.V1:1", (140, 152)),
        ("deep", "V1/4.V1/1.V1:1", (170, 182)),
        ("last", "V1/4.V1/1.V1:1", (200, 205)),
    ]
    assert [(f.rule, f.place.shot, f.evidence["words"]) for f in findings] == [("captions.reverse-speech", "V1:2", 1)]


def test_the_reverse_clip_maps_backwards(cut: tuple[Cut, str]) -> None:
    film, take = cut
    # Nobody's words, but their place is known: 75 + (350 - 320) = 105, 75 + (350 - 310) = 115.
    found = list(CutMap.of_shots(audible(film)).map_words(take, words(("back", 310, 320))))
    assert [(one.piece.shot, one.piece.reverse, frames(one.word.span)) for one in found] == [("V1:2", True, (105, 115))]
