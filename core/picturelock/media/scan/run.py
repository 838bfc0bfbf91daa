"""The one decode: what is asked of ffmpeg, and who gets what comes out."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ffmpeg as graph
from av.video.format import VideoFormat

from picturelock.errors import InputError
from picturelock.host import Progress, silent
from picturelock.media import ffmpeg
from picturelock.media.container import open_container, pictures
from picturelock.media.probe import MediaInfo, VideoStream, probe, stream_duration
from picturelock.media.scan import flashes, full, picture
from picturelock.media.scan.damage import Complaints, locate
from picturelock.media.scan.fields import grid_height
from picturelock.media.scan.meter import Meter
from picturelock.media.scan.model import Damage, FlashScan, ProgrammeScan, Request, Scan
from picturelock.media.scan.picture import Watcher
from picturelock.media.scan.pipe import Packet, reading
from picturelock.media.scan.sound import Desk
from picturelock.media.scan.stills import first_picture
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, nearest

_LEAST_LIMIT_S = 120
_LIMIT_RATIO = 40
"""Times the film's length that a scan may take: a slow machine decodes UHD at a tenth of its speed, and measures cost."""
_TELL_EVERY_S = Fraction(1, 2)
_USUAL = (10, 12, 15, 24, 25, 30, 48, 50, 60, 100, 120)
_QUEUE, _QUEUE_BYTES = 100_000, 1 << 30  # of one stream, while another has not begun: sound may come minutes late
_MOST_RATE, _MOST_CHANNELS = 768_000, 128
_COUNTING = ("mov", "mxf", "matroska")
_NEARLY = Fraction(9, 10)
"""Of a frame: Matroska rounds durations to milliseconds. A smaller part that an edit list leaves is no frame."""
_OF_RGB = "bt709"
"""The matrix by which RGB becomes luma and colour differences: any will do, as the same takes them back."""
_DAY: Flicks = 24 * 3600 * FLICKS_PER_SECOND


def measure(path: Path, request: Request, file_hash: str, progress: Progress = silent) -> Scan:
    """Decode a file once and measure it. Raises InputError where it cannot be decoded at all, or takes too long.

    A film that is damaged midway gives a scan that says so; nothing of it is then made up.
    """
    info = probe(path)
    work = _Work(path, info, request, progress)
    with TemporaryDirectory(prefix="picturelock-scan-") as name:
        folder = Path(name)
        seconds = info.duration / FLICKS_PER_SECOND
        with reading(
            work.graph(),
            path,
            time_limit_s=_LEAST_LIMIT_S + _LIMIT_RATIO * seconds,
            complain=work.complaints,
            folder=folder,
        ) as source:
            for packet in source.packets():
                work.take(packet)
            code = source.code()
        return work.finish(code, folder, file_hash)


class _Work:
    """Everyone who looks and listens during one decode."""

    def __init__(self, path: Path, info: MediaInfo, request: Request, progress: Progress) -> None:
        self.path, self.info, self.request, self.tell = path.resolve(), info, request, progress
        self.complaints = Complaints()
        self.video = info.video[0] if info.video else None
        self.measures = request.measures if self.video else ()
        self.zero, self.length = _clock(path)
        self.watcher = _watcher(self.video, info.duration, self.path) if self.video else None
        self.iris = self._iris() if "flashes" in self.measures else None
        self.unmeasured: list[ProgrammeScan] = []
        self.desks = self._desks()
        self._told = Fraction(0)
        self._grid_frame = 0
        self._first_sound = (self.watcher is not None) + (self.iris is not None)

    def graph(self) -> Any:
        """What ffmpeg is asked for: the picture on a grid, the averaged picture for flashes, and every audio stream."""
        source = ffmpeg.source(self.path, noautorotate=None)
        outputs = []
        if self.watcher is not None:
            shown = full.filters(source["V:0"], self.measures)
            if self.iris is not None:
                split = shown.filter_multi_output("split")
                shown = split[0]
                small = split[1].filter("scale", flashes.WIDTH, flashes.HEIGHT, flags="area")
            colour = {"out_color_matrix": _OF_RGB} if self.video and _is_rgb(self.video.pixel_format) else {}
            grid = shown.filter(
                "scale", self.watcher.width, self.watcher.height, flags="neighbor", out_range="limited", **colour
            )
            outputs.append(grid.filter("format", "yuv444p10le"))
            if self.iris is not None:
                outputs.append(small.filter("format", "bgr24"))
        outputs += [source[f"a:{stream.index}"] for stream in self.info.audio]
        return graph.output(
            *outputs,
            "pipe:1",
            format="nut",
            vcodec="rawvideo",
            acodec="pcm_f32le",
            fps_mode="passthrough",
            enc_time_base="demux",
            max_muxing_queue_size=_QUEUE,
            muxing_queue_data_threshold=_QUEUE_BYTES,
        )

    def take(self, packet: Packet) -> None:
        """Give a packet to whom it is for."""
        seconds = packet.time - self.zero
        if self.watcher is not None and packet.stream == 0:
            self._grid_frame = self.watcher.take(seconds, packet.data)
            self.complaints.frame = self._grid_frame
        elif self.iris is not None and packet.stream == 1:
            self.iris.take(seconds, packet.data)
        else:
            index = packet.stream - self._first_sound
            self.desks[self.info.audio[index].sample_rate].take(index, seconds, packet.data)
        if seconds - self._told >= _TELL_EVERY_S:
            self._told = seconds
            self.tell("measure", nearest(seconds * FLICKS_PER_SECOND), self.info.duration, self.path.name)

    def finish(self, code: int, folder: Path, file_hash: str) -> Scan:
        """Everything that was seen and heard. Raises InputError where nothing came out."""
        heard = self.watcher.frames if self.watcher else any(desk.heard for desk in self.desks.values())
        if not heard:
            reason = self.complaints.last or "it gave nothing"
            raise InputError(f"cannot be decoded; ffmpeg says: {reason}.", file=self.path)
        if code and not self.complaints.count:
            self.complaints(f"ffmpeg ended with status {code}")
        sound = [desk.finish() for desk in self.desks.values()]
        self.tell("measure", self.info.duration, self.info.duration, self.path.name)
        return Scan(
            hash=file_hash,
            request=self.request,
            picture=self.watcher.finish(self._promised()) if self.watcher else None,
            streams=tuple(sorted((one for part in sound for one in part.streams), key=lambda one: one.index)),
            channels=tuple(sorted((one for part in sound for one in part.channels), key=lambda one: one.number)),
            pairs=tuple(one for part in sound for one in part.pairs),
            programmes=(*(one for part in sound for one in part.programmes), *self.unmeasured),
            damage=self._damage(),
            interlace=full.interlace(folder) if "interlace" in self.measures else None,
            range=full.full_range(folder) if "range" in self.measures else None,
            flashes=self._flashes(),
        )

    def _iris(self) -> flashes.Flashes | None:
        return flashes.Flashes(self.watcher.rate) if flashes.installed() and self.watcher else None

    def _flashes(self) -> FlashScan | None:
        if "flashes" not in self.measures:
            return None
        return self.iris.finish() if self.iris else FlashScan("", problem=flashes.MISSING)

    def _desks(self) -> dict[int, Desk]:
        """One for each sample rate, with the meters of the groups that lie in it as a whole."""
        channel, listed = 1, defaultdict(list)
        for stream in self.info.audio:
            if not (0 < stream.sample_rate <= _MOST_RATE and stream.channels > 0):
                raise InputError(
                    "holds sound that cannot be decoded.", file=self.path, place=f"audio stream {stream.index + 1}"
                )
            listed[stream.sample_rate].append((stream.index, channel, stream.channels))
            channel += stream.channels
        if channel > _MOST_CHANNELS:
            raise InputError(f"has more than {_MOST_CHANNELS} audio channels.", file=self.path)
        meters: dict[int, list[Meter]] = defaultdict(list)
        for group in self.request.groups:
            rates = [
                rate
                for rate, streams in listed.items()
                if all(any(a <= one < a + n for _, a, n in streams) for one in group.channels)
            ]
            if rates:
                meters[rates[0]].append(Meter(group, rates[0]))
            else:
                reason = "its channels are not all there, or have several sample rates"
                self.unmeasured.append(ProgrammeScan(group, problem=reason))
        seconds = Fraction(self.info.duration or _DAY, FLICKS_PER_SECOND)
        told: dict[str, Any] = {"seconds": min(seconds, Fraction(_DAY, FLICKS_PER_SECOND)), "complain": self.complaints}
        return {rate: Desk(rate, streams, meters[rate], self.path, **told) for rate, streams in listed.items()}

    def _promised(self) -> int:
        """How many frames the picture's own stream says there are; 0 where that is an estimate."""
        video = self.video
        if video is None or video.vfr or self.info.container not in _COUNTING or video.rate is None or not self.length:
            return 0
        whole = int(self.length * video.rate.num / video.rate.den + 1 - _NEARLY)
        return min(video.frames or whole, whole)

    def _damage(self) -> Damage:
        if self.watcher is None:
            return Damage(self.complaints.count, self.complaints.first)
        return locate(self.path, self.watcher.rate, self.complaints)


def _watcher(video: VideoStream, duration: Flicks, path: Path) -> Watcher:
    rate = _grid_rate(video, duration)
    if rate is None:
        raise InputError("has a picture without a frame rate that we know.", file=path)
    if video.width < 1 or video.height < 1:
        raise InputError("has a picture without a size.", file=path)
    width, rows = min(picture.WIDTH, video.width), grid_height(video.height, picture.HEIGHT)
    matrix = _OF_RGB if _is_rgb(video.pixel_format) else video.color_space
    return Watcher(rate, width, rows, matrix, path, height=video.height)


def _grid_rate(video: VideoStream, duration: Flicks) -> FrameRate | None:
    """The rate on whose grid frames are counted: the nominal one, or a usual one where most frames of that would lack."""
    if not video.vfr or not video.frames or not duration or video.rate is None:
        return video.rate
    mean = Fraction(video.frames * FLICKS_PER_SECOND, duration)
    nominal = Fraction(video.rate.num, video.rate.den)
    if nominal / 2 <= mean <= nominal * 21 / 20:
        return video.rate
    return FrameRate(min(_USUAL, key=lambda rate: abs(rate - mean)))


def _clock(path: Path) -> tuple[Fraction, Fraction]:
    """Where ffmpeg puts the first picture, which counts from the first thing of any kind; how long its stream says it is.

    In seconds; 0 where there is no picture, or its stream does not say.
    """
    with open_container(path) as container:
        first = Fraction(container.start_time or 0, 1_000_000)
        for stream in pictures(container)[:1]:
            length = Fraction(stream_duration(stream) or 0, FLICKS_PER_SECOND)
            return first_picture(container, stream) - first, length
    return Fraction(0), Fraction(0)


def _is_rgb(pixel_format: str) -> bool:
    try:
        kind = VideoFormat(pixel_format)
    except ValueError:
        return False
    return kind.is_rgb or kind.has_palette
