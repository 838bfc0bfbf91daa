"""Relinking to a tree of 100,000 files: the first run, the second with its index, against os.walk and `find` in the same run.

    python benchmarks/relink.py [--files 100000] [--per-folder 100] [--sources 500]

The tree holds empty files named as cameras name them, and a real sound file for each source of the cut. Wall seconds, the
fastest of three where a run can be repeated; the tree's folders are in the system's cache throughout, which favours the
walks. The index is first written, then used; the second run opens no file that it knows. Ratios are to os.walk.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))

from picturelock.conform.relink import facts  # noqa: E402
from picturelock.conform.relink.index import MediaIndex  # noqa: E402
from picturelock.conform.relink.model import Relinked  # noqa: E402
from picturelock.conform.relink.relink import relink  # noqa: E402
from picturelock.cut import Cut, Shot, Source  # noqa: E402
from picturelock.timeline.search import Index  # noqa: E402
from picturelock.times import FrameRate, Span  # noqa: E402

T = TypeVar("T")
FPS = FrameRate(25)


def fastest(work: Callable[[], T], times: int = 3) -> tuple[T, float]:
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - began)
    return result, min(seconds)


def plant(root: Path, files: int, per_folder: int, sources: int) -> None:
    """The tree, an hour old: folders that changed just now are listed again in any case."""
    step = files // sources
    for number in range(files):
        card, clip = divmod(number, per_folder)
        folder = root / f"day{card % 20:02}" / f"A{card:04}"
        if clip == 0:
            folder.mkdir(parents=True, exist_ok=True)
        name = f"A{card:04}C{clip:03}_240101_R1AB"
        if number % step:
            (folder / f"{name}.mov").touch()
        else:
            with wave.open(str(folder / f"{name}.wav"), "wb") as sound:
                sound.setparams((1, 2, 8000, 0, "NONE", ""))
                sound.writeframes(number.to_bytes(4, "big") * 8000)
    then = time.time_ns() - 3_600_000_000_000 | 1
    for folder, _, _ in os.walk(root):
        os.utime(folder, ns=(then, then))


def cut_of(files: int, per_folder: int, sources: int) -> Cut:
    shots = []
    for number in range(sources):
        card, clip = divmod(number * (files // sources), per_folder)
        source = Source(f"A{card:04}C{clip:03}_240101_R1AB.wav", reel=f"A{card:04}")
        record = Span(FPS.time_of(10 * number), FPS.time_of(10 * number + 10))
        shots.append(Shot(f"A1:{number}", "A1", "audio", source.name, source, Span(0, FPS.time_of(10)), record))
    return Cut("cut", FPS, tuple(shots))


def walked(root: Path) -> int:
    return sum(len(files) for _, _, files in os.walk(root))


def found(root: Path) -> int:
    listed = subprocess.run(["find", str(root), "-type", "f"], check=True, capture_output=True).stdout
    return listed.count(b"\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--per-folder", type=int, default=100)
    parser.add_argument("--sources", type=int, default=500)
    args = parser.parse_args()
    facts.YOUNG_NS = -1  # an inode cannot be made an hour old
    place = Path(tempfile.mkdtemp())
    try:
        report(place, args)
    finally:
        shutil.rmtree(place)
    return 0


def report(place: Path, args: argparse.Namespace) -> None:
    root, file = place / "media", place / "index.json"
    plant(root, args.files, args.per_folder, args.sources)
    cut = cut_of(args.files, args.per_folder, args.sources)
    count, base = fastest(lambda: walked(root))
    rows = [("os.walk", base)]
    if shutil.which("find"):
        rows.append(("find -type f", fastest(lambda: found(root))[1]))
    rows.append(("names, sorted and looked up, without an index", fastest(lambda: Index([root]).named("x"))[1]))

    def run() -> tuple[Relinked, MediaIndex]:
        index = MediaIndex([root], file)
        return relink(cut, [root], index), index

    (first, index), seconds = fastest(run, 1)
    rows.append((f"relink, first run ({index.facts.probed} files read)", seconds))
    (second, index), seconds = fastest(run)
    rows.append(
        (f"relink, second run ({index.facts.probed} files read, {index.trees[0].listed} folders listed)", seconds)
    )

    def tree() -> None:
        MediaIndex([root], file).walk()

    rows.append(("of that, index read and folders looked at", fastest(tree)[1]))
    assert first.counts == second.counts == {"linked": args.sources}, (first.counts, second.counts)
    print(
        f"{count} files in {args.files // args.per_folder} folders, {args.sources} sources; index {file.stat().st_size:,} B"
    )
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors\n")
    for name, seconds in rows:
        print(f"{seconds:8.3f} s  {seconds / base:6.2f} x  {name}")


if __name__ == "__main__":
    raise SystemExit(main())
