"""The two versions of the demo's cut, as plain data: tracks of clips, gaps, nests and dissolves, counted in frames.

The dialogue comes first: blocks of whole utterances, so that no edit ever falls inside a word. The picture is then laid
over it, in sync, with edits moved before or after those of the sound (L and J cuts).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import film


@dataclass(frozen=True)
class Clip:
    """`length` frames of record from a source, from its frame `start` on (0 = its first); `speed` = source per record frame."""

    source: str
    start: int
    length: int
    speed: int = 1


@dataclass(frozen=True)
class Gap:
    length: int


@dataclass(frozen=True)
class Nest:
    """`length` frames, from frame `start` on, of a small timeline of its own: one track of clips."""

    name: str
    start: int
    length: int
    clips: tuple[Clip, ...]


@dataclass(frozen=True)
class Dissolve:
    """Between its neighbours: `before` and `after` are frames on either side of their edit."""

    before: int
    after: int

    length = 0


Item = Clip | Gap | Nest | Dissolve


@dataclass(frozen=True)
class Cut:
    """Tracks by name (V1, V2, A1, A2), lowest first; every track starts at frame 0."""

    name: str
    tracks: dict[str, tuple[Item, ...]]

    @property
    def length(self) -> int:
        return max(sum(item.length for item in items) for items in self.tracks.values())


@dataclass(frozen=True)
class Placed:
    """A clip with its first record frame. `track` is the outermost one."""

    track: str
    record: int
    clip: Clip

    @property
    def end(self) -> int:
        return self.record + self.clip.length


def flat(items: tuple[Item, ...], track: str) -> Iterator[Placed]:
    """The clips of a track with nests opened and trimmed, in order."""
    at = 0
    for item in items:
        if isinstance(item, Clip):
            yield Placed(track, at, item)
        elif isinstance(item, Nest):
            inner = 0
            for clip in item.clips:
                skipped, end = max(0, item.start - inner), min(clip.length, item.start + item.length - inner)
                if skipped < end:
                    part = replace(clip, start=clip.start + skipped * clip.speed, length=end - skipped)
                    yield Placed(track, at + inner + skipped - item.start, part)
                inner += clip.length
        at += item.length


class _Dialogue:
    """Lays blocks of speech one after the other, and picture in sync with them."""

    def __init__(self, opening: int) -> None:
        self.items: list[Item] = [Gap(opening)]
        self.at = opening

    def say(self, take: str, first: int, last: int, head: int, tail: int) -> Placed:
        """Utterances `first` to `last` of a take (1 = after the slate), with so many frames before and after them."""
        lines = film.utterances(take)
        clip = Clip(take, lines[first].start - head, lines[last].end + tail - lines[first].start + head)
        return self.place(clip, clip)

    def place(self, clip: Clip, item: Item) -> Placed:
        placed = Placed("A1", self.at, clip)
        self.items.append(item)
        self.at += clip.length
        return placed

    def rest(self, length: int) -> None:
        self.items.append(Gap(length))
        self.at += length


def _picture(edits: list[tuple[Placed | Clip | Nest, int]]) -> tuple[Item, ...]:
    """A track without gaps from (what, record frame at which it ends); a placed block is shown in sync with its sound."""
    items: list[Item] = []
    at = 0
    for what, end in edits:
        if isinstance(what, Placed):
            items.append(Clip(what.clip.source, what.clip.start + at - what.record, end - at))
        else:
            items.append(replace(what, length=end - at))
        at = end
    return tuple(items)


def _cutaways(*placed: tuple[int, Clip]) -> tuple[Item, ...]:
    """A track of clips at given record frames, with gaps between."""
    items: list[Item] = []
    at = 0
    for record, clip in placed:
        items += [Gap(record - at), clip]
        at = record + clip.length
    return tuple(items)


def _letter_insert(dialogue: _Dialogue) -> tuple[Placed, Nest]:
    """A compound clip with picture and sound: Paul answers, and the table is seen. Longer inside than what is used of it."""
    spare_head, spare_tail = 12, 8
    line = film.utterances("A001C003_S012T03")[2]
    used = Clip("A001C003_S012T03", line.start - 8, line.end - line.start + 8 + 14)
    inside = replace(used, start=used.start - spare_head, length=spare_head + used.length + spare_tail)
    sound = Nest("Letter insert", spare_head, used.length, (inside,))
    paul = replace(inside, length=spare_head + 30)
    letter = Clip("C001C002_LETTER", 24, inside.length - paul.length)
    return dialogue.place(used, sound), Nest("Letter insert", spare_head, used.length, (paul, letter))


def _with_theme(name: str, v1: tuple[Item, ...], v2: tuple[Item, ...], dialogue: _Dialogue) -> Cut:
    """The music runs under everything and ends with the film."""
    theme = Clip("M001_THEME", film.sources()["M001_THEME"].frames - dialogue.at, dialogue.at)
    return Cut(name, {"V1": v1, "V2": v2, "A1": tuple(dialogue.items), "A2": (theme,)})


def letter_v1() -> Cut:
    """The first version: no farewell in English, another take of Paul's answer in French, the kitchen in another order."""
    talk = _Dialogue(60)
    where = talk.say("A001C001_S012T01", 1, 1, 8, 14)
    _, insert = _letter_insert(talk)
    somebody = talk.say("A001C002_S012T02", 3, 3, 10, 22)
    nothing = talk.say("A001C001_S012T01", 3, 3, 8, 10)
    train = talk.say("A001C005_S007T02", 1, 3, 10, 14)
    talk.rest(60)
    seek = talk.say("B001C001_S004T01", 1, 1, 8, 13)
    answer = talk.say("B001C002_S004T02", 2, 2, 8, 16)
    rien = talk.say("B001C001_S004T01", 3, 3, 8, 12)
    venu = talk.say("B001C002_S004T02", 3, 3, 2, 18)
    quai = talk.say("B001C005_S009T02", 1, 3, 10, 14)
    adieu = talk.say("B001C006_S009T03", 3, 3, 12, 16)
    talk.rest(72)
    v1 = _picture(
        [
            (Clip("C001C001_RIVER", 4, 0, speed=2), where.record + 10),
            (where, where.end),
            (insert, somebody.record),
            (somebody, somebody.end),
            (nothing, nothing.end - 4),
            (train, train.end - 8),
            (Clip("C001C001_RIVER", 160, 0), seek.record - 6),
            (seek, seek.end - 18),
            (answer, answer.end - 6),
            (rien, rien.end - 2),
            (venu, venu.end),
            (quai, quai.end - 17),
            (adieu, adieu.end - 4),
            (Clip("C001C004_HOUSE", 72, 0), talk.at),
        ]
    )
    v1 = (*v1[:6], Dissolve(12, 12), *v1[6:])
    v2 = _cutaways(
        (train.record + 40, Clip("C001C003_CLOCK", 48, 40)), (quai.record + 84, Clip("C001C004_HOUSE", 12, 44))
    )
    return _with_theme("letter_v1", v1, v2, talk)


def letter_v2() -> Cut:
    """The version that is delivered."""
    talk = _Dialogue(60)
    where = talk.say("A001C001_S012T01", 1, 1, 8, 14)
    _, insert = _letter_insert(talk)
    nothing = talk.say("A001C001_S012T01", 3, 3, 8, 10)
    somebody = talk.say("A001C002_S012T02", 3, 3, 10, 16)
    train = talk.say("A001C005_S007T02", 1, 3, 10, 14)
    tell = talk.say("A001C006_S007T03", 3, 3, 12, 12)
    talk.rest(60)
    seek = talk.say("B001C001_S004T01", 1, 1, 8, 13)
    answer = talk.say("B001C003_S004T03", 2, 2, 8, 16)
    rien = talk.say("B001C001_S004T01", 3, 3, 8, 12)
    venu = talk.say("B001C002_S004T02", 3, 3, 10, 18)
    quai = talk.say("B001C005_S009T02", 1, 3, 10, 14)
    adieu = talk.say("B001C006_S009T03", 3, 3, 12, 16)
    talk.rest(72)
    v1 = _picture(
        [
            (Clip("C001C001_RIVER", 4, 0, speed=2), where.record + 10),
            (where, where.end),
            (insert, nothing.record),
            (nothing, nothing.end - 14),
            (somebody, somebody.end),
            (train, train.end - 18),
            (tell, tell.record + 46),
            (Clip("C001C001_RIVER", 160, 0), seek.record - 6),
            (seek, seek.end - 18),
            (answer, answer.end - 6),
            (rien, rien.end - 15),
            (venu, venu.end),
            (quai, quai.end - 17),
            (adieu, adieu.end - 4),
            (Clip("C001C004_HOUSE", 72, 0), talk.at),
        ]
    )
    v1 = (*v1[:7], Dissolve(12, 12), *v1[7:])
    v2 = _cutaways(
        (train.record + 40, Clip("C001C003_CLOCK", 48, 40)), (quai.record + 84, Clip("C001C004_HOUSE", 12, 44))
    )
    return _with_theme("letter_v2", v1, v2, talk)
