"""Hashing, copying, sealing and verifying a package, against xxh128 alone, ascmhl and bagit.

    python benchmarks/package.py [--megabytes 1000] [--folder DIR]

Files of random bytes: four large ones that share the megabytes, and 200 of 50 kB. All are in the system's memory before
anything is measured, except what a copy reads back: that comes from the disk. CPU and wall seconds are the best of three,
each as a ratio to reading the same bytes and hashing them with xxh128 and nothing else. ascmhl and bagit are run in this
process, as their command lines do their work.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))

import xxhash  # noqa: E402
from picturelock.delivery.copying import copy_verified  # noqa: E402
from picturelock.delivery.hashing import hash_file  # noqa: E402
from picturelock.delivery.paths import files_of  # noqa: E402
from picturelock.delivery.sealing import seal_folder  # noqa: E402
from picturelock.delivery.verify import verify  # noqa: E402

MADE = "2026-11-22T00:00:00+00:00"
SMALL, SMALL_BYTES = 200, 50_000
Times = tuple[float, float]


def make(folder: Path, megabytes: int) -> None:
    """The files."""
    block = random.Random(1).randbytes(1_000_000)
    (folder / "master").mkdir()
    for number in range(4):
        with (folder / "master" / f"{number}.mov").open("wb") as file:
            for index in range(megabytes // 4):
                file.write(index.to_bytes(4, "big") + block[4:])
    (folder / "stills").mkdir()
    for number in range(SMALL):
        (folder / "stills" / f"{number:03}.png").write_bytes(number.to_bytes(4, "big") + block[: SMALL_BYTES - 4])


def best(work: Callable[[], object], prepare: Callable[[], object] = lambda: None, rounds: int = 3) -> Times:
    """CPU and wall seconds of the fastest round."""
    times = []
    for _ in range(rounds):
        prepare()
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        times.append((time.process_time() - cpu, time.perf_counter() - wall))
    return min(cpu for cpu, _ in times), min(wall for _, wall in times)


def raw(folder: Path) -> None:
    """Every byte through xxh128, as simply as it can be done."""
    for path in files_of(folder).values():
        digest = xxhash.xxh3_128()
        with path.open("rb", buffering=0) as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)


def hashed(folder: Path, *algorithms: str) -> None:
    """All algorithms in one reading of each file."""
    for path in files_of(folder).values():
        hash_file(path, algorithms)


def one_by_one(folder: Path, *algorithms: str) -> None:
    """A reading of each file for each algorithm."""
    for algorithm in algorithms:
        hashed(folder, algorithm)


def copied(folder: Path, target: Path, copy: Callable[[Path, Path], object]) -> None:
    for name, path in files_of(folder).items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        copy(path, target / name)


def plain_copy(source: Path, target: Path) -> None:
    """A copy that reaches the disk, and is not looked at."""
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def ascmhl(command: str, folder: Path) -> None:
    from ascmhl import commands
    from click.testing import CliRunner

    tools = {"create": commands.create, "verify": commands.verify}
    result = CliRunner().invoke(tools[command], [str(folder)])
    assert result.exit_code == 0, result.output


def bagged(folder: Path) -> None:
    import bagit

    assert bagit.Bag(str(folder)).validate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="on the disk to measure (default: the system's temporary folder)")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    home = Path(tempfile.mkdtemp(dir=args.folder))
    try:
        measure(home, args.megabytes)
    finally:
        shutil.rmtree(home)


def measure(home: Path, megabytes: int) -> None:
    folder, copy = home / "package", home / "copy"
    folder.mkdir()
    make(folder, megabytes)
    os.sync()

    def clear() -> None:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.rmtree(folder / "ascmhl", ignore_errors=True)

    base = best(lambda: raw(folder))
    show("xxh128 alone", base, base, megabytes)
    show("hash_file, xxh128", best(lambda: hashed(folder, "xxh128")), base, megabytes)
    three = ("xxh128", "md5", "sha256")
    show("hash_file, xxh128 + md5 + sha256", best(lambda: hashed(folder, *three)), base, megabytes)
    show("  the same, one after the other", best(lambda: one_by_one(folder, *three)), base, megabytes)
    show("copy and flush, no hash", best(lambda: copied(folder, copy, plain_copy), clear), base, megabytes)
    show(
        "copy_verified: hashed, flushed, read back",
        best(lambda: copied(folder, copy, copy_verified), clear),
        base,
        megabytes,
    )
    show("ascmhl create", best(lambda: ascmhl("create", folder), clear), base, megabytes)
    show("seal_folder", best(lambda: seal_folder(folder, made=MADE), clear), base, megabytes)
    show("ascmhl-debug verify", best(lambda: ascmhl("verify", folder)), base, megabytes)
    show("verify", best(lambda: verify(folder)), base, megabytes)
    try:
        import bagit
    except ModuleNotFoundError:
        return
    clear()
    bagit.make_bag(str(folder), checksums=["sha256"])
    show("bagit validate, sha256", best(lambda: bagged(folder)), base, megabytes)
    show("verify of that bag", best(lambda: verify(folder)), base, megabytes)


def show(what: str, times: Times, base: Times, megabytes: int) -> None:
    (cpu, wall), (base_cpu, base_wall) = times, base
    rate = megabytes / wall
    print(
        f"{what:<44} {cpu:7.2f} s CPU {cpu / base_cpu:6.1f} x   {wall:7.2f} s {wall / base_wall:6.1f} x {rate:7.0f} MB/s"
    )


if __name__ == "__main__":
    main()
