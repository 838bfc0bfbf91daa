"""One file out of several: identical copies are one, and what the cut does with a source tells others apart, or nothing does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from picturelock.conform.relink.model import Candidate, Need, Reason, Way
from picturelock.conform.relink.search import Search, is_proxy, without_proxy
from picturelock.conform.relink.sequences import lacking, numbers_used
from picturelock.timeline.search import plain
from picturelock.times import FrameRate, Timecode

Test = Callable[[Candidate], bool]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is left of some candidates, one of each contents, and what told the others from them."""

    left: tuple[Candidate, ...]
    reasons: tuple[Reason, ...]
    copies: tuple[Candidate, ...] = ()
    """Of the one that is left: the same contents elsewhere."""
    proxies: tuple[Candidate, ...] = ()
    """Passed over for the original."""


def narrowed(need: Need, found: Sequence[Candidate], way: Way, search: Search, rate: FrameRate) -> Choice:
    """The candidates that nothing tells apart. Each test counts only where it leaves something and takes something away."""
    left, reasons = _readable(found), [*_by_ending(need, found, way)]
    groups = _alike(left)
    proxies: list[Candidate] = []
    for reason, passes in _tests(need, way, search, rate):
        if len(groups) < 2:
            break
        kept = [group for group in groups if passes(group[0])]
        if kept and len(kept) < len(groups):
            if reason == "original":
                proxies = [group[0] for group in groups if group not in kept]
            groups, reasons = kept, [*reasons, reason]
    firsts = tuple(group[0] for group in groups)
    copies = tuple(groups[0][1:]) if len(groups) == 1 else ()
    if copies:
        reasons.append("copies")
    return Choice(firsts, (way, *reasons), copies, tuple(proxies))


def differs(found: Sequence[Candidate]) -> tuple[str, ...]:
    """In what candidates differ, as far as can be seen without playing them."""
    facts: dict[str, set[object]] = {}
    for one in found:
        for name, value in facts_of(one).items():
            facts.setdefault(name, set()).add(value)
    return tuple(name for name, values in facts.items() if len(values) > 1)


def facts_of(one: Candidate) -> dict[str, str | int]:
    """What a person would compare."""
    info = one.info
    told: dict[str, str | int] = {
        "duration": "", "rate": "", "start": "", "raster": "", "channels": "", "reel": "",
        "size": one.size, "folder": str(one.path.parent), "frames": "",
    }  # fmt: skip
    if one.frames:
        told["frames"] = f"{one.frames[0]}-{one.frames[-1]} ({len(one.frames)})"
    if info is None:
        return told
    rate = info.rate
    told["duration"] = str(Timecode.at(info.duration, rate or FrameRate(25)))
    told["rate"] = rate.label if rate else ""
    told["start"] = str(info.start_timecode or (Timecode.at(info.start, rate or FrameRate(25)) if info.start else ""))
    told["raster"] = f"{info.video[0].width}x{info.video[0].height}" if info.video else ""
    told["channels"] = sum(stream.channels for stream in info.audio)
    told["reel"] = info.reel
    return told


def _tests(need: Need, way: Way, search: Search, rate: FrameRate) -> list[tuple[Reason, Test]]:
    files = {plain(name) for name in need.files}
    clips = {plain(name) for name in need.clips}

    def has_kind(one: Candidate) -> bool:
        info = one.info
        return info is None or bool((info.video or not need.video) and (info.audio or not need.audio))

    def runs_over(one: Candidate) -> bool:
        if one.frames:
            return not any(lacking(one, *numbers_used(one, need.source, need.used, need.source.rate or rate)))
        return search.runs_over(one, need)

    def as_long(one: Candidate) -> bool:
        available, info = need.source.available, one.info
        own = need.source.rate or rate
        if available is None or info is None or not available.duration:
            return False
        starts = not info.start or abs(info.start - available.start) <= own.frame // 2
        return starts and abs(info.duration - available.duration) <= own.frame

    def called(names: set[str]) -> Test:
        return lambda one: plain(one.path.name) in names or plain(one.path.stem) in names

    tests: list[tuple[Reason, Test]] = [("kind", has_kind), ("timecode", runs_over)]
    if way != "file":
        tests.append(("also-file", called(files)))
    if way not in ("file", "clip"):
        tests.append(("also-clip", called(clips)))
    return [*tests, ("length", as_long), ("original", lambda one: not is_proxy(one.path))]


def _readable(found: Sequence[Candidate]) -> list[Candidate]:
    return [one for one in found if not one.problem]


def _alike(found: Sequence[Candidate]) -> list[list[Candidate]]:
    """By contents; in the order in which each was found first."""
    groups: dict[str, list[Candidate]] = {}
    for one in found:
        groups.setdefault(one.fingerprint or str(one.path), []).append(one)
    return list(groups.values())


def _by_ending(need: Need, found: Sequence[Candidate], way: Way) -> list[Reason]:
    """Said where no file has the very name, but only its stem with another ending."""
    names = {plain(name) for name in (need.files if way == "file" else need.clips)}
    stems = {plain(without_proxy(name.rpartition(".")[0])) for name in names if "." in name}
    if way not in ("file", "clip") or any(one.frames or plain(one.path.name) in names for one in found):
        return []
    bare = {plain(one.path.stem) for one in found}
    return ["ending"] if stems & {without_proxy(stem) for stem in bare} and not bare & names else []
