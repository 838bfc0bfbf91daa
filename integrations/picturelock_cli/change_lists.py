"""The files that `picturelock conform changes` and `conform pull` write: each a door to another department."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

from picturelock_cli.outputs import require_file, require_free

if TYPE_CHECKING:
    from picturelock.conform.changes.model import ChangeList
    from picturelock.conform.changes.rows import Row
    from picturelock.conform.pull import Pull
    from picturelock.cut import Cut, Shot
    from picturelock.findings import Finding

    from picturelock_cli.conform_cuts import Pair
    from picturelock_cli.console import Console

_TIMELINES = ("edl", "otio", "otioz", "otiod", "fcpxml", "fcpxmld", "xml", "aaf", "plcut")
"""Endings of lists that hold a cut for an editing system. Programs that only play one (.mlt, .kdenlive) pull nothing."""
_STRETCHES = ("csv", "edl", "ale", *_TIMELINES[1:])
_ENDINGS: Mapping[str, Sequence[str]] = {
    "html": ("html", "htm"),
    "csv": ("csv",),
    "pull": _STRETCHES,
    "discard": _STRETCHES,
    "change_edl": _TIMELINES,
    "timeline": (*_TIMELINES, "kdenlive"),
    "markers": ("csv", "txt", *_TIMELINES, "kdenlive"),
}


@dataclass(frozen=True, slots=True)
class Lists:
    """What the lists of a command are made of."""

    found: ChangeList
    """With the changes of the tracks asked for alone."""
    rows: Sequence[Row]
    pair: Pair
    pulled: frozenset[str]
    """The tracks of pull and discard lists."""
    whole: ChangeList
    """With all changes."""
    asked: frozenset[str] | None
    """The tracks that --tracks names."""
    whole_shots: bool = False
    """Pull all of a shot that lacks anything."""


def of_tracks(found: ChangeList, tracks: Collection[str]) -> ChangeList:
    """The list with the changes of some tracks; the cuts stay whole."""
    changes = [one for one in found.changes if {shot.track for shot in (one.old, one.new) if shot} & set(tracks)]
    counts = Counter(one.kind for one in changes)
    return replace(found, changes=tuple(changes), counts=dict(counts))


def write_lists(console: Console, lists: Lists, asked: Mapping[str, Path], args: argparse.Namespace) -> list[Finding]:
    """Write each list asked for and say what is in it; gives what formats could not hold."""
    lost: list[Finding] = []
    for name, path in asked.items():
        if name == "html":
            _html(console, lists, path, args.force)
        elif name == "csv":
            _csv(console, lists.rows, path, args.force)
        elif name == "change_edl":
            lost += _change_edl(console, lists, path, args.force)
        elif name == "timeline":
            lost += _timeline(console, lists.found, lists.rows, path, args.force)
        else:
            lost += _pulls(console, lists, name, path, args.force)
    return lost


def require_endings(asked: Mapping[str, Path], option: str = "") -> None:
    """Raise UsageError for a list whose name ends in no format for such a list. option: its name, where it is another."""
    for name, path in asked.items():
        known = _ENDINGS.get(name)
        if known is not None and path.suffix.lower().removeprefix(".") not in known:
            endings = ", ".join(f".{ending}" for ending in known)
            if path.is_dir():
                require_file(path, option or option_of(name), f".{known[0]}")
            raise UsageError(f"{option or option_of(name)} {path}: expected a name that ends in {endings}.")


def endings_of(asked: Mapping[str, Path]) -> list[tuple[str, str]]:
    """For each list, its option and the ending that it usually has."""
    return [(option_of(name), f".{_ENDINGS[name][0]}") for name in asked]


def option_of(name: str) -> str:
    """The option that asks for a list: "--change-edl"."""
    return f"--{name.replace('_', '-')}"


def write_pulls(
    console: Console, found: Sequence[Pull], cut: Cut, kind: str, path: Path, force: bool
) -> tuple[Finding, ...]:
    """Write a pull or discard list in the format that the file's ending names."""
    from picturelock.conform.changes.csv_list import pulls_csv
    from picturelock.conform.pull import pull_cut, pull_cuts
    from picturelock.formats.files import write_text

    frames = sum((pull.source.rate or cut.rate).nearest(pull.span.duration) for pull in found)
    if not found and path.suffix.lower() != ".csv":
        console.say(f"changes_no_{kind}", file=str(path))
        if path.exists():
            console.say("changes_older_list", "yellow", file=str(path))
        return ()
    ending = path.suffix.lower()
    if ending == ".csv":
        write_text(path, pulls_csv(found, cut.rate, cut.drop, console.language), force)
        _say(console, path, f"changes_{kind}", count=len(found), frames=frames)
        return ()
    if ending == ".ale":  # it says the rate of each row
        lost = _write(replace(pull_cut(found, path.stem, cut.rate), drop=cut.drop), path, force)
        _say(console, path, f"changes_{kind}", count=len(found), frames=frames)
        return lost
    told: list[Finding] = []
    cuts = pull_cuts(found, path.stem, cut.rate, cut.drop)
    files = [path, *(path.with_stem(f"{path.stem}_{one.rate.label}fps") for one in cuts[1:])]
    for file in files:
        require_free(file, force)
    for one, file in zip(cuts, files, strict=True):
        told += _write(one, file, force)
        length = one.rate.nearest(one.duration)
        _say(console, file, f"changes_{kind}", count=len(one.shots), frames=length)
    return tuple(told)


def _pulls(console: Console, lists: Lists, name: str, path: Path, force: bool) -> tuple[Finding, ...]:
    from picturelock.conform.changes.missing import missing
    from picturelock.conform.match import same_sources
    from picturelock.conform.pull import discards

    from picturelock_cli.pull_table import say_short

    found = lists.found
    if name == "pull":
        changes = [one for one in found.changes if one.new is not None and one.new.track in lists.pulled]
        wanted = missing(changes, found.handles, found.new.rate, whole=lists.whole_shots)
        lost = write_pulls(console, wanted, found.new, name, path, force)
        say_short(console, wanted)
        return lost
    old, new = same_sources(found.old, found.new)
    # What any track of the new cut still shows is needed, whichever tracks the list is of.
    shown = [shot for shot in _enabled(old) if shot.track in lists.pulled]
    gone = discards(shown, _enabled(new), found.handles, found.old.rate)
    named = {shot.id: shot.source for shot in found.old.shots}
    kept = [replace(pull, source=named[pull.shots[0]]) for pull in gone]
    return write_pulls(console, kept, found.old, name, path, force)


def _enabled(cut: Cut) -> list[Shot]:
    return [shot for shot in cut.shots if shot.enabled]


def _html(console: Console, lists: Lists, path: Path, force: bool) -> None:
    from picturelock.conform.changes.frame import notes
    from picturelock.conform.changes.page import page_of
    from picturelock.formats.files import write_text
    from picturelock.report.change_page import render

    language, found = console.language, lists.found
    facts = list(notes(found.old, found.new, language))
    if found.handles:
        facts.insert(0, console.text("header_handles", frames=found.new.rate.nearest(found.handles)))
    rates = [console.text(f"rate_from_{read.rate_from}") for read in (lists.pair.old, lists.pair.new)]
    write_text(path, render(page_of(found, lists.rows, language, facts, rates), language), force)
    _say(console, path, "changes_html")


def _csv(console: Console, listed: Sequence[Row], path: Path, force: bool) -> None:
    from picturelock.conform.changes.csv_list import changes_csv
    from picturelock.formats.files import write_text

    write_text(path, changes_csv(listed, console.language), force)
    _say(console, path, "changes_csv", count=len(listed))


def _change_edl(console: Console, lists: Lists, path: Path, force: bool) -> tuple[Finding, ...]:
    from picturelock.conform.changes.change_edl import change_cut

    from picturelock_cli.timeline_written import written

    cut = change_cut(lists.whole, lists.asked)
    lost = _write(cut, path, force)
    count = written(path, cut, None)
    black = len({shot.record_span for shot in cut.shots if shot.source.generated})
    _say(console, path, "changes_edl", count=len(cut.shots) if count is None else count, black=black)
    return lost


def _timeline(
    console: Console, found: ChangeList, listed: Sequence[Row], path: Path, force: bool
) -> tuple[Finding, ...]:
    from picturelock.conform.changes.markers import change_markers
    from picturelock.formats.files import write_text
    from picturelock.timeline.marker_edl import marker_edl

    markers = change_markers(listed)
    lost: tuple[Finding, ...] = ()
    count = len(markers)
    if path.suffix.lower() == ".edl":
        text = marker_edl(found.new, markers)
        write_text(path, text, force)
        count = text.count(" |D:")
    else:
        lost = _write(replace(found.new, markers=(*found.new.markers, *markers)), path, force)
    _say(console, path, "changes_timeline", count=count)
    if count < len(markers):
        console.say("changes_markers_joined", count=len(markers))
    return lost


def _write(cut: Cut, path: Path, force: bool) -> tuple[Finding, ...]:
    from picturelock.timeline.write import write_timeline

    lost = write_timeline(cut, path, force)
    return tuple(replace(one, place=replace(one.place, file=str(path))) for one in lost)


def _say(console: Console, path: Path, key: str, **facts: str | int) -> None:
    console.say("changes_written", file=str(path), what=console.text(key, **facts))
