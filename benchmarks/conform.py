"""Carrying captions to a new cut, against reading the same captions with pysrt, and against a count frame by frame.

    python benchmarks/conform.py [--events 2000] [--edits 1000]

An old cut of a clip for every edit, all from rushes of 200 files, over music that runs through, is changed by inserts,
deletes, trims, splits and moves, and captions that lie end to end over it are carried. Every caption's place is then
counted again, one frame at a time, from the clips alone; the benchmark stops where the two differ. Times are CPU seconds
of this process, the fastest of three.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))

import pysrt  # noqa: E402
from picturelock.conform.events import Conformed, conform  # noqa: E402
from picturelock.conform.runs import SLIVER  # noqa: E402
from picturelock.cues import Captions, Cue, plain  # noqa: E402
from picturelock.cut import Cut, Shot, Source  # noqa: E402
from picturelock.formats.srt import SRT  # noqa: E402
from picturelock.times import FrameRate, Span  # noqa: E402

T = TypeVar("T")
Clip = tuple[str, int, int]
"""Source, first frame, frames."""
FPS = FrameRate(25)


def fastest(work: Callable[[], T], times: int = 3) -> tuple[T, float]:
    seconds = []
    for _ in range(times):
        began = process_time()
        result = work()
        seconds.append(process_time() - began)
    return result, min(seconds)


def cut_of(clips: list[Clip]) -> Cut:
    shots, at = [], 0
    for number, (name, first, count) in enumerate(clips):
        shown = Span(FPS.time_of(first), FPS.time_of(first + count))
        record = Span(FPS.time_of(at), FPS.time_of(at + count))
        shots.append(Shot(f"A1:{number}", "A1", "audio", name, Source(name, path=Path(name), start=0), shown, record))
        at += count
    music, whole = Source("music", path=Path("music"), start=0), Span(0, FPS.time_of(at))
    bed = Shot("A2:0", "A2", "audio", "music", music, whole, whole)
    return Cut("cut", FPS, (bed, *shots), duration=whole.end)


def edited(clips: list[Clip], edits: int, chance: random.Random) -> list[Clip]:
    """No source frame is used twice, so that there is one right answer."""
    clips = list(clips)
    for number in range(edits):
        at = chance.randrange(len(clips))
        name, first, count = clips[at]
        by = chance.randint(1, max(1, count - 1))
        kind = chance.choice(("insert", "delete", "head", "tail", "split", "move"))
        if kind == "insert":
            clips.insert(at, (f"insert{number}", 0, chance.randint(1, 60)))
        elif kind == "move":
            clips.insert(chance.randrange(len(clips)), clips.pop(at))
        elif kind == "delete" and len(clips) > 2:
            del clips[at]
        elif count > 1:
            head, tail = (name, first, by), (name, first + by, count - by)
            clips[at : at + 1] = {"head": [tail], "tail": [head]}.get(kind, [head, tail])
    return clips


def counted(events: list[tuple[int, int]], old: list[Clip], new: list[Clip]) -> list[list[tuple[int, int]]]:
    """Where the frames of every caption went, one at a time."""
    before = [(name, first + at) for name, first, count in old for at in range(count)]
    frames = [(name, first + at) for name, first, count in new for at in range(count)]
    after = {frame: index for index, frame in enumerate(frames)}
    found = []
    for start, end in events:
        runs: list[list[int]] = []  # first old frame, first new frame, frames
        for frame in range(start, end):
            to = after.get(before[frame])
            if to is None:
                continue
            same = (run for run in reversed(runs) if to - frame == run[1] - run[0])
            run = next((run for run in same if (frame - run[0] - run[2]) * FPS.frame < SLIVER), None)
            if run is None:
                runs.append([frame, to, 1])
            else:
                run[2] = frame + 1 - run[0]
        long = [run for run in runs if run[2] * FPS.frame >= SLIVER or 3 * run[2] >= end - start]
        long = long or sorted(runs, key=lambda run: -run[2])[:1]
        found.append(sorted((to, to + count) for _, to, count in long))
    return found


def places(done: Conformed) -> list[list[tuple[int, int]]]:
    return [[(FPS.nearest(cue.span.start), FPS.nearest(cue.span.end)) for cue in event.cues] for event in done.events]


def run(count: int, edits: int) -> tuple[float, float, int]:
    """CPU seconds of carrying and of pysrt's reading, and captions written."""
    chance = random.Random(13)
    old = [(f"take{number % 200}", 200 * number, chance.randint(20, 120)) for number in range(edits)]
    new = edited(old, edits, chance)
    step = sum(frames for _, _, frames in old) // count
    events = [(number * step, (number + 1) * step - 2) for number in range(count)]
    spans = (Span(FPS.time_of(start), FPS.time_of(end)) for start, end in events)
    captions = Captions(tuple(Cue(span, plain("A caption of two\nlines."), str(n)) for n, span in enumerate(spans, 1)))
    before, after = cut_of(old), cut_of(new)
    done, ours = fastest(lambda: conform(captions, before, after))
    if places(done) != counted(events, old, new):
        raise SystemExit("The frame by frame count differs: the benchmark proves nothing.")
    text, _ = SRT.write(captions)
    _, theirs = fastest(lambda: pysrt.from_string(text))
    return ours, theirs, len(done.captions.cues)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--edits", type=int, default=1000)
    args = parser.parse_args()
    print(f"Python {platform.python_version()}; every place agrees with the count frame by frame\n")
    print(f"{'captions':>9}{'edits':>8}{'carried':>9}{'CPU':>10}{'per caption':>13}{'pysrt reads':>13}{'ratio':>8}")
    for factor in (1, 5, 25):
        events, edits = args.events * factor, args.edits * factor
        ours, theirs, carried = run(events, edits)
        print(
            f"{events:>9}{edits:>8}{carried:>9}{ours:>8.2f} s{ours / events * 1e6:>10.0f} µs{theirs:>11.2f} s"
            f"{ours / theirs:>8.2f}"
        )


if __name__ == "__main__":
    main()
