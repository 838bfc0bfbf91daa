"""Opening a media file safely: what every reader in this package starts with."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
import av.error
from av.stream import Discard, Disposition

from picturelock.errors import InputError
from picturelock.media.layouts import take_names

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2",  # QuickTime and MP4: cameras, phones, editors, masters
    "mxf",
    "matroska,webm",
    "mpegts",
    "mpeg",
    "avi",
    "dv",
    "gxf",
    "wav",  # and BWF, RF64
    "w64",
    "aiff",
    "caf",
    "flac",
    "mp3",
    "aac",
    "ac3",
    "eac3",
    "ogg",
)
"""The containers of our trade, by FFmpeg's demuxer names, and no others. Playlists (hls, dash, concat) and image
patterns open other files and addresses that their text names; game and text formats are only attack surface."""

_OPTIONS = {"format_whitelist": ",".join(FORMATS), "protocol_whitelist": "file"}
_UNKNOWN_SIZE = 0xFFFFFF00  # what a recorder writes before it knows
_WAV_SLACK = 64  # bytes: some programs count padding that they never write
_OPEN_TIMEOUT_S = 20.0
_READ_TIMEOUT_S = 60.0  # a spun-down or network disk may need this long for one read; a hang is longer


def check_file(path: Path, *, may_be_empty: bool = False) -> int:
    """The size of a file in bytes. Raises InputError if it is missing, a folder, a device, unreadable or empty."""
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise InputError("is a folder; expected a media file.", file=path)
        if not stat.S_ISREG(info.st_mode):  # a pipe or a device would block, or never end
            raise InputError("is not an ordinary file; expected a media file.", file=path)
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise InputError("does not exist.", file=path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=path) from error
    except ValueError:  # a NUL in the name
        raise InputError("is not a name that a file can have.", file=repr(str(path))) from None
    if info.st_size == 0 and not may_be_empty:
        raise InputError("is empty; expected a media file.", file=path, hint="The copy may have failed: copy it again.")
    return info.st_size


def url(path: Path) -> str:
    """The path as FFmpeg must be given it: never an option, an address or a pattern, whatever its name looks like."""
    return f"file:{path}"


@contextmanager
def open_container(path: Path, layouts: list[str] | None = None) -> Iterator[Any]:
    """A PyAV input container. Raises InputError for anything that is no media file of our trade.

    What FFmpeg raises inside the block becomes an InputError too. layouts: gets those of all audio streams, as the file has
    them; the decoders may be given others, see `layouts`.
    """
    check_file(path)
    try:
        with av.open(
            url(path),
            container_options=dict(_OPTIONS),
            timeout=(_OPEN_TIMEOUT_S, _READ_TIMEOUT_S),
            metadata_errors="replace",
        ) as container:
            names = take_names(container)
            if layouts is not None:
                layouts += names
            yield container
    except av.error.FFmpegError as error:
        raise input_error(error, path) from error
    except UnicodeEncodeError:
        raise InputError("has a name that is not valid Unicode; rename it.", file=repr(str(path))) from None


def input_error(error: Exception, path: Path, place: str = "") -> InputError:
    """An FFmpeg error as a sentence for people."""
    if isinstance(error, av.error.ExitError | av.error.TimeoutError):
        return InputError(
            "took too long to read; the disk does not answer, or the file is damaged.", file=path, place=place
        )
    if isinstance(error, av.error.DecoderNotFoundError):
        return InputError("is coded in a way that this build of FFmpeg cannot decode.", file=path, place=place)
    if isinstance(error, av.error.InvalidDataError | av.error.EOFError | av.error.ArgumentError):
        what = "is damaged there" if place else "is not a media file that we can read, or is cut short"
        return InputError(
            f"{what}.",
            file=path,
            place=place,
            hint="Play the file; if it does not play, copy or export it again. Playlists and image sequences are not read.",
        )
    return InputError(f"cannot be read: {getattr(error, 'strerror', '') or error}.", file=path, place=place)


def pictures(container: Any) -> list[Any]:
    """The video streams that move: cover art is none."""
    return [stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic]


def only(container: Any, wanted: Any) -> None:
    """Read no other stream's data from disk: the sound of a 200 GB master need not cost 200 GB."""
    for stream in container.streams:
        if stream.index != wanted.index:
            stream.discard = Discard.all


def missing_bytes(container: Any, path: Path) -> int:
    """How many bytes the file's own index or header expects beyond its end; 0 where it is whole or does not say.

    Looked at: the last entry of each stream's index in QuickTime and MP4, the chunk size in WAV. A recorder that lost
    power leaves that size at 0 or at its maximum: it does not say.
    """
    size, needed = path.stat().st_size, 0
    name = str(container.format.name)
    if name.startswith("mov"):
        for stream in container.streams:
            if stream.type in ("video", "audio") and len(stream.index_entries):
                last = stream.index_entries[-1]
                needed = max(needed, last.pos + last.size)
    elif name == "wav":
        with path.open("rb") as file:
            head = file.read(8)
        stated = int.from_bytes(head[4:8], "little") if head[:4] == b"RIFF" else 0
        needed = stated + 8 if stated < _UNKNOWN_SIZE else 0
        needed -= _WAV_SLACK
    return max(0, needed - size)
