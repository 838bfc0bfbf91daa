"""The media linker: OpenTimelineIO asks clip by clip, Picturelock finds the media of a whole timeline at once."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import opentimelineio as otio
from picturelock.cut import Source, every_shot, with_shots
from picturelock.errors import InputError, UsageError
from picturelock.timeline.locate import locate
from picturelock.timeline.proxies import is_proxy
from picturelock.wording import say, ui_language

from picturelock_otio.exchange import LOG, from_cut, otio_errors, tell, to_cut


@dataclass(slots=True)
class _Linked:
    """The sources of one timeline, found: its clips are asked for one after the other."""

    root: Any
    folders: tuple[Path, ...]
    found: dict[Source, Source]
    left: int


_NAMED = 5
"""Sources that a line of the log names."""
_LAST: list[_Linked] = []
"""At most one: OpenTimelineIO asks for all clips of a timeline before it asks for those of another."""


def link_media_reference(
    in_clip: otio.schema.Clip, media_linker_argument_map: dict[str, Any] | None
) -> otio.core.MediaReference:
    """The clip's media where they were found; else the reference that it has."""
    with otio_errors():
        folders = _folders((media_linker_argument_map or {}).get("folders"))
        try:
            linked, cut = _linked(_root(in_clip), folders), to_cut(in_clip)
        except (InputError, UsageError) as error:  # no cut to us; a reference is no reason to refuse a timeline
            LOG.warning("%s", error)
            return in_clip.media_reference
        linked.left -= 1
        if linked.left <= 0:
            _LAST.clear()
        source = next((linked.found.get(shot.source) for shot in every_shot(cut)), None)
        if source is None or source.path is None:
            return in_clip.media_reference
        # Our own writer says how a source is referred to.
        made = from_cut(with_shots(cut, lambda shot: replace(shot, source=source)))
        return next(iter(made.find_clips())).media_reference.clone()


def _linked(root: Any, folders: tuple[Path, ...]) -> _Linked:
    if _LAST and _LAST[0].root is root and _LAST[0].folders == folders:
        return _LAST[0]
    cut = to_cut(root)
    placed, media, findings = locate(cut, folders)
    tell(findings)
    told = {finding.place.source for finding in findings}
    sources = {before.source: after.source for before, after in zip(every_shot(cut), every_shot(placed), strict=True)}
    _tell_open(sources, media.keys(), told)
    clips = sum(1 for _ in root.find_clips()) if hasattr(root, "find_clips") else 1
    _LAST[:] = [_Linked(root, folders, sources, clips)]
    return _LAST[0]


def _tell_open(sources: Mapping[Source, Source], online: Collection[str], told: Collection[str]) -> None:
    """Log which sources stay offline, and which were linked to a proxy. told: names of those of which something was said."""
    real = {before.name: after for before, after in sources.items() if not before.generated}
    offline = [name for name, after in real.items() if after.path is None and after.key not in online]
    missing = [name for name in offline if name not in told]
    if missing:
        files = ", ".join(missing[:_NAMED]) + (" …" if len(missing) > _NAMED else "")
        LOG.warning("%s", say("linker_offline", ui_language(), count=len(missing), all=len(real), files=files))
    for name, after in real.items():
        if after.path is not None and is_proxy(after.path):
            LOG.warning("%s", say("linker_proxy", ui_language(), source=name, file=str(after.path)))


def _root(clip: Any) -> Any:
    while clip.parent() is not None:
        clip = clip.parent()
    return clip


def _folders(asked: str | Sequence[str] | None) -> tuple[Path, ...]:
    """Raises UsageError for one that is not there: media would be missing that nobody looked for."""
    names = asked.split(os.pathsep) if isinstance(asked, str) else asked or ()
    folders = tuple(Path(name) for name in names if name)
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(
                f"folders: {folder} is not a folder.", hint="Name the folders of the media, -M folders=/media/film."
            )
    return folders
