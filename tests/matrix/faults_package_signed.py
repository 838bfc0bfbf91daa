"""Faults of a package that somebody signed: what manifests made anew do not hide from a receiver who knows the key."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from matrix.base import Fault
from matrix.faults_package import MADE, MASTER, Alter, edit, fault, flip, private, put, remove, sealed_again
from picturelock.waivers import keys, signed


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

    return sealed_again(alter)


FAULTS: tuple[Fault, ...] = (
    fault(
        "signed-master",
        "another master, and all was hashed anew",
        sealed_again(edit(MASTER, flip)),
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
    fault("sign-off-gone", "the sign-off was taken out", sealed_again(remove("signoff.json")), "unsigned", of="signed"),
    fault(
        "sign-off-none",
        "the sign-off is none",
        sealed_again(put("signoff.json", b"{}")),
        "signoff-unreadable",
        of="signed",
    ),
    fault(
        "report-edited",
        "the report was edited",
        sealed_again(edit("report.json", lambda data: data.replace(b'"open": true', b'"open": false'))),
        "verdict-unreadable",
        of="signed",
    ),
    fault(
        "waiver-put-in",
        "a waiver was put in",
        sealed_again(put("waivers/x.toml")),
        "waiver-unreadable",
        "not-signed-for",
        of="signed",
    ),
)
