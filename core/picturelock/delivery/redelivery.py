"""Delivering again only what changed since an earlier package, and verifying both together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from picturelock.delivery.claims import payload_of
from picturelock.delivery.copying import MAIN
from picturelock.delivery.hashing import hash_bytes, hash_file
from picturelock.delivery.holdings import Holdings, holdings_of, identity_of
from picturelock.delivery.lists import STEM
from picturelock.delivery.model import Earlier, Item, Plan
from picturelock.delivery.packing import FILE as PACKING
from picturelock.delivery.packing import read_packing
from picturelock.delivery.paths import is_ordinary
from picturelock.delivery.readme import KIND as README
from picturelock.delivery.readme import text_of
from picturelock.delivery.signed_files import SIGNED, There
from picturelock.delivery.verify import verify
from picturelock.errors import InputError, UsageError
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.host import Progress, silent

SOURCE = "Picturelock, re-deliveries"
_ALWAYS = (README, "report")
_MOST_STEPS = 100


def redelivery(plan: Plan, previous: Path) -> Plan:
    """The plan of a package that holds only what is new or changed since an earlier one, and says what is unchanged there.

    A file whose content is in the earlier package is not sent again, even where it has another name by now. The report and the
    texts for the receiver always are. Raises InputError where the earlier package is not what was delivered, or has no
    manifest that can be used, and UsageError where nothing has changed.
    """
    before = holdings_of(previous)
    if not before.identity:
        raise InputError("has no manifest, so nothing says what was delivered with it.", file=previous)
    _require_whole(previous)
    by_content = {f"{name}:{value}": path for path, record in before.files.items() for name, value in record.items()}
    by_content |= {value: path for path, value in before.packing.judged.items()}
    items: list[Item] = []
    unchanged: dict[str, tuple[str, str]] = {}
    judged: dict[str, str] = {}
    for item in plan.items:
        was = None if item.kind in _ALWAYS else _was(item, before, by_content)
        if was is None:
            items.append(item)
            continue
        unchanged[item.target] = (was, _delivered(item, was, before))
        if was in before.packing.judged:
            judged[item.target] = before.packing.judged[was]
    finished_anew = any(item.target in before.packing.judged for item in items)
    added = frozenset() if finished_anew else before.packing.added
    for path in added:
        unchanged[path] = (path, f"{MAIN}:{before.files[path][MAIN]}")  # it goes with a file that is not sent again
    targets, used = {item.target for item in plan.items}, {was for was, _ in unchanged.values()}
    kept = targets | used | before.packing.added
    gone = [path for path in sorted(before.files) if path not in kept and not _ours(path)]
    moved = any(path != was for path, (was, _) in unchanged.items())
    if not moved and not gone and all(item.kind in _ALWAYS for item in items):
        raise UsageError(f"Nothing has changed since {previous.name}.", hint="There is nothing to deliver again.")
    replaced = sorted(item.target for item in items if item.target in before.files)
    earlier = Earlier(previous.resolve().name, before.identity, unchanged, tuple(replaced), tuple(gone), judged, added)
    told = {one.target: one for one in (text_of(readme, items, earlier) for readme in plan.readmes)}
    return replace(plan, items=tuple(told.get(item.target, item) for item in items), earlier=earlier)


def _require_whole(package: Path) -> None:
    """Raise InputError for a package on which nothing can be built: what is not sent again is trusted to lie there."""
    wrong = [finding for finding in verify(package) if finding.severity == "error"]
    if wrong:
        name = next((finding.place.file for finding in wrong if finding.place.file), package.name)
        raise InputError(
            f"is not as it was delivered: {name} is altered, missing or new ({len(wrong)} in all).",
            file=package,
            hint="`picturelock package verify` says what is wrong; deliver since a whole one, or everything.",
        )


def verify_together(folder: Path, earlier: Sequence[Path] = (), progress: Progress = silent) -> tuple[Finding, ...]:
    """As `verify`; of a re-delivery also what it leaves to the packages that it completes, where they are named.

    earlier: those packages, in any order. Only the files that belong to the new version are read there. Raises as
    `verify`, and UsageError for an earlier package that nothing is left to.
    """
    return (*verify(folder, progress), *completed(folder, earlier, progress).findings)


@dataclass(frozen=True, slots=True)
class Completed:
    """What a re-delivery leaves to earlier packages."""

    findings: tuple[Finding, ...] = ()
    """What is wrong with it."""
    found: Mapping[str, There] = field(default_factory=dict)
    """The files that were found there as they should be, by their path in the new version."""


def completed(folder: Path, earlier: Sequence[Path], progress: Progress = silent) -> Completed:
    """Look for the files that a re-delivery leaves to earlier packages; raises as `verify_together`."""
    try:
        packing = read_packing(payload_of(folder))
    except InputError as error:
        return Completed((_finding("package.packing-unreadable", PACKING, "error", reason=error.reason),))
    if packing.earlier is None:
        if earlier:
            raise UsageError(f"{folder.name} is a whole package; it leaves nothing to another one.")
        return Completed()
    if not earlier:
        count = len(packing.earlier.unchanged)
        facts: dict[str, Fact] = {"package": packing.earlier.package, "count": count}
        return Completed((Finding("package.part", "info", Place(file=PACKING), facts, SOURCE),))
    found: dict[str, There] = {}
    return Completed(tuple(_left_there(packing.earlier, earlier, found, progress)), found)


def _was(item: Item, before: Holdings, by_content: Mapping[str, str]) -> str | None:
    """The path of an item's content in the earlier package; of what was finished there, of what was judged."""
    if item.expected and before.packing.judged.get(item.target) == item.expected:
        return item.target
    record = before.files.get(item.target)
    if record is not None and _hashes(item, record) == dict(record):
        return item.target
    known = f"{MAIN}:{_hashes(item, (MAIN,))[MAIN]}"
    return by_content.get(known) if item.source is not None else None


def _hashes(item: Item, algorithms: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    wanted = tuple(algorithms)
    if item.source is None:
        return hash_bytes(item.data, wanted)
    if wanted == (MAIN,) and item.expected:
        return {MAIN: item.expected.removeprefix(f"{MAIN}:")}
    if not item.source.is_file():
        return {}
    return hash_file(item.source, wanted)


def _delivered(item: Item, was: str, before: Holdings) -> str:
    """The full hash of what lies in the earlier package, which may have been finished there."""
    known = before.files[was].get(MAIN)
    return f"{MAIN}:{known or _hashes(item, (MAIN,))[MAIN]}"


def _ours(path: str) -> bool:
    return path == PACKING or path.rpartition(".")[0] == STEM


def _left_there(
    order: Earlier, earlier: Sequence[Path], found: dict[str, There], progress: Progress
) -> Iterator[Finding]:
    """What is wrong with the files that a re-delivery leaves to earlier packages; those that are right go into `found`."""
    packages = {identity_of(folder): folder for folder in earlier}
    lists = {identity: read_packing(payload_of(folder)) for identity, folder in packages.items()}
    total = len(order.unchanged)
    missing: set[str] = set()
    for number, (path, (was, expected)) in enumerate(sorted(order.unchanged.items()), start=1):
        progress("verify", number, total, was)
        step, place = order, was
        for _ in range(_MOST_STEPS):
            folder = packages.get(step.manifest)
            if folder is None:
                missing.add(step.package)
                break
            further = lists[step.manifest].earlier
            if further is None or place not in further.unchanged:
                there = _looked_at(folder, place, expected)
                if isinstance(there, Finding):
                    yield there
                else:
                    found[path] = there
                break
            step, place = further, further.unchanged[place][0]
    for package in sorted(missing):
        facts: dict[str, Fact] = {"package": package}
        yield Finding("package.other-earlier", "error", Place(file=PACKING), facts, SOURCE)


def _looked_at(folder: Path, path: str, expected: str) -> There | Finding:
    name = f"{folder.resolve().name}/{path}"
    file = payload_of(folder) / path
    try:
        inside = file.resolve().is_relative_to(folder.resolve())
        if not inside or not is_ordinary(file):
            return _finding("package.not-a-file", name, "error")
        there = There(file, hash_file(file, (MAIN, SIGNED)))
    except FileNotFoundError:
        return _finding("package.missing", name, "error")
    except OSError as error:
        return _finding("package.unreadable", name, "error", reason=error.strerror or "?")
    found = f"{MAIN}:{there.hashes[MAIN]}"
    if found != expected:
        return _finding("package.altered", name, "error", expected=expected, found=found)
    return there


def _finding(rule: str, file: str, severity: Severity, **facts: Fact) -> Finding:
    return Finding(rule, severity, Place(file=file), {"file": file, **facts}, SOURCE)
