"""What a file's streams carry, without decoding it: proof that a file was re-wrapped or signed and nothing in it changed."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import xxhash

from picturelock.errors import InputError
from picturelock.host import Progress, silent
from picturelock.media.container import check_file, input_error, open_container

_NONE = -(2**63)
_TELL_EVERY = 256  # packets


@dataclass(frozen=True, slots=True)
class StreamPackets:
    """One stream, as the container hands it out."""

    index: int
    kind: str
    """"video", "audio", "data" (a timecode track) ..."""
    codec: str
    packets: int
    size: int
    """Bytes of all packets."""
    hash: str
    """"xxh128:" and 32 hex digits: of what decodes it, and of each packet's bytes and times in their order."""


def packet_hashes(path: Path, progress: Progress = silent) -> tuple[StreamPackets, ...]:
    """Every stream of a file, hidden and data ones among them. `progress` is told bytes. Raises InputError."""
    import av.error

    total, done = check_file(path), 0
    with open_container(path) as container:
        streams = list(container.streams)
        digests = [_digest(stream) for stream in streams]
        counts, sizes = [0] * len(streams), [0] * len(streams)
        try:
            for number, packet in enumerate(container.demux()):
                if not packet.size:
                    continue  # what says that a stream has ended
                at = packet.stream_index
                if not 0 <= at < len(streams):
                    raise InputError("has a stream that begins later; expected all of them at the start.", file=path)
                data = bytes(packet)
                digests[at].update(struct.pack("<3qB", *_times(packet), packet.is_keyframe))
                digests[at].update(len(data).to_bytes(8, "little"))
                digests[at].update(data)
                counts[at] += 1
                sizes[at] += len(data)
                done += len(data)
                if number % _TELL_EVERY == 0:
                    progress("packets", min(done, total), total, path.name)
        except av.error.FFmpegError as error:
            raise input_error(error, path) from error
        progress("packets", total, total, path.name)
        return tuple(
            StreamPackets(
                stream.index,
                str(stream.type),
                _codec(stream),
                counts[at],
                sizes[at],
                f"xxh128:{digests[at].hexdigest()}",
            )
            for at, stream in enumerate(streams)
        )


def _digest(stream: object) -> xxhash.xxh3_128:
    context = getattr(stream, "codec_context", None)
    extra = bytes(getattr(context, "extradata", None) or b"")
    about = f"{getattr(stream, 'type', '')} {_codec(stream)} {getattr(stream, 'time_base', '')} {len(extra)} "
    digest = xxhash.xxh3_128(about.encode())
    digest.update(extra)
    return digest


def _codec(stream: object) -> str:
    return str(getattr(getattr(stream, "codec_context", None), "name", "") or "")


def _times(packet: object) -> tuple[int, int, int]:
    pts, dts, duration = (getattr(packet, name, None) for name in ("pts", "dts", "duration"))
    return (_NONE if pts is None else pts, _NONE if dts is None else dts, duration or 0)
