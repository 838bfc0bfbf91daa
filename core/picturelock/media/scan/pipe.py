"""One ffmpeg process that writes on a pipe, read packet by packet; killed when it overstays, or when the reader leaves."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from threading import Thread, Timer
from typing import IO, Any

import av
import av.error
import ffmpeg as graph

from picturelock.errors import InputError, SetupError
from picturelock.media import ffmpeg

_GLOBAL = ("-nostdin", "-hide_banner", "-v", "repeat+error", "-nostats")
_BUFFER = 1 << 18
_LINE = 2000  # characters read of one complaint


@dataclass(frozen=True, slots=True)
class Packet:
    """One decoded frame or run of samples."""

    stream: int
    """In the order in which the graph's output maps them."""
    time: Fraction
    """Seconds, in the file's own clock."""
    data: memoryview


class Reading:
    """An ffmpeg at work."""

    def __init__(self, process: subprocess.Popen[bytes], complain: Callable[[str], object]) -> None:
        self._process, self._complain = process, complain
        self._listener = Thread(target=_listen, args=(process.stderr, complain))
        self._listener.start()
        self.overstayed = False

    def packets(self) -> Iterator[Packet]:
        """Every packet, in the order of the pipe. A file of which nothing comes out gives none."""
        try:
            container: Any
            options: dict[str, Any] = {"buffer_size": _BUFFER, "metadata_errors": "replace"}
            with av.open(self._process.stdout, format="nut", **options) as container:
                for packet in container.demux():
                    if packet.size and packet.pts is not None and packet.time_base is not None:
                        yield Packet(packet.stream_index, packet.pts * packet.time_base, memoryview(packet))
        except av.error.FFmpegError as error:
            # Where ffmpeg wrote nothing or was killed, `code` and its complaints say why; where it goes on, it must not wait.
            if self._drain():
                self._complain(f"what ffmpeg wrote could not be read: {error}")

    def _drain(self) -> int:
        """Read what is left of the pipe; gives how many bytes."""
        count = 0
        while self._process.stdout is not None and (data := self._process.stdout.read(_BUFFER)):
            count += len(data)
        return count

    def stop(self) -> None:
        """End it for having taken too long."""
        self.overstayed = True
        self._process.kill()

    def code(self) -> int:
        """Its exit status, once the pipe is empty and its last complaint has been told."""
        code = self._process.wait()
        self._listener.join()
        return code

    def close(self) -> None:
        """End it, wherever it stands."""
        self._process.kill()
        self.code()


@contextmanager
def reading(
    node: Any, path: Path, *, time_limit_s: float, complain: Callable[[str], object], folder: Path
) -> Iterator[Reading]:
    """Run a graph whose output is "pipe:1" in the format "nut". complain: told every line of ffmpeg's errors, from a thread.

    folder: where ffmpeg works; text files that its filters write by a bare name lie there. Raises SetupError where ffmpeg
    cannot be run, and InputError where it took longer than the limit.
    """
    program = ffmpeg.binary()
    command = graph.compile(node, cmd=[str(program), *_GLOBAL])
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder
        )
    except OSError as error:
        raise SetupError(f"{program} cannot be run: {error.strerror}.") from error
    assert process.stdout is not None and process.stderr is not None
    work = Reading(process, complain)
    limit = Timer(time_limit_s, work.stop)
    limit.daemon = True
    limit.start()
    try:
        yield work
    finally:
        limit.cancel()
        work.close()
        process.stdout.close()
        process.stderr.close()
    if work.overstayed:
        raise InputError(f"took ffmpeg longer than {time_limit_s:.0f} s and was given up.", file=path)


def _listen(stream: IO[bytes], complain: Callable[[str], object]) -> None:
    while line := stream.readline(_LINE):
        text = line.decode("utf-8", "replace").strip()
        if text:
            complain(text)
