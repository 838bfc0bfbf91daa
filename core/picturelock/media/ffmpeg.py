"""The door to the ffmpeg program: every command is a graph of ffmpeg-python, run with limits, and killed when it overstays.

    output = ffmpeg.write(ffmpeg.source(path).audio, target, acodec="pcm_s24le")
    ffmpeg.run(output, time_limit_s=600)

Text from files never goes into a filter's arguments: some filters open the files that they name.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import IO, Any

import ffmpeg as graph

from picturelock.errors import InputError, OutputError, PicturelockError, SetupError
from picturelock.host import Progress, silent
from picturelock.media.container import FORMATS, url
from picturelock.times import Flicks, from_seconds

OVERRIDE = "PICTURELOCK_FFMPEG"
_GLOBAL = ("-nostdin", "-hide_banner", "-v", "error", "-nostats", "-progress", "pipe:1", "-n")
_WORKING = f"Set {OVERRIDE} to an ffmpeg that works."
_KEPT_LINES = 40
_NOISE = re.compile(r"^\[[^\]]*@ 0x[0-9a-f]+\]\s*|^Conversion failed!$|^Exiting.*$")
_OUTPUT_SIGNS = (
    "No space left",
    "Error opening output",
    "Permission denied",
    "Read-only",
    "Error muxing",
    "writing trailer",
)


def binary() -> Path:
    """The ffmpeg to run: the one that PICTURELOCK_FFMPEG names, else the one that the imageio-ffmpeg wheel carries.

    A system's ffmpeg is never taken unasked: its age is not known. Raises SetupError.
    """
    named = os.environ.get(OVERRIDE)
    if named:
        found = shutil.which(named)
        if found is None:
            raise SetupError(f"{OVERRIDE} names {named}, which is no program.", hint=f"Correct or unset {OVERRIDE}.")
        return Path(found)
    try:
        import imageio_ffmpeg
    except ModuleNotFoundError:
        carried: list[Path] = []
    else:
        folder = Path(imageio_ffmpeg.__file__).parent / "binaries"
        carried = [path for path in sorted(folder.glob("ffmpeg-*")) if path.is_file() and os.access(path, os.X_OK)]
    if not carried:
        raise SetupError(
            "There is no ffmpeg in this installation.",
            hint=f"Run `python3 installers setup` in the Picturelock folder, or set {OVERRIDE} to an ffmpeg.",
        )
    return carried[-1]


def version() -> str:
    """The version of `binary()`, such as "7.1". Raises SetupError."""
    return _version(binary())


@cache
def _version(program: Path) -> str:
    try:
        command = [str(program), "-version"]
        told = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=60, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise SetupError(f"{program} cannot be run: {error}.", hint=_WORKING) from error
    match = re.match(r"ffmpeg version n?([\w.]+)", told.stdout)
    if match is None:
        raise SetupError(f"{program} is not ffmpeg.", hint=f"Set {OVERRIDE} to an ffmpeg.")
    return match[1]


def source(path: Path, *, formats: Iterable[str] = FORMATS, **options: Any) -> Any:
    """A file as input: only it is opened, and only if it is of one of these formats."""
    whitelist = ",".join(formats)
    return graph.input(url(path), protocol_whitelist="file", format_whitelist=whitelist, **options)


def generated(description: str, **options: Any) -> Any:
    """A picture or a sound made by a filter, such as "testsrc2=size=64x36:rate=25". Never from untrusted text."""
    return graph.input(description, format="lavfi", **options)


def write(streams: Any | Iterable[Any], path: Path, **options: Any) -> Any:
    """One or several streams into a file, with ffmpeg's output options by name (`acodec`, `vcodec`, `format` ...)."""
    several = streams if isinstance(streams, list | tuple) else (streams,)
    return graph.output(*several, url(path), **options)


def run(node: Any, *, time_limit_s: float, progress: Progress | None = None, total: Flicks = 0) -> None:
    """Run a graph to its end. `progress` is told the media time written so far, and `total` as given.

    An existing output is never replaced. Raises InputError or OutputError with what ffmpeg said last; what was half
    written then stays under its name, so write to a temporary one (`render` does). Past the limit, and on
    KeyboardInterrupt, ffmpeg is killed.
    """
    program = binary()
    command = graph.compile(node, cmd=[str(program), *_GLOBAL])
    for output in _outputs(command):  # ffmpeg refuses these as well, but says that all went well
        if output.exists():
            raise OutputError(f"{output} exists already.", hint="Remove or rename it, or choose another name.")
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise SetupError(f"{program} cannot be run: {error.strerror}.", hint=_WORKING) from error
    lines: deque[str] = deque(maxlen=_KEPT_LINES)
    times: deque[str] = deque(maxlen=1)
    readers = [
        Thread(target=_keep, args=(process.stderr, lines, "")),
        Thread(target=_keep, args=(process.stdout, times, "out_time_us=")),
    ]
    for reader in readers:
        reader.start()
    try:
        in_time = _wait(process, time_limit_s, times, progress or silent, total)
    finally:
        process.kill()
        process.wait()
        for reader in readers:
            reader.join()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
    if not in_time:
        raise InputError(f"took ffmpeg longer than {time_limit_s:g} s and was given up.", file=_named(command, "-i"))
    if process.returncode:
        raise _error(command, lines)


def render(
    streams: Any | Iterable[Any],
    path: Path,
    *,
    time_limit_s: float,
    progress: Progress | None = None,
    total: Flicks = 0,
    **options: Any,
) -> None:
    """Like `write` and `run`, but the file appears under its name only when it is whole. Raises OutputError if it exists."""
    if path.exists():
        raise OutputError(f"{path} exists already.", hint="Remove or rename it, or choose another name.")
    if not path.parent.is_dir():
        raise OutputError(f"{path} cannot be written: there is no folder {path.parent}.")
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        part.unlink(missing_ok=True)
        run(write(streams, part, **options), time_limit_s=time_limit_s, progress=progress, total=total)
        part.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def _keep(stream: IO[str], kept: deque[str], prefix: str) -> None:
    for line in stream:
        if line.startswith(prefix) and line.strip():
            kept.append(line[len(prefix) :].strip()[:500])


def _wait(process: subprocess.Popen[str], limit_s: float, times: deque[str], tell: Progress, total: Flicks) -> bool:
    """True if it ended by itself within the limit."""
    end = time.monotonic() + limit_s
    while True:
        try:
            process.wait(min(0.2, max(0.0, end - time.monotonic())))
            return True
        except subprocess.TimeoutExpired:
            if time.monotonic() >= end:
                return False
        latest = times[-1] if times else ""
        if latest.isdigit():
            tell("ffmpeg", from_seconds(int(latest) / 1_000_000), total)


def _error(command: list[str], lines: Iterable[str]) -> PicturelockError:
    told = [text for line in lines if (text := _NOISE.sub("", line).strip())]
    reason = told[-1].rstrip(".") if told else "ffmpeg failed and did not say why"
    if any(sign in line for sign in _OUTPUT_SIGNS for line in told):
        return OutputError(f"{command[-1].removeprefix('file:')} cannot be written: {reason}.")
    return InputError(f"ffmpeg says: {reason}.", file=_named(command, "-i"))


def _outputs(command: list[str]) -> list[Path]:
    names = [name for before, name in pairwise(command) if name.startswith("file:") and before != "-i"]
    return [Path(name.removeprefix("file:")) for name in names]


def _named(command: list[str], option: str) -> str:
    return command[command.index(option) + 1].removeprefix("file:") if option in command else "ffmpeg"
