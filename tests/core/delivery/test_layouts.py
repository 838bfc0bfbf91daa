"""A destination's wishes: names by its pattern, its layout, its checksums, and only the papers that it asks for."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from picturelock import specs
from picturelock.delivery.build import build
from picturelock.delivery.plan import plan
from picturelock.delivery.verify import verify
from picturelock.errors import UsageError
from picturelock.findings import Finding, Verdict, Waived
from picturelock.media.fingerprint import full_hash
from picturelock.production import Dossier, Person
from picturelock.production.orders import FileOrder
from picturelock.specs.model import Asked

Make = Callable[..., Verdict]
ASKED = {"source": "somebody", "status": "unconfirmed"}


def spec(**sections: dict[str, Any]) -> specs.Spec:
    data = {name: {key: {**value, **ASKED} for key, value in keys.items()} for name, keys in sections.items()}
    return specs.from_toml("here", {"title": "Télé d’ici", "kind": "broadcaster", **data})


@pytest.fixture
def rich(dossier: Dossier, make_verdict: Make) -> tuple[Dossier, Verdict]:
    """With a trailer, two stills and two papers, a version and somebody to ask."""
    root, orders = dossier.production.root, []
    for kind, name in (
        ("trailer", "Bande annonce.mov"), ("stills", "a.png"), ("stills", "b.png"), ("insurance", "police.pdf"),
        ("rating", "r.pdf"),
    ):  # fmt: skip
        (root / name).write_bytes(name.encode())
        orders.append(FileOrder(kind, root / name))
    production = replace(
        dossier.production,
        files=tuple(orders),
        people=(Person("A. Tremblay", "post supervisor"),),
        delivery=replace(dossier.production.delivery, version="v02"),
    )
    verdict = make_verdict()
    inputs = {**verdict.inputs, **{order.file.name: full_hash(order.file) for order in orders}}
    return replace(dossier, production=production), replace(verdict, inputs=inputs)


def targets(dossier: Dossier, verdict: Verdict) -> set[str]:
    return {item.target for item in plan(dossier, verdict).items if item.source is not None}


def test_without_a_spec_files_keep_their_names_and_papers_stay_home(rich: tuple[Dossier, Verdict]) -> None:
    assert targets(*rich) == {
        "master/été.mov", "captions/fr.srt", "captions/fr.srt.provenance.json", "timeline/v2.edl",
        "deliverables/Bande annonce.mov", "deliverables/a.png", "deliverables/b.png",
    }  # fmt: skip


def test_names_by_the_pattern(rich: tuple[Dossier, Verdict]) -> None:
    dossier, verdict = rich
    wishes = spec(
        naming={
            "pattern": {"text": "{title}_{version}_{kind}_{language}_{n:02}"},
            "accents": {"one_of": ["fold"]},
            "case": {"one_of": ["lower"]},
        },
        papers={"insurance": {"requirement": "required"}},
        deliverables={"stills": {"requirement": "optional"}},
    )
    assert targets(replace(dossier, spec=wishes), verdict) == {
        "master/la_lettre_v02_master_fr_01.mov",
        "captions/la_lettre_v02_captions-sdh_fr_01.srt",
        "captions/la_lettre_v02_captions-sdh_fr_01.srt.provenance.json",
        "timeline/la_lettre_v02_timeline_01.edl",
        "deliverables/la_lettre_v02_stills_01.png",
        "deliverables/la_lettre_v02_stills_02.png",
        "papers/la_lettre_v02_insurance_01.pdf",
    }


def test_names_that_do_not_tell_files_apart_are_refused(rich: tuple[Dossier, Verdict]) -> None:
    dossier, verdict = rich
    for text in ("{title}", "{title}_{kind}"):
        wishes = spec(naming={"pattern": {"text": text}}, package={"layout": {"one_of": ["flat"]}})
        with pytest.raises(UsageError, match="Two files"):
            plan(replace(dossier, spec=wishes), verdict)


@pytest.mark.parametrize("layout", ["folders", "flat", "bagit"])
def test_every_layout_is_whole(
    rich: tuple[Dossier, Verdict], layout: str, tmp_path: Path, ascmhl: Callable[..., int]
) -> None:
    dossier, verdict = rich
    wishes = spec(package={"layout": {"one_of": [layout]}, "checksums": {"all_of": ["md5", "sha256", "xxh64"]}})
    planned = plan(replace(dossier, spec=wishes), verdict)
    out = build(planned, verdict, tmp_path / "out é")
    assert verify(out) == ()
    payload = out / "data" if layout == "bagit" else out
    assert ascmhl("verify", payload) == 0
    for name in ("md5", "sha256"):
        done = subprocess.run([f"{name}sum", "-c", f"checksums.{name}"], cwd=payload, capture_output=True, text=True)
        assert done.returncode == 0 and done.stdout.count(": OK") == len(planned.items) + 1
    assert (payload / "été.mov").exists() == (layout == "flat")
    assert len([path for path in payload.iterdir() if path.is_dir()]) == (1 if layout == "flat" else 5)
    if layout == "bagit":
        bagit = pytest.importorskip("bagit", reason="not proven: bagit is not installed")
        assert bagit.Bag(str(out)).validate()
    (payload / "report.html").write_bytes(b"")
    assert {finding.rule for finding in verify(out)} <= {"package.altered", "package.bag-count"} and verify(out)


@pytest.mark.parametrize("package", [{"checksums": {"all_of": ["crc32"]}}, {"checksums": {"all_of": ["c4"]}}])
def test_what_we_do_not_know_is_refused(rich: tuple[Dossier, Verdict], package: dict[str, Any]) -> None:
    dossier, verdict = rich
    named = Asked(
        "package.checksums", tuple(package["checksums"]["all_of"]), "here", True
    )  # a spec's reader refuses it
    with pytest.raises(UsageError, match="do not know"):
        plan(replace(dossier, spec=replace(spec(), asked={named.name: named})), verdict)


@pytest.mark.parametrize("name", ["CON.mov", "a:b.mov", "end.", "50%.mov", "x" * 250 + ".mov"])
def test_names_that_travel_badly_are_refused(rich: tuple[Dossier, Verdict], name: str) -> None:
    dossier, verdict = rich
    order = FileOrder("trailer", dossier.production.root / name)
    with pytest.raises(UsageError, match="no name for a file"):
        plan(replace(dossier, production=replace(dossier.production, files=(order,))), verdict)


@pytest.mark.parametrize("name", ["README.txt", "report.html", "package.json", "checksums.md5", "ascmhl"])
def test_names_that_the_package_needs_itself(rich: tuple[Dossier, Verdict], name: str) -> None:
    dossier, verdict = rich
    order = FileOrder("trailer", dossier.production.root / name)
    production = replace(dossier.production, files=(order,))
    flat = spec(package={"layout": {"one_of": ["flat"]}})
    with pytest.raises(UsageError):
        plan(replace(dossier, production=production, spec=flat), verdict)


def test_papers_are_made_where_they_are_asked_for(rich: tuple[Dossier, Verdict]) -> None:
    dossier, verdict = rich
    wishes = spec(papers={"rights-report": {"requirement": "required"}, "cue-sheet": {"requirement": "advisory"}})
    made = {item.target for item in plan(replace(dossier, spec=wishes), verdict).items if item.source is None}
    asked = {"rights-report.html", "rights-report.csv", "rights-report.json", "cue-sheet.csv", "cue-sheet.json"}
    assert asked <= made
    assert not asked & {item.target for item in plan(dossier, verdict).items}
    order = FileOrder("cue-sheet", dossier.production.root / "our cues.pdf")
    own = replace(dossier, production=replace(dossier.production, files=(order,)), spec=wishes)
    targets = {item.target for item in plan(own, verdict).items}
    assert "papers/our cues.pdf" in targets and "cue-sheet.csv" not in targets


def test_the_waivers_that_the_verdict_rests_on_go_along(
    rich: tuple[Dossier, Verdict], note: Finding, tmp_path: Path
) -> None:
    dossier, verdict = rich
    paper = dossier.production.root / "waivers" / "1.toml"
    paper.parent.mkdir()
    paper.write_text("reason")
    waived = replace(
        note, severity="error", waived=Waived("waivers/1.toml", "A", "b", "c", dt.date(2027, 1, 1), "sha256:0")
    )
    inputs = {**verdict.inputs, "waivers/1.toml": full_hash(paper)}
    verdict = replace(verdict, findings=(waived,), inputs=inputs)
    out = build(plan(dossier, verdict), verdict, tmp_path / "out")
    assert (out / "waivers/1.toml").read_text() == "reason" and verify(out) == ()


def test_the_receiver_is_told_in_both_languages(rich: tuple[Dossier, Verdict], tmp_path: Path) -> None:
    dossier, verdict = rich
    wishes = spec(package={"checksums": {"all_of": ["md5", "xxh128"]}})
    out = build(plan(replace(dossier, spec=wishes), verdict), verdict, tmp_path / "out")
    english, french = ((out / name).read_text(encoding="utf-8") for name in ("README.txt", "LISEZMOI.txt"))
    for text in (english, french):
        assert "La Lettre" in text and "v02" in text and "A. Tremblay, post supervisor" in text and "Télé d’ici" in text
        assert "md5sum -c checksums.md5" in text and "xxhsum -c checksums.xxh128" in text
        assert "picturelock package verify ." in text and "captions/fr.srt" in text
    assert "How to verify" in english and "Comment vérifier" in french
    listed = json.loads((out / "package.json").read_text(encoding="utf-8"))
    assert listed["schema"] == "picturelock/package-1" and listed["verdict"].startswith("sha256:")
    assert {entry["path"]: entry["hash"] for entry in listed["files"]}["captions/fr.srt"] == full_hash(
        out / "captions/fr.srt"
    )
