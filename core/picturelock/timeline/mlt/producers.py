"""The media of a cut as MLT's producers: one for each file, and one for each clip that is retimed."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from picturelock.cut import Shot, Source
from picturelock.timeline.base import Losses
from picturelock.timeline.mlt.clips import Clip, is_plain, last_shown, source_in, time_map
from picturelock.timeline.mlt.elements import element, properties
from picturelock.timeline.references import found_reference, local_form
from picturelock.times import FrameRate

BLACK = "color:black"


@dataclass(slots=True)
class Producer:
    """A file, or black."""

    id: str
    number: int
    """In Kdenlive's bin, from 2 on."""
    source: Source
    resource: str
    length: int = 1
    """In frames; at least what is used of it."""


@dataclass(slots=True)
class Retimed:
    """A clip's own producer."""

    id: str
    of: Producer
    clip: Clip


@dataclass(slots=True)
class Producers:
    """Collects the producers that clips ask for."""

    rate: FrameRate
    losses: Losses
    files: dict[str, Producer] = field(default_factory=dict)
    retimed: list[Retimed] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def use(self, clip: Clip) -> tuple[str, int]:
        """The producer that a clip shows, and the frame of it that it starts with."""
        shot = clip.shot
        producer = self._of(shot)
        if is_plain(shot) or producer.resource == BLACK:
            first = source_in(clip, self.rate) if producer.resource != BLACK else 0
            producer.length = max(producer.length, first + clip.length)
            return producer.id, first
        producer.length = max(producer.length, last_shown(clip, self.rate))
        made = Retimed(f"retimed{len(self.retimed)}", producer, clip)
        self.retimed.append(made)
        self._numbers[made.id] = producer.number
        return made.id, 0

    def number(self, name: str) -> int:
        """The number in the bin of a producer that was used."""
        return self._numbers[name]

    def _of(self, shot: Shot) -> Producer:
        source = shot.source
        resource = BLACK if source.generated else local_form(found_reference(source))
        if not resource or (source.generated and source.name.lower() not in ("black", "bl", "")):
            self.losses.add("media", shot.id, shot.record_span)
        resource = resource or source.name or shot.name or "offline"
        if resource not in self.files:
            number = len(self.files)
            made = Producer(f"producer{number}", number + 2, source, resource)
            if source.available is not None:
                made.length = max(1, self.rate.floor(source.available.duration))
            self.files[resource] = made
            self._numbers[made.id] = made.number
        return self.files[resource]


def write_file(root: Element, producer: Producer) -> Element:
    """A file's element."""
    made = element(root, "producer", id=producer.id, **{"in": 0}, out=producer.length - 1)
    properties(made, {"length": producer.length, "eof": "pause"})
    _service(made, producer)
    return made


def write_retimed(root: Element, retimed: Retimed, rate: FrameRate) -> Element:
    """A retimed clip's element: the file, and what of it is on screen when."""
    clip = retimed.clip
    made = element(root, "chain", id=retimed.id, out=clip.length - 1)
    properties(made, {"length": max(clip.length, retimed.of.length), "eof": "pause"})
    _service(made, retimed.of)
    link = element(made, "link", id=f"{retimed.id}_link", **{"in": 0}, out=clip.length - 1)
    found = time_map(clip, rate)
    # MLT 7.14 renamed "map"; each version reads its own.
    properties(link, {"mlt_service": "timeremap", "map": found, "time_map": found, "image_mode": "nearest"})
    return made


def _service(made: Element, producer: Producer) -> None:
    if producer.resource == BLACK:
        properties(made, {"resource": "black", "mlt_service": "color", "mlt_image_format": "rgb"})
    else:
        properties(made, {"resource": producer.resource, "mlt_service": "avformat"})
