"""How much longer `picturelock --help` takes than Python itself: `python benchmarks/startup.py`.

Whole processes, in turn, medians of 21 pairs. The limit is `python -c pass`: no command line can start faster than that.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

PAIRS = 21


def seconds(command: list[str]) -> float:
    """Wall time of one whole process."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> None:
    """Run both in turn and print medians and the ratio."""
    bare, ours = [sys.executable, "-c", "pass"], [sys.executable, "-m", "picturelock_cli", "--help"]
    pairs = [(seconds(bare), seconds(ours)) for _ in range(PAIRS + 1)][1:]  # the first pair warms the disk cache
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(y / x for x, y in pairs)
    print(f"python -c pass       {a * 1000:6.1f} ms")
    print(f"picturelock --help   {b * 1000:6.1f} ms")
    print(f"ratio                {ratio:6.1f}")


if __name__ == "__main__":
    main()
