"""Change lists of 1,000, 10,000 and 100,000 clips, in CPU time, with what was found against what was done.

    python benchmarks/changes.py [--clips 1000 10000 100000] [--edits 0.2]

An old cut of clips from rushes of 400 files, under music, is changed by inserts, deletes, trims, splits and moves: one for
every five clips. Both cuts are compared as they are, whole; times are CPU seconds of this process, the fastest of three,
without reading files. Then come the cases that are hard for such a search: one stretch used again and again, one file used
at random, and two cuts with nothing in common.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))
sys.path.insert(0, str(ROOT / "benchmarks"))

from conform import Clip, cut_of, edited  # noqa: E402
from picturelock.conform.changes.compare import compare  # noqa: E402
from picturelock.conform.changes.model import ChangeList  # noqa: E402

WIDTH = 50


def clips_of(count: int, chance: random.Random) -> list[Clip]:
    """No frame of a file is used twice."""
    return [(f"f{number % 400}", 200 * number, chance.randint(12, 120)) for number in range(count)]


def timed(old: list[Clip], new: list[Clip]) -> tuple[ChangeList, float]:
    a, b = cut_of(old), cut_of(new)
    seconds = []
    for _ in range(3):
        began = process_time()
        found = compare(a, b)
        seconds.append(process_time() - began)
    return found, min(seconds)


def chart(rows: list[tuple[int, float]]) -> None:
    """A bar for each size: microseconds for one clip, which stay alike where the cost is linear."""
    most = max(1e6 * seconds / count for count, seconds in rows)
    for count, seconds in rows:
        each = 1e6 * seconds / count
        print(f"{count:>8} clips  {seconds:7.2f} s  {each:5.0f} µs a clip  {'█' * round(WIDTH * each / most)}")


def hard(count: int, chance: random.Random) -> dict[str, tuple[list[Clip], list[Clip]]]:
    loop: list[Clip] = [("loop", 100, 50)] * count
    dense: list[Clip] = [("dense", chance.randrange(1000), 50) for _ in range(count)]
    other: list[Clip] = [(f"other{number}", 0, 50) for number in range(count)]
    single = clips_of(count, chance)
    shuffled = chance.sample(single, count)
    return {
        "one stretch again and again, one inserted": (loop, [*loop[: count // 2], ("x", 0, 30), *loop[count // 2 :]]),
        "one file at random, one removed": (dense, dense[1:]),
        "nothing in common": (dense, other),
        "every clip at another place": (single, shuffled),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--edits", type=float, default=0.2)
    args = parser.parse_args()
    chance = random.Random(5)
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    rows = []
    for count in args.clips:
        old = clips_of(count, chance)
        found, seconds = timed(old, edited(old, round(count * args.edits), chance))
        rows.append((count, seconds))
        print(f"{count:>8} clips: " + ", ".join(f"{number} {kind}" for kind, number in found.counts.items()))
    print()
    chart(rows)
    count = min(2000, max(args.clips))
    print(f"\nHard cases, {count} clips:")
    for name, (old, new) in hard(count, chance).items():
        found, seconds = timed(old, new)
        print(f"  {seconds:6.2f} s  {name}: {', '.join(f'{number} {kind}' for kind, number in found.counts.items())}")


if __name__ == "__main__":
    main()
