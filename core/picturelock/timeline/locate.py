"""Finds the media that a cut names: by its path, else by file name, else by reel and timecode.

Where different files could be it, and neither timecode nor a proxy's name tells, it stays without one, and they are named.
Only files in the folders given and in the timeline's own are ever opened, whatever a reference says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from picturelock.cut import Cut, Shot, Source, every_shot, with_shots
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.host import Progress, silent
from picturelock.media.fingerprint import fingerprint
from picturelock.media.probe import MediaInfo, probe
from picturelock.timeline.proxies import is_proxy
from picturelock.timeline.references import is_sequence, media_name, media_path
from picturelock.timeline.search import STILL_SUFFIXES, Border, Index
from picturelock.times import Flicks, Span, Timecode

STAGE = "locate"
_NAMED = 5
"""Files that a finding names."""


@dataclass(frozen=True, slots=True)
class _Use:
    """One source as the timeline names it, and what the cut does with it."""

    file: str
    """The timeline."""
    source: Source
    first: Shot
    names: tuple[str, ...]
    """Under which to look for its file, best first."""
    used: Span
    """All source time that is shown."""


@dataclass(frozen=True, slots=True)
class _Found:
    source: Source
    info: MediaInfo | None = None
    findings: tuple[Finding, ...] = ()


def locate(
    cut: Cut, folders: Sequence[Path], progress: Progress = silent
) -> tuple[Cut, Mapping[str, MediaInfo], tuple[Finding, ...]]:
    """The cut with its sources found, what each file is (by the found source's key), and what went wrong.

    A source that is not found stays without a path. `folders` are searched by name; with none, the timeline's folder is.
    """
    base = (cut.path.parent if cut.path else Path()).resolve()
    search = _Search(base, [Path(folder) for folder in folders], _file(cut))
    uses = _uses(cut)
    found: dict[Source, _Found] = {}
    for count, use in enumerate(uses):
        progress(STAGE, count, len(uses), use.source.name)
        found[use.source] = search.find(use)
    progress(STAGE, len(uses), len(uses))
    placed = with_shots(cut, lambda shot: replace(shot, source=found[shot.source].source))
    media = {one.source.key: one.info for one in found.values() if one.info is not None}
    # Picture and sound of one file are often two sources to a timeline: what is wrong with the file is said once.
    findings = {
        (finding.rule, use.source.key): finding for use in reversed(uses) for finding in found[use.source].findings
    }
    return placed, MappingProxyType(media), (*reversed(findings.values()), *search.stopped())


def _file(cut: Cut) -> str:
    """The timeline, as findings name it."""
    return str(cut.path or "")


def _uses(cut: Cut) -> list[_Use]:
    """Each source once, in order of first use."""
    shots: dict[Source, list[Shot]] = {}
    for shot in every_shot(cut):
        shots.setdefault(shot.source, []).append(shot)
    uses = []
    for source, its in shots.items():
        names = [media_name(source.url), source.name, *(shot.name for shot in its[:3])]
        used = Span(min(shot.source_span.start for shot in its), max(shot.source_span.end for shot in its))
        uses.append(_Use(_file(cut), source, its[0], tuple(dict.fromkeys(name for name in names if name)), used))
    return uses


class _Search:
    """Looks for one source after another."""

    def __init__(self, base: Path, folders: Sequence[Path], file: str) -> None:
        self._base = base
        self._file = file
        self._border = Border([base, *folders])
        self._index = Index(folders or [base])
        self._probed: dict[Path, MediaInfo | InputError] = {}

    def find(self, use: _Use) -> _Found:
        source = use.source
        if source.generated:
            return _Found(source)
        if any(is_sequence(name) for name in use.names[:1]):
            return self._sequence(use)
        path, outside = self._referenced(source)
        paths = [path] if path is not None else self._by_name(use)
        if paths and paths[0].suffix.lower() in STILL_SUFFIXES:
            return _still(use.source, paths[0])
        infos = [info for path in paths if isinstance(info := self._probe(path), MediaInfo)]
        if not infos and not paths:
            infos = [cover for path in self._index.on_reel(source.reel) if (cover := self._covering(path, use.used))]
        if infos:
            return self._choose(use, infos)
        problem = next((error for path in paths if isinstance(error := self._probe(path), InputError)), None)
        if problem is not None:
            evidence = {"source": source.name, "file": problem.file.name, "reason": problem.reason}
            return _Found(source, None, (_finding("timeline.media-unreadable", "error", use, evidence),))
        if outside:
            evidence = {"source": source.name, "url": source.url[:300]}
            return _Found(source, None, (_finding("timeline.media-outside", "error", use, evidence),))
        return _Found(source)

    def stopped(self) -> Iterator[Finding]:
        """What to say where there were too many files to look at."""
        if self._index.stopped:
            yield Finding("timeline.search-stopped", "warning", Place(self._file), {"folder": str(self._base)})

    def _referenced(self, source: Source) -> tuple[Path | None, bool]:
        """The file at the reference itself, and whether the reference leaves the folders."""
        path = media_path(source.url, self._base) if source.url else None
        if path is None:
            return None, False
        real = self._border.real(path)
        if real is None:
            return None, True
        try:
            return (real if real.is_file() else None), False
        except (OSError, ValueError):  # a name that this system cannot have
            return None, False

    def _by_name(self, use: _Use) -> list[Path]:
        for name in use.names:
            found = [path for path in self._index.named(name) if self._border.holds(path)]
            if found:
                return found
        return []

    def _probe(self, path: Path) -> MediaInfo | InputError:
        if path not in self._probed:
            try:
                self._probed[path] = probe(path)
            except InputError as error:
                self._probed[path] = error
        return self._probed[path]

    def _covering(self, path: Path, used: Span) -> MediaInfo | None:
        """The file, if its timecode runs over all that is used."""
        if not self._border.holds(path):
            return None
        info = self._probe(path)
        return info if isinstance(info, MediaInfo) and knows_start(info) and covers(info, info.start, used) else None

    def _choose(self, use: _Use, infos: list[MediaInfo]) -> _Found:
        """The only file, or copies of it. Among several, what the timecode leaves, then what is no proxy; nothing is guessed."""
        if len({info.fingerprint for info in infos}) > 1:
            infos = [info for info in infos if knows_start(info) and covers(info, info.start, use.used)] or infos
        if len({info.fingerprint for info in infos}) > 1:
            infos = [info for info in infos if not is_proxy(info.path)] or infos
        if len({info.fingerprint for info in infos}) > 1:
            files = [str(info.path) for info in infos]
            evidence: dict[str, Fact] = {
                "source": use.source.name, "count": len({info.fingerprint for info in infos}),
                "files": ", ".join(files[:_NAMED]) + (" …" if len(files) > _NAMED else ""),
            }  # fmt: skip
            return _Found(use.source, None, (_finding("timeline.ambiguous-media", "warning", use, evidence),))
        findings: list[Finding] = []
        info = infos[0]
        start, differs = start_of(use.source, use.used, info)
        if differs is not None:
            findings.append(_finding("timeline.start-differs", "warning", use, differs))
        source = replace(
            use.source,
            path=info.path,
            start=start,
            available=Span(start, start + info.duration),
            rate=info.rate or use.source.rate,
            fingerprint=info.fingerprint,
            drop=info.start_timecode.drop if info.start_timecode is not None else use.source.drop,
        )
        return _Found(source, info, tuple(findings))

    def _sequence(self, use: _Use) -> _Found:
        """An image sequence is found by its first frame; what it holds is known from the timeline only."""
        frames = [path for path in self._index.sequence(use.names[0]) if self._border.holds(path)]
        return _Found(replace(use.source, path=frames[0].resolve()) if frames else use.source)


def _still(source: Source, path: Path) -> _Found:
    """A single picture: there is no end to what it can show."""
    try:
        return _Found(replace(source, path=path, available=None, fingerprint=fingerprint(path)))
    except (InputError, OSError):
        return _Found(source)


def start_of(source: Source, used: Span, info: MediaInfo) -> tuple[Flicks, Mapping[str, Fact] | None]:
    """The source time of the file's first frame: the file's timecode, where what is used lies within it.

    Timelines of systems that ignore timecode count from 0, or from their own idea of the start: those keep their start. With it
    comes what is to be said where the timeline and the file disagree.
    """
    named = source.start
    if not knows_start(info) or named == info.start:
        return (named or 0), None
    if named is None:
        zero = not covers(info, info.start, used) and covers(info, 0, used)
        return (0 if zero else info.start), None
    rate = info.rate or source.rate
    if rate is None or abs(named - info.start) < rate.frame or named == 0:
        within = named == 0 and covers(info, info.start, used) and not covers(info, 0, used)
        return (info.start if within else named), None
    chosen = info.start if covers(info, info.start, used) else named
    return chosen, {
        "source": source.name,
        "timeline_start": str(Timecode.at(named, rate)),
        "file_start": str(info.start_timecode or Timecode.at(info.start, rate)),
        "used_start": str(Timecode.at(chosen, rate)),
    }


def knows_start(info: MediaInfo) -> bool:
    """True for a file that says what time its first frame or sample is of."""
    return info.start_timecode is not None or info.time_reference is not None


def covers(info: MediaInfo, start: Flicks, used: Span, slack: Flicks | None = None) -> bool:
    """True where a file that starts at `start` holds all that is used, to half a frame, or to `slack`."""
    if slack is None:
        slack = info.rate.frame // 2 if info.rate else 0
    return start - slack <= used.start and used.end <= start + info.duration + slack


def _finding(rule: str, severity: Severity, use: _Use, evidence: Mapping[str, Fact]) -> Finding:
    shot = use.first
    place = Place(use.file, record=shot.record_span, track=shot.track, shot=shot.id, source=use.source.name)
    return Finding(rule, severity, place, evidence)
