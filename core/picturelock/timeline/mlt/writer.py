"""A cut as MLT XML: what melt renders, and, with some more properties, a project of Kdenlive."""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element

from picturelock.cut import Cut, Shot, Track
from picturelock.timeline.base import Losses
from picturelock.timeline.mlt import kdenlive
from picturelock.timeline.mlt.clips import Clip
from picturelock.timeline.mlt.elements import document, element, properties
from picturelock.timeline.mlt.lanes import Mix, lanes_of
from picturelock.timeline.mlt.producers import Producers, write_file, write_retimed
from picturelock.times import FrameRate

WIDTH, HEIGHT = 1920, 1080
"""A cut does not know its picture's size; melt and Kdenlive scale to the profile's."""


class Writer:
    """Writes one cut, laid out and without nests."""

    def __init__(self, cut: Cut, losses: Losses, for_kdenlive: bool) -> None:
        self._cut, self._losses, self._kdenlive = cut, losses, for_kdenlive
        self._rate: FrameRate = cut.rate
        self._length = max(1, cut.rate.ceil(cut.duration))
        self._producers = Producers(cut.rate, losses)

    def file(self) -> bytes:
        """The file's bytes."""
        tracks = Element("tracks")
        ids = [self._track(tracks, track, shots) for track, shots in self._tracks()]
        producer = "main_bin" if self._kdenlive else "cut"
        root = element(None, "mlt", LC_NUMERIC="C", version="7.12.0", title=self._cut.name, producer=producer)
        self._profile(root)
        for made in self._producers.files.values():
            found = write_file(root, made)
            if self._kdenlive:
                kdenlive.of_producer(found, made)
        for retimed in self._producers.retimed:
            found = write_retimed(root, retimed, self._rate)
            if self._kdenlive:
                kdenlive.of_producer(found, retimed.of)
        if self._kdenlive:
            kdenlive.write_bin(root, self._cut, list(self._producers.files.values()))
        black = element(root, "producer", id="black_track", **{"in": 0}, out=self._length - 1)
        properties(black, {"length": self._length, "eof": "continue", "resource": "black", "mlt_service": "color"})
        properties(black, {"kdenlive:playlistid": "black_track", "mlt_image_format": "rgba", "set.test_audio": 0})
        root.extend(list(tracks))
        self._whole(root, ids)
        return document(root)

    def _tracks(self) -> list[tuple[Track, list[Shot]]]:
        """Every track with its shots, lowest first as Kdenlive stacks them: sound below, its first track uppermost."""
        shots: dict[str, list[Shot]] = defaultdict(list)
        for shot in self._cut.shots:
            shots[shot.track].append(shot)
        video = [track for track in self._cut.tracks if track.kind == "video"]
        audio = [track for track in reversed(self._cut.tracks) if track.kind == "audio"]
        return [(track, shots[track.id]) for track in (*audio, *video)]

    def _profile(self, root: Element) -> None:
        rate = self._rate
        element(
            root, "profile", description="Picturelock", width=WIDTH, height=HEIGHT, progressive=1, sample_aspect_num=1,
            sample_aspect_den=1, display_aspect_num=16, display_aspect_den=9, frame_rate_num=rate.num,
            frame_rate_den=rate.den, colorspace=709,
        )  # fmt: skip

    def _track(self, root: Element, track: Track, shots: list[Shot]) -> tuple[str, Track]:
        """A track's playlists and the tractor that holds them."""
        lanes = lanes_of(shots, self._rate, self._losses)
        audio = track.kind == "audio"
        names = [f"{track.id}{side}" for side in "ab"]
        for name, clips in zip(names, lanes.clips, strict=True):
            playlist = element(root, "playlist", id=name)
            if self._kdenlive:
                kdenlive.of_playlist(playlist, track)
            self._entries(playlist, clips, audio)
        tractor = element(root, "tractor", id=track.id, **{"in": 0}, out=self._length - 1)
        if self._kdenlive:
            kdenlive.of_track(tractor, track)
        hide = "both" if not track.enabled else "video" if audio else "audio"
        for name in names:
            element(tractor, "track", hide=hide, producer=name)
        for mix in lanes.mixes:
            self._mix(tractor, mix, audio)
        return track.id, track

    def _entries(self, playlist: Element, clips: list[Clip], audio: bool) -> None:
        at = 0
        for clip in clips:
            if clip.length <= 0:
                continue
            if clip.start > at:
                element(playlist, "blank", length=clip.start - at)
            producer, first = self._producers.use(clip)
            entry = element(playlist, "entry", producer=producer, **{"in": first}, out=first + clip.length - 1)
            if self._kdenlive:
                properties(entry, {"kdenlive:id": self._producers.number(producer)})
            _fades(entry, clip, first, audio)
            at = clip.end

    def _mix(self, tractor: Element, mix: Mix, audio: bool) -> None:
        """A dissolve between the two playlists; `reverse` where the second one is the outgoing."""
        made = element(tractor, "transition", **{"in": mix.start}, out=mix.end - 1)
        properties(made, {"a_track": 0, "b_track": 1, "reverse": int(mix.backwards)})
        if audio:
            properties(made, {"mlt_service": "mix", "start": -1, "accepts_blanks": 1})
        else:
            properties(made, {"mlt_service": "luma", "factory": "loader", "progressive": 1, "alpha_over": 1})
        if self._kdenlive:
            kdenlive.of_mix(made, audio, mix.end - mix.cut)

    def _whole(self, root: Element, tracks: list[tuple[str, Track]]) -> None:
        """The tractor of all tracks: pictures lie on each other, sounds are added."""
        cut = element(root, "tractor", id="cut", **{"in": 0}, out=self._length - 1)
        if self._kdenlive:
            cut.set("global_feed", "1")
        element(cut, "track", producer="black_track")
        for name, _ in tracks:
            element(cut, "track", producer=name)
        for number, (_, track) in enumerate(tracks, start=1):
            made = element(cut, "transition")
            properties(made, {"a_track": 0, "b_track": number, "always_active": 1, "internal_added": 237})
            if track.kind == "audio":
                properties(made, {"mlt_service": "mix", "kdenlive_id": "mix", "sum": 1, "accepts_blanks": 1})
            elif self._kdenlive:
                properties(made, {"mlt_service": "qtblend", "kdenlive_id": "qtblend"})
            else:
                properties(made, {"mlt_service": "composite", "fill": 1, "progressive": 1})


def _fades(entry: Element, clip: Clip, first: int, audio: bool) -> None:
    """Fades from and to nothing, as filters on the entry."""
    for length, start, name in (
        (clip.fade_in, first, "in"),
        (clip.fade_out, first + clip.length - clip.fade_out, "out"),
    ):
        if not length:
            continue
        made = element(entry, "filter", **{"in": start}, out=start + length - 1)
        ends = (0, 1) if name == "in" else (1, 0)
        if audio:
            properties(made, {"mlt_service": "volume", "kdenlive_id": f"fade{name}", "gain": ends[0], "end": ends[1]})
        else:
            other = "fade_from_black" if name == "in" else "fade_to_black"
            level = f"0={ends[0]};{length - 1}={ends[1]}"
            properties(made, {"mlt_service": "brightness", "kdenlive_id": other, "level": level, "alpha": 1})
