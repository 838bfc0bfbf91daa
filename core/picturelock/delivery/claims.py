"""What the manifests of a package say of its files: its ASC MHL history, its bag, plain lists of checksums."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from picturelock.delivery import bag as bags
from picturelock.delivery.history import FOLDER, read_history
from picturelock.delivery.history import SOURCE as MHL_SOURCE
from picturelock.delivery.lists import Checklist, read_lists
from picturelock.findings import Fact, Finding, Place

LIST_SOURCE = "Picturelock, lists of checksums"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one manifest says. All paths are in the package, with forward slashes."""

    records: Mapping[str, Mapping[str, str]]
    """Hashes by algorithm, by path."""
    source: str
    own: frozenset[str] = frozenset()
    """Files that it accounts for without a hash: itself."""
    scope: str = ""
    """Where its files lie: "" = anywhere, "data/"."""
    beside: str = ""
    """Where they do not lie; "" = nowhere."""
    complete: bool = True
    """Nothing but what it names may lie there."""
    folders: frozenset[str] = frozenset()
    """Folders that it names for themselves."""
    left_out: frozenset[str] = frozenset()
    """Patterns of names that it does not account for."""

    def within(self, paths: Iterable[str]) -> list[str]:
        """Those of the paths that lie where its files do."""
        beside = self.beside or "\0"
        return [path for path in paths if path.startswith(self.scope) and not path.startswith(beside)]


def claims_of(folder: Path, present: Mapping[str, Path]) -> tuple[tuple[Claim, ...], tuple[Finding, ...]]:
    """What there is to compare with, and what is wrong with it; present: the files of the package by their paths.

    Without a claim nothing can be compared, and the findings say why.
    """
    claims: list[Claim] = []
    findings: list[Finding] = []
    scope = ""
    if bags.is_bag(folder):
        scope = f"{bags.PAYLOAD}/"
        made, found = _of_bag(folder, present)
        claims += made
        findings += found
    if os.path.lexists(folder / scope / FOLDER):
        history = read_history(folder / scope)
        findings += [_under(finding, scope) for finding in history.findings]
        if history.records:
            claims.append(
                Claim(
                    {f"{scope}{path}": record for path, record in history.records.items()},
                    MHL_SOURCE,
                    _all_under(history.files, scope),
                    scope,
                    folders=_all_under(history.folders, scope),
                    left_out=history.left_out,
                )
            )
    if findings and not claims:
        return (), tuple(findings)
    lists = tuple(read_lists(present))
    whole = not claims
    if any(one.records for one in lists):
        claims.append(_of_lists(lists, whole))
    if whole:  # a package that has another manifest may hold a file that only looks like a list
        findings += [finding for one in lists for finding in one.findings]
    if not claims and not findings:
        facts: dict[str, Fact] = {"file": f"{FOLDER}/ascmhl_chain.xml"}
        findings.append(Finding("package.no-manifest", "error", Place(file=str(facts["file"])), facts, MHL_SOURCE))
    return tuple(claims), tuple(findings)


def payload_of(folder: Path) -> Path:
    """Where the package itself lies: in a bag one folder further down."""
    return folder / bags.PAYLOAD if bags.is_bag(folder) else folder


def _of_bag(folder: Path, present: Mapping[str, Path]) -> tuple[list[Claim], list[Finding]]:
    bag = bags.read_bag(folder, present)
    if not bag.payload:
        return [], list(bag.findings)
    inside = f"{bags.PAYLOAD}/"
    own = (bag.files | {bags.INFO}) & present.keys()
    claims = [
        Claim(bag.payload, bags.SOURCE, scope=inside),
        Claim(bag.tags, bags.SOURCE, frozenset(own - bag.tags.keys()), beside=inside),
    ]
    return claims, [*bag.findings, *_miscounted(bag, present)]


def _miscounted(bag: bags.Bag, present: Mapping[str, Path]) -> Iterator[Finding]:
    """A payload of another size or number than the bag says (`Payload-Oxum`)."""
    if bag.oxum is None:
        return
    files = [file for path, file in present.items() if path.startswith(f"{bags.PAYLOAD}/")]
    found = (sum(file.lstat().st_size for file in files), len(files))
    if found != bag.oxum:
        facts: dict[str, Fact] = {"file": bags.INFO, "bytes": found[0], "files": found[1]}
        facts |= {"expected_bytes": bag.oxum[0], "expected_files": bag.oxum[1]}
        yield Finding("package.bag-count", "error", Place(file=bags.INFO), facts, bags.SOURCE)


def _of_lists(lists: Iterable[Checklist], whole: bool) -> Claim:
    merged: dict[str, Mapping[str, str]] = {}
    own = set()
    for one in lists:
        own.add(one.file)
        for path, record in one.records.items():
            merged[path] = {**merged.get(path, {}), **record}
    return Claim(merged, LIST_SOURCE, frozenset(own), complete=whole)


def _under(finding: Finding, scope: str) -> Finding:
    """A finding of a history that lies in a bag, with its path in the bag."""
    file = f"{scope}{finding.place.file}"
    return replace(finding, place=replace(finding.place, file=file), evidence={**finding.evidence, "file": file})


def _all_under(paths: Iterable[str], scope: str) -> frozenset[str]:
    return frozenset(f"{scope}{path}" for path in paths)
