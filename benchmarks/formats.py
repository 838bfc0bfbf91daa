"""How fast are caption files read and written? Every format, against pysrt on the same captions.

    python benchmarks/formats.py [--cues 100000]

Times are CPU seconds of this one process, the best of several runs, from file to captions and from captions to file; pysrt
reads and writes the same SRT file. "growth" is the time for all captions over ten times that for a tenth of them: 1 = linear.
Formats that cannot hold so many (24 hours of timecode, 99,999 blocks) or that nobody asks so much of get fewer.
"""

from __future__ import annotations

import argparse
import gc
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))

import pysrt  # noqa: E402
from picturelock import registry  # noqa: E402
from picturelock.cues import Captions, Cue, Run  # noqa: E402
from picturelock.formats.files import read_captions, write_captions  # noqa: E402
from picturelock.times import FrameRate, Span  # noqa: E402

PAL, NTSC = FrameRate(25), FrameRate(30000, 1001)
SHARES = {"scc": 5, "stl": 2, "stl-teletext": 2, "docx": 50}
"""What part of the captions a format gets: one in so many."""
LINES = (
    ("Elle a dit qu’il viendrait", "et qu’on verrait bien."),
    ("— Bonjour !", "— Où ça ?"),
    ("The letter, then, was never sent.", ""),
)


def captions(count: int, rate: FrameRate) -> Captions:
    """Two lines, a third of one, every seventh with italics; one starts each 80 frames."""
    cues = []
    for number in range(1, count + 1):
        first, second = LINES[number % 3]
        lines = [(Run(first, italic=number % 7 == 0),)] + ([(Run(second),)] if second else [])
        start = number * (80 if rate == NTSC else 30)
        cues.append(Cue(Span(rate.time_of(start), rate.time_of(start + 25)), tuple(lines), str(number)))
    return Captions(tuple(cues), "fr", rate=rate)


def best(work: Callable[[], object], times: int = 3) -> float:
    """CPU seconds of the run that the machine disturbed least."""
    found = []
    for _ in range(times):
        gc.collect()
        before = process_time()
        work()
        found.append(process_time() - before)
    return min(found)


def measure(name: str, count: int, folder: Path) -> tuple[float | None, float | None]:
    """Seconds to read and to write so many captions; None where a format has no such direction."""
    found = registry.load(registry.FORMATS[name])
    file = folder / f"{name}-{count}{found.suffixes[0]}"
    given = captions(count, NTSC if name == "scc" else PAL)
    write = None
    if "write" in found.directions:
        write = best(lambda: write_captions(given, file, overwrite=True, name=name))
    elif name == "sbv":
        file.write_text("".join(_sbv(cue) for cue in given.cues), encoding="utf-8")
    elif name == "sami":
        file.write_text("<SAMI><BODY>" + "".join(_sami(cue) for cue in given.cues), encoding="utf-8")
    else:
        return None, None
    if "read" not in found.directions:
        return None, write
    read, _ = read_captions(file, name=name)
    if len(read.cues) != count:
        raise SystemExit(f"{name}: {len(read.cues)} of {count} captions were read; the figures prove nothing.")
    return best(lambda: read_captions(file, name=name)), write


def _sbv(cue: Cue) -> str:
    start, end = (f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}" for ms in _ms(cue))
    return f"{start},{end}\n{cue.text}\n\n"


def _sami(cue: Cue) -> str:
    start, end = _ms(cue)
    text = cue.text.replace("\n", "<br>")
    return f"<SYNC Start={start}><P Class=FRCC>{text}\n<SYNC Start={end}><P Class=FRCC>&nbsp;\n"


def _ms(cue: Cue) -> tuple[int, int]:
    return cue.span.start // 705_600, cue.span.end // 705_600


def by_pysrt(count: int, folder: Path) -> tuple[float, float]:
    """pysrt by itself: open and save, on the file that we wrote."""
    file = folder / f"srt-{count}.srt"
    opened = pysrt.open(file, encoding="utf-8")
    if len(opened) != count:
        raise SystemExit("pysrt does not read what we wrote; the figures prove nothing.")
    return best(lambda: pysrt.open(file, encoding="utf-8")), best(lambda: opened.save(folder / "pysrt.srt", "utf-8"))


def row(count: int, whole: float | None, tenth: float | None, against: float) -> str:
    if whole is None:
        return f"{'-':>9} {'':>11} {'':>8} {'':>7}"
    growth = f"{whole / tenth / 10:.2f}" if tenth else ""
    return f"{whole:>8.2f}s {count / whole:>9,.0f}/s {whole / count / against:>7.2f}x {growth:>7}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cues", type=int, default=100_000)
    parser.add_argument("--formats", nargs="*", default=list(registry.FORMATS))
    args = parser.parse_args()
    print(f"{args.cues} captions; Python {platform.python_version()}, pysrt {pysrt.VERSION_STRING}\n")
    head = f"{'CPU':>9} {'captions':>11} {'/ pysrt':>8} {'growth':>7}"
    print(f"{'':<15}{'captions':>9} | {'read':<38} | write\n{'':<15}{'':>9} | {head} | {head}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        measure("srt", args.cues, folder)
        read, write = by_pysrt(args.cues, folder)
        print(f"{'pysrt':<15}{args.cues:>9} | {row(args.cues, read, None, read / args.cues)} | "
              f"{row(args.cues, write, None, write / args.cues)}")  # fmt: skip
        for chosen in args.formats:
            count = args.cues // SHARES.get(chosen, 1)
            whole, tenth = measure(chosen, count, folder), measure(chosen, count // 10, folder)
            parts = [row(count, *times, base / args.cues) for times, base in zip(
                zip(whole, tenth, strict=True), (read, write), strict=True)]  # fmt: skip
            print(f"{chosen:<15}{count:>9} | {parts[0]} | {parts[1]}", flush=True)


if __name__ == "__main__":
    main()
