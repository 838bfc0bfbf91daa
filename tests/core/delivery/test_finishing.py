"""What is done to the copies between the verdict and the seal: named, hashed before and after, and nothing else touched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.delivery.build import build
from picturelock.delivery.model import Finished, Finisher, Plan
from picturelock.delivery.plan import plan
from picturelock.delivery.redelivery import redelivery, verify_together
from picturelock.delivery.verify import verify
from picturelock.errors import GateError
from picturelock.findings import Verdict
from picturelock.media.fingerprint import full_hash
from picturelock.production import Dossier

Make = Callable[..., Verdict]


def stamp(folder: Path, planned: Plan) -> Iterable[Finished]:
    master = folder / "master" / "été.mov"
    master.write_bytes(master.read_bytes() + b"stamp")
    (folder / "master" / "été.c2pa").write_bytes(b"sidecar")
    yield Finished("master/été.mov", "c2pa")
    yield Finished("master/été.c2pa", "c2pa", "credentials")


@pytest.mark.parametrize("layout", ["folders", "bagit"])
def test_both_hashes_are_recorded_and_the_source_is_untouched(
    dossier: Dossier, make_verdict: Make, tmp_path: Path, layout: str
) -> None:
    verdict = make_verdict()
    planned = replace(plan(dossier, verdict), finishers=(stamp,), layout=layout)
    out = build(planned, verdict, tmp_path / "out")
    payload = out / "data" if layout == "bagit" else out
    assert verify(out) == ()
    files = {
        entry["path"]: entry for entry in json.loads((payload / "package.json").read_text(encoding="utf-8"))["files"]
    }
    master = files["master/été.mov"]
    source = dossier.production.root / "master/été.mov"
    assert master["finished"] == ["c2pa"] and master["judged"] == full_hash(source) == verdict.inputs["master/été.mov"]
    assert master["hash"] == full_hash(payload / "master/été.mov") != master["judged"]
    assert files["master/été.c2pa"]["kind"] == "credentials" and "judged" not in files["master/été.c2pa"]
    assert "judged" not in files["captions/fr.srt"]


def test_what_was_finished_and_is_unchanged_is_not_sent_again(
    dossier: Dossier, make_verdict: Make, tmp_path: Path
) -> None:
    verdict = make_verdict()
    first = build(replace(plan(dossier, verdict), finishers=(stamp,)), verdict, tmp_path / "first")
    previous = first
    for number, text in enumerate(("new", "newer"), start=2):
        (dossier.production.root / "captions/fr.srt").write_text(text)
        verdict = make_verdict()
        again = redelivery(plan(dossier, verdict), previous)
        assert not any(item.kind == "master" for item in again.items)
        previous = build(again, verdict, tmp_path / f"part {number}")
    assert verify_together(previous, [first, tmp_path / "part 2"]) == ()
    earlier = json.loads((previous / "package.json").read_text(encoding="utf-8"))["earlier"]
    assert earlier["dropped"] == [] and {"master/été.mov", "master/été.c2pa"} <= {
        one["path"] for one in earlier["unchanged"]
    }
    (first / "master/été.c2pa").write_bytes(b"other")
    assert [one.rule for one in verify_together(previous, [first, tmp_path / "part 2"])] == ["package.altered"]


def touches_untold(folder: Path, planned: Plan) -> Iterable[Finished]:
    (folder / "captions/fr.srt").write_bytes(b"x")
    return ()


def makes_untold(folder: Path, planned: Plan) -> Iterable[Finished]:
    (folder / "extra").touch()
    return ()


def removes(folder: Path, planned: Plan) -> Iterable[Finished]:
    (folder / "captions/fr.srt").unlink()
    return (Finished("captions/fr.srt", "x"),)


def links(folder: Path, planned: Plan) -> Iterable[Finished]:
    (folder / "link").symlink_to("/etc/hostname")
    return (Finished("link", "x"),)


def leaves(folder: Path, planned: Plan) -> Iterable[Finished]:
    return (Finished("../outside", "x"),)


@pytest.mark.parametrize("finisher", [touches_untold, makes_untold, removes, links, leaves])
def test_what_does_more_than_it_says_stops_the_delivery(
    dossier: Dossier, make_verdict: Make, tmp_path: Path, finisher: Finisher
) -> None:
    verdict = make_verdict()
    with pytest.raises(GateError):
        build(replace(plan(dossier, verdict), finishers=(finisher,)), verdict, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == [dossier.production.root.name]
