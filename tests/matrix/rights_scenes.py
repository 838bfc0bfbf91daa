"""What the planted faults of rights have in common: ways of spoiling the ledger, the delivery and the cut.

Only the check of rights judges them: where the cut changes, the master would be another, and the picture checks would say so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import partial

from matrix.base import EDL, Fault, Scene
from picturelock.dossier import collect
from picturelock.findings import Finding
from picturelock.media.fingerprint import full_hash
from picturelock.production import load
from picturelock.rights.coverage import check

LEDGER, ORDER, CUT = "rights/clearances.toml", "picturelock.toml", "cuts/v2.edl"
RELEASE = """
[[clearance]]
asset = "B002*"
kind = "performer"
owner = "Marie Tremblay"
person = "Marie Tremblay"
territories = "WORLD"
media = "all"
end = "perpetual"
evidence = "rights/release.txt"
consent = ["appearance", "voice"]
"""
REPLICA = RELEASE.replace('"performer"', '"voice-replica"').replace(
    '"appearance", "voice"]', '"digital-replica", "voice"]\nscope = "two lines of scene 4"'
)
APPROVED = EDL.replace("TITLE: v2", "TITLE: v1")
SPEC = """
title = "A channel"
kind = "broadcaster"
extends = "ebu-r128"
"""
SOURCED = 'source = "A channel, handbook", read = 2026-11-01'
Change = Callable[[Scene], object]


def judge(scene: Scene) -> Iterable[Finding]:
    """What the check of rights says, and reading the files of the delivery."""
    dossier = collect(load(scene.root))
    return [*check(dossier), *(finding for file in dossier.files for finding in file.findings)]


def entry(text: str) -> Change:
    """Lines more in the last entry of the ledger, which is B002's."""
    return lambda scene: scene.append(LEDGER, text + "\n")


def swap(name: str, old: str, new: str) -> Change:
    return lambda scene: scene.replace(name, old, new)


def several(*changes: Change) -> Change:
    def change(scene: Scene) -> None:
        for one in changes:
            one(scene)

    return change


def order(text: str) -> Change:
    """Lines more under [delivery]."""
    return lambda scene: scene.append(ORDER, text + "\n")


def paper(name: str, text: str = "Signed.") -> Change:
    return lambda scene: scene.write(name, text)


def listed(kind: str, file: str) -> Change:
    return lambda scene: scene.before(ORDER, "[delivery]", f'[[files]]\nkind = "{kind}"\nfile = "{file}"\n')


def spec(text: str) -> Change:
    """The production's own destination, which asks for more."""
    return several(paper("specs/channel.toml", SPEC + text), swap(ORDER, 'spec = "ebu-r128"', 'spec = "channel"'))


def hashed(scene: Scene) -> None:
    digest = hashlib.sha256((scene.root / "rights/licence.txt").read_bytes()).hexdigest()
    scene.append(LEDGER, f'hash = "sha256:{digest}"\n')


def weakly_hashed(scene: Scene) -> None:
    scene.append(LEDGER, f'hash = "{full_hash(scene.root / "rights/licence.txt")}"\n')


def approved(edl: str = APPROVED) -> Change:
    return several(paper("cuts/v1.edl", edl), entry('approved_cut = "cuts/v1.edl"'))


def approved_and_hashed(scene: Scene) -> None:
    approved()(scene)
    digest = hashlib.sha256((scene.root / "cuts/v1.edl").read_bytes()).hexdigest()
    scene.append(LEDGER, f'approved_hash = "sha256:{digest}"\n')


def table(text: str) -> Change:
    """A ledger that is a CSV instead."""
    return several(
        paper("rights/l.csv", text), swap(ORDER, 'ledger = "rights/clearances.toml"', 'ledger = "rights/l.csv"')
    )


CSV = (
    "asset;kind;owner;territories;media;start;end;evidence\n"
    "A001*;footage;Les Films du Quai;WORLD;all;;perpetual;rights/title.txt\n"
    "B002*;archive;Cinémathèque de la Vallée;CA;vod;2026-01-01;2030-12-31;rights/licence.txt\n"
)
B_EDIT = "002  B002     V     C        00:00:01:00 00:00:05:00 00:00:04:00 00:00:08:00"
CREDITS = several(paper("credits.txt", "Archives\nCINEMATHEQUE  DE LA\nVallée\n"), listed("credits", "credits.txt"))
MUSIC = 'contributors = [{ name = "J. Lind", role = "C", share = 60 }, { name = "Brume", role = "E", share = 40 }]'
cut = partial(swap, CUT, B_EDIT)


def of_rights(name: str, what: str, plant: Change, rule: str, prepare: Change | None = None, also: str = "") -> Fault:
    broken = frozenset({f"rights.{also}"} if also else ())
    return Fault(f"rights-{name}", what, plant, f"rights.{rule}", broken, prepare, judge)
