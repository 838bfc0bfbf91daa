"""Captions brought back in step, against known truth, beside ffsubsync on the same input.

    python benchmarks/align.py [--ffsubsync PATH] [--captions 400]

A programme is made word by word with captions set as people set them (120 ms of habit), then it or its captions are damaged.
The transcript has 20 % of its words wrong, and starts that are off by 50 ms. Told are the median and the 95th percentile of
how far the captions' starts lie from where they belong, in ms; captions whose speech was cut out count for neither.

ffsubsync compares when somebody speaks with when captions stand; it is given the same word times as a file of captions, which
it takes as its reference, and knows nothing of the words. Install it in an environment of its own and name its program; it is
left out where there is none. It looks for one offset and one speed for the whole file, and does not claim more.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "core"), str(ROOT / "benchmarks")]

from align_data import (  # noqa: E402
    World,
    as_captions,
    as_words,
    inserted,
    misheard,
    programme,
    removed,
    reworded,
    timed,
)
from picturelock.cues import Captions, Cue, plain  # noqa: E402
from picturelock.formats.srt import SRT  # noqa: E402
from picturelock.subtitling.align.captions import align  # noqa: E402
from picturelock.times import FrameRate, Span, from_ms, to_seconds  # noqa: E402

SPEECH_GAP = from_ms(300)
RATE = FrameRate(25)
ADVERT = [
    "buy",
    "two",
    "of",
    "these",
    "today",
    "and",
    "get",
    "the",
    "third",
    "one",
    "for",
    "nothing",
    "while",
    "stocks",
    "last",
] * 5


def damages(world: World) -> Iterator[tuple[str, World]]:
    """Every kind of damage, by its name."""
    middle = world.words[len(world.words) // 2][1]
    yield "in step", world
    yield "37 frames late", timed(world, lambda time: time + 1.48)
    yield "25 fps against 24", timed(world, lambda time: time * 24 / 25)
    yield "25 fps against 23.976", timed(world, lambda time: time * 0.95904 + 2)
    yield "24 fps against 23.976", timed(world, lambda time: time / 1.001)
    yield "1.23 % off", timed(world, lambda time: time * 1.0123)
    yield "20 s cut out", removed(world, middle, middle + 20)
    yield "8.2 s put in", inserted(world, middle, 8.2)
    three = inserted(inserted(world, middle / 2, 95, ADVERT), middle + 95, 120, ADVERT)
    yield "two ad breaks", three
    yield "ads, 25 against 24, late", timed(three, lambda time: time * 24 / 25 + 0.6)
    cut = removed(
        removed(removed(world, middle / 3, middle / 3 + 12), middle, middle + 20), middle * 1.5, middle * 1.5 + 9
    )
    yield "three cuts", cut
    yield "edited captions, late", timed(reworded(world, 30), lambda time: time + 1.48)


def measure(starts: Sequence[float | None], world: World) -> tuple[int, int]:
    """Median and 95th percentile of how far starts are off, in ms."""
    pairs = zip(starts, world.captions, strict=True)
    off = sorted(abs(start - one.truth) for start, one in pairs if start is not None and one.truth is not None)
    return round(1000 * off[len(off) // 2]), round(1000 * off[int(len(off) * 0.95)])


def ours(world: World) -> tuple[list[float | None], str, float]:
    words, captions = as_words(world), as_captions(world)
    began = process_time()
    done = align(captions, words, rate=RATE)
    seconds = process_time() - began
    starts = [to_seconds(event.after.start) if event.after else None for event in done.events]
    return starts, f"{done.found}, {len(done.pieces)}", seconds


def theirs(world: World, program: str, folder: Path) -> list[float | None]:
    reference, damaged, out = (folder / name for name in ("speech.srt", "damaged.srt", "out.srt"))
    reference.write_text(SRT.write(_speech(world))[0], encoding="utf-8")
    damaged.write_text(SRT.write(as_captions(world))[0], encoding="utf-8")
    command = [program, str(reference), "-i", str(damaged), "-o", str(out), "--max-offset-seconds", "600"]
    subprocess.run(command, check=True, capture_output=True)
    read, _ = SRT.read(out.read_text(encoding="utf-8"), out)
    written = iter(read.cues)
    starts: list[float | None] = []
    following = next(written, None)
    for one in world.captions:  # it leaves out captions that would begin before 0
        same = following is not None and following.text.split() == one.text.split()
        starts.append(to_seconds(following.span.start) if same and following else None)
        following = next(written, None) if same else following
    return starts


def _speech(world: World) -> Captions:
    """When somebody speaks, as captions: words closer than 0.3 s are one stretch."""
    spans: list[Span] = []
    for word in as_words(world):
        if spans and word.span.start - spans[-1].end < SPEECH_GAP:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, word.span.end))
        else:
            spans.append(word.span)
    return Captions(tuple(Cue(span, plain("speech"), str(number)) for number, span in enumerate(spans, start=1)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--ffsubsync", default=shutil.which("ffsubsync"), metavar="PATH")
    parser.add_argument("--captions", type=int, default=400)
    args = parser.parse_args()
    beside = args.ffsubsync or "not installed, left out"
    print(f"Python {platform.python_version()}; {args.captions} captions; ffsubsync: {beside}\n")
    print(f"{'damage':<26}{'found, pieces':<15}{'median':>8}{'95 %':>8}{'ffsubsync: median':>20}{'95 %':>9}")
    with TemporaryDirectory() as folder:
        for name, world in damages(programme(args.captions, 1)):
            heard = misheard(world, 20)
            starts, found, _ = ours(heard)
            line = "{:<26}{:<15}{:>8}{:>8}".format(name, found, *measure(starts, heard))
            if args.ffsubsync:
                line += "{:>20}{:>9}".format(*measure(theirs(heard, args.ffsubsync, Path(folder)), heard))
            print(line, flush=True)
    print(f"\n{'captions':>9}{'words':>8}{'CPU':>9}{'per caption':>13}")
    for count in (1000, 5000, 20000):
        world = misheard(timed(inserted(programme(count, 2), 600, 8), lambda time: time * 24 / 25), 20)
        _, _, seconds = ours(world)
        print(f"{count:>9}{len(world.words):>8}{seconds:>7.2f} s{seconds / count * 1e6:>10.0f} µs")


if __name__ == "__main__":
    main()
