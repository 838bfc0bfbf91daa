"""What our change list finds beside two proposed tools for OpenTimelineIO, on the same .otio files.

    python benchmarks/changes_peers.py [--programs 200] [--first SEED] [--plain] [--otiodiff DIR] [--cut-diff FILE]
    python benchmarks/changes_peers.py --pair OLD NEW [--rate 24] [--otiodiff DIR] [--cut-diff FILE]

The programs are those of tests/core/conform/changes/edits.py: random edits of random cuts, whose truth is known by
construction. Programs in which two sounds lie over each other on one track are left out, as no OTIO track can hold them;
`--plain` leaves out those with nests and new tracks too, for which the peers were not made. Every file is read by each tool
itself. `--pair` compares two files that anybody gives, without a truth: it counts what each tool calls their events.

The peers' code is no part of this project. Where a path to it is given (or in PICTURELOCK_OTIODIFF, PICTURELOCK_CUT_DIFF), it
runs: the folder `console/otiodiff` of pull request 1922, and `examples/cut_diff.py` of pull request 2030, of
AcademySoftwareFoundation/OpenTimelineIO.

A kind is right where it is true of that event of that cut. Recall counts every true one. What a peer has no word for is not
held against it where it says something near: see `WORDS`. A program on which a tool raises an error counts as not found.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "core"), str(ROOT / "tests" / "core" / "conform" / "changes")]

import opentimelineio as otio  # noqa: E402
from edits import Programme  # noqa: E402
from picturelock.conform.changes.compare import compare  # noqa: E402
from picturelock.conform.changes.model import KINDS  # noqa: E402
from picturelock.timeline.otio.format import OTIO  # noqa: E402
from picturelock.timeline.read import read_cut  # noqa: E402
from picturelock.times import FrameRate  # noqa: E402
from rendering import Event, cut_of, laid_out  # noqa: E402
from truth import rows_of  # noqa: E402

Told = tuple[str, str, str]
"""Id of the old clip ("" = none), of the new one, and a word for what happened."""
Tool = Callable[[Path, Path, FrameRate], list[Told]]
Truth = Mapping[tuple[str, str], frozenset[str]]

TRIMS = frozenset({"head", "tail"})
ELSEWHERE = frozenset(
    {"replaced", "version", "split", "joined", "slipped", "head", "retimed", "reversed", "moved", "retracked"}
)
"""What a tool that knows a clip by its name or its first frame may call one that went and one that came."""
WORDS: Mapping[str, Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "cut_diff": {
        "added": (frozenset({"new"}), ELSEWHERE),
        "removed": (frozenset({"removed"}), ELSEWHERE),
        "retimed": (TRIMS, frozenset({"retimed", "split"})),
        "moved": (frozenset({"moved"}), frozenset({"retracked"})),
        "shifted": (frozenset({"shifted"}), frozenset()),
        "unchanged": (frozenset({"unchanged"}), frozenset()),
    },
    "otiodiff": {
        "add": (frozenset({"new"}), ELSEWHERE),
        "delete": (frozenset({"removed"}), ELSEWHERE),
        "trim": (TRIMS, frozenset({"retimed", "split"})),
        "slip": (frozenset({"slipped"}), frozenset({"replaced"})),
        "move": (frozenset({"retracked"}), frozenset({"moved"})),
        "shift": (frozenset({"shifted"}), frozenset({"moved"})),
        "same": (frozenset({"unchanged"}), frozenset()),
    },
}
"""For each word of a tool the kinds that it means, and those for which it is no error."""


@dataclass
class Score:
    """Counts by group of kinds."""

    told: Counter[frozenset[str]] = field(default_factory=Counter)
    right: Counter[frozenset[str]] = field(default_factory=Counter)
    excused: Counter[frozenset[str]] = field(default_factory=Counter)
    found: Counter[frozenset[str]] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    def figures(self, kinds: frozenset[str], true: int) -> str:
        judged = self.told[kinds] - self.excused[kinds]
        precision = f"{100 * self.right[kinds] / judged:5.1f}" if judged else "    -"
        recall = f"{100 * self.found[kinds] / true:5.1f}" if true else "    -"
        return f"{precision} {recall}"


def clips_of(timeline: Any) -> Iterator[tuple[str, Any]]:
    """Every clip with the id that Picturelock gives it, tracks in their order in the file."""
    counts: Counter[str] = Counter()
    for track in timeline.tracks:
        letter = "V" if track.kind == otio.schema.TrackKind.Video else "A"
        counts[letter] += 1
        yield from _of_track(track, f"{letter}{counts[letter]}")


def _of_track(track: Any, name: str) -> Iterator[tuple[str, Any]]:
    number = 0
    for item in track:
        if isinstance(item, otio.schema.Clip):
            number += 1
            yield f"{name}:{number}", item
        elif isinstance(item, otio.schema.Stack):
            number += 1
            counts: Counter[str] = Counter()
            for inner in item:
                letter = "V" if inner.kind == otio.schema.TrackKind.Video else "A"
                counts[letter] += 1
                yield from _of_track(inner, f"{name}/{number}.{letter}{counts[letter]}")


def ours(old: Path, new: Path, rate: FrameRate) -> list[Told]:
    found = compare(read_cut(old, rate)[0], read_cut(new, rate)[0])
    return [
        (change.old.id if change.old else "", change.new.id if change.new else "", kind)
        for change in found.changes
        for kind in change.kinds
    ]


def cut_diff(script: Path) -> Tool:
    """Pull request 2030. Clips are named by id, which it does not look at."""
    sys.path.insert(0, str(script.parent))
    peer = import_module(script.stem)

    def tool(old: Path, new: Path, _rate: FrameRate) -> list[Told]:
        sides = []
        for path in (old, new):
            timeline = otio.adapters.read_from_file(str(path))
            records = peer.flatten_timeline(timeline)
            ids = [name for name, _ in clips_of(timeline)]
            assert len(ids) == len(records)
            for record, name in zip(records, ids, strict=True):
                record.name = name
            sides.append(records)
        found = peer.diff(*sides)
        told = [("", one["name"], "added") for one in found.added]
        told += [(one["name"], "", "removed") for one in found.removed]
        for word in ("retimed", "moved", "shifted"):
            told += [(one["before"]["name"], one["after"]["name"], word) for one in getattr(found, word)]
        changed = {other for _, other, _ in told}
        # It only counts what is unchanged; which these are follows from the rest.
        return told + [("", record.name, "unchanged") for record in sides[1] if record.name not in changed]

    return tool


def otiodiff(folder: Path) -> Tool:
    """Pull request 1922: its table of clips by track."""
    sys.path.insert(0, str(folder.parent))
    peer = import_module(f"{folder.name}.getDiff")

    def tool(old: Path, new: Path, _rate: FrameRate) -> list[Told]:
        sides = []
        for path in (old, new):
            timeline = otio.adapters.read_from_file(str(path))
            for name, clip in clips_of(timeline):
                clip.metadata["id"] = name
            sides.append(timeline)
        told: list[Told] = []
        for tracks in ("video_tracks", "audio_tracks"):
            before, after = (getattr(timeline, tracks)() for timeline in sides)
            if before and after:
                with contextlib.redirect_stdout(io.StringIO()):
                    table = peer.categorizeClipsByTracks(before, after)
                told += [one for track in table.values() for one in _of_table(track)]
        return told

    return tool


def _of_table(table: Mapping[str, list[Any]]) -> Iterator[Told]:
    for word, clips in table.items():
        for clip in clips:
            name, note = clip.source_clip.metadata["id"], clip.note or ""
            if word == "delete":
                yield name, "", word
            elif word == "same":
                yield "", name, "shift" if note.startswith("shifted") else word
            elif word == "edit":
                yield "", name, "slip" if note.startswith("start time") else "trim"
            else:
                yield "", name, word


def count(
    score: Score, told: list[Told], truth: Truth, words: Mapping[str, tuple[frozenset[str], frozenset[str]]]
) -> None:
    """Each word said of an event against what is true of it; an event named by one side only is known by that side."""
    by_old: dict[str, set[str]] = {}
    by_new: dict[str, set[str]] = {}
    for (a, b), kinds in truth.items():
        by_old.setdefault(a, set()).update(kinds)
        by_new.setdefault(b, set()).update(kinds)
    seen: set[tuple[str, str, frozenset[str]]] = set()
    for a, b, word in told:
        means, excused = words[word]
        true = truth.get((a, b), frozenset()) if a and b else by_new.get(b, set()) if b else by_old.get(a, set())
        score.told[means] += 1
        if means & true:
            score.right[means] += 1
            if ("" if b else a, b, means) not in seen:
                score.found[means] += 1
                seen.add(("" if b else a, b, means))
        elif excused & true:
            score.excused[means] += 1


def program(seed: int, folder: Path, plain: bool) -> tuple[Path, Path, FrameRate, Truth] | None:
    """Both cuts of a random program as files, and what is true of their events; None where it is left out."""
    made = Programme(seed, 1 + seed % 6)
    if plain and {"edit_nest", "edit_raise"} & set(made.done):
        return None
    paths, names = [], []
    for side, items, nested in (("old", made.old, frozenset[int]()), ("new", made.new, made.nested)):
        events = laid_out(items, nested)
        cut, known = cut_of(events, made.rate)
        path = folder / f"{side}.otio"
        OTIO.write(cut, path)
        if {shot.id for shot in read_cut(path, made.rate)[0].shots} != set(known):
            return None
        paths.append(path)
        names.append({_place(event): name for name, event in known.items()})
    before, after = laid_out(made.old, frozenset()), laid_out(made.new, made.nested)
    truth = {
        (names[0][_place(a)] if a else "", names[1][_place(b)] if b else ""): kinds
        for a, b, kinds in rows_of(before, after)
    }
    return paths[0], paths[1], made.rate, truth


def _place(event: Event) -> tuple[object, ...]:
    return event.what, event.item.names, event.start, event.first


def run_programs(tools: Mapping[str, Tool], wanted: int, first: int, plain: bool) -> None:
    words = {"ours": {kind: (frozenset({kind}), frozenset[str]()) for kind in KINDS}, **WORDS}
    scores = {name: Score() for name in tools}
    true: Counter[frozenset[str]] = Counter()
    groups = {means: None for name in tools for means, _ in words[name].values()}
    done = events = 0
    seed = first
    with tempfile.TemporaryDirectory() as folder:
        while done < wanted:
            made = program(seed, Path(folder), plain)
            seed += 1
            if made is None:
                continue
            done += 1
            old, new, rate, truth = made
            events += len(truth)
            for kinds in truth.values():
                true.update(group for group in groups if group & kinds)
            for name, tool in tools.items():
                try:
                    told = tool(old, new, rate)
                except Exception as error:  # whatever a peer raises
                    scores[name].errors[type(error).__name__] += 1
                else:
                    count(scores[name], told, truth, words[name])
    print(f"{done} programs (of {seed - first}), {events} events; precision and recall in per cent\n")
    print(f"{'':<12}{'true':>7}" + "".join(f"{name:>16}" for name in tools))
    for group in sorted(groups, key=lambda group: min(KINDS.index(kind) for kind in group)):  # type: ignore[arg-type]
        known = (scores[n].figures(group, true[group]) if group in _means(words[n]) else "" for n in tools)
        print(f"{' or '.join(sorted(group)):<12}{true[group]:>7}" + "".join(f"{figures:>16}" for figures in known))
    for name, score in scores.items():
        if score.errors:
            print(f"{name}: stopped by {', '.join(f'{n} {error}' for error, n in score.errors.items())}")


def _means(words: Mapping[str, tuple[frozenset[str], frozenset[str]]]) -> set[frozenset[str]]:
    return {means for means, _ in words.values()}


def run_pair(tools: Mapping[str, Tool], old: Path, new: Path, rate: FrameRate) -> None:
    """The words that each tool has for the events of two files; peers get them as OTIO that we wrote."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for side, path in (("old", old), ("new", new)):
            paths.append(Path(folder) / f"{side}.otio")
            OTIO.write(read_cut(path, rate)[0], paths[-1])
        for name, tool in tools.items():
            given = (old, new) if name == "ours" else tuple(paths)
            try:
                told = Counter(word for _, _, word in tool(*given, rate))
            except Exception as error:  # whatever a peer raises
                print(f"{name:<10}{type(error).__name__}: {error}")
            else:
                print(f"{name:<10}" + ", ".join(f"{number} {word}" for word, number in told.most_common()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, metavar="SEED")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--pair", type=Path, nargs=2, metavar=("OLD", "NEW"))
    parser.add_argument("--rate", default="24")
    parser.add_argument("--otiodiff", type=Path, default=os.environ.get("PICTURELOCK_OTIODIFF"))
    parser.add_argument("--cut-diff", type=Path, default=os.environ.get("PICTURELOCK_CUT_DIFF"))
    args = parser.parse_args()
    tools: dict[str, Tool] = {"ours": ours}
    if args.cut_diff:
        tools["cut_diff"] = cut_diff(Path(args.cut_diff))
    if args.otiodiff:
        tools["otiodiff"] = otiodiff(Path(args.otiodiff))
    if args.pair:
        run_pair(tools, *args.pair, FrameRate.parse(args.rate))
    elif args.programs:
        run_programs(tools, args.programs, args.first, args.plain)


if __name__ == "__main__":
    main()
