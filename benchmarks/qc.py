"""What one decode costs: `python benchmarks/qc.py [FILE ...]` prints the CPU of measuring a master over that of decoding it.

Without files it makes two of 60 s, 1920x1080 at 25 fps with moving detail and grain and stereo sound: ProRes 422 HQ and H.264.
CPU is user and system time of every process, the start of Python included. Beside it: FFmpeg's own filters one by one, as people
run them; QCTools' graph; MediaConch, which reads headers and decodes nothing, where the command is installed; each
full-resolution measure; and the memory of our process on a sixth of the film and on all of it.

QCTools runs FFmpeg's filters in one graph. Debian 12 has no package of it: its graph is given to FFmpeg here as QCTools gives it
(bavc/qctools, Source/Core/FileInformation.cpp, read 2026-11-22), without its charts, thumbnails and report, which cost more.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "core")]

from picturelock.media import ffmpeg  # noqa: E402
from picturelock.media.probe import probe  # noqa: E402
from picturelock.media.scan.model import MEASURES  # noqa: E402
from picturelock.times import FLICKS_PER_SECOND  # noqa: E402

LIMIT = 1.5
TWO_HOURS = 7200
DETAIL = "mandelbrot=size=640x360:rate=25,scale=1920:1080:flags=bicubic,noise=alls=12:allf=t"
NOISE = "anoisesrc=r=48000:color=pink:amplitude=0.3:duration={}:seed={}"
JOIN = "{}[l];{}[r];[l][r]join=inputs=2:channel_layout=stereo"
CODINGS = {
    "ProRes 422 HQ": (
        "hq.mov",
        {"vcodec": "prores_ks", "profile:v": 3, "pix_fmt": "yuv422p10le", "acodec": "pcm_s24le"},
    ),
    "H.264": (
        "h264.mp4",
        {"vcodec": "libx264", "preset": "veryfast", "crf": 18, "pix_fmt": "yuv420p", "acodec": "aac"},
    ),
}
FILTERS = {
    "blackdetect": ("-vf", "blackdetect=d=0.1"),
    "freezedetect": ("-vf", "freezedetect=d=0.5"),
    "signalstats": ("-vf", "signalstats"),
    "silencedetect": ("-af", "silencedetect"),
    "ebur128 with true peak": ("-af", "ebur128=peak=true"),
    "aphasemeter": ("-af", "aphasemeter=video=0:phasing=1"),
    "astats": ("-af", "astats"),
}
_FIELDS = "split[a][b];[a]field=top[a1];[b]field=bottom[b1];[a1][b1]psnr"
_STATS = "aformat=sample_fmts=flt|fltp:channel_layouts=stereo,astats=metadata=1:reset=1:length=0.4"
QCTOOLS = {
    "as installed": ("-vf", f"signalstats=stat=tout+vrep+brng,{_FIELDS}", "-af", _STATS),
    "all that has a like in ours": (
        *("-vf", "signalstats=stat=tout+vrep+brng,cropdetect=reset=1:round=1,idet=half_life=1"),
        *("-af", f"{_STATS},aphasemeter=video=0,ebur128=metadata=1:peak=true"),
    ),
}
MEDIACONCH = ("mediaconch", "--Force")
SCAN = """
import resource, sys
from pathlib import Path
from picturelock.media.scan.model import Group, Request
from picturelock.media.scan.run import measure
measure(Path(sys.argv[1]), Request((Group((1, 2), "stereo"),), tuple(sys.argv[2:])), "benchmark")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def cpu(command: list[str]) -> tuple[float, str]:
    """Seconds of CPU that a program and its children take, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "core")}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime), done.stdout


def decode(path: Path, *options: str) -> float:
    """CPU of ffmpeg decoding picture and sound, with filters or without."""
    program = str(ffmpeg.binary())
    return cpu([program, "-v", "error", "-nostdin", "-i", str(path), *options, "-f", "null", "-"])[0]


def scan(path: Path, *measures: str) -> tuple[float, int]:
    """CPU of a scan, and the most memory that our own process held, in MiB."""
    seconds, told = cpu([sys.executable, "-c", SCAN, str(path), *measures])
    return seconds, int(told) // 1024


def make(folder: Path, name: str, options: dict[str, str | int], seconds: int) -> tuple[Path, Path]:
    """A short clip, and six of it in a row without coding it again."""
    short, whole = folder / f"short-{name}", folder / name
    inputs = [
        ffmpeg.generated(DETAIL),
        ffmpeg.generated(JOIN.format(NOISE.format(seconds, 1), NOISE.format(seconds, 7))),
    ]
    ffmpeg.render(inputs, short, time_limit_s=3600, t=seconds, **options)
    loop = [str(ffmpeg.binary()), "-v", "error", "-stream_loop", "5", "-i", str(short), "-c", "copy", str(whole)]
    subprocess.run(loop, check=True)
    return short, whole


def report(title: str, path: Path, short: Path | None) -> None:
    """All figures of one film."""
    seconds = probe(path).duration / FLICKS_PER_SECOND
    alone = decode(path)
    ours, memory = scan(path)
    ratio = ours / alone
    print(f"\n{title}, {seconds:.0f} s; decoding alone {alone:.1f} s CPU")
    print(
        f"  one decode, everything      {ours:7.1f} s   x{ratio:.2f}  {'within' if ratio <= LIMIT else 'BEYOND'} {LIMIT}"
    )
    hours, decoding = (value / seconds * TWO_HOURS / 60 for value in (ours, alone))
    print(f"  two hours of it             {hours:7.1f} min of CPU, of which {decoding:.1f} decoding")
    if short is not None:
        print(f"  memory of our process       {memory:7d} MiB, and {scan(short)[1]} MiB for a sixth of it")
    total = 0.0
    for name, options in FILTERS.items():
        one = decode(path, *options)
        total += one
        print(f"    filter alone: {name:24}{one:7.1f} s   x{one / alone:.2f}")
    print(
        f"  these one by one            {total:7.1f} s   x{total / alone:.2f}; one decode saves {1 - ours / total:.0%}"
    )
    for name, options in QCTOOLS.items():
        one = decode(path, *options)
        print(f"    QCTools' graph, {name:29}{one:6.1f} s   x{one / alone:.2f}")
    if shutil.which(MEDIACONCH[0]):
        print(f"    MediaConch, headers only{cpu([*MEDIACONCH, str(path)])[0]:23.1f} s")
    for measure in MEASURES:
        one = scan(path, measure)[0]
        print(f"  with {measure:12}           {one:7.1f} s   x{one / alone:.2f}")


def main() -> None:
    """The files named, or those that are made."""
    if sys.argv[1:]:
        for name in sys.argv[1:]:
            report(name, Path(name), None)
        return
    with tempfile.TemporaryDirectory() as folder:
        for title, (name, options) in CODINGS.items():
            short, whole = make(Path(folder), name, options, 10)
            report(title, whole, short)


if __name__ == "__main__":
    main()
