"""The ways to find that a source of one cut is one of another, surest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from picturelock.conform.media import Media, Pairing, Way
from picturelock.conform.names import bare_stem, reel, reference, stem, unversioned

_CMX_REEL = 8
"""Characters that a reel has room for in a CMX 3600 list."""
_UNSAID = re.compile(r"[^a-z0-9]")
Names = Callable[[Media], Iterable[str]]


def pairings(ours: Mapping[str, Media], theirs: Mapping[str, Media]) -> list[Pairing]:
    """Every source that both cuts have; each at most once."""
    search = _Search(dict(ours), dict(theirs))
    search.by("fingerprint", lambda media: (media.source.fingerprint,))
    search.by("reel", lambda media: (_in_reel(media),))
    search.by_timecode()
    search.by("reference", lambda media: (_reference(media),))
    search.by("name", lambda media: (stem(media.source.name) or stem(_reference(media)),))
    search.by("name", _aliases)
    search.by("name", _bare_name, lambda media: map(stem, media.clips))
    search.by("name", lambda media: map(stem, media.clips), _bare_name)
    search.by("name", _without_frames)
    search.by("name", lambda media: map(unversioned, _without_frames(media)))
    search.by_short_reels()
    return search.found


def _reference(media: Media) -> str:
    return reference(str(media.source.path or ""), media.source.url)


def _in_reel(media: Media) -> str:
    """Reel and name together; "" where the reel says nothing."""
    tape = reel(media.source.reel)
    return f"{tape}\N{INFORMATION SEPARATOR ONE}{stem(media.source.name)}" if tape else ""


def _aliases(media: Media) -> Iterable[str]:
    """A list often has the file's name for a reel."""
    return {stem(media.source.name), stem(_reference(media)), reel(media.source.reel)}


def _bare_name(media: Media) -> Iterable[str]:
    """The name of a source of which no file is known: a list may have it from the clip."""
    return () if _reference(media) else (stem(media.source.name),)


def _without_frames(media: Media) -> Iterable[str]:
    """Of an image sequence that was rendered again, longer or shorter."""
    return {bare_stem(media.source.name), bare_stem(_reference(media))}


class _Search:
    """What is not matched yet, and what is."""

    def __init__(self, ours: dict[str, Media], theirs: dict[str, Media]) -> None:
        self._ours, self._theirs = ours, theirs
        self.found: list[Pairing] = []

    def by(self, way: Way, names: Names, of_new: Names | None = None) -> None:
        """Match sources that alone have a name on their side, and have no other such partner."""
        if not self._ours or not self._theirs:
            return
        left, right = _index(names, self._ours), _index(of_new or names, self._theirs)
        partners: dict[str, set[str]] = defaultdict(set)
        turned: dict[str, set[str]] = defaultdict(set)
        for name in left.keys() & right.keys():
            if len(left[name]) == len(right[name]) == 1:
                partners[left[name][0]].add(right[name][0])
                turned[right[name][0]].add(left[name][0])
        for one in [key for key in self._ours if len(partners.get(key, ())) == 1]:
            (other,) = partners[one]
            if len(turned[other]) == 1:
                self._match((one,), (other,), self._reason(way, one, other))

    def _reason(self, way: Way, one: str, other: str) -> Way:
        """A reel that is another list's file name is still a reel."""
        a, b = self._ours[one].source, self._theirs[other].source
        ours, theirs = stem(a.name), stem(b.name)
        by_reel = (reel(a.reel) and reel(a.reel) == theirs) or (reel(b.reel) and reel(b.reel) == ours)
        return "reel" if way == "name" and ours != theirs and by_reel else way

    def _match(self, old: tuple[str, ...], new: tuple[str, ...], way: Way) -> None:
        self.found.append(Pairing(old, new, way))
        for key in old:
            del self._ours[key]
        for key in new:
            del self._theirs[key]

    def by_timecode(self) -> None:
        """Match what is left of each reel by the timecode that is shown of it: on a tape, that is the place."""
        tapes: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for side, media in ((0, self._ours), (1, self._theirs)):
            for key, one in media.items():
                if tape := reel(one.source.reel):
                    tapes[tape].append((side, key))
        for members in tapes.values():
            if {side for side, _ in members} == {0, 1}:
                for old, new in self._overlapping(members):
                    self._match(old, new, "reel")

    def _overlapping(self, members: list[tuple[int, str]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Groups of sources of one reel that show the same timecode; none in which two of one cut do so."""
        spans = sorted(
            (span.start, span.end, side, key)
            for side, key in members
            for span in (self._ours, self._theirs)[side][key].spans
        )
        groups = _Groups()
        ends: list[tuple[int, tuple[int, str] | None]] = [(0, None), (0, None)]
        for start, end, side, key in spans:
            one = (side, key)
            for other_end, other in ends:
                if other is not None and other != one and start < other_end:
                    groups.join(one, other)
                    if other[0] == side:
                        groups.spoil(one)
            if end > ends[side][0]:
                ends[side] = (end, one)
        for group in groups.all():
            old = tuple(key for side, key in group if side == 0)
            new = tuple(key for side, key in group if side == 1)
            if old and new:
                yield old, new

    def by_short_reels(self) -> None:
        """Match a reel that was cut to eight characters with the one whole name that starts so and shows the same."""
        self.by("reel", _short, _starts)
        self.by("reel", _starts, _short)


def _short(media: Media) -> Iterable[str]:
    name = reel(media.source.reel)
    return (_UNSAID.sub("", name),) if len(name) == _CMX_REEL else ()


def _starts(media: Media) -> Iterable[str]:
    return {_UNSAID.sub("", name)[:_CMX_REEL] for name in _aliases(media) if len(name) > _CMX_REEL}


def _index(names: Names, sources: Mapping[str, Media]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, media in sources.items():
        for name in names(media):
            if name:
                found[name].append(key)
    return found


class _Groups:
    """Things that belong together, in the order in which they came."""

    def __init__(self) -> None:
        self._parent: dict[tuple[int, str], tuple[int, str]] = {}
        self._spoilt: set[tuple[int, str]] = set()

    def _root(self, one: tuple[int, str]) -> tuple[int, str]:
        self._parent.setdefault(one, one)
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def join(self, one: tuple[int, str], other: tuple[int, str]) -> None:
        a, b = self._root(one), self._root(other)
        if a != b:
            self._parent[b] = a

    def spoil(self, one: tuple[int, str]) -> None:
        """Say that its group tells nothing."""
        self._spoilt.add(one)

    def all(self) -> Iterator[list[tuple[int, str]]]:
        by_root: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
        for one in list(self._parent):
            by_root[self._root(one)].append(one)
        spoilt = {self._root(one) for one in self._spoilt}
        yield from (group for root, group in by_root.items() if root not in spoilt)
