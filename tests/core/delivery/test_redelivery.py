"""Delivering again only what changed, verifying both together, and comparing packages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.delivery.build import build
from picturelock.delivery.comparison import Difference, compare
from picturelock.delivery.plan import plan
from picturelock.delivery.redelivery import redelivery, verify_together
from picturelock.delivery.sealing import seal_folder
from picturelock.delivery.verify import verify
from picturelock.errors import InputError, UsageError
from picturelock.findings import Verdict
from picturelock.media.fingerprint import full_hash
from picturelock.production import Dossier

Make = Callable[..., Verdict]
MADE = "2026-11-22T04:15:33+00:00"


@pytest.fixture
def first(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> Path:
    verdict = make_verdict()
    return build(plan(dossier, verdict), verdict, tmp_path / "first")


def again(dossier: Dossier, verdict: Verdict, previous: Path, out: Path) -> Path:
    return build(redelivery(plan(dossier, verdict), previous), verdict, out)


def new_captions(dossier: Dossier, text: str = "new") -> None:
    (dossier.production.root / "captions/fr.srt").write_text(text, encoding="utf-8")


def files(folder: Path) -> set[str]:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {path for path in found if not path.startswith("ascmhl/")}


def rules(folder: Path, *earlier: Path) -> list[tuple[str, str]]:
    return [(one.rule, one.place.file) for one in verify_together(folder, earlier)]


@pytest.fixture
def second(dossier: Dossier, make_verdict: Make, first: Path, tmp_path: Path) -> Path:
    new_captions(dossier)
    return again(dossier, make_verdict(), first, tmp_path / "second")


REPORTS = {"README.txt", "LISEZMOI.txt", "package.json"} | {
    f"report.{ending}" for ending in ("html", "pdf", "json", "csv", "junit.xml", "markers.edl")
}


def test_only_what_changed_is_sent(first: Path, second: Path) -> None:
    assert files(second) == {*REPORTS, "captions/fr.srt"}
    earlier = json.loads((second / "package.json").read_text(encoding="utf-8"))["earlier"]
    assert earlier["package"] == "first" and earlier["replaced"] == sorted(
        REPORTS - {"package.json"} | {"captions/fr.srt"}
    )
    assert "master/été.mov" in {entry["path"] for entry in earlier["unchanged"]} and earlier["dropped"] == []
    text = (second / "README.txt").read_text(encoding="utf-8")
    assert "only what is new or changed since the package first" in " ".join(text.split()) and "master/été.mov" in text


def test_both_are_verified_together(first: Path, second: Path) -> None:
    assert rules(second) == [("package.part", "package.json")]
    assert rules(second, first) == []
    (first / "captions/fr.srt").write_bytes(b"replaced by now: of no interest")
    assert rules(second, first) == []
    (first / "timeline/v2.edl").write_bytes(b"x")
    (first / "master/été.mov").unlink()
    assert rules(second, first) == [
        ("package.missing", "first/master/été.mov"),
        ("package.altered", "first/timeline/v2.edl"),
    ]
    (second / "captions/fr.srt").write_bytes(b"x")
    assert ("package.altered", "captions/fr.srt") in rules(second, first)


def test_another_package_is_not_the_earlier_one(first: Path, second: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(first, other, ignore=shutil.ignore_patterns("ascmhl"))
    seal_folder(other, made=MADE)
    assert rules(second, other) == [("package.other-earlier", "package.json")]
    with pytest.raises(UsageError, match="whole package"):
        verify_together(first, [second])


def test_a_third_completes_the_second(
    dossier: Dossier, make_verdict: Make, first: Path, second: Path, tmp_path: Path
) -> None:
    (dossier.production.root / "cuts/v2.edl").write_bytes(b"TITLE: v3\n")
    third = again(dossier, make_verdict(), second, tmp_path / "third")
    assert "captions/fr.srt" not in files(third) and "timeline/v2.edl" in files(third)
    assert rules(third, first, second) == []
    assert rules(third, second) == [("package.other-earlier", "package.json")]
    (second / "captions/fr.srt").write_bytes(b"x")
    assert rules(third, first, second) == [("package.altered", "second/captions/fr.srt")]


def test_a_file_that_is_only_called_otherwise_is_not_sent_again(
    dossier: Dossier, make_verdict: Make, first: Path, tmp_path: Path
) -> None:
    master = dossier.production.root / "master/v3.mov"
    (dossier.production.root / "master/été.mov").rename(master)
    production = replace(dossier.production, delivery=replace(dossier.production.delivery, master=master))
    moved = replace(dossier, production=production)
    verdict = make_verdict()
    inputs = {name: value for name, value in verdict.inputs.items() if "été" not in name}
    verdict = replace(verdict, inputs={**inputs, "master/v3.mov": full_hash(master)})
    out = again(moved, verdict, first, tmp_path / "second")
    assert not (out / "master").exists() and rules(out, first) == []
    entry = next(
        one for one in json.loads((out / "package.json").read_text())["earlier"]["unchanged"] if "v3" in one["path"]
    )
    assert entry["was"] == "master/été.mov"


def test_nothing_new_is_no_delivery(dossier: Dossier, make_verdict: Make, first: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nothing has changed"):
        redelivery(plan(dossier, make_verdict()), first)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="manifest"):
        redelivery(plan(dossier, make_verdict()), tmp_path / "empty")
    (first / "ascmhl/ascmhl_chain.xml").write_bytes(b"<x/>")
    with pytest.raises(InputError):
        redelivery(plan(dossier, make_verdict()), first)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"schema": "picturelock/package-2"}', '{"schema": "picturelock/package-1", "files": 3}',
             '{"schema": "picturelock/package-1", "files": [], "earlier": {"package": "x", "manifest": "xxh128:0", '
             '"replaced": [], "dropped": [], "unchanged": [{"path": "a", "was": "../../etc/hostname", "hash": "xxh128:0"}]}}',
             "[" * 100_000],
)  # fmt: skip
def test_hostile_packing_lists(tmp_path: Path, text: str) -> None:
    (tmp_path / "package.json").write_text(text)
    seal_folder(tmp_path, made=MADE)
    assert verify(tmp_path) == ()
    assert rules(tmp_path) == [("package.packing-unreadable", "package.json")]


def test_links_in_the_earlier_package_are_not_followed(first: Path, second: Path) -> None:
    (first / "timeline/v2.edl").unlink()
    (first / "timeline/v2.edl").symlink_to("/etc/hostname")
    assert rules(second, first) == [("package.not-a-file", "first/timeline/v2.edl")]


def test_packages_side_by_side(dossier: Dossier, make_verdict: Make, first: Path, second: Path, tmp_path: Path) -> None:
    assert compare(first, first).differences == ()
    found = {(one.what, one.path) for one in compare(first, second).differences}
    assert ("changed", "captions/fr.srt") in found and not any(path == "master/été.mov" for _, path in found)
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, names in ((old, {"a": "1", "b": "2", "c": "3"}), (new, {"a": "1", "b": "x", "d": "3", "e": "5"})):
        folder.mkdir()
        for name, text in names.items():
            (folder / name).write_text(text)
    expected = (Difference("changed", "b"), Difference("renamed", "d", "c"), Difference("added", "e"))
    assert compare(old, new).differences == expected and compare(old, new).same == 1
    seal_folder(new, made=MADE, algorithms=("md5",))
    assert compare(old, new).differences == expected  # no algorithm in common: the files are read
    back = (Difference("changed", "b"), Difference("renamed", "c", "d"), Difference("dropped", "e"))
    assert compare(new, old).differences == back
    with pytest.raises(InputError):
        compare(old, tmp_path / "nowhere")
