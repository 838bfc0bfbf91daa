"""Faults of a package that somebody signed: what manifests made anew do not hide from a receiver who knows the key."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from matrix.base import Fault
from matrix.faults_package import CAPTIONS, MASTER, Alter, edit, fault, flip, put, remove, sealed_again
from matrix.package_scenes import MADE, private
from picturelock.delivery.hashing import hash_file
from picturelock.media.credentials import UUID
from picturelock.media.fingerprint import full_hash
from picturelock.waivers import keys, signed

TEXTLESS = "deliverables/textless.mov"


def resealed(alter: Alter, listed: Callable[[dict[str, Any]], object] = lambda one: None) -> Alter:
    """Alter files, and make packing list and manifests anew. listed: what else is altered in the packing list."""

    def both(package: Path) -> None:
        alter(package)
        document = json.loads((package / "package.json").read_text(encoding="utf-8"))
        document["files"] = [one for one in document["files"] if (package / one["path"]).exists()]
        listed(document)
        for one in document["files"]:
            one["hash"] = full_hash(package / one["path"])
        (package / "package.json").write_text(json.dumps(document), encoding="utf-8")

    return sealed_again(both)


def swap(one: str, other: str) -> Alter:
    def alter(package: Path) -> None:
        (package / one).rename(package / "between")
        (package / other).rename(package / one)
        (package / "between").rename(package / other)

    return alter


def call(path: str, **words: Any) -> Callable[[dict[str, Any]], object]:
    """What the packing list says of a file."""
    return lambda document: [one.update(words) for one in document["files"] if one["path"] == path]


def leave(path: str) -> Callable[[dict[str, Any]], object]:
    """The packing list says that a file lies in an earlier package."""
    unchanged = [{"path": path, "was": path, "hash": "xxh128:" + "0" * 32}]
    rest = {"package": "X", "manifest": "xxh128:" + "0" * 32, "replaced": [], "dropped": []}
    return lambda document: document.update(earlier={**rest, "unchanged": unchanged})


def closed(package: Path) -> None:
    """The sign-off and the report of a verdict that kept the gate closed."""
    document = json.loads(MADE["closed"].read_text(encoding="utf-8"))
    report = json.loads((package / "report.json").read_text(encoding="utf-8"))
    whole = json.loads((package / "signoff.json").read_text(encoding="utf-8"))
    digest, ran = document["statement"]["verdict"], report["verdict"]["ran"][:-1]
    report["verdict"] |= {"open": False, "hash": digest, "ran": ran}
    whole |= {"statement": document["statement"], "signatures": [document]}
    for name, data in (("report.json", report), ("signoff.json", whole)):
        (package / name).write_text(json.dumps(data), encoding="utf-8")
    packing = json.loads((package / "package.json").read_text(encoding="utf-8"))
    (package / "package.json").write_text(json.dumps(packing | {"verdict": digest}), encoding="utf-8")


def beside(package: Path) -> None:
    """A file beside the payload of a bag, which the bag's own manifest lists."""
    (package / "README.txt").write_bytes(b"Open film.mov.")
    with (package / "tagmanifest-sha256.txt").open("a", encoding="utf-8") as file:
        file.write(f"{hash_file(package / 'README.txt', ('sha256',))['sha256']}  README.txt\n")


def in_box(name: bytes, text: bytes) -> Callable[[bytes], bytes]:
    """A film with one bit altered: in a box, where a text first stands behind the box's name."""

    def change(data: bytes) -> bytes:
        at = data.index(text, data.index(name) + len(name))
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    return change


def forged(change: Callable[[dict[str, Any]], object], key: str = "") -> Alter:
    """Another sign-off under new manifests. key: whose file it is signed with anew."""

    def alter(package: Path) -> None:
        whole = json.loads((package / "signoff.json").read_text(encoding="utf-8"))
        change(whole["signatures"][0])
        if key:
            file = MADE["package"].parent / key
            whole["keys"]["A. Tremblay"] = keys.public_of(private(key)) if file.exists() else keys.make(file)
            unsigned = {name: value for name, value in whole["signatures"][0].items() if name != "signature"}
            whole["signatures"][0] = signed.sign(unsigned, private(key))
        (package / "signoff.json").write_text(json.dumps(whole), encoding="utf-8")

    return resealed(alter)


FAULTS: tuple[Fault, ...] = (
    fault(
        "signed-master",
        "another master, and all was hashed anew",
        resealed(edit(MASTER, flip)),
        "not-signed-for",
        of="signed",
    ),
    fault(
        "signature",
        "the sign-off was edited",
        forged(lambda one: one.update(role="director")),
        "signature-broken",
        of="signed",
    ),
    fault(
        "signed-another",
        "the sign-off is for another verdict",
        forged(lambda one: one["statement"].update(spec="another"), "at.pem"),
        "signed-another",
        of="signed",
    ),
    fault(
        "signer-other", "somebody else signed", forged(lambda one: None, "other.pem"), "signer-not-among", of="signed"
    ),
    fault("sign-off-gone", "the sign-off was taken out", resealed(remove("signoff.json")), "unsigned", of="signed"),
    fault(
        "sign-off-none",
        "the sign-off is none",
        resealed(put("signoff.json", b"{}")),
        "signoff-unreadable",
        of="signed",
    ),
    fault(
        "report-edited",
        "the report was edited",
        resealed(edit("report.json", lambda data: data.replace(b'"open": true', b'"open": false'))),
        "verdict-unreadable",
        of="signed",
    ),
    fault(
        "waiver-put-in",
        "a waiver was put in",
        resealed(put("waivers/x.toml")),
        "waiver-unreadable",
        "not-signed-for",
        of="signed",
    ),
    fault("exchanged", "two signed films change places", resealed(swap(MASTER, TEXTLESS)), "exchanged", of="signed"),
    fault("signed-missing", "signed captions are gone", resealed(remove(CAPTIONS)), "signed-missing", of="signed"),
    fault(
        "signed-elsewhere",
        "the master is said to lie in a package that nobody gave",
        resealed(remove(MASTER), leave(MASTER)),
        "signed-elsewhere",
        of="signed",
    ),
    fault("signed-closed", "what was signed kept the gate closed", resealed(closed), "signed-closed", of="signed"),
    fault(
        "called-otherwise",
        "the packing list calls the master a trailer",
        resealed(lambda package: None, call(MASTER, kind="trailer")),
        "listed-otherwise",
        of="signed",
    ),
    fault(
        "like-a-paper",
        "a film that is called like a report",
        resealed(put("report.mov")),
        "not-signed-for",
        of="signed",
    ),
    fault(
        "file-manager",
        "a manifest lists a file that is called like a file manager's",
        resealed(put("master/desktop.ini")),
        "left-behind-listed",
        of="signed",
    ),
    fault("beside-bag", "a file beside the payload of a bag, in its manifest", beside, "beside-bag", of="signed-bag"),
    fault(
        "finished-by-word",
        "another film, which the packing list calls finished",
        resealed(put(MASTER, b"x"), call(MASTER, finished=["c2pa"], judged="xxh128:" + "0" * 32)),
        "not-signed-for",
        of="signed",
    ),
    fault(
        "finished-picture",
        "another picture under content credentials",
        resealed(edit(MASTER, in_box(b"mdat", b""))),
        "finished-unproven",
        of="finished",
    ),
    fault(
        "unlisted",
        "a file is gone, and the manifest was made anew without it",
        sealed_again(remove(CAPTIONS)),
        "missing",
        "signed-missing",
        of="signed",
    ),
    fault(
        "listed-hash",
        "a paper was altered, and the manifest was made anew",
        sealed_again(edit("report.html", flip)),
        "altered",
        of="signed",
    ),
    replace(
        fault(
            "credentials",
            "the claim was altered",
            resealed(edit(MASTER, in_box(UUID, b"La Lettre"))),
            "",
            of="finished",
        ),
        rule="credentials.altered",
    ),
)
