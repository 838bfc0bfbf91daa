"""The files that `picturelock conform changes` and `conform pull` write: each a door to another department."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock.conform.changes.model import ChangeList
    from picturelock.conform.changes.rows import Row
    from picturelock.conform.pull import Pull
    from picturelock.cut import Cut, Shot
    from picturelock.findings import Finding

    from picturelock_cli.console import Console

_TIMELINES = ("edl", "otio", "otioz", "otiod", "fcpxml", "fcpxmld", "xml", "aaf", "plcut")
"""Endings of lists that hold a cut for an editing system. Programs that only play one (.mlt, .kdenlive) pull nothing."""
_STRETCHES = ("csv", "edl", "ale", *_TIMELINES[1:])
_ENDINGS = {
    "pull": _STRETCHES,
    "discard": _STRETCHES,
    "change_edl": _TIMELINES,
    "timeline": (*_TIMELINES, "kdenlive"),
    "markers": ("csv", "txt", *_TIMELINES, "kdenlive"),
}


def write_lists(
    console: Console, found: ChangeList, listed: Sequence[Row], asked: Mapping[str, Path], args: argparse.Namespace
) -> list[Finding]:
    """Write each list asked for and say what is in it; gives what formats could not hold."""
    lost: list[Finding] = []
    for name, path in asked.items():
        if name == "html":
            _html(console, found, listed, path, args.force)
        elif name == "csv":
            _csv(console, listed, path, args.force)
        elif name == "change_edl":
            lost += _change_edl(console, found, path, args.force)
        elif name == "timeline":
            lost += _timeline(console, found, listed, path, args.force)
        else:
            lost += _pulls(console, found, name, path, args.force)
    return lost


def require_endings(asked: Mapping[str, Path], option: str = "") -> None:
    """Raise UsageError for a list whose name ends in no format for such a list. option: its name, where it is another."""
    for name, path in asked.items():
        known = _ENDINGS.get(name)
        if known is not None and path.suffix.lower().removeprefix(".") not in known:
            endings = ", ".join(f".{ending}" for ending in known)
            raise UsageError(f"{option or '--' + name.replace('_', '-')} {path}: expected a name in {endings}.")


def write_pulls(
    console: Console, found: Sequence[Pull], cut: Cut, kind: str, path: Path, force: bool
) -> tuple[Finding, ...]:
    """Write a pull or discard list in the format that the file's ending names."""
    from picturelock.conform.changes.csv_list import pulls_csv
    from picturelock.conform.pull import pull_cut
    from picturelock.formats.files import write_text

    frames = sum((pull.source.rate or cut.rate).nearest(pull.span.duration) for pull in found)
    if not found and path.suffix.lower() != ".csv":
        if path.is_file():
            path.unlink()  # --force was asked for: an older list would be taken for this one
        console.say(f"changes_no_{kind}", file=str(path))
        return ()
    if path.suffix.lower() == ".csv":
        write_text(path, pulls_csv(found, cut.rate, cut.drop, console.language), force)
        lost: tuple[Finding, ...] = ()
    else:
        lost = _write(replace(pull_cut(found, path.stem, cut.rate), drop=cut.drop), path, force)
    _say(console, path, f"changes_{kind}", count=len(found), frames=frames)
    return lost


def _pulls(console: Console, found: ChangeList, name: str, path: Path, force: bool) -> tuple[Finding, ...]:
    from picturelock.conform.match import same_sources
    from picturelock.conform.pull import discards, pulls

    from picturelock_cli.pull_table import say_short

    if name == "pull":
        needed = [change.new for change in found.changes if change.pull and change.new is not None]
        wanted = pulls(needed, found.handles, found.new.rate)
        lost = write_pulls(console, wanted, found.new, name, path, force)
        say_short(console, wanted)
        return lost
    old, new = same_sources(found.old, found.new)
    gone = discards(_enabled(old), _enabled(new), found.handles, found.old.rate)
    named = {shot.id: shot.source for shot in found.old.shots}
    kept = [replace(pull, source=named[pull.shots[0]]) for pull in gone]
    return write_pulls(console, kept, found.old, name, path, force)


def _enabled(cut: Cut) -> list[Shot]:
    return [shot for shot in cut.shots if shot.enabled]


def _html(console: Console, found: ChangeList, listed: Sequence[Row], path: Path, force: bool) -> None:
    from picturelock.conform.changes.page import page_of
    from picturelock.formats.files import write_text
    from picturelock.report.change_page import render

    write_text(path, render(page_of(found, listed, console.language), console.language), force)
    _say(console, path, "changes_html")


def _csv(console: Console, listed: Sequence[Row], path: Path, force: bool) -> None:
    from picturelock.conform.changes.csv_list import changes_csv
    from picturelock.formats.files import write_text

    write_text(path, changes_csv(listed, console.language), force)
    _say(console, path, "changes_csv", count=len(listed))


def _change_edl(console: Console, found: ChangeList, path: Path, force: bool) -> tuple[Finding, ...]:
    from picturelock.conform.carry import Carrier
    from picturelock.conform.change_cut import change_cut
    from picturelock.conform.match import same_sources

    cut = change_cut(found.old, found.new, Carrier(*same_sources(found.old, found.new)))
    lost = _write(cut, path, force)
    _say(console, path, "changes_edl", count=len(cut.shots))
    return lost


def _timeline(
    console: Console, found: ChangeList, listed: Sequence[Row], path: Path, force: bool
) -> tuple[Finding, ...]:
    from picturelock.conform.changes.markers import change_markers
    from picturelock.timeline.marker_edl import write_marker_edl

    markers = change_markers(listed)
    lost: tuple[Finding, ...] = ()
    if path.suffix.lower() == ".edl":
        path.unlink(missing_ok=True)
        write_marker_edl(found.new, markers, path)
    else:
        lost = _write(replace(found.new, markers=(*found.new.markers, *markers)), path, force)
    _say(console, path, "changes_timeline", count=len(markers))
    return lost


def _write(cut: Cut, path: Path, force: bool) -> tuple[Finding, ...]:
    from picturelock.timeline.write import write_timeline

    lost = write_timeline(cut, path, force)
    return tuple(replace(one, place=replace(one.place, file=str(path))) for one in lost)


def _say(console: Console, path: Path, key: str, **facts: str | int) -> None:
    console.say("changes_written", file=str(path), what=console.text(key, **facts))
