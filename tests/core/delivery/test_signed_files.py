"""That what was signed for lies where it was signed for: every name, every part, and a film finished since."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from picturelock.delivery import bag
from picturelock.delivery.build import build
from picturelock.delivery.c2pa import sign as sign_credentials
from picturelock.delivery.c2pa import with_credentials
from picturelock.delivery.c2pa_proof import sha256_without
from picturelock.delivery.c2pa_signer import read_signer
from picturelock.delivery.hashing import hash_file
from picturelock.delivery.plan import plan
from picturelock.delivery.received import receive
from picturelock.delivery.redelivery import redelivery
from picturelock.delivery.sealing import seal_folder
from picturelock.delivery.signed_files import Contents, There, compare
from picturelock.findings import Delivered, Verdict
from picturelock.media import ffmpeg
from picturelock.media.credentials import UUID
from picturelock.media.fingerprint import full_hash
from picturelock.production import CaptionOrder, Dossier, Person
from picturelock.production.orders import CredentialsOrder, FileOrder
from picturelock.waivers import keys, signoff
from picturelock.wording import LANGUAGES, fix, message, title

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "matrix"))

import authority

MASTER, TEXTLESS, FRENCH, ENGLISH = "master/été.mov", "deliverables/textless.mov", "captions/fr.srt", "captions/en.srt"
START = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
Home = tuple[Path, Dossier]
Judge = Callable[[Dossier], Verdict]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, made_dossier: Callable[[Path], Dossier]) -> Home:
    """Beside each other: a production with two films and two languages, its key, and what it can sign credentials with."""
    folder = tmp_path_factory.mktemp("home")
    dossier = made_dossier(folder / "La Lettre é")
    root = dossier.production.root
    film, chain = folder / "film.mov", authority.make()
    picture = {"vcodec": "libx264", "pix_fmt": "yuv420p", "preset": "ultrafast"}
    streams = [ffmpeg.generated("testsrc2=size=64x36:rate=25:duration=1"), ffmpeg.generated("sine=d=1:r=48000")]
    ffmpeg.render(streams, film, time_limit_s=60, acodec="pcm_s16le", timecode="01:00:00:00", **picture)
    shutil.move(film, root / MASTER)
    (root / "textless.mov").write_bytes(b"no titles")
    (root / "captions/en.srt").write_text("english")
    for name, data in (("chain.pem", chain.chain), ("c2pa.pem", chain.key)):
        (folder / name).write_bytes(data)
        (folder / name).chmod(0o600)
    production = replace(
        dossier.production,
        captions=(*dossier.production.captions, CaptionOrder("en", "sdh", "netflix-en", root / "captions/en.srt")),
        files=(FileOrder("textless", root / "textless.mov"),),
        people=(Person("A. Tremblay", "producer", keys.make(folder / "at.pem")),),
        credentials=CredentialsOrder(folder / "chain.pem", folder / "c2pa.pem"),
    )
    return folder, replace(dossier, production=production)


@pytest.fixture(scope="module")
def sent(home: Home, verdict_of: Judge) -> dict[str, Path]:
    """One production, signed: as it is, as a bag, with content credentials; and delivered again after that."""
    folder, dossier = home
    verdict = verdict_of(dossier)
    person = dossier.production.people[0]
    said = signoff.statement(verdict, dossier.production)
    signoff.sign(dossier.production, said, person, keys.read(folder / "at.pem", str), START)
    whole = plan(dossier, verdict)
    made = {"plain": whole, "bag": replace(whole, layout="bagit"), "finished": with_credentials(whole, dossier)}
    packages = {name: build(one, verdict, folder / name) for name, one in made.items()}
    english = dossier.production.root / "captions/en.srt"
    english.write_text("british")
    again = verdict_of(dossier)
    said = signoff.statement(again, dossier.production)
    signoff.sign(dossier.production, said, person, keys.read(folder / "at.pem", str), START)
    packages["again"] = build(redelivery(plan(dossier, again), packages["finished"]), again, folder / "again")
    english.write_text("english")
    return packages


@pytest.fixture
def known(home: Home) -> dict[str, str]:
    return {home[1].production.people[0].key: "A. Tremblay"}


@pytest.fixture
def copy(sent: dict[str, Path], tmp_path: Path) -> Callable[[str], Path]:
    return lambda name: Path(shutil.copytree(sent[name], tmp_path / name))


def told(folder: Path, known: dict[str, str], *earlier: Path) -> list[tuple[str, str]]:
    """Rules and severities but for that of who signed, each worded."""
    found = receive(folder, earlier, known).findings
    for one in found:
        assert all(title(one.rule, lang) and "{" not in message(one, lang) for lang in LANGUAGES)
        assert all(fix(one, lang) or one.severity == "info" for lang in LANGUAGES)
    left = [(one.rule.removeprefix("package."), one.severity) for one in found]
    return [one for one in left if one != ("signed", "info")]


def again(package: Path, change: Callable[[Any], object] = lambda one: None) -> None:
    """New manifests and a packing list that fits, as somebody makes them who alters a package on purpose."""
    document = json.loads((package / "package.json").read_text(encoding="utf-8"))
    document["files"] = [one for one in document["files"] if (package / one["path"]).exists()]
    for one in document["files"]:
        one["hash"] = full_hash(package / one["path"])
    change(document)
    (package / "package.json").write_text(json.dumps(document), encoding="utf-8")
    shutil.rmtree(package / "ascmhl")
    assert seal_folder(package, made="2026-11-22T04:15:33+00:00").manifest is not None


def swap(package: Path, one: str, other: str) -> None:
    first, second = (package / one).read_bytes(), (package / other).read_bytes()
    (package / one).write_bytes(second)
    (package / other).write_bytes(first)


def test_clean_packages_have_nothing_against_them(sent: dict[str, Path], known: dict[str, str]) -> None:
    assert told(sent["plain"], known) == told(sent["bag"], known) == []
    assert told(sent["finished"], known) == [("finished", "info")]
    assert told(sent["again"], known, sent["finished"]) == [("finished", "info")]
    assert told(sent["again"], {}) == [("part", "info"), ("signer-unknown", "warning")]


@pytest.mark.parametrize(("one", "other"), [(MASTER, TEXTLESS), (FRENCH, ENGLISH)])
def test_what_was_signed_for_cannot_be_exchanged(
    copy: Callable[[str], Path], known: dict[str, str], one: str, other: str
) -> None:
    package = copy("plain")
    swap(package, one, other)
    again(package)
    assert told(package, known) == [("exchanged", "error")] * 2
    assert [rule for rule, _ in told(package, {})] == ["signer-unknown", "exchanged", "exchanged"]

    def roles_too(document: dict[str, Any]) -> None:
        roles = {entry["path"]: entry for entry in document["files"]}
        for name in ("kind", "language"):
            ours, theirs = roles[one].pop(name, ""), roles[other].pop(name, "")
            roles[one][name], roles[other][name] = theirs, ours

    again(package, roles_too)
    assert {rule for rule, _ in told(package, known)} == {"exchanged", "listed-otherwise"}


@pytest.mark.parametrize("path", [MASTER, TEXTLESS, ENGLISH, "captions/fr.srt.provenance.json", "timeline/v2.edl"])
def test_what_was_signed_for_is_missed(copy: Callable[[str], Path], known: dict[str, str], path: str) -> None:
    package = copy("plain")
    (package / path).unlink()
    again(package)
    assert told(package, known) == [("signed-missing", "error")]


def test_nor_is_it_said_to_lie_elsewhere(copy: Callable[[str], Path], known: dict[str, str]) -> None:
    package = copy("plain")
    (package / MASTER).unlink()
    unchanged = [{"path": MASTER, "was": MASTER, "hash": "xxh128:" + "0" * 32}]
    earlier = {"package": "X", "manifest": "xxh128:" + "0" * 32, "unchanged": unchanged, "replaced": [], "dropped": []}
    again(package, lambda document: document.update(earlier=earlier))
    assert told(package, known) == [("part", "info"), ("signed-elsewhere", "error")]


def test_the_packing_list_is_held_against_what_is_there(copy: Callable[[str], Path]) -> None:
    package = copy("plain")
    (package / "signoff.json").unlink()
    (package / TEXTLESS).unlink()
    (package / ENGLISH).write_text("altered")
    shutil.rmtree(package / "ascmhl")
    seal_folder(package, made="2026-11-22T04:15:33+00:00")
    found = {(one.rule, one.place.file) for one in receive(package).findings if one.severity == "error"}
    assert found == {
        ("package.missing", TEXTLESS), ("package.missing", "signoff.json"), ("package.altered", ENGLISH),
    }  # fmt: skip


@pytest.mark.parametrize(
    "path", ["checksums.mov", "report.mov", "master/report.html", "master/été.c2pa", "x/README.txt", "cue-sheet.html"]
)
def test_only_papers_of_exact_names_need_no_signature(
    copy: Callable[[str], Path], known: dict[str, str], path: str
) -> None:
    package = copy("plain")
    (package / path).parent.mkdir(exist_ok=True)
    (package / path).write_bytes(b"another film")
    again(package)
    assert told(package, known) == [("not-signed-for", "error")]


def test_a_file_managers_file_in_a_manifest(copy: Callable[[str], Path], known: dict[str, str]) -> None:
    package = copy("plain")
    (package / "master/desktop.ini").write_bytes(b"another film")
    assert told(package, known) == [("left-behind", "warning")]
    again(package)
    assert told(package, known) == [("left-behind-listed", "error")]


def test_files_beside_the_payload_of_a_bag(copy: Callable[[str], Path], known: dict[str, str]) -> None:
    package = copy("bag")
    (package / "README.txt").write_text("Open master/film.mov.")
    tags = package / "tagmanifest-sha256.txt"
    line = f"{hash_file(package / 'README.txt', ('sha256',))['sha256']}  README.txt\n"
    tags.write_text(tags.read_text() + line)
    assert told(package, known) == [("beside-bag", "error")]
    assert bag.is_own("tagmanifest-md5.txt") and not bag.is_own("manifest-md5.mov")


def test_a_film_that_only_the_packing_list_calls_finished(copy: Callable[[str], Path], known: dict[str, str]) -> None:
    package = copy("finished")
    was = full_hash(package / MASTER)
    (package / MASTER).write_bytes(b"another film")
    again(package, lambda one: [entry.update(judged=was, finished=["c2pa"]) for entry in one["files"]])
    assert ("not-signed-for", "error") in told(package, known)


def test_a_finished_film_with_another_picture(copy: Callable[[str], Path], known: dict[str, str]) -> None:
    package = copy("finished")
    data = bytearray((package / MASTER).read_bytes())
    data[data.index(b"mdat") + 500] ^= 1
    (package / MASTER).write_bytes(data)
    again(package)
    assert told(package, known) == [("finished-unproven", "error")]


def test_credentials_that_were_altered(copy: Callable[[str], Path], known: dict[str, str]) -> None:
    package = copy("finished")
    data = bytearray((package / MASTER).read_bytes())
    data[data.index(b"La Lettre", data.index(UUID))] ^= 1
    (package / MASTER).write_bytes(data)
    again(package)
    rules = told(package, known)
    assert ("finished", "info") in rules and any(rule.startswith("credentials.") for rule, _ in rules)
    assert any(severity == "error" for _, severity in rules)


def test_samples_may_not_lie_in_the_box_of_the_credentials(sent: dict[str, Path], home: Home, tmp_path: Path) -> None:
    """The box at the end, and the index moved as for one at the start: what is undone is the signed film, what plays is not."""
    original = home[1].production.root / MASTER
    signed = f"sha256:{hash_file(original, ('sha256',))['sha256']}"
    assert sha256_without(sent["finished"] / MASTER) == signed
    data = (sent["finished"] / MASTER).read_bytes()
    at = data.index(UUID) - 8
    size = int.from_bytes(data[at : at + 4], "big")
    moved = tmp_path / "moved.mov"
    moved.write_bytes(data[:at] + data[at + size :] + data[at : at + size])
    assert sha256_without(moved) == ""
    fragments = tmp_path / "fragments.mov"
    fragments.write_bytes(data + b"\0\0\0\x08moof")
    assert sha256_without(fragments) == sha256_without(original) == sha256_without(tmp_path / "none.mov") == ""
    moved.write_bytes(data.replace(b"stco", b"cmov"))
    assert sha256_without(moved) == ""
    for cut in range(0, len(data), 997):
        moved.write_bytes(data[:cut])
        assert sha256_without(moved) != signed


def test_a_closed_verdict_is_never_delivered(
    home: Home, verdict_of: Judge, copy: Callable[[str], Path], known: dict[str, str]
) -> None:
    folder, dossier = home
    verdict = verdict_of(dossier)
    closed = replace(verdict, ran=verdict.ran[:-1])
    file = signoff.sign(
        dossier.production, signoff.statement(closed, dossier.production), dossier.production.people[0],
        keys.read(folder / "at.pem", str), START,
    )  # fmt: skip
    package = copy("plain")
    report = json.loads((package / "report.json").read_text(encoding="utf-8"))
    document = json.loads(file.read_text(encoding="utf-8"))
    report["verdict"] |= {"open": False, "hash": document["statement"]["verdict"], "ran": report["verdict"]["ran"][:-1]}
    (package / "report.json").write_text(json.dumps(report), encoding="utf-8")
    whole = json.loads((package / "signoff.json").read_text(encoding="utf-8"))
    whole |= {"statement": document["statement"], "signatures": [document]}
    (package / "signoff.json").write_text(json.dumps(whole), encoding="utf-8")
    again(package, lambda one: one.update(verdict=document["statement"]["verdict"]))
    assert told(package, known) == [("signed-closed", "error")]
    assert ("signed-closed", "error") in told(package, {})


def test_a_report_that_says_of_no_file_where_it_goes(copy: Callable[[str], Path], known: dict[str, str]) -> None:
    package = copy("plain")

    report = json.loads((package / "report.json").read_text(encoding="utf-8"))
    del report["verdict"]["delivers"]
    (package / "report.json").write_text(json.dumps(report), encoding="utf-8")
    again(package)
    assert told(package, known) == [("verdict-unreadable", "error")]


def test_credentials_beside_a_film_that_cannot_hold_them(home: Home, tmp_path: Path) -> None:
    dossier = home[1]
    film, sidecar = tmp_path / "v2.mxf", tmp_path / "v2.c2pa"
    streams = [ffmpeg.generated("testsrc2=size=64x36:rate=25:duration=0.2")]
    ffmpeg.render(streams, film, time_limit_s=60, vcodec="mpeg2video", pix_fmt="yuv420p", format="mxf")
    signer = read_signer(dossier.production.credentials or pytest.fail("no order"), str)
    sign_credentials(film, dossier, signer)
    delivers = (Delivered("master/v2.mxf", "v2.mxf", "master"),)
    sums = {"v2.mxf": f"sha256:{hash_file(film, ('sha256',))['sha256']}"}

    def found(**files: Path) -> list[str]:
        names = {"film": "master/v2.mxf", "beside": "master/v2.c2pa", "other": "master/v3.c2pa"}
        here = {names[name]: There(file, hash_file(file, ("sha256",))) for name, file in files.items()}
        return [one.rule for one in compare(delivers, sums, Contents(here), proof=True)]

    assert found(film=film) == found(film=film, beside=sidecar) == []
    assert found(film=film, other=sidecar) == ["package.not-signed-for"]
    sidecar.write_bytes(b"another film")
    assert found(film=film, beside=sidecar) == ["credentials.unreadable"]
