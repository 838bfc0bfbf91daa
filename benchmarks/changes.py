"""Change lists of 1,000, 10,000 and 100,000 clips, in CPU time, with what was found against what was done.

    python benchmarks/changes.py [--clips 1000 10000 100000] [--edits 0.2] [--svg docs/images/changes-cost.svg]

An old cut of clips from rushes of 400 files, under music, is changed by inserts, deletes, trims, splits and moves: one for
every five clips. Both cuts are compared as they are, whole; times are CPU seconds of this process, the fastest of three,
without reading files, and with the collector of garbage as any program has it. 10,000 clips against 10,000 are compared in
four ways more: all pushed along, all at another place, all slipped, and all replaced. Then come the cases that are hard for
such a search: one stretch used again and again, one file used at random, and two cuts with nothing in common. `--svg` draws
the figures as a chart.
"""

from __future__ import annotations

import argparse
import math
import platform
import random
import sys
from collections.abc import Sequence
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


def wholly_changed(count: int, chance: random.Random) -> dict[str, tuple[list[Clip], list[Clip]]]:
    """Cuts of which every clip changed."""
    single = clips_of(count, chance)
    return {
        "one inserted, all pushed along": (single, [("x", 0, 30), *single]),
        "all at another place": (single, chance.sample(single, count)),
        "all slipped by 3 frames": (single, [(name, first + 3, length) for name, first, length in single]),
        "all replaced": (single, [(f"n{name}", first, length) for name, first, length in single]),
    }


def svg(rows: Sequence[tuple[str, float]], machine: str) -> str:
    """A bar for each figure, in seconds on a logarithmic scale."""
    low, high = math.floor(math.log10(min(one for _, one in rows))), math.ceil(math.log10(max(one for _, one in rows)))
    left, wide, step, top = 270, 400, 26, 50
    foot = top + step * len(rows)

    def across(seconds: float) -> float:
        return left + wide * (math.log10(seconds) - low) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {foot + 50}" font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        '<text x="12" y="24" font-size="15" font-weight="bold">Comparing two cuts: CPU seconds (logarithmic)</text>',
    ]
    for power in range(low, high + 1):
        x = across(10.0**power)
        parts.append(f'<line x1="{x:.1f}" y1="{top - 8}" x2="{x:.1f}" y2="{foot}" stroke="#ccc"/>')
        parts.append(f'<text x="{x:.1f}" y="{foot + 18}" text-anchor="middle" fill="#555">{10.0**power:g} s</text>')
    for number, (name, seconds) in enumerate(rows):
        y = top + step * number
        parts.append(f'<text x="{left - 10}" y="{y + 13}" text-anchor="end">{name}</text>')
        parts.append(f'<rect x="{left}" y="{y}" width="{across(seconds) - left:.1f}" height="18" fill="#3b7dd8"/>')
        parts.append(f'<text x="{across(seconds) + 6:.1f}" y="{y + 13}" fill="#222">{seconds:.2f} s</text>')
    parts += [f'<text x="12" y="{foot + 40}" fill="#777" font-size="11">{machine}</text>', "</svg>", ""]
    return "\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--edits", type=float, default=0.2)
    parser.add_argument("--svg", type=Path)
    args = parser.parse_args()
    chance = random.Random(5)
    machine = f"Python {platform.python_version()}, {platform.machine()}"
    print(f"{machine}\n")
    rows = []
    for count in args.clips:
        old = clips_of(count, chance)
        found, seconds = timed(old, edited(old, round(count * args.edits), chance))
        rows.append((count, seconds))
        print(f"{count:>8} clips: " + ", ".join(f"{number} {kind}" for kind, number in found.counts.items()))
    print()
    chart(rows)
    bars = [(f"{count:,} clips, {args.edits:.0%} edited", seconds) for count, seconds in rows]
    print("\n10,000 clips:")
    for name, (old, new) in wholly_changed(10_000, chance).items():
        found, seconds = timed(old, new)
        bars.append((f"10,000: {name}", seconds))
        print(f"  {seconds:6.2f} s  {name}: {', '.join(f'{number} {kind}' for kind, number in found.counts.items())}")
    count = min(2000, max(args.clips))
    print(f"\nHard cases, {count} clips:")
    for name, (old, new) in hard(count, chance).items():
        found, seconds = timed(old, new)
        print(f"  {seconds:6.2f} s  {name}: {', '.join(f'{number} {kind}' for kind, number in found.counts.items())}")
    if args.svg:
        args.svg.write_text(svg(bars, f"{machine}; least of three runs, files not read"), encoding="utf-8")
        print(f"\n{args.svg}")


if __name__ == "__main__":
    main()
