"""Finds the media of a cut in other folders, says how each was known, and writes nothing down that is a guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from picturelock.conform.relink.checks import overlaps
from picturelock.conform.relink.index import MediaIndex
from picturelock.conform.relink.linking import Linker
from picturelock.conform.relink.model import WAYS, Candidate, Link, Need, Relinked, Way
from picturelock.conform.relink.near import nearest
from picturelock.conform.relink.needs import need_of, needs
from picturelock.conform.relink.search import Search
from picturelock.cut import Cut, Shot, Source, source_timecode, with_shots
from picturelock.findings import Finding, Place
from picturelock.host import Progress, silent

STAGE, READING = "relink", "read"
SMALL = 200
"""Media files that were never looked into are all read where something is missing, if they are no more than this."""
MAX_PARTS = 2000
"""Shots of one reel that are looked for one by one."""
Ask = Callable[[Need, Sequence[Candidate]], Candidate | None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How to look, and what was decided already."""

    handles: int = 0
    """Frames of the cut that must be there on either side of each shot."""
    by: tuple[Way, ...] = WAYS
    deep: bool = False
    """Look into every media file of the folders, so that renamed ones are known by contents, reel and timecode."""
    choices: Mapping[tuple[str, str, str, str], Path] = field(default_factory=lambda: MappingProxyType({}))
    """By `Need.key`; paths are within the folders."""
    ask: Ask | None = None


def relink(
    cut: Cut, folders: Sequence[Path], index: MediaIndex, settings: Settings | None = None, progress: Progress = silent
) -> Relinked:
    """The cut with its media found in `folders`, and what became of each source.

    A reference into these folders stays; any other is looked for there first. Nests stay as they are. What was learnt about the
    folders is kept in `index`, also where the work is broken off. Raises InputError for a choice that cannot be read.
    """
    settings = settings or Settings()
    base = (cut.path.parent if cut.path else Path()).resolve()
    try:
        index.walk(progress)
        search = Search(base, folders, index, cut.rate)
        linker = Linker(search, settings.by, settings.choices, settings.ask, cut.rate)
        every = needs(cut, settings.handles)
        if settings.deep:
            _read_all(search, progress, every_one=True)
        links = _all(every, linker, cut, settings, progress)
        if any(link.state == "missing" for link in links) and any(
            tree.listed < len(tree.folders) for tree in index.trees
        ):
            index.walk(progress, anew=True)  # before anything is called missing, the folders are listed in earnest
            search.anew(index, folders)
            links = _again(links, linker, cut, settings, progress)
        if any(link.state == "missing" for link in links) and _read_all(search, progress):
            links = _again(links, linker, cut, settings, progress)
        links = _with_nearest(links, linker)
    finally:
        index.save()
    found = _sources(links)
    changed = with_shots(cut, lambda shot: replace(shot, source=found.get(id(shot), shot.source)))
    told = (*(one for link in links for one in link.findings), *overlaps(links), *_search_findings(search, base))
    named = tuple(replace(one, place=replace(one.place, file=str(cut.path or ""))) for one in told)
    return Relinked(changed, tuple(links), named, Counter(link.state for link in links))


def _all(every: Sequence[Need], linker: Linker, cut: Cut, settings: Settings, progress: Progress) -> list[Link]:
    links: list[Link] = []
    for number, need in enumerate(every):
        progress(STAGE, number, len(every), need.label)
        links += _one(need, linker, cut, settings)
    progress(STAGE, len(every), len(every))
    return links


def _one(need: Need, linker: Linker, cut: Cut, settings: Settings) -> list[Link]:
    link = linker.link(need, by_person=False)
    chosen = need.key in settings.choices
    parts = _in_parts(link, linker, cut, settings) if not (chosen or need.part) else []
    undecided = chosen or need.part or (link.state == "ambiguous" and settings.ask is not None)
    return parts or [linker.link(need) if undecided else link]


def _in_parts(link: Link, linker: Linker, cut: Cut, settings: Settings) -> list[Link]:
    """The files that make up a source which only a reel names (a tape, a card); none where one file is all, or none is found."""
    need = link.need
    alone = link.state in ("linked", "unchanged") or (link.file is not None and not link.short.used)
    if alone or need.source.url or not need.source.reel or not 1 < len(need.shots) <= MAX_PARTS:
        return []
    handles = cut.rate.time_of(settings.handles)
    parts: dict[object, list[Shot]] = {}
    found = False
    for shot in need.shots:
        # What was decided is decided of all shots of a part, which are only known once each was looked for.
        one = linker.link(_part(need, [shot], handles, cut), by_person=False)
        which = [one.file] if one.file else list(one.candidates)
        found = found or one.state != "missing"
        parts.setdefault((one.state == "missing", *(str(file.path) for file in which)), []).append(shot)
    if len(parts) < 2 or not found:
        return []
    return [linker.link(_part(need, shots, handles, cut)) for shots in parts.values()]


def _part(need: Need, shots: Sequence[Shot], handles: int, cut: Cut) -> Need:
    part = need_of(shots, handles, cut.rate)
    return replace(part, part=str(source_timecode(need.source, part.used.start, cut.rate, False)))


def _again(links: Sequence[Link], linker: Linker, cut: Cut, settings: Settings, progress: Progress) -> list[Link]:
    """What was missing, looked for once more."""
    tried: list[Link] = []
    for number, link in enumerate(links):
        progress(STAGE, number, len(links), link.need.label)
        tried += _one(link.need, linker, cut, settings) if link.state == "missing" else [link]
    progress(STAGE, len(links), len(links))
    return tried


def _read_all(search: Search, progress: Progress, *, every_one: bool = False) -> bool:
    """Look into the media that nobody has looked into, if they are few or `every_one` is wanted; False for none."""
    unknown = [path for path in search.media() if not search.facts.is_fresh(path)]
    if not unknown or (len(unknown) > SMALL and not every_one):
        return False
    for number, path in enumerate(unknown):
        progress(READING, number, len(unknown), path.name)
        search.at(path)
    progress(READING, len(unknown), len(unknown))
    search.forget_reels()
    return True


def _with_nearest(links: Sequence[Link], linker: Linker) -> list[Link]:
    missing = [link.need for link in links if link.state == "missing"]
    found = nearest(missing, linker.search) if missing else {}
    return [
        linker.missing_with(link, found.get(id(link.need), ())) if link.state == "missing" else link for link in links
    ]


def _sources(links: Sequence[Link]) -> dict[int, Source]:
    """The new source of each shot, by the shot's `id`: of one file the timeline may have several."""
    found: dict[int, Source] = {}
    for link in links:
        for shot in link.need.shots:
            found[id(shot)] = link.of(shot.source)
    return found


def _search_findings(search: Search, base: Path) -> Iterator[Finding]:
    if search.names.stopped:
        yield Finding("timeline.search-stopped", "warning", Place(), {"folder": str(base)})
    for reel, count in search.unread.items():
        yield Finding("timeline.relink-reel-unread", "warning", Place(source=reel), {"reel": reel, "count": count})
