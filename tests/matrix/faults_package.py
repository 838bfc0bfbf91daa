"""Faults of a package on its way: each made to a copy of one that the gate let out, and found when it is verified.

The clean package, the same as a bag, a re-delivery with the package that it completes, and one that somebody signed are built
once, from a copy of the clean production, behind the real gate.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from ascmhl.hasher import hash_file
from matrix.base import Fault, Scene
from matrix.package_scenes import made, private
from picturelock.delivery import bag
from picturelock.delivery.received import receive
from picturelock.delivery.redelivery import verify_together
from picturelock.delivery.sealing import seal_folder
from picturelock.findings import Finding
from picturelock.waivers import keys

Alter = Callable[[Path], object]
SIGNED = ("signed", "signed-bag", "finished")
MASTER, CAPTIONS, EDL = "master/v2.mov", "captions/v2.en.srt", "timeline/v2.edl"
CHAIN = "ascmhl/ascmhl_chain.xml"


def folder(kind: str, scene: Scene) -> Path:
    """This scene's own copy of a clean package."""
    own = scene.root / f"out-{kind}"
    if not own.exists():
        shutil.copytree(made(kind, scene), own)
    return own


def verified(kind: str) -> Callable[[Scene], Iterable[Finding]]:
    """What verifying says of this scene's package."""

    def judge(scene: Scene) -> Iterable[Finding]:
        if kind in SIGNED:
            package = folder(kind, scene)
            return receive(package, (), {keys.public_of(private("at.pem")): "A. Tremblay"}).findings
        earlier = [folder("package", scene)] if kind == "again" else []
        return verify_together(folder(kind, scene), earlier)

    return judge


def fault(id: str, what: str, alter: Alter, rule: str, *also: str, of: str = "package", on: str = "") -> Fault:
    """A fault of a package; rules without their "package.". of: what is verified; on: what is altered, where another."""
    return Fault(
        id=f"package.{id}",
        what=what,
        plant=lambda scene: alter(folder(on or of, scene)),
        rule=f"package.{rule}",
        also=frozenset(f"package.{name}" for name in also),
        judge=verified(of),
    )


def edit(name: str, change: Callable[[bytes], bytes]) -> Alter:
    """Another content for a file."""

    def alter(package: Path) -> None:
        (package / name).write_bytes(change((package / name).read_bytes()))

    return alter


def remove(name: str) -> Alter:
    return lambda package: shutil.rmtree(package / name) if (package / name).is_dir() else (package / name).unlink()


def put(name: str, data: bytes = b"x") -> Alter:
    def alter(package: Path) -> None:
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_bytes(data)

    return alter


def together(*alterations: Alter) -> Alter:
    """One after the other."""
    return lambda package: [alter(package) for alter in alterations]


def instead(name: str, place: Callable[[Path], object]) -> Alter:
    """Something else where a file was."""

    def alter(package: Path) -> None:
        (package / name).unlink()
        place(package / name)

    return alter


def resealed(pattern: str, text: str) -> Alter:
    """Alter the manifest, and the chain with it, as someone would who knows how."""

    def alter(package: Path) -> None:
        (manifest,) = (package / "ascmhl").glob("*.mhl")
        before = hash_file(str(manifest), "c4")
        changed, count = re.subn(pattern, text, manifest.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
        assert count == 1, pattern
        manifest.write_text(changed, encoding="utf-8")
        chain = package / CHAIN
        chain.write_text(chain.read_text(encoding="utf-8").replace(before, hash_file(str(manifest), "c4")))

    return alter


def sealed_again(alter: Alter) -> Alter:
    """Alter files, and make a new manifest for what is there."""

    def both(package: Path) -> None:
        alter(package)
        shutil.rmtree(package / "ascmhl")
        for listed in package.glob("checksums.*"):
            listed.unlink()
        assert seal_folder(package, made="2026-11-22T04:15:33+00:00").manifest is not None

    return both


def rename(old: str, new: str) -> Alter:
    return lambda package: (package / old).rename(package / new)


def flip(data: bytes) -> bytes:
    """One bit, in the middle."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def link(file: Path) -> None:
    file.symlink_to("/etc/hostname")


def manifest_of(package: Path) -> Path:
    return next((package / "ascmhl").glob("*.mhl"))


def touch_manifest(package: Path) -> None:
    manifest = manifest_of(package)
    manifest.write_bytes(manifest.read_bytes() + b"\n")


def unfinished_seal(package: Path) -> None:
    """As a seal leaves a folder whose power is cut."""
    put("ascmhl/.ascmhl_chain.xml.part", b"")(package)
    put("ascmhl/0002_package.mhl", b"<?xml")(package)


def twin(package: Path) -> None:
    for form in ("NFC", "NFD"):
        (package / unicodedata.normalize(form, "captions/é.srt")).write_bytes(b"x")


def retag(package: Path) -> None:
    """Another count in a bag, which its own manifests vouch for."""
    info = package / bag.INFO
    info.write_text(re.sub(r"Payload-Oxum: \d+", "Payload-Oxum: 1", info.read_text(encoding="utf-8")), encoding="utf-8")
    for tags in package.glob("tagmanifest-*.txt"):
        digest = bag.hash_file(info, (tags.stem.partition("-")[2],)).popitem()[1]
        tags.write_text(re.sub(r"\w+(?=  bag-info)", digest, tags.read_text()))


def lists_only(alter: Alter) -> Alter:
    """Without its history a package is held to its list."""
    return together(remove("ascmhl"), alter)


def stray_history(package: Path) -> None:
    put("stray/a.mov")(package)
    seal_folder(package / "stray", made="2026-11-22T04:15:33+00:00")


FIRST_HASH = r"<hash>\s*<path[^>]*>captions/v2\.en\.srt<.*?</hash>"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'
FAULTS: tuple[Fault, ...] = (
    fault("bit", "one bit of the master is another", edit(MASTER, flip), "altered"),
    fault("cut-short", "a copy broke off", edit(MASTER, lambda data: data[:-1]), "altered"),
    fault("missing", "a file is not there", remove(EDL), "missing"),
    fault("extra", "a file was put in", put("master/extra.mov"), "unexpected"),
    fault("renamed", "a file is called otherwise", rename(CAPTIONS, "captions/v2.fr.srt"), "missing", "unexpected"),
    fault("capitals", "a copy changed capitals", rename(CAPTIONS, "captions/V2.en.srt"), "missing", "unexpected"),
    fault("moved", "a file lies in another folder", rename(EDL, "master/v2.edl"), "missing", "unexpected"),
    fault(
        "swapped",
        "two files have changed names",
        together(rename(EDL, "t"), rename(CAPTIONS, EDL), rename("t", CAPTIONS)),
        "altered",
    ),
    fault("link", "a link lies in a file's place", instead(EDL, link), "not-a-file"),
    fault("pipe", "a pipe lies in a file's place", instead(EDL, os.mkfifo), "not-a-file"),
    fault("folder", "a folder lies in a file's place", instead(EDL, Path.mkdir), "missing"),
    fault(
        "linked-folder",
        "a link to a folder was put in",
        lambda package: (package / "more").symlink_to("/etc"),
        "unexpected",
    ),
    fault("twins", "two names look the same", twin, "twin-names", "unexpected"),
    fault("in-the-history", "a file was put beside the manifests", put("ascmhl/0002_more.mhl"), "unexpected"),
    fault("stray-history", "files came with a manifest of their own", stray_history, "unexpected"),
    fault(
        "hidden-folder",
        "a folder is called like what file managers leave",
        put("master/.DS_Store/v2.mov"),
        "unexpected",
    ),
    fault("seal-killed", "a seal was interrupted", unfinished_seal, "unfinished-seal"),
    fault(
        "chain-comment",
        "a comment was put into the chain",
        edit(CHAIN, lambda data: data.replace(b"  <hashlist", b"  <!-- x --><hashlist", 1)),
        "chain-touched",
    ),
    fault(
        "chain-number",
        "the chain counts its generations otherwise",
        edit(CHAIN, lambda data: data.replace(b'sequencenr="1"', b'sequencenr="2"')),
        "chain-touched",
    ),
    fault(
        "bag-tags-touched",
        "one letter of a bag's own list is a capital",
        edit("tagmanifest-md5.txt", lambda data: re.sub(rb"[a-f]", lambda sign: sign[0].upper(), data, count=1)),
        "bag-unreadable",
        of="bag",
    ),
    fault("manifest-touched", "the manifest was edited", touch_manifest, "manifest-altered"),
    fault(
        "manifest-gone", "the manifest is not there", lambda package: manifest_of(package).unlink(), "manifest-missing"
    ),
    fault("chain-gone", "the chain is not there", remove(CHAIN), "no-manifest"),
    fault("chain-hostile", "the chain holds an entity that opens a file", put(CHAIN, DOCTYPE), "manifest-altered"),
    fault("chain-deep", "the chain is nested without an end", put(CHAIN, b"<a>" * 60_000), "manifest-altered"),
    fault(
        "chain-outside",
        "the chain names a manifest outside",
        edit(CHAIN, lambda data: re.sub(rb"<path>.*?<", b"<path>../x.mhl<", data)),
        "unsafe-path",
    ),
    fault(
        "history-linked",
        "the history is a link",
        together(rename("ascmhl", ".ascmhl"), lambda package: (package / "ascmhl").symlink_to(".ascmhl")),
        "no-manifest",
    ),
    fault(
        "entry-outside",
        "an entry leads out of the package",
        resealed(r">captions/v2\.en\.srt<", ">../../etc/hostname<"),
        "unsafe-path",
    ),
    fault("entry-gone", "an entry was taken out, and all was hashed anew", resealed(FIRST_HASH, ""), "unexpected"),
    fault(
        "entry-hollow",
        "an entry lost its hashes, and all was hashed anew",
        resealed(r"(<path[^>]*>captions/v2\.en\.srt</path>).*?</hash>", r"\1</hash>"),
        "manifest-altered",
    ),
    fault(
        "entries-gone",
        "the manifest lists nothing any more",
        resealed(r"<hashes>.*</hashes>", "<hashes/>"),
        "empty-manifest",
    ),
    fault(
        "entry-false",
        "an entry has another hash, and all was hashed anew",
        resealed(r"(<path[^>]*>captions/v2\.en\.srt</path>.*?<xxh128[^>]*>)\w+", r"\g<1>" + "0" * 32),
        "altered",
    ),
    fault(
        "left-out",
        "a pattern was added that leaves a stray file out",
        together(put("master/x.tmp"), resealed(r"</ignore>", "<pattern>*.tmp</pattern></ignore>")),
        "not-covered",
    ),
    fault("list-alone", "without a history, the list tells", lists_only(edit(MASTER, flip)), "altered"),
    fault("list-extra", "a file that no list names", lists_only(put("master/extra.mov")), "unexpected"),
    fault("list-damaged", "the list is no list", lists_only(put("checksums.md5", b"\0\1\2")), "list-unreadable"),
    fault(
        "list-outside",
        "the list leads out of the package",
        lists_only(put("checksums.md5", b"0" * 32 + b"  ../x\n")),
        "unsafe-path",
    ),
    fault("nothing", "no manifest of any kind", together(remove("ascmhl"), remove("checksums.md5")), "no-manifest"),
    fault("bag-bit", "one bit of a bag's payload is another", edit(f"data/{MASTER}", flip), "altered", of="bag"),
    fault(
        "bag-tag",
        "what a bag says of itself was edited",
        edit(bag.INFO, lambda data: data + b"Contact-Name: x\n"),
        "altered",
        of="bag",
    ),
    fault("bag-beside", "a file lies beside the payload", put("stray.txt"), "unexpected", of="bag"),
    fault("bag-counted", "a bag counts otherwise", retag, "bag-count", of="bag"),
    fault(
        "bag-fetch",
        "a part of the bag is elsewhere",
        put("fetch.txt", b"https://example.org/x 1 data/x\n"),
        "bag-incomplete",
        "unexpected",
        of="bag",
    ),
    fault(
        "bag-manifest",
        "a bag's manifest is damaged",
        put("manifest-sha256.txt", b"?\n"),
        "bag-unreadable",
        "altered",
        of="bag",
    ),
    fault(
        "bag-history",
        "the history within a bag is gone",
        remove(f"data/{CHAIN}"),
        "missing",
        "no-manifest",
        "bag-count",
        of="bag",
    ),
    fault("packing-list", "the packing list is none", sealed_again(put("package.json", b"[]")), "packing-unreadable"),
    fault(
        "earlier-other",
        "a re-delivery is held to another package",
        sealed_again(lambda package: None),
        "other-earlier",
        of="again",
        on="package",
    ),
    fault(
        "earlier-missing", "a file that was not sent again is gone", remove(MASTER), "missing", of="again", on="package"
    ),
    fault(
        "earlier-altered",
        "a file that was not sent again was altered",
        edit(MASTER, flip),
        "altered",
        of="again",
        on="package",
    ),
    fault(
        "earlier-link",
        "a file that was not sent again is a link",
        instead(EDL, link),
        "not-a-file",
        of="again",
        on="package",
    ),
)
