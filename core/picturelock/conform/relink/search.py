"""Where a source may lie: the files that its fingerprint, its reel and timecode or its names lead to."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from pathlib import Path

from picturelock.conform.names import reel as telling_reel
from picturelock.conform.relink.facts import Facts
from picturelock.conform.relink.index import MediaIndex
from picturelock.conform.relink.model import Candidate, Need, Way
from picturelock.conform.relink.sequences import sequences
from picturelock.cut import Source
from picturelock.errors import InputError
from picturelock.media.fingerprint import fingerprint
from picturelock.media.probe import MediaInfo
from picturelock.timeline.locate import covers, knows_start
from picturelock.timeline.proxies import is_proxy as is_proxy
from picturelock.timeline.proxies import without_proxy as without_proxy
from picturelock.timeline.references import is_sequence, media_path
from picturelock.timeline.search import STILL_SUFFIXES, Border, Index, plain
from picturelock.times import Flicks, FrameRate, Span

RAW_SUFFIXES = frozenset({".r3d", ".braw", ".ari", ".arx", ".crm", ".cine", ".nev"})
"""Camera raw, which FFmpeg does not read: such a file is known by its name only."""
MAX_ON_REEL = 3000
"""Files of one reel that are looked into."""
NOTE = "picturelock.media"
"""Under which a relinked source notes its fingerprint, for the next time."""
_PROXY_MARKS = ("_proxy", "-proxy", ".proxy", " proxy", "_px", "_lowres")


class Search:
    """Looks for one source after another, in folders that are walked once."""

    def __init__(self, base: Path, folders: Sequence[Path], index: MediaIndex, rate: FrameRate) -> None:
        self.border = Border([base, *folders])
        self.facts: Facts = index.facts
        self.unread: dict[str, int] = {}
        """Reels of which not every file was looked into, with how many there are."""
        self._base = base
        self._inside = Border(folders)
        self._rate = rate
        self.names = Index(folders, index.files)
        self._by_folder: dict[str, list[str]] | None = None
        self._held: dict[Path, bool] = {}
        self._known: dict[Path, Candidate] = {}
        self._folder_names: list[str] = []
        self._reels: dict[str, list[str]] = {}

    def anew(self, index: MediaIndex, folders: Sequence[Path]) -> None:
        """Forget the names: the folders have been walked again."""
        self.names, self._by_folder, self._reels = Index(folders, index.files), None, {}

    def by(self, way: Way, need: Need) -> list[Candidate]:
        """The files that one way leads to; of the reel only those whose timecode runs over all that is used."""
        if any(is_sequence(name) for name in need.files[:1]):
            return self._sequences(need.files) if way == "file" else []
        if way == "fingerprint":
            return [one for one in self._alike(need) if one.fingerprint in self.fingerprints(need)]
        if way == "reel":
            return self._on_reel(need)
        return self._named(need.files if way == "file" else need.clips)

    def at(self, path: Path) -> Candidate:
        """What lies at a path within the border."""
        if path not in self._known:
            self._known[path] = self._look(path)
        return self._known[path]

    def reference(self, source: Source) -> tuple[Path | None, bool]:
        """The file that the timeline names, if it is there and may be opened, and whether it leads out of the folders."""
        path = source.path or (media_path(source.url, self._base) if source.url else None)
        if path is None:
            return None, False
        if not self.border.holds(path):
            return None, True
        try:
            there = path.is_file() or (is_sequence(path.name) and self.frames_at(path) is not None)
            return (Path(os.path.normpath(path)) if there else None), False
        except (OSError, ValueError):
            return None, False

    def is_in_folders(self, path: Path) -> bool:
        """True within the folders that are searched; the timeline's own counts only if it is one."""
        return self._inside.holds(path)

    def fingerprints(self, need: Need) -> set[str]:
        """What the source's contents are known to be: by the cut, by the file it names now, by what was last seen there."""
        source = need.source
        noted = source.extras.get(NOTE)
        found = {source.fingerprint, str(noted.get("fingerprint", "")) if isinstance(noted, Mapping) else ""}
        path, outside = self.reference(source)
        if path is not None:
            found.add(self.at(path).fingerprint)
        named = media_path(source.url, self._base) if source.url and not outside else None
        if named is not None:
            found.add(self.facts.remembered(Path(os.path.normpath(named))))
        return found - {""}

    def on_reel(self, reel: str) -> list[Path]:
        """Media whose name, folder or timecode track says that they are of a reel, the first MAX_ON_REEL of them."""
        found = [path for path in map(Path, self._of_reel(reel)) if self._holds(path)]
        if len(found) > MAX_ON_REEL:
            self.unread[reel] = len(found)
        return found[:MAX_ON_REEL]

    def runs_over(self, one: Candidate, need: Need) -> bool:
        """True where a file's own timecode holds all that is used of a source."""
        info = one.info
        return info is not None and knows_start(info) and covers(info, info.start, need.used, self.slack(info, need))

    def is_on_reel(self, one: Candidate, need: Need) -> bool:
        """True where a file that was found by a name would have been found by reel and timecode as well."""
        if not self.runs_over(one, need):
            return False
        key = plain(telling_reel(need.source.reel))
        if not key:
            return False
        said = one.info is not None and plain(one.info.reel) == key
        return said or any(_goes_on(plain(part), key) for part in (one.path.stem, *one.path.parent.parts))

    def cut_short(self, need: Need) -> list[Candidate]:
        """Files of the reel of which the timecode runs over most of what is used, and not over all of it."""
        found = []
        for path in self.on_reel(need.source.reel):
            one = self.at(path)
            info = one.info
            if info is None or not knows_start(info):
                continue
            held = Span(info.start, info.start + info.duration).intersect(need.used)
            if held is not None and 2 * held.duration >= need.used.duration:
                found.append(one)
        return found

    def slack(self, info: MediaInfo, need: Need) -> Flicks:
        """Half a frame; for sound, which starts between frames, a whole one."""
        rate = info.rate or need.source.rate or self._rate
        return rate.frame // 2 if info.video else rate.frame

    def media(self) -> Iterator[Path]:
        """All media in the folders."""
        for paths in self.names.stems().values():
            yield from (path for path in map(Path, paths) if self._holds(path))

    def frames_at(self, path: Path) -> Candidate | None:
        """The image sequence that a frame, or a pattern of frames, is of."""
        if not is_sequence(path.name) and path.suffix.lower() not in STILL_SUFFIXES:
            return None
        found = [
            one for one in sequences(self.names.sequence(path.name), self.border) if one.path.parent == path.parent
        ]
        return found[0] if len(found) == 1 and (len(found[0].frames) > 1 or is_sequence(path.name)) else None

    def forget_reels(self) -> None:
        """More is known of reels now: every file was looked into."""
        self._reels = {}

    def inside(self, paths: Iterable[str]) -> list[Path]:
        """Those of some paths that may be opened."""
        return [path for path in map(Path, paths) if self._holds(path)]

    def seen(self) -> list[Candidate]:
        """Everything that was looked into so far."""
        return list(self._known.values())

    def _on_reel(self, need: Need) -> list[Candidate]:
        """Files of the reel with the timecode used. Where one of them has the name as well, and holds that or has no timecode,
        the rest of the reel is not opened."""
        paths = self._of_reel(need.source.reel)
        names = {plain(name) for name in (*need.files, *need.clips)}
        named = [Path(path) for path in paths if _name(path) in names or stem_of(_name(path)) in names]
        looked = [self.at(path) for path in named if self._holds(path)]
        found = [one for one in looked if self.runs_over(one, need)]
        if found or any(one.info is not None and not knows_start(one.info) for one in looked):
            return found
        return [one for path in self.on_reel(need.source.reel) if self.runs_over(one := self.at(path), need)]

    def _of_reel(self, reel: str) -> list[str]:
        key = plain(telling_reel(reel))
        if not key:
            return []
        if key not in self._reels:
            stems = self.names.stems()
            found = [path for stem in self.names.stems_on_reel(key) if _goes_on(stem, key) for path in stems[stem]]
            folders = self._folders()
            first = bisect_left(self._folder_names, key)
            for folder in takewhile(lambda name: name.startswith(key), islice(self._folder_names, first, None)):
                found += folders[folder] if _goes_on(folder, key) else ()
            found += [path for path in self.facts.on_reel(key) if self._holds(Path(path)) and os.path.isfile(path)]  # noqa: PTH113
            self._reels[key] = list(dict.fromkeys(found))
        return self._reels[key]

    def _holds(self, path: Path) -> bool:
        """As the border has it; of many files in a folder, it is asked about the folder once."""
        folder = path.parent
        if folder not in self._held:
            self._held[folder] = self.border.holds(folder)
        return self._held[folder] if not path.is_symlink() else self.border.holds(path)

    def _alike(self, need: Need) -> Iterator[Candidate]:
        """Files that may have the source's contents: those that had it last, and those of its names."""
        if not self.fingerprints(need):
            return
        paths = [Path(path) for known in self.fingerprints(need) for path in self.facts.with_fingerprint(known)]
        named = [path for name in (*need.files, *need.clips) for path in self.names.named(name)]
        for path in dict.fromkeys((*paths, *named)):
            if self.is_in_folders(path) and path.is_file():
                yield self.at(path)

    def _named(self, names: Iterable[str]) -> list[Candidate]:
        """Files of the first of these names that leads anywhere."""
        for name in names:
            found = [path for path in dict.fromkeys(self._spelt(name)) if self._holds(path)]
            if found:
                return [self.at(path) for path in found]
            frames = sequences(self.names.sequence_of(stem_of(name)), self.border)
            if frames:
                return frames
        return []

    def _spelt(self, name: str) -> list[Path]:
        """Files of a name, and its proxies or what it is a proxy of; else those of its stem with another ending."""
        stem = stem_of(name)
        bare = without_proxy(stem)
        exact = self.names.named(name)
        near = [path for one in (stem, bare, *(bare + mark for mark in _PROXY_MARKS)) for path in self._stem(one)]
        if exact:
            return [*exact, *(path for path in near if is_proxy(path) != is_proxy(exact[0]))]
        return near or self._stem(f"{stem}_001")  # the first part of a clip that a camera divided

    def _stem(self, stem: str) -> list[Path]:
        return [Path(path) for path in self.names.stems().get(plain(stem), ())]

    def _sequences(self, names: Sequence[str]) -> list[Candidate]:
        return sequences(self.names.sequence(names[0]), self.border)

    def _folders(self) -> Mapping[str, list[str]]:
        """Media by the name of any folder that they lie in."""
        if self._by_folder is None:
            held: dict[str, list[str]] = {}
            for paths in self.names.stems().values():
                for path in paths:
                    held.setdefault(path.rpartition(os.sep)[0], []).append(path)
            self._by_folder = {}
            for folder, paths in held.items():
                for part in {plain(part) for part in folder.split(os.sep)}:  # noqa: PTH206 - a Path is slow
                    self._by_folder.setdefault(part, []).extend(paths)
            self._folder_names = sorted(self._by_folder)
        return self._by_folder

    def _look(self, path: Path) -> Candidate:
        if is_sequence(path.name) and (frames := self.frames_at(path)) is not None:
            return frames
        suffix = path.suffix.lower()
        size = path.stat().st_size if path.is_file() else 0
        if suffix in RAW_SUFFIXES or suffix in STILL_SUFFIXES:
            try:
                return Candidate(path, fingerprint=fingerprint(path), size=size)
            except (InputError, OSError) as error:
                return Candidate(path, size=size, problem=getattr(error, "reason", str(error)))
        info = self.facts.of(path)
        if isinstance(info, InputError):
            return Candidate(path, size=size, problem=info.reason)
        return Candidate(path, info, info.fingerprint, info.size)


def stem_of(name: str) -> str:
    """A name without its ending; one that only looks like it, of more than five letters or after a figure, stays."""
    stem, dot, ending = name.rpartition(".")
    return stem if dot and stem and ending[:1].isalpha() and len(ending) <= 5 else name


def _name(path: str) -> str:
    return plain(path.rpartition(os.sep)[2])


def _goes_on(name: str, key: str) -> bool:
    """True where a name begins with a reel, and not with a longer number: "a001" begins "a001c003" and not "a0010"."""
    rest = name[len(key) :]
    return name.startswith(key) and not (rest[:1].isdigit() and key[-1:].isdigit())
