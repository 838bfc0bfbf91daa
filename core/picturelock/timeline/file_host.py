"""A timeline file and a folder as a host (`host.Host`): the cut comes from the file, and everything made goes to the folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from picturelock.cues import Captions
from picturelock.cut import Cut, Marker
from picturelock.errors import InputError, OutputError, UsageError
from picturelock.findings import Finding
from picturelock.host import Capability, State, require, require_ids
from picturelock.timeline.markers import write_text
from picturelock.timeline.otio.file import read_json
from picturelock.timeline.otio.markers import is_ours, to_json
from picturelock.timeline.read import read_cut
from picturelock.timeline.write import write_timeline
from picturelock.times import Flicks, FrameRate, Span

CaptionWriter = Callable[[Captions, Path, bool], tuple[Finding, ...]]
"""Writes captions into a file, which may be replaced if the last is True: `formats.files.write_captions` is one."""
STATE = "picturelock-host.json"
"""Which files in the folder are ours, and may be replaced."""


class FileHost:
    """A folder host: `NAME.otio` there is the timeline with our markers, `NAME.LANGUAGE.KIND.srt` its captions."""

    name = "a timeline file"

    def __init__(
        self, timeline: Path, folder: Path, rate: FrameRate | None = None, *, captions: CaptionWriter | None = None
    ) -> None:
        """captions: what writes them; without it the host takes none. Raises OutputError if the timeline lies in the folder."""
        if timeline.parent.resolve() == folder.resolve():
            raise OutputError(f"{folder} is where the timeline itself lies.", hint="Name a folder of its own.")
        self.timeline = timeline
        self.folder = folder
        self.rate = rate
        self._write_captions = captions
        self.can: frozenset[Capability] = frozenset({"markers", "captions"} if captions is not None else {"markers"})

    @property
    def marked(self) -> Path:
        """The timeline with our markers, once there are any."""
        return self.folder / f"{self.timeline.stem}.otio"

    def read_cut(self) -> tuple[Cut, tuple[Finding, ...]]:
        """As `Host.read_cut`."""
        cut, findings = read_cut(self._current(), self.rate)
        return cut, findings

    def state(self) -> State:
        """As `Host.state`: a file has none of it."""
        return State()

    def seek(self, time: Flicks) -> None:  # noqa: ARG002
        """As `Host.seek`."""
        require(self, "playhead", "Open the timeline in an editing system.")

    def markers(self) -> tuple[Marker, ...]:
        """As `Host.markers`."""
        return tuple(marker for marker in self.read_cut()[0].markers if marker.id)

    def put_markers(self, markers: Sequence[Marker]) -> int:
        """As `Host.put_markers`."""
        require_ids(markers)
        put = {marker.id for marker in markers}
        self._set_markers([*(one for one in self.markers() if one.id not in put), *markers])
        return len(markers)

    def remove_markers(self, ids: Collection[str] | None = None) -> int:
        """As `Host.remove_markers`."""
        there = self.markers()
        kept = [marker for marker in there if ids is not None and marker.id not in ids]
        if len(kept) != len(there):
            self._set_markers(kept)
        return len(there) - len(kept)

    def put_captions(self, captions: Captions) -> tuple[Finding, ...]:
        """As `Host.put_captions`."""
        if self._write_captions is None:
            require(self, "captions")
            return ()
        path = self.folder / f"{self.timeline.stem}.{_plain(captions.language)}.{captions.kind}.srt"
        self._claim(path)
        found = self._write_captions(captions, path, True)
        self._own(path)
        return found

    def render(self, span: Span, path: Path) -> None:  # noqa: ARG002
        """As `Host.render`."""
        require(self, "render", "Render the timeline in an editing system.")

    def _current(self) -> Path:
        return self.marked if self.marked.name in self._owned() and self.marked.is_file() else self.timeline

    def _set_markers(self, markers: Sequence[Marker]) -> None:
        """Write the timeline with exactly these markers of ours; all else in it stays as it is."""
        self._claim(self.marked)
        source = self._current()
        if source.suffix.lower() != ".otio":
            cut, _ = read_cut(source, self.rate)
            write_timeline(cut, self.marked, overwrite=True)
            source = self.marked
        rate = read_cut(source, self.rate)[0].rate
        data = read_json(source)
        stack = data.get("tracks")
        if not isinstance(stack, dict):
            raise InputError("is no timeline; markers can be put on a timeline only.", file=source)
        _without_ours(stack)
        stack["markers"] = [*(stack.get("markers") or ()), *(to_json(marker, rate) for marker in markers)]
        try:
            text = json.dumps(data, indent=4, ensure_ascii=False)
        except RecursionError as error:
            raise InputError("holds metadata nested too deeply to be written again.", file=source) from error
        write_text(self.marked, text)
        self._own(self.marked)

    def _claim(self, path: Path) -> None:
        """Make the folder. Raises OutputError if a file there is somebody else's."""
        if path.exists() and path.name not in self._owned():
            raise OutputError(f"{path} exists already.", hint="Name another folder, or delete the file first.")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{self.folder} cannot be made: {error.strerror}.") from error

    def _owned(self) -> set[str]:
        try:
            data = json.loads((self.folder / STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return set()
        names = data.get("written") if isinstance(data, dict) else None
        return {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()

    def _own(self, path: Path) -> None:
        written = sorted(self._owned() | {path.name})
        write_text(self.folder / STATE, json.dumps({"written": written}, ensure_ascii=False, indent=1) + "\n")


def _without_ours(top: dict[str, Any]) -> None:
    """Take our markers from every object of a timeline."""
    waiting: list[Any] = [top]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, dict):
            continue
        if isinstance(node.get("markers"), list):
            node["markers"] = [marker for marker in node["markers"] if not is_ours(marker)]
        if isinstance(node.get("children"), list):
            waiting.extend(node["children"])


def _plain(language: str) -> str:
    """A language code as part of a file name. Raises UsageError for what is none."""
    if not language.replace("-", "").isalnum() or len(language) > 40:
        raise UsageError(f"{language!r:.60} is not a language code; expected one such as en or fr-CA.")
    return language
